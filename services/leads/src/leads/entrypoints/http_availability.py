"""The HTTP interface of availability: working hours of people and teams, and leave."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request
from pydantic import BaseModel

from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, Caller, CommandContext, answer
from crm_platform.http.describing import refusing
from crm_platform.http.operations import ServiceRouter
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER
from crm_platform.values import Code, PersonId
from leads.application.assigning import AvailabilityDetail, SetHours, TakeLeave
from leads.application.availabilities import Availabilities
from leads.domain.errors import UnknownLeave

PATH = "/api/leads/v1"
ASSIGNERS = requires(MANAGER, DIRECTOR, ADMIN)

TeamInPath = Annotated[Code, Path(description="Code of the team.")]


class Kept(BaseModel):
    """Whose hours or leave were kept."""

    who: str


class LeaveKept(BaseModel):
    """The id of a leave, to cancel it by."""

    id: UUID


def availability_router(availabilities: Availabilities) -> ServiceRouter:
    """Set by people themselves and by those who manage them; others do not see it."""
    router = ServiceRouter(PATH, tags=["availability"])

    @router.get("/people/{person_id}/availability", dependencies=[signed_in])
    async def get_availability(
        person_id: PersonId, request: Request, caller: Caller
    ) -> Answer[AvailabilityDetail]:
        """When somebody works, their leave, and what keeps them from new leads at this moment."""
        return Answer(await availabilities.of_person(person_id, caller, request.app.state.clock()))

    @router.put("/people/{person_id}/hours", dependencies=[signed_in])
    async def set_hours(person_id: PersonId, body: SetHours, context: CommandContext) -> Answer[Kept]:
        """Set the weekly hours of a person; null: as their team."""
        recorded = await availabilities.set_hours(person_id, body.hours, context)
        return answer(Kept(who=person_id), recorded)

    @router.put("/teams/{team}/hours", dependencies=[ASSIGNERS])
    async def set_hours_of_team(team: TeamInPath, body: SetHours, context: CommandContext) -> Answer[Kept]:
        """Set the weekly hours of those of a team who have none of their own; null: at any time."""
        recorded = await availabilities.set_hours_of_team(team, body.hours, context)
        return answer(Kept(who=team), recorded)

    @router.post("/people/{person_id}/leave", status_code=201, dependencies=[signed_in])
    async def take_leave(person_id: PersonId, body: TakeLeave, context: CommandContext) -> Answer[LeaveKept]:
        """Be away: nobody on leave gets leads by rule."""
        recorded = await availabilities.take_leave(person_id, body, context)
        return answer(
            LeaveKept(id=recorded.extra["leave_id"]),
            recorded,
            location=f"{PATH}/people/{person_id}/availability",
        )

    @router.post(
        "/people/{person_id}/leave/{leave_id}/cancel",
        dependencies=[signed_in],
        responses=refusing(UnknownLeave),
    )
    async def cancel_leave(person_id: PersonId, leave_id: UUID, context: CommandContext) -> Answer[LeaveKept]:
        """Be there after all."""
        recorded = await availabilities.cancel_leave(person_id, leave_id, context)
        return answer(LeaveKept(id=leave_id), recorded)

    return router
