"""What is known about people who are to be told, as the views have it: their choices, their mail, their browsers."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from crm_platform.persistence.database import Database
from crm_platform.persistence.views import Row, View, select
from integration_gateway.adapters.notification_views import PREFERENCES, PUSH_SUBSCRIPTIONS
from integration_gateway.adapters.views import PEOPLE
from integration_gateway.application.notifying import Recipient
from integration_gateway.domain.preferences import Preferences


class KnownRecipients:
    """Reads three views. `default` is for who chose nothing."""

    def __init__(self, database: Database, default: Preferences) -> None:
        self._database = database
        self._default = default

    async def of(self, people: Sequence[str]) -> Sequence[Recipient]:
        """One for each of `people`. Raises `Unavailable` while a view is not made yet."""
        chosen = {
            row["person"]: row["preferences"] for row in await self._rows(PREFERENCES, "person", people)
        }
        directory = {row["person_id"]: row for row in await self._rows(PEOPLE, "person_id", people)}
        browsers: dict[str, list[Row]] = {}
        for row in await self._rows(PUSH_SUBSCRIPTIONS, "person", people):
            if row["active"]:
                browsers.setdefault(row["person"], []).append(row)
        return [
            self._recipient(each, chosen.get(each), directory.get(each), browsers.get(each, []))
            for each in people
        ]

    def _recipient(self, person: str, chosen: Any, known: Row | None, browsers: list[Row]) -> Recipient:
        return Recipient(
            person,
            self._default if chosen is None else Preferences.model_validate(chosen),
            active=known is None or known["active"],
            mail=None if known is None else known["email"],
            team=None if known is None else known["team"],
            subscriptions=[(row["id"], row["host"]) for row in browsers],
        )

    async def _rows(self, view: View, column: str, people: Sequence[str]) -> list[Row]:
        table = view.table
        return await select(
            self._database, sa.select(table).where(view.at(None), table.c[column].in_(people))
        )
