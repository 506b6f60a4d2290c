"""Files in the service's own tables, by who sent them and the SHA-256 of what was sent: part by part, or at once.

What comes in parts is judged when it is whole; sending what has come already changes nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from crm_platform.errors import DomainError, Invalid, PayloadTooLarge, TooMany
from crm_platform.persistence.database import Connection, Database

_PIECE: Final = 1024 * 1024  # bytes
_MOST_A_DAY: Final = 500 * 1024 * 1024  # bytes

Judge = Callable[[bytes, str], tuple[str, bytes]]
"""From a content and its declared media type to what is kept: the real media type, and the content without what is not
to be known. Raises a `DomainError` for what is not taken."""


class OtherOffset(DomainError):
    """The part does not begin where what has come ends (`offset`)."""

    code = "upload-offset"
    title_en = "The upload goes on at byte {offset}"
    title_zh = "请从第 {offset} 字节继续上传"


@dataclass(frozen=True, slots=True)
class Blob:
    """A file that is kept: the digest it was sent by, and what was found of it. `size` is in bytes."""

    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a file has come, in bytes; `kept` once it is whole."""

    offset: int
    length: int
    kept: Blob | None = None


def as_sent(content: bytes, media_type: str) -> tuple[str, bytes]:
    """The judge that takes everything for what it says it is."""
    return media_type, content


class Blobs:
    """The files of one service; its schema has the tables of `create_blobs()`.

    `largest` is of a file, `a_day` of what one owner sends in parts, both in bytes.
    """

    def __init__(
        self, database: Database, *, largest: int, a_day: int = _MOST_A_DAY, judge: Judge = as_sent
    ) -> None:
        self._database = database
        self._judge = judge
        self._a_day = a_day
        self.largest = largest

    async def progress(self, owner: str, digest: str) -> Progress | None:
        """How far an upload is; None when nothing has come."""
        async with self._database.connection() as connection:
            return await _progress(connection, owner, digest)

    async def take(
        self, owner: str, digest: str, part: bytes, offset: int, length: int, media_type: str
    ) -> Progress:
        """Keep the next part; with the last one the file is judged, and kept as the judge says.

        Raises `OtherOffset`, `PayloadTooLarge`, `Invalid` for an empty part, one that is longer than the file and content
        that has another digest, `TooMany`, and what the judge raises; then nothing of the file stays.
        """
        if max(length, len(part)) > self.largest:
            raise PayloadTooLarge(limit=self.largest)
        if not part or offset + len(part) > length:
            raise Invalid.at(
                "#", "bad-length", "The part is empty, or longer than the file", "分片为空或超出文件长度"
            )
        async with self._database.transaction() as connection:
            await _lock(connection, owner, digest)
            known = await _progress(connection, owner, digest)
            if known and known.kept:
                return known
            # Whole, yet not kept: whoever took the last part did not live to judge the file.
            if known is None or known.offset < known.length:
                begun = known.offset if known else 0
                if offset != begun or (known and known.length != length):
                    raise OtherOffset(offset=begun)
                await _admit(connection, owner, len(part), self._a_day)
                await _write(connection, owner, digest, part, offset, length)
                if offset + len(part) < length:
                    return Progress(offset + len(part), length)
        return await self._complete(owner, digest, media_type)

    async def keep(self, owner: str, digest: str, path: Path, media_type: str) -> None:
        """Keep a file that is whole, unjudged, a piece at a time; one that is kept already stays.

        Raises `PayloadTooLarge`.
        """
        length = path.stat().st_size
        if length > self.largest:
            raise PayloadTooLarge(limit=self.largest)
        async with self._database.transaction() as connection:
            await _lock(connection, owner, digest)
            known = await _progress(connection, owner, digest)
            if known and known.kept:
                return
            await _forget(connection, owner, digest)
            start = 0
            with path.open("rb") as file:
                while piece := file.read(_PIECE):
                    await _write(connection, owner, digest, piece, start, length)
                    start += len(piece)
            await _end(connection, owner, digest, media_type)

    async def of(self, owner: str, digests: Sequence[str]) -> dict[str, Blob]:
        """Those of the files that this owner has sent whole, by digest."""
        rows = await self._database.fetch(
            "SELECT digest, media_type, length FROM blobs"
            " WHERE owner = %s AND digest = ANY(%s) AND media_type IS NOT NULL",
            owner,
            list(digests),
        )
        return {digest: Blob(digest, kind, size) for digest, kind, size in rows}

    async def pieces(self, owner: str, digest: str) -> AsyncIterator[bytes]:
        """What has come, a piece at a time; nothing for a file that is not there."""
        start = 0
        while rows := await self._database.fetch(
            "SELECT content FROM blob_pieces WHERE owner = %s AND digest = %s AND start = %s",
            owner,
            digest,
            start,
        ):
            piece = bytes(rows[0][0])
            yield piece
            start += len(piece)

    async def content(self, owner: str, digest: str) -> bytes:
        """All that has come, in one."""
        return b"".join([piece async for piece in self.pieces(owner, digest)])

    @asynccontextmanager
    async def file(self, owner: str, digest: str) -> AsyncIterator[Path]:
        """The content as a file that lasts as long as the block."""
        with NamedTemporaryFile(prefix="kuaicrm-") as file:
            async for piece in self.pieces(owner, digest):
                file.write(piece)
            file.flush()
            yield Path(file.name)

    async def _complete(self, owner: str, digest: str, media_type: str) -> Progress:
        content = await self.content(owner, digest)
        refusal: DomainError | None = None
        try:
            kind, kept = await asyncio.to_thread(self._judged, content, digest, media_type)
        except DomainError as error:
            refusal = error
        async with self._database.transaction() as connection:
            await _lock(connection, owner, digest)
            known = await _progress(connection, owner, digest)
            if known and known.kept:
                return known  # somebody else sent the last part as well
            # It is there as it was judged, unless another one judged otherwise meanwhile, and its sender began anew.
            there = refusal is None and kept is content and known is not None and known.offset == known.length
            if not there:
                await _forget(connection, owner, digest)
            if refusal is None:
                if not there:
                    await _write(connection, owner, digest, kept, 0, len(kept))
                await _end(connection, owner, digest, kind)
        if refusal is not None:
            raise refusal
        return Progress(len(kept), len(kept), Blob(digest, kind, len(kept)))

    def _judged(self, content: bytes, digest: str, media_type: str) -> tuple[str, bytes]:
        if sha256(content).hexdigest() != digest:
            raise Invalid.at(
                "#",
                "other-content",
                "The content has another digest than the path says",
                "文件内容与摘要不符",
            )
        return self._judge(content, media_type)


async def _lock(connection: Connection, owner: str, digest: str) -> None:
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (owner + digest,))


async def _progress(connection: Connection, owner: str, digest: str) -> Progress | None:
    cursor = await connection.execute(
        "SELECT media_type, length, (SELECT coalesce(sum(octet_length(content)), 0) FROM blob_pieces p"
        " WHERE p.owner = b.owner AND p.digest = b.digest) FROM blobs b WHERE owner = %s AND digest = %s",
        (owner, digest),
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    media_type, length, come = row
    return Progress(int(come), length, Blob(digest, media_type, length) if media_type is not None else None)


async def _write(
    connection: Connection, owner: str, digest: str, content: bytes, start: int, length: int
) -> None:
    await connection.execute(
        "INSERT INTO blobs (owner, digest, length) VALUES (%s, %s, %s)"
        " ON CONFLICT (owner, digest) DO UPDATE SET touched_at = clock_timestamp()",
        (owner, digest, length),
    )
    await connection.execute(
        "INSERT INTO blob_pieces (owner, digest, start, content) VALUES (%s, %s, %s, %s)",
        (owner, digest, start, content),
    )


async def _end(connection: Connection, owner: str, digest: str, media_type: str) -> None:
    await connection.execute(
        "UPDATE blobs SET media_type = %s WHERE owner = %s AND digest = %s", (media_type, owner, digest)
    )


async def _forget(connection: Connection, owner: str, digest: str) -> None:
    await connection.execute("DELETE FROM blobs WHERE owner = %s AND digest = %s", (owner, digest))


async def _admit(connection: Connection, owner: str, size: int, most: int) -> None:
    """Forget what nobody went on with for a day. Raises `TooMany` for somebody who sends too much."""
    await connection.execute(
        "DELETE FROM blobs WHERE media_type IS NULL AND touched_at < clock_timestamp() - interval '1 day'"
    )
    cursor = await connection.execute(
        "SELECT coalesce(sum(octet_length(content)), 0) FROM blob_pieces JOIN blobs USING (owner, digest)"
        " WHERE owner = %s AND touched_at > clock_timestamp() - interval '1 day'",
        (owner,),
    )
    row = await cursor.fetchone()
    if row is not None and row[0] + size > most:
        raise TooMany(retry_after=3600)
