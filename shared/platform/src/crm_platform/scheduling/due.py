"""Fires what is due: rows of a view whose time has come become commands, each with a key derived from its row.

A restart neither skips (the row is still due) nor repeats (the command's key was used).
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from crm_platform.observability.logging import logger
from crm_platform.persistence.database import Connection, Database
from crm_platform.persistence.leases import with_lease
from crm_platform.signals import Signal

Due = tuple[UUID, datetime]
_MOST_AT_ONCE = 200


class Scheduler:
    """Asks `due(now, limit)` for what is due and calls `fire(id, due_at)` for each; one active per service.

    `fire` must be idempotent for the same id and time. It is asked again after `every` seconds, or when `wake` says
    that something changed.
    """

    def __init__(
        self,
        database: Database,
        name: str,
        due: Callable[[datetime, int], Awaitable[Sequence[Due]]],
        fire: Callable[[UUID, datetime], Awaitable[None]],
        *,
        wake: Signal,
        every: float = 0.5,
    ) -> None:
        self._database = database
        self.name = name
        self._due = due
        self._fire = fire
        self._wake = wake
        self._every = every
        self._logger = logger(scheduler=name)

    async def run(self) -> None:
        """Fire while this process holds the lease. Runs until cancelled."""
        await with_lease(self._database, f"scheduler/{self.name}", self._watch)

    async def _watch(self, connection: Connection) -> None:
        wake = self._wake.subscribe()
        while True:
            # Proves that the lease is still ours before anything is fired.
            await connection.execute("SELECT 1")
            rows = await self._due(datetime.now(UTC), _MOST_AT_ONCE)
            await self._fire_all(rows)
            if len(rows) < _MOST_AT_ONCE:
                await wake.wait(timeout=self._every)

    async def _fire_all(self, rows: Sequence[Due]) -> None:
        results = await asyncio.gather(*(self._fire(*row) for row in rows), return_exceptions=True)
        for row, result in zip(rows, results, strict=True):
            if isinstance(result, Exception):
                self._logger.error(
                    "could not fire", id=str(row[0]), due_at=row[1].isoformat(), error=repr(result)
                )
            elif isinstance(result, BaseException):
                raise result
