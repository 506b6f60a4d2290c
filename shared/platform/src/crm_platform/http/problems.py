"""Every refusal and failure as RFC 9457 problem details, in the caller's language, without internals.

`type` and `code` are stable; `title` and `detail` are sentences for people. A failure that is our own is logged with its
correlation id, which is all that the caller learns of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol, runtime_checkable

import orjson
import psycopg
import sqlalchemy.exc
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException

from crm_platform.errors import DomainError, FieldError, Forbidden, Invalid, Language, NotFound, Unavailable
from crm_platform.http.exchange import Exchange
from crm_platform.http.sentences import fault_in_chinese, language_of
from crm_platform.observability.logging import logger

_log = logger(part="http")

_MOST_ERRORS = 100
_LONGEST_POINTER = 300
_UNREACHABLE = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    sqlalchemy.exc.OperationalError,
    sqlalchemy.exc.InterfaceError,
    sqlalchemy.exc.TimeoutError,
    TimeoutError,
    ConnectionError,
)


class InternalError(DomainError):
    """Something is wrong with us; what it is stands in the log."""

    code = "internal-error"
    status = 500
    title_en = "Something went wrong on our side"
    title_zh = "服务器内部错误"


class MethodNotAllowed(DomainError):
    """There is such a thing, but not this verb on it (`allowed`, where it is known)."""

    code = "method-not-allowed"
    status = 405
    title_en = "This method is not allowed here"
    title_zh = "不支持该请求方法"

    def __init__(self, allowed: Sequence[str] = ()) -> None:
        super().__init__(allowed=list(allowed))
        self.allowed = allowed


class HttpRefusal(DomainError):
    """A refusal that the web framework worded; `status` is set per instance."""

    code = "refused"
    title_en = "The request was refused"
    title_zh = "请求被拒绝"


@runtime_checkable
class _Challenging(Protocol):
    challenge: str


class FieldProblem(BaseModel):
    """One member of the request that is at fault: `pointer` into the body, or a `parameter` and where it was."""

    pointer: str | None = None
    parameter: str | None = None
    place: Literal["query", "path", "header", "cookie"] | None = Field(default=None, alias="in")
    code: str
    detail: str


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    instance: str
    detail: str | None = None
    params: dict[str, Any] | None = None
    errors: list[FieldProblem] | None = None


Answer = tuple[int, list[tuple[bytes, bytes]], bytes]


def answer_to(error: Exception, exchange: Exchange) -> Answer:
    """Status, headers and body that tell the caller about `error`; logs it where somebody must look."""
    refusal, errors = _refusal(error)
    status = (
        getattr(error, "status_code", refusal.status) if isinstance(error, HTTPException) else refusal.status
    )
    language = language_of(exchange.header(b"accept-language"))
    _note(error, refusal, status, exchange)
    body: dict[str, Any] = {
        "type": f"urn:kuaicrm:problem:{refusal.code}",
        "title": refusal.title(language),
        "status": status,
        "code": refusal.code,
        "instance": f"urn:kuaicrm:request:{exchange.correlation_id}",
    }
    if refusal.params:
        body["params"] = {name: _plain(value) for name, value in refusal.params.items()}
    if errors:
        body["errors"] = [_member(fault, language) for fault in errors[:_MOST_ERRORS]]
    return status, _headers(error, refusal, status, language), _dump(body)


def pointer(path: Iterable[object]) -> str:
    """The JSON pointer, as a URI fragment, to the member at `path`: `#/lines/0/amount`."""
    text = "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "#" + text[:_LONGEST_POINTER]


def invalid(error: ValidationError, *, within: Sequence[object] = ()) -> Invalid:
    """Our refusal for a pydantic error raised while something from outside was read; `within` says where it was."""
    return Invalid(_faults(list(error.errors(include_url=False, include_input=False)), within))


def _faults(errors: Sequence[Mapping[str, Any]], within: Sequence[object]) -> list[FieldError]:
    return [_fault(error, pointer([*within, *error["loc"]])) for error in errors[:_MOST_ERRORS]]


def _request_faults(errors: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """As FastAPI locates them: the first step tells body, query, path or header."""
    return [_fault(error, _place(*error["loc"])) for error in errors[:_MOST_ERRORS]]


def _place(place: str, *steps: object) -> str:
    if place == "body":
        return pointer(steps)
    return f"{place}:{'.'.join(map(str, steps))[:_LONGEST_POINTER]}"


def _fault(error: Mapping[str, Any], where: str) -> FieldError:
    kind = str(error["type"])
    return FieldError(
        pointer=where,
        code=kind.replace("_", "-"),
        detail=str(error["msg"]).removeprefix("Value error, "),
        detail_zh=fault_in_chinese(kind, error.get("ctx", {})),
    )


def _refusal(error: Exception) -> tuple[DomainError, Sequence[FieldError]]:
    if isinstance(error, Invalid):
        return error, error.errors or _at_fault(error)
    if isinstance(error, DomainError):
        return error, _at_fault(error)
    if isinstance(error, RequestValidationError):
        return Invalid(), _request_faults(error.errors())
    if isinstance(error, HTTPException):
        by_status: dict[int, type[DomainError]] = {403: Forbidden, 404: NotFound, 405: MethodNotAllowed}
        return by_status.get(error.status_code, HttpRefusal)(), ()
    if isinstance(error, _UNREACHABLE):
        return Unavailable(retry_after=1), ()
    return InternalError(), ()


def _at_fault(error: DomainError) -> Sequence[FieldError]:
    if error.pointer is None:
        return ()
    return (FieldError(error.pointer, error.code, error.title("en"), error.title("zh-CN")),)


def _member(fault: FieldError, language: Language) -> dict[str, str]:
    place, colon, name = fault.pointer.partition(":")
    where = {"parameter": name, "in": place} if colon and not fault.pointer.startswith("#") else {}
    detail = fault.detail_zh if language == "zh-CN" and fault.detail_zh else fault.detail
    return {**(where or {"pointer": fault.pointer}), "code": fault.code, "detail": detail}


def _headers(
    error: Exception, refusal: DomainError, status: int, language: Language
) -> list[tuple[bytes, bytes]]:
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-language", language.encode()),
        (b"vary", b"accept-language"),
        (b"cache-control", b"no-store"),
    ]
    retry_after = getattr(refusal, "retry_after", None)
    if retry_after is not None:
        headers.append((b"retry-after", b"%d" % max(1, math.ceil(retry_after))))
    if isinstance(refusal, _Challenging):
        headers.append((b"www-authenticate", refusal.challenge.encode()))
    if isinstance(refusal, MethodNotAllowed):
        framework = (
            error.headers.get("Allow", "") if isinstance(error, HTTPException) and error.headers else ""
        )
        headers.append((b"allow", (", ".join(refusal.allowed) or framework).encode()))
    return headers


def _note(error: Exception, refusal: DomainError, status: int, exchange: Exchange) -> None:
    """One line for a refused change, one with the cause for a failure of ours; a refused read needs none."""
    about = {"method": exchange.method, "path": exchange.path[:500], "status": status, "code": refusal.code}
    if isinstance(refusal, InternalError):
        _log.error("request failed", **about, exc_info=error)
    elif status >= 500:
        _log.warning("request not possible now", **about, cause=repr(error)[:500])
    elif exchange.method not in ("GET", "HEAD", "OPTIONS"):
        reason = getattr(error, "reason", None)
        _log.info(
            "request refused", **about, operation=exchange.operation, **({"reason": reason} if reason else {})
        )


def _plain(value: object) -> object:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    return str(value)


def _dump(body: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(body)
    except TypeError:  # a lone surrogate or a number beyond 64 bits among the parameters
        body.pop("params", None)
        return orjson.dumps(_without_surrogates(body))


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {name: _without_surrogates(item) for name, item in value.items()}
    return [_without_surrogates(item) for item in value] if isinstance(value, list) else value
