"""What can be asked of the opportunities context: one class per command, as it comes over HTTP."""

from datetime import date
from uuid import UUID

from pydantic import Field

from crm_platform.values import (
    Amount,
    Code,
    Email,
    PersonId,
    Phone,
    Price,
    Quantity,
    ShortText,
    UnitName,
    Value,
)
from opportunities.domain.terms import MOST_LINES


class AskedCustomer(Value):
    """Who may buy: a customer of master data by id, or somebody new by name. What is left out is filled in."""

    customer_id: Code | None = None
    name: ShortText | None = None
    contact: ShortText | None = None
    phone: Phone | None = None
    email: Email | None = None


class AskedLine(Value):
    """So much of a product. What is left out is filled in from the product that master data has."""

    product_id: Code
    quantity: Quantity
    name: ShortText | None = None
    unit: UnitName | None = None
    unit_price: Price | None = None


class OpenOpportunity(Value):
    """Open an opportunity that belongs to the caller. The client may choose the id."""

    id: UUID | None = None
    title: ShortText
    customer: AskedCustomer
    amount: Amount | None = Field(default=None, description="The sum of the lines, where there are lines.")
    lines: tuple[AskedLine, ...] = Field(default=(), max_length=MOST_LINES)
    expected_close: date | None = None
    source: ShortText | None = None


class MoveStage(Value):
    """Move to the next stage, or back to an earlier one for a reason."""

    to_stage: Code
    reason: ShortText | None = None


class ReviseOpportunity(Value):
    """Change the terms. What is left out stays; `expected_close: null` takes the date away."""

    title: ShortText | None = None
    customer: AskedCustomer | None = None
    amount: Amount | None = Field(default=None, description="The sum of the lines, where there are lines.")
    lines: tuple[AskedLine, ...] | None = Field(default=None, max_length=MOST_LINES)
    expected_close: date | None = None


class ReassignOpportunity(Value):
    """Give an opportunity to another person."""

    owner_id: PersonId
    reason: ShortText


class WinOpportunity(Value):
    """The customer buys."""

    reason: ShortText | None = None


class WithdrawOpportunity(Value):
    """It is no opportunity after all."""

    reason: ShortText


class LoseOpportunity(Value):
    """The customer does not buy."""

    reason: ShortText
