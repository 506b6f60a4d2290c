"""The HTTP interface of what is to be done about leads: next steps, plans, and the rules behind them."""

from uuid import UUID

from pydantic import BaseModel

from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, answer
from crm_platform.http.describing import refusing
from crm_platform.http.operations import ServiceRouter
from crm_platform.security.scope import ADMIN, DIRECTOR
from leads.application.follow_up_commands import DefineFollowUpRules, NextStep, StartPlan
from leads.application.follow_ups import ActiveFollowUpRules, FollowUps
from leads.domain.errors import LeadIsClosed, LeadWasMerged, NoPlan, NoSuchPlan
from leads.domain.plans import FollowUpRules
from leads.entrypoints.http_follow_ups import PATH, WRITERS
from leads.entrypoints.http_models import Defined

OWNERS = requires(DIRECTOR, ADMIN)


class Planned(BaseModel):
    """The id of the lead."""

    id: UUID


def plans_router(service: FollowUps) -> ServiceRouter:
    """What can be planned for a lead."""
    router = ServiceRouter(f"{PATH}/leads/{{lead_id}}", tags=["follow-ups"], dependencies=[WRITERS])

    @router.put("/next-step", responses=refusing(LeadIsClosed, LeadWasMerged))
    async def set_next_step(lead_id: UUID, body: NextStep, context: CommandContext) -> Answer[Planned]:
        """Say what is to be done next, in place of what was said before; steps of a plan stay."""
        recorded = await service.schedule(lead_id, body, context)
        return answer(Planned(id=lead_id), recorded)

    @router.delete("/next-step", responses=refusing(LeadIsClosed, LeadWasMerged))
    async def drop_next_step(lead_id: UUID, context: CommandContext) -> Answer[Planned]:
        """Nothing is to be done next, but for what a plan says."""
        recorded = await service.schedule(lead_id, None, context)
        return answer(Planned(id=lead_id), recorded)

    @router.put("/plan", responses=refusing(NoSuchPlan, LeadIsClosed, LeadWasMerged))
    async def start_plan(lead_id: UUID, body: StartPlan, context: CommandContext) -> Answer[Planned]:
        """Let the lead follow a plan from now on, instead of the one it follows."""
        recorded = await service.start_plan(lead_id, body, context)
        return answer(Planned(id=lead_id), recorded)

    @router.delete("/plan", responses=refusing(NoPlan))
    async def stop_plan(lead_id: UUID, context: CommandContext) -> Answer[Planned]:
        """Do none of the steps that are left."""
        recorded = await service.stop_plan(lead_id, context)
        return answer(Planned(id=lead_id), recorded)

    return router


def follow_up_rules_router(rules: ActiveFollowUpRules) -> ServiceRouter:
    """The plans and reminders in force."""
    router = ServiceRouter(PATH, tags=["follow-ups"])

    @router.get("/follow-up-rules", dependencies=[signed_in])
    async def get_follow_up_rules() -> Answer[FollowUpRules]:
        """The plans, when owners are reminded, and whose days and hours count."""
        current = await rules.current()
        return Answer(current, version=current.version)

    @router.put("/follow-up-rules", dependencies=[OWNERS])
    async def define_follow_up_rules(body: DefineFollowUpRules, context: CommandContext) -> Answer[Defined]:
        """Plan and remind by other rules from now on; what is planned already stays as it is."""
        recorded = await rules.define(body, context)
        return answer(Defined(version=recorded.version), recorded)

    return router
