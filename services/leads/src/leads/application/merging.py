"""Merging two leads into one, and undoing it: both leads and all their claims change in one append, or none."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from crm_platform.context import Context
from crm_platform.errors import Forbidden, Invalid, NotFound
from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.log import EventLog, Recorded
from crm_platform.security.scope import Principal, changeable, visible
from leads.application.rating import Ratings
from leads.application.service import People
from leads.domain.claim import LeadClaim
from leads.domain.duplicates import DuplicatePair
from leads.domain.fingerprint import fingerprints
from leads.domain.lead import Lead, LeadProfile, LeadStatus
from leads.domain.merging import Choice, FieldPreview, merged, preview


class MergeSide(BaseModel):
    """One of the two leads."""

    id: UUID
    version: int
    name: str
    status: LeadStatus
    owner_id: str | None
    events: int


class MergePreview(BaseModel):
    """Two leads side by side, and what a merge with these choices would make of them."""

    survivor: MergeSide
    absorbed: MergeSide
    fields: list[FieldPreview]


class Merging:
    """Merges and unmerges leads. Who does it must be allowed to change both."""

    def __init__(self, log: EventLog, ratings: Ratings, people: People) -> None:
        self._log = log
        self._ratings = ratings
        self._people = people

    async def preview(
        self, survivor_id: UUID, absorbed_id: UUID, choices: Mapping[str, Choice], principal: Principal
    ) -> MergePreview:
        """What merging would do. Raises `NotFound` for a lead the caller may not see, `Invalid` for bad choices."""
        _must_differ(survivor_id, absorbed_id)
        survivor, absorbed = [await self._seen(lead_id, principal) for lead_id in (survivor_id, absorbed_id)]
        return MergePreview(
            survivor=_side(survivor),
            absorbed=_side(absorbed),
            fields=preview(survivor.profile, absorbed.profile, choices),
        )

    async def merge(
        self, survivor_id: UUID, absorbed_id: UUID, choices: Mapping[str, Choice], context: Context
    ) -> Recorded:
        """Merge `absorbed` into `survivor`, with its owner where nobody owns that one.

        Of merges at the same time that share a lead one wins.

        Raises `NotFound`, `Forbidden`, `Invalid`, `LeadIsClosed`, `LeadWasMerged`.
        """
        _must_differ(survivor_id, absorbed_id)
        basis = await self._ratings.basis()

        async def both(survivor: Lead) -> Sequence[Aggregate]:
            absorbed = await self._to_change(absorbed_id, context)
            profile, taken = merged(survivor.profile, absorbed.profile, choices)
            survivor.merge(absorbed, profile, taken, now=context.now)
            if survivor.ownership is None and absorbed.ownership is not None:
                owner = await self._people.person(absorbed.ownership.owner_id)
                name = owner.name if owner else absorbed.ownership.owner_id
                survivor.assign(absorbed.ownership, name, reason="Came with a merged lead", now=context.now)
            basis.rate(survivor, context.now)
            claims = await self._handed_over(absorbed.profile, absorbed_id, survivor_id, context)
            pair = await self._pair(survivor_id, absorbed_id)
            if pair is not None:
                pair.settle(survivor_id, now=context.now)
            return [absorbed, *claims, *([pair] if pair else [])]

        return await self._log.change(
            context, Lead, survivor_id, _unchanged, beside=both, absorbed_id=str(absorbed_id)
        )

    async def unmerge(self, survivor_id: UUID, absorbed_id: UUID, context: Context) -> Recorded:
        """Give the absorbed lead back. `extra` names the fields that stay because they were changed since, what else
        was done to the survivor since, and the phones or addresses that a third lead holds by now.
        """
        basis = await self._ratings.basis()
        told: dict[str, Any] = {}

        async def both(survivor: Lead) -> Sequence[Aggregate]:
            absorbed = await self._to_change(absorbed_id, context)
            restored, kept = survivor.unmerge(absorbed, now=context.now)
            for lead in (survivor, absorbed):
                if lead.is_open:
                    basis.rate(lead, context.now)
            claims, held = await self._given_back(survivor, absorbed, context)
            pair = await self._pair(survivor_id, absorbed_id)
            if pair is not None:
                pair.reopen(now=context.now)
            told.update(
                absorbed_id=str(absorbed_id),
                restored=list(restored),
                kept_fields=list(kept),
                kept_events=await self._since(survivor_id, absorbed_id),
                held_by_others=held,
            )
            return [absorbed, *claims, *([pair] if pair else [])]

        return await self._log.change(context, Lead, survivor_id, _unchanged, beside=both, told=told)

    async def _seen(self, lead_id: UUID, principal: Principal) -> Lead:
        lead = await self._log.load(Lead, lead_id)
        if not visible(principal, lead.owner_id, lead.team, lead.region):
            raise NotFound
        return lead

    async def _to_change(self, lead_id: UUID, context: Context) -> Lead:
        lead = await self._seen(lead_id, context.principal)
        if not changeable(context.principal, lead.owner_id, lead.team, lead.region):
            raise Forbidden
        return lead

    async def _handed_over(
        self, profile: LeadProfile, from_id: UUID, to_id: UUID, context: Context
    ) -> list[LeadClaim]:
        claims = []
        for fingerprint in fingerprints(profile):
            claim = await self._claim(LeadClaim.id_of(fingerprint))
            if claim is not None and claim.lead_id == from_id and not claim.free:
                claim.hand_over(to_id, now=context.now)
                claims.append(claim)
        return claims

    async def _given_back(
        self, survivor: Lead, absorbed: Lead, context: Context
    ) -> tuple[list[LeadClaim], list[dict[str, str]]]:
        """The claims that go back to the absorbed lead, and those it cannot have because another lead holds them."""
        ours = fingerprints(survivor.profile)
        claims, held = [], []
        for fingerprint in fingerprints(absorbed.profile):
            claim = await self._claim(LeadClaim.id_of(fingerprint))
            if claim is None:
                claims.append(LeadClaim.claim(fingerprint, absorbed.id, now=context.now))
            elif claim.free:
                claim.take(absorbed.id, now=context.now)
                claims.append(claim)
            elif claim.lead_id == survivor.id and fingerprint not in ours:
                claim.hand_over(absorbed.id, now=context.now)
                claims.append(claim)
            elif claim.lead_id != absorbed.id:
                held.append({"kind": claim.kind, "lead_id": str(claim.lead_id)})
        return claims, held

    async def _claim(self, claim_id: UUID) -> LeadClaim | None:
        try:
            return await self._log.load(LeadClaim, claim_id)
        except NotFound:
            return None

    async def _pair(self, one: UUID, other: UUID) -> DuplicatePair | None:
        try:
            return await self._log.load(DuplicatePair, DuplicatePair.id_of(one, other))
        except NotFound:
            return None

    async def _since(self, survivor_id: UUID, absorbed_id: UUID) -> list[dict[str, Any]]:
        """What was done to the survivor since it took the other one in, which stays."""
        history = await self._log.history(survivor_id)
        merge = next(
            event
            for event in reversed(history)
            if event.type == Lead.Merged.TOPIC and event.state["absorbed_id"] == str(absorbed_id)
        )
        return [
            {
                "version": event.version,
                "event": event.type,
                "occurred_at": event.occurred_at.isoformat(),
                "actor": event.metadata["actor"],
            }
            for event in history
            if event.version > merge.version and event.metadata["command"] != merge.metadata["command"]
        ]


def _unchanged(_survivor: Lead) -> None:
    """The decision needs both leads, so it is made where both are there."""


def _side(lead: Lead) -> MergeSide:
    return MergeSide(
        id=lead.id,
        version=lead.version,
        name=lead.profile.name,
        status=lead.status,
        owner_id=lead.owner_id,
        events=lead.version,
    )


def _must_differ(one: UUID, other: UUID) -> None:
    if one == other:
        raise Invalid.at("#/absorbed_id", "same-lead", "Must be another lead", "不能与自身合并")
