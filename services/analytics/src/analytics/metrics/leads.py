"""What the figures of the analysis of leads mean, and how they are computed from counted cells. Definition `leads/1`:

- The *cohort* are the leads registered in the period. One that was merged counts as the one that took it in, with its
  touches and follow-ups; one that was withdrawn counts nowhere.
- *Contacted* are those with a follow-up, *converted* those that are an opportunity or customer now, *lost* those that
  are disqualified now, *open* the others: a conversion that was taken back is none, and one that stands after all is as
  old as it was. Converted, lost and open make up all.
- *Conversion* is converted of leads so far: open ones may still convert, so young cohorts look worse than they are.
- *Time to conversion* is from registration to conversion. Open leads are censored at the time asked for; a lost one
  will not convert any more, so it is kept among those that have not (Fine and Gray, JASA 94, 1999, 496) instead of
  being taken for one that might have. The shares within so many days are free of the age of the cohort.
- *Time to first contact* is from registration to the earliest follow-up, 0 where that is earlier. Who was not contacted
  is censored at the closing of the lead or at the time asked for.
- A median is *reached* when half of them came that far; otherwise there is none, whatever the others took.
- A score is that at the first assignment, before anybody worked on the lead (`score_at=assignment`; the newest where
  nobody was assigned), so that it can be held against what became of it without hindsight; or the newest (`now`).
- A lead's source and campaign are those it is known by (`recorded`), or those of its first or last touch until it closed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from analytics.metrics.funnel import Total
from analytics.metrics.rates import Rate, rate
from analytics.metrics.survival import Share, ended_within, median_duration

DEFINITION = "leads/1"
HORIZONS = (1, 7, 30, 90)  # days


@dataclass(frozen=True, slots=True)
class LeadCell:
    """What was counted of one group and one period; `…_after` are seconds until it happened, `…_not_for` so far without."""

    key: str | None
    period: date | None = None
    leads: int = 0
    contacted: int = 0
    converted: int = 0
    lost: int = 0
    touches: int = 0
    follow_ups: int = 0
    scored: int = 0
    scores: int = 0
    contacted_after: Sequence[float] = ()
    contacted_not_for: Sequence[float] = ()
    converted_after: Sequence[float] = ()
    converted_not_for: Sequence[float] = ()


class Waiting(BaseModel):
    """How long it takes until something happens to leads, those included to which it has not happened yet."""

    model_config = ConfigDict(frozen=True)

    reached: bool = Field(description="Whether it happened to half of them, so that there is a median.")
    median_seconds: float | None = Field(description="Null while not reached.")
    within: list[Share] = Field(
        description="The share within so many days; only for as many days as somebody was followed."
    )


class GroupName(BaseModel):
    """A group by its key and the names that people read."""

    model_config = ConfigDict(frozen=True)

    key: str | None = Field(description="Null: it is not known. Asked for as an empty `key`.")
    name_en: str
    name_zh: str


Names = Callable[[str | None], GroupName]
"""The names of a group by its key."""

Costs = Mapping[str | None, list[Total]]
"""What groups cost, by key."""


class LeadFigures(GroupName):
    """The figures of one group of leads, as the definition says."""

    leads: int = Field(description="Leads of the cohort.")
    contacted: int
    contact_rate: Rate | None = Field(description="contacted of leads; null of none.")
    converted: int
    conversion: Rate | None = Field(description="converted of leads, so far; null of none.")
    lost: int
    open: int = Field(description="Neither converted nor lost: censored.")
    average_score: float | None = Field(description="Of those that have a score; null of none.")
    touches: int = Field(description="How often they came to us, all together.")
    follow_ups: int = Field(description="How often they were contacted, all together.")
    to_first_contact: Waiting
    to_conversion: Waiting
    costs: list[Total] = Field(
        default=[],
        description="By source and campaign: what the campaigns cost, whole, per currency, whichever leads are chosen.",
    )


def lead_figures(
    cells: Iterable[LeadCell], names: Names, few_below: int, costs: Costs | None = None
) -> list[LeadFigures]:
    """The figures per group, by key, unknown last. Cells of one group are put together."""
    by_key: dict[str | None, list[LeadCell]] = {}
    for cell in cells:
        by_key.setdefault(cell.key, []).append(cell)
    return [
        _figures(names(key), by_key[key], few_below, (costs or {}).get(key, []))
        for key in sorted(by_key, key=lambda key: (key is None, key or ""))
    ]


def _figures(name: GroupName, cells: Sequence[LeadCell], few_below: int, costs: list[Total]) -> LeadFigures:
    leads = sum(cell.leads for cell in cells)
    contacted, converted = (sum(c.contacted for c in cells), sum(c.converted for c in cells))
    lost, scored = sum(cell.lost for cell in cells), sum(cell.scored for cell in cells)
    return LeadFigures(
        **name.model_dump(),
        leads=leads,
        contacted=contacted,
        contact_rate=rate(contacted, leads, few_below=few_below),
        converted=converted,
        conversion=rate(converted, leads, few_below=few_below),
        lost=lost,
        open=leads - converted - lost,
        average_score=sum(cell.scores for cell in cells) / scored if scored else None,
        touches=sum(cell.touches for cell in cells),
        follow_ups=sum(cell.follow_ups for cell in cells),
        to_first_contact=_waiting(
            [s for cell in cells for s in cell.contacted_after],
            [s for cell in cells for s in cell.contacted_not_for],
        ),
        to_conversion=_waiting(
            [s for cell in cells for s in cell.converted_after],
            [s for cell in cells for s in cell.converted_not_for],
        ),
        costs=costs,
    )


def _waiting(happened: list[float], not_yet: list[float]) -> Waiting:
    happened.sort()
    not_yet.sort()
    median = median_duration(happened, not_yet)
    shares = ended_within(happened, not_yet, HORIZONS)
    return Waiting(
        reached=median is not None,
        median_seconds=median,
        within=[share for share in shares if share is not None],
    )
