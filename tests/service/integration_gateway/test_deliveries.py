"""Deliveries to running peers: once, in order, through outages, and after a death at the worst moment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from crm_local.peers.app import Peers
from crm_local.peers.base import Peer
from crm_local.peers.faults import Faults
from crm_platform.runtime import Part
from crm_testing.gateways import (
    Gateway,
    cancelled,
    confirmed,
    delivered,
    gateway_under_test,
    said,
)
from crm_testing.waiting import eventually
from integration_gateway.application.targets import Target
from integration_gateway.domain.outcome import Outcome, outcome_of_status, outcome_without_answer

Around = tuple[Peers, str]
WITHOUT_DELIVERER: frozenset[Part] = frozenset({"serve", "project"})
DONE, DOWN = outcome_of_status(200), outcome_without_answer("connection-failed")


def received(peer: Peer) -> list[tuple[str, str]]:
    """Type and order of each message, in the order of first arrival."""
    return [(each.type, str(each.data["order_id"])) for each in peer.ledger.receipts.values()]


class Post:
    """Sends by noting; `answers` say what becomes of a message, by type and try."""

    def __init__(self, answers: Callable[[str, int], Outcome] = lambda _type, _try: DONE) -> None:
        self.sent: list[tuple[str, str, bytes]] = []
        self._answers = answers
        self.hold: Callable[[Target], Awaitable[object]] | None = None

    async def __call__(self, target: Target, message_id: str, body: bytes) -> Outcome:
        if self.hold is not None:
            await self.hold(target)
        tries = sum(1 for name, id_, _ in self.sent if (name, id_) == (target.name, message_id))
        self.sent.append((target.name, message_id, body))
        kind = body.split(b'"', 4)[3].decode()
        return self._answers(kind, tries)

    def kinds(self, target: str) -> list[str]:
        return [body.split(b'"', 4)[3].decode() for name, _, body in self.sent if name == target]


async def test_a_confirmed_order_is_delivered_once_to_everybody_it_concerns(gateway: Gateway) -> None:
    event = said(confirmed())
    await gateway.publish(event)
    items = await gateway.settled()
    assert {item["target"] for item in items} == {"mes", "qms", "wms", "finance"}
    assert {(item["attempts"], item["http_status"]) for item in items} == {(1, 200)}
    around = gateway.peers
    for peer in (around.mes, around.qms, around.wms):
        assert received(peer) == [("order.confirmed", event.subject)]
    assert received(around.finance) == [("order.to-invoice", event.subject)]
    ids = {item["target"]: item["message_id"] for item in items}
    for other in (around.mes, around.finance):
        (receipt,) = other.ledger.receipts.values()
        assert (receipt.message_id, receipt.times) == (ids[other.name], 1)
    assert not around.eam.ledger.receipts


async def test_hearing_of_an_event_again_delivers_nothing_again(gateway: Gateway) -> None:
    event = said(confirmed())
    await gateway.publish(event)
    await gateway.settled()
    before = await gateway.running.events()
    await gateway.publish(event)
    # The stored position was lost, so the event is taken as if it were new.
    async with gateway.service.database.connection() as connection:
        await connection.execute("DELETE FROM positions WHERE name LIKE 'integration-gateway.%%'")
    await gateway.publish(event)
    assert await gateway.running.events() == before
    assert [item["position"] for item in (await gateway.admin.get("/events")).json()["items"]] == [1]


async def test_after_an_outage_everything_is_delivered_under_the_same_ids(gateway: Gateway) -> None:
    gateway.peers.mes.edge.set(Faults(down=True))
    orders = [said(confirmed()) for _ in range(20)]
    await gateway.publish(*orders)
    assert len(await gateway.settled(target="finance")) == 20
    waiting = await eventually(
        lambda: gateway.deliveries(target="mes"), until=lambda items: sum(i["attempts"] for i in items) >= 5
    )
    assert {item["status"] for item in waiting} == {"waiting"}
    assert {item["error"] for item in waiting} <= {None, "answer-lost", "connection-failed"}
    gateway.peers.mes.edge.heal()
    items = await gateway.settled(target="mes")
    assert {i["message_id"] for i in items} == {i["message_id"] for i in waiting}
    assert set(gateway.peers.mes.ledger.receipts) == {i["message_id"] for i in items}
    assert sorted(received(gateway.peers.mes)) == sorted(("order.confirmed", o.subject) for o in orders)


async def test_a_lost_answer_is_repeated_with_the_same_id_and_the_same_bytes(gateway: Gateway) -> None:
    gateway.peers.mes.edge.set(Faults(lose_answer_rate=0.7, seed=3))
    await gateway.publish(*(said(confirmed()) for _ in range(10)))
    await gateway.settled()
    counts = gateway.peers.mes.ledger.counts(gateway.peers.mes.edge.lost_answers)
    assert (counts.messages, counts.altered, counts.refused) == (10, 0, 0)
    assert counts.duplicates > 5
    assert counts.duplicates == counts.lost_answers


async def test_a_slow_target_holds_up_nobody_else(gateway: Gateway) -> None:
    gateway.peers.mes.edge.set(Faults(slow_seconds=4))
    await gateway.publish(*(said(confirmed()) for _ in range(30)))
    for target in ("finance", "qms", "wms"):
        assert len(await gateway.settled(target=target, timeout=2.5)) == 30
    assert {i["status"] for i in await gateway.deliveries(target="mes")} == {"waiting"}


async def test_only_so_many_messages_are_on_the_way_to_one_target(
    gateway_database: str, peers: Around
) -> None:
    post, go, inside = Post(), asyncio.Event(), []

    async def hold(target: Target) -> None:
        inside.append(target.name)
        await go.wait()

    post.hold = hold
    async with gateway_under_test(gateway_database, peers, parts=WITHOUT_DELIVERER) as gateway:
        await gateway.publish(*(said(confirmed()) for _ in range(10)))
        await gateway.deliveries()
    async with gateway_under_test(gateway_database, peers, send=post, deliveries_at_once=3) as gateway:
        await eventually(lambda: len(inside) >= 12)
        await gateway.deliveries()
        assert {name: inside.count(name) for name in inside} == dict.fromkeys(
            ("mes", "qms", "wms", "finance"), 3
        )
        go.set()
        assert len(await gateway.settled()) == 40


async def test_a_later_message_of_an_order_waits_for_the_earlier_one(
    gateway_database: str, peers: Around
) -> None:
    def answers(kind: str, tries: int) -> Outcome:
        return DONE if kind != "order.confirmed" or tries >= 4 else outcome_of_status(409)

    post, order = Post(answers), uuid4()
    async with gateway_under_test(gateway_database, peers, send=post) as gateway:
        await gateway.publish(said(confirmed(), order), said(cancelled(), order), said(delivered(), order))
        await gateway.settled()
        assert post.kinds("mes") == ["order.confirmed"] * 5 + ["order.cancelled"]
        assert post.kinds("wms") == ["order.confirmed"] * 5 + ["order.cancelled", "order.delivered"]
        assert post.kinds("eam") == ["order.delivered"]


async def test_behind_a_parked_message_the_order_goes_on(gateway_database: str, peers: Around) -> None:
    post = Post(lambda kind, _: outcome_of_status(422) if kind == "order.confirmed" else DONE)
    order = uuid4()
    async with gateway_under_test(gateway_database, peers, send=post, retry_delays=(0, 0.01)) as gateway:
        await gateway.publish(said(confirmed(), order), said(cancelled(), order))
        await gateway.settled(type="order.cancelled")
        assert post.kinds("mes") == ["order.confirmed", "order.confirmed", "order.cancelled"]
        (parked,) = await gateway.deliveries(target="mes", status="parked")
        assert (parked["reason"], parked["attempts"], parked["error"]) == (
            "attempts-exhausted",
            2,
            "status-422",
        )


async def test_parked_deliveries_are_replayed_one_or_all_of_a_target(
    gateway_database: str, peers: Around
) -> None:
    healed = False
    post = Post(lambda *_: DONE if healed else DOWN)
    async with gateway_under_test(gateway_database, peers, send=post, retry_delays=(0, 0.01)) as gateway:
        await gateway.publish(*(said(confirmed()) for _ in range(4)))
        parked = await gateway.settled("parked", target="mes")
        await gateway.settled("parked", target="finance")
        healed = True
        path = f"/deliveries/{parked[0]['id']}/replay"
        one = await gateway.admin.post(path, headers={"idempotency-key": "again"})
        assert (one.status_code, one.json()) == (200, {"id": parked[0]["id"]})
        await eventually(lambda: gateway.deliveries(target="mes", status="delivered"))
        refused = await gateway.admin.post(path)
        assert (refused.status_code, refused.json()["code"]) == (409, "delivery-not-parked")
        assert (await gateway.admin.post(path, headers={"idempotency-key": "again"})).json() == one.json()
        answer = await gateway.admin.post("/deliveries/replay", json={"target": "mes"})
        assert answer.json() == {"replayed": 3}
        await gateway.settled(target="mes")
        assert {i["status"] for i in await gateway.deliveries(target="finance")} == {"parked"}
        by_id: dict[str, set[bytes]] = {}
        for _, message_id, body in post.sent:
            by_id.setdefault(message_id, set()).add(body)
        assert {len(bodies) for bodies in by_id.values()} == {1}


async def test_who_dies_between_sending_and_recording_sends_the_same_again(
    gateway_database: str, peers: Around
) -> None:
    killed: list[str] = []
    post = Post()

    async def dies_once(target: Target, message_id: str, body: bytes) -> Outcome:
        outcome = await post(target, message_id, body)
        if message_id not in killed:
            killed.append(message_id)
            raise asyncio.CancelledError
        return outcome

    async with gateway_under_test(gateway_database, peers, send=dies_once) as gateway:
        await gateway.publish(*(said(confirmed()) for _ in range(5)))
        items = await gateway.settled()
        assert {item["attempts"] for item in items} == {1}
        assert len(killed) == 20
        assert len(post.sent) == 40
        assert len(set(post.sent)) == 20


async def test_a_successor_delivers_what_its_predecessor_left(gateway_database: str, peers: Around) -> None:
    order = said(confirmed())
    async with gateway_under_test(gateway_database, peers, send=Post(lambda *_: DOWN)) as first:
        await first.publish(order)
        await eventually(lambda: first.deliveries(target="mes"), until=lambda i: i[0]["attempts"] > 1)
    post = Post()
    async with gateway_under_test(gateway_database, peers, send=post) as second:
        await second.settled()
        assert sorted(name for name, _, _ in post.sent) == ["finance", "mes", "qms", "wms"]


async def test_a_delivery_shows_every_attempt_and_the_bytes_that_are_sent(gateway: Gateway) -> None:
    gateway.peers.qms.edge.set(Faults(status=503))
    event = said(confirmed())
    await gateway.publish(event)
    await eventually(lambda: gateway.deliveries(target="qms"), until=lambda i: i[0]["attempts"] >= 2)
    gateway.peers.qms.edge.heal()
    (item,) = await gateway.settled(target="qms")
    detail = (await gateway.admin.get(f"/deliveries/{item['id']}")).json()
    assert detail["event_id"] == str(event.id)
    *failed, last = detail["history"]
    assert {(a["http_status"], a["error"]) for a in failed} == {(503, "status-503")}
    assert [a["attempt"] for a in detail["history"]] == list(range(1, item["attempts"] + 1))
    assert (last["http_status"], last["next_at"]) == (200, None)
    body = await gateway.admin.get(f"/deliveries/{item['id']}/body")
    assert body.json()["id"] == item["message_id"]
    (receipt,) = gateway.peers.qms.ledger.receipts.values()
    assert body.json()["data"] == receipt.data


async def test_a_peer_that_says_it_is_gone_is_tried_again(gateway: Gateway) -> None:
    gateway.peers.mes.edge.set(Faults(status=410))
    await gateway.publish(said(confirmed()))
    await eventually(lambda: gateway.deliveries(target="mes"), until=lambda i: i[0]["attempts"] >= 2)
    gateway.peers.mes.edge.heal()
    await gateway.settled()


async def test_deliveries_are_filtered_sorted_and_paged(gateway: Gateway) -> None:
    order = uuid4()
    await gateway.publish(said(confirmed()), said(confirmed(), order), said(cancelled(), order))
    assert len(await gateway.settled()) == 11
    assert len(await gateway.deliveries(subject=str(order))) == 7
    assert len(await gateway.deliveries(type="order.cancelled")) == 3
    assert len(await gateway.deliveries(status="parked")) == 0
    first = (await gateway.admin.get("/deliveries", params={"limit": 6, "sort": "target"})).json()
    rest = await gateway.admin.get(
        "/deliveries", params={"limit": 6, "sort": "target", "cursor": first["next"]}
    )
    names = [item["target"] for item in first["items"] + rest.json()["items"]]
    assert names == sorted(names)
    assert len(names) == 11
    assert (await gateway.admin.get("/deliveries", params={"sort": "body"})).status_code == 400


@pytest.mark.parametrize("peer", ["mes", "finance"])
async def test_a_peer_with_rotated_secrets_believes_deliveries_signed_with_either(
    gateway_database: str, peers: Around, peer: str
) -> None:
    around, url = peers
    old, new = "whsec_" + "b2xk" * 11, "whsec_" + "bmV3" * 11
    rotating: dict[str, Any] = {
        name: {"url": f"{url}/{name}", "deliveries": (new, old)} for name in ("mes", "finance")
    }
    {each.name: each for each in around.all}[peer].secrets = (old,)
    {each.name: each for each in around.all}["mes" if peer == "finance" else "finance"].secrets = (new,)
    async with gateway_under_test(gateway_database, peers, peers=rotating) as gateway:
        await gateway.publish(said(confirmed()))
        assert {i["target"] for i in await gateway.settled()} == {"mes", "finance"}
