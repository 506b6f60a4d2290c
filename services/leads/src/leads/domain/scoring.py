"""How promising a lead is: versioned models of weighted rules, and scores that are the exact sum of named factors."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache, cached_property, lru_cache
from typing import Annotated, ClassVar, Final, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from crm_platform.errors import FieldError, Invalid
from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import ShortText, Value, Version
from leads.domain.expressions import (
    Condition,
    Conditions,
    Expression,
    ExpressionRefused,
    Known,
    NotJudged,
    Seen,
)
from leads.domain.facts import SCORING

Grade = Literal["A", "B", "C", "D"]
Points = Annotated[int, Field(ge=-100, le=100)]

MAX_POINTS: Final = 100
MAX_RULES: Final = 100


class ScoreFactor(Value):
    """What one rule, or a cap, adds to a score."""

    name: ShortText
    points: int
    reason: ShortText


class MissingFactor(Value):
    """A rule that could not be judged, and why: it adds nothing, and says so."""

    name: ShortText
    reason: ShortText


class Score(Value):
    """0 to 100 points; `factors` always sum to exactly `points`."""

    points: Annotated[int, Field(ge=0, le=MAX_POINTS)]
    grade: Grade
    model_version: Version
    factors: tuple[ScoreFactor, ...] = ()
    missing: tuple[MissingFactor, ...] = ()

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum(factor.points for factor in self.factors) != self.points:
            raise ValueError("factors must sum to points")
        return self


class ScoringRule(Value):
    """`points` when `condition` holds; when it yields a whole number, `points` for each, up to `max` in all."""

    name: ShortText
    condition: Expression
    points: Points
    max: Annotated[int, Field(ge=1, le=MAX_POINTS)] | None = None


class GradeThresholds(Value):
    """The least points of the grades A, B and C; below is D."""

    a: Annotated[int, Field(ge=1, le=MAX_POINTS)] = 75
    b: Annotated[int, Field(ge=1, le=MAX_POINTS)] = 50
    c: Annotated[int, Field(ge=1, le=MAX_POINTS)] = 25

    @model_validator(mode="after")
    def _descending(self) -> Self:
        if not self.a > self.b > self.c:
            raise ValueError("a must be above b, and b above c")
        return self

    def grade(self, points: int) -> Grade:
        """The grade of a score of `points`."""
        return "A" if points >= self.a else "B" if points >= self.b else "C" if points >= self.c else "D"


class WeightedRules(Value):
    """One version of a scoring model."""

    version: Version
    rules: Annotated[tuple[ScoringRule, ...], Field(min_length=1, max_length=MAX_RULES)]
    grades: GradeThresholds = GradeThresholds()

    @cached_property
    def scorer(self) -> "_Scorer":
        """These rules, compiled."""
        return _Scorer(self)


class ScoringModel(Aggregate):
    """The model in force; revising it makes the next version."""

    TOPIC = "leads.ScoringModel"
    ID: ClassVar[UUID] = derived_id("scoring-model")

    current: WeightedRules

    class Defined(InitialEvent):
        TOPIC = "leads.ScoringModelDefined"
        current: WeightedRules

    class Revised(DomainEvent):
        TOPIC = "leads.ScoringModelRevised"
        revised: WeightedRules
        reason: ShortText | None

        def apply(self, aggregate: "ScoringModel") -> None:
            aggregate.current = self.revised

    @classmethod
    def define(cls, rules: Sequence[ScoringRule], grades: GradeThresholds, *, now: datetime) -> Self:
        """The first version; raises Invalid naming every rule that cannot be judged."""
        check_rules(rules)
        first = WeightedRules(version=1, rules=tuple(rules), grades=grades)
        return cls.begin(cls.Defined, id=cls.ID, now=now, current=first)

    def revise(
        self,
        rules: Sequence[ScoringRule],
        grades: GradeThresholds,
        *,
        reason: str | None = None,
        now: datetime,
    ) -> None:
        """The next version, unless nothing changes; raises Invalid like `define`."""
        check_rules(rules)
        revised = WeightedRules(version=self.current.version + 1, rules=tuple(rules), grades=grades)
        if (revised.rules, revised.grades) != (self.current.rules, self.current.grades):
            self.record(self.Revised, now=now, revised=revised, reason=reason)


def score(model: WeightedRules, facts: Known) -> Score:
    """The score of a lead of which `facts` are known (see `leads.domain.facts.facts_of`)."""
    return model.scorer.score(facts)


def check_rules(rules: Sequence[ScoringRule]) -> None:
    """Raises Invalid with a pointer for every rule whose name is taken or whose condition cannot be judged."""
    errors: list[FieldError] = []
    if not 1 <= len(rules) <= MAX_RULES:
        errors.append(
            FieldError("#/rules", "rule-count", f"1 to {MAX_RULES} rules", f"规则数须为 1 至 {MAX_RULES}")
        )
    names: set[str] = set()
    for at, rule in enumerate(rules):
        if rule.name in names:
            errors.append(
                FieldError(f"#/rules/{at}/name", "duplicate-name", "Used by another rule", "名称重复")
            )
        names.add(rule.name)
        try:
            kind = SCORING.check(rule.condition).kind
        except ExpressionRefused as refused:
            errors.append(
                FieldError(f"#/rules/{at}/condition", refused.code, refused.detail, refused.detail_zh)
            )
            continue
        if (kind == "int") != (rule.max is not None):
            errors.append(
                FieldError(
                    f"#/rules/{at}/max",
                    "max-for-numbers",
                    "Needed for a condition that yields a number, and only for one",
                    "仅当条件结果为数字时需要且必须填写",
                )
            )
    if errors:
        raise Invalid(errors)


class _Scorer:
    """One version of a model, ready to score many leads."""

    def __init__(self, model: WeightedRules) -> None:
        self._version = model.version
        self._grades = [model.grades.grade(points) for points in range(MAX_POINTS + 1)]
        self._rules, self._conditions, self._broken = _compiled(model.rules)

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def score(self, facts: Known) -> Score:
        factors: list[ScoreFactor] = []
        missing = self._broken.copy()
        points = 0
        for (rule, condition), verdict in zip(self._rules, self._conditions.judge(facts), strict=True):
            if not verdict:
                continue
            if isinstance(verdict, NotJudged):
                missing.append(_missing(rule.name, verdict.reason))
            else:
                earned = rule.points * verdict
                factors.append(_earned(rule.name, earned, condition.fields, condition.seen(facts)))
                if rule.max is not None and abs(earned) > rule.max:
                    capped = max(-rule.max, min(rule.max, earned))
                    factors.append(
                        _factor(f"{rule.name[:190]} (cap)", capped - earned, f"At most {rule.max} points")
                    )
                    earned = capped
                points += earned
        total = max(0, min(MAX_POINTS, points))
        if total != points:
            limit = f"At most {MAX_POINTS} points" if points > total else "At least 0 points"
            factors.append(_factor("Cap" if points > total else "Floor", total - points, limit))
        return Score(
            points=total,
            grade=self._grades[total],
            model_version=self._version,
            factors=tuple(factors),
            missing=tuple(missing),
        )


def _factor(name: str, points: int, reason: str) -> ScoreFactor:
    return ScoreFactor(name=name, points=points, reason=reason)


# Leads share most of their factors; they are frozen, so one object serves many scores.
@lru_cache(maxsize=1024)
def _missing(name: str, reason: str) -> MissingFactor:
    return MissingFactor(name=name, reason=reason)


@lru_cache(maxsize=16384)
def _earned(name: str, points: int, fields: tuple[str, ...], seen: tuple[Seen, ...]) -> ScoreFactor:
    """The factor of a rule, with what its condition saw as the reason: `company_size = 300`."""
    known = (
        f"{field} = {_shown(value)}" for field, value in zip(fields, seen, strict=True) if value is not None
    )
    return ScoreFactor(name=name, points=points, reason=", ".join(known)[:200] or "Always")


def _shown(value: Seen) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    return " ".join(str(value).split())[:60]


@lru_cache(maxsize=64)
def _compiled(
    rules: tuple[ScoringRule, ...],
) -> tuple[list[tuple[ScoringRule, Condition]], Conditions, list[MissingFactor]]:
    """The rules with their conditions, and those that this version of the language no longer takes."""
    ready: list[tuple[ScoringRule, Condition]] = []
    broken: list[MissingFactor] = []
    for rule in rules:
        try:
            ready.append((rule, SCORING.compile(rule.condition)))
        except ExpressionRefused as refused:
            broken.append(MissingFactor(name=rule.name, reason=refused.detail[:200]))
    return ready, Conditions(SCORING, [condition for _, condition in ready]), broken


_RULES: Final = (
    ("来源：转介绍", "source == 'referral'", 25),
    ("来源：展会", "source == 'exhibition'", 20),
    ("来源：网站", "source == 'website'", 10),
    ("来源：电话", "source == 'phone'", 10),
    ("规模：1000 人以上", "company_size >= 1000", 20),
    ("规模：200–999 人", "company_size >= 200 && company_size < 1000", 15),
    ("规模：50–199 人", "company_size >= 50 && company_size < 200", 8),
    ("预算：充足（100 万元以上）", "currency == 'CNY' && budget >= 1000000", 25),
    ("预算：一般（20–100 万元）", "currency == 'CNY' && budget >= 200000 && budget < 1000000", 15),
    ("预算：充足（外币 14 万以上）", "currency in ['USD', 'EUR', 'GBP', 'CHF'] && budget >= 140000", 25),
    (
        "预算：一般（外币 3–14 万）",
        "currency in ['USD', 'EUR', 'GBP', 'CHF'] && budget >= 30000 && budget < 140000",
        15,
    ),
    ("需求：明确", "need_length >= 40", 15),
    ("需求：初步", "need_length >= 10 && need_length < 40", 8),
    ("可联系：电话", "has_phone", 8),
    ("可联系：邮箱", "has_email", 4),
    ("可联系：联系人", "has_contact", 3),
    ("无法联系", "!has_phone && !has_email", -30),
    ("老客户", "is_customer", 10),
)


@cache
def default_model() -> WeightedRules:
    """The seed for makers of equipment: where a lead comes from, size, budget, clear need, ways to reach it."""
    rules = tuple(
        ScoringRule(name=name, condition=condition, points=points) for name, condition, points in _RULES
    )
    return WeightedRules(version=1, rules=rules)
