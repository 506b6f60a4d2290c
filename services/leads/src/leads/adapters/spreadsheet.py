"""Reads lead files row by row, CSV or XLSX by what is in them, and keeps exported cells from becoming formulas."""

import csv
import re
import unicodedata
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final, Literal

from crm_platform.errors import PayloadTooLarge
from leads.adapters import delimited, workbook
from leads.adapters.sheet import Limits, refused

_WORKBOOK: Final = b"PK\x03\x04"
_OLD_WORKBOOK: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_LIMITS: Final = Limits()
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:,\d{3})*(?:\.\d+)?%?|[+-]?\d+(?:[.,]\d+)?%?")
_PHONE = re.compile(r"\+(?:[ ()./-]*\d){5,20}")


@dataclass(frozen=True, slots=True)
class Format:
    """How a file is to be read."""

    kind: Literal["csv", "xlsx"]
    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """What a file holds: its titles, and how many rows below them say something."""

    titles: list[str]
    rows: int


def sniff(path: Path, *, limits: Limits = _LIMITS) -> Format:
    """Find out how to read a file, from its content; its name says nothing.

    Raises PayloadTooLarge, or Invalid for an empty file, an old or encrypted workbook, or an unknown encoding.
    """
    if path.stat().st_size > limits.file_bytes:
        raise PayloadTooLarge(pointer="#/file", limit=limits.file_bytes)
    with path.open("rb") as file:
        magic = file.read(8)
    if not magic:
        raise refused("empty-file", "Is empty", "文件为空")
    if magic.startswith(_WORKBOOK):
        return Format("xlsx")
    if magic == _OLD_WORKBOOK:
        en = "Is encrypted or in the old .xls format; save it as a plain .xlsx"
        raise refused("encrypted-or-old", en, "文件已加密或为旧版 .xls 格式，请另存为普通 .xlsx")
    encoding = delimited.encoding_of(path)
    return Format("csv", encoding, delimited.delimiter_of(path, encoding, limits))


def read_rows(path: Path, *, limits: Limits = _LIMITS) -> Generator[list[str], None, None]:
    """Every row as text, the titles first; a blank row is an empty list, so that counting gives the file's own rows.

    Takes no more memory for a longer file. Raises Invalid at the first fault of the file, by row and column, and
    PayloadTooLarge or UnpackedTooLarge for its size: rows before the fault have been given by then.
    """
    form = sniff(path, limits=limits)
    if form.encoding and form.delimiter:
        rows = delimited.read(path, form.encoding, form.delimiter, limits)
    else:
        rows = workbook.read(path, limits)
    titles = _titles(next(rows, []))
    yield titles
    yield from rows


def overview(path: Path, *, limits: Limits = _LIMITS) -> Overview:
    """Read a file from end to end, so that a faulty one is refused before anything is made of it; raises as read_rows."""
    rows = read_rows(path, limits=limits)
    titles = next(rows)
    return Overview(titles, sum(1 for row in rows if row))


def csv_lines(rows: Iterable[Iterable[str]]) -> str:
    """Rows of an exported CSV, each cell safe to open in a spreadsheet."""
    text = StringIO()
    csv.writer(text).writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def safe_cell(text: str) -> str:
    """A text for a cell of an exported CSV: what a spreadsheet could take for a formula is marked as text by a `'`.

    Numbers and phone numbers such as `+49 30 901820` stay as they are.
    """
    # Full-width marks count as well: some spreadsheets take them for the plain ones.
    start = unicodedata.normalize("NFKC", text).lstrip(" \u00a0\ufeff\u200b")[:1]
    if text[:1] in ("\t", "\r", "\n") or (start in ("=", "+", "-", "@", "\t", "\r", "\n") and start):
        return text if _NUMBER.fullmatch(text) or _PHONE.fullmatch(text) else f"'{text}"
    return text


def _titles(cells: list[str]) -> list[str]:
    """The titles in one line each; raises Invalid when there are none or two are the same."""
    titles = [" ".join(cell.split()) for cell in cells]
    while titles and not titles[-1]:
        titles.pop()
    if not titles:
        raise refused(
            "no-titles", "The first row must hold the titles of the columns", "第一行必须是列标题", row=1
        )
    seen: dict[str, int] = {}
    for column, title in enumerate(titles, 1):
        key = unicodedata.normalize("NFKC", title).casefold()
        if key and key in seen:
            en, zh = f"The same title as column {seen[key]}", f"与第 {seen[key]} 列标题重复"
            raise refused("duplicate-title", en, zh, row=1, column=column)
        seen[key] = column
    return titles
