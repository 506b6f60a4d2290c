"""Between domain events and the JSON the log keeps, with upcasts of every past version.

Ours rather than the library's: that one builds events around pydantic, so nested values and types would be lost.
"""

from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from eventsourcing.utils import TopicError, get_topic, resolve_topic

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent

# What the log keeps in columns of its own rather than in an event's JSON.
_COLUMNS = {"originator_id", "originator_version", "originator_topic", "timestamp"}


class UnknownEvent(Exception):
    """The log holds an event that no class of this service answers to."""


class RecordedEvent(NamedTuple):
    """One row of the log. `position` grows in commit order; `recorded_at` never steps back."""

    position: int
    aggregate_id: UUID
    version: int
    aggregate: str
    type: str
    class_version: int
    state: dict[str, Any]
    occurred_at: datetime
    recorded_at: datetime
    metadata: dict[str, Any]

    def event(self) -> DomainEvent:
        """The domain event, raised to its class's version. Raises `UnknownEvent`, pydantic `ValidationError`."""
        try:
            event_class = cast("type[DomainEvent]", resolve_topic(self.type))
        except TopicError:
            raise UnknownEvent(self.type) from None
        state = self.state
        if self.class_version < event_class.class_version:
            state = dict(state)
            for version in range(self.class_version, event_class.class_version):
                getattr(event_class, f"upcast_v{version}_v{version + 1}")(state)
        columns = {
            "originator_id": self.aggregate_id,
            "originator_version": self.version,
            "timestamp": self.occurred_at,
        }
        if issubclass(event_class, InitialEvent):
            columns["originator_topic"] = self.aggregate
        return event_class.model_validate(state | columns)


def to_row(aggregate: Aggregate, event: DomainEvent) -> dict[str, Any]:
    """What `append` takes for one event."""
    return {
        "aggregate_id": event.originator_id,
        "version": event.originator_version,
        "aggregate": get_topic(type(aggregate)),
        "type": get_topic(type(event)),
        "class_version": event.class_version,
        "state": event.model_dump(mode="json", exclude=_COLUMNS),
        "occurred_at": event.timestamp,
    }
