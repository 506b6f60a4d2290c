"""Where imports keep their files and the result of each row."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

from psycopg.types.json import Jsonb

from crm_platform.persistence.database import Database
from leads.adapters.spreadsheet import read_rows
from leads.application.queries import ImportRow


class StoredImports:
    """Files and results in the service's own tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep_file(self, import_id: UUID, content: bytes) -> None:
        async with self._database.connection() as connection:
            await connection.execute(
                "INSERT INTO import_files VALUES (%s, %s) ON CONFLICT DO NOTHING", (import_id, content)
            )

    async def file(self, import_id: UUID) -> bytes:
        rows = await self._database.fetch("SELECT content FROM import_files WHERE import_id = %s", import_id)
        return bytes(rows[0][0])

    async def keep_rows(self, import_id: UUID, rows: Sequence[ImportRow]) -> None:
        async with self._database.transaction() as connection, connection.cursor() as cursor:
            await cursor.executemany(
                "INSERT INTO import_rows VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                [(import_id, row.row, row.outcome, row.lead_id, Jsonb(row.reasons)) for row in rows],
            )

    async def rows_done(self, import_id: UUID) -> int:
        """Up to which row every row has a result; results are kept in order, a batch at a time."""
        rows = await self._database.fetch("SELECT max(row) FROM import_rows WHERE import_id = %s", import_id)
        return int(rows[0][0] or 0)

    async def counts(self, import_id: UUID) -> Mapping[str, int]:
        """Rows by outcome."""
        rows = await self._database.fetch(
            "SELECT outcome, count(*) FROM import_rows WHERE import_id = %s GROUP BY outcome", import_id
        )
        return dict(rows)

    async def running(self, _now: datetime, limit: int) -> list[tuple[UUID, datetime]]:
        """Imports that are not finished, oldest first, for the scheduler."""
        rows = await self._database.fetch(
            "SELECT id, started_at FROM import_list"
            " WHERE recorded_to IS NULL AND status = 'running' ORDER BY started_at LIMIT %s",
            limit,
        )
        return [(import_id, started_at) for import_id, started_at in rows]

    async def rows(self, import_id: UUID, after: int, limit: int, outcome: str | None) -> list[ImportRow]:
        """Results in the order of the file, after a row number."""
        found = await self._database.fetch(
            "SELECT row, outcome, lead_id, reasons FROM import_rows"
            " WHERE import_id = %s AND row > %s AND outcome = coalesce(%s, outcome) ORDER BY row LIMIT %s",
            import_id,
            after,
            outcome,
            limit,
        )
        return [ImportRow(row=r, outcome=o, lead_id=i, reasons=why) for r, o, i, why in found]


@contextmanager
def open_rows(content: bytes) -> Iterator[Iterator[list[str]]]:
    """The rows of a file's content, its titles first; raises `Invalid` while iterating over what cannot be read."""
    with NamedTemporaryFile(prefix="kuaicrm-import-") as file:
        file.write(content)
        file.flush()
        with closing(read_rows(Path(file.name))) as rows:
            yield rows
