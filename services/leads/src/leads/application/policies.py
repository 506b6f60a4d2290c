"""How leads react by themselves: a lead that nobody owns is assigned by rule."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from crm_contracts.envelope import Envelope
from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_contracts.leads.v1 import LeadRegistered
from crm_platform.context import Context, reaction
from crm_platform.eventsourcing.log import EventLog
from crm_platform.observability.logging import logger
from crm_platform.security.scope import SALESPERSON
from leads.application.models import ActiveModels
from leads.domain.assignment import Assignment, Candidate, Unassigned, choose
from leads.domain.facts import facts_of
from leads.domain.lead import Lead

_FRESH = 1.0  # seconds that workloads may be old


class Workloads(Protocol):
    """Who may get leads, how many open ones each has, and where each rule stands in its turn."""

    async def people(self) -> list[PersonRecorded]: ...

    async def open_leads(self) -> tuple[int, Mapping[str, int]]:
        """Open leads by owner, and the log position up to which they are counted."""
        ...

    async def turns(self) -> Mapping[str, int]: ...


class Assigner:
    """Assigns leads one after another, so that taking turns is exact within the process that reacts.

    Open leads are counted in the store, and what was assigned since is added; turns are read once and kept.
    """

    def __init__(self, log: EventLog, models: ActiveModels, workloads: Workloads) -> None:
        self._log = log
        self._models = models
        self._workloads = workloads
        self._one_at_a_time = asyncio.Lock()
        self._counted_at = -_FRESH
        self._counted: Mapping[str, int] = {}
        self._since: dict[UUID, _Given] = {}
        self._turns: dict[str, int] | None = None
        self._candidates: list[Candidate] = []

    async def when_lead_registered_assign_it(
        self, contract: LeadRegistered, envelope: Envelope, context: Context
    ) -> None:
        """Give a new lead to whom the rules in force choose; leave it alone when it has an owner or is closed."""
        chosen = await self._give(UUID(envelope.subject), context)
        if isinstance(chosen, Unassigned):
            logger(lead=envelope.subject).warning("lead not assigned", reason=chosen.reason)

    async def assign_waiting(self, lead_id: UUID, waiting_since: datetime) -> None:
        """Try again with a lead that nobody was free for when it came."""
        key = f"{lead_id}/{waiting_since.isoformat()}"
        await self._give(lead_id, reaction("schedule:leads.waiting", key, correlation_id=str(lead_id)))

    async def _give(self, lead_id: UUID, context: Context) -> Assignment | Unassigned | None:
        lead = await self._log.glance(Lead, lead_id)
        if not lead.is_waiting:
            return None
        async with self._one_at_a_time:
            chosen = await self._choose(lead)
        if isinstance(chosen, Assignment):
            recorded = await self._log.change(
                context, Lead, lead.id, lambda lead: _assign(lead, chosen, context)
            )
            self._since[lead.id] = _Given(chosen.owner.person_id, recorded.position)
        return chosen

    async def _choose(self, lead: Lead) -> Assignment | Unassigned:
        await self._refresh()
        turns = self._turns = self._turns if self._turns is not None else dict(await self._workloads.turns())
        loads = Counter(self._counted)
        loads.update(given.owner for given in self._since.values())
        rules = await self._models.rules()
        chosen = choose(rules.rules, facts_of(lead.profile, lead.score), self._candidates, loads, turns)
        if isinstance(chosen, Assignment):
            turns[chosen.rule] = chosen.rotation
            self._since[lead.id] = _Given(chosen.owner.person_id, None)
        return chosen

    async def _refresh(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._counted_at >= _FRESH:
            position, self._counted = await self._workloads.open_leads()
            self._since = {
                lead: given
                for lead, given in self._since.items()
                if given.position is None or given.position > position
            }
            people = await self._workloads.people()
            self._candidates = [_candidate(person) for person in people if SALESPERSON in person.roles]
            self._counted_at = now


@dataclass(frozen=True, slots=True)
class _Given:
    """A lead that was given to somebody, at which position; None while that is being stored."""

    owner: str
    position: int | None


def _assign(lead: Lead, chosen: Assignment, context: Context) -> None:
    if lead.is_waiting:
        lead.assign(
            chosen.owner.ownership,
            chosen.owner.name,
            rule=chosen.rule,
            turn=chosen.rotation,
            reason=chosen.reason,
            now=context.now,
        )


def _candidate(person: PersonRecorded) -> Candidate:
    return Candidate(
        person_id=person.person_id,
        name=person.name,
        team=person.team,
        region=person.region,
        capacity=person.capacity,
        active=person.active,
    )
