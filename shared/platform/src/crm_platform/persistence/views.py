"""List views whose every row version is kept with the time it was valid, so each list can be asked `as_of`.

A view is a table of SQLAlchemy columns and a fold over the events of one aggregate. It can be thrown away: the same
log gives the same rows.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

import orjson
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.dialects import postgresql

from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.mapper import RecordedEvent
from crm_platform.persistence.database import Connection

Row = dict[str, Any]
Fold = Callable[[Row, Any], None]
"""Changes the row of an aggregate as one of its events says."""


def _of_aggregate(event: RecordedEvent) -> UUID:
    return event.aggregate_id


_FOLDING = 2
"""Raised when the same folds and events make other rows than before, so that all views are built anew."""
_DIALECT = postgresql.dialect(paramstyle="pyformat")  # type: ignore[no-untyped-call]

_Ended = tuple[Any, int, datetime]
"""A row's id and version, and until when that one was the latest."""
_VERSIONS = "unnest(%s::uuid[], %s::int[], %s::timestamptz[]) AS e(id, version, until) WHERE v.id = e.id AND v.version = e.version"
_END = sql.SQL("UPDATE {} v SET recorded_to = e.until FROM " + _VERSIONS)
_DROP = sql.SQL("DELETE FROM {} v USING " + _VERSIONS)


class View:
    """One table over one kind of aggregate, with one current row for each, or for each part of it.

    `revision` is raised when `fold` changes its meaning; that, or another column, makes the view be built anew.
    `indexed` names the columns (or tuples of them) that current rows are looked up by, `trigrams` those that parts of
    texts are looked for in, for which the database has pg_trgm in its schema `public`. `key` tells whose row an event
    changes: by default its aggregate's, or that of a part with an id of its own; None: no row.
    """

    def __init__(
        self,
        name: str,
        aggregate: type[Aggregate],
        fold: Fold,
        *columns: sa.Column[Any],
        revision: int = 1,
        indexed: Sequence[str | tuple[str, ...]] = (),
        trigrams: Sequence[str] = (),
        key: Callable[[RecordedEvent], UUID | None] = _of_aggregate,
    ) -> None:
        self.name = name
        self._key = key
        self.aggregate = aggregate.TOPIC
        self._fold = fold
        self._columns = columns
        self._indexed = [names if isinstance(names, tuple) else (names,) for names in indexed]
        self._trigrams = trigrams
        self.table = self._table(name)
        self._revision = revision
        self._names = [c.name for c in self.table.columns]
        self._json = [at for at, c in enumerate(self.table.columns) if isinstance(c.type, postgresql.JSONB)]

    def row_of(self, event: RecordedEvent) -> UUID | None:
        """The id of the row that an event changes, if it changes one."""
        return self._key(event) if event.aggregate == self.aggregate else None

    @cached_property
    def position_name(self) -> str:
        """Under which name the position is stored; another shape of the view is another name."""
        shape = f"{_FOLDING}.{self._revision}{self.ddl(self.table)}"
        return f"view/{self.name}/{sha256(shape.encode()).hexdigest()[:12]}"

    def _table(self, name: str) -> sa.Table:
        table = sa.Table(
            name,
            sa.MetaData(),
            sa.Column("id", sa.Uuid, primary_key=True),
            sa.Column("version", sa.Integer, primary_key=True),
            *(sa.Column(c.name, c.type, nullable=c.nullable) for c in self._columns),
            sa.Column("recorded_from", sa.TIMESTAMP(timezone=True), nullable=False),
            sa.Column("recorded_to", sa.TIMESTAMP(timezone=True)),
        )
        current = sa.text("recorded_to IS NULL")
        sa.Index(f"{name}_current", table.c.id, unique=True, postgresql_where=current)
        for names in self._indexed:
            sa.Index(f"{name}_{'_'.join(names)}", *(table.c[n] for n in names), postgresql_where=current)
        for column in self._trigrams:
            sa.Index(
                f"{name}_{column}",
                table.c[column],
                postgresql_using="gin",
                postgresql_ops={column: "public.gin_trgm_ops"},
                postgresql_with={"gin_pending_list_limit": 128},  # kB that each search reads from end to end
                postgresql_where=current,
            )
        return table

    def ddl(self, table: sa.Table) -> str:
        """The statements that make the table and its indexes."""
        statements: list[Any] = [sa.schema.CreateTable(table)]
        statements += [
            sa.schema.CreateIndex(index) for index in sorted(table.indexes, key=lambda i: str(i.name))
        ]
        return ";".join(str(s.compile(dialect=_DIALECT)).strip() for s in statements)

    def beside(self) -> sa.Table:
        """The table that a rebuild fills while the present one is read."""
        return self._table(f"{self.name}_next")

    async def fold_into(
        self, connection: Connection, table: sa.Table, events: Sequence[RecordedEvent]
    ) -> None:
        """Fold events, in log order, into `table`, set-based, in the caller's transaction."""
        mine = [(id_, event) for event in events if (id_ := self.row_of(event)) is not None]
        if not mine:
            return
        name, columns = sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, self._names))
        cursor = await connection.execute(
            sql.SQL("SELECT {} FROM {} WHERE id = ANY(%s) AND recorded_to IS NULL").format(columns, name),
            (list({id_ for id_, _ in mine}),),
        )
        stored = {row[0]: dict(zip(self._names, row, strict=True)) for row in await cursor.fetchall()}
        added, ended, never_valid = self._versions(stored, mine)
        for statement, versions in ((_END, ended), (_DROP, never_valid)):
            if versions:
                values = [list(column) for column in zip(*versions, strict=True)]
                await connection.execute(statement.format(name), values)
        copy_in = sql.SQL("COPY {} ({}) FROM STDIN").format(name, columns)
        async with connection.cursor() as cursor, cursor.copy(copy_in) as copy:
            for row in added:
                await copy.write_row(self._stored(row))

    def _versions(
        self, latest: dict[Any, Row], events: Sequence[tuple[UUID, RecordedEvent]]
    ) -> tuple[list[Row], list[_Ended], list[_Ended]]:
        """The row versions that events add to the `latest` ones; which stored ones end, and which never were valid.

        What is recorded at one time, as by one command, makes one version: nobody can ask for those between.
        """
        stored = set(latest)
        added: list[Row] = []
        ended: list[_Ended] = []
        never_valid: list[_Ended] = []
        for id_, recorded in events:
            row, at = latest.get(id_), recorded.recorded_at
            if row is None or row["recorded_from"] != at or id_ in stored:
                if row is not None and id_ in stored:
                    stored.discard(id_)
                    (never_valid if row["recorded_from"] == at else ended).append((id_, row["version"], at))
                elif row is not None:
                    row["recorded_to"] = at
                row = latest[id_] = dict(row) if row else dict.fromkeys(self._names)
                added.append(row)
            self._fold(row, recorded.event())
            row |= {"id": id_, "version": recorded.version, "recorded_from": at, "recorded_to": None}
        return added, ended, never_valid

    def _stored(self, row: Row) -> list[Any]:
        values = [row[name] for name in self._names]
        for at in self._json:
            if values[at] is not None:
                values[at] = orjson.dumps(values[at]).decode()
        return values

    def at(self, as_of: datetime | None) -> sa.ColumnElement[bool]:
        """The condition that picks the rows as they are, or as they were recorded at `as_of`."""
        until = self.table.c.recorded_to
        if as_of is None:
            return until.is_(None)
        return sa.and_(self.table.c.recorded_from <= as_of, sa.or_(until > as_of, until.is_(None)))


class Reads(Protocol):
    """What statements are read from: the service's pool, or connections apart from it."""

    async def fetch_named(self, query: str, values: Mapping[str, Any]) -> list[Row]: ...


async def select(database: Reads, statement: sa.Select[Any]) -> list[Row]:
    """The rows of a SQLAlchemy select.

    Raises `Unavailable` while the view is not made yet.
    """
    compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    return await database.fetch_named(str(compiled), compiled.params)
