"""Every consumed contract in the order in which it came, for whoever wants to read events again or live."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from crm_contracts.envelope import Envelope
from crm_platform.messaging.effects import Facts
from crm_platform.persistence.database import Connection, Database
from crm_platform.persistence.views import select
from crm_platform.signals import POLL
from integration_gateway.application.queries import PublishedEvent, PublishedEvents

HEARTBEAT = 15.0  # seconds after which a silent stream says that it lives
_PAGE = 200
# How far the clocks of services may differ, for finding where a time begins. In SQL, whose times have no narrow ends.
_CLOCKS_DIFFER = "interval '1 hour'"

TABLE = sa.Table(
    "contracts",
    sa.MetaData(),
    sa.Column("position", sa.BigInteger, primary_key=True),
    sa.Column("type", sa.Text),
    sa.Column("source", sa.Text),
    sa.Column("subject", sa.Text),
    sa.Column("time", sa.TIMESTAMP(timezone=True)),
    sa.Column("received_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("event", JSONB),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events somebody asks for; None: all."""

    source: str | None = None
    type: str | None = None
    subject: str | None = None
    since: datetime | None = None

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """What goes into WHERE."""
        c = TABLE.c
        exactly = ((c.source, self.source), (c.type, self.type), (c.subject, self.subject))
        found: list[sa.ColumnElement[bool]] = [
            column == value for column, value in exactly if value is not None
        ]
        if self.since is not None:
            # Nothing is received before it is recorded, and positions follow the time of receipt.
            first = (
                sa.select(TABLE.c.position)
                .where(c.received_at >= sa.literal(self.since, c.time.type) - sa.text(_CLOCKS_DIFFER))
                .order_by(c.received_at, c.position)
                .limit(1)
                .scalar_subquery()
            )
            found += [c.position >= first, c.time >= self.since]
        return found


class ContractStore:
    """Keeps contracts and tells them. A position is this store's own, and never appears below one that was seen."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # Set at the next arrival, and then replaced.
        self._arrival = asyncio.Event()
        self._looking = asyncio.Lock()
        self._newest = 0
        self._fresh_until = 0.0

    def effect(self, name: str) -> Facts:
        """The consumer that keeps the contracts; `name` is its group."""
        return Facts(name, self._database, _keep, stored=self._on_arrival)

    async def read(self, wanted: Wanted, after: int, limit: int) -> PublishedEvents:
        """The next events after a position, at most `limit`."""
        newest = await self._newest_position()
        statement = (
            sa.select(TABLE.c.position, TABLE.c.event)
            .where(TABLE.c.position > after, TABLE.c.position <= newest, *wanted.conditions())
            .order_by(TABLE.c.position)
            .limit(limit)
        )
        rows = await select(self._database, statement)
        items = [PublishedEvent(**row) for row in rows]
        # A page that is not full has seen everything up to the newest.
        last = items[-1].position if len(items) == limit else max(after, newest)
        return PublishedEvents(items=items, last=last)

    async def stream(self, wanted: Wanted, after: int, seconds: float) -> AsyncIterator[bytes]:
        """Server-sent events from a position on: what is stored, then what arrives, for `seconds`."""
        clock = asyncio.get_running_loop().time
        end, said = clock() + seconds, clock()
        yield b"retry: 1000\n\n"
        while clock() < end:
            arrival = self._arrival
            page = await self.read(wanted, after, _PAGE)
            after = page.last
            for item in page.items:
                yield _server_sent(item)
            if page.items:
                said = clock()
            elif clock() - said >= HEARTBEAT:
                yield b": alive\n\n"
                said = clock()
            if len(page.items) < _PAGE:
                with suppress(TimeoutError):
                    async with asyncio.timeout(min(POLL, max(0.0, end - clock()))):
                        await arrival.wait()

    async def _newest_position(self) -> int:
        """The newest position, asked for at most once per `POLL` by all streams together unless something arrived."""
        clock = asyncio.get_running_loop().time
        async with self._looking:
            if clock() >= self._fresh_until:
                self._fresh_until = clock() + POLL
                rows = await self._database.fetch("SELECT coalesce(max(position), 0) FROM contracts")
                self._newest = int(rows[0][0])
            return self._newest

    def _on_arrival(self) -> None:
        self._fresh_until = 0.0
        self._arrival.set()
        self._arrival = asyncio.Event()


async def _keep(connection: Connection, envelopes: Sequence[Envelope]) -> None:
    """Append in order. The lock makes positions visible in order, whichever process appends."""
    await connection.execute("SELECT pg_advisory_xact_lock('contracts'::regclass::oid::bigint)")
    columns: list[list[Any]] = [
        [e.id for e in envelopes],
        [e.type for e in envelopes],
        [e.source for e in envelopes],
        [e.subject for e in envelopes],
        [e.position for e in envelopes],
        [e.time for e in envelopes],
        [orjson.dumps(e.to_json()).decode() for e in envelopes],
    ]
    await connection.execute(
        "INSERT INTO contracts (id, type, source, subject, source_position, time, received_at, event)"
        " SELECT n.id, n.type, n.source, n.subject, n.source_position, n.time,"
        "  greatest(clock_timestamp(), (SELECT c.received_at FROM contracts c ORDER BY c.position DESC LIMIT 1)),"
        "  n.event::jsonb"
        " FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[], %s::text[])"
        "  WITH ORDINALITY AS n(id, type, source, subject, source_position, time, event, ordinal)"
        " ORDER BY n.ordinal ON CONFLICT (id) DO NOTHING",
        columns,
    )


def _server_sent(item: PublishedEvent) -> bytes:
    event = orjson.dumps(item.event)
    return b"id: %d\nevent: %b\ndata: %b\n\n" % (item.position, str(item.event["type"]).encode(), event)
