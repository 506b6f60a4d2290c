"""The HTTP interface of field service: one short route per command and per question."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel

from crm_platform.errors import NotFound
from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, Reading, answer
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged, in_scope, sorted_by
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row, select
from crm_platform.values import Code, PersonId
from field_service.adapters.views import WORK_ORDERS
from field_service.application.access import DISPATCHING, WORKING, reaching
from field_service.application.commands import (
    AssignWorkOrder,
    CancelWorkOrder,
    CloseWorkOrder,
    OpenWorkOrder,
)
from field_service.application.queries import HistoryEntry, WorkOrderDetail, WorkOrderItem
from field_service.application.service import WorkOrders
from field_service.domain.job import JobKind
from field_service.domain.work_order import WorkOrderStatus

DISPATCHERS = requires(*DISPATCHING)
WORKERS = requires(*WORKING)
_PATH = "/api/field-service/v1/work-orders"
_SORTS = ("opened_at", "scheduled_for", "closed_at", "status", "customer_name")


class Changed(BaseModel):
    """The id of the work order that was changed."""

    id: UUID


def work_orders_router(service: WorkOrders, projector: Projector) -> ServiceRouter:
    """Routes under `/api/field-service/v1/work-orders`."""
    router = ServiceRouter(_PATH, tags=["work orders"])
    _add_commands(router, service)
    _add_questions(router, projector)
    return router


def _add_commands(router: ServiceRouter, service: WorkOrders) -> None:
    @router.post("", status_code=201, dependencies=[DISPATCHERS])
    async def open_work_order(body: OpenWorkOrder, context: CommandContext) -> Answer[Changed]:
        """Have somebody go to a customer; what is left out of a known customer is filled in."""
        recorded = await service.open_work_order(body, context)
        return answer(Changed(id=recorded.id), recorded, location=f"{_PATH}/{recorded.id}")

    @router.post("/{work_order_id}/assign", dependencies=[DISPATCHERS])
    async def assign_work_order(
        work_order_id: UUID, body: AssignWorkOrder, context: CommandContext
    ) -> Answer[Changed]:
        """Give the work to an active technician, or to another before it is started."""
        recorded = await service.assign_work_order(work_order_id, body, context)
        return answer(Changed(id=recorded.id), recorded)

    @router.post("/{work_order_id}/start", dependencies=[WORKERS])
    async def start_work_order(work_order_id: UUID, context: CommandContext) -> Answer[Changed]:
        """Begin at the customer's; for the assigned technician, or somebody who dispatches in their place."""
        recorded = await service.start_work_order(work_order_id, context)
        return answer(Changed(id=recorded.id), recorded)

    @router.post("/{work_order_id}/close", dependencies=[WORKERS])
    async def close_work_order(
        work_order_id: UUID, body: CloseWorkOrder, context: CommandContext
    ) -> Answer[Changed]:
        """Tell what came of the work that was started."""
        recorded = await service.close_work_order(work_order_id, body, context)
        return answer(Changed(id=recorded.id), recorded)

    @router.post("/{work_order_id}/cancel", dependencies=[DISPATCHERS])
    async def cancel_work_order(
        work_order_id: UUID, body: CancelWorkOrder, context: CommandContext
    ) -> Answer[Changed]:
        """Call the work off before it is closed."""
        recorded = await service.cancel_work_order(work_order_id, body, context)
        return answer(Changed(id=recorded.id), recorded)


def _add_questions(router: ServiceRouter, projector: Projector) -> None:
    database = projector.database

    @router.get("", dependencies=[signed_in])
    async def list_work_orders(
        reading: ReadContext,
        paging: Paged,
        status: WorkOrderStatus | None = None,
        kind: JobKind | None = None,
        technician: PersonId | None = None,
        customer: Code | None = None,
        order: UUID | None = None,
    ) -> Page[WorkOrderItem]:
        """Work orders in the caller's scope; sort by opened_at, scheduled_for, closed_at, status, customer_name."""
        await projector.reached(WORK_ORDERS, reading.min_position)
        t = WORK_ORDERS.table
        wanted = [
            (status, t.c.status == status),
            (kind, t.c.kind == kind),
            (technician, t.c.owner_id == technician),
            (customer, t.c.customer_id == customer),
            (order, t.c.order_id == order),
        ]
        statement = _visible(reading).where(*(condition for given, condition in wanted if given is not None))

        async def rows(page: sa.Select[Any]) -> Sequence[Row]:
            return await select(database, page)

        return await paging.page(
            statement, sorted_by(t, _SORTS, paging.sort, default="-opened_at"), rows, _item
        )

    @router.get("/{work_order_id}", dependencies=[signed_in])
    async def get_work_order(work_order_id: UUID, reading: ReadContext) -> Answer[WorkOrderDetail]:
        """A work order with its items, as it is or as it was."""
        row = await _row(work_order_id, reading)
        return Answer(WorkOrderDetail.model_validate(_with_technician(row)), version=row["version"])

    @router.get("/{work_order_id}/history", dependencies=[signed_in])
    async def work_order_history(work_order_id: UUID, reading: ReadContext) -> list[HistoryEntry]:
        """Everything that happened to a work order, oldest first."""
        await _row(work_order_id, reading)
        return [
            HistoryEntry(
                version=e.version,
                event=e.type,
                occurred_at=e.occurred_at,
                recorded_at=e.recorded_at,
                actor=e.metadata["actor"],
                content=e.state,
            )
            for e in await projector.log.history(work_order_id, as_of=reading.as_of)
        ]

    async def _row(work_order_id: UUID, reading: Reading) -> Row:
        await projector.reached(WORK_ORDERS, reading.min_position)
        rows = await select(database, _visible(reading).where(WORK_ORDERS.table.c.id == work_order_id))
        if not rows:
            raise NotFound
        return rows[0]


def _visible(reading: Reading) -> sa.Select[Any]:
    t = WORK_ORDERS.table
    return sa.select(t).where(WORK_ORDERS.at(reading.as_of), in_scope(t, reaching(reading.principal)))


def _item(row: Row) -> WorkOrderItem:
    return WorkOrderItem.model_validate(_with_technician(row))


def _with_technician(row: Row) -> Row:
    return row | {"technician_id": row["owner_id"]}
