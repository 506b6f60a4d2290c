"""The HTTP interface of visits."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from fastapi.responses import Response
from pydantic import BaseModel

from crm_platform.http.access import signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.describing import refusing
from crm_platform.http.listing import HistoryEntry, Listing
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.http.uploads import FILE_RESPONSE, DigestPath, attached_file
from crm_platform.persistence.blobs import Blobs
from crm_platform.persistence.projecting import Projector
from opportunities.adapters.activity_views import VISITS
from opportunities.application.activity_commands import (
    CancelVisit,
    CheckIn,
    CheckOut,
    PlanVisit,
    ReplanVisit,
)
from opportunities.application.activity_queries import VisitFilter, VisitItem
from opportunities.application.visits import Visits
from opportunities.domain.errors import NoNextStep, VisitExists, VisitNotThere
from opportunities.entrypoints.http import WRITERS

PATH = "/api/opportunities/v1/visits"

Asked = Annotated[VisitFilter, Query()]


class ChangedVisit(BaseModel):
    """The id of the visit that the command was about."""

    id: UUID


def visit_commands_router(service: Visits) -> ServiceRouter:
    """What can be done with visits."""
    router = ServiceRouter(PATH, tags=["visits"], dependencies=[WRITERS])

    @router.post("", status_code=201, responses=refusing(VisitExists))
    async def plan_visit(body: PlanVisit, context: CommandContext) -> Answer[ChangedVisit]:
        """Plan a visit of one's own to a lead, an opportunity's customer or a customer of master data."""
        recorded = await service.plan_visit(body, context)
        return answer(ChangedVisit(id=recorded.id), recorded, location=f"{PATH}/{recorded.id}")

    @router.patch("/{visit_id}", responses=refusing(VisitNotThere))
    async def replan_visit(
        visit_id: UUID, body: ReplanVisit, context: CommandContext
    ) -> Answer[ChangedVisit]:
        """Change time, place or purpose of a visit that has not begun; what is left out stays."""
        recorded = await service.replan_visit(visit_id, body, context)
        return answer(ChangedVisit(id=recorded.id), recorded)

    @router.post("/{visit_id}/check-in", responses=refusing(VisitNotThere))
    async def check_in(visit_id: UUID, body: CheckIn, context: CommandContext) -> Answer[ChangedVisit]:
        """Say that one is there: with the location of this moment, or why there is none.

        The device's time and ours are both kept. The distance is from the planned point, or from earlier check-ins there.
        """
        recorded = await service.check_in(visit_id, body, context)
        return answer(ChangedVisit(id=recorded.id), recorded)

    @router.post("/{visit_id}/check-out", responses=refusing(VisitNotThere, NoNextStep))
    async def check_out(visit_id: UUID, body: CheckOut, context: CommandContext) -> Answer[ChangedVisit]:
        """Say what came of it. A visit to an opportunity becomes an activity of it at the same time."""
        recorded = await service.check_out(visit_id, body, context)
        return answer(ChangedVisit(id=recorded.id), recorded)

    @router.post("/{visit_id}/cancel", responses=refusing(VisitNotThere))
    async def cancel_visit(
        visit_id: UUID, body: CancelVisit, context: CommandContext
    ) -> Answer[ChangedVisit]:
        """There is no visit after all."""
        recorded = await service.cancel_visit(visit_id, body, context)
        return answer(ChangedVisit(id=recorded.id), recorded)

    return router


def visits_router(projector: Projector, files: Blobs) -> ServiceRouter:
    """What can be asked about visits."""
    router = ServiceRouter(PATH, tags=["visits"], dependencies=[signed_in])
    visits = Listing(projector, VISITS, sorts=("day_at", "starts_at", "planned_at"), default="-day_at")

    @router.get("")
    async def list_visits(reading: ReadContext, paging: Paged, asked: Asked) -> Page[VisitItem]:
        """Visits in the caller's scope; sort by day_at (when it begins, or began), starts_at or planned_at."""
        day_at = VISITS.table.c.day_at
        conditions = []
        if asked.since is not None:
            conditions.append(day_at >= asked.since)
        if asked.until is not None:
            conditions.append(day_at < asked.until)
        exactly = {
            "status": asked.status,
            "owner_id": asked.owner,
            "subject_kind": asked.subject_kind,
            "subject_id": asked.subject,
            "customer_id": asked.customer,
        }
        return await visits.page(reading, paging, VisitItem.model_validate, *conditions, **exactly)

    @router.get("/{visit_id}")
    async def get_visit(visit_id: UUID, reading: ReadContext) -> Answer[VisitItem]:
        """A visit as it is, or as it was."""
        row = await visits.row(visit_id, reading)
        return Answer(VisitItem.model_validate(row), version=row["version"])

    @router.get("/{visit_id}/history")
    async def visit_history(visit_id: UUID, reading: ReadContext) -> list[HistoryEntry]:
        """Everything that happened to a visit, oldest first."""
        return await visits.history(visit_id, reading)

    @router.get("/{visit_id}/files/{sha256}", response_class=Response, responses=FILE_RESPONSE)
    async def download_visit_file(visit_id: UUID, sha256: DigestPath, reading: ReadContext) -> Response:
        """A file of a visit, always to be saved and never to be shown as a page."""
        row = await visits.row(visit_id, reading)
        return await attached_file(files, row["attachments"], sha256)

    return router
