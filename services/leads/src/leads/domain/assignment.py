"""Who gets a lead: ordered rules with versions, the people they speak of, and what can come of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, ClassVar, Final, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from crm_platform.errors import FieldError, Invalid
from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import Code, Ownership, PersonId, ShortText, Value
from leads.domain.availability import Absence
from leads.domain.expressions import Expression, ExpressionRefused
from leads.domain.facts import ASSIGNMENT

Method = Literal["round_robin", "weighted", "least_load", "person", "pool"]
Outcome = Literal["chosen", "eligible", "inactive", "on_leave", "outside_hours", "full", "let_go"]

MAX_RULES: Final = 100


class Candidate(Value):
    """Somebody who may get leads; `capacity` is the most open leads at once, None for no bound.

    `absence` says why they work on nothing new at the moment that is decided for.
    """

    person_id: PersonId
    name: ShortText
    team: Code | None = None
    region: Code | None = None
    capacity: Annotated[int, Field(ge=0)] | None = None
    active: bool = True
    absence: Absence | None = None

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
    gets the lead when none of them can; without one, the next rule is tried. The method pool puts the lead into
    `pool`, where people claim it.
    """

    name: ShortText
    condition: Expression
    method: Method
    people: Annotated[tuple[Share, ...], Field(max_length=200)] = ()
    team: Code | None = None
    region: Code | None = None
    same_region: bool = False
    fallback: PersonId | None = None
    pool: Code | None = None

    @model_validator(mode="after")
    def _one_person(self) -> Self:
        if self.method == "person" and (len(self.people) != 1 or self.team or self.region):
            raise ValueError("the method person needs exactly one person")
        if (self.method == "pool") != (self.pool is not None):
            raise ValueError("the method pool, and only that one, needs a pool")
        return self


@dataclass(frozen=True, slots=True)
class Considered:
    """One person under one rule, and what became of it; `load` is in open leads, `why` the reason of the chosen one."""

    rule: str
    candidate: Candidate
    outcome: Outcome
    load: int
    why: str = ""

    @property
    def person_id(self) -> str:
        return self.candidate.person_id

    @property
    def reason(self) -> str:
        """The outcome in a sentence."""
        absence = self.candidate.absence
        return {
            "chosen": self.why,
            "eligible": f"Free with {self.load} open leads, but not their turn",
            "inactive": "Not active",
            "on_leave": f"On leave until {absence.until:%Y-%m-%d %H:%M} UTC"
            if absence and absence.until
            else "",
            "outside_hours": "Outside working hours",
            "full": f"{self.load} open leads of at most {self.candidate.capacity}",
            "let_go": "Had the lead before and let it go",
        }[self.outcome]


class PassedOver(Value):
    """A rule before the one that decided, and why it did not decide."""

    rule: ShortText
    reason: ShortText


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who gets the lead, and the whole account. `rotation` is to be kept as the rule's next place in turn."""

    owner: Candidate
    rule: str
    reason: str
    rotation: int
    considered: tuple[Considered, ...]
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True, slots=True)
class Pooled:
    """The lead goes to a pool, where people claim it."""

    pool: str
    rule: str
    reason: str
    considered: tuple[Considered, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True, slots=True)
class Unassigned:
    """Nobody gets the lead, and why."""

    reason: str
    considered: tuple[Considered, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


Choice = Assignment | Pooled | Unassigned


class OrderedRules(Value):
    """One version of the assignment rules; the first that applies decides. Version 0 is the seed."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    rules: Annotated[tuple[AssignmentRule, ...], Field(max_length=MAX_RULES)]


class AssignmentRules(Aggregate):
    """The rules in force; revising them makes the next version."""

    TOPIC = "leads.AssignmentRules"
    ID: ClassVar[UUID] = derived_id("assignment-rules")

    current: OrderedRules

    class Defined(InitialEvent):
        TOPIC = "leads.AssignmentRulesDefined"
        current: OrderedRules
        reason: ShortText | None = None

    class Revised(DomainEvent):
        TOPIC = "leads.AssignmentRulesRevised"
        revised: OrderedRules
        reason: ShortText | None

        def apply(self, aggregate: "AssignmentRules") -> None:
            aggregate.current = self.revised

    @classmethod
    def define(cls, rules: Sequence[AssignmentRule], *, reason: str | None = None, now: datetime) -> Self:
        """The first version; raises Invalid naming every rule that cannot be judged."""
        check_rules(rules)
        first = OrderedRules(version=1, rules=tuple(rules))
        return cls.begin(cls.Defined, id=cls.ID, now=now, current=first, reason=reason)

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
        version=0,
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
