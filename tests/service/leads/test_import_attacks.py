"""Files that are bombs, traps or nonsense bounce off the interface at once and leave nothing behind."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from crm_testing.imports import start
from crm_testing.services import Running, person
from crm_testing.workbooks import PLAIN, archive, parts, text_cell

ADMIN = person("root", "admin")
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
)


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts(PLAIN).items():
            file.writestr(name, content)
        with file.open("xl/sharedStrings.xml", "w") as strings:
            for _ in range(200):
                strings.write(b"A" * 1_000_000)
    return path


def workbook(path: Path, kind: str) -> Path:
    far = f'<row r="1">{text_cell("A1", "公司")}</row><row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    entries: dict[str, dict[str, str | bytes]] = {
        "far": parts(far),
        "entities": parts(ENTITIES),
        "many": {**parts(PLAIN), **{f"xl/media/{n}.bin": b"" for n in range(10_000)}},
        "nested": {**parts(PLAIN), "xl/embeddings/inner.zip": b"PK\x03\x04"},
        "upwards": {**parts(PLAIN), "../../etc/cron.d/x": b"x"},
        "macros": {**parts(PLAIN), "xl/vbaProject.bin": b"x"},
    }
    return bomb(path) if kind == "bomb" else archive(path, entries[kind])


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("bomb", 413, "unpacked-size"),
        ("far", 422, "too-many-rows"),
        ("entities", 422, "xml-entities"),
        ("many", 422, "too-many-entries"),
        ("nested", 422, "nested-archive"),
        ("upwards", 422, "unsafe-entry"),
        ("macros", 422, "macros"),
    ],
)
@pytest.mark.parametrize("path", ["/imports", "/imports/preview"])
async def test_a_hostile_workbook_is_refused(
    leads: Running, tmp_path: Path, kind: str, status: int, code: str, path: str
) -> None:
    content = workbook(tmp_path / "x.xlsx", kind).read_bytes()
    admin = await leads.as_(ADMIN)
    refused = await admin.post(path, files={"file": ("leads.xlsx", content)})
    body: dict[str, Any] = refused.json()
    assert (refused.status_code, body["status"]) == (status, status)
    assert code in (body["code"], body.get("errors", [{}])[0].get("code"))
    assert "root:" not in refused.text
    await nothing_is_left(leads)


@pytest.mark.parametrize(
    ("content", "pointer", "code"),
    [
        ("公司\nA\0B\n".encode(), "#/file/rows/2/columns/1", "nul-character"),
        ('公司,电话\nA,"1\n'.encode(), "#/file/rows/2/columns/2", "unclosed-quote"),
        (b"company\n" + b"x" * 2_000_000, "#/file/rows/2/columns/1", "row-too-long"),
        (b"company,company\nA,B\n", "#/file/rows/1/columns/2", "duplicate-title"),
        (",".join(f"c{n}" for n in range(5_000)).encode(), "#/file/rows/1/columns/201", "too-many-columns"),
    ],
)
async def test_a_table_that_cannot_be_right_is_refused_by_row_and_column(
    leads: Running, content: bytes, pointer: str, code: str
) -> None:
    refused = await start(await leads.as_(ADMIN), content)
    assert refused.status_code == 422
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [(pointer, code)]
    await nothing_is_left(leads)


async def nothing_is_left(leads: Running) -> None:
    assert await leads.events() == []
    assert await leads.service.database.fetch("SELECT 1 FROM blobs") == []
