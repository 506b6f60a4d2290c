"""Tells owners in time: of next steps when they are due, of visits an hour before they begin."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol, TypeVar
from uuid import UUID

from crm_platform.context import reaction
from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.log import AggregateConflict, EventLog
from opportunities.domain.opportunity import Opportunity
from opportunities.domain.visit import Visit

BEFORE_VISITS: Final = timedelta(hours=1)

A = TypeVar("A", bound=Aggregate)
Due = list[tuple[UUID, datetime]]


class DueReminders(Protocol):
    """What people are to be reminded of, as stored."""

    async def steps(self, now: datetime, limit: int) -> Due: ...
    async def visits(self, soon: datetime, limit: int) -> Due: ...


class Reminders:
    """Records what owners are to be reminded of; the gateway takes it to them. Done again, it changes nothing."""

    def __init__(self, log: EventLog, due: DueReminders) -> None:
        self._log = log
        self._due = due

    async def steps(self, now: datetime, limit: int) -> Due:
        return await self._due.steps(now, limit)

    async def visits(self, now: datetime, limit: int) -> Due:
        return await self._due.visits(now + BEFORE_VISITS, limit)

    async def remind_of_step(self, opportunity_id: UUID, due_at: datetime) -> None:
        await self._remind(Opportunity, opportunity_id, due_at, lambda o, now: o.remind(now=now))

    async def remind_of_visit(self, visit_id: UUID, starts_at: datetime) -> None:
        await self._remind(Visit, visit_id, starts_at, lambda v, now: v.remind(now=now))

    async def _remind(
        self, kind: type[A], id_: UUID, due_at: datetime, remind: Callable[[A, datetime], None]
    ) -> None:
        # As it is stored, not as this process remembers it: others change it, too.
        aggregate, now = await self._log.load(kind, id_), datetime.now(UTC)
        context = reaction(
            "schedule:opportunities.reminders",
            f"{id_}/{due_at.isoformat()}/{aggregate.version}",
            now=now,
            correlation_id=str(id_),
        )
        remind(aggregate, now)
        try:
            await self._log.save(context, aggregate)
        except AggregateConflict:
            return  # somebody did something about it this moment: the next round sees what
