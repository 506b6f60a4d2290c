"""Who gets a lead: ordered rules, ways of choosing between people, and an account of why each was chosen or not."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from functools import cache, lru_cache
from math import gcd
from typing import Annotated, ClassVar, Final, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from crm_platform.errors import FieldError, Invalid
from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import Code, Ownership, PersonId, ShortText, Value, Version
from leads.domain.expressions import Expression, ExpressionRefused, Known, NotJudged
from leads.domain.facts import ASSIGNMENT

Method = Literal["round_robin", "weighted", "least_load", "person"]
Outcome = Literal["chosen", "eligible", "inactive", "full"]

MAX_RULES: Final = 100


class Candidate(Value):
    """Somebody who may get leads; `capacity` is the most open leads at once, None for no bound."""

    person_id: PersonId
    name: ShortText
    team: Code | None = None
    region: Code | None = None
    capacity: Annotated[int, Field(ge=0)] | None = None
    active: bool = True

    @property
    def ownership(self) -> Ownership:
        """What a lead that this person owns is seen by."""
        return Ownership(owner_id=self.person_id, team=self.team, region=self.region)


class Share(Value):
    """A person of a rule, and how many leads they get for each one that weight 1 gets."""

    person_id: PersonId
    weight: Annotated[int, Field(ge=1, le=100)] = 1


class AssignmentRule(Value):
    """Leads that meet `condition` go to `people`, and to everybody of `team` and `region`, by `method`.

    Without any of the three everybody is asked; with `same_region`, only those of the lead's own region. `fallback`
    gets the lead when none of them can; without one, the next rule is tried.
    """

    name: ShortText
    condition: Expression
    method: Method
    people: Annotated[tuple[Share, ...], Field(max_length=200)] = ()
    team: Code | None = None
    region: Code | None = None
    same_region: bool = False
    fallback: PersonId | None = None

    @model_validator(mode="after")
    def _one_person(self) -> Self:
        if self.method == "person" and (len(self.people) != 1 or self.team or self.region):
            raise ValueError("the method person needs exactly one person")
        return self


class Considered(Value):
    """One person under one rule, and what became of it."""

    rule: ShortText
    person_id: PersonId
    outcome: Outcome
    reason: ShortText


class PassedOver(Value):
    """A rule before the one that decided, and why it did not decide."""

    rule: ShortText
    reason: ShortText


class Assignment(Value):
    """Who gets the lead, and the whole account. `rotation` is to be kept as the rule's next place in turn."""

    owner: Candidate
    rule: ShortText
    reason: ShortText
    rotation: int
    considered: tuple[Considered, ...]
    passed_over: tuple[PassedOver, ...] = ()


class Unassigned(Value):
    """Nobody gets the lead, and why."""

    reason: ShortText
    considered: tuple[Considered, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


class OrderedRules(Value):
    """One version of the assignment rules; the first that applies decides."""

    version: Version
    rules: Annotated[tuple[AssignmentRule, ...], Field(max_length=MAX_RULES)]


class AssignmentRules(Aggregate):
    """The rules in force; revising them makes the next version."""

    TOPIC = "leads.AssignmentRules"
    ID: ClassVar[UUID] = derived_id("assignment-rules")

    current: OrderedRules

    class Defined(InitialEvent):
        TOPIC = "leads.AssignmentRulesDefined"
        current: OrderedRules

    class Revised(DomainEvent):
        TOPIC = "leads.AssignmentRulesRevised"
        revised: OrderedRules
        reason: ShortText | None

        def apply(self, aggregate: "AssignmentRules") -> None:
            aggregate.current = self.revised

    @classmethod
    def define(cls, rules: Sequence[AssignmentRule], *, now: datetime) -> Self:
        """The first version; raises Invalid naming every rule that cannot be judged."""
        check_rules(rules)
        return cls.begin(cls.Defined, id=cls.ID, now=now, current=OrderedRules(version=1, rules=tuple(rules)))

    def revise(self, rules: Sequence[AssignmentRule], *, reason: str | None = None, now: datetime) -> None:
        """The next version, unless nothing changes; raises Invalid like `define`."""
        check_rules(rules)
        if tuple(rules) != self.current.rules:
            revised = OrderedRules(version=self.current.version + 1, rules=tuple(rules))
            self.record(self.Revised, now=now, revised=revised, reason=reason)


@cache
def default_rules() -> OrderedRules:
    """The seed: people of the lead's region in turn, else whoever has the fewest open leads."""
    return OrderedRules(
        version=1,
        rules=(
            AssignmentRule(name="本区域轮流", condition="true", method="round_robin", same_region=True),
            AssignmentRule(name="负荷最少者", condition="true", method="least_load"),
        ),
    )


def check_rules(rules: Sequence[AssignmentRule]) -> None:
    """Raises Invalid with a pointer for every rule whose name is taken or whose condition cannot be judged."""
    errors: list[FieldError] = []
    if len(rules) > MAX_RULES:
        errors.append(
            FieldError("#/rules", "rule-count", f"At most {MAX_RULES} rules", f"最多 {MAX_RULES} 条规则")
        )
    names: set[str] = set()
    for at, rule in enumerate(rules):
        if rule.name in names:
            errors.append(
                FieldError(f"#/rules/{at}/name", "duplicate-name", "Used by another rule", "名称重复")
            )
        names.add(rule.name)
        pointer = f"#/rules/{at}/condition"
        try:
            kind = ASSIGNMENT.check(rule.condition).kind
        except ExpressionRefused as refused:
            errors.append(FieldError(pointer, refused.code, refused.detail, refused.detail_zh))
            continue
        if kind != "flag":
            errors.append(
                FieldError(pointer, "expression-type", "Must yield true or false", "结果必须是真或假")
            )
    if errors:
        raise Invalid(errors)


def choose(
    rules: Sequence[AssignmentRule],
    facts: Known,
    candidates: Iterable[Candidate],
    loads: Mapping[str, int],
    rotation: Mapping[str, int],
) -> Assignment | Unassigned:
    """Decide by the first rule that applies and has somebody free. The same arguments always give the same answer.

    `facts` come from `leads.domain.facts.facts_of` with the score; `loads` are open leads by person; `rotation` holds,
    by rule name, what the last `Assignment.rotation` of the rule was.
    """
    known = {candidate.person_id: candidate for candidate in candidates}
    bound = ASSIGNMENT.bind(facts)
    considered: list[Considered] = []
    passed: list[PassedOver] = []
    for rule in rules:
        obstacle = _obstacle(rule, bound, facts)
        if obstacle:
            passed.append(PassedOver(rule=rule.name, reason=obstacle))
            continue
        asked = _asked(rule, facts, known)
        free = [candidate for candidate in asked if _hindrance(candidate, loads) is None]
        place = rotation.get(rule.name, 0)
        if free:
            owner, place, why = _pick(rule, asked, free, loads, place)
        else:
            fallback = known.get(rule.fallback or "")
            asked = asked if fallback is None or fallback in asked else [*asked, fallback]
            if fallback is None or _hindrance(fallback, loads) is not None:
                considered += _account(rule, asked, loads, None, "")
                passed.append(PassedOver(rule=rule.name, reason="Nobody asked by this rule is free"))
                continue
            owner, why = fallback, "Fallback of the rule"
        considered += _account(rule, asked, loads, owner, why)
        return Assignment(
            owner=owner,
            rule=rule.name,
            reason=why,
            rotation=place,
            considered=tuple(considered),
            passed_over=tuple(passed),
        )
    why = "Nobody is free under the rules that apply" if considered else "No rule applies to this lead"
    return Unassigned(reason=why, considered=tuple(considered), passed_over=tuple(passed))


def _obstacle(rule: AssignmentRule, bound: object, facts: Known) -> str | None:
    try:
        verdict = ASSIGNMENT.compile(rule.condition).judge(bound, facts)
    except ExpressionRefused as refused:
        return f"Cannot be judged: {refused.detail}"[:200]
    if isinstance(verdict, NotJudged):
        return f"Cannot be judged: {verdict.reason}"[:200]
    return None if verdict is True else "The condition does not hold"


def _asked(rule: AssignmentRule, facts: Known, known: Mapping[str, Candidate]) -> list[Candidate]:
    """Everybody the rule speaks of, in the order of their ids."""
    named = {share.person_id for share in rule.people}
    group = rule.team is not None or rule.region is not None or not rule.people
    return [
        candidate
        for person_id, candidate in sorted(known.items())
        if (
            person_id in named
            or (group and rule.team in (None, candidate.team) and rule.region in (None, candidate.region))
        )
        and not (rule.same_region and (candidate.region is None or candidate.region != facts.get("region")))
    ]


def _hindrance(candidate: Candidate, loads: Mapping[str, int]) -> Outcome | None:
    if not candidate.active:
        return "inactive"
    if candidate.capacity is not None and loads.get(candidate.person_id, 0) >= candidate.capacity:
        return "full"
    return None


def _pick(
    rule: AssignmentRule, asked: list[Candidate], free: list[Candidate], loads: Mapping[str, int], place: int
) -> tuple[Candidate, int, str]:
    """The chosen one of `free`, the rule's next place in turn, and the reason."""
    if rule.method == "person":
        return free[0], place, "Named by the rule"
    if rule.method == "least_load":
        owner = min(free, key=lambda candidate: (loads.get(candidate.person_id, 0), candidate.person_id))
        return owner, place, f"Fewest open leads: {loads.get(owner.person_id, 0)}"
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
    circle = [asked[(place + step) % len(asked)] for step in range(len(asked))]
    owner = next(candidate for candidate in circle if candidate in free)
    return owner, (asked.index(owner) + 1) % len(asked), f"Next in turn of {len(free)} free"


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


def _account(
    rule: AssignmentRule, asked: list[Candidate], loads: Mapping[str, int], owner: Candidate | None, why: str
) -> list[Considered]:
    """What became of everybody the rule asked."""
    lines = []
    for candidate in asked:
        load = loads.get(candidate.person_id, 0)
        outcome: Outcome = "chosen" if candidate is owner else _hindrance(candidate, loads) or "eligible"
        reason = {
            "chosen": why,
            "eligible": f"Free with {load} open leads, but not their turn",
            "inactive": "Not active",
            "full": f"{load} open leads of at most {candidate.capacity}",
        }[outcome]
        lines.append(
            Considered(rule=rule.name, person_id=candidate.person_id, outcome=outcome, reason=reason)
        )
    return lines
