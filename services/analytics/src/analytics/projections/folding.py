"""The folds: from contracts to facts, set-based, in one way for live batches and for a rebuild.

A fold continues from the current row of each aggregate, if there is one, over the chosen contracts in the order of
their versions. What it is given and what the tables hold is all that it depends on, so folding in pieces and folding
at once give identical rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

from crm_contracts.registry import type_of
from psycopg import sql

from analytics.projections.facts import CARRYING_LINES, KINDS, OPPORTUNITY, Always, Kind, OwnVersion
from analytics.views.tables import OPPORTUNITIES, OPPORTUNITY_LINES, OPPORTUNITY_STAGES, Table
from crm_platform.persistence.database import Connection

# Both run inside window functions over the contracts of an aggregate.
AGGREGATES: tuple[LiteralString, ...] = (
    "CREATE OR REPLACE AGGREGATE merged(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}')",
    "CREATE OR REPLACE AGGREGATE joined(text[]) (sfunc = array_cat, stype = text[], initcond = '{}')",
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which contracts to fold (a condition on `contracts c`), and the same as a condition on `opportunities o`.

    `first` says that nothing of their aggregates was folded before, so there is no row to continue from.
    """

    contracts: sql.Composable
    opportunities: sql.Composable
    values: Mapping[str, Any]
    first: bool = False


def chosen(condition: LiteralString, values: Mapping[str, Any]) -> Chosen:
    """The contracts that meet a condition on `c`, some of whose aggregates may be known already."""
    versions = sql.SQL("(o.id, o.version) IN (SELECT c.aggregate_id, c.version FROM contracts c WHERE {})")
    return Chosen(sql.SQL(condition), versions.format(sql.SQL(condition)), values)


async def fold(connection: Connection, source: str, what: Chosen, *, suffix: str = "") -> None:
    """Fold the chosen contracts of a source into its tables, which have `suffix` behind their names."""
    for kind in KINDS:
        if kind.source == source:
            await _run(connection, _states(kind, what, suffix), what)
    if source == OPPORTUNITY.source:
        await _run(connection, _stages(what, suffix), what)
        await _run(connection, _lines(what, suffix), what)


async def forget(connection: Connection, source: str, ids: list[Any]) -> None:
    """Delete the facts about some aggregates of a source, which are then to be folded from their beginning."""
    keys: list[tuple[Table, LiteralString]] = [(kind.table, "id") for kind in KINDS if kind.source == source]
    if source == OPPORTUNITY.source:
        keys += [(OPPORTUNITY_STAGES, "opportunity_id"), (OPPORTUNITY_LINES, "opportunity_id")]
    for table, key in keys:
        statement = sql.SQL("DELETE FROM {} WHERE {} = ANY(%s)")
        await connection.execute(statement.format(sql.Identifier(table.name), sql.Identifier(key)), (ids,))


async def _run(connection: Connection, statement: sql.Composed, what: Chosen) -> None:
    # Planned anew each time: the tables grow from nothing to millions while a stored plan would stay.
    await connection.execute(statement, what.values, prepare=False)


def _states(kind: Kind, what: Chosen, suffix: str) -> sql.Composed:
    """One row per chosen contract: the state of its aggregate after it, until the next contract was recorded."""
    steps: LiteralString = """
      SELECT c.aggregate_id AS id, c.version, c.recorded_at, {patch} AS patch, {steps_trail} AS trail, true AS added
        FROM contracts c WHERE {chosen} AND c.source = {source} AND c.type = ANY({types})"""
    known: LiteralString = """
      UNION ALL SELECT t.id, t.version, t.recorded_from, to_jsonb(t), {known_trail}, false FROM {table} t
       WHERE t.recorded_to = 'infinity' AND t.id IN (SELECT c.aggregate_id FROM contracts c WHERE {chosen})"""
    ended: LiteralString = """
    ), ended AS (
      UPDATE {table} t SET recorded_to = s.recorded_to FROM states s
       WHERE NOT s.added AND t.id = s.id AND t.version = s.version"""
    statement: LiteralString = (
        "WITH steps AS MATERIALIZED ("
        + steps
        + ("" if what.first else known)
        + """
    ), states AS MATERIALIZED (
      SELECT id, version, added, merged(patch) OVER life AS state, joined(trail) OVER life AS trail,
             recorded_at AS recorded_from, coalesce(lead(recorded_at) OVER life, 'infinity') AS recorded_to
        FROM steps WINDOW life AS (PARTITION BY id ORDER BY version)"""
        + ("" if what.first else ended)
        + """
    )
    INSERT INTO {table} ({columns}) SELECT {values} FROM states WHERE added AND state ->> {begins} IS NOT NULL"""
    )
    return sql.SQL(statement).format(
        table=sql.Identifier(kind.table.name + suffix),
        chosen=what.contracts,
        source=sql.Literal(kind.source),
        types=sql.Literal([type_of(contract) for contract in kind.patches]),
        patch=_patch(kind),
        steps_trail=_taken(kind),
        known_trail=sql.Identifier("t", kind.trail[0]) if kind.trail else sql.SQL("'{{}}'::text[]"),
        columns=sql.SQL(", ").join(map(sql.Identifier, kind.table.columns)),
        values=sql.SQL(", ").join(_value(kind, name, type_) for name, type_ in kind.table.columns.items()),
        begins=sql.Literal(kind.begins),
    )


def _patch(kind: Kind) -> sql.Composed:
    cases = [
        sql.SQL("WHEN {} THEN jsonb_build_object({})").format(
            sql.Literal(type_of(contract)),
            sql.SQL(", ").join(
                sql.SQL("{}, {}").format(sql.Literal(column), _found(path)) for column, path in patch.items()
            ),
        )
        for contract, patch in kind.patches.items()
    ]
    return sql.SQL("CASE c.type {} END").format(sql.SQL(" ").join(cases))


def _found(path: str | Always | OwnVersion) -> sql.Composable:
    if isinstance(path, OwnVersion):
        return sql.SQL("c.version")
    if isinstance(path, Always):
        return sql.SQL("{}::text").format(sql.Literal(path.value))
    steps = path.split(".")
    if len(steps) == 1:
        return sql.SQL("c.data -> {}").format(sql.Literal(path))
    return sql.SQL("c.data #> {}").format(sql.Literal(steps))


def _taken(kind: Kind) -> sql.Composed:
    """What a contract adds to the trail."""
    if kind.trail is None:
        return sql.SQL("NULL::text[]").format()
    cases = [
        sql.SQL("WHEN {} THEN ARRAY[{}]").format(
            sql.Literal(type_of(contract)),
            sql.Literal(path.value) if isinstance(path, Always) else sql.SQL("c.data ->> {}").format(sql.Literal(path)),
        )
        for contract, patch in kind.patches.items()
        if (path := patch.get(kind.trail[1])) is not None
    ]
    return sql.SQL("CASE c.type {} ELSE '{{}}'::text[] END").format(sql.SQL(" ").join(cases))


def _value(kind: Kind, name: str, type_: LiteralString) -> sql.Composable:
    if name in ("id", "version", "recorded_from", "recorded_to"):
        return sql.Identifier(name)
    if kind.trail and name == kind.trail[0]:
        return sql.SQL("trail")
    return sql.SQL("(state ->> {})::{}").format(sql.Literal(name), sql.SQL(type_))


def _stages(what: Chosen, suffix: str) -> sql.Composed:
    """One row per visit to a stage, from the states by which an opportunity came into one."""
    known: LiteralString = """
      UNION ALL SELECT s.opportunity_id, s.version, s.stage, s.entered_at, s.amount, s.currency, s.recorded_from, false
        FROM {stages} s WHERE s.opportunity_id IN (SELECT o.id FROM {opportunities} o WHERE {chosen})"""
    ended: LiteralString = """
    ), ended AS (
      UPDATE {stages} s SET left_at = v.left_at, recorded_to = v.recorded_to FROM visits v
       WHERE NOT v.added AND s.recorded_to = 'infinity' AND v.recorded_to < 'infinity'
         AND s.opportunity_id = v.id AND s.version = v.version"""
    statement: LiteralString = (
        """WITH steps AS MATERIALIZED (
      SELECT o.id, o.version, o.stage, o.stage_entered_at AS entered_at, o.amount, o.currency, o.recorded_from, true AS added
        FROM {opportunities} o WHERE o.version = o.stage_version AND {chosen}"""
        + ("" if what.first else known)
        + """
    ), visits AS MATERIALIZED (
      SELECT id, version, stage, count(*) OVER same AS visit, first_value(entered_at) OVER same AS first_entered_at,
             entered_at, lead(entered_at) OVER life AS left_at, amount, currency, recorded_from,
             coalesce(lead(recorded_from) OVER life, 'infinity') AS recorded_to, added
        FROM steps
      WINDOW life AS (PARTITION BY id ORDER BY version), same AS (PARTITION BY id, stage ORDER BY version)"""
        + ("" if what.first else ended)
        + """
    )
    INSERT INTO {stages} ({columns})
    SELECT id, version, stage, visit, first_entered_at, entered_at, left_at, amount, currency, recorded_from, recorded_to
      FROM visits WHERE added"""
    )
    return sql.SQL(statement).format(
        opportunities=sql.Identifier(OPPORTUNITIES.name + suffix),
        stages=sql.Identifier(OPPORTUNITY_STAGES.name + suffix),
        chosen=what.opportunities,
        columns=sql.SQL(", ").join(map(sql.Identifier, OPPORTUNITY_STAGES.columns)),
    )


def _lines(what: Chosen, suffix: str) -> sql.Composed:
    """One row per line of each contract that carries lines, until the next such contract was recorded."""
    ended: LiteralString = """, ended AS (
      UPDATE {lines} l SET recorded_to = f.recorded_at
        FROM (SELECT DISTINCT ON (aggregate_id) aggregate_id, recorded_at FROM fresh ORDER BY aggregate_id, version) f
       WHERE l.opportunity_id = f.aggregate_id AND l.recorded_to = 'infinity')"""
    statement: LiteralString = (
        """WITH fresh AS MATERIALIZED (
      SELECT c.aggregate_id, c.version, c.recorded_at, c.data -> 'lines' AS lines,
             coalesce(lead(c.recorded_at) OVER (PARTITION BY c.aggregate_id ORDER BY c.version), 'infinity') AS recorded_to
        FROM contracts c WHERE {chosen} AND c.source = {source} AND c.type = ANY({types}))"""
        + ("" if what.first else ended)
        + """
    INSERT INTO {lines} ({columns})
    SELECT f.aggregate_id, f.version, l.number, l.line ->> 'product_id', l.line ->> 'name',
           (l.line ->> 'quantity')::numeric, (l.line #>> '{{amount,amount}}')::numeric, l.line #>> '{{amount,currency}}',
           f.recorded_at, f.recorded_to
      FROM fresh f, jsonb_array_elements(f.lines) WITH ORDINALITY AS l(line, number)"""
    )
    return sql.SQL(statement).format(
        lines=sql.Identifier(OPPORTUNITY_LINES.name + suffix),
        chosen=what.contracts,
        source=sql.Literal(OPPORTUNITY.source),
        types=sql.Literal([type_of(contract) for contract in CARRYING_LINES]),
        columns=sql.SQL(", ").join(map(sql.Identifier, OPPORTUNITY_LINES.columns)),
    )
