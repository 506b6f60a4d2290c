"""The table that lists and details of work orders are read from."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from crm_platform.persistence.views import Row, View
from field_service.domain.work_order import WorkOrder, WorkOrderStatus


def _fold(row: Row, event: Any) -> None:
    match event:
        case WorkOrder.Opened(job=job):
            row |= job.model_dump(include={"summary", "address", "order_id", "order_number"})
            row |= {"kind": job.kind.value, "items": [item.model_dump(mode="json") for item in job.items]}
            row |= {"customer_id": job.customer.customer_id, "customer_name": job.customer.name}
            row |= job.customer.model_dump(include={"contact", "phone", "email"})
            row |= {"region": event.customer_region, "opened_at": event.timestamp}
            row["status"] = WorkOrderStatus.OPEN.value
        case WorkOrder.Assigned(ownership=ownership):
            row |= ownership.model_dump()
            row |= {"technician_name": event.technician_name, "scheduled_for": event.scheduled_for}
            row |= {"status": WorkOrderStatus.ASSIGNED.value, "assigned_at": event.timestamp}
        case WorkOrder.Started():
            row |= {"status": WorkOrderStatus.STARTED.value, "started_at": event.timestamp}
        case WorkOrder.Closed():
            row |= {"status": WorkOrderStatus.CLOSED.value, "closed_at": event.timestamp}
            row |= {"result": event.result.value, "note": event.note}
        case WorkOrder.Cancelled():
            row |= {"status": WorkOrderStatus.CANCELLED.value, "closed_at": event.timestamp}
            row["reason"] = event.reason


WORK_ORDERS = View(
    "work_order_list",
    WorkOrder,
    _fold,
    sa.Column("kind", sa.Text),
    sa.Column("status", sa.Text),
    sa.Column("summary", sa.Text),
    sa.Column("customer_id", sa.Text),
    sa.Column("customer_name", sa.Text),
    sa.Column("contact", sa.Text),
    sa.Column("phone", sa.Text),
    sa.Column("email", sa.Text),
    sa.Column("address", sa.Text),
    sa.Column("items", JSONB),
    sa.Column("order_id", sa.Uuid),
    sa.Column("order_number", sa.Text),
    sa.Column("owner_id", sa.Text),
    sa.Column("technician_name", sa.Text),
    sa.Column("team", sa.Text),
    sa.Column("region", sa.Text),
    sa.Column("scheduled_for", sa.TIMESTAMP(timezone=True)),
    sa.Column("result", sa.Text),
    sa.Column("note", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("opened_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("assigned_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("started_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("closed_at", sa.TIMESTAMP(timezone=True)),
    indexed=[("opened_at", "id"), ("owner_id", "status"), ("status", "opened_at"), "customer_id", "order_id"],
)
