"""The HTTP interface of files that people send: by the digest of their content, in parts where the network is bad."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Header, Path, Request
from fastapi.responses import Response
from pydantic import BaseModel
from pydantic.json_schema import SkipJsonSchema

from crm_platform.errors import NotFound, PayloadTooLarge
from crm_platform.http.body import read_body
from crm_platform.http.commands import Answer, Caller
from crm_platform.http.operations import ServiceRouter
from crm_platform.persistence.blobs import Blobs, Progress

DigestPath = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="SHA-256 of the whole content, hex.")]
Offset = Annotated[int, Header(alias="Upload-Offset", ge=0, description="Where this part begins, in bytes.")]
Length = Annotated[
    int | SkipJsonSchema[None],
    Header(alias="Upload-Length", ge=1, description="Bytes of the whole file; none: this part is all."),
]


class Uploaded(BaseModel):
    """How much of the file has come, in bytes; `media_type` once it is whole."""

    sha256: str
    received: int
    length: int
    media_type: str | None = None


def uploads_router(
    path: str, blobs: Blobs, media_types: Sequence[str], *, said: str, tags: list[str], access: Any
) -> ServiceRouter:
    """`PUT`, `GET` and `HEAD` on `<path>/{sha256}`, each for the caller's own files.

    `said` ends the description of `PUT` with what is taken; `access` says who may. `Service.largest_upload` must name
    the path.
    """
    router = ServiceRouter(path, tags=tags, dependencies=[access])
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in media_types}

    @router.put(
        "/{sha256}",
        openapi_extra={"requestBody": {"required": True, "content": content}},
        description=f"Send a file, or its next part. Sending what has come already changes nothing.\n\n{said}",
    )
    async def upload_file(
        sha256: DigestPath,
        request: Request,
        caller: Caller,
        upload_offset: Offset = 0,
        upload_length: Length = None,
    ) -> Answer[Uploaded]:
        if (upload_length or 0) > blobs.largest:
            raise PayloadTooLarge(limit=blobs.largest)
        part = await read_body(request.receive, blobs.largest)
        length = upload_length if upload_length is not None else upload_offset + len(part)
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        progress = await blobs.take(caller.subject, sha256, part, upload_offset, length, media_type)
        return Answer(_uploaded(sha256, progress))

    @router.get("/{sha256}")
    async def upload_progress(sha256: DigestPath, caller: Caller) -> Uploaded:
        """How much of a file the caller has sent: where to go on after a lost connection."""
        return _uploaded(sha256, await _begun(blobs, caller.subject, sha256))

    @router.head("/{sha256}", response_class=Response)
    async def upload_offset(sha256: DigestPath, caller: Caller) -> Response:
        """The same, in the headers `Upload-Offset` and `Upload-Length`."""
        progress = await _begun(blobs, caller.subject, sha256)
        return Response(
            headers={"upload-offset": str(progress.offset), "upload-length": str(progress.length)}
        )

    return router


FILE_RESPONSE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}
"""How the OpenAPI document describes a route that answers with `attached_file`."""


async def attached_file(blobs: Blobs, attachments: Sequence[Mapping[str, Any]], sha256: str) -> Response:
    """One of the files attached to a record, always to be saved and never to be shown as a page. Raises `NotFound`."""
    found = next((one for one in attachments if one["sha256"] == sha256), None)
    if found is None:
        raise NotFound
    content = await blobs.content(found["uploaded_by"], sha256)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(found['name'], safe='')}",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, no-store",
    }
    return Response(content, media_type=found["media_type"], headers=headers)


async def _begun(blobs: Blobs, owner: str, digest: str) -> Progress:
    progress = await blobs.progress(owner, digest)
    if progress is None:
        raise NotFound
    return progress


def _uploaded(digest: str, progress: Progress) -> Uploaded:
    kind = progress.kept.media_type if progress.kept else None
    return Uploaded(sha256=digest, received=progress.offset, length=progress.length, media_type=kind)
