"""Keeps a service's views level with its log, waits for them, and builds them anew beside the old ones."""

import asyncio
from collections.abc import Mapping, Sequence

from psycopg import sql

from crm_platform.errors import Invalid, NotYet
from crm_platform.eventsourcing.log import EventLog
from crm_platform.eventsourcing.mapper import RecordedEvent
from crm_platform.observability.logging import logger
from crm_platform.persistence.database import TRANSIENT, Connection, Database
from crm_platform.persistence.leases import with_lease
from crm_platform.persistence.positions import (
    locked_positions,
    position_of,
    store_position,
    store_positions,
)
from crm_platform.persistence.views import View
from crm_platform.signals import Signal

_PAGE = 2_000  # events
_WAIT = 2.0  # seconds a read waits for the position it asks for
_REBUILD_TIMEOUT = "600s"


class Projector:
    """All views of one service. One active per service; each page of the log is one transaction over all views."""

    def __init__(self, log: EventLog, views: Sequence[View], *, wake: Signal) -> None:
        self.log = log
        self.database: Database = log.database
        self._wake = wake
        self.views = list(views)
        self.advanced = Signal()
        self._logger = logger(service=self.database.schema, part="projector")

    async def run(self) -> None:
        """Project while this process holds the lease. Runs until cancelled."""
        await with_lease(self.database, "projector", self._project)

    async def _project(self, connection: Connection) -> None:
        await self._prepare(connection)
        wake = self._wake.subscribe()
        while True:
            if await self._step(connection) < _PAGE:
                await wake.wait()

    async def _step(self, connection: Connection) -> int:
        """Fold the next page into every view; returns how many events it held."""
        async with connection.transaction():
            # The row locks make a rebuild's swap and this page take turns.
            positions = await locked_positions(connection, [view.position_name for view in self.views])
            behind = {view.name: positions.get(view.position_name, 0) for view in self.views}
            events = await self.log.read(min(behind.values(), default=0), _PAGE, connection=connection)
            if events:
                await self._fold(connection, events, behind)
        if not events:
            return 0
        self.advanced.set()
        return len(events)

    async def _fold(
        self, connection: Connection, events: Sequence[RecordedEvent], behind: Mapping[str, int]
    ) -> None:
        """Fold a page into the views that are not ahead of it, each `behind` some position."""
        last = events[-1].position
        late = [view for view in self.views if behind[view.name] < last]
        by_kind: dict[str, list[RecordedEvent]] = {}
        for event in events:
            by_kind.setdefault(event.aggregate, []).append(event)
        for view in late:
            fresh = [e for e in by_kind.get(view.aggregate, ()) if e.position > behind[view.name]]
            await view.fold_into(connection, view.table, fresh)
        await store_positions(connection, [view.position_name for view in late], last)

    async def ready(self) -> bool:
        """Whether every view is made, by whichever process projects."""
        names = [view.position_name for view in self.views]
        try:
            rows = await self.database.fetch("SELECT count(*) FROM positions WHERE name = ANY(%s)", names)
        except TRANSIENT:
            return False
        return int(rows[0][0]) == len(names)

    async def reached(self, view: View, position: int | None) -> None:
        """Return when `view` shows the log up to `position`.

        Raises `NotYet` after 2 s, and `Invalid` for a position that the log has never given.
        """
        if position is None:
            return
        advanced = self.advanced.subscribe()
        deadline = asyncio.get_running_loop().time() + _WAIT
        while True:
            async with self.database.connection() as connection:
                if await position_of(connection, view.position_name) >= position:
                    return
            if position > await self.log.position():
                raise Invalid.at(
                    "query:min_position", "unknown-position", "The log is not that far", "日志尚无此位置"
                )
            if asyncio.get_running_loop().time() > deadline:
                raise NotYet(retry_after=1)
            await advanced.wait(timeout=0.05)

    async def _prepare(self, connection: Connection) -> None:
        """Make tables that are missing; build anew those whose shape or meaning changed."""
        for view in self.views:
            cursor = await connection.execute(
                "SELECT to_regclass(%s) IS NOT NULL, EXISTS (SELECT FROM positions WHERE name = %s)",
                (view.name, view.position_name),
            )
            ((exists, current),) = await cursor.fetchall()
            if exists and current:
                continue
            self._logger.info("building view", view=view.name)
            if not exists:
                async with connection.transaction():
                    await connection.execute(view.ddl(view.table).encode())
                    await store_position(connection, view.position_name, 0)
            else:
                await self.rebuild(view)

    async def rebuild(self, view: View) -> int:
        """Build a view from the log beside the old table, then swap; reads go on meanwhile. Returns the position."""
        table = view.beside()
        connection = await self.database.connect(statement_timeout=_REBUILD_TIMEOUT, lock_timeout="30s")
        async with connection:
            await connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(table.name)))
            await connection.execute(view.ddl(table).encode())
            position = 0
            while events := await self.log.read(position, _PAGE, connection=connection):
                async with connection.transaction():
                    await view.fold_into(connection, table, events)
                position = events[-1].position
            async with connection.transaction():
                await connection.execute(
                    "INSERT INTO positions VALUES (%s, 0) ON CONFLICT DO NOTHING", (view.position_name,)
                )
                await position_of(connection, view.position_name, lock=True)
                while events := await self.log.read(position, _PAGE, connection=connection):
                    await view.fold_into(connection, table, events)
                    position = events[-1].position
                await self._swap(connection, view, table.name)
                await store_position(connection, view.position_name, position)
                await connection.execute(
                    "DELETE FROM positions WHERE name LIKE %s AND name <> %s",
                    (f"view/{view.name}/%", view.position_name),
                )
        self.advanced.set()
        return position

    async def _swap(self, connection: Connection, view: View, beside: str) -> None:
        old, new = sql.Identifier(view.name), sql.Identifier(beside)
        await connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(old))
        await connection.execute(sql.SQL("ALTER TABLE {} RENAME TO {}").format(new, old))
        cursor = await connection.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename = %s",
            (view.name,),
        )
        for (name,) in await cursor.fetchall():
            await connection.execute(
                sql.SQL("ALTER INDEX {} RENAME TO {}").format(
                    sql.Identifier(name), sql.Identifier(name.replace(beside, view.name, 1))
                )
            )
