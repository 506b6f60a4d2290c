"""The HTTP interface of analytics: the funnel with what is behind its figures, summaries, and the audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import Query
from pydantic import BaseModel, Field

from analytics.application.answers import Audit, Funnel, LeadGroup, OrderGroup
from analytics.application.queries import Questions
from analytics.entrypoints.parameters import FigureQuery, FunnelQuery, LeadQuery, SummaryQuery, TimeQuery
from analytics.projections.store import FactStore
from analytics.views.asking import Asked
from analytics.views.contracts import ContractView
from analytics.views.funnel import MEMBERS, FunnelView
from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Caller
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged, sorted_by
from crm_platform.observability.logging import logger
from crm_platform.persistence.views import Row
from crm_platform.security.scope import ADMIN, ANALYST, Principal
from crm_platform.values import Code

PATH = "/api/analytics/v1"


class FunnelMember(BaseModel):
    """An opportunity behind a figure, and the events that made it count."""

    id: UUID
    title: str | None
    customer_id: str | None
    customer_name: str | None
    owner_id: str | None
    entered_at: datetime
    amount: Decimal = Field(description="As at the entry.")
    currency: str
    amount_now: Decimal
    currency_now: str
    stage_now: str
    event_ids: list[UUID]


class FunnelMembers(Page[FunnelMember]):
    """A page of the opportunities behind a figure; `total` is the figure."""

    total: int


class Rebuilt(BaseModel):
    """From how many contracts the facts were built anew."""

    contracts: int


@dataclass(frozen=True, slots=True)
class Reads:
    """What every read waits for: that the facts are there, and that what the caller did is counted."""

    store: FactStore
    contracts: ContractView

    async def asked(self, caller: Principal, query: TimeQuery) -> Asked:
        """The question's circumstances. Raises `FactsBeingBuilt`, `NotYet`, and `Invalid` for a time to come."""
        now = datetime.now(UTC)
        asked = Asked(caller, now, query.time(now))
        await self.store.ready()
        await self.contracts.reached(query.positions())
        return asked


def funnel_router(questions: Questions, view: FunnelView, reads: Reads) -> ServiceRouter:
    """The funnel, and what is behind each of its figures."""
    router = ServiceRouter(f"{PATH}/funnel", tags=["funnel"])

    @router.get("", dependencies=[signed_in])
    async def funnel(caller: Caller, query: Annotated[FunnelQuery, Query()]) -> Funnel:
        """By stage, and by period when asked: who entered, went on (95 % interval), is there, and how long it takes."""
        return await questions.funnel(await reads.asked(caller, query), query.chosen(), query.period)

    @router.get("/{stage}/opportunities", dependencies=[signed_in])
    async def behind_figure(
        stage: Code, caller: Caller, paging: Paged, query: Annotated[FigureQuery, Query()]
    ) -> FunnelMembers:
        """The opportunities that a figure counts, with the ids of the events behind it; sort by entered_at or amount."""
        asked = await reads.asked(caller, query)
        members = view.members(asked, query.chosen(), stage, query.figure, query.within())

        async def rows(page: sa.Select[Any]) -> Sequence[Row]:
            return await view.with_events(asked, stage, query.figure, page)

        sorting = sorted_by(MEMBERS, ("entered_at", "amount"), paging.sort, default="-entered_at")
        page = await paging.page(members, sorting, rows, FunnelMember.model_validate)
        return FunnelMembers(items=page.items, next=page.next, total=await view.count(members))

    return router


def summaries_router(questions: Questions, reads: Reads, store: FactStore) -> ServiceRouter:
    """Counts of leads and orders, the audit of what came, and building the facts anew."""
    router = ServiceRouter(PATH, tags=["summaries"])

    @router.get("/leads/summary", dependencies=[signed_in])
    async def leads_summary(caller: Caller, query: Annotated[LeadQuery, Query()]) -> list[LeadGroup]:
        """The leads registered on these days by source and grade, and how many were converted (95 % interval)."""
        return await questions.leads(await reads.asked(caller, query), query.chosen(), query.by)

    @router.get("/orders/summary", dependencies=[signed_in])
    async def orders_summary(caller: Caller, query: Annotated[SummaryQuery, Query()]) -> list[OrderGroup]:
        """The orders placed on these days by status and currency, and how much of them is invoiced."""
        return await questions.orders(await reads.asked(caller, query), query.chosen())

    @router.get("/audit/gaps", dependencies=[requires(ANALYST, ADMIN)])
    async def audit(caller: Caller, query: Annotated[TimeQuery, Query()]) -> Audit:
        """Whether every event of every aggregate came: versions are contiguous, so what is missing shows."""
        return await questions.audit(await reads.asked(caller, query))

    @router.post("/operations/facts/rebuild", tags=["operations"], dependencies=[requires(ADMIN)])
    async def rebuild_facts(caller: Caller) -> Rebuilt:
        """Build the facts from the contracts beside the present ones, then swap; reads and consumption go on."""
        await store.ready()
        contracts = await store.rebuild()
        logger(service="analytics").info("facts rebuilt", actor=caller.subject, contracts=contracts)
        return Rebuilt(contracts=contracts)

    return router
