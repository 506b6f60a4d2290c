"""The commands of the orders context, one short method each."""

from datetime import datetime, tzinfo
from uuid import UUID

from crm_platform.context import Context
from crm_platform.eventsourcing.log import AggregateConflict, EventLog, Recorded
from crm_platform.values import CustomerRef, Line, Money, Ownership
from orders.application.commands import CancelOrder, ConfirmOrder, DeliverOrder, PlaceOrder
from orders.domain.errors import OrderExists
from orders.domain.number import OrderNumberClaim, order_number
from orders.domain.order import Order
from orders.domain.sale import Sale, lines_and_amount

_ATTEMPTS = 5


class Orders:
    """Commands on orders. Each returns when its events are stored.

    `time_zone` is where the company is: it decides in which month an order is numbered.
    """

    def __init__(self, log: EventLog, time_zone: tzinfo) -> None:
        self._log = log
        self._time_zone = time_zone

    async def place_order(self, command: PlaceOrder, context: Context) -> Recorded:
        """Place an order that belongs to the caller. Raises `OrderExists` when the chosen id is taken."""
        principal = context.principal
        return await self.place(
            context,
            command.id or context.new_id(),
            command.customer,
            Ownership(owner_id=principal.subject, team=principal.team, region=principal.region),
            command.lines,
            command.amount,
            placed_at=context.now,
        )

    async def place(
        self,
        context: Context,
        order_id: UUID,
        customer: CustomerRef,
        ownership: Ownership,
        lines: tuple[Line, ...],
        amount: Money | None,
        *,
        opportunity_id: UUID | None = None,
        placed_at: datetime,
    ) -> Recorded:
        """Append the order and the claim on its number, trying further numbers while they are taken.

        Raises `OrderExists`, and what `lines_and_amount` raises.
        """
        lines, amount = lines_and_amount(lines, amount)
        for attempt in range(_ATTEMPTS):
            number = order_number(order_id, placed_at.astimezone(self._time_zone).date(), attempt)
            sale = Sale(number=number, customer=customer, ownership=ownership, lines=lines, amount=amount)
            order = Order.place(order_id, sale, opportunity_id=opportunity_id, now=placed_at)
            claim = OrderNumberClaim.claim(number, order_id, now=placed_at)
            try:
                return await self._log.save(context, order, claim, number=number)
            except AggregateConflict as conflict:
                if conflict.taken == order_id:
                    break
        raise OrderExists(id=str(order_id))

    async def confirm_order(self, order_id: UUID, command: ConfirmOrder, context: Context) -> Recorded:
        """Make an order binding for production and finance."""
        return await self._log.change(
            context, Order, order_id, lambda o: o.confirm(command.promised_on, now=context.now)
        )

    async def deliver_order(self, order_id: UUID, command: DeliverOrder, context: Context) -> Recorded:
        """The customer has the goods; they can be installed."""
        return await self._log.change(
            context,
            Order,
            order_id,
            lambda o: o.deliver(command.delivered_at, command.address, now=context.now),
        )

    async def cancel_order(self, order_id: UUID, command: CancelOrder, context: Context) -> Recorded:
        """The order will not be fulfilled."""
        return await self._log.change(
            context, Order, order_id, lambda o: o.cancel(command.reason, now=context.now)
        )
