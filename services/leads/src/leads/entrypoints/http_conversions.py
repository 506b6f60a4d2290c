"""The HTTP interface of conversions: a lead becomes an opportunity or a customer, is taken back, and the record of it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer
from crm_platform.http.describing import refusing
from crm_platform.http.listing import Listing
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER, SALESPERSON
from leads.adapters.conversions import CONVERSIONS
from leads.application.commands import ConvertLead, ReopenLead
from leads.application.converting import Converting
from leads.application.queries import CustomerState, customer_state
from leads.domain.conversion import ConversionOutcome, MatchedBy
from leads.domain.errors import (
    AmbiguousCustomer,
    ConversionStands,
    LeadIsClosed,
    LeadIsNotConverted,
    LeadWasMerged,
)

PATH = "/api/leads/v1"
WRITERS = requires(SALESPERSON, MANAGER, DIRECTOR, ADMIN)


class Converted(BaseModel):
    """What a lead became. A customer that master data was asked for is `pending` until it answers."""

    id: UUID
    number: int
    opportunity_id: UUID | None
    customer_id: str | None
    customer_state: CustomerState


class Reopened(BaseModel):
    """The lead that is open again."""

    id: UUID


class ConversionItem(BaseModel):
    """One conversion: what was made, when, by whom, why and at which score, and what became of it."""

    id: UUID
    lead_id: UUID
    number: int
    made: list[Literal["opportunity", "customer"]]
    opportunity_id: UUID | None
    customer_id: str | None
    customer_state: CustomerState
    matched_by: MatchedBy | None
    owner_id: str | None
    team: str | None
    region: str | None
    converted_by: str
    converted_at: datetime
    reason: str | None
    score: int | None
    automatic_score: int | None
    grade: str | None
    outcome: ConversionOutcome
    outcome_reason: str | None
    outcome_at: datetime | None


def conversions_router(service: Converting, projector: Projector) -> ServiceRouter:
    """Routes to convert, to take back, and for the record."""
    router = ServiceRouter(PATH, tags=["conversions"])
    conversions = Listing(
        projector, CONVERSIONS, sorts=("converted_at", "outcome_at", "score"), default="-converted_at"
    )

    @router.post(
        "/leads/{lead_id}/convert",
        dependencies=[WRITERS],
        responses=refusing(AmbiguousCustomer, LeadIsClosed, LeadWasMerged),
    )
    async def convert_lead(lead_id: UUID, body: ConvertLead, context: CommandContext) -> Answer[Converted]:
        """Make the lead an opportunity, a customer, or both; converting it again like this answers the same.

        A customer is recognized by tax number, phone, mail address or company, and asked for in master data when
        there is none.
        """
        recorded = await service.convert_lead(lead_id, body, context)
        made = recorded.extra["made"]
        state = customer_state(made["customer_id"], made["customer_request_id"])
        return answer(Converted(id=recorded.id, customer_state=state, **_without_request(made)), recorded)

    @router.post(
        "/leads/{lead_id}/reopen",
        dependencies=[WRITERS],
        responses=refusing(LeadIsNotConverted, ConversionStands),
    )
    async def reopen_lead(lead_id: UUID, body: ReopenLead, context: CommandContext) -> Answer[Reopened]:
        """Take the conversion back: the lead is open again, and its opportunity is withdrawn.

        Only while nobody worked on the opportunity, or after it was withdrawn. A customer stays a customer.
        """
        recorded = await service.reopen_lead(lead_id, body, context)
        return answer(Reopened(id=recorded.id), recorded)

    @router.get("/conversions", dependencies=[signed_in])
    async def list_conversions(
        reading: ReadContext,
        paging: Paged,
        lead: Annotated[UUID | None, Query(description="Only those of this lead.")] = None,
        outcome: Annotated[
            ConversionOutcome | None, Query(description="Only those that came to this.")
        ] = None,
    ) -> Page[ConversionItem]:
        """Conversions in the caller's scope, the newest first; sort by converted_at, outcome_at or score."""
        return await conversions.page(reading, paging, _item, lead_id=lead, outcome=outcome)

    return router


def _without_request(made: Row) -> Row:
    return {name: value for name, value in made.items() if name != "customer_request_id"}


def _item(row: Row) -> ConversionItem:
    return ConversionItem.model_validate(
        row
        | {
            "made": [what for what in ("opportunity", "customer") if row[what]],
            "opportunity_id": row["id"] if row["opportunity"] else None,
            "customer_state": customer_state(row["customer_id"], row["customer_request_id"]),
        }
    )
