"""Which domain events of the integration gateway become which contracts. Deliveries and webhooks are private."""

from crm_contracts.integration_gateway import v1
from crm_contracts.values import Money
from crm_platform.eventsourcing.publishing import Publishing
from integration_gateway.domain.master_record import CustomerRecord, PersonRecord, ProductRecord
from integration_gateway.domain.peer_report import Invoice, Production


def _customer(event: CustomerRecord.Recorded | CustomerRecord.Revised) -> v1.CustomerRecorded:
    return v1.CustomerRecorded(**event.profile.model_dump(), source_version=event.source_version)


def _product(event: ProductRecord.Recorded | ProductRecord.Revised) -> v1.ProductRecorded:
    price = event.profile.price
    return v1.ProductRecorded(
        **event.profile.model_dump(exclude={"price"}),
        price=Money.of(price.amount, price.currency),
        source_version=event.source_version,
    )


def _person(event: PersonRecord.Recorded | PersonRecord.Revised) -> v1.PersonRecorded:
    return v1.PersonRecorded(
        **event.profile.model_dump(exclude={"roles"}),
        roles=list(event.profile.roles),
        source_version=event.source_version,
    )


def _progress(event: Production.Reported | Production.Progressed) -> v1.ProductionProgressReported:
    return v1.ProductionProgressReported(
        order_id=str(event.order_id), peer=event.peer, **event.progress.model_dump(exclude={"version"})
    )


def _invoice(event: Invoice.Reported) -> v1.InvoiceReported:
    content = event.content
    return v1.InvoiceReported(
        order_id=str(content.order_id),
        invoice_number=content.invoice_number,
        amount=Money.of(content.amount.amount, content.amount.currency),
        invoiced_at=content.invoiced_at,
        peer=event.peer,
    )


publishing = Publishing(
    "integration-gateway",
    {
        CustomerRecord: {CustomerRecord.Recorded: _customer, CustomerRecord.Revised: _customer},
        ProductRecord: {ProductRecord.Recorded: _product, ProductRecord.Revised: _product},
        PersonRecord: {PersonRecord.Recorded: _person, PersonRecord.Revised: _person},
        Production: {Production.Reported: _progress, Production.Progressed: _progress},
        Invoice: {Invoice.Reported: _invoice},
    },
)
