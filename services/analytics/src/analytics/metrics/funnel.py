"""What the figures of the funnel mean, and how they are computed from counted cells. Definition `funnel/1`:

- The *cohort* of a stage are the opportunities that entered it in the period, each once, at its first entry
  (`cohort=entered`); or those opened in the period that ever entered it (`cohort=opened`).
- *Went on* are those of the cohort that afterwards entered any later stage of the pipeline or were won: never more
  than entered. The others are open or lost; an open one may still go on.
- *Skipping*: who goes past a stage without entering it went on from the stage it left, and is in no cohort of the stage
  it skipped. *Moving back* takes nothing away. *Entering again* adds a visit, never a second entry.
- *Current* are those of the cohort that are in the stage now; *won* and *lost* those that are won or lost now.
- *Time in stage* is that of each visit of the cohort; visits that last are censored, not ignored (Kaplan-Meier).
- The *bottleneck* is the stage of the lowest conversion among those that do not rest on few cases.
- *Now* is the time asked as of: nothing that was recorded later plays a part.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Cell:
    """What was counted of one stage and one period; `left` and `inside` are seconds of visits that ended and that last."""

    stage: str
    period: date | None = None
    entered: int = 0
    went_on: int = 0
    won: int = 0
    lost: int = 0
    current: int = 0
    visits: int = 0
    entered_amounts: Mapping[str, Decimal] = field(default_factory=dict)
    current_amounts: Mapping[str, Decimal] = field(default_factory=dict)
    left: Sequence[float] = ()
    inside: Sequence[float] = ()


class Stage(BaseModel):
    """A stage by its code and the names that people read."""

    model_config = ConfigDict(frozen=True)

    code: str
    name_en: str
    name_zh: str


ENDS = (
    Stage(code=WON, name_en="Won", name_zh="成交"),
    Stage(code=LOST, name_en="Lost", name_zh="输单"),
)
"""How an opportunity ends; they follow every pipeline."""


class StageFigures(Stage):
    """The figures of one stage, as the definition says."""

    entered: int = Field(description="Opportunities of the cohort.")
    entered_amounts: list[Total] = Field(description="Their amounts when they entered, per currency.")
    went_on: int = Field(description="Of them, how many afterwards entered a later stage or were won.")
    conversion: Rate | None = Field(description="went_on of entered; null of nobody, and at the end.")
    won: int = Field(description="Of them, how many are won.")
    win_rate: Rate | None = Field(description="won of entered; null of nobody, and at the end.")
    lost: int = Field(description="Of them, how many are lost.")
    current: int = Field(description="Of them, how many are in the stage.")
    amounts: list[Total] = Field(description="The amounts of those as they are, per currency.")
    visits: int = Field(description="How often they entered it, returns included.")
    median_seconds: float | None = Field(description="Median time of a visit; null while too few have ended.")


def stage_figures(cells: Iterable[Cell], pipeline: Sequence[Stage], few_below: int) -> list[StageFigures]:
    """The figures per stage: those of the pipeline in order, then won and lost, then unknown ones by code.

    Cells of one stage are put together.
    """
    by_code: dict[str, list[Cell]] = {}
    for cell in cells:
        by_code.setdefault(cell.stage, []).append(cell)
    named = [*pipeline, *ENDS]
    unknown = sorted(by_code.keys() - {stage.code for stage in named})
    named += [Stage(code=code, name_en=code, name_zh=code) for code in unknown]
    going_on = {stage.code for stage in pipeline}
    return [_figures(s, by_code.get(s.code, []), s.code in going_on, few_below) for s in named]


def bottleneck(figures: Iterable[StageFigures]) -> str | None:
    """The stage of the lowest conversion, the first of such, among those that do not rest on few cases; None of none."""
    rates = {
        each.code: each.conversion.rate for each in figures if each.conversion and not each.conversion.few
    }
    return min(rates, key=rates.__getitem__, default=None)


def _figures(stage: Stage, cells: list[Cell], goes_on: bool, few_below: int) -> StageFigures:
    entered = sum(cell.entered for cell in cells)
    went_on = sum(cell.went_on for cell in cells)
    won = sum(cell.won for cell in cells)
    final = stage.code in (WON, LOST)
    return StageFigures(
        **stage.model_dump(),
        entered=entered,
        entered_amounts=_totals(cell.entered_amounts for cell in cells),
        went_on=went_on,
        conversion=rate(went_on, entered, few_below=few_below) if goes_on else None,
        won=won,
        win_rate=None if final else rate(won, entered, few_below=few_below),
        lost=sum(cell.lost for cell in cells),
        current=sum(cell.current for cell in cells),
        amounts=_totals(cell.current_amounts for cell in cells),
        visits=sum(cell.visits for cell in cells),
        median_seconds=None if final else _median(cells),
    )


def _median(cells: list[Cell]) -> float | None:
    left = sorted(seconds for cell in cells for seconds in cell.left)
    inside = sorted(seconds for cell in cells for seconds in cell.inside)
    return median_duration(left, inside)


def _totals(parts: Iterable[Mapping[str, Decimal]]) -> list[Total]:
    totals: dict[str, Decimal] = {}
    for part in parts:
        for currency, amount in part.items():
            totals[currency] = totals.get(currency, Decimal(0)) + amount
    return [Total(amount=totals[currency], currency=currency) for currency in sorted(totals)]
