"""What a lead file may be at most, and how its faults are told: by row and column, as a spreadsheet counts them."""

from dataclasses import dataclass

from crm_platform.errors import Invalid, PayloadTooLarge

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file. Rows count with the header; `memory_bytes` and `cpu_seconds` bound reading a workbook."""

    file_bytes: int = 50 * MEGABYTE
    rows: int = 100_001
    columns: int = 200
    cells: int = 4_000_000
    row_chars: int = 1_000_000
    cell_chars: int = 32_767
    unpacked_bytes: int = 50 * MEGABYTE
    entries: int = 200
    ratio: int = 100
    memory_bytes: int = 512 * MEGABYTE
    cpu_seconds: int = 30


class UnpackedTooLarge(PayloadTooLarge):
    """The file is small, but what it unpacks to is not (`limit`, in bytes)."""

    code = "unpacked-size"
    title_en = "The file unpacks to more than is accepted"
    title_zh = "文件解压后超出大小限制"


def refused(code: str, en: str, zh: str, *, row: int | None = None, column: int | None = None) -> Invalid:
    """The refusal of a whole file for a fault at `row` and `column`, both counted from 1."""
    pointer, where, where_zh = "#/file", "", ""
    if row is not None:
        pointer, where, where_zh = f"{pointer}/rows/{row}", f"Row {row}", f"第 {row} 行"
    if column is not None:
        pointer, where, where_zh = (
            f"{pointer}/columns/{column}",
            f"{where}, column {column}",
            f"{where_zh}第 {column} 列",
        )
    return Invalid.at(
        pointer, code, f"{where}: {en}" if where else en, f"{where_zh}：{zh}" if where_zh else zh
    )


def check_row(cells: list[str], row: int, limits: Limits) -> None:
    """Raises Invalid when there are too many rows, columns, or characters in a cell, or U+0000 in one."""
    if row > limits.rows:
        raise refused("too-many-rows", f"More than {limits.rows} rows", f"超过 {limits.rows} 行", row=row)
    if len(cells) > limits.columns:
        column = limits.columns + 1
        en, zh = f"More than {limits.columns} columns", f"超过 {limits.columns} 列"
        raise refused("too-many-columns", en, zh, row=row, column=column)
    for column, cell in enumerate(cells, 1):
        if len(cell) > limits.cell_chars:
            en, zh = f"More than {limits.cell_chars} characters", f"超过 {limits.cell_chars} 个字符"
            raise refused("cell-too-long", en, zh, row=row, column=column)
        if "\0" in cell:
            raise refused("nul-character", "Contains U+0000", "包含空字符", row=row, column=column)
