"""Who may get leads and when, how much each has, and what waits: from copies, views and the log itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_platform.persistence.copies import Copies
from crm_platform.persistence.database import Database
from leads.adapters.views import LEADS
from leads.application.policies import Week
from leads.application.waiting import WaitingLead
from leads.domain.availability import Leave, WorkingHours
from leads.domain.pools import PoolTerms
from leads.domain.rounds import AssignmentRound

_PATIENCE = timedelta(seconds=2)  # in which the policy for new leads acts


class StoredWorkloads:
    """People and their workloads as stored."""

    def __init__(self, database: Database, copies: Copies) -> None:
        self._database = database
        self._copies = copies

    async def person(self, person_id: str) -> PersonRecorded | None:
        return await self._copies.get(PersonRecorded, person_id)

    async def people(self) -> list[PersonRecorded]:
        return await self._copies.all(PersonRecorded)

    async def weeks(self) -> Mapping[tuple[str, str], Week]:
        """When people and teams work, by ("person" or "team", id)."""
        rows = await self._database.fetch(
            "SELECT kind, who, hours, leaves FROM availability_list WHERE recorded_to IS NULL"
        )
        return {
            (kind, who): Week(
                hours and WorkingHours.model_validate(hours),
                tuple(Leave.model_validate(leave) for leave in leaves or ()),
            )
            for kind, who, hours, leaves in rows
        }

    async def pools(self) -> Mapping[str, PoolTerms]:
        """The terms of every pool by its code."""
        rows = await self._database.fetch("SELECT code, terms FROM pool_list WHERE recorded_to IS NULL")
        return {code: PoolTerms.model_validate(terms) for code, terms in rows}

    async def open_leads(self) -> tuple[int, Counter[str]]:
        """Open leads by owner, and the log position up to which they are counted."""
        rows = await self._database.fetch(
            "SELECT p.position, l.owner_id, l.leads"
            " FROM (SELECT coalesce(max(position), 0) AS position FROM positions WHERE name = %s) p"
            " LEFT JOIN (SELECT owner_id, count(*) AS leads FROM lead_list"
            " WHERE recorded_to IS NULL AND status = 'open' AND owner_id IS NOT NULL GROUP BY owner_id) l ON true",
            LEADS.position_name,
        )
        return rows[0][0], Counter({owner: leads for _, owner, leads in rows if owner is not None})

    async def given_since(self, position: int) -> tuple[int, Counter[str]]:
        """Leads that people got, less those they lost, in the log after `position`; and up to where.

        What was closed shows when open leads are counted anew: until then its owner has rather less room than more.
        """
        rows = await self._database.fetch(
            "SELECT position, state->'ownership'->>'owner_id', state->>'previous_owner_id' FROM events"
            " WHERE position > %s AND type IN ('leads.LeadAssigned', 'leads.LeadReleased') ORDER BY position",
            position,
        )
        given: Counter[str] = Counter()
        for _, owner, previous in rows:
            given.update([owner] if owner else [])
            given.subtract([previous] if previous else [])
        return (rows[-1][0] if rows else position), given

    async def held(self, numbers: Sequence[int]) -> list[int]:
        """Which of these rounds exist."""
        ids = {AssignmentRound.id_of(number): number for number in numbers}
        rows = await self._database.fetch(
            "SELECT aggregate_id FROM events WHERE aggregate_id = ANY(%s) AND version = 1", list(ids)
        )
        return [ids[row[0]] for row in rows]

    async def waiting(self, now: datetime, limit: int, after: WaitingLead | None = None) -> list[WaitingLead]:
        """Leads that have waited for a while, the best first, behind one of them."""
        rows = await self._database.fetch(
            "SELECT id, waiting_since, region, told, -coalesce(score, -1) AS place FROM lead_list"
            " WHERE recorded_to IS NULL AND status = 'open' AND waiting_since < %s"
            " AND (%s::int IS NULL OR (-coalesce(score, -1), id) > (%s, %s)) ORDER BY place, id LIMIT %s",
            now - _PATIENCE,
            after and after.order,
            after and after.order,
            after and after.id,
            limit,
        )
        return [WaitingLead(*row) for row in rows]

    async def left_alone(self, now: datetime, limit: int) -> list[tuple[UUID, datetime]]:
        """Leads that are to come back to a pool, with the time when that was due, for the scheduler."""
        rows = await self._database.fetch(
            "SELECT l.id, greatest(l.changed_at, l.last_follow_up_at) + p.days * interval '1 day' FROM lead_list l CROSS JOIN LATERAL ("
            " SELECT p.recycle_after_days AS days FROM pool_list p"
            " WHERE p.recorded_to IS NULL AND p.recycle_after_days IS NOT NULL AND (p.code = l.came_from"
            " OR p.teams || p.regions || p.people = '{}' OR l.owner_id = ANY(p.people) OR l.team = ANY(p.teams)"
            " OR l.region = ANY(p.regions)) ORDER BY (p.code = l.came_from) IS TRUE DESC, p.code LIMIT 1) p"
            " WHERE l.recorded_to IS NULL AND l.status = 'open' AND l.owner_id IS NOT NULL"
            " AND l.changed_at < %s - (SELECT min(recycle_after_days) FROM pool_list WHERE recorded_to IS NULL)"
            " * interval '1 day' AND greatest(l.changed_at, l.last_follow_up_at) + p.days * interval '1 day' <= %s ORDER BY 2 LIMIT %s",
            now,
            now,
            limit,
        )
        return [(lead_id, due_at) for lead_id, due_at in rows]

    async def in_pools(self) -> dict[str, int]:
        """How many leads lie in each pool."""
        rows = await self._database.fetch(
            "SELECT pool, count(*) FROM lead_list WHERE recorded_to IS NULL AND status = 'open'"
            " AND pool IS NOT NULL GROUP BY pool"
        )
        return dict(rows)

    async def unfinished(self, _now: datetime, limit: int) -> list[tuple[UUID, datetime]]:
        """Transfers that are not finished, oldest first, for the scheduler."""
        rows = await self._database.fetch(
            "SELECT id, started_at FROM transfer_list"
            " WHERE recorded_to IS NULL AND status = 'running' ORDER BY started_at LIMIT %s",
            limit,
        )
        return [(transfer_id, started_at) for transfer_id, started_at in rows]

    async def given_by_rule(self, begins: datetime, ends: datetime) -> dict[str, int]:
        """Leads that rules gave to each person in a period."""
        rows = await self._database.fetch(
            "SELECT state->'ownership'->>'owner_id', count(*) FROM events"
            " WHERE recorded_at >= %s AND recorded_at < %s AND type = 'leads.LeadAssigned'"
            " AND state->>'rule' IS NOT NULL GROUP BY 1",
            begins,
            ends,
        )
        return dict(rows)
