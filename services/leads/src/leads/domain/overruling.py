"""Who was right where people took leads for something else than the model did: judged by what became of the leads."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Final, Literal

from crm_platform.values import PersonId, Value
from leads.domain.scoring import Grade

LEAST: Final = 20
"""Fewer leads that were moved to another grade say nothing."""

_SURE: Final = 1.96  # standard errors on both sides: 95 %


class Outcomes(Value):
    """Decided leads alike: the grade that counted, the model's, who overrode it, and how many of them were converted."""

    grade: Grade
    automatic: Grade
    by: PersonId | None
    leads: int
    converted: int


class GradeRate(Value):
    """How many of the decided leads of a grade were converted, where nobody overrode the model."""

    grade: Grade
    leads: int
    converted: int
    rate: float


class Moved(Value):
    """Decided leads that people moved from the model's grade to another."""

    automatic: Grade
    grade: Grade
    leads: int
    converted: int
    rate: float


class Accuracy(Value):
    """How well overrides and the model foretold outcomes, each grade taken as the conversion rate of its leads.

    Brier scores (0: always right) are over the leads that were moved to another grade; `gain` is the model's less the
    people's, with its 95 % interval. Below 20 such leads, or with 0 inside the interval, there is no evidence.
    """

    by: PersonId | None
    overridden: int
    moved: int
    converted: int
    brier: float | None = None
    automatic_brier: float | None = None
    gain: float | None = None
    gain_from: float | None = None
    gain_to: float | None = None
    better: Literal["people", "model", "no-evidence"] = "no-evidence"


class Overruling(Value):
    """Overrides against the model: the rates that grades stand for, what was moved, in all and by person."""

    rates: tuple[GradeRate, ...]
    moves: tuple[Moved, ...]
    all: Accuracy
    people: tuple[Accuracy, ...]


def judge_overrides(outcomes: Sequence[Outcomes]) -> Overruling:
    """What decided leads say. Grades that no lead has by the model alone are not compared."""
    moves: dict[tuple[Grade, Grade], list[Outcomes]] = defaultdict(list)
    people: dict[str, list[Outcomes]] = defaultdict(list)
    alone: dict[Grade, list[Outcomes]] = defaultdict(list)
    for each in outcomes:
        if each.by is None:
            alone[each.automatic].append(each)
            continue
        people[each.by].append(each)
        if each.grade != each.automatic:
            moves[each.automatic, each.grade].append(each)
    rates = {grade: _rate(held) for grade, held in alone.items()}
    overridden = [each for each in outcomes if each.by is not None]
    return Overruling(
        rates=tuple(
            GradeRate(grade=grade, **_counts(held), rate=round(rates[grade], 4))
            for grade, held in sorted(alone.items())
        ),
        moves=tuple(
            Moved(automatic=automatic, grade=grade, **_counts(held), rate=round(_rate(held), 4))
            for (automatic, grade), held in sorted(moves.items())
        ),
        all=_accuracy(None, overridden, rates),
        people=tuple(_accuracy(by, held, rates) for by, held in sorted(people.items())),
    )


def _accuracy(by: str | None, held: Sequence[Outcomes], rates: Mapping[Grade, float]) -> Accuracy:
    moved = [e for e in held if e.grade != e.automatic and {e.grade, e.automatic} <= rates.keys()]
    leads = sum(each.leads for each in moved)
    told = Accuracy(
        by=by,
        overridden=sum(each.leads for each in held),
        moved=leads,
        converted=sum(each.converted for each in moved),
    )
    if not leads:
        return told
    ours = [(times, (rates[each.grade] - hit) ** 2) for each in moved for hit, times in _hits(each)]
    theirs = [(times, (rates[each.automatic] - hit) ** 2) for each in moved for hit, times in _hits(each)]
    gains = [(times, model - people) for (times, people), (_, model) in zip(ours, theirs, strict=True)]
    gain = _mean(gains)
    error = sqrt(_mean([(times, (each - gain) ** 2) for times, each in gains]) / leads)
    low, high = gain - _SURE * error, gain + _SURE * error
    evident = leads >= LEAST and (low > 0 or high < 0)
    return told.model_copy(
        update={
            "brier": round(_mean(ours), 4),
            "automatic_brier": round(_mean(theirs), 4),
            "gain": round(gain, 4),
            "gain_from": round(low, 4),
            "gain_to": round(high, 4),
            "better": ("people" if low > 0 else "model") if evident else "no-evidence",
        }
    )


def _hits(each: Outcomes) -> tuple[tuple[int, int], tuple[int, int]]:
    return (1, each.converted), (0, each.leads - each.converted)


def _mean(weighted: Sequence[tuple[int, float]]) -> float:
    return sum(times * value for times, value in weighted) / sum(times for times, _ in weighted)


def _rate(held: Sequence[Outcomes]) -> float:
    return sum(each.converted for each in held) / sum(each.leads for each in held)


def _counts(held: Sequence[Outcomes]) -> dict[str, int]:
    return {"leads": sum(each.leads for each in held), "converted": sum(each.converted for each in held)}
