"""What the peers tell the gateway by themselves: signed, until accepted, each thing in one message."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from crm_local.peers.app import Peers
from crm_local.peers.seed import SEED
from crm_local.peers.serving import running_peers
from crm_local.peers.settings import PeersSettings, new_secrets
from crm_platform.security.signatures import sign, verify
from crm_testing.receivers import Receiver, Request, answer, lose, receiving
from crm_testing.waiting import eventually

SECRETS = new_secrets()
INBOUND = "/api/integration-gateway/v1/inbound"
ALL_SEEDED = len(SEED.people) + len(SEED.customers) + len(SEED.products)


class Systems:
    """The peers and the person who uses them."""

    def __init__(self, peers: Peers, browser: httpx.AsyncClient) -> None:
        self.peers, self.browser = peers, browser

    async def deliver(self, peer: str, message_id: str, kind: str, data: dict[str, Any]) -> httpx.Response:
        body = json.dumps({"type": kind, "id": message_id, "data": data}).encode()
        signed = sign(message_id, body, SECRETS[peer].deliveries, datetime.now(UTC))
        return await self.browser.post(f"/{peer}/api/events", content=body, headers=signed)

    async def order(self, order_id: str = "o-1", message_id: str = "m1") -> None:
        line = {"product_id": "P-210", "name": "温度传感器", "quantity": "3", "unit": "只"}
        head = {"order_id": order_id, "number": "SO-1", "customer": {"name": "恒达"}}
        produced = {**head, "lines": [line], "confirmed_at": "2026-03-01T08:00:00Z"}
        (await self.deliver("mes", message_id, "order.confirmed", produced)).raise_for_status()
        priced = {**line, "unit_price": cny("128.50"), "amount": cny("385.50")}
        invoiced = {**produced, "lines": [priced], "amount": cny("385.50")}
        (await self.deliver("finance", message_id, "order.to-invoice", invoiced)).raise_for_status()

    async def report(self, percent: int, stage: str = "in_production") -> dict[str, Any]:
        response = await self.browser.post(
            "/mes/orders/o-1/progress", json={"stage": stage, "percent": percent}
        )
        progress: dict[str, Any] = response.raise_for_status().json()
        return progress


def cny(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


@asynccontextmanager
async def systems(receiver: Receiver | None, **settings: Any) -> AsyncIterator[Systems]:
    url = f"http://127.0.0.1:{receiver.port}" if receiver else None
    given = PeersSettings(secrets=SECRETS, gateway_url=url, **settings)
    async with (
        running_peers(given) as (peers, base_url),
        httpx.AsyncClient(base_url=base_url, trust_env=False) as browser,
    ):
        yield Systems(peers, browser)


def from_peer(receiver: Receiver, peer: str) -> list[Request]:
    """The genuine messages of one peer."""
    requests = [each for each in receiver.requests if each.head == f"POST {INBOUND}/{peer} HTTP/1.1"]
    for each in requests:
        message_id = verify(each.headers, each.body, [SECRETS[peer].callbacks], datetime.now(UTC))
        assert json.loads(each.body)["id"] == message_id
    return requests


async def messages(receiver: Receiver, peer: str, count: int) -> list[dict[str, Any]]:
    """The first `count` bodies of one peer, as soon as they are there."""
    found = await eventually(lambda: from_peer(receiver, peer), until=lambda found: len(found) >= count)
    return [json.loads(each.body) for each in found[:count]]


async def test_what_production_reports_reaches_the_gateway_signed() -> None:
    async with receiving([answer(200)]) as receiver, systems(receiver) as other:
        await other.order()
        await other.report(40)
        (told,) = await messages(receiver, "mes", 1)
    assert told["type"] == "production.progressed"
    expected = {"order_id": "o-1", "version": 1, "stage": "in_production", "percent": 40, "note": None}
    assert {**told["data"], "reported_at": None} == {**expected, "reported_at": None}
    assert datetime.fromisoformat(told["data"]["reported_at"]).tzinfo is not None


async def test_reports_on_one_order_are_numbered() -> None:
    async with receiving([answer(200)]) as receiver, systems(receiver) as other:
        await other.order()
        for percent in (10, 50, 30):
            await other.report(percent)
        told = await messages(receiver, "mes", 3)
    assert [(each["data"]["version"], each["data"]["percent"]) for each in told] == [
        (1, 10),
        (2, 50),
        (3, 30),
    ]
    assert len({each["id"] for each in told}) == 3


async def test_an_order_that_did_not_arrive_cannot_be_reported_on() -> None:
    async with systems(None) as other:
        report = {"stage": "x", "percent": 1}
        assert (await other.browser.post("/mes/orders/o-1/progress", json=report)).status_code == 404
        await other.order()
        for wrong in ({"stage": "x", "percent": 101}, {"stage": "", "percent": 1}, {**report, "more": 1}):
            assert (await other.browser.post("/mes/orders/o-1/progress", json=wrong)).status_code == 422


async def test_a_callback_is_repeated_unchanged_until_it_is_accepted() -> None:
    async with receiving([lose, answer(503), answer(500), answer(200)]) as receiver:
        async with systems(None) as other:
            await other.order()
            await other.report(40)
            other.peers.mes.callbacks.point_to(f"http://127.0.0.1:{receiver.port}")
            await eventually(lambda: other.peers.mes.callbacks.sent().accepted == 1)
        requests = from_peer(receiver, "mes")
    assert len(requests) == 4
    assert len({(each.headers["webhook-id"], each.body) for each in requests}) == 1


async def test_a_callback_the_gateway_does_not_want_lets_the_next_one_pass_and_can_be_sent_again() -> None:
    async with receiving([answer(422, body=b"no"), answer(200)]) as receiver, systems(None) as other:
        await other.order()
        await other.report(40)
        await other.report(80)
        other.peers.mes.callbacks.point_to(f"http://127.0.0.1:{receiver.port}")
        await eventually(lambda: other.peers.mes.callbacks.sent().accepted == 1)
        sent = (await other.browser.get("/mes/sent")).json()
        assert list(sent["refused"].values()) == ["422 no"]
        await other.browser.post("/mes/sent/retry")
        await eventually(lambda: other.peers.mes.callbacks.sent().accepted == 2)


async def test_in_the_demo_an_order_is_produced_and_invoiced_by_itself() -> None:
    async with receiving([answer(200)]) as receiver, systems(receiver, auto=True, step_seconds=0.01) as other:
        await other.order()
        steps = await messages(receiver, "mes", 4)
        (invoice,) = await messages(receiver, "finance", 1)
    assert [each["data"]["percent"] for each in steps] == [0, 40, 80, 100]
    assert invoice["type"] == "invoice.issued"
    assert invoice["data"]["amount"] == cny("385.50")
    assert invoice["data"]["order_id"] == "o-1"
    assert invoice["data"]["invoice_number"].endswith("-000001")


async def test_a_cancelled_order_is_neither_produced_nor_invoiced() -> None:
    async with systems(None) as other:
        cancelled = {"order_id": "o-1", "reason": "客户取消"}
        for peer in ("mes", "finance"):
            (await other.deliver(peer, "m0", "order.cancelled", cancelled)).raise_for_status()
        await other.order()
        assert (await other.browser.post("/finance/orders/o-1/invoice")).status_code == 409
        assert other.peers.mes._next_step("o-1") is None


async def test_an_order_is_invoiced_once_however_often_it_is_asked() -> None:
    async with receiving([answer(200)]) as receiver, systems(receiver) as other:
        await other.order("o-1", "m1")
        await other.order("o-1", "m2")
        await other.order("o-2", "m3")
        first = (await other.browser.post("/finance/orders/o-1/invoice")).json()
        again = (await other.browser.post("/finance/orders/o-1/invoice")).json()
        second = (await other.browser.post("/finance/orders/o-2/invoice")).json()
        await messages(receiver, "finance", 2)
    assert first == again
    assert [each["invoice_number"][-6:] for each in (first, second)] == ["000001", "000002"]


@pytest.mark.parametrize(
    "change",
    [
        {"amount": cny("385.51")},
        {"amount": {"amount": "385.50", "currency": "EUR"}},
        {"amount": {"amount": 385.5, "currency": "cny"}},
        {"amount": cny("NaN")},
    ],
)
async def test_finance_refuses_an_order_that_does_not_add_up(change: dict[str, Any]) -> None:
    line = {"product_id": "P-210", "name": "x", "quantity": "3", "unit": "只", "unit_price": cny("128.50")}
    head = {
        "order_id": "o-1",
        "number": "SO-1",
        "customer": {"name": "恒达"},
        "confirmed_at": "2026-03-01T08:00:00Z",
    }
    wrong = {**head, "lines": [{**line, "amount": cny("385.50")}], **change}
    async with systems(None) as other:
        assert (await other.deliver("finance", "m1", "order.to-invoice", wrong)).status_code == 422
        assert (await other.browser.post("/finance/orders/o-1/invoice")).status_code == 404


async def test_master_data_tells_everything_at_its_start() -> None:
    async with receiving([answer(200)]) as receiver, systems(receiver):
        told = await messages(receiver, "master-data", ALL_SEEDED)
    kinds = {
        kind: [each for each in told if each["type"] == f"{kind}.changed"]
        for kind in ("customer", "product", "person")
    }
    assert {each["data"]["customer_id"] for each in kinds["customer"]} == set(SEED.customers)
    assert {each["data"]["product_id"] for each in kinds["product"]} == set(SEED.products)
    assert {each["data"]["person_id"] for each in kinds["person"]} == set(SEED.people)
    assert {each["data"]["version"] for each in told} == {1}


async def test_telling_everything_once_more_uses_the_same_messages() -> None:
    async with receiving([answer(200)]) as receiver, systems(receiver) as other:
        await messages(receiver, "master-data", ALL_SEEDED)
        await other.browser.post("/master-data/push")
        await messages(receiver, "master-data", 2 * ALL_SEEDED)
        requests = from_peer(receiver, "master-data")
    assert len({each.headers["webhook-id"] for each in requests}) == ALL_SEEDED
    assert len({each.body for each in requests}) == ALL_SEEDED


async def test_a_changed_record_is_told_with_its_next_version() -> None:
    async with receiving([answer(200)]) as receiver, systems(receiver) as other:
        await messages(receiver, "master-data", ALL_SEEDED)
        changed = {"name": "振动传感器 VS-21", "unit": "只", "price": cny("575.00")}
        stored = (await other.browser.put("/master-data/products/P-200", json=changed)).json()
        told = (await messages(receiver, "master-data", ALL_SEEDED + 1))[-1]
    assert (stored["version"], stored["revision"]) == (2, ALL_SEEDED + 1)
    assert told["type"] == "product.changed"
    assert told["data"]["version"] == 2
    assert told["data"]["price"] == cny("575.00")


async def test_changes_can_be_listed_from_a_revision_on() -> None:
    async with systems(None) as other:
        first = (await other.browser.get("/master-data/people?limit=5")).json()
        rest = (await other.browser.get(f"/master-data/people?after={first['revision']}")).json()
        people = [each["id"] for each in first["items"] + rest["items"]]
        assert sorted(people) == sorted(SEED.people)
        end = rest["revision"]
        assert (await other.browser.get(f"/master-data/people?after={end}")).json()["items"] == []
        await other.browser.put("/master-data/people/li.na", json={"name": "李娜", "roles": ["manager"]})
        (item,) = (await other.browser.get(f"/master-data/people?after={end}")).json()["items"]
    assert (item["id"], item["version"], item["record"]["roles"]) == ("li.na", 2, ["manager"])


@pytest.mark.parametrize(
    ("path", "record"),
    [
        ("customers/C-1", {}),
        ("customers/C-1", {"name": "x", "email": "no address"}),
        ("customers/C-1", {"name": "x", "unknown": 1}),
        ("products/P-1", {"name": "x", "unit": "只", "price": {"amount": "1.00001", "currency": "CNY"}}),
        ("people/p", {"name": "x", "roles": ["king"]}),
    ],
)
async def test_a_master_record_without_sense_is_refused(path: str, record: dict[str, Any]) -> None:
    async with systems(None) as other:
        assert (await other.browser.put(f"/master-data/{path}", json=record)).status_code == 422
        assert other.peers.master_data.revision == ALL_SEEDED


async def test_a_customer_is_made_on_request_once_per_request() -> None:
    wanted = {"request_id": "lead-1", "name": "长沙立信机械有限公司", "phone": "15892723295"}
    async with receiving([answer(200)]) as receiver, systems(receiver) as other:
        await messages(receiver, "master-data", ALL_SEEDED)
        answers = [
            (await other.deliver("master-data", f"m{n}", "customer.requested", wanted)).json()
            for n in range(3)
        ]
        told = (await messages(receiver, "master-data", ALL_SEEDED + 1))[-1]
        assert other.peers.master_data.revision == ALL_SEEDED + 1
    assert answers[0] == answers[1] == answers[2]
    assert told["data"]["customer_id"] == answers[0]["customer_id"]
    assert told["data"]["requested_by"] == "lead-1"
    assert told["data"]["name"] == "长沙立信机械有限公司"


async def test_after_a_restart_a_peer_knows_what_it_had_and_sends_what_it_had_not(tmp_path: Path) -> None:
    async with systems(None, state_dir=tmp_path) as other:
        await other.order()
        await other.report(40)
        await other.browser.post("/finance/orders/o-1/invoice")
        await other.browser.put("/master-data/customers/C-9", json={"name": "新客户"})
    with (tmp_path / "mes.jsonl").open("a") as journal:
        journal.write('{"kind": "action", "torn')
    async with receiving([answer(200)]) as receiver, systems(receiver, state_dir=tmp_path) as other:
        (progress,) = await messages(receiver, "mes", 1)
        (invoice,) = await messages(receiver, "finance", 1)
        await messages(receiver, "master-data", ALL_SEEDED + 1)
        await other.order()
        assert other.peers.mes.ledger.counts(0).duplicates == 1
        assert (await other.browser.post("/finance/orders/o-1/invoice")).json()["invoice_number"] == (
            invoice["data"]["invoice_number"]
        )
        assert (await other.report(60))["version"] == 2
        await messages(receiver, "mes", 2)
        await eventually(lambda: other.peers.mes.callbacks.sent().pending == 0)
    assert progress["data"]["percent"] == 40
    async with receiving([answer(200)]) as receiver, systems(receiver, state_dir=tmp_path):
        await messages(receiver, "master-data", ALL_SEEDED + 1)
        assert from_peer(receiver, "mes") == from_peer(receiver, "finance") == []


async def test_in_the_demo_production_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with systems(None, state_dir=tmp_path) as other:
        await other.order()
        await other.report(40)
    async with (
        receiving([answer(200)]) as receiver,
        systems(receiver, state_dir=tmp_path, auto=True, step_seconds=0.01),
    ):
        told = await messages(receiver, "mes", 3)
    assert [each["data"]["percent"] for each in told] == [40, 80, 100]
