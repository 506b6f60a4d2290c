"""A lead and its life: registered, scored, assigned, followed up, then converted or disqualified."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import Field

from crm_platform.eventsourcing.aggregate import DomainEvent, InitialEvent
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
from leads.domain.conversion import Conversion, ConversionWish, Match, MatchedBy, ScoreThen
from leads.domain.errors import LeadIsClosed, LeadIsNotConverted
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
    customer_request_id: UUID | None = None
    conversions: int = 0
    converted_as: ConversionWish | None = None

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
        automatic_score: int | None = None
        number: int = 1
        customer: bool = False
        customer_request_id: UUID | None = None

        def apply(self, aggregate: "Lead") -> None:
            aggregate.status = LeadStatus.CONVERTED
            aggregate.opportunity_id = self.opportunity_id
            aggregate.conversions = self.number
            aggregate.converted_as = ConversionWish(
                customer=self.customer,
                title=self.title,
                amount=self.amount,
                product_ids=tuple(self.product_ids),
                reason=self.reason,
            )

    class ConvertedToCustomer(DomainEvent):
        """Made a customer, without an opportunity."""

        TOPIC = "leads.LeadConvertedToCustomer"
        profile: LeadProfile
        ownership: Ownership
        score: int | None
        automatic_score: int | None
        reason: ShortText | None
        number: int
        customer_request_id: UUID | None

        def apply(self, aggregate: "Lead") -> None:
            aggregate.status = LeadStatus.CONVERTED
            aggregate.conversions = self.number
            aggregate.converted_as = ConversionWish(opportunity=False, customer=True, reason=self.reason)

    class CustomerRequested(DomainEvent):
        """Master data is asked for a customer; it may take its time."""

        TOPIC = "leads.LeadCustomerRequested"
        request_id: UUID
        profile: LeadProfile

        def apply(self, aggregate: "Lead") -> None:
            aggregate.customer_request_id = self.request_id

    class CustomerLinked(DomainEvent):
        """The lead is this customer of master data."""

        TOPIC = "leads.LeadCustomerLinked"
        customer_id: Code
        matched_by: MatchedBy
        opportunity_id: UUID | None

        def apply(self, aggregate: "Lead") -> None:
            aggregate.profile = aggregate.profile.model_copy(update={"customer_id": self.customer_id})
            aggregate.customer_request_id = None

    class Reopened(DomainEvent):
        """The conversion was taken back; an opportunity that was opened is to be withdrawn."""

        TOPIC = "leads.LeadReopened"
        number: int
        opportunity_id: UUID | None
        reason: ShortText

        def apply(self, aggregate: "Lead") -> None:
            aggregate.status = LeadStatus.OPEN
            aggregate.opportunity_id = None

    class ReopeningRevoked(DomainEvent):
        """It was reopened too late: the opportunity was worked on already, so the lead is converted after all."""

        TOPIC = "leads.LeadReopeningRevoked"
        number: int
        opportunity_id: UUID
        reason: ShortText

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

    def link_customer(self, match: Match, *, now: datetime) -> None:
        if match.customer_id != self.profile.customer_id or self.customer_request_id is not None:
            self.record(self.CustomerLinked, now=now, **dict(match), opportunity_id=self.opportunity_id)

    def request_customer(self, request_id: UUID, *, now: datetime) -> None:
        """Ask master data for a customer, unless it was asked already."""
        if self.customer_request_id != request_id:
            self.record(self.CustomerRequested, now=now, request_id=request_id, profile=self.profile)

    def check_conversion(self, wish: ConversionWish) -> None:
        """Raises `LeadIsClosed` for a lead that is closed, unless it was converted like this."""
        if not self.is_converted_as(wish):
            self._must_be_open()

    def convert(self, owner: Ownership, wish: ConversionWish, *, now: datetime) -> None:
        """Hand over to an opportunity, whose id follows from the lead's, or make it a customer only.

        `owner` gets what nobody has. Asked the same again, it does nothing more.
        """
        if self.is_converted_as(wish):
            return
        self._must_be_open()
        handed: dict[str, object] = {
            "number": self.conversions + 1,
            "profile": self.profile,
            "ownership": self.ownership or owner,
            "score": self.score_now.effective,
            "automatic_score": self.score_now.automatic,
            "reason": wish.reason,
            "customer_request_id": self.customer_request_id,
        }
        if not wish.opportunity:
            self.record(self.ConvertedToCustomer, now=now, **handed)
            return
        terms = self._completed(wish)
        self.record(
            self.Converted,
            now=now,
            **handed,
            opportunity_id=Conversion.id_of(self.id, self.conversions + 1),
            title=terms.title,
            amount=terms.amount,
            product_ids=list(terms.product_ids),
            customer=terms.customer,
        )

    def is_converted_as(self, wish: ConversionWish) -> bool:
        """Whether it was converted just like this already."""
        return self.status is LeadStatus.CONVERTED and self._completed(wish) == self.converted_as

    def reopen(self, reason: str, *, now: datetime) -> None:
        """Take the conversion back. Raises `LeadIsNotConverted`."""
        if self.status is not LeadStatus.CONVERTED:
            raise LeadIsNotConverted(status=self.status.value)
        self.record(
            self.Reopened,
            now=now,
            number=self.conversions,
            opportunity_id=self.opportunity_id,
            reason=reason,
        )

    def revoke_reopening(self, opportunity_id: UUID, reason: str, *, now: datetime) -> None:
        """The opportunity stays. A lead that went another way since then is left alone."""
        if self.status is LeadStatus.OPEN and opportunity_id == self.conversion_id:
            self.record(
                self.ReopeningRevoked,
                now=now,
                number=self.conversions,
                opportunity_id=opportunity_id,
                reason=reason,
            )

    @property
    def conversion_id(self) -> UUID:
        """The newest conversion, and the opportunity that came of it."""
        return Conversion.id_of(self.id, self.conversions)

    @property
    def score_now(self) -> ScoreThen:
        """The score in force, and what the model alone says."""
        if self.score is None:
            return ScoreThen()
        return ScoreThen(effective=self.score.points, automatic=self.score.points, grade=self.score.grade)

    def _completed(self, wish: ConversionWish) -> ConversionWish:
        """The wish with what the lead itself says."""
        if not wish.opportunity:
            return ConversionWish(opportunity=False, customer=True, reason=wish.reason)
        return wish.model_copy(
            update={
                "title": wish.title or self.profile.company or self.profile.name,
                "amount": wish.amount or self.profile.budget,
            }
        )

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
