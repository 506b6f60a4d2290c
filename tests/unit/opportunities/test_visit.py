"""Visits: where they can go from where they are, how far is far, and what came of them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from crm_platform.values import Ownership
from crm_testing.given import given, recorded, when
from opportunities.domain.activities import NextStep, Report
from opportunities.domain.errors import VisitNotThere
from opportunities.domain.visit import (
    Arrival,
    KnownPlace,
    Location,
    Point,
    Visit,
    VisitPlan,
    VisitStatus,
    VisitSubject,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WANG = Ownership(owner_id="wang.min", team="south-1", region="south")
ACME = VisitSubject(kind="customer", id="C-1", name="Acme", customer_id="C-1")
CANTON_TOWER = Point(latitude=23.1064, longitude=113.3245)
HERE = Location(latitude=23.1074, longitude=113.3245, accuracy_m=12.5)


def plan(**more: Any) -> VisitPlan:
    return VisitPlan(starts_at=NOON, **more)


def arrival(**more: Any) -> Arrival:
    return Arrival(**({"at": NOON, "recorded_at": NOON, "location": HERE} | more))


def planned(**more: Any) -> Visit:
    return Visit.intend(UUID(int=1), ACME, WANG, "王敏", plan(**more), now=NOON)


def under_way(at: datetime = NOON) -> Visit:
    visit = planned()
    visit.check_in(arrival(at=at), None, now=NOON)
    return visit


def test_a_visit_is_planned_by_whom_it_belongs_to() -> None:
    when(planned).then(recorded(Visit.Planned, subject=ACME, ownership=WANG, owner_name="王敏"))


def test_the_distance_is_from_the_planned_point_where_there_is_one() -> None:
    elsewhere = KnownPlace(point=Point(latitude=0, longitude=0), told_by="earlier-visit")
    visit = planned(point=CANTON_TOWER)
    visit.check_in(arrival(), elsewhere, now=NOON)
    assert visit.arrival is not None
    assert (visit.arrival.distance_m, visit.arrival.measured_from) == (111, "plan")


def test_without_a_planned_point_an_earlier_check_in_tells_how_far_it_is() -> None:
    visit = planned()
    visit.check_in(arrival(), KnownPlace(point=CANTON_TOWER, told_by="earlier-visit"), now=NOON)
    assert visit.arrival is not None
    assert (visit.arrival.distance_m, visit.arrival.measured_from) == (111, "earlier-visit")


def test_nobody_is_at_a_distance_whose_device_gave_no_location() -> None:
    visit = planned(point=CANTON_TOWER)
    visit.check_in(arrival(location=None, no_location="refused"), None, now=NOON)
    assert visit.arrival is not None
    assert (visit.arrival.distance_m, visit.arrival.measured_from) == (None, None)


def test_the_distance_around_the_world_is_half_of_it() -> None:
    west, east = Point(latitude=0, longitude=-90), Point(latitude=0, longitude=90)
    assert west.meters_to(east) == pytest.approx(20_015_115, abs=1_000)
    assert west.meters_to(west) == 0


@pytest.mark.parametrize(("later", "minutes"), [(45, 45), (-30, 0), (3 * 24 * 60, 24 * 60)])
def test_it_took_from_check_in_to_check_out_whatever_the_clock_says(later: int, minutes: int) -> None:
    left = NOON + timedelta(minutes=later)
    given(under_way()).when(lambda v: v.check_out(left, Report(), None, now=NOON)).then(
        recorded(Visit.CheckedOut, left_at=left, minutes=minutes)
    )


def test_a_visit_goes_only_where_it_can() -> None:
    report = Report(content="x")
    given(planned()).when(lambda v: v.check_out(NOON, report, None, now=NOON)).refused(VisitNotThere)
    given(under_way()).when(lambda v: v.check_in(arrival(), None, now=NOON)).refused(VisitNotThere)
    given(under_way()).when(lambda v: v.replan(plan(minutes=5), now=NOON)).refused(VisitNotThere)
    over = under_way()
    over.check_out(NOON, report, None, now=NOON)
    for command in (
        lambda v: v.cancel("late", now=NOON),
        lambda v: v.check_in(arrival(), None, now=NOON),
        lambda v: v.check_out(NOON, report, None, now=NOON),
    ):
        given(over).when(command).refused(VisitNotThere)


def test_what_was_begun_by_mistake_can_be_cancelled() -> None:
    given(under_way()).when(lambda v: v.cancel("wrong door", now=NOON)).then(Visit.Cancelled)


def test_a_plan_that_stays_the_same_is_not_recorded() -> None:
    given(planned()).when(lambda v: v.replan(plan(), now=NOON)).then()
    given(planned()).when(lambda v: v.replan(plan(purpose="survey"), now=NOON)).then(Visit.Replanned)


def test_its_owner_is_reminded_once_of_each_time_it_is_planned_for() -> None:
    visit = planned()
    given(visit).when(lambda v: v.remind(now=NOON)).then(recorded(Visit.Due, owner_id="wang.min"))
    visit.remind(now=NOON)
    given(visit).when(lambda v: v.remind(now=NOON)).then()
    visit.replan(VisitPlan(starts_at=NOON + timedelta(days=1)), now=NOON)
    given(visit).when(lambda v: v.remind(now=NOON)).then(Visit.Due)
    given(under_way()).when(lambda v: v.remind(now=NOON)).then()


def test_a_step_is_another_one_each_time_but_asks_for_the_same() -> None:
    one = NextStep(id=UUID(int=1), due_at=NOON, text="call")
    assert one.same_as(NextStep(id=UUID(int=2), due_at=NOON, text="call"))
    assert not one.same_as(NextStep(id=UUID(int=2), due_at=NOON))
    assert not one.same_as(None)


def test_a_visit_has_a_status_from_the_start() -> None:
    assert planned().status is VisitStatus.PLANNED
