"""What can be asked about work orders, as it goes over HTTP."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from crm_platform.values import Line
from field_service.domain.job import JobKind
from field_service.domain.work_order import WorkOrderStatus, WorkResult


class WorkOrderItem(BaseModel):
    """A work order in a list."""

    id: UUID
    version: int
    kind: JobKind
    status: WorkOrderStatus
    summary: str
    customer_id: str | None
    customer_name: str
    address: str | None
    order_id: UUID | None
    order_number: str | None
    technician_id: str | None
    technician_name: str | None
    team: str | None
    region: str | None
    scheduled_for: datetime | None
    result: WorkResult | None
    opened_at: datetime
    assigned_at: datetime | None
    started_at: datetime | None
    closed_at: datetime | None


class WorkOrderDetail(WorkOrderItem):
    """A work order with everything that is known of it."""

    contact: str | None
    phone: str | None
    email: str | None
    items: list[Line]
    note: str | None
    reason: str | None
