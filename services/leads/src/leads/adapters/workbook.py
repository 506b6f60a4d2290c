"""Reads XLSX files in a process of their own, with bounds on its memory and time, since a small file can be a bomb.

`python -m leads.adapters.workbook FILE LIMITS` writes one JSON line per row, then how it ended.
"""

import json
import os
import resource
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath
from typing import Final

from crm_platform.errors import FieldError, Invalid
from leads.adapters.sheet import Limits, UnpackedTooLarge, check_row, refused

_ARCHIVES: Final = {".zip", ".xlsx", ".xlsm", ".xlsb", ".docx", ".jar", ".7z", ".rar", ".gz", ".bz2", ".xz"}
_EXPENSIVE: Final = ("Reading it takes more time or memory than is allowed", "读取该文件耗费过多时间或内存")
_UNREADABLE: Final = ("Is not a workbook that can be read", "不是可读取的工作簿")


def read(path: Path, limits: Limits) -> Iterator[list[str]]:
    """The rows of the first visible sheet as text, blank ones as empty lists; a formula is what was written.

    Raises Invalid or UnpackedTooLarge at the first fault.
    """
    command = [
        sys.executable,
        "-I",
        "-X",
        "utf8",
        "-m",
        __name__,
        str(path.resolve()),
        json.dumps(asdict(limits)),
    ]
    # No settings and no secrets of the service reach the process that opens the file.
    bare = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    bare["OPENPYXL_LXML"] = "False"
    with subprocess.Popen(  # noqa: S603 - our own module, without a shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=bare,
        text=True,
    ) as process:
        try:
            for line in process.stdout or ():
                said = json.loads(line)
                if isinstance(said, list):
                    yield said
                    continue
                if "unpacked" in said:
                    raise UnpackedTooLarge(pointer="#/file", limit=limits.unpacked_bytes)
                if "refused" in said:
                    raise Invalid([FieldError(**fault) for fault in said["refused"]])
                return
        finally:
            process.kill()
    raise refused("too-expensive", *_EXPENSIVE)


def _main(path: Path, limits: Limits) -> None:
    """Bound this process, then write the rows and how it ended; when a bound strikes, nothing says that it ended."""
    # openpyxl would load numpy, whose threads alone take more memory than a lead file may.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    import openpyxl  # noqa: PLC0415 - only in this process

    if not openpyxl.DEFUSEDXML:
        raise SystemExit("defusedxml is not installed")
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        check_archive(path, limits)
        for cells in _rows(path, limits):
            _say(cells)
        _say({"ended": True})
    except UnpackedTooLarge:
        _say({"unpacked": True})
    except Invalid as fault:
        _say({"refused": [asdict(error) for error in fault.errors]})
    except Exception as fault:  # noqa: BLE001 - whatever a library makes of a broken file is a fault of the file
        # Without memory, expat and zlib say so only in words, and pyexpat fails without saying why.
        short = isinstance(fault, MemoryError | SystemError) or "out of memory" in str(fault)
        refusal = (
            refused("too-expensive", *_EXPENSIVE) if short else refused("unreadable-workbook", *_UNREADABLE)
        )
        _say({"refused": [asdict(error) for error in refusal.errors]})


def _say(said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")


def check_archive(path: Path, limits: Limits) -> None:
    """Judge a workbook by the directory of its archive, before anything is unpacked.

    Raises UnpackedTooLarge, or Invalid for what a plain workbook never has: links, paths, archives, macros, encryption.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries, limits)
            for entry in entries:
                with archive.open(entry) as content:
                    if content.read(4) == b"PK\x03\x04":
                        raise refused("nested-archive", "Contains another archive", "包含嵌套的压缩包")
    except (zipfile.BadZipFile, NotImplementedError):
        raise refused("unreadable-workbook", *_UNREADABLE) from None


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise refused(
            "too-many-entries", f"More than {limits.entries} parts", f"包含超过 {limits.entries} 个部件"
        )
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise refused("unreadable-workbook", *_UNREADABLE)
    for entry in entries:
        _check_entry(entry)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.unpacked_bytes or unpacked > limits.ratio * max(packed, 1):
        raise UnpackedTooLarge(limit=limits.unpacked_bytes)
    if "xl/workbook.xml" not in names:
        raise refused("unreadable-workbook", *_UNREADABLE)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename)
    if entry.flag_bits & 1:
        raise refused("encrypted", "Is encrypted", "文件已加密")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise refused("unsafe-entry", "Contains a link", "包含符号链接")
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename:
        raise refused("unsafe-entry", "Contains a path that leads out of it", "包含不安全的路径")
    if path.suffix.lower() in _ARCHIVES:
        raise refused("nested-archive", "Contains another archive", "包含嵌套的压缩包")
    if path.name.lower() == "vbaproject.bin":
        raise refused("macros", "Contains macros", "包含宏")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused("unreadable-workbook", *_UNREADABLE)


def _rows(path: Path, limits: Limits) -> Iterator[list[str]]:
    import openpyxl  # noqa: PLC0415 - only in the process that is bounded
    from defusedxml import DefusedXmlException  # noqa: PLC0415

    chars = cells = 0
    try:
        # From an open file: a path would be judged by how its name ends.
        file = path.open("rb")
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        sheet = next((sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"), None)
        if sheet is None:
            raise refused("no-sheet", "Has no visible sheet", "没有可见的工作表")
        # What a sheet says of its own size is not to be trusted.
        sheet.reset_dimensions()
        for row, values in enumerate(sheet.iter_rows(values_only=True), 1):
            texts = [_text(value) for value in values]
            while texts and not texts[-1]:
                texts.pop()
            check_row(texts, row, limits)
            cells += len(texts)
            chars += (size := sum(map(len, texts)))
            if cells > limits.cells:
                raise refused(
                    "too-many-cells",
                    f"More than {limits.cells} cells",
                    f"超过 {limits.cells} 个单元格",
                    row=row,
                )
            if size > limits.row_chars:
                en, zh = f"More than {limits.row_chars} characters", f"超过 {limits.row_chars} 个字符"
                raise refused("row-too-long", en, zh, row=row)
            # Texts are stored once and may be used in any number of cells: what they add up to counts.
            if chars > limits.unpacked_bytes:
                raise UnpackedTooLarge(limit=limits.unpacked_bytes)
            yield texts
    except ValueError as fault:
        # openpyxl wraps what defusedxml raises while it loads.
        if isinstance(fault, DefusedXmlException) or isinstance(fault.__cause__, DefusedXmlException):
            raise refused("xml-entities", "Contains XML entities", "包含 XML 实体") from None
        raise


def _text(value: object) -> str:
    """A cell as somebody would type it; dates by ISO 8601."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            # An array formula is an object that keeps its text.
            return str(getattr(value, "text", value))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Limits(**json.loads(sys.argv[2])))
