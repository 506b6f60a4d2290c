"""The HTTP interface of activities and next steps, and of the files attached to them."""

from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from fastapi import Query
from fastapi.responses import Response
from pydantic import BaseModel

from crm_platform.attachments import EXTENSIONS, TAKEN
from crm_platform.http.access import signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.describing import refusing
from crm_platform.http.listing import Listing
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.http.uploads import FILE_RESPONSE, DigestPath, attached_file, uploads_router
from crm_platform.persistence.blobs import Blobs
from crm_platform.persistence.projecting import Projector
from opportunities.adapters.activity_views import ACTIVITIES, of_customer, of_visible_opportunities
from opportunities.application.activities import Activities
from opportunities.application.activity_commands import AskedStep, RecordActivity
from opportunities.application.activity_queries import ActivityFilter, ActivityItem
from opportunities.domain.errors import HappensLater, OpportunityIsClosed
from opportunities.entrypoints.http import PATH, WRITERS, Changed

ROOT = "/api/opportunities/v1"
FILES = f"{ROOT}/files"

Asked = Annotated[ActivityFilter, Query()]


class RecordedActivity(BaseModel):
    """The id of the activity."""

    id: UUID


def activity_commands_router(service: Activities) -> ServiceRouter:
    """What can be recorded and planned about an opportunity."""
    router = ServiceRouter(f"{PATH}/{{opportunity_id}}", tags=["activities"], dependencies=[WRITERS])

    @router.post("/activities", status_code=201, responses=refusing(HappensLater, OpportunityIsClosed))
    async def record_activity(
        opportunity_id: UUID, body: RecordActivity, context: CommandContext
    ) -> Answer[RecordedActivity]:
        """Keep what was done; what had been set as next step is done with it."""
        recorded = await service.record_activity(opportunity_id, body, context)
        id_ = recorded.extra["activity_id"]
        return answer(RecordedActivity(id=id_), recorded, location=f"{ROOT}/activities/{id_}")

    @router.put("/next-step", responses=refusing(OpportunityIsClosed))
    async def set_next_step(
        opportunity_id: UUID, body: AskedStep, context: CommandContext
    ) -> Answer[Changed]:
        """Say what is to be done next, in place of what was said before."""
        recorded = await service.set_next_step(opportunity_id, body, context)
        return answer(Changed(id=opportunity_id), recorded)

    @router.delete("/next-step", responses=refusing(OpportunityIsClosed))
    async def drop_next_step(opportunity_id: UUID, context: CommandContext) -> Answer[Changed]:
        """Nothing is to be done next."""
        recorded = await service.set_next_step(opportunity_id, None, context)
        return answer(Changed(id=opportunity_id), recorded)

    return router


def activities_router(projector: Projector, files: Blobs) -> ServiceRouter:
    """What can be asked about activities."""
    router = ServiceRouter(f"{ROOT}/activities", tags=["activities"], dependencies=[signed_in])
    activities = Listing(
        projector,
        ACTIVITIES,
        sorts=("occurred_at", "recorded_at"),
        default="-occurred_at",
        searched=("content",),
        scope=of_visible_opportunities,
    )

    @router.get("")
    async def list_activities(reading: ReadContext, paging: Paged, asked: Asked) -> Page[ActivityItem]:
        """Activities about opportunities in the caller's scope; sort by occurred_at or recorded_at."""
        exactly = {"opportunity_id": asked.opportunity, "kind": asked.kind, "author_id": asked.author}
        return await activities.page(
            reading, paging, ActivityItem.model_validate, *_conditions(asked), q=asked.q, **exactly
        )

    @router.get("/{activity_id}")
    async def get_activity(activity_id: UUID, reading: ReadContext) -> ActivityItem:
        """One activity."""
        return ActivityItem.model_validate(await activities.row(activity_id, reading))

    @router.get("/{activity_id}/files/{sha256}", response_class=Response, responses=FILE_RESPONSE)
    async def download_activity_file(activity_id: UUID, sha256: DigestPath, reading: ReadContext) -> Response:
        """A file of an activity, always to be saved and never to be shown as a page."""
        row = await activities.row(activity_id, reading)
        return await attached_file(files, row["attachments"], sha256)

    return router


def files_router(files: Blobs) -> ServiceRouter:
    """Routes under `/api/opportunities/v1/files`: what is to be attached to an activity or a visit."""
    return uploads_router(FILES, files, list(EXTENSIONS), said=TAKEN, tags=["activities"], access=WRITERS)


def _conditions(asked: ActivityFilter) -> list[sa.ColumnElement[bool]]:
    table = ACTIVITIES.table
    found: list[sa.ColumnElement[bool]] = []
    if asked.customer is not None:
        found.append(of_customer(table, asked.customer))
    if asked.since is not None:
        found.append(table.c.occurred_at >= asked.since)
    if asked.until is not None:
        found.append(table.c.occurred_at < asked.until)
    return found
