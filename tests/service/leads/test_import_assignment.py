"""Imported leads have their owner from the first moment on, by rounds of the ledger, and nothing assigns them again."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from uuid import UUID

import pytest_asyncio

from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_platform.context import reaction
from crm_platform.persistence.copies import Copies
from crm_testing.imports import imported, over, rows, start
from crm_testing.services import Running, person, service_under_test
from crm_testing.staff import hear_of, react, seller, sellers
from crm_testing.waiting import eventually
from leads.adapters.workloads import StoredWorkloads
from leads.application.ledger import Ledger
from leads.application.models import ActiveModels
from leads.application.policies import Assigner
from leads.bootstrap import build

ADMIN = person("root", "admin")
FILE = "公司,电话,地区\n" + "".join(f"C{n},138{n:08},east\n" for n in range(450))


@pytest_asyncio.fixture
async def leads(database: str) -> AsyncIterator[Running]:
    async with service_under_test(build, "leads", database) as running:
        yield running


def workloads(running: Running) -> StoredWorkloads:
    database = running.service.database
    return StoredWorkloads(database, Copies(database, {PersonRecorded: "person_id"}))


async def owners(running: Running) -> Counter[str]:
    found = await running.service.database.fetch(
        "SELECT state->'ownership'->>'owner_id' FROM events WHERE type = 'leads.LeadAssigned'"
    )
    return Counter(row[0] for row in found)


async def rounds(running: Running) -> list[int]:
    found = await running.service.database.fetch(
        "SELECT (state->>'number')::int FROM events WHERE type = 'leads.AssignmentRoundHeld' ORDER BY 1"
    )
    return [row[0] for row in found]


async def test_every_lead_is_registered_and_given_out_in_one_append_by_rounds_that_can_be_replayed(
    leads: Running,
) -> None:
    await hear_of(leads, *sellers(4))
    admin = await leads.as_(ADMIN)
    done = await imported(admin, FILE)
    assert done["created"] == 450
    spread = await owners(leads)
    assert sum(spread.values()) == 450
    assert max(spread.values()) - min(spread.values()) <= 1
    moments = await leads.service.database.fetch(
        "SELECT count(DISTINCT recorded_at), array_agg(type ORDER BY version) FROM events"
        " WHERE aggregate = 'leads.Lead' GROUP BY aggregate_id"
    )
    assert {(count, tuple(types)) for count, types in moments} == {
        (1, ("leads.LeadRegistered", "leads.LeadScored", "leads.LeadAssigned"))
    }
    ledger = Ledger(leads.service.log, workloads(leads))
    number, _ = await ledger.newest()
    replayed = [pair for n in range(1, number + 1) for pair in await ledger.replayed(n)]
    assert (number, len(replayed)) == (2, 450)
    assert all(decision.owner_id == owner for decision, owner in replayed)
    first = (await rows(admin, done["id"]))[0]["lead_id"]
    (entry,) = (await admin.get(f"/leads/{first}/assignments")).json()
    assert (entry["by"], entry["round"], len(entry["considered"])) == (f"import:{done['id']}", 1, 4)


async def test_the_reaction_to_a_registration_finds_an_imported_lead_assigned(leads: Running) -> None:
    await hear_of(leads, *sellers(3))
    admin = await leads.as_(ADMIN)
    await imported(admin, FILE)
    before = await leads.service.log.position()
    await react(leads)
    assert await leads.service.log.position() == before
    assert (await leads.events()).count("leads.LeadAssigned") == 450


async def test_leads_that_nobody_can_get_wait_and_rounds_have_no_gap(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    await imported(admin, "公司,电话,地区\nA,13800138000,east\n")
    assert await rounds(leads) == []
    await hear_of(leads, seller("li", capacity=1))
    await eventually(lambda: owners(leads), timeout=30, until=lambda found: found.total() == 1)
    await imported(admin, "公司,电话,地区\nB,13900139000,east\n")
    assert (await owners(leads)).total() == 1
    await hear_of(leads, seller("wang"))
    await eventually(lambda: owners(leads), timeout=30, until=lambda found: found.total() == 2)
    await imported(admin, "公司,电话,地区\nC,13700137000,east\n")
    assert await owners(leads) == Counter({"li": 1, "wang": 2})
    assert await rounds(leads) == [1, 2, 3]


async def test_an_import_beside_another_process_that_assigns_leaves_no_gap_and_loses_none(
    leads: Running, database: str
) -> None:
    await hear_of(leads, *sellers(5))
    admin = await leads.as_(ADMIN)
    api = [f"139{n:08}" for n in range(60)]
    async with service_under_test(build, "leads", database, parts=["serve"]) as other:
        assigner = Assigner(other.service.log, ActiveModels(other.service.log), workloads(other))

        async def assign_what_comes_by_hand() -> None:
            for phone in api:
                made = await admin.post("/leads", json={"name": phone, "phone": phone, "region": "east"})
                lead_id = UUID(made.json()["id"])
                await assigner.assign([lead_id], reaction("test", str(lead_id)))

        running = (await start(admin, FILE)).json()["id"]
        await asyncio.gather(assign_what_comes_by_hand(), over(admin, running, timeout=60))
    spread = await owners(leads)
    assert sum(spread.values()) == 510
    assert max(spread.values()) - min(spread.values()) <= 1
    numbers = await rounds(leads)
    assert numbers == list(range(1, len(numbers) + 1))
