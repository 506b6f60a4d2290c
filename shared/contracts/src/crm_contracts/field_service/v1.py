"""What the field-service context publishes; the subject is the work order's id."""

from pydantic import Field

from crm_contracts.registry import Contract, contract
from crm_contracts.values import CustomerRef, Line, UtcTime


@contract("crm.field-service.WorkOrderOpened.v1")
class WorkOrderOpened(Contract):
    """Somebody has to go to the customer."""

    kind: str = Field(description="What is to be done there.", examples=["installation"])
    order_id: str | None = None
    order_number: str | None = None
    customer: CustomerRef
    address: str | None = None
    items: list[Line] = Field(description="What the work is about.")
    summary: str
    opened_at: UtcTime


@contract("crm.field-service.WorkOrderAssigned.v1")
class WorkOrderAssigned(Contract):
    """A technician has the work order."""

    technician_id: str
    technician_name: str
    scheduled_for: UtcTime | None = None
    assigned_at: UtcTime


@contract("crm.field-service.WorkOrderStarted.v1")
class WorkOrderStarted(Contract):
    """The technician began at the customer's."""

    started_at: UtcTime


@contract("crm.field-service.WorkOrderClosed.v1")
class WorkOrderClosed(Contract):
    """The work is done, with its result."""

    result: str
    note: str | None = None
    closed_at: UtcTime


@contract("crm.field-service.WorkOrderCancelled.v1")
class WorkOrderCancelled(Contract):
    """Nobody has to go any more."""

    reason: str
    cancelled_at: UtcTime
