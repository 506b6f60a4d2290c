"""A notification: what one person is told because of one event, in their inbox until they have read it and after."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import PersonId, Value
from integration_gateway.domain.delivery import SourceEvent

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROL_BUT_LINES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]+")
_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]{0,499}")


class Language(StrEnum):
    """The languages that people are told in."""

    ZH = "zh-CN"
    EN = "en"


def _path(link: str | None) -> str | None:
    return link if link is not None and _PATH.fullmatch(link) else None


OneLine = Annotated[str, AfterValidator(lambda text: _CONTROL.sub(" ", text).strip())]
Lines = Annotated[str, AfterValidator(lambda text: _CONTROL_BUT_LINES.sub(" ", text).strip())]
Path = Annotated[str | None, BeforeValidator(_path)]
"""A path inside the web app; anything that leads elsewhere is dropped."""


class Notice(Value):
    """What is told. Whatever another context wrote, a title is one line, and a link stays inside the web app."""

    kind: OneLine
    title: OneLine
    title_zh: OneLine
    text: Lines = ""
    text_zh: Lines = ""
    link: Path = None
    due_at: datetime | None = None
    urgent: bool = False

    def told_in(self, language: Language) -> tuple[str, str]:
        """Title and text in a language, or in the other one where that is missing."""
        zh, en = (self.title_zh, self.text_zh), (self.title, self.text)
        first, second = (zh, en) if language is Language.ZH else (en, zh)
        return first[0] or second[0] or self.kind, first[1] or second[1]


class Notification(Aggregate):
    TOPIC = "integration-gateway.Notification"

    recipient: str
    read_at: datetime | None = None

    class Made(InitialEvent):
        TOPIC = "integration-gateway.NotificationMade"
        recipient: PersonId
        notice: Notice
        event: SourceEvent

    class Read(DomainEvent):
        TOPIC = "integration-gateway.NotificationRead"

        def apply(self, aggregate: "Notification") -> None:
            aggregate.read_at = self.timestamp

    @staticmethod
    def id_of(event_id: UUID, recipient: str) -> UUID:
        """Follows from the event and the person, so that hearing of the event twice tells them once."""
        return derived_id("notification", str(event_id), recipient)

    @classmethod
    def make(cls, event: SourceEvent, recipient: str, notice: Notice, *, now: datetime) -> Self:
        return cls.begin(
            cls.Made,
            id=cls.id_of(event.id, recipient),
            now=now,
            recipient=recipient,
            notice=notice,
            event=event,
        )

    def read(self, *, now: datetime) -> None:
        if self.read_at is None:
            self.record(self.Read, now=now)
