"""What master data and the people directory say: customers, products and people, each whole in its newest version.

The owner counts the versions: an older or equal one is known already and changes nothing, so order does not matter.
"""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from crm_platform.eventsourcing.aggregate import Aggregate, DomainEvent, InitialEvent
from crm_platform.ids import derived_id
from crm_platform.values import Code, Email, PersonId, Phone, Price, ShortText, UnitName, Value

SourceVersion = Annotated[int, Field(ge=1, le=2**31 - 1)]


class CustomerProfile(Value):
    customer_id: Code
    name: ShortText
    tax_number: ShortText | None = None
    industry: ShortText | None = None
    region: ShortText | None = None
    contact: ShortText | None = None
    phone: Phone | None = None
    email: Email | None = None
    address: ShortText | None = None
    active: bool = True
    requested_by: ShortText | None = None


class ProductProfile(Value):
    product_id: Code
    name: ShortText
    unit: UnitName
    price: Price
    category: ShortText | None = None
    active: bool = True


class PersonProfile(Value):
    person_id: PersonId
    name: ShortText
    roles: tuple[Code, ...] = Field(max_length=20)
    team: Code | None = None
    region: Code | None = None
    manager_id: PersonId | None = None
    email: Email | None = None
    phone: Phone | None = None
    capacity: int | None = Field(default=None, ge=0, le=1_000_000)
    active: bool = True


class CustomerRecord(Aggregate):
    TOPIC = "integration-gateway.CustomerRecord"

    profile: CustomerProfile
    source_version: int

    class Recorded(InitialEvent):
        TOPIC = "integration-gateway.CustomerRecorded"
        profile: CustomerProfile
        source_version: SourceVersion

    class Revised(DomainEvent):
        TOPIC = "integration-gateway.CustomerRevised"
        profile: CustomerProfile
        source_version: SourceVersion

        def apply(self, aggregate: "CustomerRecord") -> None:
            aggregate.profile, aggregate.source_version = self.profile, self.source_version

    @staticmethod
    def id_of(profile: CustomerProfile) -> UUID:
        return derived_id("customer", profile.customer_id)

    @classmethod
    def begin_with(cls, profile: CustomerProfile, version: int, *, now: datetime) -> Self:
        return cls.begin(
            cls.Recorded, id=cls.id_of(profile), now=now, profile=profile, source_version=version
        )

    def take(self, profile: CustomerProfile, version: int, *, now: datetime) -> None:
        if version > self.source_version:
            self.record(self.Revised, now=now, profile=profile, source_version=version)


class ProductRecord(Aggregate):
    TOPIC = "integration-gateway.ProductRecord"

    profile: ProductProfile
    source_version: int

    class Recorded(InitialEvent):
        TOPIC = "integration-gateway.ProductRecorded"
        profile: ProductProfile
        source_version: SourceVersion

    class Revised(DomainEvent):
        TOPIC = "integration-gateway.ProductRevised"
        profile: ProductProfile
        source_version: SourceVersion

        def apply(self, aggregate: "ProductRecord") -> None:
            aggregate.profile, aggregate.source_version = self.profile, self.source_version

    @staticmethod
    def id_of(profile: ProductProfile) -> UUID:
        return derived_id("product", profile.product_id)

    @classmethod
    def begin_with(cls, profile: ProductProfile, version: int, *, now: datetime) -> Self:
        return cls.begin(
            cls.Recorded, id=cls.id_of(profile), now=now, profile=profile, source_version=version
        )

    def take(self, profile: ProductProfile, version: int, *, now: datetime) -> None:
        if version > self.source_version:
            self.record(self.Revised, now=now, profile=profile, source_version=version)


class PersonRecord(Aggregate):
    TOPIC = "integration-gateway.PersonRecord"

    profile: PersonProfile
    source_version: int

    class Recorded(InitialEvent):
        TOPIC = "integration-gateway.PersonRecorded"
        profile: PersonProfile
        source_version: SourceVersion

    class Revised(DomainEvent):
        TOPIC = "integration-gateway.PersonRevised"
        profile: PersonProfile
        source_version: SourceVersion

        def apply(self, aggregate: "PersonRecord") -> None:
            aggregate.profile, aggregate.source_version = self.profile, self.source_version

    @staticmethod
    def id_of(profile: PersonProfile) -> UUID:
        return derived_id("person", profile.person_id)

    @classmethod
    def begin_with(cls, profile: PersonProfile, version: int, *, now: datetime) -> Self:
        return cls.begin(
            cls.Recorded, id=cls.id_of(profile), now=now, profile=profile, source_version=version
        )

    def take(self, profile: PersonProfile, version: int, *, now: datetime) -> None:
        if version > self.source_version:
            self.record(self.Revised, now=now, profile=profile, source_version=version)
