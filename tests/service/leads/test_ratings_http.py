"""What leads are taken for over HTTP: overrides beside the model's score, thresholds, the queue, and time that passes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from crm_contracts.leads.v1 import LeadScoreCrossed
from crm_platform.messaging.effects import Reactions
from crm_testing.services import Running, person
from crm_testing.waiting import eventually
from leads.application.publishing import publishing

ADMIN = person("root", "admin")
LI = person("li", "salesperson", team="east-1", region="east")
WANG = person("wang", "salesperson", team="east-1", region="east")
ZHAO = person("zhao", "manager", team="east-1", region="east")


async def register(client: httpx.AsyncClient, **more: Any) -> str:
    answer = await client.post("/leads", json={"name": "Wang", "email": f"{uuid4().hex}@x.example", **more})
    assert answer.status_code == 201, answer.text
    lead_id: str = answer.json()["id"]
    return lead_id


async def shown(running: Running, client: httpx.AsyncClient, lead_id: str) -> dict[str, Any]:
    at = {"min_position": await running.service.log.position()}
    body: dict[str, Any] = (await client.get(f"/leads/{lead_id}", params=at)).json()
    return body


async def override(client: httpx.AsyncClient, lead_id: str, points: int, **more: Any) -> httpx.Response:
    body = {"points": points, "reason": "met them", **more}
    return await client.post(f"/leads/{lead_id}/override-score", json=body)


async def test_an_override_stands_beside_the_models_score_and_survives_re_scoring(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client, source="exhibition")
    automatic = (await shown(leads, client, lead_id))["score"]
    assert (await override(client, lead_id, 95)).status_code == 200
    body = await shown(leads, client, lead_id)
    assert (body["score"], body["grade"], body["automatic_score"], body["trend"]) == (
        95,
        "A",
        automatic,
        "up",
    )
    assert (body["override"]["reason"], body["override"]["by"]) == ("met them", "li")
    assert (await client.patch(f"/leads/{lead_id}", json={"company_size": 1500})).status_code == 200
    body = await shown(leads, client, lead_id)
    assert (body["score"], body["automatic_score"]) == (95, automatic + 20)
    assert sum(f["points"] for f in body["factors"]) == automatic + 20
    assert (await client.post(f"/leads/{lead_id}/lift-override")).status_code == 200
    body = await shown(leads, client, lead_id)
    assert (body["score"], body["override"], body["trend"]) == (automatic + 20, None, "down")
    again = await client.post(f"/leads/{lead_id}/lift-override")
    assert (again.status_code, again.json()["type"]) == (409, "urn:kuaicrm:problem:no-override")


async def test_an_override_ends_by_itself_at_its_time(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client)
    until = datetime.now(UTC) + timedelta(seconds=2)
    assert (await override(client, lead_id, 95, until=until.isoformat())).status_code == 200

    async def ended() -> bool:
        return (await shown(leads, client, lead_id))["override"] is None

    await eventually(ended, timeout=15)
    assert datetime.now(UTC) >= until
    assert (await leads.events()).count("leads.LeadScoreOverrideLifted") == 1
    for wrong in (datetime.now(UTC), datetime.now(UTC) + timedelta(days=400)):
        assert (await override(client, lead_id, 95, until=wrong.isoformat())).status_code == 422


async def test_who_overrode_and_what_came_of_it_stays_readable(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client)
    await override(client, lead_id, 80)
    await override(client, lead_id, 90)
    await client.post(f"/leads/{lead_id}/convert", json={})
    await register(client)
    boss = await leads.as_(ZHAO)
    at = {"min_position": await leads.service.log.position()}
    (item,) = (await boss.get("/leads/overridden", params=at)).json()["items"]
    assert (item["id"], item["status"], item["score"]) == (lead_id, "converted", 90)
    assert item["opportunity_id"]
    assert [(o["points"], o["by"], o["why"]) for o in item["overrides"]] == [
        (80, "li", "replaced"),
        (90, "li", None),
    ]
    assert (await client.get("/leads/overridden")).status_code == 403


async def test_lists_go_by_the_score_that_counts(leads: Running) -> None:
    client = await leads.as_(LI)
    low, high = await register(client), await register(client, source="referral", company_size=2000)
    await override(client, low, 99)
    at = {"min_position": await leads.service.log.position()}
    by_score = (await client.get("/leads", params={"sort": "-score", **at})).json()["items"]
    assert [item["id"] for item in by_score] == [low, high]
    by_model = (await client.get("/leads", params={"sort": "-automatic_score", **at})).json()["items"]
    assert [item["id"] for item in by_model] == [high, low]
    best = (await client.get("/leads", params={"min_score": 99, **at})).json()["items"]
    assert [item["id"] for item in best] == [low]


async def test_the_queue_is_the_callers_open_leads_by_score_then_by_waiting(leads: Running) -> None:
    client, other = await leads.as_(LI), await leads.as_(WANG)
    poor = await register(client)
    first, second = await register(client, source="exhibition"), await register(client, source="exhibition")
    closed = await register(client, source="exhibition")
    await client.post(f"/leads/{closed}/disqualify", json={"reason": "x"})
    await register(other, source="exhibition")
    at = {"min_position": await leads.service.log.position()}
    page = (await client.get("/leads/queue", params={"limit": 2, **at})).json()
    rest = (await client.get("/leads/queue", params={"limit": 2, "cursor": page["next"], **at})).json()
    assert [item["id"] for item in page["items"] + rest["items"]] == [first, second, poor]


async def test_crossing_a_threshold_upwards_is_told_once_each_time(leads: Running) -> None:
    admin, client = await leads.as_(ADMIN), await leads.as_(LI)
    lead_id = await register(client)
    hot = {"thresholds": [{"points": 75, "name": "热"}]}
    assert (await admin.put("/scoring/thresholds", json=hot)).status_code == 200
    assert (await admin.get("/scoring/thresholds")).json() == hot
    for points in (74, 75, 80, 60, 90):
        assert (await override(client, lead_id, points)).status_code == 200
    assert (await leads.events()).count("leads.LeadScoreCrossed") == 2
    events = await leads.service.log.read(0, 1000)
    envelope = next(publishing.envelope(e) for e in events if e.type == "leads.LeadScoreCrossed")
    assert envelope is not None
    told = LeadScoreCrossed.model_validate(envelope.data)
    assert (told.threshold, told.score, told.score_before, told.owner_id) == (75, 75, 74, "li")
    assert told.notice is not None
    assert (told.notice.recipients, told.notice.kind, told.notice.link) == (
        ["li"], "lead.score-crossed", f"/leads/{lead_id}",
    )  # fmt: skip
    assert "热" in told.notice.title_zh
    twice = {"thresholds": [{"points": 75, "name": "a"}, {"points": 75, "name": "b"}]}
    assert (await admin.put("/scoring/thresholds", json=twice)).status_code == 422


async def test_a_new_lead_that_stands_above_a_threshold_crosses_it(leads: Running) -> None:
    admin, client = await leads.as_(ADMIN), await leads.as_(LI)
    await admin.put("/scoring/thresholds", json={"thresholds": [{"points": 20, "name": "温"}]})
    await register(client, source="exhibition")
    assert (await leads.events())[-5:] == [
        "leads.LeadRegistered",
        "leads.LeadScored",
        "leads.LeadAssigned",
        "leads.LeadScoreCrossed",
        "leads.LeadClaimed",
    ]


async def test_a_touch_is_a_reason_to_score_anew(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    rule = {"name": "触达", "condition": "touches", "points": 10, "max": 50}
    assert (await admin.put("/scoring-model", json={"rules": [rule]})).status_code == 200
    lead_id = await register(admin)
    assert (await shown(leads, admin, lead_id))["score"] == 10
    assert (await admin.post(f"/leads/{lead_id}/touches", json={"source": "website"})).status_code == 201
    events = await leads.service.log.read(0, 1000)
    envelopes = [e for e in map(publishing.envelope, events) if e is not None]
    effects = [s.effect for s in leads.service.subscriptions if s.effect.name == "leads.scoring"]
    (scoring,) = [effect for effect in effects if isinstance(effect, Reactions)]
    for _ in range(2):
        await scoring.take("leads", 0, envelopes)
    assert (await shown(leads, admin, lead_id))["score"] == 20
    assert (await leads.events()).count("leads.LeadScored") == 2


async def test_days_that_pass_take_points_once_a_day_only_where_they_change_the_score(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    fading = {
        "name": "展会", "condition": "source == 'exhibition'", "points": 40,
        "decay": {"half_life_days": 10, "since": "registered"},
    }  # fmt: skip
    assert (await admin.put("/scoring-model", json={"rules": [fading]})).status_code == 200
    old, plain = await register(admin, source="exhibition"), await register(admin, source="website")

    async def rescored() -> bool:
        runs = (await admin.get("/scoring/runs", params={"kind": "activation"})).json()["items"]
        return bool(runs) and runs[0]["status"] == "done"

    await eventually(rescored, timeout=30)
    before = (await leads.events()).count("leads.LeadScored")
    rescorer = next(s for s in leads.service.schedulers if s.name == "leads.rescoring")
    ten_days_on = datetime.now(UTC) + timedelta(days=11)
    for _ in range(2):
        for run_id, at in await rescorer._due(ten_days_on, 10):
            await rescorer._fire(run_id, at)
    body = await shown(leads, admin, old)
    assert body["score"] == 20
    assert [(f["name"], f["points"]) for f in body["factors"]] == [("展会", 40), ("展会 (decay)", -20)]
    assert (await shown(leads, admin, plain))["score"] == 0
    assert (await leads.events()).count("leads.LeadScored") == before + 1
