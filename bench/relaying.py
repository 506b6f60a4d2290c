"""From the log to Kafka: how soon an appended event is seen by a consumer, and how fast a backlog is published."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from statistics import median
from typing import Literal

from aiokafka import AIOKafkaProducer

from bench.generate import EVENTS_OF_A_LEAD, lead, multiply
from bench.ground import Ground
from bench.machines_service import SCHEMA, Machine
from bench.table import Effort, Row, at_least, at_most, percentile
from crm_contracts import topics
from crm_contracts.envelope import Envelope
from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_contracts.topics import PARTITIONS
from crm_platform.context import reaction
from crm_platform.eventsourcing.log import EventLog
from crm_platform.eventsourcing.publishing import Publishing
from crm_platform.ids import new_id
from crm_platform.messaging.cluster import Cluster
from crm_platform.messaging.relay import Relay
from crm_platform.persistence.database import Database
from crm_platform.signals import Signal, Subscription
from crm_testing.running import background
from leads.application.publishing import publishing as publishing_of_leads

Load = Literal["at rest", "at 500 events/s"]

_POLLING = 0.1
_PUBLISHING = Publishing(
    "integration-gateway",
    {
        Machine: {
            event: lambda e: PersonRecorded(
                person_id=str(e.originator_id),
                name="press",
                roles=[],
                team=None,
                region=None,
                active=True,
                source_version=1,
            )
            for event in (Machine.Bought, Machine.Moved)
        }
    },
)


class Polled(Signal):
    """Never heard: a relay that waits for it looks every 100 ms, as one without a wake-up does."""

    def subscribe(self) -> Subscription:
        return _Slow(asyncio.Event())


class _Slow(Subscription):
    async def wait(self, timeout: float = _POLLING) -> None:  # noqa: ASYNC109  as the base has it
        await asyncio.sleep(_POLLING)


async def latency(ground: Ground, effort: Effort) -> list[Row]:
    """Milliseconds from the command to a consumer in another process, our relay and a polling one in turn."""
    servers = await ground.kafka()
    found: dict[tuple[str, Load], list[float]] = {}
    loads: tuple[Load, ...] = ("at rest", "at 500 events/s")
    async with _log(await ground.machines_database(), SCHEMA) as log, _watching(ground, servers) as watcher:
        for _ in range(2):
            for name, wake in (("ours", log.news), ("polling", Polled())):
                async with background(
                    Relay(log, _PUBLISHING, Cluster(servers), wake=wake, idempotent=True).run()
                ):
                    await _delays(log, watcher, "at rest", 1.0)
                    for load in loads:
                        found.setdefault((name, load), []).extend(
                            await _delays(log, watcher, load, effort.rest_seconds / 2)
                        )
    rows = []
    for load in loads:
        ours, polling = found["ours", load], found["polling", load]
        for share, most in ((0.5, 8.0), (0.99, 40.0)):
            beside = f" (polling every 100 ms: {percentile(polling, share):.0f} ms)"
            what = f"append -> seen by a consumer, {load}, p{share * 100:.0f}"
            rows.append(at_most(what, percentile(ours, share), most, "ms", beside))
    return rows


async def _delays(
    log: EventLog, watcher: asyncio.subprocess.Process, load: Load, seconds: float
) -> list[float]:
    """Append for some seconds; the delays in milliseconds."""
    sent: dict[str, float] = {}
    appending: set[asyncio.Task[None]] = set()

    async def append() -> None:
        machine = Machine.begin(Machine.Bought, id=new_id(), now=datetime.now(UTC), name="press")
        sent[str(machine.id)] = time.monotonic()
        await log.save(reaction("bench", str(machine.id)), machine)

    pause = 0.05 if load == "at rest" else 1 / 500
    began = time.monotonic()
    for n in range(int(seconds / pause)):
        # An odd part of the pause more, so that appends do not fall into step with what polls.
        await asyncio.sleep(max(0.0, began + n * pause + (n % 7) * pause / 11 - time.monotonic()))
        task = asyncio.create_task(append())
        appending.add(task)
        task.add_done_callback(appending.discard)
    await asyncio.gather(*appending)
    delays: list[float] = []
    assert watcher.stdout
    async with asyncio.timeout(20):
        while len(delays) < len(sent):
            subject, seen = json.loads(await watcher.stdout.readline())
            if subject in sent:
                delays.append((seen - sent[subject]) * 1000)
    return delays


@asynccontextmanager
async def _watching(ground: Ground, servers: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A consumer in a process of its own that tells when it saw what."""
    arguments = (topics.INTEGRATION_GATEWAY, servers)
    async with ground.process("bench.watcher", *arguments, env={}, output=asyncio.subprocess.PIPE) as process:
        assert process.stdout
        await asyncio.wait_for(process.stdout.readline(), 30)
        yield process


async def throughput(ground: Ground, effort: Effort) -> list[Row]:
    """Events per second of a backlog of leads, beside the same records sent ready-made by the bare client."""
    servers = await ground.kafka()
    url = await ground.leads_database()
    await multiply(url, "leads", lead(), effort.backlog // EVENTS_OF_A_LEAD)
    rates, bare = [], []
    async with _log(url, "leads") as log:
        for _ in range(effort.rounds):
            rates.append(await _drained(ground, log, url, servers))
            bare.append(await _ready_made(log, servers, effort.backlog))
            await log.database.fetch("DELETE FROM positions WHERE name LIKE 'relay/%%' RETURNING 1")
    beside = f" (records ready-made, bare client: {median(bare):,.0f})"
    what = f"relay, backlog of {effort.backlog:,} events of leads"
    return [at_least(what, median(rates), 30_000, "events/s", beside)]


async def _drained(ground: Ground, log: EventLog, url: str, servers: str) -> float:
    """Publish the whole log once; events per second from the first page's acknowledgement to the last's.

    The relay is a process of its own, as `python -m leads relay`.
    """
    last = await log.position()
    query = "SELECT coalesce(max(position), 0) FROM positions WHERE name LIKE 'relay/%%'"
    reached: list[tuple[float, int]] = []
    environment = {"KUAICRM_DATABASE_URL": url, "KAFKA_BOOTSTRAP_SERVERS": servers}
    async with (
        ground.process("bench.worker", "leads", "relay", env=environment),
        asyncio.timeout(120),
    ):
        while not reached or reached[-1][1] < last:
            await asyncio.sleep(0.02)
            position = int((await log.database.fetch(query))[0][0])
            if position and (not reached or position > reached[-1][1]):
                reached.append((time.monotonic(), position))
    (began, first), (ended, _) = reached[0], reached[-1]
    return (last - first) / (ended - began)


async def _ready_made(log: EventLog, servers: str, events: int) -> float:
    """Events per second of `send_batch` alone: what the client and the broker can do here."""
    page = await log.read(0, 300)
    envelopes = [envelope for envelope in map(publishing_of_leads.envelope, page) if envelope]
    producer = AIOKafkaProducer(
        bootstrap_servers=servers, acks="all", enable_idempotence=True, linger_ms=0, max_batch_size=512 * 1024
    )
    await producer.start()
    try:
        began = time.monotonic()
        for start in range(0, events, PARTITIONS * len(envelopes)):
            del start
            sends = [await _send(producer, envelopes, partition) for partition in range(PARTITIONS)]
            await asyncio.gather(*sends)
        return events / (time.monotonic() - began)
    finally:
        await producer.stop()


async def _send(
    producer: AIOKafkaProducer, envelopes: list[Envelope], partition: int
) -> asyncio.Future[object]:
    batch = producer.create_batch()
    for envelope in envelopes:
        batch.append(timestamp=None, key=envelope.key(), value=envelope.body(), headers=envelope.to_headers())
    sent: asyncio.Future[object] = await producer.send_batch(batch, topics.FIELD_SERVICE, partition=partition)
    return sent


@asynccontextmanager
async def _log(database_url: str, schema: str) -> AsyncIterator[EventLog]:
    database = Database(database_url, schema)
    await database.open()
    log = EventLog(database)
    async with background(log.run()):
        yield log
    await database.close()
