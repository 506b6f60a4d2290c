"""Web forms over HTTP: anybody can send one, once, from where it may stand, and learns nothing about who is known."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from crm_platform.settings import ServiceSettings
from crm_testing.services import Running, person, service_under_test
from leads.bootstrap import build
from leads.settings import Settings

ADMIN = person("root", "admin")
LI = person("li", "salesperson", team="east-1", region="east")
SITE = "https://www.hengda.example"
FORM = {
    "name": "Site",
    "heading": "联系<我们>",
    "fields": [
        {"field": "company", "label": "公司", "required": True},
        {"field": "phone", "label": "电话"},
        {"field": "email", "label": "邮箱"},
        {"field": "need", "label": "需求"},
    ],
    "source": "官网",
    "campaign": "spring-2026",
    "allowed_origins": [SITE],
    "min_seconds": 0,
}


class Site:
    """The company's page, and who fills the form in on it."""

    def __init__(self, running: Running, admin: httpx.AsyncClient, visitor: httpx.AsyncClient) -> None:
        self.running = running
        self.admin = admin
        self.visitor = visitor

    async def form(self, **more: Any) -> str:
        answer = await self.admin.post("/forms", json=FORM | more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def token(self, form_id: str) -> str:
        answer = await self.visitor.get(f"/forms/{form_id}/definition")
        assert answer.status_code == 200, answer.text
        return str(answer.json()["token"])

    async def send(self, form_id: str, origin: str | None = SITE, **given: str) -> httpx.Response:
        token = given.pop("token", None) or await self.token(form_id)
        headers = {"origin": origin} if origin else {}
        body = {"company": "恒达", "token": token, **given}
        return await self.visitor.post(f"/forms/{form_id}/submissions", json=body, headers=headers)

    async def leads(self) -> list[dict[str, Any]]:
        position = await self.running.service.log.position()
        answer = await self.admin.get("/leads", params={"min_position": position})
        return list(answer.json()["items"])


def limited(per_minute: float) -> Any:
    def made(settings: ServiceSettings) -> Any:
        return build(Settings(**dict(settings) | {"forms_per_minute": per_minute}))

    return made


@pytest_asyncio.fixture
async def site(database: str) -> AsyncIterator[Site]:
    async with service_under_test(limited(0), "leads", database) as running:
        yield Site(running, await running.as_(ADMIN), await running.anonymous())


class Inputs(HTMLParser):
    """What a browser would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.scripts = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.scripts += tag == "script"
        if tag in ("input", "textarea") and known.get("name"):
            self.values[str(known["name"])] = known.get("value") or ""


async def test_a_submission_makes_a_lead_with_source_campaign_and_first_touch(site: Site) -> None:
    form_id = await site.form()
    sent = await site.send(form_id, phone="13800138000", need="Two presses", utm_source="search")
    assert (sent.status_code, sent.json()["status"]) == (202, "received")
    (lead,) = await site.leads()
    assert (lead["name"], lead["source"], lead["campaign"], lead["channel"]) == (
        "恒达",
        "website",
        "spring-2026",
        "web-form",
    )
    (touch,) = (await site.admin.get(f"/leads/{lead['id']}/touches")).json()
    assert (touch["message"], touch["utm"]["source"]) == ("Two presses", "search")


async def test_what_visitors_call_their_region_and_industry_becomes_codes(site: Site) -> None:
    asked = [*FORM["fields"], {"field": "region", "label": "地区"}, {"field": "industry", "label": "行业"}]  # type: ignore[misc]
    form_id = await site.form(fields=asked)
    await site.send(form_id, phone="13800138000", region="华南", industry="食品饮料")
    await site.send(form_id, phone="13800138001", region="Mars", industry="FOOD")
    told = {(lead["region"], lead["industry"]) for lead in await site.leads()}
    assert told == {("south", "food"), ("Mars", "food")}


async def test_a_submission_counts_once_however_often_it_is_sent(site: Site) -> None:
    form_id = await site.form()
    token = await site.token(form_id)
    answers = await asyncio.gather(*(site.send(form_id, phone="13800138000", token=token) for _ in range(20)))
    assert {(a.status_code, a.text) for a in answers} == {(202, answers[0].text)}
    assert len(await site.leads()) == 1
    assert "leads.LeadTouched" not in await site.running.events()


async def test_who_is_known_is_touched_and_the_answer_tells_nothing(site: Site) -> None:
    form_id = await site.form()
    first = await site.send(form_id, phone="138 0013 8000")
    again = await site.send(form_id, phone="+8613800138000", need="And a third")
    assert (again.status_code, again.text) == (first.status_code, first.text)
    (lead,) = await site.leads()
    assert lead["touches"] == 2


async def test_the_page_needs_no_script_and_stands_only_where_it_may(site: Site) -> None:
    form_id = await site.form()
    page = await site.visitor.get(f"/forms/{form_id}?utm_medium=cpc", headers={"referer": f"{SITE}/pumps"})
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert f"frame-ancestors {SITE};" in policy
    assert "unsafe" not in policy
    assert "x-frame-options" not in page.headers
    assert page.headers["referrer-policy"] == "same-origin"  # else browsers send it with the origin `null`
    assert "联系&lt;我们&gt;" in page.text
    inputs = Inputs(page.text)
    assert inputs.scripts == 0
    assert inputs.values["referrer"] == f"{SITE}/pumps"
    filled = inputs.values | {"company": "恒达", "phone": "13800138000"}
    sent = await site.visitor.post(f"/forms/{form_id}/submissions", data=filled)
    assert (sent.status_code, "谢谢" in sent.text) == (202, True)
    (lead,) = await site.leads()
    (touch,) = (await site.admin.get(f"/leads/{lead['id']}/touches")).json()
    assert (touch["utm"]["medium"], touch["referrer"]) == ("cpc", f"{SITE}/pumps")
    style = await site.visitor.get("http://crm.test/api/leads/v1/form-style.css")
    assert style.headers["content-type"].startswith("text/css")
    assert (await site.visitor.get("http://crm.test/api/leads/v1/leads")).headers["x-frame-options"] == "DENY"


async def test_a_page_that_was_refused_comes_back_with_what_was_filled_in(site: Site) -> None:
    form_id = await site.form()
    inputs = Inputs((await site.visitor.get(f"/forms/{form_id}")).text)
    filled = inputs.values | {"company": '"><script>alert(1)</script>', "email": "no address"}
    again = await site.visitor.post(f"/forms/{form_id}/submissions", data=filled)
    assert again.status_code == 422
    assert "<script" not in again.text
    assert Inputs(again.text).values["company"] == filled["company"]
    assert await site.leads() == []


async def test_a_form_leads_on_to_where_it_was_allowed_to(site: Site) -> None:
    elsewhere = await site.admin.post("/forms", json=FORM | {"redirect_url": "https://evil.example/x"})
    assert elsewhere.status_code == 422
    form_id = await site.form(redirect_url=f"{SITE}/thanks")
    inputs = Inputs((await site.visitor.get(f"/forms/{form_id}")).text)
    filled = inputs.values | {"company": "恒达", "phone": "13800138000"}
    sent = await site.visitor.post(f"/forms/{form_id}/submissions", data=filled)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{SITE}/thanks")
    assert f"form-action 'self' {SITE};" in sent.headers["content-security-policy"]


async def test_only_pages_of_allowed_origins_send_and_read(site: Site) -> None:
    form_id = await site.form()
    path = f"/forms/{form_id}/submissions"
    asked = await site.visitor.options(
        path, headers={"origin": SITE, "access-control-request-method": "POST"}
    )
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, SITE)
    evil = await site.visitor.options(path, headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in evil.headers
    sent = await site.send(form_id, phone="13800138000")
    assert sent.headers["access-control-allow-origin"] == SITE
    assert "access-control-allow-credentials" not in sent.headers
    refused = await site.send(form_id, origin="https://evil.example", phone="13900139000")
    assert (refused.status_code, refused.json()["code"]) == (403, "origin-not-allowed")
    assert "access-control-allow-origin" not in refused.headers
    readable = await site.send(form_id, phone="x")
    assert (readable.status_code, readable.headers["access-control-allow-origin"]) == (422, SITE)
    assert len(await site.leads()) == 1


async def test_programs_are_not_let_through(site: Site) -> None:
    patient = await site.form(min_seconds=30)
    fast = await site.send(patient, phone="13800138000")
    assert (fast.status_code, fast.json()["code"]) == (422, "form-too-fast")
    form_id = await site.form()
    trapped = await site.send(form_id, phone="13800138000", homepage="http://spam.example")
    assert (trapped.status_code, trapped.json()["status"]) == (202, "received")
    other = await site.token(await site.form())
    forged = [other, "", "x.y.z", "0" * 32 + ".0." + "0" * 64]
    for token in forged[:1] + forged[2:]:
        refused = await site.send(form_id, phone="13800138000", token=token)
        assert (refused.status_code, refused.json()["code"]) == (422, "form-expired")
    assert await site.leads() == []


async def test_an_old_form_has_to_be_loaded_again(site: Site) -> None:
    form_id = await site.form()
    token = await site.token(form_id)
    submission, shown, _ = token.split(".")
    assert abs(int(shown) / 1000 - datetime.now(UTC).timestamp()) < 60
    aged = f"{submission}.{int(shown) - int(timedelta(days=2).total_seconds() * 1000)}.{'0' * 64}"
    assert (await site.send(form_id, phone="13800138000", token=aged)).json()["code"] == "form-expired"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"phone": "13800138000", "company": ""}, 422),
        ({"company": "恒达"}, 422),
        ({"phone": "13800138000", "company": "\u0000"}, 422),
        ({"phone": "1" * 41}, 422),
        ({"phone": "13800138000", "need": "x" * 20_000}, 413),
    ],
)
async def test_what_is_not_acceptable_is_refused_and_stores_nothing(
    site: Site, given: dict[str, str], status: int
) -> None:
    form_id = await site.form()
    before = await site.running.events()
    assert (await site.send(form_id, **given)).status_code == status
    assert await site.running.events() == before


async def test_a_form_out_of_use_is_not_there_and_only_who_may_defines_one(site: Site) -> None:
    form_id = await site.form()
    assert (await site.admin.put(f"/forms/{form_id}", json=FORM | {"active": False})).status_code == 200
    for path in (f"/forms/{form_id}", f"/forms/{form_id}/definition", f"/forms/{uuid4()}"):
        assert (await site.visitor.get(path)).status_code == 404
    seller = await site.running.as_(LI)
    assert (await seller.post("/forms", json=FORM)).status_code == 403
    assert (await seller.get("/forms")).status_code == 403
    assert (await site.visitor.post("/forms", json=FORM)).status_code == 401
    at = {"min_position": await site.running.service.log.position()}
    listed = (await site.admin.get("/forms", params=at)).json()["items"]
    assert [each["terms"]["source"] for each in listed] == ["官网"]


async def test_one_address_sends_only_so_often(database: str) -> None:
    async with service_under_test(limited(6), "leads", database) as running:
        site = Site(running, await running.as_(ADMIN), await running.anonymous())
        form_id, other = await site.form(), await site.form()
        token = await site.token(form_id)
        statuses = [
            (await site.send(form_id, phone="13800138000", token=token)).status_code for _ in range(10)
        ]
        assert statuses[:6] == [202] * 6
        assert statuses[-1] == 429
        refused = await site.send(form_id, phone="13800138000", token=token)
        assert int(refused.headers["retry-after"]) >= 1
        assert (await site.send(other, phone="13800138000")).status_code == 202
