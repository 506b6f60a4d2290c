"""A work order takes its steps in order, and keeps who does the work."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from crm_platform.values import CustomerRef
from crm_testing.given import given, recorded, when
from field_service.domain.errors import InvalidTransition
from field_service.domain.job import Job, JobKind
from field_service.domain.technician import Technician
from field_service.domain.work_order import WorkOrder, WorkOrderStatus, WorkResult

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOMORROW = NOON + timedelta(days=1)
SOME_ID = UUID(int=7)
REPAIR = Job(kind=JobKind.REPAIR, customer=CustomerRef(name="Acme"), summary="The press stands still")
LI = Technician.of("li", "Li Wei", roles=["technician"], active=True, team="north", region="beijing")
CHEN = Technician.of("chen", "Chen Jie", roles=["technician"], active=True)

Step = Callable[[WorkOrder], object]
STEPS: dict[str, Step] = {
    "assign": lambda order: order.assign(CHEN, scheduled_for=None, now=NOON),
    "start": lambda order: order.start(now=NOON),
    "close": lambda order: order.close(WorkResult.DONE, note=None, now=NOON),
    "cancel": lambda order: order.cancel("sold the press", now=NOON),
}


def opened() -> WorkOrder:
    return WorkOrder.open(SOME_ID, REPAIR, customer_region="beijing", now=NOON)


def assigned() -> WorkOrder:
    return (
        given(opened())
        .when(lambda w: w.assign(LI, scheduled_for=TOMORROW, now=NOON))
        .then(WorkOrder.Assigned)
    )


def started() -> WorkOrder:
    return given(assigned()).when(lambda w: w.start(now=NOON)).then(WorkOrder.Started)


def closed() -> WorkOrder:
    return given(started()).when(STEPS["close"]).then(WorkOrder.Closed)


def cancelled() -> WorkOrder:
    return given(opened()).when(STEPS["cancel"]).then(WorkOrder.Cancelled)


def test_a_work_order_is_opened_for_nobody_yet_but_in_the_region_of_its_customer() -> None:
    order = when(opened).then(recorded(WorkOrder.Opened, job=REPAIR, customer_region="beijing"))
    assert order.status is WorkOrderStatus.OPEN
    assert (order.owner_id, order.team, order.region) == (None, None, "beijing")


def test_work_given_to_a_technician_belongs_to_them() -> None:
    order = (
        given(opened())
        .when(lambda w: w.assign(LI, scheduled_for=TOMORROW, now=NOON))
        .then(
            recorded(
                WorkOrder.Assigned,
                ownership=LI.ownership,
                technician_name="Li Wei",
                scheduled_for=TOMORROW,
                previous_technician_id=None,
            )
        )
    )
    assert order.status is WorkOrderStatus.ASSIGNED
    assert (order.owner_id, order.team, order.region) == ("li", "north", "beijing")


def test_work_can_go_to_another_technician_before_it_is_started() -> None:
    order = (
        given(assigned())
        .when(lambda w: w.assign(CHEN, scheduled_for=None, now=NOON))
        .then(recorded(WorkOrder.Assigned, previous_technician_id="li", scheduled_for=None))
    )
    assert (order.owner_id, order.team, order.region) == ("chen", None, None)


def test_another_time_alone_is_another_assignment_and_the_same_again_is_none() -> None:
    given(assigned()).when(lambda w: w.assign(LI, scheduled_for=NOON, now=NOON)).then(WorkOrder.Assigned)
    given(assigned()).when(lambda w: w.assign(LI, scheduled_for=TOMORROW, now=NOON)).then()


def test_started_work_is_closed_with_its_result() -> None:
    order = (
        given(started())
        .when(lambda w: w.close(WorkResult.NOT_DONE, note="Nobody was there", now=TOMORROW))
        .then(
            recorded(
                WorkOrder.Closed, result=WorkResult.NOT_DONE, note="Nobody was there", timestamp=TOMORROW
            )
        )
    )
    assert order.status is WorkOrderStatus.CLOSED


@pytest.mark.parametrize("scenario", [opened, assigned, started])
def test_work_can_be_called_off_until_it_is_closed(scenario: Callable[[], WorkOrder]) -> None:
    order = (
        given(scenario()).when(STEPS["cancel"]).then(recorded(WorkOrder.Cancelled, reason="sold the press"))
    )
    assert order.status is WorkOrderStatus.CANCELLED


@pytest.mark.parametrize(
    ("scenario", "step", "allowed"),
    [
        (opened, "start", ["assign", "cancel"]),
        (opened, "close", ["assign", "cancel"]),
        (assigned, "close", ["assign", "start", "cancel"]),
        (started, "assign", ["close", "cancel"]),
        (started, "start", ["close", "cancel"]),
        *((closed, step, []) for step in STEPS),
        *((cancelled, step, []) for step in STEPS),
    ],
)
def test_a_step_out_of_order_is_refused_with_those_that_are_allowed(
    scenario: Callable[[], WorkOrder], step: str, allowed: list[str]
) -> None:
    order = scenario()
    refusal = given(order).when(STEPS[step]).refused(InvalidTransition)
    assert refusal.params == {"from_status": order.status.value, "step": step, "allowed": allowed}


def test_one_order_has_one_installation() -> None:
    assert WorkOrder.id_of_installation(UUID(int=1)) == WorkOrder.id_of_installation(UUID(int=1))
    assert WorkOrder.id_of_installation(UUID(int=1)) != WorkOrder.id_of_installation(UUID(int=2))
