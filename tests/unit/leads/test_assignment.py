"""Who gets a lead, in which turn, and why not the others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given as sampled
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import ValidationError

from crm_platform.errors import Invalid
from crm_testing.given import given, when
from leads.domain.assignment import (
    Assignment,
    AssignmentRule,
    AssignmentRules,
    Candidate,
    Method,
    Share,
    Unassigned,
    check_rules,
    default_rules,
)
from leads.domain.choosing import choose

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WEB = {"source": "website", "region": "east"}


def person(
    number: int, *, active: bool = True, capacity: int | None = None, region: str = "east"
) -> Candidate:
    return Candidate(
        person_id=f"p{number:02}",
        name=f"P {number}",
        team="t1",
        region=region,
        capacity=capacity,
        active=active,
    )


def rule(method: Method = "round_robin", **rest: object) -> AssignmentRule:
    return AssignmentRule.model_validate({"name": "r", "condition": "true", "method": method, **rest})


def shares(*weights: int) -> list[dict[str, object]]:
    return [{"person_id": f"p{number:02}", "weight": weight} for number, weight in enumerate(weights)]


def assign_many(count: int, rules: Sequence[AssignmentRule], people: Sequence[Candidate]) -> Counter[str]:
    """Assign one lead after the other, keeping loads and turns as a service would."""
    loads: Counter[str] = Counter()
    rotation: dict[str, int] = {}
    for _ in range(count):
        chosen = choose(rules, WEB, people, loads, rotation)
        if isinstance(chosen, Assignment):
            loads[chosen.owner.person_id] += 1
            rotation[chosen.rule] = chosen.rotation
    return loads


def assigned(
    rules: Sequence[AssignmentRule], people: Sequence[Candidate], loads: Mapping[str, int] | None = None
) -> Assignment:
    chosen = choose(rules, WEB, people, loads or {}, {})
    assert isinstance(chosen, Assignment)
    return chosen


@pytest.mark.parametrize("method", ["round_robin", "least_load", "weighted"])
def test_a_thousand_leads_over_ten_people_differ_by_at_most_one(method: Method) -> None:
    loads = assign_many(1_003, [rule(method)], [person(n) for n in range(10)])
    assert len(loads) == 10
    assert max(loads.values()) - min(loads.values()) <= 1
    assert sum(loads.values()) == 1_003


def test_the_neighbor_of_somebody_absent_gets_no_more_than_others() -> None:
    loads = assign_many(900, [rule()], [person(n, active=n != 4) for n in range(10)])
    assert set(loads.values()) == {100}
    assert "p04" not in loads


@sampled(st.lists(st.integers(1, 30), min_size=1, max_size=12), st.integers(1, 400))
@settings(max_examples=60)
def test_by_weight_nobody_is_ever_a_whole_lead_from_their_share(weights: list[int], count: int) -> None:
    loads = assign_many(
        count, [rule("weighted", people=shares(*weights))], [person(n) for n in range(len(weights))]
    )
    for number, weight in enumerate(weights):
        assert abs(loads[f"p{number:02}"] - count * weight / sum(weights)) < 1


def test_ten_thousand_leads_by_weight_over_twenty_people_come_to_their_shares() -> None:
    weights = [1 + n % 5 for n in range(20)]
    loads = assign_many(10_000, [rule("weighted", people=shares(*weights))], [person(n) for n in range(20)])
    assert all(abs(loads[f"p{n:02}"] - 10_000 * w / sum(weights)) < 1 for n, w in enumerate(weights))


def test_the_one_with_the_fewest_open_leads_is_chosen_and_of_equals_the_first() -> None:
    chosen = assigned([rule("least_load")], [person(2), person(1), person(0)], {"p00": 3, "p01": 1, "p02": 1})
    assert chosen.owner.person_id == "p01"
    assert chosen.reason == "Fewest open leads for their capacity: 1"


def test_nobody_gets_more_than_their_capacity_and_nobody_absent_gets_anything() -> None:
    people = [person(0, capacity=2), person(1, active=False), person(2, capacity=0), person(3)]
    for method in ("round_robin", "weighted", "least_load"):
        loads = assign_many(50, [rule(method)], people)
        assert loads == {"p00": 2, "p03": 48}


def test_when_all_are_full_the_lead_stays_unassigned_with_everybodys_reason() -> None:
    chosen = choose([rule()], WEB, [person(0, capacity=1), person(1, active=False)], {"p00": 1}, {})
    assert isinstance(chosen, Unassigned)
    assert chosen.reason == "Nobody is free under the rules that apply"
    assert [(c.person_id, c.outcome, c.reason) for c in chosen.considered] == [
        ("p00", "full", "1 open leads of at most 1"),
        ("p01", "inactive", "Not active"),
    ]


def test_the_first_rule_that_applies_decides_and_the_others_say_why_not() -> None:
    rules = [
        AssignmentRule(name="展会", condition="source == 'exhibition'", method="round_robin"),
        AssignmentRule(name="高分", condition="score >= 70", method="round_robin"),
        AssignmentRule(
            name="网站", condition="source == 'website'", method="person", people=(Share(person_id="p01"),)
        ),
        rule(),
    ]
    chosen = assigned(rules, [person(0), person(1)])
    assert (chosen.rule, chosen.owner.person_id, chosen.reason) == ("网站", "p01", "Named by the rule")
    assert [(p.rule, p.reason) for p in chosen.passed_over] == [
        ("展会", "The condition does not hold"),
        ("高分", "Cannot be judged: not known: score"),
    ]


def test_a_rule_without_anybody_free_leaves_the_lead_to_the_next_rule() -> None:
    first = AssignmentRule(
        name="first", condition="true", method="round_robin", people=(Share(person_id="p00"),)
    )
    chosen = assigned([first, rule()], [person(0, capacity=0), person(1)])
    assert (chosen.rule, chosen.owner.person_id) == ("r", "p01")
    assert [(c.rule, c.person_id, c.outcome) for c in chosen.considered] == [
        ("first", "p00", "full"),
        ("r", "p00", "full"),
        ("r", "p01", "chosen"),
    ]


def test_the_fallback_gets_the_lead_when_nobody_asked_is_free() -> None:
    people = [person(0, active=False), person(7)]
    chosen = assigned([rule(people=shares(1), fallback="p07")], people)
    assert (chosen.owner.person_id, chosen.reason) == ("p07", "Fallback of the rule")
    full = choose(
        [rule(people=shares(1), fallback="p07")],
        WEB,
        [person(0, active=False), person(7, capacity=0)],
        {},
        {},
    )
    assert isinstance(full, Unassigned)
    assert [(c.person_id, c.outcome) for c in full.considered] == [("p00", "inactive"), ("p07", "full")]


def test_people_are_asked_by_id_by_team_by_region_and_by_the_region_of_the_lead() -> None:
    people = [person(0), person(1, region="south"), person(2, region="north")]

    def asked(**who: object) -> list[str]:
        return [c.person_id for c in assigned([rule(**who)], people).considered]  # type: ignore[arg-type]

    assert asked() == ["p00", "p01", "p02"]
    assert asked(people=shares(1)) == ["p00"]
    assert asked(region="south") == ["p01"]
    assert asked(people=shares(1), region="south") == ["p00", "p01"]
    assert asked(team="t1", region="north") == ["p02"]
    assert asked(same_region=True) == ["p00"]
    assert isinstance(choose([rule(same_region=True)], {}, people, {}, {}), Unassigned)


def test_the_same_arguments_give_the_same_answer_in_any_order_of_people() -> None:
    people = [person(n) for n in range(5)]
    for place in range(12):
        one = choose([rule()], WEB, people, {}, {"r": place})
        assert one == choose([rule()], WEB, people[::-1], {}, {"r": place})


def test_somebody_who_was_asked_but_is_not_in_turn_is_told_so() -> None:
    chosen = assigned([rule()], [person(0), person(1)], {"p01": 4})
    assert [(c.person_id, c.outcome, c.reason) for c in chosen.considered] == [
        ("p00", "chosen", "Next in turn of 2 free"),
        ("p01", "eligible", "Free with 4 open leads, but not their turn"),
    ]
    assert chosen.owner.ownership.model_dump() == {"owner_id": "p00", "team": "t1", "region": "east"}


def test_without_a_rule_nobody_is_chosen() -> None:
    assert choose([], WEB, [person(0)], {}, {}) == Unassigned(reason="No rule applies to this lead")


def test_the_method_person_names_exactly_one_person() -> None:
    for people in ([], shares(1, 1)):
        with pytest.raises(ValidationError):
            rule("person", people=people)


def test_the_seed_rules_give_a_lead_to_its_region_and_else_to_the_least_busy() -> None:
    seed = default_rules().rules
    check_rules(seed)
    people = [person(0, region="south"), person(1)]
    assert assigned(seed, people).owner.person_id == "p01"
    elsewhere = choose(seed, {"region": "overseas"}, people, {"p00": 1, "p01": 2}, {})
    assert isinstance(elsewhere, Assignment)
    assert elsewhere.owner.person_id == "p00"


def test_rules_have_versions_and_bad_ones_are_refused_at_their_place() -> None:
    defined = when(lambda: AssignmentRules.define([rule()], now=NOON)).then(AssignmentRules.Defined)
    assert defined.current.version == 1
    revised = (
        given(defined).when(lambda r: r.revise([], reason="holidays", now=NOON)).then(AssignmentRules.Revised)
    )
    assert revised.current.version == 2
    given(defined).when(lambda r: r.revise([rule()], now=NOON)).then()
    bad = [rule(), AssignmentRule(name="r", condition="score / 10", method="least_load")]
    refusal = given(defined).when(lambda r: r.revise(bad, now=NOON)).refused(Invalid)
    assert [(error.pointer, error.code) for error in refusal.errors] == [
        ("#/rules/1/name", "duplicate-name"),
        ("#/rules/1/condition", "expression-type"),
    ]
