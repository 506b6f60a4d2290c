"""Duplicates over HTTP on a real store: candidates with evidence, policies per channel, judgements, runs."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from crm_contracts.integration_gateway.v1 import CustomerRecorded
from crm_testing.envelopes import said, tell
from crm_testing.services import Running, person, service_under_test
from crm_testing.waiting import eventually
from leads.adapters.duplicate_views import StoredDuplicates
from leads.bootstrap import build

LI = person("li", "salesperson", team="east-1", region="east")
WANG = person("wang", "salesperson", team="east-1", region="east")
ZHAO = person("zhao", "manager", team="east-1", region="east")
ADMIN = person("root", "admin")
USCC = "914403001922038216"


async def register(client: httpx.AsyncClient, company: str, **more: Any) -> dict[str, Any]:
    answer = await client.post("/leads", json={"name": company, "company": company, **more})
    assert answer.status_code == 201, answer.text
    seen = await client.get(
        f"/leads/{answer.json()['id']}", params={"min_position": answer.headers["x-position"]}
    )
    assert seen.status_code == 200, seen.text
    taken: dict[str, Any] = answer.json()
    return taken


async def set_policy(leads: Running, channel: str, **policy: object) -> None:
    answer = await (await leads.as_(ADMIN)).put("/duplicate-policies", json={"channels": {channel: policy}})
    assert answer.status_code == 200, answer.text


def levels(candidate: dict[str, Any]) -> dict[str, str]:
    return {piece["field"]: piece["level"] for piece in candidate["evidence"]}


async def test_pg_trgm_reads_chinese_here(leads: Running) -> None:
    rows = await leads.service.database.fetch("SELECT cardinality(public.show_trgm('立信机械'))")
    assert rows[0][0] > 0


async def test_somebody_who_is_not_registered_yet_is_checked_with_evidence_in_words(leads: Running) -> None:
    client = await leads.as_(LI)
    first = await register(client, "杭州安泰鑫医疗器械有限公司", contact="周芳", phone="19473543023")
    events = await leads.events()
    answer = await client.post(
        "/duplicates/check", json={"company": "安太新医疗器械（杭州）", "contact": "周芳"}
    )
    assert answer.status_code == 200, answer.text
    (candidate,) = answer.json()["candidates"]
    assert (candidate["id"], candidate["verdict"]) == (first["id"], "certain")
    assert levels(candidate) == {"name": "sounds-same", "place": "same", "contact": "same"}
    assert {piece["text_zh"] for piece in candidate["evidence"]} >= {"公司名称同音", "联系人相同"}
    assert candidate["details"]["phone"] == "19473543023"
    assert await leads.events() == events


async def test_a_name_alone_is_found_though_it_shares_no_key(leads: Running) -> None:
    client = await leads.as_(LI)
    first = await register(client, "Pacific Orion Packaging Ltd")
    answer = await client.post("/duplicates/check", json={"company": "Pacfic Orin Packaging"})
    assert [one["id"] for one in answer.json()["candidates"]] == [first["id"]]


async def test_a_salesperson_learns_that_a_duplicate_exists_and_whose_it_is_but_no_details(
    leads: Running,
) -> None:
    first = await register(await leads.as_(LI), "长沙立信机械有限公司", contact="黄晓红", phone="15892723295")
    checked = await (await leads.as_(WANG)).post(
        "/duplicates/check", json={"company": "长沙立信机械", "phone": "158 92723295"}
    )
    (candidate,) = checked.json()["candidates"]
    assert (candidate["id"], candidate["owner_id"], candidate["owner_name"]) == (first["id"], "li", "Li")
    assert candidate["details"] is None
    assert "黄晓红" not in checked.text
    manager = await (await leads.as_(ZHAO)).post("/duplicates/check", json={"company": "长沙立信机械"})
    assert manager.json()["candidates"][0]["details"]["contact"] == "黄晓红"


async def test_a_likely_duplicate_is_registered_with_a_warning_and_both_show_it(leads: Running) -> None:
    client = await leads.as_(LI)
    first = await register(client, "苏州海纳科电子科技有限公司", contact="赵磊", phone="18203345202")
    second = await register(client, "苏州海纳科", contact="赵磊", phone="13606731070")
    assert [one["id"] for one in second["possible_duplicates"]] == [first["id"]]
    assert first["possible_duplicates"] == []
    for one, other in ((first, second), (second, first)):
        detail = (await client.get(f"/leads/{one['id']}")).json()
        assert detail["possible_duplicates"] == [other["id"]]
        shown = (await client.get(f"/leads/{one['id']}/duplicates")).json()["candidates"]
        assert [c["id"] for c in shown] == [other["id"]]
    (pair,) = (await client.get("/duplicates")).json()["items"]
    assert {pair["first"]["id"], pair["second"]["id"]} == {first["id"], second["id"]}
    assert (pair["found_by"], pair["status"]) == ("entry", "open")
    assert (await (await leads.as_(WANG)).get("/duplicates")).json()["items"] == []


async def test_a_warning_is_the_same_when_the_command_is_sent_again(leads: Running) -> None:
    client = await leads.as_(LI)
    await register(client, "苏州海纳科电子科技有限公司", contact="赵磊")
    body = {"name": "苏州海纳科", "contact": "赵磊"}
    answers = [await client.post("/leads", json=body, headers={"idempotency-key": "k"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len(answers[0].json()["possible_duplicates"]) == 1


async def test_an_exact_duplicate_is_refused_by_tax_code_too(leads: Running) -> None:
    client = await leads.as_(LI)
    first = await register(client, "Ruifeng", uscc=USCC)
    again = await client.post("/leads", json={"name": "Another", "uscc": USCC.lower()})
    assert (again.status_code, again.json()["params"]["lead_id"]) == (409, first["id"])
    wrong = await client.post("/leads", json={"name": "Another", "uscc": USCC[:-1] + "7"})
    assert wrong.status_code == 422


async def test_a_channel_that_blocks_refuses_likely_duplicates_and_stores_nothing(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    first = await register(client, "杭州安泰鑫医疗器械有限公司", contact="周芳")
    await set_policy(leads, "manual", exact="block", likely="block")
    events = await leads.events()
    refused = await client.post("/leads", json={"name": "杭州安太新医疗器械", "contact": "周芳"})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:kuaicrm:problem:possible-duplicate")
    assert refused.json()["params"]["candidates"][0]["id"] == first["id"]
    assert await leads.events() == events


async def test_a_channel_that_merges_gives_the_new_touch_to_the_existing_lead(leads: Running) -> None:
    await set_policy(leads, "manual", exact="merge", likely="warn")
    first = await register(await leads.as_(LI), "Ruifeng", phone="13800138000")
    client = await leads.as_(WANG)
    body = {"name": "瑞丰", "phone": "+86 138 0013 8000", "source": "website", "need": "two presses"}
    answers = [await client.post("/leads", json=body, headers={"idempotency-key": "k"}) for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 201]
    assert (
        answers[0].json()
        == answers[1].json()
        == {"id": first["id"], "merged": True, "possible_duplicates": []}
    )
    events = await leads.events()
    assert (events.count("leads.LeadRegistered"), events.count("leads.LeadTouched")) == (1, 1)


async def test_a_channel_that_warns_registers_an_exact_duplicate_beside_the_first(leads: Running) -> None:
    await set_policy(leads, "manual", exact="warn", likely="warn")
    client = await leads.as_(ADMIN)
    first = await register(client, "Ruifeng", phone="13800138000")
    second = await register(client, "Ruifeng Foods", phone="13800138000")
    assert second["id"] != first["id"]
    assert [one["id"] for one in second["possible_duplicates"]] == [first["id"]]


async def test_only_administrators_set_policies_and_each_change_is_a_version(leads: Running) -> None:
    body = {"channels": {"web-form": {"exact": "block", "likely": "warn"}}}
    assert (await (await leads.as_(ZHAO)).put("/duplicate-policies", json=body)).status_code == 403
    admin = await leads.as_(ADMIN)
    for version, exact in enumerate(("block", "warn"), 1):
        body["channels"]["web-form"]["exact"] = exact
        assert (await admin.put("/duplicate-policies", json=body)).json() == {"version": version}
    seen = (await admin.get("/duplicate-policies")).json()
    assert (seen["version"], seen["channels"]["web-form"]["exact"]) == (2, "warn")
    assert seen["channels"]["manual"]["exact"] == "block"
    assert (await admin.put("/duplicate-policies", json={"channels": {"fax": {}}})).status_code == 422


async def test_not_a_duplicate_is_remembered_and_never_shown_again(leads: Running) -> None:
    client = await leads.as_(LI)
    first = await register(client, "武汉永昌建材有限公司", contact="吴娟")
    second = await register(client, "武汉永昌建材", contact="杨明")
    path = f"/leads/{first['id']}/duplicates"
    assert len((await client.get(path)).json()["candidates"]) == 1
    judged = await client.post(f"{path}/{second['id']}/dismiss", json={"reason": "two companies"})
    assert judged.status_code == 200, judged.text
    at = {"min_position": judged.headers["x-position"]}
    assert (await client.get("/duplicates", params=at)).json()["items"] == []
    for one in (first, second):
        assert (await client.get(f"/leads/{one['id']}/duplicates")).json()["candidates"] == []
    assert await ran(leads, found=None) == 0
    (dismissed,) = (await client.get("/duplicates", params={"status": "dismissed"})).json()["items"]
    assert (dismissed["judged_by"], dismissed["reason"]) == ("li", "two companies")
    again = await client.post(f"{path}/{second['id']}/dismiss", json={})
    assert again.json()["type"] == "urn:kuaicrm:problem:pair-is-settled"
    taken_back = await client.post(f"{path}/{second['id']}/reconsider")
    await client.get("/duplicates", params={"min_position": taken_back.headers["x-position"]})
    assert len((await client.get(path)).json()["candidates"]) == 1


async def test_only_who_may_change_one_of_the_two_judges_them(leads: Running) -> None:
    client = await leads.as_(LI)
    first = await register(client, "武汉永昌建材有限公司")
    second = await register(client, "武汉永昌建材")
    path = f"/leads/{first['id']}/duplicates/{second['id']}/dismiss"
    assert (await (await leads.as_(WANG)).post(path, json={})).status_code == 404
    assert (await client.post(path.replace(second["id"], str(uuid4())), json={})).status_code == 404


async def ran(leads: Running, *, found: int | None) -> int:
    """Run over all leads, and tell how many pairs were new."""
    client = await leads.as_(ADMIN)
    started = await client.post("/duplicates/runs")
    assert started.status_code == 202, started.text
    path = f"/duplicates/runs/{started.json()['id']}"
    await client.get(path, params={"min_position": started.headers["x-position"]})

    async def over() -> dict[str, Any] | None:
        run: dict[str, Any] = (await client.get(path)).json()
        return run if run["status"] != "running" else None

    run = await eventually(over, 60.0)
    assert run["status"] == "finished", run
    assert found is None or run["found"] == found
    return int(run["suspected"])


async def test_a_run_suspects_what_entry_let_pass_and_suspects_it_once(leads: Running) -> None:
    await set_policy(leads, "manual", exact="block", likely="allow")
    client = await leads.as_(ADMIN)
    first = await register(client, "合肥联创腾汽车零部件有限公司", contact="黄洋", phone="17825325425")
    second = await register(client, "联创腾汽车零部件", contact="黄洋")
    await register(client, "Granite Beacon Foods", contact="Mary White")
    assert await ran(leads, found=1) == 1
    assert await ran(leads, found=1) == 0
    (pair,) = (await client.get("/duplicates")).json()["items"]
    assert {pair["first"]["id"], pair["second"]["id"]} == {first["id"], second["id"]}
    assert pair["found_by"] == "run"
    assert pair["evidence"]
    assert (await leads.events()).count("leads.DuplicateSuspected") == 1
    assert (await leads.events()).count("leads.LeadMerged") == 0
    assert (await (await leads.as_(LI)).post("/duplicates/runs")).status_code == 403


async def test_a_night_has_one_run_when_leads_changed(leads: Running) -> None:
    store = StoredDuplicates(leads.service.projector)
    night = datetime.now(UTC).replace(hour=18, minute=30) + timedelta(days=1)
    assert await store.tonight(night, 1) == []
    await register(await leads.as_(ADMIN), "Ruifeng")
    assert await store.tonight(night.replace(hour=12), 1) == []
    assert len(await store.tonight(night, 1)) == 1
    await ran(leads, found=0)
    assert await store.tonight(night, 1) == []


async def test_fifty_equal_leads_at_once_make_one_whatever_the_policy(leads: Running) -> None:
    await set_policy(leads, "manual", exact="merge", likely="warn")
    client = await leads.as_(ADMIN)
    body = {"name": "长沙立信机械有限公司", "phone": "13800138000", "email": "a@ruifeng.cn", "uscc": USCC}
    answers = await asyncio.gather(*(client.post("/leads", json=body) for _ in range(50)))
    assert {a.status_code for a in answers} == {201}
    assert len({a.json()["id"] for a in answers}) == 1
    events = await leads.events()
    assert (events.count("leads.LeadRegistered"), events.count("leads.LeadTouched")) == (1, 49)


async def test_who_comes_again_tells_a_lead_what_it_did_not_know_where_they_may_change_it(
    leads: Running,
) -> None:
    await set_policy(leads, "manual", exact="merge", likely="allow")
    li, wang, admin = [await leads.as_(who) for who in (LI, WANG, ADMIN)]
    first = (await register(li, "长沙立信机械有限公司", phone="13800138000"))["id"]
    await register(li, "Acme", email="taken@acme.cn")
    again = {"name": "立信", "phone": "138 0013 8000", "contact": "何艳", "need": "two presses"}
    for client, more, known, message in (
        (wang, {"contact": "吴娟"}, None, "two presses\ncontact: 吴娟"),
        (li, {}, "何艳", "two presses"),
        (admin, {"email": "taken@acme.cn"}, "何艳", "two presses\nemail: taken@acme.cn"),
    ):
        answer = await client.post("/leads", json=again | more)
        assert (answer.status_code, answer.json()["id"], answer.json()["merged"]) == (201, first, True)
        at = {"min_position": answer.headers["x-position"]}
        shown = (await admin.get(f"/leads/{first}", params=at)).json()
        assert (shown["contact"], shown["email"], shown["owner_id"]) == (known, None, "li")
        touched = (await admin.get(f"/leads/{first}/touches")).json()
        assert touched[-1]["message"] == message


async def heard(leads: Running, version: int, **known: Any) -> None:
    """Master data tells of the customer C-1."""
    content: dict[str, Any] = {"customer_id": "C-1", "active": True, "source_version": version, **known}
    for consumer in ("leads.copies", "leads.customer-index"):
        await tell(leads.service, consumer, said(CustomerRecorded(**content), "C-1", version))


async def test_customers_of_master_data_are_candidates_while_they_are_active(leads: Running) -> None:
    await heard(leads, 1, name="宁波瑞丰食品有限公司", tax_number=USCC, contact="何艳", region="east")
    client = await leads.as_(LI)
    body = {"company": "瑞丰食品（宁波）", "uscc": USCC}
    (candidate,) = (await client.post("/duplicates/check", json=body)).json()["candidates"]
    assert (candidate["kind"], candidate["id"], candidate["details"]["contact"]) == (
        "customer",
        "C-1",
        "何艳",
    )
    assert levels(candidate) == {"uscc": "same", "name": "same", "place": "same"}
    registered = await register(client, "瑞丰食品（宁波）", uscc=USCC)
    assert [one["id"] for one in registered["possible_duplicates"]] == ["C-1"]
    await heard(leads, 2, name="宁波瑞丰食品有限公司", active=False)
    found = (await client.post("/duplicates/check", json=body)).json()["candidates"]
    assert [one["kind"] for one in found] == ["lead"]


async def test_a_lead_is_registered_though_candidates_cannot_be_looked_up(database: str) -> None:
    async with service_under_test(build, "leads", database) as running:
        async with running.service.database.connection() as connection:
            await connection.execute("ALTER TABLE lead_identities RENAME TO lead_identities_gone")
        client = await running.as_(ADMIN)
        answer = await client.post("/leads", json={"name": "Ruifeng", "phone": "13800138000"})
        assert (answer.status_code, answer.json()["possible_duplicates"]) == (201, [])
        again = await client.post("/leads", json={"name": "Ruifeng", "phone": "13800138000"})
        assert again.status_code == 409
        await set_policy(running, "manual", exact="block", likely="block")
        blocked = await client.post("/leads", json={"name": "Other"})
        assert blocked.status_code == 503
        async with running.service.database.connection() as connection:
            await connection.execute("ALTER TABLE lead_identities_gone RENAME TO lead_identities")
