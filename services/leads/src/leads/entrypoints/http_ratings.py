"""The HTTP interface of what leads are taken for: overrides, the queue of the caller, what came of overrides."""

from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from fastapi import Query
from pydantic import AwareDatetime

from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.describing import refusing
from crm_platform.http.listing import Listing
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
from crm_platform.security.scope import ADMIN, ANALYST, DIRECTOR, MANAGER
from leads.adapters.views import LEADS
from leads.application.commands import OverrideScore
from leads.application.queries import LeadItem, Overridden
from leads.application.rating import Ratings
from leads.domain.errors import LeadIsClosed, LeadWasMerged, NoOverride
from leads.domain.lead import LeadStatus
from leads.domain.overruling import Outcomes, Overruling, judge_overrides
from leads.entrypoints.http import PATH, WRITERS, Registered, lead_item

READERS = requires(MANAGER, DIRECTOR, ADMIN, ANALYST)
_DECIDED = (LeadStatus.CONVERTED.value, LeadStatus.DISQUALIFIED.value)


def ratings_router(ratings: Ratings, projector: Projector) -> ServiceRouter:
    """Routes under `/leads` that concern scores."""
    router = ServiceRouter(PATH, tags=["scoring"])
    queue = Listing(projector, LEADS, sorts=("score", "unanswered_since"), default="-score,unanswered_since")
    judged = Listing(projector, LEADS, sorts=("overridden_at",), default="-overridden_at")
    table = LEADS.table

    @router.get("/queue", dependencies=[signed_in])
    async def list_work_queue(reading: ReadContext, paging: Paged) -> Page[LeadItem]:
        """The caller's own open leads: the best first, of equal ones the one that waits longest."""
        mine = {"owner_id": reading.principal.subject, "status": LeadStatus.OPEN.value}
        return await queue.page(reading, paging, lead_item, **mine)

    @router.get("/overridden", dependencies=[READERS])
    async def list_overridden_leads(
        reading: ReadContext,
        paging: Paged,
        status: Annotated[LeadStatus | None, Query(description="Only leads of this status.")] = None,
    ) -> Page[Overridden]:
        """Leads that people judged otherwise than the model: every override beside what came of the lead."""
        ever = table.c.overridden_at.is_not(None)
        return await judged.page(reading, paging, _overridden, ever, status=status)

    @router.get("/overridden/accuracy", dependencies=[READERS])
    async def get_override_accuracy(
        reading: ReadContext,
        since: Annotated[
            AwareDatetime | None, Query(description="Only leads that were decided from then on.")
        ] = None,
    ) -> Overruling:
        """Who foretold better what became of leads, people by their overrides or the model: in all, and by person."""
        decided: list[sa.ColumnElement[bool]] = [
            table.c.status.in_(_DECIDED),
            table.c.automatic_grade.is_not(None),
        ]
        if since is not None:
            decided.append(table.c.closed_at >= since)
        by = table.c.override["by"].astext
        alike = [table.c.grade, table.c.automatic_grade.label("automatic"), by.label("by")]
        converted = table.c.status == LeadStatus.CONVERTED.value
        statement = (
            (await judged.visible(reading))
            .where(*decided)
            .with_only_columns(
                *alike,
                sa.func.count().label("leads"),
                sa.func.count().filter(converted).label("converted"),
            )
        )
        rows = await judged.rows(statement.group_by(*alike))
        return judge_overrides([Outcomes.model_validate(row) for row in rows])

    @router.post(
        "/{lead_id}/rescore", dependencies=[WRITERS], responses=refusing(LeadIsClosed, LeadWasMerged)
    )
    async def rescore_lead(lead_id: UUID, context: CommandContext) -> Answer[Registered]:
        """Score the lead by the model that is in force now."""
        recorded = await ratings.rescore_lead(lead_id, context)
        return answer(Registered(id=recorded.id), recorded)

    @router.post(
        "/{lead_id}/override-score", dependencies=[WRITERS], responses=refusing(LeadIsClosed, LeadWasMerged)
    )
    async def override_score(
        lead_id: UUID, body: OverrideScore, context: CommandContext
    ) -> Answer[Registered]:
        """Take the lead for something else than the model does; re-scoring does not change that, both are shown."""
        recorded = await ratings.override_score(lead_id, body, context)
        return answer(Registered(id=recorded.id), recorded)

    @router.post(
        "/{lead_id}/lift-override",
        dependencies=[WRITERS],
        responses=refusing(NoOverride, LeadIsClosed, LeadWasMerged),
    )
    async def lift_override(lead_id: UUID, context: CommandContext) -> Answer[Registered]:
        """Go back to what the model says."""
        recorded = await ratings.lift_override(lead_id, context)
        return answer(Registered(id=recorded.id), recorded)

    return router


def _overridden(row: Row) -> Overridden:
    return Overridden.model_validate(row)
