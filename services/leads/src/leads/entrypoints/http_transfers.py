"""The HTTP interface of transfers: one lead taken over, many handed on, everything of somebody who leaves."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel

from crm_platform.context import Context
from crm_platform.errors import FieldError, Invalid
from crm_platform.http.access import requires
from crm_platform.http.commands import Answer, CommandContext, ReadContext, Reading, answer
from crm_platform.http.describing import refusing
from crm_platform.http.listing import Listing, everything
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER
from crm_platform.values import PersonId
from leads.adapters.assignment_views import TRANSFERS
from leads.adapters.views import LEADS
from leads.application.assigning import HandOver, LeadFilter, StartTransfer, TakeOver, TransferItem
from leads.application.transfers import Transfers
from leads.domain.errors import LeadIsClosed, LeadWasMerged
from leads.domain.lead import LeadStatus
from leads.domain.transfers import MOST_LEADS

BASE = "/api/leads/v1"
PATH = f"{BASE}/transfers"
ASSIGNERS = requires(MANAGER, DIRECTOR, ADMIN)


class TransferStarted(BaseModel):
    """The transfer that was started, and how many leads it hands on."""

    id: UUID
    leads: int


class TakenOver(BaseModel):
    """The id of the lead that is now the caller's."""

    id: UUID


def transfers_router(transfers: Transfers, projector: Projector) -> ServiceRouter:
    """Routes under `/api/leads/v1/transfers`, and those that start one."""
    router = ServiceRouter(BASE, tags=["transfers"], dependencies=[ASSIGNERS])
    listing = Listing(
        projector, TRANSFERS, sorts=("started_at", "status"), default="-started_at", scope=everything
    )
    chosen = _Chosen(projector)

    @router.post("/leads/{lead_id}/take-over", responses=refusing(LeadIsClosed, LeadWasMerged))
    async def take_over(lead_id: UUID, body: TakeOver, context: CommandContext) -> Answer[TakenOver]:
        """Make a lead of the caller's scope the caller's own."""
        recorded = await transfers.take_over(lead_id, body, context)
        return answer(TakenOver(id=recorded.id), recorded)

    @router.post("/transfers", status_code=202)
    async def start_transfer(body: StartTransfer, context: CommandContext) -> Answer[TransferStarted]:
        """Hand on open leads of the caller's scope, by id or filter, to people in turn or back through the rules.

        Up to 200 are handed on at once; more in the background.
        """
        if body.lead_ids is not None:
            lead_ids = await chosen.named(body.lead_ids, context)
        else:
            lead_ids = await chosen.matching(body.filter or LeadFilter(), context)
        recorded = await transfers.start(lead_ids, body.to, body.reason, context)
        started = TransferStarted(id=recorded.id, leads=recorded.extra["leads"])
        return answer(started, recorded, location=f"{PATH}/{recorded.id}")

    @router.post("/people/{person_id}/hand-over", status_code=202)
    async def hand_over(
        person_id: PersonId, body: HandOver, context: CommandContext
    ) -> Answer[TransferStarted]:
        """Hand on every open lead of somebody who leaves, as far as it lies in the caller's scope."""
        lead_ids = await chosen.matching(LeadFilter(owner_id=person_id), context)
        recorded = await transfers.start(lead_ids, body.to, body.reason, context)
        started = TransferStarted(id=recorded.id, leads=recorded.extra["leads"])
        return answer(started, recorded, location=f"{PATH}/{recorded.id}")

    @router.get("/transfers")
    async def list_transfers(reading: ReadContext, paging: Paged) -> Page[TransferItem]:
        """Transfers, newest first; sort by started_at or status."""
        return await listing.page(reading, paging, TransferItem.of)

    @router.get("/transfers/{transfer_id}")
    async def get_transfer(transfer_id: UUID, reading: ReadContext) -> Answer[TransferItem]:
        """How far a transfer is, and which leads stayed where they are, with the reason."""
        row = await listing.row(transfer_id, reading)
        return Answer(TransferItem.of(row), version=row["version"])

    return router


class _Chosen:
    """The open leads that a transfer is about, among those the caller may change."""

    def __init__(self, projector: Projector) -> None:
        self._projector = projector
        self._leads = Listing(projector, LEADS, sorts=("registered_at",), default="-registered_at")

    async def named(self, lead_ids: Sequence[UUID], context: Context) -> list[UUID]:
        """Raises Invalid naming each that is none."""
        table = LEADS.table
        rows = await self._leads.rows((await self._open(context)).where(table.c.id.in_(lead_ids)))
        known = {row["id"] for row in rows}
        errors = [
            FieldError(f"#/lead_ids/{at}", "unknown-lead", "Is no open lead", "不是未关闭的线索")
            for at, lead_id in enumerate(lead_ids)
            if lead_id not in known
        ]
        if errors:
            raise Invalid(errors)
        return list(lead_ids)

    async def matching(self, wanted: LeadFilter, context: Context) -> list[UUID]:
        """The best first; one more than a transfer takes, when there are more."""
        columns = LEADS.table.c
        exactly = wanted.model_dump(exclude_none=True, exclude={"min_score", "max_score"})
        conditions = [columns[name] == value for name, value in exactly.items()]
        if wanted.min_score is not None:
            conditions.append(columns.score >= wanted.min_score)
        if wanted.max_score is not None:
            conditions.append(columns.score <= wanted.max_score)
        statement = (await self._open(context)).where(*conditions)
        ordered = statement.order_by(columns.score.desc().nulls_last(), columns.id).limit(MOST_LEADS + 1)
        return [row["id"] for row in await self._leads.rows(ordered)]

    async def _open(self, context: Context) -> sa.Select[Any]:
        """As the log is now, so that no lead that somebody just got is forgotten."""
        caller = replace(context.principal, scope=context.principal.write_scope)
        reading = Reading(caller, min_position=await self._projector.log.position())
        visible = await self._leads.visible(reading)
        return visible.with_only_columns(LEADS.table.c.id).where(
            LEADS.table.c.status == LeadStatus.OPEN.value
        )
