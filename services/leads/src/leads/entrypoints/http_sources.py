"""The HTTP interface of where leads come from: the sources and campaigns of the company."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel

from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.listing import Listing, everything
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
from crm_platform.security.scope import ADMIN, DIRECTOR
from crm_platform.values import Code, Money, ShortText
from leads.adapters.campaigns import CAMPAIGNS
from leads.application.catalog import Catalog
from leads.domain.sources import Campaign, CampaignTerms, LeadSource, SourceTerms

OWNERS = requires(DIRECTOR, ADMIN)


class Named(BaseModel):
    """The code of what was defined."""

    code: str


class CampaignItem(BaseModel):
    """A campaign, with what was spent on it."""

    id: UUID
    version: int
    code: str
    name: str
    source: str
    starts_on: date | None
    ends_on: date | None
    cost: Money | None
    active: bool


OnlyActive = Annotated[
    bool | None, Query(description="Only those that are in use, or only those that are not.")
]
CodeInPath = Annotated[Code, Path(description="The code, which leads keep for ever.")]


def sources_router(catalog: Catalog, projector: Projector) -> ServiceRouter:
    """Routes for `/sources` and `/campaigns`."""
    router = ServiceRouter("/api/leads/v1", tags=["sources"])
    campaigns = Listing(
        projector,
        CAMPAIGNS,
        sorts=("starts_on", "name", "code", "cost"),
        default="-starts_on",
        searched=("code", "name"),
        scope=everything,
    )

    @router.get("/sources", dependencies=[signed_in])
    async def list_sources(active: OnlyActive = None) -> list[LeadSource]:
        """The sources in their order, with the words each is recognized by; a lead has the code of its source."""
        return [each for each in await catalog.sources() if active in (None, each.active)]

    @router.put("/sources/{code}", dependencies=[OWNERS])
    async def define_source(code: CodeInPath, body: SourceTerms, context: CommandContext) -> Answer[Named]:
        """Add a source, or rename it, move it in the list, or take it out of use: leads keep its code."""
        recorded = await catalog.define_source(code, body, context)
        return answer(Named(code=code), recorded)

    @router.get("/campaigns", dependencies=[signed_in])
    async def list_campaigns(
        reading: ReadContext,
        paging: Paged,
        source: Annotated[Code | None, Query(description="Only campaigns of this source.")] = None,
        active: OnlyActive = None,
        q: Annotated[ShortText | None, Query(description="Part of the code or the name.")] = None,
    ) -> Page[CampaignItem]:
        """Campaigns with their cost, the newest first; sort by starts_on, name, code or cost."""
        return await campaigns.page(reading, paging, _campaign, q=q, source=source, active=active)

    @router.get("/campaigns/{code}", dependencies=[signed_in])
    async def get_campaign(code: CodeInPath, reading: ReadContext) -> Answer[CampaignItem]:
        """One campaign, as it is or as it was."""
        row = await campaigns.row(Campaign.id_of(code), reading)
        return Answer(_campaign(row), version=row["version"])

    @router.put("/campaigns/{code}", dependencies=[OWNERS])
    async def define_campaign(
        code: CodeInPath, body: CampaignTerms, context: CommandContext
    ) -> Answer[Named]:
        """Plan a campaign, or change its name, source, period or cost: leads keep its code."""
        recorded = await catalog.define_campaign(code, body, context)
        return answer(Named(code=code), recorded)

    return router


def _campaign(row: Row) -> CampaignItem:
    cost = row["cost"]
    money = None if cost is None else Money(amount=cost, currency=row["currency"])
    return CampaignItem.model_validate(row | {"cost": money})
