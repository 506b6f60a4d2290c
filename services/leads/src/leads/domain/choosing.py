"""The choice itself: by the first rule that applies and has somebody free, with an account of why each was chosen or not.

Pure: the same arguments always give the same answer, which is what makes the ledger of assignments replayable.
"""

import heapq
from collections.abc import Container, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import gcd

from leads.domain.assignment import (
    Assignment,
    AssignmentRule,
    Candidate,
    Choice,
    Considered,
    Outcome,
    PassedOver,
    Pooled,
    Unassigned,
)
from leads.domain.expressions import ExpressionRefused, Known, NotJudged
from leads.domain.facts import ASSIGNMENT

Loads = Mapping[str, int]


def choose(
    rules: Sequence[AssignmentRule],
    facts: Known,
    candidates: Iterable[Candidate],
    loads: Loads,
    rotation: Mapping[str, int],
    *,
    pools: Container[str] = (),
    let_go_by: str | None = None,
) -> Choice:
    """Decide by the first rule that applies and has somebody free.

    `facts` come from `leads.domain.facts.facts_of` with the score; `loads` are open leads by person; `rotation` holds,
    by rule name, what the last `Assignment.rotation` of the rule was; `pools` are those that exist; whoever let the
    lead go does not get it back by rule.
    """
    known = {c.person_id: c for c in sorted(candidates, key=lambda c: c.person_id)}
    asking = _Asking(facts, known, loads, rotation, let_go_by)
    bound = ASSIGNMENT.bind(facts)
    considered: list[Considered] = []
    passed: list[PassedOver] = []
    for rule in rules:
        obstacle = _obstacle(rule, bound, facts)
        if obstacle is None and rule.pool is not None:
            if rule.pool in pools:
                return Pooled(
                    rule.pool, rule.name, "To be claimed by people", tuple(considered), tuple(passed)
                )
            obstacle = f"There is no pool {rule.pool}"
        if obstacle is None:
            asked, owner, place, why = asking.ask(rule)
            considered += asking.account(rule, asked, owner, why)
            if owner is not None:
                return Assignment(owner, rule.name, why, place, tuple(considered), tuple(passed))
            obstacle = "Nobody asked by this rule is free"
        passed.append(PassedOver(rule=rule.name, reason=obstacle))
    why = "Nobody is free under the rules that apply" if considered else "No rule applies to this lead"
    return Unassigned(why, tuple(considered), tuple(passed))


class _Asking:
    """The people, as they are at the moment of one choice."""

    def __init__(
        self,
        facts: Known,
        known: Mapping[str, Candidate],
        loads: Loads,
        rotation: Mapping[str, int],
        let_go_by: str | None,
    ) -> None:
        self._facts = facts
        self._known = known
        self._loads = loads
        self._rotation = rotation
        self._let_go_by = let_go_by

    def ask(self, rule: AssignmentRule) -> tuple[list[Candidate], Candidate | None, int, str]:
        """Everybody the rule speaks of, the chosen one of them, the rule's next place in turn, and the reason."""
        asked = _asked(rule, self._facts, self._known)
        free = [candidate for candidate in asked if self._hindrance(candidate) is None]
        place = self._rotation.get(rule.name, 0)
        if free:
            return asked, *_pick(rule, asked, free, self._loads, place)
        fallback = self._known.get(rule.fallback or "")
        if fallback is None:
            return asked, None, place, ""
        asked = asked if fallback in asked else [*asked, fallback]
        if self._hindrance(fallback) is not None:
            return asked, None, place, ""
        return asked, fallback, place, "Fallback of the rule"

    def account(
        self, rule: AssignmentRule, asked: list[Candidate], owner: Candidate | None, why: str
    ) -> list[Considered]:
        """What became of everybody the rule asked."""
        lines = []
        for candidate in asked:
            chosen = candidate is owner
            outcome = "chosen" if chosen else self._hindrance(candidate) or "eligible"
            load = self._loads.get(candidate.person_id, 0)
            lines.append(Considered(rule.name, candidate, outcome, load, why if chosen else ""))
        return lines

    def _hindrance(self, candidate: Candidate) -> Outcome | None:
        if not candidate.active:
            return "inactive"
        if candidate.absence is not None:
            return candidate.absence.kind
        if candidate.person_id == self._let_go_by:
            return "let_go"
        if candidate.capacity is not None and self._loads.get(candidate.person_id, 0) >= candidate.capacity:
            return "full"
        return None


def deciding_rule(rules: Sequence[AssignmentRule], facts: Known) -> str | None:
    """The first rule that applies, whoever is free."""
    bound = ASSIGNMENT.bind(facts)
    return next((rule.name for rule in rules if not _obstacle(rule, bound, facts)), None)


def _obstacle(rule: AssignmentRule, bound: object, facts: Known) -> str | None:
    try:
        verdict = ASSIGNMENT.compile(rule.condition).judge(bound, facts)
    except ExpressionRefused as refused:
        return f"Cannot be judged: {refused.detail}"[:200]
    if isinstance(verdict, NotJudged):
        return f"Cannot be judged: {verdict.reason}"[:200]
    return None if verdict is True else "The condition does not hold"


def _asked(rule: AssignmentRule, facts: Known, known: Mapping[str, Candidate]) -> list[Candidate]:
    """Everybody the rule speaks of, in the order of `known`."""
    named = {share.person_id for share in rule.people}
    group = rule.team is not None or rule.region is not None or not rule.people
    return [
        candidate
        for person_id, candidate in known.items()
        if (
            person_id in named
            or (group and rule.team in (None, candidate.team) and rule.region in (None, candidate.region))
        )
        and not (rule.same_region and (candidate.region is None or candidate.region != facts.get("region")))
    ]


def _pick(
    rule: AssignmentRule, asked: list[Candidate], free: list[Candidate], loads: Loads, place: int
) -> tuple[Candidate, int, str]:
    """The chosen one of `free`, the rule's next place in turn, and the reason."""
    if rule.method == "person":
        return free[0], place, "Named by the rule"
    if rule.method == "least_load":
        room = max((c.capacity for c in asked if c.capacity is not None), default=1)
        owner = min(
            free,
            key=lambda c: (Fraction(loads.get(c.person_id, 0), max(c.capacity or room, 1)), c.person_id),
        )
        load = loads.get(owner.person_id, 0)
        bound = "" if owner.capacity is None else f" of at most {owner.capacity}"
        return owner, place, f"Fewest open leads for their capacity: {load}{bound}"
    if rule.method == "weighted":
        weights = {share.person_id: share.weight for share in rule.people}
        turns = _turns(tuple(weights.get(candidate.person_id, 1) for candidate in free))
        turn = place % len(turns)
        owner = free[turns[turn]]
        return (
            owner,
            place + 1,
            f"Turn {turn + 1} of {len(turns)} by weight {weights.get(owner.person_id, 1)}",
        )
    # The place is one in the circle of all who are asked, so nobody gains from the absence of a neighbor.
    ids = {candidate.person_id for candidate in free}
    circle = ((place + step) % len(asked) for step in range(len(asked)))
    at = next(at for at in circle if asked[at].person_id in ids)
    return asked[at], (at + 1) % len(asked), f"Next in turn of {len(free)} free"


@lru_cache(maxsize=256)
def _turns(weights: tuple[int, ...]) -> tuple[int, ...]:
    """One round by weights, in which nobody is ever a whole lead away from their share.

    Unit k of somebody with share w/total belongs between k*total/w and (k+1)*total/w; serving, of the units that have
    begun, the one that ends first keeps all of them in time.
    """
    divisor = gcd(*weights)
    parts = [weight // divisor for weight in weights]
    total = sum(parts)
    waiting = [(Fraction(0), at, 0) for at in range(len(parts))]
    begun: list[tuple[Fraction, int, int]] = []
    order: list[int] = []
    for turn in range(total):
        while waiting and waiting[0][0] <= turn:
            _, at, unit = heapq.heappop(waiting)
            heapq.heappush(begun, (Fraction((unit + 1) * total, parts[at]), at, unit))
        _, at, unit = heapq.heappop(begun)
        order.append(at)
        if unit + 1 < parts[at]:
            heapq.heappush(waiting, (Fraction((unit + 1) * total, parts[at]), at, unit + 1))
    return tuple(order)
