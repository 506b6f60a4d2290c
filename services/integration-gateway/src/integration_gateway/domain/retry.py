"""When a delivery that failed is tried again, and when it is parked instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import pairwise
from typing import Self


@dataclass(frozen=True, slots=True)
class RetrySchedule:
    """How long to wait before each attempt, counted from the one before; after the last comes parking.

    Each wait is stretched by up to `spread` of itself, by an amount that follows from the message and the
    attempt: messages that failed together do not return together, and a restarted process computes the same.
    """

    delays: tuple[timedelta, ...]
    spread: float = 0.1

    def __post_init__(self) -> None:
        if not self.delays or min(self.delays) < timedelta(0):
            raise ValueError("a retry schedule needs at least one delay, none of them negative")
        if any(later < earlier for earlier, later in pairwise(self.delays)):
            raise ValueError("the delays of a retry schedule must not shrink")
        if not 0 <= self.spread <= 1:
            raise ValueError("the spread of a retry schedule lies between 0 and 1")

    @classmethod
    def of_seconds(cls, seconds: Iterable[float], spread: float = 0.1) -> Self:
        """A schedule from plain seconds, as settings give it; raises `ValueError` for one without sense."""
        return cls(tuple(timedelta(seconds=each) for each in seconds), spread)

    def wait(
        self, message_id: str, attempts_made: int, retry_after: timedelta | None = None
    ) -> timedelta | None:
        """The wait before the next attempt, never less than the receiver asked for; None means: park it."""
        if attempts_made >= len(self.delays):
            return None
        delay = max(self.delays[attempts_made], retry_after or timedelta(0))
        return delay * (1 + self.spread * _fraction(message_id, attempts_made))


STANDARD = RetrySchedule.of_seconds(
    (0, 5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
"""The schedule of the Standard Webhooks specification: ten attempts within 75.6 hours."""


def _fraction(message_id: str, attempt: int) -> float:
    digest = sha256(f"{attempt}:{message_id}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64
