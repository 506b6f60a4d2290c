"""The folds: from contracts to facts, set-based, in one way for live batches and for a rebuild.

A fold takes chosen contracts in the order of their versions and ends what held before them. What it is given and what
the tables hold is all that it depends on, so folding in pieces and folding at once give identical rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from analytics.projections.facts import CARRYING_LINES, ENTERING, KEPT, SOURCES, Always, Fact, FirstOf, Said
from analytics.projections.summing import SUMS, summing_up
from analytics.views.tables import FACTS, OPPORTUNITY_LINES, OPPORTUNITY_STAGES, OPPORTUNITY_TERMS, Table
from crm_contracts.registry import Contract, type_of
from crm_platform.persistence.database import Connection

_SINCE: LiteralString = """c.aggregate_id AS id, c.version, lead(c.version) OVER life AS next_version,
       c.recorded_at AS recorded_from, coalesce(lead(c.recorded_at) OVER life, 'infinity') AS recorded_to"""
_LASTING: LiteralString = """c.aggregate_id AS id, c.version, NULL::integer AS next_version,
       c.recorded_at AS recorded_from, 'infinity'::timestamptz AS recorded_to"""
_FROM: LiteralString = """FROM contracts c WHERE {chosen} AND c.source = {source} AND c.type = ANY({types})"""
_LIFE: LiteralString = " WINDOW life AS (PARTITION BY c.aggregate_id{part} ORDER BY c.version)"
_ENDED: LiteralString = """, ended AS (
  UPDATE {table} t SET next_version = f.version, recorded_to = f.recorded_from
    FROM (SELECT DISTINCT ON (id{each}) id{each}, version, recorded_from FROM fresh ORDER BY id{each}, version) f
   WHERE t.id = f.id{same} AND t.next_version IS NULL)"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which contracts to fold: a condition on `contracts c`, and its values.

    `first` says that no fact about their aggregates is there yet that would have to be ended.
    """

    condition: LiteralString
    values: Mapping[str, Any]
    first: bool = False


async def fold(connection: Connection, source: str, chosen: Chosen, *, suffix: str = "") -> None:
    """Fold the chosen contracts of a source into its tables, which have `suffix` behind their names."""
    for statement in _folds(source, chosen, suffix):
        # Planned anew each time: the tables grow from nothing to millions while a stored plan would stay.
        await connection.execute(statement, chosen.values, prepare=False)


async def continue_with(
    connection: Connection, source: str, chosen: Chosen, *, before: int, suffix: str = ""
) -> None:
    """Fold the chosen contracts behind all that were seen up to `before`.

    An aggregate of which a later version was folded already is folded whole.
    """
    late: LiteralString = """
        SELECT DISTINCT c.aggregate_id FROM contracts c
          JOIN contracts k ON k.aggregate_id = c.aggregate_id AND k.version > c.version
         WHERE {chosen} AND c.source = {source} AND k.seen <= {before}"""
    statement = sql.SQL(late).format(
        chosen=sql.SQL(chosen.condition), source=sql.Literal(source), before=sql.Literal(before)
    )
    cursor = await connection.execute(statement, chosen.values, prepare=False)
    overtaken = [row[0] for row in await cursor.fetchall()]
    if overtaken:
        await _forget(connection, source, overtaken, suffix)
        await fold(
            connection, source, Chosen("c.aggregate_id = ANY(%(ids)b)", {"ids": overtaken}), suffix=suffix
        )
        others = chosen.condition + " AND NOT c.aggregate_id = ANY(%(overtaken)b)"
        chosen = Chosen(others, {**chosen.values, "overtaken": overtaken})
    await fold(connection, source, chosen, suffix=suffix)


def meaning() -> str:
    """The text of every table and every fold: facts made under another one have to be made again."""
    folds = [statement for source in SOURCES for statement in _folds(source, Chosen("true", {}), "")]
    tables = [statement for table in FACTS for statement in (table.create(), *table.index())]
    return ";".join(statement.as_string() for statement in (*tables, *folds))


async def _forget(connection: Connection, source: str, ids: list[UUID], suffix: str) -> None:
    for table in _tables(source):
        statement = sql.SQL("DELETE FROM {} WHERE id = ANY(%b)").format(table.identifier(suffix))
        await connection.execute(statement, (ids,))


def _tables(source: str) -> list[Table]:
    special = [OPPORTUNITY_STAGES, OPPORTUNITY_LINES] if source == "opportunities" else []
    return [fact.table for fact in KEPT if fact.source == source] + special


def _folds(source: str, chosen: Chosen, suffix: str) -> list[sql.Composed]:
    folds = [_facts(fact, chosen, suffix) for fact in KEPT if fact.source == source]
    if source == "opportunities":
        # Behind the terms, from which a stage takes the amount at its entry.
        folds += [_lines(chosen, suffix), _stages(chosen, suffix)]
    if not chosen.first:
        told = sql.SQL("SELECT c.aggregate_id FROM contracts c WHERE {} AND c.source = {}")
        of = told.format(sql.SQL(chosen.condition), sql.Literal(source))
        folds += [summing_up(total, of, suffix) for total in SUMS.get(source, ())]
    return folds


def _facts(fact: Fact, chosen: Chosen, suffix: str) -> sql.Composed:
    """One row per contract that says something for this fact."""
    names = list(dict.fromkeys(name for said in fact.said_by.values() for name in said))
    statement: LiteralString = (
        "WITH fresh AS (SELECT "
        + (_LASTING if fact.lasting else _SINCE)
        + ", {values} "
        + _FROM
        + ("" if fact.lasting else _LIFE)
        + ")"
        + ("" if chosen.first or fact.lasting else _ENDED)
        + " INSERT INTO {table} ({columns}) SELECT {columns} FROM fresh"
    )
    columns = ["id", "version", "next_version", "recorded_from", "recorded_to", *names]
    return sql.SQL(statement).format(
        table=fact.table.identifier(suffix),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(_value(fact.said_by, n, fact.table.columns[n]) for n in names),
        **_parts(fact.each),
        **_where(chosen, fact.source, fact.said_by),
    )


def _lines(chosen: Chosen, suffix: str) -> sql.Composed:
    """One row per line of each contract that carries lines."""
    statement: LiteralString = (
        "WITH fresh AS (SELECT "
        + _SINCE
        + ", c.data -> 'lines' AS lines "
        + _FROM
        + _LIFE
        + ")"
        + ("" if chosen.first else _ENDED)
        + """
        INSERT INTO {table}
          (id, version, next_version, line, product_id, product_name, quantity, amount, currency, recorded_from, recorded_to)
        SELECT f.id, f.version, f.next_version, l.number, l.line ->> 'product_id', l.line ->> 'name',
               (l.line ->> 'quantity')::numeric, (l.line #>> '{{amount,amount}}')::numeric,
               l.line #>> '{{amount,currency}}', f.recorded_from, f.recorded_to
          FROM fresh f, jsonb_array_elements(f.lines) WITH ORDINALITY AS l(line, number)"""
    )
    where = _where(chosen, "opportunities", CARRYING_LINES)
    return sql.SQL(statement).format(table=OPPORTUNITY_LINES.identifier(suffix), **_parts(None), **where)


def _stages(chosen: Chosen, suffix: str) -> sql.Composed:
    """One row per visit to a stage: from entering it until entering the next, with the path so far."""
    known: LiteralString = (
        """UNION ALL
      SELECT s.id, s.version, s.stage, s.entered_at, s.amount, s.currency, s.recorded_from, false
        FROM {table} s WHERE s.id IN (SELECT c.aggregate_id """
        + _FROM
        + ")"
    )
    ended: LiteralString = """, ended AS (
      UPDATE {table} s SET next_version = v.next_version, left_at = v.left_at, recorded_to = v.recorded_to FROM visits v
       WHERE NOT v.added AND v.next_version IS NOT NULL AND s.id = v.id AND s.version = v.version
         AND s.next_version IS NULL)"""
    statement: LiteralString = (
        """WITH steps AS (
      SELECT c.aggregate_id AS id, c.version, {stage}, {entered_at}, t.amount, t.currency,
             c.recorded_at AS recorded_from, true AS added
        FROM (SELECT c.* """
        + _FROM
        + """) c JOIN {terms} t
          ON t.id = c.aggregate_id AND t.version <= c.version AND coalesce(t.next_version, 2147483647) > c.version """
        + ("" if chosen.first else known)
        + """), visits AS (
      SELECT id, version, lead(version) OVER life AS next_version, stage, row_number() OVER same AS visit,
             first_value(entered_at) OVER same AS first_entered_at, array_agg(stage) OVER life AS path,
             entered_at, lead(entered_at) OVER life AS left_at, amount, currency, recorded_from,
             coalesce(lead(recorded_from) OVER life, 'infinity') AS recorded_to, added
        FROM steps
      WINDOW life AS (PARTITION BY id ORDER BY version), same AS (PARTITION BY id, stage ORDER BY version))"""
        + ("" if chosen.first else ended)
        + " INSERT INTO {table} ({columns}) SELECT {columns} FROM visits WHERE added"
    )
    return sql.SQL(statement).format(
        table=OPPORTUNITY_STAGES.identifier(suffix),
        terms=OPPORTUNITY_TERMS.identifier(suffix),
        stage=_value(ENTERING, "stage", "text"),
        entered_at=_value(ENTERING, "entered_at", "timestamptz"),
        columns=sql.SQL(", ").join(map(sql.Identifier, OPPORTUNITY_STAGES.columns)),
        **_where(chosen, "opportunities", ENTERING),
    )


def _where(chosen: Chosen, source: str, contracts: Iterable[type[Contract]]) -> dict[str, sql.Composable]:
    types = sql.Literal([type_of(contract) for contract in contracts])
    return {"chosen": sql.SQL(chosen.condition), "source": sql.Literal(source), "types": types}


def _parts(each: str | None) -> dict[str, sql.Composable]:
    """What tells the parts of an aggregate apart; nothing where it is one whole."""
    if each is None:
        return dict.fromkeys(("part", "each", "same"), sql.SQL(""))
    name = sql.Identifier(each)
    return {
        "part": sql.SQL(", {}").format(_found(each)),
        "each": sql.SQL(", {}").format(name),
        "same": sql.SQL(" AND t.{} = f.{}").format(name, name),
    }


def _value(said_by: Mapping[type[Contract], Said], name: str, type_: LiteralString) -> sql.Composed:
    """The value of one column, from whichever contract it is."""
    kind, alias = sql.SQL(type_.removesuffix(" NOT NULL")), sql.Identifier(name)
    paths = {contract: said.get(name) for contract, said in said_by.items()}
    if len(set(paths.values())) == 1:
        return sql.SQL("({})::{} AS {}").format(_found(paths.popitem()[1]), kind, alias)
    cases = [
        sql.SQL("WHEN {} THEN {}").format(sql.Literal(type_of(c)), _found(path)) for c, path in paths.items()
    ]
    return sql.SQL("(CASE c.type {} END)::{} AS {}").format(sql.SQL(" ").join(cases), kind, alias)


def _found(path: str | Always | FirstOf | None) -> sql.Composable:
    if path is None:
        return sql.SQL("NULL::text")
    if isinstance(path, Always):
        return sql.SQL("{}::text").format(sql.Literal(path.value))
    if isinstance(path, FirstOf):
        return sql.SQL("coalesce({})").format(sql.SQL(", ").join(map(_found, path.paths)))
    steps = path.split(".")
    return (
        sql.SQL("c.data #>> {}").format(sql.Literal(steps))
        if steps[1:]
        else sql.SQL("c.data ->> {}").format(sql.Literal(path))
    )
