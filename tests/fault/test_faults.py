"""Kills, freezes, a wiped broker, peers in trouble and poison under load; afterwards an audit finds nothing wrong."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Iterator
from functools import partial

import pytest
import pytest_asyncio

from crm_testing.audit import Findings
from crm_testing.disasters import disasters
from crm_testing.fixtures import real_kafka
from crm_testing.fleet import Fleet, fleet
from crm_testing.fleet_audit import FleetAudit
from crm_testing.homes import clear, new_home
from crm_testing.load import Load
from crm_testing.waiting import eventually

PROCESSES = (
    "leads.serve",
    "leads.relay",
    "leads.project",
    "leads.consume",
    "opportunities",
    "orders",
    "analytics",
    "integration-gateway",
)
COMPLETE_WITHIN = 30.0  # seconds after the last fault
LONGEST_SILENCE = 20.0  # seconds without any answer, beside the time that something is frozen


@pytest_asyncio.fixture
async def running() -> AsyncIterator[Fleet]:
    """A fleet that is ready."""
    home = new_home()
    real_kafka(home)  # says what is missing where no real Kafka can be had
    try:
        async with fleet(home) as made:
            made.start(*PROCESSES)
            await made.ready(*PROCESSES)
            yield made
    finally:
        await clear(home)


async def test_nothing_acknowledged_is_lost_doubled_or_reordered(
    running: Fleet, pytestconfig: pytest.Config
) -> None:
    seconds, seed = pytestconfig.getoption("fault_seconds"), pytestconfig.getoption("fault_seed")
    freeze = pytestconfig.getoption("freeze_seconds")
    print(f"\nfaults for {seconds} s, seed {seed}, freezes of {freeze} s")
    load = Load(running, seed=seed)
    clients = asyncio.create_task(load.run())
    await eventually(lambda: load.count > 20, timeout=30)
    await fail(running, load, clients, seconds=seconds, seed=seed, freeze=freeze)
    ended = time.monotonic()
    load.stop()
    await clients
    async with FleetAudit(running, load) as audit:
        rest = COMPLETE_WITHIN - (time.monotonic() - ended)
        findings = await complete(audit, max(rest, 5.0))
        print(f"{load.count} acknowledged, {load.repeated} sent again, statuses {dict(load.statuses)}")
        print(
            f"longest silence {load.seconds_without_answer:.1f} s, complete {time.monotonic() - ended:.1f} s after the end"
        )
        assert not findings, str(findings)
        live, rebuilt = await live_and_rebuilt(audit)
        assert rebuilt == live
    assert load.different_answers == []
    assert load.confirmed_orders
    assert running.dead == []
    assert load.statuses[500] == 0
    assert load.seconds_without_answer < LONGEST_SILENCE + freeze


async def fail(
    running: Fleet, load: Load, clients: asyncio.Task[None], *, seconds: float, seed: int, freeze: float
) -> None:
    """Let disasters come one after another: every kind once, then again until the time is over."""
    kinds, order = disasters(running, freeze_seconds=freeze), random.Random(seed)
    until = time.monotonic() + seconds
    for came, name in enumerate(endless(order, list(kinds))):
        if came >= len(kinds) and time.monotonic() > until:
            return
        began = time.monotonic()
        await kinds[name]()
        print(f"{name:32} {time.monotonic() - began:5.1f} s  {load.count:6} acknowledged", flush=True)
        assert not clients.done(), clients.exception()
        pause = time.monotonic() + order.uniform(0.2, 1.2)
        await eventually(partial(is_over, pause), timeout=5)


def endless(order: random.Random, names: list[str]) -> Iterator[str]:
    """All names again and again, each time in another order that the seed decides."""
    while True:
        yield from order.sample(names, len(names))


def is_over(moment: float) -> bool:
    return time.monotonic() > moment


async def live_and_rebuilt(audit: FleetAudit) -> tuple[dict[str, str], dict[str, str]]:
    """The digests of everything as it stands and as it is built anew from the same logs.

    Production goes on where orders were confirmed, so this is done again until nothing came between.
    """
    for _ in range(10):
        logs = await audit.log_ends()
        findings = await complete(audit, COMPLETE_WITHIN)
        assert not findings, str(findings)
        live = await audit.fingerprints()
        await audit.rebuild()
        rebuilt = await audit.fingerprints()
        if await audit.log_ends() == logs:
            return live, rebuilt
    raise AssertionError("the logs never came to rest")


async def complete(audit: FleetAudit, seconds: float) -> Findings:
    """The findings when there are none any more, or the last ones."""
    last = Findings()

    async def none() -> bool:
        nonlocal last
        last = await audit.findings()
        return not last

    try:
        await eventually(none, timeout=seconds)
    except AssertionError:
        return last
    return last
