"""How good forecasts of conversions are: made in time order, only from what was known by then, beside the plain base rate."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Annotated, Final

from pydantic import AwareDatetime, Field

from crm_platform.values import Value
from leads.domain.learning import Example
from leads.domain.scorecard import SCALE, Column, Scorecard, probability

_SURE: Final = 1.96  # standard errors on both sides: 95 %
_BINS: Final = 10

Share = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was forecast for a lead, what the base rate alone would have been, and what came."""

    forecast: float
    base: float
    converted: bool


class Band(Value):
    """Forecasts in one tenth of the range: how high they were, and how many of the leads were converted."""

    leads: int
    forecast: Share
    converted: Share


class Measured(Value):
    """Forecasts of `leads` leads against what came.

    `skill` is by how much the Brier score is better than that of the base rate (1: always right, 0: no better, with its
    95 % interval); `auc` how often a converted lead was ranked above one that was not; `ece` how far forecasts are from
    rates on average.
    """

    leads: int
    converted: int
    auc: Share
    brier: Share
    base_brier: Share
    ece: Share
    skill: float
    skill_from: float
    skill_to: float
    bands: tuple[Band, ...]
    since: AwareDatetime
    until: AwareDatetime

    @property
    def is_better(self) -> bool:
        """Whether it is surely better than the base rate."""
        return self.skill_from > 0


def walk(
    examples: Sequence[Example],
    fit: Callable[[Sequence[Example]], Scorecard | None],
    *,
    first: int,
    every: int,
    window: int,
) -> Iterator[tuple[Example, Forecast]]:
    """Forecast leads in the order they came, from the one at `first` on, `fit` anew for each `every` of them.

    What is fitted are the last `window` leads that were decided before the first of the block came. Where `fit` gives
    None, nothing is forecast.
    """
    coming = sorted(examples, key=lambda example: (example.came, example.decided))
    decided = sorted(examples, key=lambda example: (example.decided, example.came))
    moments = [example.decided for example in decided]
    for at in range(first, len(coming), every):
        block = coming[at : at + every]
        until = bisect_left(moments, block[0].came)
        known = decided[max(0, until - window) : until]
        scorecard = fit(known) if known else None
        if scorecard is None:
            continue
        base = (sum(example.converted for example in known) + 0.5) / (len(known) + 1)
        for example in block:
            likely = probability(scorecard.log_odds(example.known) / SCALE)
            yield example, Forecast(likely, base, example.converted)


def measure(walked: Sequence[tuple[Example, Forecast]]) -> Measured:
    """How good the forecasts were; there must be some, of both outcomes."""
    forecasts = [forecast for _, forecast in walked]
    brier = sum((f.forecast - f.converted) ** 2 for f in forecasts) / len(forecasts)
    base = sum((f.base - f.converted) ** 2 for f in forecasts) / len(forecasts)
    gains = [(f.base - f.converted) ** 2 - (f.forecast - f.converted) ** 2 for f in forecasts]
    gain = sum(gains) / len(gains)
    error = sqrt(sum((each - gain) ** 2 for each in gains)) / len(gains)
    bands = tuple(_bands(forecasts))
    return Measured(
        leads=len(forecasts),
        converted=sum(f.converted for f in forecasts),
        auc=round(auc(forecasts), 4),
        brier=round(brier, 4),
        base_brier=round(base, 4),
        ece=round(sum(b.leads * abs(b.forecast - b.converted) for b in bands) / len(forecasts), 4),
        skill=round(gain / base, 4),
        skill_from=round((gain - _SURE * error) / base, 4),
        skill_to=round((gain + _SURE * error) / base, 4),
        bands=bands,
        since=min(example.came for example, _ in walked),
        until=max(example.came for example, _ in walked),
    )


def drift(scorecard: Scorecard, older: Sequence[Example], newer: Sequence[Example]) -> dict[str, float]:
    """How much each field's values changed (population stability index): below 0.1 hardly, above 0.25 much."""
    return {column.field: round(_shifted(column, older, newer), 4) for column in scorecard.columns}


def _shifted(column: Column, older: Sequence[Example], newer: Sequence[Example]) -> float:
    before, after = (Counter(column.level(example.known) for example in part) for part in (older, newer))
    levels = before.keys() | after.keys()
    found = 0.0
    for level in sorted(levels):
        old, new = (
            (counts[level] + 0.5) / (counts.total() + 0.5 * len(levels)) for counts in (before, after)
        )
        found += (new - old) * log(new / old)
    return found


def auc(forecasts: Sequence[Forecast]) -> float:
    """How often a converted lead has the higher forecast than one that was not; ties count half."""
    lost = sorted(f.forecast for f in forecasts if not f.converted)
    won = [f.forecast for f in forecasts if f.converted]
    above = sum(bisect_left(lost, each) + bisect_right(lost, each) for each in won)
    return above / (2 * len(won) * len(lost))


def _bands(forecasts: Sequence[Forecast]) -> Iterator[Band]:
    """By equal ranges of the forecast, without empty ones."""
    bins: list[list[Forecast]] = [[] for _ in range(_BINS)]
    for each in forecasts:
        bins[min(_BINS - 1, int(each.forecast * _BINS))].append(each)
    for held in filter(None, bins):
        yield Band(
            leads=len(held),
            forecast=sum(f.forecast for f in held) / len(held),
            converted=sum(f.converted for f in held) / len(held),
        )
