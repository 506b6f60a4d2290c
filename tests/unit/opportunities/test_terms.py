"""Amounts and lines agree, to the coin."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_platform.values import CurrencyMismatch, CustomerRef, Line, Money
from opportunities.domain.errors import AmountMismatch
from opportunities.domain.terms import Terms, Wish, lines_of_wishes, total_of


def line(price: str, quantity: str = "1", currency: str = "CNY", product_id: str = "P-1") -> Line:
    return Line(
        product_id=product_id, name="Pump", quantity=Decimal(quantity), unit_price=Money.of(price, currency)
    )


def terms(amount: str, *lines: Line) -> Terms:
    return Terms(
        title="Pumps", customer=CustomerRef(name="Acme"), amount=Money.of(amount, "CNY"), lines=lines
    )


def wish(product_id: str, price: str | None, currency: str = "CNY") -> Wish:
    return Wish(product_id=product_id, name="Pump", price=Money.of(price, currency) if price else None)


def test_an_amount_without_lines_stands_for_itself() -> None:
    terms("1200.50").check()


def test_an_amount_beside_lines_is_their_sum() -> None:
    terms("30.30", line("10.10", "3")).check()
    with pytest.raises(AmountMismatch) as refused:
        terms("30.31", line("10.10", "3")).check()
    assert refused.value.pointer == "#/amount"
    assert refused.value.params == {"amount": "30.31 CNY", "sum": "30.30 CNY"}


def test_lines_in_two_currencies_are_refused() -> None:
    with pytest.raises(CurrencyMismatch):
        terms("2.00", line("1.00"), line("1.00", currency="USD")).check()


def test_a_wish_without_amount_costs_its_list_price() -> None:
    lines = lines_of_wishes([wish("A", "10.00"), wish("B", "5.5")], None, "CNY")
    assert [(x.product_id, str(x.amount)) for x in lines] == [("A", "10.00 CNY"), ("B", "5.50 CNY")]


def test_a_stated_amount_is_shared_in_proportion_to_the_list_prices() -> None:
    lines = lines_of_wishes([wish("A", "200"), wish("B", "100")], Money.of("100.00", "CNY"), "CNY")
    assert [str(x.amount) for x in lines] == ["66.66 CNY", "33.34 CNY"]


def test_it_is_shared_equally_when_a_list_price_is_unknown_or_in_another_currency() -> None:
    for other in (wish("B", None), wish("B", "100", "USD"), wish("B", "0")):
        first = "0" if other.price is not None and not other.price.amount else "200"
        lines = lines_of_wishes([wish("A", first), other], Money.of("100.00", "CNY"), "CNY")
        assert [str(x.amount) for x in lines] == ["50.00 CNY", "50.00 CNY"]


def test_nothing_is_estimated_from_prices_without_a_common_currency() -> None:
    lines = lines_of_wishes([wish("A", "10.00"), wish("B", "5.00", "USD")], None, "CNY")
    assert str(total_of(lines)) == "0.00 CNY"


@given(
    st.lists(st.decimals("0", "99999.99", places=2), min_size=1, max_size=20),
    st.decimals("0", "9999999", places=2),
)
def test_the_lines_of_a_stated_amount_always_make_it_up(prices: list[Decimal], amount: Decimal) -> None:
    stated = Money.of(amount, "CNY")
    lines = lines_of_wishes([wish("A", str(price)) for price in prices], stated, "CNY")
    assert total_of(lines) == stated
    assert all(x.unit_price.amount >= 0 for x in lines)
