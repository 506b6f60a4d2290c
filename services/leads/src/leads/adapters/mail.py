"""Reads a raw e-mail message (RFC 5322): who writes, what about, and whether a person wrote it at all.

Messages come from anybody: sizes, parts and the length of what is parsed are bounded, and no attachment is opened.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from hashlib import sha256
from html.parser import HTMLParser
from typing import Final

from leads.domain.errors import MailUnreadable

LARGEST_MAIL: Final = 10 * 1024 * 1024  # bytes
_MOST_PARTS = 100
_LONGEST_HEADER = 2_000  # the parser of addresses takes quadratic time
_LONGEST_TEXT = 200_000  # bytes of a part that are read
_LONGEST_MESSAGE = 4_000
# Others are decoded in quadratic time, or are no charsets.
_CHARSETS = re.compile(
    r"(us-ascii|ascii|utf-?8|utf-16(le|be)?|gb2312|gbk|gb18030|big5|hz(-gb-2312)?|shift_jis|euc-(jp|kr)|iso-2022-jp"
    r"|iso-8859-\d{1,2}|windows-125\d|koi8-[ru])"
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "us-ascii": "utf-8", "ascii": "utf-8"}
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_LINE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_LISTS = ("list-id", "list-unsubscribe", "list-post")
_AUTOMATIC = ("x-autoreply", "x-autorespond", "x-auto-response-suppress", "x-failed-recipients")
_MACHINES = re.compile(r"(mailer-daemon|postmaster|bounces?)([+\-].*)?@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mail:
    """What a message says. `key` names it for ever; `ignored` is why nobody needs to read it, None for a person's."""

    key: str
    address: str
    name: str | None
    subject: str | None
    text: str
    recipients: tuple[str, ...]
    ignored: str | None


def read_mail(raw: bytes) -> Mail:
    """What a message says. Raises `MailUnreadable`. For a thread: it takes up to a second."""
    if raw.lower().count(b"content-type:") > _MOST_PARTS:
        raise MailUnreadable(reason="too-many-parts")
    try:
        message = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    except (RecursionError, ValueError, LookupError) as error:
        raise MailUnreadable(reason="not-a-message") from error
    headers = _Headers(message)
    names = getaddresses([headers.get("from") or ""])[:1]
    name, address = names[0] if names else ("", "")
    if "@" not in address or len(address) > 254:
        raise MailUnreadable(reason="no-sender")
    message_id = (headers.get("message-id") or "").strip()
    return Mail(
        key=sha256(message_id.encode() if message_id else raw).hexdigest(),
        address=address,
        name=_line(name),
        subject=_line(headers.get("subject") or ""),
        text=_text_of(message),
        recipients=tuple(_recipients(headers)),
        ignored=_reason_to_ignore(message, headers, address),
    )


class _Headers:
    """Headers as text; one that cannot be parsed counts as missing."""

    def __init__(self, message: EmailMessage) -> None:
        self._message = message
        self._raw: dict[str, str] = {}
        for name, value in message.raw_items():
            self._raw.setdefault(name.lower(), str(value))

    def get(self, name: str) -> str | None:
        raw = self._raw.get(name)
        if raw is None or len(raw) > _LONGEST_HEADER:
            return None
        try:
            return str(self._message.get(name, ""))
        except Exception:  # noqa: BLE001  the library's parsers fail in many ways on what is malformed
            return None

    def has(self, name: str) -> bool:
        return name in self._raw

    def starts(self, name: str, *words: str) -> bool:
        return self._raw.get(name, "").strip().lower().startswith(words)


def _reason_to_ignore(message: EmailMessage, headers: _Headers, address: str) -> str | None:
    automatic = headers.has("auto-submitted") and not headers.starts("auto-submitted", "no")
    if headers.get("return-path") == "<>" or message.get_content_type() == "multipart/report":
        return "bounce"
    if _MACHINES.match(address):
        return "bounce"
    if automatic or any(headers.has(name) for name in _AUTOMATIC):
        return "auto-reply"
    if headers.starts("precedence", "auto_reply"):
        return "auto-reply"
    if any(headers.has(name) for name in _LISTS) or headers.starts("precedence", "bulk", "junk", "list"):
        return "mailing-list"
    return None


def _recipients(headers: _Headers) -> Iterator[str]:
    for name in ("delivered-to", "x-original-to", "to", "cc"):
        yield from (address for _, address in getaddresses([headers.get(name) or ""]) if "@" in address)


def _text_of(message: EmailMessage) -> str:
    """The first plain text, else the first HTML without its tags; attachments and enclosed messages are left alone."""
    html = ""
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "text/plain":
            return _clean(_decoded(part))
        if kind == "text/html" and not html:
            html = _decoded(part)
    return _clean(_Words(html).text) if html else ""


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    waiting, seen = [message], 0
    while waiting and seen < _MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        inside = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if isinstance(inside, list):
            waiting = [*(each for each in inside if isinstance(each, EmailMessage)), *waiting]
        elif part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            yield part


def _decoded(part: EmailMessage) -> str:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return ""
    if not isinstance(payload, bytes):
        return ""
    charset = (part.get_content_charset() or "utf-8").lower()
    charset = _WIDER.get(charset, charset) if _CHARSETS.fullmatch(charset) else "utf-8"
    return payload[:_LONGEST_TEXT].decode(charset, "replace")


class _Words(HTMLParser):
    """The words of an HTML text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._found: list[str] = []
        self._silent = 0
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(word for word in self._found if word)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style") and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._found.append(data.strip())


def _clean(text: str) -> str:
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n")).strip()[:_LONGEST_MESSAGE]


def _line(text: str) -> str | None:
    return _NOT_LINE.sub(" ", text).strip()[:200] or None
