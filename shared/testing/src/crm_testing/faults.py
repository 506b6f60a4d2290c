"""What goes wrong on purpose: connections that are cut, held or lose an answer, and records that are poison."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import uuid4

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from crm_contracts.topics import PARTITIONS
from crm_local.broker import ensure_topics
from crm_testing.waiting import eventually


class Proxy:
    """A TCP proxy in front of one port, whose connections can be held, cut, or robbed of one answer."""

    def __init__(self, port: int) -> None:
        self.port = 0
        self.lost_answers = 0
        self._target = port
        self._loses_next_answer_to: bytes | None = None
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def hold(self) -> None:
        """Let nothing through in either direction; connections stay open, as with a frozen server."""
        self._flowing.clear()

    def release(self) -> None:
        """Let everything through again."""
        self._flowing.set()

    def cut(self) -> None:
        """Reset every connection; new ones are welcome."""
        for writer in self._writers:
            writer.transport.abort()

    def lose_next_answer_to(self, request: bytes) -> None:
        """Pass the next request that contains `request`, and reset the connection in the place of its answer."""
        self._loses_next_answer_to = request

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            there_reader, there = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        robbed = asyncio.Event()
        self._writers |= {writer, there}
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._requests(reader, there, robbed))
                both.create_task(self._answers(there_reader, writer, robbed))
        except* (OSError, EOFError):
            pass
        finally:
            self._tasks.discard(task)
            self._writers -= {writer, there}
            writer.transport.abort()
            there.transport.abort()

    async def _requests(
        self, reader: asyncio.StreamReader, there: asyncio.StreamWriter, robbed: asyncio.Event
    ) -> None:
        while True:
            content = await self._read(reader)
            wanted = self._loses_next_answer_to
            if wanted is not None and wanted in content:
                self._loses_next_answer_to = None
                robbed.set()
            there.write(content)
            await there.drain()

    async def _answers(
        self, there: asyncio.StreamReader, writer: asyncio.StreamWriter, robbed: asyncio.Event
    ) -> None:
        while True:
            content = await self._read(there)
            if robbed.is_set():
                self.lost_answers += 1
                raise EOFError("the answer is lost")
            writer.write(content)
            await writer.drain()

    async def _read(self, reader: asyncio.StreamReader) -> bytes:
        content = await reader.read(64 * 1024)
        await self._flowing.wait()
        if not content:
            raise EOFError("one side closed")
        return content

    async def end(self) -> None:
        """Cut everything and wait until nobody is served."""
        self.release()
        while self._tasks:
            self.cut()
            await asyncio.wait(self._tasks, timeout=0.1)


@asynccontextmanager
async def proxied(port: int) -> AsyncIterator[Proxy]:
    """A proxy in front of a port of the loopback interface."""
    proxy = Proxy(port)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    listening: socket.socket = server.sockets[0]
    proxy.port = listening.getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await proxy.end()


@dataclass(frozen=True, slots=True)
class Poison:
    """A record that is no event, or none that anybody can take."""

    name: str
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]] = ()


def poisons(source: str = "leads") -> list[Poison]:
    """One record of every kind that a topic may hold by mistake."""
    subject = str(uuid4()).encode()
    good: list[tuple[str, bytes | None]] = [
        ("ce_specversion", b"1.0"),
        ("ce_id", str(uuid4()).encode()),
        ("ce_type", f"crm.{source}.LeadRegistered.v1".encode()),
        ("ce_source", b"stranger"),
        ("ce_subject", subject),
        ("ce_time", b"2026-01-01T00:00:00+00:00"),
        ("ce_position", b"1"),
        ("ce_version", b"1"),
        ("ce_correlationid", b"c"),
        ("ce_actor", b"somebody"),
    ]
    return [
        Poison("garbage", b"x", b"\xff\x00garbage"),
        Poison("no body", b"x", None),
        Poison("no key", None, b"{}", good),
        Poison("a header that is not UTF-8", subject, b"{}", [*good, ("note", b"\xff\xfe")]),
        Poison("a header without a value", subject, b"{}", [*good, ("note", None)]),
        Poison("a header with U+0000", b"x", b"{}", [("note", b"\x00")]),
        Poison("a body with U+0000", subject, b'{"name": "\\u0000"}', good),
        Poison("a body that is not JSON", subject, b"{", good),
        Poison("content that is not of its type", subject, b'{"name": 3}', good),
        Poison("deep nesting", subject, b'{"a":' * 5_000 + b"1" + b"}" * 5_000, good),
        Poison(
            "a type nobody knows", subject, b"{}", [*good[:2], ("ce_type", b"crm.leads.Odd.v9"), *good[3:]]
        ),
    ]


async def put_poison(
    bootstrap_servers: str, topic: str, kinds: Sequence[Poison], *, partition: int | None = None
) -> None:
    """Write poison into one partition, or into one after the other, each record by itself."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers)
    await producer.start()
    try:
        for number, poison in enumerate(kinds):
            await producer.send_and_wait(
                topic,
                poison.value,
                key=poison.key,
                partition=number % PARTITIONS if partition is None else partition,
                headers=list(poison.headers),
            )
    finally:
        with suppress(Exception):
            await producer.stop()


async def empty_topic(bootstrap_servers: str, topic: str) -> None:
    """Make a topic anew: what was in it is lost, and consumers see another incarnation."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    await admin.start()
    try:
        if topic in await admin.list_topics():
            await admin.delete_topics([topic])

        async def gone() -> bool:
            return topic not in await admin.list_topics()

        await eventually(gone)
    finally:
        await admin.close()
    await ensure_topics(bootstrap_servers, [topic])
