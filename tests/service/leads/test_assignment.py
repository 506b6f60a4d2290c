"""New leads are assigned by rule: in turn, within capacity, and once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest_asyncio

from crm_contracts.envelope import Envelope
from crm_contracts.integration_gateway.v1 import PersonRecorded
from crm_contracts.registry import type_of
from crm_platform.ids import new_id
from crm_platform.messaging.effects import Effect, Facts, Reactions
from crm_testing.services import Running, person, service_under_test
from crm_testing.waiting import eventually
from leads.application.publishing import publishing
from leads.bootstrap import build

ADMIN = person("root", "admin")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest_asyncio.fixture
async def leads(database: str) -> AsyncIterator[Running]:
    async with service_under_test(build, "leads", database) as running:
        yield running


def effect(running: Running, kind: type[Effect]) -> Effect:
    return next(s.effect for s in running.service.subscriptions if isinstance(s.effect, kind))


async def hire(running: Running, people: int, capacity: int | None = None) -> None:
    envelopes = []
    for number in range(1, people + 1):
        content = PersonRecorded(
            person_id=f"seller-{number:02}", name=f"Seller {number}", roles=["salesperson"], team="t", region="east",
            capacity=capacity, active=True, source_version=1,
        )  # fmt: skip
        envelopes.append(
            Envelope(
                id=new_id(), type=type_of(content), source="integration-gateway", subject=str(new_id()), time=NOON,
                position=number, version=1, correlationid="c", causationid=None, actor="hr", traceparent=None,
                data=content.model_dump(mode="json"),
            )
        )  # fmt: skip
    await effect(running, Facts).take("integration-gateway", 0, envelopes)


async def react(running: Running) -> None:
    """Take everything that leads has published, as its own consumer does."""
    events = await running.service.log.read(0, 10_000)
    envelopes = [e for e in map(publishing.envelope, events) if e is not None]
    await effect(running, Reactions).take("leads", 0, envelopes)


async def register(running: Running, count: int) -> None:
    client = await running.as_(ADMIN)
    for begin in range(0, count, 50):
        bodies = [
            {"name": f"Company {n}", "email": f"c{n}-{new_id().hex[-6:]}@x.example"}
            for n in range(begin, begin + 50)
        ]
        answers = await asyncio.gather(
            *(client.post("/leads", json=body) for body in bodies[: count - begin])
        )
        assert {a.status_code for a in answers} == {201}


async def owners(running: Running) -> Counter[str]:
    rows = await running.service.database.fetch(
        "SELECT state->'ownership'->>'owner_id' FROM events WHERE type = 'leads.LeadAssigned'"
    )
    return Counter(row[0] for row in rows)


async def test_leads_spread_evenly_over_ten_people(leads: Running) -> None:
    await hire(leads, 10)
    await register(leads, 300)
    await react(leads)
    await register(leads, 200)
    await react(leads)
    spread = await owners(leads)
    assert sum(spread.values()) == 500
    assert max(spread.values()) - min(spread.values()) <= 1


async def test_nobody_gets_more_than_their_capacity_and_closing_leads_makes_room(leads: Running) -> None:
    await hire(leads, 2, capacity=3)
    await register(leads, 10)
    await react(leads)
    assert await owners(leads) == {"seller-01": 3, "seller-02": 3}
    client = await leads.as_(ADMIN)
    at: dict[str, str | int] = {"owner": "seller-01", "min_position": await leads.service.log.position()}
    mine = (await client.get("/leads", params=at)).json()["items"]
    for lead in mine:
        assert (
            await client.post(f"/leads/{lead['id']}/disqualify", json={"reason": "no budget"})
        ).status_code == 200

    async def room() -> bool:
        await register(leads, 1)
        await react_to_newest(leads)
        return (await owners(leads))["seller-01"] > 3

    await eventually(room, timeout=15)


async def react_to_newest(running: Running) -> None:
    rows = await running.service.database.fetch(
        "SELECT position FROM events WHERE type = 'leads.LeadRegistered' ORDER BY position DESC LIMIT 1"
    )
    (event,) = await running.service.log.read(rows[0][0] - 1, 1)
    envelope = publishing.envelope(event)
    assert envelope is not None
    await effect(running, Reactions).take("leads", 0, [envelope])


async def test_a_lead_that_nobody_was_free_for_is_assigned_when_somebody_comes(leads: Running) -> None:
    await register(leads, 3)
    await react(leads)
    assert await owners(leads) == {}
    await hire(leads, 1)

    async def assigned() -> int:
        return (await owners(leads))["seller-01"]

    await eventually(assigned, timeout=20, until=lambda count: count == 3)


async def test_taking_the_same_events_again_assigns_nobody_twice(leads: Running) -> None:
    await hire(leads, 3)
    await register(leads, 9)
    await asyncio.gather(react(leads), react(leads))
    await react(leads)
    assert sum((await owners(leads)).values()) == 9
