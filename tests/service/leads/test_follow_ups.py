"""Contacts with leads over HTTP on a real store: recorded, corrected, listed, exported, and who may do what."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from crm_testing.services import Running, person
from crm_testing.staff import hear_of, seller

LI = person("li", "salesperson", team="east-1", region="east")
WANG = person("wang", "salesperson", team="east-1", region="east")
ZHAO = person("zhao", "manager", team="east-1", region="east")
ADMIN = person("root", "admin")
ANALYST = person("ana", "analyst")
PATH = "/api/leads/v1"


async def register(client: httpx.AsyncClient, **more: Any) -> str:
    body = {"name": "Wang", "email": f"{uuid4().hex}@x.example", **more}
    answer = await client.post("/leads", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def record(client: httpx.AsyncClient, lead_id: str, **more: Any) -> httpx.Response:
    body = {"method": "call", "result": "no_answer", **more}
    answer = await client.post(f"/leads/{lead_id}/follow-ups", json=body)
    assert answer.status_code == 201, answer.text
    return answer


async def seen(client: httpx.AsyncClient, answer: httpx.Response, path: str, **params: Any) -> Any:
    found = await client.get(path, params={"min_position": answer.headers["x-position"], **params})
    assert found.status_code == 200, found.text
    return found.json()


async def test_two_fields_make_a_record_with_author_times_and_attempt(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client)
    answer = await record(client, lead_id)
    path = answer.headers["location"].removeprefix(PATH)
    one = await seen(client, answer, path)
    assert (one["author_id"], one["author_name"], one["attempt"]) == ("li", "Li", 1)
    assert (one["method"], one["result"], one["entered_late"]) == ("call", "no_answer", False)
    assert one["occurred_at"] == one["recorded_at"]
    assert (one["minutes_since_assignment"], one["revision"], one["lead_id"]) == (0, 1, lead_id)
    lead = (await client.get(f"/leads/{lead_id}")).json()
    assert (lead["follow_ups"], lead["next_follow_up_at"]) == (1, None)


async def test_a_record_keeps_the_device_and_its_time_and_tells_when_it_is_late(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client)
    then = datetime.now(UTC) - timedelta(days=2)
    answer = await record(client, lead_id, occurred_at=then.isoformat(), device="Phone of Li")
    (one,) = (await seen(client, answer, "/follow-ups", late=True))["items"]
    assert (one["device"], datetime.fromisoformat(one["occurred_at"])) == ("Phone of Li", then)
    assert one["entered_late"]
    assert (await client.get("/follow-ups", params={"late": False})).json()["items"] == []


async def test_a_correction_shows_what_was_said_before(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client)
    answer = await record(client, lead_id, content="Called, nobody there")
    path = answer.headers["location"].removeprefix(PATH)
    corrected = await (await leads.as_(ZHAO)).patch(path, json={"result": "replied", "reason": "called back"})
    assert corrected.status_code == 200, corrected.text
    versions = await seen(client, corrected, f"{path}/history")
    assert [(v["result"], v["revision"], v["corrected_by"], v["correction_reason"]) for v in versions] == [
        ("no_answer", 1, None, None),
        ("replied", 2, "zhao", "called back"),
    ]
    assert (await client.get(path)).json() == versions[1]
    before = await leads.service.database.fetch(
        "SELECT min(recorded_to) - interval '1 us' FROM follow_up_list"
    )
    then = await client.get(path, params={"as_of": before[0][0].isoformat()})
    assert then.json() == versions[0]
    assert {v["author_id"] for v in versions} == {"li"}


async def test_bad_records_and_corrections_change_nothing(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client)
    answer = await record(client, lead_id)
    path, events = answer.headers["location"].removeprefix(PATH), await leads.events()
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    for body in (
        {},
        {"method": "call"},
        {"method": "pigeon", "result": "replied"},
        {"method": "call", "result": "replied", "author_id": "wang"},
        {"method": "call", "result": "replied", "occurred_at": soon},
        {"method": "call", "result": "replied", "occurred_at": "2026-01-01T00:00:00"},
        {"method": "call", "result": "replied", "content": "x" * 4001},
        {"method": "call", "result": "replied", "content": "a\u0000b"},
    ):
        refused = await client.post(f"/leads/{lead_id}/follow-ups", json=body)
        assert refused.status_code == 422, body
    for body in ({}, {"reason": "x"}, {"content": "y"}, {"reason": "x", "author_id": "wang"}):
        assert (await client.patch(path, json=body)).status_code == 422, body
    unknown = f"/leads/{lead_id}/follow-ups/{uuid4()}"
    assert (await client.patch(unknown, json={"content": "y", "reason": "x"})).status_code == 404
    assert await leads.events() == events


async def test_a_record_sent_again_with_its_key_is_one_record(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client)
    body, headers = {"method": "visit", "result": "interested"}, {"idempotency-key": "phone-7"}
    answers = [
        await client.post(f"/leads/{lead_id}/follow-ups", json=body, headers=headers) for _ in range(3)
    ]
    assert len({(a.status_code, a.text) for a in answers}) == 1
    assert (await leads.events()).count("leads.LeadFollowedUp") == 1


async def test_records_are_filtered_sorted_and_paged(leads: Running) -> None:
    client, other = await leads.as_(LI), await leads.as_(ZHAO)
    lead_id = await register(client)
    day = datetime(2026, 3, 2, 9, tzinfo=UTC)
    for number, method in enumerate(("call", "visit", "call", "wechat")):
        await record(
            client,
            lead_id,
            method=method,
            occurred_at=(day + timedelta(days=number)).isoformat(),
            content=f"n{number}",
        )
    last = await record(other, lead_id, method="call", result="interested", occurred_at=day.isoformat())

    async def contents(**params: Any) -> list[str]:
        return [r["content"] for r in (await seen(client, last, "/follow-ups", **params))["items"]]

    assert await contents(method="call", author="li") == ["n2", "n0"]
    assert await contents(author="zhao") == [""]
    assert await contents(result="no_answer", sort="occurred_at") == ["n0", "n1", "n2", "n3"]
    period = {"since": (day + timedelta(days=1)).isoformat(), "until": (day + timedelta(days=3)).isoformat()}
    assert await contents(**period) == ["n2", "n1"]
    assert await contents(q="n3") == ["n3"]
    page = await seen(client, last, f"/leads/{lead_id}/follow-ups", limit=3, sort="attempt")
    rest = await seen(
        client, last, f"/leads/{lead_id}/follow-ups", limit=3, sort="attempt", cursor=page["next"]
    )
    assert [r["attempt"] for r in page["items"] + rest["items"]] == [1, 2, 3, 4, 5]
    assert (await client.get("/follow-ups", params={"since": "2026-03-02"})).status_code == 422
    assert (await client.get("/follow-ups", params={"color": "red"})).status_code == 400


async def test_an_export_is_safe_and_complete(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client)
    hostile = ["=cmd|' /C calc'!A0", "＝1+1", "@SUM(A1)", "+49 30 901820", 'a,"b"\nc']
    for content in hostile:
        last = await record(client, lead_id, content=content)
    await seen(client, last, "/follow-ups")
    file = await client.get("/follow-ups.csv", params={"method": "call"})
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert file.headers["content-disposition"] == "attachment; filename=follow-ups.csv"
    assert file.text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"))))
    assert [row["content"] for row in reversed(rows)] == [
        "'=cmd|' /C calc'!A0", "'＝1+1", "'@SUM(A1)", "+49 30 901820", 'a,"b"\nc',
    ]  # fmt: skip
    assert {row["lead_id"] for row in rows} == {lead_id}
    assert (await (await leads.as_(WANG)).get("/follow-ups.csv")).text.count("\n") == 1


async def test_records_are_seen_and_made_by_those_who_see_and_change_the_lead(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client)
    answer = await record(client, lead_id)
    path, events = answer.headers["location"].removeprefix(PATH), await leads.events()
    await seen(client, answer, path)
    body = {"method": "call", "result": "replied"}
    stranger, analyst = await leads.as_(WANG), await leads.as_(ANALYST)
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.get(f"{path}/history")).status_code == 404
    assert (await stranger.get("/follow-ups")).json()["items"] == []
    assert (await stranger.get(f"/leads/{lead_id}/follow-ups")).json()["items"] == []
    assert (await stranger.post(f"/leads/{lead_id}/follow-ups", json=body)).status_code == 404
    assert (await stranger.patch(path, json={"content": "x", "reason": "x"})).status_code == 404
    assert (await stranger.put(f"/leads/{lead_id}/plan", json={"plan": "standard"})).status_code == 404
    assert len((await analyst.get("/follow-ups")).json()["items"]) == 1
    for method, at, content in (
        ("POST", f"/leads/{lead_id}/follow-ups", body),
        ("PATCH", path, {"content": "x", "reason": "x"}),
        ("PUT", f"/leads/{lead_id}/plan", {"plan": "standard"}),
        ("DELETE", f"/leads/{lead_id}/plan", None),
        ("PUT", f"/leads/{lead_id}/next-step", {"due_at": "2030-01-01T00:00:00Z"}),
    ):
        assert (await analyst.request(method, at, json=content)).status_code == 403, at
    assert (await client.put("/follow-up-rules", json={})).status_code == 403
    assert await leads.events() == events
    other_lead = await register(client)
    assert (await client.get(path.replace(lead_id, other_lead))).status_code == 404


async def test_the_new_owner_sees_the_records_of_the_old_one(leads: Running) -> None:
    client = await leads.as_(LI)
    lead_id = await register(client)
    answer = await record(client, lead_id)
    await seen(client, answer, "/follow-ups")
    await hear_of(leads, seller("wang", team=None, region=None))
    given = await (await leads.as_(ADMIN)).post(
        f"/leads/{lead_id}/assign", json={"owner_id": "wang", "reason": "leave"}
    )
    assert given.status_code == 200, given.text
    (one,) = (await seen(await leads.as_(WANG), given, "/follow-ups"))["items"]
    assert (one["author_id"], one["attempt"]) == ("li", 1)
    assert (await client.get("/follow-ups")).json()["items"] == []


async def test_a_rebuilt_table_of_records_has_the_same_bytes(leads: Running) -> None:
    client = await leads.as_(LI)
    for number in range(3):
        lead_id = await register(client)
        for content in ("first", "second"):
            answer = await record(client, lead_id, content=f"{content} {number}")
        path = answer.headers["location"].removeprefix(PATH)
        answer = await client.patch(path, json={"content": "corrected", "reason": "typo"})
    await seen(client, answer, "/follow-ups")
    query = "SELECT md5(string_agg(t::text, ',' ORDER BY id, version)), count(*) FROM follow_up_list t"
    before = await leads.service.database.fetch(query)
    assert before[0][1] == 9
    rebuilt = await (await leads.as_(ADMIN)).post("/operations/views/follow_up_list/rebuild")
    assert rebuilt.status_code == 200
    assert await leads.service.database.fetch(query) == before
