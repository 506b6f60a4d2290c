"""Runs deliveries: one active deliverer per service, each delivery in a task of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from crm_platform.persistence.database import Database
from crm_platform.scheduling.due import Scheduler
from crm_platform.signals import Signal
from integration_gateway.application.delivering import Delivering

_QUIET = 60.0  # seconds between looks at a signal that nobody sets


class Deliverer(Scheduler):
    """A scheduler that does not wait for what it fires, so a slow target holds up nobody else's deliveries."""

    def __init__(
        self,
        database: Database,
        name: str,
        delivering: Delivering,
        close: Callable[[], Awaitable[None]],
        *,
        news: tuple[Signal, ...],
        every: float,
    ) -> None:
        self._delivering = delivering
        self._close = close
        self._news = news
        self._settled = Signal()
        self._tasks: asyncio.TaskGroup | None = None
        super().__init__(database, name, delivering.due, self._begin, wake=self._settled, every=every)

    async def run(self) -> None:
        """Deliver while this process holds the lease. Runs until cancelled; what is on its way then is cut off."""
        try:
            async with asyncio.TaskGroup() as self._tasks:
                for signal in self._news:
                    self._tasks.create_task(self._forward(signal))
                await super().run()
        finally:
            await self._close()

    async def _begin(self, delivery_id: UUID, _due_at: datetime) -> None:
        assert self._tasks is not None  # noqa: S101  nothing is fired before `run`
        self._tasks.create_task(self._deliver(delivery_id))

    async def _deliver(self, delivery_id: UUID) -> None:
        if await self._delivering.deliver(delivery_id) is not None:
            self._settled.set()

    async def _forward(self, signal: Signal) -> None:
        news = signal.subscribe()
        while True:
            await news.wait(_QUIET)
            self._settled.set()
