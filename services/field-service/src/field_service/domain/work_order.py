"""A work order and its life: opened, assigned, started, then closed; or cancelled on the way."""

from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import Code, LongText, Ownership, PersonId, ShortText
from field_service.domain.errors import InvalidTransition
from field_service.domain.job import Job
from field_service.domain.technician import Technician


class WorkOrderStatus(StrEnum):
    OPEN = "open"
    ASSIGNED = "assigned"
    STARTED = "started"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class WorkResult(StrEnum):
    DONE = "done"
    NOT_DONE = "not_done"


class Step(StrEnum):
    ASSIGN = "assign"
    START = "start"
    CLOSE = "close"
    CANCEL = "cancel"


_STEPS = {
    WorkOrderStatus.OPEN: (Step.ASSIGN, Step.CANCEL),
    WorkOrderStatus.ASSIGNED: (Step.ASSIGN, Step.START, Step.CANCEL),
    WorkOrderStatus.STARTED: (Step.CLOSE, Step.CANCEL),
    WorkOrderStatus.CLOSED: (),
    WorkOrderStatus.CANCELLED: (),
}


class WorkOrder(Aggregate):
    TOPIC = "field-service.WorkOrder"

    job: Job
    customer_region: Code | None
    status: WorkOrderStatus = WorkOrderStatus.OPEN
    ownership: Ownership | None = None
    scheduled_for: datetime | None = None

    class Opened(InitialEvent):
        TOPIC = "field-service.WorkOrderOpened"
        job: Job
        customer_region: Code | None

    class Assigned(DomainEvent):
        TOPIC = "field-service.WorkOrderAssigned"
        ownership: Ownership
        technician_name: ShortText
        scheduled_for: datetime | None
        previous_technician_id: PersonId | None

        def apply(self, aggregate: "WorkOrder") -> None:
            aggregate.status = WorkOrderStatus.ASSIGNED
            aggregate.ownership = self.ownership
            aggregate.scheduled_for = self.scheduled_for

    class Started(DomainEvent):
        TOPIC = "field-service.WorkOrderStarted"

        def apply(self, aggregate: "WorkOrder") -> None:
            aggregate.status = WorkOrderStatus.STARTED

    class Closed(DomainEvent):
        TOPIC = "field-service.WorkOrderClosed"
        result: WorkResult
        note: LongText | None

        def apply(self, aggregate: "WorkOrder") -> None:
            aggregate.status = WorkOrderStatus.CLOSED

    class Cancelled(DomainEvent):
        TOPIC = "field-service.WorkOrderCancelled"
        reason: ShortText

        def apply(self, aggregate: "WorkOrder") -> None:
            aggregate.status = WorkOrderStatus.CANCELLED

    @staticmethod
    def id_of_installation(order_id: UUID) -> UUID:
        """Follows from the order's id, so that one order is installed only once."""
        return derived_id("installation-of-order", str(order_id))

    @classmethod
    def open(cls, id: UUID, job: Job, *, customer_region: str | None, now: datetime) -> Self:  # noqa: A002
        return cls.begin(cls.Opened, id=id, now=now, job=job, customer_region=customer_region)

    def assign(self, technician: Technician, *, scheduled_for: datetime | None, now: datetime) -> None:
        """Give the work to a technician, or to another before it is started."""
        self._must_allow(Step.ASSIGN)
        if (technician.ownership, scheduled_for) == (self.ownership, self.scheduled_for):
            return
        self.record(
            self.Assigned,
            now=now,
            ownership=technician.ownership,
            technician_name=technician.name,
            scheduled_for=scheduled_for,
            previous_technician_id=self.owner_id,
        )

    def start(self, *, now: datetime) -> None:
        self._must_allow(Step.START)
        self.record(self.Started, now=now)

    def close(self, result: WorkResult, *, note: str | None, now: datetime) -> None:
        self._must_allow(Step.CLOSE)
        self.record(self.Closed, now=now, result=result, note=note)

    def cancel(self, reason: str, *, now: datetime) -> None:
        self._must_allow(Step.CANCEL)
        self.record(self.Cancelled, now=now, reason=reason)

    @property
    def owner_id(self) -> str | None:
        return self.ownership.owner_id if self.ownership else None

    @property
    def team(self) -> str | None:
        return self.ownership.team if self.ownership else None

    @property
    def region(self) -> str | None:
        return self.ownership.region if self.ownership else self.customer_region

    def _must_allow(self, step: Step) -> None:
        allowed = _STEPS[self.status]
        if step not in allowed:
            names = [one.value for one in allowed]
            raise InvalidTransition(from_status=self.status.value, step=step.value, allowed=names)
