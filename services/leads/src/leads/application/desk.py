"""Leads and their claims at hand, many at a time: each decision sees the ones before it, and all are stored together."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.mapper import RecordedEvent
from leads.application.rating import Basis
from leads.domain.claim import LeadClaim
from leads.domain.errors import DuplicateLead
from leads.domain.fingerprint import Fingerprint, fingerprints
from leads.domain.lead import Lead, LeadProfile
from leads.domain.touches import Touch


class Histories(Protocol):
    """Where aggregates are read from, many at a time."""

    async def histories(self, ids: Collection[UUID]) -> Mapping[UUID, Sequence[RecordedEvent]]: ...


class Desk:
    """What was decided here is in `changed`, to be appended in one go; refusals change nothing."""

    def __init__(self, source: Histories, basis: Basis, now: datetime) -> None:
        self._source = source
        self._basis = basis
        self._now = now
        self._claims: dict[UUID, LeadClaim] = {}
        self._ids: dict[Fingerprint, UUID] = {}
        self._prints: dict[UUID, list[Fingerprint]] = {}
        self._beside: list[Aggregate] = []
        self.leads: dict[UUID, Lead] = {}
        self.histories: dict[UUID, Sequence[RecordedEvent]] = {}

    async def fetch_claims(self, wanted: Iterable[Fingerprint]) -> None:
        """Take up the claims on these fingerprints, as far as there are any."""
        ids = {self._id(one) for one in wanted} - self._claims.keys()
        for id_, history in (await self._source.histories(ids)).items():
            claim = folded(history)
            if isinstance(claim, LeadClaim):
                self._claims[id_] = claim

    async def fetch_leads(self, ids: Iterable[UUID]) -> None:
        """Take up these leads and the claims they hold, as far as there are any."""
        missing = set(ids) - self.leads.keys()
        held: list[Fingerprint] = []
        for id_, history in (await self._source.histories(missing)).items():
            lead = folded(history)
            if isinstance(lead, Lead):
                self.leads[id_] = lead
                self.histories[id_] = history
                held += self.fingerprints(lead)
        if held:
            await self.fetch_claims(held)

    def fingerprints(self, lead: Lead) -> list[Fingerprint]:
        """Those of a lead at hand, found once: reading phone numbers is costly."""
        prints = self._prints.get(lead.id)
        if prints is None:
            prints = self._prints[lead.id] = fingerprints(lead.profile)
        return prints

    def holder(self, fingerprint: Fingerprint) -> UUID | None:
        """The lead that a fingerprint belongs to."""
        claim = self._claims.get(self._id(fingerprint))
        return claim.lead_id if claim and not claim.free else None

    def holders(self, prints: Iterable[Fingerprint]) -> list[UUID]:
        """The leads that fingerprints belong to, each once."""
        return list(dict.fromkeys(holder for holder in map(self.holder, prints) if holder))

    def register(
        self, lead_id: UUID, profile: LeadProfile, prints: Collection[Fingerprint], touch: Touch
    ) -> Lead:
        """A new lead, scored, with the claims that no other lead has; see `check`."""
        lead = Lead.register(lead_id, profile, touch=touch, now=self._now)
        self._rate(lead)
        self._take([one for one in prints if self.holder(one) is None], lead_id)
        self.leads[lead_id] = lead
        self._prints[lead_id] = list(prints)
        return lead

    def revise(self, lead: Lead, changes: Mapping[str, object]) -> None:
        """Know better; claims follow. Raises `DuplicateLead`, `LeadIsClosed`."""
        before = self.fingerprints(lead)
        after = fingerprints(lead.profile.model_copy(update=changes))
        added = [one for one in after if one not in before]
        self.check(added, lead.id)
        lead.revise(changes, now=self._now)
        self._rate(lead)
        self._release([one for one in before if one not in after], lead.id)
        self._take(added, lead.id)
        self._prints[lead.id] = after

    def revise_where_free(self, lead: Lead, changes: Mapping[str, object]) -> list[DuplicateLead]:
        """The same, but for a phone, address or tax code that another lead has: those are left out, and told."""
        taken: list[DuplicateLead] = []
        left = dict(changes)
        while left:
            try:
                self.revise(lead, left)
                break
            except DuplicateLead as duplicate:
                del left[str(duplicate.params["kind"])]  # as the fields are called
                taken.append(duplicate)
        return taken

    def touch(self, lead: Lead, touch: Touch) -> None:
        """It came to us once more; an open one is scored by that."""
        lead.touch(touch, now=self._now)
        if lead.is_open:
            self._rate(lead)

    def withdraw(self, lead: Lead, reason: str) -> None:
        """Take a lead back and let go of its claims. Raises `LeadIsClosed`."""
        lead.withdraw(reason, now=self._now)
        self._release(self.fingerprints(lead), lead.id)

    def add(self, aggregate: Aggregate) -> None:
        """Something new that is to be stored with the leads."""
        self._beside.append(aggregate)

    @property
    def unowned(self) -> list[Lead]:
        """Leads registered here that are nobody's yet."""
        return [lead for id_, lead in self.leads.items() if id_ not in self.histories and lead.is_waiting]

    @property
    def changed(self) -> list[Aggregate]:
        """Every aggregate that something was decided on, in the order of the decisions."""
        everything: Iterable[Aggregate] = (*self.leads.values(), *self._claims.values(), *self._beside)
        return [one for one in everything if one.pending_events]

    def check(self, prints: Iterable[Fingerprint], lead_id: UUID | None = None) -> None:
        """Raises `DuplicateLead` where another lead than this one has one of the fingerprints."""
        for one in prints:
            holder = self.holder(one)
            if holder not in (None, lead_id):
                raise DuplicateLead(lead_id=str(holder), kind=one.kind)

    def _id(self, fingerprint: Fingerprint) -> UUID:
        id_ = self._ids.get(fingerprint)
        if id_ is None:
            id_ = self._ids[fingerprint] = LeadClaim.id_of(fingerprint)
        return id_

    def _rate(self, lead: Lead) -> None:
        self._basis.rate(lead, self._now)

    def _take(self, prints: Iterable[Fingerprint], lead_id: UUID) -> None:
        for one in prints:
            id_ = self._id(one)
            claim = self._claims.get(id_)
            if claim is None:
                self._claims[id_] = LeadClaim.claim(one, lead_id, now=self._now)
            else:
                claim.take(lead_id, now=self._now)

    def _release(self, prints: Iterable[Fingerprint], lead_id: UUID) -> None:
        for one in prints:
            claim = self._claims.get(self._id(one))
            if claim is not None:
                claim.release(lead_id, now=self._now)


def folded(
    history: Iterable[RecordedEvent], seen: Callable[[RecordedEvent, Aggregate | None], object] | None = None
) -> Aggregate | None:
    """The aggregate that a history makes; `seen` is told of each event once it is applied."""
    aggregate: Aggregate | None = None
    for recorded in history:
        aggregate = recorded.event().mutate(aggregate)
        if seen:
            seen(recorded, aggregate)
    return aggregate
