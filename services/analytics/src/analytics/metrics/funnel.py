"""What the figures of the funnel mean, and how they are computed from counted cells. Definition `funnel/1`:

- The *cohort* of a stage are the opportunities that entered it in the period, each once, at its first entry
  (`cohort=entered`); or those opened in the period that ever entered it (`cohort=opened`).
- *Converted* are those of the cohort that afterwards entered any later stage of the pipeline or were won: never more
  than entered. Not yet converted ones are open or lost; an open one may still convert.
- *Skipping*: who goes past a stage without entering it is converted from the stage it left, and is in no cohort of the
  stage it skipped. *Moving back* takes no conversion away. *Entering again* adds a visit, never a second entry.
- *Current* are those of the cohort that are in the stage now; *won* and *lost* those that are won or lost now.
- *Time in stage* is that of each visit of the cohort; visits that last are censored, not ignored (Kaplan-Meier).
- *Now* is the time asked as of: nothing that was recorded later plays a part.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from analytics.metrics.rates import Rate, rate
from analytics.metrics.survival import median_duration

DEFINITION = "funnel/1"
WON, LOST = "won", "lost"


class Total(BaseModel):
    """A sum of amounts in one currency; may have more digits than a single amount."""

    model_config = ConfigDict(frozen=True)

    amount: Decimal
    currency: str


class Cell(BaseModel):
    """What was counted of one stage and one period: the raw material."""

    stage: str
    period: date | None = None
    entered: int = 0
    converted: int = 0
    won: int = 0
    lost: int = 0
    current: int = 0
    visits: int = 0
    entered_amounts: dict[str, Decimal] = Field(default_factory=dict)
    current_amounts: dict[str, Decimal] = Field(default_factory=dict)
    left: list[float] = Field(default_factory=list, description="Seconds of the visits that ended.")
    inside: list[float] = Field(default_factory=list, description="Seconds so far of those that last.")


class StageFigures(BaseModel):
    """The figures of one stage: see the definition for what each means."""

    model_config = ConfigDict(frozen=True)

    stage: str
    entered: int
    entered_amounts: list[Total] = Field(description="As at the entry, per currency.")
    converted: int
    conversion: Rate | None = Field(description="To the next stage or beyond; null where nothing comes after.")
    won: int
    win_rate: Rate | None = Field(description="Won so far; null where nothing comes after.")
    lost: int
    current: int
    current_amounts: list[Total] = Field(description="As they are now, per currency.")
    visits: int
    median_seconds: float | None = Field(description="Median time of a visit; null while too few have ended.")


def stage_figures(cells: Iterable[Cell], pipeline: Sequence[str], minimum: int) -> list[StageFigures]:
    """The figures per stage: those of the pipeline in order, then won and lost, then any others by name.

    Cells of one stage are put together. A rate is reliable from `minimum` entries on.
    """
    order = [*pipeline, WON, LOST]
    by_stage: dict[str, list[Cell]] = {stage: [] for stage in order}
    for cell in cells:
        by_stage.setdefault(cell.stage, []).append(cell)
    stages = [*order, *sorted(by_stage.keys() - set(order))]
    return [_figures(stage, by_stage[stage], stage in pipeline, minimum) for stage in stages]


def _figures(stage: str, cells: list[Cell], goes_on: bool, minimum: int) -> StageFigures:
    entered = sum(cell.entered for cell in cells)
    converted = sum(cell.converted for cell in cells)
    won = sum(cell.won for cell in cells)
    final = stage in (WON, LOST)
    left = sorted(seconds for cell in cells for seconds in cell.left)
    inside = sorted(seconds for cell in cells for seconds in cell.inside)
    return StageFigures(
        stage=stage,
        entered=entered,
        entered_amounts=_amounts(cell.entered_amounts for cell in cells),
        converted=converted,
        conversion=rate(converted, entered, minimum=minimum) if goes_on else None,
        won=won,
        win_rate=None if final else rate(won, entered, minimum=minimum),
        lost=sum(cell.lost for cell in cells),
        current=sum(cell.current for cell in cells),
        current_amounts=_amounts(cell.current_amounts for cell in cells),
        visits=sum(cell.visits for cell in cells),
        median_seconds=None if final else median_duration(left, inside),
    )


def _amounts(parts: Iterable[Mapping[str, Decimal]]) -> list[Total]:
    totals: dict[str, Decimal] = {}
    for part in parts:
        for currency, amount in part.items():
            totals[currency] = totals.get(currency, Decimal(0)) + amount
    return [Total(amount=totals[currency], currency=currency) for currency in sorted(totals)]
