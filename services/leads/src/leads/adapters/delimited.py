"""Reads CSV files as people save them: UTF-8, UTF-16, GBK or GB18030, with commas, semicolons, tabs or bars; in flat memory."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

from crm_platform.errors import Invalid
from leads.adapters.sheet import Limits, check_row, refused

_CHUNK: Final = 64 * 1024
_DELIMITERS: Final = (",", ";", "\t", "|")
_UNKNOWN: Final = ("Not readable as UTF-8, UTF-16 or GB18030", "无法按 UTF-8、UTF-16 或 GB18030 读取")


def encoding_of(path: Path) -> str:
    """The encoding in which the whole file is right: by its mark, else UTF-8, else GB18030 when that gives Chinese.

    Raises Invalid naming the row of the first byte that does not fit.
    """
    with path.open("rb") as file:
        head = file.read(3)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif head == codecs.BOM_UTF8:
        candidates = ["utf-8-sig"]
    else:
        candidates = ["utf-8", "gb18030"] if _reads_as_chinese(path) else ["utf-8"]
    row = 1
    for encoding in candidates:
        broken = _broken_row(path, encoding)
        if broken is None:
            return encoding
        row = broken
    raise refused("unknown-encoding", *_UNKNOWN, row=row)


def delimiter_of(path: Path, encoding: str, limits: Limits) -> str:
    """The delimiter that parts the first line into most cells; a comma when none does."""
    with path.open(encoding=encoding, newline="") as text:
        line = text.readline(limits.row_chars)
    # The limit of the csv module on fields is no matter here: a header that long is refused when it is read.
    parts = {delimiter: _cells_of(line, delimiter) for delimiter in _DELIMITERS}
    return max(_DELIMITERS, key=lambda delimiter: parts[delimiter])


def read(path: Path, encoding: str, delimiter: str, limits: Limits) -> Iterator[list[str]]:
    """The records of the file, blank ones as empty lists; raises Invalid at the first fault, by row and column."""
    with path.open(encoding=encoding, newline="") as text:
        record = _Record(text, delimiter, limits)
        reader = csv.reader(record, delimiter=delimiter, strict=True)
        while True:
            record.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise record.fault() from None
            except UnicodeDecodeError:
                raise refused("unknown-encoding", *_UNKNOWN, row=record.row) from None
            check_row(cells, record.row, limits)
            yield cells if any(cells) else []


class _Record:
    """The lines of one record after the other, never more of one than the limit."""

    def __init__(self, text: TextIO, delimiter: str, limits: Limits) -> None:
        self.row = 0
        self._text = text
        self._delimiter = delimiter
        self._limits = limits
        self._lines: list[str] = []
        self._chars = 0

    def begin(self) -> None:
        self.row += 1
        self._lines.clear()
        self._chars = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._limits.row_chars + 1)
        if not line:
            raise StopIteration
        self._lines.append(line)
        self._chars += len(line)
        if self._chars > self._limits.row_chars:
            raise self.fault()
        return line

    def fault(self) -> Invalid:
        """What is wrong with the record as far as it has been read."""
        column, state = _scan("".join(self._lines), self._delimiter)
        if state == "after":
            en, zh = "Text after a closing quote", "引号结束后还有内容"
            return refused("text-after-quote", en, zh, row=self.row, column=column)
        if state == "quoted" and (self._chars <= self._limits.row_chars or len(self._lines) > 1):
            return refused(
                "unclosed-quote", "A quote is not closed", "引号未闭合", row=self.row, column=column
            )
        if self._chars <= self._limits.row_chars:
            en, zh = (
                f"More than {self._limits.cell_chars} characters",
                f"超过 {self._limits.cell_chars} 个字符",
            )
            return refused("cell-too-long", en, zh, row=self.row, column=column)
        en, zh = f"More than {self._limits.row_chars} characters", f"超过 {self._limits.row_chars} 个字符"
        return refused("row-too-long", en, zh, row=self.row, column=column)


def _scan(record: str, delimiter: str) -> tuple[int, str]:
    """Column and state where the record breaks off: `start` of a cell, `plain`, `quoted`, or `after` a quote."""
    column, state = 1, "start"
    for char in record:
        if state == "quoted":
            state = "closed" if char == '"' else state
        elif char == delimiter:
            column, state = column + 1, "start"
        elif char == '"' and state in {"start", "closed"}:
            state = "quoted"
        elif state == "closed":
            if char in "\r\n":
                break
            return column, "after"
        else:
            state = "plain"
    return column, state


def _cells_of(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return 1


def _broken_row(path: Path, encoding: str) -> int | None:
    """The line of the first byte that is not in `encoding`, or None."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    row = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                row += decoder.decode(chunk, final=not chunk).count("\n")
            except UnicodeDecodeError as fault:
                return row + bytes(fault.object[: fault.start]).decode(encoding, "replace").count("\n")
            if not chunk:
                return None


def _reads_as_chinese(path: Path) -> bool:
    """Whether the bytes beyond ASCII are mostly common characters in GB18030, which takes nearly any bytes.

    Without this a file in Latin-1, or in UTF-8 with one broken byte, would be read as rare characters.
    """
    sample = bytearray()
    with path.open("rb") as file:
        while len(sample) < _CHUNK and (line := file.readline(_CHUNK)):
            if not line.isascii():
                sample += line
    codes = [char.encode("gb18030") for char in sample.decode("gb18030", "ignore") if not char.isascii()]
    common = sum(
        1 for code in codes if len(code) == 2 and (0xA1 <= code[0] <= 0xA9 or 0xB0 <= code[0] <= 0xD7)
    )
    return common > 0.4 * len(codes)
