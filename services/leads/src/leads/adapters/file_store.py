"""Files that people send to attach them: by person and digest of the content, in parts until all have come."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from crm_platform.errors import DomainError, Invalid, TooMany
from crm_platform.persistence.database import Connection, Database
from leads.adapters.file_kinds import inspected
from leads.application.attachments import KeptFile

LARGEST: Final = 20 * 1024 * 1024  # bytes of a file
_MOST_A_DAY: Final = 500 * 1024 * 1024  # bytes that one person may send


class OtherOffset(DomainError):
    """The part does not begin where what has come ends (`offset`)."""

    code = "upload-offset"
    title_en = "The upload goes on at byte {offset}"
    title_zh = "请从第 {offset} 字节继续上传"


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a file has come; `kept` once it is whole."""

    offset: int
    length: int
    kept: KeptFile | None = None


class StoredFiles:
    """Files in the service's own tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def progress(self, owner: str, digest: str) -> Progress | None:
        """How far an upload is; None when nothing has come."""
        async with self._database.connection() as connection:
            return await _progress(connection, owner, digest)

    async def take(
        self, owner: str, digest: str, part: bytes, offset: int, length: int, media_type: str
    ) -> Progress:
        """Keep the next part; with the last one the file is judged and kept, without what is not to be known.

        Raises `OtherOffset`, `FileRefused`, `Invalid` for content that has another digest, `TooMany`.
        """
        async with self._database.transaction() as connection:
            await connection.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (owner + digest,)
            )
            known = await _progress(connection, owner, digest)
            if known and known.kept:
                return known
            begun = known.offset if known else 0
            # Whole, yet not kept: whoever took the last part did not live to judge the file.
            if known is None or known.offset < known.length:
                if offset != begun or (known and known.length != length):
                    raise OtherOffset(offset=begun)
                await _admit(connection, owner, len(part))
                await connection.execute(
                    "INSERT INTO file_parts VALUES (%s, %s, %s, %s, %s)",
                    (owner, digest, offset, length, part),
                )
                if offset + len(part) < length:
                    return Progress(offset + len(part), length)
        return await self._complete(owner, digest, media_type)

    async def of(self, owner: str, digests: Sequence[str]) -> dict[str, KeptFile]:
        """Those of the files that this person has sent whole, by digest."""
        rows = await self._database.fetch(
            "SELECT digest, media_type, octet_length(content) FROM files WHERE owner = %s AND digest = ANY(%s)",
            owner,
            list(digests),
        )
        return {digest: KeptFile(digest, kind, size) for digest, kind, size in rows}

    async def content(self, owner: str, digest: str) -> bytes:
        """The content that was kept."""
        rows = await self._database.fetch(
            "SELECT content FROM files WHERE owner = %s AND digest = %s", owner, digest
        )
        return bytes(rows[0][0])

    async def _complete(self, owner: str, digest: str, media_type: str) -> Progress:
        rows = await self._database.fetch(
            "SELECT part FROM file_parts WHERE owner = %s AND digest = %s ORDER BY start", owner, digest
        )
        content = b"".join(bytes(part) for (part,) in rows)
        try:
            kind, kept = await asyncio.to_thread(_judged, content, digest, media_type)
        except DomainError:
            async with self._database.transaction() as connection:
                await _forget_parts(connection, owner, digest)
            raise
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT INTO files VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (owner, digest, kind, kept),
            )
            await _forget_parts(connection, owner, digest)
        return Progress(len(kept), len(kept), KeptFile(digest, kind, len(kept)))


async def _forget_parts(connection: Connection, owner: str, digest: str) -> None:
    await connection.execute("DELETE FROM file_parts WHERE owner = %s AND digest = %s", (owner, digest))


def _judged(content: bytes, digest: str, media_type: str) -> tuple[str, bytes]:
    if sha256(content).hexdigest() != digest:
        raise Invalid.at(
            "#", "other-content", "The content has another digest than the path says", "文件内容与摘要不符"
        )
    return inspected(content, media_type)


async def _progress(connection: Connection, owner: str, digest: str) -> Progress | None:
    cursor = await connection.execute(
        "SELECT media_type, octet_length(content) FROM files WHERE owner = %s AND digest = %s",
        (owner, digest),
    )
    if whole := await cursor.fetchone():
        return Progress(whole[1], whole[1], KeptFile(digest, whole[0], whole[1]))
    cursor = await connection.execute(
        "SELECT sum(octet_length(part)), max(length) FROM file_parts WHERE owner = %s AND digest = %s",
        (owner, digest),
    )
    row = await cursor.fetchone()
    return Progress(row[0], row[1]) if row and row[0] is not None else None


async def _admit(connection: Connection, owner: str, size: int) -> None:
    """Forget what nobody went on with for a day. Raises `TooMany` for somebody who sends too much."""
    await connection.execute("DELETE FROM file_parts WHERE stored_at < clock_timestamp() - interval '1 day'")
    cursor = await connection.execute(
        "SELECT coalesce((SELECT sum(octet_length(content)) FROM files WHERE owner = %(owner)s"
        " AND stored_at > clock_timestamp() - interval '1 day'), 0)"
        " + coalesce((SELECT sum(octet_length(part)) FROM file_parts WHERE owner = %(owner)s), 0)",
        {"owner": owner},
    )
    row = await cursor.fetchone()
    if row is not None and row[0] + size > _MOST_A_DAY:
        raise TooMany(retry_after=3600)
