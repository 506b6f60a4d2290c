"""Leads over HTTP on a real store: registered, found, assigned, converted, and who may do what."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx

from crm_testing.services import Running, person

LI = person("li", "salesperson", team="east-1", region="east")
WANG = person("wang", "salesperson", team="east-1", region="east")
ZHAO = person("zhao", "manager", team="east-1", region="east")
ADMIN = person("root", "admin")
ANALYST = person("ana", "analyst")


def lead(**more: Any) -> dict[str, Any]:
    number = uuid4().int % 10**8
    return {"name": "长沙立信机械有限公司", "phone": f"138{number:08}", "source": "exhibition", **more}


async def register(client: httpx.AsyncClient, **more: Any) -> httpx.Response:
    answer = await client.post("/leads", json=lead(**more))
    assert answer.status_code == 201, answer.text
    return answer


async def test_a_registered_lead_is_scored_claimed_and_readable_at_once(leads: Running) -> None:
    client = await leads.as_(LI)
    answer = await register(client, email="A.B+fair@Example.com", company_size=500)
    found = await client.get(
        answer.headers["location"].removeprefix("/api/leads/v1"),
        params={"min_position": answer.headers["x-position"]},
    )
    assert found.status_code == 200
    body = found.json()
    assert (body["owner_id"], body["status"]) == ("li", "open")
    assert body["score"] == sum(f["points"] for f in body["factors"])
    assert found.headers["etag"] == answer.headers["etag"]
    assert await leads.events() == [
        "leads.LeadRegistered",
        "leads.LeadScored",
        "leads.LeadAssigned",
        "leads.LeadClaimed",
        "leads.LeadClaimed",
    ]


async def test_who_dispatches_work_orders_sees_no_leads_of_others(leads: Running) -> None:
    answer = await register(await leads.as_(LI))
    lead_id, at = answer.json()["id"], {"min_position": answer.headers["x-position"]}
    dispatcher = await leads.as_(person("xu", "dispatcher", team="east-1", region="east"))
    assert (await dispatcher.get("/leads", params=at)).json()["items"] == []
    for path in ("", "/history"):
        assert (await dispatcher.get(f"/leads/{lead_id}{path}")).status_code == 404


async def test_the_same_phone_written_differently_is_refused_and_names_the_first(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    first = (await register(client, phone="138 0013 8000")).json()["id"]
    before = await leads.events()
    again = await client.post("/leads", json=lead(phone="+86-138-0013-8000"))
    assert again.status_code == 409
    assert again.json()["type"] == "urn:kuaicrm:problem:duplicate-lead"
    assert again.json()["params"]["lead_id"] == first
    assert await leads.events() == before


async def test_fifty_equal_leads_at_once_make_one(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    body = lead()
    answers = await asyncio.gather(*(client.post("/leads", json=body) for _ in range(50)))
    assert sorted(a.status_code for a in answers) == [201] + [409] * 49
    assert (await leads.events()).count("leads.LeadRegistered") == 1


async def test_a_command_sent_again_with_its_key_gets_the_same_answer(leads: Running) -> None:
    client = await leads.as_(LI)
    body = lead()
    headers = {"idempotency-key": "one"}
    answers = [await client.post("/leads", json=body, headers=headers) for _ in range(3)]
    assert {(a.status_code, a.text, a.headers["x-position"]) for a in answers} == {
        (201, answers[0].text, answers[0].headers["x-position"])
    }
    other = await client.post("/leads", json=lead(), headers=headers)
    assert (other.status_code, other.json()["type"]) == (422, "urn:kuaicrm:problem:idempotency-key-reused")


async def test_a_lead_is_converted_once_however_often_it_is_asked(leads: Running) -> None:
    client = await leads.as_(LI)
    path = f"/leads/{(await register(client)).json()['id']}/convert"
    first = await client.post(path, json={"title": "Two presses"}, headers={"idempotency-key": "c"})
    assert first.status_code == 200
    again = await client.post(path, json={"title": "Two presses"}, headers={"idempotency-key": "c"})
    assert again.json() == first.json()
    other = await client.post(path, json={"title": "Three presses"})
    assert (other.status_code, other.json()["type"]) == (409, "urn:kuaicrm:problem:lead-is-closed")
    assert (await leads.events()).count("leads.LeadConverted") == 1


async def test_a_stale_version_is_refused(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = (await register(client)).json()["id"]
    answer = await client.post(
        f"/leads/{lead_id}/disqualify", json={"reason": "x"}, headers={"if-match": '"1"'}
    )
    assert answer.status_code == 412


async def test_somebody_elses_lead_is_not_there(leads: Running) -> None:
    mine = (await register(await leads.as_(LI))).json()["id"]
    theirs = await leads.as_(WANG)
    events = await leads.events()
    for method, path, body in (
        ("GET", f"/leads/{mine}", None),
        ("GET", f"/leads/{mine}/history", None),
        ("POST", f"/leads/{mine}/convert", {}),
        ("POST", f"/leads/{mine}/disqualify", {"reason": "mine now"}),
    ):
        answer = await theirs.request(method, path, json=body)
        unknown = await theirs.request(method, path.replace(mine, str(uuid4())), json=body)
        assert answer.status_code == unknown.status_code == 404
        assert {**answer.json(), "instance": None} == {**unknown.json(), "instance": None}
    assert (await theirs.get("/leads")).json()["items"] == []
    assert await leads.events() == events


async def test_lists_show_what_the_role_may_see(leads: Running) -> None:
    last = None
    for who in (LI, WANG):
        last = await register(await leads.as_(who))
    assert last is not None
    at = {"min_position": last.headers["x-position"]}
    for who, count in ((LI, 1), (WANG, 1), (ZHAO, 2), (ANALYST, 2), (ADMIN, 2)):
        items = (await (await leads.as_(who)).get("/leads", params=at)).json()["items"]
        assert len(items) == count, who


async def test_a_list_is_paged_sorted_and_filtered(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    answers = [
        await register(client, name=f"Company {n}", source="web" if n % 2 else "phone") for n in range(5)
    ]
    at = {"min_position": answers[-1].headers["x-position"]}
    first = (await client.get("/leads", params={"sort": "name", "limit": 2, **at})).json()
    rest = (
        await client.get("/leads", params={"sort": "name", "limit": 200, "cursor": first["next"], **at})
    ).json()
    assert [i["name"] for i in first["items"] + rest["items"]] == [f"Company {n}" for n in range(5)]
    web = (await client.get("/leads", params={"source": "web", **at})).json()["items"]
    assert {i["name"] for i in web} == {"Company 1", "Company 3"}
    assert (await client.get("/leads", params={"sort": "name;select pg_sleep(5)"})).status_code == 400
    assert (await client.get("/leads", params={"owner_team": "x"})).status_code == 400


async def test_a_list_is_answered_as_of_then(leads: Running) -> None:
    client = await leads.as_(LI)
    answer = await register(client)
    at = {"min_position": answer.headers["x-position"]}
    live = (await client.get("/leads", params=at)).json()
    ((then,),) = await leads.service.database.fetch("SELECT clock_timestamp()")
    closed = await client.post(f"/leads/{answer.json()['id']}/disqualify", json={"reason": "no budget"})
    now = (await client.get("/leads", params={"min_position": closed.headers["x-position"]})).json()
    assert now["items"][0]["status"] == "disqualified"
    assert (await client.get("/leads", params={"as_of": then.isoformat()})).json() == live


async def test_a_body_may_not_set_what_the_system_decides(leads: Running) -> None:
    client = await leads.as_(LI)
    answer = await client.post("/leads", json=lead(owner_id="wang", version=7, score=100, status="converted"))
    assert answer.status_code == 422
    assert {e["pointer"] for e in answer.json()["errors"]} == {
        "#/owner_id",
        "#/version",
        "#/score",
        "#/status",
    }
    assert await leads.events() == []


async def test_an_analyst_reads_and_writes_nothing(leads: Running) -> None:
    mine = (await register(await leads.as_(LI))).json()["id"]
    analyst = await leads.as_(ANALYST)
    assert (await analyst.post("/leads", json=lead())).status_code == 403
    assert (await analyst.post(f"/leads/{mine}/convert", json={})).status_code == 403
    assert (await (await leads.anonymous()).get("/leads")).status_code == 401


async def test_a_view_rebuilt_by_the_operator_has_the_same_bytes(leads: Running) -> None:
    client = await leads.as_(LI)
    for _ in range(5):
        answer = await register(client)
    query = "SELECT md5(string_agg(t::text, ',' ORDER BY id, version)) FROM lead_list t"
    await client.get("/leads", params={"min_position": answer.headers["x-position"]})
    before = await leads.service.database.fetch(query)
    rebuilt = await (await leads.as_(ADMIN)).post("/operations/views/lead_list/rebuild")
    assert rebuilt.status_code == 200
    assert await leads.service.database.fetch(query) == before
    assert (await client.post("/operations/views/lead_list/rebuild")).status_code == 403


async def test_a_revision_changes_what_is_named_scores_anew_and_keeps_history(leads: Running) -> None:
    client = await leads.as_(LI)
    made = await register(client, need="A press")
    path, before = f"/leads/{made.json()['id']}", made.headers["x-position"]
    then = (await client.get(path, params={"min_position": before})).json()
    revised = await client.patch(
        path,
        json={"company_size": 800, "need": None},
        headers={"if-match": made.headers["etag"]},
    )
    assert revised.status_code == 200, revised.text
    now = (await client.get(path, params={"min_position": revised.headers["x-position"]})).json()
    assert (now["company_size"], now["need"], now["name"]) == (800, None, then["name"])
    assert now["score"] == sum(f["points"] for f in now["factors"]) != then["score"]
    stale = await client.patch(path, json={"need": "Two"}, headers={"if-match": made.headers["etag"]})
    assert stale.status_code == 412


async def test_claims_follow_a_revised_phone(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    first = (await register(client, phone="13800138000")).json()["id"]
    second = (await register(client, phone="13900139000")).json()["id"]
    taken = await client.patch(f"/leads/{second}", json={"phone": "+86 138 0013 8000"})
    assert (taken.status_code, taken.json()["params"]["lead_id"]) == (409, first)
    assert (await client.patch(f"/leads/{first}", json={"phone": "13700137000"})).status_code == 200
    assert (await client.patch(f"/leads/{second}", json={"phone": "13800138000"})).status_code == 200
    assert (await register(client, phone="13900139000")).status_code == 201
    assert (await client.post("/leads", json=lead(phone="13700137000"))).json()["params"]["lead_id"] == first


async def test_fifty_revisions_to_one_phone_at_once_give_it_to_one_lead(leads: Running) -> None:
    client = await leads.as_(ADMIN)
    ids = [(await register(client)).json()["id"] for _ in range(50)]
    answers = await asyncio.gather(
        *(client.patch(f"/leads/{id_}", json={"phone": "13800138000"}) for id_ in ids)
    )
    assert sorted(a.status_code for a in answers) == [200] + [409] * 49
    assert (await leads.events()).count("leads.LeadRevised") == 1


async def test_bad_revisions_are_refused(leads: Running) -> None:
    client = await leads.as_(LI)
    path = f"/leads/{(await register(client)).json()['id']}"
    for body in ({}, {"name": None}, {"status": "converted"}, {"company_size": 0}, {"email": "nobody"}):
        assert (await client.patch(path, json=body)).status_code == 422, body
    other = await leads.as_(WANG)
    assert (await other.patch(path, json={"need": "mine"})).status_code == 404
    assert (await (await leads.as_(ANALYST)).patch(path, json={"need": "mine"})).status_code == 403
