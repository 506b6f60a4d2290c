"""What the figures of the analysis of follow-ups mean, and how they are computed. Definition `follow-ups/1`:

- A *contact* is a follow-up as it is told now, corrections included, of a lead that was not withdrawn. Those of a merged
  lead are contacts of the one that took it in. Its *attempt* is its place among the contacts of the lead, in order of time.
- It is *replied* to when its result says so. It *led to conversion* when the lead is converted now and no other contact
  came between, so each conversion is counted once. It *progressed* the lead when it led to conversion, or its
  result is `interested` or `appointment`.
- *Pending* are the newest contacts of open leads that have not progressed them: they still may, which the rate does not know.
- *Response* is the time from an assignment to the first contact by that owner; the median is of those there were.
- A group is *compared* with like contacts of the others, not with all of them, as good leads may be called and bad ones
  written to: those of leads with the same grade at assignment, and among methods by the same author, among attempts by
  the same method. Among methods, authors and owners only the first contact of each lead is compared: the contacts of a
  lead are alike, and taken for independent ones they would make evidence of nothing. Attempts are compared with those of
  the same leads, which makes the test the more careful; who replied early has none, so they compare who is left.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from pydantic import Field

from analytics.metrics.comparing import Comparison, Stratum, comparisons
from analytics.metrics.leads import GroupName, Names
from analytics.metrics.rates import Rate, rate

DEFINITION: Final = "follow-ups/1"


@dataclass(frozen=True, slots=True)
class ContactCell:
    """What was counted of one group among like contacts; `responses` are minutes. No stratum: compared with none."""

    key: str | None
    stratum: str | None
    contacts: int = 0
    replied: int = 0
    progressed: int = 0
    converted: int = 0
    pending: int = 0
    responses: Sequence[int] = ()


class FollowUpFigures(GroupName):
    """The figures of one group of contacts, as the definition says."""

    contacts: int
    replied: int
    reply_rate: Rate | None = Field(description="replied of contacts.")
    reply_comparison: Comparison
    progressed: int
    progress_rate: Rate | None = Field(description="progressed of contacts.")
    progress_comparison: Comparison
    converted: int = Field(description="Contacts that led to conversion.")
    pending: int
    first_contacts: int = Field(description="Contacts that were the first after an assignment.")
    median_response_minutes: float | None = Field(description="Of these; null of none.")


def follow_up_figures(cells: Iterable[ContactCell], names: Names, few_below: int) -> list[FollowUpFigures]:
    """The figures per group, by key, unknown last."""
    by_key: dict[str | None, list[ContactCell]] = {}
    for cell in cells:
        by_key.setdefault(cell.key, []).append(cell)
    keys = sorted(by_key, key=lambda key: (key is None, key or ""))
    groups = [by_key[key] for key in keys]
    compared = comparisons([*_strata(groups, "replied"), *_strata(groups, "progressed")])
    return [
        _figures(names(key), group, compared[at], compared[len(groups) + at], few_below)
        for at, (key, group) in enumerate(zip(keys, groups, strict=True))
    ]


def _strata(groups: Sequence[Sequence[ContactCell]], measure: str) -> list[list[Stratum]]:
    cases: Counter[str | None] = Counter()
    hits: Counter[str | None] = Counter()
    for cell in (cell for group in groups for cell in group):
        cases[cell.stratum] += cell.contacts
        hits[cell.stratum] += getattr(cell, measure)
    return [
        [
            Stratum(
                counted := getattr(cell, measure),
                cell.contacts,
                hits[cell.stratum] - counted,
                cases[cell.stratum] - cell.contacts,
            )
            for cell in group
            if cell.stratum is not None
        ]
        for group in groups
    ]


def _figures(
    name: GroupName, cells: Sequence[ContactCell], replies: Comparison, progress: Comparison, few_below: int
) -> FollowUpFigures:
    contacts = sum(cell.contacts for cell in cells)
    replied, progressed = (sum(c.replied for c in cells), sum(c.progressed for c in cells))
    responses = [minutes for cell in cells for minutes in cell.responses]
    return FollowUpFigures(
        **name.model_dump(),
        contacts=contacts,
        replied=replied,
        reply_rate=rate(replied, contacts, few_below=few_below),
        reply_comparison=replies,
        progressed=progressed,
        progress_rate=rate(progressed, contacts, few_below=few_below),
        progress_comparison=progress,
        converted=sum(cell.converted for cell in cells),
        pending=sum(cell.pending for cell in cells),
        first_contacts=len(responses),
        median_response_minutes=median(responses) if responses else None,
    )
