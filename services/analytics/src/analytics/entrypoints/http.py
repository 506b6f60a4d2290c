"""The HTTP interface of analytics: the funnel with what is behind its numbers, and summaries of leads and orders."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime

from analytics.application.queries import (
    Analytics,
    BehindCell,
    Cell,
    Funnel,
    Gap,
    LeadSummary,
    OrderSummary,
    Period,
)
from analytics.views.funnel import Asked
from crm_platform.errors import FieldError, Invalid
from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Caller
from crm_platform.http.operations import ServiceRouter
from crm_platform.security.scope import ADMIN, ANALYST, SYSTEM
from crm_platform.values import Code, PersonId

SourcePosition = Annotated[
    str | None,
    Query(
        pattern=r"^[a-z][a-z-]{0,40}:[1-9][0-9]{0,17}$",
        description="`<service>:<position>`, from an answer's `X-Position`: wait until analytics knows it, at most 2 s.",
    ),
]
AsOf = Annotated[AwareDatetime | None, Query(description="Answer as it was known then; not in the future.")]
Since = Annotated[AwareDatetime | None, Query(alias="from", description="First entered at or after this.")]
Until = Annotated[AwareDatetime | None, Query(alias="to", description="First entered before this.")]


def analytics_router(analytics: Analytics) -> ServiceRouter:
    """Routes under `/api/analytics/v1`."""
    router = ServiceRouter("/api/analytics/v1", tags=["analytics"])

    @router.get("/funnel", dependencies=[signed_in])
    async def funnel(
        caller: Caller,
        period: Period | None = None,
        since: Since = None,
        until: Until = None,
        owner: PersonId | None = None,
        customer: Code | None = None,
        product: Code | None = None,
        team: Code | None = None,
        region: Code | None = None,
        as_of: AsOf = None,
        min_position: SourcePosition = None,
    ) -> Funnel:
        """The funnel by stage: who entered, who is there, who went on (95 % interval), and the median time in stage."""
        await analytics.reached(_position(min_position))
        asked = Asked(caller, _past(as_of), since, until, owner, customer, product, team, region)
        return await analytics.funnel(asked, period)

    @router.get("/funnel/{stage}/opportunities", dependencies=[signed_in])
    async def behind(
        caller: Caller,
        stage: Code,
        cell: Cell = "entered",
        since: Since = None,
        until: Until = None,
        owner: PersonId | None = None,
        customer: Code | None = None,
        product: Code | None = None,
        team: Code | None = None,
        region: Code | None = None,
        as_of: AsOf = None,
        after: UUID | None = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    ) -> list[BehindCell]:
        """The opportunities that a number of the funnel counts, in the order of their ids; go on with `after`."""
        asked = Asked(caller, _past(as_of), since, until, owner, customer, product, team, region)
        return await analytics.behind(asked, stage, cell, after, limit)

    _add_summaries(router, analytics)
    return router


def _add_summaries(router: ServiceRouter, analytics: Analytics) -> None:
    @router.get("/leads/summary", dependencies=[signed_in])
    async def leads_summary(
        caller: Caller, as_of: AsOf = None, min_position: SourcePosition = None
    ) -> list[LeadSummary]:
        """Leads by source and grade, and how many of them were converted."""
        await analytics.reached(_position(min_position))
        return await analytics.leads(caller, _past(as_of))

    @router.get("/orders/summary", dependencies=[signed_in])
    async def orders_summary(
        caller: Caller, as_of: AsOf = None, min_position: SourcePosition = None
    ) -> list[OrderSummary]:
        """Orders by status and currency, and how much of them is invoiced."""
        await analytics.reached(_position(min_position))
        return await analytics.orders(caller, _past(as_of))

    @router.get("/audit/gaps", dependencies=[requires(ADMIN, ANALYST, SYSTEM)])
    async def gaps() -> list[Gap]:
        """Aggregates of which events are missing here; an empty list proves that none is."""
        return await analytics.gaps()


def _position(text: str | None) -> tuple[str, int] | None:
    if text is None:
        return None
    source, _, position = text.partition(":")
    return source, int(position)


def _past(moment: datetime | None) -> datetime | None:
    if moment is not None and moment > datetime.now(moment.tzinfo):
        raise Invalid(
            [FieldError("query:as_of", "in-the-future", "Must not be in the future", "不能是未来时间")]
        )
    return moment
