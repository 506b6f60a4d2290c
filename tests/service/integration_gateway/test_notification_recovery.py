"""A gateway that dies between telling and noting tells again, recognizably; its inbox entries never double."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from crm_local.peers.app import Peers
from crm_local.peers.faults import Faults
from crm_platform.runtime import Part
from crm_testing.gateways import FAST, SELLER, Gateway, gateway_under_test, said
from crm_testing.notices import hired, noticed, robot, subscribed
from crm_testing.waiting import eventually
from integration_gateway.settings import Settings

Around = tuple[Peers, str]
WITHOUT_DELIVERER: frozenset[Part] = frozenset({"serve", "project"})
EVENTS = 5


@asynccontextmanager
async def deliverer(gateway: Gateway) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process of its own that delivers what the gateway queued, killed at the end."""
    settings = gateway.service.settings
    assert isinstance(settings, Settings)
    told: dict[str, Any] = {
        **FAST,
        "delivery_deadline": 30,
        "trusted_targets": settings.trusted_targets,
        "secrets_keys": [key.get_secret_value() for key in settings.secrets_keys],
        "smtp": {
            "host": "127.0.0.1",
            "port": gateway.peers.smtp.port,
            "security": "none",
            "sender": "crm@kuaicrm.example",
        },
    }
    env = {f"INTEGRATION_GATEWAY_{name.upper()}": json.dumps(value) for name, value in told.items()}
    env["INTEGRATION_GATEWAY_DATABASE_URL"] = settings.database_url
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "integration_gateway", "schedule", env={**os.environ, **env}
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()


async def test_a_gateway_killed_between_telling_and_noting_tells_the_same_again(
    gateway_database: str, peers: Around
) -> None:
    channels = peers[0].channels
    async with gateway_under_test(gateway_database, peers, parts=WITHOUT_DELIVERER) as gateway:
        seller = await everything_set_up(gateway)
        for channel in channels:
            channel.edge.set(Faults(slow_seconds=4))
        await gateway.publish(*(said(noticed("li.na")) for _ in range(EVENTS)))
        async with deliverer(gateway) as first:
            await eventually(
                lambda: [len(channel.ledger.receipts) for channel in channels],
                timeout=30,
                until=lambda counts: counts == [EVENTS] * 3,
            )
            first.kill()
        assert {item["attempts"] for item in await gateway.deliveries()} == {0}
        for channel in channels:
            channel.edge.heal()
        async with deliverer(gateway):
            items = await gateway.settled(timeout=30)
        assert len(items) == 3 * EVENTS
        for channel in channels:
            assert {receipt.times for receipt in channel.ledger.receipts.values()} == {2}
            counts = channel.ledger.counts(0)
            assert (counts.messages, counts.altered, counts.refused) == (EVENTS, 0, 0)
        assert len((await seller.get("/notifications")).json()["items"]) == EVENTS


async def everything_set_up(gateway: Gateway) -> httpx.AsyncClient:
    """li.na has a mail address, a browser and a robot; her client."""
    seller = await gateway.running.as_(SELLER)
    await hired(gateway, "li.na")
    await subscribed(gateway, seller)
    await robot(gateway, "wecom", person="li.na")
    return seller


async def test_a_burst_of_notices_is_told_within_the_minute(gateway: Gateway) -> None:
    seller = await everything_set_up(gateway)
    events = [said(noticed("li.na")) for _ in range(100)]
    began = time.monotonic()
    (told,) = [s for s in gateway.service.subscriptions if s.effect.name.endswith(".notifications")]
    await told.effect.take("leads", 0, events)
    counts = [channel.ledger for channel in gateway.peers.channels]
    await eventually(lambda: all(len(ledger.receipts) == 100 for ledger in counts), timeout=60)
    print(f"100 notices by three channels each in {time.monotonic() - began:.1f} s")
    await gateway.settled(timeout=30)
    assert {channel.ledger.counts(0).duplicates for channel in gateway.peers.channels} == {0}
    answer = await seller.get("/notifications/unread")
    assert answer.json() == {"unread": 100}
