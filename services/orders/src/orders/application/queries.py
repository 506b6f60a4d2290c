"""What can be asked about orders, as it goes over HTTP."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from crm_platform.values import Money
from orders.domain.state_machine import OrderState


class OrderItem(BaseModel):
    """An order in a list. `invoiced` tells that the whole amount is."""

    id: UUID
    version: int
    number: str
    opportunity_id: UUID | None
    customer_id: str | None
    customer: str
    state: OrderState
    amount: Money
    owner_id: str
    team: str | None
    region: str | None
    promised_on: date | None
    progress_percent: int | None
    invoiced: bool
    placed_at: datetime
    delivered_at: datetime | None


class LineItem(BaseModel):
    """One line with what it costs."""

    product_id: str
    name: str
    quantity: Decimal
    unit: str
    unit_price: Money
    amount: Money


class InvoiceItem(BaseModel):
    """One invoice that finance wrote."""

    number: str
    amount: Money
    invoiced_at: datetime


class OrderDetail(OrderItem):
    """An order with everything that is known of it. `steps` are those it can take now."""

    contact: str | None
    phone: str | None
    email: str | None
    lines: list[LineItem]
    steps: list[str]
    progress_stage: str | None
    progress_at: datetime | None
    address: str | None
    invoices: list[InvoiceItem]
    invoiced_amount: Money
    reason: str | None
    confirmed_at: datetime | None
    cancelled_at: datetime | None
