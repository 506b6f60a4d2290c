"""The HTTP interface of files that people attach to records: sent, and downloaded by those who see the record."""

from uuid import UUID

from fastapi.responses import Response

from crm_platform.attachments import EXTENSIONS, TAKEN
from crm_platform.http.access import signed_in
from crm_platform.http.commands import ReadContext
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.uploads import FILE_RESPONSE, DigestPath, attached_file, uploads_router
from crm_platform.persistence.blobs import Blobs
from crm_platform.persistence.projecting import Projector
from leads.entrypoints.http_follow_ups import PATH, WRITERS, record_of, records_of

FILES = f"{PATH}/files"


def files_router(files: Blobs) -> ServiceRouter:
    """Routes under `/api/leads/v1/files`: what is to be attached to a record."""
    return uploads_router(FILES, files, list(EXTENSIONS), said=TAKEN, tags=["follow-ups"], access=WRITERS)


def downloads_router(files: Blobs, projector: Projector) -> ServiceRouter:
    """Attached files, for those who see the record."""
    router = ServiceRouter(PATH, tags=["follow-ups"], dependencies=[signed_in])
    records = records_of(projector)

    @router.get(
        "/leads/{lead_id}/follow-ups/{follow_up_id}/files/{sha256}",
        response_class=Response,
        responses=FILE_RESPONSE,
    )
    async def download_file(
        lead_id: UUID, follow_up_id: UUID, sha256: DigestPath, reading: ReadContext
    ) -> Response:
        """A file of a record, always to be saved and never to be shown as a page."""
        row = await record_of(records, lead_id, follow_up_id, reading)
        return await attached_file(files, row["attachments"], sha256)

    return router
