"""Conversions while every process they go through is killed: one opportunity each, one customer per company, one link."""

import asyncio
import os
from collections.abc import AsyncIterator
from functools import partial
from operator import le

import httpx
import pytest_asyncio

from crm_testing.fixtures import real_kafka
from crm_testing.fleet import Fleet, fleet
from crm_testing.homes import clear, new_home
from crm_testing.load import Load
from crm_testing.services import effects
from crm_testing.waiting import eventually

LEADS = int(os.environ.get("KUAICRM_FAULT_CONVERSIONS", "200"))
COMPANIES = max(1, LEADS // 4)
PROCESSES = (
    "leads.serve",
    "leads.relay",
    "leads.consume",
    "leads.project",
    "opportunities",
    "integration-gateway",
)
WISH = {"makes": ["opportunity", "customer"], "amount": {"amount": "1000.00", "currency": "CNY"}}
_AT_ONCE = 16  # requests that a kill can hit


@pytest_asyncio.fixture
async def running() -> AsyncIterator[Fleet]:
    """A fleet that is ready, with the logs of leads and opportunities at hand."""
    home = new_home()
    real_kafka(home)  # says what is missing where no real Kafka can be had
    try:
        async with fleet(home) as made:
            made.start(*PROCESSES)
            await made.ready(*PROCESSES)
            databases = [made.services[name].database for name in ("leads", "opportunities")]
            for database in databases:
                await database.open()
            yield made
            for database in databases:
                await database.close()
    finally:
        await clear(home)


async def test_conversions_have_every_effect_once_through_kills(running: Fleet) -> None:
    load, room = Load(running), asyncio.Semaphore(_AT_ONCE)
    customers = running.peers.master_data.stored["customers"]
    known = len(customers)

    async def convert(client: httpx.AsyncClient, number: int) -> None:
        company = f"Fault {number % COMPANIES} GmbH"
        lead = {"name": company, "company": company, "email": f"{number}@fault-{number}.example"}
        async with room:
            made = await load.command(client, "leads", "/leads", lead)
            await load.command(client, "leads", f"/leads/{made['id']}/convert", WISH, again=True)

    async with httpx.AsyncClient(timeout=8, trust_env=False) as client, asyncio.TaskGroup() as selling:
        for number in range(LEADS):
            selling.create_task(convert(client, number))
        for place, name in enumerate(PROCESSES, 1):
            share = LEADS * place / (len(PROCESSES) + 1)
            await eventually(
                lambda: count(running, "leads.LeadConverted"), timeout=90, until=partial(le, share)
            )
            await running.kill(name)
            running.start(name)
            print(f"\n{name} killed after {await count(running, 'leads.LeadConverted')} of {LEADS}")

    await eventually(lambda: count(running, "leads.LeadCustomerLinked"), timeout=90, until=partial(le, LEADS))
    await eventually(
        lambda: count(running, "opportunities.OpportunityOpened"), timeout=60, until=partial(le, LEADS)
    )
    print(f"{load.repeated} sent again, statuses {dict(load.statuses)}")
    for kind in (
        "leads.LeadConverted",
        "leads.ConversionBegun",
        "leads.LeadCustomerLinked",
        "opportunities.OpportunityOpened",
    ):
        assert await told(running, kind) == (LEADS, LEADS), kind
    for kind in ("leads.CustomerRequestOpened", "leads.CustomerRequestFulfilled"):
        assert await told(running, kind) == (COMPANIES, COMPANIES), kind
    assert len(customers) - known == COMPANIES
    assert load.different_answers == []
    assert running.dead == []
    assert load.statuses[500] == 0


async def count(running: Fleet, kind: str) -> int:
    return (await told(running, kind))[0]


async def told(running: Fleet, kind: str) -> tuple[int, int]:
    """How many events of a kind its service's log holds, and of how many aggregates."""
    return await effects(running.services[kind.partition(".")[0]], kind)
