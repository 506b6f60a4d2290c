"""Reads counts of leads and orders from the facts."""

from typing import Any
from zoneinfo import ZoneInfo

from analytics.views.asking import Asked, LeadGrouping, SummaryFilter, between, owned_by
from analytics.views.lead_rows import counting
from crm_platform.persistence.database import Database


class SummaryView:
    """Counts of the leads and orders that a caller may see."""

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        self._database = database
        self._zone = zone

    async def leads(self, asked: Asked, chosen: SummaryFilter, by: LeadGrouping) -> list[dict[str, Any]]:
        """How many leads there are and what became of them, per group; those merged or withdrawn do not count."""
        group = [name if name in by.split("_and_") else "NULL::text" for name in ("source", "grade")]
        query = f"""{counting(asked, chosen, "now", between(chosen, "registered_at"))}
            SELECT {group[0]} AS source, {group[1]} AS grade, count(*) AS leads,
                   count(*) FILTER (WHERE status = 'converted') AS converted,
                   count(*) FILTER (WHERE status = 'disqualified') AS disqualified
              FROM chosen GROUP BY 1, 2 ORDER BY 1, 2"""
        return await self._database.fetch_named(query, asked.values(chosen, self._zone))

    async def orders(self, asked: Asked, chosen: SummaryFilter) -> list[dict[str, Any]]:
        """How many orders are in which status, with their amounts and what was invoiced, per currency."""
        query = f"""
            SELECT n.status, t.currency, count(*) AS orders, sum(t.amount) AS amount,
                   sum((SELECT sum(i.amount) FROM order_invoices i
                         WHERE i.id = o.id AND i.currency = t.currency AND {asked.begun("i")})) AS invoiced
              FROM orders o
              JOIN order_terms t ON t.id = o.id AND {asked.known("t")}
              JOIN order_states n ON n.id = o.id AND {asked.known("n")}
             WHERE {asked.known("o")} AND {asked.in_scope("t")} AND {owned_by(chosen, "t")}
               AND {between(chosen, "o.placed_at")}
             GROUP BY n.status, t.currency ORDER BY n.status, t.currency"""
        return await self._database.fetch_named(query, asked.values(chosen, self._zone))
