"""Customers, products and people, from the copies that this service keeps."""

from collections.abc import Sequence

from crm_contracts.integration_gateway.v1 import CustomerRecorded, PersonRecorded, ProductRecorded
from crm_contracts.registry import Contract
from crm_platform.persistence.copies import Copies
from crm_platform.persistence.database import Database

COPIED: dict[type[Contract], str] = {
    CustomerRecorded: "customer_id",
    ProductRecorded: "product_id",
    PersonRecorded: "person_id",
}
"""What is copied, and the field that identifies each."""


class StoredMasterData:
    """Master data as far as it was heard of."""

    def __init__(self, database: Database, copies: Copies) -> None:
        self._database = database
        self._copies = copies

    async def customer(self, customer_id: str) -> CustomerRecorded | None:
        return await self._copies.get(CustomerRecorded, customer_id)

    async def products(self, product_ids: Sequence[str]) -> dict[str, ProductRecorded]:
        return await self._copies.many(ProductRecorded, product_ids)

    async def person(self, person_id: str) -> PersonRecorded | None:
        return await self._copies.get(PersonRecorded, person_id)

    async def has_customers(self) -> bool:
        return await self._has(CustomerRecorded)

    async def has_products(self) -> bool:
        return await self._has(ProductRecorded)

    async def _has(self, kind: type[Contract]) -> bool:
        rows = await self._database.fetch("SELECT EXISTS (SELECT FROM copies WHERE kind = %s)", kind.__name__)
        return bool(rows[0][0])
