"""Reads the funnel from the documented view `v_funnel_stages`: cells, and what is behind each.

An opportunity enters a stage once, the first time; coming back to it is another visit and enters nothing again.
It went on when it afterwards entered a later stage, next or not, so skipping a stage is progress and moving back
takes nothing away: no rate exceeds 100 %.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from crm_platform.persistence.database import Connection, Database
from crm_platform.security.scope import Principal

Row = dict[str, Any]

PERIODS: Mapping[str, LiteralString] = {"day": "day", "week": "week", "month": "month", "year": "year"}

CELLS: Mapping[str, LiteralString] = {
    "entered": "visit = 1",
    "current": "left_at IS NULL",
    "went_on": "visit = 1 AND went_on",
}
"""What each number of a stage counts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which opportunities the funnel is about, seen by whom and as of when. `begin` and `end` bound the first entry."""

    principal: Principal
    as_of: datetime | None = None
    begin: datetime | None = None
    end: datetime | None = None
    owner: str | None = None
    customer: str | None = None
    product: str | None = None
    team: str | None = None
    region: str | None = None


class FunnelReader:
    """Answers funnel questions from the facts. Periods begin at midnight in `time_zone`."""

    def __init__(self, database: Database, time_zone: str) -> None:
        self._database = database
        self._time_zone = time_zone

    async def stages(self, asked: Asked) -> list[Row]:
        """Per stage and currency: entered, current, went_on, the amount of the current ones, and all durations."""
        condition, values = _condition(asked)
        return await self._rows(
            asked,
            f"SELECT stage, currency, count(*) FILTER (WHERE {CELLS['entered']}) AS entered,"
            f" count(*) FILTER (WHERE {CELLS['current']}) AS current,"
            f" count(*) FILTER (WHERE {CELLS['went_on']}) AS went_on,"
            f" coalesce(sum(amount) FILTER (WHERE {CELLS['current']}), 0) AS amount,"
            " array_agg(seconds::float8) AS durations, array_agg(left_at IS NOT NULL) AS over"
            f" FROM v_funnel_stages WHERE {condition} GROUP BY stage, currency ORDER BY stage, currency",
            values,
        )

    async def periods(self, asked: Asked, period: str) -> list[Row]:
        """Per period of first entry and stage: entered and went_on, oldest first."""
        condition, values = _condition(asked)
        begins: LiteralString = "date_trunc(%(period)s, first_entered_at, %(zone)s)"
        return await self._rows(
            asked,
            f"SELECT {begins} AS begins, stage, count(*) AS entered, count(*) FILTER (WHERE went_on) AS went_on"
            f" FROM v_funnel_stages WHERE visit = 1 AND {condition} GROUP BY 1, 2 ORDER BY 1, 2",
            values | {"period": PERIODS[period], "zone": self._time_zone},
        )

    async def behind(self, asked: Asked, stage: str, cell: str, after: UUID | None, limit: int) -> list[Row]:
        """The opportunities that a number of a stage counts, each with the event by which it entered."""
        condition, values = _condition(asked)
        return await self._rows(
            asked,
            "SELECT opportunity_id, event_id, entered_at, left_at, amount, currency, owner_id, customer_name, stage_now"
            f" FROM v_funnel_stages WHERE {condition} AND stage = %(stage)s AND {CELLS[cell]}"
            " AND opportunity_id > coalesce(%(after)s, '00000000-0000-0000-0000-000000000000'::uuid)"
            " ORDER BY opportunity_id LIMIT %(limit)s",
            values | {"stage": stage, "after": after, "limit": limit},
        )

    async def leads(self, principal: Principal, as_of: datetime | None) -> list[Row]:
        """Per source and grade: how many leads, and how many of them were converted."""
        condition, values = _scope(principal)
        return await self._rows(
            Asked(principal, as_of),
            "SELECT source, grade, count(*) AS leads, count(*) FILTER (WHERE status = 'converted') AS converted"
            f" FROM v_leads WHERE {condition} GROUP BY 1, 2 ORDER BY 1, 2",
            values,
        )

    async def orders(self, principal: Principal, as_of: datetime | None) -> list[Row]:
        """Per status and currency: how many orders, their amount, and how much of it is invoiced."""
        condition, values = _scope(principal)
        return await self._rows(
            Asked(principal, as_of),
            "SELECT status, currency, count(*) AS orders, sum(amount) AS amount, sum(invoiced_amount) AS invoiced"
            f" FROM v_orders WHERE {condition} GROUP BY 1, 2 ORDER BY 1, 2",
            values,
        )

    async def gaps(self) -> list[Row]:
        """Aggregates whose versions are not contiguous from 1: events that should be here and are not."""
        return await self._database.fetch_named(
            "SELECT source, aggregate_id, count(*) AS events, max(version) AS newest FROM contracts"
            " GROUP BY source, aggregate_id HAVING count(*) <> max(version) ORDER BY source, aggregate_id LIMIT 1000",
            {},
        )

    async def knows(self, source: str, position: int) -> bool:
        """Whether the contract at this position of a source is here."""
        rows = await self._database.fetch(
            "SELECT EXISTS (SELECT FROM contracts WHERE source = %s AND position = %s)", source, position
        )
        return bool(rows[0][0])

    async def _rows(self, asked: Asked, query: str, values: Mapping[str, Any]) -> list[Row]:
        async with self._as_of(asked.as_of) as connection:
            cursor = await connection.execute(query.encode(), values)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in await cursor.fetchall()]

    @asynccontextmanager
    async def _as_of(self, moment: datetime | None) -> AsyncIterator[Connection]:
        async with self._database.transaction() as connection:
            if moment is not None:
                await connection.execute(
                    "SELECT set_config('analytics.as_of', %s, true)", (moment.isoformat(),)
                )
            yield connection


def _condition(asked: Asked) -> tuple[LiteralString, dict[str, Any]]:
    condition, values = _scope(asked.principal)
    wanted: tuple[tuple[LiteralString, Any, LiteralString], ...] = (
        ("owner", asked.owner, "owner_id = %(owner)s"),
        ("customer", asked.customer, "customer_id = %(customer)s"),
        ("team", asked.team, "team = %(team)s"),
        ("region", asked.region, "region = %(region)s"),
        ("begin", asked.begin, "first_entered_at >= %(begin)s"),
        ("end", asked.end, "first_entered_at < %(end)s"),
        ("product", asked.product, _ABOUT_PRODUCT),
    )
    for name, value, clause in wanted:
        if value is not None:
            condition += " AND " + clause
            values[name] = value
    return condition, values


_ABOUT_PRODUCT: LiteralString = (
    "opportunity_id IN (SELECT l.id FROM opportunity_lines l WHERE l.product_id = %(product)s"
    " AND l.recorded_from <= coalesce(nullif(current_setting('analytics.as_of', true), ''), 'infinity')::timestamptz"
    " AND l.recorded_to > coalesce(nullif(current_setting('analytics.as_of', true), ''), '9999-12-31')::timestamptz)"
)


def _scope(principal: Principal) -> tuple[LiteralString, dict[str, Any]]:
    own: LiteralString = "owner_id = %(subject)s"
    values = {"subject": principal.subject, "own_team": principal.team, "own_region": principal.region}
    if principal.scope == "all":
        return "true", {}
    if principal.scope == "team" and principal.team is not None:
        return f"({own} OR team = %(own_team)s)", values
    if principal.scope == "region" and principal.region is not None:
        return f"({own} OR region = %(own_region)s)", values
    return own, values
