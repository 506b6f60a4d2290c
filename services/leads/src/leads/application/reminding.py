"""Tells owners in time: of each task when it is due, and once a day of what is overdue."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from crm_platform.context import reaction
from crm_platform.errors import Unavailable
from crm_platform.eventsourcing.log import AggregateConflict, EventLog
from crm_platform.ids import derived_id
from leads.application.follow_ups import ActiveFollowUpRules
from leads.domain.digest import FollowUpDigest, OverdueLead
from leads.domain.lead import Lead

LISTED = 20  # leads that a digest names


@dataclass(frozen=True, slots=True)
class Overdue:
    """What somebody has not done: how many leads wait, and the oldest of them."""

    person_id: str
    leads: int
    oldest: tuple[OverdueLead, ...]


class Agendas(Protocol):
    """What is due, as stored."""

    async def due(self, now: datetime, limit: int, *, after: int) -> list[tuple[UUID, datetime]]:
        """Leads to remind of now, and when that was to be; none while the log after a position is not seen yet."""
        ...

    async def overdue(self, at: datetime, listed: int) -> Sequence[Overdue]:
        """What was overdue at a moment, by owner, with at most so many leads each."""
        ...


class Reminders:
    """Records what owners are to be reminded of; the gateway takes it to them."""

    def __init__(self, log: EventLog, agendas: Agendas) -> None:
        self._log = log
        self._agendas = agendas
        self._position = 0

    async def due(self, now: datetime, limit: int) -> list[tuple[UUID, datetime]]:
        """Leads to remind of now, for the scheduler: without those that were reminded of a moment ago."""
        return await self._agendas.due(now, limit, after=self._position)

    async def remind(self, lead_id: UUID, _remind_at: datetime) -> None:
        """Remind of what is due about a lead. What was reminded before is not due any more."""
        # As it is stored, not as this process remembers it: others change leads, too.
        lead = await self._log.load(Lead, lead_id)
        now = datetime.now(UTC)
        tasks = "/".join(f"{task.id}-{ahead}" for task, ahead in lead.agenda.due(now))
        context = reaction(
            "schedule:leads.reminders", f"{lead_id}/{tasks}", now=now, correlation_id=str(lead_id)
        )
        lead.remind(now=now)
        try:
            recorded = await self._log.save(context, lead)
        except AggregateConflict:
            return  # somebody did something about it this moment: the next round sees what
        self._position = max(self._position, recorded.position)


class Digests:
    """Makes the digests of a day: one per person, of what was overdue at that day's time for it."""

    def __init__(self, log: EventLog, agendas: Agendas, rules: ActiveFollowUpRules) -> None:
        self._log = log
        self._agendas = agendas
        self._rules = rules
        self._made: datetime | None = None

    async def due(self, now: datetime, _limit: int) -> list[tuple[UUID, datetime]]:
        """Today's digests, once their time has come, for the scheduler."""
        moment = (await self._rules.current()).terms.digest_time(now)
        if moment is None or moment == self._made:
            return []
        return [(derived_id("follow-up-digests", moment.isoformat()), moment)]

    async def prepare(self, _id: UUID, moment: datetime) -> None:
        """Prepare everybody's digest. Done again, it finds the same people and changes nothing."""
        try:
            people = await self._agendas.overdue(moment, LISTED)
        except Unavailable:
            return  # the lead list is not made, or lags: the next round sees it
        await asyncio.gather(*(self._tell(person, moment) for person in people))
        self._made = moment

    async def _tell(self, person: Overdue, moment: datetime) -> None:
        day = moment.date()
        context = reaction("schedule:leads.digests", f"{person.person_id}/{day}", now=datetime.now(UTC))
        digest = FollowUpDigest.prepare(person.person_id, day, person.leads, person.oldest, now=context.now)
        try:
            await self._log.save(context, digest)
        except AggregateConflict:
            return  # the person was told today, at another time that was set before
