"""`python -m crm_origin serve|migrate|openapi`: the web origin on its own, in front of services that run elsewhere."""

import argparse
import asyncio
import json
import os
import sys

from crm_origin.origin import MIGRATIONS, NAME, Origin
from crm_origin.settings import OriginSettings
from crm_platform.cli import ADMIN_URL, run_until_stopped
from crm_platform.observability.logging import configure_logging
from crm_platform.observability.tracing import configure_tracing


def main() -> None:
    """Do as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m crm_origin", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="answer browsers until SIGTERM")
    migration = commands.add_parser("migrate", help="bring the schema up to date")
    migration.add_argument(
        "--admin-url", default=os.environ.get(ADMIN_URL), required=ADMIN_URL not in os.environ
    )
    commands.add_parser("openapi", help="print the OpenAPI document")
    asked = parser.parse_args()
    settings = OriginSettings()
    if asked.command == "openapi":
        document = Origin(settings).app.openapi()
        json.dump(document, sys.stdout, ensure_ascii=False, indent=2, sort_keys=True)
        return
    configure_logging(NAME, settings.log_level)
    configure_tracing(NAME, settings.otlp_endpoint)
    if asked.command == "migrate":
        from crm_platform.persistence.migrating import migrate  # noqa: PLC0415  as in crm_platform.cli

        migrate(asked.admin_url, settings.database_url, NAME, MIGRATIONS)
    else:
        asyncio.run(_serve(settings))


async def _serve(settings: OriginSettings) -> None:
    origin = Origin(settings)
    await run_until_stopped(origin.running(), settings, origin, lifespan="off")


if __name__ == "__main__":
    main()
