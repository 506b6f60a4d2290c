"""The command line of every service: run all of it or one of its parts, rebuild a view, migrate, print the OpenAPI."""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, cast

from starlette.types import ASGIApp

from crm_platform.http.server import server
from crm_platform.observability.logging import configure_logging
from crm_platform.observability.metrics_page import metrics_app
from crm_platform.observability.tracing import configure_tracing
from crm_platform.runtime import PARTS, Part, Service, spare_collector
from crm_platform.settings import ServiceSettings

ADMIN_URL = "KUAICRM_ADMIN_URL"
_GRACE = 8  # seconds that requests in flight have after SIGTERM


def main(
    settings: Callable[[], ServiceSettings],
    build: Callable[..., Service],
    arguments: Sequence[str] | None = None,
) -> None:
    """`python -m <service> serve|relay|project|consume|schedule|all|rebuild|migrate|openapi`."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("all", help="the HTTP interface and every other part in one process")
    for part in sorted(PARTS):
        commands.add_parser(part, help=f"only the part `{part}`; several may run beside each other")
    rebuild = commands.add_parser("rebuild", help="build a view anew from the log")
    rebuild.add_argument("view")
    migration = commands.add_parser("migrate", help="bring the schema up to date")
    migration.add_argument(
        "--admin-url",
        default=os.environ.get(ADMIN_URL),
        required=ADMIN_URL not in os.environ,
        help=f"a role that may create schemas and roles; default: {ADMIN_URL}, which no list of processes shows",
    )
    commands.add_parser("openapi", help="print the OpenAPI document")
    asked = parser.parse_args(arguments)

    service = build(settings())
    if asked.command == "openapi":
        json.dump(service.app().openapi(), sys.stdout, ensure_ascii=False, indent=2, sort_keys=True)
        return
    configure_logging(service.name, service.settings.log_level)
    configure_tracing(service.name, service.settings.otlp_endpoint)
    if asked.command == "migrate":
        # Alembic takes 10 MB of memory that a service does not need.
        from crm_platform.persistence.migrating import migrate  # noqa: PLC0415

        migrate(asked.admin_url, service.settings.database_url, service.package, service.migrations)
    elif asked.command == "rebuild":
        asyncio.run(_rebuild(service, asked.view))
    else:
        parts = PARTS if asked.command == "all" else frozenset({cast("Part", asked.command)})
        asyncio.run(_run(service, parts))


async def _run(service: Service, parts: frozenset[Part]) -> None:
    app = service.app() if "serve" in parts else None
    await run_until_stopped(service.running(parts), service.settings, app)


async def run_until_stopped(
    running: AbstractAsyncContextManager[None], settings: ServiceSettings, app: ASGIApp | None, **options: Any
) -> None:
    """Serve `app`, if any, and metrics while `running`, until SIGTERM or SIGINT; answer what is in flight, then end.

    `options` are those of the server of `app`.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    servers = []
    if app is not None:
        servers.append(server(app, settings.host, settings.port, timeout_graceful_shutdown=_GRACE, **options))
    if settings.metrics_port is not None:
        servers.append(server(metrics_app, settings.host, settings.metrics_port, lifespan="off"))
    async with running:
        serving = [asyncio.create_task(one.serve()) for one in servers]
        spare_collector()
        await stop.wait()
        for one in servers:
            one.should_exit = True
        await asyncio.gather(*serving)


async def _rebuild(service: Service, name: str) -> None:
    view = next(view for view in service.projector.views if view.name == name)
    await service.database.open()
    try:
        await service.projector.rebuild(view)
    finally:
        await service.database.close()
