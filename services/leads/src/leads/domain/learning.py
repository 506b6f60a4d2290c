"""Learns a scorecard from decided leads: logistic regression over levels, ridge, newer leads counting more, the base set by the newest.

Pure and small enough to need no library: levels make the rows sparse, and equal rows are one. Results are rounded to
thousandths of the log-odds, far above what differs between machines.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp, exp2, log, log1p, sqrt
from operator import mul
from typing import Final

from leads.domain.scorecard import SCALE, Column, Known, Scorecard, word_of

_ROUNDS: Final = 30
_SETTLED: Final = 1e-5
_HALVINGS: Final = 20
_LEAST_GAIN: Final = 1e-4
_BASE_PULL: Final = 1e-6  # hardly any
_SHIFT_PULL: Final = 5.0

Row = tuple[int, ...]
"""The places of a lead's weights; 0 is the base."""


@dataclass(frozen=True, slots=True)
class Example:
    """A lead that was decided: what was known of it when it came, and whether it was converted."""

    known: Known
    converted: bool
    came: datetime
    decided: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """How is learned. Chosen on the first part of a public series of calls, see `evals.lead_learning`.

    A level needs `support` examples, and counts as midway between those of its field otherwise; an example counts half as
    much as one `half_life` examples later; the `newest` examples set the base.
    """

    half_life: int = 2_000
    support: int = 20
    newest: int = 1_000

    @staticmethod
    def levels(examples: int) -> int:
        """About how many ranges numbers are cut into: the more is known, the finer."""
        return min(16, max(8, examples // 1_000))

    @staticmethod
    def ridge(examples: int) -> float:
        """How much weights are pulled to 0: the more is known, the less."""
        return min(10.0, max(1.0, 20_000 / examples))


TERMS: Final = Terms()


def fit(examples: Sequence[Example], fields: Sequence[str], terms: Terms = TERMS) -> Scorecard:
    """The scorecard of examples in the order of their decisions; there must be some of both outcomes."""
    columns = [
        column
        for field in fields
        if (column := _levels([example.known.get(field) for example in examples], field, terms))
    ]
    places = _places(columns, terms)
    rows = [_row(columns, places, example.known) for example in examples]
    hits = [example.converted for example in examples]
    newest = min(terms.newest, len(rows) // 8)
    size = 1 + max(max(own) for own in [[0], *places])
    weights = _weights(rows, hits, size, terms)
    weights[0] += _shift([_sum(weights, row) for row in rows[-newest:]], hits[-newest:])
    adding = [[weights[place] if place else 0.0 for place in own] for own in places]
    means = [_mean(own, column.leads) for column, own in zip(columns, adding, strict=True)]
    return Scorecard(
        base=round(SCALE * (weights[0] + sum(means))),
        columns=tuple(
            column.model_copy(update={"weights": tuple(round(SCALE * (each - mean)) for each in own)})
            for column, own, mean in zip(columns, adding, means, strict=True)
        ),
    )


def _levels(values: Sequence[str | int | float | bool | None], field: str, terms: Terms) -> Column | None:
    """The levels of a field; None when it tells nothing: nearly all leads are on one level."""
    present = [value for value in values if value is not None]
    words: list[str] = []
    bounds: list[float] = []
    if any(isinstance(value, (str, bool)) for value in present):
        counts = Counter(map(word_of, present))
        words = sorted(word for word, count in counts.items() if count >= terms.support)
        leads = [counts[word] for word in words]
        leads.append(len(present) - sum(leads))
        if not words:
            return None
    else:
        numbers = [float(value) for value in present]
        bounds = _bounds(numbers, terms)
        within = Counter(bisect_right(bounds, number) for number in numbers)
        leads = [*(within[level] for level in range(len(bounds) + 1)), 0]
    leads.append(len(values) - len(present))
    if sum(count >= terms.support for count in leads) < 2:
        return None
    weights = (0,) * len(leads)
    return Column(field=field, words=tuple(words), bounds=tuple(bounds), weights=weights, leads=tuple(leads))


def _bounds(numbers: Sequence[float], terms: Terms) -> list[float]:
    """Where to cut numbers into ranges of as many examples; a value that many share begins a range."""
    ordered = sorted(numbers)
    ranges = min(terms.levels(len(ordered)), len(ordered) // terms.support)
    cuts = {ordered[len(ordered) * at // ranges] for at in range(1, ranges)}
    return [cut for cut in sorted(cuts) if cut > ordered[0]]


def _places(columns: Sequence[Column], terms: Terms) -> list[list[int]]:
    """The place of each level's weight; 0 for levels that too few leads are on to learn of."""
    place = 0
    places: list[list[int]] = []
    for column in columns:
        own = []
        for count in column.leads:
            place += count >= terms.support
            own.append(place if count >= terms.support else 0)
        places.append(own)
    return places


def _row(columns: Sequence[Column], places: Sequence[Sequence[int]], known: Known) -> Row:
    own = (at[column.level(known)] for column, at in zip(columns, places, strict=True))
    return (0, *(place for place in own if place))


def _sum(weights: Sequence[float], row: Row) -> float:
    return sum([weights[place] for place in row])


def _weights(rows: Sequence[Row], hits: Sequence[bool], size: int, terms: Terms) -> list[float]:
    """The weights of greatest penalized likelihood, by Newton's method."""
    groups: dict[Row, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for age, (row, hit) in enumerate(zip(reversed(rows), reversed(hits), strict=True)):
        group, counts = groups[row], exp2(-age / terms.half_life)
        group[0] += counts
        group[1] += counts * hit
    total, converted = (sum(group[at] for group in groups.values()) for at in (0, 1))
    weights = [log((converted + 0.5) / (total - converted + 0.5)), *([0.0] * (size - 1))]
    pulls = [_BASE_PULL, *([terms.ridge(len(rows))] * (size - 1))]
    worth = _worth(groups, weights, pulls)
    for _ in range(_ROUNDS):
        first, second = _slopes(groups, weights, pulls)
        step = _solved(second, first)
        gain = sum(map(mul, first, step))
        # Whole steps may swing past the best for ever where a level is new and unlike the rest.
        for halvings in range(_HALVINGS):
            reach = 0.5**halvings
            tried = [weight + reach * change for weight, change in zip(weights, step, strict=True)]
            found = _worth(groups, tried, pulls)
            if found >= worth + _LEAST_GAIN * reach * gain:
                break
        else:
            break
        weights, worth = tried, found
        if max(map(abs, step)) < _SETTLED:
            break
    return weights


def _worth(groups: Mapping[Row, Sequence[float]], weights: Sequence[float], pulls: Sequence[float]) -> float:
    """The penalized log-likelihood."""
    worth = -sum(pull * weight * weight for pull, weight in zip(pulls, weights, strict=True)) / 2
    for row, (count, converted) in groups.items():
        score = _sum(weights, row)
        worth += converted * score - count * (max(score, 0.0) + log1p(exp(-abs(score))))
    return worth


def _slopes(
    groups: Mapping[Row, Sequence[float]], weights: Sequence[float], pulls: Sequence[float]
) -> tuple[list[float], list[list[float]]]:
    """The first derivatives, and the lower half of the negative second ones."""
    first = [-pull * weight for pull, weight in zip(pulls, weights, strict=True)]
    second = [[*([0.0] * at), pull] for at, pull in enumerate(pulls)]
    for row, (count, converted) in groups.items():
        likely = _logistic(_sum(weights, row))
        missed, steep = converted - count * likely, count * likely * (1 - likely)
        for at, place in enumerate(row, 1):
            first[place] += missed
            line = second[place]
            for other in row[:at]:
                line[other] += steep
    return first, second


def _solved(lower: list[list[float]], right: Sequence[float]) -> list[float]:
    """X of A x = right, where A is symmetric and positive (Cholesky); `lower` is overwritten."""
    forth: list[float] = []
    for at, line in enumerate(lower):
        for j in range(at):
            line[j] = (line[j] - sum(map(mul, line[:j], lower[j]))) / lower[j][j]
        line[at] = sqrt(line[at] - sum(map(mul, line[:at], line)))
        forth.append((right[at] - sum(map(mul, line, forth))) / line[at])
    for at in range(len(lower) - 1, -1, -1):
        forth[at] /= lower[at][at]
        solved = forth[at]
        for j, factor in enumerate(lower[at][:at]):
            forth[j] -= factor * solved
    return forth


def _mean(weights: Sequence[float], leads: Sequence[int]) -> float:
    """The weight of the average lead."""
    return sum([count * weight for count, weight in zip(leads, weights, strict=True)]) / sum(leads)


def _shift(scores: Sequence[float], hits: Sequence[bool]) -> float:
    """By how much scores are too low for the newest outcomes."""
    shift = 0.0
    for _ in range(_ROUNDS):
        likely = [_logistic(shift + score) for score in scores]
        steep = _SHIFT_PULL + sum([each * (1 - each) for each in likely])
        step = (sum(hits) - sum(likely) - _SHIFT_PULL * shift) / steep
        shift += max(-1.0, min(1.0, step))
        if abs(step) < _SETTLED:
            break
    return shift


def _logistic(score: float) -> float:
    return 1 / (1 + exp(-max(-50.0, min(50.0, score))))
