"""Deliveries over real sockets: what is sent, how answers are judged, and what is never connected to."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpcore
import pytest

from crm_platform.security.signatures import new_secret, verify
from crm_testing.certificates import Authority
from crm_testing.receivers import Behavior, Receiver, answer, lose, receiving
from crm_testing.waiting import eventually
from integration_gateway.adapters.delivery_client import DeliveryClient
from integration_gateway.adapters.destinations import PinnedNetwork, Resolver, TrustedTargets, system_resolver
from integration_gateway.domain.outcome import Outcome, Verdict

SECRET, OLD_SECRET = new_secret(), new_secret()
BODY = '{"type":"order.confirmed","data":{"客户":"长沙立信"}}'.encode()
PUBLIC_ADDRESS = "93.184.216.34"


@asynccontextmanager
async def client(
    *trusted: str, resolve: Resolver = system_resolver, deadline: float = 5, **more: ssl.SSLContext
) -> AsyncIterator[DeliveryClient]:
    made = DeliveryClient(
        PinnedNetwork(TrustedTargets.parse(trusted), resolve), deadline=deadline, tls=more.get("tls")
    )
    try:
        yield made
    finally:
        await made.aclose()


async def deliver_to(receiver: Receiver, *, deadline: float = 5) -> Outcome:
    async with client(f"127.0.0.1:{receiver.port}", deadline=deadline) as sender:
        return await sender.deliver(f"http://127.0.0.1:{receiver.port}/hook", "m1", BODY, [SECRET])


async def outcome_of(*answers: Behavior | bytes, deadline: float = 5) -> Outcome:
    async with receiving(list(answers)) as receiver:
        return await deliver_to(receiver, deadline=deadline)


async def test_a_delivery_is_a_signed_json_post_to_the_given_path() -> None:
    async with receiving([answer(204)]) as receiver:
        assert await deliver_to(receiver) == Outcome(Verdict.DELIVERED, 204)
    (request,) = receiver.requests
    assert request.head == "POST /hook HTTP/1.1"
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert request.headers["content-type"] == "application/json"
    assert request.body == BODY
    assert verify(request.headers, request.body, [SECRET], datetime.now(UTC)) == "m1"


async def test_a_delivery_says_what_it_is() -> None:
    async with receiving([answer(204)]) as receiver, client(f"127.0.0.1:{receiver.port}") as sender:
        address = f"http://127.0.0.1:{receiver.port}/"
        await sender.deliver(address, "m1", BODY, [SECRET], content_type="application/cloudevents+json")
    assert receiver.requests[0].headers["content-type"] == "application/cloudevents+json"


async def test_during_a_rotation_receivers_with_either_secret_believe_the_delivery() -> None:
    async with receiving([answer(200)]) as receiver, client(f"127.0.0.1:{receiver.port}") as sender:
        await sender.deliver(f"http://127.0.0.1:{receiver.port}/", "m1", BODY, [SECRET, OLD_SECRET])
    (request,) = receiver.requests
    for secret in (SECRET, OLD_SECRET):
        assert verify(request.headers, request.body, [secret], datetime.now(UTC)) == "m1"


async def test_a_lost_answer_is_repeated_with_the_same_id_and_the_same_bytes() -> None:
    async with receiving([lose, answer(200)]) as receiver:
        assert await deliver_to(receiver) == Outcome(Verdict.FAILED, error="answer-lost")
        assert await deliver_to(receiver) == Outcome(Verdict.DELIVERED, 200)
    first, second = receiver.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == "m1"
    assert first.body == second.body == BODY


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.DELIVERED),
        (201, Verdict.DELIVERED),
        (400, Verdict.FAILED),
        (401, Verdict.FAILED),
        (404, Verdict.FAILED),
        (409, Verdict.FAILED),
        (410, Verdict.GONE),
        (422, Verdict.FAILED),
        (429, Verdict.THROTTLED),
        (500, Verdict.FAILED),
        (502, Verdict.THROTTLED),
        (503, Verdict.THROTTLED),
        (504, Verdict.THROTTLED),
    ],
)
async def test_the_status_decides(status: int, verdict: Verdict) -> None:
    outcome = await outcome_of(answer(status, body=b'{"internal": "secret of the receiver"}'))
    assert (outcome.status, outcome.verdict) == (status, verdict)
    assert "secret" not in repr(outcome)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_a_failure_and_is_not_followed(status: int) -> None:
    async with receiving([answer(200)]) as inner:
        location = f"location: http://127.0.0.1:{inner.port}/"
        assert await outcome_of(answer(status, location)) == Outcome(Verdict.FAILED, status, error="redirect")
    assert inner.connections == 0


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta(0)),
        ("99999999999999", timedelta(hours=24)),
        ("-5", None),
        ("soon", None),
        ("Sun, 06 Nov 1994 08:49:37 GMT", None),
        ("", None),
    ],
)
async def test_the_pause_a_receiver_asks_for_is_heard(header: str, pause: timedelta | None) -> None:
    outcome = await outcome_of(answer(503, f"Retry-After: {header}"))
    assert (outcome.verdict, outcome.retry_after) == (Verdict.THROTTLED, pause)


async def test_a_pause_may_be_a_date() -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
    outcome = await outcome_of(answer(429, f"Retry-After: {until}"))
    assert outcome.retry_after is not None
    assert timedelta(minutes=9) < outcome.retry_after <= timedelta(minutes=10)


async def test_of_a_long_answer_only_the_beginning_is_read() -> None:
    written = 0
    finished = asyncio.Event()

    async def flood(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        try:
            writer.write(b"HTTP/1.1 200 X\r\ncontent-length: 104857600\r\n\r\n")
            while written < 104857600:
                writer.write(b"x" * 65536)
                await writer.drain()
                written += 65536
        finally:
            finished.set()

    assert await outcome_of(flood) == Outcome(Verdict.DELIVERED, 200)
    await asyncio.wait_for(finished.wait(), 5)
    # What the sockets' buffers took is written, too; the rest of the 100 MB is not.
    assert written < 20_000_000


async def test_an_answer_that_drips_ends_at_the_deadline_and_its_status_stands() -> None:
    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 X\r\ncontent-length: 1000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    started = time.monotonic()
    assert await outcome_of(drip, deadline=0.3) == Outcome(Verdict.DELIVERED, 200)
    assert time.monotonic() - started < 2


async def test_a_receiver_that_never_answers_times_out() -> None:
    async def silence(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    started = time.monotonic()
    assert await outcome_of(silence, deadline=0.3) == Outcome(Verdict.FAILED, error="timed-out")
    assert time.monotonic() - started < 2


async def test_dripping_headers_end_at_the_deadline() -> None:
    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 X\r\n")
        while not writer.is_closing():
            writer.write(b"x-more: 1\r\n")
            await writer.drain()
            await asyncio.sleep(0.02)

    assert await outcome_of(drip, deadline=0.3) == Outcome(Verdict.FAILED, error="timed-out")


@pytest.mark.parametrize("noise", [b"SSH-2.0-OpenSSH_9.0\r\n", b"\x00\x01\x02", b"HTTP/1.1 abc\r\n\r\n"])
async def test_an_answer_that_is_not_http_is_a_lost_answer(noise: bytes) -> None:
    async def speak(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(noise)
        await writer.drain()
        writer.close()

    assert await outcome_of(speak) == Outcome(Verdict.FAILED, error="answer-lost")


async def test_nobody_listening_is_a_failed_connection() -> None:
    async with receiving([answer(200)]) as receiver:
        pass
    assert await deliver_to(receiver) == Outcome(Verdict.FAILED, error="connection-failed")


async def test_connections_are_used_again() -> None:
    async with receiving([answer(200, body=b"ok")]) as receiver:
        async with client(f"127.0.0.1:{receiver.port}") as sender:
            for n in range(5):
                await sender.deliver(f"http://127.0.0.1:{receiver.port}/", f"m{n}", BODY, [SECRET])
        assert (len(receiver.requests), receiver.connections) == (5, 1)


async def test_a_receiver_that_hangs_takes_no_connection_from_the_others() -> None:
    async def silence(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with (
        receiving([silence]) as stuck,
        receiving([answer(200)]) as alive,
        client(f"127.0.0.1:{stuck.port}", f"127.0.0.1:{alive.port}", deadline=20) as sender,
    ):
        hanging = [
            asyncio.create_task(sender.deliver(f"http://127.0.0.1:{stuck.port}/", f"s{n}", BODY, [SECRET]))
            for n in range(100)
        ]
        await eventually(lambda: stuck.connections == 100)
        async with asyncio.timeout(2):
            outcome = await sender.deliver(f"http://127.0.0.1:{alive.port}/", "m1", BODY, [SECRET])
        assert outcome.verdict is Verdict.DELIVERED
        for task in hanging:
            task.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)


async def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiving([answer(200)]) as proxy, receiving([answer(200)]) as receiver:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        await deliver_to(receiver)
    assert (proxy.connections, receiver.connections) == (0, 1)


@dataclass
class RecordingNetwork(httpcore.AsyncNetworkBackend):
    """Notes every address that would be connected to, and connects to nothing."""

    dialed: list[tuple[str, int]] = field(default_factory=list)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  (the name is given by httpcore)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.dialed.append((host, port))
        raise httpcore.ConnectError("there is no network in this test")


@dataclass
class ChangingName:
    """A name server that gives another answer each time, the last one for ever."""

    answers: list[list[str]]
    asked: int = 0

    async def __call__(self, _host: str, _port: int) -> Sequence[str]:
        self.asked += 1
        return self.answers[min(self.asked, len(self.answers)) - 1]


NOT_ALLOWED = Outcome(Verdict.FAILED, error="destination-not-allowed")


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/",
        "https://127.0.0.1:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://2130706433:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://localhost.:{port}/",
        "http://user@127.0.0.1:{port}/",
        "file:///etc/passwd",
    ],
)
async def test_an_address_that_may_not_be_saved_is_not_used_either(target: str) -> None:
    async with receiving([answer(200)]) as receiver, client() as sender:
        outcome = await sender.deliver(target.format(port=receiver.port), "m1", BODY, [SECRET])
        assert outcome == NOT_ALLOWED
    assert receiver.connections == 0


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1"])
async def test_a_name_that_leads_to_a_private_address_gets_no_connection(address: str) -> None:
    network = RecordingNetwork()
    sender = DeliveryClient(PinnedNetwork(TrustedTargets(), ChangingName([[address]]), network))
    assert await sender.deliver("https://hooks.example.com/", "m1", BODY, [SECRET]) == NOT_ALLOWED
    await sender.aclose()
    assert network.dialed == []


async def test_a_name_rebound_after_the_check_is_not_asked_again() -> None:
    network, name = RecordingNetwork(), ChangingName([[PUBLIC_ADDRESS], ["127.0.0.1"]])
    sender = DeliveryClient(PinnedNetwork(TrustedTargets(), name, network))
    outcome = await sender.deliver("https://hooks.example.com/", "m1", BODY, [SECRET])
    await sender.aclose()
    assert outcome == Outcome(Verdict.FAILED, error="connection-failed")
    assert (name.asked, network.dialed) == (1, [(PUBLIC_ADDRESS, 443)])


async def test_a_name_rebound_between_two_deliveries_is_refused_at_the_second() -> None:
    network, name = RecordingNetwork(), ChangingName([[PUBLIC_ADDRESS], ["127.0.0.1"]])
    sender = DeliveryClient(PinnedNetwork(TrustedTargets(), name, network))
    await sender.deliver("https://hooks.example.com/", "m1", BODY, [SECRET])
    assert await sender.deliver("https://hooks.example.com/", "m1", BODY, [SECRET]) == NOT_ALLOWED
    await sender.aclose()
    assert network.dialed == [(PUBLIC_ADDRESS, 443)]


async def test_every_address_of_a_name_is_tried_until_one_answers() -> None:
    async with receiving([answer(200)]) as receiver:
        name = ChangingName([["127.0.0.2", "127.0.0.1", "::1"]])
        async with client(f"peers.example:{receiver.port}", resolve=name) as sender:
            outcome = await sender.deliver(f"http://peers.example:{receiver.port}/", "m1", BODY, [SECRET])
    assert outcome == Outcome(Verdict.DELIVERED, 200)
    assert receiver.requests[0].headers["host"] == f"peers.example:{receiver.port}"


async def test_a_name_that_does_not_exist_is_a_failure() -> None:
    async def nothing(_host: str, _port: int) -> Sequence[str]:
        raise OSError("Name or service not known")

    async with client(resolve=nothing) as sender:
        outcome = await sender.deliver("https://hooks.example.com/", "m1", BODY, [SECRET])
    assert outcome == Outcome(Verdict.FAILED, error="name-not-found")


async def test_a_name_server_that_hangs_ends_at_the_deadline() -> None:
    async def never(_host: str, _port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        return []

    async with client(resolve=never, deadline=0.2) as sender:
        outcome = await sender.deliver("https://hooks.example.com/", "m1", BODY, [SECRET])
    assert outcome == Outcome(Verdict.FAILED, error="timed-out")


async def test_the_certificate_is_checked_against_the_name_and_not_the_pinned_address(tmp_path: Path) -> None:
    authority = Authority.new(tmp_path)
    name = ChangingName([["127.0.0.1"]])
    async with receiving([answer(200)], authority.server("hooks.example.com")) as receiver:
        trusted = [f"{host}:{receiver.port}" for host in ("hooks.example.com", "other.example.com")]
        async with client(*trusted, resolve=name, tls=authority.client()) as sender:
            right = await sender.deliver(f"https://hooks.example.com:{receiver.port}/", "m1", BODY, [SECRET])
            wrong = await sender.deliver(f"https://other.example.com:{receiver.port}/", "m1", BODY, [SECRET])
    assert right == Outcome(Verdict.DELIVERED, 200)
    assert wrong == Outcome(Verdict.FAILED, error="tls-failed")
    assert len(receiver.requests) == 1


async def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    authority = Authority.new(tmp_path)
    async with (
        receiving([answer(200)], authority.server("hooks.example.com")) as receiver,
        client(f"hooks.example.com:{receiver.port}", resolve=ChangingName([["127.0.0.1"]])) as sender,
    ):
        outcome = await sender.deliver(f"https://hooks.example.com:{receiver.port}/", "m1", BODY, [SECRET])
    assert outcome == Outcome(Verdict.FAILED, error="tls-failed")
    assert receiver.requests == []
