"""Reads the analysis of leads from the facts: its cells, and the leads behind each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from analytics.metrics.funnel import Total
from analytics.metrics.leads import LeadCell
from analytics.views.asking import (
    Asked,
    Attribution,
    Group,
    LeadBy,
    LeadCut,
    LeadFilter,
    Period,
    between,
    too_many_cells,
)
from analytics.views.binding import bound
from analytics.views.lead_rows import contacts, counting, merged, narrows, telling
from analytics.views.patience import PatientReads
from crm_platform.persistence.database import Database
from crm_platform.persistence.views import select

_BUCKET: LiteralString = "CAST(date_trunc(%(period)s, registered_at AT TIME ZONE %(zone)s) AS date)"

_KEYS: Mapping[LeadBy, LiteralString] = {
    "nothing": "NULL::text",
    "source": "source",
    "campaign": "campaign",
    "channel": "channel",
    "grade": "grade",
    "score_band": """CASE WHEN score >= 80 THEN '80-100' WHEN score >= 60 THEN '60-79' WHEN score >= 40 THEN '40-59'
        WHEN score >= 20 THEN '20-39' WHEN score >= 0 THEN '0-19' END""",
    "owner": "owner_id",
    "team": "team",
    "region": "region",
    "path": "coalesce(first_source, '?') || ' > ' || coalesce(last_source, '?')",
    "touches": "CASE WHEN touches >= 5 THEN '5+' ELSE touches::text END",
    "follow_ups": "CASE WHEN follow_ups >= 5 THEN '5+' ELSE follow_ups::text END",
}

_CONDITIONS: Mapping[LeadCut, LiteralString] = {
    "leads": "true",
    "contacted": "contacted_at IS NOT NULL",
    "converted": "status = 'converted'",
    "lost": "status = 'disqualified'",
    "open": "status = 'open'",
    "touches": "touches > 0",
    "follow_ups": "follow_ups > 0",
}

MEMBERS = sa.Table(
    "members",
    sa.MetaData(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("name", sa.Text),
    sa.Column("company", sa.Text),
    sa.Column("source", sa.Text),
    sa.Column("campaign", sa.Text),
    sa.Column("owner_id", sa.Text),
    sa.Column("status", sa.Text),
    sa.Column("score", sa.Integer),
    sa.Column("grade", sa.Text),
    sa.Column("registered_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("contacted_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("closed_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("opportunity_id", sa.Uuid),
    sa.Column("touches", sa.BigInteger),
    sa.Column("follow_ups", sa.BigInteger),
    sa.Column("version", sa.Integer),
    sa.Column("outcome_version", sa.Integer),
)
"""The leads behind a figure: `version` is that of the registration, `outcome_version` that of the newest status."""

# Rows (lead_id, id, version) of the events that make a lead count, beside its registration; it is `m`, `part` its parts.
_OUTCOME: LiteralString = "SELECT m.id, m.id, m.outcome_version FROM m"
_CONTACTS: LiteralString = """
    SELECT part.lead_id, f.id, unnest(ARRAY[f.version, t.version]), t.occurred_at
      FROM part JOIN lead_follow_ups f ON f.id = part.id AND {begun_f}
      JOIN lead_follow_up_terms t ON t.id = f.id AND t.follow_up_id = f.follow_up_id AND {known_t}"""


class LeadView:
    """The leads a caller may see, in groups."""

    def __init__(self, database: Database, patient: PatientReads, zone: ZoneInfo, most_cells: int) -> None:
        self._database = database
        self._patient = patient
        self._zone = zone
        self._most_cells = most_cells

    async def cells(
        self, asked: Asked, chosen: LeadFilter, by: LeadBy, period: Period | None
    ) -> list[LeadCell]:
        """What is counted per group, and per period of registration when there is one.

        Raises `Invalid` for too many cells.
        """
        bucket: LiteralString = "NULL::date" if period is None else _BUCKET
        query = f"""{self._counted(asked, chosen, by)}
            SELECT {_KEYS[by]} AS key, {bucket} AS period, count(*) AS leads, count(contacted_at) AS contacted,
                   count(*) FILTER (WHERE {_CONDITIONS["converted"]}) AS converted,
                   count(*) FILTER (WHERE {_CONDITIONS["lost"]}) AS lost,
                   sum(touches) AS touches, sum(follow_ups) AS follow_ups, count(score) AS scored, sum(score) AS scores,
                   array_agg(to_contact) FILTER (WHERE contacted_at IS NOT NULL) AS contacted_after,
                   array_agg(to_contact) FILTER (WHERE contacted_at IS NULL) AS contacted_not_for,
                   array_agg(to_conversion) FILTER (WHERE status = 'converted') AS converted_after,
                   array_agg(to_conversion) FILTER (WHERE status <> 'converted') AS converted_not_for
              FROM counted GROUP BY 1, 2 LIMIT {self._most_cells + 1}"""
        values = {**self._values(asked, chosen), "period": period}
        rows = await self._patient.fetch_named(query, values)
        if len(rows) > self._most_cells:
            raise too_many_cells(self._most_cells, "by" if period is None else "period")
        return [_cell(row) for row in rows]

    async def names(self, asked: Asked, by: LeadBy) -> dict[str, tuple[str, str]]:
        """The English and Chinese names of sources or campaigns, by code."""
        queries: Mapping[LeadBy, LiteralString] = {
            "source": f"""SELECT s ->> 'code' AS code, s ->> 'name_en' AS en, s ->> 'name_zh' AS zh
                FROM lead_sources x, jsonb_array_elements(x.sources) s WHERE {asked.known("x")}""",
            "campaign": f"SELECT code, name AS en, name AS zh FROM lead_campaigns x WHERE {asked.known('x')}",
        }
        if (query := queries.get(by)) is None:
            return {}
        rows = await self._database.fetch_named(query, {"as_of": asked.as_of})
        return {row["code"]: (row["en"], row["zh"]) for row in rows}

    async def costs(self, asked: Asked, by: LeadBy) -> dict[str | None, list[Total]]:
        """What the campaigns cost, per source or campaign and currency."""
        columns: Mapping[LeadBy, LiteralString] = {"source": "source", "campaign": "code"}
        if (column := columns.get(by)) is None:
            return {}
        query = f"""SELECT {column} AS key, currency, sum(amount) AS amount FROM lead_campaigns x
             WHERE {asked.known("x")} AND amount IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"""
        costs: dict[str | None, list[Total]] = {}
        for row in await self._database.fetch_named(query, {"as_of": asked.as_of}):
            costs.setdefault(row.pop("key"), []).append(Total(**row))
        return costs

    def members(
        self,
        asked: Asked,
        chosen: LeadFilter,
        by: LeadBy,
        cut: LeadCut,
        group: Group | None,
        period: tuple[Period, date] | None,
    ) -> sa.Select[Any]:
        """The rows of `MEMBERS` behind one figure, of a group and of a period where they are given."""
        values = self._values(asked, chosen)
        conditions: list[LiteralString] = [_CONDITIONS[cut]]
        if group is not None:
            conditions.append(f"{_KEYS[by]} IS NOT DISTINCT FROM CAST(%(key)s AS text)")
            values |= {"key": group.key}
        if period is not None:
            conditions.append(f"{_BUCKET} = CAST(%(begins)s AS date)")
            values |= {"period": period[0], "begins": period[1]}
        query = f"""{self._counted(asked, chosen, by)}
            SELECT id, name, company, source, campaign, owner_id, status, score, grade, registered_at, contacted_at,
                   closed_at, opportunity_id, touches, follow_ups, version, outcome_version
              FROM counted WHERE {" AND ".join(f"({each})" for each in conditions)}"""
        return sa.select(MEMBERS).add_cte(bound(query, values).columns(*MEMBERS.columns).cte(MEMBERS.name))

    async def figure(self, members: sa.Select[Any], cut: LeadCut) -> int:
        """The figure itself: how many leads, or touches or follow-ups, there are."""
        counted: sa.ColumnElement[Any] = (
            sa.func.coalesce(sa.func.sum(MEMBERS.c[cut]), 0)
            if cut in ("touches", "follow_ups")
            else sa.func.count(MEMBERS.c.id)
        )
        rows = await select(self._patient, members.with_only_columns(counted.label("total")))
        return int(rows[0]["total"])

    async def with_events(
        self, asked: Asked, cut: LeadCut, members: sa.Select[Any]
    ) -> Sequence[dict[str, Any]]:
        """The rows, each with the ids of the events that made it count."""
        rows = await select(self._patient, members)
        contacts = _CONTACTS.format(begun_f=asked.begun("f"), known_t=asked.known("t"))
        proofs: Mapping[LeadCut, LiteralString] = {
            "contacted": f"""SELECT lead_id, id, version FROM (
                SELECT c.*, rank() OVER (PARTITION BY lead_id ORDER BY occurred_at, id) AS nth
                  FROM ({contacts}) c(lead_id, id, version, occurred_at)) c WHERE nth = 1""",
            "converted": _OUTCOME,
            "lost": _OUTCOME,
            "open": _OUTCOME,
            "touches": f"""SELECT part.lead_id, h.id, h.version FROM part
                JOIN lead_touches h ON h.id = part.id AND {asked.begun("h")}""",
            "follow_ups": f"SELECT lead_id, id, version FROM ({contacts}) c(lead_id, id, version, occurred_at)",
        }
        further: LiteralString = "" if cut == "leads" else f"UNION {proofs[cut]}"
        query = f"""
            WITH RECURSIVE {merged(asked.known)}, m AS (
              SELECT * FROM unnest(%(ids)s::uuid[], %(versions)s::int[], %(outcome_versions)s::int[])
                         AS m(id, version, outcome_version)
            ), part AS (
              SELECT m.id AS lead_id, m.id FROM m UNION ALL SELECT p.lead_id, p.id FROM parts p JOIN m ON m.id = p.lead_id
            ), proof(lead_id, id, version) AS (SELECT m.id, m.id, m.version FROM m {further})
            SELECT x.lead_id AS id, array_agg(c.id ORDER BY c.recorded_at, c.version) AS event_ids
              FROM proof x JOIN contracts c ON c.aggregate_id = x.id AND c.version = x.version GROUP BY 1"""
        values = {
            "ids": [row["id"] for row in rows],
            "versions": [row["version"] for row in rows],
            "outcome_versions": [row["outcome_version"] for row in rows],
            "as_of": asked.as_of,
        }
        found = {row["id"]: row["event_ids"] for row in await self._database.fetch_named(query, values)}
        return [{**row, "event_ids": found.get(row["id"], [])} for row in rows]

    def _values(self, asked: Asked, chosen: LeadFilter) -> dict[str, Any]:
        own = {"source": chosen.source, "campaign": chosen.campaign, "zone": self._zone.key}
        return {**asked.values(chosen, self._zone), **own}

    @staticmethod
    def _counted(asked: Asked, chosen: LeadFilter, by: LeadBy) -> LiteralString:
        """The CTE `counted`: the cohort's leads with their path, and how long each step took or has not happened."""
        source, campaign, channel = _ATTRIBUTED[chosen.attribution]
        conditions: list[LiteralString] = ["true"]
        if chosen.source is not None:
            conditions.append(f"{source} = %(source)s")
        if chosen.campaign is not None:
            conditions.append(f"{campaign} = %(campaign)s")
        few = narrows(asked, chosen) or (chosen.since or chosen.until) is not None
        return f"""{counting(asked, chosen, chosen.score_at, between(chosen, "registered_at"))}
          , {_touched(asked, few=few, detailed=by in ("path", "channel") or chosen.attribution != "recorded")}
          , contacted AS (
            SELECT lead_id, count(*) AS follow_ups, min(occurred_at) AS contacted_at
              FROM {contacts(asked, few=few)} t GROUP BY 1
          ), counted AS (
            SELECT c.id, c.name, c.company, {source} AS source, {campaign} AS campaign, {channel} AS channel,
                   c.owner_id, c.team, c.region, c.status, c.score, c.grade, c.registered_at, f.contacted_at, c.closed_at,
                   c.opportunity_id, c.version, c.outcome_version, h.first_source, h.last_source,
                   coalesce(h.touches, 0) AS touches, coalesce(f.follow_ups, 0) AS follow_ups,
                   greatest(0, date_part('epoch', coalesce(f.contacted_at, c.closed_at, %(now)s) - c.registered_at))
                     AS to_contact,
                   greatest(0, date_part('epoch', CASE WHEN c.status = 'converted' THEN c.closed_at ELSE %(now)s END
                     - c.registered_at)) AS to_conversion
              FROM chosen c LEFT JOIN touched h ON h.lead_id = c.id LEFT JOIN contacted f ON f.lead_id = c.id
             WHERE {" AND ".join(conditions)}
          )"""


def _touched(asked: Asked, *, few: bool, detailed: bool) -> LiteralString:
    """The CTE `touched`: how often each lead came to us and, in detail, first and last, which takes sorting."""
    touches = telling("lead_touches", asked.begun("x"), few=few)
    if not detailed:
        return f"""touched AS (
            SELECT lead_id, count(*) AS touches, NULL::text AS first_source, NULL::text AS last_source,
                   NULL::text AS first_channel
              FROM {touches} h GROUP BY 1
          )"""
    columns: Sequence[LiteralString] = ("source", "campaign", "channel")
    ends: Sequence[tuple[LiteralString, LiteralString]] = (("first", "nth"), ("last", "nth_last"))
    picked = ", ".join(
        f"max({c}) FILTER (WHERE {nth} = 1) AS {end}_{c}" for end, nth in ends for c in columns
    )
    return f"""placed AS (
            SELECT c.id AS lead_id, h.source, h.campaign, h.channel,
                   row_number() OVER (PARTITION BY c.id ORDER BY h.occurred_at, h.id, h.version) AS nth,
                   row_number() OVER (PARTITION BY c.id ORDER BY h.occurred_at > coalesce(c.closed_at, 'infinity'),
                     h.occurred_at DESC, h.id DESC, h.version DESC) AS nth_last
              FROM {touches} h JOIN chosen c ON c.id = h.lead_id
          ), touched AS (SELECT lead_id, count(*) AS touches, {picked} FROM placed GROUP BY lead_id)"""


_ATTRIBUTED: Mapping[Attribution, tuple[LiteralString, LiteralString, LiteralString]] = {
    "recorded": ("c.source", "c.campaign", "h.first_channel"),
    "first": ("h.first_source", "h.first_campaign", "h.first_channel"),
    "last": ("h.last_source", "h.last_campaign", "h.last_channel"),
}


def _cell(row: dict[str, Any]) -> LeadCell:
    # Sums are decimals, or nothing where there is nothing to sum; so are the lists of what none has.
    sums = {name: int(row[name] or 0) for name in ("touches", "follow_ups", "scores")}
    spells = {name: seconds or () for name, seconds in row.items() if name.endswith(("_after", "_not_for"))}
    return LeadCell(**(row | sums | spells))
