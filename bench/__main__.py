"""`python -m bench [--quick] [--only NAME …] [--write]`: measure, print the table, keep it in docs/benchmarks.md."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil

from bench import commands, figures, footprint, importing, machine, relaying, scoring
from bench.ground import Ground, standing
from bench.table import FULL, QUICK, Effort, Row, markdown
from crm_platform.observability.logging import configure_logging

SECTIONS: dict[str, Callable[[Ground, Effort], Awaitable[list[Row]]]] = {
    # First, while the topics are empty: a service that reads a backlog is not idle.
    "footprint": footprint.measure,
    "commands": commands.measure,
    "latency": relaying.latency,
    "relay": relaying.throughput,
    "funnel": figures.measure,
    "import": importing.measure,
    "scoring": scoring.measure,
}


_BUSY = 15.0  # percent; above, figures say more about the others
PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
_INTRODUCTION = """\
# Benchmarks

What `make bench` measured on one machine, side by side in one run. Read the ratios: absolute figures differ by a third
from day to day, and by more from machine to machine. Contenders take turns, round by round, and the median counts.
PostgreSQL waits for the disk at every commit and Kafka acknowledges every batch; load comes over 32 kept-alive
connections from a process that shares the cores.

The bare handler is a FastAPI route that inserts one row: no token, no key, no event, no validation beyond a name. The
stock library is `eventsourcing` as its documentation shows it, behind FastAPI's thread pool.
"""


async def _measure(names: list[str], effort: Effort) -> tuple[list[Row], list[str]]:
    """The rows, and what they were measured on."""
    rows: list[Row] = []
    async with standing() as ground:
        for name in names:
            began = time.monotonic()
            others = psutil.cpu_percent(interval=1.0)
            if others > _BUSY:
                print(f"{name}: {others:.0f} % of the processors are taken by others", file=sys.stderr)
            rows += await SECTIONS[name](ground, effort)
            print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
        return rows, await machine.describe(ground)


def main() -> int:
    """Measure what is asked. Exit status 1 when a figure misses what it must reach."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look within two minutes; not for the record")
    parser.add_argument(
        "--only", action="append", choices=list(SECTIONS), help="measure only this, repeatable"
    )
    parser.add_argument("--write", action="store_true", help="keep the whole table in docs/benchmarks.md")
    asked = parser.parse_args()
    if asked.write and (asked.quick or asked.only):
        parser.error("--write keeps whole measurements only: without --quick and --only")
    configure_logging("bench", "WARNING")
    rows, measured_on = asyncio.run(_measure(asked.only or list(SECTIONS), QUICK if asked.quick else FULL))
    table = markdown(rows)
    print("\n".join([table, "", *measured_on]))
    if asked.write:
        lines = "\n".join(f"- {line}" for line in measured_on)
        PAGE.write_text(f"{_INTRODUCTION}\n{table}\n\n## The machine\n\n{lines}\n")
    return 1 if any(row.ok is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
