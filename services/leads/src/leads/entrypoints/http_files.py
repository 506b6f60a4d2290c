"""The HTTP interface of attached files: sent by the digest of their content, in parts where the network is bad."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import Header, Path, Request
from fastapi.responses import Response
from pydantic import BaseModel
from pydantic.json_schema import SkipJsonSchema

from crm_platform.errors import Invalid, NotFound, PayloadTooLarge
from crm_platform.http.access import signed_in
from crm_platform.http.body import read_body
from crm_platform.http.commands import Answer, Caller, ReadContext
from crm_platform.http.operations import ServiceRouter
from crm_platform.persistence.projecting import Projector
from leads.adapters.file_store import LARGEST, Progress, StoredFiles
from leads.domain.file_names import EXTENSIONS
from leads.entrypoints.http_follow_ups import PATH, WRITERS, record_of, records_of

FILES = f"{PATH}/files"
_CONTENT = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in EXTENSIONS}

DigestPath = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="SHA-256 of the whole content, hex.")]
Offset = Annotated[
    int, Header(alias="Upload-Offset", ge=0, le=LARGEST, description="Where this part begins, in bytes.")
]
Length = Annotated[
    int | SkipJsonSchema[None],
    Header(
        alias="Upload-Length",
        ge=1,
        description=f"Bytes of the whole file, at most {LARGEST}; none: this part is all.",
    ),
]


class Uploaded(BaseModel):
    """How much of the file has come, in bytes; `media_type` once it is whole."""

    sha256: str
    received: int
    length: int
    media_type: str | None = None


def uploads_router(files: StoredFiles) -> ServiceRouter:
    """Routes under `/api/leads/v1/files`."""
    router = ServiceRouter(FILES, tags=["follow-ups"], dependencies=[WRITERS])

    @router.put("/{sha256}", openapi_extra={"requestBody": {"required": True, "content": _CONTENT}})
    async def upload_file(
        sha256: DigestPath,
        request: Request,
        caller: Caller,
        upload_offset: Offset = 0,
        upload_length: Length = None,
    ) -> Answer[Uploaded]:
        """Send a file, or its next part, to attach it to a record. Sending what has come already changes nothing.

        `Content-Type` says what it is; JPEG, PNG, WebP, PDF, DOCX, XLSX and PPTX are taken, and judged by content.
        Pictures are kept without the place where they were taken.
        """
        if (upload_length or 0) > LARGEST:
            raise PayloadTooLarge(limit=LARGEST)
        part = await read_body(request.receive, LARGEST)
        length = upload_length if upload_length is not None else upload_offset + len(part)
        if not part or upload_offset + len(part) > length:
            raise Invalid.at(
                "#", "bad-length", "The part is empty, or longer than the file", "分片为空或超出文件长度"
            )
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        progress = await files.take(caller.subject, sha256, part, upload_offset, length, media_type)
        return Answer(_uploaded(sha256, progress))

    @router.get("/{sha256}")
    async def upload_progress(sha256: DigestPath, caller: Caller) -> Uploaded:
        """How much of a file the caller has sent: where to go on after a lost connection."""
        progress = await files.progress(caller.subject, sha256)
        if progress is None:
            raise NotFound
        return _uploaded(sha256, progress)

    @router.head("/{sha256}", response_class=Response)
    async def upload_offset(sha256: DigestPath, caller: Caller) -> Response:
        """The same, in the headers `Upload-Offset` and `Upload-Length`."""
        progress = await files.progress(caller.subject, sha256)
        if progress is None:
            raise NotFound
        return Response(
            headers={"upload-offset": str(progress.offset), "upload-length": str(progress.length)}
        )

    return router


def downloads_router(files: StoredFiles, projector: Projector) -> ServiceRouter:
    """Attached files, for those who see the record."""
    router = ServiceRouter(PATH, tags=["follow-ups"], dependencies=[signed_in])
    records = records_of(projector)

    @router.get(
        "/leads/{lead_id}/follow-ups/{follow_up_id}/files/{sha256}",
        response_class=Response,
        responses={
            200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
        },
    )
    async def download_file(
        lead_id: UUID, follow_up_id: UUID, sha256: DigestPath, reading: ReadContext
    ) -> Response:
        """A file of a record, always to be saved and never to be shown as a page."""
        row = await record_of(records, lead_id, follow_up_id, reading)
        found = next((one for one in row["attachments"] if one["sha256"] == sha256), None)
        if found is None:
            raise NotFound
        content = await files.content(found["uploaded_by"], sha256)
        headers = {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(found['name'], safe='')}",
            "content-security-policy": "default-src 'none'; sandbox",
            "cache-control": "private, no-store",
        }
        return Response(content, media_type=found["media_type"], headers=headers)

    return router


def _uploaded(digest: str, progress: Progress) -> Uploaded:
    kind = progress.kept.media_type if progress.kept else None
    return Uploaded(sha256=digest, received=progress.offset, length=progress.length, media_type=kind)
