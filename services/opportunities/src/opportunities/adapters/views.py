"""The table that lists, details and the board of opportunities are read from."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from crm_platform.persistence.views import Row, View
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


def _fold(row: Row, event: Any) -> None:
    match event:
        case Opportunity.Opened(terms=terms, ownership=ownership):
            row |= _terms(terms) | ownership.model_dump()
            row |= {"stage": event.stage, "status": OpportunityStatus.OPEN.value}
            row |= {"lead_id": event.lead_id, "source": event.source}
            row["customer_request_id"] = event.customer_request_id
            row |= {"opened_at": event.timestamp, "stage_since": event.timestamp}
        case Opportunity.StageChanged():
            row |= {"stage": event.to_stage, "stage_since": event.timestamp}
        case Opportunity.Revised(terms=terms):
            row |= _terms(terms)
        case Opportunity.Reassigned(ownership=ownership):
            row |= ownership.model_dump()
        case Opportunity.Won():
            row |= {"stage": WON, "status": OpportunityStatus.WON.value, "reason": event.reason}
            row |= {"stage_since": event.timestamp, "closed_at": event.timestamp}
        case Opportunity.Lost():
            row |= {"stage": LOST, "status": OpportunityStatus.LOST.value, "reason": event.reason}
            row |= {"stage_since": event.timestamp, "closed_at": event.timestamp}
        case Opportunity.Withdrawn():
            row |= {"stage": WITHDRAWN, "status": OpportunityStatus.WITHDRAWN.value, "reason": event.reason}
            row |= {"stage_since": event.timestamp, "closed_at": event.timestamp}
        case Opportunity.CustomerLinked(terms=terms):
            row |= _terms(terms)


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
    indexed=[
        ("opened_at", "id"),
        ("amount", "id"),
        ("owner_id", "stage"),
        ("stage", "id"),
        "team",
        "customer_id",
    ],
)
