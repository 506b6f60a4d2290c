"""Which domain events of a service become which contracts, and the envelope around them."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.utils import get_topic
from pydantic_core import to_json

from crm_contracts import values as wire
from crm_contracts.envelope import Envelope, record_headers
from crm_contracts.registry import Contract, type_of
from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent
from crm_platform.eventsourcing.mapper import RecordedEvent
from crm_platform.ids import derived_id, derived_text
from crm_platform.values import Line, Money

Translations = Mapping[type[DomainEvent], Callable[[Any], Contract]]


def event_id(source: str, aggregate_id: UUID, version: int) -> UUID:
    """The id of a published event: the same however often, and from whichever log copy, it is published."""
    return derived_id(source, str(aggregate_id), str(version))


def wire_money(money: Money) -> wire.Money:
    """Money as contracts have it."""
    return wire.Money.of(money.amount, money.currency)


def wire_line(line: Line) -> wire.Line:
    """A line as contracts have it."""
    return wire.Line(
        product_id=line.product_id,
        name=line.name,
        quantity=wire.decimal_text(line.quantity),
        unit=line.unit,
        unit_price=wire_money(line.unit_price),
        amount=wire_money(line.amount),
    )


class Record(NamedTuple):
    """An event as Kafka keeps it."""

    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]


class Publishing:
    """The public face of a context: a translation for every event of each public aggregate.

    An aggregate is public whole or not at all, so the versions a consumer sees have no gap. Raises `TypeError`
    when an event of a public aggregate has no translation.
    """

    def __init__(self, context: str, public: Mapping[type[Aggregate], Translations]) -> None:
        self.context = context
        self._translations: dict[str, Callable[[Any], Contract]] = {}
        for aggregate, translations in public.items():
            events = {
                value
                for name, value in vars(aggregate).items()
                if name != "Event" and isinstance(value, type) and issubclass(value, DomainEvent)
            }
            if missing := events - set(translations):
                names = ", ".join(sorted(event.__name__ for event in missing))
                raise TypeError(f"{aggregate.__name__} is public, but nothing translates {names}")
            self._translations |= {get_topic(event): translate for event, translate in translations.items()}

    def envelope(self, recorded: RecordedEvent) -> Envelope | None:
        """The envelope to publish, or None for an event of a private aggregate."""
        content = self._translated(recorded)
        if content is None:
            return None
        metadata = recorded.metadata
        return Envelope(
            id=event_id(self.context, recorded.aggregate_id, recorded.version),
            type=type_of(content),
            source=self.context,
            subject=str(recorded.aggregate_id),
            time=recorded.recorded_at,
            position=recorded.position,
            version=recorded.version,
            correlationid=metadata["correlation_id"],
            causationid=metadata.get("causation_id"),
            actor=metadata["actor"],
            traceparent=metadata.get("traceparent"),
            data=content.model_dump(mode="json"),
        )

    def record(self, recorded: RecordedEvent) -> Record | None:
        """What `envelope` becomes in Kafka, made at half the cost: a relay does it for every event of a log."""
        content = self._translated(recorded)
        if content is None:
            return None
        subject, metadata = str(recorded.aggregate_id), recorded.metadata
        headers = record_headers(
            derived_text(self.context, subject, str(recorded.version)),
            type_of(content),
            self.context,
            subject,
            recorded.recorded_at,
            recorded.position,
            recorded.version,
            metadata["correlation_id"],
            metadata.get("causation_id"),
            metadata["actor"],
            metadata.get("traceparent"),
        )
        return Record(subject.encode(), to_json(content), headers)

    def _translated(self, recorded: RecordedEvent) -> Contract | None:
        translate = self._translations.get(recorded.type)
        return None if translate is None else translate(recorded.event())
