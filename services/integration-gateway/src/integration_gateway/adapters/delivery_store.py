"""Deliveries as their view has them: which may be sent, which are parked, and how many became what."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import sqlalchemy as sa

from crm_platform.persistence.positions import position_of
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import select
from integration_gateway.adapters.views import DELIVERIES, WEBHOOKS
from integration_gateway.application.delivering import Due
from integration_gateway.application.reconciliation import Counts, Window
from integration_gateway.application.targets import webhook_target
from integration_gateway.domain.delivery import DeliveryStatus

# Per target only so many rows are looked at as there is room for, however many wait.
_DUE: LiteralString = """
SELECT found.id, t.target, found.next_at
FROM unnest(%(targets)s::text[], %(rooms)s::int[]) AS t(target, room)
CROSS JOIN LATERAL (
  SELECT d.id, d.next_at FROM delivery_list d
  WHERE d.recorded_to IS NULL AND d.target = t.target AND d.next_at <= %(now)s
    AND d.id <> ALL(%(busy)s::uuid[])
    AND NOT EXISTS (
      SELECT FROM delivery_list e
      WHERE e.recorded_to IS NULL AND e.target = d.target AND e.subject = d.subject
        AND e.sequence < d.sequence AND e.next_at IS NOT NULL)
  ORDER BY d.next_at LIMIT t.room
) AS found
"""

_BY_STATUS: LiteralString = """
  count(*) FILTER (WHERE d.status = 'delivered') AS delivered,
  count(*) FILTER (WHERE d.status = 'waiting') AS waiting,
  count(*) FILTER (WHERE d.status = 'parked') AS parked
"""

_TO_PEER: LiteralString = f"""
SELECT count(*) AS expected, count(*) FILTER (WHERE d.id IS NULL) AS missing, {_BY_STATUS}
FROM contracts c
LEFT JOIN delivery_list d ON d.event_id = c.id AND d.target = %(target)s AND d.recorded_to IS NULL
WHERE c.type = ANY(%(types)s) AND c.time >= %(start)s AND c.time < %(end)s
"""

_TO_WEBHOOK: LiteralString = f"""
SELECT count(*) AS expected, 0 AS missing, {_BY_STATUS}
FROM delivery_list d
WHERE d.target = %(target)s AND d.recorded_to IS NULL
  AND d.event_time >= %(start)s AND d.event_time < %(end)s
"""


class DeliveryStore:
    """Questions to the view of deliveries."""

    def __init__(self, projector: Projector) -> None:
        self._database = projector.database

    async def due(self, rooms: Mapping[str, int], busy: Sequence[UUID], now: datetime) -> Sequence[Due]:
        """Up to `rooms[target]` due deliveries for each target, none behind an earlier one of its subject."""
        values = {"targets": list(rooms), "rooms": list(rooms.values()), "busy": list(busy), "now": now}
        return [Due(**row) for row in await self._database.fetch_named(_DUE, values)]

    async def position(self) -> int:
        """How much of the log the view shows."""
        async with self._database.connection() as connection:
            return await position_of(connection, DELIVERIES.position_name)

    async def parked(self, target: str, limit: int) -> Sequence[UUID]:
        """The parked deliveries of a target, the earliest first."""
        t = DELIVERIES.table
        statement = (
            sa.select(t.c.id)
            .where(DELIVERIES.at(None), t.c.target == target, t.c.status == DeliveryStatus.PARKED.value)
            .order_by(t.c.sequence)
            .limit(limit)
        )
        return [row["id"] for row in await select(self._database, statement)]

    async def to_peer(self, peer: str, types: Sequence[str], window: Window) -> Counts:
        """What became of the events of these types, for a peer."""
        return await self._counts(_TO_PEER, window, target=peer, types=list(types))

    async def to_webhook(self, target: str, window: Window) -> Counts:
        """What became of the deliveries to a webhook."""
        return await self._counts(_TO_WEBHOOK, window, target=target)

    async def subjects(self, target: str, type_: str, window: Window, limit: int) -> Sequence[str]:
        """What the delivered messages of a type were about, newest first."""
        t = DELIVERIES.table
        statement = (
            sa.select(t.c.subject)
            .where(
                DELIVERIES.at(None),
                t.c.target == target,
                t.c.type == type_,
                t.c.status == DeliveryStatus.DELIVERED.value,
                t.c.event_time >= window.start,
                t.c.event_time < window.end,
            )
            .group_by(t.c.subject)
            .order_by(sa.func.max(t.c.sequence).desc())
            .limit(limit)
        )
        return [row["subject"] for row in await select(self._database, statement)]

    async def webhooks(self) -> Sequence[str]:
        """The names of all webhooks as targets, active or not."""
        t = WEBHOOKS.table
        statement = sa.select(t.c.id).where(WEBHOOKS.at(None)).order_by(t.c.registered_at, t.c.id)
        return [webhook_target(row["id"]) for row in await select(self._database, statement)]

    async def _counts(self, query: LiteralString, window: Window, **values: Any) -> Counts:
        (row,) = await self._database.fetch_named(query, {**values, **window._asdict()})
        return Counts(**row)
