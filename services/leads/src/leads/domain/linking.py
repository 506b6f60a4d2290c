"""Finds the duplicates among many records: which pairs to look at, what each level weighs in this data, who belongs together.

Fellegi and Sunter's model with weights learned from the data by expectation maximization, no labels needed. Pairs are
grouped by the levels they reach, so learning costs nothing: there are few hundred different patterns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp2, log2

Levels = tuple[int, ...]
Bits = list[list[float]]
"""Weights by field and level, in bits; level 0 says nothing and weighs nothing."""

_LARGEST_BLOCK = 100
_ROUNDS = 50
_SETTLED = 1e-4
_SMOOTHING = 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, by their place in the list, with the levels they reach and what those weigh together."""

    one: int
    other: int
    weight: float
    levels: Levels


def candidates(keys: Sequence[Iterable[str]], largest: int = _LARGEST_BLOCK) -> set[tuple[int, int]]:
    """The pairs of records that share a key; keys that more than `largest` records have tell nothing."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for at, own in enumerate(keys):
        for key in set(own):
            blocks[key].append(at)
    return {
        (one, other)
        for block in blocks.values()
        if 1 < len(block) <= largest
        for at, one in enumerate(block)
        for other in block[at + 1 :]
    }


def learn(patterns: Mapping[Levels, int], start: Bits, prior: float) -> tuple[Bits, float]:
    """The weights that explain the patterns best, and the share of duplicates among the pairs; from a first guess.

    `patterns` counts pairs by levels, `start` and `prior` are the guess that says which of two groups is which.
    """
    weights, share = start, prior
    for _ in range(_ROUNDS):
        alike = [[_SMOOTHING] * len(levels) for levels in start]
        unlike = [[_SMOOTHING] * len(levels) for levels in start]
        duplicates = 0.0
        for levels, count in patterns.items():
            likely = probability(weigh(levels, weights), share)
            duplicates += likely * count
            for field, level in enumerate(levels):
                if level:
                    alike[field][level] += likely * count
                    unlike[field][level] += (1 - likely) * count
        learned = [_weights(*counts) for counts in zip(alike, unlike, strict=True)]
        step = max(
            abs(a - b)
            for old, new in zip(weights, learned, strict=True)
            for a, b in zip(old, new, strict=True)
        )
        weights, share = learned, duplicates / sum(patterns.values())
        if step < _SETTLED:
            break
    return weights, share


def weigh(levels: Levels, weights: Bits) -> float:
    """What levels weigh together, in bits."""
    return sum(weights[field][level] for field, level in enumerate(levels))


def probability(weight: float, share: float) -> float:
    """How likely a pair of this weight is a duplicate where `share` of the pairs are."""
    odds = exp2(max(-200.0, min(200.0, weight))) * share / (1 - share)
    return odds / (1 + odds)


def _weights(alike: Sequence[float], unlike: Sequence[float]) -> list[float]:
    ours, theirs = sum(alike[1:]), sum(unlike[1:])
    return [0.0, *(log2(a / ours) - log2(b / theirs) for a, b in zip(alike[1:], unlike[1:], strict=True))]


def together(pairs: Iterable[Pair], between: Callable[[int, int], float], least: float) -> list[list[int]]:
    """Groups of records that are the same, from the surest pair on.

    Two groups become one when the pairs between them weigh `least` on average, so a chain of near misses holds nothing
    together. `between` weighs any two records.
    """
    group: dict[int, list[int]] = {}
    for pair in sorted(pairs, key=lambda pair: -pair.weight):
        one = group.setdefault(pair.one, [pair.one])
        other = group.setdefault(pair.other, [pair.other])
        if one is other:
            continue
        if len(one) + len(other) > 2:
            mean = sum(between(a, b) for a in one for b in other) / (len(one) * len(other))
            if mean < least:
                continue
        one.extend(other)
        for record in other:
            group[record] = one
    return [members for members in {id(g): g for g in group.values()}.values() if len(members) > 1]
