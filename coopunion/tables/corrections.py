"""Corrections of an uploaded file's cells that a person has confirmed; the file itself is kept as it came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coopunion.personal_numbers import hide_personal_numbers
from coopunion.tables.workbooks import SheetTable


class NearMiss(ValueError):
    """A cell that could not be read, and the known spelling nearest to it, which a page offers to take."""

    def __init__(self, message: str, offer: str) -> None:
        super().__init__(f"{message} Có phải “{offer}”?" if offer else message)
        self.offer = offer


@dataclass(frozen=True)
class Correction:
    """One text of a column in the rows where it is wrong, and the text read instead."""

    heading: str
    old: str
    new: str
    rows: list[int]
    """As Excel numbers them."""
    cells: list[str]
    """As Excel names them."""

    def __str__(self) -> str:
        return f"{self.heading}: “{self.old}” → “{self.new}” ({', '.join(self.cells)})"

    def holds(self, row: int, heading: str) -> bool:
        return self.heading == heading and row in self.rows

    def apply(self, table: SheetTable) -> None:
        position = table.headers.index(self.heading)
        for row_number in self.rows:
            index = row_number - table.heading_row - 1
            row = list(table[index])
            if hide_personal_numbers(str(row[position])) == self.old:
                row[position] = self.new
                del table[index]
                table.insert(index, row)


def corrected(table: SheetTable, corrections: Iterable[Correction]) -> SheetTable:
    """The table with its corrections, in the order in which they were made: one may correct another's result."""
    for correction in corrections:
        correction.apply(table)
    return table
