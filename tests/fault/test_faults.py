"""Kills, pauses and a wiped broker under load; afterwards an audit finds nothing lost, doubled or out of order."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import lt
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import httpx
import pytest

from crm_local.assembly import DATABASE
from crm_local.broker import ensure_topics
from crm_testing.fixtures import real_kafka
from crm_testing.fleet import Fleet, fleet
from crm_testing.fleet_audit import Acknowledged, Audit
from crm_testing.homes import clear, new_home
from crm_testing.running import background
from crm_testing.waiting import eventually

UNDER_FAULT = ("leads", "opportunities", "analytics")
CLIENTS = 4
AGAIN_WITHIN = 60.0  # seconds in which a command must be acknowledged, however often it is sent


@dataclass
class Load:
    """Clients that register leads and convert every third, sending each command until it is acknowledged."""

    running: Fleet
    acknowledged: list[Acknowledged] = field(default_factory=list)
    different_answers: list[str] = field(default_factory=list)
    stopping: bool = False

    async def work(self) -> None:
        async with httpx.AsyncClient(timeout=8) as client:
            number = 0
            while not self.stopping:
                number += 1
                lead_id = str(uuid4())
                await self.send(
                    client, "/leads", {"id": lead_id, "name": "Fault GmbH", "email": f"{lead_id}@x.example"}
                )
                converts = number % 3 == 0
                if converts:
                    body = {"amount": {"amount": "1000.00", "currency": "CNY"}}
                    await self.send(client, f"/leads/{lead_id}/convert", body)
                self.acknowledged.append(Acknowledged(lead_id, converts))

    async def send(self, client: httpx.AsyncClient, path: str, body: Mapping[str, object]) -> None:
        headers = {"idempotency-key": str(uuid4())}

        async def acknowledged() -> str | None:
            headers["authorization"] = f"Bearer {self.running.issuer.token_for('wang.min')}"
            try:
                answer = await client.post(self.running.url("leads") + path, json=body, headers=headers)
            except httpx.HTTPError:
                return None
            if answer.status_code >= 500:
                return None
            assert answer.is_success, answer.text
            return answer.text

        first = await eventually(acknowledged, timeout=AGAIN_WITHIN)
        again = await eventually(acknowledged, timeout=AGAIN_WITHIN)
        if first != again:
            self.different_answers.append(f"{first} then {again}")


def faults(running: Fleet) -> dict[str, Callable[[], Awaitable[None]]]:
    async def kill(service: str) -> None:
        await running.kill(service)
        running.start(service)

    async def kill_postgres() -> None:
        await running.postgres.kill()
        await running.postgres.start()

    async def kill_kafka() -> None:
        await running.kafka.kill()
        await running.kafka.start()

    async def wipe_kafka() -> None:
        await running.kafka.kill()
        await running.kafka.wipe()
        await ensure_topics(await running.kafka.start())

    async def freeze(service: str) -> None:
        running.pause(service)
        frozen = asyncio.get_running_loop().time()
        await eventually(lambda: asyncio.get_running_loop().time() - frozen > 8, timeout=20)
        running.resume(service)

    return {
        **{f"kill {service}": partial(kill, service) for service in UNDER_FAULT},
        "freeze leads": lambda: freeze("leads"),
        "kill postgres": kill_postgres,
        "kill kafka": kill_kafka,
        "wipe kafka": wipe_kafka,
    }


@pytest.fixture
def rounds(pytestconfig: pytest.Config) -> int:
    return int(pytestconfig.getoption("--fault-rounds"))


async def test_nothing_acknowledged_is_lost_doubled_or_reordered(
    pytestconfig: pytest.Config, rounds: int
) -> None:
    home = new_home()
    real_kafka(home)  # says what is missing where no real Kafka can be had
    order = random.Random(pytestconfig.getoption("--fault-seed"))
    try:
        async with fleet(home) as running:
            for service in UNDER_FAULT:
                running.start(service)
            await running.ready(*UNDER_FAULT)
            load = Load(running)
            async with background(*(load.work() for _ in range(CLIENTS))):
                for _ in range(rounds):
                    kinds = list(faults(running).items())
                    order.shuffle(kinds)
                    for name, fault in kinds:
                        before = len(load.acknowledged)
                        await fault()
                        print(f"{name}: {before} acknowledged before")
                        await eventually(
                            lambda: len(load.acknowledged), timeout=60, until=partial(lt, before + 10)
                        )
                load.stopping = True
                await eventually(lambda: all_done(load), timeout=60)
            await judge(running, load)
    finally:
        await clear(home)


def all_done(load: Load) -> bool:
    """The clients end by themselves; nothing is in flight any more."""
    tasks = [t for t in asyncio.all_tasks() if t.get_coro().__qualname__ == "Load.work"]  # type: ignore[union-attr]
    return all(task.done() for task in tasks) and load.stopping


async def judge(running: Fleet, load: Load) -> None:
    url = urlunsplit(urlsplit(running.postgres.url)._replace(path=f"/{DATABASE}"))
    audit = Audit(running, url)

    async def complete() -> list[str]:
        return await audit.problems(load.acknowledged)

    problems = await eventually(complete, timeout=60, until=lambda found: not found)
    assert problems == []
    assert load.different_answers == []
    assert len(load.acknowledged) > 50
    live = await audit.fingerprint()
    token = running.issuer.token_for("lin.yue")
    async with httpx.AsyncClient(timeout=60) as client:
        answer = await client.post(
            running.url("leads") + "/operations/views/lead_list/rebuild",
            headers={"authorization": f"Bearer {token}"},
        )
    assert answer.status_code == 200, answer.text
    assert await audit.fingerprint() == live
