"""What is kept of a file that somebody sends, and what is refused."""

import io
import struct
import time
import zipfile
import zlib

import pytest

from crm_platform.attachments import safe_name
from crm_platform.errors import Invalid
from crm_platform.persistence.file_kinds import FileRefused, inspected

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GPS = b"GPSLatitude 31.2304N 121.4737E"


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int = 1, height: int = 1, *extra: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 4))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(extra) + pixels + chunk(b"IEND", b"")


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">HH", 0xFF00 + marker, len(content) + 2) + content


def exif(orientation: int = 6) -> bytes:
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"Exif\0\0" + b"II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0) + GPS


def jpeg(width: int = 8, height: int = 8, *, after: bytes = b"", app1: bytes | None = None) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\0"
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
        + segment(0xE1, exif() if app1 is None else app1)
        + segment(0xFE, b"shot at home")
        + segment(0xC0, frame)
        + segment(0xDA, b"\x01\x01\0\0\x3f\0")
        + b"\x12\xff\x00\x34\xff\xd0\x56"
        + b"\xff\xd9"
        + after
    )


def webp() -> bytes:
    flags = b"\x08\0\0\0" + (7).to_bytes(3, "little") + (7).to_bytes(3, "little")
    picture = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 8, 8)
    body = b"WEBP"
    for kind, content in ((b"VP8X", flags), (b"VP8 ", picture), (b"EXIF", GPS)):
        body += kind + struct.pack("<I", len(content)) + content
    return b"RIFF" + struct.pack("<I", len(body)) + body


def office(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


def test_a_picture_is_kept_without_the_place_where_it_was_taken_but_the_right_way_up() -> None:
    sent = jpeg(after=b"<script>alert(1)</script>")
    kind, kept = inspected(sent, "image/jpeg")
    assert kind == "image/jpeg"
    assert GPS in sent
    assert not any(secret in kept for secret in (GPS, b"shot at home", b"<script>"))
    assert struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in kept
    assert kept[-9:] == b"\x12\xff\x00\x34\xff\xd0\x56\xff\xd9"
    assert inspected(kept, "image/jpeg") == (kind, kept)


def test_a_picture_with_broken_metadata_is_refused_or_kept_without() -> None:
    assert inspected(jpeg(app1=b"Exif\0\0nonsense"), "image/jpeg")[1].count(b"Exif") == 0
    with pytest.raises(FileRefused):
        inspected(jpeg(app1=b"Exif\0\0II*\0\xff\xff\xff\x7f"), "image/jpeg")


def test_png_and_webp_lose_their_texts_too() -> None:
    sent = png(1, 1, chunk(b"tEXt", GPS), chunk(b"eXIf", exif()))
    assert inspected(sent + b"trailing", "image/png") == ("image/png", png())
    kind, kept = inspected(webp(), "image/webp")
    assert (kind, GPS in kept, kept[20]) == ("image/webp", False, 0)
    assert inspected(kept, "image/webp") == (kind, kept)


def test_documents_are_told_by_what_is_in_them() -> None:
    document = office("[Content_Types].xml", "word/document.xml")
    assert inspected(document, DOCX) == (DOCX, document)
    pdf = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
    assert inspected(pdf, "application/pdf") == ("application/pdf", pdf)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ\x90\0" + b"\0" * 100,
        b"<?php __HALT_COMPILER(); ?>",
        b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"\xff\xd8\xff\xd9",
        jpeg()[:-2],
        jpeg()[:60],
        png()[:-1],
        png().replace(b"IDAT", b"IDAX"),
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        b"RIFF\xff\xff\xff\x7fWEBP",
        b"PK\x03\x04" + b"\0" * 50,
        office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        office("[Content_Types].xml", "word/document.xml", "../../x"),
        office("[Content_Types].xml", "word/document.xml", "xl/workbook.xml"),
        office("a.txt"),
    ],
)
def test_what_is_no_file_of_a_kind_that_is_taken_is_refused(content: bytes) -> None:
    for declared in ("image/png", "image/jpeg", "image/webp", DOCX):
        with pytest.raises(FileRefused):
            inspected(content, declared)


def test_a_file_that_is_not_what_it_says_is_refused() -> None:
    with pytest.raises(FileRefused):
        inspected(png(), "image/jpeg")
    with pytest.raises(FileRefused):
        inspected(png(), "text/html")


@pytest.mark.parametrize("content", [png(30_000, 30_000), jpeg(30_000, 30_000)])
def test_a_bomb_of_pixels_is_refused_before_it_is_decoded(content: bytes) -> None:
    began = time.monotonic()
    with pytest.raises(Invalid):
        inspected(content, "image/png" if content[1:4] == b"PNG" else "image/jpeg")
    assert time.monotonic() - began < 1


def test_a_large_picture_is_judged_quickly() -> None:
    large = jpeg().replace(b"\x12\xff\x00", b"\x12\xff\x00" * 6_000_000)
    began = time.monotonic()
    inspected(large, "image/jpeg")
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("合同 v2.png", "合同 v2.png"),
        ("photo.JPG", "photo.JPG.png"),
        ('"><svg onload=alert(1)>.png', "_svg onload=alert(1)_.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\temp\\x.png", "x.png"),
        ("x.png\r\nSet-Cookie: a=b", "x.pngSet-Cookie_ a=b.png"),
        ("\u202egnp.exe", "gnp.exe.png"),
        ("..", "file.png"),
        ("<>.png", "_.png"),
        ("a" * 300, "a" * 146 + ".png"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, "image/png") == safe
