"""The outermost layer: what every request and every answer must have, and the words for everything that goes wrong.

Pure ASGI, once around the application: request limits, correlation id, security headers, problem details, metrics.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from time import perf_counter
from typing import Any

from opentelemetry.trace import SpanKind
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm_platform.errors import DomainError, FieldError, Invalid, Malformed, Unavailable
from crm_platform.http.exchange import Exchange
from crm_platform.http.problems import MethodNotAllowed, answer_to
from crm_platform.ids import new_id
from crm_platform.observability import tracing
from crm_platform.observability.logging import concerning, logger
from crm_platform.observability.metrics import HTTP_REQUEST_SECONDS

_log = logger(part="http")

_MOST_HEADERS = 100
_LONGEST_HEADERS = 32 * 1024
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_CORRELATION_ID = re.compile(rb"[A-Za-z0-9._:\-]{1,100}")
# Sent twice, each reader in a chain may believe another one.
_ONLY_ONCE = frozenset(
    (
        b"authorization",
        b"content-length",
        b"content-type",
        b"host",
        b"idempotency-key",
        b"if-match",
        b"transfer-encoding",
    )
)
_ALWAYS: list[tuple[bytes, bytes]] = [
    (b"x-content-type-options", b"nosniff"),
    # Nothing goes to other origins; without any, browsers would say of our own forms that they come from nowhere.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_CSP = (
    b"content-security-policy",
    b"default-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
)
_UNFRAMED = (b"x-frame-options", b"DENY")
_FRAMED = re.compile(rb"frame-ancestors (?!'none')")
"""A policy that lets a page stand in frames; the older header knows no list of pages, so it is left out then."""
_HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_CLIENT_GONE = 499


class HeadersTooLarge(DomainError):
    """More or longer headers than any client needs."""

    code = "headers-too-large"
    status = 431
    title_en = "The request headers are too large"
    title_zh = "请求头过大"


class RepeatedHeader(Malformed):
    """A header that may come once came twice (`header`)."""

    code = "repeated-header"
    title_en = "The header {header} came more than once"
    title_zh = "请求头 {header} 重复"


class WrongHost(DomainError):
    """The request is for a host that we are not."""

    code = "wrong-host"
    status = 421
    title_en = "This host is not served here"
    title_zh = "此服务器不提供该主机"


class Overloaded(Unavailable):
    """More requests are being answered than this process can; this one was not looked at."""

    code = "overloaded"
    title_en = "Too much to do at the moment, please try again"
    title_zh = "系统繁忙，请稍后重试"


class Edge:
    """Wraps `app`. `hosts`: the Host headers answered (without port), empty for all. `at_once`: requests inside."""

    def __init__(
        self, app: ASGIApp, *, service: str, hosts: Iterable[str] = (), at_once: int = 2_000
    ) -> None:
        self._app = app
        self._inside = 0
        self._at_once = at_once
        self._service = service
        self._hosts = frozenset(host.lower() for host in hosts)
        self._timers: dict[tuple[str, int], Any] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whatever goes wrong inside becomes problem details."""
        if scope["type"] != "http":
            await self._not_http(scope, receive, send)
            return
        started = perf_counter()
        headers = dict(scope["headers"])
        asked = headers.get(b"x-correlation-id")
        correlation_id = (
            asked.decode("ascii") if asked is not None and _CORRELATION_ID.fullmatch(asked) else str(new_id())
        )
        exchange = Exchange(scope, headers, correlation_id)
        concerning(correlation_id)

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                message["headers"] = self._completed(scope, exchange, message.get("headers", ()))
            await send(message)

        self._inside += 1
        try:
            self._judge(scope, headers)
            if tracing.enabled():
                await self._traced(exchange, scope, receive, complete)
            else:
                await self._app(scope, receive, complete)
        except ClientDisconnect:
            exchange.status = exchange.status or _CLIENT_GONE
        except Exception as error:  # noqa: BLE001  the last place where it can be told to the caller
            await self._tell(error, exchange, complete)
        finally:
            self._inside -= 1
            self._timer(exchange).observe(perf_counter() - started)

    async def _tell(self, error: Exception, exchange: Exchange, send: Send) -> None:
        if exchange.status:
            # Too late for another answer: cutting the connection tells that this one is not whole.
            _log.error("request failed while it was answered", path=exchange.path[:500], exc_info=error)
            raise error
        status, headers, body = answer_to(error, exchange)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if exchange.method == "HEAD" else body})

    def _judge(self, scope: Scope, headers: dict[bytes, bytes]) -> None:
        if self._inside > self._at_once:
            raise Overloaded
        raw = scope["headers"]
        if len(raw) > _MOST_HEADERS or sum(len(name) + len(value) for name, value in raw) > _LONGEST_HEADERS:
            raise HeadersTooLarge
        if len(headers) != len(raw):
            _refuse_repeated(name for name, _ in raw)
        if scope["method"] not in _METHODS:
            raise MethodNotAllowed
        if self._hosts and _hostname(headers.get(b"host", b"")) not in self._hosts:
            raise WrongHost
        if "\x00" in scope["path"]:
            raise Invalid(
                [
                    FieldError(
                        "path:", "text-not-allowed", "Text must not contain U+0000", "文本不能包含 U+0000"
                    )
                ]
            )

    def _completed(
        self, scope: Scope, exchange: Exchange, headers: Iterable[tuple[bytes, bytes]]
    ) -> list[tuple[bytes, bytes]]:
        complete = [*headers, *_ALWAYS, (b"x-correlation-id", exchange.correlation_id.encode())]
        own = next((value for name, value in headers if name == b"content-security-policy"), None)
        if own is None:
            complete.append(_CSP)
        if own is None or not _FRAMED.search(own):
            complete.append(_UNFRAMED)
        if scope["scheme"] == "https":
            complete.append(_HSTS)
        return complete

    async def _traced(self, exchange: Exchange, scope: Scope, receive: Receive, send: Send) -> None:
        parent = tracing.valid_traceparent(exchange.header(b"traceparent"))
        with tracing.continue_trace(parent, exchange.method, kind=SpanKind.SERVER) as span:
            try:
                await self._app(scope, receive, send)
            finally:
                if span is not None:
                    span.update_name(f"{exchange.method} {exchange.operation}")
                    span.set_attribute("http.response.status_code", exchange.status)
                    span.set_attribute("crm.correlation_id", exchange.correlation_id)

    def _timer(self, exchange: Exchange) -> Any:
        key = (exchange.operation, exchange.status)
        timer = self._timers.get(key)
        if timer is None:
            timer = HTTP_REQUEST_SECONDS.labels(self._service, exchange.operation, str(exchange.status))
            self._timers[key] = timer
        return timer

    async def _not_http(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})


def _refuse_repeated(names: Iterable[bytes]) -> None:
    seen: set[bytes] = set()
    for name in names:
        if name in seen and name in _ONLY_ONCE:
            raise RepeatedHeader(header=name.decode("latin-1"))
        seen.add(name)


def _hostname(host: bytes) -> str:
    name = host.decode("latin-1").lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]
