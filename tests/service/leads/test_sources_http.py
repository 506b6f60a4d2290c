"""Sources, campaigns and touches over HTTP: each channel is noted, words are recognized, history keeps its codes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from crm_contracts.leads.v1 import CampaignDefined, LeadRegistered, LeadSourcesDefined, LeadTouched
from crm_contracts.registry import type_of
from crm_testing.services import Running, person

LI = person("li", "salesperson", team="east-1", region="east")
WANG = person("wang", "salesperson", team="west-1", region="west")
ADMIN = person("root", "admin")
SHOP = person("shop", "system")

FAIR = {"name_zh": "展览会", "name_en": "Trade fair", "order": 1, "words": ["展会", "展台"]}
CANTON = {
    "name": "广交会 2026",
    "source": "exhibition",
    "starts_on": "2026-04-15",
    "ends_on": "2026-05-05",
    "cost": {"amount": "80000.00", "currency": "CNY"},
}


async def read(running: Running, path: str, position: str, who: Any = ADMIN) -> Any:
    answer = await (await running.as_(who)).get(path, params={"min_position": position})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_sources_are_data_and_the_seed_until_somebody_changes_them(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    codes = [each["code"] for each in (await client.get("/sources")).json()]
    assert codes == ["exhibition", "website", "referral", "phone"]
    lead_id = (await client.post("/leads", json={"name": "恒达", "source": "展会"})).json()["id"]
    assert (await client.put("/sources/exhibition", json=FAIR)).status_code == 200
    answer = await client.post("/leads", json={"name": "立信", "source": "展台"})
    names = {each["code"]: each["name_zh"] for each in (await client.get("/sources")).json()}
    assert names["exhibition"] == "展览会"
    found = await read(leads, "/leads?source=exhibition", answer.headers["x-position"])
    assert {item["id"] for item in found["items"]} == {lead_id, answer.json()["id"]}
    off = await client.put("/sources/phone", json={"name_zh": "电话", "name_en": "Phone", "active": False})
    assert off.status_code == 200
    in_use = (await client.get("/sources", params={"active": True})).json()
    assert "phone" not in {each["code"] for each in in_use}


async def test_only_who_may_configure_defines_sources_and_campaigns(leads: Running) -> None:
    client = await leads.as_(LI)
    before = await leads.events()
    assert (await client.put("/sources/exhibition", json=FAIR)).status_code == 403
    assert (await client.put("/campaigns/canton", json=CANTON)).status_code == 403
    assert (await client.get("/sources")).status_code == 200
    assert (await (await leads.anonymous()).get("/sources")).status_code == 401
    assert await leads.events() == before


async def test_a_campaign_has_a_cost_and_tells_the_source_of_its_leads(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    bad = await client.put("/campaigns/canton-2026", json=CANTON | {"source": "tv"})
    assert (bad.status_code, bad.json()["errors"][0]["pointer"]) == (422, "#/source")
    planned = await client.put("/campaigns/canton-2026", json=CANTON)
    assert planned.status_code == 200, planned.text
    listed = await read(leads, "/campaigns?source=exhibition", planned.headers["x-position"])
    assert [(each["code"], each["cost"]["amount"]) for each in listed["items"]] == [
        ("canton-2026", "80000.00")
    ]
    answer = await client.post("/leads", json={"name": "恒达", "campaign": "广交会2026"})
    lead = await read(leads, f"/leads/{answer.json()['id']}", answer.headers["x-position"])
    assert (lead["source"], lead["campaign"], lead["channel"]) == ("exhibition", "canton-2026", "manual")
    renamed = await client.put("/campaigns/canton-2026", json=CANTON | {"name": "Canton Fair"})
    campaign = await read(leads, "/campaigns/canton-2026", renamed.headers["x-position"])
    assert (campaign["name"], campaign["version"]) == ("Canton Fair", 2)


async def test_each_time_a_lead_comes_is_kept_with_where_it_came_from(leads: Running) -> None:
    client = await leads.as_(SHOP)
    visit = {"referrer": "https://search.example/?q=pump", "utm": {"source": "search", "medium": "cpc"}}
    answer = await client.post("/leads", json={"name": "恒达", "source": "官网", "touch": visit})
    assert answer.status_code == 201, answer.text
    path = f"/leads/{answer.json()['id']}"
    later = {"channel": "manual", "source": "电话", "campaign": "spring", "message": "Called back"}
    again = await client.post(f"{path}/touches", json=later, headers={"idempotency-key": "t"})
    same = await client.post(f"{path}/touches", json=later, headers={"idempotency-key": "t"})
    assert (again.status_code, same.text) == (201, again.text)
    touches = await read(leads, f"{path}/touches", again.headers["x-position"])
    assert [(t["channel"], t["source"], t["campaign"]) for t in touches] == [
        ("api", "website", None),
        ("manual", "phone", "spring"),
    ]
    assert touches[0]["utm"]["medium"] == "cpc"
    assert [touch["share"] for touch in touches] == [
        {"first": 1, "last": 0, "linear": 0.5},
        {"first": 0, "last": 1, "linear": 0.5},
    ]
    lead = await read(leads, path, again.headers["x-position"])
    assert (lead["channel"], lead["touches"], lead["source"]) == ("api", 2, "website")


async def test_a_touch_is_refused_out_of_scope_and_ahead_of_time(leads: Running) -> None:
    mine = (await (await leads.as_(LI)).post("/leads", json={"name": "恒达"})).json()["id"]
    before = await leads.events()
    other = await (await leads.as_(WANG)).post(f"/leads/{mine}/touches", json={})
    assert other.status_code == 404
    ahead = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    early = await (await leads.as_(LI)).post(f"/leads/{mine}/touches", json={"occurred_at": ahead})
    assert (early.status_code, early.json()["errors"][0]["pointer"]) == (422, "#/occurred_at")
    assert await leads.events() == before


async def test_sources_campaigns_and_touches_are_published(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    await client.put("/sources/exhibition", json=FAIR)
    await client.put("/campaigns/canton-2026", json=CANTON)
    lead_id = (await client.post("/leads", json={"name": "恒达", "source": "网站"})).json()["id"]
    await client.post(f"/leads/{lead_id}/touches", json={"source": "phone"})
    publishing = leads.service.publishing
    assert publishing is not None
    told = [publishing.envelope(event) for event in await leads.service.log.read(0, 100)]
    data = {each.type: each.data for each in told if each}
    assert len(data[type_of(LeadSourcesDefined)]["sources"]) == 4
    assert data[type_of(CampaignDefined)]["cost"] == {"amount": "80000.00", "currency": "CNY"}
    assert data[type_of(LeadRegistered)]["touch"]["source"] == "website"
    assert data[type_of(LeadTouched)]["touch"]["source"] == "phone"
