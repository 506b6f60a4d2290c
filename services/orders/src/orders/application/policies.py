"""How orders react by themselves: a won opportunity places one, and reports of peers are noted."""

from contextlib import suppress
from uuid import UUID

from crm_contracts import values as wire
from crm_contracts.envelope import Envelope
from crm_contracts.integration_gateway.v1 import InvoiceReported, ProductionProgressReported
from crm_contracts.opportunities.v1 import OpportunityCustomerLinked, OpportunityWon
from crm_platform.context import Context
from crm_platform.errors import NotFound
from crm_platform.eventsourcing.log import EventLog
from crm_platform.ids import derived_id
from crm_platform.values import CustomerRef, Line, Money, Ownership
from orders.application.service import Orders
from orders.domain.errors import OrderExists
from orders.domain.order import Invoice, Order, Progress


class Placing:
    """Places orders out of won opportunities."""

    def __init__(self, log: EventLog, orders: Orders) -> None:
        self._log = log
        self._orders = orders

    async def when_opportunity_won_place_order(
        self, contract: OpportunityWon, envelope: Envelope, context: Context
    ) -> None:
        """Place the order whose id follows from the opportunity's, once."""
        opportunity_id = UUID(envelope.subject)
        order_id = order_id_of(opportunity_id)
        try:
            await self._orders.place(
                context,
                order_id,
                CustomerRef(**contract.customer.model_dump()),
                Ownership(**contract.ownership.model_dump()),
                tuple(_line(line) for line in contract.lines),
                _money(contract.amount),
                opportunity_id=opportunity_id,
                placed_at=contract.won_at,
            )
        except OrderExists:
            present = await self._log.load(Order, order_id)
            if present.opportunity_id != opportunity_id:
                raise

    async def when_opportunity_customer_linked_link_it(
        self, contract: OpportunityCustomerLinked, envelope: Envelope, context: Context
    ) -> None:
        """Name the customer of an order that was placed before master data knew them."""
        customer_id, order_id = contract.customer.customer_id, order_id_of(UUID(envelope.subject))
        if customer_id is None:
            return
        with suppress(NotFound):  # the order, when it comes, will name the customer
            await self._log.change(
                context, Order, order_id, lambda o: o.link_customer(customer_id, now=context.now)
            )


class Reports:
    """Notes what production and finance report. What an order refuses is parked and seen."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    async def when_production_progress_reported_note_it(
        self, contract: ProductionProgressReported, _envelope: Envelope, context: Context
    ) -> None:
        """Note how far production is; old news changes nothing."""
        progress = Progress(
            stage=contract.stage,
            percent=contract.percent,
            note=contract.note,
            reported_at=contract.reported_at,
            source=contract.peer,
        )
        await self._log.change(
            context, Order, UUID(contract.order_id), lambda o: o.note_progress(progress, now=context.now)
        )

    async def when_invoice_reported_note_it(
        self, contract: InvoiceReported, _envelope: Envelope, context: Context
    ) -> None:
        """Note an invoice of finance, once."""
        invoice = Invoice(
            number=contract.invoice_number, amount=_money(contract.amount), invoiced_at=contract.invoiced_at
        )
        await self._log.change(
            context, Order, UUID(contract.order_id), lambda o: o.note_invoice(invoice, now=context.now)
        )


def order_id_of(opportunity_id: UUID) -> UUID:
    """The id of the order that follows from a won opportunity."""
    return derived_id("order-of-opportunity", str(opportunity_id))


def _money(money: wire.Money) -> Money:
    return Money.of(money.value, money.currency)


def _line(line: wire.Line) -> Line:
    return Line(
        product_id=line.product_id,
        name=line.name,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=_money(line.unit_price),
    )
