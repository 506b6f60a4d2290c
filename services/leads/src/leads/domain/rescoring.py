"""Scoring many leads anew, step by step: because a version came into force, because days passed, or only to see."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, Self, TypeVar
from uuid import UUID

from pydantic import AwareDatetime

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.values import PersonId, ShortText, Value, Version
from leads.domain.scoring import Score

WEEKS: Final = 13
"""How far back a dry run looks for what comes in a week."""

K = TypeVar("K")

Kind = Literal["activation", "decay", "dry_run"]
HowEnded = Literal["done", "superseded"]


class RescoringStatus(StrEnum):
    """How far a run is; superseded: another version came into force before it was done."""

    RUNNING = "running"
    DONE = "done"
    SUPERSEDED = "superseded"


class Move(Value):
    """A lead that another rule gives to another person, because it scores otherwise."""

    lead_id: UUID
    from_owner: PersonId
    to_owner: PersonId
    rule: ShortText


class Tally(Value):
    """What re-scoring comes to. Points are those of the model: an override stays as it is.

    `before` and `after` count open leads by points, `regraded` by old and new grade (`B>A`), `arrivals` all leads of
    the last weeks by ISO week and the points they come in with.
    """

    leads: int = 0
    changed: int = 0
    overridden: int = 0
    moved: int = 0
    before: Mapping[int, int] = {}
    after: Mapping[int, int] = {}
    regraded: Mapping[str, int] = {}
    arrivals: Mapping[str, Mapping[int, int]] = {}

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        weeks = self.arrivals.keys() | other.arrivals.keys()
        return Tally(
            leads=self.leads + other.leads,
            changed=self.changed + other.changed,
            overridden=self.overridden + other.overridden,
            moved=self.moved + other.moved,
            before=_sum(self.before, other.before),
            after=_sum(self.after, other.after),
            regraded=_sum(self.regraded, other.regraded),
            arrivals={w: _sum(self.arrivals.get(w, {}), other.arrivals.get(w, {})) for w in sorted(weeks)},
        )

    def per_week(self, cutoff: int) -> list[int]:
        """How many leads came in with at least `cutoff` points, week by week, from the first to the last."""
        return [
            sum(leads for points, leads in by_points.items() if points >= cutoff)
            for _, by_points in sorted(self.arrivals.items())
        ]


class Tallying:
    """Counts leads one by one."""

    def __init__(self) -> None:
        self._leads = self._changed = self._overridden = self._moved = 0
        self._before: Counter[int] = Counter()
        self._after: Counter[int] = Counter()
        self._regraded: Counter[str] = Counter()
        self._arrivals: dict[str, Counter[int]] = {}

    def scored(self, before: Score | None, after: Score, *, overridden: bool, moved: bool) -> None:
        """One open lead, and what the model says of it."""
        self._leads += 1
        self._overridden += overridden
        self._moved += moved
        self._after[after.points] += 1
        if before is not None:
            self._before[before.points] += 1
        if before is None or before.points != after.points:
            self._changed += 1
        if before is None or before.grade != after.grade:
            self._regraded[f"{before.grade if before else ''}>{after.grade}"] += 1

    def arrived(self, at: datetime, points: int) -> None:
        """One lead of the last weeks, and the points it comes in with."""
        year, week, _ = at.isocalendar()
        self._arrivals.setdefault(f"{year}-W{week:02}", Counter())[points] += 1

    @property
    def tally(self) -> Tally:
        return Tally(
            leads=self._leads,
            changed=self._changed,
            overridden=self._overridden,
            moved=self._moved,
            before=dict(self._before),
            after=dict(self._after),
            regraded=dict(self._regraded),
            arrivals={week: dict(points) for week, points in self._arrivals.items()},
        )


def _sum(one: Mapping[K, int], other: Mapping[K, int]) -> dict[K, int]:
    return dict(Counter(one) + Counter(other))


class Rescoring(Aggregate):
    """One run over all open leads in the order of their ids; each step is stored with the scores that it changed."""

    TOPIC = "leads.Rescoring"

    kind: Kind
    model_version: int
    at: datetime
    reassign: bool
    expected: int
    status: RescoringStatus = RescoringStatus.RUNNING
    reached: UUID | None = None
    tally: Tally = Tally()

    class Started(InitialEvent):
        """`at` is the moment that ages count to; `expected` how many leads there were to look at."""

        TOPIC = "leads.RescoringStarted"
        kind: Kind
        model_version: Version
        at: AwareDatetime
        reassign: bool
        expected: int
        started_by: PersonId

    class Advanced(DomainEvent):
        TOPIC = "leads.RescoringAdvanced"
        reached: UUID
        tally: Tally
        moves: tuple[Move, ...]

        def apply(self, aggregate: "Rescoring") -> None:
            aggregate.reached = self.reached
            aggregate.tally = aggregate.tally.plus(self.tally)

    class Ended(DomainEvent):
        TOPIC = "leads.RescoringEnded"
        how: HowEnded

        def apply(self, aggregate: "Rescoring") -> None:
            aggregate.status = RescoringStatus(self.how)

    @classmethod
    def start(
        cls,
        id: UUID,  # noqa: A002
        kind: Kind,
        model_version: int,
        *,
        at: datetime,
        reassign: bool,
        expected: int,
        started_by: str,
        now: datetime,
    ) -> Self:
        return cls.begin(
            cls.Started,
            id=id,
            now=now,
            kind=kind,
            model_version=model_version,
            at=at,
            reassign=reassign,
            expected=expected,
            started_by=started_by,
        )

    def advance(self, reached: UUID, tally: Tally, moves: Sequence[Move], *, now: datetime) -> None:
        """Note that every lead up to `reached` is done."""
        self.record(self.Advanced, now=now, reached=reached, tally=tally, moves=tuple(moves))

    def end(self, how: HowEnded, *, now: datetime) -> None:
        """Over; `superseded` when another version came into force before every lead was done."""
        if self.is_running:
            self.record(self.Ended, now=now, how=how)

    @property
    def is_running(self) -> bool:
        return self.status is RescoringStatus.RUNNING
