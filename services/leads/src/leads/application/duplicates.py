"""Who may be the same: candidates for a profile or a lead, what is done about them per channel, and what people judged."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from pydantic import BaseModel

from crm_platform.context import Context
from crm_platform.errors import Forbidden, NotFound, Unavailable
from crm_platform.eventsourcing.log import EventLog, Recorded
from crm_platform.security.scope import Principal, changeable, visible
from leads.application.definitions import Definitions
from leads.domain.duplicates import (
    ChannelPolicy,
    DuplicatePair,
    DuplicatePolicy,
    Policies,
    default_policies,
)
from leads.domain.errors import DuplicateLead
from leads.domain.identity import Described, Identity, identity_of
from leads.domain.lead import Lead
from leads.domain.matching import CERTAIN, LIKELY, Evidence, Match, match
from leads.domain.touches import Channel

Kind = Literal["lead", "customer"]
Verdict = Literal["certain", "likely", "possible"]

_MOST = 10  # candidates in an answer
_LEAST = -6.0  # bits, below which a candidate is not worth a look
_AT_ONCE = 3  # lookups
_PATIENCE = 1.0  # seconds that a lookup waits for its turn


@dataclass(frozen=True, slots=True)
class Alike:
    """A lead or customer that may be the same, as the store finds it."""

    kind: Kind
    id: str
    identity: Identity


@dataclass(frozen=True, slots=True)
class Card:
    """What can be shown of a lead or customer, to those who may see it."""

    id: str
    name: str
    company: str | None
    contact: str | None
    phone: str | None
    email: str | None
    address: str | None
    status: str
    owner_id: str | None
    owner_name: str | None
    team: str | None
    region: str | None


class CandidateDetails(BaseModel):
    """What the candidate says; only for those who may see it."""

    name: str
    company: str | None
    contact: str | None
    phone: str | None
    email: str | None
    address: str | None


class Candidate(BaseModel):
    """Somebody who may be the same: that they exist and whose they are is told to all, details to those in scope."""

    kind: Kind
    id: str
    score: int
    weight: float
    verdict: Verdict
    evidence: list[Evidence]
    status: str
    owner_id: str | None
    owner_name: str | None
    details: CandidateDetails | None


class Identities(Protocol):
    """Where candidates are looked up."""

    async def alike(self, identity: Identity) -> list[Alike]: ...


class PairStore(Protocol):
    """What is stored of candidates and pairs."""

    async def cards(
        self, *, leads: Collection[UUID] = (), customers: Collection[str] = ()
    ) -> Mapping[tuple[str, str], Card]: ...

    async def judged(self, lead_id: UUID) -> Mapping[UUID, str]: ...


class Duplicates:
    """Looks for duplicates and keeps what people decide about them."""

    def __init__(self, log: EventLog, identities: Identities, store: PairStore) -> None:
        self._log = log
        self._identities = identities
        self._store = store
        self._definitions = Definitions(log)
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def of_profile(
        self,
        profile: Described,
        principal: Principal,
        *,
        but: UUID | None = None,
    ) -> list[Candidate]:
        """The best candidates for a profile, best first; `but` is left out: the lead itself."""
        return await self._worded(await self._found(identity_of(profile), str(but)), principal)

    async def of_claim(self, profile: Described, taken: DuplicateLead, principal: Principal) -> Candidate:
        """The lead that has the phone, e-mail address or tax code of a profile, as its claim says."""
        lead = await self._log.load(Lead, UUID(str(taken.params["lead_id"])))
        said = match(identity_of(profile), identity_of(lead.profile), same=str(taken.params["kind"]))
        alike = Alike("lead", str(lead.id), identity_of(lead.profile))
        return _candidate(alike, said, _card(lead), principal)

    async def of_lead(self, lead_id: UUID, principal: Principal) -> list[Candidate]:
        """The candidates for a lead, without those that somebody judged to be another. Raises `NotFound`."""
        lead = await self._log.load(Lead, lead_id)
        if not visible(principal, lead.owner_id, lead.team, lead.region):
            raise NotFound
        judged = await self._store.judged(lead_id)
        settled = (str(other) for other, status in judged.items() if status != "open")
        found = await self._found(identity_of(lead.profile), str(lead_id), *settled)
        return await self._worded(found, principal)

    async def policies(self) -> Policies:
        """What is done about duplicates now, by channel."""
        policy = await self._definitions.current(DuplicatePolicy, DuplicatePolicy.ID)
        return policy.current if policy else default_policies()

    async def define_policies(self, channels: Mapping[Channel, ChannelPolicy], context: Context) -> Recorded:
        """Treat duplicates like this from now on; channels that are not named stay as they are."""
        return await self._definitions.define(
            context,
            DuplicatePolicy,
            DuplicatePolicy.ID,
            lambda: DuplicatePolicy.define(channels, now=context.now),
            lambda policy: policy.revise(channels, now=context.now),
        )

    async def dismiss(self, one: UUID, other: UUID, reason: str | None, context: Context) -> Recorded:
        """Remember that two leads are not the same; nothing shows them as duplicates again.

        One of them must be the caller's to change. Raises `NotFound`, `Forbidden`, `PairIsSettled`.
        """
        await self._must_concern(context, one, other)
        pair_id = DuplicatePair.id_of(one, other)
        try:
            return await self._log.change(
                context,
                DuplicatePair,
                pair_id,
                lambda pair: pair.dismiss(reason, by=context.actor, now=context.now),
            )
        except NotFound:
            pair = await self._suspected(one, other, context)
            pair.dismiss(reason, by=context.actor, now=context.now)
            return await self._log.save(context, pair)

    async def reconsider(self, one: UUID, other: UUID, context: Context) -> Recorded:
        """Take a judgement back: the two may be the same after all."""
        await self._must_concern(context, one, other)
        return await self._log.change(
            context,
            DuplicatePair,
            DuplicatePair.id_of(one, other),
            lambda pair: pair.reopen(now=context.now),
        )

    async def _found(self, identity: Identity, *but: str) -> list[tuple[Alike, Match]]:
        alike = await self._looked_up(identity)
        found = [(one, match(identity, one.identity)) for one in alike if one.id not in but]
        found.sort(key=lambda pair: (-pair[1].weight, pair[0].id))
        return [(one, said) for one, said in found[:_MOST] if said.weight >= _LEAST]

    async def _looked_up(self, identity: Identity) -> list[Alike]:
        """Few at a time, so that a rush of new leads leaves the store to those who write."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._room.acquire()
        except TimeoutError:
            raise Unavailable(retry_after=1) from None
        try:
            return await self._identities.alike(identity)
        finally:
            self._room.release()

    async def _worded(self, found: Sequence[tuple[Alike, Match]], principal: Principal) -> list[Candidate]:
        if not found:
            return []
        cards = await self._store.cards(
            leads=[UUID(one.id) for one, _ in found if one.kind == "lead"],
            customers=[one.id for one, _ in found if one.kind == "customer"],
        )
        return [
            _candidate(one, said, cards[one.kind, one.id], principal)
            for one, said in found
            if (one.kind, one.id) in cards
        ]

    async def _must_concern(self, context: Context, one: UUID, other: UUID) -> None:
        leads = [await self._log.load(Lead, lead_id) for lead_id in (one, other)]
        principal = context.principal
        if not any(visible(principal, lead.owner_id, lead.team, lead.region) for lead in leads):
            raise NotFound
        if not any(changeable(principal, lead.owner_id, lead.team, lead.region) for lead in leads):
            raise Forbidden

    async def _suspected(self, one: UUID, other: UUID, context: Context) -> DuplicatePair:
        leads = [await self._log.load(Lead, lead_id) for lead_id in (one, other)]
        said = match(identity_of(leads[0].profile), identity_of(leads[1].profile))
        return suspected(one, other, said, context)


def suspected(one: UUID, other: UUID, said: Match, context: Context) -> DuplicatePair:
    """A pair as it comes in."""
    return DuplicatePair.suspect(
        one,
        other,
        score=said.score,
        weight=said.weight,
        evidence=said.evidence,
        found_by="entry",
        now=context.now,
    )


def verdict_of(weight: float) -> Verdict:
    """How sure a weight is."""
    return "certain" if weight >= CERTAIN else "likely" if weight >= LIKELY else "possible"


def details_of(card: Card, principal: Principal) -> CandidateDetails | None:
    """What the principal may see of a lead or customer; None for what is not in their scope."""
    if card.status != "customer" and not visible(principal, card.owner_id, card.team, card.region):
        return None
    return CandidateDetails(
        name=card.name,
        company=card.company,
        contact=card.contact,
        phone=card.phone,
        email=card.email,
        address=card.address,
    )


def _card(lead: Lead) -> Card:
    profile = lead.profile
    return Card(
        id=str(lead.id),
        name=profile.name,
        company=profile.company,
        contact=profile.contact,
        phone=profile.phone,
        email=profile.email,
        address=profile.address,
        status=lead.status.value,
        owner_id=lead.owner_id,
        owner_name=None,
        team=lead.team,
        region=lead.region,
    )


def _candidate(one: Alike, said: Match, card: Card, principal: Principal) -> Candidate:
    return Candidate(
        kind=one.kind,
        id=one.id,
        score=said.score,
        weight=said.weight,
        verdict=verdict_of(said.weight),
        evidence=said.evidence,
        status=card.status,
        owner_id=card.owner_id,
        owner_name=card.owner_name,
        details=details_of(card, principal),
    )
