"""A contact with a lead as somebody recorded it, and what is to be done next."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import Field

from crm_platform.values import Attachment, LongText, PersonId, ShortText, UtcTime, Value
from leads.domain.errors import HappensLater

LATE_AFTER: Final = timedelta(hours=24)
"""A contact recorded later than this after it happened counts as entered late."""

_CLOCKS_DIFFER = timedelta(minutes=5)  # that the clock of a phone may be ahead


class FollowUpMethod(StrEnum):
    """How a contact was made."""

    CALL = "call"
    VISIT = "visit"
    WECHAT = "wechat"
    EMAIL = "email"
    MESSAGE = "message"
    MEETING = "meeting"
    OTHER = "other"


class FollowUpResult(StrEnum):
    """What a contact came to."""

    NO_ANSWER = "no_answer"
    REPLIED = "replied"
    INTERESTED = "interested"
    APPOINTMENT = "appointment"
    NOT_INTERESTED = "not_interested"
    OTHER = "other"

    @property
    def is_reply(self) -> bool:
        """Whether the lead said something, which ends a plan of unanswered attempts."""
        return self in (self.REPLIED, self.INTERESTED, self.APPOINTMENT, self.NOT_INTERESTED)


class Contacted(Value):
    """What somebody tells of a contact; may be corrected."""

    method: FollowUpMethod
    result: FollowUpResult
    content: LongText = ""
    occurred_at: UtcTime
    attachments: Annotated[tuple[Attachment, ...], Field(max_length=20)] = ()


class FollowUp(Contacted):
    """One contact with a lead: what was told, and by whom, when and on which device it was recorded."""

    id: UUID
    attempt: Annotated[int, Field(ge=1, description="Which contact with the lead this is, as recorded.")]
    recorded_at: UtcTime
    author_id: PersonId
    author_name: ShortText
    device: ShortText | None = None
    revision: Annotated[int, Field(ge=1)] = 1

    @property
    def entered_late(self) -> bool:
        """Whether it was recorded more than `LATE_AFTER` after it happened."""
        return self.recorded_at - self.occurred_at > LATE_AFTER

    def corrected(self, changes: Mapping[str, object]) -> tuple[Self, list[str]]:
        """The record with valid values by field of what was told, and which of them differ."""
        changed = [field for field, value in changes.items() if getattr(self, field) != value]
        values = {field: changes[field] for field in changed} | {"revision": self.revision + 1}
        return self.model_copy(update=values), changed


class Task(Value):
    """Something to be done about a lead at a time: a step of a plan, or what somebody set."""

    id: UUID
    due_at: UtcTime
    method: FollowUpMethod | None = None
    text: ShortText | None = None
    text_zh: ShortText | None = None
    plan: ShortText | None = None
    step: Annotated[int, Field(ge=1)] | None = None
    ahead_minutes: tuple[int, ...] = ()

    def reminding(self, ahead_minutes: Iterable[int], now: datetime) -> Self:
        """The task with reminders so many minutes ahead, but for those whose time has gone by."""
        ahead = [minutes for minutes in ahead_minutes if self.due_at - timedelta(minutes=minutes) > now]
        return self.model_copy(update={"ahead_minutes": tuple(sorted(set(ahead), reverse=True))})

    def reminders(self, before: int | None) -> list[tuple[datetime, int]]:
        """When to remind and how many minutes ahead of the due time that is, oldest first.

        Only those nearer to the due time than `before`, what was reminded already; None: nothing was.
        """
        return [
            (self.due_at - timedelta(minutes=ahead), ahead)
            for ahead in sorted({0, *self.ahead_minutes}, reverse=True)
            if before is None or ahead < before
        ]


class Upcoming(Value):
    """What comes next for a lead: its nearest task, when somebody is to be reminded of any, and the plan it follows."""

    task: Task
    remind_at: UtcTime | None = None
    plan: ShortText | None = None
    steps_left: int = 0


StopReason = Literal["replied", "stopped", "replaced"]


def not_later(occurred_at: datetime, now: datetime) -> None:
    """Raises `HappensLater` for a contact that has not happened yet, as far as clocks can tell."""
    if occurred_at > now + _CLOCKS_DIFFER:
        raise HappensLater(pointer="#/occurred_at")
