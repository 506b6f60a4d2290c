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
    """The CTE `chosen`, one row per lead that counts, beside `parts`; `registered` is a condition on `registered_at`."""
    leads = _now(score_at) if asked.as_of is None else _then(asked, score_at)
    return f"""
          WITH RECURSIVE {merged(asked.known)}, chosen AS (
            SELECT * FROM ({leads}) w
             WHERE {asked.in_scope("w")} AND {owned_by(chosen, "w")} AND status NOT IN ('merged', 'withdrawn')
               AND {registered}
          )"""


def _now(score_at: ScoreAt) -> LiteralString:
    """Every lead as it is."""
    score, grade = ("score", "grade") if score_at == "now" else ("score_at_assignment", "grade_at_assignment")
    return f"""
              SELECT id, owner_id, team, region, name, company, source, campaign, version, registered_at, outcome_version, status,
                     closed_at, opportunity_id, {score} AS score, {grade} AS grade
                FROM leads_now"""


def _then(asked: Asked, score_at: ScoreAt) -> LiteralString:
    """The same as of a moment, from the facts that were known then."""
    return f"""
              SELECT w.id, w.owner_id, w.team, CASE WHEN w.owner_id IS NULL THEN t.region ELSE w.region END AS region,
                     t.name, t.company, t.source, t.campaign, o.version, o.registered_at, e.version AS outcome_version, e.status,
                     {closed()} AS closed_at, e.opportunity_id, coalesce(v.score, s.score) AS score,
                     coalesce(v.grade, s.grade) AS grade
                FROM lead_owners w
                JOIN lead_terms t ON t.id = w.id AND {asked.known("t")}
                JOIN leads o ON o.id = w.id AND {asked.known("o")}
                JOIN lead_outcomes e ON e.id = w.id AND {asked.known("e")}
                LEFT JOIN (SELECT h.id, min(h.version) AS version FROM lead_owners h
                            WHERE h.owner_id IS NOT NULL AND {asked.begun("h")} GROUP BY h.id) a ON a.id = w.id
                LEFT JOIN lead_scores s ON s.id = w.id AND {_held(asked, "s", score_at)}
                LEFT JOIN lead_overrides v ON v.id = w.id AND {_held(asked, "v", score_at)}
               WHERE {asked.known("w")}"""


def contacts(asked: Asked, *, few: bool) -> LiteralString:
    """Every follow-up as it is told, with the lead that it counts for; `few` as in `telling`."""
    if asked.as_of is None:
        return telling("follow_ups_now", "true", few=few)
    return f"""(SELECT t.lead_id, t.id, t.follow_up_id, f.version, t.version AS told_version, f.author_id, f.owner_id,
                     f.minutes_since_assignment, t.method, t.result, t.replied, t.occurred_at
                FROM {telling("lead_follow_up_terms", asked.known("x"), few=few)} t
                LEFT JOIN lead_follow_ups f ON f.id = t.id AND f.follow_up_id = t.follow_up_id)"""


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
