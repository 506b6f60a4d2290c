"""Merges and their undoing while the process that does them is killed: each has its effects once, and none is half."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from operator import le
from pathlib import Path
from uuid import uuid4

import httpx

from crm_local.issuer import Issuer
from crm_local.processes import ServerProcess, accepts_connections, free_port
from crm_platform.http.server import listening, serving
from crm_platform.runtime import Service
from crm_testing.services import Running, count, effects, person, service_under_test
from crm_testing.waiting import eventually
from leads.bootstrap import build

PAIRS = int(os.environ.get("KUAICRM_FAULT_MERGES", "400"))
ADMIN = person("root", "admin")
LI = person("li", "salesperson", team="east-1", region="east")
HOT = {"thresholds": [{"points": 20, "name": "hot"}]}
CALL = {"due_at": "2099-01-01T09:00:00Z", "text": "call"}
_AT_ONCE = 16  # requests that a kill can hit

Pair = tuple[str, str]
"""Survivor and absorbed lead."""


async def test_merges_and_their_undoing_have_every_effect_once_through_kills(
    database: str, tmp_path: Path
) -> None:
    async with service_under_test(build, "leads", database, parts={"serve", "project"}) as running:
        service = running.service
        pairs = await registered(running)
        assert await effects(service, "leads.LeadScoreCrossed") == (PAIRS, PAIRS)

        await done_through_kills(service, tmp_path, pairs, "merge", "leads.LeadMerged")
        for kind in ("leads.LeadMerged", "leads.LeadAbsorbed", "leads.LeadClaimTaken"):
            assert await effects(service, kind) == (PAIRS, PAIRS), kind
        assert await effects(service, "leads.LeadScoreCrossed") == (2 * PAIRS, 2 * PAIRS)
        assert await to_be_called(service) == {survivor for survivor, _ in pairs}

        await done_through_kills(service, tmp_path, pairs, "unmerge", "leads.LeadUnmerged")
        for kind in ("leads.LeadUnmerged", "leads.LeadRestored"):
            assert await effects(service, kind) == (PAIRS, PAIRS), kind
        assert await effects(service, "leads.LeadClaimTaken") == (2 * PAIRS, PAIRS)
        assert await effects(service, "leads.LeadScoreCrossed") == (2 * PAIRS, 2 * PAIRS)
        assert await to_be_called(service) == {absorbed for _, absorbed in pairs}


async def registered(running: Running) -> list[Pair]:
    """Leads in pairs; the second one has a phone, a good score and something to be done."""
    admin, client = await running.as_(ADMIN), await running.as_(LI)
    assert (await admin.put("/scoring/thresholds", json=HOT)).status_code == 200

    async def register(number: int) -> Pair:
        one = {"name": f"One {number}", "email": f"one-{number}@x.example"}
        other = {"name": f"Other {number}", "phone": f"138{number:08}", "company_size": 5000}
        ids = [(await client.post("/leads", json=lead)).json()["id"] for lead in (one, other)]
        planned = await client.put(f"/leads/{ids[1]}/next-step", json=CALL)
        assert planned.status_code == 200, planned.text
        return ids[0], ids[1]

    return list(await asyncio.gather(*(register(number) for number in range(PAIRS))))


async def done_through_kills(
    service: Service, home: Path, pairs: list[Pair], command: str, event: str
) -> None:
    """Send the command for every pair until it is answered, while the process that answers is killed twice."""
    issuer_port, port = free_port(), free_port()
    issuer = Issuer(f"http://127.0.0.1:{issuer_port}", home / "issuer")
    sent = 0

    async def send(client: httpx.AsyncClient, room: asyncio.Semaphore, pair: Pair) -> None:
        nonlocal sent
        url = f"http://127.0.0.1:{port}/api/leads/v1/leads/{pair[0]}/{command}"
        key = {"idempotency-key": str(uuid4())}
        async with room:
            while True:
                await eventually(partial(accepts_connections, port), timeout=60)
                token = {"authorization": f"Bearer {issuer.access_token(LI)}"}
                sent += 1
                with suppress(httpx.TransportError):
                    answer = await client.post(url, json={"absorbed_id": pair[1]}, headers=key | token)
                    if answer.status_code < 500:
                        assert answer.status_code == 200, answer.text
                        return

    async with (
        serving(issuer.app(), listening("127.0.0.1", issuer_port)),
        httpx.AsyncClient(timeout=10, trust_env=False) as client,
        asyncio.TaskGroup() as sending,
    ):
        room = asyncio.Semaphore(_AT_ONCE)
        tasks = [sending.create_task(send(client, room, pair)) for pair in pairs]
        for share in (0.2, 0.6):
            async with answering(service, home, issuer, port):
                await eventually(lambda: count(service, event), timeout=90, until=partial(le, PAIRS * share))
            print(f"\n{command}: killed after {await count(service, event)} of {PAIRS}")
        async with answering(service, home, issuer, port):
            await asyncio.gather(*tasks)
    print(f"{command}: {sent - PAIRS} sent again")


@asynccontextmanager
async def answering(service: Service, home: Path, issuer: Issuer, port: int) -> AsyncIterator[None]:
    """A process that answers requests; killed at the end of the block."""
    process = ServerProcess.spawn(
        [sys.executable, "-m", "leads", "serve"],
        cwd=home,
        log=home / "serve.log",
        env={
            "KUAICRM_DATABASE_URL": service.settings.database_url,
            "KUAICRM_ISSUER": issuer.url,
            "KUAICRM_PORT": str(port),
            "KUAICRM_RATE_LIMIT": "0",
            "KUAICRM_LOG_LEVEL": "WARNING",
        },
    )
    try:
        yield
    finally:
        await process.kill()


async def to_be_called(service: Service) -> set[str]:
    """The leads that something is to be done about, once the list shows everything."""
    lists = service.projector
    leads = next(view for view in lists.views if view.name == "lead_list")
    position = await service.log.position()

    async def shown() -> bool:
        rows = await service.database.fetch(
            "SELECT position FROM positions WHERE name = %s", leads.position_name
        )
        return bool(rows and rows[0][0] >= position)

    await eventually(shown, timeout=30)
    rows = await service.database.fetch(
        "SELECT id::text FROM lead_list WHERE recorded_to IS NULL AND next_follow_up_at IS NOT NULL"
    )
    return {row[0] for row in rows}
