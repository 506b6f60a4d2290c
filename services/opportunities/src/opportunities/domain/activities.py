"""What was done about an opportunity as somebody recorded it, and what is to be done next."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import Field

from crm_platform.values import Attachment, LongText, PersonId, ShortText, UtcTime, Value
from opportunities.domain.errors import HappensLater

LATE_AFTER: Final = timedelta(hours=24)
"""An activity recorded later than this after it happened counts as entered late."""

_CLOCKS_DIFFER = timedelta(minutes=5)  # that the clock of a phone may be ahead


class ActivityKind(StrEnum):
    """What was done."""

    VISIT = "visit"
    CALL = "call"
    MAIL = "mail"
    MEETING = "meeting"
    OTHER = "other"


class ActivityResult(StrEnum):
    """What it did for the deal."""

    ADVANCED = "advanced"
    NEUTRAL = "neutral"
    OBJECTION = "objection"
    UNREACHABLE = "unreachable"


Minutes = Annotated[int, Field(ge=0, le=24 * 60, description="How long it took, in minutes.")]
Participants = Annotated[tuple[ShortText, ...], Field(max_length=20)]
Attached = Annotated[tuple[Attachment, ...], Field(max_length=20)]


class Report(Value):
    """What somebody tells of a meeting of any kind."""

    result: ActivityResult | None = None
    content: LongText = ""
    participants: Participants = ()
    attachments: Attached = ()


class Activity(Report):
    """One activity about an opportunity: what was told, and by whom, when and on which device it was recorded."""

    id: UUID
    kind: ActivityKind
    minutes: Minutes | None = None
    occurred_at: UtcTime
    recorded_at: UtcTime
    author_id: PersonId
    author_name: ShortText
    device: ShortText | None = None
    visit_id: UUID | None = None

    @property
    def entered_late(self) -> bool:
        """Whether it was recorded more than `LATE_AFTER` after it happened."""
        return self.recorded_at - self.occurred_at > LATE_AFTER


class NextStep(Value):
    """What is to be done next about an opportunity; each time somebody says so it is another one."""

    id: UUID
    due_at: UtcTime
    kind: ActivityKind | None = None
    text: ShortText | None = None

    def same_as(self, other: Self | None) -> bool:
        """Whether the other one asks for the same at the same time."""
        return other is not None and self.model_copy(update={"id": other.id}) == other


def not_later(occurred_at: datetime, now: datetime) -> None:
    """Raises `HappensLater` for what has not happened yet, as far as clocks can tell."""
    if occurred_at > now + _CLOCKS_DIFFER:
        raise HappensLater(pointer="#/occurred_at")
