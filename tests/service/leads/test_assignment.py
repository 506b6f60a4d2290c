"""New leads are assigned by rule: in turn, within capacity, and once."""

import asyncio
from collections import Counter
from typing import Any

from crm_platform.ids import new_id
from crm_platform.messaging.effects import Reactions
from crm_testing.services import Running, person
from crm_testing.staff import effect_of, hear_of, react, sellers
from crm_testing.waiting import eventually
from leads.application.publishing import publishing

ADMIN = person("root", "admin")


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
    await hear_of(leads, *sellers(10))
    await register(leads, 300)
    await react(leads)
    await register(leads, 200)
    await react(leads)
    spread = await owners(leads)
    assert sum(spread.values()) == 500
    assert max(spread.values()) - min(spread.values()) <= 1


async def test_nobody_gets_more_than_their_capacity_and_closing_leads_makes_room(leads: Running) -> None:
    await hear_of(leads, *sellers(2, capacity=3))
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
    await effect_of(running, Reactions).take("leads", 0, [envelope])


async def test_a_lead_that_nobody_was_free_for_is_assigned_when_somebody_comes(leads: Running) -> None:
    await register(leads, 3)
    await react(leads)
    assert await owners(leads) == {}
    assert await unassigned(leads) == 3
    await hear_of(leads, *sellers(1))

    async def assigned() -> int:
        return (await owners(leads))["seller-01"]

    await eventually(assigned, timeout=20, until=lambda count: count == 3)
    assert await unassigned(leads) == 0


async def unassigned(running: Running) -> int:
    """How many leads are listed as waiting for an owner."""
    client = await running.as_(ADMIN)
    at: dict[str, Any] = {"unassigned": True, "min_position": await running.service.log.position()}
    return len((await client.get("/leads", params=at)).json()["items"])


async def test_taking_the_same_events_again_assigns_nobody_twice(leads: Running) -> None:
    await hear_of(leads, *sellers(3))
    await register(leads, 9)
    await asyncio.gather(react(leads), react(leads))
    await react(leads)
    assert sum((await owners(leads)).values()) == 9
