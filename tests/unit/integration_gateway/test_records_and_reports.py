"""What comes from outside is taken once and in its own order: master records by version, reports by version, invoices by number."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from crm_platform.values import Money
from crm_testing.given import given, when
from integration_gateway.domain.errors import InvoiceDiffers
from integration_gateway.domain.master_record import (
    CustomerProfile,
    CustomerRecord,
    PersonProfile,
    PersonRecord,
    ProductProfile,
    ProductRecord,
)
from integration_gateway.domain.peer_report import Invoice, InvoiceContent, Production, Progress

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ORDER = UUID(int=3)
ACME = CustomerProfile(customer_id="C-1", name="恒达")
PUMP = ProductProfile(product_id="P-1", name="Pump", unit="台", price=Money.of("10", "CNY"))
LI = PersonProfile(person_id="li.na", name="李娜", roles=("salesperson",))
CUSTOMER = CustomerRecord.begin_with(ACME, 3, now=NOON)
PRODUCT = ProductRecord.begin_with(PUMP, 3, now=NOON)
PERSON = PersonRecord.begin_with(LI, 3, now=NOON)
INVOICE = InvoiceContent(
    order_id=ORDER, invoice_number="INV-1", amount=Money.of("10.00", "CNY"), invoiced_at=NOON
)


def progress(version: int, percent: int = 40) -> Progress:
    return Progress(version=version, stage="in_production", percent=percent, reported_at=NOON)


def test_what_is_new_begins_a_record_under_an_id_that_follows_from_its_own() -> None:
    first = when(lambda: CustomerRecord.begin_with(ACME, 1, now=NOON)).then(
        CustomerRecord.Recorded, profile=ACME, source_version=1
    )
    assert first.id == CUSTOMER.id
    assert len({CUSTOMER.id, PRODUCT.id, PERSON.id}) == 3


def test_a_newer_version_replaces_the_whole_record() -> None:
    changed = ACME.model_copy(update={"phone": "123"})
    given(CUSTOMER).when(lambda r: r.take(changed, 4, now=NOON)).then(
        CustomerRecord.Revised, profile=changed, source_version=4
    )
    given(PRODUCT).when(lambda r: r.take(PUMP, 9, now=NOON)).then(ProductRecord.Revised, source_version=9)
    given(PERSON).when(lambda r: r.take(LI, 4, now=NOON)).then(PersonRecord.Revised, source_version=4)


@pytest.mark.parametrize("version", [1, 2, 3])
def test_an_older_or_equal_version_changes_nothing(version: int) -> None:
    other = ACME.model_copy(update={"name": "old name"})
    given(CUSTOMER).when(lambda r: r.take(other, version, now=NOON)).then()
    given(PRODUCT).when(lambda r: r.take(PUMP, version, now=NOON)).then()
    given(PERSON).when(lambda r: r.take(LI, version, now=NOON)).then()


def test_production_goes_on_by_version_and_late_reports_change_nothing() -> None:
    production = Production.report("mes", ORDER, progress(2), now=NOON)
    given(production).when(lambda p: p.take(progress(1, 90), now=NOON)).then()
    given(production).when(lambda p: p.take(progress(2, 90), now=NOON)).then()
    given(production).when(lambda p: p.take(progress(4), now=NOON)).then(
        Production.Progressed, order_id=ORDER, peer="mes", progress=progress(4)
    )


def test_an_invoice_is_reported_once_and_never_changes() -> None:
    invoice = when(lambda: Invoice.report("finance", INVOICE, now=NOON)).then(Invoice.Reported)
    given(invoice).when(lambda i: i.take(INVOICE)).then()
    other = INVOICE.model_copy(update={"amount": Money.of("11.00", "CNY")})
    given(invoice).when(lambda i: i.take(other)).refused(InvoiceDiffers)
