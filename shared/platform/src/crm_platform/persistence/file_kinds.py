"""What a file really is, told by its content; and pictures without the place where they were taken.

Nothing is decoded: the structure of the file is walked, what is not needed to show it is left out, and what is not as
the format says is refused. So neither bombs nor files of two kinds at once get through.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from crm_platform.errors import DomainError, Invalid

LARGEST: Final = 20 * 1024 * 1024  # bytes of a file that is attached
MOST_PIXELS: Final = 50_000_000

_OFFICE: Final = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_MOST_ENTRIES: Final = 5_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset(
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"pHYs", b"cHRM"]
)
_WEBP_KEPT: Final = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"])
_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_METADATA_FLAGS: Final = 0b0010_1100  # of VP8X: profile, EXIF, XMP


class FileRefused(DomainError):
    """The content is of no kind that is taken, or not of the kind that was said (`found`)."""

    code = "file-kind"
    status = 415
    title_en = "Files must be JPEG, PNG, WebP, PDF, DOCX, XLSX or PPTX, and what they say they are"
    title_zh = "仅支持 JPEG、PNG、WebP、PDF、DOCX、XLSX、PPTX，且内容必须与声明的类型一致"


def inspected(content: bytes, declared: str) -> tuple[str, bytes]:
    """The media type and the content to keep. Raises `FileRefused`, and `Invalid` for a picture that is too large."""
    try:
        media_type, kept = _inspected(content)
    except (struct.error, IndexError, ValueError, zipfile.BadZipFile, NotImplementedError):
        raise FileRefused from None
    if media_type != declared:
        raise FileRefused(found=media_type)
    return media_type, kept


def _inspected(content: bytes) -> tuple[str, bytes]:
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", b"".join(_jpeg(content))
    if content.startswith(_PNG):
        return "image/png", b"".join(_png(content))
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp", _webp(content)
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "application/pdf", content
    if content.startswith(b"PK\x03\x04"):
        return _office(content), content
    raise FileRefused


def _within(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Invalid.at(
            "#", "too-many-pixels", f"At most {MOST_PIXELS // 10**6} million pixels", "图片像素过大"
        )
    if not width or not height:
        raise FileRefused


def _jpeg(content: bytes) -> Iterator[bytes]:
    """The segments that show the picture, and which way up; not what cameras and programs tell beside."""
    yield content[:2]
    at, sized = 2, False
    while True:
        if content[at] != 0xFF:
            raise FileRefused
        marker = content[at + 1]
        if marker == 0xD9:
            break
        (length,) = struct.unpack_from(">H", content, at + 2)
        segment = content[at : at + 2 + length]
        if len(segment) < 2 + length or length < 2:
            raise FileRefused
        at += 2 + length
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", segment, 5)
            _within(width, height)
            sized = True
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            yield _upright(segment[10:])
        elif not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            yield segment
        if marker == 0xDA:
            end = _scan_end(content, at)
            yield content[at:end]
            at = end
    if not sized:
        raise FileRefused
    yield b"\xff\xd9"


def _scan_end(content: bytes, at: int) -> int:
    """Where compressed data ends: at the next marker that is neither stuffing nor a restart."""
    found = _MARKER.search(content, at)
    if found is None:
        raise FileRefused
    return found.start()


def _upright(exif: bytes) -> bytes:
    """A segment that tells only which way up the picture is; nothing when the old one does not say."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return b""
    (start,) = struct.unpack_from(f"{order}I", exif, 4)
    (count,) = struct.unpack_from(f"{order}H", exif, start)
    for entry in range(start + 2, start + 2 + 12 * min(count, 100), 12):
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", exif, entry)
        if tag == 0x0112 and kind == 3 and 1 <= value <= 8:
            tiff = struct.pack(">4sIHHHIHHI", b"MM\0*", 8, 1, 0x0112, 3, 1, value, 0, 0)
            return struct.pack(">HH", 0xFFE1, 2 + 6 + len(tiff)) + b"Exif\0\0" + tiff
    return b""


def _png(content: bytes) -> Iterator[bytes]:
    yield _PNG
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, at)
        chunk = content[at : at + 12 + length]
        if len(chunk) < 12 + length or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise FileRefused
        if at == len(_PNG):
            if kind != b"IHDR":
                raise FileRefused
            _within(*struct.unpack_from(">II", chunk, 8))
        if kind in _PNG_KEPT:
            yield chunk
        at += 12 + length


def _webp(content: bytes) -> bytes:
    parts, at, end = [], 12, 8 + struct.unpack_from("<I", content, 4)[0]
    if end > len(content):
        raise FileRefused
    while at < end:
        kind, length = struct.unpack_from("<4sI", content, at)
        chunk = content[at : at + 8 + length + length % 2]
        at += len(chunk)
        if len(chunk) < 8 + length:
            raise FileRefused
        if kind == b"VP8X":
            width = 1 + int.from_bytes(chunk[12:15], "little")
            _within(width, 1 + int.from_bytes(chunk[15:18], "little"))
            chunk = chunk[:8] + bytes([chunk[8] & ~_METADATA_FLAGS]) + chunk[9:]
        elif kind == b"VP8 ":
            width, height = struct.unpack_from("<HH", chunk, 14)
            _within(width & 0x3FFF, height & 0x3FFF)
        elif kind == b"VP8L":
            (bits,) = struct.unpack_from("<I", chunk, 9)
            _within(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
        if kind in _WEBP_KEPT:
            parts.append(chunk)
    if not any(part[:4] in (b"VP8 ", b"VP8L", b"ANMF") for part in parts):
        raise FileRefused
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _office(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
    if len(names) > _MOST_ENTRIES or any("vbaproject" in name.lower() or ".." in name for name in names):
        raise FileRefused
    found = [kind for name, kind in _OFFICE.items() if name in names]
    if "[Content_Types].xml" not in names or len(found) != 1:
        raise FileRefused
    return found[0]
