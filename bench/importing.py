"""Files of leads through the public API, until every lead is registered, scored and assigned; then the undo of one.

What is shown later than that (lists, consumers of the events) is told beside it.
"""

from __future__ import annotations

import asyncio
import csv
import time
from collections import Counter
from io import StringIO
from typing import Any

import httpx
import psutil
import psycopg
from psycopg.types.json import Jsonb

from bench.generate import as_superuser
from bench.ground import SELLERS, Ground
from bench.table import Effort, Row, at_most
from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_local.people import Account
from crm_platform.security.scope import ADMIN, MANAGER

_BOSS = Account("boss", "Boss", (MANAGER,), team="south-1", region="south")
_ADMIN = Account("root", "Root", (ADMIN,))
_WITHIN = 240.0  # seconds until a run is given up
_FIRST_TRIAL, _SMALLER_FROM, _WARNED_FROM = 90_000_000, 70_000_000, 80_000_000

Database = psycopg.AsyncConnection[tuple[Any, ...]]


class Watch:
    """What the log holds, counted on from where it was counted last, so that looking costs the server next to nothing."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._position = 0
        self._counts: Counter[str] = Counter()

    async def count(self, kind: str) -> int:
        """How many events of a kind there are now."""
        cursor = await self.database.execute(
            "SELECT type, count(*)::int, max(position) FROM events WHERE position > %s GROUP BY type",
            (self._position,),
        )
        for each, count, position in await cursor.fetchall():
            self._counts[each] += count
            self._position = max(self._position, position)
        return self._counts[kind]

    async def until(self, kind: str, count: int) -> float:
        """When there were so many events of a kind. Raises TimeoutError."""
        async with asyncio.timeout(_WITHIN):
            while True:
                if await self.count(kind) >= count:
                    return time.monotonic()
                await asyncio.sleep(0.2)

    async def level(self) -> float:
        """When every import had ended and every view, the relay and every consumer had taken all there is."""
        async with asyncio.timeout(_WITHIN):
            while True:
                if not await (await self.database.execute(_BEHIND)).fetchall():
                    return time.monotonic()
                await asyncio.sleep(0.2)


_BEHIND = """
WITH told AS (SELECT partition, max(position) AS position FROM published GROUP BY partition),
     newest AS (SELECT max(position) AS position FROM events)
SELECT FROM positions p, newest WHERE (p.name LIKE 'view/%' OR p.name LIKE 'relay/%') AND p.position < newest.position
UNION ALL SELECT FROM positions p JOIN told ON p.name LIKE 'leads.%/leads/' || told.partition
 WHERE p.position < told.position
UNION ALL SELECT FROM import_list WHERE recorded_to IS NULL AND due_at IS NOT NULL
"""


async def measure(ground: Ground, effort: Effort) -> list[Row]:
    """Seconds to the last assignment and back, and the memory it takes, with the whole service in one process."""
    servers = await ground.kafka()
    url = await ground.leads_database()
    large, small = effort.imported, effort.imported // 5
    async with await psycopg.AsyncConnection.connect(as_superuser(url), autocommit=True) as database:
        await database.execute("SET search_path TO leads")
        await know_people(database)
        watch = Watch(database)
        environment = {"KAFKA_BOOTSTRAP_SERVERS": servers}
        async with ground.workers("leads", url, 1, part="all", env=environment) as (port,):
            # After a first one, the worker has everything loaded that it will need.
            await _imported(ground, port, watch, _file(1_000, first=_FIRST_TRIAL))
            rested = _resident()
            smaller, _, _ = await _imported(ground, port, watch, _file(small, first=_SMALLER_FROM))
            larger, level, import_id = await _imported(ground, port, watch, _file(large))
            imported = _resident()
            undone = await _undone(ground, port, watch, import_id, large)
            grown = max(imported, _resident()) - rested
            await _warn(ground, port)
            warned, _, _ = await _imported(ground, port, watch, _file(small, first=_WARNED_FROM))
    share, beside = large / 50_000, f" (lists and consumers level after {level:.1f} s)"
    held = f"import of {small:,} leads held against {small + 2_000:,} by the keys of likely duplicates"
    return [
        at_most(f"import of {small:,} leads (CSV), scored and assigned", smaller, 15 * share, "s"),
        at_most(f"import of {large:,} leads (CSV), scored and assigned", larger, 60 * share, "s", beside),
        at_most(f"undo of it, until {large:,} leads are withdrawn", undone, 30 * share, "s"),
        at_most("memory that both take, beyond an import of 1,000", grown, 64, "MB"),
        at_most(held, warned, 30 * share, "s"),
    ]


def _resident() -> float:
    """Megabytes that the worker holds."""
    worker = next(p for p in psutil.Process().children() if "bench.worker" in p.cmdline())
    return worker.memory_info().rss / 1024**2


async def know_people(database: Database) -> None:
    """The directory, as if the gateway had published it long ago."""
    for seller in SELLERS:
        person = PersonRecorded(
            person_id=seller.subject,
            name=seller.name,
            roles=list(seller.roles),
            team=seller.team,
            region=seller.region,
            active=True,
            source_version=1,
        )
        await database.execute(
            "INSERT INTO copies VALUES (%s, %s, 1, %s)",
            ("PersonRecorded", seller.subject, Jsonb(person.model_dump(mode="json"))),
        )


async def _imported(ground: Ground, port: int, watch: Watch, content: bytes) -> tuple[float, float, str]:
    """Seconds until every lead of a file is assigned, and until all the service has seen that; and the import's id."""
    assigned = await watch.count("leads.LeadAssigned") + content.count(b"\n") - 1
    began = time.monotonic()
    import_id = await _started(ground, port, "/imports", content)
    seconds = await watch.until("leads.LeadAssigned", assigned) - began
    return seconds, await watch.level() - began, import_id


async def _undone(ground: Ground, port: int, watch: Watch, import_id: str, leads: int) -> float:
    """Seconds until the undo has ended with every lead withdrawn."""
    began = time.monotonic()
    await _started(ground, port, f"/imports/{import_id}/undo")
    ended = await watch.until("leads.LeadImportUndone", 1) - began
    await watch.until("leads.LeadWithdrawn", leads)
    await watch.level()
    return ended


async def _warn(ground: Ground, port: int) -> None:
    """From now on imports look for likely duplicates."""
    policies = {"channels": {"import": {"exact": "block", "likely": "warn"}}}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/leads/v1", timeout=60) as client:
        headers = {"authorization": f"Bearer {ground.token(_ADMIN)}", "idempotency-key": "warn"}
        (await client.put("/duplicate-policies", json=policies, headers=headers)).raise_for_status()


async def _started(ground: Ground, port: int, path: str, content: bytes | None = None) -> str:
    """Post a file, or nothing, and give the id of the import."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/leads/v1", timeout=60) as client:
        answer = await client.post(
            path,
            files={"file": ("leads.csv", content, "text/csv")} if content else None,
            headers={"authorization": f"Bearer {ground.token(_BOSS)}"},
        )
        answer.raise_for_status()
        return str(answer.json()["id"])


def _file(leads: int, *, first: int = 0) -> bytes:
    text = StringIO()
    table = csv.writer(text)
    table.writerow(["公司", "联系人", "电话", "邮箱", "地区", "来源", "规模", "需求"])
    for number in range(first, first + leads):
        table.writerow(
            [
                f"华南精密机械{number}有限公司",
                "李娜",
                f"138{number:08d}",
                f"buyer.{number}@example.com",
                "south",
                "展会",
                str(20 + number % 2_000),
                "新生产线需要两台五轴加工中心，年内交付",
            ]
        )
    return text.getvalue().encode()
