"""The tables of analytics: the contracts it consumed, and the facts that follow from them.

Every row of a fact carries the record time from which it was known (`recorded_from`) and until when (`recorded_to`),
so every question can be asked `as_of`. Facts can be thrown away: the same contracts give the same rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import LiteralString

from psycopg import sql

CURRENT: LiteralString = "recorded_to = 'infinity'"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns by name, its primary key, and what else it is looked up by."""

    name: LiteralString
    columns: Mapping[LiteralString, LiteralString]
    key: LiteralString
    indexes: Sequence[LiteralString] = ()
    unique: Sequence[LiteralString] = ()

    def create(self, name: str) -> sql.Composed:
        """The statement that makes it as `name`, without indexes."""
        columns = [sql.SQL("{} {}").format(sql.Identifier(n), sql.SQL(kind)) for n, kind in self.columns.items()]
        return sql.SQL("CREATE TABLE {} ({})").format(sql.Identifier(name), sql.SQL(", ").join(columns))

    def index(self, name: str) -> list[sql.Composed]:
        """The statements that add its key and its indexes to the table `name`; the server names them."""
        table = sql.Identifier(name)
        statements = [sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({})").format(table, sql.SQL(self.key))]
        statements += [sql.SQL("CREATE UNIQUE INDEX ON {} {}").format(table, sql.SQL(on)) for on in self.unique]
        statements += [sql.SQL("CREATE INDEX ON {} {}").format(table, sql.SQL(on)) for on in self.indexes]
        return statements


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

_RECORDED: Mapping[LiteralString, LiteralString] = {
    "recorded_from": "timestamptz NOT NULL",
    "recorded_to": "timestamptz NOT NULL",
}
_OWNERSHIP: Mapping[LiteralString, LiteralString] = {"owner_id": "text", "team": "text", "region": "text"}
_AMOUNT: Mapping[LiteralString, LiteralString] = {"amount": "numeric(19,4)", "currency": "text"}
_OWNED = [f"({column}) WHERE {CURRENT}" for column in _OWNERSHIP]

OPPORTUNITIES = Table(
    "opportunities",
    {
        "id": "uuid NOT NULL",
        "version": "integer NOT NULL",
        "title": "text",
        "lead_id": "uuid",
        "source": "text",
        "customer_id": "text",
        "customer_name": "text",
        **_OWNERSHIP,
        **_AMOUNT,
        "status": "text",
        "stage": "text",
        "stage_entered_at": "timestamptz",
        # The version by which it came into its stage, and every stage so far in the order of entering.
        "stage_version": "integer",
        "path": "text[]",
        "expected_close": "date",
        "opened_at": "timestamptz",
        "closed_at": "timestamptz",
        **_RECORDED,
    },
    "id, version",
    [*_OWNED, f"(customer_id) WHERE {CURRENT}"],
)

OPPORTUNITY_STAGES = Table(
    "opportunity_stages",
    {
        "opportunity_id": "uuid NOT NULL",
        "version": "integer NOT NULL",
        "stage": "text NOT NULL",
        "visit": "integer NOT NULL",
        "first_entered_at": "timestamptz NOT NULL",
        "entered_at": "timestamptz NOT NULL",
        "left_at": "timestamptz",
        **_AMOUNT,
        # Known from the record time of entering; that it ended is known from the record time of leaving.
        **_RECORDED,
    },
    "opportunity_id, version",
)

OPPORTUNITY_LINES = Table(
    "opportunity_lines",
    {
        "opportunity_id": "uuid NOT NULL",
        "version": "integer NOT NULL",
        "line": "integer NOT NULL",
        "product_id": "text NOT NULL",
        "product_name": "text",
        "quantity": "numeric(19,4)",
        **_AMOUNT,
        **_RECORDED,
    },
    "opportunity_id, version, line",
    ["(product_id, recorded_to)"],
)

LEADS = Table(
    "leads",
    {
        "id": "uuid NOT NULL",
        "version": "integer NOT NULL",
        "name": "text",
        "company": "text",
        "source": "text",
        "campaign": "text",
        "industry": "text",
        **_OWNERSHIP,
        "status": "text",
        "score": "integer",
        "grade": "text",
        "model_version": "integer",
        "opportunity_id": "uuid",
        "registered_at": "timestamptz",
        "closed_at": "timestamptz",
        **_RECORDED,
    },
    "id, version",
    [*_OWNED, f"(registered_at) WHERE {CURRENT}"],
)

ORDERS = Table(
    "orders",
    {
        "id": "uuid NOT NULL",
        "version": "integer NOT NULL",
        "number": "text",
        "opportunity_id": "uuid",
        "customer_id": "text",
        "customer_name": "text",
        **_OWNERSHIP,
        **_AMOUNT,
        "status": "text",
        "percent": "integer",
        "placed_at": "timestamptz",
        "confirmed_at": "timestamptz",
        "promised_on": "date",
        "delivered_at": "timestamptz",
        "invoiced_at": "timestamptz",
        "cancelled_at": "timestamptz",
        **_RECORDED,
    },
    "id, version",
    [*_OWNED, f"(placed_at) WHERE {CURRENT}"],
)

FACTS = (OPPORTUNITIES, OPPORTUNITY_STAGES, OPPORTUNITY_LINES, LEADS, ORDERS)
