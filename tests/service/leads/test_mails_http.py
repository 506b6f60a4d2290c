"""Inbound mail over HTTP: each message once, from who may hand it over, on the lead that wrote it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import httpx
import pytest_asyncio

from crm_platform.security.signatures import sign
from crm_platform.settings import ServiceSettings
from crm_testing.services import Running, person, service_under_test
from leads.bootstrap import build
from leads.settings import Settings

ADMIN = person("root", "admin")
LI = person("li", "salesperson", team="east-1", region="east")
MAILS = person("mails", "system")
SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
CANTON = {"name": "广交会", "source": "exhibition"}


def built(settings: ServiceSettings) -> Any:
    return build(Settings(**dict(settings) | {"inbound_mail_secrets": (SECRET,)}))


@pytest_asyncio.fixture
async def leads(database: str) -> AsyncIterator[Running]:
    async with service_under_test(built, "leads", database) as running:
        yield running


def mail(*, number: int = 1, sender: str = "Liang <liang@hengda.example>", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "sales+canton-2026@crm.example", "询价"
    message["Message-ID"] = f"<{number}@hengda.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("需要两台压机")
    return message.as_bytes()


async def hand_over(client: httpx.AsyncClient, raw: bytes, **params: str) -> Any:
    answer = await client.post(
        "/inbound-mails", content=raw, params=params, headers={"content-type": "message/rfc822"}
    )
    assert answer.status_code == 202, answer.text
    return answer.json()


async def read(leads: Running, path: str) -> Any:
    client = await leads.as_(ADMIN)
    return (await client.get(path, params={"min_position": await leads.service.log.position()})).json()


async def test_a_mail_makes_a_lead_with_source_and_campaign_once(leads: Running) -> None:
    await (await leads.as_(ADMIN)).put("/campaigns/canton-2026", json=CANTON)
    client = await leads.as_(MAILS)
    taken = await asyncio.gather(*(hand_over(client, mail()) for _ in range(10)))
    assert {(each["status"], each["lead_id"]) for each in taken} == {("created", taken[0]["lead_id"])}
    (lead,) = (await read(leads, "/leads"))["items"]
    assert (lead["name"], lead["email"], lead["channel"]) == ("Liang", "liang@hengda.example", "e-mail")
    assert (lead["source"], lead["campaign"], lead["touches"]) == ("exhibition", "canton-2026", 1)


async def test_a_mail_from_a_known_lead_touches_it_once(leads: Running) -> None:
    known = {"name": "恒达", "email": "Liang@Hengda.example"}
    lead_id = (await (await leads.as_(LI)).post("/leads", json=known)).json()["id"]
    client = await leads.as_(MAILS)
    for _ in range(3):
        taken = await hand_over(client, mail(), source="网站")
        assert (taken["status"], taken["lead_id"]) == ("touched", lead_id)
    touches = await read(leads, f"/leads/{lead_id}/touches")
    assert [(t["channel"], t["source"]) for t in touches] == [("manual", None), ("e-mail", "website")]
    assert touches[1]["message"] == "询价\n\n需要两台压机"


async def test_what_no_person_wrote_changes_nothing_and_says_why(leads: Running) -> None:
    client = await leads.as_(MAILS)
    automatic: list[tuple[dict[str, Any], str]] = [
        ({"Auto_Submitted": "auto-replied"}, "auto-reply"),
        ({"List_Id": "<news.example>"}, "mailing-list"),
    ]
    for headers, reason in automatic:
        taken = await hand_over(client, mail(**headers))
        assert (taken["status"], taken["reason"]) == ("ignored", reason)
    assert await leads.events() == []


async def test_only_who_is_trusted_hands_mail_over(leads: Running) -> None:
    nobody, now = await leads.anonymous(), datetime.now(UTC)
    raw = mail().replace(b"presses", b"pre\xffes")
    assert (await nobody.post("/inbound-mails", content=raw)).status_code == 401
    assert (await (await leads.as_(LI)).post("/inbound-mails", content=raw)).status_code == 403
    unsigned = await nobody.post("/inbound-mails/signed", content=raw)
    assert (unsigned.status_code, unsigned.json()["code"]) == (401, "signature-missing")
    headers = sign("m1", raw, [SECRET], now)
    altered = await nobody.post("/inbound-mails/signed", content=raw + b"x", headers=headers)
    assert (altered.status_code, altered.json()["code"]) == (401, "signature-invalid")
    assert await leads.events() == []
    signed = await nobody.post("/inbound-mails/signed", content=raw, headers=headers)
    assert (signed.status_code, signed.json()["status"]) == (202, "created")


async def test_what_is_no_message_or_too_large_is_refused(leads: Running) -> None:
    client = await leads.as_(MAILS)
    unreadable = await client.post("/inbound-mails", content=b"Subject: x\n\ny")
    assert (unreadable.status_code, unreadable.json()["code"]) == (422, "mail-unreadable")
    large = await client.post("/inbound-mails", content=b"x" * (10 * 1024 * 1024 + 1))
    assert large.status_code == 413
    assert await leads.events() == []
