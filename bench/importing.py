"""A file of leads through the public API, until every lead is registered, scored and assigned."""

from __future__ import annotations

import asyncio
import csv
import time
from io import StringIO

import httpx
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
    """Seconds from the request to the last assignment, with the whole service in one process."""
    servers = await ground.kafka()
    url = await ground.leads_database()
    async with await psycopg.AsyncConnection.connect(as_superuser(url), autocommit=True) as database:
        await database.execute("SET search_path TO leads")
        await _know_people(database)
        environment = {"KAFKA_BOOTSTRAP_SERVERS": servers}
        async with ground.workers("leads", url, 1, part="all", env=environment) as (port,):
            registered, assigned = await _imported(ground, port, database, effort.imported)
    most = 15 * effort.imported / 10_000
    what = f"import of {effort.imported:,} leads (CSV), scored and assigned"
    return [at_most(what, assigned, most, "s", f" (registered and scored after {registered:.1f} s)")]


async def _know_people(database: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
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


async def _imported(
    ground: Ground, port: int, database: psycopg.AsyncConnection[tuple[object, ...]], leads: int
) -> tuple[float, float]:
    """Seconds until all are registered, and until all are assigned."""
    began = time.monotonic()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        answer = await client.post(
            "/api/leads/v1/imports",
            files={"file": ("leads.csv", _file(leads), "text/csv")},
            headers={"authorization": f"Bearer {ground.token(_BOSS)}", "idempotency-key": "import"},
        )
        answer.raise_for_status()
    registered = await _until(database, "leads.LeadRegistered", leads) - began
    return registered, await _until(database, "leads.LeadAssigned", leads) - began


async def _until(database: psycopg.AsyncConnection[tuple[object, ...]], kind: str, count: int) -> float:
    """When the log held so many events of a kind. Raises TimeoutError."""
    async with asyncio.timeout(_WITHIN):
        while True:
            cursor = await database.execute("SELECT count(*) FROM events WHERE type = %s", (kind,))
            if (await cursor.fetchone()) == (count,):
                return time.monotonic()
            await asyncio.sleep(0.2)


def _file(leads: int) -> bytes:
    text = StringIO()
    table = csv.writer(text)
    table.writerow(["公司", "联系人", "电话", "邮箱", "地区", "来源", "规模", "需求"])
    for number in range(leads):
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
