"""Pools, availability and transfers through the API."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from crm_platform.context import reaction
from crm_platform.ids import new_id
from crm_platform.values import Ownership
from crm_testing.services import Running, person, service_under_test
from crm_testing.staff import hear_of, react, seller, sellers
from crm_testing.waiting import eventually
from leads.bootstrap import build
from leads.domain.lead import Lead, LeadProfile

ADMIN = person("root", "admin")
BOSS = person("boss", "manager", team="t", region="east")
LI = person("li", "salesperson", team="t", region="east")
WU = person("wu", "salesperson", team="u", region="west")
PUBLIC = {"name": "Public", "name_zh": "公海"}


async def owned(
    running: Running,
    count: int,
    owner: str = "li",
    *,
    team: str = "t",
    at: datetime | None = None,
    **profile: Any,
) -> list[UUID]:
    """Leads of somebody, given at `at`."""
    now, ids = at or datetime.now(UTC), [new_id() for _ in range(count)]

    def lead(id_: UUID, number: int) -> Lead:
        made = Lead.register(id_, LeadProfile(name=f"Acme {number}", **profile), now=now)
        made.assign(Ownership(owner_id=owner, team=team, region="east"), owner, reason="test", now=now)
        return made

    log = running.service.log
    await asyncio.gather(
        *(log.save(reaction("test", str(id_)), lead(id_, number)) for number, id_ in enumerate(ids))
    )
    return ids


async def open_pool(running: Running, code: str = "public", **terms: Any) -> None:
    client = await running.as_(ADMIN)
    assert (await client.put(f"/pools/{code}", json=PUBLIC | terms)).status_code == 200


async def released(running: Running, count: int, **profile: Any) -> list[UUID]:
    """Leads in the public pool."""
    ids = await owned(running, count, **profile)
    client = await running.as_(LI)
    body = {"pool": "public", "reason": "no time"}
    answers = await asyncio.gather(*(client.post(f"/leads/{id_}/release", json=body) for id_ in ids))
    assert {answer.status_code for answer in answers} == {200}
    return ids


async def now_at(running: Running) -> dict[str, int]:
    return {"min_position": await running.service.log.position()}


async def test_a_released_lead_is_claimed_by_somebody_else_and_says_so(leads: Running) -> None:
    await open_pool(leads)
    (id_,) = await released(leads, 1, phone="13800138000")
    wu = await leads.as_(WU)
    listed = (await wu.get("/pools/public/leads", params=await now_at(leads))).json()["items"]
    assert [lead["id"] for lead in listed] == [str(id_)]
    assert "phone" not in listed[0]
    assert (await wu.get(f"/leads/{id_}")).status_code == 404
    assert (await wu.post(f"/leads/{id_}/claim")).status_code == 200
    lead = (await wu.get(f"/leads/{id_}", params=await now_at(leads))).json()
    assert (lead["owner_id"], lead["pool"]) == ("wu", None)
    again = await wu.post(f"/leads/{id_}/claim")
    assert (again.status_code, again.json()["type"]) == (409, "urn:kuaicrm:problem:not-in-a-pool")
    admin = await leads.as_(ADMIN)
    entries = (await admin.get(f"/leads/{id_}/assignments")).json()
    assert [(e["owner_id"], e["pool"], e["by"], e["reason"]) for e in entries[1:]] == [
        (None, "public", "li", "no time"),
        ("wu", None, "wu", "Claimed from the pool public"),
    ]
    back = await wu.post(f"/leads/{id_}/release", json={"reason": "nothing for me"})
    assert back.status_code == 200


async def test_the_leads_of_a_pool_come_best_first_and_only_to_those_it_is_for(leads: Running) -> None:
    await open_pool(leads, teams=["t"])
    await released(leads, 3)
    client = await leads.as_(LI)
    for source in ("referral", "exhibition"):
        body = {"name": source, "source": source, "phone": f"138{new_id().int % 10**8:08}"}
        id_ = (await client.post("/leads", json=body)).json()["id"]
        release = {"pool": "public", "reason": "no time"}
        assert (await client.post(f"/leads/{id_}/release", json=release)).status_code == 200
    listed = (await client.get("/pools/public/leads", params=await now_at(leads))).json()["items"]
    scores = [lead["score"] for lead in listed]
    assert scores[:2] == sorted(scores[:2], reverse=True)
    assert scores[2:] == [None] * 3
    (pool,) = (await client.get("/pools")).json()["items"]
    assert (pool["code"], pool["leads"], pool["may_claim"]) == ("public", 5, True)
    wu = await leads.as_(WU)
    assert (await wu.get("/pools/public/leads")).status_code == 404
    assert (await wu.post(f"/leads/{listed[0]['id']}/claim")).status_code == 403
    assert (await wu.put("/pools/mine", json=PUBLIC)).status_code == 403


async def test_fifty_claims_at_once_keep_the_daily_limit(leads: Running, database: str) -> None:
    await open_pool(leads, daily_limit=7)
    ids = await released(leads, 50)
    async with service_under_test(build, "leads", database, parts=["serve"]) as other:
        clients = [await leads.as_(WU), await Running(other.service, leads.issuer, other._stack).as_(WU)]
        answers = await asyncio.gather(
            *(clients[n % 2].post(f"/leads/{id_}/claim") for n, id_ in enumerate(ids))
        )
    assert Counter(a.status_code for a in answers) == {200: 7, 409: 43}
    refusals = {a.json()["type"].rpartition(":")[2] for a in answers if a.status_code == 409}
    assert refusals == {"daily-limit-reached"}


async def test_fifty_people_who_claim_one_lead_leave_it_with_one(leads: Running) -> None:
    await open_pool(leads)
    (id_,) = await released(leads, 1)
    clients = [await leads.as_(person(f"p{n}", "salesperson")) for n in range(50)]
    answers = await asyncio.gather(*(client.post(f"/leads/{id_}/claim") for client in clients))
    assert Counter(a.status_code for a in answers) == {200: 1, 409: 49}


async def test_a_claim_that_is_repeated_with_its_key_gives_the_first_answer(leads: Running) -> None:
    await open_pool(leads, daily_limit=1)
    (id_,) = await released(leads, 1)
    wu = await leads.as_(WU)
    key = {"idempotency-key": "once"}
    first = await wu.post(f"/leads/{id_}/claim", headers=key)
    second = await wu.post(f"/leads/{id_}/claim", headers=key)
    assert (first.status_code, first.json()) == (second.status_code, second.json())


async def test_whoever_let_a_lead_go_is_locked_out(leads: Running) -> None:
    await open_pool(leads, lock_out_days=3)
    (id_,) = await released(leads, 1)
    li = await leads.as_(LI)
    refusal = await li.post(f"/leads/{id_}/claim")
    assert refusal.json()["type"] == "urn:kuaicrm:problem:locked-out"


async def test_only_into_a_pool_that_exists_and_only_ones_own(leads: Running) -> None:
    (id_,) = await owned(leads, 1)
    li, wu = await leads.as_(LI), await leads.as_(WU)
    nowhere = await li.post(f"/leads/{id_}/release", json={"reason": "r"})
    assert (nowhere.status_code, nowhere.json()["errors"][0]["pointer"]) == (422, "#/pool")
    assert (await wu.post(f"/leads/{id_}/release", json={"pool": "public", "reason": "r"})).status_code == 404


async def test_a_lead_left_alone_comes_back_to_the_pool_once(leads: Running) -> None:
    await open_pool(leads, recycle_after_days=30)
    old, fresh = datetime.now(UTC) - timedelta(days=31), datetime.now(UTC) - timedelta(days=29)
    forgotten = await owned(leads, 3, at=old)
    kept = await owned(leads, 1, at=fresh)
    await leads.service.projector.reached(
        leads.service.projector.views[0], await leads.service.log.position()
    )
    recycling = next(s for s in leads.service.schedulers if s.name == "leads.recycling")
    due = await eventually(
        lambda: recycling._due(datetime.now(UTC), 10), until=lambda rows: len(rows) in (0, 3)
    )
    await asyncio.gather(*(recycling._fire(*row) for row in [*due, *due]))

    async def in_pool() -> list[UUID]:
        rows = await leads.service.database.fetch(
            "SELECT aggregate_id FROM events WHERE type = 'leads.LeadReleased'"
        )
        return sorted(row[0] for row in rows)

    assert await eventually(in_pool, until=lambda ids: len(ids) == 3) == sorted(forgotten)
    assert kept[0] not in await in_pool()
    assert not await recycling._due(datetime.now(UTC), 10) or len(await in_pool()) == 3


HOURS = {
    "shifts": [{"days": [1, 2, 3, 4, 5, 6, 7], "begins": "00:00", "ends": "23:59"}],
    "time_zone": "UTC",
    "calendar": "weekdays",
}
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).isoweekday()
NOT_TODAY = {
    "shifts": [{"days": [YESTERDAY], "begins": "00:00", "ends": "23:59"}],
    "time_zone": "UTC",
    "calendar": "weekdays",
}


async def test_people_and_those_who_manage_them_keep_hours_and_leave(leads: Running) -> None:
    await hear_of(leads, seller("li"), seller("wu", team="u"))
    li, boss, wu = await leads.as_(LI), await leads.as_(BOSS), await leads.as_(WU)
    assert (await li.put("/people/li/hours", json={"hours": HOURS})).status_code == 200
    assert (await boss.put("/people/li/hours", json={"hours": NOT_TODAY})).status_code == 200
    assert (await wu.put("/people/li/hours", json={"hours": HOURS})).status_code == 404
    assert (await boss.get("/people/wu/availability")).status_code == 404
    assert (await boss.put("/teams/u/hours", json={"hours": HOURS})).status_code == 403
    assert (await li.put("/teams/t/hours", json={"hours": HOURS})).status_code == 403
    soon = {"begins": "2099-01-01T00:00:00Z", "ends": "2099-01-08T00:00:00Z", "reason": "春节"}
    leave = (await li.post("/people/li/leave", json=soon)).json()["id"]
    known = (await li.get("/people/li/availability")).json()
    assert [entry["id"] for entry in known["leaves"]] == [leave]
    assert known["absence"] == {"kind": "outside_hours", "until": None}
    assert (await li.post(f"/people/li/leave/{leave}/cancel")).status_code == 200
    assert (await li.post(f"/people/li/leave/{leave}/cancel")).status_code == 404
    assert (await li.put("/people/li/hours", json={"hours": None})).status_code == 200
    assert (await boss.put("/teams/t/hours", json={"hours": HOURS})).status_code == 200
    known = (await li.get("/people/li/availability")).json()
    assert (known["hours_of_team"], known["leaves"], known["absence"]) == (True, [], None)


async def test_outside_hours_leads_wait_and_go_to_whoever_works_again(leads: Running) -> None:
    await hear_of(leads, seller("li"))
    boss = await leads.as_(BOSS)
    answer = await boss.put("/teams/t/hours", json={"hours": NOT_TODAY})
    view = next(v for v in leads.service.projector.views if v.name == "availability_list")
    await leads.service.projector.reached(view, int(answer.headers["x-position"]))
    admin = await leads.as_(ADMIN)
    id_ = (await admin.post("/leads", json={"name": "Acme", "region": "east"})).json()["id"]
    await react(leads)
    assert (await leads.service.log.load(Lead, UUID(id_))).is_waiting
    assert (await boss.put("/teams/t/hours", json={"hours": HOURS})).status_code == 200

    async def given_out() -> bool:
        return (await leads.service.log.load(Lead, UUID(id_))).owner_id == "li"

    await eventually(given_out, timeout=15)


async def test_everything_of_somebody_who_leaves_goes_to_named_people_in_turn(leads: Running) -> None:
    await hear_of(leads, seller("li"), *sellers(3))
    ids = await owned(leads, 450)
    await owned(leads, 1, "other", team="u")
    boss = await leads.as_(BOSS)
    client = await leads.as_(ADMIN)
    overseer = await leads.as_(person("eye", "manager", "analyst", team="t", region="east"))
    elsewhere = await overseer.post("/people/other/hand-over", json={"reason": "not mine"})
    assert elsewhere.json()["leads"] == 0
    closed = await client.post(f"/leads/{ids[0]}/disqualify", json={"reason": "no"})
    assert closed.status_code == 200
    to = ["seller-01", "seller-02", "seller-03"]
    answer = await boss.post("/people/li/hand-over", json={"to": to, "reason": "leaves"})
    assert (answer.status_code, answer.json()["leads"]) == (202, 449)
    path = f"/transfers/{answer.json()['id']}"

    async def done() -> dict[str, Any]:
        found: dict[str, Any] = (await boss.get(path, params=await now_at(leads))).json()
        return found

    transfer = await eventually(done, timeout=30, until=lambda t: t.get("status") == "finished")
    assert (transfer["handed_on"], transfer["left"]) == (449, [])
    owners = Counter([(await leads.service.log.load(Lead, id_)).owner_id for id_ in ids[1:]])
    assert max(owners.values()) - min(owners.values()) <= 1
    assert set(owners) == set(to)


async def test_back_through_the_rules_nobody_gets_what_they_let_go(leads: Running) -> None:
    await hear_of(leads, seller("li"), seller("wu"))
    ids = await owned(leads, 6, region="east")
    boss = await leads.as_(BOSS)
    body = {"lead_ids": [str(id_) for id_ in ids], "reason": "too many"}
    answer = await boss.post("/transfers", json=body)
    assert answer.status_code == 202
    owners = [(await leads.service.log.load(Lead, id_)).owner_id for id_ in ids]
    assert owners == ["wu"] * 6


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"lead_ids": [str(new_id())], "reason": "r"}, "#/lead_ids/0"),
        ({"filter": {"owner_id": "li"}, "to": ["nobody"], "reason": "r"}, "#/to/0"),
        ({"reason": "r"}, ""),
        ({"filter": {}, "reason": "r"}, "#/filter"),
    ],
)
async def test_a_transfer_of_unknown_leads_or_to_unknown_people_changes_nothing(
    leads: Running, body: dict[str, Any], pointer: str
) -> None:
    await owned(leads, 2)
    client = await leads.as_(ADMIN)
    refusal = await client.post("/transfers", json=body)
    assert refusal.status_code == 422
    assert refusal.json()["errors"][0]["pointer"].startswith(pointer)
    assert "leads.LeadTransferStarted" not in await leads.events()


async def test_a_manager_takes_over_a_lead_of_the_team_and_of_no_other(leads: Running) -> None:
    (mine,) = await owned(leads, 1)
    (theirs,) = await owned(leads, 1, "wu", team="u")
    boss, li = await leads.as_(BOSS), await leads.as_(LI)
    reason = {"reason": "too big for one"}
    assert (await boss.post(f"/leads/{mine}/take-over", json=reason)).status_code == 200
    assert (await leads.service.log.load(Lead, mine)).owner_id == "boss"
    assert (await boss.post(f"/leads/{theirs}/take-over", json=reason)).status_code == 404
    assert (await li.post(f"/leads/{theirs}/take-over", json=reason)).status_code == 403
