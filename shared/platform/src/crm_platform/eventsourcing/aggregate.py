"""The base of every aggregate and domain event: `eventsourcing` aggregates with pydantic events.

An aggregate nests its events and names each by an explicit `TOPIC`, the name it is stored under for ever.
Its annotated attributes are its state: those that share a name with a field of the initial event start from it.
Decisions are pure: ids and `now` are arguments.
"""

from datetime import datetime
from typing import Any, ClassVar, Protocol, Self, runtime_checkable
from uuid import UUID

from eventsourcing.domain import BaseAggregate, CanInitAggregate, CanMutateAggregate
from pydantic import BaseModel, ConfigDict


class DomainEvent(BaseModel, CanMutateAggregate[UUID]):
    """A fact about one aggregate, named in the past tense. `timestamp` is when it was decided (UTC).

    `apply(aggregate)` changes the state. An event whose shape changed raises `class_version` and adds
    `upcast_vN_vM(state)`, a static method that edits the stored JSON in place.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    TOPIC: ClassVar[str]
    class_version: ClassVar[int] = 1

    originator_id: UUID
    originator_version: int
    timestamp: datetime


class InitialEvent(DomainEvent, CanInitAggregate[UUID]):
    """The first event of an aggregate."""

    originator_topic: str


class Aggregate(BaseAggregate[UUID]):
    """A consistency boundary. Subclasses set `TOPIC` and nest their events."""

    TOPIC: ClassVar[str]
    Event = DomainEvent

    @classmethod
    def begin(cls, event_class: type[InitialEvent], *, id: UUID, now: datetime, **values: Any) -> Self:  # noqa: A002
        """Bring a new aggregate into being by its first event."""
        return cls._create(event_class, id=id, timestamp=now, **values)

    def record(self, event_class: type[DomainEvent], *, now: datetime, **values: Any) -> None:
        """Decide one more event and apply it."""
        self.trigger_event(event_class, timestamp=now, **values)


@runtime_checkable
class Owned(Protocol):
    """An aggregate that belongs to a person, a team and a region, which bound who may see and change it."""

    owner_id: str | None
    team: str | None
    region: str | None
