"""What an installation costs before anybody uses it: memory, and seconds until it is ready."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from pathlib import Path
from statistics import median

import httpx
import psutil

from bench.ground import Ground
from bench.table import Effort, Row, at_most
from crm_local.processes import free_port

SERVICES = ("leads", "opportunities", "orders", "field_service", "analytics", "integration_gateway")
_WITHIN = 60.0  # seconds until a start is given up
_IDLE = 3.0  # seconds after which a process has what it keeps


async def measure(ground: Ground, effort: Effort) -> list[Row]:
    """`python -m crm_local run` on an empty folder and again, and every service on its own."""
    first, again, together = [], [], []
    for number in range(effort.restarts):
        home = ground.home / f"installation-{number}"
        async with _installed(ground, home) as (took, _):
            first.append(took)
        async with _installed(ground, home) as (took, process):
            again.append(took)
            await asyncio.sleep(_IDLE)
            together.append(_megabytes(process.pid))
    alone = await _alone(ground)
    each = ", ".join(f"{name} {size:.0f}" for name, size in alone.items())
    return [
        at_most("memory, all six services in one process, idle", median(together), 300, "MB"),
        at_most("memory, six processes, idle, the largest", max(alone.values()), 130, "MB", f" ({each})"),
        at_most("start to ready, new folder", median(first), 6, "s"),
        at_most("start to ready, kept data", median(again), 6, "s"),
    ]


@asynccontextmanager
async def _installed(ground: Ground, home: Path) -> AsyncIterator[tuple[float, asyncio.subprocess.Process]]:
    """A whole installation, ready; gives the seconds it took."""
    port = free_port()
    ports = ["--port", str(port), "--peers-port", "0", "--postgres-port", "0", "--kafka-port", "0"]
    began = time.monotonic()
    async with ground.process(
        "crm_local", "run", "--home", str(home), "--no-demo", *ports, env={}
    ) as process:
        await _ready(port, process)
        yield time.monotonic() - began, process


async def _alone(ground: Ground) -> dict[str, float]:
    """Megabytes of each service as a process of its own, all parts, beside the others."""
    servers = await ground.kafka()
    async with AsyncExitStack() as stack:
        processes = {}
        for name in SERVICES:
            port = free_port()
            environment = {
                "KUAICRM_DATABASE_URL": await ground.service_database(name, import_module(name)),
                "KAFKA_BOOTSTRAP_SERVERS": servers,
                "KUAICRM_ISSUER": ground.issuer.url,
                "KUAICRM_PORT": str(port),
            }
            process = await stack.enter_async_context(ground.process(name, "all", env=environment))
            await _ready(port, process)
            processes[name] = process
        await asyncio.sleep(_IDLE)
        return {name: _megabytes(process.pid) for name, process in processes.items()}


async def _ready(port: int, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(_WITHIN), httpx.AsyncClient() as client:
        while True:
            if process.returncode is not None:
                raise RuntimeError(f"it ended with {process.returncode} instead of becoming ready")
            try:
                if (await client.get(f"http://127.0.0.1:{port}/health/ready")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.02)


def _megabytes(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss) / 2**20
