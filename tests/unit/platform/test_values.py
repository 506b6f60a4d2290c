"""Money to the last digit, and text and numbers within bounds that every store holds."""

import json
import string
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from crm_contracts.values import Money as WireMoney
from crm_platform.currencies import MINOR_UNITS
from crm_platform.values import (
    Amount,
    AmountTooLarge,
    Currency,
    CurrencyMismatch,
    Email,
    Line,
    LongText,
    Money,
    Ownership,
    Price,
    Quantity,
    ShortText,
    Version,
)

CNY = "CNY"
amounts = st.decimals(-(10**14), 10**14, places=4).map(lambda d: Money.of(d, CNY))


def accepted(kind: Any, value: object) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("written", "currency", "canonical"),
    [
        ("12.5", CNY, "12.50"),
        ("12.5000", CNY, "12.50"),
        ("0.0035", CNY, "0.0035"),
        ("007", CNY, "7.00"),
        ("-0", CNY, "0.00"),
        ("-0.0000", "JPY", "0"),
        ("5", "JPY", "5"),
        ("5.5", "JPY", "5.5"),
        ("1", "KWD", "1.000"),
        ("999999999999999.9999", CNY, "999999999999999.9999"),
    ],
)
def test_an_amount_has_one_written_form(written: Any, currency: Any, canonical: Any) -> None:
    money = Money(amount=written, currency=currency)
    assert json.loads(money.model_dump_json()) == {"amount": canonical, "currency": currency}
    assert Money.model_validate_json(money.model_dump_json()) == money
    WireMoney.model_validate_json(money.model_dump_json())


@pytest.mark.parametrize(
    "amount",
    [
        "",
        " 1",
        "1 ",
        "+1",
        "1.",
        ".5",
        "1e3",
        "NaN",
        "Infinity",
        "1,000",
        "1_000",
        "٣",
        "0.00001",
        "9" * 16,
        1,
        1.5,
        True,
        None,
    ],
)
def test_what_is_no_exact_amount_is_refused(amount: Any) -> None:
    assert not accepted(Money, {"amount": amount, "currency": CNY})


@pytest.mark.parametrize(
    "amount", [Decimal("NaN"), Decimal("Infinity"), Decimal("1e15"), Decimal("1e-5"), Decimal("1e999999")]
)
def test_what_is_no_bounded_decimal_is_refused(amount: Any) -> None:
    with pytest.raises(ValidationError):
        Money.of(amount, CNY)


@given(amounts, amounts, amounts)
def test_sums_do_not_depend_on_their_order(one: Any, two: Any, three: Any) -> None:
    assert (one + two) + three == one + (two + three) == Money.total([three, one, two], CNY)
    assert one - one == Money.zero(CNY)
    assert one + (-one) == Money.zero(CNY)


@given(amounts, st.decimals(0, 9, places=4))
def test_a_line_costs_whole_coins_rounded_half_up(price: Any, quantity: Any) -> None:
    exact = price.amount * quantity
    assert abs((price * quantity).amount - exact) <= Decimal("0.005")
    assert (price * quantity).amount.as_tuple().exponent == -2


def test_half_a_coin_is_rounded_away_from_zero() -> None:
    assert Money.of("0.005", CNY) * 1 == Money.of("0.01", CNY)
    assert Money.of("-0.005", CNY) * 1 == Money.of("-0.01", CNY)
    assert Money.of("2.5", "JPY") * 1 == Money.of("3", "JPY")


def test_currencies_do_not_mix() -> None:
    for combine in (Money.__add__, Money.__sub__, Money.__lt__, Money.__le__):
        with pytest.raises(CurrencyMismatch):
            combine(Money.of(1, CNY), Money.of(1, "USD"))
    assert Money.of(1, CNY) != Money.of(1, "USD")
    with pytest.raises(CurrencyMismatch):
        Money.total([Money.of(1, "USD")], CNY)


def test_a_result_beyond_the_digits_of_a_store_is_refused() -> None:
    most = Money.of("999999999999999", CNY)
    with pytest.raises(AmountTooLarge):
        most + most
    with pytest.raises(AmountTooLarge):
        -most - most
    for factor in (2, Decimal("1e999999"), Decimal("NaN")):
        with pytest.raises(AmountTooLarge):
            most * factor


def test_an_amount_to_pay_is_not_negative_and_in_whole_coins() -> None:
    assert accepted(Amount, {"amount": "0", "currency": CNY})
    assert accepted(Amount, {"amount": "0.01", "currency": CNY})
    assert not accepted(Amount, {"amount": "-0.01", "currency": CNY})
    assert not accepted(Amount, {"amount": "0.001", "currency": CNY})
    assert not accepted(Amount, {"amount": "0.5", "currency": "JPY"})
    assert accepted(Price, {"amount": "0.0035", "currency": CNY})
    assert not accepted(Price, {"amount": "-0.0035", "currency": CNY})


def test_only_currencies_in_use_are_currencies() -> None:
    assert len(MINOR_UNITS) > 150
    assert all(len(code) == 3 and set(code) <= set(string.ascii_uppercase) for code in MINOR_UNITS)
    for code in ("XXX", "XTS", "XAU", "cny", "CN", "CNYY", "", "DEM"):
        assert not accepted(Currency, code)


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800", "\x1b[31m", "a\x7f", "a\x85b", ""])
def test_control_characters_are_no_text(text: Any) -> None:
    assert not accepted(ShortText, text)
    assert accepted(LongText, text) == (text == "")


def test_lines_are_for_long_text_only() -> None:
    assert accepted(LongText, "a\r\n\tb")
    assert not accepted(ShortText, "a\nb")


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=200))
def test_any_other_text_is_kept_as_it_is_but_for_blanks_around_it(text: Any) -> None:
    if text.strip():
        assert TypeAdapter(ShortText).validate_python(f" {text} ") == text.strip()


def test_text_has_its_length() -> None:
    assert accepted(ShortText, "泵" * 200)
    assert not accepted(ShortText, "泵" * 201)
    assert not accepted(ShortText, "  ")
    assert not accepted(LongText, "x" * 4001)


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("a@b.example", True),
        ("张@例子.公司", True),
        ("a b@c", False),
        ("a@b@c", False),
        ("@b", False),
        ("a@", False),
        ("a" * 65 + "@b", False),
        ("a@" + "b" * 260, False),
    ],
)
def test_an_address_has_two_parts(address: Any, good: Any) -> None:
    assert accepted(Email, address) is good


@pytest.mark.parametrize(
    ("quantity", "good"),
    [
        ("1", True),
        ("0.0001", True),
        ("1000000000", True),
        ("0", False),
        ("-1", False),
        ("1000000001", False),
        ("1e3", False),
        (1, False),
    ],
)
def test_a_quantity_is_more_than_none(quantity: Any, good: Any) -> None:
    assert accepted(Quantity, quantity) is good


def test_a_line_knows_what_it_costs() -> None:
    line = Line.model_validate_json(
        '{"product_id":"P-100","name":"泵","quantity":"3","unit":"台","unit_price":{"amount":"0.3333","currency":"CNY"}}'
    )
    assert line.amount == Money.of("1.00", CNY)
    assert not accepted(Line, {**line.model_dump(), "discount": 1})


def test_ownership_names_people_and_teams_by_their_codes() -> None:
    assert accepted(Ownership, {"owner_id": "wang.min", "team": "south-1", "region": "south"})
    for wrong in ("", "wang min", "../x", "a" * 101, "王敏"):
        assert not accepted(Ownership, {"owner_id": wrong})


@pytest.mark.parametrize(("version", "good"), [(1, True), (0, False), (-1, False), (2**31, False)])
def test_versions_begin_at_one(version: Any, good: Any) -> None:
    assert accepted(Version, version) is good
