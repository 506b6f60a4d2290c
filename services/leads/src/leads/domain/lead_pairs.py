"""The likely duplicates among all leads: what a run over them finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leads.domain.identity import Identity
from leads.domain.linking import Bits, Pair, candidates, learn, together, weigh
from leads.domain.matching import FIELDS, HAND, keys_of, levels_of

_FEWEST_TO_LEARN = 2_000  # compared pairs; below, the weights by hand are better than learned ones
_START: Final[Bits] = [list(HAND[field]) for field in FIELDS]
_PRIOR = 0.1


@dataclass(frozen=True, slots=True)
class Found:
    """What a run found: pairs by place in the list, how many were compared, and what each level weighed."""

    pairs: list[Pair]
    compared: int
    weights: Bits


def find_pairs(leads: Sequence[Identity], least: float) -> Found:
    """The pairs of leads that are duplicates with a weight of `least` bits on average within their group."""
    keys = [keys_of(lead) for lead in leads]
    compared = {pair: levels_of(leads[pair[0]], leads[pair[1]]) for pair in candidates(keys)}
    weights = _START
    if len(compared) >= _FEWEST_TO_LEARN:
        weights, _ = learn(Counter(compared.values()), _START, _PRIOR)

    def pair(one: int, other: int) -> Pair:
        place = (one, other) if one < other else (other, one)
        levels = compared.get(place) or levels_of(leads[place[0]], leads[place[1]])
        return Pair(*place, weigh(levels, weights), levels)

    likely = [found for found in (pair(*place) for place in compared) if found.weight >= least]
    groups = together(likely, lambda one, other: pair(one, other).weight, least)
    found = [
        pair(one, other) for group in groups for at, one in enumerate(group) for other in group[at + 1 :]
    ]
    return Found(sorted(found, key=lambda one: -one.weight), len(compared), weights)
