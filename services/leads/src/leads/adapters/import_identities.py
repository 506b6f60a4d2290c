"""Where the rows of a file are held against leads, customers and the rows before, many at a time."""

from collections import Counter
from collections.abc import Mapping
from typing import Final, LiteralString
from uuid import UUID

import orjson

from crm_platform.persistence.database import Database
from leads.application.import_likeness import Resembled
from leads.domain.identity import Identity
from leads.domain.matching import MARKS, keys_of

_COMMON: Final = 20  # rows of a chunk that have a key, from which on it tells nothing
_BY_MARKS: Final = 50  # candidates with the same number, address or code
_BY_KEYS: Final = 30  # candidates, those with the most keys in common first
_LOOKED_AT: Final = 200

# The file's own leads are left out where all leads are looked at: whether those are shown yet is chance, and a dry run
# has none. They are looked for among the identities that the import itself keeps.
_SOURCES: Final[tuple[LiteralString, ...]] = (
    """SELECT 'lead' AS kind, l.id::text AS id, l.identity, l.keys, NULL::integer AS row FROM lead_identities l
        WHERE l.recorded_to IS NULL AND NOT l.gone AND l.keys && {keys}
          AND NOT EXISTS (SELECT FROM import_rows r WHERE r.import_id = %(import)s AND r.lead_id = l.id
                                                      AND r.outcome IN ('created', 'updated'))""",
    """SELECT 'customer' AS kind, c.id, c.identity, c.keys, NULL::integer AS row FROM customer_index c
        WHERE NOT c.gone AND c.keys && {keys}""",
    """SELECT 'lead' AS kind, o.lead_id::text AS id, o.identity, o.keys, o.row FROM import_identities o
        WHERE o.import_id = %(import)s AND o.row < %(first)s AND o.keys && {keys}""",
)


def _search(source: LiteralString) -> LiteralString:
    by_marks, by_keys = source.replace("{keys}", "a.marks"), source.replace("{keys}", "a.keys")
    return (
        f"(SELECT kind, id, identity, row FROM ({by_marks} LIMIT {_BY_MARKS}) m)"
        f" UNION ALL (SELECT kind, id, identity, row FROM ({by_keys} LIMIT {_LOOKED_AT}) k"
        " ORDER BY (SELECT count(*) FROM unnest(k.keys) s WHERE s = ANY(a.keys)) DESC, k.row, k.id"
        f" LIMIT {_BY_KEYS})"
    )


_SEARCH: Final[LiteralString] = (
    "SELECT a.number, f.kind, f.id, f.identity, f.row"
    " FROM jsonb_to_recordset(%(asked)s::jsonb) AS a(number integer, marks text[], keys text[])"
    " CROSS JOIN LATERAL (" + " UNION ALL ".join(_search(source) for source in _SOURCES) + ") f"
)


class StoredFileIdentities:
    """Candidates by the keys they share, as a run over all leads has them; those of a file in a table while it runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def resembled(
        self, import_id: UUID, first: int, identities: Mapping[int, Identity]
    ) -> dict[int, list[Resembled]]:
        """By row: who shares a key with it. Keys that many rows of the chunk have tell nothing."""
        if not identities:
            return {}
        keys = {row: keys_of(identity) for row, identity in identities.items()}
        common = {
            key for key, rows in Counter(k for own in keys.values() for k in own).items() if rows > _COMMON
        }
        asked = [
            {
                "number": row,
                "marks": [key for key in own if key[0] in MARKS],
                "keys": [key for key in own if key[0] not in MARKS and key not in common],
            }
            for row, own in keys.items()
        ]
        rows = await self._database.fetch_named(
            _SEARCH, {"asked": orjson.dumps(asked).decode(), "import": import_id, "first": first}
        )
        found: dict[int, list[Resembled]] = {}
        for row in rows:
            one = Resembled(row["kind"], row["id"], Identity.model_validate(row["identity"]), row["row"])
            found.setdefault(row["number"], []).append(one)
        return found

    async def keep_identities(
        self, import_id: UUID, first: int, identities: Mapping[int, tuple[UUID, Identity]]
    ) -> None:
        """Hold the rows that follow against these, too.

        Rows from the `first` one on that were kept before are taken again, and perhaps decided otherwise.
        """
        told = [
            {
                "row": row,
                "lead_id": lead_id,
                "keys": keys_of(identity),
                "identity": identity.model_dump(exclude_none=True),
            }
            for row, (lead_id, identity) in identities.items()
        ]
        async with self._database.transaction() as connection:
            await connection.execute(
                "DELETE FROM import_identities WHERE import_id = %s AND row >= %s", (import_id, first)
            )
            await connection.execute(
                "INSERT INTO import_identities (import_id, row, lead_id, keys, identity)"
                " SELECT %s, row, lead_id, keys, identity FROM jsonb_to_recordset(%s::jsonb)"
                " AS n(row integer, lead_id uuid, keys text[], identity jsonb)",
                (import_id, orjson.dumps(told).decode()),
            )
