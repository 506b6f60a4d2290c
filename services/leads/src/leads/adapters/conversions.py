"""The table that the record of conversions is read from."""

from typing import Any

import sqlalchemy as sa

from crm_platform.persistence.views import Row, View
from leads.domain.conversion import Conversion, ConversionOutcome
from leads.domain.lead import Lead, LeadStatus


def _fold(row: Row, event: Any) -> None:
    match event:
        case Conversion.Begun(score=score):
            names = {
                "lead_id", "number", "opportunity", "customer", "converted_by", "reason",
                "customer_id", "matched_by", "customer_request_id",
            }  # fmt: skip
            row |= event.model_dump(include=names) | event.ownership.model_dump()
            row |= {"score": score.effective, "automatic_score": score.automatic, "grade": score.grade}
            row |= {"outcome": ConversionOutcome.OPEN.value, "converted_at": event.timestamp}
        case Conversion.CustomerLinked():
            row |= {"customer_id": event.customer_id, "matched_by": event.matched_by}
        case Conversion.WorkedOn():
            row["worked_on_at"] = event.timestamp
        case Conversion.Ended():
            row |= {"outcome": event.outcome.value, "outcome_reason": event.reason}
            row["outcome_at"] = event.timestamp
        case Conversion.Undone() | Conversion.Stood():
            undone = isinstance(event, Conversion.Undone)
            row["outcome"] = (ConversionOutcome.UNDONE if undone else ConversionOutcome.OPEN).value
            row |= {"outcome_reason": event.reason, "outcome_at": event.timestamp}


def fold_conversion(row: Row, event: Any) -> None:
    """What a conversion changes in the row of its lead."""
    match event:
        case Lead.Converted() | Lead.ReopeningRevoked():
            row |= {"status": LeadStatus.CONVERTED.value, "opportunity_id": event.opportunity_id}
            row["closed_at"] = event.timestamp
        case Lead.ConvertedToCustomer():
            row |= {"status": LeadStatus.CONVERTED.value, "closed_at": event.timestamp}
        case Lead.CustomerRequested():
            row["customer_request_id"] = event.request_id
        case Lead.CustomerLinked():
            row |= {"customer_id": event.customer_id, "customer_request_id": None}
        case Lead.Reopened():
            row |= {"status": LeadStatus.OPEN.value, "opportunity_id": None, "closed_at": None}


CONVERSIONS = View(
    "conversion_list",
    Conversion,
    _fold,
    sa.Column("lead_id", sa.Uuid, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("opportunity", sa.Boolean, nullable=False),
    sa.Column("customer", sa.Boolean, nullable=False),
    sa.Column("owner_id", sa.Text),
    sa.Column("team", sa.Text),
    sa.Column("region", sa.Text),
    sa.Column("converted_by", sa.Text, nullable=False),
    sa.Column("converted_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("score", sa.Integer),
    sa.Column("automatic_score", sa.Integer),
    sa.Column("grade", sa.Text),
    sa.Column("customer_id", sa.Text),
    sa.Column("matched_by", sa.Text),
    sa.Column("customer_request_id", sa.Uuid),
    sa.Column("worked_on_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("outcome_reason", sa.Text),
    sa.Column("outcome_at", sa.TIMESTAMP(timezone=True)),
    indexed=["lead_id", ("converted_at", "id"), "owner_id", "team"],
)
