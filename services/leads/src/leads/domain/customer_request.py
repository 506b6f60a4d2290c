"""A request for a customer: master data is asked once, however many leads of one company wait for the answer."""

from datetime import datetime
from typing import Self
from uuid import UUID

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import Code


class CustomerRequest(Aggregate):
    TOPIC = "leads.CustomerRequest"

    lead_ids: tuple[UUID, ...]
    customer_id: str | None = None

    class Opened(InitialEvent):
        TOPIC = "leads.CustomerRequestOpened"
        lead_ids: tuple[UUID, ...]

    class Joined(DomainEvent):
        TOPIC = "leads.CustomerRequestJoined"
        lead_id: UUID

        def apply(self, aggregate: "CustomerRequest") -> None:
            aggregate.lead_ids = (*aggregate.lead_ids, self.lead_id)

    class Fulfilled(DomainEvent):
        TOPIC = "leads.CustomerRequestFulfilled"
        customer_id: Code

        def apply(self, aggregate: "CustomerRequest") -> None:
            aggregate.customer_id = self.customer_id

    @staticmethod
    def id_of(company: str) -> UUID:
        """`company` is what tells one company from another, in comparable form."""
        return derived_id("customer-request", company)

    @classmethod
    def open(cls, company: str, lead_id: UUID, *, now: datetime) -> Self:
        return cls.begin(cls.Opened, id=cls.id_of(company), now=now, lead_ids=(lead_id,))

    def join(self, lead_id: UUID, *, now: datetime) -> None:
        """Wait for the answer as well; to one that has come there is nothing to wait for."""
        if self.customer_id is None and lead_id not in self.lead_ids:
            self.record(self.Joined, now=now, lead_id=lead_id)

    def fulfil(self, customer_id: str, *, now: datetime) -> None:
        """The first answer counts."""
        if self.customer_id is None:
            self.record(self.Fulfilled, now=now, customer_id=customer_id)
