"""The documented SQL views that analysts read with plain SQL, over whichever tables hold the facts now.

They show what is known now, or what was known at the session's `analytics.as_of` (`SET analytics.as_of = '…'`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import LiteralString

from psycopg import sql

from analytics.views.lead_rows import closed, merged
from analytics.views.tables import CONTRACTS, FACTS

ROLE = "analyst"

_ASKED: LiteralString = (
    "(SELECT coalesce(nullif(current_setting('analytics.as_of', true), ''), '9999-12-31')::timestamptz)"
)

Columns = Mapping[LiteralString, tuple[LiteralString, LiteralString]]
"""Name to expression and meaning."""


@dataclass(frozen=True, slots=True)
class AnalystView:
    """A view: what it is about, its columns, and where they come from."""

    name: LiteralString
    about: LiteralString
    columns: Columns
    origin: LiteralString


def _known(alias: LiteralString) -> LiteralString:
    return f"{alias}.recorded_from <= {_ASKED} AND {alias}.recorded_to > {_ASKED}"


def _join(table: LiteralString, alias: LiteralString, how: LiteralString = "JOIN") -> LiteralString:
    return f" {how} {{{table}}} {alias} ON {alias}.id = o.id AND {_known(alias)}"


def _event(version: LiteralString) -> LiteralString:
    return f" LEFT JOIN {{contracts}} c ON c.aggregate_id = o.id AND c.version = {version}"


_OWNER: Columns = {
    "owner_id": ("w.owner_id", "Sign-in id of the person who is responsible."),
    "team": ("w.team", "Team of the owner."),
    "region": ("w.region", "Region of the owner."),
}
_CUSTOMER: Columns = {
    "customer_id": ("t.customer_id", "Id of the customer in master data; null until it is known there."),
    "customer_name": ("t.customer_name", "Name of the customer."),
}
_AMOUNT: Columns = {
    "amount": ("t.amount", "Amount, in the currency beside it."),
    "currency": ("t.currency", "ISO 4217 code."),
}
_STATUS: LiteralString = "CASE WHEN n.stage IN ('won', 'lost', 'withdrawn') THEN n.stage ELSE 'open' END"
_LATEST: LiteralString = "greatest(t.version, w.version, n.version)"

_OPPORTUNITIES = AnalystView(
    "v_opportunities",
    "One row per opportunity.",
    {
        "opportunity_id": ("o.id", "Id of the opportunity."),
        "title": ("t.title", "What people call it."),
        "lead_id": ("o.lead_id", "The lead it came from; null when it was opened directly."),
        "source": ("o.source", "Channel the lead came through."),
        **_CUSTOMER,
        **_OWNER,
        **_AMOUNT,
        "status": (_STATUS, "open, won, lost or withdrawn."),
        "stage": ("n.stage", "Stage it is in; won and lost are final."),
        "stage_entered_at": ("n.entered_at", "When it came into that stage."),
        "path": ("n.path", "Every stage it entered, in order, with repetitions."),
        "expected_close": ("t.expected_close", "Day on which it is expected to close."),
        "opened_at": ("o.opened_at", "When it was opened."),
        "closed_at": (
            "CASE WHEN n.stage IN ('won', 'lost', 'withdrawn') THEN n.entered_at END",
            "When it was won, lost or withdrawn; null while open.",
        ),
        "version": (_LATEST, "Version of the opportunity that the row shows."),
        "event_id": ("c.id", "Id of the event that made the row as it is."),
    },
    "{opportunities} o"
    + _join("opportunity_terms", "t")
    + _join("opportunity_owners", "w")
    + _join("opportunity_stages", "n")
    + _event(_LATEST)
    + f" WHERE {_known('o')}",
)

_LEFT: LiteralString = f"CASE WHEN v.recorded_to <= {_ASKED} THEN v.left_at END"

_FUNNEL_STAGES = AnalystView(
    "v_funnel_stages",
    "One row per visit of an opportunity, unless it was withdrawn, to a stage. The figures of the funnel are those of the rows with visit = 1:"
    " entered = count(*), went_on = count(*) FILTER (WHERE went_on),"
    " current = count(*) FILTER (WHERE stage = stage_now).",
    {
        "opportunity_id": ("o.id", "Id of the opportunity."),
        "stage": ("v.stage", "The stage that was entered; won and lost are final."),
        "visit": ("v.visit", "1 for the first time in this stage, 2 for the first return to it, and so on."),
        "first_entered_at": ("v.first_entered_at", "When the opportunity first entered this stage."),
        "entered_at": ("v.entered_at", "When this visit began."),
        "left_at": (_LEFT, "When this visit ended; null while it lasts."),
        "seconds": (
            f"greatest(0, extract(epoch FROM coalesce({_LEFT}, least({_ASKED}, now())) - v.entered_at))",
            "Length of this visit in seconds; so far when it lasts, so it is censored.",
        ),
        "amount_at_entry": ("v.amount", "Amount of the opportunity when it entered."),
        "currency_at_entry": ("v.currency", "ISO 4217 code of amount_at_entry."),
        "went_on": (
            "coalesce(n.path[array_position(n.path, v.stage) + 1:]"
            " && ({pipeline}::text[])[array_position({pipeline}::text[], v.stage) + 1:], false)",
            "Whether the opportunity afterwards entered a later stage of the pipeline, next or not.",
        ),
        "stage_now": ("n.stage", "Stage the opportunity is in."),
        "status": (_STATUS, "open, won or lost."),
        "opened_at": ("o.opened_at", "When the opportunity was opened."),
        **_CUSTOMER,
        **_OWNER,
        **_AMOUNT,
        "version": ("v.version", "Version of the opportunity by which it entered."),
        "event_id": ("c.id", "Id of the event by which it entered."),
    },
    "{opportunities} o"
    f" JOIN {{opportunity_stages}} v ON v.id = o.id AND v.recorded_from <= {_ASKED}"
    + _join("opportunity_stages", "n")
    + _join("opportunity_terms", "t")
    + _join("opportunity_owners", "w")
    + _event("v.version")
    + f" WHERE {_known('o')} AND n.stage <> 'withdrawn'",
)

_LATEST_OF_LEAD: LiteralString = "greatest(t.version, w.version, e.version, s.version, x.version)"
# What held when it was first assigned.
_AT_ASSIGNMENT: LiteralString = (
    f" LEFT JOIN LATERAL (SELECT min(h.version) AS version FROM {{lead_owners}} h"
    f" WHERE h.id = o.id AND h.owner_id IS NOT NULL AND h.recorded_from <= {_ASKED}) a ON true"
    " LEFT JOIN {lead_scores} s1 ON s1.id = o.id AND s1.version < a.version"
    " AND coalesce(s1.next_version, 2147483647) > a.version"
    " LEFT JOIN {lead_overrides} x1 ON x1.id = o.id AND x1.version < a.version"
    " AND coalesce(x1.next_version, 2147483647) > a.version"
)

_LEADS = AnalystView(
    "v_leads",
    "One row per lead, but for those that were withdrawn.",
    {
        "lead_id": ("o.id", "Id of the lead."),
        "name": ("t.name", "The company or the person."),
        "company": ("t.company", "The company."),
        "source": ("t.source", "Channel the lead came through."),
        "campaign": ("t.campaign", "Campaign the lead came through."),
        "industry": ("t.industry", "Industry of the company."),
        "owner_id": ("w.owner_id", "Sign-in id of the person who is responsible; null while nobody is."),
        "team": ("w.team", "Team of the owner."),
        "region": (
            "CASE WHEN w.owner_id IS NULL THEN t.region ELSE w.region END",
            "Region of the owner, or of the lead while it has none.",
        ),
        "status": ("e.status", "open, converted, disqualified or merged (into another lead)."),
        "score": ("coalesce(x.score, s.score)", "Score in force, 0 to 100: the override, or the newest."),
        "grade": ("coalesce(x.grade, s.grade)", "Grade in force; A is the best."),
        "model_version": ("s.model_version", "Version of the scoring model that scored it last."),
        "opportunity_id": ("e.opportunity_id", "The opportunity it became."),
        "registered_at": ("o.registered_at", "When it was registered."),
        "closed_at": (closed("{lead_outcomes}"), "When it was converted or disqualified; null while open."),
        "version": (_LATEST_OF_LEAD, "Version of the lead that the row shows."),
        "event_id": ("c.id", "Id of the event that made the row as it is."),
        "merged_into": ("e.merged_into", "The lead that took it in."),
        "score_at_assignment": (
            "coalesce(x1.score, s1.score)",
            "Score in force when it was first assigned, to be held against what became of it without hindsight.",
        ),
        "grade_at_assignment": ("coalesce(x1.grade, s1.grade)", "Grade in force then."),
    },
    "{leads} o"
    + _join("lead_terms", "t")
    + _join("lead_owners", "w")
    + _join("lead_outcomes", "e")
    + _join("lead_scores", "s", "LEFT JOIN")
    + _join("lead_overrides", "x", "LEFT JOIN")
    + _AT_ASSIGNMENT
    + _event(_LATEST_OF_LEAD)
    + f" WHERE {_known('o')} AND e.status <> 'withdrawn'",
)


def _of_leads(rows: LiteralString, columns: LiteralString) -> LiteralString:
    """What belongs to leads that count, with the lead (`lead_id`) that it counts for."""
    return (
        f"(WITH RECURSIVE {merged(_known, '{lead_outcomes}')}"
        f" SELECT coalesce(p.lead_id, h.id) AS lead_id, {columns} FROM {rows} LEFT JOIN parts p ON p.id = h.id"
        f" WHERE {_known('h')}) o"
        f" JOIN {{lead_outcomes}} e ON e.id = o.lead_id AND {_known('e')} AND e.status <> 'withdrawn'"
    )


_LEAD_TOUCHES = AnalystView(
    "v_lead_touches",
    "One row per time that a lead came to us; those of a merged lead count for the one that took it in.",
    {
        "lead_id": ("o.lead_id", "Id of the lead that it counts for."),
        "told_of": ("o.id", "Id of the lead that came, which another may have taken in since."),
        "touch": (
            "row_number() OVER (PARTITION BY o.lead_id ORDER BY o.occurred_at, o.id, o.version)",
            "Its place among the touches of the lead, from 1.",
        ),
        "channel": ("o.channel", "How it came; null where nobody told."),
        "source": ("o.source", "Code of the source."),
        "campaign": ("o.campaign", "Code of the campaign."),
        "occurred_at": ("o.occurred_at", "When it came."),
        "event_id": ("c.id", "Id of the event that tells of it."),
    },
    _of_leads("{lead_touches} h", "h.*") + _event("o.version"),
)

_LEAD_FOLLOW_UPS = AnalystView(
    "v_lead_follow_ups",
    "One row per contact with a lead, as it is told with all corrections; those of a merged lead count for the one that took it in.",
    {
        "follow_up_id": ("o.follow_up_id", "Id of the follow-up."),
        "lead_id": ("o.lead_id", "Id of the lead that it counts for."),
        "told_of": ("o.id", "Id of the lead that was contacted, which another may have taken in since."),
        "attempt": (
            "row_number() OVER (PARTITION BY o.lead_id ORDER BY o.occurred_at, o.id, o.version)",
            "Its place among the contacts of the lead in order of time, from 1.",
        ),
        "method": ("o.method", "call, visit, wechat, email, message, meeting, other."),
        "result": ("o.result", "no_answer, replied, interested, appointment, not_interested, other."),
        "replied": ("o.replied", "Whether the lead said something."),
        "occurred_at": ("o.occurred_at", "When it happened."),
        "author_id": ("o.author_id", "Sign-in id of who recorded it."),
        "owner_id": ("o.owner_id", "Sign-in id of whose lead it was then."),
        "minutes_since_assignment": (
            "o.minutes_since_assignment",
            "For the first contact by an owner: how long after the assignment.",
        ),
        "event_id": (
            "c.id",
            "Id of the event that made the row as it is: the record, or its newest correction.",
        ),
    },
    _of_leads(
        "{lead_follow_ups} h JOIN {lead_follow_up_terms} t"
        f" ON t.id = h.id AND t.follow_up_id = h.follow_up_id AND {_known('t')}",
        "h.*, t.method, t.result, t.replied, t.occurred_at, t.version AS told_version",
    )
    + _event("o.told_version"),
)

_ORDERS = AnalystView(
    "v_orders",
    "One row per order.",
    {
        "order_id": ("o.id", "Id of the order."),
        "number": ("o.number", "The order number that people use."),
        "opportunity_id": ("o.opportunity_id", "The opportunity it came from."),
        "customer_id": _CUSTOMER["customer_id"],
        "customer_name": _CUSTOMER["customer_name"],
        "owner_id": ("t.owner_id", "Sign-in id of the person who is responsible."),
        "team": ("t.team", "Team of the owner."),
        "region": ("t.region", "Region of the owner."),
        **_AMOUNT,
        "invoiced_amount": (
            f"(SELECT coalesce(sum(i.amount), 0) FROM {{order_invoices}} i"
            f" WHERE i.id = o.id AND i.currency = t.currency AND {_known('i')})",
            "Sum of its invoices in the same currency.",
        ),
        "status": ("n.status", "placed, confirmed, in_production, delivered or cancelled."),
        "status_since": ("n.entered_at", "When it came into that status."),
        "percent": ("n.percent", "How far production is, as reported last."),
        "promised_on": ("t.promised_on", "Promised day of delivery."),
        "placed_at": ("o.placed_at", "When it was placed."),
        "version": ("greatest(t.version, n.version)", "Version of the order that the row shows."),
        "event_id": ("c.id", "Id of the event that made the row as it is."),
    },
    "{orders} o"
    + _join("order_terms", "t")
    + _join("order_states", "n")
    + _event("greatest(t.version, n.version)")
    + f" WHERE {_known('o')}",
)

_CONTRACTS = AnalystView(
    "v_contracts",
    "One row per event consumed from the other contexts: what every number follows from.",
    {
        "event_id": ("c.id", "Id of the event."),
        "source": ("c.source", "The context that published it."),
        "position": ("c.position", "Where it stands in the log of its source."),
        "aggregate_id": ("c.aggregate_id", "The opportunity, lead, order or other thing that it is about."),
        "version": ("c.version", "Version of the aggregate after it: contiguous, from 1."),
        "type": ("c.type", "The contract."),
        "recorded_at": ("c.recorded_at", "When its source recorded it."),
        "actor": ("c.actor", "Who did it."),
        "correlation_id": ("c.correlation_id", "Shared by everything that follows from one command."),
        "causation_id": ("c.causation_id", "The command or event that led to it."),
        "data": ("c.data", "Its content."),
    },
    f"{{contracts}} c WHERE c.recorded_at <= {_ASKED}",
)

ANALYST_VIEWS = (
    _OPPORTUNITIES,
    _FUNNEL_STAGES,
    _LEADS,
    _LEAD_TOUCHES,
    _LEAD_FOLLOW_UPS,
    _ORDERS,
    _CONTRACTS,
)


def analyst_views(pipeline: Sequence[str], suffix: str = "") -> list[sql.Composed]:
    """The statements that make or replace the views over the facts with `suffix` behind their names."""
    tables = {table.name: table.identifier(suffix) for table in FACTS}
    given = {**tables, "contracts": CONTRACTS.identifier(), "pipeline": sql.Literal(list(pipeline))}
    statements = []
    for view in ANALYST_VIEWS:
        name = sql.Identifier(view.name)
        columns = [
            sql.SQL("{} AS {}").format(sql.SQL(expression).format(**given), sql.Identifier(column))
            for column, (expression, _) in view.columns.items()
        ]
        select = sql.SQL("CREATE OR REPLACE VIEW {} AS SELECT {} FROM {}")
        statements.append(
            select.format(name, sql.SQL(", ").join(columns), sql.SQL(view.origin).format(**given))
        )
        about = f"{view.about} As it is, or as it was known at analytics.as_of."
        statements.append(sql.SQL("COMMENT ON VIEW {} IS {}").format(name, sql.Literal(about)))
        statements += [
            sql.SQL("COMMENT ON COLUMN {} IS {}").format(
                sql.Identifier(view.name, column), sql.Literal(meaning)
            )
            for column, (_, meaning) in view.columns.items()
        ]
        statements.append(sql.SQL("GRANT SELECT ON {} TO {}").format(name, sql.Identifier(ROLE)))
    return statements
