"""How a person wants to be told: in which language, by which channels for what, and when not to be disturbed."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import PersonId, Value
from integration_gateway.domain.notification import Language

KindFilter = Annotated[
    str, StringConstraints(pattern=r"^(\*|[a-z0-9-]{1,40}(\.[a-z0-9-]{1,40}){0,4}(\.\*)?)$", max_length=120)
]
"""A kind of notice (`lead.follow-up-due`), all under a name (`lead.*`), or all (`*`)."""

LocalTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
ZoneName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9+_-]{0,30}(/[A-Za-z0-9+_-]{1,30}){0,2}$")
]


class Channel(StrEnum):
    """How people are told beside their inbox, which always tells them."""

    WEB_PUSH = "web-push"
    MAIL = "mail"
    ROBOT = "robot"


ALL_CHANNELS = tuple(Channel)


class QuietHours(Value):
    """From `begin` to `end` by the person's clock, over midnight when `end` is earlier; equal: never."""

    begin: LocalTime
    end: LocalTime

    def until(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """When the quiet in which `now` lies ends, or None outside of it."""
        local = now.astimezone(zone)
        begin, end = time.fromisoformat(self.begin), time.fromisoformat(self.end)
        today = local.date()
        for day in (today - timedelta(days=1), today):
            ends_on = day if begin < end else day + timedelta(days=1)
            starts, ends = _moment(day, begin, zone), _moment(ends_on, end, zone)
            if begin != end and starts <= now < ends:
                return ends
        return None


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


class ChannelChoice(Value):
    """By which channels to be told of what."""

    kind: KindFilter
    channels: Annotated[tuple[Channel, ...], Field(max_length=len(ALL_CHANNELS))]


class Preferences(Value):
    """The whole of what one person chose. Of several fitting choices the one that says most counts."""

    language: Language = Language.ZH
    time_zone: ZoneName = "Asia/Shanghai"
    quiet_hours: QuietHours | None = None
    channels: Annotated[tuple[ChannelChoice, ...], Field(max_length=50)] = (
        ChannelChoice(kind="*", channels=ALL_CHANNELS),
    )

    def channels_for(self, kind: str) -> frozenset[Channel]:
        """None for a kind that no choice fits."""
        fitting = [choice for choice in self.channels if fits((choice.kind,), kind)]
        best = max(
            fitting, key=lambda choice: (not choice.kind.endswith("*"), len(choice.kind)), default=None
        )
        return frozenset(best.channels) if best is not None else frozenset()

    def held_until(self, now: datetime, *, urgent: bool) -> datetime | None:
        """Until when nothing may disturb the person, or None for now. What is urgent passes."""
        if urgent or self.quiet_hours is None:
            return None
        return self.quiet_hours.until(now, ZoneInfo(self.time_zone))


class NotificationPreferences(Aggregate):
    TOPIC = "integration-gateway.NotificationPreferences"

    person: str
    preferences: Preferences

    class Chosen(InitialEvent):
        TOPIC = "integration-gateway.NotificationPreferencesChosen"
        person: PersonId
        preferences: Preferences

    class Revised(DomainEvent):
        TOPIC = "integration-gateway.NotificationPreferencesRevised"
        preferences: Preferences

        def apply(self, aggregate: "NotificationPreferences") -> None:
            aggregate.preferences = self.preferences

    @staticmethod
    def id_of(person: str) -> UUID:
        return derived_id("notification-preferences", person)

    @classmethod
    def choose(cls, person: str, preferences: Preferences, *, now: datetime) -> Self:
        return cls.begin(cls.Chosen, id=cls.id_of(person), now=now, person=person, preferences=preferences)

    def revise(self, preferences: Preferences, *, now: datetime) -> None:
        if preferences != self.preferences:
            self.record(self.Revised, now=now, preferences=preferences)


def fits(filters: Iterable[str], kind: str) -> bool:
    """Whether one of the filters lets a kind of notice pass."""
    return any(
        each in ("*", kind) or (each.endswith(".*") and kind.startswith(each[:-1])) for each in filters
    )
