"""The HTTP interface of imports: a file in, its progress and the result of each row out, and back again."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import Depends, File, Form, Query, UploadFile
from pydantic import BaseModel, TypeAdapter, ValidationError

from crm_platform.errors import Invalid
from crm_platform.http.access import requires
from crm_platform.http.commands import Answer, CommandContext, ReadContext, Reading, answer, hashed_with
from crm_platform.http.describing import refusing
from crm_platform.http.listing import Listing
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.paging import Page, Paged
from crm_platform.persistence.projecting import Projector
from crm_platform.security.scope import ADMIN, DIRECTOR, MANAGER
from leads.adapters.import_store import StoredImports
from leads.adapters.import_views import IMPORTS
from leads.application.import_queries import ImportItem, ImportPreview
from leads.application.importing import Imports, Understanding
from leads.application.mappings import Mappings
from leads.domain.errors import NotADryRun, NothingToUndo
from leads.domain.imports import ImportKey, ImportMode, ImportOptions, ImportStatus, Outcome, Translations

PATH = "/api/leads/v1/imports"
LARGEST_FILE = 50 * 1024 * 1024  # bytes
IMPORTERS = requires(MANAGER, DIRECTOR, ADMIN)
_MAPPING: TypeAdapter[dict[str, str | None]] = TypeAdapter(dict[str, str | None])
_VALUES: TypeAdapter[Translations] = TypeAdapter(Translations)
_COUNTS: dict[str, Outcome] = {
    "created": "created",
    "updated": "updated",
    "merged": "merged",
    "duplicates": "duplicate",
    "unchanged": "unchanged",
    "invalid": "invalid",
}

LeadFile = Annotated[
    UploadFile,
    File(
        description="CSV (UTF-8, UTF-16 or GBK; comma, semicolon, tab or bar) or XLSX; the first row names the columns."
    ),
]


class ImportStarted(BaseModel):
    """The id of the import that was started."""

    id: UUID


@dataclass(frozen=True, slots=True)
class Asked:
    """How a file is to be imported, as the form says."""

    mapping: dict[str, str | None]
    saved_mapping: UUID | None
    options: ImportOptions

    def digest(self) -> bytes:
        """What tells one request from another, beside the file."""
        return repr((sorted(self.mapping.items()), self.saved_mapping, self.options)).encode()


async def asked(
    mapping: Annotated[
        str | None, Form(description="JSON: field by column title, null to leave a column out.")
    ] = None,
    saved_mapping: Annotated[
        UUID | None, Form(description="Understand the file by this saved mapping; `mapping` decides over it.")
    ] = None,
    mode: Annotated[ImportMode, Form(description="Make new leads, change existing ones, or both.")] = (
        ImportMode.INSERT
    ),
    key: Annotated[ImportKey, Form(description="What existing leads are found by.")] = "phone",
    clear: Annotated[bool, Form(description="An empty cell empties the field of an existing lead.")] = False,
    dry_run: Annotated[bool, Form(description="Tell what would become of each row; write no lead.")] = False,
    values: Annotated[
        str | None,
        Form(
            description='JSON: what words of the file are taken for, such as {"source": {"抖音": "douyin"}}.'
        ),
    ] = None,
) -> Asked:
    """FastAPI dependency: the form beside the file."""
    options = ImportOptions(
        mode=mode, key=key, clear=clear, dry_run=dry_run, values=_json(values, _VALUES, "#/values")
    )
    return Asked(_json(mapping, _MAPPING, "#/mapping"), saved_mapping, options)


def imports_router(
    imports: Imports, mappings: Mappings, store: StoredImports, projector: Projector
) -> ServiceRouter:
    """What can be done with imports, under `/api/leads/v1/imports`."""
    router = ServiceRouter(PATH, tags=["imports"], dependencies=[IMPORTERS])
    listing = imports_listing(projector)

    @router.post("", status_code=202)
    async def start_import(
        context: CommandContext, file: LeadFile, form: Annotated[Asked, Depends(asked)]
    ) -> Answer[ImportStarted]:
        """Import a lead file in the background. It is refused at once when it cannot be read.

        Rows that make new leads follow the duplicate policy of imports; what they may be the same as is told per row, by
        kind, id and evidence. New leads that the file names no owner for are given out by the assignment rules at once.
        """
        options, saved = form.options, {}
        if form.saved_mapping:
            content = await mappings.content(form.saved_mapping, context.principal)
            saved = content.columns
            values = {
                field: {**content.values.get(field, {}), **options.values.get(field, {})}
                for field in {**content.values, **options.values}
            }
            options = options.model_copy(update={"values": values})
        async with _on_disk(file) as (path, digest):
            again = hashed_with(context, digest + form.digest())
            recorded = await imports.start_import(
                file.filename or "", path, Understanding(form.mapping, saved), options, again
            )
        return _started(recorded)

    @router.post("/preview")
    async def preview_import(file: LeadFile) -> ImportPreview:
        """How a file would be understood: its columns, what each is recognized as, and its first rows."""
        async with _on_disk(file) as (path, _):
            return await imports.preview(path)

    @router.post("/{import_id}/commit", status_code=202, responses=refusing(NotADryRun))
    async def commit_import(import_id: UUID, context: CommandContext) -> Answer[ImportStarted]:
        """Import for good the file of a dry run, as it was tried; the results have the same digest."""
        await listing.row(import_id, Reading(context.principal))
        return _started(await imports.commit(import_id, context))

    @router.post("/{import_id}/undo", status_code=202, responses=refusing(NothingToUndo))
    async def undo_import(import_id: UUID, context: CommandContext) -> Answer[ImportStarted]:
        """Take back what the import wrote, in the background.

        Leads that nobody touched since are withdrawn, fields that nobody changed since get their old values back. What was
        edited or merged since, and touches noted on leads that were there, are kept and listed with the reason.
        """
        recorded = await imports.ask_undo(import_id, context)
        return answer(ImportStarted(id=recorded.id), recorded)

    @router.get("")
    async def list_imports(
        reading: ReadContext,
        paging: Paged,
        status: Annotated[ImportStatus | None, Query(description="Only those that are so far.")] = None,
        dry_run: Annotated[bool | None, Query(description="Only dry runs, or only imports for good.")] = None,
    ) -> Page[ImportItem]:
        """Imports in the caller's scope, newest first; sort by started_at or status."""
        return await listing.page(reading, paging, _item, status=status, dry_run=dry_run)

    @router.get("/{import_id}")
    async def get_import(import_id: UUID, reading: ReadContext) -> Answer[ImportItem]:
        """How far an import is, and what became of its rows so far."""
        row = await listing.row(import_id, reading)
        counts = await store.counts(import_id)
        row |= {name: counts.get(outcome, 0) for name, outcome in _COUNTS.items()}
        if row["status"] in ("undoing", "undone"):
            undone = await store.undo_counts(import_id)
            row |= {
                "withdrawn": undone.get("withdrawn", 0),
                "restored": undone.get("restored", 0),
                "kept": undone.get("kept", 0),
            }
        return Answer(_item(row | {"done": sum(counts.values())}), version=row["version"])

    return router


def imports_listing(projector: Projector) -> Listing:
    """Imports as their routes read them: one's own, the team's, the region's, or all."""
    return Listing(projector, IMPORTS, sorts=("started_at", "status"), default="-started_at")


def _started(recorded: Any) -> Answer[ImportStarted]:
    return answer(ImportStarted(id=recorded.id), recorded, location=f"{PATH}/{recorded.id}")


def _item(row: dict[str, Any]) -> ImportItem:
    return ImportItem.model_validate({**row, "started_by": row["owner_id"]})


@asynccontextmanager
async def _on_disk(file: UploadFile) -> AsyncIterator[tuple[Path, bytes]]:
    """An uploaded file as one that lasts as long as the block, and the hash of its content."""
    with NamedTemporaryFile(prefix="kuaicrm-upload-") as copy:

        def keep() -> bytes:
            shutil.copyfileobj(file.file, copy)
            copy.flush()
            copy.seek(0)
            digest = sha256()
            while piece := copy.read(1024 * 1024):
                digest.update(piece)
            return digest.digest()

        yield Path(copy.name), await asyncio.to_thread(keep)


def _json(text: str | None, kind: TypeAdapter[Any], pointer: str) -> Any:
    try:
        return kind.validate_python(orjson.loads(text)) if text else {}
    except (ValidationError, orjson.JSONDecodeError):
        en, zh = "Must be a JSON object as described", "必须是符合说明的 JSON 对象"
        raise Invalid.at(pointer, f"bad-{pointer[2:]}", en, zh) from None
