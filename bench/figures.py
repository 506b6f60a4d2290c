"""The funnel: how fast contracts become facts, live and built anew, and how fast the funnel is read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zlib import crc32

import httpx
from aiokafka import AIOKafkaProducer

import analytics.bootstrap
from analytics.views.tables import FACTS
from bench.generate import numbered
from bench.ground import SELLERS, Ground
from bench.table import Effort, Row, at_least, at_most, percentile
from crm_contracts import topics
from crm_contracts.envelope import Envelope
from crm_contracts.opportunities import v1
from crm_contracts.registry import Contract, type_of
from crm_contracts.topics import PARTITIONS
from crm_contracts.values import CustomerRef, Line, Money, Ownership
from crm_local.people import Account
from crm_local.processes import until
from crm_platform.context import reaction
from crm_platform.eventsourcing.publishing import event_id
from crm_platform.messaging.cluster import Cluster
from crm_platform.messaging.consumer import Consumer
from crm_platform.persistence.database import Database
from crm_platform.runtime import Service
from crm_platform.security.scope import ADMIN
from crm_platform.settings import ServiceSettings
from crm_testing.running import background

PATH = "/api/analytics/v1"
_SOURCE = "opportunities"
_BATCH = 2_000
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
_CHIEF = Account("chief", "Chief", (ADMIN,))
_SETTINGS = {"statement_timeout": "300s", "idle_in_transaction_session_timeout": "300s"}


async def measure(ground: Ground, effort: Effort) -> list[Row]:
    """Live batches, a rebuild of everything, and the funnel by month of one owner."""
    servers = await ground.kafka()
    envelopes = list(_lives(effort.live))
    async with _analytics(ground, servers) as (service, client):
        live = await _folded(service, envelopes)
        before = await _digest(service.database)
        await _rebuilt(client)
        identical = before == await _digest(service.database)
        events = await _multiplied(service.database, effort.history // effort.live)
        took = await _rebuilt(client)
        delays = await _asked(client, effort.queries)
    async with _analytics(ground, servers) as (service, _):
        consumed = await _consumed(service, envelopes, servers)
    same = "identical rows" if identical else "OTHER ROWS"
    rebuilt = at_most(f"facts built anew from {events:,} events", took, 20 * events / 1e6, "s", f", {same}")
    return [
        at_least(f"facts, live batches of {_BATCH:,}", live, 15_000, "events/s"),
        Row("facts, live, from Kafka through the consumer", f"{consumed:,.0f} events/s"),
        replace(rebuilt, ok=rebuilt.ok and identical),
        at_most(
            f"funnel by month of one owner, {events // 10:,} opportunities, p99",
            percentile(delays, 0.99),
            50,
            "ms",
            f" (p50 {percentile(delays, 0.5):.1f} ms)",
        ),
    ]


@asynccontextmanager
async def _analytics(ground: Ground, servers: str) -> AsyncIterator[tuple[Service, httpx.AsyncClient]]:
    """The analytics service on a fresh database, its facts ready, and a client that may do everything."""
    settings = ServiceSettings(
        database_url=await ground.service_database("analytics", analytics),
        issuer=ground.issuer.url,
        bootstrap_servers=servers,
        rate_limit=0,
        docs=False,
    )
    service = analytics.bootstrap.build(settings)
    app = service.app(keys=ground.issuer.jwks)
    transport = httpx.ASGITransport(app)
    async with (
        service.running({"serve"}),
        httpx.AsyncClient(
            transport=transport,
            base_url="http://127.0.0.1",
            headers={"authorization": f"Bearer {ground.token(_CHIEF)}"},
            timeout=None,
        ) as client,
    ):

        async def ready() -> bool:
            return (await client.get(f"{PATH}/funnel")).status_code == 200

        if not await until(ready, seconds=30):
            raise RuntimeError("analytics did not make its facts")
        yield service, client


def _lives(events: int) -> Iterator[Envelope]:
    """The contracts of opportunities that each live ten events, a hundred lives at a time beside each other."""
    position = 0
    for first in range(0, events // 10, 100):
        lives = [_life(number) for number in range(first, min(first + 100, events // 10))]
        for version, contents in enumerate(zip(*lives, strict=True), 1):
            for offset, content in enumerate(contents):
                position += 1
                subject = numbered(f"{first + offset:09d}")
                yield _envelope(subject, position, version, content)


def _envelope(subject: str, position: int, version: int, content: Contract) -> Envelope:
    context = reaction("bench", subject)
    return Envelope(
        id=event_id(_SOURCE, UUID(subject), version),
        type=type_of(content),
        source=_SOURCE,
        subject=subject,
        time=_BEGAN + timedelta(days=400, milliseconds=position),
        position=position,
        version=version,
        correlationid=context.correlation_id,
        causationid=None,
        actor="bench",
        traceparent=None,
        data=content.model_dump(mode="json"),
    )


def _life(number: int) -> list[Contract]:
    begun = _BEGAN + timedelta(days=number % 365, minutes=number % 1440)
    owner = SELLERS[number % len(SELLERS)]
    ownership = Ownership(owner_id=owner.subject, team=owner.team, region=owner.region)
    customer = CustomerRef(customer_id=f"C-{number % 500}", name=f"Customer {number % 500}")
    amount = Money(amount=f"{100_000 + number % 90_000}.00", currency="CNY")
    line = Line(
        product_id=f"P-{number % 40}",
        name=f"Machine {number % 40}",
        quantity="1",
        unit="pcs",
        unit_price=amount,
        amount=amount,
    )
    terms = {"title": f"Machines {number}", "customer": customer, "amount": amount, "lines": [line]}

    def moved(here: str, there: str, days: int) -> Contract:
        return v1.OpportunityStageChanged(
            from_stage=here, to_stage=there, changed_at=begun + timedelta(days=days)
        )

    revised = v1.OpportunityRevised.model_validate(terms)
    ended = (
        v1.OpportunityWon.model_validate(
            terms | {"ownership": ownership, "won_at": begun + timedelta(days=40)}
        )
        if number % 3 == 0
        else v1.OpportunityLost(stage="negotiation", reason="price", lost_at=begun + timedelta(days=40))
    )
    return [
        v1.OpportunityOpened.model_validate(
            terms | {"ownership": ownership, "stage": "first_contact", "opened_at": begun}
        ),
        moved("first_contact", "needs_confirmed", 3),
        moved("needs_confirmed", "proposal", 9),
        revised,
        moved("proposal", "negotiation", 15),
        moved("negotiation", "proposal", 20),
        v1.OpportunityReassigned(
            owner_id=owner.subject, owner_name=owner.name, team=owner.team, region="east", reason="moved"
        ),
        moved("proposal", "negotiation", 30),
        revised,
        ended,
    ]


def _partition(envelope: Envelope) -> int:
    return crc32(envelope.key()) % PARTITIONS


async def _folded(service: Service, envelopes: Sequence[Envelope]) -> float:
    """Events per second of batches taken one after another, stored with their positions."""
    (subscription,) = service.subscriptions
    by_partition: dict[int, list[Envelope]] = {}
    for envelope in envelopes:
        by_partition.setdefault(_partition(envelope), []).append(envelope)
    began = time.monotonic()
    for partition, events in by_partition.items():
        for start in range(0, len(events), _BATCH):
            await subscription.effect.take(_SOURCE, partition, events[start : start + _BATCH])
    return len(envelopes) / (time.monotonic() - began)


async def _consumed(service: Service, envelopes: Sequence[Envelope], servers: str) -> float:
    """Events per second from a topic that holds them all, from the first stored batch to the last."""
    producer = AIOKafkaProducer(
        bootstrap_servers=servers, acks="all", max_batch_size=512 * 1024, linger_ms=20
    )
    await producer.start()
    for start in range(0, len(envelopes), 5_000):
        sends = [
            await producer.send(
                topics.OPPORTUNITIES, e.body(), e.key(), partition=_partition(e), headers=e.to_headers()
            )
            for e in envelopes[start : start + 5_000]
        ]
        await asyncio.gather(*sends)
    await producer.stop()
    (subscription,) = service.subscriptions
    query = "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('contracts', 'seen')), 0)"
    reached: list[tuple[float, int]] = []
    async with background(Consumer(subscription.effect, [topics.OPPORTUNITIES], Cluster(servers)).run()):
        async with asyncio.timeout(120):
            while not reached or reached[-1][1] < len(envelopes):
                await asyncio.sleep(0.02)
                stored = int((await service.database.fetch(query))[0][0])
                if stored and (not reached or stored > reached[-1][1]):
                    reached.append((time.monotonic(), stored))
    (began, first), (ended, last) = reached[0], reached[-1]
    return (last - first) / (ended - began)


async def _rebuilt(client: httpx.AsyncClient) -> float:
    """Seconds of one rebuild."""
    began = time.monotonic()
    (await client.post(f"{PATH}/operations/facts/rebuild")).raise_for_status()
    return time.monotonic() - began


async def _digest(database: Database) -> list[tuple[object, ...]]:
    """What tells the rows of all facts from any other rows."""
    found = []
    async with await database.connect(**_SETTINGS) as connection:
        for table in FACTS:
            cursor = await connection.execute(
                f"SELECT count(*), sum(hashtextextended(t::text, 0)::numeric) FROM {table.name} t"
            )
            found += await cursor.fetchall()
    return found


async def _multiplied(database: Database, times: int) -> int:
    """Every contract so many times, under other ids; returns how many there are then."""
    columns = "version, type, recorded_at, correlation_id, causation_id, actor, data"
    async with await database.connect(**_SETTINGS) as connection:
        await connection.execute(
            f"""
            INSERT INTO contracts (source, position, id, aggregate_id, {columns})
            SELECT source, position + n * (SELECT max(position) FROM contracts), md5(id::text || n)::uuid,
                md5(aggregate_id::text || n)::uuid, {columns}
            FROM contracts, generate_series(1, %s) n ORDER BY 2
            """,
            (times - 1,),
        )
        await connection.execute("ANALYZE contracts")
        cursor = await connection.execute("SELECT count(*) FROM contracts")
        return int((await cursor.fetchall())[0][0])


async def _asked(client: httpx.AsyncClient, questions: int) -> list[float]:
    """Milliseconds of each question, one owner after another."""
    delays = []
    for number in range(questions + 10):
        owner = SELLERS[number % len(SELLERS)].subject
        began = time.monotonic()
        answer = await client.get(f"{PATH}/funnel", params={"period": "month", "owner": owner})
        delays.append((time.monotonic() - began) * 1000)
        answer.raise_for_status()
    return delays[10:]
