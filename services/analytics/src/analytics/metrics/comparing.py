"""Whether a group differs from the others when like is compared with like, or whether there is no evidence of that.

Cases are put into strata of like ones; inside each the group is held against the others. The difference of shares is
Mantel and Haenszel's, its error that of Sato, Greenland and Robins (Biometrics 45, 1989, 1323), which holds for many
small strata as well as for few large ones. The test is that of Mantel and Haenszel (JNCI 22, 1959, 719) with continuity
correction, asked only where Mantel and Fleiss's rule (Am J Epidemiol 112, 1980, 129) allows it. As a table asks once per
group and measure, the probabilities are adjusted by Holm's method (Scand J Statist 6, 1979, 65), which keeps the
chance of a single false claim in the whole table below the level.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from math import erfc, sqrt
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from analytics.metrics.rates import Z95

LEVEL = 0.01
"""Most tables show no difference and are looked at again and again, so one in a hundred may claim one by chance."""

_LEAST_ROOM = 5.0


class Stratum(NamedTuple):
    """Like cases: `hits` of `cases` in the group, and of the others."""

    hits: int
    cases: int
    other_hits: int
    other_cases: int

    @property
    def size(self) -> int:
        return self.cases + self.other_cases

    @property
    def all_hits(self) -> int:
        return self.hits + self.other_hits


class Evidence(StrEnum):
    """What the numbers allow to say: `none` is no proof that there is no difference."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


_TEXTS = {
    Evidence.HIGHER: ("higher than like cases of the others", "高于同类情形下的其他组"),
    Evidence.LOWER: ("lower than like cases of the others", "低于同类情形下的其他组"),
    Evidence.NONE: ("no evidence of a difference", "没有证据表明存在差异"),
}


class Comparison(BaseModel):
    """A group against like cases of the others."""

    model_config = ConfigDict(frozen=True)

    evidence: Evidence
    text_en: str
    text_zh: str
    difference: float | None = Field(
        description="Of the shares, among like cases (0.05: five points more); null where there are none alike."
    )
    low: float | None = Field(description="Lower end of its 95 % interval, for this group alone.")
    high: float | None = Field(description="Upper end of it.")
    p_value: float | None = Field(
        description="Chance of such a difference where there is none, adjusted for all comparisons of the table;"
        " null where there are too few cases to ask."
    )
    compared: int = Field(description="How many cases of the group have like cases among the others.")


def comparisons(groups: Sequence[Sequence[Stratum]]) -> list[Comparison]:
    """Each group against its others, all of them together one family of tests."""
    usable = [[stratum for stratum in group if stratum.cases and stratum.other_cases] for group in groups]
    chances = [mantel_haenszel_test(strata) for strata in usable]
    adjusted = iter(holm([chance for chance in chances if chance is not None]))
    return [
        _comparison(strata, None if chance is None else next(adjusted))
        for strata, chance in zip(usable, chances, strict=True)
    ]


def _comparison(strata: Sequence[Stratum], p_value: float | None) -> Comparison:
    found = risk_difference(strata)
    difference, error = found or (None, 0.0)
    evidence = Evidence.NONE
    if difference is not None and p_value is not None and p_value < LEVEL:
        evidence = Evidence.HIGHER if difference > 0 else Evidence.LOWER
    text_en, text_zh = _TEXTS[evidence]
    return Comparison(
        evidence=evidence,
        text_en=text_en,
        text_zh=text_zh,
        difference=difference,
        low=None if difference is None else max(-1.0, difference - Z95 * error),
        high=None if difference is None else min(1.0, difference + Z95 * error),
        p_value=p_value,
        compared=sum(stratum.cases for stratum in strata),
    )


def risk_difference(strata: Iterable[Stratum]) -> tuple[float, float] | None:
    """Mantel and Haenszel's difference of shares and its standard error; None where nothing can be compared."""
    weights = difference = by_difference = beside = 0.0
    for hits, cases, other_hits, others in strata:
        size = cases + others
        here, there = cases / size, others / size
        weights += cases * there
        difference += hits * there - other_hits * here
        by_difference += other_hits * here**2 - hits * there**2 + here * there * (others - cases) / 2
        beside += (hits * (others - other_hits) + other_hits * (cases - hits)) / size / 2
    if not weights:
        return None
    estimate = difference / weights
    return estimate, sqrt(max(0.0, estimate * by_difference + beside)) / weights


def mantel_haenszel_test(strata: Sequence[Stratum]) -> float | None:
    """The chance of a difference like this or larger where there is none; None for too few cases to tell.

    Two-sided, chi-squared with one degree of freedom. Too few: the hits that the group could have are fewer than 5
    above, or below, those expected.
    """
    hits = expected = variance = fewest = most = 0.0
    for stratum in strata:
        size, all_hits = stratum.size, stratum.all_hits
        hits += stratum.hits
        expected += stratum.cases * all_hits / size
        fewest += max(0, all_hits - stratum.other_cases)
        most += min(all_hits, stratum.cases)
        if size > 1:
            margins = stratum.cases * stratum.other_cases * all_hits * (size - all_hits)
            variance += margins / (size**2 * (size - 1))
    if min(expected - fewest, most - expected) < _LEAST_ROOM:
        return None
    statistic = max(0.0, abs(hits - expected) - 0.5) ** 2 / variance
    return erfc(sqrt(statistic / 2))


def holm(chances: Sequence[float]) -> list[float]:
    """The probabilities adjusted for how many there are, in the order given."""
    adjusted = [0.0] * len(chances)
    largest = 0.0
    for rank, at in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        largest = max(largest, min(1.0, chances[at] * (len(chances) - rank)))
        adjusted[at] = largest
    return adjusted
