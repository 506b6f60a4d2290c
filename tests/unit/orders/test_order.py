"""The life of an order."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from crm_platform.eventsourcing.aggregate import DomainEvent
from crm_platform.values import CurrencyMismatch, CustomerRef, Line, Money, Ownership
from crm_testing.given import given, when
from orders.domain.errors import (
    AmountMismatch,
    DeliveredInTheFuture,
    InvalidTransition,
    InvoiceChanged,
    InvoicedTooMuch,
    NothingOrdered,
)
from orders.domain.order import Invoice, Order, Progress
from orders.domain.sale import Sale, lines_and_amount
from orders.domain.state_machine import TRANSITIONS, OrderState, Step

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ID, OPPORTUNITY = UUID(int=1), UUID(int=2)
PUMP = Line(product_id="P-1", name="Pump", quantity=Decimal(2), unit_price=Money.of("500", "CNY"))
SALE = Sale(
    number="SO-202603-00000000",
    customer=CustomerRef(name="Acme"),
    ownership=Ownership(owner_id="li.na", team="east-1", region="east"),
    lines=(PUMP,),
    amount=Money.of("1000.00", "CNY"),
)
FRIDAY = date(2026, 3, 6)


EVENTS: dict[Step, type[DomainEvent]] = {
    Step.CONFIRM: Order.Confirmed,
    Step.PROGRESS: Order.Progressed,
    Step.DELIVER: Order.Delivered,
    Step.INVOICE: Order.Invoiced,
    Step.CANCEL: Order.Cancelled,
}


def placed() -> Order:
    return Order.place(ID, SALE, opportunity_id=OPPORTUNITY, now=NOON)


def confirmed() -> Order:
    order = placed()
    order.confirm(FRIDAY, now=NOON)
    return order


def in_production(percent: int = 40) -> Order:
    order = confirmed()
    order.note_progress(progress(percent), now=NOON)
    return order


def delivered() -> Order:
    order = in_production()
    order.deliver(None, "1 Harbour Road", now=NOON)
    return order


def cancelled() -> Order:
    order = placed()
    order.cancel("the customer withdrew", now=NOON)
    return order


def progress(percent: int) -> Progress:
    return Progress(stage="assembly", percent=percent, reported_at=NOON, source="mes")


def invoice(amount: str, number: str = "INV-1", currency: str = "CNY") -> Invoice:
    return Invoice(number=number, amount=Money.of(amount, currency), invoiced_at=NOON)


def test_an_order_is_placed_with_what_was_sold() -> None:
    order = when(placed).then(Order.Placed, sale=SALE, opportunity_id=OPPORTUNITY)
    assert order.state is OrderState.PLACED
    assert (order.owner_id, order.team, order.region) == ("li.na", "east-1", "east")


def test_confirming_carries_all_that_production_and_finance_need() -> None:
    order = (
        given(placed())
        .when(lambda o: o.confirm(FRIDAY, now=NOON))
        .then(Order.Confirmed, sale=SALE, promised_on=FRIDAY)
    )
    assert order.state is OrderState.CONFIRMED


def test_an_order_is_confirmed_once() -> None:
    refused = given(confirmed()).when(lambda o: o.confirm(None, now=NOON)).refused(InvalidTransition)
    assert refused.params["allowed"] == ["progress", "deliver", "invoice", "cancel"]


def test_the_first_report_begins_production_even_at_zero_percent() -> None:
    order = given(confirmed()).when(lambda o: o.note_progress(progress(0), now=NOON)).then(Order.Progressed)
    assert order.state is OrderState.IN_PRODUCTION


@pytest.mark.parametrize("percent", [40, 39, 0])
def test_progress_that_was_reported_before_or_is_out_of_order_changes_nothing(percent: int) -> None:
    given(in_production(40)).when(lambda o: o.note_progress(progress(percent), now=NOON)).then()


def test_progress_goes_forward() -> None:
    order = (
        given(in_production(40))
        .when(lambda o: o.note_progress(progress(41), now=NOON))
        .then(Order.Progressed)
    )
    assert order.progress == progress(41)


def test_production_of_an_order_that_is_not_confirmed_is_refused() -> None:
    given(placed()).when(lambda o: o.note_progress(progress(1), now=NOON)).refused(InvalidTransition)


@pytest.mark.parametrize("closed", [delivered, cancelled])
def test_progress_that_comes_after_the_end_changes_nothing(closed: Callable[[], Order]) -> None:
    given(closed()).when(lambda o: o.note_progress(progress(100), now=NOON)).then()


@pytest.mark.parametrize("ready", [confirmed, in_production])
def test_an_order_is_delivered_from_stock_or_from_production(ready: Callable[[], Order]) -> None:
    given(ready()).when(lambda o: o.deliver(None, "1 Harbour Road", now=NOON)).then(
        Order.Delivered, delivered_at=NOON, address="1 Harbour Road", sale=SALE
    )


def test_a_delivery_may_have_happened_before_but_not_in_the_future() -> None:
    past = given(confirmed())
    yesterday = NOON - timedelta(days=1)
    past.when(lambda o: o.deliver(yesterday, None, now=NOON)).then(Order.Delivered, delivered_at=yesterday)
    past.when(lambda o: o.deliver(NOON + timedelta(hours=1), None, now=NOON)).refused(
        DeliveredInTheFuture, pointer="#/delivered_at"
    )


def test_an_order_that_is_not_confirmed_is_not_delivered() -> None:
    given(placed()).when(lambda o: o.deliver(None, None, now=NOON)).refused(InvalidTransition)


@pytest.mark.parametrize("open_order", [placed, confirmed, in_production])
def test_an_order_is_cancelled_before_delivery(open_order: Callable[[], Order]) -> None:
    given(open_order()).when(lambda o: o.cancel("withdrawn", now=NOON)).then(
        Order.Cancelled, reason="withdrawn"
    )


@pytest.mark.parametrize("closed", [delivered, cancelled])
def test_an_order_is_not_cancelled_after_its_end(closed: Callable[[], Order]) -> None:
    given(closed()).when(lambda o: o.cancel("withdrawn", now=NOON)).refused(InvalidTransition)


@pytest.mark.parametrize("ready", [confirmed, in_production, delivered])
def test_invoices_are_noted_without_changing_the_state(ready: Callable[[], Order]) -> None:
    before = ready().state
    order = given(ready()).when(lambda o: o.note_invoice(invoice("300"), now=NOON)).then(Order.Invoiced)
    assert order.state is before
    assert str(order.rest) == "700.00 CNY"


def test_invoices_may_add_up_to_the_amount_but_not_beyond() -> None:
    order = confirmed()
    order.note_invoice(invoice("600"), now=NOON)
    past = given(order)
    past.when(lambda o: o.note_invoice(invoice("400", "INV-2"), now=NOON)).then(Order.Invoiced)
    past.when(lambda o: o.note_invoice(invoice("400.01", "INV-2"), now=NOON)).refused(InvoicedTooMuch)


def test_an_invoice_that_comes_again_is_noted_once_and_refused_when_it_changed() -> None:
    order = confirmed()
    order.note_invoice(invoice("600"), now=NOON)
    past = given(order)
    past.when(lambda o: o.note_invoice(invoice("600.00"), now=NOON)).then()
    past.when(lambda o: o.note_invoice(invoice("100"), now=NOON)).refused(InvoiceChanged)


def test_an_invoice_in_another_currency_is_refused() -> None:
    given(confirmed()).when(lambda o: o.note_invoice(invoice("1", currency="USD"), now=NOON)).refused(
        CurrencyMismatch
    )


@pytest.mark.parametrize("not_ready", [placed, cancelled])
def test_an_order_that_is_not_binding_is_not_invoiced(not_ready: Callable[[], Order]) -> None:
    given(not_ready()).when(lambda o: o.note_invoice(invoice("1"), now=NOON)).refused(InvalidTransition)


@pytest.mark.parametrize(
    ("step", "decide"),
    [
        (Step.CONFIRM, lambda o: o.confirm(None, now=NOON)),
        (Step.PROGRESS, lambda o: o.note_progress(progress(90), now=NOON)),
        (Step.DELIVER, lambda o: o.deliver(None, None, now=NOON)),
        (Step.INVOICE, lambda o: o.note_invoice(invoice("1"), now=NOON)),
        (Step.CANCEL, lambda o: o.cancel("withdrawn", now=NOON)),
    ],
)
@pytest.mark.parametrize("order", [placed, confirmed, in_production])
def test_each_step_leads_where_the_table_says(
    order: Callable[[], Order], step: Step, decide: Callable[[Order], None]
) -> None:
    before = order()
    outcome = given(before).when(decide)
    to = TRANSITIONS.get((before.state, step))
    if to is None:
        outcome.refused(InvalidTransition)
    else:
        assert outcome.then(EVENTS[step]).state is to


def test_lines_make_up_the_amount() -> None:
    assert lines_and_amount((PUMP,), None) == ((PUMP,), Money.of("1000", "CNY"))
    with pytest.raises(AmountMismatch):
        lines_and_amount((PUMP,), Money.of("999", "CNY"))


def test_an_amount_without_lines_is_one_line_as_quoted() -> None:
    (line,), amount = lines_and_amount((), Money.of("80", "CNY"))
    assert (line.name, str(line.amount), str(amount)) == ("as quoted", "80.00 CNY", "80.00 CNY")


@pytest.mark.parametrize("amount", [None, Money.zero("CNY")])
def test_nothing_cannot_be_ordered(amount: Money | None) -> None:
    with pytest.raises(NothingOrdered):
        lines_and_amount((), amount)
