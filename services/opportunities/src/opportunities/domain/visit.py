"""A visit to a lead, an opportunity's customer or a customer: planned, arrived at, left with a report, or cancelled.

Where somebody is, is known at one moment only: when they check in.
"""

from datetime import datetime
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.values import Code, Ownership, PersonId, ShortText, UtcTime, Value
from opportunities.domain.activities import Minutes, NextStep, Report
from opportunities.domain.errors import VisitNotThere

_EARTH: Final = 6_371_008.8  # meters, mean radius
_LONGEST: Final = 24 * 60  # minutes

SubjectKind = Literal["lead", "opportunity", "customer"]
NoLocation = Literal["refused", "unavailable", "timeout", "unsupported"]
"""Why a device gave no location: the person refused, there was no fix, it took too long, it cannot."""


class VisitStatus(StrEnum):
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    CANCELLED = "cancelled"


class VisitSubject(Value):
    """Who is visited, by the id that their own context has; `customer_id` is that of master data, where known."""

    kind: SubjectKind
    id: Code
    name: ShortText
    customer_id: Code | None = None


class Point(Value):
    """A place on earth, WGS-84, in degrees."""

    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]

    def meters_to(self, other: "Point") -> int:
        """The distance along the ground, in whole meters."""
        north, other_north = radians(self.latitude), radians(other.latitude)
        east = radians(other.longitude - self.longitude)
        chord = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin(east / 2) ** 2
        return round(2 * _EARTH * asin(min(1.0, sqrt(chord))))


class Location(Point):
    """Where a device says that it is, give or take `accuracy_m` meters."""

    accuracy_m: Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]

    @property
    def point(self) -> Point:
        return Point(latitude=self.latitude, longitude=self.longitude)


class VisitPlan(Value):
    """When, where and what for. `point` is where the address is, when somebody knows."""

    starts_at: UtcTime
    minutes: Minutes | None = None
    purpose: ShortText | None = None
    address: ShortText | None = None
    point: Point | None = None


class KnownPlace(Value):
    """Where the one who is visited is to be found, and what tells: the plan, or an earlier check-in there."""

    point: Point
    told_by: Literal["plan", "earlier-visit"]


class Arrival(Value):
    """A check-in: `at` by the clock of the device, `recorded_at` by ours."""

    at: UtcTime
    recorded_at: UtcTime
    location: Location | None = None
    no_location: NoLocation | None = None
    reason: ShortText | None = None
    distance_m: Annotated[int, Field(ge=0, description="From the known place, in meters.")] | None = None
    measured_from: Literal["plan", "earlier-visit"] | None = None
    device: ShortText | None = None

    def measured(self, place: KnownPlace | None) -> Self:
        """The same with the distance to the known place, when both are known."""
        if self.location is None or place is None:
            return self
        distance = self.location.meters_to(place.point)
        return self.model_copy(update={"distance_m": distance, "measured_from": place.told_by})


class Visit(Aggregate):
    TOPIC = "opportunities.Visit"

    subject: VisitSubject
    ownership: Ownership
    owner_name: ShortText
    plan: VisitPlan
    status: VisitStatus = VisitStatus.PLANNED
    arrival: Arrival | None = None
    reminded_of: datetime | None = None

    class Planned(InitialEvent):
        TOPIC = "opportunities.VisitPlanned"
        subject: VisitSubject
        ownership: Ownership
        owner_name: ShortText
        plan: VisitPlan

    class Replanned(DomainEvent):
        TOPIC = "opportunities.VisitReplanned"
        plan: VisitPlan

        def apply(self, aggregate: "Visit") -> None:
            aggregate.plan = self.plan

    class CheckedIn(DomainEvent):
        """Somebody is there, or says so."""

        TOPIC = "opportunities.VisitCheckedIn"
        arrival: Arrival

        def apply(self, aggregate: "Visit") -> None:
            aggregate.arrival = self.arrival
            aggregate.status = VisitStatus.UNDER_WAY

    class CheckedOut(DomainEvent):
        """It is over, and this is what came of it. `left_at` is by the clock of the device."""

        TOPIC = "opportunities.VisitCheckedOut"
        left_at: UtcTime
        minutes: Minutes
        report: Report
        next_step: NextStep | None

        def apply(self, aggregate: "Visit") -> None:
            aggregate.status = VisitStatus.DONE

    class Cancelled(DomainEvent):
        TOPIC = "opportunities.VisitCancelled"
        reason: ShortText

        def apply(self, aggregate: "Visit") -> None:
            aggregate.status = VisitStatus.CANCELLED

    class Due(DomainEvent):
        """It begins soon, and its owner was to be reminded of it."""

        TOPIC = "opportunities.VisitDue"
        subject: VisitSubject
        owner_id: PersonId
        plan: VisitPlan

        def apply(self, aggregate: "Visit") -> None:
            aggregate.reminded_of = self.plan.starts_at

    @classmethod
    def intend(
        cls,
        id: UUID,  # noqa: A002
        subject: VisitSubject,
        ownership: Ownership,
        owner_name: str,
        plan: VisitPlan,
        *,
        now: datetime,
    ) -> Self:
        """Plan a visit; also one that begins this moment, or began before the device had a network."""
        return cls.begin(
            cls.Planned,
            id=id,
            now=now,
            subject=subject,
            ownership=ownership,
            owner_name=owner_name,
            plan=plan,
        )

    def replan(self, plan: VisitPlan, *, now: datetime) -> None:
        """Raises `VisitNotThere` once it has begun."""
        self._must_be(VisitStatus.PLANNED)
        if plan != self.plan:
            self.record(self.Replanned, now=now, plan=plan)

    def check_in(self, arrival: Arrival, place: KnownPlace | None, *, now: datetime) -> None:
        """Say that one is there; the plan knows the place better than `place` does. Raises `VisitNotThere`."""
        self._must_be(VisitStatus.PLANNED)
        planned = self.plan.point and KnownPlace(point=self.plan.point, told_by="plan")
        self.record(self.CheckedIn, now=now, arrival=arrival.measured(planned or place))

    def check_out(
        self, left_at: datetime, report: Report, next_step: NextStep | None, *, now: datetime
    ) -> int:
        """Say what came of it; returns how many minutes it took. Raises `VisitNotThere`."""
        self._must_be(VisitStatus.UNDER_WAY)
        arrived = self.arrival.at if self.arrival else left_at
        # A clock that was set back meanwhile makes no negative visit.
        minutes = min(_LONGEST, max(0, round((left_at - arrived).total_seconds() / 60)))
        self.record(
            self.CheckedOut, now=now, left_at=left_at, minutes=minutes, report=report, next_step=next_step
        )
        return minutes

    def cancel(self, reason: str, *, now: datetime) -> None:
        """Raises `VisitNotThere` for one that is over."""
        self._must_be(VisitStatus.PLANNED, VisitStatus.UNDER_WAY)
        self.record(self.Cancelled, now=now, reason=reason)

    def remind(self, *, now: datetime) -> None:
        """Remind the owner once of each time that it is planned for."""
        if self.status is VisitStatus.PLANNED and self.reminded_of != self.plan.starts_at:
            self.record(
                self.Due, now=now, subject=self.subject, owner_id=self.ownership.owner_id, plan=self.plan
            )

    @property
    def owner_id(self) -> str | None:
        return self.ownership.owner_id

    @property
    def team(self) -> str | None:
        return self.ownership.team

    @property
    def region(self) -> str | None:
        return self.ownership.region

    def _must_be(self, *statuses: VisitStatus) -> None:
        if self.status not in statuses:
            raise VisitNotThere(status=self.status.value)
