"""What is asked for with every message and changes rarely: read from a view, remembered for a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import View

T = TypeVar("T")

_FRESH = 1.0  # seconds that a change made by another process may go unnoticed


class Remembered(Generic[T]):
    """The answer of `read` over one view. A change made by this process is waited for."""

    def __init__(self, projector: Projector, view: View, read: Callable[[], Awaitable[T]]) -> None:
        self._projector = projector
        self._view = view
        self._read = read
        self._reading = asyncio.Lock()
        self._known: T | None = None
        self._fresh_until = 0.0
        self._changed_at = 0

    async def value(self) -> T:
        """What `read` says, at most a moment old. Raises `Unavailable` while the view is behind."""
        async with self._reading:
            clock = asyncio.get_running_loop().time
            if self._known is None or clock() >= self._fresh_until:
                await self._catch_up()
                self._known = await self._read()
                # Nothing changed while it was read.
                if not self._changed_at:
                    self._fresh_until = clock() + _FRESH
            return self._known

    def changed(self, position: int) -> None:
        """Read again, no earlier than the view has come to this position."""
        self._changed_at = max(self._changed_at, position)
        self._fresh_until = 0.0

    async def _catch_up(self) -> None:
        while needed := self._changed_at:
            await self._projector.reached(self._view, needed)
            if needed == self._changed_at:
                self._changed_at = 0
