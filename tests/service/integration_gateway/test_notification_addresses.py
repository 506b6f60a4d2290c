"""Where people may be told: addresses of push services and chats only, sealed, and not too many."""

from typing import Any

import httpx
import pytest

from crm_testing.gateways import SELLER, Gateway
from crm_testing.notices import robot, shown, subscribed


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/robots", {"url": "https://127.0.0.1/x"}, "#/url"),
        ("/robots", {"url": "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a"}, "#/url"),
        ("/robots", {"url": "https://evil.example.com/cgi-bin/webhook/send?key=a"}, "#/url"),
        ("/robots", {"url": "https://oapi.dingtalk.com/robot/send?access_token=a"}, "#/url"),
        ("/robots", {"url": "https://qyapi.weixin.qq.com.evil.example.com/"}, "#/url"),
        ("/robots", {"url": "https://169.254.169.254/"}, "#/url"),
        ("/push-subscriptions", {"endpoint": "https://[::ffff:10.0.0.1]/x"}, "#/endpoint"),
        ("/push-subscriptions", {"endpoint": "https://evil.example.com/x"}, "#/endpoint"),
        ("/push-subscriptions", {"endpoint": "https://fcm.googleapis.com.evil.example.com/x"}, "#/endpoint"),
        ("/push-subscriptions", {"endpoint": "https://u@fcm.googleapis.com/x"}, "#/endpoint"),
    ],
)
async def test_nothing_is_sent_to_an_address_that_is_nobodys_channel(
    gateway: Gateway, path: str, body: dict[str, str], pointer: str
) -> None:
    whole: dict[str, Any] = {"keys": {"p256dh": "B" + "A" * 86, "auth": "A" * 22}}
    if path == "/robots":
        whole = {"name": "x", "service": "wecom", "team": "south-1"}
    before = await gateway.running.events()
    answer = await gateway.admin.post(path, json={**whole, **body})
    assert answer.status_code == 422, answer.text
    assert answer.json()["type"] == "urn:kuaicrm:problem:destination-not-allowed"
    assert answer.json().get("pointer", pointer) == pointer
    assert await gateway.running.events() == before


async def test_addresses_and_secrets_are_neither_shown_nor_stored_readable(gateway: Gateway) -> None:
    seller = await gateway.running.as_(SELLER)
    await subscribed(gateway, seller)
    await robot(gateway, "dingtalk", secret="SECabcdef0123")
    await shown(gateway, "/robots")
    listed = (await gateway.admin.get("/robots")).text + (await seller.get("/push-subscriptions")).text
    database = gateway.service.database
    rows = [listed]
    for query in ("SELECT e::text FROM events e", "SELECT r::text FROM robot_list r"):
        rows = [*rows, *(row for (row,) in await database.fetch(query))]
    for secret in ("SECabcdef0123", "access_token", "/api/push/"):
        assert not any(secret in row for row in rows), secret


async def test_nobody_is_told_in_more_browsers_than_they_could_have(gateway: Gateway) -> None:
    seller = await gateway.running.as_(SELLER)
    for _ in range(19):
        await subscribed(gateway, seller)
    first = await subscribed(gateway, seller)
    key = (await seller.get("/push-key")).json()["key"]
    async with httpx.AsyncClient(base_url=gateway.peers_url) as browser:
        made = (await browser.post("/push-service/subscriptions", json={"key": key})).json()
    refused = await seller.post("/push-subscriptions", json=made)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:kuaicrm:problem:too-many-devices")
    assert (await seller.delete(f"/push-subscriptions/{first}")).status_code == 200
    await shown(gateway, "/push-subscriptions", seller)
    assert (await seller.post("/push-subscriptions", json=made)).status_code == 201


@pytest.mark.parametrize("audience", [{}, {"team": "south-1", "person": "li.na"}])
async def test_a_robot_without_one_audience_is_refused(gateway: Gateway, audience: dict[str, str]) -> None:
    body = {"name": "x", "service": "wecom", "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a"}
    answer = await gateway.admin.post("/robots", json={**body, **audience})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "one-audience"
