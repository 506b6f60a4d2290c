"""The HTTP interface of what decides over leads: the assignment rules in force."""

from pydantic import BaseModel

from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, answer
from crm_platform.http.operations import ServiceRouter
from crm_platform.security.scope import ADMIN, DIRECTOR
from leads.application.commands import DefineAssignmentRules
from leads.application.models import ActiveModels
from leads.domain.assignment import OrderedRules

OWNERS = requires(DIRECTOR, ADMIN)


class Defined(BaseModel):
    """The version that is in force now."""

    version: int


def models_router(models: ActiveModels) -> ServiceRouter:
    """Routes for the assignment rules in force."""
    router = ServiceRouter("/api/leads/v1", tags=["assignment"])

    @router.get("/assignment-rules", dependencies=[signed_in])
    async def get_assignment_rules() -> Answer[OrderedRules]:
        """The rules that leads are assigned by now; the first that applies decides."""
        rules = await models.rules()
        return Answer(rules, version=rules.version)

    @router.put("/assignment-rules", dependencies=[OWNERS])
    async def define_assignment_rules(
        body: DefineAssignmentRules, context: CommandContext
    ) -> Answer[Defined]:
        """Assign by other rules from now on."""
        recorded = await models.define_rules(body, context)
        return answer(Defined(version=recorded.version), recorded)

    return router
