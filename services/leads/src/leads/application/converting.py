"""Converting leads: the customer is found or asked for, the opportunity is handed over, and a conversion can be undone."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from crm_contracts.envelope import Envelope
from crm_contracts.integration_gateway.v1 import CustomerRecorded
from crm_contracts.opportunities.v1 import (
    OpportunityKept,
    OpportunityLost,
    OpportunityReassigned,
    OpportunityRevised,
    OpportunityStageChanged,
    OpportunityWithdrawn,
    OpportunityWon,
)
from crm_contracts.registry import Contract
from crm_platform.context import Context
from crm_platform.errors import Invalid, NotFound
from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.log import EventLog, Recorded
from crm_platform.values import Ownership
from leads.application.commands import ConvertLead, ReopenLead
from leads.domain.conversion import Conversion, ConversionOutcome, ConversionWish, Match, Work
from leads.domain.customer_keys import company_key, customer_keys
from leads.domain.customer_request import CustomerRequest
from leads.domain.errors import AmbiguousCustomer, LeadIsClosed
from leads.domain.lead import Lead, LeadProfile

_LONGEST_LIST = 10


class Customers(Protocol):
    """The customers of master data, as far as this context keeps copies."""

    async def customer(self, customer_id: str) -> CustomerRecorded | None: ...

    async def is_empty(self) -> bool:
        """Whether master data was never heard of."""
        ...

    async def having(self, key: str) -> Sequence[str]:
        """The active customers that have this key, by id."""
        ...


class Converting:
    """Commands on conversions. Each returns when its events are stored."""

    def __init__(self, log: EventLog, customers: Customers) -> None:
        self._log = log
        self._customers = customers

    async def convert_lead(self, lead_id: UUID, command: ConvertLead, context: Context) -> Recorded:
        """Make a lead an opportunity, a customer, or both; the same again gives the same answer.

        `extra["made"]` tells what was made. A customer is matched first, and asked for when none is found.
        Raises `LeadIsClosed`, `AmbiguousCustomer`, `Invalid`.
        """
        wish, made = command.wish(), dict[str, str | int | None]()
        principal = context.principal
        caller = Ownership(owner_id=principal.subject, team=principal.team, region=principal.region)

        async def convert(lead: Lead) -> list[Aggregate]:
            beside: list[Aggregate] = []
            if not lead.is_converted_as(wish):
                match = await self._match(lead.profile, command.customer_id, wish)
                if match is None and wish.customer:
                    request = await self._request(lead, context)
                    beside.append(request)
                    if request.customer_id is None:
                        lead.request_customer(request.id, now=context.now)
                    else:
                        match = Match(customer_id=request.customer_id, matched_by="request")
                if match is not None:
                    lead.link_customer(match, now=context.now)
                lead.convert(caller, wish, now=context.now)
                beside.append(_begun(lead, wish, caller, match, context))
            elif command.customer_id not in (None, lead.profile.customer_id):
                raise LeadIsClosed(status=lead.status.value)
            made.update(_made(lead))
            return beside

        return await self._log.change(
            context, Lead, lead_id, lambda lead: lead.check_conversion(wish), beside=convert, made=made
        )

    async def reopen_lead(self, lead_id: UUID, command: ReopenLead, context: Context) -> Recorded:
        """Take a conversion back. Raises `LeadIsNotConverted`, `ConversionStands`."""

        async def undo(lead: Lead) -> list[Aggregate]:
            try:
                conversion = await self._log.load(Conversion, lead.conversion_id)
            except NotFound:  # made before conversions were kept
                return []
            conversion.undo(command.reason, now=context.now)
            return [conversion]

        return await self._log.change(
            context,
            Lead,
            lead_id,
            lambda lead: lead.reopen(command.reason, now=context.now),
            beside=undo,
        )

    async def when_customer_recorded_link_those_who_asked(
        self, contract: CustomerRecorded, _envelope: Envelope, context: Context
    ) -> None:
        """The answer of master data to a request: every lead that waits for it is this customer."""
        request_id = _uuid(contract.requested_by)
        if request_id is None:
            return
        try:
            await self._log.change(
                context,
                CustomerRequest,
                request_id,
                lambda request: request.fulfil(contract.customer_id, now=context.now),
            )
        except NotFound:
            return
        request = await self._log.load(CustomerRequest, request_id)
        match = Match(customer_id=request.customer_id or contract.customer_id, matched_by="request")
        for lead_id in request.lead_ids:
            await self._link(lead_id, match, context.step(str(lead_id)))

    async def when_opportunity_worked_on_note_it(
        self,
        contract: OpportunityStageChanged | OpportunityRevised | OpportunityReassigned,
        envelope: Envelope,
        context: Context,
    ) -> None:
        """From the first work on its opportunity a conversion stands."""
        work = _WORK[type(contract)]
        await self._change(envelope.subject, context, lambda c: c.note_work(work, now=context.now))

    async def when_opportunity_closed_note_it(
        self,
        contract: OpportunityWon | OpportunityLost | OpportunityWithdrawn,
        envelope: Envelope,
        context: Context,
    ) -> None:
        """A conversion has the outcome of its opportunity."""
        outcome = _OUTCOMES[type(contract)]
        await self._change(
            envelope.subject, context, lambda c: c.end(outcome, contract.reason, now=context.now)
        )

    async def when_opportunity_kept_restore_the_conversion(
        self, contract: OpportunityKept, envelope: Envelope, context: Context
    ) -> None:
        """The lead was reopened too late, so it is converted after all."""
        opportunity_id = UUID(envelope.subject)

        async def stand(_lead: Lead) -> list[Aggregate]:
            conversion = await self._log.load(Conversion, opportunity_id)
            conversion.stand(contract.reason, now=context.now)
            return [conversion]

        await self._log.change(
            context,
            Lead,
            UUID(contract.lead_id),
            lambda lead: lead.revoke_reopening(opportunity_id, contract.reason, now=context.now),
            beside=stand,
        )

    async def _match(self, profile: LeadProfile, given: str | None, wish: ConversionWish) -> Match | None:
        """The customer that the lead is: named, known, or equal in tax number, phone, mail or company."""
        if known := given or profile.customer_id:
            await self._must_be_active(known)
            return Match(customer_id=known, matched_by="given")
        for kind, key in customer_keys(profile):
            found = await self._customers.having(key)
            if len(found) == 1:
                return Match(customer_id=found[0], matched_by=kind)
            if found and wish.customer:
                raise AmbiguousCustomer(matched_by=kind, customer_ids=list(found[:_LONGEST_LIST]))
        return None

    async def _must_be_active(self, customer_id: str) -> None:
        customer = await self._customers.customer(customer_id)
        if customer is None and await self._customers.is_empty():
            return  # nothing was heard of master data yet, so it is taken at the caller's word
        if customer is None or not customer.active:
            raise Invalid.at(
                "#/customer_id", "unknown-customer", "Is no active customer", "客户不存在或已停用"
            )

    async def _request(self, lead: Lead, context: Context) -> CustomerRequest:
        """The request of the lead's company, made or joined."""
        company = company_key(lead.profile) or f"lead:{lead.id}"
        try:
            request = await self._log.load(CustomerRequest, CustomerRequest.id_of(company))
        except NotFound:
            return CustomerRequest.open(company, lead.id, now=context.now)
        request.join(lead.id, now=context.now)
        return request

    async def _link(self, lead_id: UUID, match: Match, context: Context) -> None:
        async def conversion(lead: Lead) -> list[Aggregate]:
            if lead.conversions == 0:
                return []
            try:
                newest = await self._log.load(Conversion, lead.conversion_id)
            except NotFound:
                return []
            newest.link_customer(match, now=context.now)
            return [newest]

        def link(lead: Lead) -> None:
            if lead.profile.customer_id is None:
                lead.link_customer(match, now=context.now)

        await self._log.change(context, Lead, lead_id, link, beside=conversion)

    async def _change(self, subject: str, context: Context, decide: "Decision") -> None:
        """Opportunities that were opened directly have no conversion."""
        try:
            await self._log.change(context, Conversion, UUID(subject), decide)
        except NotFound:
            return


class Decision(Protocol):
    """What is decided on a conversion."""

    def __call__(self, conversion: Conversion, /) -> None: ...


_WORK: dict[type[Contract], Work] = {
    OpportunityStageChanged: "stage-changed",
    OpportunityRevised: "revised",
    OpportunityReassigned: "reassigned",
}
_OUTCOMES: dict[type[Contract], ConversionOutcome] = {
    OpportunityWon: ConversionOutcome.WON,
    OpportunityLost: ConversionOutcome.LOST,
    OpportunityWithdrawn: ConversionOutcome.WITHDRAWN,
}


def _begun(
    lead: Lead, wish: ConversionWish, caller: Ownership, match: Match | None, context: Context
) -> Conversion:
    return Conversion.begin_of(
        lead.id,
        lead.conversions,
        wish,
        lead.ownership or caller,
        lead.score_now,
        converted_by=context.actor,
        match=match,
        customer_request_id=lead.customer_request_id,
        now=context.now,
    )


def _made(lead: Lead) -> dict[str, str | int | None]:
    return {
        "number": lead.conversions,
        "opportunity_id": str(lead.opportunity_id) if lead.opportunity_id else None,
        "customer_id": lead.profile.customer_id,
        "customer_request_id": str(lead.customer_request_id) if lead.customer_request_id else None,
    }


def _uuid(text: str | None) -> UUID | None:
    """Requests of other systems have ids of other forms."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
