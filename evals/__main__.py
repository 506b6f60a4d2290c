"""`python -m evals`: every figure that says how good a clever part is, beside what it must reach."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path

from bench.table import Row, markdown

from evals import febrl, lead_learning, lead_lookup, lead_pairs

PAGE = Path("docs/evals.md")
SECTIONS: dict[str, Callable[[], Coroutine[None, None, list[Row]]]] = {
    "lead-pairs": lead_pairs.measure,
    "febrl": febrl.measure,
    "lead-lookup": lead_lookup.measure,
    "lead-learning": lead_learning.measure,
}
_INTRODUCTION = """# How good the clever parts are

Measured by `make evals` on data with known answers, written here by `python -m evals --write`. The data lies beside the
repository, in the folder that `KUAICRM_DATA` names (`../shared/data` when it names none).

- **lead-pairs**: the run over all leads on 11,950 Chinese and English leads with known duplicates and hard negatives. Weights are
  learned from the file without its answers; levels, keys and threshold were chosen on this file.
- **febrl**: the same method on FEBRL 3 (5,000 Australian people, up to five duplicates each) without social security number and date
  of birth; nothing was tuned on it but its comparisons.
- **lead-lookup**: candidates for one new lead among 100,000 stored ones on PostgreSQL, as registering a lead asks for them; and the
  first page of leads and of records of contacts that contain 1, 2 or 4 characters of a name, as the lists answer it.
- **lead-learning**: the learned score on a bank's calls in time order (Moro, Cortez, Rita 2014; CC BY 4.0) without `duration`, refitted
  every 500 calls on the last 20,000, beside the base rate and a model that is fitted once, on each fifth but the first. The terms were chosen on this file, which ends in the quiet years: in most of it the fields tell
  next to nothing. The bar is for the calls after it, and is judged when another file is given.
"""


def main() -> int:
    """Measure what is asked. Exit status 1 when a figure misses what it must reach."""
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=list(SECTIONS), help="measure only this, repeatable"
    )
    parser.add_argument("--write", action="store_true", help=f"keep the whole table in {PAGE}")
    asked = parser.parse_args()
    if asked.write and asked.only:
        parser.error("--write keeps whole measurements only: without --only")
    rows: list[Row] = []
    for name in asked.only or SECTIONS:
        began = time.monotonic()
        rows += asyncio.run(SECTIONS[name]())
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    table = markdown(rows)
    print(table)
    if asked.write:
        PAGE.write_text(f"{_INTRODUCTION}\n{table}\n")
    return 1 if any(row.ok is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
