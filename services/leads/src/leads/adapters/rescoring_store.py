"""Which leads there are to score, and the table that runs over them are read from."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from crm_platform.errors import NotYet
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row, View
from leads.adapters.views import LEADS
from leads.domain.rescoring import Rescoring


def _fold(row: Row, event: Any) -> None:
    match event:
        case Rescoring.Started():
            row |= {"kind": event.kind, "model_version": event.model_version, "at": event.at}
            row |= {"reassign": event.reassign, "expected": event.expected, "status": "running"}
            row |= {"started_by": event.started_by, "started_at": event.timestamp}
            row |= {"leads": 0, "changed": 0, "moved": 0}
        case Rescoring.Advanced(tally=tally):
            row["leads"] += tally.leads
            row["changed"] += tally.changed
            row["moved"] += tally.moved
        case Rescoring.Ended():
            row |= {"status": event.how, "ended_at": event.timestamp}


RESCORING = View(
    "rescoring_list",
    Rescoring,
    _fold,
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("model_version", sa.Integer, nullable=False),
    sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("reassign", sa.Boolean, nullable=False),
    sa.Column("expected", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("leads", sa.Integer, nullable=False),
    sa.Column("changed", sa.Integer, nullable=False),
    sa.Column("moved", sa.Integer, nullable=False),
    sa.Column("started_by", sa.Text, nullable=False),
    sa.Column("started_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("ended_at", sa.TIMESTAMP(timezone=True)),
    indexed=["status"],
)


class StoredLeads:
    """Leads and runs as the views show them."""

    def __init__(self, projector: Projector) -> None:
        self._projector = projector
        self._database = projector.database

    async def caught_up(self) -> None:
        """Return when the view of leads shows all that the log holds now."""
        position = await self._projector.log.position()
        while True:
            try:
                return await self._projector.reached(LEADS, position)
            except NotYet:
                continue

    async def count(self, arrived_since: datetime | None) -> int:
        """Open leads, and closed ones that came in since a moment."""
        rows = await self._database.fetch(
            "SELECT count(*) FROM lead_list WHERE recorded_to IS NULL AND (status = 'open' OR registered_at >= %s)",
            arrived_since,
        )
        return int(rows[0][0])

    async def after(
        self, lead_id: UUID | None, limit: int, arrived_since: datetime | None
    ) -> list[tuple[UUID, bool]]:
        """Those behind an id, in the order of ids, and whether a rule gave each to its owner."""
        rows = await self._database.fetch(
            "SELECT id, assigned_by_rule IS NOT NULL FROM lead_list"
            " WHERE recorded_to IS NULL AND (status = 'open' OR registered_at >= %s) AND id > %s"
            " ORDER BY id LIMIT %s",
            arrived_since,
            lead_id or UUID(int=0),
            limit,
        )
        return [(found, ruled) for found, ruled in rows]

    async def running(self, limit: int, *, dry: bool) -> list[tuple[UUID, datetime]]:
        """Runs that are not over, oldest first."""
        rows = await self._database.fetch(
            "SELECT id, at FROM rescoring_list WHERE recorded_to IS NULL AND status = 'running'"
            " AND (kind = 'dry_run') = %s ORDER BY started_at LIMIT %s",
            dry,
            limit,
        )
        return [(run_id, at) for run_id, at in rows]

    async def expired(self, now: datetime, limit: int) -> list[tuple[UUID, datetime]]:
        """Open leads whose override has ended, for the scheduler."""
        rows = await self._database.fetch(
            "SELECT id, override_until FROM lead_list"
            " WHERE recorded_to IS NULL AND status = 'open' AND override_until <= %s"
            " ORDER BY override_until LIMIT %s",
            now,
            limit,
        )
        return [(lead_id, until) for lead_id, until in rows]
