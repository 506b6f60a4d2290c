"""What opportunities, leads and follow-ups are now, summed up in one row each from the facts about them."""

from typing import LiteralString, NamedTuple

from psycopg import sql

from analytics.views.lead_rows import closed
from analytics.views.tables import (
    FACTS,
    FOLLOW_UPS_NOW,
    LEAD_FOLLOW_UP_TERMS,
    LEADS,
    LEADS_NOW,
    OPPORTUNITIES_NOW,
    OPPORTUNITY_OWNERS,
    Table,
)

_VISITED: LiteralString = ", ".join(
    f"array_agg(s.{column} ORDER BY s.version) AS {name}"
    for column, name in {
        "stage": "path", "version": "versions", "visit": "visits", "first_entered_at": "first_entered_at",
        "entered_at": "entered_at", "amount": "amounts", "currency": "currencies",
    }.items()
)  # fmt: skip

_OPPORTUNITIES: LiteralString = f"""
  WITH visited AS (
    SELECT s.id, {_VISITED} FROM chosen i JOIN {{opportunity_stages}} s ON s.id = i.id GROUP BY s.id)
  SELECT v.*, v.path[cardinality(v.path)] AS stage, w.owner_id, w.team, w.region, t.title, t.customer_id, t.customer_name,
         t.amount, t.currency, o.source, o.opened_at
    FROM visited v
    JOIN {{opportunity_owners}} w ON w.id = v.id AND w.next_version IS NULL
    JOIN {{opportunity_terms}} t ON t.id = v.id AND t.next_version IS NULL
    LEFT JOIN {{opportunities}} o ON o.id = v.id"""

_HELD: LiteralString = (
    "{0}.id = o.id AND {0}.version < a.version AND coalesce({0}.next_version, 2147483647) > a.version"
)
_LEADS: LiteralString = f"""
  WITH assigned AS (
    SELECT h.id, min(h.version) AS version FROM chosen i JOIN {{lead_owners}} h ON h.id = i.id
     WHERE h.owner_id IS NOT NULL GROUP BY h.id)
  SELECT o.id, o.version, o.registered_at, t.name, t.company, t.source, t.campaign, w.owner_id, w.team,
         CASE WHEN w.owner_id IS NULL THEN t.region ELSE w.region END AS region, e.status, {closed("{lead_outcomes}")} AS closed_at,
         e.version AS outcome_version, e.opportunity_id, coalesce(v.score, s.score) AS score, coalesce(v.grade, s.grade) AS grade,
         CASE WHEN a.id IS NULL THEN coalesce(v.score, s.score) ELSE coalesce(b.score, r.score) END AS score_at_assignment,
         CASE WHEN a.id IS NULL THEN coalesce(v.grade, s.grade) ELSE coalesce(b.grade, r.grade) END AS grade_at_assignment
    FROM chosen i
    JOIN {{leads}} o ON o.id = i.id
    JOIN {{lead_terms}} t ON t.id = o.id AND t.next_version IS NULL
    JOIN {{lead_owners}} w ON w.id = o.id AND w.next_version IS NULL
    JOIN {{lead_outcomes}} e ON e.id = o.id AND e.next_version IS NULL
    LEFT JOIN {{lead_scores}} s ON s.id = o.id AND s.next_version IS NULL
    LEFT JOIN {{lead_overrides}} v ON v.id = o.id AND v.next_version IS NULL
    LEFT JOIN assigned a ON a.id = o.id
    LEFT JOIN {{lead_scores}} r ON {_HELD.format("r")}
    LEFT JOIN {{lead_overrides}} b ON {_HELD.format("b")}"""

_FOLLOW_UPS: LiteralString = """
  SELECT t.id, t.follow_up_id, f.version, t.version AS told_version, f.author_id, f.owner_id, f.minutes_since_assignment,
         t.method, t.result, t.replied, t.occurred_at
    FROM chosen i
    JOIN {lead_follow_up_terms} t ON t.id = i.id AND t.next_version IS NULL
    LEFT JOIN {lead_follow_ups} f ON f.id = t.id AND f.follow_up_id = t.follow_up_id"""


class Sum(NamedTuple):
    """A table that sums up; `query` tells what it says of the ids in `chosen`, `of` is where all of them are."""

    table: Table
    query: LiteralString
    of: Table


SUMS: dict[str, tuple[Sum, ...]] = {
    "opportunities": (Sum(OPPORTUNITIES_NOW, _OPPORTUNITIES, OPPORTUNITY_OWNERS),),
    "leads": (Sum(LEADS_NOW, _LEADS, LEADS), Sum(FOLLOW_UPS_NOW, _FOLLOW_UPS, LEAD_FOLLOW_UP_TERMS)),
}
"""By source."""


def summing_up(total: Sum, ids: sql.Composable, suffix: str) -> sql.Composed:
    """The statement that says anew what the things are now whose ids the query `ids` selects."""
    statement: LiteralString = """
      WITH chosen AS (SELECT DISTINCT id FROM ({ids}) i(id))
      INSERT INTO {table} ({columns}) SELECT {columns} FROM ({query}) q
      ON CONFLICT ({key}) DO UPDATE SET ({columns}) = ROW(excluded.*)"""
    return sql.SQL(statement).format(
        ids=ids,
        table=total.table.identifier(suffix),
        columns=sql.SQL(", ").join(map(sql.Identifier, total.table.columns)),
        query=sql.SQL(total.query).format(**{table.name: table.identifier(suffix) for table in FACTS}),
        key=sql.SQL(total.table.key),
    )
