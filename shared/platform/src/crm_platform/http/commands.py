"""What a command or a read needs to know of its request, and what its answer tells beside the body.

`CommandContext`, `ReadContext` and `Caller` are parameters of route functions:

    async def score(lead_id: UUID, body: ScoreBody, context: CommandContext) -> Answer[LeadView]: …
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any, Generic, Protocol, TypeVar
from urllib.parse import parse_qsl

from fastapi import Depends, Header, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.json_schema import SkipJsonSchema
from starlette.types import Scope

from crm_platform.context import Context
from crm_platform.errors import FieldError, Invalid, Malformed, PreconditionRequired
from crm_platform.http.exchange import exchange_of
from crm_platform.http.problems import invalid
from crm_platform.ids import new_id
from crm_platform.observability.tracing import current_traceparent, valid_traceparent
from crm_platform.security.scope import Principal
from crm_platform.security.tokens import TokenMissing

T = TypeVar("T")

_KEY = re.compile(rb"[\x21-\x7e]{1,255}")
_ETAG = re.compile(rb'(?:W/)?"([0-9]{1,10})"')
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)
_LARGEST_POSITION = 2**63 - 1


class Body(BaseModel):
    """The base of request bodies: a member that is not known is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BadIdempotencyKey(Malformed):
    """`Idempotency-Key` is not 1 to 255 visible ASCII characters."""

    code = "bad-idempotency-key"
    title_en = "Idempotency-Key must be 1 to 255 visible ASCII characters"
    title_zh = "Idempotency-Key 必须为 1 到 255 个可见 ASCII 字符"


class BadIfMatch(Malformed):
    """`If-Match` is not the version of an `ETag` we gave."""

    code = "bad-if-match"
    title_en = 'If-Match must be a version such as "3"'
    title_zh = 'If-Match 必须是版本号，例如 "3"'


class Recorded(Protocol):
    """What a command did, as the event log tells it."""

    @property
    def version(self) -> int: ...
    @property
    def position(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A body with what clients need beside it.

    `version` becomes the `ETag`, to send back as `If-Match`; `position` becomes `X-Position`, to send back as
    `min_position`; `location` is the path of what was created.
    """

    body: T
    version: int | None = None
    position: int | None = None
    location: str | None = None

    def headers(self) -> list[tuple[bytes, bytes]]:
        """The answer's own headers, raw."""
        headers = []
        if self.version is not None:
            headers.append((b"etag", b'"%d"' % self.version))
        if self.position is not None:
            headers.append((b"x-position", b"%d" % self.position))
        if self.location is not None:
            headers.append((b"location", self.location.encode("ascii")))
        return headers


def answer(body: T, recorded: Recorded, *, location: str | None = None) -> Answer[T]:
    """The answer to a command that was recorded."""
    return Answer(body, recorded.version, recorded.position, location)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a read is asked: by whom, as of when (aware UTC; None: now), and not before which log position."""

    principal: Principal
    as_of: datetime | None = None
    min_position: int | None = None


def needs_version(context: Context) -> int:
    """The version the command is based on; raises PreconditionRequired (428) when the client did not say it."""
    if context.expected_version is None:
        raise PreconditionRequired
    return context.expected_version


def hashed_with(context: Context, digest: bytes) -> Context:
    """The context of a command whose body is a file: `digest` of the content takes the place of the raw body.

    The raw bytes of a multipart upload differ each time it is sent, the file in it does not.
    """
    return replace(context, request_hash=sha256(context.request_hash.encode() + digest).hexdigest())


def read_principal(scope: Scope) -> Principal:
    """The verified caller of this request; raises TokenMissing on a public operation."""
    principal = exchange_of(scope).principal
    if principal is None:
        raise TokenMissing
    return principal


def read_command(scope: Scope) -> Context:
    """The circumstances of the command this request is. Raises BadIdempotencyKey and BadIfMatch."""
    exchange = exchange_of(scope)
    headers = exchange.headers
    key = headers.get(b"idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        raise BadIdempotencyKey
    digest = sha256(exchange.method.encode())
    digest.update(exchange.path.encode())
    digest.update(b"?" + scope["query_string"] + b"\n")
    digest.update(exchange.body)
    return Context(
        principal=read_principal(scope),
        key=str(new_id()) if key is None else key.decode("ascii"),
        request_hash=digest.hexdigest(),
        now=_now(scope),
        correlation_id=exchange.correlation_id,
        traceparent=current_traceparent() or valid_traceparent(exchange.header(b"traceparent")),
        expected_version=_version(headers.get(b"if-match")),
    )


def read_reading(scope: Scope) -> Reading:
    """How this read is asked. Raises Invalid for a time without zone or in the future, or a bad position."""
    principal = read_principal(scope)
    if not scope["query_string"]:
        return Reading(principal)
    asked = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    as_of = _as_of(asked["as_of"], _now(scope)) if "as_of" in asked else None
    position = _position(asked["min_position"]) if "min_position" in asked else None
    return Reading(principal, as_of, position)


def _now(scope: Scope) -> datetime:
    clock: Callable[[], datetime] = scope["app"].state.clock
    return clock()


def _version(if_match: bytes | None) -> int | None:
    if if_match is None or if_match.strip() == b"*":
        return None
    found = _ETAG.fullmatch(if_match.strip())
    if found is None:
        raise BadIfMatch
    return int(found[1])


def _as_of(text: str, now: datetime) -> datetime:
    if not _DATE.match(text):  # pydantic would take a number of seconds, which our contract does not offer
        raise _at_query(
            "as_of",
            FieldError("", "bad-time", "Must be a time such as 2026-01-31T08:00:00Z", "时间格式不正确"),
        )
    try:
        # A "+" that was not percent-encoded arrives as a blank.
        time = _TIME.validate_python(text.replace(" ", "+") if "T" in text else text).astimezone(UTC)
    except ValidationError as error:
        raise _at_query("as_of", invalid(error).errors[0]) from None
    except OverflowError:
        raise _at_query("as_of", FieldError("", "out-of-range", "Is out of range", "超出范围")) from None
    if time > now:
        raise _at_query(
            "as_of", FieldError("", "in-the-future", "Must not be in the future", "不能是未来时间")
        )
    return time


def _position(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or int(text) > _LARGEST_POSITION:
        raise _at_query(
            "min_position", FieldError("", "bad-position", "Must be a log position", "必须是日志位置")
        )
    return int(text)


def _at_query(name: str, fault: FieldError) -> Invalid:
    return Invalid([FieldError(f"query:{name}", fault.code, fault.detail, fault.detail_zh)])


async def caller(request: Request) -> Principal:
    """FastAPI dependency: the verified caller."""
    return read_principal(request.scope)


async def command_context(
    request: Request,
    idempotency_key: Annotated[
        str | SkipJsonSchema[None],
        Header(
            description="Chosen by the client, one per command; sending it again gives the first answer again.",
            max_length=255,
            pattern=r"^[!-~]+$",
        ),
    ] = None,
    if_match: Annotated[
        str | SkipJsonSchema[None],
        Header(description="The `ETag` the command is based on.", pattern=r'^(W/)?"[0-9]{1,10}"$|^\*$'),
    ] = None,
) -> Context:
    """FastAPI dependency: the circumstances of a command. The parameters stand here for the OpenAPI document."""
    return read_command(request.scope)


async def read_context(
    request: Request,
    as_of: Annotated[
        AwareDatetime | SkipJsonSchema[None],
        Query(description="Answer as it was recorded then; with time zone, not in the future."),
    ] = None,
    min_position: Annotated[
        int | SkipJsonSchema[None],
        Query(
            ge=0,
            le=_LARGEST_POSITION,
            description="Wait until this log position (an answer's `X-Position`) is visible, at most 2 s.",
        ),
    ] = None,
) -> Reading:
    """FastAPI dependency: how a read is asked. The parameters stand here for the OpenAPI document."""
    return read_reading(request.scope)


Caller = Annotated[Principal, Depends(caller)]
CommandContext = Annotated[Context, Depends(command_context)]
ReadContext = Annotated[Reading, Depends(read_context)]

DIRECTLY_READ: dict[Callable[..., Any], Callable[[Scope], Any]] = {
    caller: read_principal,
    command_context: read_command,
    read_context: read_reading,
}
"""The dependencies that an operation resolves by itself, which saves FastAPI's way of doing it."""
