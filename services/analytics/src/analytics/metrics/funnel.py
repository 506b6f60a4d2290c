"""The statistics of a funnel: rates with their uncertainty, and times in stage that are not over yet."""

from collections.abc import Sequence
from math import sqrt

Z_95 = 1.959963984540054


def wilson(successes: int, trials: int, z: float = Z_95) -> tuple[float, float] | None:
    """The Wilson score interval of a rate (Wilson 1927), between 0 and 1; None without trials."""
    if not trials:
        return None
    rate = successes / trials
    middle = (rate + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z * sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials)) / (1 + z * z / trials)
    return max(0.0, middle - half), min(1.0, middle + half)


def median_duration(durations: Sequence[float], over: Sequence[bool]) -> float | None:
    """The Kaplan-Meier median (1958) of durations of which some are not `over` yet; None where too few have ended.

    A visit that still lasts says only that it takes at least so long; leaving it out would make stages look fast.
    """
    at_risk = len(durations)
    survival = 1.0
    spans = sorted(zip(durations, over, strict=True))
    index = 0
    while index < len(spans):
        duration = spans[index][0]
        tied = 0
        ended = 0
        while index < len(spans) and spans[index][0] == duration:
            tied += 1
            ended += spans[index][1]
            index += 1
        survival *= 1 - ended / at_risk
        at_risk -= tied
        # Products of many factors miss an exact half by rounding.
        if survival <= 0.5 + 1e-12:
            return duration
    return None
