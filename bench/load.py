"""Load over HTTP/1.1 from a process of its own: keep-alive connections that each send the next request on the answer.

Raw sockets and one epoll loop: the generator shares two cores with what it measures, so it must cost next to nothing.
Run as `python -m bench.load`; reads a plan as JSON from standard input and prints an outcome as JSON.
"""

from __future__ import annotations

import asyncio
import json
import resource
import select
import socket
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from bench.table import percentile

NUMBER = "999999999"
"""Replaced, in a request, by a number that no other request of the run has; as long as what it replaces."""


@dataclass(frozen=True, slots=True)
class Client:
    """One connection: where to, the request with its placeholder, and the number before its first."""

    port: int
    request: str
    number: int


@dataclass(frozen=True, slots=True)
class Plan:
    """All connections send for `seconds`."""

    clients: Sequence[Client]
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `rate` counts the answers 2xx per second, `refused` the others by status.

    `numbers` are the last that the clients sent, `cpu_share` the part of one processor that the generator used.
    """

    rate: float
    p50_ms: float
    p99_ms: float
    answers: int
    refused: dict[str, int]
    numbers: Sequence[int]
    cpu_share: float
    example: str = ""


def request(path: str, body: object, headers: dict[str, str]) -> str:
    """The text of a POST; a placeholder keeps its length."""
    content = json.dumps(body)
    lines = [
        f"POST {path} HTTP/1.1",
        "host: 127.0.0.1",
        "content-type: application/json",
        f"content-length: {len(content.encode())}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines) + "\r\n\r\n" + content


async def run(plan: Plan) -> Outcome:
    """Send in another process. Raises RuntimeError when it failed, or a tenth of the answers were refusals."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.load", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(plan.seconds + 30):
            answer, _ = await process.communicate(json.dumps(asdict(plan)).encode())
    finally:
        if process.returncode is None:
            process.kill()
    if process.returncode:
        raise RuntimeError(f"the load generator ended with {process.returncode}")
    outcome = Outcome(**json.loads(answer))
    if sum(outcome.refused.values()) > outcome.answers / 10:
        raise RuntimeError(f"refused: {outcome.refused}, such as {outcome.example}")
    return outcome


@dataclass(slots=True)
class _Connection:
    socket: socket.socket
    template: bytes
    number: int
    sent: float = 0.0
    received: bytes = b""

    def send(self) -> None:
        self.number += 1
        data = self.template.replace(NUMBER.encode(), b"%09d" % self.number)
        self.sent = time.perf_counter()
        self.socket.sendall(data)

    def answered(self) -> bool:
        """Take what came; true when an answer is complete."""
        part = self.socket.recv(65536)
        if not part:
            raise ConnectionError("the server closed a connection")
        self.received += part
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end:
            return False
        _, named, rest = head.lower().partition(b"\r\ncontent-length:")
        if not named:
            raise ConnectionError(f"an answer without a length: {self.received!r}")
        return len(body) >= int(rest.partition(b"\r\n")[0])


@dataclass(slots=True)
class _Count:
    taken: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    example: str = ""

    def add(self, connection: _Connection) -> None:
        self.taken.append(time.perf_counter() - connection.sent)
        status = connection.received[9:12].decode()
        if not status.startswith("2"):
            self.refused[status] += 1
            self.example = connection.received.decode(errors="replace")
        connection.received = b""


def _send(plan: Plan) -> Outcome:
    connections = {}
    poll = select.epoll()
    for client in plan.clients:
        opened = socket.create_connection(("127.0.0.1", client.port))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connections[opened.fileno()] = _Connection(opened, client.request.encode(), client.number)
        poll.register(opened, select.EPOLLIN)
    count = _Count()
    began = time.perf_counter()
    for connection in connections.values():
        connection.send()
    waiting = len(connections)
    while waiting:
        going_on = time.perf_counter() - began < plan.seconds
        for number, _ in poll.poll(1.0):
            connection = connections[number]
            if connection.answered():
                count.add(connection)
                if going_on:
                    connection.send()
                else:
                    waiting -= 1
    took = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    return Outcome(
        rate=(len(count.taken) - count.refused.total()) / took,
        p50_ms=percentile(count.taken, 0.5) * 1000,
        p99_ms=percentile(count.taken, 0.99) * 1000,
        answers=len(count.taken),
        refused=dict(count.refused),
        numbers=[connection.number for connection in connections.values()],
        cpu_share=(used.ru_utime + used.ru_stime) / took,
        example=count.example[:2000],
    )


if __name__ == "__main__":
    given = json.load(sys.stdin)
    clients = [Client(**client) for client in given["clients"]]
    print(json.dumps(asdict(_send(Plan(clients, given["seconds"])))))
