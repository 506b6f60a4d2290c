"""Shares of a whole with the interval they can be trusted in."""

from math import sqrt

from pydantic import BaseModel, ConfigDict, Field

Z95 = 1.959963984540054


class Rate(BaseModel):
    """A share with its Wilson 95 % interval; `few` warns that it rests on too few cases to be compared with others."""

    model_config = ConfigDict(frozen=True)

    rate: float = Field(ge=0, le=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    few: bool


def rate(count: int, of: int, *, few_below: int) -> Rate | None:
    """The share `count` of `of`; None of nothing. Raises ValueError unless 0 <= count <= of."""
    if of == 0 == count:
        return None
    low, high = wilson(count, of)
    return Rate(rate=count / of, low=low, high=high, few=of < few_below)


def wilson(count: int, of: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a share; holds near 0 and 1, where count plus or minus an error does not.

    Raises ValueError unless 0 <= count <= of and 0 < of.
    """
    if not 0 <= count <= of or not of:
        raise ValueError(f"{count} of {of} is no share")
    share, square = count / of, z * z
    center = (share + square / (2 * of)) / (1 + square / of)
    margin = z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, center - margin), min(1.0, center + margin)
