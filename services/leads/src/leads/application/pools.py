"""Pools: opened and revised, claimed from, released into, and filled again by leads that are left alone."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID
from weakref import WeakValueDictionary

from crm_platform.context import Context, reaction
from crm_platform.errors import Conflict, DomainError, Invalid, NotFound
from crm_platform.eventsourcing.log import AggregateConflict, EventLog, Recorded
from crm_platform.security.scope import Principal, visible
from crm_platform.values import Ownership
from leads.application.assigning import ReleaseLead
from leads.domain.errors import NotInAPool
from leads.domain.lead import Lead
from leads.domain.pools import DailyClaims, LeadPool, PoolTerms, claim, recycling_pool

_ATTEMPTS = 20


class PoolTermsByCode(Protocol):
    """The pools there are."""

    async def pools(self) -> Mapping[str, PoolTerms]: ...


class Pools:
    """Commands on pools and on the leads in them. Each returns when its events are stored."""

    def __init__(self, log: EventLog, known: PoolTermsByCode) -> None:
        self._log = log
        self._known = known
        self._claiming: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def define(self, code: str, terms: PoolTerms, context: Context) -> Recorded:
        """Open a pool, or revise its terms."""
        return await self._log.define(
            context,
            LeadPool,
            LeadPool.id_of(code),
            lambda: LeadPool.open(code, terms, now=context.now),
            lambda pool: pool.revise(terms, now=context.now),
        )

    async def claim(self, lead_id: UUID, context: Context) -> Recorded:
        """Take a lead out of its pool; raises what `leads.domain.pools.claim` raises."""
        # One person's claims take turns here; those in other processes are told apart by the append.
        lock = self._claiming.setdefault(context.actor, asyncio.Lock())
        async with lock:
            for _ in range(_ATTEMPTS):
                lead = await self._log.load(Lead, lead_id)
                try:
                    claims = await self._claimed(lead, context)
                except DomainError as refusal:
                    return await self._log.answered_before(context, refusal)
                try:
                    return await self._log.save(context, lead, claims)
                except AggregateConflict:
                    continue
        raise Conflict(id=str(lead_id))

    async def _claimed(self, lead: Lead, context: Context) -> DailyClaims:
        """Decide on the claim; the day's claims, to be stored with the lead."""
        if lead.place.pool is None:
            # Who tries to claim what came from a pool may have seen it there; of others they learn nothing.
            seen = lead.place.came_from or visible(context.principal, lead.owner_id, lead.team, lead.region)
            raise NotInAPool if seen else NotFound
        pool = await self._log.load(LeadPool, LeadPool.id_of(lead.place.pool))
        day = pool.terms.day_of(context.now)
        try:
            claims = await self._log.load(DailyClaims, DailyClaims.id_of(pool.code, context.actor, day))
        except NotFound:
            claims = DailyClaims.begin_day(pool.code, context.actor, day, now=context.now)
        claim(lead, pool, claims, owner(context.principal), context.principal.name, now=context.now)
        return claims

    async def release(self, lead_id: UUID, command: ReleaseLead, context: Context) -> Recorded:
        """Let a lead go, into the pool that is named or the one it came from; raises `HasNoOwner`."""
        lead = await self._log.glance(Lead, lead_id)
        code = command.pool or lead.place.came_from
        pool = await self._pool(code) if code is not None else None

        def release(lead: Lead) -> None:
            if pool is None:
                raise Invalid.at(
                    "#/pool", "unknown-pool", "Must name a pool that exists", "须指定已有的线索池"
                )
            lead.release(pool.code, pool.terms.name, reason=command.reason, now=context.now)

        return await self._log.change(context, Lead, lead_id, release)

    async def recycle(self, lead_id: UUID, due_at: datetime) -> None:
        """Put a lead that nobody did anything with for too long back into its pool."""
        context = reaction(
            "schedule:leads.recycling", f"{lead_id}/{due_at.isoformat()}", correlation_id=str(lead_id)
        )
        pools = await self._known.pools()

        def recycle(lead: Lead) -> None:
            code = recycling_pool(lead, pools, context.now)
            if code is not None:
                days = pools[code].recycle_after_days
                reason = f"Nobody did anything with it for {days} days"
                lead.release(code, pools[code].name, reason=reason, now=context.now)

        await self._log.change(context, Lead, lead_id, recycle)

    async def _pool(self, code: str) -> LeadPool | None:
        try:
            return await self._log.load(LeadPool, LeadPool.id_of(code))
        except NotFound:
            return None


def owner(principal: Principal) -> Ownership:
    """What a lead that the principal owns is seen by."""
    return Ownership(owner_id=principal.subject, team=principal.team, region=principal.region)
