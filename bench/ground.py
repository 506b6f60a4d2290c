"""What a run stands on: a real PostgreSQL that waits for the disk, a real Kafka, a sign-in issuer, and worker processes."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import field_service
import leads
from crm_local.broker import ensure_topics
from crm_local.issuer import Issuer
from crm_local.kafka import KafkaBroker
from crm_local.people import Account
from crm_local.postgres import EmbeddedPostgres
from crm_local.processes import accepts_connections, free_port, until
from crm_platform.http.server import listening, serving
from crm_platform.persistence.migrating import migrate
from crm_platform.security.scope import SALESPERSON
from crm_testing.databases import Databases
from crm_testing.homes import clear, clear_abandoned, new_home

SELLERS = [
    Account(f"seller.{n}", f"Seller {n}", (SALESPERSON,), team="south-1", region="south") for n in range(32)
]
_START_SECONDS = 30.0


@dataclass
class Ground:
    """The servers of one run. Kafka is started when first asked for."""

    home: Path
    postgres_url: str
    databases: Databases
    issuer: Issuer
    stack: AsyncExitStack
    _kafka: KafkaBroker | None = field(default=None)

    async def kafka(self) -> str:
        """The broker's address; its topics are there."""
        if self._kafka is None:
            self._kafka = KafkaBroker(self.home / "kafka")
            await self._kafka.start()
            self.stack.push_async_callback(self._kafka.stop)
            await ensure_topics(self._kafka.bootstrap_servers)
        return self._kafka.bootstrap_servers

    async def machines_database(self) -> str:
        """The machines service's URL of a fresh database."""
        return await self.service_database("machines", field_service)

    async def leads_database(self) -> str:
        """The leads service's URL of a fresh database."""
        return await self.service_database("leads", leads)

    async def service_database(self, schema: str, like: ModuleType) -> str:
        """The URL of the role `schema` on a fresh database with the migrations of the service `like`."""
        url = await self.databases.create()
        role = url.replace("postgres@", f"{schema}@")
        await asyncio.to_thread(migrate, url, role, schema, Path(like.__path__[0]) / "migrations")
        return role

    def token(self, account: Account) -> str:
        """A fresh access token, good for five minutes."""
        return self.issuer.access_token(account)

    @asynccontextmanager
    async def workers(
        self,
        kind: str,
        database_url: str,
        count: int,
        *,
        part: str = "serve",
        env: Mapping[str, str] | None = None,
    ) -> AsyncIterator[Sequence[int]]:
        """`count` processes of `python -m bench.worker KIND PART`, ready; gives their ports."""
        async with AsyncExitStack() as stack:
            ports = [free_port() for _ in range(count)]
            for port in ports:
                environment = {
                    "KUAICRM_DATABASE_URL": database_url,
                    "KUAICRM_ISSUER": self.issuer.url,
                    "KUAICRM_PORT": str(port),
                    # Counted for every caller, only never reached.
                    "KUAICRM_RATE_LIMIT": "1000000",
                    "KUAICRM_DOCS": "false",
                }
                await stack.enter_async_context(
                    self.process("bench.worker", kind, part, env={**environment, **(env or {})})
                )
            for port in ports:

                async def ready(port: int = port) -> bool:
                    return await accepts_connections(port)

                if not await until(ready, seconds=_START_SECONDS):
                    raise RuntimeError(f"{kind} did not start; see {self.home / 'output.log'}")
            yield ports

    @asynccontextmanager
    async def process(
        self, module: str, *arguments: str, env: Mapping[str, str], output: int | None = None
    ) -> AsyncIterator[asyncio.subprocess.Process]:
        """`python -m module …` beside us, ended with the block; its output goes to a file in the run's folder."""
        with (self.home / "output.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", module, *arguments),
                stdin=asyncio.subprocess.PIPE,
                stdout=log if output is None else output,
                stderr=log,
                env={**os.environ, **env},
            )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
                try:
                    async with asyncio.timeout(15):
                        await process.wait()
                except TimeoutError:
                    process.kill()
                    await process.wait()


@asynccontextmanager
async def standing() -> AsyncIterator[Ground]:
    """Everything a run needs, ended and deleted with the block."""
    home = new_home()
    await clear_abandoned(home.parent)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(clear, home)
        postgres = EmbeddedPostgres(home / "postgres", durable=True)
        url = await postgres.start()
        stack.push_async_callback(postgres.stop)
        bound = listening("127.0.0.1", 0)
        issuer = Issuer(f"http://127.0.0.1:{bound.getsockname()[1]}", home / "issuer")
        await stack.enter_async_context(serving(issuer.app(), bound))
        yield Ground(home, url, Databases(url), issuer, stack)
