"""The services as processes of their own, on a durable PostgreSQL and a real Kafka, each of which can be killed.

A process is named by its service (all parts in one), or by service and part, such as `leads.relay`.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from pydantic import BaseModel, SecretStr

from crm_local.assembly import build, prepare_database
from crm_local.broker import ensure_topics
from crm_local.gateway import gateway_settings
from crm_local.issuer import Issuer
from crm_local.kafka import KafkaBroker
from crm_local.peers.app import Peers
from crm_local.peers.serving import running_peers
from crm_local.peers.settings import PeersSettings, load_or_create_secrets
from crm_local.postgres import EmbeddedPostgres
from crm_local.processes import ServerProcess, free_port
from crm_platform.http.server import listening, serving
from crm_platform.runtime import Service
from crm_testing.waiting import eventually

SERVICES = ("leads", "opportunities", "orders", "field-service", "analytics", "integration-gateway")


class Fleet:
    """Every process by name. `services` are built here only to know their settings; they run elsewhere."""

    def __init__(
        self,
        home: Path,
        postgres: EmbeddedPostgres,
        kafka: KafkaBroker,
        issuer: Issuer,
        services: Mapping[str, Service],
        environments: Mapping[str, dict[str, str]],
        peers: Peers,
    ) -> None:
        self.postgres = postgres
        self.kafka = kafka
        self.issuer = issuer
        self.services = services
        self.peers = peers
        self._home = home
        self._environments = environments
        self._processes: dict[str, ServerProcess] = {}

    def url(self, service: str) -> str:
        """Where a service answers."""
        return f"http://127.0.0.1:{self._environments[service]['KUAICRM_PORT']}/api/{service}/v1"

    async def start_postgres(self) -> None:
        """Start the database server and bring every schema up to date."""
        await prepare_database(await self.postgres.start(), self.services)

    async def start_kafka(self) -> None:
        """Start the broker and make the topics."""
        await ensure_topics(await self.kafka.start())

    def start(self, *names: str, bug: str | None = None) -> None:
        """Start processes, with a bug of `crm_testing.sabotage` when one is named."""
        for name in names:
            service, _, part = name.partition(".")
            planted = ["crm_testing.sabotage", bug, "-m"] if bug else []
            command = [sys.executable, "-m", *planted, service.replace("-", "_"), part or "all"]
            self._processes[name] = ServerProcess.spawn(
                command, cwd=self._home, log=self._home / f"{name}.log", env=self._environments[service]
            )

    @property
    def names(self) -> list[str]:
        """The processes that were started and not ended by us."""
        return list(self._processes)

    @property
    def dead(self) -> list[str]:
        """Those of them that ended by themselves."""
        return [name for name, process in self._processes.items() if not process.alive]

    async def kill(self, name: str) -> None:
        """SIGKILL a process in the middle of whatever it does."""
        await self._processes.pop(name).kill()

    def pause(self, name: str) -> None:
        """Freeze a process."""
        self._processes[name].pause()

    def resume(self, name: str) -> None:
        """Let a frozen process go on."""
        self._processes[name].resume()

    async def terminate(self, *names: str, seconds: float) -> None:
        """SIGTERM processes. Raises AssertionError when one does not end by itself within so many seconds."""
        ending = [(name, self._processes[name]) for name in names]
        for _, process in ending:
            os.kill(process.pid, signal.SIGTERM)
        for name, process in ending:
            await eventually(partial(_has_ended, process), timeout=seconds)
            del self._processes[name]

    async def health(self, service: str, kind: str = "ready") -> int:
        """The status of a health check, 0 when nobody answers."""
        try:
            async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
                base = self.url(service).partition("/api/")[0]
                return (await client.get(f"{base}/health/{kind}")).status_code
        except httpx.HTTPError:
            return 0

    async def ready(self, *names: str, seconds: float = 60) -> None:
        """Return when each of the processes that serve answers that it is ready."""
        for name in names:
            service, _, part = name.partition(".")
            if part in ("", "serve"):
                await eventually(partial(self._is_ready, service), timeout=seconds)

    async def _is_ready(self, service: str) -> bool:
        return await self.health(service) == 200

    async def stop(self) -> None:
        """Kill whatever still runs."""
        for service in list(self._processes):
            await self.kill(service)


@asynccontextmanager
async def fleet(home: Path, *, servers: bool = True) -> AsyncIterator[Fleet]:
    """Sign-in and peers are up, with `servers` also database and broker, and the schemas are made; no service runs yet."""
    home.mkdir(parents=True, exist_ok=True)
    postgres = EmbeddedPostgres(home / "postgres", port=free_port())
    kafka = KafkaBroker(home / "kafka", port=free_port())
    async with AsyncExitStack() as stack:
        stack.push_async_callback(postgres.stop)
        stack.push_async_callback(kafka.stop)
        issuer_port = free_port()
        issuer = Issuer(f"http://127.0.0.1:{issuer_port}/auth", home / "issuer")
        await stack.enter_async_context(serving(issuer.app(), listening("127.0.0.1", issuer_port)))
        secrets = load_or_create_secrets(home / "secrets.json")
        ports = {service: free_port() for service in SERVICES}
        around = PeersSettings(secrets=secrets, auto=True, step_seconds=0.2)
        peers, peers_url = await stack.enter_async_context(running_peers(around))
        shared: dict[str, Any] = {
            "bootstrap_servers": kafka.bootstrap_servers,
            "issuer": issuer.url,
            "rate_limit": 0,
        }
        services = build(postgres.url, shared, peers_url, secrets)
        environments = {name: _environment(service, ports[name]) for name, service in services.items()}
        gateway = gateway_settings(peers_url, secrets, smtp_port=peers.smtp.port, **shared)
        environments["integration-gateway"] |= _variables(
            "INTEGRATION_GATEWAY_", gateway, services["leads"].settings
        )
        peers.point_to(f"http://127.0.0.1:{ports['integration-gateway']}")
        made = Fleet(home, postgres, kafka, issuer, services, environments, peers)
        stack.push_async_callback(made.stop)
        if servers:
            await asyncio.gather(made.start_postgres(), made.start_kafka())
        yield made


async def _has_ended(process: ServerProcess) -> bool:
    return not process.alive


def _environment(service: Service, port: int) -> dict[str, str]:
    settings = service.settings
    return {
        "KUAICRM_DATABASE_URL": settings.database_url,
        "KUAICRM_BOOTSTRAP_SERVERS": settings.bootstrap_servers,
        "KUAICRM_ISSUER": settings.issuer,
        "KUAICRM_RATE_LIMIT": "0",
        "KUAICRM_PORT": str(port),
        "KUAICRM_LOG_LEVEL": "WARNING",
    }


def _variables(prefix: str, settings: BaseModel, known: BaseModel) -> dict[str, str]:
    """The settings that only this service has, as environment variables."""
    own = set(type(settings).model_fields) - set(type(known).model_fields)

    def plain(value: object) -> object:
        if isinstance(value, SecretStr):
            return value.get_secret_value()
        if isinstance(value, BaseModel):
            return {name: plain(inner) for name, inner in value}
        if isinstance(value, Mapping):
            return {str(name): plain(inner) for name, inner in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [plain(inner) for inner in value]
        return value

    return {
        f"{prefix}{name.upper()}": json.dumps(plain(getattr(settings, name)), default=str)
        for name in own
        if name in settings.model_fields_set
    }
