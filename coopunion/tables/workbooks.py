"""Tables as offices keep them (.xlsx, .csv), read into rows of plain values."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from io import StringIO
from itertools import chain, islice
from math import isfinite
from pathlib import Path

import tablib
from openpyxl.utils import get_column_letter, range_boundaries

from coopunion.formatting import number
from coopunion.tables.cells import Cell, Fault
from coopunion.tables.sheets import MAX_COLUMNS, Sheet, UnreadableTable, open_workbook
from coopunion.text import clean, fold, search_key

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
INSTRUCTIONS = "Hướng dẫn"  # the sheet of a template that is no data
ERRORS = "Lỗi cần sửa"  # the column that a file given back has and that is not read again
TITLE_ROWS = 20  # headings are looked for in so many rows: offices put a title above them
# Vietnamese of the fonts before Unicode: TCVN3 (.VnTime) keeps tone letters where Unicode has signs of Latin-1
# (¨ © ª « ¬ ® µ ¶, cedilla, superscript one); UTF-8 read as Latin-1 turns "ợ" into "á»£".
_SIGNS = "\xa8\xaa\xab\xac\xb5\xb6\xb8\xb9"
_TCVN3 = re.compile(rf"[A-Za-zÀ-ÿ](?:[{_SIGNS}]|[\xa9\xae](?=[a-zà-ÿ]))|(?<!\w)\xae(?=[a-zà-ÿ]{{2}})")
_MISREAD = re.compile(r"á»[\u0080-\u00bf]|áº[\u0080-\u00bf]|Ä‘|Æ°|Æ¡")
OLD_FONT = "Chữ trong ô theo bảng mã cũ (TCVN3, .VnTime…): chuyển sang Unicode rồi nhập lại."
MISREAD = "Chữ trong ô bị lỗi bảng mã: mở lại tệp gốc và lưu theo UTF-8."

Row = tuple[int, list[object]]


class SheetTable(tablib.Dataset):  # type: ignore[misc]  # tablib has no types
    """A sheet's rows under its headings, blank ones included so that row numbers stay true."""

    sheet: str = ""
    heading_row: int = 1
    """The number of the row of headings, as Excel shows it."""

    headers: list[str]

    def __init__(self, headings: Sequence[str] = ()) -> None:
        super().__init__(headers=headings)
        self.letters: dict[str, str] = {}
        """The column's letter by its heading."""
        self.notices: list[str] = []
        """What the person should know: rows that were hidden, columns that are not read, the sheet that was."""

    def row_number(self, index: int) -> int:
        """Of the index-th row, counted from 0, as Excel shows it."""
        return self.heading_row + 1 + index

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        yield from self


def read_table(path: Path, headings: Collection[str] = ()) -> SheetTable:
    """The table in a file; see `parse_table`."""
    if not path.is_file():
        raise UnreadableTable(f"Không có tệp {path}.")
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableTable("Tệp lớn hơn 5 MB.")
    return parse_table(path.name, path.read_bytes(), headings)


def parse_table(name: str, content: bytes, headings: Collection[str] = ()) -> SheetTable:
    """The first sheet that has the headings, with each column named as `headings` name it.

    A heading is recognised without regard to case, diacritics and a mark such as "(*)". Where no sheet has any, the
    first sheet's first row holds the headings. Raises UnreadableTable.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableTable("Tệp lớn hơn 5 MB.")
    suffix = Path(name).suffix.lower()
    known = {fold(heading): heading for heading in headings}
    if suffix == ".xlsx":
        sheet, first, others = _best_sheet(content, known)
    elif suffix == ".csv":
        sheet, others = _csv(content, known), []
        first = list(islice(sheet.rows, TITLE_ROWS))
    else:
        raise UnreadableTable("Chỉ đọc được tệp .xlsx và .csv.")
    if not first:
        raise UnreadableTable("Tệp không có dòng nào.")
    table = _table(sheet, first, known)
    others = [name for name in others if name != INSTRUCTIONS]
    if others:
        table.notices.insert(0, f"Đọc trang tính “{sheet.name}”; không đọc: {', '.join(others)}.")
    return table


def nearest(text: str, choices: Collection[str]) -> str:
    """The choice that looks most like the text, or "" when none does."""
    keys = {search_key(choice): choice for choice in choices}
    found = get_close_matches(search_key(text), keys, n=1, cutoff=0.6)
    return keys[found[0]] if found else ""


def _best_sheet(content: bytes, known: dict[str, str]) -> tuple[Sheet, list[Row], list[str]]:
    """The sheet with most of the headings (the first such), its first rows, and the other sheets' names."""
    found: list[tuple[int, Sheet, list[Row]]] = []
    names = []
    for sheet in open_workbook(content):
        names.append(sheet.name)
        if sheet.name != INSTRUCTIONS:  # its example row has every heading, and is nobody's data
            first = list(islice(sheet.rows, TITLE_ROWS))
            score = max((_score(cells, known) for _, cells in first), default=-1)
            found.append((score, sheet, first))
    if not found:
        raise UnreadableTable("Tệp không có trang tính nào để đọc.")
    _, best, first = max(found, key=lambda scored: scored[0])
    return best, first, [name for name in names if name != best.name]


def _csv(content: bytes, known: dict[str, str]) -> Sheet:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTable("Tệp .csv không theo bảng mã UTF-8; hãy lưu lại dạng “CSV UTF-8”.") from error
    beyond: set[int] = set()
    return Sheet("", _csv_rows(text, _delimiter(text, known), beyond), beyond=beyond)


def _delimiter(text: str, known: dict[str, str]) -> str:
    """By the first line; the other one where that finds none of the headings, under a title with a comma."""
    line = text.partition("\n")[0]
    usual, other = (";", ",") if line.count(";") > line.count(",") else (",", ";")
    if not known or _finds_headings(text, usual, known):
        return usual
    return other if _finds_headings(text, other, known) else usual


def _finds_headings(text: str, delimiter: str, known: dict[str, str]) -> bool:
    return any(_score(cells, known) for _, cells in islice(_csv_rows(text, delimiter, set()), TITLE_ROWS))


def _csv_rows(text: str, delimiter: str, beyond: set[int]) -> Iterator[Row]:
    try:
        for row_number, cells in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter), 1):
            if any(cells):
                if any(cells[MAX_COLUMNS:]):
                    beyond.add(row_number)
                yield row_number, list(cells[:MAX_COLUMNS])
    except csv.Error as error:  # a quote that is never closed
        raise UnreadableTable("Tệp .csv không còn nguyên vẹn.") from error


def _score(cells: list[object], known: dict[str, str]) -> int:
    return sum(fold(str(cell)) in known for cell in cells if cell is not None)


def _table(sheet: Sheet, first: list[Row], known: dict[str, str]) -> SheetTable:
    """`first` are the sheet's first rows: that with most of the headings, or the first of all, holds them."""
    index = max(range(len(first)), key=lambda position: _score(first[position][1], known))
    heading_row, cells = first[index]
    if heading_row in sheet.beyond:
        raise UnreadableTable(f"Dòng tiêu đề có hơn {MAX_COLUMNS} cột; hãy xóa các cột không dùng.")
    headings = _headings(cells, known)
    table = SheetTable(headings)
    table.sheet, table.heading_row = sheet.name, heading_row
    table.letters = {heading: get_column_letter(index) for index, heading in enumerate(headings, 1) if heading}
    width, blank, row_number = len(headings), [""] * len(headings), heading_row
    for following, row in chain(first[index + 1 :], sheet.rows):
        row_number = _append(table, row_number, following, row, width, blank)
    _refuse_merged(sheet.merged, heading_row, width)
    hidden = [hidden_row for hidden_row in sheet.hidden if heading_row < hidden_row <= row_number]
    if hidden:
        shown = ", ".join(map(str, hidden[:10])) + ("…" if len(hidden) > 10 else "")
        table.notices.append(f"Có {number(len(hidden))} dòng đang ẩn (dòng {shown}); các dòng đó cũng được nhập.")
    read = {"", ERRORS, *known.values()}
    unread = [heading for heading in headings if known and heading not in read]
    if unread:
        shown = ", ".join(unread[:10]) + (f" và {number(len(unread) - 10)} cột khác" if len(unread) > 10 else "")
        table.notices.append(f"Không đọc cột: {shown}.")
    return table


def _append(table: SheetTable, last: int, row_number: int, row: list[object], width: int, blank: list[str]) -> int:
    """Append the row, after blank ones for the row numbers skipped since `last`; the number of the last row then."""
    cells = row[:width]
    if all(cell is None or cell == "" for cell in cells):
        return last
    if row_number - table.heading_row > MAX_ROWS:
        raise UnreadableTable(f"Tệp có hơn {number(MAX_ROWS)} dòng; hãy chia thành nhiều tệp.")
    for _ in range(row_number - last - 1):
        table.append(blank)
    table.append([*(_plain(cell) for cell in cells), *blank[len(cells) :]])
    return row_number


def _headings(cells: list[object], known: dict[str, str]) -> list[str]:
    headings = [clean(str(cell)) if cell is not None else "" for cell in cells]
    headings = [known.get(fold(heading), heading) for heading in headings]
    while headings and not headings[-1]:
        headings.pop()
    repeated = sorted({heading for heading in headings if heading and headings.count(heading) > 1})
    if repeated:
        raise UnreadableTable(f"Cột bị lặp: {', '.join(repeated)}.")
    return headings


def _refuse_merged(ranges: list[str], heading_row: int, width: int) -> None:
    """Merged cells hold their value once: the other rows would read as blank."""
    inside = []
    for merged in ranges:
        left, _, _, bottom = range_boundaries(merged)
        if bottom >= heading_row and left <= width:
            inside.append(merged)
    if inside:
        shown = ", ".join(inside[:5]) + ("…" if len(inside) > 5 else "")
        raise UnreadableTable(f"Có ô gộp ({shown}): bỏ gộp ô rồi điền đủ từng dòng.")


def _plain(cell: object) -> Cell:
    """Text cleaned, whole floats as integers (Excel keeps 190 as 190.0), dates without a time."""
    if isinstance(cell, str):
        if _TCVN3.search(cell):
            return Fault(cell, OLD_FONT)
        return Fault(cell, MISREAD) if _MISREAD.search(cell) else clean(cell)
    if isinstance(cell, float):
        if not isfinite(cell):
            return Fault(str(cell), "Số trong ô quá lớn.")
        return int(cell) if cell.is_integer() else Decimal(repr(cell))
    if isinstance(cell, datetime):
        return cell.date()
    if cell is None:
        return ""
    return cell if isinstance(cell, int | Decimal | date | Fault) else str(cell)  # a time of day, by ISO 8601
