"""Published events, read again from any point and live, without an end of keeping."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import httpx
import orjson
import psycopg
import pytest
from psycopg.types.json import Jsonb

from crm_local.broker import ensure_topics
from crm_local.embedded_broker import EmbeddedBroker
from crm_local.peers.app import Peers
from crm_platform.runtime import PARTS
from crm_testing.gateways import (
    ADMIN,
    ANALYST,
    PEER,
    SELLER,
    Gateway,
    cancelled,
    confirmed,
    delivered,
    gateway_under_test,
    said,
)
from crm_testing.services import served
from crm_testing.waiting import eventually


async def read(gateway: Gateway, **asked: Any) -> dict[str, Any]:
    answer = await gateway.admin.get("/events", params=asked)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def ids(page: dict[str, Any]) -> list[str]:
    return [item["event"]["id"] for item in page["items"]]


@asynccontextmanager
async def subscriber(
    gateway: Gateway, url: str, **asked: Any
) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    """A client of the live stream: its events as they come, with the position `at` which they stand."""
    headers = {"authorization": gateway.admin.headers["authorization"]}
    if "last_event_id" in asked:
        headers["last-event-id"] = str(asked.pop("last_event_id"))
    path = f"{url}/api/integration-gateway/v1/events/stream"
    async with (
        httpx.AsyncClient(trust_env=False, timeout=10) as client,
        client.stream("GET", path, params=asked, headers=headers) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield _events(answer.aiter_lines())


async def _events(lines: AsyncIterator[str]) -> AsyncIterator[dict[str, Any]]:
    fields: dict[str, str] = {}
    async for line in lines:
        if not line and "data" in fields:
            yield {**orjson.loads(fields["data"]), "type": fields["event"], "at": int(fields["id"])}
            fields = {}
        name, _, value = line.partition(": ")
        fields[name] = value


async def test_everything_published_can_be_read_again_in_order(gateway: Gateway) -> None:
    envelopes = [said(confirmed()) for _ in range(7)]
    await gateway.publish(*envelopes)
    first = await read(gateway, limit=5)
    rest = await read(gateway, after=first["last"], limit=5)
    assert ids(first) + ids(rest) == [str(each.id) for each in envelopes]
    assert [item["event"] for item in first["items"]] == [each.to_json() for each in envelopes[:5]]
    positions = [item["position"] for item in first["items"] + rest["items"]]
    assert all(earlier < later for earlier, later in pairwise(positions))
    assert rest["last"] == positions[-1]
    assert await read(gateway, after=rest["last"]) == {"items": [], "last": rest["last"]}


async def test_events_are_chosen_by_source_type_subject_and_time(gateway: Gateway) -> None:
    order, long_ago = uuid4(), datetime.now(UTC) - timedelta(days=400)
    old = said(confirmed(), time=long_ago)
    first, second, other = said(confirmed(), order), said(cancelled(), order), said(confirmed())
    await gateway.publish(old, first, second, other)
    assert ids(await read(gateway, subject=str(order))) == [str(first.id), str(second.id)]
    assert ids(await read(gateway, type=second.type)) == [str(second.id)]
    assert ids(await read(gateway, source="leads")) == []
    assert len(ids(await read(gateway, source="orders"))) == 4
    an_hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    assert ids(await read(gateway, since=an_hour_ago)) == [str(e.id) for e in (first, second, other)]
    assert len(ids(await read(gateway, since=(long_ago - timedelta(hours=1)).isoformat()))) == 4
    assert ids(await read(gateway, since=(datetime.now(UTC) + timedelta(days=1)).isoformat())) == []


async def test_a_page_without_a_hit_still_says_how_far_it_looked(gateway: Gateway) -> None:
    await gateway.publish(*(said(confirmed()) for _ in range(3)))
    page = await read(gateway, type="crm.leads.LeadRegistered.v1", limit=1)
    assert (page["items"], page["last"]) == ([], 3)


async def test_a_subscriber_gets_what_was_and_what_comes(gateway: Gateway) -> None:
    earlier, later = said(confirmed()), said(cancelled())
    await gateway.publish(earlier)
    async with served(gateway.running) as url, subscriber(gateway, url) as events:
        seen = await anext(events)
        assert (seen["id"], seen["type"]) == (str(earlier.id), earlier.type)
        await gateway.publish(later)
        async with asyncio.timeout(5):
            assert (await anext(events))["id"] == str(later.id)


async def test_a_subscriber_goes_on_where_it_was_cut_off(gateway: Gateway) -> None:
    envelopes = [said(confirmed()) for _ in range(6)]
    await gateway.publish(*envelopes[:4])
    seen = []
    async with served(gateway.running) as url:
        async with subscriber(gateway, url) as events:
            seen += [await anext(events) for _ in range(2)]
        await gateway.publish(*envelopes[4:])
        async with subscriber(gateway, url, after=0, last_event_id=seen[-1]["at"]) as events:
            seen += [await anext(events) for _ in range(4)]
    assert [each["id"] for each in seen] == [str(each.id) for each in envelopes]


async def test_a_stream_has_filters_and_an_end(gateway: Gateway) -> None:
    order = uuid4()
    await gateway.publish(said(confirmed()), said(confirmed(), order), said(delivered(), order))
    async with (
        served(gateway.running) as url,
        subscriber(
            gateway, url, subject=str(order), type="crm.orders.OrderDelivered.v1", seconds=0.3
        ) as events,
    ):
        assert [each["subject"] async for each in events] == [str(order)]


async def test_only_systems_analysts_and_administrators_read_events(gateway: Gateway) -> None:
    for who, status in ((ADMIN, 200), (ANALYST, 200), (PEER, 200), (SELLER, 403)):
        client = await gateway.running.as_(who)
        for path in ("/events", "/events/stream?seconds=0.01", "/deliveries", "/reconciliation"):
            assert (await client.get(path)).status_code == status
    assert (await (await gateway.running.anonymous()).get("/events")).status_code == 401


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("after=-1", 422),
        ("after=x", 422),
        ("after=9223372036854775808", 422),
        ("since=yesterday", 422),
        ("since=2026-01-01T00:00:00", 422),
        ("since=0001-01-01T00:00:00Z", 200),
        ("since=0001-01-01T00:00:00%2B14:00", 200),
        ("since=9999-12-31T23:59:59-12:00", 200),
        ("type=%00", 422),
        ("kind=x", 400),
        (f"subject={'x' * 201}", 422),
    ],
)
async def test_questions_without_sense_are_refused(gateway: Gateway, query: str, status: int) -> None:
    for path in ("/events", "/events/stream"):
        ended = f"{path}?{query}" + ("&seconds=0.01" if path.endswith("stream") else "")
        answer = await gateway.admin.get(ended)
        assert answer.status_code == status, answer.text
        if status == 422:
            assert [fault["parameter"] for fault in answer.json()["errors"]] == [query.partition("=")[0]]


async def test_stored_contracts_cannot_be_changed_by_the_service(gateway: Gateway) -> None:
    await gateway.publish(said(confirmed()))
    await gateway.settled()
    for statement in ("UPDATE contracts SET type = 'x'", "DELETE FROM contracts", "DELETE FROM bodies"):
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            await gateway.service.database.fetch(statement)


async def test_positions_become_visible_in_order_whoever_appends(gateway: Gateway) -> None:
    """A second appender waits for the first to commit, so a reader never sees a later position before an earlier one."""
    effect = gateway.service.subscriptions[0].effect
    database = gateway.service.database
    late, early = said(confirmed()), said(confirmed())
    async with database.transaction() as first:
        await first.execute("SELECT pg_advisory_xact_lock('contracts'::regclass::oid::bigint)")
        await first.execute(
            "INSERT INTO contracts (id, type, source, subject, source_position, time, received_at, event)"
            " VALUES (%s, %s, %s, %s, 1, now(), now(), %s)",
            (early.id, early.type, early.source, early.subject, Jsonb(early.to_json())),
        )
        second = asyncio.create_task(effect.take(late.source, 1, [late]))
        await eventually(lambda: database.fetch("SELECT FROM pg_locks WHERE NOT granted"))
        assert ids(await read(gateway)) == []
    await second
    page = await eventually(lambda: read(gateway), until=lambda found: len(found["items"]) == 2)
    assert ids(page) == [str(early.id), str(late.id)]


async def test_through_a_real_broker_a_report_reaches_whoever_subscribes(
    gateway_database: str, peers: tuple[Peers, str], embedded_broker: EmbeddedBroker
) -> None:
    servers = embedded_broker.bootstrap_servers
    await ensure_topics(servers)
    async with gateway_under_test(
        gateway_database, peers, parts=PARTS, bootstrap_servers=servers, idempotent_producer=False
    ) as gateway:
        hook = {"url": f"{gateway.peers_url}/webhook/api/events", "types": ["crm.integration-gateway.*"]}
        webhook = (await gateway.admin.post("/webhooks", json=hook)).json()
        gateway.peers.webhook.secrets = (webhook["secret"],)
        report = {
            "order_id": str(uuid4()),
            "version": 1,
            "stage": "scheduled",
            "percent": 0,
            "reported_at": datetime.now(UTC).isoformat(),
        }
        assert (await gateway.call_back("mes", "production.progressed", report)).status_code == 200
        (item,) = await gateway.settled(target=webhook["target"], timeout=30)
        (receipt,) = gateway.peers.webhook.ledger.receipts.values()
        assert receipt.data["order_id"] == report["order_id"]
        page = await eventually(lambda: read(gateway), until=lambda found: found["items"])
        assert item["message_id"] in ids(page)
