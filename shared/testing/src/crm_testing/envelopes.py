"""What other contexts say, handed to consumers as they get it off Kafka."""

from datetime import UTC, datetime
from uuid import uuid4

from crm_contracts.envelope import Envelope
from crm_contracts.registry import Contract, context_of, type_of
from crm_platform.ids import derived_id
from crm_platform.runtime import Service

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def said(
    content: Contract,
    subject: object = None,
    position: int = 1,
    *,
    version: int | None = None,
    time: datetime = NOON,
    actor: str = "wang.min",
) -> Envelope:
    """A contract as its context publishes it: about an aggregate, else a new one, in a version like its position."""
    type_, about, version = type_of(content), str(subject or uuid4()), version or position
    source = context_of(type_)
    return Envelope(
        id=derived_id(source, about, str(version)),
        type=type_,
        source=source,
        subject=about,
        time=time,
        position=position,
        version=version,
        correlationid="journey",
        causationid=None,
        actor=actor,
        traceparent=None,
        data=content.model_dump(mode="json"),
    )


async def tell(service: Service, consumer: str, *envelopes: Envelope, partition: int = 0) -> None:
    """Hand events of one context to a consumer of the service."""
    effect = next(s.effect for s in service.subscriptions if s.effect.name == consumer)
    await effect.take(envelopes[0].source, partition, envelopes)
