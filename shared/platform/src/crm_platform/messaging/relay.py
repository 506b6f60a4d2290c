"""Publishes a service's log to Kafka: in order, acknowledged, from a stored position. One active per service.

Duplicates are fine, loss is not: on any failure the producer is closed and the log is read again from the stored
position. A cluster that is new, or a topic that holds less than was published to it, is filled again from the log.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from zlib import crc32

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.structs import RecordMetadata

from crm_contracts.envelope import Envelope
from crm_contracts.topics import topic_of
from crm_platform.eventsourcing.log import EventLog
from crm_platform.eventsourcing.publishing import Publishing
from crm_platform.observability import metrics
from crm_platform.observability.logging import logger
from crm_platform.persistence.database import Connection
from crm_platform.persistence.leases import with_lease
from crm_platform.persistence.positions import position_of, store_position
from crm_platform.signals import Signal

_PAGE = 2_000  # events
_BATCH_BYTES = 512 * 1024
_DEADLINE = 20.0  # seconds for one page to be acknowledged
_LOOK_AGAIN = 5.0  # seconds between checks that the topic still holds what was published


class TopicLost(Exception):
    """The topic holds less than was published to it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What a partition holds: the offset behind its last record, and that record's log position."""

    end: int
    position: int


class Relay:
    """Publishes `log` as `publishing` says, to the topic of its context."""

    def __init__(
        self, log: EventLog, publishing: Publishing, bootstrap_servers: str, *, wake: Signal, idempotent: bool
    ) -> None:
        self._log = log
        self._publishing = publishing
        self._topic = topic_of(publishing.context)
        self._servers = bootstrap_servers
        self._wake = wake
        self._idempotent = idempotent
        self._logger = logger(service=publishing.context, part="relay")

    async def run(self) -> None:
        """Relay while this process holds the lease. Runs until cancelled."""
        await with_lease(self._log.database, "relay", self._relay)

    async def _relay(self, connection: Connection) -> None:
        producer = AIOKafkaProducer(
            bootstrap_servers=self._servers,
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
        name = f"relay/{cluster}"
        partitions = len(await producer.partitions_for(self._topic))
        try:
            await self._check_topic(connection, cluster)
        except TopicLost:
            await self._begin_again(connection, name, cluster)
        position = await position_of(connection, name)
        parts = await self._parts(connection, cluster)
        wake = self._wake.subscribe()
        look_again = asyncio.get_running_loop().time() + _LOOK_AGAIN
        while True:
            page = await self._log.read(position, _PAGE, connection=connection)
            if page:
                envelopes = [e for e in map(self._publishing.envelope, page) if e is not None]
                sent = await self._send(producer, envelopes, partitions, parts)
                if any(part.end <= parts[p].end for p, part in sent.items() if p in parts):
                    await self._begin_again(connection, name, cluster)
                    raise TopicLost(self._topic)
                position = page[-1].position
                await self._advance(connection, name, cluster, position, sent)
                parts |= sent
                self._observe(len(envelopes), page[-1].recorded_at, len(page) == _PAGE)
            if len(page) < _PAGE:
                await wake.wait()
            if asyncio.get_running_loop().time() > look_again:
                await self._check_topic(connection, cluster)
                look_again = asyncio.get_running_loop().time() + _LOOK_AGAIN

    async def _begin_again(self, connection: Connection, name: str, cluster: str) -> None:
        self._logger.warning("topic holds less than was published; publishing again from the log")
        async with connection.transaction():
            await connection.execute("DELETE FROM published WHERE cluster = %s", (cluster,))
            await store_position(connection, name, 0)

    async def _send(
        self,
        producer: AIOKafkaProducer,
        envelopes: Sequence[Envelope],
        partitions: int,
        parts: Mapping[int, _Part],
    ) -> dict[int, _Part]:
        """Publish one page, in order per partition; returns what each partition holds after it."""
        by_partition: dict[int, list[Envelope]] = {}
        for envelope in envelopes:
            # What librdkafka calls `consistent`: aiokafka's murmur2 is pure Python and costs more than the rest.
            partition = crc32(envelope.key()) % partitions
            by_partition.setdefault(partition, []).append(envelope)
        async with asyncio.timeout(_DEADLINE):
            sent = await asyncio.gather(
                *(self._send_partition(producer, p, es, parts.get(p)) for p, es in by_partition.items())
            )
        return dict(zip(by_partition, sent, strict=True))

    async def _send_partition(
        self, producer: AIOKafkaProducer, partition: int, envelopes: list[Envelope], part: _Part | None
    ) -> _Part:
        acknowledged = []
        batch = producer.create_batch()
        previous = part.position if part else 0
        for envelope in envelopes:
            stamp = int(envelope.time.timestamp() * 1000)
            headers = envelope.to_headers()
            if previous:
                # By which a consumer sees that nothing is missing before it.
                headers.append(("ce_previous", b"%d" % previous))
            previous = envelope.position
            record = {"key": envelope.key(), "value": envelope.body(), "headers": headers}
            if batch.append(timestamp=stamp, **record) is None:
                acknowledged.append(await self._send_batch(producer, batch, partition))
                batch = producer.create_batch()
                if batch.append(timestamp=stamp, **record) is None:
                    raise ValueError(f"event {envelope.id} is larger than {_BATCH_BYTES} bytes")
        acknowledged.append(await self._send_batch(producer, batch, partition))
        # The acknowledgement names a batch's first offset.
        return _Part(max([(await future).offset + records for future, records in acknowledged]), previous)

    async def _send_batch(
        self, producer: AIOKafkaProducer, batch: BatchBuilder, partition: int
    ) -> tuple[asyncio.Future[RecordMetadata], int]:
        records = batch.record_count()
        batch.close()
        return await producer.send_batch(batch, self._topic, partition=partition), records

    async def _advance(
        self, connection: Connection, name: str, cluster: str, position: int, sent: Mapping[int, _Part]
    ) -> None:
        async with connection.transaction():
            await store_position(connection, name, position)
            if sent:
                await connection.execute(
                    "INSERT INTO published SELECT %s, unnest(%s::int[]), unnest(%s::bigint[]), unnest(%s::bigint[])"
                    " ON CONFLICT (cluster, partition)"
                    " DO UPDATE SET next_offset = excluded.next_offset, position = excluded.position",
                    (
                        cluster,
                        list(sent),
                        [part.end for part in sent.values()],
                        [part.position for part in sent.values()],
                    ),
                )

    async def _parts(self, connection: Connection, cluster: str) -> dict[int, _Part]:
        cursor = await connection.execute(
            "SELECT partition, next_offset, position FROM published WHERE cluster = %s", (cluster,)
        )
        return {partition: _Part(end, position) for partition, end, position in await cursor.fetchall()}

    async def _cluster(self) -> str:
        admin = AIOKafkaAdminClient(bootstrap_servers=self._servers)
        try:
            async with asyncio.timeout(_DEADLINE):
                await admin.start()
                return str((await admin.describe_cluster())["cluster_id"])
        finally:
            with suppress(Exception):
                await admin.close()

    async def _check_topic(self, connection: Connection, cluster: str) -> None:
        """Raises `TopicLost` when a partition ends before what was published to it."""
        rows = await (
            await connection.execute(
                "SELECT partition, next_offset FROM published WHERE cluster = %s", (cluster,)
            )
        ).fetchall()
        if not rows:
            return
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self._servers, client_id=f"{self._publishing.context}-relay-check"
        )
        try:
            async with asyncio.timeout(_DEADLINE):
                await consumer.start()
                ends = await consumer.end_offsets(
                    [TopicPartition(self._topic, partition) for partition, _ in rows]
                )
        finally:
            with suppress(Exception):
                await consumer.stop()
        lost = [p for p, offset in rows if ends[TopicPartition(self._topic, p)] < offset]
        if lost:
            raise TopicLost(f"partitions {lost} of {self._topic}")

    def _observe(self, published: int, recorded_at: datetime, more: bool) -> None:
        labels = {"service": self._publishing.context}
        metrics.RELAY_PUBLISHED.labels(**labels).inc(published)
        waiting = (datetime.now(UTC) - recorded_at).total_seconds() if more else 0.0
        metrics.RELAY_OLDEST_UNPUBLISHED.labels(**labels).set(max(waiting, 0.0))
