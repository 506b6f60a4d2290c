"""What can be asked of the orders context: one class per command, as it comes over HTTP."""

from datetime import date
from uuid import UUID

from pydantic import AwareDatetime, Field

from crm_platform.values import Amount, CustomerRef, Line, ShortText, Value
from orders.domain.sale import MOST_LINES


class PlaceOrder(Value):
    """Place an order that belongs to the caller, with lines, or with an amount as quoted. The client may choose the id."""

    id: UUID | None = None
    customer: CustomerRef
    lines: tuple[Line, ...] = Field(default=(), max_length=MOST_LINES)
    amount: Amount | None = Field(default=None, description="The sum of the lines, where there are lines.")


class ConfirmOrder(Value):
    """Make an order binding for production and finance."""

    promised_on: date | None = None


class DeliverOrder(Value):
    """The customer has the goods."""

    delivered_at: AwareDatetime | None = Field(default=None, description="Now, when left out.")
    address: ShortText | None = None


class CancelOrder(Value):
    """The order will not be fulfilled."""

    reason: ShortText
