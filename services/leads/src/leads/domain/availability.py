"""When people work: weekly hours in their time zone, leave, and who is absent at a moment.

A person without hours of their own works by their team's; without those, at any time.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, model_validator

from crm_platform.calendar import CalendarCode, calendar
from crm_platform.errors import Invalid
from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import PersonId, ShortText, Value
from leads.domain.errors import UnknownLeave
from leads.domain.plans import LocalTime, TimeZone

MAX_LEAVES = 100
_MONDAY, _FRIDAY = 1, 5


Weekday = Annotated[int, Field(ge=1, le=7)]


class Shift(Value):
    """From `begins` to `ends` on each of `days` (1 is Monday), by the clock of the time zone."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)]
    begins: LocalTime
    ends: LocalTime

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.ends <= self.begins:
            raise ValueError("a shift ends after it begins; one over midnight is two")
        return self


class WorkingHours(Value):
    """The shifts of a week, on the days that the calendar works.

    On a weekend day that is worked instead of another (调休) Monday's hours count, unless it has its own; those hold on
    every such day.
    """

    time_zone: TimeZone = "Asia/Shanghai"
    calendar: CalendarCode = "CN"
    shifts: Annotated[tuple[Shift, ...], Field(min_length=1, max_length=21)]

    def cover(self, moment: datetime) -> bool:
        """Whether `moment` (aware) lies in a shift."""
        local = moment.astimezone(ZoneInfo(self.time_zone))
        day = local.isoweekday()
        worked = calendar(self.calendar).is_working(local.date())
        if day <= _FRIDAY and not worked:
            return False
        if day > _FRIDAY and worked and not any(day in shift.days for shift in self.shifts):
            day = _MONDAY
        return any(
            day in shift.days and shift.begins <= f"{local:%H:%M}" < shift.ends for shift in self.shifts
        )


class Leave(Value):
    """Away from `begins` up to `ends`."""

    id: UUID
    begins: AwareDatetime
    ends: AwareDatetime
    reason: ShortText


class Absence(Value):
    """Why somebody works on nothing new at a moment; `until` is when a leave ends."""

    kind: Literal["on_leave", "outside_hours"]
    until: datetime | None = None


def absence_at(moment: datetime, hours: WorkingHours | None, leaves: Sequence[Leave]) -> Absence | None:
    """What keeps somebody from new work at `moment` (aware), None when nothing does."""
    ends = [leave.ends for leave in leaves if leave.begins <= moment < leave.ends]
    if ends:
        return Absence(kind="on_leave", until=max(ends))
    if hours is not None and not hours.cover(moment):
        return Absence(kind="outside_hours")
    return None


class Availability(Aggregate):
    """The hours of a person or of a team, and a person's leave."""

    TOPIC = "leads.Availability"

    who: PersonId
    kind: Literal["person", "team"]
    hours: WorkingHours | None = None
    leaves: tuple[Leave, ...] = ()

    class Begun(InitialEvent):
        TOPIC = "leads.AvailabilityBegun"
        who: PersonId
        kind: Literal["person", "team"]

    class HoursSet(DomainEvent):
        TOPIC = "leads.AvailabilityHoursSet"
        hours: WorkingHours | None

        def apply(self, aggregate: "Availability") -> None:
            aggregate.hours = self.hours

    class LeaveTaken(DomainEvent):
        TOPIC = "leads.AvailabilityLeaveTaken"
        leave: Leave

        def apply(self, aggregate: "Availability") -> None:
            # What is long over matters to nobody who asks who is free.
            current = [leave for leave in aggregate.leaves if leave.ends > self.timestamp]
            aggregate.leaves = (*current, self.leave)

    class LeaveCancelled(DomainEvent):
        TOPIC = "leads.AvailabilityLeaveCancelled"
        leave_id: UUID

        def apply(self, aggregate: "Availability") -> None:
            aggregate.leaves = tuple(leave for leave in aggregate.leaves if leave.id != self.leave_id)

    @staticmethod
    def id_of(kind: Literal["person", "team"], who: str) -> UUID:
        return derived_id("availability", kind, who)

    @classmethod
    def begin_for(cls, kind: Literal["person", "team"], who: str, *, now: datetime) -> Self:
        """Somebody of whom nothing was said yet."""
        return cls.begin(cls.Begun, id=cls.id_of(kind, who), now=now, who=who, kind=kind)

    def set_hours(self, hours: WorkingHours | None, *, now: datetime) -> None:
        """Work by these hours from now on; by None, at any time, or a person by their team's."""
        if hours != self.hours:
            self.record(self.HoursSet, now=now, hours=hours)

    def take_leave(self, leave: Leave, *, now: datetime) -> None:
        """Be away; raises Invalid for a leave that is over or ends before it begins."""
        if leave.ends <= max(leave.begins, now):
            raise Invalid.at(
                "#/ends",
                "leave-is-over",
                "Must end after it begins, and after now",
                "结束时间须晚于开始时间和当前时间",
            )
        if len([known for known in self.leaves if known.ends > now]) >= MAX_LEAVES:
            raise Invalid.at(
                "#/begins",
                "leave-count",
                f"At most {MAX_LEAVES} leaves ahead",
                f"最多登记 {MAX_LEAVES} 段休假",
            )
        self.record(self.LeaveTaken, now=now, leave=leave)

    def cancel_leave(self, leave_id: UUID, *, now: datetime) -> None:
        """Be there after all; raises `UnknownLeave`."""
        if all(leave.id != leave_id for leave in self.leaves):
            raise UnknownLeave
        self.record(self.LeaveCancelled, now=now, leave_id=leave_id)
