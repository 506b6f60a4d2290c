"""The copy a service keeps of what others own: the newest content of each contract, by kind and id.

Nobody edits a copy; it follows the contracts and can be rebuilt from them.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from psycopg.types.json import Jsonb

from crm_contracts.envelope import Envelope
from crm_contracts.registry import Contract, contract_for
from crm_platform.messaging.effects import Facts
from crm_platform.persistence.database import Connection, Database

C = TypeVar("C", bound=Contract)


class Copies:
    """Copies of the contracts in `keys`, which names for each the field that identifies its subject."""

    def __init__(self, database: Database, keys: Mapping[type[Contract], str]) -> None:
        self._database = database
        self._keys = dict(keys)

    def effect(self, name: str) -> Facts:
        """The consumer that keeps the copies; `name` is its group."""
        return Facts(name, self._database, self._fold)

    async def get(self, kind: type[C], id: str) -> C | None:  # noqa: A002
        """The copy of one thing, or None when it was never heard of."""
        rows = await self._database.fetch(
            "SELECT content FROM copies WHERE kind = %s AND id = %s", kind.__name__, id
        )
        return kind.model_validate(rows[0][0]) if rows else None

    async def many(self, kind: type[C], ids: Sequence[str]) -> dict[str, C]:
        """The copies of several things by id; unknown ones are missing."""
        rows = await self._database.fetch(
            "SELECT id, content FROM copies WHERE kind = %s AND id = ANY(%s)", kind.__name__, list(ids)
        )
        return {row[0]: kind.model_validate(row[1]) for row in rows}

    async def all(self, kind: type[C]) -> list[C]:
        """Every copy of a kind, by id."""
        rows = await self._database.fetch(
            "SELECT content FROM copies WHERE kind = %s ORDER BY id", kind.__name__
        )
        return [kind.model_validate(row[0]) for row in rows]

    async def _fold(self, connection: Connection, envelopes: Sequence[Envelope]) -> None:
        newest: dict[tuple[str, str], tuple[int, Contract]] = {}
        for envelope in envelopes:
            contract = contract_for(envelope.type)
            if contract in self._keys:
                content = contract.model_validate(envelope.data)
                newest[contract.__name__, getattr(content, self._keys[contract])] = (
                    envelope.version,
                    content,
                )
        if not newest:
            return
        async with connection.cursor() as cursor:
            await cursor.executemany(
                "INSERT INTO copies VALUES (%s, %s, %s, %s) ON CONFLICT (kind, id) DO UPDATE"
                " SET version = excluded.version, content = excluded.content WHERE copies.version < excluded.version",
                [
                    (kind, id_, version, Jsonb(content.model_dump(mode="json")))
                    for (kind, id_), (version, content) in newest.items()
                ],
            )
