"""When people work, and who is absent at a moment."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from crm_platform.errors import Invalid
from crm_platform.ids import new_id
from crm_testing.given import given, when
from leads.domain.availability import Absence, Availability, Leave, WorkingHours, absence_at
from leads.domain.errors import UnknownLeave

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)  # 10:00 in Shanghai
OFFICE = WorkingHours.model_validate(
    {"shifts": [{"days": [1, 2, 3, 4, 5], "begins": "09:00", "ends": "18:00"}], "time_zone": "Asia/Shanghai"}
)


def leave(begins: datetime, days: int = 1) -> Leave:
    return Leave(id=new_id(), begins=begins, ends=begins + timedelta(days=days), reason="holiday")


@pytest.mark.parametrize(
    ("moment", "absent"),
    [
        (MONDAY, False),
        (MONDAY.replace(hour=1), False),  # 09:00, the first minute
        (MONDAY.replace(hour=0, minute=59), True),
        (MONDAY.replace(hour=10), True),  # 18:00, after the last minute
        (MONDAY - timedelta(days=1), True),  # a Sunday
    ],
)
def test_people_work_in_their_shifts_by_the_clock_of_their_time_zone(moment: datetime, absent: bool) -> None:
    assert absence_at(moment, OFFICE, []) == (Absence(kind="outside_hours") if absent else None)


def test_without_hours_people_work_at_any_time() -> None:
    assert absence_at(MONDAY - timedelta(days=1), None, []) is None


def test_on_leave_until_the_last_of_overlapping_leaves_ends() -> None:
    leaves = [leave(MONDAY, 1), leave(MONDAY, 3)]
    end = MONDAY + timedelta(days=3)
    assert absence_at(MONDAY, None, leaves) == Absence(kind="on_leave", until=end)
    assert absence_at(end, None, leaves) is None
    assert absence_at(MONDAY - timedelta(seconds=1), None, leaves) is None


def test_a_holiday_is_free_and_a_weekend_day_worked_instead_has_mondays_hours() -> None:
    national_day = datetime(2025, 10, 1, 2, tzinfo=UTC)  # a Wednesday
    worked_sunday = datetime(2025, 9, 28, 2, tzinfo=UTC)
    assert absence_at(national_day, OFFICE, []) == Absence(kind="outside_hours")
    assert absence_at(worked_sunday, OFFICE, []) is None
    assert absence_at(worked_sunday.replace(hour=12), OFFICE, []) == Absence(kind="outside_hours")
    plain = OFFICE.model_copy(update={"calendar": "weekdays"})
    assert absence_at(national_day, plain, []) is None
    assert absence_at(worked_sunday, plain, []) == Absence(kind="outside_hours")


def test_somebody_who_works_at_weekends_does_so_on_plain_ones() -> None:
    weekend = WorkingHours.model_validate({"shifts": [{"days": [7], "begins": "09:00", "ends": "12:00"}]})
    assert absence_at(MONDAY - timedelta(days=1), weekend, []) is None


@pytest.mark.parametrize(
    "hours",
    [
        {"shifts": [{"days": [1], "begins": "18:00", "ends": "09:00"}]},
        {"shifts": [{"days": [1], "begins": "09:00:30", "ends": "10:00"}]},
        {"shifts": [{"days": [1], "begins": "09:00+08:00", "ends": "10:00+08:00"}]},
        {"shifts": [{"days": [8], "begins": "09:00", "ends": "10:00"}]},
        {"shifts": []},
        {"shifts": [{"days": [1], "begins": "09:00", "ends": "10:00"}], "time_zone": "Asia/Atlantis"},
        {"shifts": [{"days": [1], "begins": "09:00", "ends": "10:00"}], "calendar": "XX"},
    ],
)
def test_hours_that_cannot_be_are_refused(hours: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WorkingHours.model_validate(hours)


def test_leave_is_taken_and_cancelled_and_hours_are_set() -> None:
    begun = Availability.begin_for("person", "li", now=MONDAY)
    away = leave(MONDAY + timedelta(days=1))
    taken = (
        given(begun).when(lambda a: a.take_leave(away, now=MONDAY)).then(Availability.LeaveTaken, leave=away)
    )
    assert taken.leaves == (away,)
    cancelled = given(taken).when(lambda a: a.cancel_leave(away.id, now=MONDAY))
    assert cancelled.then(Availability.LeaveCancelled).leaves == ()
    given(begun).when(lambda a: a.cancel_leave(away.id, now=MONDAY)).refused(UnknownLeave)
    set_ = given(begun).when(lambda a: a.set_hours(OFFICE, now=MONDAY)).then(Availability.HoursSet)
    given(set_).when(lambda a: a.set_hours(OFFICE, now=MONDAY)).then()


def test_leave_that_is_over_or_ends_before_it_begins_is_refused() -> None:
    begun = when(lambda: Availability.begin_for("person", "li", now=MONDAY)).then(Availability.Begun)
    for bad in (leave(MONDAY - timedelta(days=2)), leave(MONDAY + timedelta(days=2), -1)):
        refusal = given(begun).when(lambda a, bad=bad: a.take_leave(bad, now=MONDAY)).refused(Invalid)  # type: ignore[misc]
        assert refusal.errors[0].pointer == "#/ends"
