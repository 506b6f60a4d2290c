"""The commands of the field-service context, one short method each."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from crm_platform.context import Context
from crm_platform.errors import Invalid
from crm_platform.eventsourcing.log import AggregateConflict, EventLog, Recorded
from field_service.application.access import DISPATCHING, reaching
from field_service.application.commands import (
    AssignWorkOrder,
    CancelWorkOrder,
    CloseWorkOrder,
    OpenWorkOrder,
)
from field_service.application.master_data import MasterData, completed_customer, technician_of
from field_service.domain.errors import NotYourWorkOrder, WorkOrderExists
from field_service.domain.job import Job
from field_service.domain.work_order import WorkOrder


class WorkOrders:
    """Commands on work orders. Each returns when its events are stored."""

    def __init__(self, log: EventLog, master_data: MasterData) -> None:
        self._log = log
        self._master_data = master_data

    async def open_work_order(self, command: OpenWorkOrder, context: Context) -> Recorded:
        """Have somebody go to a customer. Raises `Invalid`, and `WorkOrderExists` when the chosen id is taken."""
        asked = command.customer
        known = await self._master_data.customer(asked.customer_id) if asked.customer_id else None
        try:
            customer = completed_customer(asked, known)
        except Invalid as refused:  # a repeated command is not judged by what is known by now
            return await self._log.answered_before(context, refused)
        job = Job(
            kind=command.kind,
            customer=customer,
            summary=command.summary,
            address=command.address or (known.address if known else None),
            items=command.items,
        )
        id_ = command.id or context.new_id()
        work_order = WorkOrder.open(
            id_, job, customer_region=known.region if known else None, now=context.now
        )
        try:
            return await self._log.save(context, work_order)
        except AggregateConflict:
            raise WorkOrderExists(id=str(id_)) from None

    async def assign_work_order(self, id: UUID, command: AssignWorkOrder, context: Context) -> Recorded:  # noqa: A002
        """Give the work to a technician. Raises `NotATechnician`, `InvalidTransition`."""
        person = await self._master_data.person(command.technician_id)
        return await self._change(
            id,
            context,
            lambda order: order.assign(
                technician_of(command.technician_id, person),
                scheduled_for=command.scheduled_for,
                now=context.now,
            ),
        )

    async def start_work_order(self, id: UUID, context: Context) -> Recorded:  # noqa: A002
        """Begin at the customer's. Raises `NotYourWorkOrder`, `InvalidTransition`."""

        def start(order: WorkOrder) -> None:
            _check_worker(order, context)
            order.start(now=context.now)

        return await self._change(id, context, start)

    async def close_work_order(self, id: UUID, command: CloseWorkOrder, context: Context) -> Recorded:  # noqa: A002
        """Tell what came of the work. Raises `NotYourWorkOrder`, `InvalidTransition`."""

        def close(order: WorkOrder) -> None:
            _check_worker(order, context)
            order.close(command.result, note=command.note, now=context.now)

        return await self._change(id, context, close)

    async def cancel_work_order(self, id: UUID, command: CancelWorkOrder, context: Context) -> Recorded:  # noqa: A002
        """Call the work off. Raises `InvalidTransition`."""
        return await self._change(id, context, lambda order: order.cancel(command.reason, now=context.now))

    async def _change(self, id: UUID, context: Context, decide: Callable[[WorkOrder], object]) -> Recorded:  # noqa: A002
        reached = replace(context, principal=reaching(context.principal))
        return await self._log.change(reached, WorkOrder, id, decide)


def _check_worker(order: WorkOrder, context: Context) -> None:
    if order.owner_id != context.actor and not context.principal.has(*DISPATCHING):
        raise NotYourWorkOrder
