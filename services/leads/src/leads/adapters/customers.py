"""The customers of master data that leads are held against: one index, by every key that they can be recognized by.

It follows the contracts as the copies do, and holds nothing that could not be made again from them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, LiteralString

from psycopg.types.json import Jsonb

from crm_contracts.envelope import Envelope
from crm_contracts.integration_gateway.v1 import CustomerRecorded
from crm_contracts.registry import contract_for
from crm_platform.messaging.effects import Facts
from crm_platform.persistence.copies import Copies
from crm_platform.persistence.database import Connection, Database
from leads.adapters.identities import identified
from leads.domain.customer_keys import customer_keys

_INDEX: Final[LiteralString] = (
    "INSERT INTO customer_index (id, version, gone, sound, keys, identity) VALUES (%s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (id) DO UPDATE SET version = excluded.version, gone = excluded.gone, sound = excluded.sound,"
    " keys = excluded.keys, identity = excluded.identity"
    " WHERE customer_index.version <= excluded.version"
)


@dataclass(frozen=True, slots=True)
class _Customer:
    """A customer of master data, as leads are described."""

    name: str
    contact: str | None
    phone: str | None
    email: str | None
    address: str | None
    uscc: str | None

    @property
    def company(self) -> str:
        return self.name


class StoredCustomers:
    """Customers as far as master data was heard of."""

    def __init__(self, database: Database, copies: Copies) -> None:
        self._database = database
        self._copies = copies

    def effect(self, name: str) -> Facts:
        """The consumer that keeps the index; `name` is its group."""
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
            "SELECT id FROM customer_index WHERE NOT gone AND keys @> ARRAY[%s] ORDER BY id LIMIT 20",
            key,
        )
        return [row[0] for row in rows]


def _indexed(customers: Iterable[tuple[int, CustomerRecorded]]) -> Iterator[tuple[object, ...]]:
    """The rows of the index: of each customer in one version of its contract."""
    for version, recorded in customers:
        known = _Customer(
            **recorded.model_dump(include={"name", "contact", "phone", "email", "address"}),
            uscc=recorded.tax_number,
        )
        told = identified(known)
        keys = [*told["keys"], *(key for _, key in customer_keys(known))]
        yield recorded.customer_id, version, not recorded.active, told["sound"], keys, Jsonb(told["identity"])


async def _fold(connection: Connection, envelopes: Sequence[Envelope]) -> None:
    customers = [
        (envelope.version, CustomerRecorded.model_validate(envelope.data))
        for envelope in envelopes
        if contract_for(envelope.type) is CustomerRecorded
    ]
    if customers:
        async with connection.cursor() as cursor:
            await cursor.executemany(_INDEX, _indexed(customers))
