"""Consumer loops: batches from Kafka through FastStream to an `Effect`, acknowledged only when stored.

Kafka's committed offset is a hint; the truth is the position stored with the effect. A consumer that has lag and
makes no progress is begun anew; one that ends takes its process down with it.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from aiokafka import ConsumerRecord
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.message import KafkaAckableMessage

from crm_contracts.envelope import Envelope, InvalidEnvelope
from crm_contracts.topics import PARTITIONS
from crm_platform.messaging.cluster import Cluster
from crm_platform.messaging.effects import NOT_NOW, Effect
from crm_platform.messaging.parking import Parked, describe, park
from crm_platform.observability import metrics
from crm_platform.observability.logging import logger

_BATCH = 2_000  # events
_STALLED = 30.0  # seconds of lag without progress
_GRACE = 3.0  # seconds a batch in hand has when the process is to end; it is taken again by the next one
_LOOK_WITHIN = 5.0  # seconds in which the broker must say where its partitions end
_LOOK = 1.0  # seconds between looks at parked events and at progress


class ConsumerStopped(Exception):
    """A consumer loop ended although nobody asked it to."""


class Consumer:
    """One consumer group of a service: what it reads has an effect, and others `beside`, in this order.

    Another set of effects is another group, which reads from the beginning: each knows by its own positions what is new.
    """

    def __init__(
        self,
        effect: Effect,
        topics: Sequence[str],
        cluster: Cluster,
        *,
        beside: Sequence[Effect] = (),
        batch: int = _BATCH,
    ) -> None:
        self.effects = (effect, *beside)
        self.name = "+".join(each.name for each in self.effects)
        self.database = effect.database
        self.topics = list(topics)
        self._cluster = cluster
        self._busy = asyncio.Lock()
        self._progress = 0.0
        self._in_hand = False
        self._logger = logger(consumer=self.name)
        self.broker = KafkaBroker(
            cluster.servers,
            security=cluster.security,
            client_id=self.name,
            allow_auto_create_topics=False,
            metadata_max_age_ms=5_000,
            graceful_timeout=_GRACE,
            logger=None,
        )
        self._subscriber = self.broker.subscriber(
            *self.topics,
            group_id=self.name,
            batch=True,
            max_records=batch,
            batch_timeout_ms=500,
            ack_policy=AckPolicy.MANUAL,
            auto_offset_reset="earliest",
            session_timeout_ms=10_000,
            heartbeat_interval_ms=2_000,
            fetch_max_wait_ms=100,
            parser=self._unparsed,
            decoder=_undecoded,
        )
        self._subscriber(self._consume)

    async def run(self) -> None:
        """Consume until cancelled. Raises `ConsumerStopped` when the loop ends by itself."""
        await self._await_topics()
        await self.broker.start()
        try:
            self._assert_manual_commit()
            await self._watch()
        finally:
            await self.broker.stop()

    async def lag(self) -> int:
        """Events that are in the topics and not taken, over the partitions assigned here."""
        consumer = self._subscriber.consumer
        if consumer is None:
            return 0
        assigned = list(consumer.assignment())
        if not assigned:
            return 0
        # Not `highwater`, which only a fetch renews: a fetcher that hangs would look as if there was nothing to do.
        async with asyncio.timeout(_LOOK_WITHIN):
            ends = await consumer.end_offsets(assigned)
            return sum([max(0, ends[p] - await consumer.position(p)) for p in assigned])

    async def _consume(self, message: KafkaMessage) -> None:
        """One fetched batch; returns only when its effect is stored, however long that takes."""
        records: tuple[ConsumerRecord[Any, Any], ...] = message.raw_message
        by_partition: dict[tuple[str, int], list[ConsumerRecord[Any, Any]]] = {}
        for record in records:
            by_partition.setdefault((record.topic, record.partition), []).append(record)
        self._in_hand = True
        pause = 0.1
        while True:
            try:
                async with self._busy:
                    for (_, partition), part in by_partition.items():
                        await self._take(partition, part)
                break
            except NOT_NOW as error:
                self._logger.warning("cannot store now", error=describe(error), again_in=pause)
            except Exception:
                # FastStream swallows what is raised here, and the next batch would be acknowledged past this one.
                self._logger.exception("cannot take a batch", again_in=pause)
            metrics.RETRIES.labels(service=self.database.service, part=self.name).inc()
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)
        self._in_hand = False
        self._progress = asyncio.get_running_loop().time()
        await message.ack()

    async def _unparsed(self, message: tuple[ConsumerRecord[Any, Any], ...]) -> KafkaMessage:
        """The batch as it is: FastStream's own parser fails on a header that is not UTF-8, and swallows the batch."""
        assert self._subscriber.consumer is not None  # noqa: S101  it gave us the batch
        return KafkaAckableMessage(body=b"", raw_message=message, consumer=self._subscriber.consumer)

    async def _take(self, partition: int, records: Sequence[ConsumerRecord[Any, Any]]) -> None:
        envelopes: list[Envelope] = []
        garbage: list[Parked] = []
        for record in records:
            try:
                envelopes.append(Envelope.from_record(_present(record), record.key, record.value))
            except InvalidEnvelope as error:
                garbage.append(_garbage(record, error))
        if garbage:
            self._logger.error("records that are no events", records=len(garbage), first=garbage[0].error)
            async with self.database.transaction() as connection:
                for effect in self.effects:
                    await park(connection, effect.name, garbage)
        by_source: dict[str, list[Envelope]] = {}
        for envelope in envelopes:
            by_source.setdefault(envelope.source, []).append(envelope)
        for source, events in by_source.items():
            for effect in self.effects:
                await effect.take(source, partition, events)

    async def _watch(self) -> None:
        """Take parked events that became free, and begin the subscriber anew when it stalls."""
        loop = asyncio.get_running_loop()
        service = self.database.service
        self._progress = loop.time()
        while True:
            await asyncio.sleep(_LOOK)
            if any(task.done() for task in self._subscriber.tasks):
                raise ConsumerStopped(self.name)
            for effect in self.effects:
                with suppress(*NOT_NOW):
                    async with self._busy:
                        await effect.drain_parked()
                    parked = await effect.parked()
                    metrics.PARKED_EVENTS.labels(service=service, consumer=effect.name).set(parked)
            lag: int | None = None
            with suppress(KafkaError, OSError):
                lag = await self.lag()
                for effect in self.effects:
                    metrics.CONSUMER_LAG.labels(service=service, consumer=effect.name).set(lag)
            if lag == 0 or self._in_hand:
                self._progress = loop.time()
            elif loop.time() - self._progress > _STALLED:
                self._logger.warning("no progress; beginning anew", lag=lag)
                await self._begin_anew()
                self._progress = loop.time()

    async def _begin_anew(self) -> None:
        await self._subscriber.stop()
        while True:
            try:
                await self._subscriber.start()
                return
            except (KafkaError, OSError) as error:
                self._logger.info("waiting for the broker", error=describe(error))
                await asyncio.sleep(_LOOK)

    async def _await_topics(self) -> None:
        """Wait until every topic is there, with the partitions that positions are counted in."""
        while True:
            admin = AIOKafkaAdminClient(**self._cluster.client)
            try:
                async with asyncio.timeout(10):
                    await admin.start()
                    found = {
                        t["topic"]: len(t["partitions"]) for t in await admin.describe_topics(self.topics)
                    }
                if all(found.get(topic) == PARTITIONS for topic in self.topics):
                    return
                self._logger.info("waiting for topics", found=found, partitions=PARTITIONS)
            except Exception as error:  # noqa: BLE001  whatever it is, the broker is not there yet
                self._logger.info("waiting for the broker", error=describe(error))
            finally:
                with suppress(Exception):
                    await admin.close()
            await asyncio.sleep(0.5)

    def _assert_manual_commit(self) -> None:
        """An auto-committing consumer loses what it was handed when it dies; refuse to run as one."""
        consumer = self._subscriber.consumer
        if consumer is None or consumer._enable_auto_commit:  # noqa: SLF001  the only way to know
            raise ConsumerStopped(f"{self.name} would commit by itself")


async def _undecoded(message: object) -> None:
    """Bodies are read by `Envelope.from_record`, once, where a bad one can be parked."""


def _present(record: ConsumerRecord[Any, Any]) -> list[tuple[str, bytes]]:
    """The headers that have a value; Kafka allows none, and an attribute without one is missing."""
    return [(name, value) for name, value in record.headers if value is not None]


def _garbage(record: ConsumerRecord[Any, Any], error: InvalidEnvelope) -> Parked:
    """A record that is no event waits alone, named by where it stood."""
    return Parked(
        source=f"{record.topic}/{record.partition}",
        aggregate_id=f"offset {record.offset}",
        position=record.offset,
        headers=list(record.headers),
        body=record.value or b"",
        error=describe(error),
    )
