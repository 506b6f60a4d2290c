"""An order and its life: placed, confirmed, produced, delivered, invoiced meanwhile, or cancelled before delivery."""

from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID

from pydantic import Field

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.values import Amount, LongText, Money, ShortText, Value
from orders.domain.errors import DeliveredInTheFuture, InvoiceChanged, InvoicedTooMuch
from orders.domain.sale import Sale
from orders.domain.state_machine import OrderState, Step, after

_CLOCKS_DIFFER = timedelta(minutes=5)


class Invoice(Value):
    """One invoice that finance wrote."""

    number: ShortText
    amount: Amount
    invoiced_at: datetime


class Progress(Value):
    """How far production is, as somebody reported it."""

    stage: ShortText
    percent: int = Field(ge=0, le=100)
    note: LongText | None = None
    reported_at: datetime
    source: ShortText


class Order(Aggregate):
    TOPIC = "orders.Order"

    sale: Sale
    opportunity_id: UUID | None
    state: OrderState = OrderState.PLACED
    progress: Progress | None = None
    promised_on: date | None = None
    invoices: tuple[Invoice, ...] = ()

    class Placed(InitialEvent):
        TOPIC = "orders.OrderPlaced"
        sale: Sale
        opportunity_id: UUID | None

    class Confirmed(DomainEvent):
        TOPIC = "orders.OrderConfirmed"
        sale: Sale
        promised_on: date | None

        def apply(self, aggregate: "Order") -> None:
            aggregate.state = OrderState.CONFIRMED
            aggregate.promised_on = self.promised_on

    class Progressed(DomainEvent):
        TOPIC = "orders.OrderProgressed"
        progress: Progress

        def apply(self, aggregate: "Order") -> None:
            aggregate.state = OrderState.IN_PRODUCTION
            aggregate.progress = self.progress

    class Delivered(DomainEvent):
        TOPIC = "orders.OrderDelivered"
        sale: Sale
        delivered_at: datetime
        address: ShortText | None

        def apply(self, aggregate: "Order") -> None:
            aggregate.state = OrderState.DELIVERED

    class Invoiced(DomainEvent):
        TOPIC = "orders.OrderInvoiced"
        invoice: Invoice

        def apply(self, aggregate: "Order") -> None:
            aggregate.invoices = (*aggregate.invoices, self.invoice)

    class CustomerLinked(DomainEvent):
        """Master data knows the customer by now."""

        TOPIC = "orders.OrderCustomerLinked"
        sale: Sale
        promised_on: date | None

        def apply(self, aggregate: "Order") -> None:
            aggregate.sale = self.sale

    class Cancelled(DomainEvent):
        TOPIC = "orders.OrderCancelled"
        reason: ShortText

        def apply(self, aggregate: "Order") -> None:
            aggregate.state = OrderState.CANCELLED

    @classmethod
    def place(cls, id: UUID, sale: Sale, *, opportunity_id: UUID | None = None, now: datetime) -> Self:  # noqa: A002
        return cls.begin(cls.Placed, id=id, now=now, sale=sale, opportunity_id=opportunity_id)

    def confirm(self, promised_on: date | None, *, now: datetime) -> None:
        after(self.state, Step.CONFIRM)
        self.record(self.Confirmed, now=now, sale=self.sale, promised_on=promised_on)

    def note_progress(self, progress: Progress, *, now: datetime) -> None:
        """Only forward: what was reported before, or comes after the order is closed, changes nothing."""
        late = self.progress is not None and progress.percent <= self.progress.percent
        if late or self.state in {OrderState.DELIVERED, OrderState.CANCELLED}:
            return
        after(self.state, Step.PROGRESS)
        self.record(self.Progressed, now=now, progress=progress)

    def deliver(self, delivered_at: datetime | None, address: str | None, *, now: datetime) -> None:
        after(self.state, Step.DELIVER)
        if delivered_at is not None and delivered_at > now + _CLOCKS_DIFFER:
            raise DeliveredInTheFuture(pointer="#/delivered_at", delivered_at=delivered_at.isoformat())
        self.record(
            self.Delivered, now=now, sale=self.sale, delivered_at=delivered_at or now, address=address
        )

    def note_invoice(self, invoice: Invoice, *, now: datetime) -> None:
        """An invoice is noted once. Raises `InvoiceChanged`, `CurrencyMismatch`, `InvoicedTooMuch`."""
        known = next((one for one in self.invoices if one.number == invoice.number), None)
        if known is not None:
            if known.amount != invoice.amount:
                raise InvoiceChanged(
                    invoice_number=invoice.number, amount=str(invoice.amount), known=str(known.amount)
                )
            return
        after(self.state, Step.INVOICE)
        if not invoice.amount <= self.rest:
            raise InvoicedTooMuch(amount=str(invoice.amount), rest=str(self.rest))
        self.record(self.Invoiced, now=now, invoice=invoice)

    def link_customer(self, customer_id: str, *, now: datetime) -> None:
        """Name the customer, in whichever state it is; one that is named already stays."""
        customer = self.sale.customer
        if customer.customer_id is None:
            linked = customer.model_copy(update={"customer_id": customer_id})
            sale = self.sale.model_copy(update={"customer": linked})
            self.record(self.CustomerLinked, now=now, sale=sale, promised_on=self.promised_on)

    def cancel(self, reason: str, *, now: datetime) -> None:
        after(self.state, Step.CANCEL)
        self.record(self.Cancelled, now=now, reason=reason)

    @property
    def rest(self) -> Money:
        """What is left to invoice."""
        invoiced = Money.total((invoice.amount for invoice in self.invoices), self.sale.amount.currency)
        return self.sale.amount - invoiced

    @property
    def owner_id(self) -> str | None:
        return self.sale.ownership.owner_id

    @property
    def team(self) -> str | None:
        return self.sale.ownership.team

    @property
    def region(self) -> str | None:
        return self.sale.ownership.region
