"""Conditions are checked when saved, say when they have no answer, and cannot run away."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leads.domain.expressions import Condition, Conditions, ExpressionRefused, Known, NotJudged, Verdict
from leads.domain.facts import ASSIGNMENT, SCORING

FULL: Known = {
    "source": "exhibition",
    "company_size": 300,
    "budget": 250000.5,
    "currency": "CNY",
    "need": "产线",
    "has_phone": True,
}


def judged(text: str, known: Known) -> Verdict:
    return SCORING.compile(text).judge(SCORING.bind(known), known)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("source == 'exhibition'", True),
        ("source in ['website', 'phone']", False),
        ("company_size >= 200 && company_size < 1000", True),
        ("budget >= 250000", True),
        ("budget > 250000.5", False),
        ("company_size > 299.5", True),
        ("need.contains('产线') && size(need) == 2", True),
        ("!has_phone", False),
        ("source.matches('^ex.*n$')", True),
        ("company_size / 100", 3),
        ("true // always", True),
    ],
)
def test_conditions_answer_over_what_is_known(text: str, answer: bool | int) -> None:
    assert judged(text, FULL) == answer
    assert SCORING.check(text).kind == ("flag" if isinstance(answer, bool) else "int")


def test_a_field_that_is_not_known_gives_no_answer_and_is_named() -> None:
    assert judged("company_size >= 200", {"source": "web"}) == NotJudged("not known: company_size")


def test_a_field_that_is_not_known_does_not_matter_where_the_rest_decides() -> None:
    assert judged("source == 'web' || company_size > 10", {"source": "web"}) is True
    assert judged("source == 'fax' && company_size > 10", {"source": "web"}) is False


@pytest.mark.parametrize(
    "text",
    [
        "1 / (company_size - 300) > 0",
        "int(source) > 0",
        "9223372036854775807 + company_size > 0",
        "source.matches('(')",
    ],
)
def test_an_error_of_the_library_is_no_answer(text: str) -> None:
    verdict = judged(text, FULL)
    assert isinstance(verdict, NotJudged)
    assert verdict.reason


def test_a_value_of_another_type_than_declared_is_no_answer() -> None:
    assert isinstance(judged("company_size > 3", {"company_size": "many"}), NotJudged)


HOSTILE = [
    "[0,1,2,3,4,5,6,7,8,9].map(a,[0,1,2,3,4,5,6,7,8,9].map(b,[0,1,2,3,4,5,6,7,8,9].map(c,a+b+c))).size() > 1",
    "[1,2,3].all(x, x > 0)",
    "[1,2,3].exists(x, x > 0)",
    "(" * 240 + "true" + ")" * 240,
    "[" * 249 + "]" * 249 + "==[]",
    "true" + "?true:true" * 45,
    "1" + "+1" * 240 + " > 3",
    "need" + "+need" * 95 + " == ''",
    "source.matches('((a{1000}){1000}){1000}')",
    "__class__ == 1",
    "source.__class__ == 'x'",
    "dyn(source) == 1",
    "nosuch == 1",
    "source == 1",
    "1 / 0 == 1",
    "9223372036854775807 + 1 > 0",
    "source",
    "budget",
    "",
    "true) || (true",
    "true) ? 1 : 0, (true",
    "has(lead.source)",
    "timestamp('2020-01-01T00:00:00Z') < timestamp('2021-01-01T00:00:00Z')",
    "x" * 501,
    "true " + "//" + "x" * 500,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_and_meaningless_expressions_are_refused_at_once(text: str) -> None:
    started = time.process_time()
    with pytest.raises(ExpressionRefused) as refusal:
        SCORING.check(text)
    assert time.process_time() - started < 0.1
    assert refusal.value.code in {
        "expression-invalid",
        "expression-type",
        "expression-fails",
        "expression-too-long",
    }
    assert refusal.value.detail
    assert refusal.value.detail_zh


@pytest.mark.parametrize(
    "text", ["source.matches('(a+)+$')", "need.matches('^(([a-z])+.)+[A-Z]([a-z])+$')", "!" * 490 + "true"]
)
def test_what_only_looks_hostile_is_harmless(text: str) -> None:
    condition = SCORING.check(text)
    known: Known = {"source": "a" * 200, "need": "a" * 4000}
    started = time.process_time()
    condition.judge(SCORING.bind(known), known)
    assert time.process_time() - started < 0.1


def test_assignment_may_also_ask_for_the_score() -> None:
    assert ASSIGNMENT.check("score >= 70 && grade == 'A'").fields == ("score", "grade")
    with pytest.raises(ExpressionRefused):
        SCORING.check("score >= 70")


TEXTS = [
    "source == 'web'",
    "company_size >= 200",
    "source == 'web' || company_size >= 200",
    "budget >= 100 && has_phone",
    "company_size / 100",
    "1 / company_size > 0",
    "true // comment",
    "need.contains('x')",
]
KNOWN = st.fixed_dictionaries(
    {"has_phone": st.booleans()},
    optional={
        "source": st.sampled_from(["web", "fax"]),
        "company_size": st.integers(0, 400),
        "budget": st.floats(0, 1e6),
        "need": st.text(max_size=5),
    },
)
TOGETHER = Conditions(SCORING, [SCORING.compile(text) for text in TEXTS])


@given(KNOWN)
def test_judging_together_gives_what_judging_one_by_one_gives(
    known: dict[str, str | int | float | bool],
) -> None:
    bound = SCORING.bind(known)
    assert TOGETHER.judge(known) == [SCORING.compile(text).judge(bound, known) for text in TEXTS]


def test_a_condition_that_ends_in_a_comment_does_not_keep_the_others_from_being_judged_at_once() -> None:
    conditions = [SCORING.check("true // comment"), SCORING.check("has_phone")]
    assert SCORING.together(conditions) is not None


def test_conditions_too_deep_to_be_joined_are_still_judged() -> None:
    deep = "(" * 28 + "has_phone" + ")" * 28
    conditions: list[Condition] = [SCORING.check(deep), SCORING.check("source == 'exhibition'")]
    assert Conditions(SCORING, conditions).judge(FULL) == [True, True]
