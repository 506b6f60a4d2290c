"""Histories made in bulk: real events of one aggregate, multiplied by the database under other ids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import psycopg
from bench.load import NUMBER
from crm_platform.eventsourcing.mapper import to_row
from crm_platform.ids import new_id
from crm_platform.values import Money, Ownership
from leads.domain.lead import Lead, LeadProfile
from leads.domain.scoring import default_model, score
from psycopg.types.json import Jsonb

_PREFIX = "00000000-0000-7000-8000-000"
EVENTS_OF_A_LEAD = 3


def lead_id(number: str) -> str:
    """The id of a lead by its number, nine digits."""
    return _PREFIX + number


async def seed_leads(database_url: str, count: int, owners: Sequence[str]) -> None:
    """Put `count` leads, numbered from 1, into an empty log: registered, scored and assigned.

    They belong to the owners in turn, each the same number of successive leads.
    """
    async with await psycopg.AsyncConnection.connect(_as_superuser(database_url), autocommit=True) as connection:
        await connection.execute("SET search_path TO leads")
        await connection.execute(
            """
            INSERT INTO events
                (aggregate_id, version, aggregate, type, class_version, state, occurred_at, recorded_at, metadata)
            SELECT (%(prefix)s || lpad(n::text, 9, '0'))::uuid, e.version, e.aggregate, e.type, e.class_version,
                CASE WHEN e.state ? 'ownership' THEN jsonb_set(
                    e.state, '{ownership,owner_id}', to_jsonb((%(owners)s::text[])[(n - 1) * %(many)s / %(count)s + 1])
                ) ELSE e.state END,
                now(), now(), '{"actor": "generator", "correlation_id": "generated", "command": "generated"}'
            FROM generate_series(1, %(count)s) n,
                jsonb_to_recordset(%(rows)s)
                    AS e(version int, aggregate text, type text, class_version smallint, state jsonb)
            ORDER BY n, e.version
            """,
            {
                "prefix": _PREFIX,
                "owners": list(owners),
                "many": len(owners),
                "count": count,
                "rows": Jsonb(_rows_of_a_lead()),
            },
        )
        await connection.execute("VACUUM ANALYZE events")


def _rows_of_a_lead() -> list[dict[str, object]]:
    now = datetime.now(UTC)
    profile = LeadProfile(
        name="Wang Xiaoming",
        company="Huanan Precision Works",
        contact="Li Na",
        phone="+86 138 0000 0000",
        email="buyer@example.com",
        region="south",
        source="exhibition",
        company_size=300,
        budget=Money(amount="480000.00", currency="CNY"),
        need="Two five-axis machining centers for the new line",
    )
    lead = Lead.register(new_id(), profile, now=now)
    lead.rate(score(default_model(), profile), now=now)
    owner = Ownership(owner_id="somebody", team="south-1", region="south")
    lead.assign(owner, "Somebody", reason="generated", now=now)
    return [to_row(lead, event) for event in lead.collect_events()]
