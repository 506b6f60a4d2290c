"""How long something lasts when part of it still lasts: Kaplan and Meier's estimate."""

from collections.abc import Iterator, Sequence

# Products of floats may miss one half by a few units in the last place.
_TOLERANCE = 1e-9


def survival(ended: Sequence[float], lasting: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Each duration at which something ended, with the share that lasts longer.

    `ended` are whole durations, `lasting` those so far of what has not ended (censored); both sorted. What is censored
    at the very time of an end was still at risk then.
    """
    at_risk, share = len(ended) + len(lasting), 1.0
    censored = index = 0
    while index < len(ended):
        duration = ended[index]
        while censored < len(lasting) and lasting[censored] < duration:
            censored += 1
        before = at_risk - index - censored
        first = index
        while index < len(ended) and ended[index] == duration:
            index += 1
        share *= 1 - (index - first) / before
        yield duration, share


def median_duration(ended: Sequence[float], lasting: Sequence[float]) -> float | None:
    """The duration that half of them exceed; None when too few ended to know. Both sorted, in one unit."""
    return next((d for d, share in survival(ended, lasting) if share <= 0.5 + _TOLERANCE), None)
