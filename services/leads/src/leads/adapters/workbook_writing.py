"""Writes an XLSX of texts row by row, in flat memory: no cell is ever a formula."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import IO, Final, Self
from xml.sax.saxutils import escape

_NAMESPACES: Final = "http://schemas.openxmlformats.org"
_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST: Final = 32_767  # characters of a cell

_PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_NAMESPACES}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_NAMESPACES}/package/2006/relationships"><Relationship Id="rId1"'
    f' Type="{_NAMESPACES}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{_NAMESPACES}/spreadsheetml/2006/main"'
    f' xmlns:r="{_NAMESPACES}/officeDocument/2006/relationships"><sheets>'
    '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_NAMESPACES}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_NAMESPACES}/officeDocument/2006/relationships/worksheet"'
    ' Target="worksheets/sheet1.xml"/></Relationships>',
}


class WorkbookWriting:
    """A workbook of one sheet, while it is written into a file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)

    def __enter__(self) -> Self:
        for name, content in _PARTS.items():
            self._archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
        self._sheet = self._archive.open("xl/worksheets/sheet1.xml", "w")
        head = f'<worksheet xmlns="{_NAMESPACES}/spreadsheetml/2006/main"><sheetData>'
        self._sheet.write(head.encode())
        return self

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Write rows of texts."""
        self._sheet.write("".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows).encode())

    def __exit__(self, *_: object) -> None:
        self._sheet.write(b"</sheetData></worksheet>")
        self._sheet.close()
        self._archive.close()


def _cell(text: str) -> str:
    plain = escape(_NOT_IN_XML.sub("\ufffd", text[:_LONGEST]))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{plain}</t></is></c>'
