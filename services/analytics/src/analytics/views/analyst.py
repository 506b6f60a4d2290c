"""The documented SQL views that analysts read with plain SQL, over whichever tables hold the facts now.

They show what is known now, or what was known at the session's `analytics.as_of` (`SET analytics.as_of = '…'`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import LiteralString

from psycopg import sql

from analytics.views.tables import CONTRACTS, FACTS

ROLE = "analyst"

_ASKED: LiteralString = (
    "(SELECT coalesce(nullif(current_setting('analytics.as_of', true), ''), '9999-12-31')::timestamptz)"
)


@dataclass(frozen=True, slots=True)
class AnalystView:
    """A view: what it is about, its columns as expression and meaning, and where they come from."""

    name: LiteralString
    about: LiteralString
    columns: Mapping[LiteralString, tuple[LiteralString, LiteralString]]
    origin: LiteralString


def _known(alias: LiteralString) -> LiteralString:
    return f"{alias}.recorded_from <= {_ASKED} AND {alias}.recorded_to > {_ASKED}"


_EVENT: LiteralString = "LEFT JOIN {{contracts}} c ON c.aggregate_id = {} AND c.version = {}"
_OWNED: Mapping[LiteralString, tuple[LiteralString, LiteralString]] = {
    "owner_id": ("o.owner_id", "Sign-in id of the person who is responsible."),
    "team": ("o.team", "Team of the owner."),
    "region": ("o.region", "Region of the owner."),
}
_CUSTOMER: Mapping[LiteralString, tuple[LiteralString, LiteralString]] = {
    "customer_id": ("o.customer_id", "Id in master data; null until it is known there."),
    "customer_name": ("o.customer_name", "Name of the customer when the row was recorded."),
}
_MONEY: Mapping[LiteralString, tuple[LiteralString, LiteralString]] = {
    "amount": ("o.amount", "Amount, in the currency beside it."),
    "currency": ("o.currency", "ISO 4217 code."),
}
_SINCE: Mapping[LiteralString, tuple[LiteralString, LiteralString]] = {
    "version": ("o.version", "Version of the aggregate that the row shows."),
    "event_id": ("c.id", "Id of the event that made the row as it is."),
    "known_since": ("o.recorded_from", "Since when the row is known as it is (record time)."),
}

_OPPORTUNITIES = AnalystView(
    "v_opportunities",
    "One row per opportunity as it is, or as it was known at analytics.as_of.",
    {
        "opportunity_id": ("o.id", "Id of the opportunity."),
        "title": ("o.title", "What people call it."),
        "lead_id": ("o.lead_id", "The lead it came from; null when it was opened directly."),
        "source": ("o.source", "Channel the lead came through."),
        **_CUSTOMER,
        **_OWNED,
        **_MONEY,
        "status": ("o.status", "open, won or lost."),
        "stage": ("o.stage", "Stage it is in; won and lost are final."),
        "stage_entered_at": ("o.stage_entered_at", "When it came into that stage."),
        "path": ("o.path", "Every stage it entered, in order, with repetitions."),
        "expected_close": ("o.expected_close", "Day on which it is expected to close."),
        "opened_at": ("o.opened_at", "When it was opened."),
        "closed_at": ("o.closed_at", "When it was won or lost; null while open."),
        **_SINCE,
    },
    f"{{opportunities}} o {_EVENT.format('o.id', 'o.version')} WHERE {_known('o')}",
)

_LEFT: LiteralString = f"CASE WHEN s.recorded_to <= {_ASKED} THEN s.left_at END"

_FUNNEL_STAGES = AnalystView(
    "v_funnel_stages",
    "One row per visit of an opportunity to a stage. The entry cohort of a stage is the rows with visit = 1: "
    "entered = count(*), converted = count(*) FILTER (WHERE went_on), current = count(*) FILTER (WHERE stage = stage_now).",
    {
        "opportunity_id": ("s.opportunity_id", "Id of the opportunity."),
        "stage": ("s.stage", "The stage that was entered; won and lost are final."),
        "visit": ("s.visit", "1 for the first time in this stage, 2 for the first return to it, and so on."),
        "first_entered_at": ("s.first_entered_at", "When the opportunity first entered this stage."),
        "entered_at": ("s.entered_at", "When this visit began."),
        "left_at": (_LEFT, "When this visit ended; null while it lasts."),
        "seconds": (
            f"greatest(0, extract(epoch FROM coalesce({_LEFT}, least({_ASKED}, now())) - s.entered_at))",
            "Length of this visit in seconds, so far when it lasts (then it is censored).",
        ),
        "amount_at_entry": ("s.amount", "Amount of the opportunity when it entered."),
        "currency_at_entry": ("s.currency", "ISO 4217 code of amount_at_entry."),
        "went_on": (
            "o.path[array_position(o.path, s.stage) + 1:]"
            " && ({pipeline}::text[])[array_position({pipeline}::text[], s.stage) + 1:] IS TRUE",
            "Whether the opportunity afterwards entered a later stage of the pipeline, skipping counted.",
        ),
        "stage_now": ("o.stage", "Stage the opportunity is in."),
        "status": ("o.status", "open, won or lost."),
        "opened_at": ("o.opened_at", "When the opportunity was opened."),
        **_CUSTOMER,
        **_OWNED,
        **_MONEY,
        "version": ("s.version", "Version of the opportunity by which it entered."),
        "event_id": ("c.id", "Id of the event by which it entered."),
    },
    "{opportunity_stages} s JOIN {opportunities} o ON o.id = s.opportunity_id"
    f" {_EVENT.format('s.opportunity_id', 's.version')} WHERE {_known('o')} AND s.recorded_from <= {_ASKED}",
)

_LEADS = AnalystView(
    "v_leads",
    "One row per lead as it is, or as it was known at analytics.as_of.",
    {
        "lead_id": ("o.id", "Id of the lead."),
        "name": ("o.name", "The company or the person."),
        "company": ("o.company", "The company."),
        "source": ("o.source", "Channel the lead came through."),
        "campaign": ("o.campaign", "Campaign the lead came through."),
        "industry": ("o.industry", "Industry of the company."),
        **_OWNED,
        "status": ("o.status", "open, converted or disqualified."),
        "score": ("o.score", "Newest score, 0 to 100."),
        "grade": ("o.grade", "Grade of the newest score, A is the best."),
        "model_version": ("o.model_version", "Version of the scoring model that gave it."),
        "opportunity_id": ("o.opportunity_id", "The opportunity it became."),
        "registered_at": ("o.registered_at", "When it was registered."),
        "closed_at": ("o.closed_at", "When it was converted or disqualified; null while open."),
        **_SINCE,
    },
    f"{{leads}} o {_EVENT.format('o.id', 'o.version')} WHERE {_known('o')}",
)

_ORDERS = AnalystView(
    "v_orders",
    "One row per order as it is, or as it was known at analytics.as_of.",
    {
        "order_id": ("o.id", "Id of the order."),
        "number": ("o.number", "The order number that people use."),
        "opportunity_id": ("o.opportunity_id", "The opportunity it came from."),
        **_CUSTOMER,
        **_OWNED,
        **_MONEY,
        "status": ("o.status", "placed, confirmed, in_production, delivered or cancelled."),
        "percent": ("o.percent", "How far production is, as reported last."),
        "placed_at": ("o.placed_at", "When it was placed."),
        "confirmed_at": ("o.confirmed_at", "When it became binding."),
        "promised_on": ("o.promised_on", "Promised day of delivery."),
        "delivered_at": ("o.delivered_at", "When the customer had the goods."),
        "invoiced_at": ("o.invoiced_at", "When finance wrote the newest invoice."),
        "cancelled_at": ("o.cancelled_at", "When it was cancelled."),
        **_SINCE,
    },
    f"{{orders}} o {_EVENT.format('o.id', 'o.version')} WHERE {_known('o')}",
)

_CONTRACTS = AnalystView(
    "v_contracts",
    "One row per event consumed from the other contexts: what every number follows from.",
    {
        "event_id": ("c.id", "Id of the event."),
        "source": ("c.source", "The context that published it."),
        "position": ("c.position", "Where it stands in the log of its source."),
        "aggregate_id": ("c.aggregate_id", "The opportunity, lead, order, … it is about."),
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

ANALYST_VIEWS = (_OPPORTUNITIES, _FUNNEL_STAGES, _LEADS, _ORDERS, _CONTRACTS)


def analyst_views(pipeline: Sequence[str], suffix: str = "") -> list[sql.Composed]:
    """The statements that make or replace the views over the facts with `suffix` behind their names."""
    tables = {table.name: sql.Identifier(table.name + suffix) for table in FACTS}
    given = tables | {"contracts": sql.Identifier(CONTRACTS.name), "pipeline": sql.Literal(list(pipeline))}
    statements = []
    for view in ANALYST_VIEWS:
        name = sql.Identifier(view.name)
        columns = [
            sql.SQL("{} AS {}").format(sql.SQL(expression).format(**given), sql.Identifier(column))
            for column, (expression, _) in view.columns.items()
        ]
        select = sql.SQL("CREATE OR REPLACE VIEW {} AS SELECT {} FROM {}")
        statements.append(select.format(name, sql.SQL(", ").join(columns), sql.SQL(view.origin).format(**given)))
        statements.append(sql.SQL("COMMENT ON VIEW {} IS {}").format(name, sql.Literal(view.about)))
        statements += [
            sql.SQL("COMMENT ON COLUMN {} IS {}").format(sql.Identifier(view.name, column), sql.Literal(meaning))
            for column, (_, meaning) in view.columns.items()
        ]
        statements.append(sql.SQL("GRANT SELECT ON {} TO {}").format(name, sql.Identifier(ROLE)))
    return statements
