"""The customers of master data that leads are held against, by every key that they can be recognized by."""

from collections.abc import Sequence
from dataclasses import dataclass

from crm_contracts.envelope import Envelope
from crm_contracts.integration_gateway.v1 import CustomerRecorded
from crm_contracts.registry import contract_for
from crm_platform.messaging.effects import Facts
from crm_platform.persistence.copies import Copies
from crm_platform.persistence.database import Connection, Database
from leads.domain.customer_keys import customer_keys


@dataclass(frozen=True, slots=True)
class _Customer:
    company: str
    phone: str | None
    email: str | None
    uscc: str | None


class StoredCustomers:
    """Customers as far as master data was heard of."""

    def __init__(self, database: Database, copies: Copies) -> None:
        self._database = database
        self._copies = copies

    def effect(self, name: str) -> Facts:
        """The consumer that keeps the keys; `name` is its group."""
        return Facts(name, self._database, _fold)

    async def customer(self, customer_id: str) -> CustomerRecorded | None:
        return await self._copies.get(CustomerRecorded, customer_id)

    async def is_empty(self) -> bool:
        rows = await self._database.fetch(
            "SELECT NOT EXISTS (SELECT FROM copies WHERE kind = %s)", CustomerRecorded.__name__
        )
        return bool(rows[0][0])

    async def having(self, key: str) -> Sequence[str]:
        rows = await self._database.fetch(
            "SELECT customer_id FROM customer_keys WHERE active AND keys @> ARRAY[%s] ORDER BY customer_id LIMIT 20",
            key,
        )
        return [row[0] for row in rows]


async def _fold(connection: Connection, envelopes: Sequence[Envelope]) -> None:
    rows = [
        _row(CustomerRecorded.model_validate(envelope.data))
        for envelope in envelopes
        if contract_for(envelope.type) is CustomerRecorded
    ]
    if not rows:
        return
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO customer_keys VALUES (%s, %s, %s, %s) ON CONFLICT (customer_id) DO UPDATE"
            " SET source_version = excluded.source_version, active = excluded.active, keys = excluded.keys"
            " WHERE customer_keys.source_version < excluded.source_version",
            rows,
        )


def _row(customer: CustomerRecorded) -> tuple[str, int, bool, list[str]]:
    known = _Customer(customer.name, customer.phone, customer.email, customer.tax_number)
    keys = [key for _, key in customer_keys(known)]
    return customer.customer_id, customer.source_version, customer.active, keys
