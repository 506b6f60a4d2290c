"""The HTTP interface of leads: one short route per command and per question."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from crm_platform.http.access import requires, signed_in
from crm_platform.http.commands import Answer, CommandContext, ReadContext, Reading, answer
from crm_platform.http.describing import refusing
from crm_platform.http.listing import HistoryEntry, Listing
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.persistence.views import Row
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER, SALESPERSON, SYSTEM
from crm_platform.values import Code, PersonId, ShortText
from leads.adapters.duplicate_views import StoredDuplicates
from leads.adapters.identities import lead_contains
from leads.adapters.views import LEADS
from leads.application.catalog import Catalog
from leads.application.commands import (
    AssignLead,
    DisqualifyLead,
    RegisterLead,
    ReviseLead,
    TouchLead,
)
from leads.application.duplicates import Candidate
from leads.application.entry import Entry
from leads.application.learning import Learning
from leads.application.queries import (
    LeadDetail,
    LeadItem,
    LeadRecord,
    TouchItem,
    customer_state,
    touches_of,
    trend_of,
)
from leads.application.service import Leads
from leads.domain.errors import DuplicateLead, LeadIsClosed, LeadWasMerged, PossibleDuplicate
from leads.domain.lead import LeadStatus
from leads.domain.touches import Channel

PATH = "/api/leads/v1/leads"
WRITERS = requires(SALESPERSON, MANAGER, DIRECTOR, ADMIN)
CAPTURERS = requires(SALESPERSON, MANAGER, DIRECTOR, ADMIN, SYSTEM)
ASSIGNERS = requires(MANAGER, DIRECTOR, ADMIN)


class Registered(BaseModel):
    """The id of the lead that was registered."""

    id: UUID


class Taken(Registered):
    """The lead that was registered, or that was there already (`merged`); and who else may be the same."""

    merged: bool
    possible_duplicates: list[Candidate]


def commands_router(service: Leads, entry: Entry) -> ServiceRouter:
    """What can be done with leads."""
    router = ServiceRouter(PATH, tags=["leads"])

    @router.post(
        "", status_code=201, dependencies=[CAPTURERS], responses=refusing(DuplicateLead, PossibleDuplicate)
    )
    async def register_lead(body: RegisterLead, context: CommandContext) -> Answer[Taken]:
        """Register a lead; it is scored at once, and assigned by rule unless a salesperson registers it.

        What happens to one that exists already is said by the policy of the channel (people: manual, systems: api):
        refused, registered with `possible_duplicates`, or given to the one that exists (`merged`).
        """
        recorded = await entry.take(body, context)
        taken = Taken.model_validate({"id": recorded.id, **recorded.extra})
        return answer(taken, recorded, location=f"{PATH}/{recorded.id}")

    @router.patch(
        "/{lead_id}", dependencies=[WRITERS], responses=refusing(DuplicateLead, LeadIsClosed, LeadWasMerged)
    )
    async def revise_lead(lead_id: UUID, body: ReviseLead, context: CommandContext) -> Answer[Registered]:
        """Change what is known of the lead; fields that are not named stay, null empties a field."""
        recorded = await service.revise_lead(lead_id, body, context)
        return answer(Registered(id=recorded.id), recorded)

    @router.post(
        "/{lead_id}/touches", status_code=201, dependencies=[CAPTURERS], responses=refusing(LeadWasMerged)
    )
    async def touch_lead(lead_id: UUID, body: TouchLead, context: CommandContext) -> Answer[Registered]:
        """Note that a known lead came to us once more, through which channel and from where."""
        recorded = await service.touch_lead(lead_id, body, context)
        return answer(Registered(id=recorded.id), recorded)

    @router.post(
        "/{lead_id}/assign", dependencies=[ASSIGNERS], responses=refusing(LeadIsClosed, LeadWasMerged)
    )
    async def assign_lead(lead_id: UUID, body: AssignLead, context: CommandContext) -> Answer[Registered]:
        """Give the lead to a person."""
        recorded = await service.assign_lead(lead_id, body, context)
        return answer(Registered(id=recorded.id), recorded)

    @router.post(
        "/{lead_id}/disqualify", dependencies=[WRITERS], responses=refusing(LeadIsClosed, LeadWasMerged)
    )
    async def disqualify_lead(
        lead_id: UUID, body: DisqualifyLead, context: CommandContext
    ) -> Answer[Registered]:
        """Close a lead that leads nowhere."""
        recorded = await service.disqualify_lead(lead_id, body, context)
        return answer(Registered(id=recorded.id), recorded)

    return router


def queries_router(
    projector: Projector, catalog: Catalog, pairs: StoredDuplicates, learning: Learning
) -> ServiceRouter:
    """What can be asked about leads."""
    router = ServiceRouter(PATH, tags=["leads"], dependencies=[signed_in])
    leads = Listing(
        projector,
        LEADS,
        sorts=(
            "score",
            "automatic_score",
            "unanswered_since",
            "registered_at",
            "next_follow_up_at",
            "name",
            "status",
        ),
        default="-registered_at",
    )

    @router.get("")
    async def list_leads(
        reading: ReadContext,
        paging: Paged,
        status: Annotated[LeadStatus | None, Query(description="Any but withdrawn, when left out.")] = None,
        grade: Annotated[
            Literal["A", "B", "C", "D"] | None, Query(description="Of the score that counts.")
        ] = None,
        owner: Annotated[PersonId | None, Query(description="Whose they are.")] = None,
        source: Annotated[ShortText | None, Query(description="Code of a source, or a word for it.")] = None,
        campaign: Annotated[ShortText | None, Query(description="Code or name of a campaign.")] = None,
        channel: Annotated[Channel | None, Query(description="How they came at first.")] = None,
        min_score: Annotated[int, Query(ge=0, le=100, description="At least so many points.")] = 0,
        overdue: Annotated[bool, Query(description="Only those whose next follow-up is overdue.")] = False,
        customer: Annotated[Code | None, Query(description="The customer's id in master data.")] = None,
        unassigned: Annotated[
            bool,
            Query(description="Only those that are nobody's and in no pool: rules found nobody for them."),
        ] = False,
        q: Annotated[
            ShortText | None, Query(description="Part of the name, company, contact or phone.")
        ] = None,
    ) -> Page[LeadItem]:
        """Leads in the caller's scope; withdrawn ones are listed only by that status.

        Sort by score, automatic_score, unanswered_since, registered_at, next_follow_up_at, name or status.
        """
        source, campaign = (await catalog.origins()).spelled(source, campaign)
        conditions = [LEADS.table.c.score >= min_score] if min_score else []
        if overdue:
            conditions.append(LEADS.table.c.next_follow_up_at < (reading.as_of or datetime.now(UTC)))
        if unassigned:
            conditions.append(LEADS.table.c.waiting_since.is_not(None))
        if status is None:
            conditions.append(LEADS.table.c.status != LeadStatus.WITHDRAWN.value)
        if q is not None:
            conditions.append(lead_contains(LEADS.table.c.id, q, reading.as_of))
        return await leads.page(
            reading,
            paging,
            lead_item,
            *conditions,
            status=status,
            grade=grade,
            owner_id=owner,
            source=source,
            campaign=campaign,
            channel=channel,
            customer_id=customer,
        )

    @router.get("/{lead_id}")
    async def get_lead(lead_id: UUID, reading: ReadContext) -> Answer[LeadDetail]:
        """A lead with its score's factors and what past leads say of it, as it is or as it was."""
        row = await leads.row(lead_id, reading)
        row["learned"] = None
        if row["status"] == LeadStatus.OPEN:
            row["learned"] = await learning.score(
                lead_id, as_of=reading.as_of, min_position=reading.min_position
            )
        judged = await pairs.judged(lead_id)
        row["possible_duplicates"] = [other for other, status in judged.items() if status == "open"]
        return Answer(LeadDetail.model_validate(shown(row)), version=row["version"])

    @router.get("/{lead_id}/touches")
    async def list_lead_touches(lead_id: UUID, reading: ReadContext) -> list[TouchItem]:
        """Each time the lead came to us, oldest first, with its share by first, last and linear attribution."""
        family = await pairs.family(lead_id, as_of=reading.as_of, min_position=reading.min_position)
        return touches_of(await leads.history(lead_id, reading, also=family[1:]))

    @router.get("/{lead_id}/history")
    async def list_lead_history(lead_id: UUID, reading: ReadContext) -> list[HistoryEntry]:
        """Everything that happened to a lead and to those that were merged into it, oldest first."""
        family = await pairs.family(lead_id, as_of=reading.as_of, min_position=reading.min_position)
        return await leads.history(lead_id, reading, also=family[1:])

    return router


async def names_of(leads: Listing, reading: Reading, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What leads are called, as far as the caller may see them."""
    statement = (await leads.visible(reading)).where(LEADS.table.c.id.in_(list(ids)))
    return {row["id"]: row["company"] or row["name"] for row in await leads.rows(statement)}


def lead_item(row: Row) -> LeadItem:
    """A row of the table of leads as a list shows it."""
    return LeadItem.model_validate(shown(row))


def lead_record(row: Row) -> LeadRecord:
    """A row of the table of leads as devices keep it."""
    return LeadRecord.model_validate(shown(row))


def shown(row: Row) -> Row:
    """A row with what follows from its columns: the budget with its currency, the customer, the trend of the score."""
    amount = row["budget"]
    return row | {
        "budget": amount if amount is None else {"amount": amount, "currency": row["currency"]},
        "customer_state": customer_state(row["customer_id"], row["customer_request_id"]),
        "trend": trend_of(row["score"], row["previous_score"]),
    }
