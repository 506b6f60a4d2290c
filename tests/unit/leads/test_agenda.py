"""What was done about a lead and what is to be done: records, corrections, next steps, plans, reminders."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from crm_platform.values import Ownership
from crm_testing.given import given, recorded
from leads.domain.agenda import Plan
from leads.domain.errors import HappensLater, LeadIsClosed, NoPlan, NoSuchFollowUp
from leads.domain.follow_ups import FollowUp, FollowUpMethod, FollowUpResult, Task
from leads.domain.lead import Lead, LeadProfile

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CALLED = UUID(int=9)


def lead() -> Lead:
    made = Lead.register(UUID(int=1), LeadProfile(name="Wang", company="Huanan"), now=NOON - DAY)
    made.assign(Ownership(owner_id="li", team="east-1"), "Li", reason="by hand", now=NOON - HOUR)
    return made


def told(result: FollowUpResult = FollowUpResult.NO_ANSWER, **more: object) -> FollowUp:
    values: dict[str, object] = {
        "id": CALLED, "attempt": 1, "method": FollowUpMethod.CALL, "result": result, "occurred_at": NOON,
        "recorded_at": NOON, "author_id": "li", "author_name": "Li",
    }  # fmt: skip
    return FollowUp.model_validate(values | more)


def task(number: int, due_at: datetime, method: FollowUpMethod | None = None, *ahead: int) -> Task:
    return Task(id=UUID(int=number), due_at=due_at, method=method, ahead_minutes=ahead)


CALL = task(101, NOON, FollowUpMethod.CALL, 30)
MAIL = task(102, NOON + 2 * DAY, FollowUpMethod.EMAIL, 30)


def planned() -> Lead:
    made = lead()
    made.start_plan(Plan(name="standard", steps=(CALL, MAIL)), 1, by_rule=True, now=NOON - HOUR)
    return made


def closed() -> Lead:
    made = planned()
    made.disqualify("no budget", now=NOON)
    return made


def test_the_first_contact_tells_how_long_after_the_assignment_it_was() -> None:
    once = (
        given(lead())
        .when(lambda it: it.follow_up(told(), None, now=NOON))
        .then(Lead.FollowedUp, owner_id="li", minutes_since_assignment=60, done=None, next=None)
    )
    given(once).when(lambda it: it.follow_up(told(id=UUID(int=10)), None, now=NOON)).then(
        Lead.FollowedUp, minutes_since_assignment=None
    )


def test_a_new_owner_has_a_first_contact_of_their_own() -> None:
    handed = lead()
    handed.follow_up(told(), None, now=NOON)
    handed.assign(Ownership(owner_id="wang"), "Wang", reason="leave", now=NOON)
    given(handed).when(
        lambda it: it.follow_up(told(id=UUID(int=10), occurred_at=NOON + HOUR), None, now=NOON + HOUR)
    ).then(Lead.FollowedUp, owner_id="wang", minutes_since_assignment=60)


@pytest.mark.parametrize(("later", "late"), [(DAY, False), (DAY + HOUR, True)])
def test_a_record_made_more_than_a_day_later_is_entered_late(later: timedelta, late: bool) -> None:
    assert told(recorded_at=NOON + later).entered_late is late


def test_what_has_not_happened_is_not_recorded_but_clocks_may_differ() -> None:
    soon = told(occurred_at=NOON + timedelta(minutes=5))
    given(lead()).when(lambda it: it.follow_up(soon, None, now=NOON)).then(Lead.FollowedUp)
    later = told(occurred_at=NOON + timedelta(minutes=6))
    given(lead()).when(lambda it: it.follow_up(later, None, now=NOON)).refused(
        HappensLater, pointer="#/occurred_at"
    )


def test_a_correction_names_what_differs_and_says_who_and_why() -> None:
    followed = lead()
    followed.follow_up(told(content="Called"), None, now=NOON)
    changes = {"content": "Called twice", "method": FollowUpMethod.CALL}
    corrected = (
        given(followed)
        .when(lambda it: it.correct_follow_up(CALLED, changes, reason="typo", by="li", now=NOON))
        .then(Lead.FollowUpCorrected, changed=["content"], reason="typo", corrected_by="li")
    )
    assert corrected.agenda.follow_ups[CALLED] == told(content="Called twice", revision=2)


def test_a_correction_that_changes_nothing_is_no_event_and_one_of_nothing_is_refused() -> None:
    followed = lead()
    followed.follow_up(told(content="Called"), None, now=NOON)
    given(followed).when(
        lambda it: it.correct_follow_up(CALLED, {"content": "Called"}, reason="x", by="li", now=NOON)
    ).then()
    given(lead()).when(
        lambda it: it.correct_follow_up(CALLED, {"content": "x"}, reason="x", by="li", now=NOON)
    ).refused(NoSuchFollowUp)


def test_what_happened_is_recorded_and_corrected_of_a_closed_lead_too_but_nothing_is_next() -> None:
    followed = lead()
    followed.follow_up(told(), None, now=NOON)
    followed.disqualify("no budget", now=NOON)
    given(followed).when(
        lambda it: it.correct_follow_up(CALLED, {"content": "Called"}, reason="x", by="li", now=NOON)
    ).then(Lead.FollowUpCorrected)
    given(followed).when(lambda it: it.follow_up(told(id=UUID(int=10)), None, now=NOON)).then(Lead.FollowedUp)
    given(followed).when(lambda it: it.follow_up(told(), CALL, now=NOON)).refused(LeadIsClosed)


def test_the_next_step_of_a_record_takes_the_place_of_the_one_before() -> None:
    first, second = task(1, NOON + DAY), task(2, NOON + 2 * DAY)
    once = (
        given(lead())
        .when(lambda it: it.follow_up(told(), first, now=NOON))
        .then(Lead.FollowedUp, set_by_hand=first)
    )
    assert once.agenda.tasks == [first]
    twice = (
        given(once)
        .when(lambda it: it.follow_up(told(id=UUID(int=10)), second, now=NOON))
        .then(Lead.FollowedUp)
    )
    assert twice.agenda.tasks == [second]
    thrice = (
        given(twice)
        .when(lambda it: it.follow_up(told(id=UUID(int=11)), None, now=NOON))
        .then(Lead.FollowedUp, next=None)
    )
    assert thrice.agenda.tasks == []


def test_the_nearest_of_all_tasks_comes_next() -> None:
    step = task(1, NOON + DAY)
    scheduled = given(planned()).when(lambda it: it.schedule(step, now=NOON)).then(Lead.FollowUpScheduled)
    assert scheduled.agenda.tasks == [CALL, step, MAIL]
    upcoming = scheduled.agenda.upcoming
    assert upcoming is not None
    assert (upcoming.task, upcoming.plan, upcoming.steps_left) == (CALL, "standard", 2)
    given(scheduled).when(lambda it: it.schedule(step, now=NOON)).then()


def test_a_contact_does_the_first_step_when_that_is_due_or_of_its_method() -> None:
    called = (
        given(planned())
        .when(lambda it: it.follow_up(told(), None, now=NOON))
        .then(Lead.FollowedUp, done=CALL)
    )
    assert called.agenda.tasks == [MAIL]
    given(called).when(lambda it: it.follow_up(told(id=UUID(int=10)), None, now=NOON)).then(
        Lead.FollowedUp, done=None
    )
    mailed = told(id=UUID(int=10), method=FollowUpMethod.EMAIL)
    done = (
        given(called)
        .when(lambda it: it.follow_up(mailed, None, now=NOON))
        .then(Lead.FollowedUp, done=MAIL, next=None)
    )
    assert done.agenda.plan is None


@pytest.mark.parametrize("result", FollowUpResult)
def test_a_reply_ends_the_plan_and_nothing_else_does(result: FollowUpResult) -> None:
    outcome = given(planned()).when(lambda it: it.follow_up(told(result), None, now=NOON))
    if result in (FollowUpResult.NO_ANSWER, FollowUpResult.OTHER):
        assert outcome.then(Lead.FollowedUp).agenda.plan is not None
    else:
        stopped = recorded(Lead.PlanStopped, plan="standard", reason="replied", steps_left=1, next=None)
        assert outcome.then(Lead.FollowedUp, stopped).agenda.plan is None


def test_a_result_corrected_to_a_reply_ends_the_plan_too() -> None:
    followed = planned()
    followed.follow_up(told(), None, now=NOON)
    changes = {"result": FollowUpResult.REPLIED}
    given(followed).when(
        lambda it: it.correct_follow_up(CALLED, changes, reason="called back", by="li", now=NOON)
    ).then(Lead.FollowUpCorrected, Lead.PlanStopped)


def test_a_plan_by_hand_takes_the_place_of_the_running_one() -> None:
    other = Plan(name="hot", steps=(task(7, NOON + HOUR),))
    given(planned()).when(lambda it: it.start_plan(other, 2, now=NOON)).then(
        recorded(Lead.PlanStopped, reason="replaced", steps_left=2),
        recorded(Lead.PlanStarted, plan=other, by_rule=False),
    )


def test_only_a_running_plan_can_be_stopped() -> None:
    given(planned()).when(lambda it: it.stop_plan("stopped", now=NOON)).then(
        Lead.PlanStopped, reason="stopped", next=None
    )
    given(lead()).when(lambda it: it.stop_plan("stopped", now=NOON)).refused(NoPlan)


def test_a_reminder_comes_ahead_and_when_due_each_once() -> None:
    before = given(planned()).when(lambda it: it.remind(now=NOON - timedelta(minutes=31))).then()
    ahead = (
        given(before)
        .when(lambda it: it.remind(now=NOON - timedelta(minutes=30)))
        .then(Lead.FollowUpDue, task=CALL, ahead_minutes=30, owner_id="li", name="Huanan")
    )
    given(ahead).when(lambda it: it.remind(now=NOON - timedelta(minutes=1))).then()
    due = given(ahead).when(lambda it: it.remind(now=NOON)).then(Lead.FollowUpDue, task=CALL, ahead_minutes=0)
    upcoming = due.agenda.upcoming
    assert upcoming is not None
    assert upcoming.remind_at == MAIL.due_at - timedelta(minutes=30)
    given(due).when(lambda it: it.remind(now=NOON + HOUR)).then()


def test_what_was_missed_ahead_is_not_made_up_for_when_it_is_due() -> None:
    given(planned()).when(lambda it: it.remind(now=NOON + HOUR)).then(Lead.FollowUpDue, ahead_minutes=0)


def test_every_task_that_is_due_has_a_reminder_of_its_own() -> None:
    given(planned()).when(lambda it: it.remind(now=NOON + 3 * DAY)).then(
        recorded(Lead.FollowUpDue, task=CALL), recorded(Lead.FollowUpDue, task=MAIL, ahead_minutes=0)
    )


def test_nobody_is_reminded_of_a_closed_lead_or_of_one_that_nobody_owns() -> None:
    given(closed()).when(lambda it: it.remind(now=NOON + 3 * DAY)).then()
    nobodys = Lead.register(UUID(int=1), LeadProfile(name="Wang"), now=NOON - DAY)
    nobodys.schedule(CALL, now=NOON - DAY)
    given(nobodys).when(lambda it: it.remind(now=NOON)).then()
    nobodys.assign(Ownership(owner_id="li"), "Li", reason="by hand", now=NOON + HOUR)
    given(nobodys).when(lambda it: it.remind(now=NOON + HOUR)).then(Lead.FollowUpDue, owner_id="li")


@pytest.mark.parametrize("year", ["0001", "1969", "9999"])
def test_times_beyond_every_calendar_are_refused(year: str) -> None:
    with pytest.raises(ValidationError):
        told(occurred_at=f"{year}-01-01T00:00:00+14:00")


def test_a_reminder_ahead_whose_time_has_gone_by_is_not_set() -> None:
    soon = Task(id=UUID(int=1), due_at=NOON + timedelta(minutes=20))
    assert soon.reminding([60, 15, 20, 15], NOON).ahead_minutes == (15,)


def test_a_closed_lead_takes_no_plan_and_no_next_step() -> None:
    given(closed()).when(lambda it: it.schedule(task(1, NOON), now=NOON)).refused(LeadIsClosed)
    plan = Plan(name="hot", steps=(task(7, NOON + HOUR),))
    given(closed()).when(lambda it: it.start_plan(plan, 1, now=NOON)).refused(LeadIsClosed)
