"""The audit finds bugs: each is planted by a switch that only tests have, and the same fault without it is harmless."""

from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
import pytest_asyncio

from crm_local.kafka import KafkaBroker
from crm_local.peers.faults import Faults
from crm_testing import scenarios
from crm_testing.audit import Findings
from crm_testing.fixtures import real_kafka
from crm_testing.fleet import Fleet, fleet
from crm_testing.fleet_audit import FleetAudit
from crm_testing.homes import clear, new_home
from crm_testing.load import Load
from crm_testing.scenarios import Ground, ground
from crm_testing.waiting import eventually

Scenario = Callable[..., Coroutine[Any, Any, Findings]]

SCENARIOS: list[tuple[Scenario, str]] = [
    (scenarios.relay_killed_before_it_stored_its_position, "doubled"),
    (scenarios.answer_lost_after_the_commit, "doubled"),
    (scenarios.one_commit_is_slower_than_the_next, "lost"),
    (scenarios.consumer_killed_with_a_batch_in_hand, "lost"),
    (scenarios.broker_killed_while_the_relay_publishes, "lost"),
]


@pytest_asyncio.fixture(scope="module")
async def killable_kafka(server_home: Path) -> AsyncIterator[KafkaBroker]:
    """A broker of these tests alone."""
    real_kafka(server_home)  # says what is missing where no real Kafka can be had
    broker = KafkaBroker(server_home / "killable-kafka")
    await broker.start()
    yield broker
    await broker.stop()


@pytest_asyncio.fixture
async def on(database: str, killable_kafka: KafkaBroker, tmp_path: Path) -> AsyncIterator[Ground]:
    async with ground(database, killable_kafka, tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("scenario", "kind"), SCENARIOS, ids=[scenario.__name__ for scenario, _ in SCENARIOS]
)
async def test_the_audit_finds_the_planted_bug(on: Ground, scenario: Scenario, kind: str) -> None:
    findings = await scenario(on, planted=True)
    assert findings.counts()[kind] > 0
    print(f"{scenario.__name__}: {findings}")


@pytest.mark.parametrize(
    "scenario", [scenario for scenario, _ in SCENARIOS], ids=lambda scenario: scenario.__name__
)
async def test_the_same_fault_without_the_bug_is_harmless(on: Ground, scenario: Scenario) -> None:
    findings = await scenario(on, planted=False)
    assert not findings, str(findings)


async def test_the_audit_finds_a_gateway_that_does_not_try_again() -> None:
    home = new_home()
    real_kafka(home)  # says what is missing where no real Kafka can be had
    try:
        async with fleet(home) as running:
            running.start("orders")
            running.start("integration-gateway", bug="gateway-without-retry")
            await running.ready("orders", "integration-gateway")
            async with FleetAudit(running, Load(running)) as audit:
                given_up = await order_confirmed_while_mes_is_down(running)
                await eventually(lambda: attempts(running, "DeliveryParked"), timeout=20)
                running.peers.mes.edge.heal()
                findings = await audit.deliveries()
                assert findings.counts()["lost"] == 1
                assert given_up in findings.lost[0]
                await running.kill("integration-gateway")
                running.start("integration-gateway")
                await running.ready("integration-gateway")
                before = await attempts(running, "DeliveryAttempted")
                await order_confirmed_while_mes_is_down(running)
                await eventually(
                    lambda: attempts(running, "DeliveryAttempted"), timeout=20, until=lambda now: now > before
                )
                running.peers.mes.edge.heal()
                await eventually(audit.deliveries, timeout=20, until=lambda found: len(found.lost) == 1)
    finally:
        await clear(home)


async def order_confirmed_while_mes_is_down(running: Fleet) -> str:
    running.peers.mes.edge.set(Faults(down=True))
    order = {
        "customer": {"name": "Retry GmbH"},
        "lines": [
            {
                "product_id": "P-1",
                "name": "Press",
                "quantity": "1",
                "unit": "piece",
                "unit_price": {"amount": "10.00", "currency": "CNY"},
            }
        ],
    }
    load = Load(running)
    async with httpx.AsyncClient(timeout=10, trust_env=False) as http:
        order_id = str((await load.command(http, "orders", "/orders", order))["id"])
        await load.command(http, "orders", f"/orders/{order_id}/confirm", {})
    return order_id


async def attempts(running: Fleet, kind: str) -> int:
    """How many events of this kind the gateway has recorded about deliveries."""
    url = running.services["integration-gateway"].settings.database_url
    async with await psycopg.AsyncConnection.connect(url) as connection:
        cursor = await connection.execute(
            "SELECT count(*) FROM integration_gateway.events WHERE type = %s",
            (f"integration-gateway.{kind}",),
        )
        row = await cursor.fetchone()
    return int(row[0]) if row else 0
