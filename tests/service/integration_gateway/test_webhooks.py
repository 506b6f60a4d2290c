"""Webhooks: registered and shown once, sent to signed, rotated, disabled by 410, and never pointed inside."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from crm_local.peers.app import Peers
from crm_local.peers.faults import Faults
from crm_testing.gateways import (
    ANALYST,
    PEER,
    SELLER,
    Gateway,
    cancelled,
    confirmed,
    gateway_under_test,
    said,
)
from crm_testing.receivers import answer, receiving
from crm_testing.waiting import eventually

Around = tuple[Peers, str]
ORDERS = ["crm.orders.*"]


async def register(gateway: Gateway, **changes: Any) -> dict[str, Any]:
    body = {"url": f"{gateway.peers_url}/webhook/api/events", "types": ORDERS, **changes}
    given = await gateway.admin.post("/webhooks", json=body)
    assert given.status_code == 201, given.text
    webhook: dict[str, Any] = given.json()
    if webhook["secret"]:
        gateway.peers.webhook.secrets = (webhook["secret"],)
    return webhook


async def test_a_webhook_gets_the_events_it_asked_for_as_signed_cloud_events(gateway: Gateway) -> None:
    webhook = await register(gateway, types=["crm.orders.OrderCancelled.v1"])
    other, wanted = said(confirmed()), said(cancelled())
    await gateway.publish(other, wanted)
    await gateway.settled(target=webhook["target"])
    (receipt,) = gateway.peers.webhook.ledger.receipts.values()
    assert (receipt.message_id, receipt.type) == (str(wanted.id), wanted.type)
    assert receipt.data == wanted.data
    (item,) = await gateway.deliveries(target=webhook["target"])
    body = (await gateway.admin.get(f"/deliveries/{item['id']}/body")).json()
    assert body == wanted.to_json()


async def test_what_goes_to_a_webhook_says_that_it_is_a_cloud_event(
    gateway_database: str, peers: Around
) -> None:
    async with receiving([answer(200)]) as receiver:
        trusted = (f"127.0.0.1:{receiver.port}",)
        async with gateway_under_test(gateway_database, peers, trusted_targets=trusted) as gateway:
            webhook = await register(gateway, url=f"http://127.0.0.1:{receiver.port}/hook")
            await gateway.publish(said(cancelled()))
            await gateway.settled(target=webhook["target"])
    assert [each.headers["content-type"] for each in receiver.requests] == ["application/cloudevents+json"]


async def test_what_was_published_before_is_not_sent(gateway: Gateway) -> None:
    await gateway.publish(said(confirmed()))
    webhook = await register(gateway)
    await gateway.settled()
    assert await gateway.deliveries(target=webhook["target"]) == []


async def test_a_made_secret_is_shown_once_and_never_stored_readable(gateway: Gateway) -> None:
    body = {"url": f"{gateway.peers_url}/webhook/api/events", "types": ORDERS}
    first = await gateway.admin.post("/webhooks", json=body, headers={"idempotency-key": "hook"})
    again = await gateway.admin.post("/webhooks", json=body, headers={"idempotency-key": "hook"})
    secret = first.json()["secret"]
    assert first.json() == again.json()
    assert secret.startswith("whsec_")
    at = {"min_position": first.headers["x-position"]}
    shown = await gateway.admin.get(f"/webhooks/{first.json()['id']}", params=at)
    assert shown.json()["secrets"] == 1
    assert secret not in shown.text
    database = gateway.service.database
    for query in (
        "SELECT e::text FROM events e",
        "SELECT c::text FROM commands c",
        "SELECT w::text FROM webhook_list w",
    ):
        assert not any(secret.removeprefix("whsec_") in row for (row,) in await database.fetch(query))


async def test_a_given_secret_signs_and_is_not_shown(gateway: Gateway) -> None:
    secret = "whsec_" + "c2VjcmV0" * 5
    webhook = await register(gateway, secret=secret)
    assert webhook["secret"] is None
    gateway.peers.webhook.secrets = (secret,)
    await gateway.publish(said(cancelled()))
    await gateway.settled(target=webhook["target"])


async def test_after_a_rotation_both_secrets_sign_until_the_overlap_ends(
    gateway_database: str, peers: Around
) -> None:
    async with receiving([answer(200)]) as receiver:
        trusted = (f"127.0.0.1:{receiver.port}",)
        async with gateway_under_test(gateway_database, peers, trusted_targets=trusted) as gateway:
            webhook = await register(gateway, url=f"http://127.0.0.1:{receiver.port}/hook")
            path = f"/webhooks/{webhook['id']}/rotate-secret"
            second = (await gateway.admin.post(path, json={"overlap_hours": 1})).json()["secret"]
            await gateway.publish(said(cancelled()))
            await gateway.settled(target=webhook["target"])
            third = (await gateway.admin.post(path, json={"overlap_hours": 0})).json()["secret"]
            await gateway.publish(said(cancelled()))
            await gateway.settled(target=webhook["target"])
    signed = [
        [
            secret in _signers(request, webhook["secret"], second, third)
            for secret in (webhook["secret"], second, third)
        ]
        for request in receiver.requests
    ]
    assert signed == [[True, True, False], [False, False, True]]


def _signers(request: Any, *secrets: str) -> set[str]:
    found = set()
    for secret in secrets:
        try:
            Verifier(secret).verify(request.body, request.headers)
            found.add(secret)
        except WebhookVerificationError:
            continue
    return found


async def test_a_webhook_that_answers_410_is_disabled_and_what_waits_is_held(gateway: Gateway) -> None:
    webhook = await register(gateway)
    path, target, order = f"/webhooks/{webhook['id']}", webhook["target"], uuid4()
    gateway.peers.webhook.edge.set(Faults(status=410))
    await gateway.publish(said(confirmed(), order), said(cancelled(), order))
    (parked,) = await eventually(lambda: gateway.deliveries(target=target, status="parked"))
    assert (parked["reason"], parked["attempts"]) == ("gone", 1)
    shown = (await gateway.admin.get(path)).json()
    assert (shown["active"], shown["reason"]) == (False, "gone")
    await gateway.publish(said(cancelled()))
    (held,) = await gateway.deliveries(target=target, status="waiting")
    assert (held["subject"], held["attempts"]) == (str(order), 0)
    gateway.peers.webhook.edge.heal()
    assert (await gateway.admin.post("/deliveries/replay", json={"target": target})).json() == {"replayed": 1}
    assert (await gateway.admin.post(f"{path}/enable")).status_code == 200
    assert len(await gateway.settled(target=target)) == 2
    received = [receipt.type for receipt in gateway.peers.webhook.ledger.receipts.values()]
    assert received == ["crm.orders.OrderConfirmed.v1", "crm.orders.OrderCancelled.v1"]


async def test_a_revised_webhook_gets_other_events_at_another_address(
    gateway_database: str, peers: Around
) -> None:
    async with receiving([answer(200)]) as receiver:
        trusted = (f"127.0.0.1:{receiver.port}", peers[1].removeprefix("http://"))
        async with gateway_under_test(gateway_database, peers, trusted_targets=trusted) as gateway:
            webhook = await register(gateway)
            revised = {"url": f"http://127.0.0.1:{receiver.port}/x", "types": ["crm.leads.*"]}
            path = f"/webhooks/{webhook['id']}"
            changed = await gateway.admin.post(f"{path}/revise", json=revised)
            at = {"min_position": changed.headers["x-position"]}
            assert (await gateway.admin.get(path, params=at)).json()["types"] == ["crm.leads.*"]
            await gateway.publish(said(cancelled()))
            assert await gateway.deliveries(target=webhook["target"]) == []
            stale = await gateway.admin.post(f"{path}/revise", json=revised, headers={"if-match": '"1"'})
            assert stale.status_code == 412


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/hook",
        "https://0177.0.0.1/hook",
        "https://2130706433/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost./",
        "file:///etc/passwd",
        "gopher://hooks.example/",
        "https://user@hooks.example/",
        "https://hooks.example:22/",
        "https://10.1.2.3/",
        "https://mes.internal/",
        "http://hooks.example/",
    ],
)
async def test_a_webhook_never_points_inside(gateway: Gateway, url: str) -> None:
    before = await gateway.running.events()
    refused = await gateway.admin.post("/webhooks", json={"url": url, "types": ["*"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "destination-not-allowed")
    assert [error["pointer"] for error in refused.json()["errors"]] == ["#/url"]
    assert await gateway.running.events() == before


async def test_a_peers_address_is_no_address_for_webhooks(gateway_database: str, peers: Around) -> None:
    async with gateway_under_test(gateway_database, peers, trusted_targets=()) as gateway:
        body = {"url": f"{peers[1]}/mes/api/events", "types": ["*"]}
        assert (await gateway.admin.post("/webhooks", json=body)).status_code == 422
        await gateway.publish(said(confirmed()))
        await gateway.settled()


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"types": ["crm.orders.OrderEaten.v1"]}, "#/types/0"),
        ({"types": ["*", "crm.billing.*"]}, "#/types/1"),
        ({"types": []}, "#/types"),
        ({"types": ["orders"]}, "#/types/0"),
        ({"secret": "whsec_short"}, "#/secret"),
        ({"secret": "whsec_" + "=" * 40}, "#/secret"),
        ({"active": False}, "#/active"),
    ],
)
async def test_a_webhook_that_makes_no_sense_is_refused(
    gateway: Gateway, changes: dict[str, Any], pointer: str
) -> None:
    body = {"url": "https://hooks.example/", "types": ORDERS, **changes}
    refused = await gateway.admin.post("/webhooks", json=body)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


async def test_without_a_key_no_secret_is_kept(gateway_database: str, peers: Around) -> None:
    async with gateway_under_test(gateway_database, peers, secrets_keys=()) as gateway:
        body = {"url": "https://hooks.example/", "types": ORDERS}
        refused = await gateway.admin.post("/webhooks", json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "no-secrets-key")


async def test_only_administrators_change_webhooks_and_only_some_see_them(gateway: Gateway) -> None:
    webhook = await register(gateway)
    body = {"url": "https://hooks.example/", "types": ORDERS}
    for who, reads in ((ANALYST, 200), (PEER, 200), (SELLER, 403)):
        client = await gateway.running.as_(who)
        assert (await client.get("/webhooks")).status_code == reads
        for path, content in (
            ("/webhooks", body),
            (f"/webhooks/{webhook['id']}/revise", body),
            (f"/webhooks/{webhook['id']}/rotate-secret", {}),
            (f"/webhooks/{webhook['id']}/disable", {"reason": "x"}),
            ("/deliveries/replay", {"target": "mes"}),
        ):
            assert (await client.post(path, json=content)).status_code == 403
        assert (await client.post(f"/webhooks/{webhook['id']}/enable")).status_code == 403


async def test_webhooks_are_listed_and_answered_as_of_then(gateway: Gateway) -> None:
    webhook = await register(gateway, description="billing")
    position = await gateway.service.log.position()
    await gateway.admin.get("/webhooks", params={"min_position": position})
    ((then,),) = await gateway.service.database.fetch("SELECT clock_timestamp()")
    disabled: httpx.Response = await gateway.admin.post(
        f"/webhooks/{webhook['id']}/disable", json={"reason": "not needed"}
    )
    at = {"min_position": disabled.headers["x-position"]}
    (now,) = (await gateway.admin.get("/webhooks", params=at)).json()["items"]
    assert (now["active"], now["reason"], now["description"]) == (False, "not needed", "billing")
    assert (await gateway.admin.get("/webhooks", params={"active": True, **at})).json()["items"] == []
    past = {"as_of": then.astimezone(UTC).isoformat()}
    assert (await gateway.admin.get("/webhooks", params=past)).json()["items"][0]["active"] is True
    assert datetime.fromisoformat(now["registered_at"]) < then
