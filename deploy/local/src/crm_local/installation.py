"""One installation on one machine: PostgreSQL, broker, sign-in, all six services, the peers around them, one port.

Everything it keeps lives in one folder; the broker's topics live in memory and are filled again from the logs at
every start.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from crm_local.embedded_broker import EmbeddedBroker
from crm_local.kafka import KafkaBroker
from crm_local.postgres import EmbeddedPostgres

if TYPE_CHECKING:
    from crm_local.assembly import Running


@asynccontextmanager
async def running(
    home: Path,
    *,
    port: int = 8000,
    peers_port: int = 0,
    postgres_port: int = 0,
    kafka_port: int = 0,
    real_kafka: bool = False,
    auto: bool = True,
) -> AsyncIterator[Running]:
    """Run everything until the block ends. `auto` lets the peers answer by themselves (produce, invoice).

    A port of 0 is any free one. Raises StartFailed when something does not come up.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o755)
    postgres = EmbeddedPostgres(home / "postgres", port=postgres_port)
    broker = (
        KafkaBroker(home / "kafka", port=kafka_port)
        if real_kafka
        else EmbeddedBroker(home / "broker", port=kafka_port)
    )
    async with AsyncExitStack() as stack:
        stack.push_async_callback(_ended, postgres, broker)
        async with asyncio.TaskGroup() as starts:
            # The services take longer to import than the servers to start.
            imported = starts.create_task(asyncio.to_thread(import_module, "crm_local.assembly"))
            admin_url = starts.create_task(postgres.start())
            servers = starts.create_task(broker.start())
        assembled = imported.result().assembled(
            home,
            admin_url=admin_url.result(),
            bootstrap_servers=servers.result(),
            real_kafka=real_kafka,
            port=port,
            peers_port=peers_port,
            auto=auto,
        )
        yield await stack.enter_async_context(assembled)


async def _ended(*servers: EmbeddedPostgres | EmbeddedBroker | KafkaBroker) -> None:
    """Stop them side by side. A start that was broken off leaves a process that nobody holds: end that, too."""
    await asyncio.gather(*(server.stop() for server in servers))
    await asyncio.gather(*(server.end_leftover() for server in servers))


async def forget(home: Path) -> None:
    """End what an earlier run left behind, and delete everything it kept."""
    await EmbeddedPostgres(home / "postgres").end_leftover()
    await EmbeddedBroker(home / "broker").end_leftover()
    await KafkaBroker(home / "kafka").end_leftover()
    shutil.rmtree(home, ignore_errors=True)
