"""Given / when / then for aggregates.

    given(lead).when(lambda lead: lead.convert(now=NOON)).then(recorded(Lead.Converted, customer_id=ACME))
    given(converted).when(lambda lead: lead.convert(now=NOON)).refused(LeadAlreadyConverted)
    when(lambda: Lead.register(...)).then(Lead.Registered)

Each `then` also replays the new events from their stored form, so state that no event carries fails the test.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any, Generic, TypeVar, cast, overload

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent

A = TypeVar("A", bound=Aggregate)
E = TypeVar("E", bound=Exception)


class Recorded:
    """An event that is expected: its class and the fields that matter."""

    def __init__(self, event_class: type[DomainEvent], fields: dict[str, object]) -> None:
        self.event_class = event_class
        self.fields = fields

    def check(self, event: DomainEvent) -> None:
        """AssertionError when the event is of another class or a field differs."""
        assert type(event) is self.event_class, (
            f"expected {self.event_class.__qualname__}, recorded {event!r}"
        )
        for name, value in self.fields.items():
            assert getattr(event, name) == value, f"expected {name}={value!r}, recorded {event!r}"


def recorded(event_class: type[DomainEvent], **fields: object) -> Recorded:
    """Expect an event of this class with at least these field values."""
    return Recorded(event_class, fields)


class Outcome(Generic[A]):
    """What a decision did: new events, or an error."""

    def __init__(self, before: A | None, after: A | None, error: Exception | None) -> None:
        self._before = before
        self._after = after
        self._error = error

    def then(self, *expected: type[DomainEvent] | Recorded, **fields: object) -> A:
        """Exactly these events were recorded, in this order; `then()` means none.

        `fields` are for the single expected event. Returns the aggregate as it is now.
        """
        if self._error is not None:
            raise AssertionError(f"refused: {self._error!r}") from self._error
        assert self._after is not None
        events = cast("Sequence[DomainEvent]", self._after.collect_events())
        wanted = [one if isinstance(one, Recorded) else recorded(one) for one in expected]
        assert len(events) == len(wanted), f"expected {len(wanted)} events, recorded {list(events)!r}"
        if fields:
            (only,) = wanted
            wanted = [recorded(only.event_class, **only.fields, **fields)]
        for want, event in zip(wanted, events, strict=True):
            want.check(event)
        replayed = replay(events, onto=self._before)
        assert replayed == self._after, f"replay gives {replayed!r}, the decision left {self._after!r}"
        return self._after

    def refused(self, error_class: type[E], **attributes: object) -> E:
        """The decision raised exactly this error with these attributes, and recorded nothing."""
        assert self._error is not None, f"expected {error_class.__name__}, but it was accepted"
        if type(self._error) is not error_class:
            raise AssertionError(f"expected {error_class.__name__}, got {self._error!r}") from self._error
        for name, value in attributes.items():
            found = getattr(self._error, name)
            assert found == value, f"expected {name}={value!r}, got {found!r}"
        if self._after is not None:
            left = self._after.collect_events()
            assert not left, f"refused, yet recorded {list(left)!r}"
        return self._error


class Given(Generic[A]):
    """An aggregate as it is before the decision."""

    def __init__(self, aggregate: A) -> None:
        self._aggregate = aggregate

    def when(self, decide: Callable[[A], object]) -> Outcome[A]:
        """Let a copy of it decide."""
        after = deepcopy(self._aggregate)
        try:
            decide(after)
        except Exception as error:  # noqa: BLE001 - `then` and `refused` judge it
            return Outcome(self._aggregate, after, error)
        return Outcome(self._aggregate, after, None)


@overload
def given(past: A) -> Given[A]: ...
@overload
def given(past: Sequence[object], of: type[A]) -> Given[A]: ...
def given(past: A | Sequence[object], of: type[A] | None = None) -> Given[A]:
    """Start from an aggregate (its pending events count as stored), or from the events of one `of` this class.

    `past` stays as it is, so a scenario can be used by many tests.
    """
    if isinstance(past, Aggregate):
        aggregate = deepcopy(past)
        aggregate.collect_events()
        return Given(aggregate)
    replayed = replay(cast("Sequence[DomainEvent]", past))
    assert of is not None
    assert isinstance(replayed, of), f"the events are those of {type(replayed).__qualname__}"
    return Given(replayed)


def when(decide: Callable[[], A]) -> Outcome[A]:
    """A decision that begins a new aggregate."""
    try:
        return Outcome(None, decide(), None)
    except Exception as error:  # noqa: BLE001 - `then` and `refused` judge it
        return Outcome(None, None, error)


def replay(events: Sequence[DomainEvent], *, onto: Aggregate | None = None) -> Aggregate:
    """The aggregate that these events make, after a trip through their stored form, of `onto` or from nothing."""
    aggregate: Any = deepcopy(onto)
    for event in events:
        stored = type(event).model_validate_json(event.model_dump_json())
        aggregate = stored.mutate(aggregate)
    assert isinstance(aggregate, Aggregate), "no events to replay"
    return aggregate
