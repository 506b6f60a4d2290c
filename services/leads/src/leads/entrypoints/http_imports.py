"""The HTTP interface of imports: a file in, its progress and the result of each row out."""

import csv
from collections.abc import AsyncIterator
from hashlib import sha256
from io import StringIO
from typing import Annotated, Literal
from uuid import UUID

from fastapi import File, Form, Query, UploadFile
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, TypeAdapter, ValidationError

from crm_platform.errors import Invalid
from crm_platform.http.access import requires
from crm_platform.http.commands import Answer, CommandContext, ReadContext, answer, hashed_with
from crm_platform.http.listing import Listing, everything
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER
from leads.adapters.import_store import StoredImports
from leads.adapters.spreadsheet import safe_cell
from leads.adapters.views import IMPORTS
from leads.application.importing import Imports
from leads.application.queries import ImportItem, ImportRow

PATH = "/api/leads/v1/imports"
LARGEST_FILE = 50 * 1024 * 1024  # bytes
IMPORTERS = requires(MANAGER, DIRECTOR, ADMIN)
_MAPPING = TypeAdapter(dict[str, str | None])
_PAGE = 1_000

Outcome = Literal["created", "duplicate", "invalid"]


class Started(BaseModel):
    """The id of the import that was started."""

    id: UUID


def imports_router(imports: Imports, store: StoredImports, projector: Projector) -> ServiceRouter:
    """Routes under `/api/leads/v1/imports`."""
    router = ServiceRouter(PATH, tags=["imports"], dependencies=[IMPORTERS])
    listing = Listing(
        projector, IMPORTS, sorts=("started_at", "status"), default="-started_at", scope=everything
    )

    @router.post("", status_code=202)
    async def start_import(
        context: CommandContext,
        file: Annotated[
            UploadFile,
            File(description="CSV (UTF-8, UTF-16 or GBK) or XLSX; the first row names the columns."),
        ],
        mapping: Annotated[
            str | None, Form(description="JSON: field by column title, null to leave a column out.")
        ] = None,
    ) -> Answer[Started]:
        """Import a lead file in the background. It is refused at once when it cannot be read."""
        content = await file.read()
        again = hashed_with(context, sha256(content + (mapping or "").encode()).digest())
        recorded = await imports.start_import(file.filename or "leads.csv", content, _asked(mapping), again)
        return answer(Started(id=recorded.id), recorded, location=f"{PATH}/{recorded.id}")

    @router.get("")
    async def list_imports(reading: ReadContext, paging: Paged) -> Page[ImportItem]:
        """Imports, newest first; sort by started_at or status."""
        return await listing.page(reading, paging, ImportItem.model_validate)

    @router.get("/{import_id}")
    async def get_import(import_id: UUID, reading: ReadContext) -> Answer[ImportItem]:
        """How far an import is."""
        row = await listing.row(import_id, reading)
        progress = await store.counts(import_id)
        row = row | {name: progress.get(key, 0) for name, key in _COUNTS.items()}
        return Answer(ImportItem.model_validate(row), version=row["version"])

    @router.get("/{import_id}/rows")
    async def import_rows(
        import_id: UUID,
        reading: ReadContext,
        after: Annotated[int, Query(ge=0, description="Row number to go on after.")] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        outcome: Outcome | None = None,
    ) -> list[ImportRow]:
        """What became of each row, with reasons, in the order of the file (the titles are row 1)."""
        await listing.row(import_id, reading)
        return await store.rows(import_id, after, limit, outcome)

    @router.get("/{import_id}/report.csv", response_class=StreamingResponse)
    async def report(import_id: UUID, reading: ReadContext) -> StreamingResponse:
        """The result of every row as CSV, safe to open in a spreadsheet."""
        await listing.row(import_id, reading)
        headers = {"content-disposition": f"attachment; filename=import-{import_id}.csv"}
        return StreamingResponse(
            _report(store, import_id), media_type="text/csv; charset=utf-8", headers=headers
        )

    return router


_COUNTS = {"created": "created", "duplicates": "duplicate", "invalid": "invalid"}


async def _report(store: StoredImports, import_id: UUID) -> AsyncIterator[str]:
    yield "\ufeff" + _line(["row", "outcome", "lead_id", "reasons"])
    after = 0
    while rows := await store.rows(import_id, after, _PAGE, None):
        for row in rows:
            reasons = "; ".join(f"{r.get('pointer') or ''} {r['detail']}".strip() for r in row.reasons)
            yield _line([str(row.row), row.outcome, str(row.lead_id or ""), reasons])
        after = rows[-1].row


def _line(cells: list[str]) -> str:
    text = StringIO()
    csv.writer(text).writerow([safe_cell(cell) for cell in cells])
    return text.getvalue()


def _asked(mapping: str | None) -> dict[str, str | None] | None:
    if mapping is None:
        return None
    try:
        return _MAPPING.validate_json(mapping)
    except ValidationError:
        raise Invalid.at(
            "#/mapping", "bad-mapping", "Must be a JSON object of text or null", "必须是 JSON 对象"
        ) from None
