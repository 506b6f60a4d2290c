"""People and customers, from the copies this service keeps."""

from crm_contracts.integration_gateway.v1 import CustomerRecorded, PersonRecorded
from crm_platform.persistence.copies import Copies


class StoredMasterData:
    """Master data as stored."""

    def __init__(self, copies: Copies) -> None:
        self._copies = copies

    async def person(self, person_id: str) -> PersonRecorded | None:
        return await self._copies.get(PersonRecorded, person_id)

    async def customer(self, customer_id: str) -> CustomerRecorded | None:
        return await self._copies.get(CustomerRecorded, customer_id)
