"""A receiver on a loopback socket that answers byte for byte what a test tells it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Behavior = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Request:
    """One request as it came in; header names in lower case."""

    head: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What one listening socket saw."""

    port: int
    connections: int = 0
    requests: list[Request] = field(default_factory=list)


async def read_request(reader: asyncio.StreamReader) -> Request:
    """One whole request with a Content-Length."""
    head, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(head, headers, await reader.readexactly(int(headers["content-length"])))


@asynccontextmanager
async def receiving(
    answers: list[Behavior | bytes], tls: ssl.SSLContext | None = None
) -> AsyncIterator[Receiver]:
    """Listens on a free loopback port. The n-th request gets the n-th answer, the last one from then on.

    An answer is bytes, written as they are, or a behavior that has the socket to itself.
    """
    receiver = Receiver(0)
    serving: dict[asyncio.Task[None] | None, asyncio.StreamWriter] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        receiver.connections += 1
        serving[asyncio.current_task()] = writer
        try:
            while True:
                receiver.requests.append(await read_request(reader))
                answer = answers[min(len(receiver.requests), len(answers)) - 1]
                if isinstance(answer, bytes):
                    writer.write(answer)
                    await writer.drain()
                else:
                    await answer(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for writer in serving.values():
            writer.transport.abort()
        await asyncio.gather(*(task for task in serving if task is not None))


def answer(status: int, *headers: str, body: bytes = b"") -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status} X", f"content-length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def lose(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Drop the connection after the request was read whole."""
    writer.transport.abort()
