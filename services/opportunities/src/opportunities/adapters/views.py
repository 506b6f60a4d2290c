"""The table that lists, details and the board of opportunities are read from."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from crm_platform.persistence.views import Row, View
from opportunities.domain.activities import NextStep
from opportunities.domain.opportunity import Opportunity, OpportunityStatus
from opportunities.domain.pipeline import LOST, WITHDRAWN, WON
from opportunities.domain.terms import Terms


def _terms(terms: Terms) -> Row:
    return {
        "title": terms.title,
        "customer_id": terms.customer.customer_id,
        "customer": terms.customer.name,
        "contact": terms.customer.contact,
        "phone": terms.customer.phone,
        "email": terms.customer.email,
        "amount": terms.amount.amount,
        "currency": terms.amount.currency,
        "lines": [
            line.model_dump(mode="json") | {"amount": line.amount.model_dump(mode="json")}
            for line in terms.lines
        ],
        "expected_close": terms.expected_close,
    }


def shown_step(step: NextStep | None) -> Row | None:
    """A next step as lists show it."""
    return step.model_dump(mode="json", exclude={"id"}) if step else None


_STATUS = {
    Opportunity.Won: (WON, OpportunityStatus.WON),
    Opportunity.Lost: (LOST, OpportunityStatus.LOST),
    Opportunity.Withdrawn: (WITHDRAWN, OpportunityStatus.WITHDRAWN),
}


def _fold(row: Row, event: Any) -> None:
    match event:
        case Opportunity.Opened(terms=terms, ownership=ownership):
            row |= _terms(terms) | ownership.model_dump()
            row |= {"stage": event.stage, "status": OpportunityStatus.OPEN.value}
            row |= {"lead_id": event.lead_id, "source": event.source}
            row["customer_request_id"] = event.customer_request_id
            row |= {"opened_at": event.timestamp, "stage_since": event.timestamp, "activities": 0}
        case Opportunity.StageChanged():
            row |= {"stage": event.to_stage, "stage_since": event.timestamp}
        case Opportunity.Revised(terms=terms) | Opportunity.CustomerLinked(terms=terms):
            row |= _terms(terms)
        case Opportunity.Reassigned(ownership=ownership):
            row |= ownership.model_dump()
        case Opportunity.Won() | Opportunity.Lost() | Opportunity.Withdrawn():
            stage, status = _STATUS[type(event)]
            row |= {"stage": stage, "status": status.value, "reason": event.reason}
            row |= {"stage_since": event.timestamp, "closed_at": event.timestamp}
            _plan(row, None)
        case _:
            _fold_work(row, event)


def _fold_work(row: Row, event: Any) -> None:
    match event:
        case Opportunity.ActivityRecorded(activity=activity):
            row["activities"] += 1
            last = row["last_activity_at"]
            row["last_activity_at"] = max(last or activity.occurred_at, activity.occurred_at)
            _plan(row, event.next_step)
        case Opportunity.NextStepSet():
            _plan(row, event.next_step)
        case Opportunity.NextStepDue():
            row["remind_at"] = None


def _plan(row: Row, step: NextStep | None) -> None:
    """What is to be done next; about a closed opportunity nothing is."""
    row["next_step"] = shown_step(step)
    row["next_step_at"] = row["remind_at"] = step and step.due_at


OPPORTUNITIES = View(
    "opportunity_list",
    Opportunity,
    _fold,
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("customer_id", sa.Text),
    sa.Column("customer_request_id", sa.Uuid),
    sa.Column("customer", sa.Text, nullable=False),
    sa.Column("contact", sa.Text),
    sa.Column("phone", sa.Text),
    sa.Column("email", sa.Text),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("amount", sa.Numeric(19, 4), nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("lines", JSONB, nullable=False),
    sa.Column("expected_close", sa.Date),
    sa.Column("owner_id", sa.Text, nullable=False),
    sa.Column("team", sa.Text),
    sa.Column("region", sa.Text),
    sa.Column("lead_id", sa.Uuid),
    sa.Column("source", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("opened_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("stage_since", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("closed_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("activities", sa.Integer, nullable=False),
    sa.Column("last_activity_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("next_step", JSONB),
    sa.Column("next_step_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("remind_at", sa.TIMESTAMP(timezone=True)),
    indexed=[
        ("opened_at", "id"),
        ("amount", "id"),
        ("owner_id", "stage"),
        ("stage", "id"),
        "team",
        "customer_id",
        ("next_step_at", "id"),
        "remind_at",
    ],
)
