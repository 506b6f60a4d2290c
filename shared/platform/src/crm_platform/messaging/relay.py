"""Publishes a service's log to Kafka: in order, acknowledged, from a stored position. One active per service.

Duplicates are fine, loss is not: on any failure the producer is closed and the log is read again from the stored
position. A cluster that is new, or a topic that holds less than was published to it, is filled again from the log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from zlib import crc32

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.producer.message_accumulator import BatchBuilder

from crm_contracts.topics import topic_of
from crm_platform.eventsourcing.log import EventLog
from crm_platform.eventsourcing.publishing import Publishing, Record
from crm_platform.messaging.cluster import Cluster
from crm_platform.observability import metrics
from crm_platform.observability.logging import logger
from crm_platform.persistence.database import Connection
from crm_platform.persistence.leases import with_lease
from crm_platform.persistence.positions import position_of, store_position
from crm_platform.signals import Signal, Subscription

_PAGE = 2_000  # events
_BATCH_BYTES = 512 * 1024
_DEADLINE = 20.0  # seconds for one page to be acknowledged
_LOOK_AGAIN = 5.0  # seconds between checks that the topic still holds what was published


class TopicLost(Exception):
    """The topic holds less than was published to it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What a partition holds: the offset behind the first record of its last batch, and the log position of its last."""

    end: int
    position: int


@dataclass(frozen=True, slots=True)
class _Page:
    """So many events of the log, up to a position, as batches by partition, with the last log position in each."""

    events: int
    position: int
    batches: Mapping[int, tuple[Sequence[BatchBuilder], int]]


@dataclass(slots=True)
class _Target:
    """A cluster that is published to, what its partitions hold, and the last log position on its way to each."""

    connection: Connection
    producer: AIOKafkaProducer
    cluster: str
    partitions: int
    parts: dict[int, _Part]
    last: dict[int, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Under which the position is stored."""
        return f"relay/{self.cluster}"


class Relay:
    """Publishes `log` as `publishing` says, to the topic of its context."""

    def __init__(
        self, log: EventLog, publishing: Publishing, cluster: Cluster, *, wake: Signal, idempotent: bool
    ) -> None:
        self._log = log
        self._publishing = publishing
        self._topic = topic_of(publishing.context)
        self._kafka = cluster
        self._wake = wake
        self._idempotent = idempotent
        self._logger = logger(service=publishing.context, part="relay")

    async def run(self) -> None:
        """Relay while this process holds the lease. Runs until cancelled."""
        await with_lease(self._log.database, "relay", self._relay)

    async def _relay(self, connection: Connection) -> None:
        producer = AIOKafkaProducer(
            **self._kafka.client,
            client_id=f"{self._publishing.context}-relay",
            acks="all",
            enable_idempotence=self._idempotent,
            max_batch_size=_BATCH_BYTES,
            max_request_size=4 * 1024 * 1024,
            linger_ms=0,
            request_timeout_ms=int(_DEADLINE * 1000),
        )
        try:
            async with asyncio.timeout(_DEADLINE):
                await producer.start()
            await self._publish_from_position(connection, producer)
        finally:
            with suppress(Exception):
                async with asyncio.timeout(2):
                    await producer.stop()

    async def _publish_from_position(self, connection: Connection, producer: AIOKafkaProducer) -> None:
        cluster = await self._cluster()
        partitions = len(await producer.partitions_for(self._topic))
        parts = await self._parts(connection, cluster)
        to = _Target(connection, producer, cluster, partitions, parts)
        try:
            await self._check_topic(parts)
        except TopicLost:
            await self._begin_again(to)
        to.last = {partition: part.position for partition, part in to.parts.items()}
        async with asyncio.TaskGroup() as group:
            group.create_task(self._watch_topic(to))
            await self._publish(to, await position_of(connection, to.name))

    async def _publish(self, to: _Target, position: int) -> None:
        """Publish what follows a position, page after page. Raises TopicLost."""
        wake = self._wake.subscribe()
        page = await self._prepare(to, position)
        while True:
            # The next page is made ready while the broker takes this one.
            following = asyncio.create_task(
                self._prepare(to, page.position, wake=None if page.events else wake)
            )
            try:
                if page.events:
                    sent = await self._send(to.producer, page)
                    if any(part.end <= to.parts[p].end for p, part in sent.items() if p in to.parts):
                        await self._begin_again(to)
                        raise TopicLost(self._topic)
                    await self._advance(to, page.position, sent)
                    metrics.RELAY_PUBLISHED.labels(service=self._publishing.context).inc(page.events)
                page = await following
            finally:
                following.cancel()

    async def _prepare(self, to: _Target, after: int, *, wake: Subscription | None = None) -> _Page:
        """What follows in the log, as batches; when asked to, after waiting for news."""
        if wake is not None:
            await wake.wait()
        recorded = await self._log.read(after, _PAGE, connection=to.connection)
        if not recorded:
            return _Page(0, after, {})
        by_partition: dict[int, list[BatchBuilder]] = {}
        for event in recorded:
            record = self._publishing.record(event)
            if record is None:
                continue
            # What librdkafka calls `consistent`: aiokafka's murmur2 is pure Python and costs more than the rest.
            partition = crc32(record.key) % to.partitions
            if previous := to.last.get(partition):
                # Tells a consumer that nothing is missing before the event.
                record.headers.append(("ce_previous", b"%d" % previous))
            batches = by_partition.setdefault(partition, [])
            stamp = int(event.recorded_at.timestamp() * 1000)
            if not batches or not _add(batches[-1], stamp, record):
                batches.append(to.producer.create_batch())
                if not _add(batches[-1], stamp, record):
                    raise ValueError(f"event {event.position} is larger than {_BATCH_BYTES} bytes")
            to.last[partition] = event.position
        sent = {p: (batches, to.last[p]) for p, batches in by_partition.items()}
        return _Page(len(recorded), recorded[-1].position, sent)

    async def _begin_again(self, to: _Target) -> None:
        self._logger.warning("topic holds less than was published; publishing again from the log")
        async with to.connection.transaction():
            await to.connection.execute("DELETE FROM published WHERE cluster = %s", (to.cluster,))
            await store_position(to.connection, to.name, 0)
        to.parts = {}

    async def _send(self, producer: AIOKafkaProducer, page: _Page) -> dict[int, _Part]:
        """Publish one page, in order per partition; returns what each partition holds after it."""
        async with asyncio.timeout(_DEADLINE):
            sent = await asyncio.gather(
                *(self._send_partition(producer, p, *b) for p, b in page.batches.items())
            )
        return dict(zip(page.batches, sent, strict=True))

    async def _send_partition(
        self, producer: AIOKafkaProducer, partition: int, batches: Sequence[BatchBuilder], position: int
    ) -> _Part:
        acknowledged = []
        for batch in batches:
            batch.close()
            acknowledged.append(await producer.send_batch(batch, self._topic, partition=partition))
        # The acknowledgement names a batch's first offset. Not every broker counts what is behind that in a partition's end.
        return _Part(max([(await future).offset + 1 for future in acknowledged]), position)

    async def _advance(self, to: _Target, position: int, sent: Mapping[int, _Part]) -> None:
        async with to.connection.transaction():
            await store_position(to.connection, to.name, position)
            if sent:
                await to.connection.execute(
                    "INSERT INTO published SELECT %s, unnest(%s::int[]), unnest(%s::bigint[]), unnest(%s::bigint[])"
                    " ON CONFLICT (cluster, partition)"
                    " DO UPDATE SET next_offset = excluded.next_offset, position = excluded.position",
                    (
                        to.cluster,
                        list(sent),
                        [part.end for part in sent.values()],
                        [part.position for part in sent.values()],
                    ),
                )
        to.parts |= sent

    async def _parts(self, connection: Connection, cluster: str) -> dict[int, _Part]:
        cursor = await connection.execute(
            "SELECT partition, next_offset, position FROM published WHERE cluster = %s", (cluster,)
        )
        return {partition: _Part(end, position) for partition, end, position in await cursor.fetchall()}

    async def _cluster(self) -> str:
        admin = AIOKafkaAdminClient(**self._kafka.client)
        try:
            async with asyncio.timeout(_DEADLINE):
                await admin.start()
                return str((await admin.describe_cluster())["cluster_id"])
        finally:
            with suppress(Exception):
                await admin.close()

    async def _watch_topic(self, to: _Target) -> None:
        """Look now and then whether the topic still holds what was published. Raises TopicLost."""
        while True:
            await asyncio.sleep(_LOOK_AGAIN)
            await self._check_topic(dict(to.parts))

    async def _check_topic(self, parts: Mapping[int, _Part]) -> None:
        """Raises `TopicLost` when a partition ends before what was published to it."""
        if not parts:
            return
        consumer = AIOKafkaConsumer(**self._kafka.client, client_id=f"{self._publishing.context}-relay-check")
        try:
            async with asyncio.timeout(_DEADLINE):
                await consumer.start()
                ends = await consumer.end_offsets([TopicPartition(self._topic, p) for p in parts])
        finally:
            with suppress(Exception):
                await consumer.stop()
        lost = {
            p: f"{end} of {part.end}"
            for p, part in parts.items()
            if (end := ends[TopicPartition(self._topic, p)]) < part.end
        }
        if lost:
            raise TopicLost(f"records in partitions of {self._topic}: {lost}")


def _add(batch: BatchBuilder, stamp: int, record: Record) -> bool:
    """Whether it had room."""
    added = batch.append(timestamp=stamp, key=record.key, value=record.value, headers=record.headers)
    return added is not None
