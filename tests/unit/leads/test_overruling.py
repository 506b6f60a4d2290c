"""Overrides against the model: who foretold better what became of leads, and when nothing can be said."""

import pytest

from leads.domain.overruling import Outcomes, judge_overrides
from leads.domain.scoring import Grade


def alone(grade: Grade, leads: int, converted: int) -> Outcomes:
    return Outcomes(grade=grade, automatic=grade, by=None, leads=leads, converted=converted)


def moved(automatic: Grade, grade: Grade, by: str, leads: int, converted: int) -> Outcomes:
    return Outcomes(grade=grade, automatic=automatic, by=by, leads=leads, converted=converted)


MODEL = [alone("A", 100, 60), alone("C", 200, 20)]


def test_people_who_raise_what_is_then_converted_foretell_better() -> None:
    found = judge_overrides([*MODEL, moved("C", "A", "li", 30, 20)])
    assert [(r.grade, r.rate) for r in found.rates] == [("A", 0.6), ("C", 0.1)]
    assert [(m.automatic, m.grade, m.leads, m.converted) for m in found.moves] == [("C", "A", 30, 20)]
    assert found.all.brier == pytest.approx((20 * 0.16 + 10 * 0.36) / 30, abs=1e-4)
    assert found.all.automatic_brier == pytest.approx((20 * 0.81 + 10 * 0.01) / 30, abs=1e-4)
    assert found.all.better == "people"
    assert [(one.by, one.better) for one in found.people] == [("li", "people")]


def test_people_who_raise_what_comes_to_nothing_are_told_so_each_by_name() -> None:
    found = judge_overrides([*MODEL, moved("C", "A", "li", 30, 25), moved("C", "A", "wang", 30, 1)])
    assert {one.by: one.better for one in found.people} == {"li": "people", "wang": "model"}
    assert found.all.moved == 60


def test_few_or_mixed_outcomes_are_no_evidence() -> None:
    assert judge_overrides([*MODEL, moved("C", "A", "li", 19, 19)]).all.better == "no-evidence"
    mixed = judge_overrides([*MODEL, moved("C", "A", "li", 40, 14)]).all
    assert mixed.gain_from is not None
    assert mixed.gain_to is not None
    assert mixed.gain_from < 0 < mixed.gain_to
    assert mixed.better == "no-evidence"


def test_overrides_within_a_grade_or_into_one_that_no_lead_had_are_counted_not_compared() -> None:
    found = judge_overrides([*MODEL, moved("A", "A", "li", 30, 3), moved("C", "B", "li", 30, 3)])
    assert (found.all.overridden, found.all.moved, found.all.brier) == (60, 0, None)
    assert judge_overrides([]).all.better == "no-evidence"
