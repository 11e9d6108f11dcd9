"""Tables as offices keep them (.xlsx, .csv), read into rows of plain values."""

from __future__ import annotations

import csv
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import tablib
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from coopunion.text import clean

MAX_BYTES = 5 * 1024 * 1024
MAX_INFLATED = 60 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
_NUMBER = re.compile(r"-?(\d+|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?", re.ASCII)


class UnreadableTable(ValueError):
    """The file is not a table we can read; the message says why, in Vietnamese."""


def read_table(path: Path) -> tablib.Dataset:
    """The first sheet's rows under its heading row; blank rows keep their place so that row numbers stay true."""
    if not path.is_file():
        raise UnreadableTable(f"Không có tệp {path}.")
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableTable("Tệp lớn hơn 5 MB.")
    readers = {".xlsx": _xlsx_rows, ".csv": _csv_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UnreadableTable("Chỉ đọc được tệp .xlsx và .csv.")
    rows = reader(path)
    if not rows:
        raise UnreadableTable("Tệp không có dòng nào.")
    headings = [clean(str(cell)) if cell is not None else "" for cell in rows[0]]
    while headings and not headings[-1]:
        headings.pop()
    repeated = sorted({heading for heading in headings if heading and headings.count(heading) > 1})
    if repeated:
        raise UnreadableTable(f"Cột bị lặp: {', '.join(repeated)}.")
    if len(rows) - 1 > MAX_ROWS:
        raise UnreadableTable("Tệp có hơn 20.000 dòng; hãy chia thành nhiều tệp.")
    width = len(headings)
    table = tablib.Dataset(headers=headings)
    for row in rows[1:]:
        cells = [*row[:width], *[None] * (width - len(row))]
        table.append([_plain(cell) for cell in cells])
    return table


def _plain(cell: object) -> object:
    """Text cleaned, whole floats as integers (Excel keeps 190 as 190.0), dates without a time."""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else Decimal(repr(cell))
    if isinstance(cell, datetime):
        return cell.date()
    return "" if cell is None else cell


def _xlsx_rows(path: Path) -> list[list[object]]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_INFLATED:
                raise UnreadableTable("Tệp khi giải nén lớn hơn 60 MB.")
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise UnreadableTable("Tệp không phải là bảng tính .xlsx còn nguyên vẹn.") from error
    try:
        sheet = book.worksheets[0]
        rows = [list(row[:MAX_COLUMNS]) for row in sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)]
    finally:
        book.close()
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    return rows


def _csv_rows(path: Path) -> list[list[object]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTable("Tệp .csv không theo bảng mã UTF-8; hãy lưu lại dạng “CSV UTF-8”.") from error
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        return [list(row) for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:  # a quote that is never closed
        raise UnreadableTable("Tệp .csv không còn nguyên vẹn.") from error


def read_day(value: object) -> date | None:
    """A date cell, or text dd/mm/yyyy; ValueError otherwise."""
    if isinstance(value, date):
        return value
    text = str(value or "").strip()
    if not text:
        return None
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a calendar day has no time zone
        except ValueError:
            continue
    raise ValueError(f"“{text}” không phải là ngày dd/mm/yyyy.")


def read_number(value: object) -> Decimal | None:
    """A number cell, or text in Vietnamese form: "1.283", "3,2"; ValueError for anything ambiguous."""
    if isinstance(value, bool):
        raise ValueError("Đây phải là một con số.")
    if isinstance(value, int | Decimal):
        return Decimal(value)
    text = str(value or "").strip().replace(" ", "").replace("\u00a0", "")
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"“{text}” không phải là số: viết 1.283 hoặc 153,3.")
    return Decimal(text.replace(".", "").replace(",", "."))
