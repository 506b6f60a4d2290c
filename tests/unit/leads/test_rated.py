"""What a lead is taken for: the model's score, a person's word above it, and thresholds that are crossed once."""

from datetime import UTC, datetime, timedelta

import pytest

from crm_platform.errors import Invalid
from crm_platform.ids import derived_id
from crm_platform.values import Ownership
from crm_testing.given import given, recorded
from leads.domain.errors import LeadIsClosed, NoOverride
from leads.domain.follow_ups import FollowUp, FollowUpMethod, FollowUpResult
from leads.domain.lead import Lead, LeadProfile
from leads.domain.rated import Overseer, Standing, Threshold, Watch, check_thresholds
from leads.domain.scoring import Score, ScoreFactor
from leads.domain.touches import Channel, Touch

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOMORROW = NOON + timedelta(days=1)
HOT, WARM = Threshold(points=75, name="热"), Threshold(points=50, name="温")
WATCH = Watch(
    thresholds=(HOT, WARM),
    overseers=(
        Overseer(person_id="zhao", team="t1", region="east"),
        Overseer(person_id="qian", team="t2", region="east"),
        Overseer(person_id="dir", region="east"),
    ),
)
GOOD = Standing(points=90, grade="A")


def scored(points: int) -> Score:
    factors = (ScoreFactor(name="a", points=points, reason="Always"),)
    return Score(points=points, grade="B", model_version=1, factors=factors)


def lead(points: int = 40) -> Lead:
    made = Lead.register(derived_id("lead"), LeadProfile(name="Wang", region="east"), now=NOON)
    made.rate(scored(points), now=NOON)
    return made


def overridden(until: datetime | None = TOMORROW) -> Lead:
    made = lead()
    made.override_score(GOOD, reason="met them", by="li", until=until, now=NOON)
    return made


def contact(at: datetime) -> FollowUp:
    return FollowUp(
        id=derived_id("contact"),
        attempt=1,
        method=FollowUpMethod.CALL,
        result=FollowUpResult.NO_ANSWER,
        occurred_at=at,
        recorded_at=at,
        author_id="li",
        author_name="Li",
    )


def test_an_override_counts_and_says_what_the_model_said() -> None:
    it = (
        given(lead(40))
        .when(lambda it: it.override_score(GOOD, reason="met them", by="li", until=TOMORROW, now=NOON))
        .then(Lead.ScoreOverridden)
    )
    assert it.standing == GOOD
    assert it.override is not None
    assert (it.override.automatic, it.override.by, it.override.until) == (40, "li", TOMORROW)


def test_an_override_survives_scoring() -> None:
    it = given(overridden()).when(lambda it: it.rate(scored(55), now=NOON)).then(Lead.Scored)
    assert it.score is not None
    assert (it.score.points, it.standing) == (55, GOOD)


def test_an_override_is_lifted_by_a_person() -> None:
    it = (
        given(overridden())
        .when(lambda it: it.lift_override(by="zhao", now=NOON))
        .then(Lead.ScoreOverrideLifted, why="lifted", by="zhao", points=40)
    )
    assert it.standing == Standing(points=40, grade="B")
    given(it).when(lambda it: it.lift_override(by="zhao", now=NOON)).refused(NoOverride)


def test_an_override_ends_at_its_time_and_not_before() -> None:
    given(overridden()).when(lambda it: it.expire_override(now=NOON)).then()
    given(overridden(None)).when(lambda it: it.expire_override(now=TOMORROW)).then()
    expired = (
        given(overridden())
        .when(lambda it: it.expire_override(now=TOMORROW))
        .then(Lead.ScoreOverrideLifted, why="expired", by=None)
    )
    given(expired).when(lambda it: it.expire_override(now=TOMORROW)).then()


@pytest.mark.parametrize("until", [NOON, NOON - timedelta(days=1), NOON + timedelta(days=367)])
def test_an_override_ends_ahead_and_within_a_year(until: datetime) -> None:
    given(lead()).when(
        lambda it: it.override_score(GOOD, reason="x", by="li", until=until, now=NOON)
    ).refused(Invalid)


def test_the_score_of_a_closed_lead_stays() -> None:
    closed = overridden()
    closed.disqualify("no budget", now=NOON)
    given(closed).when(lambda it: it.lift_override(by="li", now=NOON)).refused(LeadIsClosed)
    given(closed).when(lambda it: it.override_score(GOOD, reason="x", by="li", until=None, now=NOON)).refused(
        LeadIsClosed
    )
    given(closed).when(lambda it: it.expire_override(now=TOMORROW)).then()


def test_each_threshold_between_before_and_now_is_crossed() -> None:
    given(lead(80)).when(lambda it: it.watch_crossings(Standing(points=49, grade="C"), WATCH, now=NOON)).then(
        recorded(Lead.ScoreCrossed, threshold=WARM, points=80, before=49),
        recorded(Lead.ScoreCrossed, threshold=HOT, points=80, before=49),
    )


@pytest.mark.parametrize(
    ("before", "points", "crossed"),
    [(49, 50, 1), (50, 50, 0), (50, 51, 0), (60, 40, 0), (None, 50, 1), (None, 49, 0), (74, 75, 1), (75, 90, 0)],
)  # fmt: skip
def test_a_threshold_is_crossed_upwards_only_and_reaching_it_is_enough(
    before: int | None, points: int, crossed: int
) -> None:
    stood = None if before is None else Standing(points=before, grade="C")
    given(lead(points)).when(lambda it: it.watch_crossings(stood, WATCH, now=NOON)).then(
        *[Lead.ScoreCrossed] * crossed
    )


def test_under_an_override_it_is_the_override_that_crosses() -> None:
    given(overridden()).when(
        lambda it: it.watch_crossings(Standing(points=60, grade="B"), WATCH, now=NOON)
    ).then(Lead.ScoreCrossed, threshold=HOT, points=90)


def test_owner_and_managers_of_the_team_are_told_and_of_nobodys_lead_those_of_the_region() -> None:
    assert WATCH.told(Ownership(owner_id="li", team="t1", region="east"), "east") == ["li", "zhao"]
    assert WATCH.told(Ownership(owner_id="zhao", team="t1"), None) == ["zhao"]
    assert WATCH.told(None, "east") == ["zhao", "qian", "dir"]
    assert WATCH.told(None, None) == []


def test_thresholds_differ_in_score_and_name() -> None:
    check_thresholds([HOT, WARM])
    with pytest.raises(Invalid) as refusal:
        check_thresholds([HOT, Threshold(points=75, name="x"), Threshold(points=1, name="热")])
    assert [e.pointer for e in refusal.value.errors] == ["#/thresholds/1/points", "#/thresholds/2/name"]


def test_rules_can_ask_how_long_a_lead_is_there_and_when_something_last_happened() -> None:
    it = lead()
    assert {name: it.facts(NOON)[name] for name in ("touches", "age_days", "idle_days")} == {
        "touches": 1, "age_days": 0, "idle_days": 0,
    }  # fmt: skip
    it.touch(Touch(channel=Channel.E_MAIL, occurred_at=TOMORROW), now=TOMORROW)
    facts = it.facts(NOON + timedelta(days=9, hours=23))
    assert (facts["touches"], facts["age_days"], facts["idle_days"]) == (2, 9, 8)
    assert "score" not in facts
    it.follow_up(contact(TOMORROW + timedelta(days=3)), None, now=TOMORROW + timedelta(days=3))
    facts = it.facts(NOON + timedelta(days=9, hours=23))
    assert (facts["follow_ups"], facts["idle_days"]) == (1, 5)
    assert it.facts(NOON, it.standing)["score"] == 40


def test_a_touch_from_before_the_registration_makes_no_lead_idle() -> None:
    it = lead()
    it.touch(Touch(channel=Channel.E_MAIL, occurred_at=NOON - timedelta(days=30)), now=NOON)
    assert it.facts(NOON + timedelta(days=1))["idle_days"] == 1
