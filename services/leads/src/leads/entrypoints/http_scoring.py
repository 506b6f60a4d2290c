"""The HTTP interface of the scoring model: its versions, what they would change, when they are in force, and thresholds."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query
from pydantic import AwareDatetime, BaseModel, Field

from crm_platform.errors import NotFound
from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, Body, CommandContext, ReadContext, answer
from crm_platform.http.listing import Listing, everything
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.security.scope import ADMIN, ANALYST, DIRECTOR, MANAGER
from leads.adapters.rescoring_store import RESCORING
from leads.adapters.views import LEADS
from leads.application.commands import ActivateScoringModel, DefineScoringModel, DefineThresholds
from leads.application.models import ActiveModels
from leads.application.rescoring import Rescorer
from leads.domain.rated import Threshold
from leads.domain.rescoring import Kind, Move, Rescoring, RescoringStatus, Tally
from leads.domain.scoring import WeightedRules
from leads.domain.scoring_model import Activation
from leads.domain.seed_model import default_model
from leads.entrypoints.http import names_of

ROOT = "/api/leads/v1"
OWNERS = requires(DIRECTOR, ADMIN)
ASKERS = requires(MANAGER, DIRECTOR, ADMIN)
READERS = requires(MANAGER, DIRECTOR, ADMIN, ANALYST)

VersionInPath = Annotated[int, Path(ge=1, le=2**31 - 1, description="Number of a version of the model.")]


class VersionOfModel(BaseModel):
    """The version of the model that this is about."""

    version: int


class ModelVersion(BaseModel):
    """A version of the scoring model: who wrote it, when, and when it was put in force."""

    version: int
    in_force: bool
    drafted_by: str | None
    drafted_at: datetime | None
    reason: str | None
    activations: list[Activation]
    model: WeightedRules


class Run(BaseModel):
    """A run over all open leads. It is at `leads` of about `expected`."""

    id: UUID
    version: int
    kind: Kind
    model_version: int
    status: RescoringStatus
    at: datetime = Field(description="The moment that ages count to.")
    reassign: bool
    expected: int
    leads: int
    changed: int
    moved: int = Field(description="Leads that another rule gives to another person.")
    started_by: str
    started_at: datetime
    ended_at: datetime | None


class Capacity(BaseModel):
    """How many of the leads that come in a week score at or above `cutoff`."""

    cutoff: int
    per_week: float
    most_in_a_week: int


class RunResult(BaseModel):
    """What a run found, as far as it is: distributions, changed grades, capacity per cut-off."""

    id: UUID
    status: RescoringStatus
    model_version: int
    tally: Tally
    capacity: list[Capacity]


class MoveItem(Move):
    """A lead that another rule gives to another person, by its name where the caller may see it."""

    name: str | None


class AskDryRun(Body):
    """When the version would be in force."""

    at: AwareDatetime | None = Field(default=None, description="Now, when it is left out.")


class Asked(BaseModel):
    """The id of the run that was started."""

    id: UUID


class Thresholds(BaseModel):
    """The scores from which on a lead needs attention."""

    thresholds: list[Threshold]


def scoring_router(models: ActiveModels) -> ServiceRouter:
    """Routes for the versions of the model."""
    router = ServiceRouter(ROOT, tags=["scoring"])

    @router.get("/scoring-model", dependencies=[signed_in])
    async def get_scoring_model() -> Answer[WeightedRules]:
        """The rules that leads are scored by now."""
        model = await models.scoring()
        return Answer(model, version=model.version)

    @router.put("/scoring-model", dependencies=[OWNERS])
    async def define_scoring_model(
        body: DefineScoringModel, context: CommandContext
    ) -> Answer[VersionOfModel]:
        """Score by other rules from now on; each condition is checked before anything is stored."""
        recorded = await models.define_scoring(body, context)
        return answer(VersionOfModel(version=await models.number_of(recorded)), recorded)

    @router.get("/scoring-model/versions", dependencies=[signed_in])
    async def list_scoring_model_versions() -> list[ModelVersion]:
        """Every version, the newest first, with who wrote it and when it was put in force."""
        return await _versions(models)

    @router.post("/scoring-model/versions", status_code=201, dependencies=[OWNERS])
    async def draft_scoring_model(
        body: DefineScoringModel, context: CommandContext
    ) -> Answer[VersionOfModel]:
        """Write a version; nothing is scored by it until it is activated."""
        recorded = await models.draft_scoring(body, context)
        number = await models.number_of(recorded)
        path = f"{ROOT}/scoring-model/versions/{number}"
        return answer(VersionOfModel(version=number), recorded, location=path)

    @router.get("/scoring-model/versions/{number}", dependencies=[signed_in])
    async def get_scoring_model_version(number: VersionInPath) -> ModelVersion:
        """One version."""
        for version in await _versions(models):
            if version.version == number:
                return version
        raise NotFound

    @router.post("/scoring-model/versions/{number}/activate", dependencies=[OWNERS])
    async def activate_scoring_model(
        number: VersionInPath, body: ActivateScoringModel, context: CommandContext
    ) -> Answer[VersionOfModel]:
        """Score by a version, an old one as well, from now or from a moment to come; all open leads are scored anew."""
        recorded = await models.activate_scoring(number, body, context)
        return answer(VersionOfModel(version=number), recorded)

    return router


def thresholds_router(models: ActiveModels) -> ServiceRouter:
    """Routes for the scores from which on a lead needs attention."""
    router = ServiceRouter(f"{ROOT}/scoring/thresholds", tags=["scoring"])

    @router.get("", dependencies=[signed_in])
    async def get_score_thresholds() -> Thresholds:
        """The scores from which on a lead needs attention."""
        return Thresholds(thresholds=list(await models.thresholds()))

    @router.put("", dependencies=[OWNERS])
    async def define_score_thresholds(body: DefineThresholds, context: CommandContext) -> Answer[Thresholds]:
        """Set them. Owner and managers are told each time that a lead crosses one upwards."""
        recorded = await models.define_thresholds(body, context)
        return answer(Thresholds(thresholds=body.thresholds), recorded)

    return router


def runs_router(rescorer: Rescorer, projector: Projector) -> ServiceRouter:
    """Routes for dry runs and for how far re-scoring is."""
    router = ServiceRouter(ROOT, tags=["scoring"])
    runs = Listing(
        projector, RESCORING, sorts=("started_at", "status"), default="-started_at", scope=everything
    )

    leads = Listing(projector, LEADS, sorts=("registered_at",), default="registered_at")

    @router.post("/scoring-model/versions/{number}/dry-runs", status_code=202, dependencies=[ASKERS])
    async def ask_dry_run(number: VersionInPath, body: AskDryRun, context: CommandContext) -> Answer[Asked]:
        """Find out in the background what a version would change, on all leads that there are."""
        recorded = await rescorer.start_dry_run(number, body.at, context)
        return answer(Asked(id=recorded.id), recorded, location=f"{ROOT}/scoring/runs/{recorded.id}")

    @router.get("/scoring/runs", dependencies=[READERS])
    async def list_scoring_runs(
        reading: ReadContext,
        paging: Paged,
        kind: Annotated[Kind | None, Query(description="Only runs for this.")] = None,
        status: Annotated[RescoringStatus | None, Query(description="Only runs that are so far.")] = None,
    ) -> Page[Run]:
        """Runs over all leads, the newest first: dry runs, activations, and what days changed."""
        return await runs.page(reading, paging, Run.model_validate, kind=kind, status=status)

    @router.get("/scoring/runs/{run_id}", dependencies=[READERS])
    async def get_scoring_run(run_id: UUID, reading: ReadContext) -> Answer[Run]:
        """How far a run is."""
        row = await runs.row(run_id, reading)
        return Answer(Run.model_validate(row), version=row["version"])

    @router.get("/scoring/runs/{run_id}/result", dependencies=[READERS])
    async def get_scoring_run_result(run_id: UUID) -> RunResult:
        """Scores before and after, grades that change, and how many leads a week reach each cut-off."""
        run = await projector.log.load(Rescoring, run_id)
        return RunResult(
            id=run.id,
            status=run.status,
            model_version=run.model_version,
            tally=run.tally,
            capacity=[_capacity(run.tally, cutoff) for cutoff in range(0, 101, 5)],
        )

    @router.get("/scoring/runs/{run_id}/moves", dependencies=[READERS])
    async def list_scoring_run_moves(
        run_id: UUID,
        reading: ReadContext,
        after: Annotated[UUID | None, Query(description="Id of a lead to go on after.")] = None,
        limit: Annotated[int, Query(ge=1, le=200, description="At most so many.")] = 50,
    ) -> list[MoveItem]:
        """Leads that change hands by their new score, in the order of their ids, each with the rule that decides."""
        found = [
            Move.model_validate(move)
            for entry in await runs.history(run_id, reading)
            for move in entry.content.get("moves", ())
        ]
        moves = [move for move in found if after is None or move.lead_id > after][:limit]
        names = await names_of(leads, reading, (move.lead_id for move in moves))
        return [MoveItem(**dict(move), name=names.get(move.lead_id)) for move in moves]

    return router


async def _versions(models: ActiveModels) -> list[ModelVersion]:
    current = (await models.scoring()).version
    model = await models.scoring_model()
    if model is None:
        seed = default_model()
        return [
            ModelVersion(
                version=seed.version,
                in_force=True,
                drafted_by=None,
                drafted_at=None,
                reason=None,
                activations=[],
                model=seed,
            )
        ]
    return [
        ModelVersion(
            version=draft.model.version,
            in_force=draft.model.version == current,
            drafted_by=draft.by,
            drafted_at=draft.at,
            reason=draft.reason,
            activations=[each for each in model.activations if each.version == draft.model.version],
            model=draft.model,
        )
        for draft in reversed(model.versions)
    ]


def _capacity(tally: Tally, cutoff: int) -> Capacity:
    weeks = tally.per_week(cutoff)
    return Capacity(
        cutoff=cutoff,
        per_week=round(sum(weeks) / len(weeks), 1) if weeks else 0.0,
        most_in_a_week=max(weeks, default=0),
    )
