"""The part of a lead that concerns what it is taken for: a score by the model, a person's word above it, thresholds."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import AwareDatetime, Field

from crm_platform.errors import Invalid
from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent
from crm_platform.values import Ownership, PersonId, ShortText, Value
from leads.domain.errors import NoOverride
from leads.domain.scoring import MAX_POINTS, Grade, Score

LONGEST_OVERRIDE: Final = timedelta(days=366)
MOST_TOLD: Final = 20

ScorePoints = Annotated[int, Field(ge=0, le=MAX_POINTS)]


class Standing(Value):
    """What a lead is taken for: the override while there is one, else the score by the model."""

    points: ScorePoints
    grade: Grade


class Override(Standing):
    """A person's judgment of a lead, beside that of the model; without `until` it holds until it is lifted."""

    automatic: ScorePoints | None
    reason: ShortText
    by: PersonId
    at: AwareDatetime
    until: AwareDatetime | None


class Threshold(Value):
    """A score from which on a lead needs somebody's attention."""

    points: Annotated[int, Field(ge=1, le=MAX_POINTS)]
    name: ShortText


class Overseer(Value):
    """Somebody to tell of leads of a team, or, without a team, of a region."""

    person_id: PersonId
    team: str | None = None
    region: str | None = None


class Watch(Value):
    """The thresholds in force, and whom to tell beside the owner."""

    thresholds: tuple[Threshold, ...] = ()
    overseers: tuple[Overseer, ...] = ()

    def told(self, owner: Ownership | None, region: str | None) -> list[str]:
        """The owner and the managers of the owner's team; of a lead that is nobody's, those of its region."""
        if owner is None:
            people = [each.person_id for each in self.overseers if region and each.region == region]
        else:
            people = [owner.owner_id]
            people += [each.person_id for each in self.overseers if owner.team and each.team == owner.team]
        return list(dict.fromkeys(people))[:MOST_TOLD]


class Activity(Value):
    """How often, and when last, something happened between the lead and us; registering is the first time."""

    touches: int = 1
    last_at: datetime | None = None

    def touched(self, at: datetime) -> "Activity":
        """With one more touch."""
        return Activity(touches=self.touches + 1, last_at=max(at, self.last_at or at))


class Rated(Aggregate):
    """Somebody who is more or less promising."""

    if TYPE_CHECKING:  # the lead declares them, behind what has no default
        score: Score | None
        override: Override | None

    class Scored(DomainEvent):
        """A version of the scoring model judged the lead."""

        TOPIC = "leads.LeadScored"
        score: Score

        def apply(self, aggregate: "Rated") -> None:
            aggregate.score = self.score

    class ScoreOverridden(DomainEvent):
        """A person judges the lead otherwise than the model; re-scoring does not touch that."""

        TOPIC = "leads.LeadScoreOverridden"
        override: Override

        def apply(self, aggregate: "Rated") -> None:
            aggregate.override = self.override

    class ScoreOverrideLifted(DomainEvent):
        """The lead is taken for what the model says again."""

        TOPIC = "leads.LeadScoreOverrideLifted"
        overridden: Override
        why: Literal["lifted", "expired"]
        by: PersonId | None
        points: ScorePoints | None

        def apply(self, aggregate: "Rated") -> None:
            aggregate.override = None

    class ScoreCrossed(DomainEvent):
        """The lead came to stand at or above a threshold that it stood below; `told` are the people to tell."""

        TOPIC = "leads.LeadScoreCrossed"
        threshold: Threshold
        points: ScorePoints
        before: ScorePoints | None
        owner_id: PersonId | None
        told: list[PersonId]
        name: ShortText

        def apply(self, aggregate: "Rated") -> None:
            """Telling is all: whether it stands above is known by its points."""

    def rate(self, score: Score, *, now: datetime) -> None:
        """Take the judgment of the model; an override stays above it."""
        self._must_be_open()
        if score != self.score:
            self.record(self.Scored, now=now, score=score)

    def override_score(
        self, standing: Standing, *, reason: str, by: str, until: datetime | None, now: datetime
    ) -> None:
        """Take the lead for something else than the model does. Raises `Invalid` for an end that is past or too far."""
        self._must_be_open()
        if until is not None and not now < until <= now + LONGEST_OVERRIDE:
            raise Invalid.at(
                "#/until", "out-of-range", "Must lie ahead, within a year", "须为未来一年内的时间"
            )
        override = Override(
            points=standing.points,
            grade=standing.grade,
            automatic=self.score.points if self.score else None,
            reason=reason,
            by=by,
            at=now,
            until=until,
        )
        self.record(self.ScoreOverridden, now=now, override=override)

    def lift_override(self, *, by: str, now: datetime) -> None:
        """Go back to what the model says. Raises `NoOverride`."""
        self._must_be_open()
        if self.override is None:
            raise NoOverride
        self._lift("lifted", by, now)

    def expire_override(self, *, now: datetime) -> None:
        """Go back to what the model says where the override has ended; else nothing."""
        if self.is_open and self.override and self.override.until and self.override.until <= now:
            self._lift("expired", None, now)

    def _lift(self, why: Literal["lifted", "expired"], by: str | None, now: datetime) -> None:
        self.record(
            self.ScoreOverrideLifted,
            now=now,
            overridden=self.override,
            why=why,
            by=by,
            points=self.score.points if self.score else None,
        )

    def watch_crossings(self, before: Standing | None, watch: Watch, *, now: datetime) -> None:
        """Tell of each threshold that it stood below `before` and stands at or above now."""
        if not watch.thresholds or self.standing is None:
            return
        points, low = self.standing.points, before.points if before else -1
        for threshold in sorted(watch.thresholds, key=lambda each: each.points):
            if low < threshold.points <= points:
                self.record(
                    self.ScoreCrossed,
                    now=now,
                    threshold=threshold,
                    points=points,
                    before=before.points if before else None,
                    owner_id=self.owner_id,
                    told=watch.told(self.ownership, self.region),
                    name=self.called,
                )

    @property
    def standing(self) -> Standing | None:
        """What the lead is taken for."""
        judged: Standing | Score | None = self.override or self.score
        return None if judged is None else Standing(points=judged.points, grade=judged.grade)

    if TYPE_CHECKING:
        ownership: Ownership | None

        @property
        def is_open(self) -> bool: ...
        @property
        def called(self) -> str: ...
        @property
        def owner_id(self) -> str | None: ...
        @property
        def region(self) -> str | None: ...

    @abstractmethod
    def _must_be_open(self) -> None: ...


def check_thresholds(thresholds: Sequence[Threshold]) -> None:
    """Raises Invalid with a pointer for every score or name that is there twice."""
    faults = [
        Invalid.at(f"#/thresholds/{at}/{field}", "duplicate", "Is there twice", "重复").errors[0]
        for at, threshold in enumerate(thresholds)
        for field in ("points", "name")
        if getattr(threshold, field) in [getattr(other, field) for other in thresholds[:at]]
    ]
    if faults:
        raise Invalid(faults)
