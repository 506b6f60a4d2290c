"""Who may get leads, from the copies of the people directory, and how much each has, from the log and its view."""

from datetime import datetime, timedelta
from uuid import UUID

from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_platform.persistence.copies import Copies
from crm_platform.persistence.database import Database
from crm_platform.persistence.positions import position_of
from leads.adapters.views import LEADS

_PATIENCE = timedelta(seconds=2)  # in which the policy for new leads acts
_AT_ONCE = 100  # leads tried again in one go


class StoredWorkloads:
    """People and their workloads as stored."""

    def __init__(self, database: Database, copies: Copies) -> None:
        self._database = database
        self._copies = copies

    async def person(self, person_id: str) -> PersonRecorded | None:
        return await self._copies.get(PersonRecorded, person_id)

    async def people(self) -> list[PersonRecorded]:
        return await self._copies.all(PersonRecorded)

    async def open_leads(self) -> tuple[int, dict[str, int]]:
        """Open leads by owner, and the log position up to which they are counted."""
        async with self._database.transaction() as connection:
            position = await position_of(connection, LEADS.position_name)
            cursor = await connection.execute(
                "SELECT owner_id, count(*) FROM lead_list"
                " WHERE recorded_to IS NULL AND status = 'open' AND owner_id IS NOT NULL GROUP BY owner_id"
            )
            return position, dict(await cursor.fetchall())

    async def waiting(self, now: datetime, limit: int) -> list[tuple[UUID, datetime]]:
        """Open leads that have been nobody's for a while, the best first, for the scheduler."""
        rows = await self._database.fetch(
            "SELECT id, recorded_from FROM lead_list"
            " WHERE recorded_to IS NULL AND status = 'open' AND owner_id IS NULL AND recorded_from < %s"
            " ORDER BY score DESC NULLS LAST, id LIMIT %s",
            now - _PATIENCE,
            min(limit, _AT_ONCE),
        )
        return [(lead_id, since) for lead_id, since in rows]

    async def turns(self) -> dict[str, int]:
        """Where each rule stands in its turn: what its last assignment noted."""
        rows = await self._database.fetch(
            "SELECT DISTINCT ON (state->>'rule') state->>'rule', (state->>'turn')::int FROM events"
            " WHERE type = 'leads.LeadAssigned' AND state->>'turn' IS NOT NULL"
            " ORDER BY state->>'rule', position DESC"
        )
        return dict(rows)
