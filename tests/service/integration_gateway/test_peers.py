"""The simulated peers as the gateway meets them: signatures, one effect per message, faults on demand."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from crm_local.peers.app import Peers
from crm_local.peers.faults import ConnectionCut
from crm_local.peers.serving import running_peers
from crm_local.peers.settings import NAMES, PeersSettings, load_or_create_secrets, new_secrets
from crm_platform.security.signatures import new_secret, sign
from crm_testing.waiting import eventually
from integration_gateway.adapters.delivery_client import DeliveryClient
from integration_gateway.adapters.destinations import PinnedNetwork, TrustedTargets
from integration_gateway.domain.outcome import Outcome, Verdict

SECRETS = new_secrets()
MES_SECRET = SECRETS["mes"].deliveries[0]
CUT = Outcome(Verdict.FAILED, error="answer-lost")
DONE = Outcome(Verdict.DELIVERED, 200)


def order(order_id: str = "o-1") -> dict[str, Any]:
    return {
        "order_id": order_id,
        "number": "SO-2026-000001",
        "customer": {"customer_id": "C-1001", "name": "广州恒达包装机械有限公司"},
        "lines": [{"product_id": "P-200", "name": "振动传感器 VS-20", "quantity": "4", "unit": "只"}],
        "promised_on": "2026-04-01",
        "confirmed_at": "2026-03-01T08:00:00Z",
    }


def message(message_id: str, data: dict[str, Any], kind: str = "order.confirmed") -> bytes:
    return json.dumps({"type": kind, "id": message_id, "data": data}, ensure_ascii=False).encode()


class Gateway:
    """What stands for the gateway: its real client, and a person with a browser."""

    def __init__(self, peers: Peers, url: str, sender: DeliveryClient, browser: httpx.AsyncClient) -> None:
        self.peers, self.url, self.sender, self.browser = peers, url, sender, browser

    async def deliver(
        self, message_id: str = "m1", body: bytes | None = None, peer: str = "mes", secret: str | None = None
    ) -> Outcome:
        secrets = [secret or SECRETS[peer].deliveries[0]]
        target = f"{self.url}/{peer}/api/events"
        return await self.sender.deliver(target, message_id, body or message(message_id, order()), secrets)

    async def ask(self, path: str, secret: str) -> httpx.Response:
        return await self.browser.get(path, headers=sign("q1", b"", [secret], datetime.now(UTC)))

    async def faults(self, peer: str = "mes", **faults: Any) -> None:
        (await self.browser.put(f"/{peer}/faults", json=faults)).raise_for_status()

    async def counts(self, peer: str = "mes") -> dict[str, Any]:
        counts: dict[str, Any] = (await self.browser.get(f"/{peer}/received")).json()["counts"]
        return counts


@pytest.fixture(scope="module")
async def shared() -> AsyncIterator[Gateway]:
    async with gateway() as gate:
        yield gate


@pytest.fixture
async def gate(shared: Gateway) -> Gateway:
    """The gateway beside peers that know nothing yet."""
    for peer in shared.peers.all:
        await peer.reset()
        peer.secrets = SECRETS[peer.name].deliveries
    return shared


@asynccontextmanager
async def gateway(deadline: float = 5.0, **settings: Any) -> AsyncIterator[Gateway]:
    async with running_peers(PeersSettings(secrets=SECRETS, **settings)) as (peers, url):
        trusted = TrustedTargets.parse([url.removeprefix("http://")])
        sender = DeliveryClient(PinnedNetwork(trusted), deadline=deadline)
        async with httpx.AsyncClient(base_url=url, trust_env=False) as browser:
            yield Gateway(peers, url, sender, browser)
        await sender.aclose()


async def test_a_signed_order_is_recorded_with_what_it_said(gate: Gateway) -> None:
    assert await gate.deliver() == DONE
    received = (await gate.browser.get("/mes/received")).json()
    (receipt,) = received["messages"]
    assert (receipt["message_id"], receipt["type"], receipt["times"]) == ("m1", "order.confirmed", 1)
    assert receipt["data"] == order()
    assert receipt["answer"] == {"order_id": "o-1", "lines": 1}
    assert received["counts"]["by_type"] == {"order.confirmed": 1}


@pytest.mark.parametrize("peer", NAMES)
async def test_every_peer_refuses_what_is_not_signed_with_its_own_secret(gate: Gateway, peer: str) -> None:
    other = SECRETS["mes" if peer != "mes" else "qms"].deliveries[0]
    for stranger in (other, new_secret(), SECRETS[peer].callbacks):
        assert (await gate.deliver(peer=peer, secret=stranger)).status == 401
    unsigned = await gate.browser.post(f"/{peer}/api/events", content=message("m1", order()))
    assert unsigned.status_code == 401
    counts = await gate.counts(peer)
    assert (counts["messages"], counts["refused"]) == (0, 4)


@pytest.mark.parametrize("header", ["v1", "v1,x,y", "v1,!", "v2,AAAA", "é"])
async def test_a_malformed_signature_is_refused_and_breaks_nothing(gate: Gateway, header: str) -> None:
    signed = {**sign("m1", b"{}", [MES_SECRET], datetime.now(UTC)), "webhook-signature": header}
    raw = httpx.Headers([(name.encode(), value.encode()) for name, value in signed.items()])
    answer = await gate.browser.post("/mes/api/events", content=b"{}", headers=raw)
    assert answer.status_code == 401


async def test_an_old_message_is_refused_though_rightly_signed(gate: Gateway) -> None:
    body = message("m1", order())
    signed = sign("m1", body, [MES_SECRET], datetime.now(UTC) - timedelta(seconds=301))
    assert (await gate.browser.post("/mes/api/events", content=body, headers=signed)).status_code == 401


async def test_a_redelivery_gets_the_same_answer_and_has_no_effect(gate: Gateway) -> None:
    for _ in range(3):
        assert await gate.deliver() == DONE
    counts = await gate.counts()
    assert len(gate.peers.mes.productions) == 1
    assert (counts["messages"], counts["deliveries"], counts["duplicates"], counts["altered"]) == (1, 3, 2, 0)


async def test_the_same_id_with_another_body_is_noticed(gate: Gateway) -> None:
    await gate.deliver()
    assert (await gate.deliver(body=message("m1", order("o-2")))).status == 409
    assert (await gate.counts())["altered"] == 1
    assert list(gate.peers.mes.productions) == ["o-1"]


@pytest.mark.parametrize(
    "body",
    [
        b"no json",
        b"[]",
        message("m2", order()),
        message("m1", {}),
        message("m1", order(), "unknown.type"),
        message("m1", {**order(), "lines": []}),
    ],
)
async def test_a_message_that_makes_no_sense_is_refused_and_not_recorded(gate: Gateway, body: bytes) -> None:
    assert (await gate.deliver(body=body)).status == 422
    counts = await gate.counts()
    assert (counts["messages"], counts["refused"]) == (0, 1)


async def test_a_lost_answer_leaves_a_record_and_the_repetition_is_recognised(gate: Gateway) -> None:
    await gate.faults(lose_answer_rate=1)
    assert await gate.deliver() == CUT
    await gate.faults()
    assert await gate.deliver() == DONE
    counts = await gate.counts()
    assert (counts["messages"], counts["duplicates"], counts["altered"]) == (1, 1, 0)
    assert counts["lost_answers"] == 1


async def test_the_seed_decides_which_answers_are_lost(gate: Gateway) -> None:
    async def lost(gate: Gateway, seed: int) -> list[bool]:
        await gate.faults(lose_answer_rate=0.5, seed=seed)
        return [await gate.deliver() == CUT for _ in range(20)]

    first, again, other = await lost(gate, 1), await lost(gate, 1), await lost(gate, 2)
    assert first == again != other
    assert True in first
    assert False in first


async def test_a_peer_that_is_down_records_nothing(gate: Gateway) -> None:
    await gate.faults(down=True)
    assert await gate.deliver() == CUT
    assert (await gate.counts())["messages"] == 0
    await gate.faults()
    assert await gate.deliver() == DONE


async def test_one_peer_down_leaves_the_others_up(gate: Gateway) -> None:
    await gate.faults(down=True)
    assert await gate.deliver(peer="qms") == DONE


async def test_a_peer_answers_with_the_status_it_is_told(gate: Gateway) -> None:
    await gate.faults(status=503, retry_after=7)
    throttled = await gate.deliver()
    await gate.faults(status=410)
    gone = await gate.deliver()
    assert (await gate.counts())["messages"] == 0
    assert throttled == Outcome(Verdict.THROTTLED, 503, timedelta(seconds=7), "status-503")
    assert gone.verdict is Verdict.GONE


async def test_a_slow_peer_has_recorded_what_the_sender_gave_up_on() -> None:
    async with gateway(deadline=0.2) as gate:
        await gate.faults(slow_seconds=30)
        assert await gate.deliver() == Outcome(Verdict.FAILED, error="timed-out")
        assert (await gate.counts())["messages"] == 1


async def test_a_reset_forgets_and_heals(gate: Gateway) -> None:
    await gate.deliver()
    await gate.faults(down=True)
    assert (await gate.browser.post("/mes/reset")).status_code == 204
    assert (await gate.counts())["messages"] == 0
    assert await gate.deliver() == DONE


@pytest.mark.parametrize(
    "faults", [{"status": 200}, {"slow_seconds": -1}, {"lose_answer_rate": 2}, {"unknown": 1}]
)
async def test_a_switch_that_does_not_exist_is_refused(gate: Gateway, faults: dict[str, Any]) -> None:
    assert (await gate.browser.put("/mes/faults", json=faults)).status_code == 422
    assert (await gate.browser.get("/mes/faults")).json()["down"] is False


async def test_a_peer_can_change_its_secret_while_messages_flow(gate: Gateway) -> None:
    fresh = new_secret()
    await gate.browser.put("/webhook/secrets", json={"deliveries": [fresh, MES_SECRET]})
    assert await gate.deliver("m1", peer="webhook", secret=MES_SECRET) == DONE
    assert await gate.deliver("m2", peer="webhook", secret=fresh) == DONE
    await gate.browser.put("/webhook/secrets", json={"deliveries": [fresh]})
    assert (await gate.deliver("m3", peer="webhook", secret=MES_SECRET)).status == 401


async def test_received_messages_can_be_read_in_pages_and_by_type(gate: Gateway) -> None:
    for n in range(5):
        await gate.deliver(f"m{n}", message(f"m{n}", {}, f"kind.{n % 2}"), "webhook")
    page = (await gate.browser.get("/webhook/received?after=1&limit=2")).json()
    odd = (await gate.browser.get("/webhook/received?type=kind.1")).json()
    assert [each["message_id"] for each in page["messages"]] == ["m1", "m2"]
    assert [each["message_id"] for each in odd["messages"]] == ["m1", "m3"]


async def test_questions_of_the_gateway_must_be_signed(gate: Gateway) -> None:
    for path in (
        "/wms/api/parts/P-200/availability",
        "/qms/api/orders/o-1/quality",
        "/eam/api/customers/C-1001/equipment",
        "/mes/api/orders/o-1/progress",
        "/finance/api/orders/o-1/invoice",
        "/master-data/api/customers",
    ):
        assert (await gate.browser.get(path)).status_code == 401


async def test_the_warehouse_knows_what_orders_have_left(gate: Gateway) -> None:
    secret = SECRETS["wms"].deliveries[0]
    path = "/wms/api/parts/P-200/availability"
    await gate.browser.put("/wms/parts/P-200", json={"on_hand": "10"})
    await gate.deliver(peer="wms")
    reserved = (await gate.ask(path, secret)).json()
    delivered = {**order(), "delivered_at": "2026-03-05T08:00:00Z"}
    await gate.deliver("m2", message("m2", delivered, "order.delivered"), "wms")
    await gate.deliver("m3", message("m3", order()), "wms")
    taken = (await gate.ask(path, secret)).json()
    assert (await gate.ask("/wms/api/parts/unknown/availability", secret)).status_code == 404
    assert reserved == {"product_id": "P-200", "on_hand": "10", "reserved": "4", "available": "6"}
    assert taken == {"product_id": "P-200", "on_hand": "6", "reserved": "0", "available": "6"}


async def test_quality_knows_whether_an_order_is_released(gate: Gateway) -> None:
    secret, path = SECRETS["qms"].deliveries[0], "/qms/api/orders/o-1/quality"
    assert (await gate.ask(path, secret)).status_code == 404
    await gate.deliver(peer="qms")
    assert (await gate.ask(path, secret)).json()["status"] == "open"
    await gate.browser.put("/qms/orders/o-1/quality", json={"status": "released"})
    assert (await gate.ask(path, secret)).json()["status"] == "released"


async def test_maintenance_knows_what_stands_at_a_customer(gate: Gateway) -> None:
    secret, path = SECRETS["eam"].deliveries[0], "/eam/api/customers/C-1001/equipment"
    delivered = {**order(), "delivered_at": "2026-03-05T08:00:00Z"}
    assert (await gate.ask(path, secret)).json() == []
    await gate.deliver("m1", message("m1", delivered, "order.delivered"), "eam")
    (equipment,) = (await gate.ask(path, secret)).json()
    assert (equipment["product_id"], equipment["quantity"], equipment["order_id"]) == ("P-200", "4", "o-1")


async def test_in_process_callers_see_a_cut_connection_too() -> None:
    peers = Peers(PeersSettings(secrets=SECRETS))
    transport = httpx.ASGITransport(peers.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://peers") as browser:
        await browser.put("/mes/faults", json={"down": True})
        with pytest.raises(ConnectionCut):
            await browser.post("/mes/api/events")


def test_secrets_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secrets.json"
    made = load_or_create_secrets(path)
    assert load_or_create_secrets(path) == made
    assert set(made) == set(NAMES)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len({secret for each in made.values() for secret in (*each.deliveries, each.callbacks)}) == 14


async def test_the_peers_run_as_a_process_of_their_own(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(
            sys.executable,
            "-m",
            "crm_local.peers",
            "--port",
            "0",
            "--secrets",
            str(tmp_path / "secrets.json"),
        ),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(20):
        lines = [(await process.stdout.readline()).decode().split() for _ in NAMES]
    async with httpx.AsyncClient(trust_env=False) as browser:
        for _name, url in lines:
            assert (await browser.get(f"{url}/received")).json()["counts"]["messages"] == 0
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 10) == 0
    assert [name for name, _url in lines] == list(NAMES)


async def test_the_overview_counts_for_every_peer(gate: Gateway) -> None:
    await gate.deliver()
    overview = await eventually(lambda: gate.browser.get("/"), until=lambda answer: answer.is_success)
    assert overview.json()["mes"]["messages"] == 1
    assert set(overview.json()) == {*NAMES, "push-service", "robots", "smtp"}
