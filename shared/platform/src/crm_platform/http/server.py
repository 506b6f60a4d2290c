"""A uvicorn server that waits for nobody for ever: limits on idle connections, slow headers, and how many at once."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADERS_WITHIN = 10.0
"""Seconds from the connection, or from a request's first byte, until its headers are complete."""
LARGEST_HEADERS = 64 * 1024
"""Bytes of an incomplete request head after which the connection is closed."""


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a limit on how slowly, and how long, request headers may come."""

    _waiting: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _in_head = False

    def connection_made(self, transport: Any) -> None:
        """A client that connects must say something soon."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Count what comes while a request's head is not complete."""
        super().data_received(data)
        if not self._in_head:
            return
        self._head_bytes += len(data)
        if self._waiting is None:
            self._await_head()
        if self._head_bytes > LARGEST_HEADERS:
            self._close()

    def on_message_begin(self) -> None:
        """The first byte of a request has come."""
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is whole; from here the body's own limits hold."""
        self._in_head, self._head_bytes = False, 0
        self._heard()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more to wait for."""
        self._heard()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._waiting = self.loop.call_later(HEADERS_WITHIN, self._close)

    def _heard(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _close(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def server(app: ASGIApp, host: str, port: int, *, connections: int = 5_000, **options: Any) -> uvicorn.Server:
    """A server for `app`; `await server.serve()` runs it until `should_exit` is set. Names neither itself nor its version.

    Above `connections` at once, more are answered 503. `options` are uvicorn's own and win over ours.
    """
    settings: dict[str, Any] = {
        "http": PatientProtocol,
        "ws": "none",
        "access_log": False,
        "log_config": None,
        "server_header": False,
        "limit_concurrency": connections,  # the edge answers earlier, and in our words
        "timeout_keep_alive": 15,
        "timeout_graceful_shutdown": 8,
        "backlog": 2048,
    }
    return _Server(uvicorn.Config(app, host=host, port=port, **(settings | options)))


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens, for `serving`; port 0 takes a free one, a taken one raises OSError."""
    # With the protocol named, asyncio switches off Nagle's algorithm; without, every answer is 40 ms late.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(2048)
    except OSError:
        bound.close()
        raise
    return bound


@asynccontextmanager
async def serving(app: ASGIApp, on: socket.socket, **options: Any) -> AsyncIterator[str]:
    """Serve `app` while the block runs; gives the URL. Raises RuntimeError when it does not start.

    `options` are those of `server`. The application's lifespan is the caller's business unless they say otherwise.
    """
    host, port = on.getsockname()[:2]
    settings: dict[str, Any] = {"lifespan": "off", "timeout_graceful_shutdown": 1} | options
    running = server(app, host, port, **settings)
    task = asyncio.create_task(running.serve(sockets=[on]))
    try:
        while not running.started:
            if task.done():
                await task
                raise RuntimeError("the HTTP server did not start")
            await asyncio.sleep(0.005)
        yield f"http://{host}:{port}"
    finally:
        running.should_exit = True
        await task
        on.close()
