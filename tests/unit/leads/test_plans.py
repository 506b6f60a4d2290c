"""Plans: their due times on working days of a calendar, the rules that start them, and the time of the digest."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from crm_platform.calendar import WEEKDAYS
from crm_platform.errors import Invalid
from crm_testing.given import given, when
from leads.domain.follow_ups import FollowUpMethod
from leads.domain.plans import Clock, FollowUpRulebook, FollowUpTerms, PlanStep, PlanTemplate

SHANGHAI = ZoneInfo("Asia/Shanghai")
LEAD = UUID(int=1)


def step(after_days: int, at: str = "09:30") -> PlanStep:
    return PlanStep(after_days=after_days, at=at, method=FollowUpMethod.CALL, text="Call")


def template(*days: int, name: str = "standard", condition: str | None = None) -> PlanTemplate:
    return PlanTemplate(name=name, condition=condition, steps=tuple(step(day) for day in days))


def due(terms: FollowUpTerms, now: datetime, *days: int) -> list[str]:
    plan = terms.started(template(*days), LEAD, key="k", now=now)
    return [f"{one.due_at.astimezone(terms.clock.zone):%m-%d %H:%M}" for one in plan.steps]


def test_steps_fall_on_working_days_of_china() -> None:
    friday = datetime(2026, 2, 13, 8, tzinfo=SHANGHAI)
    assert due(FollowUpTerms(), friday, 0, 1, 2) == ["02-13 09:30", "02-14 09:30", "02-24 09:30"]
    during_spring_festival = datetime(2026, 2, 16, 8, tzinfo=SHANGHAI)
    assert due(FollowUpTerms(), during_spring_festival, 0, 4) == ["02-24 09:30", "02-28 09:30"]


def test_plain_weekdays_can_be_chosen() -> None:
    terms = FollowUpTerms(clock=Clock(calendar=WEEKDAYS))
    friday = datetime(2026, 2, 13, 8, tzinfo=SHANGHAI)
    assert due(terms, friday, 0, 1, 2) == ["02-13 09:30", "02-16 09:30", "02-17 09:30"]


def test_days_are_those_of_the_time_zone_also_over_a_change_of_clocks() -> None:
    # 18:00 on Thursday in London is already Friday in Shanghai.
    evening = datetime(2026, 3, 26, 18, tzinfo=UTC)
    assert due(FollowUpTerms(), evening, 0) == ["03-27 09:30"]
    berlin = FollowUpTerms(clock=Clock(time_zone="Europe/Berlin", calendar="DE"))
    plan = berlin.started(template(0, 1, 2), LEAD, key="k", now=datetime(2026, 3, 26, 7, tzinfo=UTC))
    assert [f"{one.due_at:%m-%d %H:%M}" for one in plan.steps] == [
        "03-26 08:30",
        "03-27 08:30",
        "03-30 07:30",
    ]


def test_a_step_whose_time_has_gone_by_on_the_first_day_is_due_at_once() -> None:
    afternoon = datetime(2026, 3, 2, 15, tzinfo=SHANGHAI)
    assert due(FollowUpTerms(), afternoon, 0, 1) == ["03-02 15:00", "03-03 09:30"]


def test_steps_are_reminded_of_ahead() -> None:
    terms = FollowUpTerms(ahead_minutes=(30, 1440))
    plan = terms.started(template(0, 2), LEAD, key="k", now=datetime(2026, 3, 2, 8, tzinfo=SHANGHAI))
    assert [one.ahead_minutes for one in plan.steps] == [(30,), (1440, 30)]


def test_a_plan_that_is_started_again_by_the_same_command_has_the_same_steps() -> None:
    now = datetime(2026, 3, 2, 8, tzinfo=SHANGHAI)
    first, again, other = (
        FollowUpTerms().started(template(0), LEAD, key=key, now=now) for key in ("a", "a", "b")
    )
    assert first == again
    assert first.steps[0].id != other.steps[0].id


def test_the_first_plan_whose_condition_holds_is_chosen_and_one_without_is_not() -> None:
    plans = (
        template(0, name="by hand"),
        template(0, name="big", condition="company_size > 100"),
        template(0, name="web", condition="source == 'website'"),
        template(0, name="web too", condition="source == 'website'"),
    )
    terms = FollowUpTerms(plans=plans)
    assert terms.plan_for({"source": "website"}) == plans[2]
    assert terms.plan_for({"source": "website", "company_size": 500}) == plans[1]
    assert terms.plan_for({"source": "phone"}) is None


def test_each_bad_plan_is_named() -> None:
    back = PlanTemplate(name="back", steps=(step(1), step(0)))
    bad = FollowUpTerms(plans=(template(0), template(0), back, template(0, name="x", condition="1 +")))
    error = when(
        lambda: FollowUpRulebook.define(bad, reason=None, now=datetime(2026, 3, 2, tzinfo=UTC))
    ).refused(Invalid)
    assert [(fault.pointer, fault.code) for fault in error.errors] == [
        ("#/plans/1/name", "taken"),
        ("#/plans/2/steps", "not-in-order"),
        ("#/plans/3/condition", "expression-invalid"),
    ]


@pytest.mark.parametrize(
    "bad",
    [
        {"clock": {"time_zone": "Mars/Base"}},
        {"clock": {"calendar": "XX"}},
        {"digest_at": "08:30:15"},
        {"digest_at": "08:30Z"},
        {"ahead_minutes": [0]},
        {"plans": [{"name": "x", "steps": []}]},
    ],
)
def test_bad_terms_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        FollowUpTerms.model_validate(bad)


def test_rules_are_versioned_and_the_same_again_is_no_version() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    book = when(lambda: FollowUpRulebook.define(FollowUpTerms(), reason=None, now=now)).then(
        FollowUpRulebook.Defined
    )
    given(book).when(lambda it: it.revise(FollowUpTerms(), reason=None, now=now)).then()
    other = FollowUpTerms(ahead_minutes=(5,))
    revised = (
        given(book)
        .when(lambda it: it.revise(other, reason="shorter", now=now))
        .then(FollowUpRulebook.Revised, reason="shorter")
    )
    assert (revised.current.version, revised.current.terms) == (2, other)


def test_the_digest_has_its_time_on_working_days() -> None:
    terms = FollowUpTerms(digest_at="08:30")
    assert terms.digest_time(datetime(2026, 3, 2, 8, 29, tzinfo=SHANGHAI)) is None
    moment = datetime(2026, 3, 2, 8, 30, tzinfo=SHANGHAI)
    assert terms.digest_time(datetime(2026, 3, 2, 23, 59, tzinfo=SHANGHAI)) == moment
    assert terms.digest_time(datetime(2026, 2, 16, 12, tzinfo=SHANGHAI)) is None
    assert (
        terms.digest_time(datetime(2026, 2, 28, 12, tzinfo=SHANGHAI)) is not None
    )  # a Saturday that is worked
    assert FollowUpTerms(digest_at=None).digest_time(moment) is None
