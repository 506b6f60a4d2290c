"""The learned score on calls of a bank in time order, refitted every 500, beside the base rate and a model that is never refitted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bench.table import Row

from evals.data import rows
from leads.domain.learned_model import WINDOW
from leads.domain.learning import Example, fit
from leads.domain.measuring import Forecast, Measured, walk
from leads.domain.measuring import measure as measured
from leads.domain.scorecard import SCALE, Known, Scorecard, probability

_OPEN = 28_831
"""The calls that come with the project: the terms of learning were chosen on them, so only later ones decide."""

_EVERY = 500
_DELAY = 1_000
_START = datetime(2008, 5, 1, tzinfo=UTC)
_NUMBERS = {
    "age", "campaign", "pdays", "previous", "emp.var.rate", "cons.price.idx", "cons.conf.idx", "euribor3m", "nr.employed",
}  # fmt: skip
_WORDS = {
    "job", "marital", "education", "default", "housing", "loan", "contact", "month", "day_of_week", "poutcome",
}  # fmt: skip
FIELDS = sorted(_NUMBERS | _WORDS)
"""All but `duration`, which is known only after the call."""

_UNKNOWN = {("pdays", "999")} | {(field, "unknown") for field in _WORDS}


Walked = tuple[Example, Forecast]


async def measure() -> list[Row]:
    """AUC, Brier score and calibration on each fifth of the calls but the first, learned by what was known before each 500."""
    calls = examples()
    fifth = len(calls) // 5
    walked = list(walk(calls, fitted, first=fifth, every=_EVERY, window=WINDOW))
    ends = [*range(fifth, 4 * fifth, fifth), len(calls) - fifth, len(calls)]
    rows = []
    for number, (begin, end) in enumerate(pairwise(ends), start=2):
        rows += _rows(f"calls, fifth {number}", walked[begin - fifth : end - fifth], calls[:begin])
    late = walk(examples(delay=_DELAY), fitted, first=len(calls) - fifth, every=_EVERY, window=WINDOW)
    last, skill = f"calls, last {fifth:,}", measured(walked[-fifth:])
    return [
        *rows,
        _row(f"{last}: outcomes known {_DELAY:,} calls later", measured(list(late))),
        Row(
            f"{last}: Brier skill over the base rate",
            f"{skill.skill:+.4f} (95 %: {skill.skill_from:+.4f} to {skill.skill_to:+.4f})",
        ),
        _row(f"{last}: the bar for later calls", skill, bar=len(calls) != _OPEN),
    ]


def _rows(what: str, walked: Sequence[Walked], before: Sequence[Example]) -> list[Row]:
    """The same calls by three ways to forecast them."""
    base = [(call, replace(forecast, forecast=forecast.base)) for call, forecast in walked]
    return [
        _row(f"{what}: base rate of the last {WINDOW:,}", measured(base)),
        _row(f"{what}: fitted once", measured(list(_frozen(before, [call for call, _ in walked])))),
        _row(f"{what}: refitted every {_EVERY}", measured(walked)),
    ]


def examples(delay: int = 0) -> list[Example]:
    """The calls, one a second: order is all that the file tells of time. Outcomes are known `delay` calls later."""
    return [
        Example(_known(row), converted=row["y"] == "1", came=at, decided=at + timedelta(seconds=delay))
        for number, row in enumerate(rows("bank_marketing_timeordered.csv.gz"))
        for at in [_START + timedelta(seconds=number)]
    ]


def _known(row: dict[str, str]) -> Known:
    return {
        field: float(row[field]) if field in _NUMBERS else row[field]
        for field in FIELDS
        if (field, row[field]) not in _UNKNOWN
    }


def fitted(known: Sequence[Example]) -> Scorecard | None:
    """By the terms that leads are learned with."""
    return fit(known, FIELDS)


def _frozen(known: Sequence[Example], calls: Sequence[Example]) -> Iterator[Walked]:
    scorecard = fit(known[-WINDOW:], FIELDS)
    base = sum(example.converted for example in known) / len(known)
    for example in calls:
        yield (
            example,
            Forecast(probability(scorecard.log_odds(example.known) / SCALE), base, example.converted),
        )


def _row(what: str, found: Measured, *, bar: bool = False) -> Row:
    shown = f"AUC {found.auc:.4f}, Brier {found.brier:.4f}, ECE {found.ece:.4f}"
    if not bar:
        return Row(what, shown)
    reached = found.auc >= 0.76 and found.brier <= 0.175 and found.ece <= 0.05
    return Row(what, shown, "AUC >= 0.76, Brier <= 0.175, ECE <= 0.05", reached)
