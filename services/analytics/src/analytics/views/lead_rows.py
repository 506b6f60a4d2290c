"""What every question about leads starts from: the leads that count.

A lead that was merged counts as the one that took it in, together with what belongs to it; a withdrawn one is none.
"""

from collections.abc import Callable
from typing import LiteralString

from analytics.views.asking import Asked, ScoreAt, SummaryFilter, owned_by

Known = Callable[[LiteralString], LiteralString]


def merged(known: Known, outcomes: LiteralString = "lead_outcomes") -> LiteralString:
    """The CTE `parts`, recursive: which lead each merged one (`id`) counts as (`lead_id`)."""
    return f"""absorbed(id, lead_id) AS (
            SELECT e.id, e.merged_into FROM {outcomes} e WHERE e.merged_into IS NOT NULL AND {known("e")}
             UNION
            SELECT a.id, e.merged_into FROM absorbed a
              JOIN {outcomes} e ON e.id = a.lead_id AND e.merged_into IS NOT NULL AND {known("e")}
          ), parts AS (
            SELECT a.id, a.lead_id FROM absorbed a
             WHERE NOT EXISTS (SELECT FROM absorbed further WHERE further.id = a.lead_id)
          )"""


def closed(outcomes: LiteralString = "lead_outcomes") -> LiteralString:
    """When the lead of the outcome `e` was closed.

    What stands again, as a merge or a reopening was undone, was closed when it first came about.
    """
    return f"""coalesce(e.closed_at, CASE WHEN e.status IN ('converted', 'disqualified') THEN (
              SELECT d.closed_at FROM {outcomes} d
               WHERE d.id = e.id AND d.version < e.version AND d.status = e.status AND d.closed_at IS NOT NULL
               ORDER BY d.version DESC LIMIT 1) END)"""


def counting(
    asked: Asked, chosen: SummaryFilter, score_at: ScoreAt, registered: LiteralString = "true"
) -> LiteralString:
    """The CTE `chosen`, one row per lead that counts, beside `parts`; `registered` is a condition on `o.registered_at`."""
    return f"""
          WITH RECURSIVE {merged(asked.known)}, owned AS (
            SELECT w.id, w.owner_id, w.team, CASE WHEN w.owner_id IS NULL THEN t.region ELSE w.region END AS region,
                   t.name, t.company, t.source, t.campaign
              FROM lead_owners w JOIN lead_terms t ON t.id = w.id AND {asked.known("t")}
             WHERE {asked.known("w")}
          ), assigned AS (
            SELECT w.id, min(w.version) AS version FROM lead_owners w
             WHERE w.owner_id IS NOT NULL AND {asked.begun("w")} GROUP BY w.id
          ), chosen AS (
            SELECT w.*, o.version, o.registered_at, e.version AS outcome_version, e.status, {closed()} AS closed_at,
                   e.opportunity_id, coalesce(v.score, s.score) AS score, coalesce(v.grade, s.grade) AS grade
              FROM owned w
              JOIN leads o ON o.id = w.id AND {asked.known("o")}
              JOIN lead_outcomes e ON e.id = w.id AND {asked.known("e")}
              LEFT JOIN assigned a ON a.id = w.id
              LEFT JOIN lead_scores s ON s.id = w.id AND {_held(asked, "s", score_at)}
              LEFT JOIN lead_overrides v ON v.id = w.id AND {_held(asked, "v", score_at)}
             WHERE {asked.in_scope("w")} AND {owned_by(chosen, "w")} AND e.status NOT IN ('merged', 'withdrawn')
               AND {registered}
          )"""


def telling(table: LiteralString, known: LiteralString, *, few: bool) -> LiteralString:
    """The rows of a table, `x` in `known`, with the lead that each counts for (`lead_id`).

    `few` says that most leads are not chosen: then only the rows of those that are get looked up.
    """
    if not few:
        return f"""(SELECT coalesce(p.lead_id, x.id) AS lead_id, x.*
              FROM {table} x LEFT JOIN parts p ON p.id = x.id WHERE {known})"""
    return f"""(SELECT b.lead_id, x.* FROM (
              SELECT id AS lead_id, id FROM chosen UNION ALL SELECT p.lead_id, p.id FROM parts p JOIN chosen ON chosen.id = p.lead_id
              ) b JOIN {table} x ON x.id = b.id AND {known})"""


def narrows(asked: Asked, chosen: SummaryFilter) -> bool:
    """Whether the caller or the filter leaves few of the leads."""
    return asked.principal.scope != "all" or (chosen.owner or chosen.team or chosen.region) is not None


def _held(asked: Asked, alias: LiteralString, score_at: ScoreAt) -> LiteralString:
    """The condition that picks what held when the lead was first assigned, or holds now where it never was."""
    known = asked.known(alias)
    if score_at == "now":
        return known
    return f"""CASE WHEN a.version IS NULL THEN {known} ELSE {alias}.version < a.version
                AND coalesce({alias}.next_version, 2147483647) > a.version END"""
