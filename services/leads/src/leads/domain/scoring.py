"""How promising a lead is: versioned models of weighted rules, and scores that are the exact sum of named factors."""

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from math import exp2
from typing import Annotated, Final, Literal, Self, cast

from pydantic import Field, model_validator

from crm_platform.errors import FieldError, Invalid
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
from leads.domain.facts import AGES, FIELDS_ZH, SCORING

Grade = Literal["A", "B", "C", "D"]
Points = Annotated[int, Field(ge=-100, le=100)]

MAX_POINTS: Final = 100
MAX_RULES: Final = 100
MAX_GROUPS: Final = 10

_SINCE: Final = {"registered": "age_days", "active": "idle_days"}


class ScoreFactor(Value):
    """What one rule, its decay, or a cap adds to a score. `group` names the axis it counts for.

    Its texts are those of a rule, which were checked when the rule was written.
    """

    name: str
    points: int
    reason: str
    reason_zh: str | None = None
    group: str | None = None


class MissingFactor(Value):
    """A rule that could not be judged, and why: it adds nothing, and says so."""

    name: str
    reason: str


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

    def weighs_like(self, other: "Score") -> bool:
        """Whether both come to the same by the same factors, whatever their reasons say of days that passed."""
        return self.weights == other.weights

    @property
    def weights(self) -> tuple[object, ...]:
        """All that makes the score, without the reasons."""
        factors = tuple((factor.name, factor.points, factor.group) for factor in self.factors)
        return self.model_version, self.points, self.grade, factors, {rule.name for rule in self.missing}


class Decay(Value):
    """Points halve every so many days since the lead was registered, or since anything last happened with it."""

    half_life_days: Annotated[int, Field(ge=1, le=3650)]
    since: Literal["registered", "active"] = "registered"

    def left(self, points: int, days: int) -> int:
        """What is left of `points` after whole days, to the nearest whole point."""
        return round(points * exp2(-days / self.half_life_days))


class ScoringRule(Value):
    """`points` when `condition` holds; when it yields a whole number, `points` for each, up to `max` in all.

    With `decay` they fade; what they come to counts for `group`, and so within its limits.
    """

    name: ShortText
    condition: Expression
    points: Points
    max: Annotated[int, Field(ge=1, le=MAX_POINTS)] | None = None
    group: ShortText | None = None
    decay: Decay | None = None


class ScoreGroup(Value):
    """An axis of the model, such as fit or engagement: its rules together give at least `least`, at most `most` points."""

    name: ShortText
    most: Annotated[int, Field(ge=0, le=MAX_POINTS)] = MAX_POINTS
    least: Annotated[int, Field(ge=-MAX_POINTS, le=0)] = -MAX_POINTS


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
    groups: Annotated[tuple[ScoreGroup, ...], Field(max_length=MAX_GROUPS)] = ()

    @property
    def ages(self) -> bool:
        """Whether scores by this version change with time alone."""
        return any(rule.decay or any(age in rule.condition for age in AGES) for rule in self.rules)

    @cached_property
    def scorer(self) -> "_Scorer":
        """These rules, compiled."""
        return _Scorer(self)


def score(model: WeightedRules, facts: Known) -> Score:
    """The score of a lead of which `facts` are known (see `leads.domain.facts.facts_of`)."""
    return model.scorer.score(facts)


def check_rules(rules: Sequence[ScoringRule], groups: Sequence[ScoreGroup] = ()) -> None:
    """Raises Invalid with a pointer for every name that is taken or unknown, and every condition that cannot be judged."""
    errors = _group_faults(rules, groups)
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


def _group_faults(rules: Sequence[ScoringRule], groups: Sequence[ScoreGroup]) -> list[FieldError]:
    names = [group.name for group in groups]
    errors = [
        FieldError(f"#/groups/{at}/name", "duplicate-name", "Used by another group", "名称重复")
        for at, name in enumerate(names)
        if name in names[:at]
    ]
    errors += [
        FieldError(f"#/rules/{at}/group", "unknown-group", "Is none of the groups", "分组不存在")
        for at, rule in enumerate(rules)
        if rule.group is not None and rule.group not in names
    ]
    return errors


class _Scorer:
    """One version of a model, ready to score many leads."""

    def __init__(self, model: WeightedRules) -> None:
        self._version = model.version
        self._grades = [model.grades.grade(points) for points in range(MAX_POINTS + 1)]
        self._groups = model.groups
        self._rules, self._conditions, self._broken = _compiled(model.rules)

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def score(self, facts: Known) -> Score:
        factors: list[ScoreFactor] = []
        missing = self._broken.copy()
        for (rule, condition), verdict in zip(self._rules, self._conditions.judge(facts), strict=True):
            if not verdict:
                continue
            if isinstance(verdict, NotJudged):
                missing.append(_missing(rule.name, verdict.reason))
            else:
                earned = _earned(
                    rule.name, rule.points * verdict, rule.group, condition.fields, condition.seen(facts)
                )
                factors.append(earned)
                if rule.max is not None or rule.decay is not None:
                    factors += _bounded(rule, earned.points, facts)
        for group in self._groups:
            factors += _limited(group, factors)
        points = sum([factor.points for factor in factors])
        total = max(0, min(MAX_POINTS, points))
        if total != points:
            factors.append(_factor("Cap" if points > total else "Floor", total - points, *_limit(total)))
        return Score(
            points=total,
            grade=self._grades[total],
            model_version=self._version,
            factors=tuple(factors),
            missing=tuple(missing),
        )


def _bounded(rule: ScoringRule, earned: int, facts: Known) -> Iterator[ScoreFactor]:
    """What the rule's maximum and its decay take away again."""
    if rule.max is not None and abs(earned) > rule.max:
        capped = max(-rule.max, min(rule.max, earned))
        yield _factor(f"{rule.name[:190]} (cap)", capped - earned, *_limit(rule.max), rule.group)
        earned = capped
    days = facts.get(_SINCE[rule.decay.since]) if rule.decay else None
    if rule.decay and isinstance(days, int):
        left = rule.decay.left(earned, days)
        if left != earned:
            yield _faded(rule, left - earned, days)


def _limited(group: ScoreGroup, factors: Sequence[ScoreFactor]) -> Iterator[ScoreFactor]:
    """What the limits of a group take away or give."""
    points = sum(factor.points for factor in factors if factor.group == group.name)
    total = max(group.least, min(group.most, points))
    if total != points:
        name = f"{group.name[:190]} ({'cap' if points > total else 'floor'})"
        yield _factor(name, total - points, *_limit(total, least=points < total), group.name)


def _limit(points: int, *, least: bool | None = None) -> tuple[str, str]:
    """A limit as a reason, in both languages."""
    if least or (least is None and points == 0):
        return f"At least {points} points", f"至少 {points} 分"
    return f"At most {points} points", f"至多 {points} 分"


@lru_cache(maxsize=4096)
def _factor(name: str, points: int, reason: str, reason_zh: str, group: str | None = None) -> ScoreFactor:
    return ScoreFactor(name=name, points=points, reason=reason, reason_zh=reason_zh, group=group)


@lru_cache(maxsize=16384)
def _faded(rule: ScoringRule, points: int, days: int) -> ScoreFactor:
    """What a rule's points have lost by their age."""
    decay = cast("Decay", rule.decay)
    since, since_zh = ("registration", "登记") if decay.since == "registered" else ("activity", "最近往来")
    return _factor(
        f"{rule.name[:190]} (decay)",
        points,
        f"{days} days since {since}, halved every {decay.half_life_days} days",
        f"距{since_zh} {days} 天，半衰期 {decay.half_life_days} 天",
        rule.group,
    )


# Leads share most of their factors; they are frozen, so one object serves many scores.
@lru_cache(maxsize=1024)
def _missing(name: str, reason: str) -> MissingFactor:
    return MissingFactor(name=name, reason=reason)


@lru_cache(maxsize=16384)
def _earned(
    name: str, points: int, group: str | None, fields: tuple[str, ...], seen: tuple[Seen, ...]
) -> ScoreFactor:
    """The factor of a rule, with what its condition saw as the reason: `company_size = 300`."""
    known = [(f, _shown(v), _shown_zh(v)) for f, v in zip(fields, seen, strict=True) if v is not None]
    reason = ", ".join(f"{field} = {value}" for field, value, _ in known)[:200] or "Always"
    zh = "，".join(f"{FIELDS_ZH[field]}：{value}" for field, _, value in known)[:200] or "总是"
    return ScoreFactor(name=name, points=points, reason=reason, reason_zh=zh, group=group)


def _shown(value: Seen) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    return " ".join(str(value).split())[:60]


def _shown_zh(value: Seen) -> str:
    return ("是" if value else "否") if isinstance(value, bool) else _shown(value)


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
