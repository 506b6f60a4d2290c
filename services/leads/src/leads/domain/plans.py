"""What is to be done about leads without being asked: plans of steps on working days, reminders, the daily digest."""

from collections.abc import Iterable
from datetime import datetime, time
from functools import cache
from typing import Annotated, ClassVar, Final, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from crm_platform.calendar import CalendarCode, calendar
from crm_platform.errors import FieldError, Invalid
from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import ShortText, Value
from leads.domain.agenda import Plan
from leads.domain.expressions import Expression, ExpressionRefused, Known
from leads.domain.facts import ASSIGNMENT
from leads.domain.follow_ups import FollowUpMethod, Task

MAX_PLANS: Final = 50


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise ValueError("Must be an IANA time zone such as Asia/Shanghai") from None
    return name


TimeZone = Annotated[
    str, Field(pattern=r"^[A-Za-z]+(/[A-Za-z_+\-0-9]+){0,2}$", max_length=40), AfterValidator(_zone)
]
"""An IANA time zone: `Asia/Shanghai`."""


LocalTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:30"])]
"""A time of day in the time zone of the rules."""

Minutes = Annotated[int, Field(ge=1, le=30 * 24 * 60)]


class PlanStep(Value):
    """Something to do so many working days after the start, at a time of day."""

    after_days: Annotated[int, Field(ge=0, le=365, description="Working days after the start of the plan.")]
    at: LocalTime = "09:30"
    method: FollowUpMethod
    text: ShortText
    text_zh: ShortText | None = None


class PlanTemplate(Value):
    """Steps that leads follow: by rule those that meet `condition` when they get an owner, others by hand."""

    name: ShortText
    condition: Annotated[
        Expression | None, Field(description="CEL over the lead; none: only started by hand.")
    ] = None
    steps: Annotated[tuple[PlanStep, ...], Field(min_length=1, max_length=30)]


class Clock(Value):
    """Whose days and hours count."""

    time_zone: TimeZone = "Asia/Shanghai"
    calendar: CalendarCode = "CN"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def moment(self, begin: datetime, working_days: int, at: str) -> datetime:
        """A time of day so many working days after `begin`, counted from its day or the next one that is worked."""
        day = calendar(self.calendar).next_working(begin.astimezone(self.zone).date(), working_days)
        return datetime.combine(day, time.fromisoformat(at), self.zone)


class FollowUpTerms(Value):
    """The plans, and when people are reminded."""

    plans: Annotated[tuple[PlanTemplate, ...], Field(max_length=MAX_PLANS)] = ()
    ahead_minutes: Annotated[
        tuple[Minutes, ...],
        Field(
            max_length=5, description="How long before the due time to remind, beside at that time itself."
        ),
    ] = (30,)
    digest_at: Annotated[
        LocalTime | None, Field(description="When owners hear what is overdue, on working days; none: never.")
    ] = "08:30"
    clock: Clock = Clock()

    def plan_for(self, facts: Known) -> PlanTemplate | None:
        """The first plan whose condition holds; one that cannot be judged does not."""
        bound = ASSIGNMENT.bind(facts)
        for plan in self.plans:
            if plan.condition is not None and ASSIGNMENT.compile(plan.condition).judge(bound, facts) is True:
                return plan
        return None

    def named(self, name: str) -> PlanTemplate | None:
        return next((plan for plan in self.plans if plan.name == name), None)

    def started(self, template: PlanTemplate, lead_id: UUID, *, key: str, now: datetime) -> Plan:
        """The template with due times, for a lead that begins with it now; steps are known again by `key`.

        A step whose time of day has gone by on the first day is due at once.
        """
        steps = []
        for number, step in enumerate(template.steps, start=1):
            task = Task(
                id=derived_id("plan-step", str(lead_id), key, str(number)),
                due_at=max(now, self.clock.moment(now, step.after_days, step.at)),
                method=step.method,
                text=step.text,
                text_zh=step.text_zh,
                plan=template.name,
                step=number,
            )
            steps.append(task.reminding(self.ahead_minutes, now))
        return Plan(name=template.name, steps=tuple(steps))

    def digest_time(self, now: datetime) -> datetime | None:
        """When today's digest is made; None on a day that is not worked, or before that time."""
        today = now.astimezone(self.clock.zone).date()
        if self.digest_at is None or not calendar(self.clock.calendar).is_working(today):
            return None
        moment = datetime.combine(today, time.fromisoformat(self.digest_at), self.clock.zone)
        return moment if moment <= now else None


class FollowUpRules(Value):
    """The terms in force, and which version of them that is; 0 before anybody defined any."""

    version: Annotated[int, Field(ge=0)]
    terms: FollowUpTerms


@cache
def default_follow_up_rules() -> FollowUpRules:
    """What holds until somebody defines rules: one plan, for use by hand."""
    steps = (
        PlanStep(after_days=0, method=FollowUpMethod.CALL, text="First call", text_zh="首次电话"),
        PlanStep(after_days=2, method=FollowUpMethod.EMAIL, text="Send material", text_zh="发送资料"),
        PlanStep(after_days=5, method=FollowUpMethod.CALL, text="Second call", text_zh="再次电话"),
        PlanStep(after_days=10, method=FollowUpMethod.WECHAT, text="Last attempt", text_zh="最后一次联系"),
    )
    terms = FollowUpTerms(plans=(PlanTemplate(name="standard", steps=steps),))
    return FollowUpRules(version=0, terms=terms)


def check_terms(terms: FollowUpTerms) -> None:
    """Raises `Invalid` naming each plan whose name is taken, whose condition is none, or whose steps go back in time."""
    errors: list[FieldError] = []
    seen: set[str] = set()
    for index, plan in enumerate(terms.plans):
        at = f"#/plans/{index}"
        if plan.name in seen:
            errors.append(FieldError(f"{at}/name", "taken", "Another plan has this name", "已有同名计划"))
        seen.add(plan.name)
        if _goes_back(plan.steps):
            errors.append(
                FieldError(
                    f"{at}/steps", "not-in-order", "Steps must be in the order of time", "步骤必须按时间排列"
                )
            )
        try:
            if plan.condition is not None:
                ASSIGNMENT.check(plan.condition)
        except ExpressionRefused as refused:
            errors.append(FieldError(f"{at}/condition", refused.code, refused.detail, refused.detail_zh))
    if errors:
        raise Invalid(errors)


def _goes_back(steps: Iterable[PlanStep]) -> bool:
    times = [(step.after_days, step.at) for step in steps]
    return times != sorted(times)


class FollowUpRulebook(Aggregate):
    """Every version of the rules. There is one rulebook per installation."""

    TOPIC = "leads.FollowUpRulebook"
    ID: ClassVar[UUID] = derived_id("follow-up-rulebook")

    current: FollowUpRules

    class Defined(InitialEvent):
        TOPIC = "leads.FollowUpRulesDefined"
        current: FollowUpRules
        reason: ShortText | None

    class Revised(DomainEvent):
        TOPIC = "leads.FollowUpRulesRevised"
        revised: FollowUpRules
        reason: ShortText | None

        def apply(self, aggregate: "FollowUpRulebook") -> None:
            aggregate.current = self.revised

    @classmethod
    def define(cls, terms: FollowUpTerms, *, reason: str | None, now: datetime) -> Self:
        """The first version. Raises `Invalid`."""
        check_terms(terms)
        return cls.begin(
            cls.Defined, id=cls.ID, now=now, current=FollowUpRules(version=1, terms=terms), reason=reason
        )

    def revise(self, terms: FollowUpTerms, *, reason: str | None, now: datetime) -> None:
        """The next version, unless nothing changes. Raises `Invalid`."""
        check_terms(terms)
        if terms != self.current.terms:
            revised = FollowUpRules(version=self.current.version + 1, terms=terms)
            self.record(self.Revised, now=now, revised=revised, reason=reason)
