"""Histories made in bulk: the events of one real aggregate, multiplied by the database under other ids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg.types.json import Jsonb

from crm_platform.context import reaction
from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.mapper import to_row
from crm_platform.ids import new_id
from crm_platform.values import Ownership
from leads.domain.facts import facts_of
from leads.domain.lead import Lead, LeadProfile
from leads.domain.scoring import score
from leads.domain.seed_model import default_model

_PREFIX = "00000000-0000-7000-8000-000"
EVENTS_OF_A_LEAD = 3

PROFILE: dict[str, object] = {
    "name": "Wang Xiaoming",
    "company": "Huanan Precision Works",
    "contact": "Li Na",
    "region": "south",
    "source": "exhibition",
    "company_size": 300,
    "budget": {"amount": "480000.00", "currency": "CNY"},
    "need": "Two five-axis machining centers for the new line",
}
"""What is known of every lead that the benchmark makes, beside its phone and e-mail."""


def numbered(number: str) -> str:
    """The id of an aggregate by its number, nine digits."""
    return _PREFIX + number


def lead(rule: str | None = None) -> Lead:
    """One lead that was registered, scored and assigned, by a rule when one is named."""
    now = datetime.now(UTC)
    profile = LeadProfile.model_validate(
        {**PROFILE, "phone": "+86 138 0000 0000", "email": "buyer@example.com"}
    )
    made = Lead.register(new_id(), profile, now=now)
    made.rate(score(default_model(), facts_of(profile)), now=now)
    owner = Ownership(owner_id="somebody", team="south-1", region="south")
    made.assign(owner, "Somebody", reason="first in turn", rule=rule, now=now)
    return made


async def multiply(
    database_url: str, schema: str, aggregate: Aggregate, count: int, owners: Sequence[str] = ()
) -> None:
    """Put `count` copies of an aggregate, numbered from 1, at the end of a log.

    Where their events name an ownership, they belong to the owners in turn, to each the same number of successive ones.
    """
    rows = [{**to_row(aggregate, event), "aggregate_id": None} for event in aggregate.collect_events()]  # type: ignore[arg-type]
    context = reaction("generator", "generated")
    async with await psycopg.AsyncConnection.connect(
        as_superuser(database_url), autocommit=True
    ) as connection:
        await connection.execute("SELECT set_config('search_path', %s, false)", (schema,))
        await connection.execute(
            """
            INSERT INTO events
                (aggregate_id, version, aggregate, type, class_version, state, occurred_at, recorded_at, metadata)
            SELECT (%(prefix)s || lpad(n::text, 9, '0'))::uuid, e.version, e.aggregate, e.type, e.class_version,
                CASE WHEN e.state ? 'ownership' AND %(many)s > 0 THEN jsonb_set(
                    e.state, '{ownership,owner_id}', to_jsonb((%(owners)s::text[])[(n - 1) * %(many)s / %(count)s + 1])
                ) ELSE e.state END,
                e.occurred_at, now(), %(metadata)s
            FROM generate_series(1, %(count)s) n,
                jsonb_to_recordset(%(rows)s) AS e(
                    version int, aggregate text, type text, class_version smallint, state jsonb, occurred_at timestamptz)
            ORDER BY n, e.version
            """,
            {
                "prefix": _PREFIX,
                "owners": list(owners),
                "many": len(owners),
                "count": count,
                "rows": Jsonb(rows),
                "metadata": Jsonb(
                    {"actor": context.actor, "correlation_id": context.correlation_id, "command": context.key}
                ),
            },
        )
        await connection.execute("VACUUM ANALYZE events")


def as_superuser(database_url: str) -> str:
    """The URL of the same database for the role that owns everything."""
    parts = urlsplit(database_url)
    return urlunsplit(parts._replace(netloc=f"postgres@{parts.netloc.rpartition('@')[2]}"))
