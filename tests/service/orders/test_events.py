"""What orders hears and says: won opportunities place, peers report, the log replays, views rebuild."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
import sqlalchemy as sa

from crm_contracts import values as wire
from crm_contracts.integration_gateway.v1 import InvoiceReported, ProductionProgressReported
from crm_contracts.opportunities.v1 import OpportunityCustomerLinked, OpportunityWon
from crm_contracts.orders.v1 import OrderConfirmed, OrderPlaced
from crm_contracts.registry import Contract
from crm_platform.context import reaction
from crm_platform.ids import derived_id
from crm_platform.messaging import parking
from crm_platform.persistence.views import Row, select
from crm_platform.runtime import Service
from crm_testing.envelopes import NOON, said, tell
from crm_testing.services import service_under_test
from orders.adapters.views import ORDERS
from orders.application.policies import order_id_of
from orders.bootstrap import build
from orders.domain.order import Order
from orders.domain.state_machine import OrderState

OPPORTUNITY = UUID(int=2)
ORDER = order_id_of(OPPORTUNITY)
PLACING, REPORTS = "orders.placing", "orders.reports"


@pytest_asyncio.fixture
async def service(database: str) -> AsyncIterator[Service]:
    async with service_under_test(build, "orders", database) as running:
        yield running.service


def money(amount: str, currency: str = "CNY") -> wire.Money:
    return wire.Money(amount=amount, currency=currency)


def won(**changes: Any) -> OpportunityWon:
    line = wire.Line(
        product_id="P-1",
        name="Pump",
        quantity="2",
        unit="pcs",
        unit_price=money("500.00"),
        amount=money("1000.00"),
    )
    known: dict[str, Any] = {
        "title": "Pumps",
        "customer": wire.CustomerRef(name="恒达", customer_id="C-1"),
        "amount": money("1000.00"),
        "ownership": wire.Ownership(owner_id="wang.min", team="south-1", region="south"),
        "lines": [line],
        "won_at": NOON,
    }
    return OpportunityWon(**(known | changes))


def progress(percent: int, stage: str = "assembly") -> ProductionProgressReported:
    return ProductionProgressReported(
        order_id=str(ORDER), stage=stage, percent=percent, reported_at=NOON, peer="mes"
    )


def invoice(amount: str, number: str = "INV-1", currency: str = "CNY") -> InvoiceReported:
    return InvoiceReported(
        order_id=str(ORDER),
        invoice_number=number,
        amount=money(amount, currency),
        invoiced_at=NOON,
        peer="finance",
    )


async def report(service: Service, *reports: Contract, first: int = 1) -> None:
    for position, content in enumerate(reports, first):
        await tell(service, REPORTS, said(content, ORDER, position))


async def place(
    service: Service, opportunity: UUID = OPPORTUNITY, position: int = 1, **changes: Any
) -> Order:
    await tell(service, PLACING, said(won(**changes), opportunity, position))
    return await service.log.load(Order, order_id_of(opportunity))


async def confirm(service: Service, order_id: UUID = ORDER) -> None:
    await service.log.change(
        reaction("tester", f"confirm {order_id}"), Order, order_id, lambda o: o.confirm(None, now=NOON)
    )


async def present(service: Service) -> Order:
    return await service.log.load(Order, ORDER)


async def shown(service: Service) -> Row:
    await service.projector.reached(ORDERS, await service.log.position())
    t = ORDERS.table
    (row,) = await select(service.database, sa.select(t).where(ORDERS.at(None), t.c.id == ORDER))
    return row


async def parked(service: Service) -> list[tuple[str, int, str]]:
    async with service.database.connection() as connection:
        return [
            (row["aggregate_id"], row["events"], row["error"]) for row in await parking.listing(connection)
        ]


async def events(service: Service) -> int:
    return int((await service.database.fetch("SELECT count(*) FROM events"))[0][0])


async def test_an_order_placed_before_master_data_knew_the_customer_is_named_later(service: Service) -> None:
    nobody = wire.CustomerRef(name="恒达")
    await place(service, customer=nobody)
    await confirm(service)
    linked = OpportunityCustomerLinked(
        title="Pumps",
        customer=wire.CustomerRef(name="恒达", customer_id="C-7"),
        amount=money("1000.00"),
        lines=[],
        linked_at=NOON,
    )
    unknown = UUID(int=99)  # not won yet
    await tell(service, PLACING, said(linked, unknown, 2))
    for position in (3, 3, 4):
        await tell(service, PLACING, said(linked, OPPORTUNITY, position))
    order = await service.log.load(Order, ORDER)
    assert (order.sale.customer.customer_id, order.version) == ("C-7", 3)
    await service.projector.reached(ORDERS, await service.log.position())
    (row,) = await select(service.database, sa.select(ORDERS.table).where(ORDERS.at(None)))
    assert (row["customer_id"], row["state"]) == ("C-7", "confirmed")


async def test_a_won_opportunity_places_an_order_with_customer_lines_and_amount(service: Service) -> None:
    order = await place(service)
    sale = order.sale
    assert (order.opportunity_id, order.state, order.owner_id) == (OPPORTUNITY, OrderState.PLACED, "wang.min")
    assert (sale.customer.name, str(sale.amount), sale.lines[0].product_id) == ("恒达", "1000.00 CNY", "P-1")
    assert sale.number.startswith("SO-202603-")
    assert (await shown(service))["opportunity_id"] == OPPORTUNITY


async def test_the_month_of_a_number_is_that_of_the_company(service: Service) -> None:
    order = await place(service, won_at=datetime(2026, 2, 28, 17, tzinfo=UTC))
    assert order.sale.number.startswith("SO-202603-")


async def test_an_opportunity_with_an_amount_and_no_lines_is_ordered_as_quoted(service: Service) -> None:
    order = await place(service, lines=[], amount=money("80.00", "USD"))
    assert [(line.name, str(line.amount)) for line in order.sale.lines] == [("as quoted", "80.00 USD")]


async def test_a_won_opportunity_that_is_heard_again_changes_nothing(service: Service) -> None:
    heard = said(won(), OPPORTUNITY, 1)
    for partition in (0, 0, 1):
        await tell(service, PLACING, heard, partition=partition)
    # Another event that says the same, as from a log that was copied.
    await tell(service, PLACING, said(won(), OPPORTUNITY, 2))
    assert await events(service) == 2  # the order, and the claim on its number
    assert await parked(service) == []


async def test_progress_goes_only_forward_whatever_the_order_of_reports(service: Service) -> None:
    await place(service)
    await confirm(service)
    before = await events(service)
    await report(
        service, progress(20), progress(60, "painting"), progress(40), progress(60), progress(100, "packing")
    )
    assert await events(service) == before + 3
    row = await shown(service)
    assert (row["state"], row["progress_percent"], row["progress_stage"]) == ("in_production", 100, "packing")
    await tell(service, REPORTS, said(progress(100), ORDER, 5), partition=1)
    assert await events(service) == before + 3


async def test_invoices_add_up_to_the_amount_and_each_is_noted_once(service: Service) -> None:
    await place(service)
    await confirm(service)
    await report(service, invoice("600"), invoice("600"), invoice("400.00", "INV-2"))
    row = await shown(service)
    assert (row["invoiced"], row["invoiced_amount"], [i["number"] for i in row["invoices"]]) == (
        True,
        1000,
        ["INV-1", "INV-2"],
    )
    assert await parked(service) == []


async def test_a_report_that_comes_too_early_waits_with_what_follows_until_it_is_replayed(
    service: Service,
) -> None:
    await place(service)
    await report(service, invoice("600"), progress(10))
    ((id_, count, error),) = await parked(service)
    assert (id_, count, error.partition(":")[0]) == (str(ORDER), 2, "InvalidTransition")
    await confirm(service)
    async with service.database.connection() as connection:
        await parking.replay(connection, REPORTS, "integration-gateway", str(ORDER))
    effect = next(s.effect for s in service.subscriptions if s.effect.name == REPORTS)
    assert await effect.drain_parked() == 2
    order = await present(service)
    assert (order.state, str(order.rest)) == (OrderState.IN_PRODUCTION, "400.00 CNY")


@pytest.mark.parametrize(
    ("amount", "currency", "reason"),
    [
        ("1000.01", "CNY", "InvoicedTooMuch"),
        ("1", "USD", "CurrencyMismatch"),
        ("-1", "CNY", "ValidationError"),
    ],
)
async def test_an_invoice_that_cannot_be_right_is_parked_and_seen(
    service: Service, amount: str, currency: str, reason: str
) -> None:
    await place(service)
    await confirm(service)
    await report(service, invoice(amount, currency=currency))
    assert [error.partition(":")[0] for _, _, error in await parked(service)] == [reason]
    assert (await present(service)).invoices == ()


async def test_a_report_about_an_order_that_is_not_there_is_parked(service: Service) -> None:
    await report(service, progress(10))
    assert [error.partition(":")[0] for _, _, error in await parked(service)] == ["NotFound"]


async def test_replaying_the_log_gives_the_state_that_commands_left(service: Service) -> None:
    await place(service)
    await confirm(service)
    await report(service, progress(20), invoice("600"), progress(60))
    assert service.log._idle[ORDER] == await present(service)


async def test_a_rebuilt_view_has_the_same_bytes(service: Service) -> None:
    for number in range(10):
        await place(service, UUID(int=100 + number), number + 1)
    await place(service, position=11)
    await confirm(service)
    await report(service, progress(20), invoice("600"), progress(60), invoice("400", "INV-2"))
    await service.projector.reached(ORDERS, await service.log.position())

    async def fingerprint() -> str:
        rows = await service.database.fetch(
            "SELECT md5(string_agg(t::text, ',' ORDER BY id, version)) FROM order_list t"
        )
        return str(rows[0][0])

    before = await fingerprint()
    await service.projector.rebuild(ORDERS)
    assert await fingerprint() == before


async def test_every_event_of_an_order_goes_out_as_a_contract_and_number_claims_do_not(
    service: Service,
) -> None:
    await place(service)
    await confirm(service)
    await report(service, progress(20), invoice("600"))
    assert service.publishing is not None
    sent = [service.publishing.envelope(e) for e in await service.log.read(0, 100)]
    out = [envelope for envelope in sent if envelope is not None]
    assert [e.version for e in out] == [1, 2, 3, 4]
    assert len(sent) == 5
    placed, confirmed = OrderPlaced.model_validate(out[0].data), OrderConfirmed.model_validate(out[1].data)
    assert (placed.opportunity_id, placed.number) == (str(OPPORTUNITY), confirmed.number)
    assert (confirmed.lines[0].amount, confirmed.amount) == (money("1000.00"), money("1000.00"))
    assert (out[0].correlationid, out[0].causationid) == (
        "journey",
        str(derived_id("opportunities", str(OPPORTUNITY), "1")),
    )
