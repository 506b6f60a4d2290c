"""A token bucket per caller: a generous steady rate with room for bursts, kept in this process."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from crm_platform.errors import TooMany


class RateLimit:
    """Lets each caller do `rate` things per second and `burst` at once. A rate of 0 lets everything through."""

    def __init__(
        self,
        rate: float,
        burst: float | None = None,
        *,
        capacity: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate = rate
        self._burst = max(1.0, burst if burst is not None else 2 * rate)
        self._capacity = capacity
        self._clock = clock
        # Caller → what is left in the bucket, and when that was.
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> None:
        """Count one request; raises TooMany, with the seconds until the next is accepted, when there is none left."""
        if not self._rate:
            return
        now = self._clock()
        left, since = self._buckets.get(caller, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._rate)
        if left < 1.0:
            raise TooMany(retry_after=(1.0 - left) / self._rate)
        self._buckets[caller] = (left - 1.0, now)
        self._buckets.move_to_end(caller)
        if len(self._buckets) > self._capacity:
            self._buckets.popitem(last=False)
