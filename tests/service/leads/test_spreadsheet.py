"""Lead files as people save them are read right, and files made to do harm are refused by row and column."""

import csv
import io
import os
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import openpyxl
import psutil
import pytest

from crm_platform.errors import DomainError, Invalid, PayloadTooLarge
from crm_testing.workbooks import MAIN, PLAIN, archive, parts, seconds_of_work, sheet, text_cell
from leads.adapters.sheet import Limits, UnpackedTooLarge
from leads.adapters.spreadsheet import Format, overview, read_rows, safe_cell, sniff

TITLES = "公司,联系人,电话\r\n"
ROW = "长沙天元泰建材科技有限公司,孙丽,13717228911\r\n"
CELLS = [["公司", "联系人", "电话"], ["长沙天元泰建材科技有限公司", "孙丽", "13717228911"]]


def fault_of(path: Path, limits: Limits | None = None) -> tuple[str, str]:
    """Pointer and code of the refusal."""
    with pytest.raises(Invalid) as refusal:
        list(read_rows(path, limits=limits or Limits()))
    assert refusal.value.status == 422
    [error] = refusal.value.errors
    assert error.detail
    assert error.detail_zh
    return error.pointer, error.code


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[[bytes | str], Path]:
    def write(content: bytes | str) -> Path:
        path = tmp_path / "leads.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_the_encodings_that_people_save_in_give_the_same_rows(
    csv_file: Callable[[bytes], Path], encoding: str
) -> None:
    assert list(read_rows(csv_file((TITLES + ROW).encode(encoding)))) == CELLS


def test_utf_16_with_its_mark_is_read_in_both_byte_orders(csv_file: Callable[[bytes], Path]) -> None:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert list(read_rows(csv_file(mark + (TITLES + ROW).encode(encoding)))) == CELLS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(csv_file: Callable[[str], Path], delimiter: str) -> None:
    path = csv_file((TITLES + ROW).replace(",", delimiter))
    assert sniff(path) == Format("csv", "utf-8", delimiter)
    assert list(read_rows(path)) == CELLS


def test_quoted_cells_keep_delimiters_quotes_and_line_breaks(csv_file: Callable[[str], Path]) -> None:
    path = csv_file('公司,备注\r\n"A, B","say ""hi""\r\ntwice"\r\n')
    assert list(read_rows(path))[1] == ["A, B", 'say "hi"\r\ntwice']


def test_a_blank_row_is_an_empty_list_so_that_rows_keep_their_numbers(
    csv_file: Callable[[str], Path],
) -> None:
    path = csv_file("公司,电话\nA,1\n\n,\nB,2\n")
    assert list(read_rows(path)) == [["公司", "电话"], ["A", "1"], [], [], ["B", "2"]]
    assert overview(path).rows == 2


@pytest.mark.parametrize(
    ("content", "where", "code"),
    [
        (b"", "#/file", "empty-file"),
        ("\n公司\nA\n", "#/file/rows/1", "no-titles"),
        ("公司,电话\nA,1\nB\0B,2\n", "#/file/rows/3/columns/1", "nul-character"),
        ("公司,电话\nA,1\nB,2\0\n", "#/file/rows/3/columns/2", "nul-character"),
        ('公司,电话\nA,1\nB,"2\nC,3\n', "#/file/rows/3/columns/2", "unclosed-quote"),
        ('公司,电话\nA,"1"2\n', "#/file/rows/2/columns/2", "text-after-quote"),
        ("公司,电话, 公司\nA,1,2\n", "#/file/rows/1/columns/3", "duplicate-title"),
        ("Company,ＣＯＭＰＡＮＹ\nA,1\n", "#/file/rows/1/columns/2", "duplicate-title"),
        (",".join(f"c{n}" for n in range(5000)), "#/file/rows/1/columns/201", "too-many-columns"),
        ("公司\n" + "," * 5000 + "x", "#/file/rows/2/columns/201", "too-many-columns"),
        ("公司\n" + ",".join(["9" * 20_000] * 100), "#/file/rows/2/columns/50", "row-too-long"),
        ("公司,电话\nA," + "9" * 40_000, "#/file/rows/2/columns/2", "cell-too-long"),
        ("公司,电话\nA," + "9" * 200_000, "#/file/rows/2/columns/2", "cell-too-long"),
        (TITLES.encode() + b"M\xfcller,Hans,1\r\n", "#/file/rows/2", "unknown-encoding"),
        ((TITLES + ROW * 3).encode() + b"\xe5\x85,x,1\r\n", "#/file/rows/5", "unknown-encoding"),
        ((TITLES + ROW * 3).encode("gbk") + b"\x81\x20,x,1\r\n", "#/file/rows/5", "unknown-encoding"),
        (b"\xff\xfe" + TITLES.encode("utf-16-le") + b"\x00\xdcA\x00", "#/file/rows/2", "unknown-encoding"),
        (TITLES.encode("utf-16-le"), "#/file/rows/1", "unknown-encoding"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "#/file", "encrypted-or-old"),
    ],
)
def test_a_faulty_csv_is_refused_with_row_and_column(
    csv_file: Callable[[bytes | str], Path], content: bytes | str, where: str, code: str
) -> None:
    assert fault_of(csv_file(content)) == (where, code)


def test_a_quote_left_open_in_a_long_file_is_named_where_it_opens(csv_file: Callable[[str], Path]) -> None:
    path = csv_file(TITLES + ROW + 'A,"B,1\r\n' + ROW * 30_000)
    assert fault_of(path) == ("#/file/rows/3/columns/2", "unclosed-quote")


def test_a_line_without_end_is_refused_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "line.csv"
    with path.open("wb") as file:
        file.write(b"company\n")
        for _ in range(45):
            file.write(b"x" * 1_000_000)
    tracemalloc.start()
    try:
        assert fault_of(path)[1] == "row-too-long"
        assert tracemalloc.get_traced_memory()[1] < 16_000_000
    finally:
        tracemalloc.stop()


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gigabyte.csv"
    path.touch()
    os.truncate(path, 1024**3)
    with pytest.raises(PayloadTooLarge):
        sniff(path)


def test_more_rows_than_allowed_are_refused(csv_file: Callable[[str], Path]) -> None:
    path = csv_file(TITLES + ROW * 5)
    assert fault_of(path, replace(Limits(), rows=4)) == ("#/file/rows/5", "too-many-rows")


def test_a_long_csv_is_read_in_flat_memory(csv_file: Callable[[str], Path]) -> None:
    path = csv_file(TITLES + ROW * 60_000)
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_rows(path)) == 60_001
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def saved(path: Path, rows: Iterable[Iterable[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    book.save(path)
    return path


def test_a_workbook_gives_texts_as_somebody_would_type_them(tmp_path: Path) -> None:
    row = [
        13717228911,
        12.5,
        3.0,
        True,
        date(2025, 3, 1),
        datetime(2025, 3, 1, 8, 30),
        None,
        "=SUM(A1:A2)",
        "end",
    ]
    path = saved(tmp_path / "a.xlsx", [[f"c{n}" for n in range(9)], row, [], ["x"]])
    assert sniff(path) == Format("xlsx")
    assert list(read_rows(path))[1:] == [
        ["13717228911", "12.5", "3", "TRUE", "2025-03-01", "2025-03-01T08:30:00", "", "=SUM(A1:A2)", "end"],
        [],
        ["x"],
    ]
    assert overview(path).rows == 2


def test_formulas_are_read_as_what_was_written(tmp_path: Path) -> None:
    cells = '<c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f t="array" ref="B2">SUM(A1)</f><v>1</v></c>'
    path = archive(
        tmp_path / "f.xlsx", parts(f'<row r="1">{text_cell("A1", "公司")}</row><row r="2">{cells}</row>')
    )
    assert list(read_rows(path))[1] == ["=1+1", "=SUM(A1)"]


def test_a_phone_number_that_a_workbook_keeps_as_a_rounded_number_stays_one(tmp_path: Path) -> None:
    rows = f'<row r="1">{text_cell("A1", "电话")}</row><row r="2"><c r="A2"><v>1.3717228911E10</v></c></row>'
    assert list(read_rows(archive(tmp_path / "n.xlsx", parts(rows))))[1] == ["13717228911"]


def test_only_the_first_visible_sheet_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["hidden"])  # type: ignore[union-attr]
    book.active.sheet_state = "hidden"  # type: ignore[union-attr]
    book.create_sheet("leads").append(["公司"])
    book.save(tmp_path / "h.xlsx")
    assert list(read_rows(tmp_path / "h.xlsx")) == [["公司"]]


def test_a_small_workbook_that_unpacks_to_200_mb_is_refused_within_a_second(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts(PLAIN, strings="<sst/>").items():
            if name != "xl/sharedStrings.xml":
                file.writestr(name, content)
        with file.open("xl/sharedStrings.xml", "w") as strings:
            for _ in range(200):
                strings.write(b"A" * 1_000_000)
    assert path.stat().st_size < 300_000
    started = seconds_of_work()
    with pytest.raises(UnpackedTooLarge) as refusal:
        list(read_rows(path))
    assert (refusal.value.status, refusal.value.code) == (413, "unpacked-size")
    assert seconds_of_work() - started < 1.0


def test_a_workbook_that_lies_about_what_it_unpacks_to_is_refused(tmp_path: Path) -> None:
    big = sheet(PLAIN + " " * 9_000_000).encode()
    path = archive(tmp_path / "lie.xlsx", parts(PLAIN) | {"xl/worksheets/sheet1.xml": big})
    path.write_bytes(path.read_bytes().replace(len(big).to_bytes(4, "little"), (4096).to_bytes(4, "little")))
    assert fault_of(path) == ("#/file", "unreadable-workbook")


@pytest.mark.parametrize(
    ("place", "row", "code"),
    [
        ("XFD1048576", 1048576, "too-many-rows"),
        ("XFD2", 2, "too-many-columns"),
        ("A999999999", 999999999, "too-many-rows"),
    ],
)
def test_a_far_away_cell_is_refused_within_two_seconds(
    tmp_path: Path, place: str, row: int, code: str
) -> None:
    rows = f'<row r="1">{text_cell("A1", "公司")}</row><row r="{row}">{text_cell(place, "x")}</row>'
    started = seconds_of_work()
    assert fault_of(archive(tmp_path / "far.xlsx", parts(rows)))[1] == code
    assert seconds_of_work() - started < 2.0


def test_a_column_beyond_every_sheet_is_refused(tmp_path: Path) -> None:
    rows = f'<row r="1">{text_cell("A1", "公司")}</row><row r="2">{text_cell("ZZZZZZZ2", "x")}</row>'
    assert fault_of(archive(tmp_path / "wide.xlsx", parts(rows)))[1] in {
        "unreadable-workbook",
        "too-expensive",
    }


@pytest.mark.parametrize("claimed", ["A1:A1", "A1:XFD1048576"])
def test_what_a_sheet_says_of_its_own_size_does_not_matter(tmp_path: Path, claimed: str) -> None:
    content = '<?xml version="1.0"?>' + sheet(PLAIN).replace(
        "<sheetData>", f'<dimension ref="{claimed}"/><sheetData>'
    )
    assert list(read_rows(archive(tmp_path / "says.xlsx", parts(content)))) == [["公司"], ["x"]]


def test_one_text_in_very_many_cells_counts_as_often_as_it_stands(tmp_path: Path) -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>公司</t></si><si><t>{"x" * 30_000}</t></si></sst>'
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>' + '<row><c t="s"><v>1</v></c></row>' * 2_000
    path = archive(tmp_path / "many.xlsx", parts(rows, strings))
    with pytest.raises(UnpackedTooLarge):
        list(read_rows(path, limits=replace(Limits(), ratio=100_000)))


def test_entities_are_refused_and_open_no_file_and_no_connection(tmp_path: Path) -> None:
    asked: list[str] = []

    class Recorder(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    secret = tmp_path / "secret.txt"
    secret.write_text("top secret")
    server = HTTPServer(("127.0.0.1", 0), Recorder)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}/x"
    laughs = '<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    doctypes = {
        "laughs": f"<!DOCTYPE worksheet [{laughs}]>",
        "file": f'<!DOCTYPE worksheet [<!ENTITY j SYSTEM "{secret.as_uri()}">]>',
        "http": f'<!DOCTYPE worksheet [<!ENTITY j SYSTEM "{address}">]>',
        "parameter": f'<!DOCTYPE worksheet [<!ENTITY % p SYSTEM "{address}"> %p;]>',
    }
    rows = f'<row r="1">{text_cell("A1", "公司")}</row><row r="2">{text_cell("A2", "&j;")}</row>'
    try:
        for name, doctype in doctypes.items():
            content = f'<?xml version="1.0" encoding="UTF-8"?>{doctype}{sheet(rows)}'
            path = archive(tmp_path / f"{name}.xlsx", parts(content))
            assert fault_of(path) == ("#/file", "xml-entities"), name
            strings = f'<?xml version="1.0"?>{doctype}<sst xmlns="{MAIN}"><si><t>&j;</t></si></sst>'
            path = archive(tmp_path / f"{name}-strings.xlsx", parts(PLAIN, strings))
            assert fault_of(path) == ("#/file", "xml-entities"), name
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert asked == []


def test_what_no_plain_workbook_contains_is_refused(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("a", "a")
    foreign: dict[str, dict[str, str | bytes]] = {
        "too-many-entries": {f"xl/media/{n}.xml": "x" for n in range(10_000)},
        "nested-archive": {"xl/media/image1.png": inner.getvalue()},
        "macros": {"xl/vbaProject.bin": b"x"},
        "unsafe-entry": {"../../etc/passwd": "x"},
    }
    for code, entries in foreign.items():
        assert fault_of(archive(tmp_path / f"{code}.xlsx", parts(PLAIN) | entries)) == ("#/file", code)
    for name in ("/etc/passwd", "xl\\..\\x", "C:/x"):
        path = archive(tmp_path / "name.xlsx", parts(PLAIN) | {name: "x"})
        assert fault_of(path) == ("#/file", "unsafe-entry"), name
    assert fault_of(archive(tmp_path / "zip.xlsx", parts(PLAIN) | {"xl/x.ZIP": "x"})) == (
        "#/file",
        "nested-archive",
    )
    assert fault_of(archive(tmp_path / "no.xlsx", {"a": "b"})) == ("#/file", "unreadable-workbook")


def test_a_link_in_a_workbook_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "link.xlsx", parts(PLAIN))
    with zipfile.ZipFile(path, "a") as file:
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    assert fault_of(path) == ("#/file", "unsafe-entry")


def test_an_encrypted_entry_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "locked.xlsx", parts(PLAIN))
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    path.write_bytes(content)
    assert fault_of(path) == ("#/file", "encrypted")


@pytest.mark.parametrize("keep", [10, 200, -30])
def test_a_cut_off_workbook_is_refused(tmp_path: Path, keep: int) -> None:
    path = archive(tmp_path / "cut.xlsx", parts(PLAIN))
    path.write_bytes(path.read_bytes()[:keep])
    assert fault_of(path) == ("#/file", "unreadable-workbook")


def test_a_workbook_that_takes_too_much_time_is_refused(tmp_path: Path) -> None:
    rows = f'<row r="1">{text_cell("A1", "公司")}</row>' + f"<row>{'<c><v>1</v></c>' * 20}</row>" * 50_000
    path = archive(tmp_path / "long.xlsx", parts(rows))
    assert fault_of(path, replace(Limits(), ratio=100_000, cpu_seconds=1)) == ("#/file", "too-expensive")


def test_a_workbook_that_takes_too_much_memory_is_refused(tmp_path: Path) -> None:
    strings = "".join(f"<si><t>{n}</t></si>" for n in range(400_000))
    path = archive(tmp_path / "strings.xlsx", parts(PLAIN, f'<sst xmlns="{MAIN}">{strings}</sst>'))
    assert fault_of(path, replace(Limits(), memory_bytes=60_000_000)) == ("#/file", "too-expensive")


def test_leaving_off_early_ends_the_process_that_reads(tmp_path: Path) -> None:
    path = saved(tmp_path / "long.xlsx", [["公司"], *([[n] for n in range(20_000)])])
    before = set(psutil.Process().children())
    rows = read_rows(path)
    assert next(rows) == ["公司"]
    assert set(psutil.Process().children()) > before
    rows.close()
    assert set(psutil.Process().children()) == before


def test_formulas_in_a_csv_are_read_as_text_and_survive_an_export(csv_file: Callable[[str], Path]) -> None:
    nasty = ["=cmd|' /C calc'!A0", "+1+1", "@SUM", "＝1+1"]
    out = io.StringIO()
    csv.writer(out).writerows([["a", "b", "c", "d"], nasty])
    assert list(read_rows(csv_file(out.getvalue())))[1] == nasty
    assert [safe_cell(cell)[0] for cell in nasty] == ["'"] * 4


def test_every_refusal_is_one_that_people_can_read(csv_file: Callable[[str], Path]) -> None:
    with pytest.raises(DomainError) as refusal:
        list(read_rows(csv_file('公司,电话\nA,"1"2\n')))
    assert isinstance(refusal.value, Invalid)
    assert refusal.value.errors[0].detail == "Row 2, column 2: Text after a closing quote"
    assert refusal.value.errors[0].detail_zh == "第 2 行第 2 列：引号结束后还有内容"
