"""Short scenarios of one fault each, on the machines' service, whose audit is clean unless a bug is planted."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from crm_contracts.topics import PARTITIONS
from crm_local.kafka import KafkaBroker
from crm_local.processes import ServerProcess
from crm_platform.eventsourcing.log import EventLog
from crm_testing import audit, sabotage
from crm_testing.audit import Findings
from crm_testing.faults import empty_topic, proxied
from crm_testing.machine_process import CONSUMER, PUBLISHING, TOPIC
from crm_testing.machines import SCHEMA, Machine, bought, command, migrated, open_log
from crm_testing.waiting import eventually

_START = 30.0  # seconds that a process and its consumer group may take until they work
_SOON = 3.0  # seconds in which what must not happen would have happened


@dataclass
class Ground:
    """A fresh schema, empty topics, and the processes that a scenario starts on them."""

    admin_url: str
    role_url: str
    log: EventLog
    kafka: KafkaBroker
    home: Path
    acknowledged: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def process(
        self, part: str, *, bug: str | None = None, database_url: str | None = None
    ) -> AsyncIterator[ServerProcess]:
        """A part of the machines' service, with a bug when one is named; killed at the end of the block."""
        planted = ["crm_testing.sabotage", bug, "-m"] if bug else []
        spawned = ServerProcess.spawn(
            [sys.executable, "-m", *planted, "crm_testing.machine_process", part],
            cwd=self.home,
            log=self.home / f"{part}.log",
            env={
                "MACHINES_DATABASE_URL": database_url or self.role_url,
                "KAFKA_BOOTSTRAP_SERVERS": self.kafka.bootstrap_servers,
            },
        )
        try:
            yield spawned
        finally:
            await spawned.kill()

    async def buy(self, machines: int = 40) -> None:
        """So many acknowledged commands; enough for every partition."""
        keys = [str(uuid4()) for _ in range(machines)]
        await asyncio.gather(*(self.log.save(command(key), bought()) for key in keys))
        self.acknowledged += keys

    async def published(self) -> bool:
        """Whether the relay says that all is published."""
        rows = await self.log.database.fetch(
            "SELECT max(position) FROM positions WHERE starts_with(name, 'relay/')"
        )
        return bool(rows[0][0] == await self.log.position())

    async def effects(self) -> dict[str, int]:
        """How often each event was folded."""
        rows = await self.log.database.fetch("SELECT id, version FROM copies WHERE kind = %s", CONSUMER)
        return dict(rows)

    async def all_folded(self) -> bool:
        """Whether every event had its effect."""
        return len(await self.effects()) == len(await audit.whole_log(self.log))

    async def all_committed(self) -> bool:
        """Whether the consumer's group acknowledged everything in the topic."""
        committed, ends = await self.committed()
        return committed == ends

    async def committed(self) -> tuple[int, int]:
        """How many records the consumer's group acknowledged, and how many there are."""
        servers = self.kafka.bootstrap_servers
        admin, reader = (
            AIOKafkaAdminClient(bootstrap_servers=servers),
            AIOKafkaConsumer(bootstrap_servers=servers),
        )
        await asyncio.gather(admin.start(), reader.start())
        try:
            ends = await reader.end_offsets([TopicPartition(TOPIC, p) for p in range(PARTITIONS)])
            committed = await admin.list_consumer_group_offsets(CONSUMER)
        finally:
            await asyncio.gather(admin.close(), reader.stop())
        return sum(one.offset for one in committed.values()), sum(ends.values())

    async def judge(self, *, topic: bool = True, effects: bool = True) -> Findings:
        """Compare the acknowledged commands with the log, and the log with the topic and the effects."""
        findings, events = Findings(), await audit.whole_log(self.log)
        audit.compare_commands(findings, events, acknowledged=self.acknowledged, refused=[])
        if topic:
            found = await audit.whole_topic(self.kafka.bootstrap_servers, TOPIC)
            audit.compare_topic(findings, PUBLISHING, events, found)
        if effects:
            expected = {f"{e.aggregate_id}/{e.version}": 1 for e in events}
            audit.compare_effects(findings, CONSUMER, expected, await self.effects())
        return findings


@asynccontextmanager
async def ground(database_url: str, kafka: KafkaBroker, home: Path) -> AsyncIterator[Ground]:
    """A ground on an empty database; `database_url` is a superuser's."""
    await empty_topic(kafka.bootstrap_servers, TOPIC)
    role_url = await asyncio.to_thread(migrated, database_url)
    async with open_log(role_url) as log:
        yield Ground(database_url, role_url, log, kafka, home)


async def passes(seconds: float) -> None:
    """Wait for what must not happen: the time in which it would have happened goes by."""
    loop = asyncio.get_running_loop()
    over = loop.time() + seconds
    await eventually(lambda: loop.time() > over, timeout=seconds + 5)


async def relay_killed_before_it_stored_its_position(on: Ground, *, planted: bool) -> Findings:
    """The relay publishes everything once more; a consumer folds nothing twice."""
    bug = "consumer-without-stored-position" if planted else None
    async with on.process("consume", bug=bug):
        async with on.process("relay"):
            await on.buy()
            await eventually(on.all_folded, timeout=_START)
        await on.log.database.fetch(
            "UPDATE positions SET position = 0 WHERE starts_with(name, 'relay/') RETURNING name"
        )
        async with on.process("relay"):
            await on.buy()
            await eventually(on.all_folded, timeout=_START)
    return await on.judge()


async def answer_lost_after_the_commit(on: Ground, *, planted: bool) -> Findings:
    """The command is given again by whoever got no answer; it is in the log once."""
    statement = sabotage.append_with(idempotency=not planted)
    await sabotage.plant_in_database(on.admin_url, SCHEMA, statement)
    address = urlsplit(on.role_url)
    machine, key = bought(), str(uuid4())
    async with proxied(address.port or 5432) as proxy:
        behind = urlunsplit(address._replace(netloc=f"{address.username}@127.0.0.1:{proxy.port}"))
        async with open_log(behind) as log:
            await log.save(command(), machine)
            proxy.lose_next_answer_to(key.encode())
            await log.change(command(key), Machine, machine.id, lambda m: m.move("hall 2"))
            if not proxy.lost_answers:
                raise AssertionError("no answer was lost")
    on.acknowledged.append(key)
    return await on.judge(topic=False, effects=False)


async def one_commit_is_slower_than_the_next(on: Ground, *, planted: bool) -> Findings:
    """The relay reads between two commits; it skips nothing."""
    await sabotage.plant_in_database(on.admin_url, SCHEMA, sabotage.append_with(lock=not planted))
    async with on.process("relay"), open_log(on.role_url) as other:
        await on.buy()
        await eventually(on.published, timeout=_START)
        slow = f"{sabotage.SLOW}{uuid4()}"
        saving = asyncio.create_task(other.save(command(slow), bought()))
        await eventually(lambda: _somebody_sleeps(on.admin_url))
        await on.buy(1)
        await saving
        on.acknowledged.append(slow)
        await on.buy()
        await eventually(on.published, timeout=_START)
    return await on.judge(effects=False)


async def _somebody_sleeps(admin_url: str) -> bool:
    async with await psycopg.AsyncConnection.connect(admin_url) as connection:
        cursor = await connection.execute("SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
        return await cursor.fetchone() is not None


async def consumer_killed_with_a_batch_in_hand(on: Ground, *, planted: bool) -> Findings:
    """The store does not answer while a batch is in hand, then the consumer is killed; its successor takes the batch."""
    address = urlsplit(on.role_url)
    async with on.process("relay"):
        async with proxied(address.port or 5432) as proxy:
            behind = urlunsplit(address._replace(netloc=f"{address.username}@127.0.0.1:{proxy.port}"))
            async with on.process("consume", bug="auto-commit" if planted else None, database_url=behind):
                await on.buy()
                await eventually(on.all_folded, timeout=_START)
                await eventually(on.all_committed, timeout=_START)
                before, _ = await on.committed()
                proxy.hold()
                await on.buy()
                await eventually(on.published, timeout=_START)
                if planted:
                    await eventually(on.committed, timeout=_START, until=lambda now: now[0] > before)
                else:
                    await passes(_SOON)
        async with on.process("consume"):
            await on.buy()
            await eventually(on.published, timeout=_START)
            await eventually(on.all_committed, timeout=_START)
    return await on.judge()


async def broker_killed_while_the_relay_publishes(on: Ground, *, planted: bool) -> Findings:
    """The broker is dead while commands come in, then the relay is killed, too; its successor publishes them."""
    bug = "relay-position-before-acknowledgement" if planted else None
    async with on.process("relay", bug=bug):
        await on.buy()
        await eventually(on.published, timeout=_START)
        await on.kafka.kill()
        await on.buy()
        if planted:
            await eventually(on.published, timeout=_START)
        else:
            await passes(_SOON)
    await on.kafka.start()
    async with on.process("relay"):
        await on.buy()
        await eventually(on.published, timeout=_START)
    return await on.judge(effects=False)
