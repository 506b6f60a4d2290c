"""The HTTP interface of contacts with leads: recorded, corrected, listed, exported."""

from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from fastapi import Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from crm_platform.errors import NotFound
from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, Reading, answer
from crm_platform.http.describing import refusing
from crm_platform.http.listing import Listing
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER, SALESPERSON
from leads.adapters.agendas import of_visible_leads
from leads.adapters.duplicate_views import StoredDuplicates
from leads.adapters.follow_up_views import FOLLOW_UPS
from leads.adapters.searching import contains
from leads.application.follow_up_commands import CorrectFollowUp, RecordFollowUp
from leads.application.follow_up_queries import FollowUpFilter, FollowUpItem
from leads.application.follow_ups import FollowUps
from leads.domain.errors import HappensLater, LeadIsClosed, LeadWasMerged, NoSuchFollowUp
from leads.entrypoints.exporting import exported

PATH = "/api/leads/v1"
WRITERS = requires(SALESPERSON, MANAGER, DIRECTOR, ADMIN)

Asked = Annotated[FollowUpFilter, Query()]


class Recorded(BaseModel):
    """The id of the record."""

    id: UUID


def records_of(projector: Projector) -> Listing:
    """Reads the records of contacts with leads that the caller may see."""
    return Listing(
        projector,
        FOLLOW_UPS,
        sorts=("occurred_at", "recorded_at", "attempt"),
        default="-occurred_at",
        scope=of_visible_leads,
    )


def recording_router(service: FollowUps) -> ServiceRouter:
    """What can be done with the records of contacts."""
    router = ServiceRouter(
        f"{PATH}/leads/{{lead_id}}/follow-ups", tags=["follow-ups"], dependencies=[WRITERS]
    )

    @router.post("", status_code=201, responses=refusing(HappensLater, LeadIsClosed, LeadWasMerged))
    async def record_follow_up(
        lead_id: UUID, body: RecordFollowUp, context: CommandContext
    ) -> Answer[Recorded]:
        """Keep the record of a contact with a lead; `method` and `result` are all it needs."""
        recorded = await service.record(lead_id, body, context)
        id_ = recorded.extra["follow_up_id"]
        return answer(Recorded(id=id_), recorded, location=f"{PATH}/leads/{lead_id}/follow-ups/{id_}")

    @router.patch("/{follow_up_id}", responses=refusing(NoSuchFollowUp, HappensLater))
    async def correct_follow_up(
        lead_id: UUID, follow_up_id: UUID, body: CorrectFollowUp, context: CommandContext
    ) -> Answer[Recorded]:
        """Let a record say something else; what it said before stays in its history."""
        recorded = await service.correct(lead_id, follow_up_id, body, context)
        return answer(Recorded(id=follow_up_id), recorded)

    return router


def records_router(projector: Projector, pairs: StoredDuplicates) -> ServiceRouter:
    """What can be asked about the records of contacts."""
    router = ServiceRouter(PATH, tags=["follow-ups"], dependencies=[signed_in])
    records = records_of(projector)

    @router.get("/follow-ups")
    async def list_follow_ups(reading: ReadContext, paging: Paged, asked: Asked) -> Page[FollowUpItem]:
        """Contacts with the leads in the caller's scope; sort by occurred_at, recorded_at or attempt."""
        return await records.page(reading, paging, FollowUpItem.model_validate, *conditions(asked))

    @router.get("/follow-ups.csv", response_class=StreamingResponse)
    async def export_follow_ups(reading: ReadContext, asked: Asked) -> StreamingResponse:
        """The same as CSV, newest first, safe to open in a spreadsheet."""
        return await exported(records, reading, conditions(asked))

    @router.get("/leads/{lead_id}/follow-ups")
    async def list_lead_follow_ups(
        lead_id: UUID, reading: ReadContext, paging: Paged, asked: Asked
    ) -> Page[FollowUpItem]:
        """The contacts with one lead and with those merged into it, newest first."""
        family = await pairs.family(lead_id, as_of=reading.as_of, min_position=reading.min_position)
        return await records.page(
            reading,
            paging,
            FollowUpItem.model_validate,
            *conditions(asked),
            FOLLOW_UPS.table.c.lead_id.in_(family),
        )

    @router.get("/leads/{lead_id}/follow-ups/{follow_up_id}")
    async def get_follow_up(lead_id: UUID, follow_up_id: UUID, reading: ReadContext) -> Answer[FollowUpItem]:
        """A record as it is, or as it was."""
        return Answer(FollowUpItem.model_validate(await record_of(records, lead_id, follow_up_id, reading)))

    @router.get("/leads/{lead_id}/follow-ups/{follow_up_id}/history")
    async def list_follow_up_history(
        lead_id: UUID, follow_up_id: UUID, reading: ReadContext
    ) -> list[FollowUpItem]:
        """What a record said at first and after each correction, oldest first."""
        row = await record_of(records, lead_id, follow_up_id, reading)
        table = FOLLOW_UPS.table
        versions = sa.select(table).where(table.c.id == follow_up_id, table.c.version <= row["version"])
        rows = await records.rows(versions.order_by(table.c.version))
        return [FollowUpItem.model_validate(row) for row in rows]

    return router


def conditions(asked: FollowUpFilter) -> list[sa.ColumnElement[bool]]:
    """What a record must meet to be among those that are asked for."""
    c = FOLLOW_UPS.table.c
    exactly = {c.method: asked.method, c.result: asked.result, c.author_id: asked.author}
    found = [column == value for column, value in exactly.items() if value is not None]
    if asked.late is not None:
        found.append(c.entered_late == asked.late)
    if asked.since is not None:
        found.append(c.occurred_at >= asked.since)
    if asked.until is not None:
        found.append(c.occurred_at < asked.until)
    if asked.q is not None:
        found.append(contains(c.searched, asked.q))
    return found


async def record_of(records: Listing, lead_id: UUID, follow_up_id: UUID, reading: Reading) -> Row:
    """A record of one lead. Raises `NotFound` also for what the caller may not see."""
    row = await records.row(follow_up_id, reading)
    if row["lead_id"] != lead_id:
        raise NotFound
    return row
