"""What consuming events does to a service: facts folded into its tables, or reactions of its aggregates.

Each stores how far it has come with the effect, so redelivery, republishing and a frozen predecessor change nothing.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

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
from crm_platform.observability.logging import concerning
from crm_platform.observability.tracing import continue_trace
from crm_platform.persistence.database import TRANSIENT, Connection, Database
from crm_platform.persistence.positions import position_of, store_position

NOT_NOW = (*TRANSIENT, Unavailable)
"""Trouble that passes by itself: the batch is tried again. Anything else is the event's own fault and parks it."""

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
                except NOT_NOW:
                    raise
                except Exception as error:  # noqa: BLE001  whatever it is, it parks the event
                    await block(connection, self.name, event, describe(error))

    async def parked(self) -> int:
        """How many events wait, the poison and those behind it."""
        rows = await self.database.fetch("SELECT count(*) FROM parked WHERE consumer = %s", self.name)
        return int(rows[0][0])

    def _position_name(self, source: str, partition: int) -> str:
        return f"{self.name}/{source}/{partition}"


def _split(
    envelopes: Sequence[Envelope], watermark: int, waiting: set[str]
) -> tuple[list[Envelope], list[Parked]]:
    """What is new and may be taken, and what is new and must wait behind a parked event of its aggregate."""
    fresh = [e for e in envelopes if e.position > watermark]
    return [e for e in fresh if e.subject not in waiting], [
        Parked.of(e, None) for e in fresh if e.subject in waiting
    ]


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
            good, waiting = _split(
                envelopes, watermark, await parked_aggregates(connection, self.name, source)
            )
            poison = await self._fold_or_isolate(connection, good)
            await park(connection, self.name, [*waiting, *poison])
            if envelopes[-1].position > watermark:
                await store_position(connection, name, envelopes[-1].position)
        self._stored()

    async def _fold_or_isolate(self, connection: Connection, envelopes: list[Envelope]) -> list[Parked]:
        """Fold all at once; when that fails, by halves, until the guilty events stand alone."""
        if not envelopes:
            return []
        try:
            async with connection.transaction():
                await self._fold(connection, envelopes)
            return []
        except NOT_NOW:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it parks the event
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
        good, waiting = _split(envelopes, watermark, waiting_for)
        by_aggregate: dict[str, list[Envelope]] = {}
        for envelope in good:
            if self._concerns(envelope):
                by_aggregate.setdefault(envelope.subject, []).append(envelope)
        poison = await asyncio.gather(*(self._take_in_order(events) for events in by_aggregate.values()))
        async with self.database.transaction() as connection:
            await park(connection, self.name, [*waiting, *(event for events in poison for event in events)])
            await connection.execute(
                "INSERT INTO positions VALUES (%s, %s) ON CONFLICT (name)"
                " DO UPDATE SET position = greatest(positions.position, excluded.position)",
                (name, envelopes[-1].position),
            )

    def _concerns(self, envelope: Envelope) -> bool:
        contract = contract_for(envelope.type)
        return contract is not None and contract in self._policies

    async def _take_in_order(self, envelopes: list[Envelope]) -> list[Parked]:
        for index, envelope in enumerate(envelopes):
            try:
                async with self._room:
                    await self._react(envelope)
            except NOT_NOW:
                raise
            except Exception as error:  # noqa: BLE001  whatever it is, it parks the event
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
