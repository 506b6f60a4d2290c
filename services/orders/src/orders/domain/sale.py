"""What was sold: the part of an order that every system downstream needs."""

from decimal import Decimal

from pydantic import Field

from crm_platform.values import Amount, Code, CustomerRef, Line, Money, Ownership, Value
from orders.domain.errors import AmountMismatch, NothingOrdered

MOST_LINES = 200


class Sale(Value):
    """Who bought what for how much, from whom, under which number."""

    number: Code
    customer: CustomerRef
    ownership: Ownership
    lines: tuple[Line, ...] = Field(min_length=1, max_length=MOST_LINES)
    amount: Amount


def lines_and_amount(lines: tuple[Line, ...], amount: Money | None) -> tuple[tuple[Line, ...], Money]:
    """The lines and their sum; an amount without lines becomes one line as quoted.

    Raises `NothingOrdered`, `AmountMismatch`, `CurrencyMismatch`.
    """
    if not lines:
        if amount is None or not amount.amount:
            raise NothingOrdered(pointer="#/lines")
        quoted = Line(
            product_id="as-quoted", name="as quoted", quantity=Decimal(1), unit="lot", unit_price=amount
        )
        return (quoted,), amount
    total = Money.total((line.amount for line in lines), lines[0].unit_price.currency)
    if amount is not None and amount != total:
        raise AmountMismatch(pointer="#/amount", amount=str(amount), sum=str(total))
    return lines, total
