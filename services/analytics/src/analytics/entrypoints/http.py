"""The HTTP interface of analytics: the funnel with what is behind its figures, summaries, and the audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import Query
from pydantic import AwareDatetime, BaseModel, BeforeValidator, Field

from analytics.application.answers import Audit, Funnel, LeadGroup, OrderGroup
from analytics.application.queries import Questions
from analytics.projections.store import FactStore
from analytics.views.asking import Asked, Cohort, Cut, FunnelFilter, LeadGrouping, Period, SummaryFilter
from analytics.views.contracts import ContractView
from analytics.views.funnel import MEMBERS, FunnelView
from crm_platform.errors import FieldError, Invalid
from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Caller
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged, sorted_by
from crm_platform.observability.logging import logger
from crm_platform.persistence.database import Database
from crm_platform.persistence.views import Row, select
from crm_platform.security.scope import ADMIN, ANALYST, Principal
from crm_platform.values import Code, PersonId

PATH = "/api/analytics/v1"


def _with_plus(text: object) -> object:
    """A "+" that was not percent-encoded arrives as a blank; a bare number of seconds is not offered."""
    if isinstance(text, str):
        return text.replace(" ", "+") if "T" in text else f"{text}?"
    return text


AsOf = Annotated[
    AwareDatetime | None,
    BeforeValidator(_with_plus),
    Query(description="Answer as it was known then; with time zone, not in the future."),
]
Positions = Annotated[
    list[Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,40}:[1-9][0-9]{0,17}$")]],
    Query(
        max_length=5,
        description="`<service>:<position>`, from an answer's `X-Position`: wait until it is counted, at most 2 s.",
    ),
]
_EARLIEST, _LATEST = date(1900, 1, 1), date(9000, 1, 1)
Since = Annotated[date | None, Query(alias="from", ge=_EARLIEST, le=_LATEST, description="First day of the cohort.")]
Until = Annotated[date | None, Query(alias="to", ge=_EARLIEST, le=_LATEST, description="Last day of the cohort.")]


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

    async def asked(self, caller: Principal, as_of: datetime | None, positions: Sequence[str]) -> Asked:
        """The question's circumstances. Raises `FactsBeingBuilt`, `NotYet`, and `Invalid` for a time to come."""
        now = datetime.now(UTC)
        if as_of is not None and as_of > now:
            fault = FieldError("query:as_of", "in-the-future", "Must not be in the future", "不能是未来时间")
            raise Invalid([fault])
        await self.store.ready()
        wanted = [(source, int(number)) for source, _, number in (text.partition(":") for text in positions)]
        await self.contracts.reached(wanted)
        return Asked(caller, now, as_of and as_of.astimezone(UTC))


def funnel_router(questions: Questions, view: FunnelView, reads: Reads, database: Database) -> ServiceRouter:
    """The funnel, and what is behind each of its figures."""
    router = ServiceRouter(f"{PATH}/funnel", tags=["funnel"])

    async def rows(statement: sa.Select[Any]) -> list[Row]:
        return await select(database, statement)

    @router.get("", dependencies=[signed_in])
    async def funnel(
        caller: Caller,
        period: Period | None = None,
        cohort: Cohort = "entered",
        since: Since = None,
        until: Until = None,
        owner: PersonId | None = None,
        customer: Code | None = None,
        product: Code | None = None,
        team: Code | None = None,
        region: Code | None = None,
        as_of: AsOf = None,
        min_position: Positions = [],  # noqa: B006  FastAPI copies it
    ) -> Funnel:
        """By stage, and by period when asked: who entered, went on (95 % interval), is there, and how long it takes."""
        asked = await reads.asked(caller, as_of, min_position)
        chosen = FunnelFilter(
            since=since, until=until, owner=owner, team=team, region=region, cohort=cohort, customer=customer,
            product=product,
        )
        return await questions.funnel(asked, chosen, period)

    @router.get("/{stage}/opportunities", dependencies=[signed_in])
    async def behind_figure(
        stage: Code,
        caller: Caller,
        paging: Paged,
        figure: Cut = "entered",
        period: Annotated[Period | None, Query(description="With `begins`: of which period's cohort.")] = None,
        begins: Annotated[date | None, Query(ge=_EARLIEST, le=_LATEST)] = None,
        cohort: Cohort = "entered",
        since: Since = None,
        until: Until = None,
        owner: PersonId | None = None,
        customer: Code | None = None,
        product: Code | None = None,
        team: Code | None = None,
        region: Code | None = None,
        as_of: AsOf = None,
        min_position: Positions = [],  # noqa: B006  FastAPI copies it
    ) -> FunnelMembers:
        """The opportunities that a figure counts, with the ids of the events behind it; sort by entered_at or amount."""
        asked = await reads.asked(caller, as_of, min_position)
        chosen = FunnelFilter(
            since=since, until=until, owner=owner, team=team, region=region, cohort=cohort, customer=customer,
            product=product,
        )
        if (period is None) != (begins is None):
            detail, detail_zh = "period and begins belong together", "period 与 begins 必须同时提供"
            raise Invalid([FieldError("query:begins", "incomplete-period", detail, detail_zh)])
        members = view.members(asked, chosen, stage, figure, (period, begins) if period and begins else None)
        counted = await rows(members.with_only_columns(sa.func.count().label("total")))
        sorting = sorted_by(MEMBERS, ("entered_at", "amount"), paging.sort, default="-entered_at")
        page = await paging.page(members, sorting, rows, FunnelMember.model_validate)
        return FunnelMembers(items=page.items, next=page.next, total=counted[0]["total"])

    return router


def summaries_router(questions: Questions, reads: Reads, store: FactStore) -> ServiceRouter:
    """Counts of leads and orders, the audit of what came, and building the facts anew."""
    router = ServiceRouter(PATH, tags=["summaries"])

    @router.get("/leads/summary", dependencies=[signed_in])
    async def leads_summary(
        caller: Caller,
        by: LeadGrouping = "source_and_grade",
        since: Since = None,
        until: Until = None,
        owner: PersonId | None = None,
        team: Code | None = None,
        region: Code | None = None,
        as_of: AsOf = None,
        min_position: Positions = [],  # noqa: B006  FastAPI copies it
    ) -> list[LeadGroup]:
        """The leads registered on these days by source and grade, and how many were converted (95 % interval)."""
        asked = await reads.asked(caller, as_of, min_position)
        chosen = SummaryFilter(since=since, until=until, owner=owner, team=team, region=region)
        return await questions.leads(asked, chosen, by)

    @router.get("/orders/summary", dependencies=[signed_in])
    async def orders_summary(
        caller: Caller,
        since: Since = None,
        until: Until = None,
        owner: PersonId | None = None,
        team: Code | None = None,
        region: Code | None = None,
        as_of: AsOf = None,
        min_position: Positions = [],  # noqa: B006  FastAPI copies it
    ) -> list[OrderGroup]:
        """The orders placed on these days by status and currency, and how much of them is invoiced."""
        asked = await reads.asked(caller, as_of, min_position)
        chosen = SummaryFilter(since=since, until=until, owner=owner, team=team, region=region)
        return await questions.orders(asked, chosen)

    @router.get("/audit/gaps", dependencies=[requires(ANALYST, ADMIN)])
    async def audit(caller: Caller, as_of: AsOf = None) -> Audit:
        """Whether every event of every aggregate came: versions are contiguous, so what is missing shows."""
        return await questions.audit(await reads.asked(caller, as_of, ()))

    @router.post("/operations/facts/rebuild", tags=["operations"], dependencies=[requires(ADMIN)])
    async def rebuild_facts(caller: Caller) -> Rebuilt:
        """Build the facts from the contracts beside the present ones, then swap; reads and consumption go on."""
        contracts = await store.rebuild()
        logger(service="analytics").info("facts rebuilt", actor=caller.subject, contracts=contracts)
        return Rebuilt(contracts=contracts)

    return router
