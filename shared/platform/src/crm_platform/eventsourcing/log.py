"""A service's event log: load an aggregate, change it, read on from a position.

The log is the truth and the outbox in one. Everything else a service stores can be rebuilt from it.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, LiteralString, TypeVar
from uuid import UUID

from prometheus_client import Counter

from crm_platform.context import Context
from crm_platform.errors import (
    Conflict,
    DomainError,
    Forbidden,
    IdempotencyKeyReused,
    NotFound,
    Unavailable,
    VersionConflict,
)
from crm_platform.eventsourcing.aggregate import Aggregate, Owned
from crm_platform.eventsourcing.appending import Appended, Appender, Entry, Outcome
from crm_platform.eventsourcing.loading import Histories, Loader
from crm_platform.eventsourcing.mapper import RecordedEvent, to_row
from crm_platform.observability import metrics
from crm_platform.persistence.database import TRANSIENT, Connection, Database
from crm_platform.security.scope import changeable, visible
from crm_platform.signals import Signal

_COLUMNS: LiteralString = "position, aggregate_id, version, aggregate, type, class_version, state, occurred_at, recorded_at, metadata"
_ATTEMPTS = 5
_CACHED = 2_000

A = TypeVar("A", bound=Aggregate)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a command did. `repeated` tells that it had been done before, by the same key."""

    id: UUID
    version: int
    position: int
    repeated: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


class AggregateConflict(Conflict):
    """Another command appended to the aggregate `taken` first; a claim that is taken shows like this."""

    def __init__(self, taken: UUID) -> None:
        super().__init__(id=str(taken))
        self.taken = taken


class EventLog:
    """The aggregates of one service.

    Decisions run on the event loop and are pure; appends are joined. Aggregates just used are kept in memory, each
    lent to one command at a time, and are only a hint: versions are checked by the append, and a refusal is
    decided again on fresh state.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.appended = Signal()
        """Set when this process appended."""
        self.news = Signal()
        """Set when any process appended, as far as this one hears of it."""
        self._appender = Appender(database, appended=self._on_append)
        self._loader = Loader(self.histories)
        self._idle: OrderedDict[UUID, Aggregate] = OrderedDict()
        self._counters: dict[tuple[str, str], Counter] = {}

    async def run(self) -> None:
        """Serve appends until cancelled."""
        await self._appender.run()

    async def change(
        self,
        context: Context,
        kind: type[A],
        id: UUID,  # noqa: A002
        decide: Callable[[A], object],
        *,
        beside: Callable[[A], Awaitable[Sequence[Aggregate]]] | None = None,
        **extra: Any,
    ) -> Recorded:
        """Load one aggregate, decide on it, append what was decided.

        `beside` gives other aggregates that change with it, all or none; it is asked again after every conflict.
        Raises `NotFound` (also where the caller's scope does not reach it), `VersionConflict`, `Conflict`,
        `IdempotencyKeyReused`, `Unavailable`, and what `decide` raises; then nothing was changed.
        """
        for attempt in range(_ATTEMPTS):
            known = self._idle.pop(id, None) if attempt == 0 else None
            fresh = not isinstance(known, kind)
            try:
                aggregate = known if isinstance(known, kind) else await self.load(kind, id)
                _check_scope(context, aggregate)
                if context.expected_version not in (None, aggregate.version):
                    raise VersionConflict(expected=context.expected_version, actual=aggregate.version)
                decide(aggregate)
                others = await beside(aggregate) if beside else ()
                return await self.save(context, aggregate, *others, **extra)
            except AggregateConflict:
                if attempt == _ATTEMPTS - 1:
                    raise
            except DomainError as error:
                if fresh or isinstance(error, (Unavailable, IdempotencyKeyReused)):
                    self._count(kind.TOPIC, error.code)
                    return await self.answered_before(context, error)
        raise Conflict

    async def define(
        self,
        context: Context,
        kind: type[A],
        id: UUID,  # noqa: A002
        begin: Callable[[], A],
        revise: Callable[[A], object],
        **extra: Any,
    ) -> Recorded:
        """`change` one aggregate, or `save` what `begin` makes where there is none yet. Raises what those raise."""
        with suppress(NotFound):
            return await self.change(context, kind, id, revise, **extra)
        with suppress(AggregateConflict):  # somebody else began it meanwhile
            return await self.save(context, begin(), **extra)
        return await self.change(context, kind, id, revise, **extra)

    async def save(self, context: Context, *aggregates: Aggregate, **extra: Any) -> Recorded:
        """Append the pending events of all `aggregates`, or none. The answer is about the first of them.

        Where nothing was decided nothing is stored, and the position is 0, unless it is repeated, and what it decided
        the first time left nothing to decide. Raises `AggregateConflict`,
        `IdempotencyKeyReused`, `Unavailable`.
        """
        rows = [to_row(a, event) for a in aggregates for event in a.collect_events()]  # type: ignore[arg-type]
        subject = aggregates[0]
        if not rows:
            unchanged = Recorded(subject.id, subject.version, 0, extra=extra)
            return await self._before(context) or unchanged
        answer = {"id": subject.id, "version": subject.version, **extra}
        appended = await self._appender.append(
            Entry(
                actor=context.actor,
                key=context.key,
                name=rows[0]["type"],
                request_hash=context.request_hash,
                answer=answer,
                metadata=_metadata(context),
                events=rows,
            )
        )
        self._count(rows[0]["type"], appended.outcome)
        recorded = _recorded(appended)
        if not recorded.repeated:
            self._keep(subject)
        return recorded

    async def answered_before(self, context: Context, error: DomainError) -> Recorded:
        """The answer first given to this command, if it was given before; else raises `error`.

        A repeated command is often refused by the very change it made the first time.
        """
        try:
            before = await self._before(context)
        except TRANSIENT:
            raise error from None
        if before is None:
            raise error
        return before

    async def _before(self, context: Context) -> Recorded | None:
        rows = await self.database.fetch(
            "SELECT request_hash, position, answer FROM commands WHERE actor = %s AND key = %s",
            context.actor,
            context.key,
        )
        if not rows:
            return None
        request_hash, position, answer = rows[0]
        outcome: Outcome = "repeated" if request_hash == context.request_hash else "reused"
        return _recorded(Appended(outcome, position or 0, answer))

    async def load(self, kind: type[A], id: UUID, *, as_of: datetime | None = None) -> A:  # noqa: A002
        """The aggregate as it is, or as it was recorded at `as_of`. Raises `NotFound`."""
        aggregate: Aggregate | None = None
        for recorded in await (self.history(id, as_of=as_of) if as_of else self._loader.history(id)):
            aggregate = recorded.event().mutate(aggregate)
        if not isinstance(aggregate, kind):
            raise NotFound
        return aggregate

    async def glance(self, kind: type[A], id: UUID) -> A:  # noqa: A002
        """The aggregate as this process knows it, perhaps behind others: for reading, before a `change` decides.

        Raises `NotFound`.
        """
        known = self._idle.get(id)
        return known if isinstance(known, kind) else await self.load(kind, id)

    async def history(self, id: UUID, *, as_of: datetime | None = None) -> list[RecordedEvent]:  # noqa: A002
        """Every event of one aggregate, oldest first."""
        rows = await self.database.fetch(
            f"SELECT {_COLUMNS} FROM events WHERE aggregate_id = %s"
            " AND recorded_at <= coalesce(%s, 'infinity'::timestamptz) ORDER BY version",
            id,
            as_of,
        )
        return list(map(RecordedEvent._make, rows))

    async def histories(self, ids: Collection[UUID]) -> Histories:
        """Every event of each of many aggregates, oldest first; nothing for those that there are not."""
        if not ids:
            return {}
        rows = await self.database.fetch(
            f"SELECT {_COLUMNS} FROM events WHERE aggregate_id = ANY(%s) ORDER BY aggregate_id, version",
            list(ids),
        )
        histories: dict[UUID, list[RecordedEvent]] = {}
        for row in rows:
            event = RecordedEvent._make(row)
            histories.setdefault(event.aggregate_id, []).append(event)
        return histories

    async def read(
        self, after: int, limit: int, *, connection: Connection | None = None
    ) -> list[RecordedEvent]:
        """The events after a position, in log order, at most `limit`."""
        query: LiteralString = f"SELECT {_COLUMNS} FROM events WHERE position > %s ORDER BY position LIMIT %s"
        if connection is None:
            rows = await self.database.fetch(query, after, limit)
        else:
            rows = await (await connection.execute(query, (after, limit))).fetchall()
        return list(map(RecordedEvent._make, rows))

    async def position(self) -> int:
        """The position of the newest event, 0 when there is none."""
        return int((await self.database.fetch("SELECT coalesce(max(position), 0) FROM events"))[0][0])

    def _count(self, command: str, result: str) -> None:
        counter = self._counters.get((command, result))
        if counter is None:
            counter = metrics.COMMANDS.labels(service=self.database.service, command=command, result=result)
            self._counters[command, result] = counter
        counter.inc()

    def _on_append(self) -> None:
        self.appended.set()
        self.news.set()

    def _keep(self, aggregate: Aggregate) -> None:
        self._idle[aggregate.id] = aggregate
        self._idle.move_to_end(aggregate.id)
        if len(self._idle) > _CACHED:
            self._idle.popitem(last=False)


def _check_scope(context: Context, aggregate: Aggregate) -> None:
    """Raises `NotFound` for somebody else's aggregate, `Forbidden` for one the caller may only read."""
    if not isinstance(aggregate, Owned):
        return
    owner = (aggregate.owner_id, aggregate.team, aggregate.region)
    if not visible(context.principal, *owner):
        raise NotFound
    if not changeable(context.principal, *owner):
        raise Forbidden


def _metadata(context: Context) -> dict[str, Any]:
    metadata = {"actor": context.actor, "correlation_id": context.correlation_id, "command": context.key}
    if context.causation_id:
        metadata["causation_id"] = context.causation_id
    if context.traceparent:
        metadata["traceparent"] = context.traceparent
    return metadata


def _recorded(appended: Appended) -> Recorded:
    if appended.outcome == "conflict":
        raise AggregateConflict(UUID(appended.answer))
    if appended.outcome == "reused":
        raise IdempotencyKeyReused
    answer = dict(appended.answer)
    return Recorded(
        id=UUID(str(answer.pop("id"))),
        version=answer.pop("version"),
        position=appended.position,
        repeated=appended.outcome == "repeated",
        extra=answer,
    )
