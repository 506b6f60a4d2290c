"""The vocabulary of domain tests finds what it is there to find."""

from datetime import UTC, datetime
from typing import Self
from uuid import UUID

import pytest

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_testing.given import given, recorded, when

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOME_ID = UUID(int=1)


class AlreadyClosed(Exception):
    """The ticket is closed."""

    def __init__(self, ticket: str) -> None:
        super().__init__(ticket)
        self.ticket = ticket


class Ticket(Aggregate):
    """A thing to close, with a few ways of doing it wrong."""

    TOPIC = "tests.Ticket"

    class Opened(InitialEvent):
        TOPIC = "tests.TicketOpened"
        title: str

    class Closed(DomainEvent):
        TOPIC = "tests.TicketClosed"
        reason: str

        def apply(self, aggregate: "Ticket") -> None:
            aggregate.closed = True

    def __init__(self, *, title: str) -> None:
        self.title = title
        self.closed = False

    @classmethod
    def open(cls, title: str) -> Self:
        return cls.begin(cls.Opened, id=SOME_ID, now=NOON, title=title)

    def close(self, reason: str) -> None:
        if self.closed:
            raise AlreadyClosed(self.title)
        self.record(self.Closed, now=NOON, reason=reason)

    def rename_without_an_event(self, title: str) -> None:
        self.title = title

    def close_and_fail(self) -> None:
        self.close("done")
        raise AlreadyClosed(self.title)


def test_a_decision_is_told_by_its_events() -> None:
    ticket = when(lambda: Ticket.open("pump")).then(Ticket.Opened, title="pump")
    closed = given(ticket).when(lambda t: t.close("done")).then(recorded(Ticket.Closed, reason="done"))
    assert closed.closed
    given(closed).when(lambda t: t.close("again")).refused(AlreadyClosed, ticket="pump")


def test_a_past_can_be_given_as_events_and_stays_as_it_is() -> None:
    opened = Ticket.open("pump").collect_events()
    ticket = given(opened, Ticket).when(lambda t: t.close("done")).then(Ticket.Closed)
    assert ticket.closed
    scenario = Ticket.open("pump")
    given(scenario).when(lambda t: t.close("done")).then(Ticket.Closed)
    assert not scenario.closed
    given(scenario).when(lambda _: None).then()


def test_a_missing_event_is_found() -> None:
    with pytest.raises(AssertionError, match="expected 1 events, recorded"):
        given(Ticket.open("pump")).when(lambda _: None).then(Ticket.Closed)


def test_another_value_is_found() -> None:
    with pytest.raises(AssertionError, match="expected reason='lost'"):
        given(Ticket.open("pump")).when(lambda t: t.close("done")).then(Ticket.Closed, reason="lost")


def test_state_that_no_event_carries_is_found() -> None:
    with pytest.raises(AssertionError, match="replay gives"):
        given(Ticket.open("pump")).when(lambda t: t.rename_without_an_event("valve")).then()


def test_a_refusal_that_was_expected_to_be_accepted_is_found_and_the_reverse() -> None:
    open_ticket = given(Ticket.open("pump"))
    with pytest.raises(AssertionError, match="refused: AlreadyClosed"):
        open_ticket.when(lambda t: t.close_and_fail()).then(Ticket.Closed)
    with pytest.raises(AssertionError, match="but it was accepted"):
        open_ticket.when(lambda t: t.close("done")).refused(AlreadyClosed)
    with pytest.raises(AssertionError, match="got AlreadyClosed"):
        open_ticket.when(lambda t: t.close_and_fail()).refused(KeyError)


def test_an_event_recorded_by_a_refused_decision_is_found() -> None:
    with pytest.raises(AssertionError, match="refused, yet recorded"):
        given(Ticket.open("pump")).when(lambda t: t.close_and_fail()).refused(AlreadyClosed)
