"""Learning from decided leads: planted signal is found, explained exactly and in force; noise and too little are refused."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import exp
from random import Random
from uuid import UUID

import pytest

from crm_testing.given import given, when
from leads.adapters.learned_views import known_of
from leads.domain.errors import LearningIsOver, NothingLearned
from leads.domain.learned_model import FIELDS, Learned, LearnedModel, LearnedStatus, learn
from leads.domain.learning import TERMS, Example, fit
from leads.domain.measuring import Forecast, auc, drift, measure, walk
from leads.domain.proposal import proposed_rules
from leads.domain.scorecard import SCALE, Column, Known, Scorecard, probability
from leads.domain.scoring import WeightedRules, check_rules, score

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ID = UUID(int=7)
ODDS = {"referral": 1.5, "exhibition": 0.3, "website": -1.0}


def leads(
    count: int, *, seed: int = 1, odds: Callable[[Known], float] | None = None, delay: timedelta = DAY
) -> list[Example]:
    """Leads an hour apart whose odds follow from source and size, unless others are given."""
    chance = Random(seed)
    found = []
    for number in range(count):
        known: dict[str, str | int | float | bool] = {"has_phone": chance.random() < 0.5}
        if chance.random() < 0.9:
            known["source"] = chance.choice([*ODDS])
        if chance.random() < 0.8:
            known["company_size"] = chance.choice([20, 80, 300, 2000])
        score = odds(known) if odds else planted(known)
        came = NOON + number * timedelta(hours=1)
        found.append(Example(known, chance.random() < 1 / (1 + exp(-score)), came, came + delay))
    return found


def planted(known: Known) -> float:
    size = known.get("company_size", 100)
    assert isinstance(size, int)
    return -0.8 + ODDS.get(str(known.get("source")), 0.0) + (0.9 if size >= 300 else -0.5)


def noise(_known: Known) -> float:
    return -0.8


def test_planted_weights_are_found_within_their_error() -> None:
    card = fit(leads(6000), FIELDS)
    columns = {column.field: column for column in card.columns}
    source = dict(zip(columns["source"].words, columns["source"].weights, strict=False))
    assert source["referral"] - source["website"] == pytest.approx(2500, abs=650)
    size = columns["company_size"]
    assert size.weights[size.level({"company_size": 2000})] - size.weights[
        size.level({"company_size": 20})
    ] == pytest.approx(1400, abs=400)
    assert all(abs(weight) < 200 for weight in columns["has_phone"].weights)


def test_contributions_sum_exactly_to_the_log_odds_and_the_largest_come_first() -> None:
    card = fit(leads(2000), FIELDS)
    judged = card.judge({"source": "referral", "company_size": 500, "has_phone": True})
    assert judged.base + sum(each.weight for each in judged.contributions) == judged.log_odds
    assert judged.log_odds == card.log_odds({"source": "referral", "company_size": 500, "has_phone": True})
    sizes = [abs(each.weight) for each in judged.contributions]
    assert sizes == sorted(sizes, reverse=True)
    assert judged.contributions[0].field == "source"
    assert judged.probability == probability(judged.log_odds / SCALE)


def test_a_need_without_a_word_has_no_length_and_one_that_is_not_known_is_missing() -> None:
    column = Column(field="need_length", bounds=(10.0,), weights=(-5, 7, 0, 2), leads=(30, 30, 0, 30))
    card = Scorecard(base=0, columns=(column,))
    said = "source campaign industry company_size currency own_region budget phone email contact customer_id"
    lead = dict.fromkeys(said.split())
    for length, log_odds in ((0, -5), (22, 7), (None, 2)):
        assert card.log_odds(known_of({**lead, "need_length": length})) == log_odds


def test_what_is_not_known_and_what_was_never_seen_is_said_to_be_so() -> None:
    card = fit(leads(2000), FIELDS)
    seen = {each.field: each for each in card.judge({"source": "carrier pigeon"}).contributions}
    assert (seen["source"].seen, seen["source"].leads) == ("other", 0)
    # It is between those that were learned of: their plain mean, however common each is.
    source = next(column for column in card.columns if column.field == "source")
    learned = [weight for weight, count in zip(source.weights, source.leads, strict=True) if count]
    assert seen["source"].weight == pytest.approx(sum(learned) / len(learned), abs=2)
    assert (seen["company_size"].seen, seen["company_size"].level) == ("missing", None)
    # Leads whose size nobody knew were many, so that says something.
    assert seen["company_size"].leads > 300


def test_the_average_lead_has_the_rate_of_the_newest_leads() -> None:
    old = leads(3000, odds=lambda _: -2.0)
    new = leads(1000, seed=2, odds=lambda _: 0.0)
    card = fit(old + new, FIELDS)
    assert probability(card.base / SCALE) == pytest.approx(0.5, abs=0.06)


def test_the_same_leads_give_the_same_bytes_in_any_order() -> None:
    examples = leads(700)
    shuffled = Random(5).sample(examples, len(examples))
    assert learn(examples).model_dump_json() == learn(shuffled).model_dump_json()


def test_a_new_value_unlike_all_before_is_learned_with_the_right_sign() -> None:
    old = leads(5000, odds=lambda _: -3.0)
    new = [
        Example({"source": "fair", "campaign": "f", "region": "f", "industry": "f"}, n % 3 > 0, NOON, NOON)
        for n in range(70)
    ]
    said = {"campaign": "o", "region": "o", "industry": "o"}
    card = fit([replace(each, known={**each.known, **said}) for each in old] + new, FIELDS)
    assert probability(card.log_odds(new[0].known) / SCALE) == pytest.approx(2 / 3, abs=0.1)


def test_numbers_are_cut_where_leads_are_and_a_common_value_stays_by_itself() -> None:
    values = [0] * 500 + list(range(1, 501))
    examples = [Example({"n": value}, value % 3 == 0, NOON, NOON) for value in values]
    (column,) = fit(examples, ["n"]).columns
    assert column.bounds[0] == 1
    assert column.leads[0] == 500
    assert all(count >= TERMS.support for count in column.leads[:-2])
    assert [column.name(level) for level in (0, 1)] == ["< 1", f"1 – < {column.bounds[1]:g}"]


def test_a_forecast_uses_only_what_was_decided_before_the_lead_came() -> None:
    seen: list[tuple[Sequence[Example], Example]] = []
    examples = leads(100, delay=30 * timedelta(hours=1))

    def remember(known: Sequence[Example]) -> Scorecard:
        seen.append((known, examples[60 + 10 * len(seen)]))
        return Scorecard(base=0, columns=())

    assert len(list(walk(examples, remember, first=60, every=10, window=25))) == 40
    for known, first in seen:
        assert max(example.decided for example in known) < first.came
        assert len(known) == 25


def test_measures_are_those_of_the_books() -> None:
    forecasts = [(0.9, True), (0.6, False), (0.6, True), (0.1, False)]
    told = [(Example({}, hit, NOON, NOON), Forecast(likely, 0.5, hit)) for likely, hit in forecasts]
    found = measure(told)
    assert found.auc == auc([forecast for _, forecast in told]) == 0.875
    assert found.brier == round((0.01 + 0.36 + 0.16 + 0.01) / 4, 4)
    assert found.base_brier == 0.25
    assert found.ece == round((0.1 + 2 * 0.1 + 0.1) / 4, 4)
    assert found.skill == round(1 - found.brier / 0.25, 4)
    assert found.skill_from < found.skill < found.skill_to


def test_planted_signal_is_learned_and_measured_in_time_order() -> None:
    learned = learn(leads(3000))
    assert learned.refusal is None
    assert learned.scorecard is not None
    assert learned.measured is not None
    assert learned.measured.auc > 0.75
    assert learned.measured.ece < 0.05
    assert learned.measured.skill_from > 0.1
    assert learned.measured.leads == 1200
    assert learned.measured.since == NOON + 1800 * timedelta(hours=1)


@pytest.mark.parametrize("seed", range(5))
def test_outcomes_without_signal_are_refused_with_the_interval_that_says_so(seed: int) -> None:
    learned = learn(leads(1200, seed=seed, odds=noise))
    assert learned.scorecard is None
    assert learned.measured is not None
    assert learned.refusal is not None
    assert learned.refusal.code == "no-better"
    assert f"{100 * learned.measured.skill_from:+.1f} %" in learned.refusal.reason


def test_signal_that_turned_around_is_refused() -> None:
    before = leads(900)
    turned = leads(600, seed=2, odds=lambda known: -1.6 - planted(known))
    later = [Example(e.known, e.converted, e.came + 60 * DAY, e.decided + 60 * DAY) for e in turned]
    learned = learn(before + later)
    assert learned.refusal is not None
    assert learned.refusal.code == "no-better"


def test_too_few_are_refused_with_their_number() -> None:
    learned = learn(leads(150))
    assert learned.refusal is not None
    assert learned.refusal.code == "too-few"
    assert learned.refusal.reason.startswith("150 decided leads")
    none_converted = [Example(e.known, False, e.came, e.decided) for e in leads(400)]
    refusal = learn(none_converted).refusal
    assert refusal is not None
    assert refusal.code == "too-few"


def test_leads_that_were_all_decided_at_once_cannot_be_forecast_in_time() -> None:
    at_once = [Example(e.known, e.converted, e.came, NOON + 100 * DAY) for e in leads(600)]
    refusal = learn(at_once).refusal
    assert refusal is not None
    assert refusal.code == "too-few-in-time"


def test_fields_whose_values_changed_are_named_by_how_much() -> None:
    before = leads(900)
    after = [Example({**e.known, "source": "referral"}, e.converted, e.came, e.decided) for e in leads(300)]
    shifted = drift(fit(before, FIELDS), before, after)
    assert shifted["source"] > 0.25
    assert shifted["company_size"] < 0.1


def test_rules_proposed_are_conditions_of_the_model_whose_points_follow_the_weights() -> None:
    rules = proposed_rules(fit(leads(3000), FIELDS))
    check_rules(rules)
    points = {rule.condition: rule.points for rule in rules}
    assert points["source == 'referral'"] > points["source == 'exhibition'"] > 0
    best = max(points[c] for c in points if c.startswith("company_size"))
    assert (
        90
        <= points["source == 'referral'"] + best + max(points.get(f, 0) for f in ("has_phone", "!has_phone"))
        <= 101
    )
    assert proposed_rules(Scorecard(base=0, columns=())) == ()


def test_words_with_quotes_are_proposed_as_they_are() -> None:
    said = [Example({"source": "D'or\\x" if n % 2 else "b"}, n % 4 == 1, NOON, NOON) for n in range(200)]
    (rule,) = proposed_rules(fit(said, FIELDS))
    check_rules([rule])
    model = WeightedRules(version=1, rules=(rule,))
    assert score(model, {"source": "D'or\\x"}).points == rule.points > 0


def test_a_column_needs_a_weight_for_each_level() -> None:
    with pytest.raises(ValueError, match="weight and a count"):
        Column(field="source", words=("a",), weights=(1, 2), leads=(1, 2, 3))


def started() -> LearnedModel:
    return LearnedModel.start(ID, started_by="root", now=NOON)


def test_what_was_learned_ends_a_model_once() -> None:
    learned = learn(leads(700))
    model = given(when(started).then(LearnedModel.Started)).when(lambda m: m.end(learned, now=NOON)).then(
        LearnedModel.Fitted, scorecard=learned.scorecard, measured=learned.measured
    )  # fmt: skip
    assert model.status is LearnedStatus.LEARNED
    given(model).when(lambda m: m.end(learned, now=NOON)).refused(LearningIsOver)
    given(model).when(lambda m: m.fail("x", now=NOON)).refused(LearningIsOver)
    given(model).when(lambda m: m.put_in_force(reason="worse", by="root", now=NOON)).then(
        LearnedModel.PutInForce, reason="worse", by="root"
    )


def test_what_was_refused_or_failed_cannot_be_put_in_force() -> None:
    refused = given(started()).when(lambda m: m.end(learn([]), now=NOON)).then(LearnedModel.Refused)
    failed = given(started()).when(lambda m: m.fail("no memory", now=NOON)).then(LearnedModel.Failed)
    for model in (refused, failed, started()):
        given(model).when(lambda m: m.put_in_force(reason="x", by="root", now=NOON)).refused(NothingLearned)
    assert Learned.model_validate_json(learn([]).model_dump_json()) == learn([])
