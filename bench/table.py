"""What was measured, as a table for the terminal and for docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what, what came out, what it must reach, and whether it did (None: shown for comparison only)."""

    what: str
    measured: str
    must: str = ""
    ok: bool | None = None


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a run measures; `quick` is for a look, not for the record."""

    rounds: int
    seconds: float
    rest_seconds: float
    backlog: int
    history: int
    live: int
    imported: int
    queries: int
    restarts: int


FULL = Effort(
    rounds=3,
    seconds=3.0,
    rest_seconds=8.0,
    backlog=200_000,
    history=1_000_000,
    live=100_000,
    imported=50_000,
    queries=400,
    restarts=3,
)
QUICK = Effort(
    rounds=2,
    seconds=1.0,
    rest_seconds=2.0,
    backlog=40_000,
    history=100_000,
    live=20_000,
    imported=2_000,
    queries=100,
    restarts=1,
)


def ratio(what: str, ours: Sequence[float], theirs: Sequence[float], least: float, unit: str = "/s") -> Row:
    """A row for `ours` against `theirs`, measured in turn: the median of the ratios round by round."""
    found = median(a / b for a, b in zip(ours, theirs, strict=True))
    measured = f"{found:.2f}x ({median(ours):,.0f} : {median(theirs):,.0f} {unit})"
    return Row(what, measured, f">= {least:g}x", found >= least)


def at_least(what: str, value: float, least: float, unit: str, beside: str = "") -> Row:
    """A row that must reach `least`."""
    return Row(what, f"{value:,.0f} {unit}{beside}", f">= {least:,.0f} {unit}", value >= least)


def at_most(what: str, value: float, most: float, unit: str, beside: str = "") -> Row:
    """A row that must not exceed `most`."""
    return Row(what, f"{value:,.4g} {unit}{beside}", f"<= {most:g} {unit}", value <= most)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def markdown(rows: Sequence[Row]) -> str:
    """The rows as a table that reads well as plain text too."""
    cells = [("what", "measured", "must reach", "")]
    cells += [(r.what, r.measured, r.must, {None: "", True: "ok", False: "NOT"}[r.ok]) for r in rows]
    widths = [max(len(row[at]) for row in cells) for at in range(4)]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
