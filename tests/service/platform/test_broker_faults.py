"""The known faults of the Kafka clients and of brokers, each with the guard that keeps events from being lost."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from crm_contracts import topics
from crm_contracts.envelope import Envelope
from crm_local.broker import ensure_topics
from crm_local.kafka import KafkaBroker, missing_for_kafka
from crm_platform.eventsourcing.log import EventLog
from crm_platform.messaging import consumer as consuming
from crm_platform.messaging import parking
from crm_platform.messaging import relay as relaying
from crm_platform.messaging.cluster import Cluster
from crm_platform.messaging.consumer import Consumer, ConsumerStopped
from crm_platform.messaging.effects import Facts
from crm_platform.messaging.relay import Relay
from crm_platform.persistence.database import Connection
from crm_testing.faults import Poison, empty_topic, poisons, put_poison
from crm_testing.machine_process import PUBLISHING, TOPIC
from crm_testing.machines import Machine, bought, command, moved
from crm_testing.running import background
from crm_testing.waiting import eventually

SOURCE = PUBLISHING.context
POISONS = poisons(SOURCE)


def relay_of(log: EventLog, servers: str) -> Relay:
    return Relay(log, PUBLISHING, Cluster(servers), wake=log.news, idempotent=True)


class Counting:
    """Facts that count how often each event was folded, in the transaction of their position."""

    def __init__(self, log: EventLog, name: str | None = None) -> None:
        self._log = log
        self.name = name or f"counting-{uuid4().hex[:8]}"
        self.facts = Facts(self.name, log.database, self.fold)

    def consumer(self, servers: str) -> Consumer:
        return Consumer(self.facts, [TOPIC], Cluster(servers))

    async def fold(self, connection: Connection, envelopes: Sequence[Envelope]) -> None:
        await connection.cursor().executemany(
            "INSERT INTO copies VALUES (%s, %s, 1, '{}') ON CONFLICT (kind, id)"
            " DO UPDATE SET version = copies.version + 1",
            [(self.name, f"{e.subject}/{e.version}") for e in envelopes],
        )

    async def folded(self) -> tuple[int, int]:
        """How many events were folded, and the most often that one was."""
        rows = await self._log.database.fetch(
            "SELECT count(*), coalesce(max(version), 0) FROM copies WHERE kind = %s", self.name
        )
        return rows[0][0], rows[0][1]

    async def comes_to(self, events: int, within: float = 20) -> None:
        """Wait until each of so many events was folded once."""
        await eventually(self.folded, within, until=lambda found: found == (events, 1))


async def lives(log: EventLog, count: int, moves: int = 4) -> list[UUID]:
    async def live() -> UUID:
        machine = bought()
        await log.save(command(), machine)
        for n in range(moves):
            await log.change(command(), Machine, machine.id, moved(f"hall {n}"))
        return machine.id

    return list(await asyncio.gather(*(live() for _ in range(count))))


async def published(log: EventLog) -> int:
    rows = await log.database.fetch(
        "SELECT coalesce(max(position), 0) FROM positions WHERE starts_with(name, 'relay/')"
    )
    return int(rows[0][0])


async def all_published(log: EventLog) -> bool:
    return await published(log) == await log.position()


@pytest.mark.parametrize("poison", POISONS, ids=lambda poison: poison.name)
async def test_poison_parks_and_its_neighbors_are_taken(log: EventLog, broker: str, poison: Poison) -> None:
    counting = Counting(log)
    async with background(relay_of(log, broker).run()):
        await lives(log, 8, moves=1)
        await eventually(lambda: all_published(log))
        for partition in range(topics.PARTITIONS):
            await put_poison(broker, TOPIC, [poison], partition=partition)
        await lives(log, 8, moves=1)
        await eventually(lambda: all_published(log))
        async with background(counting.consumer(broker).run()):
            await eventually(lambda: ours_are_folded(log, counting, 32))


async def ours_are_folded(log: EventLog, counting: Counting, events: int) -> bool:
    rows = await log.database.fetch(
        "SELECT count(*) FROM events e JOIN copies c ON c.kind = %s AND c.id = e.aggregate_id || '/' || e.version"
        " AND c.version = 1",
        counting.name,
    )
    return int(rows[0][0]) == events


async def test_every_kind_of_poison_is_seen_by_an_operator(log: EventLog, broker: str) -> None:
    counting = Counting(log)
    await put_poison(broker, TOPIC, POISONS, partition=3)

    async def listed() -> int:
        async with log.database.connection() as connection:
            return sum(row["events"] for row in await parking.listing(connection))

    async with background(counting.consumer(broker).run()):
        # Content is not looked at by these facts, so what is a well-formed envelope is folded.
        await eventually(listed, until=lambda found: found >= 6)


def envelope_of(log_position: int, subject: UUID, version: int) -> Envelope:
    return Envelope(
        id=uuid4(),
        type="crm.integration-gateway.PersonRecorded.v1",
        source=SOURCE,
        subject=str(subject),
        time=command().now,
        position=log_position,
        version=version,
        correlationid="c",
        causationid=None,
        actor="tester",
        traceparent=None,
        data={},
    )


async def test_what_a_relay_published_twice_is_folded_once_though_it_comes_in_one_batch(
    log: EventLog,
) -> None:
    machine = uuid4()
    one, two, three, four = (envelope_of(n, machine, n) for n in (1, 2, 3, 4))
    counting = Counting(log)
    await counting.facts.take(SOURCE, 0, [one, two, three, two, three, four])
    assert await counting.folded() == (4, 1)


async def test_a_batch_that_ends_in_the_middle_of_a_repetition_does_not_set_the_position_back(
    log: EventLog,
) -> None:
    machine = uuid4()
    one, two, three, four = (envelope_of(n, machine, n) for n in (1, 2, 3, 4))
    counting = Counting(log)
    await counting.facts.take(SOURCE, 0, [one, two, three, one])
    await counting.facts.take(SOURCE, 0, [two, three, four])
    assert await counting.folded() == (4, 1)


async def test_an_event_that_the_store_cannot_hold_parks_instead_of_being_tried_for_ever(
    log: EventLog,
) -> None:
    class Deep(Counting):
        async def fold(self, connection: Connection, envelopes: Sequence[Envelope]) -> None:
            if any(e.subject == str(sick) for e in envelopes):
                # "stack depth limit exceeded" comes in the same class of errors as a lost connection.
                await connection.execute("SELECT %s::jsonb", ("[" * 100_000 + "]" * 100_000,))
            await super().fold(connection, envelopes)

    sick, well = uuid4(), uuid4()
    deep = Deep(log)
    await deep.facts.take(
        SOURCE, 0, [envelope_of(1, well, 1), envelope_of(2, sick, 1), envelope_of(3, well, 2)]
    )
    assert await deep.folded() == (2, 1)


async def test_a_topic_made_anew_loses_nothing_that_consumers_had_not_taken(
    log: EventLog, broker: str
) -> None:
    counting = Counting(log)
    async with background(relay_of(log, broker).run()):
        machines = await lives(log, 5)
        await eventually(lambda: all_published(log))
        await empty_topic(broker, TOPIC)
        for machine in machines:
            await log.change(command(), Machine, machine, lambda m: m.move("elsewhere"))
        await eventually(lambda: all_published(log))
        async with background(counting.consumer(broker).run()):
            await counting.comes_to(30)


async def test_a_topic_made_anew_is_noticed_though_it_had_been_filled_by_one_batch(
    log: EventLog, broker: str
) -> None:
    counting = Counting(log)
    machines = await lives(log, 8)
    async with background(relay_of(log, broker).run()):
        await eventually(lambda: all_published(log))
        await empty_topic(broker, TOPIC)
        for machine in machines:
            await log.change(command(), Machine, machine, lambda m: m.move("elsewhere"))
        await eventually(lambda: all_published(log))
        async with background(counting.consumer(broker).run()):
            await counting.comes_to(48)


async def test_an_unexpected_failure_does_not_let_the_next_batch_commit_past_it(
    log: EventLog, broker: str
) -> None:
    class Bad(Facts):
        failures = 3

        async def take(self, source: str, partition: int, envelopes: Sequence[Envelope]) -> None:
            if self.failures:
                self.failures -= 1
                raise RuntimeError("nobody thought of this")
            await super().take(source, partition, envelopes)

    counting = Counting(log)
    bad = Bad(counting.name, log.database, counting.fold)
    async with background(relay_of(log, broker).run()):
        await lives(log, 5)
        await eventually(lambda: all_published(log))

        async def restarted() -> None:
            # A process whose consumer ends is started again by whoever runs it.
            while True:
                with suppress(ConsumerStopped, RuntimeError):
                    await Consumer(bad, [TOPIC], Cluster(broker)).run()

        async with background(restarted()):
            await eventually(lambda: bad.failures, until=lambda left: left < 3)
            await lives(log, 5)
            await counting.comes_to(50, within=40)


async def test_a_fetcher_that_hangs_is_begun_anew(
    log: EventLog, broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consuming, "_STALLED", 2.0)
    counting = Counting(log)
    consumer = counting.consumer(broker)
    async with background(relay_of(log, broker).run(), consumer.run()):
        await lives(log, 5)
        await counting.comes_to(25)
        kafka = consumer._subscriber.consumer
        assert kafka is not None
        # What a fetcher does that lost its connection for good: it hands out nothing more, and says nothing.
        kafka.pause(*kafka.assignment())
        await fetches_in_flight_return()
        await lives(log, 5)
        await counting.comes_to(50, within=30)


async def fetches_in_flight_return() -> None:
    """Wait out the longest time that a fetch without news takes."""
    loop = asyncio.get_running_loop()
    over = loop.time() + 0.5
    await eventually(lambda: loop.time() > over)


async def test_a_consumer_that_would_commit_by_itself_refuses_to_run(log: EventLog, broker: str) -> None:
    consumer = Counting(log).consumer(broker)
    consumer._subscriber._connection_args["enable_auto_commit"] = True
    with pytest.raises(ConsumerStopped, match="would commit by itself"):
        async with asyncio.timeout(20):
            await consumer.run()


@asynccontextmanager
async def own_kafka(home: Path) -> AsyncIterator[KafkaBroker]:
    if missing := missing_for_kafka():
        pytest.fail(f"a broker of our own needs {' and '.join(missing)} on the path", pytrace=False)
    broker = KafkaBroker(home)
    try:
        await broker.start()
        await ensure_topics(broker.bootstrap_servers, [TOPIC])
        yield broker
    finally:
        await broker.stop()
        await broker.end_leftover()


async def test_a_relay_goes_on_after_its_broker_hung_was_killed_and_was_wiped(
    log: EventLog, server_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaying, "_DEADLINE", 3.0)
    counting = Counting(log)
    home = server_home / f"kafka-{uuid4().hex[:8]}"
    async with own_kafka(home) as broker:
        servers = broker.bootstrap_servers
        async with background(relay_of(log, servers).run(), counting.consumer(servers).run()):
            await lives(log, 4)
            await counting.comes_to(20)
            broker.pause()
            await lives(log, 4)
            await eventually(lambda: relay_begins_anew(log))
            broker.resume()
            await counting.comes_to(40, within=40)
            await broker.kill()
            await lives(log, 4)
            await broker.start()
            await counting.comes_to(60, within=40)
            await broker.wipe()
            await lives(log, 4)
            await broker.start()
            await ensure_topics(servers, [TOPIC])
            await counting.comes_to(80, within=60)


async def relay_begins_anew(log: EventLog) -> bool:
    """Whether nobody holds the relay's lease just now: it let go because its broker did not answer in time."""
    rows = await log.database.fetch(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = (hashtext('relay')::bigint & 4294967295)::oid"
    )
    return int(rows[0][0]) == 0
