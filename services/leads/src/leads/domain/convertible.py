"""The part of a lead that concerns its conversion: what it is made into, which customer it is, and taking that back."""

from abc import abstractmethod
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from crm_platform.eventsourcing.aggregate import DomainEvent
from crm_platform.values import Code, Money, Ownership, ShortText
from leads.domain.conversion import Conversion, ConversionWish, Match, MatchedBy, ScoreThen
from leads.domain.errors import LeadIsNotConverted
from leads.domain.placed import Placed
from leads.domain.profile import LeadProfile, LeadStatus


class Convertible(Placed):
    """Somebody who may become an opportunity, a customer, or both."""

    if TYPE_CHECKING:  # the lead declares them, behind what has no default
        profile: LeadProfile
        status: LeadStatus
        ownership: Ownership | None
        opportunity_id: UUID | None
        customer_request_id: UUID | None
        conversions: int
        converted_as: ConversionWish | None

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

        def apply(self, aggregate: "Convertible") -> None:
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

        def apply(self, aggregate: "Convertible") -> None:
            aggregate.status = LeadStatus.CONVERTED
            aggregate.conversions = self.number
            aggregate.converted_as = ConversionWish(opportunity=False, customer=True, reason=self.reason)

    class CustomerRequested(DomainEvent):
        """Master data is asked for a customer; it may take its time."""

        TOPIC = "leads.LeadCustomerRequested"
        request_id: UUID
        profile: LeadProfile

        def apply(self, aggregate: "Convertible") -> None:
            aggregate.customer_request_id = self.request_id

    class CustomerLinked(DomainEvent):
        """The lead is this customer of master data."""

        TOPIC = "leads.LeadCustomerLinked"
        customer_id: Code
        matched_by: MatchedBy
        opportunity_id: UUID | None

        def apply(self, aggregate: "Convertible") -> None:
            aggregate.profile = aggregate.profile.model_copy(update={"customer_id": self.customer_id})
            aggregate.customer_request_id = None

    class Reopened(DomainEvent):
        """The conversion was taken back; an opportunity that was opened is to be withdrawn."""

        TOPIC = "leads.LeadReopened"
        number: int
        opportunity_id: UUID | None
        reason: ShortText

        def apply(self, aggregate: "Convertible") -> None:
            aggregate.status = LeadStatus.OPEN
            aggregate.opportunity_id = None

    class ReopeningRevoked(DomainEvent):
        """It was reopened too late: the opportunity was worked on already, so the lead is converted after all."""

        TOPIC = "leads.LeadReopeningRevoked"
        number: int
        opportunity_id: UUID
        reason: ShortText

        def apply(self, aggregate: "Convertible") -> None:
            aggregate.status = LeadStatus.CONVERTED
            aggregate.opportunity_id = self.opportunity_id

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

    @property
    @abstractmethod
    def score_now(self) -> ScoreThen:
        """The score in force, and what the model alone says."""
