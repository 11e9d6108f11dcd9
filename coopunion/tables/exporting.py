"""Writes workbooks: an export, a template to fill in, an uploaded file with its errors marked.

Text from the register is always text in Excel, whatever it begins with: a name like =HYPERLINK(…) must not run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import IO, NamedTuple

from django.db.models import Model, QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from coopunion.personal_numbers import REFUSED, hide_personal_numbers
from coopunion.registers.columns import Column, M
from coopunion.tables.cells import Cell, Fault
from coopunion.tables.columns import TableColumn
from coopunion.tables.import_row import CellError
from coopunion.tables.resource import TableResource
from coopunion.tables.workbooks import ERRORS, INSTRUCTIONS, MISREAD, OLD_FONT, SheetTable

DATA, LISTS = "Dữ liệu", "Danh mục"
CHUNK = 1_000
HEADING_FILL = PatternFill("solid", fgColor="E9EFF8")
NEEDED_FILL = PatternFill("solid", fgColor="DCE6F2")
WRONG_FILL = PatternFill("solid", fgColor="FCECEA")
BOLD = Font(bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top")
LAST_LISTED_ROW = 20_001
DAY = "dd/mm/yyyy"
LIST_FORMATS = {"day": DAY, "number": "#,##0.####", "dong": "#,##0"}
LIST_WIDTH = 28
PLAIN = (int, Decimal, date, NoneType)
"""Values that a cell holds as they are; the others as text."""


def set_value(cell: SheetCell, value: Cell) -> SheetCell:
    """The cell with the value; text stays text."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)  # a workbook cannot hold them
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def write_export(resource: TableResource, rows: QuerySet[Model], file: IO[bytes]) -> int:
    """How many rows were written."""
    resource.prepare_export()
    formats = [column.reader.number_format for column in resource.columns]
    cells = (resource.row_of(record) for record in rows.iterator(chunk_size=CHUNK))
    return _write_rows(_headings(resource.columns), formats, cells, file)


def write_list(columns: Sequence[Column[M]], rows: QuerySet[M], file: IO[bytes]) -> None:
    """The columns of a list that cannot be imported again."""
    formats = [LIST_FORMATS.get(column.kind, "@") for column in columns]
    values = ([column.value(record) for column in columns] for record in rows.iterator(chunk_size=CHUNK))
    cells = ([value if isinstance(value, PLAIN) else str(value) for value in row] for row in values)
    _write_rows([Heading(column.label, LIST_WIDTH) for column in columns], formats, cells, file)


def _write_rows(
    headings: Sequence[Heading], formats: Sequence[str], rows: Iterable[Sequence[Cell]], file: IO[bytes]
) -> int:
    """One cell object a column: a sheet that is only written takes the value at once. Memory stays flat."""
    book = Workbook(write_only=True)
    sheet = _sheet(book, headings)
    cells, count = [WriteOnlyCell(sheet) for _ in formats], 0
    for cell, number_format in zip(cells, formats, strict=True):
        cell.number_format = number_format
    for row in rows:
        filled = zip(cells, row, strict=True)
        sheet.append([None if value in (None, "") else set_value(cell, value) for cell, value in filled])
        count += 1
    book.save(file)
    return count


class Heading(NamedTuple):
    text: str
    width: int
    needed: bool = False


def _headings(columns: Iterable[TableColumn]) -> list[Heading]:
    return [Heading(column.heading, column.width, column.required) for column in columns]


def _sheet(book: Workbook, headings: Sequence[Heading], heading_row: int = 1) -> Worksheet:
    """A sheet with its headings, which stay in view."""
    sheet = book.create_sheet(DATA)
    sheet.freeze_panes = f"A{heading_row + 1}"
    for position, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(position)].width = heading.width
    for _ in range(heading_row - 1):
        sheet.append([])
    sheet.append([_bold(sheet, heading.text, NEEDED_FILL if heading.needed else HEADING_FILL) for heading in headings])
    return sheet


def _bold(sheet: Worksheet, text: str, fill: PatternFill = HEADING_FILL) -> SheetCell:
    cell = set_value(WriteOnlyCell(sheet), text)
    cell.font, cell.fill, cell.alignment = BOLD, fill, WRAPPED
    return cell


# The template


def write_template(resource: TableResource, file: IO[bytes]) -> None:
    """An empty table with its headings and drop-down lists, and how to fill it in."""
    resource.prepare_export()
    columns = [column for column in resource.columns if not column.readonly]
    book = Workbook()
    book.remove(book.active)
    data = _sheet(book, _headings(columns))
    for position, column in enumerate(columns, 1):
        data.column_dimensions[get_column_letter(position)].number_format = column.reader.number_format
    _instruct(book.create_sheet(INSTRUCTIONS), resource, columns)
    _list_choices(book, data, columns)
    book.save(file)


def _instruct(sheet: Worksheet, resource: TableResource, columns: Sequence[TableColumn]) -> None:
    lines = (
        f"Nhập từ Excel: {resource.title}",
        f"Điền vào trang “{DATA}”, mỗi dòng một mục; không gộp ô, không đổi tên cột.",
        "Ngày ghi theo ngày/tháng/năm (03/04/2020 là ngày 3 tháng 4). Số ghi 1.283 hoặc 153,5; tiền ghi bằng đồng.",
        "Trước khi ghi, cổng cho xem mọi thay đổi; có một lỗi thì không ghi dòng nào.",
    )
    for line in lines:
        sheet.append([line])
    sheet["A1"].font = BOLD
    sheet.append([])
    sheet.append([_bold(sheet, text) for text in ("Cột", "Phải điền", "Cách ghi", "Ví dụ")])
    for column in columns:
        sheet.append([column.heading, "có" if column.required else "", _how(column), _example(sheet, column)])
    sheet.append([])
    sheet.append(["Một dòng ví dụ:"])
    sheet.append([_bold(sheet, column.heading) for column in columns])
    sheet.append([_example(sheet, column) for column in columns])
    for letter, width in zip("ABCD", (30, 18, 70, 30), strict=True):
        sheet.column_dimensions[letter].width = width


def _how(column: TableColumn) -> str:
    choices = column.reader.choices()
    listed = f"Một trong: {'; '.join(choices)}." if 0 < len(choices) <= 20 else ""
    return " ".join(part for part in (column.hint, listed) if part)


def _example(sheet: Worksheet, column: TableColumn) -> SheetCell | None:
    if column.example == "":
        return None
    cell = WriteOnlyCell(sheet, column.example)
    cell.number_format = column.reader.number_format
    return cell


def _list_choices(book: Workbook, data: Worksheet, columns: Sequence[TableColumn]) -> None:
    """Drop-down lists point at a hidden sheet: one written into the cell itself may not exceed 255 letters."""
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for position, column in enumerate(columns, 1):
        choices = column.reader.choices()
        if not choices:
            continue
        letter = get_column_letter(lists.max_column + 1 if lists["A1"].value else 1)
        for row, choice in enumerate((column.heading, *choices), 1):
            lists[f"{letter}{row}"] = choice
        span = f"'{LISTS}'!${letter}$2:${letter}${len(choices) + 1}"
        validation = DataValidation("list", formula1=span, allow_blank=True, showErrorMessage=False)
        validation.add(f"{get_column_letter(position)}2:{get_column_letter(position)}{LAST_LISTED_ROW}")
        data.add_data_validation(validation)


# A file with its errors marked


def write_marked(
    table: SheetTable, columns: Sequence[TableColumn], errors: Sequence[CellError], file: IO[bytes]
) -> None:
    """The rows as they were read, each wrong cell coloured and commented, and a last column that says what is wrong.

    What is masked in every export is masked here too: it is corrected in the file that was uploaded.
    """
    by_row: dict[int, list[CellError]] = defaultdict(list)
    for error in errors:
        by_row[error.row].append(error)
    known = {column.heading: column for column in columns}
    shown = [
        (position, known.get(heading, TableColumn("", heading)))
        for position, heading in enumerate(table.headers)
        if heading != ERRORS
    ]
    headings = [Heading(column.heading, column.width) for _, column in shown]
    book = Workbook(write_only=True)
    sheet = _sheet(book, [*headings, Heading(ERRORS, 80)], table.heading_row)
    for index, row in enumerate(table.rows()):
        wrong = by_row[table.row_number(index)]
        cells = [
            _marked(sheet, row[position], column, [error for error in wrong if error.column == column.heading])
            for position, column in shown
        ]
        listed = "; ".join(f"{error.column}: {error.message}" if error.column else error.message for error in wrong)
        sheet.append([*cells, set_value(WriteOnlyCell(sheet), listed) if listed else None])
    book.save(file)


def _marked(sheet: Worksheet, value: Cell, column: TableColumn, errors: Sequence[CellError]) -> SheetCell | None:
    value, number_format = column.reader.masked(value), column.reader.number_format
    if value == "" and not errors:
        return None
    plain = value if isinstance(value, PLAIN) else str(value)
    if any(error.message == REFUSED for error in errors):
        plain = hide_personal_numbers(str(plain))
    cell = set_value(WriteOnlyCell(sheet), plain)
    if isinstance(value, Fault) and value.message not in (OLD_FONT, MISREAD):
        # As text it would read as a value, empty it would delete the field's. Old letters are found again.
        cell.value, cell.data_type = plain if plain in ERROR_CODES else "#N/A", "e"
    is_day = isinstance(value, date)
    if isinstance(value, str) or is_day == (number_format == DAY):
        cell.number_format = DAY if is_day else number_format
    if errors:
        cell.fill = WRONG_FILL
        cell.comment = Comment("\n".join(error.message for error in errors), "Cổng theo dõi chương trình")
    return cell
