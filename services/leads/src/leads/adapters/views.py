"""The tables that lists and details of leads are read from."""

from typing import Any

import sqlalchemy as sa

from crm_platform.persistence.views import Row, View
from leads.adapters.assignment_views import PLACE_COLUMNS, PLACE_INDEXES, fold_place
from leads.adapters.conversions import fold_conversion
from leads.adapters.follow_up_views import AGENDA_COLUMNS, AGENDA_INDEXES, fold_agenda
from leads.adapters.score_columns import SCORE_COLUMNS, SCORE_INDEXES, fold_scores
from leads.domain.lead import Lead, LeadProfile, LeadStatus


def _fold_lead(row: Row, event: Any) -> None:
    match event:
        case Lead.Revised(profile=profile) | Lead.Merged(profile=profile) | Lead.Unmerged(profile=profile):
            _know(row, profile)
        case Lead.Absorbed():
            row |= {"status": LeadStatus.MERGED.value, "merged_into": event.survivor_id}
        case Lead.Restored():
            row |= {"status": event.status.value, "merged_into": None}
        case Lead.Registered(profile=profile):
            _know(row, profile)
            row["status"] = LeadStatus.OPEN.value
            row["registered_at"] = event.timestamp
            row |= {
                "channel": event.touch and event.touch.channel.value,
                "touches": int(event.touch is not None),
            }
            row["last_touched_at"] = event.touch and event.touch.occurred_at
        case Lead.Touched(touch=touch):
            row["touches"] += 1
            row["last_touched_at"] = max(row["last_touched_at"] or touch.occurred_at, touch.occurred_at)
        case Lead.Assigned(ownership=ownership):
            row |= ownership.model_dump()
            row |= {"owner_name": event.owner_name, "assigned_by_rule": event.rule}
        case Lead.Withdrawn():
            row |= {"status": LeadStatus.WITHDRAWN.value, "reason": event.reason}
            row["closed_at"] = event.timestamp
        case Lead.Disqualified():
            row |= {
                "status": LeadStatus.DISQUALIFIED.value,
                "reason": event.reason,
                "closed_at": event.timestamp,
            }
        case _:
            fold_conversion(row, event)
    fold_agenda(row, event)
    fold_place(row, event)
    fold_scores(row, event)


def _know(row: Row, profile: LeadProfile) -> None:
    region = row.get("region") if row.get("owner_id") else profile.region
    row |= profile.model_dump(exclude={"budget"})
    row |= {
        "region": region,
        "own_region": profile.region,
        "budget": profile.budget and profile.budget.amount,
        "currency": profile.budget and profile.budget.currency,
    }


_TEXTS = (
    "company",
    "contact",
    "phone",
    "email",
    "address",
    "region",
    "industry",
    "source",
    "campaign",
    "need",
    "notes",
    "uscc",
)

LEADS = View(
    "lead_list",
    Lead,
    _fold_lead,
    sa.Column("name", sa.Text),
    *(sa.Column(name, sa.Text) for name in _TEXTS),
    sa.Column("customer_id", sa.Text),
    sa.Column("customer_request_id", sa.Uuid),
    sa.Column("company_size", sa.Integer),
    sa.Column("budget", sa.Numeric(19, 4)),
    sa.Column("currency", sa.Text),
    sa.Column("status", sa.Text),
    sa.Column("owner_id", sa.Text),
    sa.Column("owner_name", sa.Text),
    sa.Column("team", sa.Text),
    sa.Column("assigned_by_rule", sa.Text),
    sa.Column("channel", sa.Text),
    sa.Column("touches", sa.Integer),
    sa.Column("last_touched_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("opportunity_id", sa.Uuid),
    sa.Column("merged_into", sa.Uuid),
    sa.Column("reason", sa.Text),
    sa.Column("registered_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("closed_at", sa.TIMESTAMP(timezone=True)),
    *AGENDA_COLUMNS,
    *PLACE_COLUMNS,
    *SCORE_COLUMNS,
    revision=2,
    indexed=[
        *SCORE_INDEXES,
        ("registered_at", "id"),
        ("owner_id", "status"),
        "team",
        *AGENDA_INDEXES,
        *PLACE_INDEXES,
        "merged_into",
    ],
)
