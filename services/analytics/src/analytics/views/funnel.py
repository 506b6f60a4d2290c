"""Reads the funnel from the facts: its cells, and the opportunities behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, LiteralString, get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from analytics.metrics.funnel import LOST, WON, Cell
from analytics.views.asking import Asked, matching
from crm_platform.persistence.database import Database

Period = Literal["day", "week", "month", "year"]
Cohort = Literal["entered", "opened"]
Cut = Literal["entered", "converted", "current", "won", "lost"]
CUTS: tuple[Cut, ...] = get_args(Cut)

_COLUMNS: dict[LiteralString, LiteralString] = {
    "owner": "w.owner_id",
    "team": "w.team",
    "region": "w.region",
    "customer": "t.customer_id",
}

# Who is counted as what, among the first visits of opportunities to a stage.
_CONDITIONS: dict[Cut, LiteralString] = {
    "entered": "visit = 1",
    "converted": "visit = 1 AND path[array_position(path, stage) + 1:] && later",
    "current": "visit = 1 AND stage_now = stage",
    "won": "visit = 1 AND stage_now = 'won'",
    "lost": "visit = 1 AND stage_now = 'lost'",
}


@dataclass(frozen=True, slots=True)
class FunnelFilter:
    """Which opportunities, and which days (both inclusive, in the company's time zone) their cohort comes from."""

    cohort: Cohort = "entered"
    since: date | None = None
    until: date | None = None
    owner: str | None = None
    team: str | None = None
    region: str | None = None
    customer: str | None = None
    product: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One opportunity behind a figure, with the events that put it there."""

    opportunity_id: UUID
    title: str
    customer_id: str | None
    customer_name: str
    owner_id: str | None
    stage_now: str
    entered_at: datetime
    amount: Any
    currency: str
    event_id: UUID
    stage_now_event_id: UUID


class FunnelView:
    """The funnel of the opportunities a caller may see. `pipeline` are its stages in order, won and lost not among them."""

    def __init__(self, database: Database, pipeline: Sequence[str], zone: ZoneInfo) -> None:
        self._database = database
        self._pipeline = [*pipeline, WON]
        self._zone = zone

    async def cells(self, asked: Asked, chosen: FunnelFilter, period: Period | None) -> list[Cell]:
        """What is counted per stage, and per period when there is one."""
        values = self._values(asked, chosen)
        bucket: LiteralString = "NULL::date"
        if period is not None:
            bucket = "date_trunc(%(period)s, cohort_at AT TIME ZONE %(zone)s)::date"
            values["period"] = period
        counts = ", ".join(f"count(*) FILTER (WHERE {_CONDITIONS[cut]}) AS {cut}" for cut in CUTS)
        query = f"""{self._visits(asked, chosen)}
            SELECT {bucket} AS period, stage, currency, currency_now, count(*) AS visits, {counts},
                   sum(amount) FILTER (WHERE {_CONDITIONS["entered"]}) AS entered_amount,
                   sum(amount_now) FILTER (WHERE {_CONDITIONS["current"]}) AS current_amount,
                   array_agg(seconds) FILTER (WHERE has_left) AS "left",
                   array_agg(seconds) FILTER (WHERE NOT has_left) AS inside
              FROM visits GROUP BY 1, 2, 3, 4"""
        return [_cell(row) for row in await self._database.fetch_named(query, values)]

    def _values(self, asked: Asked, chosen: FunnelFilter) -> dict[str, Any]:
        filters = {name: getattr(chosen, name) for name in (*_COLUMNS, "product")}
        return {
            **asked.values,
            **filters,
            "pipeline": self._pipeline,
            "zone": self._zone.key,
            "since": chosen.since and self._midnight(chosen.since),
            "until": chosen.until and self._midnight(chosen.until + timedelta(days=1)),
        }

    def _midnight(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self._zone)

    def _visits(self, asked: Asked, chosen: FunnelFilter) -> LiteralString:
        """Every visit of the cohort's opportunities, with what the opportunity is now."""
        when: LiteralString = "v.first_entered_at" if chosen.cohort == "entered" else "o.opened_at"
        conditions = [asked.begun("v"), matching(_COLUMNS, {"customer": chosen.customer})]
        if chosen.since is not None:
            conditions.append(when + " >= %(since)s")
        if chosen.until is not None:
            conditions.append(when + " < %(until)s")
        if chosen.product is not None:
            conditions.append(
                "c.id IN (SELECT l.id FROM opportunity_lines l"
                f" WHERE l.product_id = %(product)s AND {asked.known('l')})"
            )
        owners = {name: getattr(chosen, name) for name in ("owner", "team", "region")}
        ended = asked.ended("v")
        return f"""
          WITH chosen AS MATERIALIZED (
            SELECT w.id, w.owner_id FROM opportunity_owners w
             WHERE {asked.known("w")} AND {asked.in_scope("w")} AND {matching(_COLUMNS, owners)}
          ), visits AS (
            SELECT c.id, c.owner_id, v.version, v.stage, v.visit, v.first_entered_at, {when} AS cohort_at,
                   v.amount, v.currency, n.stage AS stage_now, n.version AS version_now, n.path,
                   t.title, t.customer_id, t.customer_name, t.amount AS amount_now, t.currency AS currency_now,
                   (%(pipeline)s::text[])[array_position(%(pipeline)s::text[], v.stage) + 1:] AS later,
                   {ended} AS has_left,
                   greatest(0, date_part('epoch', CASE WHEN {ended} THEN v.left_at ELSE %(now)s END - v.entered_at))
                     AS seconds
              FROM chosen c
              {"JOIN opportunities o ON o.id = c.id" if chosen.cohort == "opened" else ""}
              JOIN opportunity_terms t ON t.id = c.id AND {asked.known("t")}
              JOIN opportunity_stages n ON n.id = c.id AND {asked.known("n")}
              JOIN opportunity_stages v ON v.id = c.id
             WHERE {" AND ".join(conditions)}
          )"""


def _cell(row: dict[str, Any]) -> Cell:
    currency, currency_now = row.pop("currency"), row.pop("currency_now")
    entered_amount, current_amount = row.pop("entered_amount"), row.pop("current_amount")
    return Cell(
        **{name: value if value is not None else [] for name, value in row.items() if name in ("left", "inside")},
        **{name: value for name, value in row.items() if name not in ("left", "inside")},
        entered_amounts={} if entered_amount is None else {currency: entered_amount},
        current_amounts={} if current_amount is None else {currency_now: current_amount},
    )
