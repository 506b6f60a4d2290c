"""How found pairs agree with the true ones."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

from bench.table import Row

PairSet = Collection[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision, recall and their harmonic mean, from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def true_pairs(entities: Sequence[Hashable]) -> set[tuple[int, int]]:
    """The pairs of places that belong to the same entity."""
    members: dict[Hashable, list[int]] = defaultdict(list)
    for at, entity in enumerate(entities):
        members[entity].append(at)
    return {(a, b) for group in members.values() for i, a in enumerate(group) for b in group[i + 1 :]}


def agreement(found: PairSet, true: PairSet) -> Agreement:
    """Of `found` pairs with the true ones, both as (smaller, larger)."""
    right = len(set(found) & set(true))
    return Agreement(right / len(found) if found else 0.0, right / len(true) if true else 0.0)


def row(what: str, reached: Agreement, *, f1: float | None = None, precision: float = 0.0) -> Row:
    """A figure that must reach `f1` at `precision`; without `f1`, for comparison only."""
    measured = f"F1 {reached.f1:.4f} (precision {reached.precision:.4f}, recall {reached.recall:.4f})"
    if f1 is None:
        return Row(what, measured)
    must = f"F1 >= {f1:g}" + (f" at precision >= {precision:g}" if precision else "")
    return Row(what, measured, must, reached.f1 >= f1 and reached.precision >= precision)
