"""Versions of the scoring model: drafted, put in force from a moment on, put in force again."""

from datetime import UTC, datetime, timedelta

import pytest

from crm_platform.errors import Invalid, NotFound
from crm_testing.given import given, recorded, when
from leads.domain.scoring import GradeThresholds, ScoringRule, WeightedRules
from leads.domain.scoring_model import ScoringModel
from leads.domain.seed_model import default_model

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=2)
GRADES = GradeThresholds()
FAIR = [ScoringRule(name="展会", condition="source == 'exhibition'", points=30)]
CALLS = [ScoringRule(name="电话", condition="has_phone", points=10)]


def founded() -> ScoringModel:
    return ScoringModel.found(now=NOON)


def drafted() -> ScoringModel:
    model = founded()
    model.draft(FAIR, GRADES, by="ann", reason="展会季", now=NOON)
    return model


def test_it_begins_with_the_seed_as_version_1_in_force() -> None:
    model = when(founded).then(ScoringModel.Defined)
    assert model.in_force(NOON) == default_model()
    assert model.number_of(1) == 1


def test_a_draft_is_the_next_version_and_scores_nothing_yet() -> None:
    model = (
        given(founded())
        .when(lambda m: m.draft(FAIR, GRADES, by="ann", reason="展会季", now=NOON))
        .then(ScoringModel.Drafted, by="ann", reason="展会季")
    )
    assert [draft.model.version for draft in model.versions] == [1, 2]
    assert model.in_force(NOON).version == 1
    assert model.number_of(model.version) == 2


def test_an_activation_holds_from_its_moment_on() -> None:
    model = (
        given(drafted())
        .when(lambda m: m.activate(2, reason="ok", by="bob", effective_from=LATER, now=NOON))
        .then(ScoringModel.Activated, version=2, effective_from=LATER, by="bob", reason="ok")
    )
    assert model.in_force(LATER - timedelta(seconds=1)).version == 1
    assert model.in_force(LATER).rules == tuple(FAIR)


def test_an_old_version_can_be_put_in_force_again() -> None:
    model = drafted()
    model.activate(2, reason="try", by="bob", now=NOON)
    back = given(model).when(lambda m: m.activate(1, reason="worse", by="bob", now=LATER)).then(
        ScoringModel.Activated, version=1
    )  # fmt: skip
    assert back.in_force(LATER) == default_model()
    assert [(a.version, a.reason) for a in back.activations] == [(2, "try"), (1, "worse")]


def test_of_two_activations_for_one_moment_the_later_decision_counts() -> None:
    model = drafted()
    for number in (2, 1):
        model.activate(number, reason="x", by="bob", effective_from=LATER, now=NOON)
    assert model.in_force(LATER).version == 1


def test_what_is_planned_ahead_holds_although_another_version_is_in_force_until_then() -> None:
    model = drafted()
    model.activate(2, reason="x", by="bob", effective_from=LATER, now=NOON)
    model.activate(1, reason="x", by="bob", now=NOON)
    assert (model.in_force(NOON).version, model.in_force(LATER).version) == (1, 2)


def test_nothing_is_in_force_before_it_was_decided() -> None:
    given(drafted()).when(
        lambda m: m.activate(2, reason="x", by="bob", effective_from=NOON - timedelta(days=1), now=NOON)
    ).refused(Invalid)


def test_a_version_that_was_never_written_is_not_found() -> None:
    given(drafted()).when(lambda m: m.activate(3, reason="x", by="bob", now=NOON)).refused(NotFound)


def test_revising_is_drafting_and_activating_at_once() -> None:
    revised = (
        given(drafted())
        .when(lambda m: m.revise(CALLS, GRADES, reason="calls", now=NOON))
        .then(recorded(ScoringModel.Revised, reason="calls"))
    )
    assert (revised.in_force(NOON).version, revised.in_force(NOON).rules) == (3, tuple(CALLS))


def test_revising_to_what_is_in_force_records_nothing() -> None:
    model = drafted()
    model.activate(2, reason="x", by="bob", now=NOON)
    given(model).when(lambda m: m.revise(FAIR, GRADES, now=NOON)).then()


def test_rules_that_cannot_be_judged_are_no_version() -> None:
    bad = [ScoringRule(name="x", condition="nosuch == 1", points=1)]
    given(founded()).when(lambda m: m.draft(bad, GRADES, by="ann", now=NOON)).refused(Invalid)
    given(founded()).when(lambda m: m.revise(bad, GRADES, now=NOON)).refused(Invalid)


def test_the_first_events_of_old_logs_are_read() -> None:
    state: dict[str, object] = {"current": default_model().model_dump(mode="json")}
    ScoringModel.Defined.upcast_v1_v2(state)
    assert WeightedRules.model_validate(state["first"]) == default_model()


@pytest.mark.parametrize("seconds", [0, 1])
def test_an_activation_without_a_moment_holds_at_once(seconds: int) -> None:
    model = drafted()
    model.activate(2, reason="x", by="bob", now=NOON)
    assert model.in_force(NOON + timedelta(seconds=seconds)).version == 2
