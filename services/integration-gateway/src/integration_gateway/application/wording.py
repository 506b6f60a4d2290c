"""How a notice is said by each channel: the bytes of a push, a mail and a chat message. They are kept, never made again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from integration_gateway.domain.notification import Language, Notice
from integration_gateway.domain.robot import RobotService

_PUSHED_TEXT = 600  # bytes; a push service takes 4096 encrypted, and a lock screen shows less
_CHAT_TEXT = 1800  # bytes; WeCom takes 2048
_DUE = {Language.ZH: "截止时间", Language.EN: "Due"}


@dataclass(frozen=True, slots=True)
class Voice:
    """The language that somebody is told in, and the clock they live by."""

    language: Language
    time_zone: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who mails, and where links lead: the web app's address, or None where the operator has not said it."""

    address: str
    web_url: str | None = None

    def link(self, notice: Notice) -> str | None:
        """The whole address of what a notice leads to."""
        if notice.link is None or self.web_url is None:
            return None
        return self.web_url.rstrip("/") + notice.link


def push_message(notice: Notice, notification_id: UUID, language: Language) -> bytes:
    """What the web app's worker shows; a browser shows two with the same `id` (its tag) once."""
    title, text = notice.told_in(language)
    return _json(
        {
            "id": str(notification_id),
            "kind": notice.kind,
            "title": _cut(title, _PUSHED_TEXT),
            "text": _cut(text, _PUSHED_TEXT),
            "link": notice.link,
            "due_at": None if notice.due_at is None else notice.due_at.isoformat(),
            "urgent": notice.urgent,
        }
    )


def mail_message(
    notice: Notice, notification_id: UUID, voice: Voice, *, to: str, sender: Sender, at: datetime
) -> bytes | None:
    """A plain text mail whose Message-ID is the notification's. None for an address that no mail can be sent to."""
    receiver, source = mailbox(to), mailbox(sender.address)
    if receiver is None or source is None:
        return None
    title, text = notice.told_in(voice.language)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address("KuaiCRM", addr_spec=source)
    mail["To"] = Address(addr_spec=receiver)
    mail["Subject"] = title
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{notification_id}@{source.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = voice.language.value
    mail.set_content("\n\n".join(_parts(notice, title, text, sender.link(notice), voice)))
    return mail.as_bytes()


def robot_message(
    notice: Notice, reference: str, voice: Voice, service: RobotService, sender: Sender
) -> bytes:
    """A text message, which no chat takes for markup; `reference` recognizes the same one sent twice."""
    title, text = notice.told_in(voice.language)
    parts = _parts(notice, title, _cut(text, _CHAT_TEXT - 700), sender.link(notice), voice)
    content = _cut("\n".join(parts), _CHAT_TEXT) + f"\n#{reference}"
    if service is RobotService.FEISHU:
        return _json({"msg_type": "text", "content": {"text": content}})
    return _json({"msgtype": "text", "text": {"content": content}})


def mailbox(address: str) -> str | None:
    """The address as mail servers write it, or None for one that is none."""
    try:
        parsed = Address(addr_spec=address)
        address.encode("ascii")
    except (MessageError, ValueError, IndexError):
        return None
    return parsed.addr_spec if parsed.username and parsed.domain else None


def _parts(notice: Notice, title: str, text: str, link: str | None, voice: Voice) -> list[str]:
    due = ""
    if notice.due_at is not None:
        local = notice.due_at.astimezone(ZoneInfo(voice.time_zone))
        due = f"{_DUE[voice.language]}: {local:%Y-%m-%d %H:%M} ({voice.time_zone})"
    return [part for part in (title, text, due, link) if part]


def _cut(text: str, size: int) -> str:
    """At most `size` bytes of UTF-8, whole characters only."""
    raw = text.encode()
    return text if len(raw) <= size else raw[: size - 3].decode(errors="ignore") + "…"


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
