"""Where the rows of a file are held against leads, customers and the rows before, many at a time."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, LiteralString
from uuid import UUID

import orjson

from crm_platform.persistence.database import Database
from leads.application.duplicates import Kind
from leads.application.import_likeness import COMMON, Resembled
from leads.domain.identity import Identity
from leads.domain.matching import MARKS, NAME, keys_of

_MOST: Final = 30  # candidates of a row, those with the most keys in common first

_OWN: Final[LiteralString] = """
SELECT k.key, f.* FROM unnest(%(keys)s::text[]) AS k(key) CROSS JOIN LATERAL (
  SELECT 'lead' AS kind, o.lead_id::text AS id, o.row
    FROM (SELECT * FROM import_identities WHERE keys @> ARRAY[k.key] OFFSET 0) o
   WHERE o.import_id = %(import)s AND o.row < %(first)s LIMIT %(most)s) f"""

# The file's own leads are left out where all leads are looked at: whether those are shown yet is chance, and a dry run
# has none. They are looked for among the identities that the import itself keeps. OFFSET 0, here and above: the server
# does not know yet how many rows the running import has, and would go through all of them for each key.
_STORED: Final[LiteralString] = """
SELECT k.key, f.* FROM unnest(%(keys)s::text[]) AS k(key) CROSS JOIN LATERAL (
  (SELECT 'lead' AS kind, l.id::text AS id, NULL::integer AS row FROM lead_identities l
    WHERE l.recorded_to IS NULL AND NOT l.gone AND l.keys @> ARRAY[k.key]
      AND NOT EXISTS (SELECT FROM import_rows r WHERE r.import_id = %(import)s AND r.lead_id = l.id
                                                  AND r.outcome IN ('created', 'updated') OFFSET 0) LIMIT %(most)s)
  UNION ALL
  (SELECT 'customer', c.id, NULL FROM customer_index c
    WHERE NOT c.gone AND c.keys @> ARRAY[k.key] LIMIT %(most)s)) f"""

_IDENTITIES: Final[LiteralString] = """
SELECT 'lead' AS kind, id::text AS id, NULL::integer AS row, identity FROM lead_identities
 WHERE recorded_to IS NULL AND id = ANY(%(lead)s::uuid[])
UNION ALL SELECT 'customer', id, NULL, identity FROM customer_index WHERE id = ANY(%(customer)s::text[])
UNION ALL SELECT 'lead', lead_id::text, row, identity FROM import_identities
 WHERE import_id = %(import)s AND row = ANY(%(rows)s::integer[])"""

_Found = tuple[Kind, str, int | None]
"""Who has been found: kind and id, and for a lead of the file itself the row."""


class StoredFileIdentities:
    """Candidates by the keys they share, as a run over all leads has them; those of a file in a table while it runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def resembled(
        self, import_id: UUID, first: int, identities: Mapping[int, Identity]
    ) -> dict[int, list[Resembled]]:
        """By row: who shares a key with it."""
        keys = {row: keys_of(identity) for row, identity in identities.items()}
        asked = {"import": import_id, "first": first, "most": COMMON + 1}
        holders = await self._holders(_OWN, asked, {key for own in keys.values() for key in own})
        telling = {key for own in keys.values() for key in own if _tells(key, holders)}
        stored = await self._holders(_STORED, asked, telling)
        for key in telling:
            holders.setdefault(key, []).extend(stored.get(key, ()))
        chosen = {row: _likeliest(own, holders) for row, own in keys.items()}
        known = await self._known(import_id, {one for found in chosen.values() for one in found})
        return {row: [known[one] for one in found if one in known] for row, found in chosen.items() if found}

    async def _holders(
        self, query: LiteralString, asked: dict[str, Any], keys: Collection[str]
    ) -> dict[str, list[_Found]]:
        found: dict[str, list[_Found]] = {}
        if keys:
            for row in await self._database.fetch_named(query, {**asked, "keys": sorted(keys)}):
                found.setdefault(row["key"], []).append((row["kind"], row["id"], row["row"]))
        return found

    async def _known(self, import_id: UUID, found: Collection[_Found]) -> dict[_Found, Resembled]:
        if not found:
            return {}
        asked = {
            "import": import_id,
            "rows": [row for _, _, row in found if row is not None],
            **{
                kind: [id_ for k, id_, row in found if k == kind and row is None]
                for kind in ("lead", "customer")
            },
        }
        rows = await self._database.fetch_named(_IDENTITIES, asked)
        return {
            (row["kind"], row["id"], row["row"]): Resembled(
                row["kind"], row["id"], Identity.model_validate(row["identity"]), row["row"]
            )
            for row in rows
        }

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


def _tells(key: str, holders: Mapping[str, Sequence[_Found]]) -> bool:
    """Whether a key says something about who has it; of those with the whole name, the first are looked at."""
    return key[0] == NAME or len(holders.get(key, ())) <= COMMON


def _likeliest(keys: Sequence[str], holders: Mapping[str, Sequence[_Found]]) -> list[_Found]:
    """Those with the most keys in common first, a mark before any number of others; then in the order of the file."""
    shared: Counter[_Found] = Counter()
    for key in keys:
        if _tells(key, holders):
            shared.update(dict.fromkeys(holders.get(key, ()), len(keys) if key[0] in MARKS else 1))
    return sorted(shared, key=lambda one: (-shared[one], one[2] or 0, one[1]))[:_MOST]
