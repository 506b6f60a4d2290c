"""How the gateway reacts to what is published: each target that must know gets a delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from crm_contracts.envelope import Envelope
from crm_contracts.registry import Contract
from crm_platform.context import Context
from crm_platform.eventsourcing.log import AggregateConflict, EventLog
from integration_gateway.application.targets import Targets
from integration_gateway.application.translation import cloud_event, message, routes_of
from integration_gateway.domain.delivery import Delivery, SourceEvent
from integration_gateway.domain.retry import RetrySchedule
from integration_gateway.domain.webhook import wants


class Bodies(Protocol):
    """The bytes of messages, kept once under their SHA-256."""

    async def keep(self, bodies: Mapping[str, bytes]) -> None: ...

    async def read(self, digest: str) -> bytes:
        """Raises `NotFound`."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """What one target is to be told."""

    target: str
    type: str
    message_id: str
    body: bytes

    @property
    def digest(self) -> str:
        return sha256(self.body).hexdigest()


class Telling:
    """Queues what targets must be told. The ids follow from the event, so taking one again changes nothing."""

    def __init__(self, log: EventLog, bodies: Bodies, targets: Targets, schedule: RetrySchedule) -> None:
        self._log = log
        self._bodies = bodies
        self._targets = targets
        self._schedule = schedule

    async def when_event_published_tell_its_targets(
        self, contract: Contract, envelope: Envelope, context: Context
    ) -> None:
        """Peers are told by the routes of `translation`, webhooks by their filters."""
        letters = self._to_peers(contract, envelope) + await self._to_webhooks(envelope)
        if not letters:
            return
        await self._bodies.keep({letter.digest: letter.body for letter in letters})
        event = source_event(envelope)
        try:
            await self._log.save(context, *(self._queued(event, each, context.now) for each in letters))
        except AggregateConflict:
            # Some were queued under another key, when the routes were others; the rest still are to be.
            for letter in letters:
                await self._queue_alone(event, letter, context)

    def _to_peers(self, contract: Contract, envelope: Envelope) -> list[_Letter]:
        letters = []
        for route in routes_of(type(contract)):
            content = route.write(contract, envelope.subject)
            for peer in self._targets.peers.keys() & set(route.peers):
                id_ = str(Delivery.id_of(envelope.id, peer, route.type))
                letters.append(_Letter(peer, route.type, id_, message(route.type, id_, content)))
        return letters

    async def _to_webhooks(self, envelope: Envelope) -> list[_Letter]:
        interested = [
            name
            for name, webhook in (await self._targets.webhooks.targets()).items()
            if wants(webhook.types, envelope.type)
        ]
        body = cloud_event(envelope) if interested else b""
        return [_Letter(name, envelope.type, str(envelope.id), body) for name in interested]

    def _queued(self, event: SourceEvent, letter: _Letter, now: datetime) -> Delivery:
        return Delivery.queue(
            event,
            letter.target,
            letter.type,
            body=letter.digest,
            message_id=letter.message_id,
            schedule=self._schedule,
            now=now,
        )

    async def _queue_alone(self, event: SourceEvent, letter: _Letter, context: Context) -> None:
        delivery = self._queued(event, letter, context.now)
        try:
            await self._log.save(context.step(letter.target, letter.type), delivery)
        except AggregateConflict:
            return


def source_event(envelope: Envelope) -> SourceEvent:
    """What a delivery remembers of the event that it tells of."""
    return SourceEvent(
        id=envelope.id,
        type=envelope.type,
        source=envelope.source,
        subject=envelope.subject,
        position=envelope.position,
        time=envelope.time,
        correlation_id=envelope.correlationid,
    )
