"""What must hold after faults: acknowledged commands against the log, the topic's readers, the views and the reactions."""

from dataclasses import dataclass

import psycopg

from crm_testing.fleet import Fleet


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A lead whose registration was acknowledged, and whether its conversion was, too."""

    lead_id: str
    converted: bool


class Audit:
    """Counts in the stores of a fleet; the URL is a superuser's."""

    def __init__(self, running: Fleet, database_url: str) -> None:
        self._running = running
        self._url = database_url

    async def problems(self, acknowledged: list[Acknowledged]) -> list[str]:
        """What is lost, doubled, out of order or without a cause; empty when every promise held."""
        leads = [one.lead_id for one in acknowledged]
        converted = [one.lead_id for one in acknowledged if one.converted]
        checks = {
            "acknowledged leads that are not in the log": (
                "SELECT count(*) FROM unnest(%s::uuid[]) a(id) WHERE (SELECT count(*) FROM leads.events e"
                " WHERE e.aggregate_id = a.id AND e.type = 'leads.LeadRegistered') <> 1",
                leads,
            ),
            "acknowledged conversions that are not in the log once": (
                "SELECT count(*) FROM unnest(%s::uuid[]) a(id) WHERE (SELECT count(*) FROM leads.events e"
                " WHERE e.aggregate_id = a.id AND e.type = 'leads.LeadConverted') <> 1",
                converted,
            ),
            "leads registered although nobody was told": (
                "SELECT count(*) FROM leads.events WHERE type = 'leads.LeadRegistered'"
                " AND NOT aggregate_id = ANY(%s::uuid[])",
                leads,
            ),
            "public events that analytics does not have": (
                "SELECT count(*) FROM leads.events e WHERE e.aggregate = 'leads.Lead' AND cardinality(%s::uuid[]) >= 0"
                " AND NOT EXISTS (SELECT FROM analytics.contracts c WHERE c.source = 'leads' AND c.position = e.position)",
                leads,
            ),
            "conversions without exactly one opportunity": (
                "SELECT count(*) FROM leads.events e WHERE e.type = 'leads.LeadConverted'"
                " AND cardinality(%s::uuid[]) >= 0 AND (SELECT count(*) FROM opportunities.events o"
                "   WHERE o.aggregate_id = (e.state->>'opportunity_id')::uuid"
                "   AND o.type = 'opportunities.OpportunityOpened') <> 1",
                leads,
            ),
            "aggregates with a hole in their versions": (
                "SELECT count(*) FROM (SELECT 1 FROM analytics.contracts WHERE cardinality(%s::uuid[]) >= 0"
                " GROUP BY aggregate_id HAVING count(*) <> max(version)) holes",
                leads,
            ),
            "leads that the list does not show": (
                "SELECT count(*) FROM unnest(%s::uuid[]) a(id) WHERE NOT EXISTS"
                " (SELECT FROM leads.lead_list l WHERE l.id = a.id AND l.recorded_to IS NULL)",
                leads,
            ),
            "parked events": (
                "SELECT (SELECT count(*) FROM opportunities.parked) + (SELECT count(*) FROM analytics.parked)"
                " + (SELECT count(*) FROM leads.parked) + 0 * cardinality(%s::uuid[])",
                leads,
            ),
        }
        found = []
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
            for what, (query, values) in checks.items():
                row = await (await connection.execute(query.encode(), (values,))).fetchone()
                if row and row[0]:
                    found.append(f"{row[0]} {what}")
        return found

    async def fingerprint(self) -> str:
        """The content of the lead list, byte for byte."""
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
            row = await (
                await connection.execute(
                    "SELECT md5(string_agg(t::text, ',' ORDER BY id, version)) FROM leads.lead_list t"
                )
            ).fetchone()
        return str(row[0]) if row else ""
