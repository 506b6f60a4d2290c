"""The commands of the leads context, one short method each."""

import asyncio
from collections.abc import Callable, Collection, Container, Sequence
from dataclasses import replace
from typing import Any, Final, Protocol
from uuid import UUID

from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_platform.context import Context
from crm_platform.errors import Invalid, NotFound
from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.log import AggregateConflict, EventLog, Recorded
from crm_platform.security.scope import SALESPERSON, SYSTEM, Principal, changeable
from crm_platform.values import Ownership
from leads.application.catalog import Catalog
from leads.application.commands import (
    AskedVisit,
    AssignLead,
    DisqualifyLead,
    ReviseLead,
    TouchLead,
)
from leads.application.rating import Basis, Ratings
from leads.domain.claim import LeadClaim
from leads.domain.errors import DuplicateLead, LeadWasMerged
from leads.domain.fingerprint import Fingerprint, fingerprints
from leads.domain.lead import Lead, LeadProfile
from leads.domain.merging import given, message
from leads.domain.scoring import score
from leads.domain.touches import Channel, Touch, Visit

_TOLD: Final = (Channel.MANUAL, Channel.API)
"""Channels by which somebody tells who is known to us."""


class People(Protocol):
    """The people directory, as far as this context keeps a copy."""

    async def person(self, person_id: str) -> PersonRecorded | None: ...


class Leads:
    """Commands on leads. Each returns when its events are stored."""

    def __init__(self, log: EventLog, ratings: Ratings, people: People, catalog: Catalog) -> None:
        self._log = log
        self._ratings = ratings
        self._catalog = catalog
        self._people = people
        self._coming_again = asyncio.Lock()

    async def register(
        self,
        lead_id: UUID,
        profile: LeadProfile,
        touch: Touch,
        context: Context,
        *,
        sharing: Container[UUID] = (),
        beside: Callable[[], Sequence[Aggregate]] = tuple,
        **extra: Any,
    ) -> Recorded:
        """Register, score and claim in one append; a salesperson's lead is theirs, others are assigned by rule.

        Leads registered in one go are appended in the order of the calls. Raises `DuplicateLead` naming the lead that
        has the same phone, e-mail or tax code; one of `sharing` keeps its claim and both exist. What `beside` makes is
        stored in the same append, `extra` becomes part of the answer.
        """
        source, campaign = (await self._catalog.origins()).recognized(profile.source, profile.campaign)
        origin = {"source": source, "campaign": campaign}
        if (profile.source, profile.campaign) != (source, campaign):
            profile = profile.model_copy(update=origin)
        first = touch.model_copy(update=origin)
        basis = await self._ratings.basis()
        prints = fingerprints(profile)
        existing: set[UUID] = set()
        while True:
            lead = self._begin(lead_id, profile, first, context, basis)
            claims = []
            for fingerprint in prints:
                try:
                    claims.append(await self._claim(fingerprint, lead_id, context, existing))
                except DuplicateLead as duplicate:
                    if UUID(str(duplicate.params["lead_id"])) not in sharing:
                        raise
            try:
                return await self._log.save(context, lead, *claims, *beside(), **extra)
            except AggregateConflict as conflict:
                if conflict.taken == lead_id:
                    raise DuplicateLead(lead_id=str(lead_id), kind="id") from None
                existing.add(conflict.taken)

    async def come_again(
        self, lead_id: UUID, profile: LeadProfile, touch: Touch, context: Context
    ) -> Recorded:
        """Note on a lead, whoever owns it, or the one it was merged into, that it came once more and what it said.

        What the lead did not know it knows from now on where a person or program tells it who may change the lead;
        what forms and mail say is in the touch only, for anybody can send them.
        """
        source, campaign = (await self._catalog.origins()).recognized(profile.source, profile.campaign)
        origin = {"source": source, "campaign": campaign}
        profile, touch = profile.model_copy(update=origin), touch.model_copy(update=origin)
        basis = await self._ratings.basis()
        elsewhere: set[str] = set()
        added: list[Fingerprint] = []
        principal = context.principal

        def note(lead: Lead) -> None:
            new = given(lead.profile, profile)
            owned = (lead.owner_id, lead.team, lead.region)
            told = touch.channel in _TOLD and lead.is_open and changeable(principal, *owned)
            changes = {field: value for field, value in new.items() if told and field not in elsewhere}
            said = touch.message or message(profile, sorted(new.keys() - changes.keys()))
            lead.touch(touch.model_copy(update={"message": said}), now=context.now)
            before = fingerprints(lead.profile)
            if changes:
                lead.revise(changes, now=context.now)
                basis.rate(lead, context.now)
            added[:] = [one for one in fingerprints(lead.profile) if one not in before]

        async def claims(lead: Lead) -> list[LeadClaim]:
            return [await self._claim(one, lead.id, context) for one in added]

        anybody = replace(context, principal=Principal.of(principal.subject, (SYSTEM,), name=principal.name))
        # One after the other: the same form sent by many at once meets one lead.
        async with self._coming_again:
            while True:
                try:
                    return await self._log.change(
                        anybody, Lead, lead_id, note, beside=claims, possible_duplicates=[], merged=True
                    )
                except LeadWasMerged as moved:
                    lead_id = UUID(str(moved.params["lead_id"]))
                except DuplicateLead as taken:
                    elsewhere.add(str(taken.params["kind"]))

    async def revise_lead(self, lead_id: UUID, command: ReviseLead, context: Context) -> Recorded:
        """Change what is known of a lead and score it by that; its claims follow its phones and addresses.

        Raises `DuplicateLead` when another lead has the new phone or e-mail.
        """
        basis = await self._ratings.basis()
        source, campaign = (await self._catalog.origins()).spelled(command.source, command.campaign)
        changes = command.changes()
        spelled = {"source": source, "campaign": campaign}
        changes |= {field: value for field, value in spelled.items() if field in changes}
        before: list[Fingerprint] = []

        def revise(lead: Lead) -> None:
            before[:] = fingerprints(lead.profile)
            lead.revise(changes, now=context.now)
            basis.rate(lead, context.now)

        async def claims(lead: Lead) -> list[LeadClaim]:
            after = fingerprints(lead.profile)
            return [
                *[await self._released(f, lead_id, context) for f in before if f not in after],
                *[await self._claim(f, lead_id, context) for f in after if f not in before],
            ]

        return await self._log.change(context, Lead, lead_id, revise, beside=claims)

    async def touch_lead(self, lead_id: UUID, command: TouchLead, context: Context) -> Recorded:
        """Note that a known lead came to us once more."""
        touch = touch_of(command, context).model_copy(
            update={"source": command.source, "campaign": command.campaign, "message": command.message}
        )
        source, campaign = (await self._catalog.origins()).recognized(touch.source, touch.campaign)
        placed = touch.model_copy(update={"source": source, "campaign": campaign})
        return await self._log.change(
            context, Lead, lead_id, lambda lead: lead.touch(placed, now=context.now)
        )

    async def assign_lead(self, lead_id: UUID, command: AssignLead, context: Context) -> Recorded:
        """Give a lead to an active person of the directory."""
        person = await self._people.person(command.owner_id)

        def assign(lead: Lead) -> None:
            if person is None or not person.active:
                raise Invalid.at("#/owner_id", "unknown-person", "Is no active person", "不是在职人员")
            owner = Ownership(owner_id=person.person_id, team=person.team, region=person.region)
            lead.assign(owner, person.name, reason=command.reason, now=context.now)

        return await self._log.change(context, Lead, lead_id, assign)

    async def disqualify_lead(self, lead_id: UUID, command: DisqualifyLead, context: Context) -> Recorded:
        """Close a lead that leads nowhere."""
        return await self._log.change(
            context, Lead, lead_id, lambda lead: lead.disqualify(command.reason, now=context.now)
        )

    def _begin(
        self, lead_id: UUID, profile: LeadProfile, touch: Touch, context: Context, basis: Basis
    ) -> Lead:
        lead = Lead.register(lead_id, profile, touch=touch, now=context.now)
        lead.rate(score(basis.model, lead.facts(context.now)), now=context.now)
        principal = context.principal
        if principal.has(SALESPERSON):
            own = Ownership(owner_id=principal.subject, team=principal.team, region=principal.region)
            lead.assign(own, principal.name, reason="registered by its owner", now=context.now)
        # Behind the owner, who is to be told.
        lead.watch_crossings(None, basis.watch, now=context.now)
        return lead

    async def _claim(
        self,
        fingerprint: Fingerprint,
        lead_id: UUID,
        context: Context,
        existing: Collection[UUID] | None = None,
    ) -> LeadClaim:
        """The claim, held for the lead; not looked up when it is not among those known to exist."""
        if existing is None or (existing and LeadClaim.id_of(fingerprint) in existing):
            try:
                claim = await self._log.load(LeadClaim, LeadClaim.id_of(fingerprint))
            except NotFound:
                pass
            else:
                claim.take(lead_id, now=context.now)
                return claim
        return LeadClaim.claim(fingerprint, lead_id, now=context.now)

    async def _released(self, fingerprint: Fingerprint, lead_id: UUID, context: Context) -> LeadClaim:
        claim = await self._log.load(LeadClaim, LeadClaim.id_of(fingerprint))
        claim.release(lead_id, now=context.now)
        return claim


def touch_of(asked: AskedVisit | None, context: Context) -> Touch:
    """The touch that a command tells of; without a word about it, a person or a program told us just now."""
    channel = Channel.API if context.principal.has(SYSTEM) else Channel.MANUAL
    if asked is None:
        return Touch(channel=channel, occurred_at=context.now)
    return Touch(
        **{name: getattr(asked, name) for name in Visit.model_fields},
        channel=Channel(asked.channel) if asked.channel else channel,
        occurred_at=asked.occurred_at or context.now,
    )
