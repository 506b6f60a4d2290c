"""What this context knows of people and customers, and how it completes what callers leave out."""

from typing import Protocol

from crm_contracts.integration_gateway.v1 import CustomerRecorded, PersonRecorded
from crm_platform.errors import Invalid
from crm_platform.values import CustomerRef
from field_service.application.commands import AskedCustomer
from field_service.domain.errors import NotATechnician
from field_service.domain.technician import Technician


class MasterData(Protocol):
    """The copies that this context keeps."""

    async def person(self, person_id: str) -> PersonRecorded | None: ...
    async def customer(self, customer_id: str) -> CustomerRecorded | None: ...


def technician_of(person_id: str, person: PersonRecorded | None) -> Technician:
    """The person as a technician. Raises `NotATechnician`, also for somebody the directory does not know."""
    if person is None:
        raise NotATechnician(pointer="#/technician_id", technician_id=person_id)
    return Technician.of(
        person.person_id,
        person.name,
        roles=person.roles,
        active=person.active,
        team=person.team,
        region=person.region,
    )


def completed_customer(asked: AskedCustomer, known: CustomerRecorded | None) -> CustomerRef:
    """The customer with what master data adds. Raises `Invalid` for one that is unknown or has no name."""
    if asked.customer_id is not None and known is None:
        raise Invalid.at("#/customer/customer_id", "unknown-customer", "Is no known customer", "客户不存在")
    name = asked.name or (known and known.name)
    if not name:
        raise Invalid.at("#/customer/name", "missing", "A name is needed", "需要客户名称")
    return CustomerRef(
        customer_id=asked.customer_id,
        name=name,
        contact=asked.contact or (known and known.contact),
        phone=asked.phone or (known and known.phone),
        email=asked.email or (known and known.email),
    )
