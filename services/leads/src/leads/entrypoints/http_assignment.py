"""The HTTP interface of the ledger of assignments: why a lead went where it went, other rules tried, fairness."""

from datetime import datetime, timedelta
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime

from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_platform.errors import Invalid
from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, ReadContext
from crm_platform.http.listing import Listing
from crm_platform.http.operations import ServiceRouter
from crm_platform.persistence.projecting import Projector
from crm_platform.security.scope import ADMIN, ANALYST, DIRECTOR, MANAGER
from leads.adapters.views import LEADS
from leads.application.assigning import (
    Fairness,
    LedgerEntry,
    PersonsShare,
    RulesTried,
    RulesVersion,
    TryRules,
)
from leads.application.ledger import Ledger
from leads.domain.assignment import check_rules
from leads.entrypoints.http import names_of

OWNERS = requires(DIRECTOR, ADMIN)
OVERSEERS = requires(MANAGER, DIRECTOR, ANALYST, ADMIN)
_LONGEST = timedelta(days=366)


class GivenByRule(Protocol):
    """What rules gave out, and to whom they may."""

    async def given_by_rule(self, begins: datetime, ends: datetime) -> dict[str, int]: ...

    async def people(self) -> list[PersonRecorded]: ...


def assignment_router(ledger: Ledger, given: GivenByRule, projector: Projector) -> ServiceRouter:
    """Questions about assignments, and rules tried on what was."""
    router = ServiceRouter("/api/leads/v1", tags=["assignment"])
    leads = Listing(projector, LEADS, sorts=("registered_at",), default="-registered_at")

    @router.get("/leads/{lead_id}/assignments", dependencies=[signed_in])
    async def list_lead_assignments(lead_id: UUID, reading: ReadContext) -> list[LedgerEntry]:
        """Every time the lead was given to somebody or let go: by whom, why, and who else was considered."""
        await leads.row(lead_id, reading)
        return await ledger.entries(lead_id, reading.as_of)

    @router.get("/assignment-rules/versions", dependencies=[OVERSEERS])
    async def list_assignment_rules_versions() -> list[RulesVersion]:
        """Every version of the assignment rules that was defined, with who, when and why, oldest first."""
        return await ledger.versions()

    @router.post("/assignment-rules/dry-run", dependencies=[OWNERS])
    async def try_assignment_rules(body: TryRules, reading: ReadContext) -> RulesTried:
        """What these rules would have done with recent leads, as everything was at that time; nothing is changed.

        Leads that rules decided on are decided again in their order; the rules in force then would change nothing.
        """
        check_rules(body.rules)
        tried = await ledger.try_rules(body.rules, body.leads)
        names = await names_of(leads, reading, (each.lead_id for each in tried.differences))
        for each in tried.differences:
            each.name = names.get(each.lead_id)
        return tried

    @router.get("/assignment-fairness", dependencies=[OVERSEERS])
    async def get_assignment_fairness(
        begins: Annotated[AwareDatetime, Query(description="From when, with time zone.")],
        ends: Annotated[AwareDatetime, Query(description="Up to when, at most 366 days later.")],
    ) -> Answer[Fairness]:
        """What rules gave to each person in a period, by their capacity, and how far apart the most and the least are."""
        if not begins < ends or ends - begins > _LONGEST:
            detail, detail_zh = "Must be after begins, at most 366 days", "须晚于开始时间，且不超过 366 天"
            raise Invalid.at("query:ends", "bad-period", detail, detail_zh)
        people = {person.person_id: person for person in await given.people()}
        counts = await given.given_by_rule(begins, ends)
        shares = [
            _share(person_id, count, people.get(person_id)) for person_id, count in sorted(counts.items())
        ]
        rates = [share.per_capacity for share in shares if share.per_capacity is not None]
        rates = rates or [float(share.leads) for share in shares]
        spread = max(rates) - min(rates) if rates else None
        return Answer(Fairness(begins=begins, ends=ends, people=shares, spread=spread))

    return router


def _share(person_id: str, leads: int, person: PersonRecorded | None) -> PersonsShare:
    capacity = person.capacity if person else None
    return PersonsShare(
        person_id=person_id,
        name=person.name if person else None,
        leads=leads,
        capacity=capacity,
        per_capacity=leads / capacity if capacity else None,
    )
