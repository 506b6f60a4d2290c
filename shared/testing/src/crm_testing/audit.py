"""What must hold after faults, as counts: acknowledged commands, log, topic, views, analytics and peers compared.

Every comparison adds to `Findings`; an empty one means that every promise held.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from aiokafka import AIOKafkaConsumer

from crm_contracts.envelope import Envelope, InvalidEnvelope
from crm_platform.eventsourcing.log import EventLog
from crm_platform.eventsourcing.mapper import RecordedEvent
from crm_platform.eventsourcing.publishing import Publishing

_PAGE = 5_000
_READ_WITHIN = 30.0  # seconds for one topic


@dataclass
class Findings:
    """What is wrong, a line each; `lost` and `doubled` are about commands, events and their effects."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    reordered: list[str] = field(default_factory=list)
    uncaused: list[str] = field(default_factory=list)
    """Effects of commands that were refused, or that nobody gave."""

    def __bool__(self) -> bool:
        return bool(self.lost or self.doubled or self.reordered or self.uncaused)

    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {name: len(found) for name, found in vars(self).items()}

    def __str__(self) -> str:
        lines = [f"{name}: {each}" for name, found in vars(self).items() for each in found[:5]]
        return "\n".join([str(self.counts()), *lines])


async def whole_log(log: EventLog) -> list[RecordedEvent]:
    """Every event of a service, in log order."""
    found: list[RecordedEvent] = []
    while page := await log.read(found[-1].position if found else 0, _PAGE):
        found += page
    return found


async def whole_topic(bootstrap_servers: str, topic: str) -> dict[int, list[Envelope]]:
    """Every event of a topic by partition, in the order of the offsets; what is no event is left out."""
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap_servers, auto_offset_reset="earliest")
    found: dict[int, list[Envelope]] = {}
    await consumer.start()
    try:
        async with asyncio.timeout(_READ_WITHIN):
            ends = await consumer.end_offsets(list(consumer.assignment()))
            while any([await consumer.position(part) < end for part, end in ends.items()]):
                for part, records in (await consumer.getmany(timeout_ms=200)).items():
                    for record in records:
                        headers = [(name, value) for name, value in record.headers if value is not None]
                        with suppress(InvalidEnvelope):
                            envelope = Envelope.from_record(headers, record.key, record.value)
                            found.setdefault(part.partition, []).append(envelope)
    finally:
        await consumer.stop()
    return found


def compare_commands(
    findings: Findings,
    events: Sequence[RecordedEvent],
    *,
    acknowledged: Iterable[str],
    refused: Iterable[str],
) -> None:
    """Commands by their keys against the log: acknowledged ones are in it once, refused ones are not."""
    effects = Counter((e.metadata["actor"], e.metadata["command"], e.aggregate_id, e.type) for e in events)
    given = {key for _, key, _, _ in effects}
    findings.lost += [f"command {key} is not in the log" for key in acknowledged if key not in given]
    findings.uncaused += [f"command {key} was refused and is in the log" for key in refused if key in given]
    findings.doubled += [
        f"command {key} has {times} events {type_} of {id_}"
        for (_, key, id_, type_), times in effects.items()
        if times > 1
    ]
    newest: Counter[UUID] = Counter()
    for event in events:
        if event.version != newest[event.aggregate_id] + 1:
            findings.reordered.append(f"{event.aggregate_id} has version {event.version} at {event.position}")
        newest[event.aggregate_id] = event.version


def compare_topic(
    findings: Findings,
    publishing: Publishing,
    events: Sequence[RecordedEvent],
    topic: Mapping[int, Sequence[Envelope]],
) -> None:
    """What was published against the log: all of it, and each aggregate's events first seen in their order.

    That an event is in the topic twice is no fault: its position tells. Nor is one that a relay sent to a topic that
    had just been emptied: it names the event before it, and comes again behind that one.
    """
    expected = {e.id: e for e in map(publishing.envelope, events) if e is not None}
    seen: set[UUID] = set()
    newest: Counter[str] = Counter()
    partitions: dict[str, int] = {}
    for partition, envelopes in topic.items():
        for envelope in _as_a_reader_takes_them(e for e in envelopes if e.source == publishing.context):
            seen.add(envelope.id)
            if envelope.id not in expected:
                findings.uncaused.append(f"{envelope.type} {envelope.id} is published and not in the log")
            if envelope.version != newest[envelope.subject] + 1:
                findings.reordered.append(
                    f"{envelope.subject} is published as {envelope.version} out of order"
                )
            newest[envelope.subject] = envelope.version
            if partitions.setdefault(envelope.subject, partition) != partition:
                findings.reordered.append(f"{envelope.subject} is in two partitions")
    findings.lost += [f"{expected[id_].type} {id_} is not published" for id_ in expected.keys() - seen]


def _as_a_reader_takes_them(envelopes: Iterable[Envelope]) -> Iterator[Envelope]:
    """The events of one partition without those that came before, and those before which others are missing."""
    reached = 0
    for envelope in envelopes:
        previous = getattr(envelope, "previous", None)
        if envelope.position > reached and (previous is None or previous <= reached):
            reached = envelope.position
            yield envelope


def compare_effects(
    findings: Findings, what: str, expected: Mapping[str, int], found: Mapping[str, int]
) -> None:
    """How often something must have had its effect against how often it had."""
    for name in expected.keys() | found.keys():
        wanted, times = expected.get(name, 0), found.get(name, 0)
        if times < wanted:
            findings.lost.append(f"{what}: {name} had its effect {times} times, not {wanted}")
        elif times > wanted and wanted:
            findings.doubled.append(f"{what}: {name} had its effect {times} times, not {wanted}")
        elif times > wanted:
            findings.uncaused.append(f"{what}: {name} had an effect without a cause")
