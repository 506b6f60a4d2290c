"""Processes do not mind in which order they, the database and the broker come up, or that one of them is not there yet."""

from collections.abc import AsyncIterator
from functools import partial
from operator import eq
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from crm_testing.fixtures import real_kafka
from crm_testing.fleet import SERVICES, Fleet, fleet
from crm_testing.homes import clear, new_home
from crm_testing.load import Load
from crm_testing.waiting import eventually


@pytest_asyncio.fixture
async def early() -> AsyncIterator[Fleet]:
    """A fleet without database and broker."""
    home = new_home()
    real_kafka(home)  # says what is missing where no real Kafka can be had
    try:
        async with fleet(home, servers=False) as made:
            yield made
    finally:
        await clear(home)


@pytest.mark.parametrize(
    "database_first", [True, False], ids=["database-then-broker", "broker-then-database"]
)
async def test_services_that_start_first_become_ready_when_their_servers_are_there(
    early: Fleet, database_first: bool
) -> None:
    early.start(*SERVICES)
    for service in SERVICES:
        await eventually(partial(early.health, service, "live"), timeout=30, until=partial(eq, 200))
        assert await early.health(service, "ready") == 503
    for start in (early.start_postgres, early.start_kafka)[:: 1 if database_first else -1]:
        await start()
    await early.ready(*SERVICES, seconds=60)
    load = Load(early)
    async with httpx.AsyncClient(timeout=10, trust_env=False) as http:
        lead_id = str(uuid4())
        await load.command(http, "leads", "/leads", {"id": lead_id, "name": "Early bird"})
        answer = await load.command(http, "leads", f"/leads/{lead_id}/convert", {})
        await load.appears(http, "opportunities", f"/opportunities/{answer['opportunity_id']}")
    assert early.dead == []


async def test_a_process_ends_within_ten_seconds_whatever_it_waits_for(early: Fleet) -> None:
    await early.start_postgres()
    await early.start_kafka()
    early.start(*SERVICES)
    await early.ready(*SERVICES)
    load = Load(early)
    async with httpx.AsyncClient(timeout=10, trust_env=False) as http:
        for _ in range(10):
            await load.command(http, "leads", "/leads", {"name": "In hand", "email": f"{uuid4()}@x.example"})
        early.postgres.pause()
        try:
            await early.terminate(*SERVICES, seconds=10)
        finally:
            early.postgres.resume()
