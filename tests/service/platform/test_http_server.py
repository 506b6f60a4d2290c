"""The server itself, over real sockets: slow clients, smuggled requests, and what it says about itself."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from crm_platform.http import server as serving
from crm_platform.http.edge import Edge
from crm_testing.waiting import eventually

PATH = "/health/live"


@pytest.fixture
async def port(tiny: Any) -> AsyncIterator[int]:
    """The port of a running server."""
    server = serving.server(tiny.app(), "127.0.0.1", 0, connections=300)
    running = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await running


async def said(port: int, *parts: bytes, end: bool = False) -> bytes:
    """All that the server answers on one connection until it closes it, or for two seconds."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = bytearray()
    with contextlib.suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(2):
            for part in parts:
                writer.write(part)
                await writer.drain()
            if end:
                writer.write_eof()
            while chunk := await reader.read(65_536):
                answer += chunk
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()
    return bytes(answer)


async def answered(reader: asyncio.StreamReader, *, within: float) -> bytes | None:
    """What the server says next (nothing when it closes), or None when it is silent for `within` seconds."""
    try:
        async with asyncio.timeout(within):
            return await reader.read(65_536)
    except TimeoutError:
        return None


def request(*headers: str, method: str = "GET", path: str = PATH, body: bytes = b"") -> bytes:
    head = "\r\n".join([f"{method} {path} HTTP/1.1", "Host: crm.example", *headers, "Connection: close"])
    return head.encode() + b"\r\n\r\n" + body


async def works(port: int) -> bool:
    return (await said(port, request())).startswith(b"HTTP/1.1 200")


async def test_it_does_not_say_what_it_is(port: int) -> None:
    answer = (await said(port, request())).lower()
    assert answer.startswith(b"http/1.1 200")
    assert b"\r\nserver:" not in answer
    assert b"uvicorn" not in answer


@pytest.mark.parametrize(
    "bad",
    [
        request("Content-Length: 5", "Transfer-Encoding: chunked", method="POST", body=b"0\r\n\r\nG"),
        request(
            "Transfer-Encoding: chunked", "Transfer-Encoding: identity", method="POST", body=b"0\r\n\r\n"
        ),
        request("Content-Length: 5", "Content-Length: 6", method="POST", body=b"hello"),
        request("Content-Length: -1", method="POST"),
        request("Content-Length: 1e2", method="POST"),
        request("Transfer-Encoding: xchunked", method="POST", body=b"0\r\n\r\n"),
        request("X: a\rX-Injected: b"),
        request("X\x00: a"),
        request(" folded: a"),
        request(path="/%zz\x01"),
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        b"GET http://[::1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    ],
)
async def test_a_request_that_two_readers_could_read_differently_is_refused(port: int, bad: Any) -> None:
    answer = await said(port, bad, end=True)
    assert answer == b"" or answer.split()[1] in (b"400", b"404", b"405", b"431"), answer[:200]
    assert await works(port)


async def test_a_header_of_100_kb_is_refused_or_cut_off(port: int) -> None:
    answer = await said(port, request("X: " + "a" * 100_000))
    assert answer == b"" or answer.split()[1] in (b"400", b"431")
    assert await works(port)


async def test_a_head_that_never_ends_is_cut_off(port: int) -> None:
    sent = 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\n")
    with contextlib.suppress(ConnectionError):
        while sent < 5_000_000:
            writer.write(b"X: " + b"a" * 8192 + b"\r\n")
            sent += 8192
            await writer.drain()
            if writer.transport.is_closing() or await answered(reader, within=0.001) == b"":
                break
        await reader.read()
    assert sent < 5_000_000
    writer.close()
    assert await works(port)


async def test_clients_that_say_nothing_or_too_slowly_are_cut_off_while_others_are_served(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "HEADERS_WITHIN", 0.5)
    silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(40)]
    slow = [await asyncio.open_connection("127.0.0.1", port) for _ in range(40)]

    async def cut_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> bool:
        with contextlib.suppress(ConnectionError):
            for byte in head:
                writer.write(bytes([byte]))
                if await answered(reader, within=0.02) == b"":
                    return True
            return await reader.read() == b""
        return True

    never_whole = b"GET / HTTP/1.1\r\nX: " + b"a" * 1000
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        ends = [group.create_task(cut_off(*connection, b"")) for connection in silent]
        ends += [group.create_task(cut_off(*connection, never_whole)) for connection in slow]
        assert await works(port)
    assert all(end.result() for end in ends)
    for _, writer in (*silent, *slow):
        writer.close()
    assert await works(port)


async def test_a_kept_connection_is_not_cut_off_while_it_is_used(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "HEADERS_WITHIN", 0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(3):
        writer.write(b"GET /health/live HTTP/1.1\r\nHost: crm.example\r\n\r\n")
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200")
        await reader.readexactly(int(head.lower().partition(b"content-length:")[2].split()[0]))
        assert await answered(reader, within=0.3) is None
    writer.close()


async def test_a_second_request_in_the_same_packet_is_answered_and_a_half_one_is_cut_off(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "HEADERS_WITHIN", 0.3)
    whole = b"GET /health/live HTTP/1.1\r\nHost: crm.example\r\n\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(whole + whole + b"GET / HTTP/1.1\r\nX: half")
    async with asyncio.timeout(5):
        answer = await reader.read()
    assert answer.count(b"HTTP/1.1 200") == 2
    writer.close()


async def test_more_requests_than_can_be_answered_are_turned_away_in_words() -> None:
    async def never_reached(*_: object) -> None:
        raise AssertionError

    edge = Edge(never_reached, service="tiny", at_once=0)
    transport = httpx.ASGITransport(edge)
    async with httpx.AsyncClient(transport=transport, base_url="http://crm.example") as client:
        answer = await client.get("/")
    assert (answer.status_code, answer.json()["code"]) == (503, "overloaded")
    assert answer.headers["retry-after"] == "1"
