"""Workbooks as they come from the wild: made by hand where no spreadsheet program would make them."""

import zipfile
from io import BytesIO

from openpyxl import Workbook

HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    book.close()
    return file.getvalue()


def workbook(*rows: list) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def with_sheet(xml: bytes, times: int = 1) -> bytes:
    """A workbook whose only sheet is this XML, `times` over."""
    return with_part("xl/worksheets/sheet1.xml", xml, times)


def with_part(name: str, xml: bytes, times: int = 1, claims: int | None = None) -> bytes:
    """A workbook one of whose parts is this XML, `times` over; `claims`: the size in bytes that it says it has."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook(["A"]))) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            if part != name:
                target.writestr(part, source.read(part))
        with target.open(name, "w", force_zip64=True) as sheet:
            for _ in range(times):
                sheet.write(xml)
        if claims is not None:
            target.getinfo(name).file_size = claims
    return file.getvalue()


def text_cell(place: str, text: str) -> bytes:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()
