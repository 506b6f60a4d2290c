"""Runs deliveries: one active deliverer per service, each delivery in a task of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
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
        self._tasks: set[asyncio.Task[None]] = set()
        super().__init__(database, name, delivering.due, self._begin, wake=self._settled, every=every)

    async def run(self) -> None:
        """Deliver while this process holds the lease. Runs until cancelled; what is on its way then is cut off."""
        try:
            for signal in self._news:
                self._start(self._forward(signal))
            await super().run()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self._close()

    async def _begin(self, delivery_id: UUID, _due_at: datetime) -> None:
        self._start(self._deliver(delivery_id))

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, delivery_id: UUID) -> None:
        if await self._delivering.deliver(delivery_id) is not None:
            self._settled.set()

    async def _forward(self, signal: Signal) -> None:
        news = signal.subscribe()
        while True:
            await news.wait(_QUIET)
            self._settled.set()
