"""The tables that likely duplicates and runs are read from, and what is asked of them beside lists."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from crm_platform.errors import Unavailable
from crm_platform.ids import derived_id
from crm_platform.persistence.database import TRANSIENT
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row, View
from leads.adapters.views import LEADS
from leads.application.duplicate_runs import NIGHTLY
from leads.application.duplicates import Card
from leads.domain.duplicates import DuplicatePair, DuplicateRun, PairStatus

_NIGHT = 18  # o'clock UTC: two in the morning in China
_NIGHT_LASTS = timedelta(hours=4)


def _fold_pair(row: Row, event: Any) -> None:
    match event:
        case DuplicatePair.Suspected():
            row |= {"first": event.first, "second": event.second, "found_by": event.found_by}
            row |= {"status": PairStatus.OPEN.value, "suspected_at": event.timestamp}
            _weigh(row, event)
        case DuplicatePair.Weighed():
            _weigh(row, event)
        case DuplicatePair.Dismissed():
            row |= {"status": PairStatus.DISMISSED.value, "judged_by": event.by, "reason": event.reason}
        case DuplicatePair.Settled():
            row["status"] = PairStatus.MERGED.value
        case DuplicatePair.Reopened():
            row |= {"status": PairStatus.OPEN.value, "judged_by": None, "reason": None}


def _weigh(row: Row, event: DuplicatePair.Suspected | DuplicatePair.Weighed) -> None:
    row |= {"score": event.score, "weight": event.weight}
    row["evidence"] = [piece.model_dump() for piece in event.evidence]


PAIRS = View(
    "duplicate_list",
    DuplicatePair,
    _fold_pair,
    sa.Column("first", sa.Uuid),
    sa.Column("second", sa.Uuid),
    sa.Column("score", sa.Integer),
    sa.Column("weight", sa.Double),
    sa.Column("evidence", JSONB),
    sa.Column("found_by", sa.Text),
    sa.Column("status", sa.Text),
    sa.Column("judged_by", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("suspected_at", sa.TIMESTAMP(timezone=True)),
    indexed=[("score", "id"), "first", "second"],
)


def _fold_run(row: Row, event: Any) -> None:
    match event:
        case DuplicateRun.Started():
            row |= {"status": "running", "started_by": event.started_by, "started_at": event.timestamp}
        case DuplicateRun.Finished():
            row |= {"status": "finished", "finished_at": event.timestamp, "weights": event.weights}
            row |= {"leads": event.leads, "compared": event.compared}
            row |= {"found": event.found, "suspected": event.suspected}
        case DuplicateRun.Failed():
            row |= {"status": "failed", "finished_at": event.timestamp, "reason": event.reason}


DUPLICATE_RUNS = View(
    "duplicate_run_list",
    DuplicateRun,
    _fold_run,
    sa.Column("status", sa.Text),
    sa.Column("started_by", sa.Text),
    sa.Column("leads", sa.Integer),
    sa.Column("compared", sa.Integer),
    sa.Column("found", sa.Integer),
    sa.Column("suspected", sa.Integer),
    sa.Column("weights", JSONB),
    sa.Column("reason", sa.Text),
    sa.Column("started_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("finished_at", sa.TIMESTAMP(timezone=True)),
    indexed=["status"],
)

_LEADS: LiteralString = (
    "SELECT id::text, name, company, contact, phone, email, address, status, owner_id, owner_name, team, region"
    " FROM lead_list WHERE recorded_to IS NULL AND id = ANY(%s)"
)
_CUSTOMERS: LiteralString = (
    "SELECT id, content->>'name', NULL, content->>'contact', content->>'phone', content->>'email',"
    " content->>'address', 'customer', NULL, NULL, NULL, content->>'region'"
    " FROM copies WHERE kind = 'CustomerRecorded' AND id = ANY(%s)"
)


class StoredDuplicates:
    """What the commands and schedulers around duplicates ask of the store."""

    def __init__(self, projector: Projector) -> None:
        self._projector = projector
        self._database = projector.database

    async def cards(
        self, *, leads: Collection[UUID] = (), customers: Collection[str] = ()
    ) -> dict[tuple[str, str], Card]:
        """What can be shown of leads and customers, by kind and id. Raises `Unavailable`."""
        cards: dict[tuple[str, str], Card] = {}
        try:
            if leads:
                rows = await self._database.fetch(_LEADS, list(leads))
                cards |= {("lead", row[0]): Card(*row) for row in rows}
            if customers:
                rows = await self._database.fetch(_CUSTOMERS, list(customers))
                cards |= {("customer", row[0]): Card(*row) for row in rows}
        except TRANSIENT:
            raise Unavailable(retry_after=1) from None
        return cards

    async def judged(self, lead_id: UUID) -> dict[UUID, str]:
        """The status of every pair that the lead is part of, by the other lead."""
        rows = await self._database.fetch(
            "SELECT second, status FROM duplicate_list WHERE recorded_to IS NULL AND first = %s"
            " UNION ALL SELECT first, status FROM duplicate_list WHERE recorded_to IS NULL AND second = %s",
            lead_id,
            lead_id,
        )
        return dict(rows)

    async def known_pairs(self, pair_ids: Sequence[UUID]) -> dict[UUID, tuple[str, int]]:
        """Status and score of those pairs that exist."""
        rows = await self._database.fetch(
            "SELECT id, status, score FROM duplicate_list WHERE recorded_to IS NULL AND id = ANY(%s)",
            list(pair_ids),
        )
        return {id_: (status, score) for id_, status, score in rows}

    async def family(
        self, lead_id: UUID, *, as_of: datetime | None = None, min_position: int | None = None
    ) -> list[UUID]:
        """The lead, then every lead that was merged into it, directly or through another, now or as of then.

        Raises `NotYet` while the list of leads does not show `min_position`.
        """
        await self._projector.reached(LEADS, min_position)
        rows = await self._database.fetch(
            "WITH RECURSIVE family AS (SELECT %s::uuid AS id UNION"
            " SELECT l.id FROM lead_list l JOIN family f ON l.merged_into = f.id"
            " WHERE l.recorded_from <= coalesce(%s, 'infinity'::timestamptz)"
            " AND coalesce(l.recorded_to, 'infinity') > coalesce(%s, '-infinity'::timestamptz)"
            " AND (%s::timestamptz IS NOT NULL OR l.recorded_to IS NULL))"
            " SELECT id FROM family",
            lead_id,
            as_of,
            as_of,
            as_of,
        )
        return [lead_id, *(row[0] for row in rows if row[0] != lead_id)]

    async def tonight(self, now: datetime, _limit: int) -> list[tuple[UUID, datetime]]:
        """The run of this night, for the scheduler: between two and six in China, when a lead changed since the last."""
        night = now.replace(hour=_NIGHT, minute=0, second=0, microsecond=0)
        if not night <= now < night + _NIGHT_LASTS:
            return []
        rows = await self._database.fetch(
            "SELECT EXISTS (SELECT FROM duplicate_run_list WHERE started_at >= %s AND started_by = %s)"
            " OR NOT EXISTS (SELECT FROM lead_identities WHERE recorded_from > coalesce("
            "(SELECT max(started_at) FROM duplicate_run_list WHERE status = 'finished'), '-infinity'))",
            night,
            NIGHTLY,
        )
        return [] if rows[0][0] else [(derived_id(NIGHTLY, night.isoformat()), night)]

    async def running(self, _now: datetime, limit: int) -> list[tuple[UUID, datetime]]:
        """Runs that are not finished, oldest first, for the scheduler."""
        rows = await self._database.fetch(
            "SELECT id, started_at FROM duplicate_run_list"
            " WHERE recorded_to IS NULL AND status = 'running' ORDER BY started_at LIMIT %s",
            limit,
        )
        return [(id_, started_at) for id_, started_at in rows]
