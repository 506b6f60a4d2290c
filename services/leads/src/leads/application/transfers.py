"""Transfers carried out: many leads handed on, a page in each append, going on where they were after a crash."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_platform.context import Context, reaction
from crm_platform.errors import Conflict, DomainError, FieldError, Invalid
from crm_platform.eventsourcing.log import AggregateConflict, EventLog, Recorded
from crm_platform.ids import new_id
from crm_platform.values import Ownership
from leads.application.assigning import TakeOver
from leads.application.policies import Assigner
from leads.application.pools import owner
from leads.domain.lead import Lead
from leads.domain.transfers import MOST_LEADS, PAGE, LeadTransfer, Left

_ATTEMPTS = 20


class Directory(Protocol):
    """The people directory, as far as this context keeps a copy."""

    async def people(self) -> list[PersonRecorded]: ...


class Transfers:
    """Starts transfers and carries them out."""

    def __init__(self, log: EventLog, directory: Directory, assigner: Assigner) -> None:
        self._log = log
        self._directory = directory
        self._assigner = assigner

    async def take_over(self, lead_id: UUID, command: TakeOver, context: Context) -> Recorded:
        """Make a lead in the caller's scope the caller's own."""
        me, name = owner(context.principal), context.principal.name
        return await self._log.change(
            context,
            Lead,
            lead_id,
            lambda lead: lead.assign(me, name, reason=command.reason, now=context.now),
        )

    async def start(
        self, lead_ids: Sequence[UUID], to: Sequence[str], reason: str, context: Context
    ) -> Recorded:
        """Hand on leads to active people in turn, or by the rules; a page at once, more in the background.

        Raises Invalid naming everybody who is no active person, and for more leads than one transfer takes.
        """
        people = await self._active()
        errors = [
            FieldError(f"#/to/{at}", "unknown-person", "Is no active person", "不是在职人员")
            for at, person_id in enumerate(to)
            if person_id not in people
        ]
        if len(lead_ids) > MOST_LEADS:
            errors.append(
                FieldError(
                    "#/filter", "lead-count", f"At most {MOST_LEADS} leads", f"最多 {MOST_LEADS} 条线索"
                )
            )
        if errors:
            return await self._log.answered_before(context, Invalid(errors))
        transfer = LeadTransfer.start(context.new_id(), context.actor, lead_ids, to, reason, now=context.now)
        recorded = await self._log.save(context, transfer, leads=len(transfer.lead_ids))
        if len(lead_ids) <= PAGE:
            await self.carry_out(recorded.id, context.now)
        return recorded

    async def carry_out(self, transfer_id: UUID, _due: datetime) -> None:
        """Hand on what is not handed on yet. Running it again, or twice at once, changes nothing more."""
        conflicts = 0
        while True:
            transfer = await self._log.load(LeadTransfer, transfer_id)
            page = transfer.next_page
            if not page:
                return
            now = datetime.now(UTC)
            leads = await asyncio.gather(*(self._log.load(Lead, lead_id) for lead_id in page))
            people = await self._active()
            left = [
                Left(lead_id=lead.id, reason=why)
                for place, lead in enumerate(leads, transfer.taken)
                if (why := _hand_on(lead, transfer, place, people, now)) is not None
            ]
            transfer.take_page(len(page) - len(left), left, now=now)
            context = reaction(
                transfer.started_by, f"{transfer_id}/{new_id()}", correlation_id=str(transfer_id)
            )
            try:
                await self._log.save(context, transfer, *leads)
            except AggregateConflict:
                conflicts += 1
                if conflicts == _ATTEMPTS:
                    raise Conflict(id=str(transfer_id)) from None
                continue
            if not transfer.to:
                await self._assigner.assign(page, context)

    async def _active(self) -> Mapping[str, PersonRecorded]:
        return {person.person_id: person for person in await self._directory.people() if person.active}


def _hand_on(
    lead: Lead, transfer: LeadTransfer, place: int, people: Mapping[str, PersonRecorded], now: datetime
) -> str | None:
    """Decide on one lead of a page; why it stays where it is, if it does."""
    try:
        if not transfer.to:
            if not lead.is_waiting:
                lead.release(None, None, reason=transfer.reason, now=now)
            return None
        person = people.get(transfer.owner_at(place))
        if person is None:
            return f"{transfer.owner_at(place)} is not active any more"
        to = Ownership(owner_id=person.person_id, team=person.team, region=person.region)
        lead.assign(to, person.name, reason=transfer.reason, now=now)
    except DomainError as refusal:
        return refusal.title()
    return None
