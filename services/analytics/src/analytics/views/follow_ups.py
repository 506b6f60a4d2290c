"""Reads the analysis of follow-ups from the facts: its cells, and the contacts behind each."""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from analytics.metrics.follow_ups import ContactCell
from analytics.views.asking import (
    Asked,
    FollowUpBy,
    FollowUpCut,
    Group,
    SummaryFilter,
    between,
    too_many_cells,
)
from analytics.views.binding import bound
from analytics.views.lead_rows import contacts, counting, narrows
from analytics.views.patience import PatientReads
from crm_platform.persistence.database import Database
from crm_platform.persistence.views import select

_KEYS: Mapping[FollowUpBy, LiteralString] = {
    "method": "method",
    "owner": "owner_id",
    "author": "author_id",
    "attempt": "CASE WHEN attempt >= 6 THEN '6+' ELSE attempt::text END",
}

_GRADE: LiteralString = "coalesce(grade, '-')"
_STRATUM: Mapping[FollowUpBy, LiteralString] = {
    "method": f"CASE WHEN attempt = 1 THEN concat_ws(' ', {_GRADE}, author_id) END",
    "owner": f"CASE WHEN attempt = 1 THEN {_GRADE} END",
    "author": f"CASE WHEN attempt = 1 THEN {_GRADE} END",
    "attempt": f"concat_ws(' ', {_GRADE}, method)",
}
"""What contacts that are compared have in common; null: compared with none."""

_CONDITIONS: Mapping[FollowUpCut, LiteralString] = {
    "contacts": "true",
    "replied": "replied",
    "progressed": "progressed",
    "converted": "converted",
    "pending": "NOT progressed AND status = 'open' AND next_at IS NULL",
}

CONTACTS = sa.Table(
    "contacts_told",
    sa.MetaData(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("lead_id", sa.Uuid),
    sa.Column("lead_name", sa.Text),
    sa.Column("attempt", sa.BigInteger),
    sa.Column("method", sa.Text),
    sa.Column("result", sa.Text),
    sa.Column("replied", sa.Boolean),
    sa.Column("progressed", sa.Boolean),
    sa.Column("converted", sa.Boolean),
    sa.Column("author_id", sa.Text),
    sa.Column("owner_id", sa.Text),
    sa.Column("occurred_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("told_by", sa.Uuid),
    sa.Column("version", sa.Integer),
    sa.Column("told_version", sa.Integer),
    sa.Column("outcome_version", sa.Integer),
)
"""The contacts behind a figure: `told_by` is the lead whose events tell of them, which another may have taken in since."""


class FollowUpView:
    """The contacts with leads that a caller may see, in groups."""

    def __init__(self, database: Database, patient: PatientReads, zone: ZoneInfo, most_cells: int) -> None:
        self._database = database
        self._patient = patient
        self._zone = zone
        self._most_cells = most_cells

    async def cells(self, asked: Asked, chosen: SummaryFilter, by: FollowUpBy) -> list[ContactCell]:
        """What is counted per group among like contacts. Raises `Invalid` for too many groups."""
        counts = ", ".join(
            f"count(*) FILTER (WHERE {condition}) AS {cut}" for cut, condition in _CONDITIONS.items()
        )
        query = f"""{self._counted(asked, chosen)}
            SELECT {_KEYS[by]} AS key, {_STRATUM[by]} AS stratum, {counts},
                   array_agg(minutes_since_assignment) FILTER (WHERE minutes_since_assignment IS NOT NULL) AS responses
              FROM counted GROUP BY 1, 2"""
        rows = await self._patient.fetch_named(query, asked.values(chosen, self._zone))
        if len({row["key"] for row in rows}) > self._most_cells:
            raise too_many_cells(self._most_cells, "by")
        return [ContactCell(**{**row, "responses": row["responses"] or ()}) for row in rows]

    def members(
        self, asked: Asked, chosen: SummaryFilter, by: FollowUpBy, cut: FollowUpCut, group: Group | None
    ) -> sa.Select[Any]:
        """The rows of `CONTACTS` behind one figure, of a group where one is given."""
        values = asked.values(chosen, self._zone)
        conditions: list[LiteralString] = [_CONDITIONS[cut]]
        if group is not None:
            conditions.append(f"{_KEYS[by]} IS NOT DISTINCT FROM CAST(%(key)s AS text)")
            values |= {"key": group.key}
        query = f"""{self._counted(asked, chosen)}
            SELECT follow_up_id AS id, lead_id, name AS lead_name, attempt, method, result, replied, progressed, converted,
                   author_id, owner_id, occurred_at, id AS told_by, version, told_version, outcome_version
              FROM counted WHERE {" AND ".join(f"({each})" for each in conditions)}"""
        return sa.select(CONTACTS).add_cte(bound(query, values).columns(*CONTACTS.columns).cte(CONTACTS.name))

    async def count(self, members: sa.Select[Any]) -> int:
        """How many rows there are."""
        counted = members.with_only_columns(sa.func.count(CONTACTS.c.id).label("total"))
        return int((await select(self._patient, counted))[0]["total"])

    async def with_events(self, members: sa.Select[Any]) -> Sequence[dict[str, Any]]:
        """The rows, each with the ids of the events that tell of it, and of the conversion that it led to."""
        rows = await select(self._patient, members)
        query = """
            SELECT m.id, array_agg(c.id ORDER BY c.recorded_at, c.version) AS event_ids
              FROM unnest(%(ids)s::uuid[], %(leads)s::uuid[], %(tellers)s::uuid[], %(versions)s::int[],
                          %(told_versions)s::int[], %(outcomes)s::int[])
                     AS m(id, lead_id, told_by, version, told_version, outcome)
              JOIN contracts c ON (c.aggregate_id = m.told_by AND c.version IN (m.version, m.told_version))
                               OR (c.aggregate_id = m.lead_id AND c.version = m.outcome)
             GROUP BY m.id"""
        values = {
            "ids": [row["id"] for row in rows],
            "leads": [row["lead_id"] for row in rows],
            "tellers": [row["told_by"] for row in rows],
            "versions": [row["version"] for row in rows],
            "told_versions": [row["told_version"] for row in rows],
            "outcomes": [row["outcome_version"] if row["converted"] else None for row in rows],
        }
        found = {row["id"]: row["event_ids"] for row in await self._database.fetch_named(query, values)}
        return [{**row, "event_ids": found.get(row["id"], [])} for row in rows]

    def _counted(self, asked: Asked, chosen: SummaryFilter) -> LiteralString:
        """The CTE `counted`: every contact with its place among those with the lead, and what it led to."""
        return f"""{counting(asked, chosen, "assignment")}
          , told AS (
            SELECT c.id AS lead_id, c.name, c.grade, c.status, c.closed_at, c.outcome_version,
                   t.id, t.version, t.told_version, t.follow_up_id, t.author_id, t.owner_id, t.minutes_since_assignment,
                   t.method, t.result, t.replied, t.occurred_at
              FROM {contacts(asked, few=narrows(asked, chosen))} t
              JOIN chosen c ON c.id = t.lead_id
          ), numbered AS (
            SELECT *, row_number() OVER life AS attempt, lead(occurred_at) OVER life AS next_at
              FROM told WINDOW life AS (PARTITION BY lead_id ORDER BY occurred_at, id, version)
          ), led AS (
            SELECT *, status = 'converted' AND occurred_at <= closed_at AND coalesce(next_at > closed_at, true)
                     AS converted
              FROM numbered WHERE {between(chosen, "occurred_at")}
          ), counted AS (
            SELECT *, converted OR result IN ('interested', 'appointment') AS progressed FROM led
          )"""
