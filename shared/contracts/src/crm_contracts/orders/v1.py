"""What the orders context publishes; the subject is the order's id."""

from datetime import date

from pydantic import Field

from crm_contracts.registry import Contract, contract
from crm_contracts.values import CustomerRef, Line, Money, Ownership, Percent, UtcTime


@contract("crm.orders.OrderPlaced.v1")
class OrderPlaced(Contract):
    """The customer ordered; not yet binding for production."""

    number: str = Field(description="The order number that people use.")
    opportunity_id: str | None = None
    customer: CustomerRef
    ownership: Ownership
    lines: list[Line]
    amount: Money
    placed_at: UtcTime


@contract("crm.orders.OrderConfirmed.v1")
class OrderConfirmed(Contract):
    """The order is binding; carries all that production and finance need."""

    number: str
    customer: CustomerRef
    ownership: Ownership
    lines: list[Line]
    amount: Money
    promised_on: date | None = Field(default=None, description="Promised day of delivery.")
    confirmed_at: UtcTime


@contract("crm.orders.OrderProgressed.v1")
class OrderProgressed(Contract):
    """Work on the order went on."""

    stage: str
    percent: Percent
    note: str | None = None
    reported_at: UtcTime
    source: str = Field(description="Who reported: a peer system or a person.")


@contract("crm.orders.OrderDelivered.v1")
class OrderDelivered(Contract):
    """The customer has the goods; carries all that is needed to install them."""

    number: str
    customer: CustomerRef
    ownership: Ownership
    lines: list[Line]
    delivered_at: UtcTime
    address: str | None = None


@contract("crm.orders.OrderInvoiced.v1")
class OrderInvoiced(Contract):
    """Finance wrote an invoice for the order."""

    invoice_number: str
    amount: Money
    invoiced_at: UtcTime


@contract("crm.orders.OrderCancelled.v1")
class OrderCancelled(Contract):
    """The order will not be fulfilled."""

    reason: str
    cancelled_at: UtcTime


@contract("crm.orders.OrderCustomerLinked.v1")
class OrderCustomerLinked(Contract):
    """Master data knows the customer by now."""

    number: str
    customer: CustomerRef
    ownership: Ownership
    amount: Money
    promised_on: date | None = None
    linked_at: UtcTime
