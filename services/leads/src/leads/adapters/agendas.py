"""What is due about leads, from their list, and who may see the records of contacts with them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from crm_platform.errors import NotYet
from crm_platform.http.paging import in_scope
from crm_platform.persistence.projecting import Projector
from crm_platform.security.scope import Principal
from leads.adapters.views import LEADS
from leads.application.reminding import Overdue
from leads.domain.digest import OverdueLead


class StoredAgendas:
    """The agendas of leads as the lead list shows them."""

    def __init__(self, projector: Projector) -> None:
        self._projector = projector
        self._database = projector.database

    async def due(self, now: datetime, limit: int, *, after: int) -> list[tuple[UUID, datetime]]:
        """Leads to remind of now, and when that was to be, the oldest first; none while the list lags behind `after`.

        A lead that nobody owns waits until somebody does.
        """
        try:
            await self._projector.reached(LEADS, after)
        except NotYet:
            return []
        rows = await self._database.fetch(
            "SELECT id, remind_at FROM lead_list WHERE recorded_to IS NULL AND remind_at <= %s AND owner_id IS NOT NULL"
            " ORDER BY remind_at LIMIT %s",
            now,
            limit,
        )
        return [(lead_id, remind_at) for lead_id, remind_at in rows]

    async def overdue(self, at: datetime, listed: int) -> Sequence[Overdue]:
        """What was overdue at a moment, by owner, as recorded by then. Raises `NotYet`."""
        await self._projector.reached(LEADS, await self._projector.log.position())
        rows = await self._database.fetch(
            "SELECT owner_id, leads, id, coalesce(company, name), next_follow_up_at FROM ("
            " SELECT *, count(*) OVER (PARTITION BY owner_id) AS leads,"
            " row_number() OVER (PARTITION BY owner_id ORDER BY next_follow_up_at, id) AS rank FROM lead_list"
            " WHERE recorded_from <= %s AND (recorded_to IS NULL OR recorded_to > %s)"
            " AND next_follow_up_at < %s AND owner_id IS NOT NULL) overdue"
            " WHERE rank <= %s ORDER BY owner_id, rank",
            at,
            at,
            at,
            listed,
        )
        people: dict[str, tuple[int, list[OverdueLead]]] = {}
        for owner, leads, lead_id, name, due_at in rows:
            oldest = people.setdefault(owner, (leads, []))[1]
            oldest.append(OverdueLead(lead_id=lead_id, name=name, due_at=due_at))
        return [Overdue(owner, leads, tuple(oldest)) for owner, (leads, oldest) in people.items()]


def of_visible_leads(table: sa.Table, principal: Principal) -> sa.ColumnElement[bool]:
    """The scope of records: those of leads that the caller may see now, and of leads merged into those."""
    leads, merged = LEADS.table, LEADS.table.alias()
    into = sa.select(merged.c.merged_into).where(
        merged.c.id == table.c.lead_id, merged.c.recorded_to.is_(None)
    )
    mine = sa.select(leads.c.id).where(
        sa.or_(leads.c.id == table.c.lead_id, leads.c.id.in_(into)),
        leads.c.recorded_to.is_(None),
        in_scope(leads, principal),
    )
    return mine.exists()
