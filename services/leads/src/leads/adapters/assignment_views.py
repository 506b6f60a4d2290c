"""The tables that pools, availability and transfers are read from, and where a lead is, in the list of leads."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from crm_platform.persistence.views import Row, View
from leads.domain.availability import Availability
from leads.domain.lead import Lead
from leads.domain.pools import LeadPool
from leads.domain.transfers import LeadTransfer

PLACE_COLUMNS = (
    sa.Column("own_region", sa.Text),
    sa.Column("pool", sa.Text),
    sa.Column("came_from", sa.Text),
    sa.Column("pooled_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("changed_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("waiting_since", sa.TIMESTAMP(timezone=True)),
    sa.Column("told", sa.Boolean),
)
PLACE_INDEXES: tuple[str | tuple[str, ...], ...] = (("pool", "score"), "changed_at", "waiting_since")


def fold_place(row: Row, event: Any) -> None:
    """Where the lead is after an event: with a person, in a pool, or waiting."""
    match event:
        case Lead.Registered():
            row |= {"waiting_since": event.timestamp, "told": False}
        case Lead.Revised():
            row["changed_at"] = event.timestamp
        case Lead.Assigned():
            row |= {"pool": None, "waiting_since": None, "changed_at": event.timestamp, "told": False}
        case Lead.Released(pool=pool):
            row |= {"owner_id": None, "owner_name": None, "team": None, "region": row["own_region"]}
            row |= {"assigned_by_rule": event.rule, "pool": pool, "came_from": pool or row["came_from"]}
            row |= {"pooled_at": event.timestamp if pool else None}
            row["waiting_since"] = None if pool else event.timestamp
        case Lead.LeftWaiting():
            row["told"] = True


def _fold_pool(row: Row, event: Any) -> None:
    match event:
        case LeadPool.Opened(terms=terms) | LeadPool.Revised(revised=terms):
            row |= terms.model_dump(mode="json") | {"terms": terms.model_dump(mode="json")}
    if isinstance(event, LeadPool.Opened):
        row["code"] = event.code


POOLS = View(
    "pool_list",
    LeadPool,
    _fold_pool,
    sa.Column("code", sa.Text),
    sa.Column("name", sa.Text),
    sa.Column("name_zh", sa.Text),
    sa.Column("teams", ARRAY(sa.Text)),
    sa.Column("regions", ARRAY(sa.Text)),
    sa.Column("people", ARRAY(sa.Text)),
    sa.Column("daily_limit", sa.Integer),
    sa.Column("lock_out_days", sa.Integer),
    sa.Column("recycle_after_days", sa.Integer),
    sa.Column("time_zone", sa.Text),
    sa.Column("terms", JSONB),
    indexed=["code"],
)


def _fold_availability(row: Row, event: Any) -> None:
    leaves = row.get("leaves") or []
    match event:
        case Availability.Begun():
            row |= {"who": event.who, "kind": event.kind}
        case Availability.HoursSet(hours=hours):
            row["hours"] = hours and hours.model_dump(mode="json")
        case Availability.LeaveTaken(leave=leave):
            row["leaves"] = [*leaves, leave.model_dump(mode="json")]
        case Availability.LeaveCancelled(leave_id=leave_id):
            row["leaves"] = [leave for leave in leaves if leave["id"] != str(leave_id)]


AVAILABILITIES = View(
    "availability_list",
    Availability,
    _fold_availability,
    sa.Column("who", sa.Text),
    sa.Column("kind", sa.Text),
    sa.Column("hours", JSONB),
    sa.Column("leaves", JSONB),
)


def _fold_transfer(row: Row, event: Any) -> None:
    match event:
        case LeadTransfer.Started():
            row |= {"status": "running", "started_at": event.timestamp, "started_by": event.started_by}
            row |= {"leads": len(event.lead_ids), "taken": 0, "handed_on": 0, "left": []}
            row |= {"to": list(event.to), "reason": event.reason}
        case LeadTransfer.PageTaken():
            row["taken"] += event.taken
            row["handed_on"] += event.handed_on
            row["left"] = [*row["left"], *(left.model_dump(mode="json") for left in event.left)]
    if row["taken"] == row["leads"]:
        row |= {"status": "finished", "finished_at": event.timestamp}


TRANSFERS = View(
    "transfer_list",
    LeadTransfer,
    _fold_transfer,
    sa.Column("status", sa.Text),
    sa.Column("leads", sa.Integer),
    sa.Column("taken", sa.Integer),
    sa.Column("handed_on", sa.Integer),
    sa.Column("left", JSONB),
    sa.Column("to", JSONB),
    sa.Column("reason", sa.Text),
    sa.Column("started_by", sa.Text),
    sa.Column("started_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("finished_at", sa.TIMESTAMP(timezone=True)),
    indexed=["status"],
)
