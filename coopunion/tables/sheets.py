"""The sheets of an .xlsx file, read as a stream: refused before parsing when it is a bomb, never larger in memory
than what it may hold.

openpyxl reads the workbook (names, strings); the rows are read here, because its read-only sheets keep a formula
without a result, a hidden row and merged cells to themselves, and fill every gap up to the last cell. So are the
styles, of which only the dates matter: it builds every one of them, a minute and gigabytes for a file of 64 KB.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, iterparse

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader, _find_workbook_part
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.utils.exceptions import InvalidFileException

from coopunion.tables.cells import Fault

MAX_INFLATED = 60 * 1024 * 1024
MAX_STYLES = 8 * 1024 * 1024
MAX_WHOLE = 1024 * 1024  # of a part that openpyxl builds as a whole
CHUNK = 64 * 1024
STYLES = "xl/styles.xml"
MAX_COLUMNS = 100
MAX_PARTS = 1_000
# Rows and cells of a sheet, empty ones included: more is no table but an attempt to keep us busy.
MAX_ROW_MARKS = 100_000
MAX_CELL_MARKS = 1_000_000
NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROW, CELL, VALUE, FORMULA, INLINE, PLAIN, MERGED, FORMAT, STYLE, CELL_STYLES = (
    f"{NAMESPACE}{tag}" for tag in ("row", "c", "v", "f", "is", "t", "mergeCell", "numFmt", "xf", "cellXfs")
)
TOO_LARGE = "Tệp có phần lớn bất thường (kiểu ô, tên vùng…): hãy chép dữ liệu sang một tệp mới."
COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and any Office file with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DTD = re.compile(b"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C|E\0N\0T)|\0<\0!\0(?:D\0O\0C|E\0N\0T)")
# What the libraries raise for a workbook whose parts contradict each other.
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


@dataclass
class Sheet:
    """A visible sheet. `hidden`, `merged` and `beyond` are complete once its rows have been read to the end."""

    name: str
    rows: Iterator[tuple[int, list[object]]] = field(default=iter(()), repr=False)
    """The rows that hold anything, with their numbers as Excel shows them."""
    hidden: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    beyond: set[int] = field(default_factory=set)
    """The rows (the first hundred such) that hold something in a column past the last one that is read."""


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


class _WorkbookReader(ExcelReader):  # type: ignore[misc]  # openpyxl has no types
    """Reads what the cells of a workbook's sheets refer to: shared texts, sheets, styles of dates."""

    dates: frozenset[int]
    """The styles of cells that show days."""
    hours: frozenset[int]
    """The ones among them that show hours."""

    def read(self) -> None:
        self.read_manifest()
        name = _find_workbook_part(self.package).PartName.removeprefix("/")
        if self.archive.getinfo(name).file_size > MAX_WHOLE:
            raise UnreadableTable(TOO_LARGE)
        self.read_strings()
        self.read_workbook()
        codes = _formats(self.archive) if STYLES in self.valid_files else []
        self.dates = frozenset(number for number, code in enumerate(codes) if is_date_format(code))
        self.hours = frozenset(number for number in self.dates if is_timedelta_format(codes[number]))


def _formats(archive: zipfile.ZipFile) -> list[str]:
    """The number format of each style a cell may name (ECMA-376 part 1, 18.8.10 and 18.8.30)."""
    own: dict[int, str] = {}
    ids: list[int] = []
    inside = False
    with archive.open(STYLES) as source:
        for event, element in iterparse(source, events=("start", "end")):  # noqa: S314 - see the import
            inside = (event == "start") if element.tag == CELL_STYLES else inside
            if event == "start":
                continue
            if element.tag == FORMAT:
                own[int(element.get("numFmtId", 0))] = element.get("formatCode", "")
            elif element.tag == STYLE and inside:
                ids.append(int(element.get("numFmtId", 0)))
            element.clear()
    return [own.get(number) or BUILTIN_FORMATS.get(number, "General") for number in ids]


def _check_archive(content: bytes) -> None:
    """Refuses a file that inflates beyond measure before inflating it, and document types anywhere inside it.

    A workbook may not declare a document type (ECMA-376 part 2, 7.2): one that does is after entities.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MAX_INFLATED or len(parts) > MAX_PARTS:
            raise UnreadableTable("Tệp khi giải nén lớn hơn 60 MB.")
        for part in parts:
            if part.file_size > _most(part.filename):
                raise UnreadableTable(TOO_LARGE)
            if part.filename.endswith((".xml", ".rels")):
                _check_part(archive, part)


def _most(name: str) -> int:
    if name == STYLES:
        return MAX_STYLES
    return MAX_WHOLE if name == "[Content_Types].xml" or name.endswith(".rels") else MAX_INFLATED


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Inflates it piece by piece, whatever size it claims: one that holds more than it says is a bomb."""
    unbounded, inflated, tail = copy(part), 0, b""
    unbounded.file_size = MAX_INFLATED
    with archive.open(unbounded) as source:
        while chunk := source.read(CHUNK):
            inflated += len(chunk)
            if inflated > part.file_size:
                raise UnreadableTable("Tệp không phải là bảng tính .xlsx còn nguyên vẹn.")
            if _DTD.search(tail + chunk):
                raise UnreadableTable("Tệp có khai báo lạ (DTD), không đọc: hãy lưu lại bằng Excel.")
            tail = chunk[-32:]


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
                if not _put(cells, element, reader) and len(sheet.beyond) < MAX_COLUMNS:
                    sheet.beyond.add(number)
            elif element.tag == ROW and any(cell is not None for cell in cells):
                yield number, cells
            elif element.tag == MERGED and len(sheet.merged) < MAX_COLUMNS:
                sheet.merged.append(element.get("ref", ""))
            if open_elements and not inside_cell:
                open_elements[-1].clear()  # nothing read is kept: neither a million rows nor a row of a million cells


def _put(cells: list[object], element: Element, reader: _WorkbookReader) -> bool:
    """Whether the cell was added, or is empty; one beyond the last column that is read is not."""
    coordinate = element.get("r")
    column = coordinate_to_tuple(coordinate)[1] if coordinate else len(cells) + 1
    if column <= MAX_COLUMNS:
        cells += [None] * (column - len(cells))
        cells[column - 1] = _value(reader, element)
        return True
    return len(element) == 0


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
    if style not in reader.dates:
        return value
    if style in reader.hours:
        return Fault(text, "Ô này là giờ, không phải ngày.")
    try:
        return from_excel(value, reader.wb.epoch)
    except (OverflowError, ValueError):
        return Fault(text, f"Ô có định dạng ngày nhưng giá trị {text} không phải là ngày.")
