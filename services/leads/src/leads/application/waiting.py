"""Leads that wait because nobody could get them: tried again and again, and told to those who manage, once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_platform.context import reaction
from crm_platform.eventsourcing.log import EventLog
from crm_platform.ids import derived_id
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER
from leads.application.policies import Assigner
from leads.domain.assignment import Unassigned
from leads.domain.lead import Lead

SWEEP = derived_id("waiting-leads")
_PAGE = 200
_HOPELESS = 2_000  # leads that nobody can get, tried in one sweep; the next goes on behind them
_TOLD_AFTER = timedelta(minutes=1)
_MOST_TOLD = 100  # people


@dataclass(frozen=True, slots=True)
class WaitingLead:
    """A lead that waits, since when, and whether people were told; `order` is its place among all that wait."""

    id: UUID
    since: datetime
    region: str | None
    told: bool
    order: int


class Waiters(Protocol):
    """The leads that wait, and the people who may be told."""

    async def waiting(
        self, now: datetime, limit: int, after: WaitingLead | None = None
    ) -> list[WaitingLead]: ...

    async def people(self) -> list[PersonRecorded]: ...


class WaitingLeads:
    """Goes through the leads that wait, the best first, a bounded part of the hopeless ones at a time."""

    def __init__(self, log: EventLog, assigner: Assigner, waiters: Waiters) -> None:
        self._log = log
        self._assigner = assigner
        self._waiters = waiters
        self._after: WaitingLead | None = None

    async def due(self, now: datetime, _limit: int) -> list[tuple[UUID, datetime]]:
        """The sweep, when anything waits, for the scheduler."""
        return [(SWEEP, now)] if await self._waiters.waiting(now, 1) else []

    async def sweep(self, _id: UUID, now: datetime) -> None:
        """Try those that wait; tell of those that have waited for a minute and still nobody can get."""
        hopeless = 0
        while hopeless < _HOPELESS:
            page = await self._waiters.waiting(now, _PAGE, self._after)
            self._after = page[-1] if page else None
            if not page:
                return
            context = reaction("schedule:leads.waiting", f"{page[0].id}/{now.isoformat()}", now=now)
            choices = await self._assigner.assign([lead.id for lead in page], context)
            left = [
                (lead, choice)
                for lead, choice in zip(page, choices, strict=True)
                if isinstance(choice, Unassigned)
            ]
            hopeless += len(left)
            await self._tell(
                [one for one in left if not one[0].told and one[0].since <= now - _TOLD_AFTER], now
            )

    async def _tell(self, left: Sequence[tuple[WaitingLead, Unassigned]], now: datetime) -> None:
        """One event per lead; people get one notice for all leads of a page that concern the same of them."""
        if not left:
            return
        people = [person for person in await self._waiters.people() if person.active]
        by_recipients: dict[tuple[str, ...], list[tuple[WaitingLead, Unassigned]]] = {}
        for lead, choice in left:
            by_recipients.setdefault(_recipients(people, lead.region), []).append((lead, choice))
        await asyncio.gather(
            *(
                self._leave(lead, choice.reason, recipients if first else (), len(group), now)
                for recipients, group in by_recipients.items()
                for first, (lead, choice) in zip([True] + [False] * len(group), group, strict=False)
            )
        )

    async def _leave(
        self, lead: WaitingLead, reason: str, recipients: tuple[str, ...], waiting: int, now: datetime
    ) -> None:
        key = f"{lead.id}/{lead.since.isoformat()}"
        context = reaction("schedule:leads.waiting", key, now=now, correlation_id=str(lead.id))
        await self._log.change(
            context, Lead, lead.id, lambda found: found.leave_waiting(reason, recipients, waiting, now=now)
        )


def _recipients(people: Sequence[PersonRecorded], region: str | None) -> tuple[str, ...]:
    """Those who manage the lead's region; all administrators where nobody does."""
    managing = [
        p.person_id
        for p in people
        if region is not None and p.region == region and {MANAGER, DIRECTOR} & set(p.roles)
    ]
    chosen = managing or [p.person_id for p in people if ADMIN in p.roles]
    return tuple(sorted(chosen)[:_MOST_TOLD])
