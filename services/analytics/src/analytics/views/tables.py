"""The tables of analytics: the contracts it consumed, and the facts that follow from them.

A fact holds from the contract that says so (`version`, `recorded_from`) until the next contract about the same
(`next_version`, `recorded_to`), so every question can be asked as of any record time. Facts can be thrown away: the
same contracts give the same rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import LiteralString

from psycopg import sql

Columns = Mapping[LiteralString, LiteralString]
"""Name to type and constraints."""

CURRENT: LiteralString = "recorded_to = 'infinity'"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, its primary key, and what else it is looked up by."""

    name: LiteralString
    columns: Columns
    key: LiteralString
    indexes: Sequence[LiteralString] = ()
    unique: Sequence[LiteralString] = ()

    def create(self, suffix: str = "") -> sql.Composed:
        """The statement that makes it without indexes, with `suffix` behind its name."""
        columns = [
            sql.SQL("{} {}").format(sql.Identifier(n), sql.SQL(kind)) for n, kind in self.columns.items()
        ]
        return sql.SQL("CREATE TABLE {} ({})").format(self.identifier(suffix), sql.SQL(", ").join(columns))

    def index(self, suffix: str = "") -> list[sql.Composed]:
        """The statements that add its key and its indexes; the server names them."""
        table = self.identifier(suffix)
        statements = [sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({})").format(table, sql.SQL(self.key))]
        statements += [
            sql.SQL("CREATE UNIQUE INDEX ON {} {}").format(table, sql.SQL(on)) for on in self.unique
        ]
        statements += [sql.SQL("CREATE INDEX ON {} {}").format(table, sql.SQL(on)) for on in self.indexes]
        return statements

    def identifier(self, suffix: str = "") -> sql.Identifier:
        """Its name in a statement."""
        return sql.Identifier(self.name + suffix)


CONTRACTS = Table(
    "contracts",
    {
        "source": "text NOT NULL",
        "position": "bigint NOT NULL",
        "id": "uuid NOT NULL",
        "aggregate_id": "uuid NOT NULL",
        "version": "integer NOT NULL",
        "type": "text NOT NULL",
        "recorded_at": "timestamptz NOT NULL",
        "correlation_id": "text NOT NULL",
        "causation_id": "text",
        "actor": "text NOT NULL",
        "data": "jsonb NOT NULL",
        # The order in which they came here; a rebuild reads up to a mark and then goes on from it.
        "seen": "bigint GENERATED ALWAYS AS IDENTITY",
    },
    "source, position",
    indexes=["USING brin (seen)"],
    unique=["(aggregate_id, version)"],
)


def _fact(
    name: LiteralString, columns: Columns, *current: LiteralString, key: LiteralString = "id, version"
) -> Table:
    """A table of facts; `current` names the columns that what holds now is looked up by."""
    since: Columns = {"id": "uuid NOT NULL", "version": "integer NOT NULL", "next_version": "integer"}
    known: Columns = {"recorded_from": "timestamptz NOT NULL", "recorded_to": "timestamptz NOT NULL"}
    return Table(
        name, {**since, **columns, **known}, key, [f"({column}) WHERE {CURRENT}" for column in current]
    )


_OWNER: Columns = {"owner_id": "text", "team": "text", "region": "text"}
_CUSTOMER: Columns = {"customer_id": "text", "customer_name": "text"}
# Without a scale, so that amounts keep the decimals they were published with.
_AMOUNT: Columns = {"amount": "numeric", "currency": "text"}

OPPORTUNITIES = _fact(
    "opportunities", {"lead_id": "uuid", "source": "text", "opened_at": "timestamptz NOT NULL"}
)
OPPORTUNITY_TERMS = _fact(
    "opportunity_terms", {"title": "text", **_CUSTOMER, **_AMOUNT, "expected_close": "date"}
)
OPPORTUNITY_OWNERS = _fact("opportunity_owners", _OWNER)
OPPORTUNITY_LINES = _fact(
    "opportunity_lines",
    {
        "line": "integer NOT NULL",
        "product_id": "text NOT NULL",
        "product_name": "text",
        "quantity": "numeric",
        **_AMOUNT,
    },
    "product_id",
    key="id, version, line",
)
OPPORTUNITY_STAGES = _fact(
    "opportunity_stages",
    {
        "stage": "text NOT NULL",
        # 1 for the first time in this stage; when that was; and every stage up to here, in order.
        "visit": "integer NOT NULL",
        "first_entered_at": "timestamptz NOT NULL",
        "path": "text[] NOT NULL",
        "entered_at": "timestamptz NOT NULL",
        "left_at": "timestamptz",
        # As the terms were when it entered.
        **_AMOUNT,
    },
)
# What all of that says of an opportunity now, with its visits beside each other in order: most questions are about
# now, and to gather it for each of thousands takes longer than to count it.
OPPORTUNITIES_NOW = Table(
    "opportunities_now",
    {
        "id": "uuid NOT NULL",
        **_OWNER,
        "title": "text",
        **_CUSTOMER,
        **_AMOUNT,
        "source": "text",
        "opened_at": "timestamptz",
        "stage": "text NOT NULL",
        "path": "text[] NOT NULL",
        "versions": "integer[] NOT NULL",
        "visits": "integer[] NOT NULL",
        "first_entered_at": "timestamptz[] NOT NULL",
        "entered_at": "timestamptz[] NOT NULL",
        "amounts": "numeric[] NOT NULL",
        "currencies": "text[] NOT NULL",
    },
    "id",
    [f"({column})" for column in (*_OWNER, "customer_id")],
)

LEADS = _fact("leads", {"registered_at": "timestamptz NOT NULL"})
LEAD_TERMS = _fact(
    "lead_terms",
    {
        "name": "text",
        "company": "text",
        "source": "text",
        "campaign": "text",
        "industry": "text",
        # Its people may see the lead while nobody owns it.
        "region": "text",
    },
)
LEAD_OWNERS = _fact("lead_owners", _OWNER)
LEAD_SCORES = _fact("lead_scores", {"score": "integer", "grade": "text", "model_version": "integer"})
# Empty from when it was lifted.
LEAD_OVERRIDES = _fact("lead_overrides", {"score": "integer", "grade": "text"})
LEAD_OUTCOMES = _fact(
    "lead_outcomes",
    {
        "status": "text NOT NULL",
        "closed_at": "timestamptz",
        "opportunity_id": "uuid",
        "merged_into": "uuid",
    },
    "merged_into",
)
LEAD_TOUCHES = _fact(
    "lead_touches",
    {"channel": "text", "source": "text", "campaign": "text", "occurred_at": "timestamptz NOT NULL"},
)
LEAD_FOLLOW_UPS = _fact(
    "lead_follow_ups",
    {
        "follow_up_id": "uuid NOT NULL",
        "author_id": "text NOT NULL",
        # Of the lead then.
        "owner_id": "text",
        "minutes_since_assignment": "integer",
    },
)
# What is told of a follow-up, until it is corrected.
LEAD_FOLLOW_UP_TERMS = _fact(
    "lead_follow_up_terms",
    {
        "follow_up_id": "uuid NOT NULL",
        "method": "text NOT NULL",
        "result": "text NOT NULL",
        "replied": "boolean NOT NULL",
        "occurred_at": "timestamptz NOT NULL",
    },
)
# What all of that says of a lead now. Its region is that of its owner, or its own while it has none.
LEADS_NOW = Table(
    "leads_now",
    {
        "id": "uuid NOT NULL",
        **_OWNER,
        "version": "integer NOT NULL",
        "registered_at": "timestamptz NOT NULL",
        "name": "text",
        "company": "text",
        "source": "text",
        "campaign": "text",
        "status": "text NOT NULL",
        "closed_at": "timestamptz",
        "outcome_version": "integer NOT NULL",
        "opportunity_id": "uuid",
        "score": "integer",
        "grade": "text",
        # In force when it was first assigned, or now where it never was.
        "score_at_assignment": "integer",
        "grade_at_assignment": "text",
    },
    "id",
    [f"({column})" for column in _OWNER],
)
# What is told of each follow-up now.
FOLLOW_UPS_NOW = Table(
    "follow_ups_now",
    {
        "id": "uuid NOT NULL",
        "follow_up_id": "uuid NOT NULL",
        "version": "integer",
        "told_version": "integer NOT NULL",
        "author_id": "text",
        "owner_id": "text",
        "minutes_since_assignment": "integer",
        "method": "text NOT NULL",
        "result": "text NOT NULL",
        "replied": "boolean NOT NULL",
        "occurred_at": "timestamptz NOT NULL",
    },
    "id, follow_up_id",
)
LEAD_SOURCES = _fact("lead_sources", {"sources": "jsonb NOT NULL"})
LEAD_CAMPAIGNS = _fact(
    "lead_campaigns", {"code": "text NOT NULL", "name": "text NOT NULL", "source": "text", **_AMOUNT}
)

ORDERS = _fact("orders", {"number": "text", "opportunity_id": "uuid", "placed_at": "timestamptz NOT NULL"})
ORDER_TERMS = _fact("order_terms", {**_CUSTOMER, **_OWNER, **_AMOUNT, "promised_on": "date"}, *_OWNER)
ORDER_STATES = _fact(
    "order_states", {"status": "text NOT NULL", "percent": "integer", "entered_at": "timestamptz NOT NULL"}
)
ORDER_INVOICES = _fact(
    "order_invoices", {"invoice_number": "text", **_AMOUNT, "invoiced_at": "timestamptz NOT NULL"}
)

FACTS = (
    OPPORTUNITIES,
    OPPORTUNITY_TERMS,
    OPPORTUNITY_OWNERS,
    OPPORTUNITY_LINES,
    OPPORTUNITY_STAGES,
    OPPORTUNITIES_NOW,
    LEADS,
    LEAD_TERMS,
    LEAD_OWNERS,
    LEAD_SCORES,
    LEAD_OVERRIDES,
    LEAD_OUTCOMES,
    LEAD_TOUCHES,
    LEAD_FOLLOW_UPS,
    LEAD_FOLLOW_UP_TERMS,
    LEADS_NOW,
    FOLLOW_UPS_NOW,
    LEAD_SOURCES,
    LEAD_CAMPAIGNS,
    ORDERS,
    ORDER_TERMS,
    ORDER_STATES,
    ORDER_INVOICES,
)
