"""The sheets of an .xlsx file, read as a stream: refused before parsing when it is a bomb, never larger in memory
than what it may hold.

openpyxl reads the workbook (names, strings, styles); the rows are read here, because its read-only sheets keep a
formula without a result, a hidden row and merged cells to themselves, and fill every gap up to the last cell.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, iterparse

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.utils.exceptions import InvalidFileException

MAX_INFLATED = 60 * 1024 * 1024
MAX_COLUMNS = 100
MAX_PARTS = 1_000
# Rows and cells of a sheet, empty ones included: more is no table but an attempt to keep us busy.
MAX_ROW_MARKS = 100_000
MAX_CELL_MARKS = 1_000_000
NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROW, CELL, VALUE, FORMULA, INLINE, PLAIN, MERGED = (
    f"{NAMESPACE}{tag}" for tag in ("row", "c", "v", "f", "is", "t", "mergeCell")
)
COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and any Office file with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DTD = re.compile(b"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C|E\0N\0T)|\0<\0!\0(?:D\0O\0C|E\0N\0T)")
# What the libraries raise over a workbook whose parts contradict each other.
BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    zlib.error,
    EOFError,
    OSError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)


class UnreadableTable(ValueError):
    """The file is not a table we can read; the message says why, in Vietnamese."""


@dataclass(frozen=True)
class Fault:
    """A cell that has no value to be read: a formula never calculated, an error of Excel's, letters of an old font."""

    text: str
    message: str

    def __str__(self) -> str:
        return self.text


@dataclass
class Sheet:
    """A visible sheet. `hidden` and `merged` are complete once its rows have been read to the end."""

    name: str
    rows: Iterator[tuple[int, list[object]]] = field(default=iter(()), repr=False)
    """The rows that hold anything, with their numbers as Excel shows them."""
    hidden: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def open_workbook(content: bytes) -> Iterator[Sheet]:
    """The visible sheets in their order. Raises UnreadableTable, here or while rows are read."""
    if content.startswith(COMPOUND_FILE):
        if ENCRYPTED in content:
            raise UnreadableTable("Tệp có mật khẩu: mở bằng Excel, bỏ mật khẩu rồi lưu lại.")
        raise UnreadableTable("Đây là tệp .xls kiểu cũ: mở bằng Excel rồi lưu lại dạng .xlsx.")
    with _intact():
        _check_archive(content)
        reader = _WorkbookReader(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        reader.read()
        for description, relation in reader.parser.find_sheets():
            if description.state == "visible" and relation.target in reader.valid_files:
                sheet = Sheet(description.name)
                sheet.rows = _rows(reader, relation.target, sheet)
                yield sheet


@contextmanager
def _intact() -> Iterator[None]:
    try:
        yield
    except UnreadableTable:
        raise
    except BROKEN as error:
        raise UnreadableTable("Tệp không phải là bảng tính .xlsx còn nguyên vẹn.") from error


class _WorkbookReader(ExcelReader):
    """Reads everything of a workbook but its sheets."""

    def read(self) -> None:
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)


def _check_archive(content: bytes) -> None:
    """Refuses a file that inflates beyond measure before inflating it, and document types anywhere inside it.

    A workbook may not declare a document type (ECMA-376 part 2, 7.2): one that does is after entities.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MAX_INFLATED or len(parts) > MAX_PARTS:
            raise UnreadableTable("Tệp khi giải nén lớn hơn 60 MB.")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and _DTD.search(archive.read(part)):
                raise UnreadableTable("Tệp có khai báo lạ (DTD), không đọc: hãy lưu lại bằng Excel.")


def _rows(reader: _WorkbookReader, path: str, sheet: Sheet) -> Iterator[tuple[int, list[object]]]:
    number, inside_cell, row_marks, cell_marks = 0, False, 0, 0
    cells: list[object] = []
    open_elements: list[Element] = []
    with _intact(), reader.archive.open(path) as source:
        for event, element in iterparse(source, events=("start", "end")):  # noqa: S314 - see the import
            if event == "start":
                open_elements.append(element)
                inside_cell = inside_cell or element.tag == CELL
                if element.tag == ROW:
                    number, cells = int(element.get("r", number + 1)), []
                    if element.get("hidden") in ("1", "true"):
                        sheet.hidden.append(number)
                continue
            open_elements.pop()
            row_marks += element.tag == ROW
            cell_marks += element.tag == CELL
            if row_marks > MAX_ROW_MARKS or cell_marks > MAX_CELL_MARKS:
                raise UnreadableTable(f"Trang tính “{sheet.name}” có quá nhiều dòng hoặc ô; hãy xóa các dòng trống.")
            if element.tag == CELL:
                inside_cell = False
                _put(cells, element, reader)
            elif element.tag == ROW and any(cell is not None for cell in cells):
                yield number, cells
            elif element.tag == MERGED and len(sheet.merged) < MAX_COLUMNS:
                sheet.merged.append(element.get("ref", ""))
            if open_elements and not inside_cell:
                open_elements[-1].clear()  # nothing read is kept: neither a million rows nor a row of a million cells


def _put(cells: list[object], element: Element, reader: _WorkbookReader) -> None:
    place = element.get("r")
    column = coordinate_to_tuple(place)[1] if place else len(cells) + 1
    if column <= MAX_COLUMNS:
        cells += [None] * (column - len(cells))
        cells[column - 1] = _value(reader, element)


def _value(reader: _WorkbookReader, cell: Element) -> object:
    """What the cell shows. Kinds of cells: ECMA-376 part 1, 18.18.11."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(INLINE)
        if inline is None:
            return None
        return inline[0].text if len(inline) == 1 and inline[0].tag == PLAIN else Text.from_tree(inline).content
    text = cell.findtext(VALUE)
    if cell.find(FORMULA) is not None and not text and kind != "str":
        return Fault("", "Ô có công thức chưa có kết quả: dán lại dạng giá trị (Paste Values).")
    if text is None or text == "":
        return None
    if kind == "s":
        return reader.shared_strings[int(text)]
    if kind == "e":
        return Fault(text, f"Ô báo lỗi {text} của Excel.")
    if kind == "b":
        return text == "1"
    if kind == "d":
        return from_ISO8601(text)
    return text if kind == "str" else _number(reader, text, int(cell.get("s", 0)))


def _number(reader: _WorkbookReader, text: str, style: int) -> object:
    value = float(text) if any(mark in text for mark in ".Ee") else int(text)
    if style not in reader.wb._date_formats:
        return value
    if style in reader.wb._timedelta_formats:
        return Fault(text, "Ô này là giờ, không phải ngày.")
    try:
        return from_excel(value, reader.wb.epoch)
    except (OverflowError, ValueError):
        return Fault(text, f"Ô có định dạng ngày nhưng giá trị {text} không phải là ngày.")
