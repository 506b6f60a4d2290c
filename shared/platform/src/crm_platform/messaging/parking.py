"""Events a consumer could not take. The poison parks its aggregate: later events of it wait behind, all others go on.

A row with `error` blocks its aggregate; without, it waits its turn. Replaying clears the errors of an aggregate, and
the consumer itself then takes its rows in order.
"""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

import orjson

from crm_contracts.envelope import Envelope
from crm_platform.persistence.database import Connection


@dataclass(frozen=True, slots=True)
class Parked:
    """One parked event. `error` is None for those that only wait."""

    source: str
    aggregate_id: str
    position: int
    headers: list[tuple[str, bytes | None]]
    body: bytes
    error: str | None

    @classmethod
    def of(cls, envelope: Envelope, error: str | None) -> "Parked":
        return cls(
            envelope.source,
            envelope.subject,
            envelope.position,
            list(envelope.to_headers()),
            envelope.body(),
            error,
        )

    def envelope(self) -> Envelope:
        """Raises `InvalidEnvelope` for a record that never was an event."""
        headers = [(name, value) for name, value in self.headers if value is not None]
        return Envelope.from_record(headers, self.aggregate_id.encode(), self.body)


def _kept(headers: Sequence[tuple[str, bytes | None]]) -> list[list[str | None]]:
    """As JSON that PostgreSQL takes and that loses no byte, whatever somebody wrote."""
    return [
        [quote(name), None if value is None else b64encode(value).decode("ascii")] for name, value in headers
    ]


def _headers(kept: list[list[str | None]]) -> list[tuple[str, bytes | None]]:
    return [(unquote(name or ""), None if value is None else b64decode(value)) for name, value in kept]


async def park(connection: Connection, consumer: str, events: Sequence[Parked]) -> None:
    """Store parked events, once each."""
    if not events:
        return
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO parked (consumer, source, aggregate_id, position, headers, body, error)"
            " VALUES (%s, %s, %s, %s, %s::jsonb, %s, %s) ON CONFLICT DO NOTHING",
            [
                (
                    consumer,
                    e.source,
                    e.aggregate_id,
                    e.position,
                    orjson.dumps(_kept(e.headers)).decode(),
                    e.body,
                    e.error,
                )
                for e in events
            ],
        )


async def parked_aggregates(connection: Connection, consumer: str, source: str) -> set[str]:
    """The aggregates of a source whose events must wait."""
    cursor = await connection.execute(
        "SELECT DISTINCT aggregate_id FROM parked WHERE consumer = %s AND source = %s", (consumer, source)
    )
    return {row[0] for row in await cursor.fetchall()}


async def next_free(connection: Connection, consumer: str) -> Parked | None:
    """The oldest parked event of an aggregate that nothing blocks any more, locked for this transaction."""
    cursor = await connection.execute(
        "SELECT source, aggregate_id, position, headers, body, error FROM parked p WHERE consumer = %s AND NOT EXISTS"
        " (SELECT FROM parked b WHERE b.consumer = p.consumer AND b.source = p.source"
        "  AND b.aggregate_id = p.aggregate_id AND b.error IS NOT NULL)"
        " ORDER BY position LIMIT 1 FOR UPDATE SKIP LOCKED",
        (consumer,),
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    source, aggregate_id, position, headers, body, error = row
    return Parked(source, aggregate_id, position, _headers(headers), bytes(body), error)


async def unpark(connection: Connection, consumer: str, event: Parked) -> None:
    """Forget one parked event whose effect is stored."""
    await connection.execute(
        "DELETE FROM parked WHERE consumer = %s AND source = %s AND aggregate_id = %s AND position = %s",
        (consumer, event.source, event.aggregate_id, event.position),
    )


async def block(connection: Connection, consumer: str, event: Parked, error: str) -> None:
    """Note why a parked event still cannot be taken."""
    await connection.execute(
        "UPDATE parked SET error = %s WHERE consumer = %s AND source = %s AND aggregate_id = %s AND position = %s",
        (error, consumer, event.source, event.aggregate_id, event.position),
    )


async def replay(connection: Connection, consumer: str, source: str, aggregate_id: str) -> int:
    """Let an aggregate's parked events be tried again, in order; returns how many were blocked."""
    cursor = await connection.execute(
        "UPDATE parked SET error = NULL WHERE consumer = %s AND source = %s AND aggregate_id = %s AND error IS NOT NULL",
        (consumer, source, aggregate_id),
    )
    return cursor.rowcount


async def listing(connection: Connection) -> list[dict[str, Any]]:
    """Every parked aggregate: how many events wait, since when, and why."""
    cursor = await connection.execute(
        "SELECT consumer, source, aggregate_id, count(*), min(position), min(parked_at), max(error) FROM parked"
        " GROUP BY 1, 2, 3 ORDER BY min(parked_at), 3"
    )
    names = ("consumer", "source", "aggregate_id", "events", "first_position", "parked_at", "error")
    return [dict(zip(names, row, strict=True)) for row in await cursor.fetchall()]


def describe(error: BaseException) -> str:
    """A stored reason: the kind and the text, bounded."""
    return f"{type(error).__name__}: {error}"[:2000].replace("\x00", "\\0")
