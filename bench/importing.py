"""A file of leads through the public API, until every lead is registered, scored and assigned; then its undo."""

from __future__ import annotations

import asyncio
import csv
import time
from io import StringIO

import httpx
import psutil
import psycopg
from psycopg.types.json import Jsonb

from bench.generate import as_superuser
from bench.ground import SELLERS, Ground
from bench.table import Effort, Row, at_most
from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_local.people import Account
from crm_platform.security.scope import MANAGER

_BOSS = Account("boss", "Boss", (MANAGER,), team="south-1", region="south")
_WITHIN = 240.0  # seconds until a run is given up


async def measure(ground: Ground, effort: Effort) -> list[Row]:
    """Seconds to the last assignment and back, and the memory it takes, with the whole service in one process."""
    servers = await ground.kafka()
    url = await ground.leads_database()
    async with await psycopg.AsyncConnection.connect(as_superuser(url), autocommit=True) as database:
        await database.execute("SET search_path TO leads")
        await know_people(database)
        environment = {"KAFKA_BOOTSTRAP_SERVERS": servers}
        async with ground.workers("leads", url, 1, part="all", env=environment) as (port,):
            await _trial(ground, port, database)
            rested = _resident()
            registered, assigned, import_id = await _imported(ground, port, database, effort.imported)
            imported = _resident()
            undone = await _undone(ground, port, database, import_id, effort.imported)
            grown = max(imported, _resident()) - rested
    count, share = effort.imported, effort.imported / 50_000
    beside = f" (registered and scored after {registered:.1f} s)"
    return [
        at_most(f"import of {count:,} leads (CSV), scored and assigned", assigned, 60 * share, "s", beside),
        at_most(f"undo of it, until {count:,} leads are withdrawn", undone, 30 * share, "s"),
        at_most("memory that both take, beyond an import of 1,000", grown, 64, "MB"),
    ]


def _resident() -> float:
    """Megabytes that the worker holds."""
    worker = next(p for p in psutil.Process().children() if "bench.worker" in p.cmdline())
    return worker.memory_info().rss / 1024**2


async def know_people(database: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
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


async def _trial(ground: Ground, port: int, database: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
    """A first import, after which the worker has everything loaded that it will need."""
    await _started(ground, port, "/imports", _file(1_000, first=90_000_000))
    await _until(database, "leads.LeadAssigned", 1_000)


async def _imported(
    ground: Ground, port: int, database: psycopg.AsyncConnection[tuple[object, ...]], leads: int
) -> tuple[float, float, str]:
    """Seconds until all are registered, and until all are assigned, and the import's id."""
    content = _file(leads)
    began = time.monotonic()
    import_id = await _started(ground, port, "/imports", content)
    registered = await _until(database, "leads.LeadRegistered", leads + 1_000) - began
    return registered, await _until(database, "leads.LeadAssigned", leads + 1_000) - began, import_id


async def _undone(
    ground: Ground,
    port: int,
    database: psycopg.AsyncConnection[tuple[object, ...]],
    import_id: str,
    leads: int,
) -> float:
    """Seconds until the undo has ended with every lead withdrawn."""
    await _until(database, "leads.LeadImportFinished", 2)
    began = time.monotonic()
    await _started(ground, port, f"/imports/{import_id}/undo")
    ended = await _until(database, "leads.LeadImportUndone", 1) - began
    await _until(database, "leads.LeadWithdrawn", leads)
    return ended


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


async def _until(database: psycopg.AsyncConnection[tuple[object, ...]], kind: str, count: int) -> float:
    """When the log held so many events of a kind. Raises TimeoutError."""
    async with asyncio.timeout(_WITHIN):
        while True:
            cursor = await database.execute("SELECT count(*) FROM events WHERE type = %s", (kind,))
            if (await cursor.fetchone()) == (count,):
                return time.monotonic()
            await asyncio.sleep(0.2)


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
