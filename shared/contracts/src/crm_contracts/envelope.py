"""The envelope around every published event: CloudEvents 1.0, in Kafka's binary content mode (attributes in
`ce_*` headers, the body is the JSON of the content alone) or as one structured JSON object.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Any, NoReturn, Self
from uuid import UUID

from pydantic_core import from_json, to_json

SPEC_VERSION = "1.0"
CONTENT_TYPE = "application/json"

_LONGEST_ATTRIBUTE = 1024  # bytes; longer ones would not fit the indexes of those who store them
_LARGEST_POSITION = 2**63 - 1
_LARGEST_VERSION = 2**31 - 1
# What CloudEvents forbids in strings, and what PostgreSQL cannot store (U+0000) among it.
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


class InvalidEnvelope(ValueError):
    """A record is not an event of ours; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One published event. Building one validates nothing: what is built here comes from the event log."""

    id: UUID
    """The same event has the same id however often it is published."""
    type: str
    """The contract, such as `crm.leads.LeadRegistered.v1`."""
    source: str
    """The publishing context, such as `leads`."""
    subject: str
    """The aggregate's id; also the key of the record."""
    time: datetime
    """When the event was recorded (aware); when it happened in the business is part of the content."""
    position: int
    """Where the event stands in the source's log; only grows within a partition."""
    version: int
    """The aggregate's version after this event: contiguous, from 1."""
    correlationid: str
    """Shared by everything that follows from one command."""
    causationid: str | None
    """The id of the command or event that led to this one."""
    actor: str
    """Who did it: a person's or a system's id."""
    traceparent: str | None
    """W3C trace context of the command."""
    data: dict[str, Any]
    """The content as JSON values."""
    previous: int | None = None
    """The position of the event before this one in the same partition; None for the first, and outside of topics."""

    def to_headers(self) -> list[tuple[str, bytes]]:
        """The attributes as Kafka headers; the record's key is `key()`, its value is `body()`."""
        return record_headers(
            str(self.id),
            self.type,
            self.source,
            self.subject,
            self.time,
            self.position,
            self.version,
            self.correlationid,
            self.causationid,
            self.actor,
            self.traceparent,
        )

    def key(self) -> bytes:
        """The key of the Kafka record: events of one aggregate share a partition and so keep their order."""
        return self.subject.encode()

    def body(self) -> bytes:
        """The value of the Kafka record: the content as compact UTF-8 JSON."""
        return to_json(self.data)

    def to_json(self) -> dict[str, Any]:
        """The event as one JSON object (structured mode) for webhooks and event streams.

        `position` is text here as in the header, because a CloudEvents integer ends at 2**31 - 1.
        """
        document: dict[str, Any] = {
            "specversion": SPEC_VERSION,
            "id": str(self.id),
            "type": self.type,
            "source": self.source,
            "subject": self.subject,
            "time": self.time.isoformat(),
            "position": str(self.position),
            "version": self.version,
            "correlationid": self.correlationid,
            "actor": self.actor,
            "datacontenttype": CONTENT_TYPE,
            "data": self.data,
        }
        if self.causationid is not None:
            document["causationid"] = self.causationid
        if self.traceparent is not None:
            document["traceparent"] = self.traceparent
        return document

    @classmethod
    def from_record(
        cls, headers: Sequence[tuple[str, bytes]], key: bytes | None, value: bytes | None
    ) -> Self:
        """The envelope in a Kafka record; other headers and unknown `ce_*` extensions are ignored.

        Raises InvalidEnvelope when an attribute is missing, repeated, not of its type or not storable, when
        the key is not the subject, and when the body is not a JSON object. The content itself is checked by
        its contract, not here.
        """
        found = dict(headers)
        if len(found) != len(headers):
            _refuse_repeated(headers)
        if found.get("ce_specversion") != b"1.0":
            _refuse_spec_version(found)
        _check_content_type(found)
        subject = _text(found, "subject")
        if key != found["ce_subject"]:
            raise InvalidEnvelope("the record's key is not the subject, so its order is not certain")
        return cls(
            id=_uuid(found),
            type=_text(found, "type"),
            source=_text(found, "source"),
            subject=subject,
            time=_time(found),
            position=_number(found, "position", _LARGEST_POSITION),
            version=_number(found, "version", _LARGEST_VERSION),
            correlationid=_text(found, "correlationid"),
            causationid=_text(found, "causationid") if "ce_causationid" in found else None,
            actor=_text(found, "actor"),
            traceparent=_text(found, "traceparent") if "ce_traceparent" in found else None,
            data=_content(value),
            previous=_number(found, "previous", _LARGEST_POSITION) if "ce_previous" in found else None,
        )


def record_headers(
    id: str,  # noqa: A002  as the attribute is called
    type: str,  # noqa: A002
    source: str,
    subject: str,
    time: datetime,
    position: int,
    version: int,
    correlationid: str,
    causationid: str | None,
    actor: str,
    traceparent: str | None,
) -> list[tuple[str, bytes]]:
    """The attributes of an envelope as the headers of a Kafka record."""
    headers = [
        ("ce_specversion", b"1.0"),
        ("ce_id", id.encode()),
        ("ce_type", type.encode()),
        ("ce_source", source.encode()),
        ("ce_subject", subject.encode()),
        ("ce_time", time.isoformat().encode()),
        ("ce_position", b"%d" % position),
        ("ce_version", b"%d" % version),
        ("ce_correlationid", correlationid.encode()),
        ("ce_actor", actor.encode()),
        ("content-type", b"application/json"),
    ]
    if causationid is not None:
        headers.append(("ce_causationid", causationid.encode()))
    if traceparent is not None:
        headers.append(("ce_traceparent", traceparent.encode()))
    return headers


def _text(found: Mapping[str, bytes], name: str) -> str:
    raw = found.get("ce_" + name)
    if not raw:
        raise InvalidEnvelope(f"attribute {name} is missing or empty")
    if len(raw) > _LONGEST_ATTRIBUTE:
        raise InvalidEnvelope(f"attribute {name} is longer than {_LONGEST_ATTRIBUTE} bytes")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise InvalidEnvelope(f"attribute {name} is not UTF-8") from None
    if not text.isprintable() and _FORBIDDEN.search(text):
        raise InvalidEnvelope(f"attribute {name} holds a control character")
    return text


def _uuid(found: Mapping[str, bytes]) -> UUID:
    text = _text(found, "id")
    try:
        if len(text) == 36:
            return UUID(text)
    except ValueError:
        pass
    raise InvalidEnvelope(f"attribute id is not a UUID: {text[:80]!r}")


def _time(found: Mapping[str, bytes]) -> datetime:
    text = _text(found, "time")
    try:
        time = datetime.fromisoformat(text)
        if time.tzinfo is not None:
            return time if time.tzinfo is UTC else time.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise InvalidEnvelope(f"attribute time is not a time with an offset: {text[:80]!r}")


def _number(found: Mapping[str, bytes], name: str, largest: int) -> int:
    raw = found.get("ce_" + name)
    if not raw:
        raise InvalidEnvelope(f"attribute {name} is missing or empty")
    # isdigit before int(): int() also takes signs, blanks and underscores.
    if len(raw) > 19 or not raw.isdigit() or not 1 <= (number := int(raw)) <= largest:
        raise InvalidEnvelope(f"attribute {name} is not an integer from 1 to {largest}: {raw[:80]!r}")
    return number


def _content(value: bytes | None) -> dict[str, Any]:
    if value is None:
        raise InvalidEnvelope("the record has no body (a tombstone)")
    try:
        content = from_json(value, allow_inf_nan=False)
    except ValueError as error:
        raise InvalidEnvelope(f"the body is not JSON: {error}") from None
    if not isinstance(content, dict):
        raise InvalidEnvelope(f"the body is not a JSON object but {type(content).__name__}")
    if not _all_finite(content.values()):
        raise InvalidEnvelope("the body holds a number beyond the range of a double")
    # The escape is the only way for U+0000 into valid JSON; PostgreSQL's JSONB cannot hold it.
    if b"\\u0000" in value and _holds_nul(content):
        raise InvalidEnvelope("the body holds the character U+0000")
    return content


def _all_finite(values: Iterable[Any]) -> bool:
    """False when a number such as 1e999 overflowed to infinity, which is not JSON and cannot be stored."""
    for value in values:
        if isinstance(value, str):
            continue
        if isinstance(value, float) and not isfinite(value):
            return False
        if isinstance(value, dict) and not _all_finite(value.values()):
            return False
        if isinstance(value, list) and not _all_finite(value):
            return False
    return True


def _holds_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_holds_nul(name) or _holds_nul(inner) for name, inner in value.items())
    return isinstance(value, list) and any(map(_holds_nul, value))


def _check_content_type(found: Mapping[str, bytes]) -> None:
    content_type = found.get("content-type")
    if content_type is None or content_type == b"application/json":
        return
    media_type = content_type.partition(b";")[0].strip().lower()
    if media_type.startswith(b"application/cloudevents"):
        raise InvalidEnvelope("the record is a structured CloudEvent; topics carry binary mode")
    if media_type != b"application/json":
        raise InvalidEnvelope(f"content-type is not {CONTENT_TYPE}: {content_type[:80]!r}")


def _refuse_spec_version(found: Mapping[str, bytes]) -> NoReturn:
    raw = found.get("ce_specversion")
    if raw is None:
        raise InvalidEnvelope("the record is not a CloudEvent: no ce_specversion header")
    raise InvalidEnvelope(f"CloudEvents version is not {SPEC_VERSION}: {raw[:80]!r}")


def _refuse_repeated(headers: Sequence[tuple[str, bytes]]) -> None:
    seen = set()
    for name, _ in headers:
        if name in seen and name.startswith("ce_"):
            raise InvalidEnvelope(f"attribute {name.removeprefix('ce_')} is repeated")
        seen.add(name)
