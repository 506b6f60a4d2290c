"""The HTTP interface of leads: one short route per command and per question."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

import sqlalchemy as sa
from fastapi import Query
from pydantic import BaseModel

from crm_platform.errors import NotFound
from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, Reading, answer
from crm_platform.http.history import HistoryEntry, history_of
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged, in_scope, sorted_by
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row, select
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER, SALESPERSON
from crm_platform.values import Code, PersonId, ShortText
from leads.adapters.views import LEADS
from leads.application.commands import AssignLead, ConvertLead, DisqualifyLead, RegisterLead
from leads.application.queries import LeadDetail, LeadItem
from leads.application.service import Leads
from leads.domain.lead import LeadStatus

PATH = "/api/leads/v1/leads"
WRITERS = requires(SALESPERSON, MANAGER, DIRECTOR, ADMIN)
ASSIGNERS = requires(MANAGER, DIRECTOR, ADMIN)
_SORTS = ("score", "registered_at", "name", "status")


class Registered(BaseModel):
    """The id of the lead that was registered."""

    id: UUID


class Converted(BaseModel):
    """The opportunity that a lead became."""

    id: UUID
    opportunity_id: UUID


def commands_router(service: Leads) -> ServiceRouter:
    """What can be done with leads."""
    router = ServiceRouter(PATH, tags=["leads"])

    @router.post("", status_code=201, dependencies=[WRITERS])
    async def register_lead(body: RegisterLead, context: CommandContext) -> Answer[Registered]:
        """Register a lead; it is scored at once, and assigned by rule unless a salesperson registers it."""
        recorded = await service.register_lead(body, context)
        return answer(Registered(id=recorded.id), recorded, location=f"{PATH}/{recorded.id}")

    @router.post("/{lead_id}/assign", dependencies=[ASSIGNERS])
    async def assign_lead(lead_id: UUID, body: AssignLead, context: CommandContext) -> Answer[Registered]:
        """Give the lead to a person."""
        recorded = await service.assign_lead(lead_id, body, context)
        return answer(Registered(id=recorded.id), recorded)

    @router.post("/{lead_id}/convert", dependencies=[WRITERS])
    async def convert_lead(lead_id: UUID, body: ConvertLead, context: CommandContext) -> Answer[Converted]:
        """Open an opportunity out of the lead; converting it again answers with the same one."""
        recorded = await service.convert_lead(lead_id, body, context)
        return answer(Converted(id=recorded.id, opportunity_id=recorded.extra["opportunity_id"]), recorded)

    @router.post("/{lead_id}/disqualify", dependencies=[WRITERS])
    async def disqualify_lead(
        lead_id: UUID, body: DisqualifyLead, context: CommandContext
    ) -> Answer[Registered]:
        """Close a lead that leads nowhere."""
        recorded = await service.disqualify_lead(lead_id, body, context)
        return answer(Registered(id=recorded.id), recorded)

    @router.post("/{lead_id}/rescore", dependencies=[WRITERS])
    async def rescore_lead(lead_id: UUID, context: CommandContext) -> Answer[Registered]:
        """Score the lead by the model that is active now."""
        recorded = await service.rescore_lead(lead_id, context)
        return answer(Registered(id=recorded.id), recorded)

    return router


def queries_router(projector: Projector) -> ServiceRouter:
    """What can be asked about leads."""
    router = ServiceRouter(PATH, tags=["leads"])
    database = projector.database

    @router.get("", dependencies=[signed_in])
    async def list_leads(
        reading: ReadContext,
        paging: Paged,
        status: LeadStatus | None = None,
        grade: Literal["A", "B", "C", "D"] | None = None,
        owner: PersonId | None = None,
        source: Code | None = None,
        min_score: Annotated[int | None, Query(ge=0, le=100)] = None,
        q: Annotated[ShortText | None, Query(description="Part of the name, company or contact.")] = None,
    ) -> Page[LeadItem]:
        """Leads in the caller's scope; sort by score, registered_at, name or status."""
        await projector.reached(LEADS, reading.min_position)
        t = LEADS.table
        exactly = {"status": status, "grade": grade, "owner_id": owner, "source": source}
        statement = _visible(reading).where(
            *(t.c[name] == value for name, value in exactly.items() if value is not None)
        )
        if min_score is not None:
            statement = statement.where(t.c.score >= min_score)
        if q is not None:
            searched = (t.c.name, t.c.company, t.c.contact, t.c.phone)
            statement = statement.where(
                sa.or_(*(column.icontains(q, autoescape=True) for column in searched))
            )

        async def rows(page: sa.Select[Any]) -> Sequence[Row]:
            return await select(database, page)

        return await paging.page(
            statement, sorted_by(t, _SORTS, paging.sort, default="-registered_at"), rows, _item
        )

    @router.get("/{lead_id}", dependencies=[signed_in])
    async def get_lead(lead_id: UUID, reading: ReadContext) -> Answer[LeadDetail]:
        """A lead with its score's factors, as it is or as it was."""
        row = await _row(lead_id, reading)
        return Answer(LeadDetail.model_validate(_with_budget(row)), version=row["version"])

    @router.get("/{lead_id}/history", dependencies=[signed_in])
    async def lead_history(lead_id: UUID, reading: ReadContext) -> list[HistoryEntry]:
        """Everything that happened to a lead, oldest first."""
        await _row(lead_id, reading)
        return await history_of(projector.log, lead_id, reading)

    async def _row(lead_id: UUID, reading: Reading) -> Row:
        await projector.reached(LEADS, reading.min_position)
        rows = await select(database, _visible(reading).where(LEADS.table.c.id == lead_id))
        if not rows:
            raise NotFound
        return rows[0]

    return router


def _visible(reading: Reading) -> sa.Select[Any]:
    t = LEADS.table
    return sa.select(t).where(LEADS.at(reading.as_of), in_scope(t, reading.principal))


def _item(row: Row) -> LeadItem:
    return LeadItem.model_validate(_with_budget(row))


def _with_budget(row: Row) -> Row:
    amount = row["budget"]
    return row | {"budget": amount if amount is None else {"amount": amount, "currency": row["currency"]}}
