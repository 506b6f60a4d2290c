"""Assignments are exact across processes, and the ledger tells, replays and tries them."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from crm_platform.context import reaction
from crm_platform.ids import new_id
from crm_testing.services import Running, person, service_under_test
from crm_testing.staff import effect_of, hear_of, react, seller, sellers
from crm_testing.waiting import eventually
from leads.adapters.workloads import StoredWorkloads
from leads.application.ledger import Ledger
from leads.application.policies import Assigner
from leads.bootstrap import build
from leads.domain.lead import Lead, LeadProfile

from crm_contracts.integration_gateway.v1 import PersonRecorded  # isort: skip
from crm_platform.messaging.effects import Reactions  # isort: skip
from crm_platform.persistence.copies import Copies  # isort: skip

ADMIN = person("root", "admin")
BOSS = person("boss", "manager", team="t", region="east")


async def registered(running: Running, count: int, **profile: Any) -> list[UUID]:
    """Leads that came in, not assigned yet."""
    log, ids = running.service.log, [new_id() for _ in range(count)]
    now = datetime.now(UTC)
    known = LeadProfile(name="Acme", **profile)
    await asyncio.gather(
        *(log.save(reaction("test", str(id_)), Lead.register(id_, known, now=now)) for id_ in ids)
    )
    return ids


async def owners(running: Running) -> Counter[str]:
    rows = await running.service.database.fetch(
        "SELECT state->'ownership'->>'owner_id' FROM events WHERE type = 'leads.LeadAssigned'"
    )
    return Counter(row[0] for row in rows)


def assigner_of(running: Running) -> Assigner:
    reactions = effect_of(running, Reactions)
    assert isinstance(reactions, Reactions)
    (policy,) = reactions._policies.values()
    assigner = policy.__self__  # type: ignore[attr-defined]
    assert isinstance(assigner, Assigner)
    return assigner


def ledger_of(running: Running) -> Ledger:
    database = running.service.database
    return Ledger(
        running.service.log, StoredWorkloads(database, Copies(database, {PersonRecorded: "person_id"}))
    )


async def test_two_processes_that_assign_a_thousand_leads_spread_them_evenly_and_each_once(
    leads: Running, database: str
) -> None:
    await hear_of(leads, *sellers(10))
    ids = await registered(leads, 1_000, region="east")
    async with service_under_test(build, "leads", database, parts=["serve"]) as other:
        one, two = assigner_of(leads), assigner_of(other)

        async def assign(assigner: Assigner, mine: list[UUID]) -> None:
            for at in range(0, len(mine), 10):
                await assigner.assign(mine[at : at + 10], reaction("test", "one of both"))

        await asyncio.gather(assign(one, ids[:550]), assign(two, ids[:449:-1]))
    spread = await owners(leads)
    assert sum(spread.values()) == 1_000
    assert max(spread.values()) - min(spread.values()) <= 1
    ledger = ledger_of(leads)
    number, _ = await ledger.newest()
    replayed = [pair for n in range(1, number + 1) for pair in await ledger.replayed(n)]
    assert len(replayed) == 1_000
    assert all(decision.owner_id == owner for decision, owner in replayed)


async def test_two_processes_never_fill_anybody_beyond_their_capacity(leads: Running, database: str) -> None:
    await hear_of(leads, *sellers(4, capacity=7))
    ids = await registered(leads, 60, region="east")
    async with service_under_test(build, "leads", database, parts=["serve"]) as other:
        assigners = [assigner_of(leads), assigner_of(other)]
        await asyncio.gather(
            *(assigners[n % 2].assign([id_], reaction("test", str(id_))) for n, id_ in enumerate(ids))
        )
    assert set((await owners(leads)).values()) == {7}


async def test_people_rules_and_claims_at_once_give_each_lead_to_one_and_lose_none(leads: Running) -> None:
    await hear_of(leads, *sellers(5))
    client = await leads.as_(ADMIN)
    assert (await client.put("/pools/public", json={"name": "Public", "name_zh": "公海"})).status_code == 200
    ids = await registered(leads, 50, region="east")
    log = leads.service.log
    for id_ in ids[25:]:
        await log.change(
            reaction("test", f"pool {id_}"),
            Lead,
            id_,
            lambda lead: lead.release("public", "Public", rule="r", reason="r", now=datetime.now(UTC)),
        )
    claimers = [await leads.as_(person(f"claimer-{n}", "salesperson")) for n in range(2)]
    assigner = assigner_of(leads)

    async def by_rule(id_: UUID) -> None:
        await assigner.assign([id_], reaction("test", f"rule {id_}"))

    async def by_hand(id_: UUID) -> int:
        body = {"owner_id": "seller-01", "reason": "mine"}
        return (await client.post(f"/leads/{id_}/assign", json=body)).status_code

    manual, _, claimed = await asyncio.gather(
        asyncio.gather(*(by_hand(id_) for id_ in ids[:25])),
        asyncio.gather(*(by_rule(id_) for id_ in ids)),
        asyncio.gather(*(c.post(f"/leads/{id_}/claim") for id_ in ids[25:] for c in claimers)),
    )
    assert set(manual) == {200}
    assert Counter(answer.status_code for answer in claimed) == {200: 25, 409: 25}
    for id_ in ids[25:]:
        events = [e.type for e in await log.history(id_)]
        assert events.count("leads.LeadAssigned") == 1
    for id_ in ids:
        assert (await log.load(Lead, id_)).ownership is not None


async def test_a_lead_tells_who_was_considered_and_why_nobody_else_got_it(leads: Running) -> None:
    away = {
        "begins": datetime.now(UTC).isoformat(),
        "ends": (datetime.now(UTC) + timedelta(days=2)).isoformat(),
    }
    await hear_of(leads, seller("a"), seller("b"), seller("c", active=False), seller("d", capacity=0))
    client = await leads.as_(ADMIN)
    answer = await client.post("/people/b/leave", json=away | {"reason": "holiday"})
    assert answer.status_code == 201
    await leads.service.projector.reached(
        next(v for v in leads.service.projector.views if v.name == "availability_list"),
        int(answer.headers["x-position"]),
    )
    (id_,) = await registered(leads, 1, region="east")
    await react(leads)
    at = {"min_position": await leads.service.log.position()}
    (entry,) = (await client.get(f"/leads/{id_}/assignments", params=at)).json()
    assert (entry["owner_id"], entry["rule"], entry["rules_version"]) == ("a", "本区域轮流", 0)
    assert {c["person_id"]: c["outcome"] for c in entry["considered"]} == {
        "a": "chosen",
        "b": "on_leave",
        "c": "inactive",
        "d": "full",
    }
    body = {"owner_id": "b", "reason": "knows them"}
    assert (await client.post(f"/leads/{id_}/assign", json=body)).status_code == 200
    entries = (await client.get(f"/leads/{id_}/assignments")).json()
    assert [(e["owner_id"], e["by"], e["round"]) for e in entries] == [
        ("a", entries[0]["by"], 1),
        ("b", "root", None),
    ]
    other = await leads.as_(person("nosy", "salesperson"))
    assert (await other.get(f"/leads/{id_}/assignments")).status_code == 404


async def test_rules_have_a_history_and_are_tried_on_what_was(leads: Running) -> None:
    await hear_of(leads, *sellers(4))
    client = await leads.as_(ADMIN)
    rules = [{"name": "all", "condition": "true", "method": "round_robin"}]
    assert (
        await client.put("/assignment-rules", json={"rules": rules, "reason": "start"})
    ).status_code == 200
    await registered(leads, 40, region="east", source="website")
    await react(leads)
    same = (await client.post("/assignment-rules/dry-run", json={"rules": rules})).json()
    assert (same["leads"], same["changed"], same["differences"]) == (40, 0, [])
    other = [{"name": "web", "condition": "source == 'website'", "method": "person", "people": [{"person_id": "seller-02"}]}]  # fmt: skip
    tried = (await client.post("/assignment-rules/dry-run", json={"rules": other})).json()
    assert (tried["changed"], tried["after"], tried["unassigned"]) == (30, {"seller-02": 40}, 0)
    assert {each["name"] for each in tried["differences"]} == {"Acme"}
    assert tried["before"] == {f"seller-{n:02}": 10 for n in range(1, 5)}
    assert (
        await client.put("/assignment-rules", json={"rules": other, "reason": "web team"})
    ).status_code == 200
    versions = (await client.get("/assignment-rules/versions")).json()
    assert [(v["version"], v["reason"], v["by"]) for v in versions] == [
        (1, "start", "root"),
        (2, "web team", "root"),
    ]
    assert len(await owners(leads)) == 4
    bad = [{"name": "p", "condition": "true", "method": "pool", "pool": "nowhere"}]
    refusal = await client.put("/assignment-rules", json={"rules": bad})
    assert (refusal.status_code, refusal.json()["errors"][0]["pointer"]) == (422, "#/rules/0/pool")
    salesperson = await leads.as_(person("seller-01", "salesperson"))
    assert (await salesperson.post("/assignment-rules/dry-run", json={"rules": other})).status_code == 403


async def test_fairness_is_leads_by_capacity_between_the_most_and_the_least(leads: Running) -> None:
    await hear_of(leads, seller("a", capacity=10), seller("b", capacity=30))
    client = await leads.as_(ADMIN)
    rules = [{"name": "all", "condition": "true", "method": "least_load"}]
    assert (await client.put("/assignment-rules", json={"rules": rules})).status_code == 200
    await registered(leads, 20)
    await react(leads)
    now = datetime.now(UTC)
    period = {
        "begins": (now - timedelta(hours=1)).isoformat(),
        "ends": (now + timedelta(hours=1)).isoformat(),
    }
    report = (await client.get("/assignment-fairness", params=period)).json()
    assert [(p["person_id"], p["leads"], p["per_capacity"]) for p in report["people"]] == [
        ("a", 5, 0.5),
        ("b", 15, 0.5),
    ]
    assert report["spread"] == 0
    backwards = {"begins": period["ends"], "ends": period["begins"]}
    assert (await client.get("/assignment-fairness", params=backwards)).status_code == 422


async def test_a_lead_that_nobody_can_get_is_told_to_its_managers_once_and_assigned_later(
    leads: Running,
) -> None:
    await hear_of(
        leads,
        seller("boss", roles=["manager"], region="east"),
        seller("far", roles=["manager"], region="west"),
        seller("root", roles=["admin"], region=None),
        seller("full", capacity=0),
    )
    log = leads.service.log
    long_ago = datetime.now(UTC) - timedelta(minutes=4)
    for region in ("east", "east", "north"):
        profile = LeadProfile(name=f"Acme {region}", region=region)
        await log.save(reaction("test", str(new_id())), Lead.register(new_id(), profile, now=long_ago))

    async def told() -> list[dict[str, Any]]:
        rows = await leads.service.database.fetch(
            "SELECT state FROM events WHERE type = 'leads.LeadLeftWaiting' ORDER BY state->>'name', position"
        )
        return [row[0] for row in rows]

    found = await eventually(told, timeout=20, until=lambda events: len(events) == 3)
    notices = [(e["name"], e["recipients"], e["waiting"]) for e in found]
    assert sorted(notices) == [("Acme east", [], 2), ("Acme east", ["boss"], 2), ("Acme north", ["root"], 1)]
    await hear_of(leads, seller("new"))
    await eventually(lambda: owners(leads), timeout=20, until=lambda spread: spread["new"] == 3)
    assert len(await told()) == 3
