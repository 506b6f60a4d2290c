"""A delivery: one message to one target, from the moment it is decided until the target has it or nobody tries any more."""

from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import Value
from integration_gateway.domain.errors import DeliveryNotParked
from integration_gateway.domain.outcome import FINAL, Outcome, Verdict
from integration_gateway.domain.retry import RetrySchedule


class DeliveryStatus(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    PARKED = "parked"


class SourceEvent(Value):
    """The published event that a message tells of. Its `position` orders the messages about one `subject`."""

    id: UUID
    type: str
    source: str
    subject: str
    position: int
    time: datetime
    correlation_id: str


class Delivery(Aggregate):
    """Every attempt sends the same id and, as `body` is the SHA-256 of stored bytes, the same bytes."""

    TOPIC = "integration-gateway.Delivery"

    target: str
    message_id: str
    body: str
    event: SourceEvent
    next_at: datetime | None
    receiver: str | None = None
    status: DeliveryStatus = DeliveryStatus.WAITING
    attempts: int = 0
    failures: int = 0

    class Queued(InitialEvent):
        TOPIC = "integration-gateway.DeliveryQueued"
        target: str
        message_id: str
        type: str
        body: str
        event: SourceEvent
        next_at: datetime
        receiver: str | None = None

    class Attempted(DomainEvent):
        """An attempt that failed; `next_at` None when it was the last."""

        TOPIC = "integration-gateway.DeliveryAttempted"
        attempt: int
        verdict: Verdict
        http_status: int | None
        error: str | None
        next_at: datetime | None

        def apply(self, aggregate: "Delivery") -> None:
            aggregate.attempts = self.attempt
            aggregate.failures += 1
            aggregate.next_at = self.next_at

    class Delivered(DomainEvent):
        """An attempt that the target answered with success."""

        TOPIC = "integration-gateway.DeliveryDelivered"
        attempt: int
        http_status: int | None

        def apply(self, aggregate: "Delivery") -> None:
            aggregate.attempts = self.attempt
            aggregate.status = DeliveryStatus.DELIVERED
            aggregate.next_at = None

    class Parked(DomainEvent):
        TOPIC = "integration-gateway.DeliveryParked"
        reason: str

        def apply(self, aggregate: "Delivery") -> None:
            aggregate.status = DeliveryStatus.PARKED

    class Replayed(DomainEvent):
        TOPIC = "integration-gateway.DeliveryReplayed"
        next_at: datetime

        def apply(self, aggregate: "Delivery") -> None:
            aggregate.status = DeliveryStatus.WAITING
            aggregate.failures = 0
            aggregate.next_at = self.next_at

    @staticmethod
    def id_of(event_id: UUID, target: str, type: str, receiver: str | None = None) -> UUID:  # noqa: A002
        """Follows from the event, so that hearing of it twice tells the target once."""
        behind = () if receiver is None else (receiver,)
        return derived_id("delivery", str(event_id), target, type, *behind)

    @classmethod
    def queue(
        cls,
        event: SourceEvent,
        target: str,
        type: str,  # noqa: A002
        *,
        body: str,
        schedule: RetrySchedule,
        message_id: str | None = None,
        receiver: str | None = None,
        held_until: datetime | None = None,
        now: datetime,
    ) -> Self:
        """`message_id` is the delivery's own id unless the target knows the message by another.

        `receiver` is one of many behind the target, such as a person behind a mail server.
        """
        id_ = cls.id_of(event.id, target, type, receiver)
        name = message_id or str(id_)
        begin = now if held_until is None else max(now, held_until)
        wait = schedule.wait(name, 0)
        return cls.begin(
            cls.Queued,
            id=id_,
            now=now,
            target=target,
            message_id=name,
            type=type,
            body=body,
            event=event,
            next_at=begin if wait is None else begin + wait,
            receiver=receiver,
        )

    def is_due(self, now: datetime) -> bool:
        return self.next_at is not None and self.next_at <= now

    def note(self, outcome: Outcome, schedule: RetrySchedule, *, now: datetime) -> None:
        """Note what became of an attempt. A delivery that is settled stays so, whoever tried it meanwhile."""
        if self.status is not DeliveryStatus.WAITING:
            return
        attempt = self.attempts + 1
        if outcome.verdict is Verdict.DELIVERED:
            self.record(self.Delivered, now=now, attempt=attempt, http_status=outcome.status)
            return
        wait = schedule.wait(self.message_id, self.failures + 1, outcome.retry_after)
        final = outcome.verdict in FINAL
        self.record(
            self.Attempted,
            now=now,
            attempt=attempt,
            verdict=outcome.verdict,
            http_status=outcome.status,
            error=outcome.error,
            next_at=None if final or wait is None else now + wait,
        )
        if self.next_at is None:
            self.record(self.Parked, now=now, reason=outcome.verdict.value if final else "attempts-exhausted")

    def replay(self, *, now: datetime) -> None:
        """Try a parked delivery again from the beginning of the schedule. Raises `DeliveryNotParked`."""
        if self.status is not DeliveryStatus.PARKED:
            raise DeliveryNotParked(status=self.status.value)
        self.record(self.Replayed, now=now, next_at=now)
