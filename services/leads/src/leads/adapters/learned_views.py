"""The table that learned models are read from, and the decided leads that are learned from."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from crm_platform.errors import NotFound
from crm_platform.ids import derived_id
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row, View, select
from leads.adapters.rescoring_store import StoredLeads
from leads.adapters.views import LEADS
from leads.application.learning import NIGHTLY
from leads.domain.learned_model import FIELDS, WINDOW, LearnedModel, LearnedStatus, Refusal
from leads.domain.learning import Example
from leads.domain.profile import LeadStatus
from leads.domain.scorecard import Known

_AS_SAID = ("source", "campaign", "industry", "company_size", "currency")
_SAID = (*_AS_SAID, "own_region", "budget", "phone", "email", "contact", "customer_id")
_NIGHT = 18  # o'clock UTC: two in the morning in China
_NIGHT_LASTS = timedelta(hours=4)


def _fold(row: Row, event: Any) -> None:
    match event:
        case LearnedModel.Started():
            row |= {"status": LearnedStatus.LEARNING.value, "started_by": event.started_by}
            row["started_at"] = event.timestamp
        case LearnedModel.Fitted() | LearnedModel.Refused():
            row |= {"leads": event.leads, "converted": event.converted, "ended_at": event.timestamp}
            row["drift"] = getattr(event, "drift", None)
            row["measured"] = event.measured and event.measured.model_dump(mode="json")
            row |= {"status": LearnedStatus.LEARNED.value, "decided_at": event.timestamp}
            if isinstance(event, LearnedModel.Refused):
                row |= {"status": LearnedStatus.REFUSED.value, "refusal": event.refusal.model_dump()}
        case LearnedModel.Failed():
            row |= {"status": LearnedStatus.FAILED.value, "failure": event.reason}
            row["ended_at"] = event.timestamp
        case LearnedModel.PutInForce():
            row |= {"decided_at": event.timestamp, "put_by": event.by, "put_because": event.reason}


LEARNED_MODELS = View(
    "learned_model_list",
    LearnedModel,
    _fold,
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("started_by", sa.Text, nullable=False),
    sa.Column("started_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("ended_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("leads", sa.Integer),
    sa.Column("converted", sa.Integer),
    sa.Column("measured", JSONB),
    sa.Column("drift", JSONB),
    sa.Column("refusal", JSONB),
    sa.Column("failure", sa.Text),
    sa.Column("decided_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("put_by", sa.Text),
    sa.Column("put_because", sa.Text),
    indexed=["status", "decided_at"],
)


class StoredLearning:
    """Decided leads and models as the views show them."""

    def __init__(self, projector: Projector, leads: StoredLeads) -> None:
        self._projector = projector
        self._database = projector.database
        self._leads = leads

    async def examples(self, at: datetime) -> list[Example]:
        """The newest leads decided before `at`: each as it came, and what became of it."""
        await self._leads.caught_up()
        came, now = LEADS.table.alias("came"), LEADS.table.alias("now")
        statement = (
            sa.select(
                *_said(came),
                came.c.registered_at,
                now.c.status.label("outcome"),
                now.c.closed_at.label("decided_at"),
            )
            .join(now, now.c.id == came.c.id)
            .where(
                came.c.version == _first(came),
                now.c.status.in_([LeadStatus.CONVERTED.value, LeadStatus.DISQUALIFIED.value]),
                now.c.recorded_from <= at,
                sa.or_(now.c.recorded_to.is_(None), now.c.recorded_to > at),
            )
            .order_by(now.c.closed_at.desc(), now.c.id)
            .limit(WINDOW)
        )
        return [
            Example(
                known_of(row),
                converted=row["outcome"] == LeadStatus.CONVERTED.value,
                came=row["registered_at"],
                decided=row["decided_at"],
            )
            for row in await select(self._database, statement)
        ]

    async def came(self, lead_id: UUID) -> Known:
        """What a lead said when it came, as what is learned from said then. Raises `NotFound`."""
        table = LEADS.table
        statement = sa.select(*_said(table)).where(table.c.id == lead_id, table.c.version == _first(table))
        for row in await select(self._database, statement):
            return known_of(row)
        raise NotFound

    async def counting(
        self, as_of: datetime | None, min_position: int | None
    ) -> tuple[UUID, Refusal | None] | None:
        """The model that counts, and why it was refused when it was; None while nothing was learned. Raises `NotYet`."""
        await self._projector.reached(LEARNED_MODELS, min_position)
        table = LEARNED_MODELS.table
        rows = await select(
            self._database,
            sa.select(table.c.id, table.c.refusal)
            .where(LEARNED_MODELS.at(as_of), table.c.decided_at.is_not(None))
            .order_by(table.c.decided_at.desc(), table.c.id)
            .limit(1),
        )
        if not rows:
            return None
        refusal = rows[0]["refusal"]
        return rows[0]["id"], None if refusal is None else Refusal.model_validate(refusal)

    async def tonight(self, now: datetime, _limit: int) -> list[tuple[UUID, datetime]]:
        """What is to be learned this night, for the scheduler: between two and six in China, when a lead was decided."""
        night = now.replace(hour=_NIGHT, minute=0, second=0, microsecond=0)
        if not night <= now < night + _NIGHT_LASTS:
            return []
        rows = await self._database.fetch(
            "WITH models AS (SELECT * FROM learned_model_list WHERE recorded_to IS NULL)"
            " SELECT EXISTS (SELECT FROM models WHERE started_at >= %s AND started_by = %s)"
            " OR NOT EXISTS (SELECT FROM lead_list"
            " WHERE recorded_to IS NULL AND status IN ('converted', 'disqualified') AND closed_at >"
            " coalesce((SELECT max(started_at) FROM models WHERE status <> 'failed'), '-infinity'))",
            night,
            NIGHTLY,
        )
        return [] if rows[0][0] else [(derived_id(NIGHTLY, night.isoformat()), night)]

    async def learning(self, _now: datetime, limit: int) -> list[tuple[UUID, datetime]]:
        """What is not learned to its end, oldest first, for the scheduler."""
        rows = await self._database.fetch(
            "SELECT id, started_at FROM learned_model_list"
            " WHERE recorded_to IS NULL AND status = 'learning' ORDER BY started_at LIMIT %s",
            limit,
        )
        return [(id_, started_at) for id_, started_at in rows]


def _first(leads: sa.FromClause) -> sa.ScalarSelect[int]:
    """The version of a lead's oldest row: what came of the command that registered it."""
    every = LEADS.table.alias("every")
    return sa.select(sa.func.min(every.c.version)).where(every.c.id == leads.c.id).scalar_subquery()


def _said(leads: sa.FromClause) -> list[sa.ColumnElement[Any]]:
    """The columns of leads that can be learned from."""
    return [*(leads.c[name] for name in _SAID), sa.func.char_length(leads.c.need).label("need_length")]


def known_of(row: Row) -> Known:
    """What the columns that can be learned from say of a lead."""
    facts = {field: row[field] for field in (*_AS_SAID, "need_length")}
    facts |= {"region": row["own_region"], "budget": None if row["budget"] is None else float(row["budget"])}
    facts |= {f"has_{field}": row[field] is not None for field in ("phone", "email", "contact")}
    facts |= {"is_customer": row["customer_id"] is not None}
    return {field: facts[field] for field in FIELDS if facts[field] is not None}
