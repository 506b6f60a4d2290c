"""How long something lasts when part of it still lasts: Kaplan and Meier's estimate."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from math import exp, log, sqrt
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from analytics.metrics.rates import Z95, wilson

# Products of floats may miss one half by a few units in the last place.
_TOLERANCE = 1e-9
_DAY = 86_400.0  # seconds


class Share(BaseModel):
    """How many it happened to within so many days, with the 95 % interval."""

    model_config = ConfigDict(frozen=True)

    days: int
    share: float = Field(ge=0, le=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)


class _Step(NamedTuple):
    """A duration at which some ended, and how many lasted until then."""

    duration: float
    ended: int
    at_risk: int


def _steps(ended: Sequence[float], lasting: Sequence[float]) -> Iterator[_Step]:
    censored = index = 0
    while index < len(ended):
        duration = ended[index]
        while censored < len(lasting) and lasting[censored] < duration:
            censored += 1
        first = index
        while index < len(ended) and ended[index] == duration:
            index += 1
        yield _Step(duration, index - first, len(ended) + len(lasting) - first - censored)


def survival(ended: Sequence[float], lasting: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Each duration at which something ended, with the share that lasts longer.

    `ended` are whole durations, `lasting` those so far of what has not ended (censored); both sorted. What is censored
    at the very time of an end was still at risk then.
    """
    share = 1.0
    for step in _steps(ended, lasting):
        share *= 1 - step.ended / step.at_risk
        yield step.duration, share


def median_duration(ended: Sequence[float], lasting: Sequence[float]) -> float | None:
    """The duration that half of them exceed; None when too few ended to know. Both sorted, in one unit."""
    return next((d for d, share in survival(ended, lasting) if share <= 0.5 + _TOLERANCE), None)


def ended_within(
    ended: Sequence[float], lasting: Sequence[float], horizons: Iterable[int]
) -> list[Share | None]:
    """The share that ended within each of so many days; None when nobody was followed that long.

    `ended` and `lasting` are sorted and in seconds, `horizons` sorted too: the durations of a large company are walked
    once for all of them.
    """
    steps = _steps(ended, lasting)
    step = next(steps, None)
    lasts, greenwood, over = 1.0, 0.0, False
    shares = []
    for days in horizons:
        until = days * _DAY
        while step is not None and step.duration <= until:
            if step.at_risk > step.ended:
                lasts *= 1 - step.ended / step.at_risk
                greenwood += step.ended / (step.at_risk * (step.at_risk - step.ended))
            else:
                over = True
            step = next(steps, None)
        followed = len(ended) - bisect_left(ended, until) + len(lasting) - bisect_left(lasting, until)
        known = bool(followed) or over
        shares.append(_share(days, lasts, greenwood, over, followed or len(ended)) if known else None)
    return shares


def _share(days: int, lasts: float, greenwood: float, over: bool, cases: int) -> Share:
    """`lasts` and `greenwood` are those before the last one at risk ended, too (`over`).

    The interval is Greenwood's on the scale of log(-log) (Kalbfleisch and Prentice, 1980), which stays between 0 and 1.
    When all that were left ended, it begins where it began before that: the last one alone makes nothing certain. Where
    none ended, or all at once, it is Wilson's of the cases.
    """
    if lasts < 1:
        factor = exp(Z95 * sqrt(greenwood) / -log(lasts))
        low, high = 1 - lasts ** (1 / factor), 1 - lasts**factor
    else:
        low, high = wilson(cases if over else 0, cases)
    return Share(days=days, share=1.0 if over else 1 - lasts, low=low, high=1.0 if over else high)
