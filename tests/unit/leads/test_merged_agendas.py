"""What is to be done about a lead goes with it into another, and comes back as far as it is not done."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from crm_platform.values import Ownership
from crm_testing.given import given, recorded
from leads.domain.agenda import Handed, Plan
from leads.domain.follow_ups import FollowUp, FollowUpMethod, FollowUpResult, Task
from leads.domain.lead import Lead, LeadProfile
from leads.domain.touches import Channel, Touch

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ONE, TWO, THREE = (UUID(int=n) for n in (1, 2, 3))


def task(number: int, days: int, *ahead: int, plan: str | None = None) -> Task:
    return Task(id=UUID(int=100 + number), due_at=NOON + days * DAY, ahead_minutes=ahead, plan=plan)


CALL, VISIT = task(1, 1, plan="ours"), task(3, 3, plan="ours")
MAIL, OFFER = task(2, 2, plan="theirs"), task(4, 4, plan="theirs")
OURS, THEIRS = Plan(name="ours", steps=(CALL, VISIT)), Plan(name="theirs", steps=(MAIL, OFFER))
ASKED, PROMISED = task(5, 5), task(6, 6)


def lead(id_: UUID = ONE, plan: Plan | None = None, by_hand: Task | None = None) -> Lead:
    made = Lead.register(id_, LeadProfile(name="Wang"), now=NOON)
    made.assign(Ownership(owner_id="li"), "Li", reason="by hand", now=NOON)
    if plan:
        made.start_plan(plan, 1, now=NOON)
    if by_hand:
        made.schedule(by_hand, now=NOON)
    return made


def contact(number: int = 9, result: FollowUpResult = FollowUpResult.NO_ANSWER, days: int = 0) -> FollowUp:
    return FollowUp(
        id=UUID(int=number),
        attempt=1,
        method=FollowUpMethod.CALL,
        result=result,
        occurred_at=NOON + days * DAY,
        recorded_at=NOON + days * DAY,
        author_id="li",
        author_name="Li",
    )


def joined(survivor: Lead, absorbed: Lead) -> None:
    survivor.merge(absorbed, survivor.profile, (), now=NOON)


@pytest.mark.parametrize(
    ("survivor", "absorbed", "tasks"),
    [
        (lead(), lead(TWO, THEIRS, PROMISED), [MAIL, OFFER, PROMISED]),
        (lead(ONE, OURS, ASKED), lead(TWO), [CALL, VISIT, ASKED]),
        (lead(ONE, OURS, ASKED), lead(TWO, THEIRS, PROMISED), [CALL, MAIL, VISIT, OFFER, ASKED, PROMISED]),
    ],
)
def test_the_survivor_has_the_tasks_of_both_and_gives_them_back(
    survivor: Lead, absorbed: Lead, tasks: list[Task]
) -> None:
    before = [one.agenda for one in (survivor, absorbed)]
    joined(survivor, absorbed)
    assert survivor.agenda.tasks == tasks
    upcoming = survivor.agenda.upcoming
    assert upcoming is not None
    assert upcoming.task == tasks[0]
    survivor.unmerge(absorbed, now=NOON)
    assert [one.agenda.tasks for one in (survivor, absorbed)] == [one.tasks for one in before]
    assert [one.agenda.plan for one in (survivor, absorbed)] == [one.plan for one in before]


def test_both_events_tell_what_comes_next() -> None:
    absorbed = lead(TWO, THEIRS)
    merged = (
        given(lead(ONE, OURS))
        .when(lambda one: joined(one, absorbed))
        .then(recorded(Lead.Merged, handed=Handed(plan=THEIRS)))
    )
    given(merged).when(lambda one: one.unmerge(absorbed, now=NOON)).then(
        recorded(Lead.Unmerged, handed=Handed(plan=THEIRS))
    )
    assert absorbed.agenda.upcoming is not None


def test_what_was_to_be_done_about_a_closed_lead_stays_with_it() -> None:
    absorbed = lead(TWO, THEIRS, PROMISED)
    absorbed.disqualify("no budget", now=NOON)
    survivor = lead()
    joined(survivor, absorbed)
    assert survivor.agenda.tasks == []
    survivor.unmerge(absorbed, now=NOON)
    assert absorbed.agenda.tasks == [MAIL, OFFER, PROMISED]


def test_what_is_done_while_they_are_one_does_not_come_back() -> None:
    survivor, absorbed = lead(), lead(TWO, THEIRS, PROMISED)
    joined(survivor, absorbed)
    survivor.follow_up(contact(days=2), None, now=NOON + 2 * DAY)
    assert survivor.agenda.tasks == [OFFER]
    survivor.unmerge(absorbed, now=NOON)
    assert (survivor.agenda.tasks, absorbed.agenda.tasks) == ([], [OFFER])


def test_a_reply_ends_the_plans_of_both() -> None:
    survivor, absorbed = lead(ONE, OURS), lead(TWO, THEIRS)
    joined(survivor, absorbed)
    survivor.follow_up(contact(result=FollowUpResult.REPLIED), None, now=NOON)
    assert survivor.agenda.tasks == []
    survivor.unmerge(absorbed, now=NOON)
    assert absorbed.agenda.plan is None


def test_nothing_is_next_when_somebody_says_so_of_what_was_brought_too() -> None:
    survivor = lead()
    joined(survivor, lead(TWO, by_hand=PROMISED))
    given(survivor).when(lambda one: one.schedule(None, now=NOON)).then(
        recorded(Lead.FollowUpScheduled, next=None)
    )
    survivor.schedule(None, now=NOON)
    assert survivor.agenda.tasks == []


def reminders(one: Lead, now: datetime) -> Mapping[UUID, int]:
    before = dict(one.agenda.reminded)
    one.remind(now=now)
    return {id_: ahead for id_, ahead in one.agenda.reminded.items() if before.get(id_) != ahead}


def test_of_each_task_people_are_reminded_once_whichever_lead_has_it() -> None:
    step = task(1, 1, 30)
    survivor, absorbed = lead(), lead(TWO, by_hand=step)
    ahead, due = step.due_at - timedelta(minutes=30), step.due_at
    assert reminders(absorbed, ahead) == {step.id: 30}
    joined(survivor, absorbed)
    assert reminders(survivor, ahead) == {}
    assert reminders(absorbed, due) == {}
    assert reminders(survivor, due) == {step.id: 0}
    survivor.unmerge(absorbed, now=NOON)
    assert reminders(absorbed, due) == {}
    assert reminders(survivor, due) == {}


def test_leads_that_were_merged_in_turn_come_back_in_turn() -> None:
    first, second, third = lead(ONE), lead(TWO, by_hand=ASKED), lead(THREE, THEIRS)
    joined(second, third)
    joined(first, second)
    assert first.agenda.tasks == [MAIL, OFFER, ASKED]
    first.unmerge(second, now=NOON)
    assert (first.agenda.tasks, second.agenda.tasks) == ([], [MAIL, OFFER, ASKED])
    second.unmerge(third, now=NOON)
    assert (second.agenda.tasks, third.agenda.tasks) == ([ASKED], [MAIL, OFFER])


def test_the_survivor_is_as_engaged_as_both_were() -> None:
    survivor, absorbed = lead(), lead(TWO)
    absorbed.touch(Touch(channel=Channel.MANUAL, occurred_at=NOON + DAY), now=NOON + DAY)
    absorbed.follow_up(contact(days=2), None, now=NOON + 2 * DAY)
    later = NOON + 5 * DAY
    assert (survivor.facts(later)["touches"], survivor.facts(later)["follow_ups"]) == (1, 0)
    joined(survivor, absorbed)
    facts = survivor.facts(later)
    assert (facts["touches"], facts["follow_ups"], facts["idle_days"]) == (3, 1, 3)
    survivor.unmerge(absorbed, now=NOON)
    facts = survivor.facts(later)
    assert (facts["touches"], facts["follow_ups"], facts["idle_days"]) == (1, 0, 5)


def test_an_owner_who_came_with_a_merge_goes_with_its_undoing() -> None:
    nobodys, theirs = Lead.register(ONE, LeadProfile(name="Wang"), now=NOON), lead(TWO)
    joined(nobodys, theirs)
    nobodys.assign(Ownership(owner_id="li"), "Li", reason="came with it", now=NOON)
    nobodys.unmerge(theirs, now=NOON)
    assert (nobodys.owner_id, nobodys.is_waiting, theirs.owner_id) == (None, True, "li")


def test_an_owner_whom_somebody_chose_since_stays() -> None:
    nobodys, theirs = Lead.register(ONE, LeadProfile(name="Wang"), now=NOON), lead(TWO)
    joined(nobodys, theirs)
    nobodys.assign(Ownership(owner_id="zhao"), "Zhao", reason="by hand", now=NOON)
    nobodys.unmerge(theirs, now=NOON)
    assert nobodys.owner_id == "zhao"
