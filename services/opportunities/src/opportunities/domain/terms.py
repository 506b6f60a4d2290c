"""What is being sold, to whom and for how much, and how a stated amount is spread over products."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal

from pydantic import Field

from crm_platform.values import Amount, Code, CustomerRef, Line, Money, Price, ShortText, UnitName, Value
from opportunities.domain.errors import AmountMismatch

MOST_LINES = 200


class Terms(Value):
    """The terms of an opportunity as they are now."""

    title: ShortText
    customer: CustomerRef
    amount: Amount
    lines: tuple[Line, ...] = Field(default=(), max_length=MOST_LINES)
    expected_close: date | None = None

    def check(self) -> None:
        """Raises `AmountMismatch`, `CurrencyMismatch`: where there are lines, the amount is their sum."""
        if self.lines and (total := total_of(self.lines)) != self.amount:
            raise AmountMismatch(pointer="#/amount", amount=str(self.amount), sum=str(total))


def total_of(lines: Sequence[Line]) -> Money:
    """The sum of one or more lines. Raises `CurrencyMismatch`."""
    return Money.total((line.amount for line in lines), lines[0].unit_price.currency)


class Wish(Value):
    """A product that a lead is interested in, with its list price where that is known."""

    product_id: Code
    name: ShortText
    unit: UnitName = "pcs"
    price: Price | None = None


def lines_of_wishes(wishes: Sequence[Wish], amount: Money | None, currency: str) -> tuple[Line, ...]:
    """One line per product, one unit each: at list price, or so that the lines make up the stated `amount`.

    The amount is shared in proportion to the list prices, and equally when they are unknown or in another currency.
    """
    if not wishes:
        return ()
    prices = [wish.price for wish in wishes]
    common = (
        amount.currency
        if amount is not None
        else next((p.currency for p in prices if p is not None), currency)
    )
    known = [p for p in prices if p is not None and p.currency == common]
    weights = [p.amount for p in known] if len(known) == len(prices) else [Decimal(1)] * len(prices)
    if amount is not None:
        shares = _shares(amount, weights)
    elif len(known) == len(prices):
        shares = known
    else:
        shares = [Money.zero(common)] * len(prices)
    return tuple(
        Line(
            product_id=wish.product_id, name=wish.name, quantity=Decimal(1), unit=wish.unit, unit_price=share
        )
        for wish, share in zip(wishes, shares, strict=True)
    )


def _shares(amount: Money, weights: Sequence[Decimal]) -> list[Money]:
    """`amount` in whole coins by `weights`; what rounding leaves over goes to the last share."""
    total = sum(weights)
    if not total:
        weights, total = [Decimal(1)] * len(weights), Decimal(len(weights))
    coin = Money.zero(amount.currency).amount
    shares = [
        Money(amount=(amount.amount * weight / total).quantize(coin, ROUND_DOWN), currency=amount.currency)
        for weight in weights[:-1]
    ]
    return [*shares, amount - Money.total(shares, amount.currency)]
