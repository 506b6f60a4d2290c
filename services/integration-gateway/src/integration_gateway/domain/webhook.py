"""A webhook: an address that some other system registered, and which published events it wants to hear of."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import StringConstraints

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.values import ShortText, Value

EventFilter = Annotated[
    str, StringConstraints(pattern=r"^(\*|crm\.[a-z-]{1,40}\.(\*|[A-Z][A-Za-z0-9]{0,80}\.v[1-9][0-9]{0,3}))$")
]
"""An event type (`crm.orders.OrderConfirmed.v1`), all of a context (`crm.orders.*`), or all (`*`)."""

MOST_SECRETS = 3
GONE = "gone"


class SealedSecret(Value):
    """A secret that only the service can open; it signs until `valid_until`, or until it is replaced."""

    sealed: str
    valid_until: datetime | None = None


class Webhook(Aggregate):
    TOPIC = "integration-gateway.Webhook"

    url: str
    types: tuple[EventFilter, ...]
    description: str | None
    secrets: tuple[SealedSecret, ...]
    active: bool = True

    class Registered(InitialEvent):
        TOPIC = "integration-gateway.WebhookRegistered"
        url: str
        types: tuple[EventFilter, ...]
        description: ShortText | None
        secrets: tuple[SealedSecret, ...]

    class Revised(DomainEvent):
        TOPIC = "integration-gateway.WebhookRevised"
        url: str
        types: tuple[EventFilter, ...]
        description: ShortText | None

        def apply(self, aggregate: "Webhook") -> None:
            aggregate.url, aggregate.types = self.url, self.types
            aggregate.description = self.description

    class SecretRotated(DomainEvent):
        """`secrets` are those that sign from now on, the new one first."""

        TOPIC = "integration-gateway.WebhookSecretRotated"
        secrets: tuple[SealedSecret, ...]

        def apply(self, aggregate: "Webhook") -> None:
            aggregate.secrets = self.secrets

    class Disabled(DomainEvent):
        TOPIC = "integration-gateway.WebhookDisabled"
        reason: ShortText

        def apply(self, aggregate: "Webhook") -> None:
            aggregate.active = False

    class Enabled(DomainEvent):
        TOPIC = "integration-gateway.WebhookEnabled"

        def apply(self, aggregate: "Webhook") -> None:
            aggregate.active = True

    @classmethod
    def register(
        cls,
        id: UUID,  # noqa: A002
        url: str,
        types: Iterable[str],
        *,
        secret: str,
        description: str | None,
        now: datetime,
    ) -> Self:
        """`url` was judged, `secret` is sealed."""
        return cls.begin(
            cls.Registered,
            id=id,
            now=now,
            url=url,
            types=tuple(types),
            description=description,
            secrets=(SealedSecret(sealed=secret),),
        )

    def revise(self, url: str, types: Iterable[str], *, description: str | None, now: datetime) -> None:
        wanted = tuple(types)
        if (url, wanted, description) != (self.url, self.types, self.description):
            self.record(self.Revised, now=now, url=url, types=wanted, description=description)

    def rotate(self, secret: str, *, old_until: datetime, now: datetime) -> None:
        """Sign with the sealed `secret`, and with the ones before it until `old_until`."""
        old = [
            SealedSecret(sealed=each.sealed, valid_until=min(each.valid_until or old_until, old_until))
            for each in self.secrets
        ]
        kept = [each for each in old if each.valid_until is not None and each.valid_until > now]
        secrets = (SealedSecret(sealed=secret), *kept)[:MOST_SECRETS]
        self.record(self.SecretRotated, now=now, secrets=secrets)

    def disable(self, reason: str, *, now: datetime) -> None:
        """Queue nothing more; what waits is held until it is enabled."""
        if self.active:
            self.record(self.Disabled, now=now, reason=reason)

    def enable(self, *, now: datetime) -> None:
        if not self.active:
            self.record(self.Enabled, now=now)


def wants(types: Iterable[str], event_type: str) -> bool:
    """Whether one of the filters lets an event of this type pass."""
    return any(
        each in ("*", event_type) or (each.endswith(".*") and event_type.startswith(each[:-1]))
        for each in types
    )


def signing_at(secrets: Iterable[SealedSecret], now: datetime) -> list[str]:
    """The sealed secrets that sign at `now`."""
    return [each.sealed for each in secrets if each.valid_until is None or each.valid_until > now]
