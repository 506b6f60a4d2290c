"""What peers tell us: master records, production progress, invoices. Taken once, whatever order it comes in."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

from crm_platform.context import Context
from crm_platform.errors import Invalid
from crm_platform.eventsourcing.log import EventLog, Recorded
from integration_gateway.application.translation import FINANCE, MASTER_DATA, MES
from integration_gateway.domain.master_record import (
    CustomerProfile,
    CustomerRecord,
    PersonProfile,
    PersonRecord,
    ProductProfile,
    ProductRecord,
    SourceVersion,
)
from integration_gateway.domain.peer_report import Invoice, InvoiceContent, Production, Progress

# Members that we do not know are the sender's own business.
_FROM_PEERS = ConfigDict(frozen=True, extra="ignore")


class InboundMessage(BaseModel):
    """The frame of every message."""

    model_config = _FROM_PEERS

    type: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    id: Annotated[str, StringConstraints(min_length=1, max_length=255)]
    data: dict[str, Any]


class ProductionProgressed(Progress):
    """`production.progressed`: how far production of an order is."""

    model_config = _FROM_PEERS

    order_id: UUID
    reported_at: AwareDatetime


class InvoiceIssued(InvoiceContent):
    """`invoice.issued`: an invoice was written."""

    model_config = _FROM_PEERS

    invoiced_at: AwareDatetime


class CustomerChanged(CustomerProfile):
    """`customer.changed`: this is the customer now."""

    model_config = _FROM_PEERS

    version: SourceVersion


class ProductChanged(ProductProfile):
    """`product.changed`: this is the product now."""

    model_config = _FROM_PEERS

    version: SourceVersion


class PersonChanged(PersonProfile):
    """`person.changed`: this is the person now."""

    model_config = _FROM_PEERS

    version: SourceVersion


Content = ProductionProgressed | InvoiceIssued | CustomerChanged | ProductChanged | PersonChanged

MESSAGES: Mapping[str, Mapping[str, type[Content]]] = {
    MES: {"production.progressed": ProductionProgressed},
    FINANCE: {"invoice.issued": InvoiceIssued},
    MASTER_DATA: {
        "customer.changed": CustomerChanged,
        "product.changed": ProductChanged,
        "person.changed": PersonChanged,
    },
}
"""What each peer may tell us."""


def content_of(peer: str, type_: str) -> type[Content]:
    """The form of a message; raises `Invalid` at `#/type` for one that this peer may not send."""
    known = MESSAGES.get(peer, {})
    if type_ not in known:
        detail = f"Is none of: {', '.join(known)}" if known else "This peer sends no messages"
        raise Invalid.at("#/type", "unknown-message-type", detail, "该系统不发送此类消息")
    return known[type_]


class Inbound:
    """Takes messages whose origin is proven. The key of the context is the message's id."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    async def take(self, peer: str, content: Content, context: Context) -> Recorded:
        """Record what is new; what is known already changes nothing. Raises `InvoiceDiffers`."""
        now = context.now
        match content:
            case ProductionProgressed():
                progress = _part(Progress, content)
                return await self._log.define(
                    context,
                    Production,
                    Production.id_of(peer, content.order_id),
                    lambda: Production.report(peer, content.order_id, progress, now=now),
                    lambda production: production.take(progress, now=now),
                )
            case InvoiceIssued():
                invoice = _part(InvoiceContent, content)
                return await self._log.define(
                    context,
                    Invoice,
                    Invoice.id_of(peer, invoice.invoice_number),
                    lambda: Invoice.report(peer, invoice, now=now),
                    lambda known: known.take(invoice),
                )
            case _:
                return await self._record(content, context)

    async def _record(
        self, content: CustomerChanged | ProductChanged | PersonChanged, context: Context
    ) -> Recorded:
        now, version = context.now, content.version
        match content:
            case CustomerChanged():
                customer = _part(CustomerProfile, content)
                return await self._log.define(
                    context,
                    CustomerRecord,
                    CustomerRecord.id_of(customer),
                    lambda: CustomerRecord.begin_with(customer, version, now=now),
                    lambda record: record.take(customer, version, now=now),
                )
            case ProductChanged():
                product = _part(ProductProfile, content)
                return await self._log.define(
                    context,
                    ProductRecord,
                    ProductRecord.id_of(product),
                    lambda: ProductRecord.begin_with(product, version, now=now),
                    lambda record: record.take(product, version, now=now),
                )
            case PersonChanged():
                person = _part(PersonProfile, content)
                return await self._log.define(
                    context,
                    PersonRecord,
                    PersonRecord.id_of(person),
                    lambda: PersonRecord.begin_with(person, version, now=now),
                    lambda record: record.take(person, version, now=now),
                )


P = TypeVar("P", bound=BaseModel)


def _part(kind: type[P], content: P) -> P:
    """The domain value inside a message."""
    return kind.model_construct(**{name: getattr(content, name) for name in kind.model_fields})
