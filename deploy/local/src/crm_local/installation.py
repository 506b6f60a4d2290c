"""One installation on one machine: PostgreSQL, broker, sign-in, all six services, the peers around them, one port.

Everything it keeps lives in one folder; the broker's topics live in memory and are filled again from the logs at
every start.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import analytics.bootstrap
import field_service.bootstrap
import integration_gateway.bootstrap
import leads.bootstrap
import opportunities.bootstrap
import orders.bootstrap
import psycopg
import uvicorn
from crm_platform.persistence.migrating import migrate
from crm_platform.runtime import Service
from crm_platform.settings import ServiceSettings
from psycopg import sql

from crm_local.broker import Broker, ensure_topics
from crm_local.embedded_broker import EmbeddedBroker
from crm_local.front import Front
from crm_local.gateway import gateway_settings
from crm_local.issuer import Issuer
from crm_local.kafka import KafkaBroker
from crm_local.peers.app import Peers
from crm_local.peers.serving import EmbeddedServer, running_peers
from crm_local.peers.settings import PeersSettings, load_or_create_secrets
from crm_local.postgres import EmbeddedPostgres

DATABASE = "kuaicrm"
BUILDERS: dict[str, Callable[..., Service]] = {
    "leads": leads.bootstrap.build,
    "opportunities": opportunities.bootstrap.build,
    "orders": orders.bootstrap.build,
    "field-service": field_service.bootstrap.build,
    "analytics": analytics.bootstrap.build,
    "integration-gateway": integration_gateway.bootstrap.build,
}


@dataclass(frozen=True, slots=True)
class Running:
    """What runs where."""

    url: str
    database_url: str
    bootstrap_servers: str
    peers_url: str
    issuer: Issuer
    peers: Peers
    services: dict[str, Service]


def role_url(admin_url: str, service: str, database: str = DATABASE) -> str:
    """The URL by which a service's own role connects."""
    parts = urlsplit(admin_url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{service.replace('-', '_')}@{host}", path=f"/{database}"))


async def prepare_database(admin_url: str, services: dict[str, Service]) -> None:
    """Make the database where it is missing, and bring every service's schema up to date."""
    async with await psycopg.AsyncConnection.connect(admin_url, autocommit=True) as connection:
        found = await connection.execute("SELECT FROM pg_database WHERE datname = %s", (DATABASE,))
        if await found.fetchone() is None:
            await connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    url = urlunsplit(urlsplit(admin_url)._replace(path=f"/{DATABASE}"))
    for service in services.values():
        await asyncio.to_thread(migrate, url, service.settings.database_url, service.package, service.migrations)


@asynccontextmanager
async def running(
    home: Path, *, port: int = 8000, real_kafka: bool = False, auto: bool = True, peers_port: int = 0
) -> AsyncIterator[Running]:
    """Run everything until the block ends. `auto` lets the peers answer by themselves (produce, invoice)."""
    home.mkdir(parents=True, exist_ok=True, mode=0o755)
    url = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as stack:
        postgres = EmbeddedPostgres(home / "postgres")
        broker: Broker = KafkaBroker(home / "kafka") if real_kafka else EmbeddedBroker(home / "broker")
        admin_url, servers = await asyncio.gather(postgres.start(), broker.start())
        stack.push_async_callback(postgres.stop)
        stack.push_async_callback(broker.stop)
        await ensure_topics(servers)
        issuer = Issuer(f"{url}/auth", home / "issuer")
        secrets = load_or_create_secrets(home / "peer-secrets.json")
        peers, peers_url = await stack.enter_async_context(
            running_peers(
                PeersSettings(secrets=secrets, state_dir=home / "peers", auto=auto, step_seconds=1.0), port=peers_port
            )
        )
        services = {
            name: build(
                gateway_settings(peers_url, secrets, **_shared(url, admin_url, name, servers, real_kafka))
                if name == "integration-gateway"
                else ServiceSettings(**_shared(url, admin_url, name, servers, real_kafka))
            )
            for name, build in BUILDERS.items()
        }
        await prepare_database(admin_url, services)
        for service in services.values():
            await stack.enter_async_context(service.running())
        front = Front(services, issuer)
        await stack.enter_async_context(_serving(front, port))
        peers.point_to(url)
        yield Running(url, admin_url, servers, peers_url, issuer, peers, services)


def _shared(url: str, admin_url: str, name: str, servers: str, real_kafka: bool) -> dict[str, object]:
    return {
        "database_url": role_url(admin_url, name),
        "bootstrap_servers": servers,
        "idempotent_producer": real_kafka,
        "issuer": f"{url}/auth",
        "rate_limit": 0,
    }


@asynccontextmanager
async def _serving(app: Front, port: int) -> AsyncIterator[None]:
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
    )
    server = EmbeddedServer(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        if serving.done():
            await serving
            raise RuntimeError(f"port {port} is taken")
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await serving


async def forget(home: Path) -> None:
    """End what an earlier run left behind, and delete everything it kept."""
    await EmbeddedPostgres(home / "postgres").end_leftover()
    await EmbeddedBroker(home / "broker").end_leftover()
    await KafkaBroker(home / "kafka").end_leftover()
    shutil.rmtree(home, ignore_errors=True)
