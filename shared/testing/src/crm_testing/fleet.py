"""The services as processes of their own, on a durable PostgreSQL and a real Kafka, each of which can be killed."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import uvicorn
from pydantic import BaseModel, SecretStr

from crm_local.assembly import build, prepare_database
from crm_local.broker import ensure_topics
from crm_local.gateway import gateway_settings
from crm_local.issuer import Issuer
from crm_local.kafka import KafkaBroker
from crm_local.peers.app import Peers
from crm_local.peers.serving import EmbeddedServer, running_peers
from crm_local.peers.settings import PeersSettings, load_or_create_secrets
from crm_local.postgres import EmbeddedPostgres
from crm_local.processes import ServerProcess, free_port
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

    def start(self, service: str) -> None:
        """Start a service with all its parts in one process."""
        command = [sys.executable, "-m", service.replace("-", "_"), "all"]
        self._processes[service] = ServerProcess.spawn(
            command, cwd=self._home, log=self._home / f"{service}.log", env=self._environments[service]
        )

    async def kill(self, service: str) -> None:
        """SIGKILL a service in the middle of whatever it does."""
        await self._processes.pop(service).kill()

    def pause(self, service: str) -> None:
        """Freeze a service."""
        self._processes[service].pause()

    def resume(self, service: str) -> None:
        """Let a frozen service go on."""
        self._processes[service].resume()

    async def terminate(self, service: str, *, seconds: float) -> None:
        """SIGTERM a service, which must end by itself within so many seconds."""
        process = self._processes.pop(service)
        await process.end(signal.SIGTERM, seconds=seconds)

    async def health(self, service: str, kind: str = "ready") -> int:
        """The status of a health check, 0 when nobody answers."""
        try:
            async with httpx.AsyncClient(timeout=5) as client:
                base = self.url(service).partition("/api/")[0]
                return (await client.get(f"{base}/health/{kind}")).status_code
        except httpx.HTTPError:
            return 0

    async def ready(self, *services: str) -> None:
        """Return when each of the services answers that it is ready."""
        for service in services:

            async def answers(service: str = service) -> bool:
                return await self.health(service) == 200

            await eventually(answers, timeout=60)

    async def stop(self) -> None:
        """Kill whatever still runs."""
        for service in list(self._processes):
            await self.kill(service)


@asynccontextmanager
async def fleet(home: Path) -> AsyncIterator[Fleet]:
    """Servers, sign-in and peers are up and the schemas are made; no service runs yet."""
    home.mkdir(parents=True, exist_ok=True)
    postgres, kafka = EmbeddedPostgres(home / "postgres"), KafkaBroker(home / "kafka")
    async with AsyncExitStack() as stack:
        admin_url, servers = await asyncio.gather(postgres.start(), kafka.start())
        stack.push_async_callback(postgres.stop)
        stack.push_async_callback(kafka.stop)
        issuer_port = free_port()
        issuer = Issuer(f"http://127.0.0.1:{issuer_port}/auth", home / "issuer")
        await stack.enter_async_context(_serving(issuer.app(), issuer_port))
        secrets = load_or_create_secrets(home / "secrets.json")
        ports = {service: free_port() for service in SERVICES}
        around = PeersSettings(secrets=secrets, auto=True, step_seconds=0.2)
        peers, peers_url = await stack.enter_async_context(running_peers(around))
        shared = {"bootstrap_servers": servers, "issuer": issuer.url, "rate_limit": 0}
        services = build(admin_url, shared, peers_url, secrets)
        await prepare_database(admin_url, services)
        await ensure_topics(servers)
        environments = {name: _environment(service, ports[name]) for name, service in services.items()}
        gateway = gateway_settings(peers_url, secrets, **shared)
        environments["integration-gateway"] |= _variables(
            "INTEGRATION_GATEWAY_", gateway, services["leads"].settings
        )
        peers.point_to(f"http://127.0.0.1:{ports['integration-gateway']}")
        made = Fleet(home, postgres, kafka, issuer, services, environments, peers)
        stack.push_async_callback(made.stop)
        yield made


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


@asynccontextmanager
async def _serving(app: object, port: int) -> AsyncIterator[None]:
    config = uvicorn.Config(app, port=port, log_config=None, access_log=False, lifespan="off")  # type: ignore[arg-type]
    server = EmbeddedServer(config)
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    try:
        yield
    finally:
        server.should_exit = True
        await serving
