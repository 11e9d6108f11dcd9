"""Writes workbooks: an export, a template to fill in, an uploaded file with its errors marked.

Text from the register is always text in Excel, whatever it begins with: a name like =HYPERLINK(…) must not run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import IO

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
from coopunion.tables.readers import Masked
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


def safe_text(text: str) -> str:
    """Without the characters that a workbook cannot hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


class _Line:
    """Writes rows with one cell object a column: a sheet that is only written takes the value at once."""

    def __init__(self, sheet: Worksheet, formats: Sequence[str]) -> None:
        self.sheet = sheet
        self.cells = [WriteOnlyCell(sheet) for _ in formats]
        for cell, number_format in zip(self.cells, formats, strict=True):
            cell.number_format = number_format

    def write(self, values: Iterable[Cell]) -> None:
        self.sheet.append(
            [
                None if value in (None, "") else set_value(cell, value)
                for cell, value in zip(self.cells, values, strict=True)
            ]
        )


def set_value(cell: SheetCell, value: Cell) -> SheetCell:
    """The cell with the value; text stays text."""
    if isinstance(value, str):
        cell.value = safe_text(value)
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def write_export(resource: TableResource, rows: QuerySet[Model], file: IO[bytes]) -> int:
    """How many rows were written. Memory does not grow with them."""
    resource.prepare_export()
    book = Workbook(write_only=True)
    sheet = book.create_sheet(DATA)
    _lay_out(sheet, resource.columns)
    sheet.append([_heading(sheet, column) for column in resource.columns])
    line, count = _Line(sheet, [column.reader.number_format for column in resource.columns]), 0
    for record in rows.iterator(chunk_size=CHUNK):
        line.write(resource.row_of(record))
        count += 1
    book.save(file)
    return count


def write_list(columns: Sequence[Column[M]], rows: QuerySet[M], file: IO[bytes]) -> None:
    """The columns of a list that cannot be imported again."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(DATA)
    sheet.freeze_panes = "A2"
    for position, _ in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(position)].width = LIST_WIDTH
    sheet.append([_bold(sheet, column.label) for column in columns])
    line = _Line(sheet, [LIST_FORMATS.get(column.kind, "@") for column in columns])
    for record in rows.iterator(chunk_size=CHUNK):
        values = [column.value(record) for column in columns]
        line.write(
            value if value is None or isinstance(value, int | Decimal | date) else str(value) for value in values
        )
    book.save(file)


def _lay_out(sheet: Worksheet, columns: Sequence[TableColumn], heading_row: int = 1) -> None:
    sheet.freeze_panes = f"A{heading_row + 1}"
    for position, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(position)].width = column.width


def _heading(sheet: Worksheet, column: TableColumn) -> SheetCell:
    cell = WriteOnlyCell(sheet, column.heading)
    cell.font, cell.fill, cell.alignment = BOLD, NEEDED_FILL if column.required else HEADING_FILL, WRAPPED
    return cell


# The template


def write_template(resource: TableResource, file: IO[bytes]) -> None:
    """An empty table with its headings and drop-down lists, and how to fill it in."""
    resource.prepare_export()
    columns = [column for column in resource.columns if not column.readonly]
    book = Workbook()
    data = book.active
    data.title = DATA
    _lay_out(data, columns)
    for position, column in enumerate(columns, 1):
        data.column_dimensions[get_column_letter(position)].number_format = column.reader.number_format
        cell = data.cell(1, position, column.heading)
        cell.font, cell.alignment = BOLD, WRAPPED
        cell.fill = NEEDED_FILL if column.required else HEADING_FILL
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
    sheet.append(["Cột", "Phải điền", "Cách ghi", "Ví dụ"])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = BOLD, HEADING_FILL
    for column in columns:
        sheet.append([column.heading, "có" if column.required else "", _how(column), None])
        _example(sheet.cell(sheet.max_row, 4), column)
    sheet.append([])
    sheet.append(["Một dòng ví dụ:"])
    sheet.append([column.heading for column in columns])
    row = sheet.max_row
    for position, column in enumerate(columns, 1):
        sheet.cell(row, position).font, sheet.cell(row, position).fill = BOLD, HEADING_FILL
        _example(sheet.cell(row + 1, position), column)
    for letter, width in zip("ABCD", (30, 18, 70, 30), strict=True):
        sheet.column_dimensions[letter].width = width


def _how(column: TableColumn) -> str:
    choices = column.reader.choices()
    listed = f"Một trong: {'; '.join(choices)}." if 0 < len(choices) <= 20 else ""
    return " ".join(part for part in (column.hint, listed) if part)


def _example(cell: SheetCell, column: TableColumn) -> None:
    if column.example != "":
        cell.value = column.example
        cell.number_format = column.reader.number_format


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
    by_row: dict[int, list[CellError]] = {}
    for error in errors:
        by_row.setdefault(error.row, []).append(error)
    formats = {column.heading: column.reader.number_format for column in columns}
    headings = [heading for heading in table.headers if heading != ERRORS]
    positions = [table.headers.index(heading) for heading in headings]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(DATA)
    sheet.freeze_panes = f"A{table.heading_row + 1}"
    widths = {column.heading: column.width for column in columns}
    masks = {column.heading: column.reader.raw for column in columns if isinstance(column.reader, Masked)}
    for position, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(position)].width = widths.get(heading, 18)
    sheet.column_dimensions[get_column_letter(len(headings) + 1)].width = 80
    for _ in range(table.heading_row - 1):
        sheet.append([])
    sheet.append([_bold(sheet, heading) for heading in (*headings, ERRORS)])
    for index, row in enumerate(table.rows()):
        wrong = by_row.get(table.row_number(index), [])
        cells = [
            _marked(
                sheet,
                masks.get(heading, _as_is)(row[position]),
                formats.get(heading, "General"),
                [error for error in wrong if error.column == heading],
            )
            for heading, position in zip(headings, positions, strict=True)
        ]
        listed = "; ".join(f"{error.column}: {error.message}" if error.column else error.message for error in wrong)
        sheet.append([*cells, set_value(WriteOnlyCell(sheet), listed) if listed else None])
    book.save(file)


def _as_is(cell: Cell) -> Cell:
    return cell


def _bold(sheet: Worksheet, text: str) -> SheetCell:
    cell = set_value(WriteOnlyCell(sheet), text)
    cell.font, cell.fill, cell.alignment = BOLD, HEADING_FILL, WRAPPED
    return cell


def _marked(sheet: Worksheet, value: Cell, number_format: str, errors: Sequence[CellError]) -> SheetCell | None:
    if value == "" and not errors:
        return None
    plain = value if isinstance(value, int | Decimal | date) else str(value)
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
