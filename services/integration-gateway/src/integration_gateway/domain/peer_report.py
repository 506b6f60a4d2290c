"""What peers report about orders: how far production is, and which invoices were written."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import Amount, LongText, ShortText, Value
from integration_gateway.domain.errors import InvoiceDiffers


class Progress(Value):
    """How far production of an order is; the peer counts the versions."""

    version: int = Field(ge=1, le=2**31 - 1)
    stage: ShortText
    percent: int = Field(ge=0, le=100)
    note: LongText | None = None
    reported_at: datetime


class Production(Aggregate):
    """The production of one order at one peer. Reports are taken in the order of their versions, late ones not at all."""

    TOPIC = "integration-gateway.Production"

    order_id: UUID
    peer: str
    progress: Progress

    class Reported(InitialEvent):
        TOPIC = "integration-gateway.ProductionReported"
        order_id: UUID
        peer: str
        progress: Progress

    class Progressed(DomainEvent):
        TOPIC = "integration-gateway.ProductionProgressed"
        order_id: UUID
        peer: str
        progress: Progress

        def apply(self, aggregate: "Production") -> None:
            aggregate.progress = self.progress

    @staticmethod
    def id_of(peer: str, order_id: UUID) -> UUID:
        return derived_id("production", peer, str(order_id))

    @classmethod
    def report(cls, peer: str, order_id: UUID, progress: Progress, *, now: datetime) -> Self:
        id_ = cls.id_of(peer, order_id)
        return cls.begin(cls.Reported, id=id_, now=now, order_id=order_id, peer=peer, progress=progress)

    def take(self, progress: Progress, *, now: datetime) -> None:
        if progress.version > self.progress.version:
            self.record(self.Progressed, now=now, order_id=self.order_id, peer=self.peer, progress=progress)


class InvoiceContent(Value):
    """An invoice as a peer wrote it."""

    order_id: UUID
    invoice_number: ShortText
    amount: Amount
    invoiced_at: datetime


class Invoice(Aggregate):
    """One invoice, by its number. It is reported once and never changes."""

    TOPIC = "integration-gateway.Invoice"

    peer: str
    content: InvoiceContent

    class Reported(InitialEvent):
        TOPIC = "integration-gateway.InvoiceReported"
        peer: str
        content: InvoiceContent

    @staticmethod
    def id_of(peer: str, invoice_number: str) -> UUID:
        return derived_id("invoice", peer, invoice_number)

    @classmethod
    def report(cls, peer: str, content: InvoiceContent, *, now: datetime) -> Self:
        id_ = cls.id_of(peer, content.invoice_number)
        return cls.begin(cls.Reported, id=id_, now=now, peer=peer, content=content)

    def take(self, content: InvoiceContent) -> None:
        """Raises `InvoiceDiffers` when the number is known for something else."""
        if content != self.content:
            raise InvoiceDiffers(invoice_number=content.invoice_number)
