"""What this context does when others tell of something."""

from contextlib import suppress
from uuid import UUID

from crm_contracts import values as wire
from crm_contracts.envelope import Envelope
from crm_contracts.orders.v1 import OrderDelivered
from crm_platform.context import Context
from crm_platform.eventsourcing.log import AggregateConflict, EventLog
from crm_platform.values import CustomerRef, Line
from field_service.application.master_data import MasterData
from field_service.domain.job import installation
from field_service.domain.work_order import WorkOrder


class OrderPolicies:
    """Reactions to what happens to orders."""

    def __init__(self, log: EventLog, master_data: MasterData) -> None:
        self._log = log
        self._master_data = master_data

    async def when_order_delivered_open_installation(
        self, contract: OrderDelivered, envelope: Envelope, context: Context
    ) -> None:
        """Open the installation whose id follows from the order's, once, however often the order is delivered."""
        order_id = UUID(envelope.subject)
        customer = contract.customer
        known = await self._master_data.customer(customer.customer_id) if customer.customer_id else None
        job = installation(
            order_id,
            contract.number,
            CustomerRef(**customer.model_dump()),
            [_item(line) for line in contract.lines],
            contract.address or (known.address if known else None),
        )
        work_order = WorkOrder.open(
            WorkOrder.id_of_installation(order_id),
            job,
            customer_region=contract.ownership.region or (known.region if known else None),
            now=contract.delivered_at,
        )
        with suppress(AggregateConflict):
            await self._log.save(context, work_order)


def _item(line: wire.Line) -> Line:
    return Line.model_validate(line.model_dump(exclude={"amount"}))
