"""The HTTP interface of what is learned from decided leads: when, how well it forecasts, and which of it is in force."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from crm_platform.http.access import requires
from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.listing import Listing, everything
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
from crm_platform.security.scope import ADMIN, ANALYST, DIRECTOR, MANAGER
from leads.adapters.learned_views import LEARNED_MODELS, StoredLearning
from leads.application.learning import Learning, ProposeRules, PutLearnedModelInForce
from leads.application.models import ActiveModels
from leads.domain.learned_model import LearnedModel, LearnedStatus, Refusal
from leads.domain.measuring import Measured
from leads.domain.scorecard import Scorecard

PATH = "/api/leads/v1/learned-models"
SCORING = "/api/leads/v1/scoring-model/versions"
OWNERS = requires(DIRECTOR, ADMIN)
READERS = requires(MANAGER, DIRECTOR, ADMIN, ANALYST)


class Begun(BaseModel):
    """The id of the model that this is about."""

    id: UUID


class Proposed(BaseModel):
    """The version of the scoring model that was drafted."""

    version: int


class LearnedItem(BaseModel):
    """A version of what was learned: from how many decided leads, and how good its forecasts were beside the base rate."""

    id: UUID
    version: int
    status: LearnedStatus
    in_force: bool
    started_by: str
    started_at: datetime
    ended_at: datetime | None
    leads: int | None = Field(description="Decided leads that were learned from.")
    converted: int | None
    measured: Measured | None
    drift: dict[str, float] | None = Field(
        description="By field, how much the newest leads differ from those before: below 0.1 hardly, above 0.25 much."
    )
    refusal: Refusal | None
    failure: str | None
    put_by: str | None = Field(description="Who put it in force again.")
    put_because: str | None


class LearnedDetail(LearnedItem):
    """A version with its weights, in thousandths of the log-odds."""

    scorecard: Scorecard | None


def learned_router(
    learning: Learning, store: StoredLearning, models: ActiveModels, projector: Projector
) -> ServiceRouter:
    """Routes for learned models."""
    router = ServiceRouter(PATH, tags=["scoring"])
    versions = Listing(
        projector, LEARNED_MODELS, sorts=("started_at",), default="-started_at", scope=everything
    )

    @router.post("", status_code=202, dependencies=[OWNERS])
    async def start_learning(context: CommandContext) -> Answer[Begun]:
        """Learn now from the leads that were decided; otherwise it happens every night.

        It is in force when its forecasts were surely better than the base rate; else nothing is forecast, and why is told.
        """
        recorded = await learning.start(context)
        return answer(Begun(id=recorded.id), recorded, location=f"{PATH}/{recorded.id}")

    @router.get("", dependencies=[READERS])
    async def list_learned_models(
        reading: ReadContext,
        paging: Paged,
        status: Annotated[LearnedStatus | None, Query(description="Only those that are so far.")] = None,
    ) -> Page[LearnedItem]:
        """Versions of what was learned, the newest first, with their measurements."""
        counting = await store.counting(reading.as_of, reading.min_position)
        page = await versions.page(reading, paging, dict, status=status)
        return Page(items=[LearnedItem(**_shown(row, counting)) for row in page.items], next=page.next)

    @router.get("/{model_id}", dependencies=[READERS])
    async def get_learned_model(model_id: UUID, reading: ReadContext) -> Answer[LearnedDetail]:
        """A version with every weight: what each value of each field adds to the log-odds of a conversion."""
        row = await versions.row(model_id, reading)
        counting = await store.counting(reading.as_of, reading.min_position)
        model = await projector.log.load(LearnedModel, model_id, as_of=reading.as_of)
        detail = LearnedDetail(**_shown(row, counting), scorecard=model.scorecard)
        return Answer(detail, version=row["version"])

    @router.post("/{model_id}/put-in-force", dependencies=[OWNERS])
    async def put_learned_model_in_force(
        model_id: UUID, body: PutLearnedModelInForce, context: CommandContext
    ) -> Answer[Begun]:
        """Go back to a version, until something is learned anew."""
        recorded = await learning.put_in_force(model_id, body, context)
        return answer(Begun(id=recorded.id), recorded)

    @router.post("/{model_id}/propose-rules", status_code=201, dependencies=[OWNERS])
    async def propose_learned_rules(
        model_id: UUID, body: ProposeRules, context: CommandContext
    ) -> Answer[Proposed]:
        """Draft a version of the scoring model from what was learned; nothing is scored by it until it is activated."""
        recorded = await learning.propose(model_id, body, context)
        number = await models.number_of(recorded)
        return answer(Proposed(version=number), recorded, location=f"{SCORING}/{number}")

    return router


def _shown(row: Row, counting: tuple[UUID, Refusal | None] | None) -> Row:
    in_force = counting is not None and counting == (row["id"], None)
    return {name: row[name] for name in LearnedItem.model_fields if name in row} | {"in_force": in_force}
