"""The HTTP interface of the analysis of leads and of follow-ups, with what is behind each of their figures."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from fastapi import Query
from pydantic import BaseModel, Field

from analytics.application.answers import FollowUpAnalysis, LeadAnalysis
from analytics.application.lead_questions import LeadQuestions
from analytics.entrypoints.http import PATH, Reads
from analytics.entrypoints.parameters import (
    FollowUpAnalysisQuery,
    FollowUpFigureQuery,
    LeadAnalysisQuery,
    LeadFigureQuery,
)
from analytics.views.follow_ups import CONTACTS, FollowUpView
from analytics.views.leads import MEMBERS, LeadView
from crm_platform.http.access import signed_in
from crm_platform.http.commands import Caller
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged, sorted_by
from crm_platform.persistence.views import Row


class LeadMember(BaseModel):
    """A lead behind a figure, and the events that made it count."""

    id: UUID
    name: str | None
    company: str | None
    source: str | None = Field(description="By the attribution asked for, as is the campaign.")
    campaign: str | None
    owner_id: str | None
    status: str = Field(description="open, converted or disqualified.")
    score: int | None = Field(description="At the time asked for by score_at, as is the grade.")
    grade: str | None
    registered_at: datetime
    contacted_at: datetime | None = Field(description="When it was first contacted.")
    closed_at: datetime | None
    opportunity_id: UUID | None
    touches: int
    follow_ups: int
    event_ids: list[UUID] = Field(
        description="Of its registration, and of what the figure counts: first contact, conversion, touches …"
    )


class LeadMembers(Page[LeadMember]):
    """A page of the leads behind a figure; `total` is the figure."""

    total: int


class ContactMember(BaseModel):
    """A contact behind a figure, and the events that tell of it."""

    id: UUID = Field(description="Of the follow-up.")
    lead_id: UUID
    lead_name: str | None
    attempt: int
    method: str
    result: str
    replied: bool
    progressed: bool
    converted: bool
    author_id: str
    owner_id: str | None = Field(description="Whose lead it was then.")
    occurred_at: datetime
    event_ids: list[UUID] = Field(
        description="Of its record and newest correction, and of the conversion it led to."
    )


class ContactMembers(Page[ContactMember]):
    """A page of the contacts behind a figure; `total` is the figure."""

    total: int


def lead_router(questions: LeadQuestions, view: LeadView, reads: Reads) -> ServiceRouter:
    """The analysis of leads, and what is behind each of its figures."""
    router = ServiceRouter(f"{PATH}/leads/analysis", tags=["leads"])

    @router.get("", dependencies=[signed_in])
    async def lead_analysis(caller: Caller, query: Annotated[LeadAnalysisQuery, Query()]) -> LeadAnalysis:
        """What became of the leads registered on these days, per group and cohort: rate, time and path.

        Open leads are censored, not ignored; a median that is not reached is none.
        """
        return await questions.leads(await reads.asked(caller, query), query.chosen(), query.by, query.period)

    @router.get("/leads", dependencies=[signed_in])
    async def behind_lead_figure(
        caller: Caller, paging: Paged, query: Annotated[LeadFigureQuery, Query()]
    ) -> LeadMembers:
        """The leads that a figure counts, with the ids of the events behind it; sort by registered_at, closed_at or score."""
        asked = await reads.asked(caller, query)
        members = view.members(asked, query.chosen(), query.by, query.figure, query.group(), query.within())

        async def rows(page: sa.Select[Any]) -> Sequence[Row]:
            return await view.with_events(asked, query.figure, page)

        sorting = sorted_by(
            MEMBERS, ("registered_at", "closed_at", "score"), paging.sort, default="-registered_at"
        )
        page = await paging.page(members, sorting, rows, LeadMember.model_validate)
        total = await view.figure(members, query.figure)
        return LeadMembers(items=page.items, next=page.next, total=total)

    return router


def follow_up_router(questions: LeadQuestions, view: FollowUpView, reads: Reads) -> ServiceRouter:
    """The analysis of follow-ups, and what is behind each of its figures."""
    router = ServiceRouter(f"{PATH}/leads/follow-ups", tags=["leads"])

    @router.get("", dependencies=[signed_in])
    async def follow_up_analysis(
        caller: Caller, query: Annotated[FollowUpAnalysisQuery, Query()]
    ) -> FollowUpAnalysis:
        """What contacts with leads led to, by method, owner, author or attempt, and whether that is evidence of anything.

        Each group is held against like contacts of the others, for all groups together; most often there is no evidence.
        """
        return await questions.follow_ups(await reads.asked(caller, query), query.chosen(), query.by)

    @router.get("/contacts", dependencies=[signed_in])
    async def behind_follow_up_figure(
        caller: Caller, paging: Paged, query: Annotated[FollowUpFigureQuery, Query()]
    ) -> ContactMembers:
        """The contacts that a figure counts, with the ids of the events behind it; sort by occurred_at."""
        asked = await reads.asked(caller, query)
        members = view.members(asked, query.chosen(), query.by, query.figure, query.group())
        sorting = sorted_by(CONTACTS, ("occurred_at",), paging.sort, default="-occurred_at")
        page = await paging.page(members, sorting, view.with_events, ContactMember.model_validate)
        return ContactMembers(items=page.items, next=page.next, total=await view.count(members))

    return router
