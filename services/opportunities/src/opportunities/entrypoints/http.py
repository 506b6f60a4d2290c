"""The HTTP interface of opportunities: one short route per command and per question."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import Query
from pydantic import AwareDatetime, BaseModel

from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.listing import HistoryEntry, Listing
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
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
    WithdrawOpportunity,
)
from opportunities.application.queries import BoardColumn, OpportunityDetail, OpportunityItem, Total
from opportunities.application.service import Opportunities
from opportunities.domain.opportunity import OpportunityStatus
from opportunities.domain.pipeline import OUTCOMES, Pipeline

# Who may give which command; row scope then narrows it to their own, their team's or their region's.
WRITERS = requires(SALESPERSON, MANAGER, DIRECTOR, ADMIN)
REASSIGNERS = requires(MANAGER, DIRECTOR, ADMIN)

PATH = "/api/opportunities/v1/opportunities"


class Changed(BaseModel):
    """The id of the opportunity that the command was about."""

    id: UUID


def commands_router(service: Opportunities) -> ServiceRouter:
    """What can be done with opportunities."""
    router = ServiceRouter(PATH, tags=["opportunities"])

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

    @router.post("/{opportunity_id}/withdraw", dependencies=[WRITERS])
    async def withdraw_opportunity(
        opportunity_id: UUID, body: WithdrawOpportunity, context: CommandContext
    ) -> Answer[Changed]:
        """It is no opportunity after all: no figure counts it, and its lead can be reopened."""
        recorded = await service.withdraw_opportunity(opportunity_id, body, context)
        return answer(Changed(id=recorded.id), recorded)

    return router


def queries_router(projector: Projector, pipeline: Pipeline) -> ServiceRouter:
    """What can be asked about opportunities."""
    router = ServiceRouter(PATH, tags=["opportunities"], dependencies=[signed_in])
    opportunities = Listing(
        projector,
        OPPORTUNITIES,
        sorts=(
            "opened_at",
            "stage_since",
            "amount",
            "expected_close",
            "title",
            "next_step_at",
            "last_activity_at",
        ),
        default="-opened_at",
        searched=("title", "customer"),
    )

    @router.get("")
    async def list_opportunities(
        reading: ReadContext,
        paging: Paged,
        stage: Code | None = None,
        status: OpportunityStatus | None = None,
        owner: PersonId | None = None,
        customer: Annotated[Code | None, Query(description="The customer's id in master data.")] = None,
        lead: Annotated[UUID | None, Query(description="The lead that it came from.")] = None,
        due_since: Annotated[
            AwareDatetime | None, Query(description="The next step is due then or later.")
        ] = None,
        due_until: Annotated[
            AwareDatetime | None, Query(description="The next step is due before then.")
        ] = None,
        q: Annotated[ShortText | None, Query(description="Part of the title or the customer's name.")] = None,
    ) -> Page[OpportunityItem]:
        """Opportunities in the caller's scope.

        Sort by opened_at, stage_since, amount, expected_close, title, next_step_at or last_activity_at.
        """
        due_at = OPPORTUNITIES.table.c.next_step_at
        conditions = [due_at >= due_since] if due_since is not None else []
        conditions += [due_at < due_until] if due_until is not None else []
        exactly = {
            "stage": stage,
            "status": status,
            "owner_id": owner,
            "customer_id": customer,
            "lead_id": lead,
        }
        return await opportunities.page(reading, paging, _item, *conditions, q=q, **exactly)

    @router.get("/board")
    async def board(reading: ReadContext, owner: PersonId | None = None) -> list[BoardColumn]:
        """Number and amount of the opportunities in each stage, in the order of the pipeline, then won and lost."""
        return _board(pipeline, await opportunities.rows(_sums(await opportunities.visible(reading), owner)))

    @router.get("/{opportunity_id}")
    async def get_opportunity(opportunity_id: UUID, reading: ReadContext) -> Answer[OpportunityDetail]:
        """An opportunity with its lines, as it is or as it was."""
        row = await opportunities.row(opportunity_id, reading)
        return Answer(opportunity_detail(row), version=row["version"])

    @router.get("/{opportunity_id}/history")
    async def opportunity_history(opportunity_id: UUID, reading: ReadContext) -> list[HistoryEntry]:
        """Everything that happened to an opportunity, oldest first."""
        return await opportunities.history(opportunity_id, reading)

    return router


def _sums(visible: sa.Select[Any], owner: str | None) -> sa.Select[Any]:
    """Number and amount per stage and currency of the rows that `visible` selects."""
    t = visible.subquery()
    statement = sa.select(
        t.c.stage, t.c.currency, sa.func.count().label("count"), sa.func.sum(t.c.amount).label("amount")
    )
    if owner is not None:
        statement = statement.where(t.c.owner_id == owner)
    return statement.group_by(t.c.stage, t.c.currency).order_by(t.c.currency)


def _board(pipeline: Pipeline, sums: Sequence[Row]) -> list[BoardColumn]:
    return [
        BoardColumn(
            stage=stage.code,
            name_en=stage.name_en,
            name_zh=stage.name_zh,
            count=sum(row["count"] for row in sums if row["stage"] == stage.code),
            amounts=[_total(row) for row in sums if row["stage"] == stage.code],
        )
        for stage in (*pipeline.stages, *OUTCOMES)
    ]


def _item(row: Row) -> OpportunityItem:
    return OpportunityItem(**_shown(row))


def opportunity_detail(row: Row) -> OpportunityDetail:
    """A row with everything that is known of the opportunity."""
    return OpportunityDetail(**_shown(row))


def _shown(row: Row) -> Row:
    pending = row["customer_request_id"] is not None
    state = "linked" if row["customer_id"] else "pending" if pending else "none"
    amount = {"amount": row["amount"], "currency": row["currency"]}
    return row | {"amount": amount, "customer_state": state}


def _total(row: Row) -> Total:
    coin = Money.zero(row["currency"]).amount
    return Total(amount=row["amount"].quantize(coin), currency=row["currency"])
