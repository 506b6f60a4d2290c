"""A push subscription: one browser on one device that asked to be told while the web app is closed."""

from datetime import datetime
from typing import Self
from uuid import UUID

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import PersonId, ShortText, Value


class Device(Value):
    """Where pushes go: the push service's `host`, and its address with the browser's keys, `sealed`."""

    host: str
    sealed: str
    name: ShortText | None = None


class PushSubscription(Aggregate):
    """A browser tells the person who signed in there last, nobody else."""

    TOPIC = "integration-gateway.PushSubscription"

    person: str
    device: Device
    active: bool = True

    class Made(InitialEvent):
        TOPIC = "integration-gateway.PushSubscriptionMade"
        person: PersonId
        device: Device

    class Renewed(DomainEvent):
        TOPIC = "integration-gateway.PushSubscriptionRenewed"
        person: PersonId
        device: Device

        def apply(self, aggregate: "PushSubscription") -> None:
            aggregate.person, aggregate.device, aggregate.active = self.person, self.device, True

    class Removed(DomainEvent):
        """By the person, or because the push service no longer knows it."""

        TOPIC = "integration-gateway.PushSubscriptionRemoved"
        reason: ShortText

        def apply(self, aggregate: "PushSubscription") -> None:
            aggregate.active = False

    @staticmethod
    def id_of(endpoint: str) -> UUID:
        return derived_id("push-subscription", endpoint)

    @classmethod
    def make(cls, endpoint: str, person: str, device: Device, *, now: datetime) -> Self:
        return cls.begin(cls.Made, id=cls.id_of(endpoint), now=now, person=person, device=device)

    def renew(self, person: str, device: Device, *, now: datetime) -> None:
        """Sealing the same twice gives different text, so a renewal is always noted."""
        self.record(self.Renewed, now=now, person=person, device=device)

    def lose(self, person: str, reason: str, *, now: datetime) -> None:
        """Remove it, unless it became somebody else's."""
        if self.person == person:
            self.remove(reason, now=now)

    def remove(self, reason: str, *, now: datetime) -> None:
        if self.active:
            self.record(self.Removed, now=now, reason=reason)
