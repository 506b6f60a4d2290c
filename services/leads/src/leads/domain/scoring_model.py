"""The scoring model of the company: every version that was drafted, and which of them is in force from when."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from pydantic import AwareDatetime

from crm_platform.errors import Invalid, NotFound
from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import PersonId, ShortText, Value, Version
from leads.domain.scoring import GradeThresholds, ScoreGroup, ScoringRule, WeightedRules, check_rules
from leads.domain.seed_model import default_model


class Activation(Value):
    """A version that is in force from a moment on, until another one is."""

    version: Version
    effective_from: AwareDatetime
    reason: ShortText | None = None
    by: PersonId | None = None
    at: AwareDatetime
    reassign: bool = False


class Draft(Value):
    """A version, who wrote it, when and why; `event` is the version of the aggregate that it came with."""

    model: WeightedRules
    event: int
    reason: ShortText | None = None
    by: PersonId | None = None
    at: AwareDatetime


class ScoringModel(Aggregate):
    """All versions of the model. It begins with the seed when somebody changes it for the first time."""

    TOPIC = "leads.ScoringModel"
    ID: ClassVar[UUID] = derived_id("scoring-model")

    first: WeightedRules
    later: tuple[Draft, ...] = ()
    activations: tuple[Activation, ...] = ()

    class Defined(InitialEvent):
        TOPIC = "leads.ScoringModelDefined"
        class_version = 2
        first: WeightedRules

        @staticmethod
        def upcast_v1_v2(state: dict[str, object]) -> None:
            """The first version was called `current`."""
            state["first"] = state.pop("current")

    class Revised(DomainEvent):
        """A new version, in force at once."""

        TOPIC = "leads.ScoringModelRevised"
        revised: WeightedRules
        reason: ShortText | None
        by: PersonId | None = None

        def apply(self, aggregate: "ScoringModel") -> None:
            at, by = self.timestamp, self.by
            draft = Draft(model=self.revised, event=self.originator_version, reason=self.reason, by=by, at=at)
            aggregate.later += (draft,)
            aggregate.activations += (
                Activation(
                    version=self.revised.version, effective_from=at, reason=self.reason, by=self.by, at=at
                ),
            )

    class Drafted(DomainEvent):
        """A new version, to be looked at before it is in force."""

        TOPIC = "leads.ScoringModelDrafted"
        draft: WeightedRules
        reason: ShortText | None
        by: PersonId

        def apply(self, aggregate: "ScoringModel") -> None:
            draft = Draft(
                model=self.draft,
                event=self.originator_version,
                reason=self.reason,
                by=self.by,
                at=self.timestamp,
            )
            aggregate.later += (draft,)

    class Activated(DomainEvent):
        """A version is in force from a moment on; an old one as well as a new one."""

        TOPIC = "leads.ScoringModelActivated"
        version: Version
        effective_from: AwareDatetime
        reason: ShortText
        by: PersonId
        reassign: bool

        def apply(self, aggregate: "ScoringModel") -> None:
            aggregate.activations += (
                Activation(
                    version=self.version,
                    effective_from=self.effective_from,
                    reason=self.reason,
                    by=self.by,
                    at=self.timestamp,
                    reassign=self.reassign,
                ),
            )

    @classmethod
    def found(cls, *, now: datetime) -> Self:
        """Begin with the seed in force."""
        return cls.begin(cls.Defined, id=cls.ID, now=now, first=default_model())

    @property
    def versions(self) -> tuple[Draft, ...]:
        """Every version, the oldest first."""
        return (Draft(model=self.first, event=self.INITIAL_VERSION, at=self.created_on), *self.later)

    def version_of(self, number: int) -> WeightedRules:
        """One version. Raises `NotFound`."""
        for draft in self.versions:
            if draft.model.version == number:
                return draft.model
        raise NotFound

    def number_of(self, event: int) -> int:
        """The version that came with an event; where none did, the one that is in force by then."""
        for draft in self.versions:
            if draft.event == event:
                return draft.model.version
        return self.in_force(self.modified_on).version

    def activation_at(self, moment: datetime) -> Activation | None:
        """What is in force at a moment; None: still the first version."""
        begun = [each for each in self.activations if each.effective_from <= moment]
        # Of two from the same moment the one that was decided later.
        return max(enumerate(begun), key=lambda pair: (pair[1].effective_from, pair[0]))[1] if begun else None

    def in_force(self, moment: datetime) -> WeightedRules:
        """What leads are scored by at a moment."""
        activation = self.activation_at(moment)
        return self.version_of(activation.version) if activation else self.first

    def draft(
        self,
        rules: Sequence[ScoringRule],
        grades: GradeThresholds,
        groups: Sequence[ScoreGroup] = (),
        *,
        by: str,
        reason: str | None = None,
        now: datetime,
    ) -> None:
        """Write the next version; raises Invalid naming every rule that cannot be judged."""
        draft = self._next(rules, grades, groups)
        self.record(self.Drafted, now=now, draft=draft, reason=reason, by=by)

    def activate(
        self,
        number: int,
        *,
        reason: str,
        by: str,
        effective_from: datetime | None = None,
        reassign: bool = False,
        now: datetime,
    ) -> None:
        """Let a version be in force from now, or from a moment to come. Raises `NotFound`, and `Invalid` for the past."""
        self.version_of(number)
        if effective_from is not None and effective_from < now:
            raise Invalid.at("#/effective_from", "in-the-past", "Must not be in the past", "不能是过去时间")
        self.record(
            self.Activated,
            now=now,
            version=number,
            effective_from=effective_from or now,
            reason=reason,
            by=by,
            reassign=reassign,
        )

    def revise(
        self,
        rules: Sequence[ScoringRule],
        grades: GradeThresholds,
        groups: Sequence[ScoreGroup] = (),
        *,
        by: str | None = None,
        reason: str | None = None,
        now: datetime,
    ) -> None:
        """The next version, in force at once, unless it is what is in force; raises Invalid like `draft`."""
        revised = self._next(rules, grades, groups)
        current = self.in_force(now)
        if revised != current.model_copy(update={"version": revised.version}):
            self.record(self.Revised, now=now, revised=revised, reason=reason, by=by)

    def _next(
        self, rules: Sequence[ScoringRule], grades: GradeThresholds, groups: Sequence[ScoreGroup]
    ) -> WeightedRules:
        check_rules(rules, groups)
        number = self.versions[-1].model.version + 1
        return WeightedRules(version=number, rules=tuple(rules), grades=grades, groups=tuple(groups))
