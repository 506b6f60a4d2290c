"""The HTTP interface of files that people attach to records: sent, and downloaded by those who see the record."""

from urllib.parse import quote
from uuid import UUID

from fastapi.responses import Response

from crm_platform.errors import NotFound
from crm_platform.http.access import signed_in
from crm_platform.http.commands import ReadContext
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.uploads import DigestPath, uploads_router
from crm_platform.persistence.blobs import Blobs
from crm_platform.persistence.projecting import Projector
from leads.domain.file_names import EXTENSIONS
from leads.entrypoints.http_follow_ups import PATH, WRITERS, record_of, records_of

FILES = f"{PATH}/files"
_TAKEN = """`Content-Type` says what it is; JPEG, PNG, WebP, PDF, DOCX, XLSX and PPTX are taken, and judged by content.
Pictures are kept without the place where they were taken."""


def files_router(files: Blobs) -> ServiceRouter:
    """Routes under `/api/leads/v1/files`: what is to be attached to a record."""
    return uploads_router(FILES, files, list(EXTENSIONS), said=_TAKEN, tags=["follow-ups"], access=WRITERS)


def downloads_router(files: Blobs, projector: Projector) -> ServiceRouter:
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
