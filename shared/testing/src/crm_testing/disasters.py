"""Everything that can happen to a fleet, by name: kills, freezes, a wiped broker, peers in trouble, poison in topics."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from crm_contracts.topics import LEADS, OPPORTUNITIES, ORDERS
from crm_local.peers.faults import Faults
from crm_testing.faults import poisons, put_poison
from crm_testing.fleet import Fleet

Disaster = Callable[[], Awaitable[None]]

PEER_TROUBLE = {
    "down": Faults(down=True),
    "slow": Faults(slow_seconds=2.0),
    "losing its answers": Faults(lose_answer_rate=0.5, seed=7),
}
_PEER_SECONDS = 3.0


def disasters(running: Fleet, *, freeze_seconds: float = 8.0) -> dict[str, Disaster]:
    """Every disaster of a fleet whose processes run; each returns when what it did to a process or server is over."""
    kinds: dict[str, Disaster] = {}
    for name in running.names:
        kinds[f"kill {name}"] = partial(_kill, running, name)
    for name, frozen in _together(running.names).items():
        kinds[f"freeze {name}"] = partial(_freeze, running, frozen, freeze_seconds)
    for trouble, switches in PEER_TROUBLE.items():
        kinds[f"peers {trouble}"] = partial(_trouble, running, switches)
    for topic in (LEADS, OPPORTUNITIES, ORDERS):
        kinds[f"poison in {topic}"] = partial(_poison, running, topic)
    return kinds | {
        "kill postgres": partial(_kill_postgres, running),
        "freeze postgres": partial(_freeze_postgres, running, freeze_seconds),
        "kill kafka": partial(_kill_kafka, running),
        "freeze kafka": partial(_freeze_kafka, running, freeze_seconds),
        "wipe kafka": partial(_wipe_kafka, running),
    }


def _together(names: Sequence[str]) -> dict[str, list[str]]:
    """What is frozen at the same time: who answers, who publishes and consumes beside it, and the other services."""
    front = [name for name in names if name.endswith(".serve")]
    behind = [name for name in names if "." in name and name not in front]
    others = [name for name in names if "." not in name]
    groups = {"what answers": front, "what reads the log": behind, "whole services": others}
    return {name: group for name, group in groups.items() if group}


async def _kill(running: Fleet, name: str) -> None:
    await running.kill(name)
    running.start(name)


async def _freeze(running: Fleet, names: Sequence[str], seconds: float) -> None:
    for name in names:
        running.pause(name)
    await asyncio.sleep(seconds)
    for name in names:
        running.resume(name)


async def _kill_postgres(running: Fleet) -> None:
    await running.postgres.kill()
    await running.postgres.start()


async def _freeze_postgres(running: Fleet, seconds: float) -> None:
    running.postgres.pause()
    await asyncio.sleep(seconds)
    running.postgres.resume()


async def _kill_kafka(running: Fleet) -> None:
    await running.kafka.kill()
    await running.kafka.start()


async def _freeze_kafka(running: Fleet, seconds: float) -> None:
    running.kafka.pause()
    await asyncio.sleep(seconds)
    running.kafka.resume()


async def _wipe_kafka(running: Fleet) -> None:
    await running.kafka.kill()
    await running.kafka.wipe()
    await running.start_kafka()


async def _trouble(running: Fleet, switches: Faults) -> None:
    peers = (running.peers.mes, running.peers.finance)
    for peer in peers:
        peer.edge.set(switches)
    await asyncio.sleep(_PEER_SECONDS)
    for peer in peers:
        peer.edge.heal()


async def _poison(running: Fleet, topic: str) -> None:
    await put_poison(running.kafka.bootstrap_servers, topic, poisons())
