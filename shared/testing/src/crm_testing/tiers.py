"""`python -m crm_testing.tiers`: what `make test` does. Runs every tier, says how each went and what it cost, and ends with
all that failed.

Tiers of one phase run side by side; a phase is as many as the processors of a small machine bear. What a tier prints
goes into a file, whose end is shown when it failed.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

PHASES = (("check", "web-test", "apart"), ("service",), ("together",))
_FOLDER = Path(".local/tests")
_SHOWN = 60  # lines of a tier that fails without telling where
# Where pytest and vitest begin to tell what failed.
_FAULTS = re.compile(r"^(=+ (ERRORS|FAILURES) =+|⎯+ Failed .*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Ran:
    """One tier that ended: seconds that passed, seconds of processors that it and its servers took."""

    tier: str
    code: int
    seconds: float
    processors: float
    output: Path

    def __str__(self) -> str:
        how = "passed" if self.code == 0 else f"FAILED ({self.code})"
        tests = re.findall(r"(\d+ passed[^\n]*?) in [\d.]+s", self.output.read_text(errors="replace"))
        told = f", {tests[-1]}" if tests else ""
        return f"{self.tier:9} {how} in {self.seconds:.0f} s, {self.processors:.0f} s of processors{told}"

    def faults(self) -> str:
        """What it printed about its failures; the end of its output when nothing says where they begin."""
        text = self.output.read_text(errors="replace")
        found = _FAULTS.search(text)
        return text[found.start() :] if found else "\n".join(text.splitlines()[-_SHOWN:]) + "\n"


def run(tier: str, command: Sequence[str], folder: Path = _FOLDER) -> Ran:
    """Run one tier to its end, its output in `<folder>/<tier>.log`."""
    folder.mkdir(parents=True, exist_ok=True)
    output, began = folder / f"{tier}.log", time.monotonic()
    with output.open("wb") as log:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        # Not `wait`, which does not tell what the process and its children took.
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    taken = used.ru_utime + used.ru_stime
    return Ran(tier, child.returncode, time.monotonic() - began, taken, output)


def run_all(phases: Iterable[Sequence[str]], make: Sequence[str], folder: Path = _FOLDER) -> list[Ran]:
    """Run the phases one after the other, each whatever became of those before; tell of every tier when it ends."""
    ended: list[Ran] = []
    for phase in phases:
        with ThreadPoolExecutor(len(phase)) as side_by_side:
            print(f"running {', '.join(phase)} ...", flush=True)
            for done in side_by_side.map(lambda tier: run(tier, [*make, tier], folder), phase):
                print(done, flush=True)
                ended.append(done)
    return ended


def main() -> int:
    """Exit code 1 when a tier failed."""
    began = time.monotonic()
    ended = run_all(PHASES, ["make", "--no-print-directory", *sys.argv[1:]])
    failed = [tier for tier in ended if tier.code]
    for tier in failed:
        print(f"\n######## {tier}; all of it: {tier.output}\n\n{tier.faults()}", flush=True)
    last = f"failed: {', '.join(tier.tier for tier in failed)}" if failed else "all passed"
    print(f"\n{last}, in {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
