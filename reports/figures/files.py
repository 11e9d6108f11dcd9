"""The list behind a figure as a file. Its last column adds up to the figure, whatever its rows are."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import count

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from coopunion import formatting
from coopunion.attachments import EXCEL
from coopunion.tables.exporting import DAY, WRAPPED, set_value
from reports.figures.figure_records import FigureRecords

HEADINGS = ("STT", "Loại", "Tên", "Địa bàn", "Nội dung", "Ngày", "Số lượng")
WIDTHS = (6, 16, 56, 36, 36, 12, 12)
CONTENT_TYPES = {
    "xlsx": EXCEL,
    "csv": "text/csv; charset=utf-8",
}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | Decimal | date | None
Line = tuple[Value, ...]


def figure_file(figure_records: FigureRecords, kind: str) -> bytes:
    """The rows of the page, all of them, with the page's own words; `kind` is a key of CONTENT_TYPES."""
    return {"xlsx": _xlsx, "csv": _csv}[kind](figure_records)


def file_name(figure_records: FigureRecords, kind: str) -> str:
    """ASCII: "190-2020-q4-1a-138.xlsx"."""
    progress, part = figure_records.progress, figure_records.part
    program = progress.indicator.program
    words = (
        program.code,
        str(program.year),
        f"q{progress.quarter.number}",
        progress.indicator.code,
        part.place,
        part.span.value,
        f"thang-{part.month}" if part.month else "",
    )
    name = re.sub(r"[^A-Za-z0-9.-]", "_", "-".join(word for word in words if word))
    return f"{name}.{kind}"


def heading(figure_records: FigureRecords) -> str:
    """What the list is of, in one line."""
    indicator = figure_records.progress.indicator
    value = formatting.number(figure_records.value)
    return f"{indicator.code}. {indicator.name}: {figure_records.words}, {value} {indicator.unit}"


def lines(figure_records: FigureRecords) -> Iterator[Line]:
    """Every row under HEADINGS; what a net change took away counts as minus one."""
    row_number, shown = count(1), figure_records
    for kind, rows, counts in (("Hồ sơ", shown.rows, 1), ("Không còn", shown.lost, -1)):
        for row in rows:
            yield (next(row_number), kind, row.title, row.place, row.detail, row.day, counts)
    for kind, figures, sign in (("Số báo cáo", shown.figures, 1), ("Số kỳ trước", shown.replaced, -1)):
        for figure in figures:
            own = (figure.source, str(figure.place), f"Quý {figure.get_quarter_display()}", figure.received_on)
            yield (next(row_number), kind, *own, figure.value * sign)


def _xlsx(figure_records: FigureRecords) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.freeze_panes = "A2"
    for column, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.append([_cell(sheet, word, bold=True) for word in HEADINGS])
    for line in lines(figure_records):
        sheet.append([_cell(sheet, value) for value in line])
    about = book.create_sheet("Về danh sách này")
    about.column_dimensions["A"].width = 100
    about.append([_cell(about, heading(figure_records))])
    about.append([_cell(about, "Cột “Số lượng” cộng lại bằng con số trên trang.")])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Value, *, bold: bool = False) -> WriteOnlyCell:
    """Text stays text whatever it begins with; numbers and days are real ones."""
    if isinstance(value, Decimal) and value == int(value):
        value = int(value)
    cell = set_value(WriteOnlyCell(sheet), value)
    if isinstance(value, str):
        cell.alignment = WRAPPED
    if isinstance(value, date):
        cell.number_format = DAY
    if bold:
        cell.font = Font(bold=True)
    return cell


def _csv(figure_records: FigureRecords) -> bytes:
    """UTF-8 with a mark, so that Excel reads the letters."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    writer.writerows([_plain(value) for value in line] for line in lines(figure_records))
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    if isinstance(value, date):
        return formatting.day(value)
    return "" if value is None else f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
