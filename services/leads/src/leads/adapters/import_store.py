"""Where imports keep their files, by content, the result of each row, and what a dry run tries."""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import orjson
from psycopg.rows import dict_row

from crm_platform.persistence.blobs import Blobs
from crm_platform.persistence.database import Connection, Database
from leads.adapters.spreadsheet import read_rows
from leads.application.import_queries import ImportRow, UnknownValue
from leads.application.undoing import Result
from leads.domain.imports import Outcome, UndoOutcome

_OWNER = "leads.imports"
_PAGE = 2_000  # rows
_COLUMNS: LiteralString = "row, outcome, lead_id, reasons, changed, first_row, undo, undo_reasons"
_EFFECTIVE: LiteralString = "('created', 'updated', 'merged')"
_TRIED: LiteralString = "aggregate_id, version, aggregate, type, class_version, state, occurred_at"


class StoredImports:
    """Files and results in the service's own tables."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    async def keep_file(self, digest: str, path: Path) -> None:
        """Store a file by its SHA-256; one that is stored already stays."""
        await self._blobs.keep(_OWNER, digest, path, "application/octet-stream")

    def file(self, digest: str) -> AbstractAsyncContextManager[Path]:
        """A file that was kept, for as long as the block."""
        return self._blobs.file(_OWNER, digest)

    async def keep_rows(self, import_id: UUID, rows: Sequence[ImportRow]) -> None:
        """Store results; those of rows that have one stay as they are."""
        async with self._database.connection() as connection:
            await _insert_rows(connection, import_id, rows)

    async def keep_trial(
        self, import_id: UUID, events: Sequence[Mapping[str, Any]], rows: Sequence[ImportRow]
    ) -> None:
        """Store what a dry run tried, with the results, all or nothing."""
        async with self._database.transaction() as connection:
            await connection.execute(
                f"INSERT INTO import_trials (import_id, {_TRIED}) SELECT %s, {_TRIED}"
                " FROM jsonb_to_recordset(%s::jsonb) AS n(aggregate_id uuid, version integer, aggregate text,"
                " type text, class_version smallint, state jsonb, occurred_at timestamptz)"
                " ON CONFLICT DO NOTHING",
                (import_id, orjson.dumps(events).decode()),
            )
            await _insert_rows(connection, import_id, rows)

    async def trial(self, import_id: UUID, ids: Collection[UUID]) -> list[Mapping[str, Any]]:
        """What a dry run tried on these aggregates, each in order."""
        async with (
            self._database.connection() as connection,
            connection.cursor(row_factory=dict_row) as cursor,
        ):
            await cursor.execute(
                f"SELECT {_TRIED} FROM import_trials WHERE import_id = %s AND aggregate_id = ANY(%s)"
                " ORDER BY aggregate_id, version",
                (import_id, list(ids)),
            )
            return list(await cursor.fetchall())

    async def forget(self, import_id: UUID) -> None:
        """Throw away what a dry run tried, and whom rows were held against while the import ran."""
        async with self._database.transaction() as connection:
            await connection.execute("DELETE FROM import_trials WHERE import_id = %s", (import_id,))
            await connection.execute("DELETE FROM import_identities WHERE import_id = %s", (import_id,))

    async def rows_done(self, import_id: UUID) -> int:
        """Up to which row every row has a result; results are kept in order, a batch at a time."""
        rows = await self._database.fetch("SELECT max(row) FROM import_rows WHERE import_id = %s", import_id)
        return int(rows[0][0] or 0)

    async def rows_that_made(self, import_id: UUID, leads: Sequence[UUID]) -> Mapping[UUID, int]:
        """The rows that made these leads, as far as rows of this import did."""
        rows = await self._database.fetch(
            "SELECT lead_id, row FROM import_rows"
            " WHERE import_id = %s AND lead_id = ANY(%s) AND outcome = 'created'",
            import_id,
            list(leads),
        )
        return dict(rows)

    async def counts(self, import_id: UUID) -> Mapping[Outcome, int]:
        """Rows by outcome."""
        rows = await self._database.fetch(
            "SELECT outcome, count(*) FROM import_rows WHERE import_id = %s GROUP BY outcome", import_id
        )
        return dict(rows)

    async def unknown_values(self, import_id: UUID) -> list[UnknownValue]:
        """The words that there are no codes for, the most frequent first."""
        rows = await self._database.fetch(
            "SELECT reason->>'field', reason->>'value', count(*) AS rows"
            " FROM import_rows, jsonb_array_elements(reasons) AS reason"
            " WHERE import_id = %s AND reason ? 'value' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 1000",
            import_id,
        )
        return [UnknownValue(field=field, value=value, rows=count) for field, value, count in rows]

    async def running(self, now: datetime, limit: int) -> list[tuple[UUID, datetime]]:
        """Imports that are not finished, oldest first, for the scheduler."""
        return await self._due("running", now, limit)

    async def undoing(self, now: datetime, limit: int) -> list[tuple[UUID, datetime]]:
        """Imports whose undo is not finished, oldest first, for the scheduler."""
        return await self._due("undoing", now, limit)

    async def _due(self, status: str, now: datetime, limit: int) -> list[tuple[UUID, datetime]]:
        rows = await self._database.fetch(
            "SELECT id, due_at FROM import_list"
            " WHERE recorded_to IS NULL AND due_at <= %s AND status = %s ORDER BY due_at LIMIT %s",
            now,
            status,
            limit,
        )
        return [(import_id, due_at) for import_id, due_at in rows]

    async def rows(
        self,
        import_id: UUID,
        after: int,
        limit: int,
        outcome: str | None = None,
        undo: str | None = None,
    ) -> list[ImportRow]:
        """Results in the order of the file, after a row number."""
        found = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM import_rows WHERE import_id = %s AND row > %s"
            " AND (%s::text IS NULL OR outcome = %s) AND (%s::text IS NULL OR undo = %s) ORDER BY row LIMIT %s",
            import_id,
            after,
            *(outcome, outcome, undo, undo),
            limit,
        )
        names = _COLUMNS.split(", ")
        return [ImportRow.model_validate(dict(zip(names, row, strict=True))) for row in found]

    async def every_row(
        self, import_id: UUID, outcome: str | None = None, undo: str | None = None
    ) -> AsyncIterator[list[ImportRow]]:
        """All results in the order of the file, a page at a time."""
        after = 0
        while rows := await self.rows(import_id, after, _PAGE, outcome, undo):
            yield rows
            after = rows[-1].row

    async def leads_to_undo(self, import_id: UUID, after: int, limit: int) -> Mapping[UUID, int]:
        """Leads that rows behind `after` concern and that the undo has not come to, with their last row, in order."""
        rows = await self._database.fetch(
            "SELECT lead_id, row FROM import_rows WHERE import_id = %s AND row > %s AND undo IS NULL"
            f" AND outcome IN {_EFFECTIVE} ORDER BY row LIMIT %s",
            import_id,
            after,
            limit,
        )
        return dict(rows)

    async def keep_undone(self, import_id: UUID, results: Mapping[UUID, Result]) -> None:
        """Note what became of leads, at every row that made or changed them."""
        outcomes = [outcome for outcome, _ in results.values()]
        reasons = [orjson.dumps(reasons).decode() for _, reasons in results.values()]
        async with self._database.connection() as connection:
            await connection.execute(
                "UPDATE import_rows r SET undo = u.outcome, undo_reasons = u.reasons::jsonb"
                " FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS u(lead_id, outcome, reasons)"
                f" WHERE r.import_id = %s AND r.lead_id = u.lead_id AND r.outcome IN {_EFFECTIVE}",
                (list(results), outcomes, reasons, import_id),
            )

    async def undo_counts(self, import_id: UUID) -> Mapping[UndoOutcome, int]:
        """Rows by what the undo did."""
        rows = await self._database.fetch(
            "SELECT undo, count(*) FROM import_rows WHERE import_id = %s AND undo IS NOT NULL GROUP BY undo",
            import_id,
        )
        return dict(rows)


async def _insert_rows(connection: Connection, import_id: UUID, rows: Sequence[ImportRow]) -> None:
    told = orjson.dumps([row.model_dump(exclude={"undo", "undo_reasons"}) for row in rows]).decode()
    await connection.execute(
        "INSERT INTO import_rows (import_id, row, outcome, lead_id, reasons, changed, first_row)"
        " SELECT %s, row, outcome, lead_id, reasons, changed, first_row FROM jsonb_to_recordset(%s::jsonb)"
        " AS n(row integer, outcome text, lead_id uuid, reasons jsonb, changed jsonb, first_row integer)"
        " ON CONFLICT DO NOTHING",
        (import_id, told),
    )


@contextmanager
def open_rows(path: Path) -> Iterator[Iterator[list[str]]]:
    """The rows of a file, its titles first; raises `Invalid` while iterating over what cannot be read."""
    with closing(read_rows(path)) as rows:
        yield rows
