"""The tables of activities and visits, and who may see activities."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from crm_platform.eventsourcing.mapper import RecordedEvent
from crm_platform.http.paging import in_scope
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row, View
from crm_platform.security.scope import Principal
from opportunities.adapters.views import OPPORTUNITIES, shown_step
from opportunities.domain.activities import Report
from opportunities.domain.opportunity import Opportunity
from opportunities.domain.visit import KnownPlace, Point, Visit, VisitPlan, VisitStatus, VisitSubject

_MOMENT = sa.TIMESTAMP(timezone=True)


def _report(report: Report) -> Row:
    return {
        "result": report.result,
        "content": report.content,
        "participants": list(report.participants),
        "attachments": [attachment.model_dump() for attachment in report.attachments],
    }


def _activity_of(recorded: RecordedEvent) -> UUID | None:
    """Which activity an event of an opportunity is about."""
    told = recorded.state.get("activity")
    return UUID(told["id"]) if told else None


def _fold_activity(row: Row, event: Opportunity.ActivityRecorded) -> None:
    told = event.activity
    row |= told.model_dump(exclude={"id", "attachments", "participants"}) | _report(told)
    row |= {"opportunity_id": event.originator_id, "entered_late": told.entered_late}
    row["next_step"] = shown_step(event.next_step)


ACTIVITIES = View(
    "activity_list",
    Opportunity,
    _fold_activity,
    sa.Column("opportunity_id", sa.Uuid, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("result", sa.Text),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("participants", JSONB, nullable=False),
    sa.Column("minutes", sa.Integer),
    sa.Column("occurred_at", _MOMENT, nullable=False),
    sa.Column("recorded_at", _MOMENT, nullable=False),
    sa.Column("entered_late", sa.Boolean, nullable=False),
    sa.Column("author_id", sa.Text, nullable=False),
    sa.Column("author_name", sa.Text, nullable=False),
    sa.Column("device", sa.Text),
    sa.Column("visit_id", sa.Uuid),
    sa.Column("attachments", JSONB, nullable=False),
    sa.Column("next_step", JSONB),
    indexed=[("occurred_at", "id"), "opportunity_id", ("author_id", "occurred_at")],
    key=_activity_of,
)


def of_visible_opportunities(table: sa.Table, principal: Principal) -> sa.ColumnElement[bool]:
    """The scope of activities: those of opportunities that the caller may see now."""
    opportunities = OPPORTUNITIES.table
    mine = sa.select(opportunities.c.id).where(
        opportunities.c.id == table.c.opportunity_id,
        opportunities.c.recorded_to.is_(None),
        in_scope(opportunities, principal),
    )
    return mine.exists()


def of_customer(table: sa.Table, customer_id: str) -> sa.ColumnElement[bool]:
    """Activities of opportunities of one customer of master data."""
    opportunities = OPPORTUNITIES.table
    return table.c.opportunity_id.in_(
        sa.select(opportunities.c.id).where(
            opportunities.c.customer_id == customer_id, opportunities.c.recorded_to.is_(None)
        )
    )


def _plan(plan: VisitPlan) -> Row:
    return {
        "starts_at": plan.starts_at,
        "day_at": plan.starts_at,
        "planned_minutes": plan.minutes,
        "purpose": plan.purpose,
        "address": plan.address,
        "point": plan.point and plan.point.model_dump(),
    }


def _fold_visit(row: Row, event: Any) -> None:
    match event:
        case Visit.Planned(subject=subject, ownership=ownership):
            row |= {f"subject_{name}": getattr(subject, name) for name in ("kind", "id", "name")}
            row |= {"customer_id": subject.customer_id, "owner_name": event.owner_name}
            row |= ownership.model_dump() | _plan(event.plan)
            row |= {"status": VisitStatus.PLANNED.value, "planned_at": event.timestamp}
            row |= {"participants": [], "attachments": []}
        case Visit.Replanned():
            row |= _plan(event.plan)
        case Visit.CheckedIn(arrival=arrival):
            row |= {"status": VisitStatus.UNDER_WAY.value, "day_at": arrival.at}
            row["arrival"] = arrival.model_dump(mode="json")
        case Visit.CheckedOut():
            row |= {"status": VisitStatus.DONE.value, "left_at": event.left_at, "minutes": event.minutes}
            row |= {"left_recorded_at": event.timestamp, "next_step": shown_step(event.next_step)}
            row |= _report(event.report)
        case Visit.Cancelled():
            row |= {"status": VisitStatus.CANCELLED.value, "cancelled_because": event.reason}
        case Visit.Due(plan=plan):
            row["reminded_of"] = plan.starts_at


VISITS = View(
    "visit_list",
    Visit,
    _fold_visit,
    sa.Column("subject_kind", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Text, nullable=False),
    sa.Column("subject_name", sa.Text, nullable=False),
    sa.Column("customer_id", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("owner_id", sa.Text, nullable=False),
    sa.Column("owner_name", sa.Text, nullable=False),
    sa.Column("team", sa.Text),
    sa.Column("region", sa.Text),
    sa.Column("day_at", _MOMENT, nullable=False),
    sa.Column("starts_at", _MOMENT, nullable=False),
    sa.Column("planned_minutes", sa.Integer),
    sa.Column("purpose", sa.Text),
    sa.Column("address", sa.Text),
    sa.Column("point", JSONB),
    sa.Column("arrival", JSONB),
    sa.Column("left_at", _MOMENT),
    sa.Column("left_recorded_at", _MOMENT),
    sa.Column("minutes", sa.Integer),
    sa.Column("result", sa.Text),
    sa.Column("content", sa.Text),
    sa.Column("participants", JSONB, nullable=False),
    sa.Column("attachments", JSONB, nullable=False),
    sa.Column("next_step", JSONB),
    sa.Column("cancelled_because", sa.Text),
    sa.Column("planned_at", _MOMENT, nullable=False),
    sa.Column("reminded_of", _MOMENT),
    indexed=[("day_at", "id"), ("owner_id", "day_at"), "subject_id", "customer_id", ("status", "starts_at")],
)


class StoredPlaces:
    """Where people are to be found, as earlier check-ins there tell."""

    def __init__(self, projector: Projector) -> None:
        self._database = projector.database

    async def of(self, subject: VisitSubject) -> KnownPlace | None:
        """The most exact of the last check-ins at the same subject or customer."""
        rows = await self._database.fetch(
            "SELECT location->'latitude', location->'longitude' FROM"
            " (SELECT arrival->'location' AS location FROM visit_list WHERE recorded_to IS NULL"
            "  AND status = 'done' AND jsonb_typeof(arrival->'location') = 'object'"
            "  AND ((subject_kind = %s AND subject_id = %s) OR customer_id = %s)"
            "  ORDER BY day_at DESC LIMIT 10) last ORDER BY (location->>'accuracy_m')::float LIMIT 1",
            subject.kind,
            subject.id,
            subject.customer_id,
        )
        if not rows:
            return None
        latitude, longitude = rows[0]
        return KnownPlace(point=Point(latitude=latitude, longitude=longitude), told_by="earlier-visit")


class StoredReminders:
    """What people are to be reminded of by now."""

    def __init__(self, projector: Projector) -> None:
        self._database = projector.database

    async def steps(self, now: datetime, limit: int) -> list[tuple[UUID, datetime]]:
        """Open opportunities whose next step is due and was not reminded of."""
        rows = await self._database.fetch(
            "SELECT id, remind_at FROM opportunity_list WHERE recorded_to IS NULL AND remind_at <= %s"
            " ORDER BY remind_at LIMIT %s",
            now,
            limit,
        )
        return [(id_, at) for id_, at in rows]

    async def visits(self, soon: datetime, limit: int) -> list[tuple[UUID, datetime]]:
        """Planned visits that begin before `soon` and were not reminded of for that time."""
        rows = await self._database.fetch(
            "SELECT id, starts_at FROM visit_list WHERE recorded_to IS NULL AND status = 'planned'"
            " AND starts_at <= %s AND reminded_of IS DISTINCT FROM starts_at ORDER BY starts_at LIMIT %s",
            soon,
            limit,
        )
        return [(id_, at) for id_, at in rows]
