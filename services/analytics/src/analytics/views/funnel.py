"""Reads the funnel from the facts: its cells, and the opportunities behind each."""

from collections.abc import Sequence
from datetime import date
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from psycopg.rows import dict_row

from analytics.metrics.funnel import WON, Cell
from analytics.views.asking import CUTS, Asked, Cut, FunnelFilter, Period, between, owned_by, too_many_cells
from analytics.views.binding import bound
from crm_platform.persistence.database import Database
from crm_platform.persistence.views import select

# The local day on which the period of the cohort begins; weeks are ISO weeks.
_BUCKET: LiteralString = "CAST(date_trunc(%(period)s, cohort_at AT TIME ZONE %(zone)s) AS date)"

# Who is counted as what, among the first visits of opportunities to a stage.
_CONDITIONS: dict[Cut, LiteralString] = {
    "entered": "visit = 1",
    "went_on": "visit = 1 AND path[array_position(path, stage) + 1:] && later",
    "current": "visit = 1 AND stage_now = stage",
    "won": "visit = 1 AND stage_now = 'won'",
    "lost": "visit = 1 AND stage_now = 'lost'",
}

# The planner guesses thousands of groups of 8 kB each and sorts all visits, which takes longer than all else.
_HASHED = b"SET LOCAL enable_sort = off"

MEMBERS = sa.Table(
    "members",
    sa.MetaData(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("title", sa.Text),
    sa.Column("customer_id", sa.Text),
    sa.Column("customer_name", sa.Text),
    sa.Column("owner_id", sa.Text),
    sa.Column("entered_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("amount", sa.Numeric, nullable=False),
    sa.Column("currency", sa.Text),
    sa.Column("amount_now", sa.Numeric),
    sa.Column("currency_now", sa.Text),
    sa.Column("stage_now", sa.Text),
    sa.Column("version", sa.Integer),
    sa.Column("version_now", sa.Integer),
)
"""The opportunities behind a figure: `amount` and `version` as at the entry; `version_now` is that of the newest stage."""


class FunnelView:
    """The funnel of the opportunities a caller may see. `pipeline` are its stages in order, won and lost not among them."""

    def __init__(self, database: Database, pipeline: Sequence[str], zone: ZoneInfo, most_cells: int) -> None:
        self._database = database
        self._pipeline = [*pipeline, WON]
        self._zone = zone
        self._most_cells = most_cells

    async def cells(self, asked: Asked, chosen: FunnelFilter, period: Period | None) -> list[Cell]:
        """What is counted per stage, and per period when there is one. Raises `Invalid` for too many cells."""
        bucket: LiteralString = "NULL::date" if period is None else _BUCKET
        counts = ", ".join(f"count(*) FILTER (WHERE {_CONDITIONS[cut]}) AS {cut}" for cut in CUTS)
        query = f"""{self._visits(asked, chosen)}
            SELECT {bucket} AS period, stage, currency, currency_now, count(*) AS visits, {counts},
                   sum(amount) FILTER (WHERE {_CONDITIONS["entered"]}) AS entered_amount,
                   sum(amount_now) FILTER (WHERE {_CONDITIONS["current"]}) AS current_amount,
                   array_agg(seconds) FILTER (WHERE has_left) AS "left",
                   array_agg(seconds) FILTER (WHERE NOT has_left) AS inside
              FROM visits GROUP BY 1, 2, 3, 4 LIMIT {self._most_cells + 1}"""
        values = {**self._values(asked, chosen), "period": period}
        async with self._database.transaction() as connection:
            await connection.execute(_HASHED)
            cursor = connection.cursor(binary=True, row_factory=dict_row)
            rows = await (await cursor.execute(query.encode(), values)).fetchall()
        if len(rows) > self._most_cells:
            raise too_many_cells(self._most_cells, "period")
        return [_cell(row) for row in rows]

    def members(
        self, asked: Asked, chosen: FunnelFilter, stage: str, cut: Cut, period: tuple[Period, date] | None
    ) -> sa.Select[Any]:
        """The rows of `MEMBERS` behind one figure of a stage, and of the period that begins on a day when one is given."""
        values = {**self._values(asked, chosen), "stage": stage}
        within: LiteralString = ""
        if period is not None:
            within = f"AND {_BUCKET} = CAST(%(begins)s AS date)"
            values |= {"period": period[0], "begins": period[1]}
        query = f"""{self._visits(asked, chosen)}
            SELECT id, title, customer_id, customer_name, owner_id, first_entered_at AS entered_at, amount, currency,
                   amount_now, currency_now, stage_now, version, version_now
              FROM visits WHERE stage = %(stage)s AND {_CONDITIONS[cut]} {within}"""
        return sa.select(MEMBERS).add_cte(bound(query, values).columns(*MEMBERS.columns).cte(MEMBERS.name))

    async def count(self, members: sa.Select[Any]) -> int:
        """How many rows there are."""
        counted = members.with_only_columns(sa.func.count(MEMBERS.c.id).label("total"))
        return int((await select(self._database, counted))[0]["total"])

    async def with_events(
        self, asked: Asked, stage: str, cut: Cut, members: sa.Select[Any]
    ) -> Sequence[dict[str, Any]]:
        """The rows, each with the ids of the events that made it count: of the entry, and of what the figure tells."""
        rows = await select(self._database, members)
        proof: dict[Cut, LiteralString] = {
            "entered": "m.version",
            "went_on": f"""(SELECT min(x.version) FROM opportunity_stages x WHERE x.id = m.id
              AND x.version > m.version AND x.stage = ANY(%(later)s) AND {asked.begun("x")})""",
        }
        query = f"""
            SELECT m.id, array_agg(c.id ORDER BY c.version) AS event_ids
              FROM unnest(%(ids)s::uuid[], %(versions)s::int[], %(versions_now)s::int[]) AS m(id, version, version_now)
              JOIN contracts c ON c.aggregate_id = m.id AND c.version IN (m.version, {proof.get(cut, "m.version_now")})
             GROUP BY m.id"""
        values = {
            "ids": [row["id"] for row in rows],
            "versions": [row["version"] for row in rows],
            "versions_now": [row["version_now"] for row in rows],
            "later": self._later(stage),
            "as_of": asked.as_of,
        }
        found = {row["id"]: row["event_ids"] for row in await self._database.fetch_named(query, values)}
        return [{**row, "event_ids": found.get(row["id"], [])} for row in rows]

    def _later(self, stage: str) -> list[str]:
        return self._pipeline[self._pipeline.index(stage) + 1 :] if stage in self._pipeline else []

    def _values(self, asked: Asked, chosen: FunnelFilter) -> dict[str, Any]:
        own = {"customer": chosen.customer, "product": chosen.product, "source": chosen.source}
        return {
            **asked.values(chosen, self._zone),
            **own,
            "pipeline": self._pipeline,
            "zone": self._zone.key,
        }

    def _visits(self, asked: Asked, chosen: FunnelFilter) -> LiteralString:
        """The CTE `visits`: every visit of the cohort's opportunities, with what the opportunity is now."""
        when: LiteralString = "opened_at" if chosen.cohort == "opened" else "first_entered_at"
        return f"""
          WITH known AS ({_now(asked, chosen) if asked.as_of is None else _then(asked, chosen)}), visits AS (
            SELECT *, {when} AS cohort_at, left_at IS NOT NULL AS has_left,
                   (CAST(%(pipeline)s AS text[]))[array_position(CAST(%(pipeline)s AS text[]), stage) + 1:] AS later,
                   greatest(0, date_part('epoch', coalesce(left_at, %(now)s) - entered_at)) AS seconds
              FROM known WHERE {between(chosen, when)} AND {when} IS NOT NULL
          )"""


def _now(asked: Asked, chosen: FunnelFilter) -> LiteralString:
    """The visits of the opportunities as they are; the last of each has no next, so nothing says when it was left."""
    return f"""
            SELECT c.id, c.owner_id, c.title, c.customer_id, c.customer_name, c.opened_at, c.path, c.stage AS stage_now,
                   c.versions[cardinality(c.versions)] AS version_now, c.amount AS amount_now, c.currency AS currency_now,
                   unnest(c.versions) AS version, unnest(c.path) AS stage, unnest(c.visits) AS visit,
                   unnest(c.first_entered_at) AS first_entered_at, unnest(c.entered_at) AS entered_at,
                   unnest(c.entered_at[2:]) AS left_at, unnest(c.amounts) AS amount, unnest(c.currencies) AS currency
              FROM opportunities_now c
             WHERE {asked.in_scope("c")} AND {owned_by(chosen, "c")} AND {_counted(asked, chosen, "c", "c", "c")}"""


def _then(asked: Asked, chosen: FunnelFilter) -> LiteralString:
    """The same as of a moment, from the facts that were known then."""
    return f"""
            SELECT w.id, w.owner_id, t.title, t.customer_id, t.customer_name, o.opened_at, n.path, n.stage AS stage_now,
                   n.version AS version_now, t.amount AS amount_now, t.currency AS currency_now, v.version, v.stage, v.visit,
                   v.first_entered_at, v.entered_at, CASE WHEN {asked.ended("v")} THEN v.left_at END AS left_at, v.amount,
                   v.currency
              FROM opportunity_owners w
              JOIN opportunity_terms t ON t.id = w.id AND {asked.known("t")}
              JOIN opportunity_stages n ON n.id = w.id AND {asked.known("n")}
              JOIN opportunity_stages v ON v.id = w.id AND {asked.begun("v")}
              LEFT JOIN opportunities o ON o.id = w.id
             WHERE {asked.known("w")} AND {asked.in_scope("w")} AND {owned_by(chosen, "w")}
               AND {_counted(asked, chosen, "t", "n", "o")}"""


def _counted(
    asked: Asked, chosen: FunnelFilter, terms: LiteralString, stages: LiteralString, origin: LiteralString
) -> LiteralString:
    """The conditions on what an opportunity is, where it is and where it came from. One that was withdrawn was none."""
    conditions: list[LiteralString] = [f"{stages}.stage <> 'withdrawn'"]
    if chosen.customer is not None:
        conditions.append(f"{terms}.customer_id = %(customer)s")
    if chosen.source is not None:
        conditions.append(f"{origin}.source = %(source)s")
    if chosen.product is not None:
        lines = f"l.product_id = %(product)s AND {asked.known('l')}"
        conditions.append(f"{terms}.id IN (SELECT l.id FROM opportunity_lines l WHERE {lines})")
    return " AND ".join(conditions)


def _cell(row: dict[str, Any]) -> Cell:
    currency, currency_now = row.pop("currency"), row.pop("currency_now")
    entered, current = row.pop("entered_amount"), row.pop("current_amount")
    left, inside = row.pop("left") or (), row.pop("inside") or ()
    return Cell(
        **row,
        entered_amounts={} if entered is None else {currency: entered},
        current_amounts={} if current is None else {currency_now: current},
        left=left,
        inside=inside,
    )
