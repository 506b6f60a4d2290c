"""A score is the exact sum of its factors, and says what it could not judge."""

import copy

import pytest
from hypothesis import given as sampled
from hypothesis import strategies as st
from pydantic import ValidationError

from crm_platform.errors import Invalid
from crm_platform.values import Money
from leads.domain.expressions import Known
from leads.domain.facts import facts_of
from leads.domain.lead import LeadProfile
from leads.domain.scoring import (
    Decay,
    GradeThresholds,
    Score,
    ScoreFactor,
    ScoreGroup,
    ScoringRule,
    WeightedRules,
    check_rules,
    score,
)
from leads.domain.seed_model import default_model

GRADES = GradeThresholds()


def model(*rules: ScoringRule) -> WeightedRules:
    return WeightedRules(version=3, rules=rules)


def rule(name: str, condition: str, points: int, most: int | None = None) -> ScoringRule:
    return ScoringRule(name=name, condition=condition, points=points, max=most)


def test_a_score_is_the_sum_of_the_rules_that_hold_with_what_they_saw() -> None:
    scored = score(
        model(
            rule("展会", "source == 'exhibition'", 30),
            rule("大客户", "company_size >= 200", 20),
            rule("网站", "source == 'web'", 9),
        ),
        {"source": "exhibition", "company_size": 300},
    )
    assert (scored.points, scored.grade, scored.model_version) == (50, "B", 3)
    assert [(f.name, f.points, f.reason) for f in scored.factors] == [
        ("展会", 30, "source = exhibition"),
        ("大客户", 20, "company_size = 300"),
    ]
    assert scored.missing == ()


def test_a_rule_without_an_answer_adds_nothing_and_is_told() -> None:
    scored = score(model(rule("大客户", "company_size >= 200", 20)), {"source": "web"})
    assert scored.points == 0
    assert scored.factors == ()
    assert [(m.name, m.reason) for m in scored.missing] == [("大客户", "not known: company_size")]


def test_more_than_100_points_are_cut_by_a_factor_of_their_own() -> None:
    scored = score(model(rule("a", "true", 80), rule("b", "has_phone", 45)), {"has_phone": True})
    assert (scored.points, scored.grade) == (100, "A")
    assert [(f.name, f.points) for f in scored.factors] == [("a", 80), ("b", 45), ("Cap", -25)]


def test_less_than_no_points_are_filled_up_by_a_factor_of_their_own() -> None:
    scored = score(model(rule("a", "true", -80), rule("b", "true", 30)), {})
    assert (scored.points, scored.grade) == (0, "D")
    assert [(f.name, f.points) for f in scored.factors] == [("a", -80), ("b", 30), ("Floor", 50)]


def test_a_rule_that_counts_gives_points_for_each_up_to_its_maximum() -> None:
    counting = model(rule("需求", "need_length / 10", 2, most=15))
    assert [(f.name, f.points) for f in score(counting, {"need_length": 45}).factors] == [("需求", 8)]
    assert [(f.name, f.points) for f in score(counting, {"need_length": 4000}).factors] == [
        ("需求", 800),
        ("需求 (cap)", -785),
    ]


def test_a_rule_that_no_longer_compiles_is_missing_and_not_silent() -> None:
    old = model(rule("old", "[1].map(x, x).size() > 0", 10), rule("a", "true", 10))
    scored = score(old, {})
    assert scored.points == 10
    assert [m.name for m in scored.missing] == ["old"]


def test_a_score_whose_factors_do_not_sum_up_cannot_be() -> None:
    with pytest.raises(ValidationError):
        Score(points=10, grade="D", model_version=1, factors=(ScoreFactor(name="a", points=9, reason="b"),))


@pytest.mark.parametrize(
    ("points", "grade"),
    [(100, "A"), (75, "A"), (74, "B"), (50, "B"), (49, "C"), (25, "C"), (24, "D"), (0, "D")],
)
def test_grades_go_by_the_thresholds_of_the_model(points: int, grade: str) -> None:
    assert GRADES.grade(points) == grade


def test_thresholds_descend() -> None:
    with pytest.raises(ValidationError):
        GradeThresholds(a=50, b=50, c=10)


FACTS = st.fixed_dictionaries(
    {
        "has_phone": st.booleans(),
        "has_email": st.booleans(),
        "has_contact": st.booleans(),
        "is_customer": st.booleans(),
    },
    optional={
        "source": st.sampled_from(["exhibition", "referral", "phone", "other"]),
        "company_size": st.integers(1, 5000),
        "budget": st.floats(0, 1e7),
        "currency": st.sampled_from(["CNY", "USD", "JPY"]),
        "need_length": st.integers(0, 4000),
    },
)


@sampled(FACTS)
def test_factors_always_sum_exactly_to_the_points_and_the_score_can_be_stored(facts: Known) -> None:
    scored = score(default_model(), facts)
    assert sum(factor.points for factor in scored.factors) == scored.points
    assert Score.model_validate_json(scored.model_dump_json()) == scored


def test_the_seed_model_can_be_judged_and_ranks_as_a_maker_of_equipment_would() -> None:
    seed = default_model()
    check_rules(seed.rules)
    best = LeadProfile(
        name="长沙天元泰",
        contact="孙丽",
        phone="13717228911",
        email="li@example.com",
        source="referral",
        company_size=1500,
        budget=Money.of("1200000", "CNY"),
        need="需要两条每小时一万两千瓶的灌装生产线，含码垛机器人与视觉检测，预计六月底前完成安装调试并通过验收。",
    )
    poor = LeadProfile(name="x", source="website")
    assert score(seed, facts_of(best)).grade == "A"
    assert score(seed, facts_of(poor)).grade == "D"
    assert {m.name for m in score(seed, facts_of(poor)).missing} >= {"需求：明确", "规模：1000 人以上"}


def test_a_foreign_budget_is_not_taken_for_yuan() -> None:
    yen = LeadProfile(name="x", budget=Money.of("2000000", "JPY"))
    assert not [f for f in score(default_model(), facts_of(yen)).factors if f.name.startswith("预算")]


def test_line_breaks_in_a_need_do_not_spoil_the_reason() -> None:
    asked = model(rule("产线", "need.contains('产线')", 10))
    facts = facts_of(LeadProfile(name="x", need="两条\n产线\t" + "长" * 500))
    assert (
        Score.model_validate_json(score(asked, facts).model_dump_json())
        .factors[0]
        .reason.startswith("need = 两条 产线")
    )


def test_a_compiled_model_can_be_copied_and_compared() -> None:
    one = default_model()
    score(one, {})
    assert copy.deepcopy(one) == one == default_model()


def test_a_group_gives_no_more_than_its_most_and_no_less_than_its_least() -> None:
    two_axes = WeightedRules(
        version=1,
        rules=(
            ScoringRule(name="a", condition="true", points=40, group="fit"),
            ScoringRule(name="b", condition="true", points=30, group="fit"),
            ScoringRule(name="c", condition="true", points=-40, group="engagement"),
            ScoringRule(name="d", condition="true", points=5),
        ),
        groups=(ScoreGroup(name="fit", most=50), ScoreGroup(name="engagement", least=-10)),
    )
    scored = score(two_axes, {})
    assert scored.points == 45
    assert [(f.name, f.points, f.group) for f in scored.factors[4:]] == [
        ("fit (cap)", -20, "fit"),
        ("engagement (floor)", 30, "engagement"),
    ]
    assert [(f.reason, f.reason_zh) for f in scored.factors[4:]] == [
        ("At most 50 points", "至多 50 分"),
        ("At least -10 points", "至少 -10 分"),
    ]


def test_reasons_are_told_in_both_languages() -> None:
    told = score(
        model(rule("大", "company_size >= 200 && has_phone", 9)), {"company_size": 300, "has_phone": True}
    )
    assert told.factors[0].reason == "company_size = 300, has_phone = yes"
    assert told.factors[0].reason_zh == "规模：300，有电话：是"


def fading(half_life: int, points: int = 20, **more: object) -> WeightedRules:
    decay = Decay(half_life_days=half_life, **more)
    return model(ScoringRule(name="展会", condition="true", points=points, decay=decay))


@pytest.mark.parametrize(("days", "left"), [(0, 20), (15, 14), (30, 10), (60, 5), (300, 0)])
def test_points_halve_with_every_half_life_and_the_loss_is_a_factor(days: int, left: int) -> None:
    scored = score(fading(30), {"age_days": days, "idle_days": 999})
    assert scored.points == left
    assert sum(f.points for f in scored.factors) == left
    losses = [(f.name, f.points, f.reason, f.reason_zh) for f in scored.factors[1:]]
    assert losses == ([] if left == 20 else [
        ("展会 (decay)", left - 20, f"{days} days since registration, halved every 30 days", f"距登记 {days} 天，半衰期 30 天")
    ])  # fmt: skip


def test_decay_can_count_from_the_last_activity() -> None:
    assert score(fading(10, since="active"), {"age_days": 100, "idle_days": 10}).points == 10


def test_what_a_maximum_left_decays() -> None:
    counting = model(
        ScoringRule(name="触达", condition="touches", points=10, max=20, decay=Decay(half_life_days=7))
    )
    factors = score(counting, {"touches": 5, "age_days": 7}).factors
    assert [f.points for f in factors] == [50, -30, -10]


@pytest.mark.parametrize(
    ("condition", "ages"), [("source == 'web'", False), ("idle_days > 3", True), ("age_days > 3", True)]
)
def test_a_model_says_whether_its_scores_change_with_time(condition: str, ages: bool) -> None:
    assert model(rule("a", condition, 1)).ages is ages
    assert fading(9).ages


def test_scores_weigh_the_same_whatever_their_reasons_say() -> None:
    idle = model(rule("闲置", "idle_days > 3", 9))
    one, other = score(idle, {"idle_days": 4}), score(idle, {"idle_days": 5})
    assert one != other
    assert one.weighs_like(other)
    assert not one.weighs_like(score(idle, {"idle_days": 3}))


@sampled(
    st.lists(st.tuples(st.integers(-100, 100), st.integers(1, 90), st.sampled_from(["fit", "x", None])), min_size=1),
    st.integers(0, 4000),
    st.integers(-100, 0),
    st.integers(0, 100),
)  # fmt: skip
def test_whatever_decays_and_is_limited_sums_exactly(
    rules: list[tuple[int, int, str | None]], days: int, least: int, most: int
) -> None:
    every = WeightedRules(
        version=1,
        rules=tuple(
            ScoringRule(name=f"r{at}", condition="true", points=p, group=g, decay=Decay(half_life_days=h))
            for at, (p, h, g) in enumerate(rules)
        ),
        groups=(ScoreGroup(name="fit", least=least, most=most), ScoreGroup(name="x")),
    )
    scored = score(every, {"age_days": days})
    assert sum(f.points for f in scored.factors) == scored.points
    assert least <= sum(f.points for f in scored.factors if f.group == "fit") <= most


def test_groups_have_names_of_their_own_and_rules_know_them() -> None:
    lost = ScoringRule(name="a", condition="true", points=1, group="fit")
    with pytest.raises(Invalid) as refusal:
        check_rules([lost], [ScoreGroup(name="x"), ScoreGroup(name="x")])
    assert [(e.pointer, e.code) for e in refusal.value.errors] == [
        ("#/groups/1/name", "duplicate-name"),
        ("#/rules/0/group", "unknown-group"),
    ]


def test_rules_that_cannot_be_judged_are_refused_each_at_its_place() -> None:
    bad = [
        rule("a", "source == 'x'", 1),
        rule("a", "nosuch == 1", 1),
        rule("c", "company_size / 10", 1),
        rule("d", "has_phone", 1, most=5),
        rule("e", "1/0 == 1", 1),
    ]
    with pytest.raises(Invalid) as refusal:
        check_rules(bad)
    assert [(error.pointer, error.code) for error in refusal.value.errors] == [
        ("#/rules/1/name", "duplicate-name"),
        ("#/rules/1/condition", "expression-invalid"),
        ("#/rules/2/max", "max-for-numbers"),
        ("#/rules/3/max", "max-for-numbers"),
        ("#/rules/4/condition", "expression-fails"),
    ]
    with pytest.raises(Invalid):
        check_rules([])


def test_what_is_known_of_a_lead_leaves_out_what_is_not() -> None:
    facts = facts_of(
        LeadProfile(name="x", budget=Money.of("100.5", "CNY"), need="产线"),
        Score(points=0, grade="D", model_version=1),
    )
    assert facts == {
        "name": "x",
        "has_phone": False,
        "has_email": False,
        "has_contact": False,
        "is_customer": False,
        "need": "产线",
        "need_length": 2,
        "budget": 100.5,
        "currency": "CNY",
        "score": 0,
        "grade": "D",
    }
