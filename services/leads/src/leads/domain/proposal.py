"""What was learned, proposed as rules of the scoring model: drafted for people to look at, never in force by itself."""

from collections.abc import Iterator
from typing import Final

from leads.domain.facts import FIELDS_ZH, LEAD_FIELDS
from leads.domain.scorecard import Column, Scorecard
from leads.domain.scoring import MAX_POINTS, MAX_RULES, ScoringRule

_LONGEST: Final = 500


def proposed_rules(scorecard: Scorecard) -> tuple[ScoringRule, ...]:
    """Rules whose points are in proportion to what each level adds over the worst of its field; the best lead has about 100.

    Values that leads were not learned of and missing ones get no points. The most telling rules, where there are too many.
    """
    spans = {
        column.field: max(column.weights[:-2]) - min(column.weights[:-2]) for column in scorecard.columns
    }
    total = sum(spans.values())
    if not total:
        return ()
    rules = [
        ScoringRule(name=name, condition=condition, points=points)
        for column in scorecard.columns
        for level, weight in enumerate(column.weights[:-2])
        for points in [round(MAX_POINTS * (weight - min(column.weights[:-2])) / total)]
        for name, condition in _conditions(column, level)
        if points and len(condition) <= _LONGEST
    ]
    kept = sorted(sorted(range(len(rules)), key=lambda at: -rules[at].points)[:MAX_RULES])
    return tuple(rules[at] for at in kept)


def _conditions(column: Column, level: int) -> Iterator[tuple[str, str]]:
    """The name and the condition of a level; none for one that holds of every lead."""
    field, called = column.field, f"{FIELDS_ZH[column.field]}：{column.name(level)}"[:200]
    if LEAD_FIELDS[field] == "flag":
        yield called, field if column.words[level] == "yes" else f"!{field}"
    elif column.words:
        word = column.words[level].replace("\\", "\\\\").replace("'", "\\'")
        yield called, f"{field} == '{word}'"
    elif column.bounds:
        ends = [f"{field} >= {column.bounds[level - 1]:.15g}"] if level else []
        ends += [f"{field} < {column.bounds[level]:.15g}"] if level < len(column.bounds) else []
        yield called, " && ".join(ends)
