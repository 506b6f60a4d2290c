"""Attacks on leads and what belongs to them bounce, write nothing and tell nothing: by id, by role, by text, by number."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest_asyncio

from crm_platform.security.signatures import sign
from crm_platform.settings import ServiceSettings
from crm_testing.services import Running, person, service_under_test
from leads.bootstrap import build
from leads.settings import Settings

LI = person("li", "salesperson", team="east-1", region="east")
WANG = person("wang", "salesperson", team="west-1", region="west")
ADMIN = person("root", "admin")
OLD_KEY = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
KEY = "whsec_OTg3NjU0MzIxMDk4NzY1NDMyMTA5ODc2NTQzMjEwOTg="
SECRET = "杭州安泰鑫"
BASE = "/api/leads/v1"
HOSTILE = (
    "' OR 1=1--",
    '"; DROP TABLE events; --',
    "${jndi:ldap://x}",
    "{{7*7}}",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "=cmd|' /C calc'!A0",
    "100%_\\",
)
TEXTS = ("name", "company", "contact", "address", "region", "industry", "source", "campaign", "need", "notes")
BODIES: dict[str, dict[str, Any]] = {
    "PATCH ": {"notes": "mine"},
    "POST /convert": {},
    "POST /reopen": {"reason": "mine"},
    "POST /disqualify": {"reason": "mine"},
    "POST /merge": {"absorbed_id": "{other}"},
    "POST /merge/preview": {"absorbed_id": "{other}"},
    "POST /unmerge": {"absorbed_id": "{other}"},
    "POST /touches": {},
    "POST /follow-ups": {"method": "call", "result": "no_answer"},
    "PUT /next-step": {"due_at": "2099-01-01T09:00:00Z"},
    "PUT /plan": {"plan": "standard"},
    "POST /override-score": {"points": 99, "reason": "mine"},
    "POST /duplicates/{other_id}/dismiss": {},
}
"""What a command on a lead asks for, where it asks for anything."""


def built(settings: ServiceSettings) -> Any:
    return build(Settings(**dict(settings) | {"inbound_mail_secrets": (KEY,)}))


@pytest_asyncio.fixture
async def leads(database: str) -> AsyncIterator[Running]:
    async with service_under_test(built, "leads", database) as running:
        yield running


async def register(leads: Running, name: str = SECRET, **more: Any) -> str:
    answer = await (await leads.as_(LI)).post("/leads", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_every_operation_on_a_lead_out_of_scope_is_answered_like_one_on_no_lead(leads: Running) -> None:
    theirs, other = await register(leads), await register(leads, f"{SECRET} 2")
    client, events = await leads.as_(WANG), await leads.events()
    tried = set()
    described = (await client.get("http://crm.test/openapi.json")).json()
    for path, operations in described["paths"].items():
        if not path.startswith(f"{BASE}/leads/{{lead_id}}"):
            continue
        for method in operations:
            asked = f"{method.upper()} {path.removeprefix(f'{BASE}/leads/{{lead_id}}')}"
            body = {k: other if v == "{other}" else v for k, v in BODIES.get(asked, {}).items()}
            answers = []
            for lead_id in (theirs, str(uuid4())):
                url = path.replace("{lead_id}", lead_id).replace("{other_id}", other)
                url = url.replace("{follow_up_id}", str(uuid4())).replace("{sha256}", "0" * 64)
                json = body if method in ("post", "put", "patch") and (body or asked in BODIES) else None
                answer = await client.request(method, f"http://crm.test{url}", json=json)
                assert SECRET not in answer.text, asked
                answers.append((answer.status_code, answer.json().get("type")))
            assert answers[0] == answers[1], asked
            if asked in BODIES:
                assert answers[0][0] == 404, (asked, answer.text)
            elif answers[0][0] == 200:
                assert answer.json().get("items") == [], (asked, answer.text)
            else:
                assert answers[0][0] in (403, 404, 422), (asked, answer.text)
            tried.add(asked)
    assert tried >= BODIES.keys()
    assert await leads.events() == events


CONFIGURING = (
    ("PUT", "/duplicate-policies"),
    ("PUT", "/scoring-model"),
    ("POST", "/scoring-model/versions"),
    ("PUT", "/scoring/thresholds"),
    ("PUT", "/assignment-rules"),
    ("PUT", "/follow-up-rules"),
    ("PUT", "/pools/east"),
    ("PUT", "/sources/website"),
    ("POST", "/forms"),
    ("GET", "/forms"),
    ("POST", "/imports"),
    ("GET", "/imports"),
    ("POST", "/duplicates/runs"),
    ("GET", "/leads/overridden"),
    ("POST", "/inbound-mails"),
    ("GET", "/operations/parked"),
    ("POST", "/operations/views/lead_list/rebuild"),
)


async def test_a_salesperson_configures_nothing_whatever_the_headers_say(leads: Running) -> None:
    client = await leads.as_(LI)
    for method, path in CONFIGURING:
        for headers in ({}, {"x-http-method-override": "GET", "x-role": "admin"}):
            refused = await client.request(method, path, headers=headers)
            assert (refused.status_code, refused.json()["code"]) == (403, "role-missing"), path
    assert await leads.events() == []


LISTS = ("/leads", "/leads/queue", "/follow-ups", "/follow-ups.csv", "/duplicates")
UNKNOWN = ("tenant_id=other", "owner_id=li", "__proto__=1", "sort=name;select pg_sleep(5)", "sort=phone")


async def test_lists_take_no_parameter_and_no_order_that_they_do_not_offer(leads: Running) -> None:
    client = await leads.as_(LI)
    for path in LISTS:
        for query in UNKNOWN:
            refused = await client.get(f"{path}?{query}")
            assert refused.status_code == 400, (path, query, refused.text)


async def test_no_text_that_is_looked_for_shows_somebody_elses(leads: Running) -> None:
    lead_id, li, wang = await register(leads), await leads.as_(LI), await leads.as_(WANG)
    told = {"method": "call", "result": "other", "content": SECRET}
    assert (await li.post(f"/leads/{lead_id}/follow-ups", json=told)).status_code == 201
    at = {"min_position": await leads.service.log.position()}
    for path in ("/leads", "/follow-ups"):
        for part in (*HOSTILE, "%", "_", "\\", SECRET):
            theirs = await wang.get(path, params={"q": part, **at})
            assert (theirs.status_code, theirs.json()["items"]) == (200, [])
            mine = (await li.get(path, params={"q": part, **at})).json()["items"]
            assert len(mine) == (part == SECRET), (path, part)


async def test_text_that_looks_like_code_is_only_text_in_every_field(leads: Running) -> None:
    client = await leads.as_(LI)
    for text in HOSTILE:
        said = dict.fromkeys(TEXTS, text)
        lead_id = await register(leads, **said)
        told = {"method": "call", "result": "other", "content": text}
        assert (await client.post(f"/leads/{lead_id}/follow-ups", json=told)).status_code == 201
        at = {"min_position": await leads.service.log.position()}
        seen = await client.get(f"/leads/{lead_id}", params=at)
        assert seen.headers["content-type"] == "application/json"
        shown = seen.json() | {
            "region": text
        }  # of a lead that somebody owns, the region of its owner is shown
        assert {field: shown[field] for field in TEXTS} == said
        (found,) = (await client.get("/leads", params={"q": text, **at})).json()["items"]
        assert found["id"] == lead_id
    exported = await client.get("/follow-ups.csv")
    assert "\"'=cmd|' /C calc'!A0\"" in exported.text or "'=cmd|' /C calc'!A0" in exported.text
    assert ",=cmd" not in exported.text


IMPOSSIBLE: tuple[tuple[str, object], ...] = (
    *((field, "a\0b") for field in TEXTS),
    ("phone", "1" * 10_240),
    ("phone", "1-" * 5_000 + "x"),
    ("email", "a" * 5_000 + "@" + "a." * 2_500),
    ("email", "a@" * 100 + "!"),
    ("uscc", "9" * 10_000),
    ("company_size", -1),
    ("company_size", 10**30),
    ("budget", {"amount": "-1", "currency": "CNY"}),
    ("budget", {"amount": "0.001", "currency": "CNY"}),
    ("budget", {"amount": "1", "currency": "XXX"}),
    ("budget", {"amount": "1" + "0" * 30, "currency": "CNY"}),
    ("__proto__", "x"),
    ("tenant_id", "other"),
    ("owner_id", "wang"),
    ("created_at", "2020-01-01"),
    ("is_admin", True),
    ("touch", {"occurred_at": (datetime.now(UTC) + timedelta(days=2)).isoformat()}),
    ("touch", {"channel": "web-form"}),
)


async def test_a_lead_that_cannot_be_is_refused_at_once_and_at_its_place(leads: Running) -> None:
    client, slowest = await leads.as_(LI), 0.0
    for field, value in IMPOSSIBLE:
        began = time.perf_counter()
        refused = await client.post("/leads", json={"name": "x", field: value})
        slowest = max(slowest, time.perf_counter() - began)
        assert refused.status_code in (400, 422), (field, refused.text)
        if refused.status_code == 422 and field != "touch":
            assert refused.json()["errors"][0]["pointer"].startswith(f"#/{field}"), refused.text
    assert slowest < 0.5  # on a machine that does other things, too
    assert await leads.events() == []


async def test_a_key_that_was_used_for_another_command_is_refused(leads: Running) -> None:
    one, other = await register(leads, "One"), await register(leads, "Other")
    client, key = await leads.as_(LI), {"idempotency-key": "k"}
    assert (await client.post("/leads", json={"name": "x"}, headers=key)).status_code == 201
    events = await leads.events()
    for path, body in (("/leads", {"name": "y"}), (f"/leads/{one}/merge", {"absorbed_id": other})):
        refused = await client.post(path, json=body, headers=key)
        assert (refused.status_code, refused.json()["code"]) == (422, "idempotency-key-reused")
    assert await leads.events() == events


async def test_a_change_based_on_an_old_version_is_refused(leads: Running) -> None:
    lead_id, events, client = await register(leads), await leads.events(), await leads.as_(LI)
    for asked in ("PATCH ", "POST /convert", "PUT /next-step", "POST /override-score"):
        method, _, path = asked.partition(" ")
        refused = await client.request(
            method, f"/leads/{lead_id}{path}", json=BODIES[asked], headers={"if-match": '"1"'}
        )
        assert refused.status_code == 412, (asked, refused.text)
    assert await leads.events() == events


MAIL = b"From: Liang <liang@hengda.example>\r\nTo: s@crm.example\r\nMessage-ID: <1@x>\r\n\r\nTwo presses\r\n"


async def test_mail_is_taken_from_who_signed_it_lately_with_a_key_in_use_and_once(leads: Running) -> None:
    nobody, now = await leads.anonymous(), datetime.now(UTC)
    good = sign("m1", MAIL, [KEY], now)
    wrong = [
        {},
        sign("m1", MAIL, [OLD_KEY], now),
        sign("m1", MAIL, [KEY], now - timedelta(seconds=302)),
        sign("m1", MAIL, [KEY], now + timedelta(seconds=310)),
        good | {"webhook-id": "m2"},
        good | {"webhook-timestamp": str(int(now.timestamp()) + 1)},
        good | {"webhook-signature": good["webhook-signature"][:-2] + "x="},
    ]
    for headers in wrong:
        refused = await nobody.post("/inbound-mails/signed", content=MAIL, headers=headers)
        assert refused.status_code == 401, refused.text
    altered = await nobody.post("/inbound-mails/signed", content=MAIL[:-3] + b"S\r\n", headers=good)
    assert altered.status_code == 401
    assert await leads.events() == []
    answers = [await nobody.post("/inbound-mails/signed", content=MAIL, headers=good) for _ in range(2)]
    assert [answer.json()["status"] for answer in answers] == ["created", "created"]
    assert (await leads.events()).count("leads.LeadRegistered") == 1
    assert "leads.LeadTouched" not in await leads.events()
