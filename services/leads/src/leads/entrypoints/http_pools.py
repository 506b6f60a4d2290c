"""The HTTP interface of pools: their terms, the leads in them, claiming and releasing."""

from collections.abc import Mapping
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import Path
from pydantic import BaseModel

from crm_platform.errors import NotFound
from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.describing import refusing
from crm_platform.http.listing import Listing, everything
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER, SALESPERSON, Principal
from crm_platform.values import Code
from leads.adapters.assignment_views import POOLS
from leads.adapters.views import LEADS
from leads.application.assigning import PooledLead, PoolItem, ReleaseLead
from leads.application.pools import Pools, owner
from leads.domain.errors import (
    DailyLimitReached,
    HasNoOwner,
    LeadIsClosed,
    LeadWasMerged,
    LockedOut,
    NotInAPool,
    NotOfThisPool,
)
from leads.domain.lead import LeadStatus
from leads.domain.pools import PoolTerms

PATH = "/api/leads/v1"
OWNERS = requires(DIRECTOR, ADMIN)
WRITERS = requires(SALESPERSON, MANAGER, DIRECTOR, ADMIN)

PoolInPath = Annotated[Code, Path(description="Code of the pool.")]


class InPools(Protocol):
    """How many leads lie in each pool."""

    async def in_pools(self) -> Mapping[str, int]: ...


class PoolDefined(BaseModel):
    """The pool and the version of its terms."""

    code: str
    version: int


class LeadMoved(BaseModel):
    """The id of the lead that was claimed or released."""

    id: UUID


def pools_router(pools: Pools, counts: InPools, projector: Projector) -> ServiceRouter:
    """Routes under `/api/leads/v1/pools`, and what people do with leads of pools."""
    router = ServiceRouter(PATH, tags=["pools"])
    listing = Listing(projector, POOLS, sorts=("code",), default="code", scope=everything)
    leads = Listing(
        projector, LEADS, sorts=("score", "pooled_at", "name"), default="-score", scope=everything
    )

    @router.put("/pools/{code}", dependencies=[OWNERS])
    async def define_pool(code: PoolInPath, body: PoolTerms, context: CommandContext) -> Answer[PoolDefined]:
        """Open a pool or revise its terms: who may claim, how much a day, when leads come back."""
        recorded = await pools.define(code, body, context)
        return answer(PoolDefined(code=code, version=recorded.version), recorded)

    @router.get("/pools", dependencies=[signed_in])
    async def list_pools(reading: ReadContext, paging: Paged) -> Page[PoolItem]:
        """Pools with their terms, and whether the caller may claim from them."""
        found = await counts.in_pools()
        return await listing.page(reading, paging, lambda row: _pool(row, found, reading.principal))

    @router.get("/pools/{code}/leads", dependencies=[signed_in])
    async def list_pool_leads(code: PoolInPath, reading: ReadContext, paging: Paged) -> Page[PooledLead]:
        """Leads that can be claimed, the best first; sort by score, pooled_at or name.

        Those who may claim from the pool and those whose scope is wider than a team see them.
        """
        found = await listing.rows((await listing.visible(reading)).where(POOLS.table.c.code == code))
        if not found or not _sees(PoolTerms.model_validate(found[0]["terms"]), reading.principal):
            raise NotFound
        return await leads.page(reading, paging, _pooled, pool=code, status=LeadStatus.OPEN.value)

    @router.post(
        "/leads/{lead_id}/claim",
        dependencies=[WRITERS],
        responses=refusing(NotInAPool, NotOfThisPool, LockedOut, DailyLimitReached),
    )
    async def claim_lead(lead_id: UUID, context: CommandContext) -> Answer[LeadMoved]:
        """Take a lead out of its pool: it is the caller's."""
        recorded = await pools.claim(lead_id, context)
        return answer(LeadMoved(id=recorded.id), recorded)

    @router.post(
        "/leads/{lead_id}/release",
        dependencies=[WRITERS],
        responses=refusing(HasNoOwner, LeadIsClosed, LeadWasMerged),
    )
    async def release_lead(lead_id: UUID, body: ReleaseLead, context: CommandContext) -> Answer[LeadMoved]:
        """Let a lead go into a pool; without one named, into the pool it came from."""
        recorded = await pools.release(lead_id, body, context)
        return answer(LeadMoved(id=recorded.id), recorded)

    return router


def _sees(terms: PoolTerms, caller: Principal) -> bool:
    return caller.scope in ("region", "all") or terms.admits(owner(caller))


def _pool(row: Row, leads: Mapping[str, int], caller: Principal) -> PoolItem:
    terms = PoolTerms.model_validate(row["terms"])
    counted = {"leads": leads.get(row["code"], 0), "may_claim": terms.admits(owner(caller))}
    return PoolItem.model_validate(row | counted)


def _pooled(row: Row) -> PooledLead:
    amount = row["budget"]
    budget = None if amount is None else {"amount": amount, "currency": row["currency"]}
    return PooledLead.model_validate(row | {"budget": budget})
