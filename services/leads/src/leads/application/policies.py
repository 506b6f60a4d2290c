"""How leads react by themselves: a lead that nobody owns is assigned by rule."""

import asyncio
from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from crm_contracts.envelope import Envelope
from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_contracts.leads.v1 import LeadRegistered
from crm_platform.context import Context
from crm_platform.eventsourcing.log import EventLog
from crm_platform.observability.logging import logger
from crm_platform.security.scope import SALESPERSON
from leads.application.models import ActiveModels
from leads.domain.assignment import Assignment, Candidate, Unassigned, choose
from leads.domain.facts import facts_of
from leads.domain.lead import Lead


class Workloads(Protocol):
    """Who may get leads, how many open ones each has, and where each rule stands in its turn."""

    async def people(self) -> list[PersonRecorded]: ...

    async def open_leads(self) -> Mapping[str, int]: ...

    async def turns(self) -> Mapping[str, int]: ...


class Assigner:
    """Assigns leads one after another, so that taking turns is exact within the process that reacts.

    Loads and turns are read from the store once and counted on from there.
    """

    def __init__(self, log: EventLog, models: ActiveModels, workloads: Workloads) -> None:
        self._log = log
        self._models = models
        self._workloads = workloads
        self._one_at_a_time = asyncio.Lock()
        self._loads: dict[str, int] | None = None
        self._turns: dict[str, int] = {}

    async def when_lead_registered_assign_it(
        self, contract: LeadRegistered, envelope: Envelope, context: Context
    ) -> None:
        """Give a new lead to whom the rules in force choose; leave it alone when it has an owner or is closed."""
        lead = await self._log.load(Lead, UUID(envelope.subject))
        if lead.is_waiting:
            async with self._one_at_a_time:
                chosen = await self._choose(lead)
            if isinstance(chosen, Unassigned):
                logger(lead=envelope.subject).warning("lead not assigned", reason=chosen.reason)
                return
            await self._log.change(context, Lead, lead.id, lambda lead: _assign(lead, chosen, context))

    async def _choose(self, lead: Lead) -> Assignment | Unassigned:
        if self._loads is None:
            self._loads = dict(await self._workloads.open_leads())
            self._turns = dict(await self._workloads.turns())
        rules = await self._models.rules()
        people = [_candidate(p) for p in await self._workloads.people() if SALESPERSON in p.roles]
        chosen = choose(rules.rules, facts_of(lead.profile, lead.score), people, self._loads, self._turns)
        if isinstance(chosen, Assignment):
            owner = chosen.owner.person_id
            self._loads[owner] = self._loads.get(owner, 0) + 1
            self._turns[chosen.rule] = chosen.rotation
        return chosen


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
