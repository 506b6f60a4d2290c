"""The table of contacts with leads, and what a lead's agenda puts into the lead list."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from crm_platform.eventsourcing.mapper import RecordedEvent
from crm_platform.persistence.views import Row, View
from leads.adapters.searching import searchable
from leads.domain.followed import AgendaEvent
from leads.domain.lead import Lead, LeadStatus

AGENDA_COLUMNS = (
    sa.Column("follow_ups", sa.Integer),
    sa.Column("last_follow_up_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("planned", JSONB),
    sa.Column("upcoming", JSONB),
    sa.Column("next_follow_up_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("remind_at", sa.TIMESTAMP(timezone=True)),
)
AGENDA_INDEXES: tuple[str | tuple[str, ...], ...] = (("next_follow_up_at", "id"), "remind_at")


def fold_agenda(row: Row, event: Any) -> None:
    """What comes next for an open lead; a closed one keeps it out of sight, in case it is opened again."""
    match event:
        case Lead.Registered():
            row["follow_ups"] = 0
        case Lead.FollowedUp(follow_up=told):
            row["follow_ups"] = told.attempt
            row["last_follow_up_at"] = max(row["last_follow_up_at"] or told.occurred_at, told.occurred_at)
        case Lead.Merged(engagement=more):
            row["follow_ups"] += more.follow_ups
            row["touches"] += more.touches
        case Lead.Unmerged(engagement=less):
            row["follow_ups"] -= less.follow_ups
            row["touches"] -= less.touches
    merging = isinstance(event, Lead.Merged | Lead.Unmerged | Lead.Restored) and event.handed is not None
    if merging or isinstance(event, AgendaEvent):
        row["planned"] = event.next and event.next.model_dump(mode="json")
    upcoming = row["upcoming"] = row["planned"] if row["status"] == LeadStatus.OPEN else None
    row["next_follow_up_at"] = upcoming and datetime.fromisoformat(upcoming["task"]["due_at"])
    remind_at = upcoming and upcoming["remind_at"]
    row["remind_at"] = remind_at and datetime.fromisoformat(remind_at)


def _record_of(recorded: RecordedEvent) -> UUID | None:
    """Which record an event of a lead is about."""
    told = recorded.state.get("follow_up")
    return UUID(told["id"]) if told else None


def _fold_follow_up(row: Row, event: Any) -> None:
    told = event.follow_up
    row |= told.model_dump(exclude={"id", "attachments"})
    row["attachments"] = [attachment.model_dump() for attachment in told.attachments]
    row["entered_late"] = told.entered_late
    match event:
        case Lead.FollowedUp():
            row["lead_id"] = event.originator_id
            row["minutes_since_assignment"] = event.minutes_since_assignment
            row |= {"plan": event.done and event.done.plan, "step": event.done and event.done.step}
            row["next_step_at"] = event.set_by_hand and event.set_by_hand.due_at
            row["next_step"] = event.set_by_hand and event.set_by_hand.text
        case Lead.FollowUpCorrected():
            row |= {"corrected_by": event.corrected_by, "corrected_at": event.timestamp}
            row["correction_reason"] = event.reason
    row["searched"] = searchable((told.content, row["next_step"]))


FOLLOW_UPS = View(
    "follow_up_list",
    Lead,
    _fold_follow_up,
    sa.Column("lead_id", sa.Uuid),
    sa.Column("attempt", sa.Integer),
    sa.Column("method", sa.Text),
    sa.Column("result", sa.Text),
    sa.Column("content", sa.Text),
    sa.Column("attachments", JSONB),
    sa.Column("occurred_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("recorded_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("entered_late", sa.Boolean),
    sa.Column("author_id", sa.Text),
    sa.Column("author_name", sa.Text),
    sa.Column("device", sa.Text),
    sa.Column("minutes_since_assignment", sa.Integer),
    sa.Column("plan", sa.Text),
    sa.Column("step", sa.Integer),
    sa.Column("next_step_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("next_step", sa.Text),
    sa.Column("revision", sa.Integer),
    sa.Column("corrected_by", sa.Text),
    sa.Column("corrected_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("correction_reason", sa.Text),
    sa.Column("searched", sa.Text),
    indexed=[("occurred_at", "id"), "lead_id", ("author_id", "occurred_at")],
    trigrams=["searched"],
    key=_record_of,
)
