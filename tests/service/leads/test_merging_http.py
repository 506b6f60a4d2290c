"""Merging and unmerging over HTTP on a real store: atomic, by one winner, and undone without loss."""

import asyncio
from hashlib import sha256
from typing import Any

import httpx

from crm_testing.services import Running, person
from leads.application.publishing import publishing

LI = person("li", "salesperson", team="east-1", region="east")
WANG = person("wang", "salesperson", team="east-1", region="east")
ZHAO = person("zhao", "manager", team="east-1", region="east")
ADMIN = person("root", "admin")


async def register(client: httpx.AsyncClient, name: str, **more: Any) -> str:
    answer = await client.post("/leads", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def detail(client: httpx.AsyncClient, lead_id: str, after: httpx.Response) -> dict[str, Any]:
    answer = await client.get(f"/leads/{lead_id}", params={"min_position": after.headers["x-position"]})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_preview_changes_nothing_and_a_merge_does_what_it_showed(leads: Running) -> None:
    client = await leads.as_(LI)
    one = await register(client, "Ruifeng", phone="13800138000", notes="likes blue")
    other = await register(client, "瑞丰食品", phone="13900139000", email="a@ruifeng.cn", notes="likes red")
    body = {"absorbed_id": other, "choices": {"phone": "absorbed"}}
    events = await leads.events()
    shown = await client.post(f"/leads/{one}/merge/preview", json=body)
    assert shown.status_code == 200, shown.text
    assert await leads.events() == events
    fields = {field["field"]: field for field in shown.json()["fields"]}
    assert fields["phone"]["rule_zh"] == "由您选择"
    merged = await client.post(f"/leads/{one}/merge", json=body)
    assert merged.status_code == 200, merged.text
    seen = await detail(client, one, merged)
    assert all(seen[name] == field["result"] for name, field in fields.items())
    assert (seen["phone"], seen["email"], seen["notes"]) == (
        "13900139000",
        "a@ruifeng.cn",
        "likes blue\nlikes red",
    )
    gone = await detail(client, other, merged)
    assert (gone["status"], gone["merged_into"]) == ("merged", one)
    refused = await client.post(f"/leads/{other}/disqualify", json={"reason": "x"})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:kuaicrm:problem:lead-was-merged")
    assert refused.json()["params"]["lead_id"] == one


async def test_the_survivor_has_the_history_of_both_and_holds_all_their_claims(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    one = await register(client, "Ruifeng", phone="13800138000")
    other = await register(client, "瑞丰食品", phone="13900139000")
    merged = await client.post(f"/leads/{one}/merge", json={"absorbed_id": other})
    await detail(client, one, merged)
    history = (await client.get(f"/leads/{one}/history")).json()
    assert {entry["aggregate_id"] for entry in history} == {one, other}
    assert [e["event"] for e in history if e["aggregate_id"] == other][-1] == "leads.LeadAbsorbed"
    for phone in ("13800138000", "13900139000"):
        refused = await client.post("/leads", json={"name": "again", "phone": phone})
        assert (refused.status_code, refused.json()["params"]["lead_id"]) == (409, one)
    checked = await client.post("/duplicates/check", json={"company": "瑞丰食品"})
    assert other not in [found["id"] for found in checked.json()["candidates"]]


async def test_unmerging_restores_both_and_names_what_it_keeps(leads: Running) -> None:
    client = await leads.as_(LI)
    one = await register(client, "Ruifeng", phone="13800138000")
    registered = await client.post(
        "/leads",
        json={"name": "瑞丰食品", "phone": "13900139000", "email": "a@ruifeng.cn", "contact": "Li Na"},
    )
    other = registered.json()["id"]
    before = [await detail(client, lead, registered) for lead in (one, other)]
    await client.post(f"/leads/{one}/merge", json={"absorbed_id": other, "choices": {"phone": "absorbed"}})
    changed = await client.patch(f"/leads/{one}", json={"contact": "Li Nan", "need": "a press"})
    assert changed.status_code == 200, changed.text
    undone = await client.post(f"/leads/{one}/unmerge", json={"absorbed_id": other})
    assert undone.status_code == 200, undone.text
    told = undone.json()
    assert (sorted(told["restored"]), told["kept_fields"]) == (["email", "phone"], ["contact"])
    assert "leads.LeadRevised" in [event["event"] for event in told["kept_events"]]
    assert told["held_by_others"] == []
    after = [await detail(client, lead, undone) for lead in (one, other)]
    same = ("name", "phone", "email", "status", "owner_id", "merged_into")
    assert [[lead[f] for f in same] for lead in after] == [[lead[f] for f in same] for lead in before]
    assert (after[0]["contact"], after[0]["need"]) == ("Li Nan", "a press")
    assert after[1]["contact"] == "Li Na"
    for phone, holder in (("13800138000", one), ("13900139000", other)):
        refused = await client.post("/leads", json={"name": "again", "phone": phone})
        assert refused.json()["params"]["lead_id"] == holder
    again = await client.post(f"/leads/{one}/unmerge", json={"absorbed_id": other})
    assert again.json()["type"] == "urn:kuaicrm:problem:leads-not-merged"


async def test_a_phone_that_somebody_else_has_by_now_is_named_when_a_merge_is_undone(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    one = await register(client, "Ruifeng")
    other = await register(client, "Another", phone="13900139000")
    await client.post(f"/leads/{one}/merge", json={"absorbed_id": other})
    await client.patch(f"/leads/{one}", json={"phone": None})
    third = await register(client, "Third", phone="13900139000")
    undone = await client.post(f"/leads/{one}/unmerge", json={"absorbed_id": other})
    assert undone.json()["held_by_others"] == [{"kind": "phone", "lead_id": third}]


async def test_of_merges_at_the_same_time_one_wins(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    absorbed = await register(client, "Ruifeng", phone="13800138000")
    survivors = [await register(client, f"Survivor {n}") for n in range(8)]
    answers = await asyncio.gather(
        *(client.post(f"/leads/{one}/merge", json={"absorbed_id": absorbed}) for one in survivors)
    )
    assert sorted(a.status_code for a in answers) == [200] + [409] * 7
    winner = survivors[[a.status_code for a in answers].index(200)]
    refused = next(a for a in answers if a.status_code == 409).json()
    assert refused["type"] in {"urn:kuaicrm:problem:lead-was-merged", "urn:kuaicrm:problem:conflict"}
    events = await leads.events()
    assert (events.count("leads.LeadMerged"), events.count("leads.LeadAbsorbed")) == (1, 1)
    claimed = await client.post("/leads", json={"name": "again", "phone": "13800138000"})
    assert claimed.json()["params"]["lead_id"] == winner


async def test_two_leads_cannot_go_into_each_other(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    one, other = [await register(client, name) for name in ("One", "Other")]
    answers = await asyncio.gather(
        client.post(f"/leads/{one}/merge", json={"absorbed_id": other}),
        client.post(f"/leads/{other}/merge", json={"absorbed_id": one}),
    )
    assert sorted(a.status_code for a in answers) == [200, 409]
    itself = await client.post(f"/leads/{one}/merge", json={"absorbed_id": one})
    assert itself.status_code == 422


async def test_a_merge_sent_again_gets_the_same_answer(leads: Running) -> None:
    client = await leads.as_(LI)
    one, other = [await register(client, name) for name in ("One", "Other")]
    for path in ("merge", "unmerge"):
        answers = [
            await client.post(
                f"/leads/{one}/{path}", json={"absorbed_id": other}, headers={"idempotency-key": path}
            )
            for _ in range(2)
        ]
        assert [a.status_code for a in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
    assert (await leads.events()).count("leads.LeadMerged") == 1


async def test_both_leads_must_be_the_callers_to_change(leads: Running) -> None:
    mine = await register(await leads.as_(LI), "Mine")
    theirs = await register(await leads.as_(WANG), "Theirs")
    events = await leads.events()
    client = await leads.as_(LI)
    for one, other in ((mine, theirs), (theirs, mine)):
        for path in ("merge", "merge/preview", "unmerge"):
            answer = await client.post(f"/leads/{one}/{path}", json={"absorbed_id": other})
            assert answer.status_code == 404, (path, answer.text)
    assert await leads.events() == events
    assert (
        await (await leads.as_(ZHAO)).post(f"/leads/{mine}/merge", json={"absorbed_id": theirs})
    ).status_code == 200


async def test_a_settled_pair_is_open_again_when_the_merge_is_undone(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    first = await client.post("/leads", json={"name": "武汉永昌建材有限公司", "contact": "吴娟"})
    one = first.json()["id"]
    await detail(client, one, first)
    second = (await client.post("/leads", json={"name": "武汉永昌建材", "contact": "吴娟"})).json()
    assert [found["id"] for found in second["possible_duplicates"]] == [one]
    merged = await client.post(f"/leads/{one}/merge", json={"absorbed_id": second["id"]})
    await detail(client, one, merged)
    assert (await client.get("/duplicates")).json()["items"] == []
    undone = await client.post(f"/leads/{one}/unmerge", json={"absorbed_id": second["id"]})
    await detail(client, one, undone)
    assert len((await client.get("/duplicates")).json()["items"]) == 1


async def test_what_was_done_with_the_absorbed_lead_is_found_at_the_survivor_by_its_owner(
    leads: Running,
) -> None:
    mine = await register(await leads.as_(LI), "Mine")
    theirs = await register(await leads.as_(WANG), "Theirs")
    called = {"method": "call", "result": "no_answer", "content": "Nobody there"}
    recorded = await (await leads.as_(WANG)).post(f"/leads/{theirs}/follow-ups", json=called)
    assert recorded.status_code == 201, recorded.text
    client = await leads.as_(ZHAO)
    merged = await client.post(f"/leads/{mine}/merge", json={"absorbed_id": theirs})
    assert merged.status_code == 200, merged.text
    at = {"min_position": merged.headers["x-position"]}
    owner = await leads.as_(LI)
    (found,) = (await owner.get(f"/leads/{mine}/follow-ups", params=at)).json()["items"]
    assert (found["lead_id"], found["content"]) == (theirs, "Nobody there")
    touches = (await owner.get(f"/leads/{mine}/touches")).json()
    assert len(touches) == 2
    undone = await client.post(f"/leads/{mine}/unmerge", json={"absorbed_id": theirs})
    at = {"min_position": undone.headers["x-position"]}
    assert (await owner.get(f"/leads/{mine}/follow-ups", params=at)).json()["items"] == []
    assert len((await (await leads.as_(WANG)).get(f"/leads/{theirs}/follow-ups")).json()["items"]) == 1


async def test_the_owner_of_a_lead_that_goes_into_somebody_elses_is_told(leads: Running) -> None:
    mine, also_mine = [await register(await leads.as_(LI), name) for name in ("Mine", "Also mine")]
    theirs = await register(await leads.as_(WANG), "Theirs")
    client = await leads.as_(ZHAO)
    for absorbed in (theirs, also_mine):
        await client.post(f"/leads/{mine}/merge", json={"absorbed_id": absorbed})
    told = [
        envelope.data["notice"]
        for event in await leads.service.log.read(0, 100)
        if event.type == "leads.LeadAbsorbed" and (envelope := publishing.envelope(event))
    ]
    assert (told[0]["recipients"], told[0]["link"]) == (["wang"], f"/leads/{mine}")
    assert told[1] is None


async def test_attachments_plans_and_next_steps_go_with_the_absorbed_lead_and_come_back(
    leads: Running,
) -> None:
    li, wang, zhao = await leads.as_(LI), await leads.as_(WANG), await leads.as_(ZHAO)
    mine, theirs = await register(li, "Mine"), await register(wang, "Theirs")
    content = b"%PDF-1.7\n" + bytes(range(256)) * 4 + b"\n%%EOF\n"
    digest = sha256(content).hexdigest()
    sent = await wang.put(f"/files/{digest}", content=content, headers={"content-type": "application/pdf"})
    assert sent.status_code == 200, sent.text
    called = {
        "method": "call",
        "result": "no_answer",
        "attachments": [{"sha256": digest, "name": "offer.pdf"}],
        "next_step": {"due_at": "2099-01-01T09:00:00Z", "text": "Call again"},
    }
    recorded = await wang.post(f"/leads/{theirs}/follow-ups", json=called)
    assert recorded.status_code == 201, recorded.text
    planned = await wang.put(f"/leads/{theirs}/plan", json={"plan": "standard"})
    assert planned.status_code == 200, planned.text
    before = [await detail(zhao, one, planned) for one in (mine, theirs)]
    assert before[1]["upcoming"]["steps_left"] > 0
    merged = await zhao.post(f"/leads/{mine}/merge", json={"absorbed_id": theirs})
    survivor, absorbed = [await detail(zhao, one, merged) for one in (mine, theirs)]
    assert survivor["upcoming"] == before[1]["upcoming"]
    assert (absorbed["upcoming"], absorbed["next_follow_up_at"]) == (None, None)
    assert (survivor["touches"], survivor["follow_ups"]) == (2, 1)
    (shown,) = (await li.get(f"/leads/{mine}/follow-ups")).json()["items"]
    path = f"/leads/{theirs}/follow-ups/{shown['id']}/files/{digest}"
    assert (await li.get(path)).content == content
    undone = await zhao.post(f"/leads/{mine}/unmerge", json={"absorbed_id": theirs})
    after = [await detail(zhao, one, undone) for one in (mine, theirs)]
    same = ("upcoming", "next_follow_up_at", "owner_id", "status", "touches", "follow_ups")
    assert [[one[name] for name in same] for one in after] == [[one[name] for name in same] for one in before]
    assert (await li.get(path)).status_code == 404


async def test_a_merge_that_lifts_the_score_tells_of_the_threshold_once(leads: Running) -> None:
    admin = await leads.as_(ADMIN)
    hot = {"thresholds": [{"points": 20, "name": "hot"}]}
    assert (await admin.put("/scoring/thresholds", json=hot)).status_code == 200
    client = await leads.as_(LI)
    poor = await register(client, "Poor", email="a@poor.example")
    rich = await register(client, "Rich", company_size=5000, phone="13800138000")
    crossed = (await leads.events()).count("leads.LeadScoreCrossed")
    key = {"idempotency-key": "k"}
    for _ in range(2):
        answer = await client.post(f"/leads/{poor}/merge", json={"absorbed_id": rich}, headers=key)
        assert answer.status_code == 200, answer.text
    assert (await leads.events()).count("leads.LeadScoreCrossed") == crossed + 1
    undone = await client.post(f"/leads/{poor}/unmerge", json={"absorbed_id": rich})
    assert undone.status_code == 200, undone.text
    scores = [(await detail(client, one, undone))["score"] for one in (poor, rich)]
    assert scores[0] < 20 <= scores[1]
    assert (await leads.events()).count("leads.LeadScoreCrossed") == crossed + 1


async def test_a_lead_of_nobody_gets_the_owner_of_the_one_it_takes_in_until_that_is_undone(
    leads: Running,
) -> None:
    client = await leads.as_(ADMIN)
    nobodys, theirs = await register(client, "Nobody's"), await register(await leads.as_(LI), "Theirs")
    merged = await client.post(f"/leads/{nobodys}/merge", json={"absorbed_id": theirs})
    assert (await detail(client, nobodys, merged))["owner_id"] == "li"
    undone = await client.post(f"/leads/{nobodys}/unmerge", json={"absorbed_id": theirs})
    owners = [(await detail(client, one, undone))["owner_id"] for one in (nobodys, theirs)]
    assert owners == [None, "li"]
