"""Which domain events of work orders become which contracts."""

from crm_contracts import values as wire
from crm_contracts.field_service import v1
from crm_platform.eventsourcing.publishing import Publishing, wire_line
from field_service.domain.work_order import WorkOrder


def _opened(event: WorkOrder.Opened) -> v1.WorkOrderOpened:
    job = event.job
    return v1.WorkOrderOpened(
        kind=job.kind.value,
        order_id=job.order_id and str(job.order_id),
        order_number=job.order_number,
        customer=wire.CustomerRef(**job.customer.model_dump()),
        address=job.address,
        items=[wire_line(item) for item in job.items],
        summary=job.summary,
        opened_at=event.timestamp,
    )


def _assigned(event: WorkOrder.Assigned) -> v1.WorkOrderAssigned:
    return v1.WorkOrderAssigned(
        technician_id=event.ownership.owner_id,
        technician_name=event.technician_name,
        scheduled_for=event.scheduled_for,
        assigned_at=event.timestamp,
    )


def _started(event: WorkOrder.Started) -> v1.WorkOrderStarted:
    return v1.WorkOrderStarted(started_at=event.timestamp)


def _closed(event: WorkOrder.Closed) -> v1.WorkOrderClosed:
    return v1.WorkOrderClosed(result=event.result.value, note=event.note, closed_at=event.timestamp)


def _cancelled(event: WorkOrder.Cancelled) -> v1.WorkOrderCancelled:
    return v1.WorkOrderCancelled(reason=event.reason, cancelled_at=event.timestamp)


publishing = Publishing(
    "field-service",
    {
        WorkOrder: {
            WorkOrder.Opened: _opened,
            WorkOrder.Assigned: _assigned,
            WorkOrder.Started: _started,
            WorkOrder.Closed: _closed,
            WorkOrder.Cancelled: _cancelled,
        }
    },
)
