"""A conversion: what a lead was made into, when, by whom, why and at which score, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import Amount, Code, Ownership, PersonId, ShortText, Value
from leads.domain.errors import ConversionStands

MatchedBy = Literal["given", "uscc", "phone", "email", "name", "request"]
"""How a customer was found: named by the caller, by an equal field, or as the answer to our request."""

Work = Literal["stage-changed", "revised", "reassigned"]


class ConversionOutcome(StrEnum):
    """What became of a conversion; undone: the lead was opened again."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


class ConversionWish(Value):
    """What a lead is to be made into."""

    opportunity: bool = True
    customer: bool = False
    title: ShortText | None = None
    amount: Amount | None = None
    product_ids: tuple[Code, ...] = Field(default=(), max_length=100)
    reason: ShortText | None = None


class Match(Value):
    """A customer of master data, and by what it was recognized."""

    customer_id: Code
    matched_by: MatchedBy


class ScoreThen(Value):
    """The score of a lead at one moment: the one in force, and what the model alone said."""

    effective: int | None = None
    automatic: int | None = None
    grade: str | None = None


class Conversion(Aggregate):
    """Kept beside the lead, which can be converted again after this one was undone."""

    TOPIC = "leads.Conversion"

    lead_id: UUID
    number: int
    opportunity: bool
    ownership: Ownership
    customer_id: str | None
    worked_on: str | None = None
    outcome: ConversionOutcome = ConversionOutcome.OPEN

    class Begun(InitialEvent):
        TOPIC = "leads.ConversionBegun"
        lead_id: UUID
        number: int
        opportunity: bool
        customer: bool
        ownership: Ownership
        converted_by: PersonId
        reason: ShortText | None
        score: ScoreThen
        customer_id: Code | None
        matched_by: MatchedBy | None
        customer_request_id: UUID | None

    class CustomerLinked(DomainEvent):
        TOPIC = "leads.ConversionCustomerLinked"
        customer_id: Code
        matched_by: MatchedBy

        def apply(self, aggregate: "Conversion") -> None:
            aggregate.customer_id = self.customer_id

    class WorkedOn(DomainEvent):
        """Somebody began to work on the opportunity."""

        TOPIC = "leads.ConversionWorkedOn"
        work: Work

        def apply(self, aggregate: "Conversion") -> None:
            aggregate.worked_on = self.work

    class Ended(DomainEvent):
        TOPIC = "leads.ConversionEnded"
        outcome: ConversionOutcome
        reason: ShortText | None

        def apply(self, aggregate: "Conversion") -> None:
            aggregate.outcome = self.outcome

    class Undone(DomainEvent):
        TOPIC = "leads.ConversionUndone"
        reason: ShortText

        def apply(self, aggregate: "Conversion") -> None:
            aggregate.outcome = ConversionOutcome.UNDONE

    class Stood(DomainEvent):
        """It was undone too late: the opportunity was worked on already, and stays."""

        TOPIC = "leads.ConversionStood"
        reason: ShortText

        def apply(self, aggregate: "Conversion") -> None:
            aggregate.outcome = ConversionOutcome.OPEN

    @staticmethod
    def id_of(lead_id: UUID, number: int) -> UUID:
        """Also the id of the opportunity, so that it can be opened only once."""
        again = () if number == 1 else (str(number),)
        return derived_id("opportunity-of-lead", str(lead_id), *again)

    @classmethod
    def begin_of(
        cls,
        lead_id: UUID,
        number: int,
        wish: ConversionWish,
        ownership: Ownership,
        score: ScoreThen,
        *,
        converted_by: str,
        match: Match | None,
        customer_request_id: UUID | None,
        now: datetime,
    ) -> Self:
        return cls.begin(
            cls.Begun,
            id=cls.id_of(lead_id, number),
            now=now,
            lead_id=lead_id,
            number=number,
            opportunity=wish.opportunity,
            customer=wish.customer,
            ownership=ownership,
            converted_by=converted_by,
            reason=wish.reason,
            score=score,
            customer_id=match and match.customer_id,
            matched_by=match and match.matched_by,
            customer_request_id=customer_request_id,
        )

    def link_customer(self, match: Match, *, now: datetime) -> None:
        if self.customer_id is None:
            self.record(self.CustomerLinked, now=now, **dict(match))

    def note_work(self, work: Work, *, now: datetime) -> None:
        """The first work is enough: from then on the conversion stands."""
        if self.worked_on is None:
            self.record(self.WorkedOn, now=now, work=work)

    def end(self, outcome: ConversionOutcome, reason: str | None, *, now: datetime) -> None:
        """What the opportunity came to; one that was undone came to nothing."""
        if self.outcome is ConversionOutcome.OPEN:
            self.record(self.Ended, now=now, outcome=outcome, reason=reason)

    def undo(self, reason: str, *, now: datetime) -> None:
        """Take it back. Raises `ConversionStands` once the opportunity was worked on, unless it was withdrawn."""
        if self.outcome is not ConversionOutcome.WITHDRAWN:
            if self.outcome is not ConversionOutcome.OPEN:
                raise ConversionStands(because=self.outcome.value)
            if self.worked_on is not None:
                raise ConversionStands(because=self.worked_on)
        self.record(self.Undone, now=now, reason=reason)

    def stand(self, reason: str, *, now: datetime) -> None:
        """It could not be taken back."""
        if self.outcome is ConversionOutcome.UNDONE:
            self.record(self.Stood, now=now, reason=reason)

    @property
    def owner_id(self) -> str | None:
        return self.ownership.owner_id

    @property
    def team(self) -> str | None:
        return self.ownership.team

    @property
    def region(self) -> str | None:
        return self.ownership.region
