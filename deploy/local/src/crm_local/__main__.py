"""`python -m crm_local run|reset|demo|openapi|web`: KuaiCRM on one machine."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

HOME = Path(".local/run")


def main() -> int:
    """Do as the arguments say; the exit code tells whether it could be done."""
    asked = _parser().parse_args()
    # A start is as quick as its imports: each command loads only what it needs.
    code: int = getattr(import_module(f"crm_local.{asked.module}"), asked.command)(asked)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crm_local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    run = commands.add_parser("run", help="everything on this machine, until Ctrl-C")
    run.set_defaults(module="run")
    run.add_argument("--home", type=Path, default=HOME, help="folder of all that it keeps (%(default)s)")
    run.add_argument("--port", type=int, default=8000, help="of the product (%(default)s)")
    run.add_argument("--peers-port", type=int, default=8090, help="of the systems around it (%(default)s)")
    run.add_argument("--postgres-port", type=int, default=8432, help="of PostgreSQL (%(default)s)")
    run.add_argument("--kafka-port", type=int, default=8092, help="of the broker (%(default)s)")
    run.add_argument("--kafka", action="store_true", help="a real Apache Kafka; needs Java, and Maven once")
    run.add_argument("--no-demo", action="store_true", help="start empty: do not play the demo")

    reset = commands.add_parser("reset", help="forget everything that `run` kept")
    reset.set_defaults(module="run")
    reset.add_argument("--home", type=Path, default=HOME)

    demo = commands.add_parser(
        "demo", help="play the demo on a running installation; goes on where it stopped"
    )
    demo.set_defaults(module="demo.play")
    demo.add_argument("--url", default="http://127.0.0.1:8000")

    openapi = commands.add_parser("openapi", help="write the OpenAPI document of every service")
    openapi.set_defaults(module="documents")
    openapi.add_argument("folder", type=Path)
    openapi.add_argument("--check", action="store_true", help="write nothing; fail when one is not current")

    web = commands.add_parser("web", help="build the web app, or run a script of its package")
    web.set_defaults(module="webapp", command="web")
    web.add_argument("script", nargs="?", help="of web/package.json; without one: build what is not built")
    web.add_argument("--folder", type=Path, default=Path("web"), help="its sources (%(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
