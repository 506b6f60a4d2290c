"""The HTTP interface of field service: one short route per command and per question."""

from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel

from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.listing import HistoryEntry, Listing
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged, in_scope
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
from crm_platform.security.scope import Principal
from crm_platform.values import Code, PersonId
from field_service.adapters.views import WORK_ORDERS
from field_service.application.access import DISPATCHING, WORKING, reaching
from field_service.application.commands import (
    AssignWorkOrder,
    CancelWorkOrder,
    CloseWorkOrder,
    OpenWorkOrder,
)
from field_service.application.queries import WorkOrderDetail, WorkOrderItem
from field_service.application.service import WorkOrders
from field_service.domain.job import JobKind
from field_service.domain.work_order import WorkOrderStatus

DISPATCHERS = requires(*DISPATCHING)
WORKERS = requires(*WORKING)
PATH = "/api/field-service/v1/work-orders"
_SORTS = ("opened_at", "scheduled_for", "closed_at", "status", "customer_name")


class Changed(BaseModel):
    """The id of the work order that was changed."""

    id: UUID


def commands_router(service: WorkOrders) -> ServiceRouter:
    """What can be done with work orders."""
    router = ServiceRouter(PATH, tags=["work orders"])

    @router.post("", status_code=201, dependencies=[DISPATCHERS])
    async def open_work_order(body: OpenWorkOrder, context: CommandContext) -> Answer[Changed]:
        """Have somebody go to a customer; what is left out of a known customer is filled in."""
        recorded = await service.open_work_order(body, context)
        return answer(Changed(id=recorded.id), recorded, location=f"{PATH}/{recorded.id}")

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

    return router


def queries_router(projector: Projector) -> ServiceRouter:
    """What can be asked about work orders."""
    router = ServiceRouter(PATH, tags=["work orders"], dependencies=[signed_in])
    orders = Listing(
        projector,
        WORK_ORDERS,
        sorts=_SORTS,
        default="-opened_at",
        scope=reached,
    )

    @router.get("")
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
        return await orders.page(
            reading,
            paging,
            _item,
            status=status,
            kind=kind,
            owner_id=technician,
            customer_id=customer,
            order_id=order,
        )

    @router.get("/{work_order_id}")
    async def get_work_order(work_order_id: UUID, reading: ReadContext) -> Answer[WorkOrderDetail]:
        """A work order with its items, as it is or as it was."""
        row = await orders.row(work_order_id, reading)
        return Answer(work_order_detail(row), version=row["version"])

    @router.get("/{work_order_id}/history")
    async def work_order_history(work_order_id: UUID, reading: ReadContext) -> list[HistoryEntry]:
        """Everything that happened to a work order, oldest first."""
        return await orders.history(work_order_id, reading)

    return router


def _item(row: Row) -> WorkOrderItem:
    return WorkOrderItem.model_validate(_with_technician(row))


def reached(table: sa.Table, principal: Principal) -> sa.ColumnElement[bool]:
    """The rows that the caller reaches here, in lists as on devices."""
    return in_scope(table, reaching(principal))


def work_order_detail(row: Row) -> WorkOrderDetail:
    """A row with everything that is known of the work order."""
    return WorkOrderDetail.model_validate(_with_technician(row))


def _with_technician(row: Row) -> Row:
    return row | {"technician_id": row["owner_id"]}
