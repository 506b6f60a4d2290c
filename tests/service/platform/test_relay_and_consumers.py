"""The event path on a real broker: published in order, taken once, poison parked, a wiped topic filled again."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4
from zlib import crc32

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from crm_contracts import topics
from crm_contracts.envelope import Envelope
from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_platform.context import Context
from crm_platform.eventsourcing.log import EventLog
from crm_platform.eventsourcing.publishing import Publishing
from crm_platform.messaging import parking
from crm_platform.messaging.cluster import Cluster
from crm_platform.messaging.consumer import Consumer
from crm_platform.messaging.effects import Facts, Reactions
from crm_platform.messaging.relay import Relay
from crm_platform.persistence.copies import Copies
from crm_platform.persistence.database import Connection
from crm_testing.faults import empty_topic
from crm_testing.machines import Machine, bought, command, moved
from crm_testing.running import background
from crm_testing.waiting import eventually

TOPIC = topics.INTEGRATION_GATEWAY


def person(name: str, active: bool = True) -> PersonRecorded:
    return PersonRecorded(
        person_id=name, name=name, roles=[], team=None, region=None, active=active, source_version=1
    )


PUBLISHING = Publishing(
    "integration-gateway",
    {
        Machine: {
            Machine.Bought: lambda e: person(e.name),
            Machine.Moved: lambda e: person(e.place),
            Machine.Scrapped: lambda e: person("scrapped", active=False),
            Machine.Repaired: lambda e: person("repaired"),
        }
    },
)


def relay_of(log: EventLog, servers: str) -> Relay:
    return Relay(log, PUBLISHING, Cluster(servers), wake=log.news, idempotent=True)


async def read(servers: str, events: int) -> list[Envelope]:
    consumer = AIOKafkaConsumer(TOPIC, bootstrap_servers=servers, auto_offset_reset="earliest")
    await consumer.start()
    found: list[Envelope] = []
    try:
        async with asyncio.timeout(20):
            while len(found) < events:
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    found += [Envelope.from_record(r.headers, r.key, r.value) for r in records]
    finally:
        await consumer.stop()
    return found


@dataclass
class Book:
    """What a consumer took, in order, and which names it chokes on."""

    taken: list[tuple[str, int]] = field(default_factory=list)
    poison: set[str] = field(default_factory=set)

    async def react(self, contract: PersonRecorded, envelope: Envelope, context: Context) -> None:
        if contract.name in self.poison:
            raise ValueError(f"cannot take {contract.name}")
        self.taken.append((envelope.subject, envelope.version))

    async def fold(self, connection: Connection, envelopes: Sequence[Envelope]) -> None:
        for e in envelopes:
            if e.data["name"] in self.poison:
                raise ValueError(f"cannot take {e.data['name']}")
        await connection.cursor().executemany(
            "INSERT INTO copies VALUES ('seen', %s, %s, '{}')",
            [(f"{e.subject}/{e.version}", e.version) for e in envelopes],
        )

    def versions(self, machine: UUID) -> list[int]:
        return [version for subject, version in self.taken if subject == str(machine)]


async def lives(log: EventLog, count: int, moves: int = 4) -> list[UUID]:
    async def live() -> UUID:
        machine = bought()
        await log.save(command(), machine)
        for n in range(moves):
            await log.change(command(), Machine, machine.id, moved(f"hall {n}"))
        return machine.id

    return list(await asyncio.gather(*(live() for _ in range(count))))


async def test_events_are_published_once_in_order_with_everything_in_the_envelope(
    log: EventLog, broker: str
) -> None:
    machines = await lives(log, 20)
    async with background(relay_of(log, broker).run()):
        found = await read(broker, 100)
    for machine in machines:
        assert [e.version for e in found if e.subject == str(machine)] == [1, 2, 3, 4, 5]
    first = next(e for e in found if e.version == 1)
    assert (first.source, first.type) == ("integration-gateway", "crm.integration-gateway.PersonRecorded.v1")
    assert first.actor == "tester"
    assert first.correlationid


async def test_a_relay_that_begins_again_goes_on_from_its_position(log: EventLog, broker: str) -> None:
    await lives(log, 5)
    async with background(relay_of(log, broker).run()):
        await read(broker, 25)
        await eventually(lambda: stored(log, 25))
    await lives(log, 5)
    async with background(relay_of(log, broker).run()):
        assert len(await read(broker, 50)) == 50


async def stored(log: EventLog, position: int) -> bool:
    rows = await log.database.fetch("SELECT position FROM positions WHERE name LIKE 'relay/%%'")
    return rows == [(position,)]


async def test_a_topic_made_anew_is_filled_again_from_the_log_and_consumers_change_nothing(
    log: EventLog, broker: str
) -> None:
    book = Book()
    facts = Facts("seen", log.database, book.fold)
    await lives(log, 5)
    async with background(relay_of(log, broker).run(), Consumer(facts, [TOPIC], Cluster(broker)).run()):
        await eventually(lambda: seen(log, 25))
        await empty_topic(broker, TOPIC)
        assert len(await read(broker, 25)) == 25
        await lives(log, 1)
        await eventually(lambda: seen(log, 30), timeout=40)


async def seen(log: EventLog, events: int) -> bool:
    rows = await log.database.fetch("SELECT count(*) FROM copies WHERE kind = 'seen'")
    return int(rows[0][0]) == events


async def test_reactions_take_each_event_in_order_and_poison_parks_only_its_aggregate(
    log: EventLog, broker: str
) -> None:
    book = Book(poison={"hall 1"})
    sick = (await lives(log, 1, moves=3))[0]
    book_2 = await lives(log, 3, moves=0)
    reactions = Reactions("reacting", log.database, {PersonRecorded: book.react})
    async with background(relay_of(log, broker).run(), Consumer(reactions, [TOPIC], Cluster(broker)).run()):
        await eventually(
            lambda: all(book.versions(m) == [1] for m in book_2) and book.versions(sick) == [1, 2]
        )
        async with log.database.connection() as connection:

            async def parked() -> int:
                return sum(row["events"] for row in await parking.listing(connection))

            await eventually(lambda: equals(parked(), 2))
            (row,) = await parking.listing(connection)
            assert row["aggregate_id"] == str(sick)
            assert "cannot take hall 1" in row["error"]
            await log.change(command(), Machine, sick, lambda m: m.move("hall 9"))
            await eventually(lambda: equals(parked(), 3))
            book.poison.clear()
            assert await parking.replay(connection, "reacting", "integration-gateway", str(sick)) == 1
            await eventually(lambda: equals(parked(), 0))
    assert book.versions(sick) == [1, 2, 3, 4, 5]


async def test_effects_of_one_consumer_park_each_for_itself_and_one_that_is_new_takes_what_came_before(
    log: EventLog, broker: str
) -> None:
    healthy, sick, late = Book(), Book(poison={"hall 1"}), Book()
    (machine,) = await lives(log, 1)
    facts = Facts("healthy", log.database, healthy.fold)
    reactions = Reactions("sick", log.database, {PersonRecorded: sick.react})
    newest = Reactions("late", log.database, {PersonRecorded: late.react})
    async with background(relay_of(log, broker).run()):
        async with background(Consumer(facts, [TOPIC], Cluster(broker), beside=[reactions]).run()):
            await eventually(lambda: seen(log, 5))
            await eventually(lambda: equals(reactions.parked(), 3))
        more = Consumer(facts, [TOPIC], Cluster(broker), beside=[reactions, newest])
        async with background(more.run()):
            await eventually(lambda: late.versions(machine) == [1, 2, 3, 4, 5])
    assert await seen(log, 5)
    assert sick.versions(machine) == [1, 2]
    assert await facts.parked() == 0


async def equals(value: Awaitable[int], expected: int) -> bool:
    return await value == expected


async def test_facts_isolate_poison_and_park_what_is_no_event(log: EventLog, broker: str) -> None:
    book = Book(poison={"hall 1"})
    sick = (await lives(log, 1, moves=3))[0]
    await lives(log, 10, moves=0)
    facts = Facts("facts", log.database, book.fold)
    producer = AIOKafkaProducer(bootstrap_servers=broker)
    await producer.start()
    await producer.send_and_wait(TOPIC, b"garbage", key=b"x", partition=0)
    await producer.stop()
    async with background(relay_of(log, broker).run(), Consumer(facts, [TOPIC], Cluster(broker)).run()):
        await eventually(lambda: seen(log, 12))
        async with log.database.connection() as connection:
            listed = {row["aggregate_id"]: row for row in await parking.listing(connection)}
    assert listed[str(sick)]["events"] == 2
    assert "no ce_specversion" in listed["offset 0"]["error"]


async def test_a_consumer_killed_between_effect_and_acknowledgement_takes_nothing_twice(
    log: EventLog, broker: str
) -> None:
    await lives(log, 10)
    book = Book()
    facts = Facts("twice", log.database, book.fold)
    async with background(relay_of(log, broker).run()):
        await read(broker, 50)
        envelopes = await read(broker, 50)
        by_partition: dict[int, list[Envelope]] = {}
        for e in envelopes:
            by_partition.setdefault(crc32(e.key()) % topics.PARTITIONS, []).append(e)
        for partition, events in by_partition.items():
            ordered = sorted(events, key=lambda e: e.position)
            await facts.take("integration-gateway", partition, ordered)
            await facts.take("integration-gateway", partition, ordered)
            await facts.take("integration-gateway", partition, ordered[:2])
        async with log.database.connection() as connection:
            assert await parking.listing(connection) == []
    assert await seen(log, 50)


async def test_copies_keep_the_newest_content(log: EventLog, broker: str) -> None:
    copies = Copies(log.database, {PersonRecorded: "person_id"})
    machine = bought(name=f"li-{uuid4().hex[:6]}")
    await log.save(command(), machine)
    async with background(
        relay_of(log, broker).run(), Consumer(copies.effect("copies"), [TOPIC], Cluster(broker)).run()
    ):

        async def arrived() -> bool:
            return await copies.get(PersonRecorded, machine.name) is not None

        await eventually(arrived)
    assert [p.name for p in await copies.all(PersonRecorded)] == [machine.name]


def test_an_aggregate_is_public_whole_or_not_at_all() -> None:
    with pytest.raises(TypeError, match="Moved, Repaired, Scrapped"):
        Publishing("leads", {Machine: {Machine.Bought: lambda e: person(e.name)}})
