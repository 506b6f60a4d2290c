"""A claim on a fingerprint: as only one aggregate can have an id, no two leads can hold the same phone or e-mail."""

from datetime import datetime
from typing import Self
from uuid import UUID

from crm_platform.eventsourcing.aggregate import Aggregate, InitialEvent
from crm_platform.ids import derived_id
from leads.domain.fingerprint import Fingerprint


class LeadClaim(Aggregate):
    TOPIC = "leads.LeadClaim"

    lead_id: UUID
    kind: str

    class Claimed(InitialEvent):
        TOPIC = "leads.LeadClaimed"
        lead_id: UUID
        kind: str

    @staticmethod
    def id_of(fingerprint: Fingerprint) -> UUID:
        return derived_id("lead-claim", fingerprint.kind, fingerprint.value)

    @classmethod
    def claim(cls, fingerprint: Fingerprint, lead_id: UUID, *, now: datetime) -> Self:
        return cls.begin(
            cls.Claimed, id=cls.id_of(fingerprint), now=now, lead_id=lead_id, kind=fingerprint.kind
        )
