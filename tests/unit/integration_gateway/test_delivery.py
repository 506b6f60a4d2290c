"""The life of a delivery: queued, attempted until it is delivered or parked, replayed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from crm_testing.given import given, recorded, when
from integration_gateway.domain.delivery import Delivery, DeliveryStatus, SourceEvent
from integration_gateway.domain.errors import DeliveryNotParked
from integration_gateway.domain.outcome import (
    Outcome,
    Verdict,
    outcome_of_status,
    outcome_without_answer,
)
from integration_gateway.domain.retry import RetrySchedule

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
SCHEDULE = RetrySchedule.of_seconds((0, 5, 60), spread=0)
EVENT = SourceEvent(
    id=UUID(int=1),
    type="crm.orders.OrderConfirmed.v1",
    source="orders",
    subject=str(UUID(int=2)),
    position=7,
    time=NOON,
    correlation_id="journey",
)
REFUSED = outcome_without_answer("connection-failed")
DONE = outcome_of_status(200)


def queued(event: SourceEvent = EVENT, target: str = "mes", message_id: str | None = None) -> Delivery:
    return Delivery.queue(
        event,
        target,
        "order.confirmed",
        body="b0d7",
        schedule=SCHEDULE,
        message_id=message_id,
        now=NOON,
    )


def after(*outcomes: Outcome) -> Delivery:
    delivery = queued()
    for outcome in outcomes:
        delivery.note(outcome, SCHEDULE, now=LATER)
    return delivery


PARKED = after(REFUSED, REFUSED, REFUSED)


def test_a_queued_delivery_is_due_at_once() -> None:
    delivery = when(queued).then(Delivery.Queued, target="mes", body="b0d7", next_at=NOON)
    assert delivery.is_due(NOON)
    assert delivery.message_id == str(delivery.id)


def test_the_same_event_for_the_same_target_is_the_same_delivery() -> None:
    other = EVENT.model_copy(update={"id": UUID(int=9)})
    ids = {queued().id, queued(target="qms").id, queued(other).id}
    assert len(ids) == 3
    assert queued().id == queued().id


def test_a_target_may_know_the_message_by_another_id() -> None:
    assert queued(message_id="m-1").message_id == "m-1"


def test_success_settles_a_delivery() -> None:
    delivery = (
        given(queued())
        .when(lambda d: d.note(DONE, SCHEDULE, now=LATER))
        .then(Delivery.Delivered, attempt=1, http_status=200)
    )
    assert delivery.status is DeliveryStatus.DELIVERED
    assert not delivery.is_due(LATER + timedelta(days=9))


def test_a_failure_waits_for_the_next_time_of_the_schedule() -> None:
    delivery = (
        given(queued())
        .when(lambda d: d.note(REFUSED, SCHEDULE, now=LATER))
        .then(Delivery.Attempted, attempt=1, error="connection-failed", next_at=LATER + timedelta(seconds=5))
    )
    assert not delivery.is_due(LATER)
    assert delivery.is_due(LATER + timedelta(seconds=5))


def test_a_throttling_target_is_left_alone_as_long_as_it_asks() -> None:
    busy = outcome_of_status(429, timedelta(seconds=90))
    given(queued()).when(lambda d: d.note(busy, SCHEDULE, now=LATER)).then(
        Delivery.Attempted, http_status=429, next_at=LATER + timedelta(seconds=90)
    )


def test_after_the_last_attempt_a_delivery_is_parked() -> None:
    delivery = (
        given(after(REFUSED, REFUSED))
        .when(lambda d: d.note(REFUSED, SCHEDULE, now=LATER))
        .then(
            recorded(Delivery.Attempted, attempt=3, next_at=None),
            recorded(Delivery.Parked, reason="attempts-exhausted"),
        )
    )
    assert delivery.status is DeliveryStatus.PARKED
    assert not delivery.is_due(LATER + timedelta(days=9))


def test_a_target_that_is_gone_parks_at_once() -> None:
    given(queued()).when(lambda d: d.note(outcome_of_status(410), SCHEDULE, now=LATER)).then(
        recorded(Delivery.Attempted, verdict=Verdict.GONE, next_at=None),
        recorded(Delivery.Parked, reason="gone"),
    )


@pytest.mark.parametrize("settled", [after(DONE), PARKED])
@pytest.mark.parametrize("outcome", [DONE, REFUSED])
def test_what_is_settled_stays_so_whoever_tried_it_meanwhile(settled: Delivery, outcome: Outcome) -> None:
    given(settled).when(lambda d: d.note(outcome, SCHEDULE, now=LATER)).then()


def test_a_parked_delivery_is_replayed_from_the_beginning_of_the_schedule() -> None:
    delivery = given(PARKED).when(lambda d: d.replay(now=LATER)).then(Delivery.Replayed, next_at=LATER)
    given(delivery).when(lambda d: d.note(REFUSED, SCHEDULE, now=LATER)).then(
        Delivery.Attempted, attempt=4, next_at=LATER + timedelta(seconds=5)
    )


@pytest.mark.parametrize("delivery", [queued(), after(REFUSED), after(DONE)])
def test_only_a_parked_delivery_is_replayed(delivery: Delivery) -> None:
    given(delivery).when(lambda d: d.replay(now=LATER)).refused(DeliveryNotParked)
