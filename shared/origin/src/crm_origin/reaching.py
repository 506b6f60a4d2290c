"""How the origin reaches a service: in this process, or at an address. What browsers ask goes there as it came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.requests import ClientDisconnect, Request
from starlette.responses import StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm_platform.errors import Malformed, Unavailable
from crm_platform.observability.logging import logger

# RFC 9110, section 7.6.1: of one connection, not of the message. The length comes with the body.
_HOP = frozenset(
    (
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
        b"cookie",
    )
)
# Kept for less than the 15 s after which a service closes an idle connection. As many at once as are needed: streams hold
# theirs for minutes, and what waited for one of them would wait in vain.
_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=100, keepalive_expiry=10)
_TIMEOUT = httpx.Timeout(10.0, connect=2.0, read=65.0)

_log = logger(part="origin")


class ServiceUnreachable(Unavailable):
    """The service does not answer (`service`)."""

    code = "service-unreachable"
    title_en = "This part does not answer at the moment, please try again"
    title_zh = "该服务暂时无法访问，请稍后重试"


@dataclass(frozen=True, slots=True)
class Reachable:
    """A service: `app` answers what browsers ask of it, `client` is for what the origin asks itself."""

    app: ASGIApp
    client: httpx.AsyncClient


def in_process(app: ASGIApp) -> Reachable:
    """A service that runs in this process."""
    client = httpx.AsyncClient(transport=_InProcess(app), base_url="http://origin", trust_env=False)
    return Reachable(app, client)


def at_address(name: str, url: str, host: str) -> Reachable:
    """A service that answers at `url`; `host` is the name of this origin, which services may demand."""
    client = httpx.AsyncClient(
        base_url=url,
        headers={"host": host},
        limits=_LIMITS,
        timeout=_TIMEOUT,
        follow_redirects=False,
        trust_env=False,
    )
    return Reachable(_Carrier(name, client), client)


class _Carrier:
    """Carries a request to the service and its answer back, both as streams."""

    def __init__(self, name: str, client: httpx.AsyncClient) -> None:
        self._name = name
        self._client = client

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises ServiceUnreachable when no answer begins, and Malformed for an address that is none."""
        body = Request(scope, receive).stream() if _has_body(scope) else None
        request = httpx.Request(
            scope["method"],
            self._url(scope),
            headers=_onward(scope),
            content=body,
            extensions={"timeout": _TIMEOUT.as_dict()},
        )
        try:
            answer = await self._client.send(request, stream=True)
        except ClientDisconnect:
            return  # in the middle of its request; nobody is there to be told
        except httpx.HTTPError as error:
            _log.warning("service does not answer", service=self._name, error=repr(error))
            raise ServiceUnreachable(retry_after=1, service=self._name) from None
        try:
            response = StreamingResponse(answer.aiter_raw(), answer.status_code)
            response.raw_headers = [(n.lower(), v) for n, v in answer.headers.raw if n.lower() not in _HOP]
            await response(scope, receive, send)
        finally:
            await answer.aclose()

    def _url(self, scope: Scope) -> httpx.URL:
        query = scope["query_string"]
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        try:
            return self._client.base_url.copy_with(raw_path=raw + (b"?" + query if query else b""))
        except (httpx.InvalidURL, UnicodeError):
            raise Malformed from None


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


def _onward(scope: Scope) -> list[tuple[bytes, bytes]]:
    """The headers of a request, without those of the connection and without cookies, and from whom it comes."""
    client = (scope.get("client") or ("unknown", 0))[0].encode()
    headers = [(n, v) for n, v in scope["headers"] if n not in _HOP and not n.startswith(b"x-forwarded-")]
    return [*headers, (b"x-forwarded-for", client), (b"x-forwarded-proto", scope["scheme"].encode())]


class _InProcess(httpx.AsyncBaseTransport):
    """As `httpx.ASGITransport`, but answers come as they are made, so endless ones can be read, too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Ask the application."""
        body = await request.aread()
        call = _Call(body)
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": request.method,
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "scheme": request.url.scheme,
            "path": request.url.path,
            "raw_path": request.url.raw_path.partition(b"?")[0],
            "query_string": request.url.query,
            "server": (request.url.host, request.url.port),
            "client": ("127.0.0.1", 0),
            "root_path": "",
        }
        call.task = asyncio.create_task(call.run(self._app, scope))
        try:
            start = await call.next()
        except BaseException:
            # Whoever asked has gone; without a reader the application would go on for nobody, and a stream for ever.
            call.task.cancel()
            raise
        if start is None:
            raise httpx.RemoteProtocolError("no answer came", request=request)
        return httpx.Response(start["status"], headers=start["headers"], stream=call)


class _Call(httpx.AsyncByteStream):
    """One call into an application, and its answer."""

    task: asyncio.Task[None]

    def __init__(self, body: bytes) -> None:
        self._body: bytes | None = body
        self._gone = asyncio.Event()
        self._parts: asyncio.Queue[Message | Exception | None] = asyncio.Queue(maxsize=100)

    async def run(self, app: ASGIApp, scope: Scope) -> None:
        """The application's side; what it raises is raised to the reader."""
        try:
            await app(scope, self._receive, self._parts.put)
            await self._parts.put(None)
        except Exception as error:  # noqa: BLE001  whatever it is, the reader is told
            await self._parts.put(error)

    async def next(self) -> Message | None:
        """The next part of the answer, None at its end."""
        part = await self._parts.get()
        if isinstance(part, Exception):
            raise part
        return part

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (part := await self.next()) is not None:
            yield part.get("body", b"")

    async def aclose(self) -> None:
        self._gone.set()
        self.task.cancel()
        # Not awaited itself: its cancellation and our own would look alike.
        await asyncio.wait([self.task])

    async def _receive(self) -> Message:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}
