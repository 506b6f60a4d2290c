"""An opportunity and its life: opened, moved through the pipeline, then won or lost."""

from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.values import Code, Ownership, PersonId, ShortText
from opportunities.domain.activities import Activity, NextStep, not_later
from opportunities.domain.errors import NothingToOrder, OpportunityIsClosed
from opportunities.domain.pipeline import Pipeline
from opportunities.domain.terms import Terms


class OpportunityStatus(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


class Opportunity(Aggregate):
    TOPIC = "opportunities.Opportunity"

    terms: Terms
    ownership: Ownership
    stage: Code
    lead_id: UUID | None
    status: OpportunityStatus = OpportunityStatus.OPEN
    worked_on: bool = False
    next_step: NextStep | None = None
    reminded_of: UUID | None = None

    class Opened(InitialEvent):
        TOPIC = "opportunities.OpportunityOpened"
        terms: Terms
        ownership: Ownership
        stage: Code
        lead_id: UUID | None
        source: ShortText | None
        customer_request_id: UUID | None = None

    class StageChanged(DomainEvent):
        TOPIC = "opportunities.OpportunityStageChanged"
        from_stage: Code
        to_stage: Code
        reason: ShortText | None

        def apply(self, aggregate: "Opportunity") -> None:
            aggregate.stage = self.to_stage
            aggregate.worked_on = True

    class Revised(DomainEvent):
        TOPIC = "opportunities.OpportunityRevised"
        terms: Terms

        def apply(self, aggregate: "Opportunity") -> None:
            aggregate.terms = self.terms
            aggregate.worked_on = True

    class Reassigned(DomainEvent):
        TOPIC = "opportunities.OpportunityReassigned"
        ownership: Ownership
        owner_name: ShortText
        reason: ShortText
        previous_owner_id: PersonId

        def apply(self, aggregate: "Opportunity") -> None:
            aggregate.ownership = self.ownership
            aggregate.worked_on = True

    class Won(DomainEvent):
        TOPIC = "opportunities.OpportunityWon"
        terms: Terms
        ownership: Ownership
        lead_id: UUID | None
        reason: ShortText | None

        def apply(self, aggregate: "Opportunity") -> None:
            aggregate.status = OpportunityStatus.WON

    class Lost(DomainEvent):
        TOPIC = "opportunities.OpportunityLost"
        stage: Code
        reason: ShortText

        def apply(self, aggregate: "Opportunity") -> None:
            aggregate.status = OpportunityStatus.LOST

    class CustomerLinked(DomainEvent):
        """Master data knows the customer by this id."""

        TOPIC = "opportunities.OpportunityCustomerLinked"
        terms: Terms
        lead_id: UUID | None

        def apply(self, aggregate: "Opportunity") -> None:
            aggregate.terms = self.terms

    class Withdrawn(DomainEvent):
        """It was none after all: the lead goes on instead."""

        TOPIC = "opportunities.OpportunityWithdrawn"
        stage: Code
        lead_id: UUID | None
        reason: ShortText

        def apply(self, aggregate: "Opportunity") -> None:
            aggregate.status = OpportunityStatus.WITHDRAWN

    class Kept(DomainEvent):
        """Its lead was reopened, but somebody works on it already."""

        TOPIC = "opportunities.OpportunityKept"
        stage: Code
        lead_id: UUID
        reason: ShortText

        def apply(self, aggregate: "Opportunity") -> None:
            """It stays as it is."""

    class ActivityRecorded(DomainEvent):
        """Somebody did something about it; what had been set before is done with that, and `next_step` comes next."""

        TOPIC = "opportunities.OpportunityActivityRecorded"
        activity: Activity
        next_step: NextStep | None

        def apply(self, aggregate: "Opportunity") -> None:
            aggregate.next_step = self.next_step
            aggregate.worked_on = True

    class NextStepSet(DomainEvent):
        """Somebody said what is to be done next, or that nothing is."""

        TOPIC = "opportunities.OpportunityNextStepSet"
        next_step: NextStep | None

        def apply(self, aggregate: "Opportunity") -> None:
            aggregate.next_step = self.next_step
            aggregate.worked_on = True

    class NextStepDue(DomainEvent):
        """The next step is due, and the owner was to be reminded of it."""

        TOPIC = "opportunities.OpportunityNextStepDue"
        next_step: NextStep
        owner_id: PersonId
        title: ShortText

        def apply(self, aggregate: "Opportunity") -> None:
            aggregate.reminded_of = self.next_step.id

    @classmethod
    def open(
        cls,
        id: UUID,  # noqa: A002
        terms: Terms,
        ownership: Ownership,
        *,
        pipeline: Pipeline,
        lead_id: UUID | None = None,
        source: str | None = None,
        customer_request_id: UUID | None = None,
        now: datetime,
    ) -> Self:
        """Raises `AmountMismatch`, `CurrencyMismatch`."""
        terms.check()
        return cls.begin(
            cls.Opened,
            id=id,
            now=now,
            terms=terms,
            ownership=ownership,
            stage=pipeline.first,
            lead_id=lead_id,
            source=source,
            customer_request_id=customer_request_id,
        )

    def move(self, to_stage: str, *, pipeline: Pipeline, reason: str | None, now: datetime) -> None:
        self._must_be_open()
        pipeline.check_step(self.stage, to_stage, reason)
        self.record(self.StageChanged, now=now, from_stage=self.stage, to_stage=to_stage, reason=reason)

    def revise(self, terms: Terms, *, now: datetime) -> None:
        self._must_be_open()
        terms.check()
        if terms != self.terms:
            self.record(self.Revised, now=now, terms=terms)

    def reassign(self, ownership: Ownership, owner_name: str, *, reason: str, now: datetime) -> None:
        self._must_be_open()
        if ownership != self.ownership:
            self.record(
                self.Reassigned,
                now=now,
                ownership=ownership,
                owner_name=owner_name,
                reason=reason,
                previous_owner_id=self.ownership.owner_id,
            )

    def win(self, *, pipeline: Pipeline, reason: str | None, now: datetime) -> None:
        self._must_be_open()
        pipeline.check_win(self.stage)
        if not self.terms.lines and not self.terms.amount.amount:
            raise NothingToOrder
        self.record(
            self.Won, now=now, terms=self.terms, ownership=self.ownership, lead_id=self.lead_id, reason=reason
        )

    def lose(self, reason: str, *, now: datetime) -> None:
        self._must_be_open()
        self.record(self.Lost, now=now, stage=self.stage, reason=reason)

    def record_activity(self, activity: Activity, next_step: NextStep | None, *, now: datetime) -> None:
        """Keep what was done, also about a closed one, as phones may be off line for long.

        Raises `HappensLater`, and `OpportunityIsClosed` where something is still to be done.
        """
        if next_step is not None:
            self._must_be_open()
        not_later(activity.occurred_at, now)
        self.record(self.ActivityRecorded, now=now, activity=activity, next_step=next_step)

    def set_next_step(self, next_step: NextStep | None, *, now: datetime) -> None:
        """Say what is to be done next, in place of what was said before; None: nothing is."""
        self._must_be_open()
        same = next_step.same_as(self.next_step) if next_step else self.next_step is None
        if not same:
            self.record(self.NextStepSet, now=now, next_step=next_step)

    def remind(self, *, now: datetime) -> None:
        """Remind the owner of the next step, once, when it is due and the opportunity is open."""
        step = self.next_step
        if (
            self.status is OpportunityStatus.OPEN
            and step
            and step.due_at <= now
            and step.id != self.reminded_of
        ):
            self.record(
                self.NextStepDue,
                now=now,
                next_step=step,
                owner_id=self.ownership.owner_id,
                title=self.terms.title,
            )

    def link_customer(self, customer_id: str, *, now: datetime) -> None:
        """Name the customer, also when it is closed; one that somebody named already stays."""
        customer = self.terms.customer
        if customer.customer_id is None:
            linked = customer.model_copy(update={"customer_id": customer_id})
            terms = self.terms.model_copy(update={"customer": linked})
            self.record(self.CustomerLinked, now=now, terms=terms, lead_id=self.lead_id)

    def withdraw(self, reason: str, *, now: datetime) -> None:
        """Close it as none."""
        self._must_be_open()
        self.record(self.Withdrawn, now=now, stage=self.stage, lead_id=self.lead_id, reason=reason)

    def give_back(self, lead_id: UUID, reason: str, *, now: datetime) -> None:
        """Its lead was reopened: withdraw it, or keep it when somebody worked on it or it is closed."""
        if self.status is OpportunityStatus.WITHDRAWN:
            return
        if self.status is OpportunityStatus.OPEN and not self.worked_on:
            self.withdraw(reason, now=now)
        else:
            self.record(self.Kept, now=now, stage=self.stage, lead_id=lead_id, reason=reason)

    @property
    def owner_id(self) -> str | None:
        return self.ownership.owner_id

    @property
    def team(self) -> str | None:
        return self.ownership.team

    @property
    def region(self) -> str | None:
        return self.ownership.region

    def _must_be_open(self) -> None:
        if self.status is not OpportunityStatus.OPEN:
            raise OpportunityIsClosed(status=self.status.value)
