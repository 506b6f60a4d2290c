"""A claim on a fingerprint: as only one aggregate can have an id, no two leads can hold the same phone or e-mail.

A lead that is closed for good or changes its number lets go of the claim, and another lead can take it.
"""

from datetime import datetime
from typing import Self
from uuid import UUID

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from leads.domain.errors import DuplicateLead
from leads.domain.fingerprint import Fingerprint


class LeadClaim(Aggregate):
    TOPIC = "leads.LeadClaim"

    lead_id: UUID
    kind: str
    free: bool = False

    class Claimed(InitialEvent):
        TOPIC = "leads.LeadClaimed"
        lead_id: UUID
        kind: str

    class Released(DomainEvent):
        TOPIC = "leads.LeadClaimReleased"

        def apply(self, aggregate: "LeadClaim") -> None:
            aggregate.free = True

    class Taken(DomainEvent):
        TOPIC = "leads.LeadClaimTaken"
        lead_id: UUID

        def apply(self, aggregate: "LeadClaim") -> None:
            aggregate.lead_id = self.lead_id
            aggregate.free = False

    @staticmethod
    def id_of(fingerprint: Fingerprint) -> UUID:
        return derived_id("lead-claim", fingerprint.kind, fingerprint.value)

    @classmethod
    def claim(cls, fingerprint: Fingerprint, lead_id: UUID, *, now: datetime) -> Self:
        return cls.begin(
            cls.Claimed, id=cls.id_of(fingerprint), now=now, lead_id=lead_id, kind=fingerprint.kind
        )

    def take(self, lead_id: UUID, *, now: datetime) -> None:
        """Hold the fingerprint for a lead; raises `DuplicateLead` while another lead holds it."""
        if self.free:
            self.record(self.Taken, now=now, lead_id=lead_id)
        elif self.lead_id != lead_id:
            raise DuplicateLead(lead_id=str(self.lead_id), kind=self.kind)

    def hand_over(self, lead_id: UUID, *, now: datetime) -> None:
        """Hold it for another lead, which has become the same as, or is again another than, the one that held it."""
        self.record(self.Taken, now=now, lead_id=lead_id)

    def release(self, lead_id: UUID, *, now: datetime) -> None:
        """Let go of what this lead holds; of what it does not hold there is nothing to let go."""
        if self.lead_id == lead_id and not self.free:
            self.record(self.Released, now=now)
