"""Joined loads: the aggregates that are asked for while a read is under way travel together in the next one.

A round trip costs the server and this process more than the rows it brings.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from crm_platform.eventsourcing.mapper import RecordedEvent

Histories = Mapping[UUID, Sequence[RecordedEvent]]

_MOST_JOINED = 100


class Loader:
    """Reads histories by `fetch(ids)`. A read begins after it was asked for, so it shows all that was stored before."""

    def __init__(self, fetch: Callable[[Sequence[UUID]], Awaitable[Histories]]) -> None:
        self._fetch = fetch
        self._waiting: dict[UUID, asyncio.Future[Sequence[RecordedEvent]]] = {}
        self._reading: asyncio.Task[None] | None = None

    async def history(self, id: UUID) -> Sequence[RecordedEvent]:  # noqa: A002
        """Every event of one aggregate, oldest first. Raises what `fetch` raises."""
        waiting = self._waiting.get(id)
        if waiting is None:
            waiting = self._waiting[id] = asyncio.get_running_loop().create_future()
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        # Shielded, as others may wait for the same.
        return await asyncio.shield(waiting)

    async def _read(self) -> None:
        while self._waiting:
            taken = {id_: self._waiting.pop(id_) for id_ in list(self._waiting)[:_MOST_JOINED]}
            try:
                found = await self._fetch(list(taken))
            except BaseException as error:  # noqa: BLE001  whatever it is, those who wait are told
                for waiting in taken.values():
                    waiting.set_exception(error)
                    waiting.exception()  # told, even when nobody waits any more
            else:
                for id_, waiting in taken.items():
                    waiting.set_result(found.get(id_, ()))
        self._reading = None
