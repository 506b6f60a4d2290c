"""Where candidates are looked up: the identities of leads and of customers, by shared keys and by names that sound alike."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from crm_platform.errors import Unavailable
from crm_platform.eventsourcing.mapper import RecordedEvent
from crm_platform.persistence.database import TRANSIENT, Connection, Database
from crm_platform.persistence.views import Row, View
from leads.adapters.searching import contains, searchable
from leads.application.duplicates import Alike, Kind
from leads.domain.identity import Described, Identity, identity_of
from leads.domain.lead import Lead, LeadProfile
from leads.domain.matching import MARKS, keys_of

_BY_MARKS = 50  # candidates with the same number, with the same address, with the same code
_BY_KEYS = 50  # candidates, those with the most keys in common first
_BY_NAME = 50
_LOOKED_AT = 1_000
# A likeness of 0.5 finds as much as 0.4 does beside the keys, in half the time.
_LIMITS: LiteralString = "SET LOCAL pg_trgm.similarity_threshold = 0.5; SET LOCAL statement_timeout = '1s'"
_PAGE: LiteralString = (
    "SELECT id, identity::text FROM lead_identities WHERE recorded_to IS NULL AND NOT gone AND id > %s"
    " ORDER BY id LIMIT 5000"
)
_TELLING = {
    kind.TOPIC
    for kind in (
        Lead.Registered,
        Lead.Revised,
        Lead.Merged,
        Lead.Unmerged,
        Lead.Absorbed,
        Lead.Restored,
        Lead.Withdrawn,
    )
}


def _fold(row: Row, event: Any) -> None:
    match event:
        case Lead.Registered(profile=profile):
            row |= identified(profile) | _searched(profile)
            row["gone"] = False
        case Lead.Revised(profile=profile) | Lead.Merged(profile=profile) | Lead.Unmerged(profile=profile):
            row |= identified(profile) | _searched(profile)
        case Lead.Absorbed() | Lead.Withdrawn():
            row["gone"] = True
        case Lead.Restored():
            row["gone"] = False


def identified(profile: Described) -> Row:
    """The columns that leads and customers are found by."""
    identity = identity_of(profile)
    return {
        "sound": identity.company.sound,
        "keys": keys_of(identity),
        "identity": identity.model_dump(exclude_none=True),
    }


def _searched(profile: LeadProfile) -> Row:
    texts = (profile.name, profile.company, profile.contact, profile.phone)
    return {"searched": searchable(texts)}


class IdentityView(View):
    """Who each lead is, and the texts it is searched by; only events that tell who a lead is make a new row."""

    def _table(self, name: str) -> sa.Table:
        table = super()._table(name)
        present = sa.text("recorded_to IS NULL AND NOT gone")
        # Lookups read what GIN has not yet sorted in from end to end, so little or nothing may wait there.
        sa.Index(
            f"{name}_keys",
            table.c["keys"],
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
            postgresql_where=present,
        )
        sa.Index(
            f"{name}_sound",
            table.c.sound,
            postgresql_using="gin",
            postgresql_ops={"sound": "public.gin_trgm_ops"},
            postgresql_with={"gin_pending_list_limit": 128},
            postgresql_where=present,
        )
        return table

    async def fold_into(
        self, connection: Connection, table: sa.Table, events: Sequence[RecordedEvent]
    ) -> None:
        """As every view, for the events that tell."""
        await super().fold_into(connection, table, [event for event in events if event.type in _TELLING])


IDENTITIES = IdentityView(
    "lead_identities",
    Lead,
    _fold,
    sa.Column("sound", sa.Text, nullable=False),
    sa.Column("keys", ARRAY(sa.Text), nullable=False),
    sa.Column("identity", JSONB, nullable=False),
    sa.Column("gone", sa.Boolean, nullable=False),
    sa.Column("searched", sa.Text, nullable=False),
    trigrams=["searched"],
)


def lead_contains(
    lead_id: sa.ColumnElement[Any], part: str, as_of: datetime | None
) -> sa.ColumnElement[bool]:
    """Whether a lead's name, company, contact or phone contains a part, now or as of then."""
    found = IDENTITIES.table
    matching = sa.select(found.c.id).where(IDENTITIES.at(as_of), contains(found.c.searched, part))
    return lead_id.in_(matching)


# However common a name is, only so many of those that share it are looked at.
_SEARCH: LiteralString = """
WITH marked AS (
  SELECT i.id, i.identity FROM unnest(%(marks)s::text[]) AS m(mark) CROSS JOIN LATERAL (
    SELECT id, identity FROM {table} WHERE {present} AND keys @> ARRAY[m.mark] LIMIT {by_marks}) i
), shared AS (
  SELECT id, identity FROM (
    SELECT id, identity, keys FROM {table} WHERE {present} AND keys && %(keys)s LIMIT {looked_at}) i
   ORDER BY (SELECT count(*) FROM unnest(i.keys) k WHERE k = ANY(%(keys)s)) DESC LIMIT {by_keys}
), alike AS (
  SELECT id, identity FROM (
    SELECT id, identity, sound FROM {table}
     WHERE {present} AND sound OPERATOR(public.%%) %(sound)s LIMIT {looked_at}) i
   ORDER BY public.similarity(sound, %(sound)s) DESC LIMIT {by_name}
)
SELECT id::text, identity FROM marked UNION SELECT id::text, identity FROM shared
 UNION SELECT id::text, identity FROM alike"""

_TABLES: Final[dict[Kind, tuple[LiteralString, LiteralString]]] = {
    "lead": ("lead_identities", "recorded_to IS NULL AND NOT gone"),
    "customer": ("customer_index", "NOT gone"),
}
_SEARCHES: Final[dict[Kind, sql.Composed]] = {
    kind: sql.SQL(_SEARCH).format(
        table=sql.Identifier(table),
        present=sql.SQL(present),
        by_marks=sql.Literal(_BY_MARKS),
        by_keys=sql.Literal(_BY_KEYS),
        by_name=sql.Literal(_BY_NAME),
        looked_at=sql.Literal(_LOOKED_AT),
    )
    for kind, (table, present) in _TABLES.items()
}


class StoredIdentities:
    """Looks candidates up in the service's own tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def alike(self, identity: Identity) -> list[Alike]:
        """Leads and customers that share a key with the identity, or whose name sounds alike; in no order.

        Raises `Unavailable` when the store does not answer at once.
        """
        keys = keys_of(identity)
        values = {
            "marks": [key for key in keys if key[0] in MARKS],
            "keys": [key for key in keys if key[0] not in MARKS],
            "sound": identity.company.sound,
        }
        found = []
        try:
            async with self._database.transaction() as connection:
                await connection.execute(_LIMITS)
                for kind, search in _SEARCHES.items():
                    rows = await (await connection.execute(search, values)).fetchall()
                    found += [Alike(kind, id_, Identity.model_validate(said)) for id_, said in rows]
        except TRANSIENT:
            raise Unavailable(retry_after=1) from None
        return found

    async def every_lead(self) -> AsyncIterator[bytes]:
        """All leads that count, a page of lines at a time: each the id and the identity, as JSON."""
        after = UUID(int=0)
        while rows := await self._database.fetch(_PAGE, after):
            yield b"".join(
                [b'["%b",%b]\n' % (str(id_).encode(), identity.encode()) for id_, identity in rows]
            )
            after = rows[-1][0]
