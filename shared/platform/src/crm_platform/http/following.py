"""One reader of what changes for all the streams of a process: each event is read once, and each batch asked once for all.

Streams begin from their own cursor by `Feeds.read`, and go on from here; who does not keep up is told to begin anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa

from crm_platform.errors import Unavailable
from crm_platform.http.feeds import Feed, Feeds
from crm_platform.persistence.database import TRANSIENT
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import select
from crm_platform.security.scope import Principal

_PAGE = 500
_LOOK = 1.0  # seconds between looks for what another process projected
_PACE = 0.25  # seconds between batches, so that a burst is told at once
_MOST_WAITING = 20  # batches that a stream may be behind
_MOST_AT_ONCE = 100  # scopes asked for by one statement


@dataclass(frozen=True, slots=True)
class Seen:
    """A row changed, as far as streams say so."""

    kind: str
    id: UUID
    version: int
    gone: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """What of the log up to `position` somebody may see."""

    position: int
    changes: list[Seen]


@dataclass(eq=False)
class Listener:
    """One stream. `position`: up to where it was told everything that it has not waiting."""

    principal: Principal
    position: int
    scopes: list[tuple[str, sa.ColumnElement[bool]]]
    """For each feed its scope, and a text that is the same for the same scope."""
    waiting: asyncio.Queue[Batch | None] = field(default_factory=lambda: asyncio.Queue(_MOST_WAITING + 1))
    ended: Literal["behind", "away"] | None = None
    """Why there will be no more: it did not keep up or the log is another one, or the database does not answer."""

    async def next(self, seconds: float) -> Batch | None:
        """The next batch, or None: nothing within the time, or `ended`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self.waiting.get()
        return None

    def tell(self, batch: Batch) -> None:
        """Hand on a batch; one too many ends it."""
        if self.waiting.qsize() >= _MOST_WAITING:
            self.end("behind")
        else:
            self.waiting.put_nowait(batch)

    def end(self, why: Literal["behind", "away"]) -> None:
        """Wake it a last time."""
        self.ended = why
        self.waiting.put_nowait(None)


class Following:
    """The shared reader of one service in this process. It reads while somebody listens."""

    def __init__(self, projector: Projector, feeds: Feeds) -> None:
        self._projector = projector
        self._feeds = feeds
        self._listeners: set[Listener] = set()
        self._starting = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._position = 0

    @asynccontextmanager
    async def listening(self, principal: Principal) -> AsyncIterator[Listener]:
        """Everything behind `position` of the listener, until the block ends. Raises Unavailable and TRANSIENT."""
        listener = await self._joined(principal)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
            if not self._listeners and self._task is not None:
                self._task.cancel()
                self._task = None

    async def _joined(self, principal: Principal) -> Listener:
        scopes = [_scope(feed, principal) for feed in self._feeds.all]
        async with self._starting:
            if self._task is None:
                self._position, _ = await self._feeds.positions()
                self._task = asyncio.create_task(self._run())
            listener = Listener(principal, self._position, scopes)
            self._listeners.add(listener)
        return listener

    async def _run(self) -> None:
        advanced = self._projector.advanced.subscribe()
        try:
            with suppress(*TRANSIENT, Unavailable):
                while True:
                    if not await self._told():
                        await advanced.wait(timeout=_LOOK)
        finally:
            # Another one may have begun, when nobody listened for a moment.
            if self._task is asyncio.current_task():
                self._end("away")

    async def _told(self) -> bool:
        """Tell the next batch; whether there was one."""
        projected, newest = await self._feeds.positions()
        if newest < self._position:
            self._end("behind")
            raise Unavailable(retry_after=1)
        if projected <= self._position:
            return False
        events = await self._projector.log.read(self._position, _PAGE)
        upto = min(projected, events[-1].position) if len(events) == _PAGE else projected
        touched = [event for event in events if event.position <= upto]
        # Who joins from here on hears of what is behind this batch.
        there, self._position = list(self._listeners), upto
        found: dict[Listener, list[Seen]] = {listener: [] for listener in there}
        for place, feed in enumerate(self._feeds.all):
            ids = {id_ for event in touched if (id_ := feed.view.row_of(event)) is not None}
            if ids:
                await self._look(place, feed, ids, found)
        for listener, changes in found.items():
            if changes:
                listener.tell(Batch(upto, changes))
            elif listener.waiting.empty():
                listener.position = max(listener.position, upto)
            if listener.ended:
                self._listeners.discard(listener)
        await asyncio.sleep(_PACE)
        return True

    async def _look(
        self, place: int, feed: Feed, ids: Collection[UUID], found: dict[Listener, list[Seen]]
    ) -> None:
        """Which of the rows each listener sees now, or saw before: one question for all who have the same scope."""
        alike: dict[str, list[Listener]] = {}
        for listener in found:
            alike.setdefault(listener.scopes[place][0], []).append(listener)
        scopes = list(alike.values())
        for start in range(0, len(scopes), _MOST_AT_ONCE):
            some = scopes[start : start + _MOST_AT_ONCE]
            rows = await select(
                self._projector.database,
                _asking(feed, ids, [listeners[0].scopes[place][1] for listeners in some]),
            )
            for row in rows:
                for number, listeners in enumerate(some):
                    if not row[f"ever_{number}"]:
                        continue
                    seen = Seen(feed.kind, row["id"], row["version"], gone=not row[f"now_{number}"])
                    for listener in listeners:
                        found[listener].append(seen)

    def _end(self, why: Literal["behind", "away"]) -> None:
        for listener in self._listeners:
            listener.end(why)
        self._listeners.clear()
        self._task = None


def _scope(feed: Feed, principal: Principal) -> tuple[str, sa.ColumnElement[bool]]:
    scope = feed.scope(feed.view.table, principal)
    compiled = scope.compile()
    return f"{compiled} {sorted(compiled.params.items(), key=str)}", scope


def _asking(feed: Feed, ids: Collection[UUID], scopes: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    """For each row its version, and for each scope whether it holds now, and whether it ever did."""
    table, now = feed.view.table, feed.view.at(None)
    columns: list[sa.ColumnElement[Any]] = []
    for number, scope in enumerate(scopes):
        columns.append(sa.func.bool_or(sa.and_(now, scope)).label(f"now_{number}"))
        columns.append(sa.func.bool_or(scope).label(f"ever_{number}"))
    version = sa.func.max(table.c.version).filter(now)
    return (
        sa.select(table.c.id, version.label("version"), *columns)
        .where(table.c.id.in_(ids))
        .group_by(table.c.id)
        .having(version.is_not(None))
    )
