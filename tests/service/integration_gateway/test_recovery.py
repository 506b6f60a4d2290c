"""After a process was killed or a peer was away, nothing is missing: the counts say so, and the peers."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from crm_local.peers.app import Peers
from crm_local.peers.faults import Faults
from crm_platform.runtime import Part
from crm_testing.gateways import (
    FAST,
    SECRETS,
    Gateway,
    cancelled,
    confirmed,
    delivered,
    gateway_under_test,
    said,
)
from crm_testing.waiting import eventually

Around = tuple[Peers, str]
WITHOUT_DELIVERER: frozenset[Part] = frozenset({"serve", "project"})
NOTHING = {"waiting": 0, "parked": 0, "missing": 0, "difference": 0}


@asynccontextmanager
async def deliverer(gateway: Gateway) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process of its own that delivers to MES, killed at the end."""
    mes = {"url": f"{gateway.peers_url}/mes", "deliveries": SECRETS["mes"].deliveries}
    settings = {**FAST, "delivery_deadline": 30, "peers": {"mes": mes}}
    env = {f"INTEGRATION_GATEWAY_{name.upper()}": json.dumps(value) for name, value in settings.items()}
    env["INTEGRATION_GATEWAY_DATABASE_URL"] = gateway.service.settings.database_url
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "integration_gateway", "schedule", env={**os.environ, **env}
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()


async def reconciled(gateway: Gateway, **asked: Any) -> dict[str, dict[str, Any]]:
    answer = await gateway.admin.get("/reconciliation", params=asked)
    assert answer.status_code == 200, answer.text
    return {each["target"]: each["counts"] for each in answer.json()}


async def test_a_process_killed_between_sending_and_recording_is_followed_by_the_same_bytes(
    gateway_database: str, peers: Around
) -> None:
    mes = peers[0].mes
    async with gateway_under_test(gateway_database, peers, parts=WITHOUT_DELIVERER) as gateway:
        mes.edge.set(Faults(slow_seconds=3))
        await gateway.publish(*(said(confirmed()) for _ in range(5)))
        async with deliverer(gateway) as first:
            await eventually(lambda: len(mes.ledger.receipts) == 5, timeout=30)
            first.kill()
        assert {item["attempts"] for item in await gateway.deliveries(target="mes")} == {0}
        mes.edge.heal()
        async with deliverer(gateway):
            items = await gateway.settled(target="mes", timeout=30)
        assert set(mes.ledger.receipts) == {item["message_id"] for item in items}
        assert {receipt.times for receipt in mes.ledger.receipts.values()} == {2}
        assert mes.ledger.counts(0).altered == 0


async def test_after_an_outage_every_target_has_what_it_should(gateway: Gateway) -> None:
    around = gateway.peers
    around.mes.edge.set(Faults(down=True))
    around.finance.edge.set(Faults(down=True))
    around.wms.edge.set(Faults(lose_answer_rate=0.5))
    orders = [uuid4() for _ in range(12)]
    await gateway.publish(*(said(confirmed(), order) for order in orders))
    await gateway.publish(*(said(cancelled(), order) for order in orders[:4]))
    await gateway.publish(*(said(delivered(), order) for order in orders[4:]))
    await gateway.settled(target="qms")
    during = await reconciled(gateway)
    assert during["mes"]["difference"] == during["mes"]["waiting"] == 16
    assert during["qms"] == {"expected": 12, "delivered": 12, **NOTHING}
    for peer in around.all:
        peer.edge.heal()
    await gateway.settled()
    after = await reconciled(gateway)
    expected = {"mes": 16, "qms": 12, "wms": 24, "eam": 8, "finance": 16, "master-data": 0}
    assert after == {name: {"expected": n, "delivered": n, **NOTHING} for name, n in expected.items()}
    for peer in around.all:
        if peer.name in expected:
            counts = peer.ledger.counts(peer.edge.lost_answers)
            assert (counts.messages, counts.altered) == (expected[peer.name], 0)


async def test_an_event_for_which_no_delivery_was_made_is_missing(gateway: Gateway) -> None:
    event = said(confirmed())
    await gateway.service.subscriptions[0].effect.take(event.source, 0, [event])
    counts = await reconciled(gateway)
    assert counts["mes"] == {"expected": 1, "delivered": 0, **NOTHING, "missing": 1, "difference": 1}
    assert counts["eam"]["expected"] == 0


async def test_a_window_looks_at_the_events_of_a_time(gateway: Gateway) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=2)
    await gateway.publish(said(confirmed(), time=yesterday), said(confirmed()))
    await gateway.settled()
    hour = timedelta(hours=1)
    around = {"from": (yesterday - hour).isoformat(), "to": (yesterday + hour).isoformat()}
    assert (await reconciled(gateway, **around))["mes"]["expected"] == 1
    assert (await reconciled(gateway))["mes"]["expected"] == 1
    assert (await reconciled(gateway, **{"from": (yesterday - hour).isoformat()}))["mes"]["expected"] == 2
    for bad, status in (
        ({"target": "nobody"}, 404),
        ({"from": around["to"], "to": around["from"]}, 422),
        ({"to": "0001-01-01T00:00:00Z"}, 422),
        ({"from": "2026-01-01"}, 422),
    ):
        assert (await gateway.admin.get("/reconciliation", params=bad)).status_code == status, bad


async def test_a_webhook_is_reconciled_by_what_was_queued_for_it(gateway: Gateway) -> None:
    hook = {"url": f"{gateway.peers_url}/webhook/api/events", "types": ["crm.orders.*"]}
    webhook = (await gateway.admin.post("/webhooks", json=hook)).json()
    gateway.peers.webhook.edge.set(Faults(status=500))
    await gateway.publish(said(confirmed()))
    target = webhook["target"]
    await eventually(lambda: gateway.deliveries(target=target))
    counts = await reconciled(gateway, target=target)
    assert counts == {target: {"expected": 1, "delivered": 0, **NOTHING, "waiting": 1, "difference": 1}}
