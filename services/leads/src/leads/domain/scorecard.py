"""What was learned of leads, as a table anybody can read: what each value of each field adds to the odds of a conversion."""

from bisect import bisect_right
from collections.abc import Mapping
from math import exp
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from crm_platform.values import Code, ShortText, Value

SCALE: Final = 1000
"""Weights are whole thousandths of the log-odds, so that sums are exact everywhere and for ever."""

Weight = int
Known = Mapping[str, str | int | float | bool]
Seen = Literal["value", "other", "missing"]
Count = Annotated[int, Field(ge=0)]


class Contribution(Value):
    """What one field of a lead adds, against the average lead. `leads` is how many past leads say so; 0: none do."""

    field: Code
    seen: Seen
    level: ShortText | None
    weight: Weight
    leads: Count


class Judged(Value):
    """`base` and all contributions sum to exactly `log_odds`, which is the probability."""

    base: Weight
    log_odds: Weight
    contributions: tuple[Contribution, ...]

    @property
    def probability(self) -> float:
        """From 0 to 1, to four decimals."""
        return probability(self.log_odds / SCALE)


class Column(Value):
    """One field in levels: words of their own, or ranges of numbers from one bound up to below the next.

    `weights` and `leads` go by level; the last two are other words (of numbers: none) and missing values.
    """

    field: Code
    words: tuple[ShortText, ...] = ()
    bounds: tuple[float, ...] = ()
    weights: tuple[Weight, ...]
    leads: tuple[Count, ...]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        levels = len(self.words or (*self.bounds, 0)) + 2
        if not len(self.weights) == len(self.leads) == levels:
            raise ValueError("needs a weight and a count for each level")
        return self

    def level(self, known: Known) -> int:
        """The level of a lead, as a place in `weights`."""
        value = known.get(self.field)
        if value is None:
            return len(self.weights) - 1
        if self.words:
            word = word_of(value)
            return self.words.index(word) if word in self.words else len(self.words)
        return bisect_right(self.bounds, float(value))

    def contribution(self, known: Known) -> Contribution:
        """What the field adds for a lead."""
        level = self.level(known)
        rest = len(self.weights) - level
        seen: Seen = "missing" if rest == 1 else "other" if rest == 2 else "value"
        return Contribution(
            field=self.field,
            seen=seen,
            level=self.name(level),
            weight=self.weights[level],
            leads=self.leads[level],
        )

    def name(self, level: int) -> str | None:
        """How a level is called; None for other words and missing values."""
        if level >= len(self.weights) - 2:
            return None
        if self.words:
            return self.words[level]
        ends = [f"{bound:.15g}" for bound in self.bounds]
        if not ends:
            return "any"
        if level == 0:
            return f"< {ends[0]}"
        return f">= {ends[-1]}" if level == len(ends) else f"{ends[level - 1]} – < {ends[level]}"


class Scorecard(Value):
    """A lead's log-odds are `base`, those of the average lead, and what its level in each column adds."""

    base: Weight
    columns: tuple[Column, ...]

    def log_odds(self, known: Known) -> Weight:
        """In thousandths."""
        return self.base + sum(column.weights[column.level(known)] for column in self.columns)

    def judge(self, known: Known) -> Judged:
        """How likely a lead is converted, and why: the largest contributions first."""
        contributions = [column.contribution(known) for column in self.columns]
        contributions.sort(key=lambda each: (-abs(each.weight), each.field))
        log_odds = self.base + sum(each.weight for each in contributions)
        return Judged(base=self.base, log_odds=log_odds, contributions=tuple(contributions))


def word_of(value: str | int | float | bool) -> str:
    """A value as the name of a level."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)[:200]


def probability(log_odds: float) -> float:
    """From 0 to 1, to four decimals."""
    return round(1 / (1 + exp(-max(-50.0, min(50.0, log_odds)))), 4)
