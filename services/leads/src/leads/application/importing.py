"""Imports of lead files: a process that takes a file row by row, and goes on where it was after a crash."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any, Protocol
from uuid import UUID

from crm_platform.context import Context, reaction
from crm_platform.errors import FieldError, Invalid
from crm_platform.eventsourcing.log import EventLog, Recorded
from crm_platform.observability.logging import logger
from leads.application.commands import RegisterLead
from leads.application.models import ActiveModels
from leads.application.queries import ImportRow
from leads.application.service import Leads
from leads.domain.columns import Columns, recognize, row_to_profile
from leads.domain.errors import DuplicateLead
from leads.domain.imports import ImportStatus, LeadImport
from leads.domain.scoring import WeightedRules
from leads.domain.touches import Channel, Touch

Rows = AbstractContextManager[Iterator[list[str]]]

_BATCH = 500  # rows between two notes of how far an import has come


class ImportStore(Protocol):
    """Where files wait and results are kept."""

    async def keep_file(self, import_id: UUID, content: bytes) -> None: ...

    async def file(self, import_id: UUID) -> bytes: ...

    async def keep_rows(self, import_id: UUID, rows: Sequence[ImportRow]) -> None: ...

    async def rows_done(self, import_id: UUID) -> int: ...

    async def counts(self, import_id: UUID) -> Mapping[str, int]: ...


class Imports:
    """Starts imports and carries them out; `open_rows(content)` reads a file as rows of text."""

    def __init__(
        self,
        log: EventLog,
        leads: Leads,
        models: ActiveModels,
        store: ImportStore,
        open_rows: Callable[[bytes], Rows],
    ) -> None:
        self._log = log
        self._leads = leads
        self._models = models
        self._store = store
        self._open_rows = open_rows

    async def start_import(
        self, file_name: str, content: bytes, mapping: Mapping[str, str | None] | None, context: Context
    ) -> Recorded:
        """Take a file in; raises `Invalid` when it cannot be read or names no leads. Rows follow in the background."""
        columns, rows = await asyncio.to_thread(self._examine, content, mapping)
        import_id = context.new_id()
        started = LeadImport.start(
            import_id,
            file_name=file_name,
            sha256=sha256(content).hexdigest(),
            started_by=context.actor,
            columns=columns,
            rows=rows,
            now=context.now,
        )
        await self._store.keep_file(import_id, content)
        return await self._log.save(context, started)

    async def carry_out(self, import_id: UUID, _due: datetime) -> None:
        """Import every row that has no result yet, then finish. Running it again changes nothing more."""
        batch = await self._log.load(LeadImport, import_id)
        if batch.status is not ImportStatus.RUNNING:
            return
        content = await self._store.file(import_id)
        done = await self._store.rows_done(import_id)
        end = reaction(f"import:{import_id}", "end")
        try:
            with self._open_rows(content) as rows:
                titles = await asyncio.to_thread(lambda: next(rows))
                columns = recognize(titles, {title: batch.mapping.get(title) for title in titles})
                number = 1  # as a spreadsheet counts, the titles being row 1
                while chunk := await asyncio.to_thread(lambda: list(islice(rows, _BATCH))):
                    numbered = list(enumerate(chunk, number + 1))
                    number += len(chunk)
                    if waiting := [(n, row) for n, row in numbered if row and n > done]:
                        await self._store.keep_rows(import_id, await self._take(import_id, waiting, columns))
        except Invalid as refused:
            reason = "; ".join(e.detail for e in refused.errors)[:200] or "The file cannot be read"
            await self._log.change(end, LeadImport, import_id, lambda i: i.fail(reason, now=end.now))
            return
        counts = await self._store.counts(import_id)
        await self._log.change(
            end,
            LeadImport,
            import_id,
            lambda i: i.finish(
                created=counts.get("created", 0),
                duplicates=counts.get("duplicate", 0),
                invalid=counts.get("invalid", 0),
                now=end.now,
            ),
        )
        logger(importing=str(import_id)).info("import finished", **counts)

    async def _take(
        self, import_id: UUID, rows: Sequence[tuple[int, list[str]]], columns: Columns
    ) -> list[ImportRow]:
        model = await self._models.scoring()
        return await asyncio.gather(*(self._row(import_id, n, row, columns, model) for n, row in rows))

    async def _row(
        self, import_id: UUID, number: int, row: list[str], columns: Columns, model: WeightedRules
    ) -> ImportRow:
        context = reaction(f"import:{import_id}", str(number), correlation_id=str(import_id))
        try:
            profile = row_to_profile(row, columns)
            command = RegisterLead.of(profile)
            touch = Touch(channel=Channel.IMPORT, occurred_at=context.now, reference=str(import_id))
            recorded = await self._leads.register(command, context, model, touch=touch)
        except DuplicateLead as duplicate:
            reason = {"code": duplicate.code, "detail": duplicate.title(), **duplicate.params}
            return ImportRow(
                row=number,
                outcome="duplicate",
                lead_id=UUID(str(duplicate.params["lead_id"])),
                reasons=[reason],
            )
        except Invalid as refused:
            return ImportRow(
                row=number, outcome="invalid", lead_id=None, reasons=[_told(e) for e in refused.errors]
            )
        return ImportRow(row=number, outcome="created", lead_id=recorded.id, reasons=[])

    def _examine(self, content: bytes, mapping: Mapping[str, str | None] | None) -> tuple[Columns, int]:
        """What the columns hold and how many rows there are; reads to the end, so that a faulty file is refused whole."""
        with self._open_rows(content) as rows:
            columns = recognize(next(rows), mapping)
            return columns, sum(1 for row in rows if row)


def _told(error: FieldError) -> dict[str, Any]:
    return {
        "pointer": error.pointer,
        "code": error.code,
        "detail": error.detail,
        "detail_zh": error.detail_zh,
    }
