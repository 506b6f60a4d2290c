"""Reminders fall due in the same minute while those who give them are killed: each comes once, in time."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import le
from pathlib import Path
from uuid import UUID

from crm_local.processes import ServerProcess
from crm_platform.context import reaction
from crm_platform.ids import derived_id
from crm_platform.runtime import Service
from crm_platform.values import Ownership
from crm_testing.services import service_under_test
from crm_testing.waiting import eventually
from leads.bootstrap import build
from leads.domain.follow_ups import Task
from leads.domain.lead import Lead, LeadProfile

LEADS = int(os.environ.get("KUAICRM_FAULT_REMINDERS", "2000"))
"""So many; ten thousand by the variable."""

IN_TIME = timedelta(seconds=60)
_AT_ONCE = 1_000


async def test_what_is_due_at_once_is_fired_once_each_through_kills(database: str, tmp_path: Path) -> None:
    async with service_under_test(build, "leads", database, parts={"serve", "project"}) as running:
        service = running.service
        due_at = datetime.now(UTC) + timedelta(seconds=1 + LEADS / 400)
        for begin in range(0, LEADS, _AT_ONCE):
            await asyncio.gather(
                *(plan(service, number, due_at) for number in range(begin, min(begin + _AT_ONCE, LEADS)))
            )
        ready = max(due_at, datetime.now(UTC))
        for share in (0.2, 0.6):
            async with scheduling(service, tmp_path) as active, scheduling(service, tmp_path) as standby:
                await eventually(lambda: fired(service), timeout=90, until=partial(le, LEADS * share))
                await active.kill()
                await standby.kill()
                print(f"\nkilled after {await fired(service)} of {LEADS}")
        async with scheduling(service, tmp_path):
            await eventually(lambda: fired(service), timeout=90, until=partial(le, LEADS))
            await a_round_later(service)
        rows = await service.database.fetch(
            "SELECT count(*), count(DISTINCT aggregate_id), count(DISTINCT metadata->>'command'),"
            " min(recorded_at), max(recorded_at) FROM events WHERE type = 'leads.LeadFollowUpDue'"
            " AND state->>'name' <> 'Last'"
        )
        count, of, keys, first, last = rows[0]
        seconds = (last - first).total_seconds()
        print(
            f"{count} reminders in {seconds:.1f} s, kills included; at most {await fastest(service)} in a second"
        )
        assert (count, of, keys) == (LEADS, LEADS, LEADS)
        assert last - ready < IN_TIME


async def plan(service: Service, number: int, due_at: datetime, name: str = "Wang") -> None:
    """A lead with an owner and something to be done at that time."""
    now = datetime.now(UTC)
    lead = Lead.register(id_of(number), LeadProfile(name=name), now=now)
    lead.assign(Ownership(owner_id=f"seller-{number % 50}"), "Seller", reason="by hand", now=now)
    lead.schedule(Task(id=derived_id("task", str(number)), due_at=due_at), now=now)
    await service.log.save(reaction("test", f"lead-{number}"), lead)


def id_of(number: int) -> UUID:
    return derived_id("fault-lead", str(number))


async def fired(service: Service) -> int:
    rows = await service.database.fetch("SELECT count(*) FROM events WHERE type = 'leads.LeadFollowUpDue'")
    return int(rows[0][0])


async def fastest(service: Service) -> int:
    rows = await service.database.fetch(
        "SELECT count(*) FROM events WHERE type = 'leads.LeadFollowUpDue'"
        " GROUP BY date_trunc('second', recorded_at) ORDER BY 1 DESC LIMIT 1"
    )
    return int(rows[0][0])


async def a_round_later(service: Service) -> None:
    """Return when something that fell due afterwards was fired, too: whatever was to be fired again has been."""
    await plan(service, LEADS, datetime.now(UTC), name="Last")
    await eventually(
        lambda: service.database.fetch(
            "SELECT FROM events WHERE type = 'leads.LeadFollowUpDue' AND aggregate_id = %s", id_of(LEADS)
        ),
        timeout=20,
    )


@asynccontextmanager
async def scheduling(service: Service, home: Path) -> AsyncIterator[ServerProcess]:
    """A process that gives reminders, or waits until no other does; killed at the end of the block."""
    settings = service.settings
    process = ServerProcess.spawn(
        [sys.executable, "-m", "leads", "schedule"],
        cwd=home,
        log=home / "schedule.log",
        env={
            "KUAICRM_DATABASE_URL": settings.database_url,
            "KUAICRM_ISSUER": settings.issuer,
            "KUAICRM_LOG_LEVEL": "WARNING",
        },
    )
    try:
        yield process
    finally:
        await process.kill()
