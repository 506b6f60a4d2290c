"""Reads the contracts themselves: whether one is here yet, and whether any is missing."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime

from analytics.views.asking import Gap, TypeCount
from crm_contracts.topics import PARTITIONS
from crm_platform.errors import NotYet
from crm_platform.persistence.database import Database
from crm_platform.signals import Signal

MOST_GAPS = 1_000
_WAIT = 2.0  # seconds
_LOOK = 0.05  # seconds; another process may be the one that takes them in


class ContractView:
    """The contracts consumed. `consumer` names the positions of who takes them in, `stored` is set when it did."""

    def __init__(self, database: Database, consumer: str, stored: Signal) -> None:
        self._database = database
        self._consumer = consumer
        self._stored = stored

    async def reached(self, positions: Iterable[tuple[str, int]]) -> None:
        """Return when the contract at each position of its source is here. Raises `NotYet` after 2 s."""
        stored = self._stored.subscribe()
        deadline = asyncio.get_running_loop().time() + _WAIT
        for source, position in positions:
            while not await self._is_here(source, position):
                if asyncio.get_running_loop().time() > deadline:
                    raise NotYet(retry_after=1)
                await stored.wait(_LOOK)

    async def _is_here(self, source: str, position: int) -> bool:
        """Or everything behind it is, in every partition: the position may be that of an event nobody publishes."""
        rows = await self._database.fetch(
            "SELECT EXISTS (SELECT FROM contracts WHERE source = %s AND position = %s)"
            " OR (SELECT count(*) = %s AND min(position) >= %s FROM positions WHERE name LIKE %s)",
            source,
            position,
            PARTITIONS,
            position,
            f"{self._consumer}/{source}/%",
        )
        return bool(rows[0][0])

    async def gaps(self, as_of: datetime | None) -> Sequence[Gap]:
        """What is missing, up to `MOST_GAPS`. Reads every contract, within a minute."""
        known = "" if as_of is None else "WHERE recorded_at <= %(as_of)s"
        query = f"""
            SELECT c.source, g.aggregate_id, g.before + 1, g.version - 1
              FROM (SELECT aggregate_id, version, lag(version, 1, 0) OVER (PARTITION BY aggregate_id ORDER BY version) AS before
                      FROM contracts {known}) g
              JOIN contracts c ON c.aggregate_id = g.aggregate_id AND c.version = g.version
             WHERE g.version > g.before + 1 ORDER BY 1, 2, 3 LIMIT {MOST_GAPS}"""
        async with await self._database.connect(statement_timeout="60s") as connection:
            cursor = await connection.execute(query.encode(), {"as_of": as_of})
            return [Gap(*row) for row in await cursor.fetchall()]

    async def types(self, as_of: datetime | None) -> Sequence[TypeCount]:
        """How many contracts of each type there are. Reads every contract, within a minute."""
        known = "" if as_of is None else "WHERE recorded_at <= %(as_of)s"
        query = f"SELECT type, count(*), min(position), max(position) FROM contracts {known} GROUP BY type ORDER BY type"
        async with await self._database.connect(statement_timeout="60s") as connection:
            cursor = await connection.execute(query.encode(), {"as_of": as_of})
            return [TypeCount(*row) for row in await cursor.fetchall()]

    async def parked(self) -> int:
        """How many events could not be taken, or wait behind one that could not."""
        rows = await self._database.fetch("SELECT count(*) FROM parked WHERE consumer = %s", self._consumer)
        return int(rows[0][0])
