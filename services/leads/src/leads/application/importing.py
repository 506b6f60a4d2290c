"""Imports of lead files: a process that takes a file row by row, and goes on where it was after a crash.

New leads are registered, scored, held against those there are, and given out, all in one append for many rows.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Protocol
from uuid import UUID

import orjson

from crm_platform.context import Context, reaction
from crm_platform.errors import Conflict, Invalid
from crm_platform.eventsourcing.aggregate import Aggregate
from crm_platform.eventsourcing.log import AggregateConflict, EventLog, Recorded
from crm_platform.observability.logging import logger
from crm_platform.security.scope import Principal
from leads.application.catalog import Catalog
from leads.application.desk import Desk
from leads.application.import_ledgers import Ledger, LoggedRows, Results, TriedRows
from leads.application.import_likeness import FileIdentities
from leads.application.import_queries import ImportPreview, ImportRow
from leads.application.policies import Assigner
from leads.application.rating import Ratings
from leads.application.service import People
from leads.application.taking import Taking
from leads.domain.columns import FIELDS, Columns, recognize
from leads.domain.duplicates import ChannelPolicy, Policies
from leads.domain.imports import Importer, ImportMode, ImportOptions, ImportStatus, LeadImport, Outcome
from leads.domain.touches import Channel, Touch

Rows = AbstractContextManager[Iterator[list[str]]]
Numbered = list[tuple[int, list[str]]]

_BATCH = 400  # rows whose effect is appended at once, and that are taken again after a conflict
_ATTEMPTS = 5
_SAMPLE = 5  # rows shown of a file


@dataclass(frozen=True, slots=True)
class Understanding:
    """The field of each column title: as said now, else as saved for files of this kind, else by recognition."""

    said: Mapping[str, str | None]
    saved: Mapping[str, str | None]

    def of(self, titles: Sequence[str]) -> dict[str, str | None]:
        """What decides over recognition; a saved title that the file does not have does not matter."""
        return {title: field for title, field in self.saved.items() if title in titles} | dict(self.said)


class ImportStore(Results, Protocol):
    """Where files wait and results are kept."""

    async def keep_file(self, digest: str, path: Path) -> None: ...

    def file(self, digest: str) -> AbstractAsyncContextManager[Path]: ...

    async def rows_done(self, import_id: UUID) -> int: ...

    async def rows_that_made(self, import_id: UUID, leads: Sequence[UUID]) -> Mapping[UUID, int]: ...

    async def counts(self, import_id: UUID) -> Mapping[Outcome, int]: ...

    def every_row(self, import_id: UUID, outcome: str | None = None) -> AsyncIterator[list[ImportRow]]: ...

    async def forget(self, import_id: UUID) -> None:
        """Throw away what was only needed while the import ran."""
        ...


class Imports:
    """Starts imports and carries them out.

    `policies()` says what is done about duplicates, `open_rows(path)` reads a file as rows of text.
    """

    def __init__(
        self,
        log: EventLog,
        ratings: Ratings,
        catalog: Catalog,
        people: People,
        assigner: Assigner,
        policies: Callable[[], Awaitable[Policies]],
        identities: FileIdentities,
        store: ImportStore,
        open_rows: Callable[[Path], Rows],
    ) -> None:
        self._log = log
        self._ratings = ratings
        self._catalog = catalog
        self._people = people
        self._assigner = assigner
        self._policies = policies
        self._identities = identities
        self._store = store
        self._open_rows = open_rows

    async def preview(self, path: Path) -> ImportPreview:
        """How a file would be understood. Raises `Invalid` when it cannot be read."""
        return await asyncio.to_thread(self._previewed, path)

    async def start_import(
        self,
        file_name: str,
        path: Path,
        understanding: Understanding,
        options: ImportOptions,
        context: Context,
    ) -> Recorded:
        """Take a file in; raises `Invalid` when it cannot be read or names no leads. Rows follow in the background."""
        columns, rows, digest = await asyncio.to_thread(self._examined, path, understanding, options)
        started = LeadImport.start(
            context.new_id(),
            file_name=file_name[:200] or "leads.csv",
            sha256=digest,
            importer=_importer(context.principal),
            mapping=columns.mapping,
            options=options,
            rows=rows,
            now=context.now,
        )
        await self._store.keep_file(digest, path)
        return await self._log.save(context, started)

    async def commit(self, import_id: UUID, context: Context) -> Recorded:
        """Import for good the file of a dry run, as it was tried."""
        tried = await self._log.load(LeadImport, import_id)
        started = LeadImport.start(
            context.new_id(),
            file_name=tried.file_name,
            sha256=tried.sha256,
            importer=_importer(context.principal),
            mapping=tried.mapping,
            options=tried.to_be_committed(),
            rows=tried.rows,
            now=context.now,
        )
        return await self._log.save(context, started)

    async def ask_undo(self, import_id: UUID, context: Context) -> Recorded:
        """Take back what an import wrote, in the background."""
        return await self._log.change(
            context, LeadImport, import_id, lambda i: i.ask_undo(context.actor, now=context.now)
        )

    async def carry_out(self, import_id: UUID, _due: datetime) -> None:
        """Import every row that has no result yet, then finish. Running it again changes nothing more."""
        batch = await self._log.load(LeadImport, import_id)
        if batch.status is not ImportStatus.RUNNING:
            return
        end = reaction(f"import:{import_id}", "end", correlation_id=str(import_id))
        try:
            async with self._store.file(batch.sha256) as path:
                with self._open_rows(path) as rows:
                    await self._take_all(batch, rows)
        except Invalid as refused:
            reason = "; ".join(e.detail for e in refused.errors)[:200] or "The file cannot be read"
            await self._store.forget(import_id)
            await self._log.change(end, LeadImport, import_id, lambda i: i.fail(reason, now=end.now))
            return
        counts = await self._store.counts(import_id)
        digest = await self._digest(import_id)
        await self._store.forget(import_id)
        await self._log.change(end, LeadImport, import_id, lambda i: i.finish(counts, digest, now=end.now))
        logger(importing=str(import_id)).info("import finished", rows=dict(counts))

    async def _take_all(self, batch: LeadImport, rows: Iterator[list[str]]) -> None:
        ledger_kind = TriedRows if batch.options.dry_run else LoggedRows
        ledger = ledger_kind(self._log, self._store, batch.id)
        done = await self._store.rows_done(batch.id)
        titles = await asyncio.to_thread(lambda: next(rows))
        columns = Columns(titles=tuple(titles), fields=tuple(batch.mapping.get(title) for title in titles))
        policy = (await self._policies()).of(Channel.IMPORT)
        number = 1  # as a spreadsheet counts, the titles being row 1
        while chunk := await asyncio.to_thread(lambda: list(islice(rows, _BATCH))):
            numbered = list(enumerate(chunk, number + 1))
            number += len(chunk)
            if waiting := [(n, row) for n, row in numbered if row and n > done]:
                await self._take(batch, ledger, columns, policy, waiting)

    async def _take(
        self, batch: LeadImport, ledger: Ledger, columns: Columns, policy: ChannelPolicy, rows: Numbered
    ) -> None:
        """Give every one of some rows its effect and its result, once."""
        actor = f"import:{batch.id}"
        for _ in range(_ATTEMPTS):
            context = reaction(actor, f"rows/{rows[0][0]}", correlation_id=str(batch.id))
            if await ledger.settled(context):
                return
            desk = Desk(ledger, await self._ratings.basis(), context.now)
            origins = await self._catalog.origins()
            touch = Touch(channel=Channel.IMPORT, occurred_at=context.now, reference=str(batch.id))
            taking = Taking(
                batch.id,
                columns,
                batch.options,
                _principal(batch),
                self._people,
                origins,
                touch,
                policy,
                self._identities,
                desk,
                context,
            )
            results = await self._with_first_rows(batch.id, await taking.results(rows))
            try:
                await self._settle(batch, ledger, desk, results, context)
            except AggregateConflict:
                continue
            return
        raise Conflict

    async def _settle(
        self, batch: LeadImport, ledger: Ledger, desk: Desk, results: Sequence[ImportRow], context: Context
    ) -> None:
        """Store what was decided, new leads together with who gets them, of which a dry run tells nothing."""

        async def store(rounds: Sequence[Aggregate]) -> bool:
            return await ledger.settle(context, [*desk.changed, *rounds], results)

        if batch.options.dry_run or not (unowned := desk.unowned):
            await store([])
        else:
            await self._assigner.assign_new(unowned, context, store)

    async def _with_first_rows(self, import_id: UUID, results: list[ImportRow]) -> list[ImportRow]:
        """The results, naming the row that made a lead where this import made it."""
        made = {row.lead_id: row.row for row in results if row.lead_id and row.outcome == "created"}
        others = [row.lead_id for row in results if row.lead_id and row.lead_id not in made]
        if others:
            made |= await self._store.rows_that_made(import_id, others)
        return [
            row.model_copy(update={"first_row": first})
            if (first := row.lead_id and made.get(row.lead_id)) and first != row.row
            else row
            for row in results
        ]

    async def _digest(self, import_id: UUID) -> str:
        """What became of each row, as one number: the same for a dry run and for the import that follows it."""
        digest = sha256()
        async for rows in self._store.every_row(import_id):
            for row in rows:
                digest.update(orjson.dumps(_essence(row)) + b"\n")
        return digest.hexdigest()

    def _examined(
        self, path: Path, understanding: Understanding, options: ImportOptions
    ) -> tuple[Columns, int, str]:
        """What the columns hold, how many rows there are, and the hash of the file, which is read to the end."""
        with self._open_rows(path) as rows:
            titles = next(rows)
            named = options.mode is not ImportMode.UPDATE
            columns = recognize(titles, understanding.of(titles), named=named)
            if options.mode is not ImportMode.INSERT and options.key not in columns.fields:
                en, zh = "No column holds what leads are found by", "没有可用于查找线索的列"
                raise Invalid.at("#/key", "no-key-column", en, zh)
            count = sum(1 for row in rows if row)
        with path.open("rb") as file:
            digest = sha256()
            while piece := file.read(1024 * 1024):
                digest.update(piece)
        return columns, count, digest.hexdigest()

    def _previewed(self, path: Path) -> ImportPreview:
        with self._open_rows(path) as rows:
            columns = recognize(next(rows), named=False)
            sample = list(islice((row for row in rows if row), _SAMPLE))
            count = len(sample) + sum(1 for row in rows if row)
        return ImportPreview(
            titles=list(columns.titles),
            mapping=columns.mapping,
            ignored=columns.ignored,
            fields=list(FIELDS),
            rows=count,
            sample=sample,
        )


def _importer(principal: Principal) -> Importer:
    return Importer(
        id=principal.subject,
        name=principal.name,
        roles=sorted(principal.roles),
        team=principal.team,
        region=principal.region,
    )


def _principal(batch: LeadImport) -> Principal:
    who = batch.importer
    if who is None:
        return Principal.of(batch.started_by)
    return Principal.of(who.id, who.roles, name=who.name, team=who.team, region=who.region)


def _essence(row: ImportRow) -> list[object]:
    """What does not depend on the ids that an import gives to the leads it makes."""
    target = f"#{row.first_row}" if row.first_row else row.lead_id if row.outcome != "created" else None
    return [row.row, row.outcome, target, [(r["code"], r["pointer"]) for r in row.reasons], row.changed]
