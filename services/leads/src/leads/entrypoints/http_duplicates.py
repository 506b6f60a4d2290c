"""The HTTP interface of duplicates: candidates, pairs, policies, runs, and merging with its undoing."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from fastapi import Path, Query
from pydantic import BaseModel

from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, Caller, CommandContext, ReadContext, answer
from crm_platform.http.describing import refusing
from crm_platform.http.listing import Listing, everything
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged, in_scope
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER, SALESPERSON, Principal
from leads.adapters.duplicate_views import DUPLICATE_RUNS, PAIRS, StoredDuplicates
from leads.adapters.views import LEADS
from leads.application.duplicate_queries import (
    Candidates,
    CheckDuplicates,
    DefinePolicies,
    DismissPair,
    Merged,
    MergeLead,
    PairItem,
    PairSide,
    RunItem,
    Unmerged,
    UnmergeLead,
)
from leads.application.duplicate_runs import DuplicateRuns
from leads.application.duplicates import Card, Duplicates, details_of
from leads.application.merging import MergePreview, Merging
from leads.domain.duplicates import PairStatus, Policies
from leads.domain.errors import LeadIsClosed, LeadWasMerged, NeverMerged, PairIsSettled
from leads.entrypoints.http_models import Defined

BASE = "/api/leads/v1"
WRITERS = requires(SALESPERSON, MANAGER, DIRECTOR, ADMIN)
RUNNERS = requires(MANAGER, DIRECTOR, ADMIN)
ADMINS = requires(ADMIN)


OtherLead = Annotated[UUID, Path(description="Id of the lead that it is held against.")]


class Judged(BaseModel):
    """The pair that was judged."""

    id: UUID


class DuplicateRunStarted(BaseModel):
    """The run that was started."""

    id: UUID


def duplicates_router(duplicates: Duplicates) -> ServiceRouter:
    """Candidates, judgements and policies."""
    router = ServiceRouter(BASE, tags=["duplicates"])

    @router.post("/duplicates/check", dependencies=[signed_in])
    async def check_duplicates(body: CheckDuplicates, caller: Caller) -> Candidates:
        """Who may be the same as somebody that is not registered yet, with evidence; changes nothing.

        That a lead exists and whose it is, is told to everybody; its details only to those who may see it.
        """
        return Candidates(candidates=await duplicates.of_profile(body.profile(), caller))

    @router.get("/leads/{lead_id}/duplicates", dependencies=[signed_in])
    async def list_lead_duplicates(lead_id: UUID, caller: Caller) -> Candidates:
        """Who may be the same as a lead, with evidence; without those that were judged to be another."""
        return Candidates(candidates=await duplicates.of_lead(lead_id, caller))

    @router.post(
        "/leads/{lead_id}/duplicates/{other_id}/dismiss",
        dependencies=[WRITERS],
        responses=refusing(PairIsSettled),
    )
    async def dismiss_duplicate(
        lead_id: UUID, other_id: OtherLead, body: DismissPair, context: CommandContext
    ) -> Answer[Judged]:
        """Remember that the two leads are not the same: the pair is never shown again, at entry nor by a run."""
        recorded = await duplicates.dismiss(lead_id, other_id, body.reason, context)
        return answer(Judged(id=recorded.id), recorded)

    @router.post("/leads/{lead_id}/duplicates/{other_id}/reconsider", dependencies=[WRITERS])
    async def reconsider_duplicate(
        lead_id: UUID, other_id: OtherLead, context: CommandContext
    ) -> Answer[Judged]:
        """Take the judgement back."""
        recorded = await duplicates.reconsider(lead_id, other_id, context)
        return answer(Judged(id=recorded.id), recorded)

    @router.get("/duplicate-policies", dependencies=[signed_in])
    async def get_duplicate_policies() -> Answer[Policies]:
        """What is done about duplicates now, by channel."""
        policies = await duplicates.policies()
        return Answer(policies, version=policies.version)

    @router.put("/duplicate-policies", dependencies=[ADMINS])
    async def define_duplicate_policies(body: DefinePolicies, context: CommandContext) -> Answer[Defined]:
        """Block, warn or merge from now on; each change makes the next version.

        Whoever fills a web form in or writes a mail is answered the same in every case: blocked, nothing is stored;
        warned, it is taken and the pair is kept with its evidence, to be reviewed.
        """
        recorded = await duplicates.define_policies(body.channels, context)
        return answer(Defined(version=recorded.version), recorded)

    return router


def pairs_router(runs: DuplicateRuns, store: StoredDuplicates, projector: Projector) -> ServiceRouter:
    """Suspected pairs, and the runs that find them."""
    router = ServiceRouter(f"{BASE}/duplicates", tags=["duplicates"])
    pairs = Listing(projector, PAIRS, sorts=("score", "suspected_at"), default="-score", scope=_concerned)
    ran = Listing(projector, DUPLICATE_RUNS, sorts=("started_at",), default="-started_at", scope=everything)

    @router.get("", dependencies=[signed_in])
    async def list_duplicates(
        reading: ReadContext,
        paging: Paged,
        status: Annotated[PairStatus, Query(description="Open: nobody judged them yet.")] = PairStatus.OPEN,
        min_score: Annotated[int, Query(ge=0, le=100, description="Only pairs at least that alike.")] = 0,
    ) -> Page[PairItem]:
        """Pairs of leads that may be the same, of which the caller may see one at least; the surest first."""
        conditions = [PAIRS.table.c.score >= min_score]
        if status is PairStatus.OPEN:
            conditions.append(~_leads_of(PAIRS.table, LEADS.table.c.status.in_(("merged", "withdrawn"))))
        page = await pairs.page(reading, paging, dict, *conditions, status=status.value)
        cards = await store.cards(leads={row[side] for row in page.items for side in _SIDES})
        return Page(items=[_pair(row, cards, reading.principal) for row in page.items], next=page.next)

    @router.post("/runs", status_code=202, dependencies=[RUNNERS])
    async def start_duplicate_run(context: CommandContext) -> Answer[DuplicateRunStarted]:
        """Look over all leads for duplicates now; otherwise it happens every night. Nothing is merged."""
        recorded = await runs.start(context)
        return answer(
            DuplicateRunStarted(id=recorded.id), recorded, location=f"{BASE}/duplicates/runs/{recorded.id}"
        )

    @router.get("/runs", dependencies=[RUNNERS])
    async def list_duplicate_runs(reading: ReadContext, paging: Paged) -> Page[RunItem]:
        """Runs, newest first."""
        return await ran.page(reading, paging, RunItem.model_validate)

    @router.get("/runs/{run_id}", dependencies=[RUNNERS])
    async def get_duplicate_run(run_id: UUID, reading: ReadContext) -> Answer[RunItem]:
        """A run, with what each level of each field weighed in it."""
        row = await ran.row(run_id, reading)
        return Answer(RunItem.model_validate(row), version=row["version"])

    return router


def merging_router(merging: Merging) -> ServiceRouter:
    """Two leads become one, and two again."""
    router = ServiceRouter(f"{BASE}/leads", tags=["duplicates"])

    @router.post("/{lead_id}/merge/preview", dependencies=[signed_in])
    async def preview_merge(lead_id: UUID, body: MergeLead, caller: Caller) -> MergePreview:
        """Both leads side by side, field by field, with what a merge would make of them; changes nothing."""
        return await merging.preview(lead_id, body.absorbed_id, body.choices, caller)

    @router.post("/{lead_id}/merge", dependencies=[WRITERS], responses=refusing(LeadIsClosed, LeadWasMerged))
    async def merge_lead(lead_id: UUID, body: MergeLead, context: CommandContext) -> Answer[Merged]:
        """Merge another lead into this one, whose history, claims and children are then this one's, too.

        The caller must be allowed to change both.
        """
        recorded = await merging.merge(lead_id, body.absorbed_id, body.choices, context)
        return answer(Merged(id=recorded.id, absorbed_id=recorded.extra["absorbed_id"]), recorded)

    @router.post("/{lead_id}/unmerge", dependencies=[WRITERS], responses=refusing(NeverMerged, LeadWasMerged))
    async def unmerge_lead(lead_id: UUID, body: UnmergeLead, context: CommandContext) -> Answer[Unmerged]:
        """Restore both leads as they were; what was done to this one since is kept and named."""
        recorded = await merging.unmerge(lead_id, body.absorbed_id, context)
        return answer(Unmerged(id=recorded.id, **recorded.extra["told"]), recorded)

    return router


_SIDES = ("first", "second")


def _leads_of(table: sa.Table, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether one of the two leads, as it is now, meets a condition."""
    lead = LEADS.table
    return sa.exists().where(
        lead.c.recorded_to.is_(None),
        sa.or_(lead.c.id == table.c.first, lead.c.id == table.c.second),
        condition,
    )


def _concerned(table: sa.Table, principal: Principal) -> sa.ColumnElement[bool]:
    return sa.true() if principal.scope == "all" else _leads_of(table, in_scope(LEADS.table, principal))


def _pair(row: Row, cards: Mapping[tuple[str, str], Card], principal: Principal) -> PairItem:
    sides = {side: _side(cards["lead", str(row[side])], principal) for side in _SIDES}
    return PairItem.model_validate({**row, **sides})


def _side(card: Card, principal: Principal) -> PairSide:
    return PairSide(
        id=UUID(card.id),
        status=card.status,
        owner_id=card.owner_id,
        owner_name=card.owner_name,
        details=details_of(card, principal),
    )
