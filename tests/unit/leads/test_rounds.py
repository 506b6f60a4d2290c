"""The ledger: what a round records is enough to decide it again, and to decide it otherwise."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from crm_platform.ids import new_id
from crm_testing.given import given, when
from leads.domain.assignment import AssignmentRule, Candidate, Pooled, Share, Unassigned
from leads.domain.availability import Absence
from leads.domain.errors import TransferIsOver
from leads.domain.rounds import (
    AssignmentRound,
    Judged,
    Situation,
    choose_for_all,
    decide_otherwise,
    owner_of,
    replay,
)
from leads.domain.transfers import PAGE, LeadTransfer, Left

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEAVE = Absence(kind="on_leave", until=NOON)


def person(number: int, **rest: object) -> Candidate:
    return Candidate.model_validate(
        {"person_id": f"p{number:02}", "name": f"P {number}", "region": "east"} | rest
    )


def rule(method: str = "round_robin", name: str = "r", **rest: object) -> AssignmentRule:
    return AssignmentRule.model_validate({"name": name, "condition": "true", "method": method} | rest)


def some(count: int, **facts: str) -> list[Judged]:
    return [Judged(new_id(), 2, {"source": "website", **facts}) for _ in range(count)]


def held_rounds(
    rules: Sequence[AssignmentRule], people: Sequence[Candidate], batches: Sequence[Sequence[Judged]]
) -> list[tuple[AssignmentRound, Sequence[Judged]]]:
    """Rounds one after the other, as a service holds them."""
    loads: Counter[str] = Counter()
    turns: dict[str, int] = {}
    rounds: list[tuple[AssignmentRound, Sequence[Judged]]] = []
    for number, batch in enumerate(batches, 1):
        situation = Situation(people, dict(loads), turns, frozenset({"public"}))
        choices, after = choose_for_all(rules, batch, situation)
        held = AssignmentRound.hold(number, 1, situation, batch, choices, after, now=NOON)
        loads.update(owner for choice in choices if (owner := owner_of(choice)))
        turns = after
        rounds.append((held, batch))
    return rounds


RULES = [
    AssignmentRule(name="fair", condition="source == 'exhibition'", method="weighted", people=(Share(person_id="p01", weight=3), Share(person_id="p02"))),
    AssignmentRule(name="rest", condition="true", method="least_load"),
]  # fmt: skip
PEOPLE = [person(n, capacity=50 + 10 * n) for n in range(10)]


def mixed(count: int) -> list[Judged]:
    return [Judged(new_id(), 2, {"source": "exhibition" if n % 3 == 0 else "website"}) for n in range(count)]


def test_a_thousand_leads_are_decided_again_alike_from_the_record() -> None:
    rounds = held_rounds(RULES, PEOPLE, [mixed(37) for _ in range(27)])
    compared = 0
    for held, judged in rounds:
        stored = AssignmentRound.Held.model_validate_json(_event(held).model_dump_json())
        again: AssignmentRound = stored.mutate(None)  # type: ignore[assignment]
        given_out = {d.lead_id: d.owner_id for d in held.decisions}
        for lead, choice in zip(judged, replay(again, RULES, judged), strict=True):
            assert owner_of(choice) == given_out.get(lead.lead_id)
            compared += lead.lead_id in given_out
    assert compared > 700


def _event(held: AssignmentRound) -> AssignmentRound.Held:
    (event,) = held.pending_events
    assert isinstance(event, AssignmentRound.Held)
    return event


def test_the_rules_that_were_in_force_change_nothing() -> None:
    people = [person(n) for n in range(7)]
    rules = [rule("weighted", "a", condition="source == 'exhibition'"), rule(name="b")]
    rounds = held_rounds(rules, people, [mixed(11) for _ in range(9)])
    assert all(owner_of(choice) == decision.owner_id for decision, choice in decide_otherwise(rounds, rules))


def test_other_rules_carry_their_turns_and_loads_from_round_to_round() -> None:
    rounds = held_rounds([rule()], [person(n) for n in range(4)], [some(5) for _ in range(8)])
    otherwise = decide_otherwise(
        rounds, [rule("least_load", people=[{"person_id": "p00"}, {"person_id": "p01"}])]
    )
    after = Counter(owner_of(choice) for _, choice in otherwise)
    assert after == {"p00": 20, "p01": 20}
    turned = decide_otherwise(rounds, [rule(name="new", people=[{"person_id": f"p0{n}"} for n in range(3)])])
    spread = Counter(owner_of(choice) for _, choice in turned).values()
    assert max(spread) - min(spread) <= 1


def test_the_record_says_of_everybody_what_became_of_them_with_their_load_then() -> None:
    people = [
        person(0),
        person(1, active=False),
        person(2, absence=LEAVE),
        person(3, absence=Absence(kind="outside_hours")),
        person(4, capacity=0),
        person(5),
    ]
    leads = some(2)
    leads[1] = Judged(leads[1].lead_id, 2, leads[1].facts, let_go_by="p05")
    ((held, _),) = held_rounds([rule("least_load")], people, [leads])
    account = held.account_of(leads[1].lead_id)
    assert [(c.person_id, c.outcome, c.load) for c in account] == [
        ("p00", "chosen", 1),
        ("p01", "inactive", 0),
        ("p02", "on_leave", 0),
        ("p03", "outside_hours", 0),
        ("p04", "full", 0),
        ("p05", "let_go", 0),
    ]
    assert [c.reason for c in account] == [
        "Fewest open leads for their capacity: 1",
        "Not active",
        "On leave until 2026-03-02 12:00 UTC",
        "Outside working hours",
        "0 open leads of at most 0",
        "Had the lead before and let it go",
    ]


def test_a_lead_that_nobody_got_is_in_no_record() -> None:
    leads = some(1)
    ((held, _),) = held_rounds([rule()], [person(0, active=False)], [leads])
    assert held.decisions == ()
    assert held.decision_on(leads[0].lead_id) is None
    assert held.account_of(leads[0].lead_id) == []


def test_a_rule_with_a_pool_puts_leads_there_and_without_that_pool_the_next_rule_decides() -> None:
    leads = some(1)
    rules = [rule("pool", "to pool", pool="public"), rule()]
    ((held, _),) = held_rounds(rules, [person(0)], [leads])
    assert (held.decisions[0].pool, held.decisions[0].owner_id) == ("public", None)
    without = Situation([person(0)], {}, {})
    (choice,), _ = choose_for_all(rules, leads, without)
    assert owner_of(choice) == "p00"
    assert choice.passed_over[0].reason == "There is no pool public"
    (pooled,), _ = choose_for_all(rules[:1], leads, Situation([], {}, {}, frozenset({"public"})))
    assert isinstance(pooled, Pooled)
    (nobody,), _ = choose_for_all(rules[:1], leads, without)
    assert isinstance(nobody, Unassigned)


def test_least_load_is_relative_to_capacity() -> None:
    people = [person(0, capacity=10), person(1, capacity=40)]
    rounds = held_rounds([rule("least_load")], people, [some(25)])
    assert Counter(d.owner_id for d in rounds[0][0].decisions) == {"p00": 5, "p01": 20}


def test_in_one_round_everybody_has_their_turn() -> None:
    ((held, _),) = held_rounds([rule()], [person(n) for n in range(10)], [some(1_000)])
    assert Counter(d.owner_id for d in held.decisions) == {f"p{n:02}": 100 for n in range(10)}
    assert held.turns_after == {"r": 0}


def test_a_transfer_goes_page_by_page_and_then_is_over() -> None:
    leads = [new_id() for _ in range(PAGE + 1)]
    transfer = when(
        lambda: LeadTransfer.start(new_id(), "boss", [*leads, leads[0]], ["a", "b"], "leaves", now=NOON)
    ).then(LeadTransfer.Started)
    assert transfer.next_page == tuple(leads[:PAGE])
    left = Left(lead_id=leads[0], reason="closed")
    on = given(transfer).when(lambda t: t.take_page(PAGE - 1, [left], now=NOON)).then(LeadTransfer.PageTaken)
    assert (on.next_page, on.owner_at(PAGE), on.owner_at(PAGE + 1)) == ((leads[-1],), "a", "b")
    over = given(on).when(lambda t: t.take_page(1, [], now=NOON)).then(LeadTransfer.PageTaken)
    assert (over.handed_on, over.left) == (PAGE, (left,))
    given(over).when(lambda t: t.take_page(0, [], now=NOON)).refused(TransferIsOver)
