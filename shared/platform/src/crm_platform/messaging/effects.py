"""What consuming events does to a service: facts folded into its tables, or reactions of its aggregates.

Each stores how far it has come with the effect, so redelivery, republishing and a frozen predecessor change nothing.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from crm_contracts.envelope import Envelope
from crm_contracts.registry import Contract, contract_for
from crm_platform.context import Context, reaction
from crm_platform.errors import Unavailable
from crm_platform.messaging.parking import (
    Parked,
    block,
    describe,
    next_free,
    park,
    parked_aggregates,
    unpark,
)
from crm_platform.observability.logging import concerning, logger
from crm_platform.observability.tracing import continue_trace
from crm_platform.persistence.database import TRANSIENT, Connection, Database
from crm_platform.persistence.positions import position_of, store_position

NOT_NOW = (*TRANSIENT, Unavailable)
"""Trouble that passes by itself: the batch is tried again. Anything else is the event's own fault and parks it."""

_LIMIT_EXCEEDED = "54"  # the class of what is too deep or too long, which comes as an OperationalError


def _passes(error: Exception) -> bool:
    limit = isinstance(error, psycopg.Error) and (error.sqlstate or "").startswith(_LIMIT_EXCEEDED)
    return isinstance(error, NOT_NOW) and not limit


_AT_ONCE = 64  # aggregates that react at the same time

Policy = Callable[[Any, Envelope, Context], Awaitable[object]]


class Effect(ABC):
    """What one consumer does with events. `name` is its consumer group and the name of its positions."""

    def __init__(self, name: str, database: Database) -> None:
        self.name = name
        self.database = database

    @abstractmethod
    async def take(self, source: str, partition: int, envelopes: Sequence[Envelope]) -> None:
        """Take events of one partition, in order. Raises one of `NOT_NOW` when nothing can be stored now."""

    @abstractmethod
    async def _take_parked(self, connection: Connection, envelope: Envelope) -> None:
        """Take one event that was parked, inside `connection`'s transaction."""

    async def drain_parked(self) -> int:
        """Take the parked events that nothing blocks any more; returns how many were taken."""
        taken = 0
        while True:
            async with self.database.transaction() as connection:
                event = await next_free(connection, self.name)
                if event is None:
                    return taken
                try:
                    async with connection.transaction():
                        await self._take_parked(connection, event.envelope())
                        await unpark(connection, self.name, event)
                    taken += 1
                except Exception as error:  # whatever it is, it parks the event
                    if _passes(error):
                        raise
                    await block(connection, self.name, event, describe(error))

    async def parked(self) -> int:
        """How many events wait, the poison and those behind it."""
        rows = await self.database.fetch("SELECT count(*) FROM parked WHERE consumer = %s", self.name)
        return int(rows[0][0])

    def _position_name(self, source: str, partition: int) -> str:
        return f"{self.name}/{source}/{partition}"


@dataclass(frozen=True, slots=True)
class _Fresh:
    """What is new of a partition: what may be taken, what must wait behind a parked event, how far both reach."""

    good: list[Envelope]
    waiting: list[Parked]
    reached: int


def _fresh(envelopes: Sequence[Envelope], watermark: int, parked: set[str]) -> _Fresh:
    """Counted on from event to event: what a relay published twice may come twice in one batch.

    An event before which others are missing is left alone: the topic was made anew, and its relay, when it notices,
    publishes everything again, in order.
    """
    fresh: list[Envelope] = []
    reached, gaps = watermark, 0
    for envelope in envelopes:
        if envelope.position <= reached:
            continue
        if envelope.previous is not None and envelope.previous > reached:
            gaps += 1
            continue
        fresh.append(envelope)
        reached = envelope.position
    if gaps:
        logger().error("events before these are missing; waiting until they are published again", events=gaps)
    good = [e for e in fresh if e.subject not in parked]
    return _Fresh(good, [Parked.of(e, None) for e in fresh if e.subject in parked], reached)


class Facts(Effect):
    """Folds events into tables: rows and position in one transaction, set-based, a batch at a time."""

    def __init__(
        self,
        name: str,
        database: Database,
        fold: Callable[[Connection, Sequence[Envelope]], Awaitable[None]],
        *,
        stored: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(name, database)
        self._fold = fold
        self._stored = stored

    async def take(self, source: str, partition: int, envelopes: Sequence[Envelope]) -> None:
        name = self._position_name(source, partition)
        async with self.database.transaction() as connection:
            await connection.execute("INSERT INTO positions VALUES (%s, 0) ON CONFLICT DO NOTHING", (name,))
            watermark = await position_of(connection, name, lock=True)
            fresh = _fresh(envelopes, watermark, await parked_aggregates(connection, self.name, source))
            poison = await self._fold_or_isolate(connection, fresh.good)
            await park(connection, self.name, [*fresh.waiting, *poison])
            if fresh.reached > watermark:
                await store_position(connection, name, fresh.reached)
        self._stored()

    async def _fold_or_isolate(self, connection: Connection, envelopes: list[Envelope]) -> list[Parked]:
        """Fold all at once; when that fails, by halves, until the guilty events stand alone."""
        if not envelopes:
            return []
        try:
            async with connection.transaction():
                await self._fold(connection, envelopes)
            return []
        except Exception as error:  # whatever it is, it parks the event
            if _passes(error):
                raise
            if len(envelopes) == 1:
                return [Parked.of(envelopes[0], describe(error))]
        half = len(envelopes) // 2
        poison = await self._fold_or_isolate(connection, envelopes[:half])
        guilty = {event.aggregate_id for event in poison}
        behind = [Parked.of(e, None) for e in envelopes[half:] if e.subject in guilty]
        rest = [e for e in envelopes[half:] if e.subject not in guilty]
        return [*poison, *behind, *await self._fold_or_isolate(connection, rest)]

    async def _take_parked(self, connection: Connection, envelope: Envelope) -> None:
        await self._fold(connection, [envelope])


class Reactions(Effect):
    """Policies that answer contracts with commands on this service's own aggregates.

    The event's id is the key of the command it causes, recorded in the transaction of its events: taking an event
    twice changes nothing. Events of one aggregate are taken in order, different aggregates at the same time.
    """

    def __init__(self, name: str, database: Database, policies: Mapping[type[Contract], Policy]) -> None:
        super().__init__(name, database)
        self._policies = dict(policies)
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def take(self, source: str, partition: int, envelopes: Sequence[Envelope]) -> None:
        name = self._position_name(source, partition)
        async with self.database.connection() as connection:
            watermark = await position_of(connection, name)
            waiting_for = await parked_aggregates(connection, self.name, source)
        fresh = _fresh(envelopes, watermark, waiting_for)
        by_aggregate: dict[str, list[Envelope]] = {}
        for envelope in fresh.good:
            if self._concerns(envelope):
                by_aggregate.setdefault(envelope.subject, []).append(envelope)
        poison = await asyncio.gather(*(self._take_in_order(events) for events in by_aggregate.values()))
        async with self.database.transaction() as connection:
            await park(
                connection, self.name, [*fresh.waiting, *(event for events in poison for event in events)]
            )
            await connection.execute(
                "INSERT INTO positions VALUES (%s, %s) ON CONFLICT (name)"
                " DO UPDATE SET position = greatest(positions.position, excluded.position)",
                (name, fresh.reached),
            )

    def _concerns(self, envelope: Envelope) -> bool:
        contract = contract_for(envelope.type)
        return contract is not None and contract in self._policies

    async def _take_in_order(self, envelopes: list[Envelope]) -> list[Parked]:
        for index, envelope in enumerate(envelopes):
            try:
                async with self._room:
                    await self._react(envelope)
            except Exception as error:  # whatever it is, it parks the event
                if _passes(error):
                    raise
                return [
                    Parked.of(envelope, describe(error)),
                    *(Parked.of(e, None) for e in envelopes[index + 1 :]),
                ]
        return []

    async def _react(self, envelope: Envelope) -> None:
        contract = contract_for(envelope.type)
        policy = self._policies.get(contract) if contract is not None else None
        if contract is None or policy is None:
            return
        context = reaction(
            f"policy:{self.name}",
            str(envelope.id),
            correlation_id=envelope.correlationid,
            causation_id=str(envelope.id),
            traceparent=envelope.traceparent,
        )
        concerning(envelope.correlationid, context.actor)
        with continue_trace(envelope.traceparent, f"{self.name} {contract.__name__}"):
            await policy(contract.model_validate(envelope.data), envelope, context)

    async def _take_parked(self, connection: Connection, envelope: Envelope) -> None:
        await self._react(envelope)
