"""One row of an imported file: its cells and values, the records it means, what would change, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Model

from coopunion.personal_numbers import hide_personal_numbers
from coopunion.tables.cells import Cell, Value

RECORD = "record"
"""The part of a row that is its own record."""
WHOLE_ROW = ""
NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class ImportRow:
    """`values`, `wrong`, `offers` and `changes` go by heading; `records` and `new` by part."""

    number: int
    """As Excel shows it."""
    cells: dict[str, Cell]
    values: dict[str, Value] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)
    offers: dict[str, str] = field(default_factory=dict)
    """Heading → the spelling that a cell which could not be read probably meant."""
    records: dict[str, Model] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    changes: dict[str, tuple[Value, Value]] = field(default_factory=dict)
    """Heading → (old value, new value)."""
    touched: dict[str, set[str]] = field(default_factory=dict)
    """Part → fields that the row changes."""
    removed: list[Model] = field(default_factory=list)
    near_duplicates: list[str] = field(default_factory=list)
    """Records in the register, or rows of the file, with nearly the same name."""
    signed: list[str] = field(default_factory=list)
    """Titles of approved periods that include a day of what the row writes."""

    @property
    def is_blank(self) -> bool:
        return not self.cells

    def writes(self, part: str) -> bool:
        """Whether the row makes or changes the part's record."""
        return part in self.new or part in self.touched

    @property
    def changes_something(self) -> bool:
        return bool(self.new or self.touched or self.removed)

    @property
    def kind(self) -> str:
        """NEW, CHANGED, SAME or WRONG."""
        if self.wrong:
            return WRONG
        if RECORD in self.new:
            return NEW
        return CHANGED if self.changes_something else SAME

    def record(self, model: type[M], part: str = RECORD) -> M:
        """The record of a part. Raises KeyError without one, TypeError for one of another model."""
        record = self.records[part]
        if not isinstance(record, model):
            raise TypeError(f"The part {part} is no {model.__name__} but {record!r}.")
        return record

    def refuse(self, heading: str, message: str) -> None:
        """A message may repeat the cell, and is kept with the preview."""
        message = hide_personal_numbers(message)
        messages = self.wrong.setdefault(heading, [])
        if message not in messages:
            messages.append(message)


@dataclass(frozen=True)
class CellError:
    """An error of the file; `row` is the number that Excel shows, `column` the heading or "" for the whole row."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        where = f"dòng {self.row}, cột “{self.column}”" if self.column else f"dòng {self.row}"
        return f"{where}: {self.message}"


class WrongHeadings(ValueError):
    """The file lacks columns; nothing was read."""
