"""Inboxes and browsers of people, counted and listed from their views."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import select
from integration_gateway.adapters.notification_views import NOTIFICATIONS, PUSH_SUBSCRIPTIONS


class Inboxes:
    """Questions to the view of notifications. Read ones leave the inbox after `kept`; the log has them for ever."""

    def __init__(self, projector: Projector, kept: timedelta) -> None:
        self._database = projector.database
        self._kept = kept

    async def unread(self, person: str, limit: int) -> Sequence[UUID]:
        """What somebody has not read, the oldest first."""
        t = NOTIFICATIONS.table
        statement = (
            sa.select(t.c.id)
            .where(NOTIFICATIONS.at(None), t.c.recipient == person, t.c.read_at.is_(None))
            .order_by(t.c.made_at, t.c.id)
            .limit(limit)
        )
        return [row["id"] for row in await select(self._database, statement)]

    async def count_unread(self, person: str) -> int:
        """How many somebody has not read."""
        t = NOTIFICATIONS.table
        statement = sa.select(sa.func.count().label("unread")).where(
            NOTIFICATIONS.at(None), t.c.recipient == person, t.c.read_at.is_(None)
        )
        (row,) = await select(self._database, statement)
        return int(row["unread"])

    def shown(self, now: datetime) -> sa.ColumnElement[bool]:
        """The condition that leaves out what was read too long ago."""
        read_at = NOTIFICATIONS.table.c.read_at
        return sa.or_(read_at.is_(None), read_at > sa.literal(now - self._kept, read_at.type))


class KnownDevices:
    """Questions to the view of push subscriptions."""

    def __init__(self, projector: Projector) -> None:
        self._database = projector.database

    async def count(self, person: str) -> int:
        """In how many browsers somebody is told."""
        t = PUSH_SUBSCRIPTIONS.table
        statement = sa.select(sa.func.count().label("devices")).where(
            PUSH_SUBSCRIPTIONS.at(None), t.c.person == person, t.c.active
        )
        (row,) = await select(self._database, statement)
        return int(row["devices"])
