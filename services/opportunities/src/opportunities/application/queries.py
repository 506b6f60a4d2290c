"""What can be asked about opportunities, as it goes over HTTP."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from crm_platform.values import Money
from opportunities.application.activity_queries import NextStepItem
from opportunities.domain.opportunity import OpportunityStatus


class OpportunityItem(BaseModel):
    """An opportunity in a list."""

    id: UUID
    version: int
    title: str
    customer_id: str | None
    customer: str
    customer_state: Literal["none", "pending", "linked"]
    stage: str
    status: OpportunityStatus
    amount: Money
    owner_id: str
    team: str | None
    region: str | None
    expected_close: date | None
    lead_id: UUID | None
    opened_at: datetime
    stage_since: datetime
    closed_at: datetime | None
    activities: int
    last_activity_at: datetime | None
    next_step: NextStepItem | None


class LineItem(BaseModel):
    """One line with what it costs."""

    product_id: str
    name: str
    quantity: Decimal
    unit: str
    unit_price: Money
    amount: Money


class OpportunityDetail(OpportunityItem):
    """An opportunity with everything that is known of it."""

    contact: str | None
    phone: str | None
    email: str | None
    lines: list[LineItem]
    source: str | None
    reason: str | None


class Total(BaseModel):
    """A sum in one currency; it may have more digits than any single amount."""

    amount: Decimal
    currency: str


class BoardColumn(BaseModel):
    """A stage, or an outcome, with how many opportunities are in it and what they amount to."""

    stage: str
    name_en: str
    name_zh: str
    count: int
    amounts: list[Total]
