"""A scorecard that was learned from decided leads: in force when it forecasts better than the base rate, else refused and why."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.values import Code, PersonId, ShortText, Value
from leads.domain.errors import LearningIsOver, NothingLearned
from leads.domain.learning import Example, fit
from leads.domain.measuring import Measured, drift, measure, walk
from leads.domain.scorecard import Scorecard

FIELDS: Final = (
    "source",
    "campaign",
    "region",
    "industry",
    "company_size",
    "budget",
    "currency",
    "need_length",
    "has_phone",
    "has_email",
    "has_contact",
    "is_customer",
)
"""What is learned from: what leads say when they come. What grows while somebody works on a lead would tell the outcome."""

WINDOW: Final = 20_000
"""So many of the newest decided leads are learned from."""

LEAST: Final = 200
LEAST_OF_EACH: Final = 40
"""Fewer decided leads, or fewer of one outcome, are not learned from."""

_TESTED: Final = 0.4  # the newest part, that forecasts are tried on
_REFITS: Final = 5

Count = Annotated[int, Field(ge=0)]


class LearnedStatus(StrEnum):
    """How far a learned model is."""

    LEARNING = "learning"
    LEARNED = "learned"
    REFUSED = "refused"
    FAILED = "failed"


class Refusal(Value):
    """Why nothing is forecast, in both languages."""

    code: Literal["too-few", "too-few-in-time", "no-better"]
    reason: ShortText
    reason_zh: ShortText


class Learned(Value):
    """What came of learning from `leads` decided leads: a scorecard, or a refusal; measured where there were enough.

    `drift` tells by field how much the values of the newest leads differ from those before (see `measuring.drift`).
    """

    leads: Count
    converted: Count
    scorecard: Scorecard | None = None
    measured: Measured | None = None
    drift: dict[Code, float] = Field(default_factory=dict)
    refusal: Refusal | None = None


class LearnedModel(Aggregate):
    """One version of what was learned. The one that was learned, or put in force, last is in force."""

    TOPIC = "leads.LearnedModel"

    status: LearnedStatus = LearnedStatus.LEARNING
    scorecard: Scorecard | None = None

    class Started(InitialEvent):
        TOPIC = "leads.LearnedModelStarted"
        started_by: PersonId

    class Fitted(DomainEvent):
        """It forecasts better than the base rate, and is in force from now on."""

        TOPIC = "leads.LearnedModelFitted"
        leads: Count
        converted: Count
        scorecard: Scorecard
        measured: Measured
        drift: dict[Code, float]

        def apply(self, aggregate: "LearnedModel") -> None:
            aggregate.status = LearnedStatus.LEARNED
            aggregate.scorecard = self.scorecard

    class Refused(DomainEvent):
        """Nothing is forecast from now on."""

        TOPIC = "leads.LearnedModelRefused"
        leads: Count
        converted: Count
        refusal: Refusal
        measured: Measured | None

        def apply(self, aggregate: "LearnedModel") -> None:
            aggregate.status = LearnedStatus.REFUSED

    class Failed(DomainEvent):
        """Learning did not come to an end; what was in force is still."""

        TOPIC = "leads.LearnedModelFailed"
        reason: ShortText

        def apply(self, aggregate: "LearnedModel") -> None:
            aggregate.status = LearnedStatus.FAILED

    class PutInForce(DomainEvent):
        """In force again, until something is learned anew."""

        TOPIC = "leads.LearnedModelPutInForce"
        reason: ShortText
        by: PersonId

        def apply(self, aggregate: "LearnedModel") -> None:
            """When that was is all: the last one counts."""

    @classmethod
    def start(cls, id: UUID, *, started_by: str, now: datetime) -> Self:  # noqa: A002
        """What is learned from is what was known at `now`."""
        return cls.begin(cls.Started, id=id, now=now, started_by=started_by)

    def end(self, learned: Learned, *, now: datetime) -> None:
        """Take what was learned, or that nothing was."""
        self._must_be_learning()
        counts = {"leads": learned.leads, "converted": learned.converted, "measured": learned.measured}
        if learned.refusal is None:
            self.record(self.Fitted, now=now, **counts, scorecard=learned.scorecard, drift=learned.drift)
        else:
            self.record(self.Refused, now=now, **counts, refusal=learned.refusal)

    def fail(self, reason: str, *, now: datetime) -> None:
        """Learning cannot go on."""
        self._must_be_learning()
        self.record(self.Failed, now=now, reason=reason)

    def put_in_force(self, *, reason: str, by: str, now: datetime) -> None:
        """Go back to this one. Raises `NothingLearned` for one that was refused, or has not ended."""
        if self.status is not LearnedStatus.LEARNED:
            raise NothingLearned(status=self.status.value)
        self.record(self.PutInForce, now=now, reason=reason, by=by)

    def _must_be_learning(self) -> None:
        if self.status is not LearnedStatus.LEARNING:
            raise LearningIsOver(status=self.status.value)


def learn(examples: Sequence[Example]) -> Learned:
    """A scorecard of decided leads, unless forecasts for the newest of them, made in time, are no better than the base rate."""
    examples = sorted(examples, key=lambda example: (example.decided, example.came))[-WINDOW:]
    leads, converted = len(examples), sum(example.converted for example in examples)
    if not _enough(examples):
        return Learned(leads=leads, converted=converted, refusal=_too_few(leads, converted))
    tested = int(leads * _TESTED)
    walked = list(
        walk(examples, _fit, first=leads - tested, every=max(1, -(-tested // _REFITS)), window=WINDOW)
    )
    if len({forecast.converted for _, forecast in walked}) < 2:
        return Learned(leads=leads, converted=converted, refusal=_IN_TIME)
    measured = measure(walked)
    if not measured.is_better:
        return Learned(leads=leads, converted=converted, measured=measured, refusal=_no_better(measured))
    scorecard = fit(examples, FIELDS)
    return Learned(
        leads=leads,
        converted=converted,
        measured=measured,
        scorecard=scorecard,
        drift=drift(scorecard, examples[:-tested], examples[-tested:]),
    )


def _enough(examples: Sequence[Example]) -> bool:
    converted = sum(example.converted for example in examples)
    return len(examples) >= LEAST and min(converted, len(examples) - converted) >= LEAST_OF_EACH


def _fit(examples: Sequence[Example]) -> Scorecard | None:
    """None where there were too few by then; half as many as in all are enough."""
    converted = sum(example.converted for example in examples)
    enough = min(converted, len(examples) - converted) >= LEAST_OF_EACH // 2
    return fit(examples, FIELDS) if enough else None


def _too_few(leads: int, converted: int) -> Refusal:
    return Refusal(
        code="too-few",
        reason=f"{leads} decided leads, {converted} of them converted: at least {LEAST} are needed, {LEAST_OF_EACH} of each",
        reason_zh=f"已有结果的线索 {leads} 条，其中已转化 {converted} 条：至少需要 {LEAST} 条，且两类各 {LEAST_OF_EACH} 条",
    )


_IN_TIME: Final = Refusal(
    code="too-few-in-time",
    reason="Too few leads were decided before the newest ones came, so no forecast could be tried",
    reason_zh="最近的线索到来之前已有结果的线索太少，无法检验预测",
)


def _no_better(measured: Measured) -> Refusal:
    low, high = (f"{100 * each:+.1f} %" for each in (measured.skill_from, measured.skill_to))
    return Refusal(
        code="no-better",
        reason=f"Forecasts for the newest {measured.leads} leads are not surely better than the base rate: Brier skill"
        f" {low} to {high} (95 %)",
        reason_zh=f"对最近 {measured.leads} 条线索的预测并未可靠地优于基准转化率：Brier 技巧分 {low} 至 {high}（95%）",
    )
