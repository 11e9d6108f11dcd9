"""The report's data as an Excel file: Appendix I and one sheet for each list, as real tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from coopunion.formatting import rounded
from reports.paper.archives import printable, without_clock
from reports.paper.elements import AppendixRow, RecordList
from reports.paper.quarterly import QuarterlyReport

FACE = "Times New Roman"
TITLE, SUBTITLE = Font(FACE, 13, bold=True), Font(FACE, 11, italic=True)
HEADING, TEXT = Font(FACE, 11, bold=True), Font(FACE, 11)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
FRAME = Border(*[Side("thin", color="BFBFBF")] * 4)
SHADE = PatternFill("solid", start_color="EDEDED")
MIDDLE = Alignment(horizontal="center", vertical="top")
TOP, WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
HEADER_ROW = 4  # under the title, the line that names the report, and a blank row
FORMULA_STARTS = ("=", "+", "-", "@", "\t")  # a spreadsheet may take a text that begins so for a formula
WIDEST = 42
DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})")  # as coopunion.formatting.day writes it
Value = str | int | Decimal | date | None


def render_xlsx(report: QuarterlyReport) -> bytes:
    """The file; the same report gives the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _figures(book.create_sheet("Phụ lục I"), report)
    for number, records in enumerate(report.lists, 1):
        _list(book.create_sheet(records.sheet), report, records, number)
    properties = book.properties
    properties.title, properties.creator, properties.language = report.title, report.office.name, "vi"
    written = BytesIO()
    book.save(written)
    # Saving writes the present time; the file has the report's own day instead.
    properties.created = properties.modified = datetime.combine(report.dated_on, time())
    return without_clock(written.getvalue(), {"docProps/core.xml": tostring(properties.to_tree())})


def _figures(sheet: Worksheet, report: QuarterlyReport) -> None:
    headings = ["TT", "Nhóm", *report.figure_headings[1:]]
    rows = [_figure_values(row, group.title) for group in report.groups for row in group.rows]
    _heads(sheet, f"Phụ lục I. {report.figures_title}", report.attached_to)
    _table(sheet, "PhuLucI", headings, rows)
    formats = [_figure_formats(row) for group in report.groups for row in group.rows]
    for row, kinds in zip(sheet.iter_rows(min_row=HEADER_ROW + 1, min_col=5, max_col=10), formats, strict=True):
        for cell, kind in zip(row, kinds, strict=True):
            cell.number_format = kind


def _figure_values(row: AppendixRow, group: str) -> list[Value]:
    numbers = [row.target, row.quarter, row.cumulative, row.ratio, row.previous_year, row.change]
    return [row.code, group, row.name, row.unit, *numbers, row.note]


def _figure_formats(row: AppendixRow) -> list[str]:
    """The number formats of a row: as on paper, whatever decimals the value has."""
    change = "+{0};-{0};0" if row.is_stock else "{0}"
    return [
        _number_format(row.target),
        change.format(_number_format(row.quarter)),
        _number_format(row.cumulative),
        _number_format(row.ratio, row.decimals),
        _number_format(row.previous_year),
        _number_format(row.change, 1),
    ]


def _number_format(value: Decimal | None, decimals: int = 2) -> str:
    """A number format with thousands separators and as many decimals as the rounded value has."""
    text = f"{rounded(value or Decimal(0), decimals):f}".rstrip("0") if decimals else ""
    places = len(text.partition(".")[2])
    return f"#,##0.{'0' * places}" if places else "#,##0"


def _list(sheet: Worksheet, report: QuarterlyReport, records: RecordList, number: int) -> None:
    rows: list[list[Value]] = [
        [row.number, row.title, *([row.place] if records.has_places else []), _typed(row.detail), row.happened_on]
        for row in records.rows
    ]
    _heads(sheet, records.heading, report.attached_to)
    _table(sheet, f"DanhSach{number}", records.headings, rows or [[None] * 5])


def _typed(detail: str) -> Value:
    """A detail as a date where it is one (when a report was sent), so that its column can be sorted and filtered."""
    if not (written := DAY.fullmatch(detail)):
        return detail
    try:
        return date(*(int(part) for part in reversed(written.groups())))
    except ValueError:  # typed text that only looks like a day: 31/02/2020
        return detail


def _heads(sheet: Worksheet, title: str, attached_to: str) -> None:
    for cell, text, font in ((sheet["A1"], title, TITLE), (sheet["A2"], attached_to, SUBTITLE)):
        _set(cell, text)
        cell.font, cell.alignment = font, Alignment()


def _table(sheet: Worksheet, name: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    """A real table under frozen headings; Excel requires distinct headings as text and at least one row."""
    headings = _distinct(headings)
    _write(sheet, HEADER_ROW, headings)
    for row_number, row in enumerate(rows, HEADER_ROW + 1):
        _write(sheet, row_number, row)
    for cell in sheet[HEADER_ROW]:
        cell.font, cell.alignment, cell.fill = HEADING, CENTRED, SHADE
    last = get_column_letter(len(headings))
    table = Table(displayName=name, ref=f"A{HEADER_ROW}:{last}{HEADER_ROW + len(rows)}")
    table.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    for letter, width in _widths(headings, rows):
        sheet.column_dimensions[letter].width = width
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _distinct(headings: Sequence[str]) -> list[str]:
    """Each heading once: a second "Địa bàn" becomes "Địa bàn (2)"."""
    return [
        f"{heading} ({earlier + 1})" if (earlier := list(headings[:index]).count(heading)) else heading
        for index, heading in enumerate(headings)
    ]


def _write(sheet: Worksheet, row_number: int, row: Iterable[Value]) -> None:
    for column, value in enumerate(row, 1):
        cell = sheet.cell(row_number, column)
        _set(cell, value)
        cell.border = FRAME
        if column == 1:
            cell.alignment = MIDDLE


def _set(cell: Cell, value: Value) -> None:
    cell.font = TEXT
    cell.alignment = WRAPPED if isinstance(value, str) else TOP
    if isinstance(value, str):
        cell.value = printable(value)
        # Text stays text, in the file and when somebody edits it: nothing from data becomes a formula.
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA_STARTS)
    elif isinstance(value, Decimal):
        cell.value = int(value) if value == value.to_integral_value() else float(value)
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"


def _widths(headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> Iterable[tuple[str, float]]:
    for column, heading in enumerate(headings):
        longest = max([len(heading) // 2, *(_length(row[column]) for row in rows)])
        yield get_column_letter(column + 1), min(WIDEST, max(6, longest + 3))


def _length(value: Value) -> int:
    if isinstance(value, date):
        return len("31/12/2020")
    return len(str(value)) if isinstance(value, str | int) else 10
