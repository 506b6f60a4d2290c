"""`python -m bench [--quick] [--only NAME …] [--write]`: measure, print the table, keep it in docs/benchmarks.md."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable

from bench import commands, relaying
from bench.ground import Ground, standing
from bench.table import FULL, QUICK, Effort, Row, markdown

SECTIONS: dict[str, Callable[[Ground, Effort], Awaitable[list[Row]]]] = {
    "commands": commands.measure,
    "latency": relaying.latency,
    "relay": relaying.throughput,
}


async def _measure(names: list[str], effort: Effort) -> list[Row]:
    rows: list[Row] = []
    async with standing() as ground:
        for name in names:
            began = time.monotonic()
            rows += await SECTIONS[name](ground, effort)
            print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    return rows


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
    rows = asyncio.run(_measure(asked.only or list(SECTIONS), QUICK if asked.quick else FULL))
    print(markdown(rows))
    return 1 if any(row.ok is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
