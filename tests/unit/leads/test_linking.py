"""Many records: which pairs are looked at, what the data says a level weighs, and who belongs together."""

import random
from collections import Counter

from leads.domain.identity import identity_of
from leads.domain.lead import LeadProfile
from leads.domain.lead_pairs import find_pairs
from leads.domain.linking import Pair, candidates, learn, probability, together, weigh
from leads.domain.matching import LIKELY

START = [[0.0, 3.0, -3.0] for _ in range(4)]


def test_only_records_that_share_a_key_are_compared_and_a_key_of_everybody_tells_nothing() -> None:
    assert candidates([["a", "x"], ["a", "x"], ["b", "x"], ["b", "x"]], largest=3) == {(0, 1), (2, 3)}


def test_weights_are_learned_without_answers() -> None:
    chance = random.Random(3)
    patterns: Counter[tuple[int, ...]] = Counter()
    for _ in range(20_000):
        alike = chance.random() < 0.1
        shares = (0.95, 0.9, 0.9, 0.5) if alike else (0.02, 0.05, 0.05, 0.45)
        patterns[tuple(1 if chance.random() < share else 2 for share in shares)] += 1
    weights, share = learn(patterns, START, 0.3)
    assert abs(share - 0.1) < 0.02
    assert abs(weights[0][1] - 5.57) < 0.6
    assert abs(weights[1][1] - 4.17) < 0.6
    assert abs(weights[3][1]) < 0.6, "a field that tells nothing weighs nothing"


def test_what_is_not_known_weighs_nothing() -> None:
    assert weigh((0, 1, 0, 0), START) == 3.0
    assert learn({(0, 1, 1, 1): 50, (0, 2, 2, 2): 50}, START, 0.5)[0][0][0] == 0.0
    assert probability(0.0, 0.25) == 0.25


def test_a_chain_of_near_misses_holds_nothing_together() -> None:
    weights = {(0, 1): 9.0, (1, 2): 3.0, (0, 2): -20.0, (2, 3): 8.0}

    def between(one: int, other: int) -> float:
        return weights.get((min(one, other), max(one, other)), -20.0)

    pairs = [Pair(*place, weight, ()) for place, weight in weights.items() if weight > 0]
    assert sorted(map(sorted, together(pairs, between, 2.0))) == [[0, 1], [2, 3]]


def test_three_that_are_the_same_are_found_though_two_of_them_share_little() -> None:
    leads = [
        identity_of(LeadProfile.model_validate({"name": name, **known}))
        for name, known in (
            ("合肥联创腾汽车零部件有限公司", {"contact": "黄洋", "phone": "17825325425"}),
            ("联创腾汽车零部件", {"contact": "黄洋", "email": "yang932@vyvyv90.com.cn"}),
            ("合肥联创腾", {"phone": "178 25325425", "email": "info@vyvyv90.com.cn"}),
            ("Granite Beacon Foods", {"contact": "Mary White"}),
        )
    ]
    found = find_pairs(leads, LIKELY)
    assert {(pair.one, pair.other) for pair in found.pairs} == {(0, 1), (0, 2), (1, 2)}
    assert find_pairs(leads, LIKELY) == found
