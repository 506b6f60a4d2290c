"""An import and its undo while those who carry them out are killed: every row has its effect once, none is skipped."""

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from operator import le
from pathlib import Path

import httpx

from crm_local.processes import ServerProcess
from crm_platform.runtime import Service
from crm_testing.imports import over, rows, start, undo_ended
from crm_testing.services import count, effects, person, service_under_test
from crm_testing.waiting import eventually
from leads.bootstrap import build

ROWS = int(os.environ.get("KUAICRM_FAULT_ROWS", "10000"))
EDITED = 50
ADMIN = person("root", "admin")


async def test_an_import_and_its_undo_have_every_effect_once_through_kills(
    database: str, tmp_path: Path
) -> None:
    async with service_under_test(build, "leads", database, parts={"serve", "project"}) as running:
        service, admin = running.service, await running.as_(ADMIN)
        table = "".join(f"C{n},138{n:08},c{n}@x.example\n" for n in range(ROWS))
        import_id = (await start(admin, "company,phone,email\n" + table)).json()["id"]
        await carried_out(service, tmp_path, partial(count, service, "leads.LeadRegistered"))
        async with scheduling(service, tmp_path):
            done = await over(admin, import_id, timeout=120)
        assert (done["created"], done["done"], done["duplicates"], done["invalid"]) == (ROWS, ROWS, 0, 0)
        assert await effects(service, "leads.LeadRegistered") == (ROWS, ROWS)
        assert await effects(service, "leads.LeadClaimed") == (2 * ROWS, 2 * ROWS)
        assert await rows_stored(service) == (ROWS, 2, ROWS + 1)

        edited = await edit(admin, import_id)
        assert (await admin.post(f"/imports/{import_id}/undo")).status_code == 202
        await carried_out(service, tmp_path, partial(count, service, "leads.LeadWithdrawn"))
        async with scheduling(service, tmp_path):
            done = await undo_ended(admin, import_id)
        assert (done["withdrawn"], done["kept"]) == (ROWS - EDITED, EDITED)
        assert await effects(service, "leads.LeadWithdrawn") == (ROWS - EDITED, ROWS - EDITED)
        assert await effects(service, "leads.LeadClaimReleased") == (2 * (ROWS - EDITED),) * 2
        kept = await rows(admin, import_id, undo="kept")
        assert {row["lead_id"] for row in kept} == edited
        assert all(row["undo_reasons"][0]["actor"] == "root" for row in kept)
        position = {"min_position": str(await service.log.position())}
        listed = (await admin.get("/leads", params={"limit": 100, **position})).json()["items"]
        assert {lead["id"] for lead in listed} == edited


async def carried_out(service: Service, home: Path, progress: Callable[[], Awaitable[int]]) -> None:
    """Let processes begin it and kill each midway; a standby takes over from the second one."""
    for share in (0.2, 0.6):
        async with scheduling(service, home) as active, scheduling(service, home) as standby:
            await eventually(progress, timeout=90, until=partial(le, ROWS * share))
            await active.kill()
            await standby.kill()
            print(f"\nkilled after {await progress()} of {ROWS}")


@asynccontextmanager
async def scheduling(service: Service, home: Path) -> AsyncIterator[ServerProcess]:
    """A process that carries imports out, or waits until no other does; killed at the end of the block."""
    process = ServerProcess.spawn(
        [sys.executable, "-m", "leads", "schedule"],
        cwd=home,
        log=home / "schedule.log",
        env={
            "KUAICRM_DATABASE_URL": service.settings.database_url,
            "KUAICRM_ISSUER": service.settings.issuer,
            "KUAICRM_LOG_LEVEL": "WARNING",
        },
    )
    try:
        yield process
    finally:
        await process.kill()


async def edit(admin: httpx.AsyncClient, import_id: str) -> set[str]:
    """Change leads here and there by hand."""
    chosen: set[str] = set()
    for place in range(EDITED):
        (row,) = await rows(admin, import_id, after=place * (ROWS // EDITED) + 1, limit=1)
        answer = await admin.patch(f"/leads/{row['lead_id']}", json={"notes": "called"})
        assert answer.status_code == 200, answer.text
        chosen.add(row["lead_id"])
    return chosen


async def rows_stored(service: Service) -> tuple[int, int, int]:
    found = await service.database.fetch(
        "SELECT count(DISTINCT lead_id), min(row), max(row) FROM import_rows"
    )
    return found[0][0], found[0][1], found[0][2]
