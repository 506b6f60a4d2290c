"""The messages that peers understand, as they are on the wire: money and quantities are decimal text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

ORDER_CONFIRMED = "order.confirmed"
ORDER_CANCELLED = "order.cancelled"
ORDER_DELIVERED = "order.delivered"
ORDER_TO_INVOICE = "order.to-invoice"
CUSTOMER_REQUESTED = "customer.requested"

PRODUCTION_PROGRESSED = "production.progressed"
INVOICE_ISSUED = "invoice.issued"

Id = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Number = Annotated[
    Decimal,
    Field(max_digits=19, decimal_places=4, allow_inf_nan=False),
    PlainSerializer(lambda number: f"{number:f}", return_type=str),
]


class Wire(BaseModel):
    """A part of a message; members that a peer does not know are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Money(Wire):
    """An amount in one currency."""

    amount: Number
    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]


class CustomerName(Wire):
    """Whom an order is for."""

    customer_id: Id | None = None
    name: Text


class OrderLine(Wire):
    """How much of what."""

    product_id: Id
    name: Text
    quantity: Number = Field(gt=0)
    unit: Text


class PricedLine(OrderLine):
    """An order line with what it costs."""

    unit_price: Money
    amount: Money


class ConfirmedOrder(Wire):
    """`order.confirmed`: an order that may be produced."""

    order_id: Id
    number: Text
    customer: CustomerName
    lines: tuple[OrderLine, ...] = Field(min_length=1)
    promised_on: date | None = None
    confirmed_at: AwareDatetime


class OrderToInvoice(Wire):
    """`order.to-invoice`: an order that finance writes an invoice for."""

    order_id: Id
    number: Text
    customer: CustomerName
    lines: tuple[PricedLine, ...] = Field(min_length=1)
    amount: Money
    confirmed_at: AwareDatetime


class CancelledOrder(Wire):
    """`order.cancelled`: nothing more is to be done for this order."""

    order_id: Id
    reason: Text


class DeliveredOrder(Wire):
    """`order.delivered`: the customer has the goods."""

    order_id: Id
    number: Text
    customer: CustomerName
    lines: tuple[OrderLine, ...] = Field(min_length=1)
    delivered_at: AwareDatetime


class RequestedCustomer(Wire):
    """`customer.requested`: the CRM met somebody new; `request_id` names the request, sent however often."""

    request_id: Id
    name: Text
    contact: Text | None = None
    phone: Text | None = None
    email: Text | None = None
    address: Text | None = None
    industry: Text | None = None
    region: Text | None = None
