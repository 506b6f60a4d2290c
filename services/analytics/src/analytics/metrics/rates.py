"""Shares of a whole with the interval they can be trusted in."""

from math import sqrt

from pydantic import BaseModel, ConfigDict

_Z95 = 1.959963984540054


class Rate(BaseModel):
    """How many of how many. `low` and `high` are the Wilson 95 % interval; all three are null of nothing.

    `reliable` says whether there are enough of them to compare with others.
    """

    model_config = ConfigDict(frozen=True)

    count: int
    of: int
    value: float | None
    low: float | None
    high: float | None
    reliable: bool


def rate(count: int, of: int, *, minimum: int) -> Rate:
    """The share `count` of `of`; reliable from `minimum` on. Raises ValueError unless 0 <= count <= of."""
    low, high = wilson(count, of) if of else (None, None)
    return Rate(count=count, of=of, value=count / of if of else None, low=low, high=high, reliable=of >= minimum)


def wilson(count: int, of: int, z: float = _Z95) -> tuple[float, float]:
    """Wilson's score interval of a share; holds near 0 and 1, where count plus or minus an error does not.

    Raises ValueError unless 0 <= count <= of and 0 < of.
    """
    if not 0 <= count <= of or not of:
        raise ValueError(f"{count} of {of} is no share")
    share, square = count / of, z * z
    center = (share + square / (2 * of)) / (1 + square / of)
    margin = z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, center - margin), min(1.0, center + margin)
