"""The HTTP interface of opportunities: one short route per command and per question."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import Query
from pydantic import BaseModel

from crm_platform.errors import NotFound
from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, Reading, answer
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged, in_scope, sorted_by
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row, select
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER, SALESPERSON
from crm_platform.values import Code, Money, PersonId, ShortText
from opportunities.adapters.views import OPPORTUNITIES
from opportunities.application.commands import (
    LoseOpportunity,
    MoveStage,
    OpenOpportunity,
    ReassignOpportunity,
    ReviseOpportunity,
    WinOpportunity,
)
from opportunities.application.queries import (
    BoardColumn,
    HistoryEntry,
    OpportunityDetail,
    OpportunityItem,
    Total,
)
from opportunities.application.service import Opportunities
from opportunities.domain.opportunity import OpportunityStatus
from opportunities.domain.pipeline import OUTCOMES, Pipeline

# Who may give which command; row scope then narrows it to their own, their team's or their region's.
WRITERS = requires(SALESPERSON, MANAGER, DIRECTOR, ADMIN)
REASSIGNERS = requires(MANAGER, DIRECTOR, ADMIN)

PATH = "/api/opportunities/v1/opportunities"
_SORTS = ("opened_at", "stage_since", "amount", "expected_close", "title")


class Changed(BaseModel):
    """The id of the opportunity that the command was about."""

    id: UUID


def opportunities_router(service: Opportunities, projector: Projector, pipeline: Pipeline) -> ServiceRouter:
    """Routes under `/api/opportunities/v1/opportunities`."""
    router = ServiceRouter(PATH, tags=["opportunities"])
    _add_commands(router, service)
    _add_lists(router, projector, pipeline)
    _add_details(router, projector)
    return router


def _add_commands(router: ServiceRouter, service: Opportunities) -> None:
    @router.post("", status_code=201, dependencies=[WRITERS])
    async def open_opportunity(body: OpenOpportunity, context: CommandContext) -> Answer[Changed]:
        """Open an opportunity of one's own; names and prices that are left out come from master data."""
        recorded = await service.open_opportunity(body, context)
        return answer(Changed(id=recorded.id), recorded, location=f"{PATH}/{recorded.id}")

    @router.post("/{opportunity_id}/move", dependencies=[WRITERS])
    async def move_stage(opportunity_id: UUID, body: MoveStage, context: CommandContext) -> Answer[Changed]:
        """Move to the next stage, or back to an earlier one with a reason."""
        recorded = await service.move_stage(opportunity_id, body, context)
        return answer(Changed(id=recorded.id), recorded)

    @router.post("/{opportunity_id}/revise", dependencies=[WRITERS])
    async def revise_opportunity(
        opportunity_id: UUID, body: ReviseOpportunity, context: CommandContext
    ) -> Answer[Changed]:
        """Change title, customer, lines, amount or expected day of closing; what is left out stays."""
        recorded = await service.revise_opportunity(opportunity_id, body, context)
        return answer(Changed(id=recorded.id), recorded)

    @router.post("/{opportunity_id}/reassign", dependencies=[REASSIGNERS])
    async def reassign_opportunity(
        opportunity_id: UUID, body: ReassignOpportunity, context: CommandContext
    ) -> Answer[Changed]:
        """Give the opportunity to another person."""
        recorded = await service.reassign_opportunity(opportunity_id, body, context)
        return answer(Changed(id=recorded.id), recorded)

    @router.post("/{opportunity_id}/win", dependencies=[WRITERS])
    async def win_opportunity(
        opportunity_id: UUID, body: WinOpportunity, context: CommandContext
    ) -> Answer[Changed]:
        """The customer buys; an order is placed. Only from the last stage."""
        recorded = await service.win_opportunity(opportunity_id, body, context)
        return answer(Changed(id=recorded.id), recorded)

    @router.post("/{opportunity_id}/lose", dependencies=[WRITERS])
    async def lose_opportunity(
        opportunity_id: UUID, body: LoseOpportunity, context: CommandContext
    ) -> Answer[Changed]:
        """The customer does not buy."""
        recorded = await service.lose_opportunity(opportunity_id, body, context)
        return answer(Changed(id=recorded.id), recorded)


def _add_lists(router: ServiceRouter, projector: Projector, pipeline: Pipeline) -> None:
    @router.get("", dependencies=[signed_in])
    async def list_opportunities(
        reading: ReadContext,
        paging: Paged,
        stage: Code | None = None,
        status: OpportunityStatus | None = None,
        owner: PersonId | None = None,
        customer: Annotated[Code | None, Query(description="The customer's id in master data.")] = None,
        q: Annotated[ShortText | None, Query(description="Part of the title or the customer's name.")] = None,
    ) -> Page[OpportunityItem]:
        """Opportunities in the caller's scope; sort by opened_at, stage_since, amount, expected_close or title."""
        await projector.reached(OPPORTUNITIES, reading.min_position)
        t = OPPORTUNITIES.table
        wanted: list[tuple[object, sa.ColumnElement[bool]]] = [
            (stage, t.c.stage == stage),
            (status, t.c.status == status),
            (owner, t.c.owner_id == owner),
            (customer, t.c.customer_id == customer),
            (q, sa.or_(*(column.icontains(q or "", autoescape=True) for column in (t.c.title, t.c.customer)))),
        ]
        statement = _visible(reading).where(*(condition for given, condition in wanted if given is not None))

        async def rows(page: sa.Select[Any]) -> Sequence[Row]:
            return await select(projector.database, page)

        sorting = sorted_by(t, _SORTS, paging.sort, default="-opened_at")
        return await paging.page(statement, sorting, rows, lambda row: OpportunityItem(**_with_money(row)))

    @router.get("/board", dependencies=[signed_in])
    async def board(reading: ReadContext, owner: PersonId | None = None) -> list[BoardColumn]:
        """Number and amount of the opportunities in each stage, in the order of the pipeline, then won and lost."""
        await projector.reached(OPPORTUNITIES, reading.min_position)
        seen = _visible(reading).subquery()
        statement = sa.select(
            seen.c.stage, seen.c.currency, sa.func.count().label("count"), sa.func.sum(seen.c.amount).label("amount")
        ).group_by(seen.c.stage, seen.c.currency)
        if owner is not None:
            statement = statement.where(seen.c.owner_id == owner)
        found = await select(projector.database, statement.order_by(seen.c.currency))
        return [
            BoardColumn(
                stage=stage.code,
                name_en=stage.name_en,
                name_zh=stage.name_zh,
                count=sum(row["count"] for row in found if row["stage"] == stage.code),
                amounts=[_total(row) for row in found if row["stage"] == stage.code],
            )
            for stage in (*pipeline.stages, *OUTCOMES)
        ]


def _add_details(router: ServiceRouter, projector: Projector) -> None:
    @router.get("/{opportunity_id}", dependencies=[signed_in])
    async def get_opportunity(opportunity_id: UUID, reading: ReadContext) -> Answer[OpportunityDetail]:
        """An opportunity with its lines, as it is or as it was."""
        row = await _row(projector, opportunity_id, reading)
        return Answer(OpportunityDetail(**_with_money(row)), version=row["version"])

    @router.get("/{opportunity_id}/history", dependencies=[signed_in])
    async def opportunity_history(opportunity_id: UUID, reading: ReadContext) -> list[HistoryEntry]:
        """Everything that happened to an opportunity, oldest first."""
        await _row(projector, opportunity_id, reading)
        return [
            HistoryEntry(
                version=e.version,
                event=e.type,
                occurred_at=e.occurred_at,
                recorded_at=e.recorded_at,
                actor=e.metadata["actor"],
                content=e.state,
            )
            for e in await projector.log.history(opportunity_id, as_of=reading.as_of)
        ]


async def _row(projector: Projector, opportunity_id: UUID, reading: Reading) -> Row:
    await projector.reached(OPPORTUNITIES, reading.min_position)
    rows = await select(projector.database, _visible(reading).where(OPPORTUNITIES.table.c.id == opportunity_id))
    if not rows:
        raise NotFound
    return rows[0]


def _visible(reading: Reading) -> sa.Select[Any]:
    t = OPPORTUNITIES.table
    return sa.select(t).where(OPPORTUNITIES.at(reading.as_of), in_scope(t, reading.principal))


def _with_money(row: Row) -> Row:
    return row | {"amount": {"amount": row["amount"], "currency": row["currency"]}}


def _total(row: Row) -> Total:
    coin = Money.zero(row["currency"]).amount
    return Total(amount=row["amount"].quantize(coin), currency=row["currency"])
