"""What became of the rows of an import, to read and to take away: pages, CSV and XLSX, safe to open in a spreadsheet."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from tempfile import TemporaryFile
from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Query
from fastapi.responses import StreamingResponse

from crm_platform.errors import Language
from crm_platform.http.commands import ReadContext
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.sentences import language_of
from crm_platform.persistence.projecting import Projector
from leads.adapters.import_store import StoredImports
from leads.adapters.spreadsheet import csv_lines
from leads.adapters.workbook_writing import WorkbookWriting
from leads.application.import_queries import ImportRow, UnknownValue
from leads.domain.imports import Outcome, UndoOutcome
from leads.entrypoints.http_imports import IMPORTERS, PATH, imports_listing

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TITLES = {
    "en": ("row", "outcome", "lead_id", "changed", "reasons", "undo", "undo_reasons"),
    "zh-CN": ("行号", "结果", "线索编号", "改动字段", "原因", "撤销结果", "撤销说明"),
}
_WORDS_ZH = {
    "created": "已创建",
    "updated": "已更新",
    "merged": "已并入",
    "duplicate": "重复",
    "unchanged": "无变化",
    "invalid": "无效",
    "withdrawn": "已撤回",
    "restored": "已还原",
    "kept": "已保留",
}

OnlyOutcome = Annotated[Outcome | None, Query(description="Only rows with this outcome.")]
OnlyUndo = Annotated[UndoOutcome | None, Query(description="Only rows that the undo came to this with.")]
AcceptLanguage = Annotated[str | None, Header(description="`zh` or `en`: the language of the report.")]


def import_results_router(store: StoredImports, projector: Projector) -> ServiceRouter:
    """Routes under `/api/leads/v1/imports/{import_id}`."""
    router = ServiceRouter(PATH, tags=["imports"], dependencies=[IMPORTERS])
    listing = imports_listing(projector)

    @router.get("/{import_id}/rows")
    async def list_import_rows(
        import_id: UUID,
        reading: ReadContext,
        after: Annotated[int, Query(ge=0, description="Row number to go on after.")] = 0,
        limit: Annotated[int, Query(ge=1, le=200, description="At most so many.")] = 50,
        outcome: OnlyOutcome = None,
        undo: OnlyUndo = None,
    ) -> list[ImportRow]:
        """What became of each row, with reasons, in the order of the file (the titles are row 1)."""
        await listing.row(import_id, reading)
        return await store.rows(import_id, after, limit, outcome, undo)

    @router.get("/{import_id}/unknown-values")
    async def list_unknown_values(import_id: UUID, reading: ReadContext) -> list[UnknownValue]:
        """Sources, regions and industries of the file that there are no codes for; `values` can translate them."""
        await listing.row(import_id, reading)
        return await store.unknown_values(import_id)

    @router.get("/{import_id}/report.csv", response_class=StreamingResponse)
    async def get_import_report_csv(
        import_id: UUID,
        reading: ReadContext,
        outcome: OnlyOutcome = None,
        undo: OnlyUndo = None,
        accept_language: AcceptLanguage = None,
    ) -> StreamingResponse:
        """The result of every row as CSV."""
        await listing.row(import_id, reading)
        pages = _pages(store, import_id, outcome, undo, language_of(accept_language))
        return _attached(_as_csv(pages), "text/csv; charset=utf-8", f"import-{import_id}.csv")

    @router.get("/{import_id}/report.xlsx", response_class=StreamingResponse)
    async def get_import_report_xlsx(
        import_id: UUID,
        reading: ReadContext,
        outcome: OnlyOutcome = None,
        undo: OnlyUndo = None,
        accept_language: AcceptLanguage = None,
    ) -> StreamingResponse:
        """The result of every row as a workbook."""
        await listing.row(import_id, reading)
        pages = _pages(store, import_id, outcome, undo, language_of(accept_language))
        return _attached(_as_xlsx(pages), _XLSX, f"import-{import_id}.xlsx")

    return router


async def _pages(
    store: StoredImports, import_id: UUID, outcome: str | None, undo: str | None, language: Language
) -> AsyncIterator[list[Sequence[str]]]:
    """The report, a page at a time, its titles first."""
    yield [_TITLES[language]]
    async for rows in store.every_row(import_id, outcome, undo):
        yield [_cells(row, language) for row in rows]


def _cells(row: ImportRow, language: Language) -> list[str]:
    words = _WORDS_ZH if language == "zh-CN" else {}
    return [
        str(row.row),
        words.get(row.outcome, row.outcome),
        str(row.lead_id or ""),
        ", ".join(row.changed),
        _sentences(row.reasons, language),
        words.get(row.undo, row.undo) if row.undo else "",
        _sentences(row.undo_reasons, language),
    ]


def _sentences(reasons: Sequence[dict[str, Any]], language: Language) -> str:
    told = []
    for reason in reasons:
        where = str(reason.get("pointer") or "").lstrip("#/").replace("~1", "/").replace("~0", "~")
        detail = (language == "zh-CN" and reason.get("detail_zh")) or reason["detail"]
        told.append(f"{where}: {detail}" if where else str(detail))
    return "; ".join(told)


async def _as_csv(pages: AsyncIterator[list[Sequence[str]]]) -> AsyncIterator[bytes]:
    yield b"\xef\xbb\xbf"  # by which spreadsheets know UTF-8
    async for rows in pages:
        yield csv_lines(rows).encode()


async def _as_xlsx(pages: AsyncIterator[list[Sequence[str]]]) -> AsyncIterator[bytes]:
    with TemporaryFile() as file:
        with WorkbookWriting(file) as workbook:
            async for rows in pages:
                await asyncio.to_thread(workbook.add, rows)
        file.seek(0)
        while piece := file.read(64 * 1024):
            yield piece


def _attached(content: AsyncIterator[bytes], media_type: str, name: str) -> StreamingResponse:
    headers = {"content-disposition": f"attachment; filename={name}", "vary": "accept-language"}
    return StreamingResponse(content, media_type=media_type, headers=headers)
