"""What stands on the servers of an installation: the services on their schemas, the sign-in, the peers, one HTTP port."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

import analytics.bootstrap
import field_service.bootstrap
import integration_gateway.bootstrap
import leads.bootstrap
import opportunities.bootstrap
import orders.bootstrap
from crm_local.broker import ensure_topics
from crm_local.front import Front
from crm_local.gateway import gateway_settings
from crm_local.issuer import Issuer
from crm_local.peers.app import Peers
from crm_local.peers.serving import running_peers
from crm_local.peers.settings import PeerSecrets, PeersSettings, load_or_create_secrets
from crm_local.processes import StartFailed, until
from crm_origin.origin import MIGRATIONS, NAME
from crm_origin.settings import OriginSettings
from crm_platform.http.server import listening, serving
from crm_platform.persistence.migrating import migrate
from crm_platform.runtime import Service, spare_collector
from crm_platform.settings import ServiceSettings

DATABASE = "kuaicrm"
ANALYST = "sun_hao"
"""The database role of the demo's analyst, who reads the documented views."""

WEB = "kuaicrm-web"
"""How the issuer knows the web app."""

READY_SECONDS = 30.0
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

    @property
    def analyst_url(self) -> str:
        """The URL by which the demo's analyst reads the documented views."""
        return role_url(self.database_url, ANALYST)


@asynccontextmanager
async def assembled(
    home: Path,
    *,
    admin_url: str,
    bootstrap_servers: str,
    real_kafka: bool,
    port: int,
    peers_port: int,
    auto: bool,
) -> AsyncIterator[Running]:
    """Run all of it on a PostgreSQL server and a broker that answer, until the block ends. Raises StartFailed."""
    bound = _bound(port)
    url = f"http://127.0.0.1:{bound.getsockname()[1]}"
    issuer = Issuer(f"{url}/auth", home / "issuer", redirects={WEB: f"{url}/session/callback"})
    secrets = load_or_create_secrets(home / "peer-secrets.json")
    around = PeersSettings(secrets=secrets, state_dir=home / "peers", auto=auto, step_seconds=1.0)
    async with AsyncExitStack() as stack:
        stack.callback(bound.close)
        peers, peers_url = await stack.enter_async_context(running_peers(around, port=peers_port))
        shared: dict[str, Any] = {
            "bootstrap_servers": bootstrap_servers,
            "kafka_security_protocol": "PLAINTEXT",
            "idempotent_producer": real_kafka,
            "issuer": issuer.url,
            "rate_limit": 0,
        }
        services = build(admin_url, shared, peers_url, secrets, smtp_port=peers.smtp.port, web_url=url)
        web = OriginSettings(**shared, database_url=role_url(admin_url, NAME), url=url, client_id=WEB)
        await asyncio.gather(prepare_database(admin_url, services), ensure_topics(bootstrap_servers))
        for service in services.values():
            await stack.enter_async_context(service.running())
        front = Front(services, issuer, web, peers_url=peers_url)
        await stack.enter_async_context(front.origin.running())
        await stack.enter_async_context(serving(front, bound, timeout_graceful_shutdown=2))
        if not await until(front.ready, seconds=READY_SECONDS):
            raise StartFailed(f"not ready within {READY_SECONDS:.0f} s: {await front.checks()}")
        peers.point_to(url)
        spare_collector()
        yield Running(url, admin_url, bootstrap_servers, peers_url, issuer, peers, services)


def build(
    admin_url: str,
    shared: Mapping[str, Any],
    peers_url: str,
    secrets: Mapping[str, PeerSecrets],
    **gateway: Any,
) -> dict[str, Service]:
    """Every service with its settings; nothing is connected yet. `gateway` is what only the gateway is told."""
    services = {}
    for name, builder in BUILDERS.items():
        own = {**shared, "database_url": role_url(admin_url, name)}
        services[name] = builder(
            gateway_settings(peers_url, secrets, **gateway, **own)
            if name == "integration-gateway"
            else ServiceSettings(**own)
        )
    return services


def role_url(admin_url: str, role: str, database: str = DATABASE) -> str:
    """The URL by which a service's own role, or an analyst, connects."""
    parts = urlsplit(admin_url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role.replace('-', '_')}@{host}", path=f"/{database}"))


async def prepare_database(admin_url: str, services: Mapping[str, Service]) -> None:
    """Make the database where it is missing, bring every service's schema up to date, and let the analyst in."""
    async with await psycopg.AsyncConnection.connect(admin_url, autocommit=True) as connection:
        found = await connection.execute("SELECT FROM pg_database WHERE datname = %s", (DATABASE,))
        if await found.fetchone() is None:
            await connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    url = urlunsplit(urlsplit(admin_url)._replace(path=f"/{DATABASE}"))

    def migrate_all() -> None:
        # One after the other: Alembic keeps the migration that runs in a global.
        for service in services.values():
            migrate(url, service.settings.database_url, service.package, service.migrations)
        migrate(url, role_url(admin_url, NAME), NAME, MIGRATIONS)

    await asyncio.to_thread(migrate_all)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        role = sql.Identifier(ANALYST)
        found = await connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (ANALYST,))
        if await found.fetchone() is None:
            await connection.execute(sql.SQL("CREATE ROLE {} LOGIN IN ROLE analyst").format(role))
            await connection.execute(sql.SQL("ALTER ROLE {} SET search_path TO analytics").format(role))


def _bound(port: int) -> socket.socket:
    try:
        return listening("127.0.0.1", port)
    except OSError:
        raise StartFailed(f"port {port} of 127.0.0.1 is taken by another process") from None
