"""A lead and its life: registered, scored, assigned, followed up, then converted or disqualified."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import Field

from crm_platform.eventsourcing.aggregate import DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import (
    Amount,
    Code,
    Email,
    LongText,
    Money,
    Ownership,
    PersonId,
    Phone,
    ShortText,
    Value,
)
from leads.domain.agenda import Agenda
from leads.domain.errors import LeadIsClosed
from leads.domain.followed import Followed
from leads.domain.scoring import Score
from leads.domain.touches import Touch


class LeadStatus(StrEnum):
    OPEN = "open"
    CONVERTED = "converted"
    DISQUALIFIED = "disqualified"


class LeadDetails(Value):
    """What may be known of somebody who may want to buy."""

    company: ShortText | None = None
    contact: ShortText | None = None
    phone: Phone | None = None
    email: Email | None = None
    address: ShortText | None = None
    region: Code | None = None
    industry: Code | None = None
    source: ShortText | None = None
    campaign: ShortText | None = None
    company_size: int | None = Field(default=None, ge=1, le=10_000_000)
    budget: Amount | None = None
    need: LongText | None = None
    notes: LongText | None = None
    customer_id: Code | None = None


class LeadProfile(LeadDetails):
    """What is known of somebody who may want to buy."""

    name: ShortText


class Lead(Followed):
    TOPIC = "leads.Lead"

    profile: LeadProfile
    status: LeadStatus = LeadStatus.OPEN
    score: Score | None = None
    ownership: Ownership | None = None
    opportunity_id: UUID | None = None
    agenda: Agenda = Agenda()

    class Registered(InitialEvent):
        TOPIC = "leads.LeadRegistered"
        profile: LeadProfile
        touch: Touch | None = None

    class Touched(DomainEvent):
        TOPIC = "leads.LeadTouched"
        touch: Touch

        def apply(self, aggregate: "Lead") -> None:
            """Knowing of it is all: credit is shared by whoever reads the touches."""

    class Revised(DomainEvent):
        TOPIC = "leads.LeadRevised"
        profile: LeadProfile
        changed: list[str]

        def apply(self, aggregate: "Lead") -> None:
            aggregate.profile = self.profile

    class Scored(DomainEvent):
        TOPIC = "leads.LeadScored"
        score: Score

        def apply(self, aggregate: "Lead") -> None:
            aggregate.score = self.score

    class Assigned(DomainEvent):
        TOPIC = "leads.LeadAssigned"
        ownership: Ownership
        owner_name: ShortText
        rule: ShortText | None
        turn: int | None
        reason: ShortText
        previous_owner_id: PersonId | None

        def apply(self, aggregate: "Lead") -> None:
            aggregate.ownership = self.ownership
            aggregate.agenda = aggregate.agenda.handed_over(self.timestamp)

    class Converted(DomainEvent):
        TOPIC = "leads.LeadConverted"
        opportunity_id: UUID
        profile: LeadProfile
        ownership: Ownership
        title: ShortText
        amount: Money | None
        product_ids: list[Code]
        score: int | None
        reason: ShortText | None

        def apply(self, aggregate: "Lead") -> None:
            aggregate.status = LeadStatus.CONVERTED
            aggregate.opportunity_id = self.opportunity_id

    class Disqualified(DomainEvent):
        TOPIC = "leads.LeadDisqualified"
        reason: ShortText

        def apply(self, aggregate: "Lead") -> None:
            aggregate.status = LeadStatus.DISQUALIFIED

    @classmethod
    def register(
        cls,
        id: UUID,  # noqa: A002
        profile: LeadProfile,
        *,
        touch: Touch | None = None,
        now: datetime,
    ) -> Self:
        """`touch` is the first: how it came to us."""
        if touch is not None:
            touch.check(now)
        return cls.begin(cls.Registered, id=id, now=now, profile=profile, touch=touch)

    def touch(self, touch: Touch, *, now: datetime) -> None:
        """It came to us once more; a closed lead can as well."""
        touch.check(now)
        self.record(self.Touched, now=now, touch=touch)

    def revise(self, changes: Mapping[str, object], *, now: datetime) -> None:
        """Know better: `changes` are valid values by field of the profile, None where something is not known."""
        self._must_be_open()
        changed = [field for field, value in changes.items() if getattr(self.profile, field) != value]
        if changed:
            profile = self.profile.model_copy(update={field: changes[field] for field in changed})
            self.record(self.Revised, now=now, profile=profile, changed=changed)

    def rate(self, score: Score, *, now: datetime) -> None:
        self._must_be_open()
        if score != self.score:
            self.record(self.Scored, now=now, score=score)

    def assign(
        self,
        ownership: Ownership,
        owner_name: str,
        *,
        reason: str,
        rule: str | None = None,
        turn: int | None = None,
        now: datetime,
    ) -> None:
        """Give to a person; `rule` and its next `turn` when a rule chose."""
        self._must_be_open()
        if ownership == self.ownership:
            return
        self.record(
            self.Assigned,
            now=now,
            ownership=ownership,
            owner_name=owner_name,
            rule=rule,
            turn=turn,
            reason=reason,
            previous_owner_id=self.owner_id,
        )

    def convert(
        self,
        owner: Ownership,
        *,
        title: str | None,
        amount: Money | None,
        product_ids: list[str],
        reason: str | None,
        now: datetime,
    ) -> None:
        """Hand over to an opportunity whose id follows from the lead's, so that it can be opened only once."""
        self._must_be_open()
        self.record(
            self.Converted,
            now=now,
            opportunity_id=self.opportunity_of(self.id),
            profile=self.profile,
            ownership=self.ownership or owner,
            title=title or self.profile.company or self.profile.name,
            amount=amount or self.profile.budget,
            product_ids=product_ids,
            score=self.score.points if self.score else None,
            reason=reason,
        )

    @staticmethod
    def opportunity_of(lead_id: UUID) -> UUID:
        """The opportunity a lead becomes when it is converted."""
        return derived_id("opportunity-of-lead", str(lead_id))

    def disqualify(self, reason: str, *, now: datetime) -> None:
        self._must_be_open()
        self.record(self.Disqualified, now=now, reason=reason)

    @property
    def is_open(self) -> bool:
        return self.status is LeadStatus.OPEN

    @property
    def called(self) -> str:
        return self.profile.company or self.profile.name

    @property
    def is_waiting(self) -> bool:
        """Whether it is open and nobody's."""
        return self.is_open and self.ownership is None

    @property
    def owner_id(self) -> str | None:
        return self.ownership.owner_id if self.ownership else None

    @property
    def team(self) -> str | None:
        return self.ownership.team if self.ownership else None

    @property
    def region(self) -> str | None:
        return self.ownership.region if self.ownership else self.profile.region

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise LeadIsClosed(status=self.status.value)
