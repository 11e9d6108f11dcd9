"""Readers of cells, and how an export writes them back.

`clean` gives the value or raises ValueError with a message in Vietnamese; `render` gives what an Excel cell holds, so
that what was exported reads back as the same value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Never

from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    DecimalField,
    Field,
    IntegerField,
    Model,
    PositiveSmallIntegerField,
    SmallIntegerField,
)
from django.db.models.fields import PositiveIntegerRelDbTypeMixin
from django.utils.functional import Promise
from openpyxl.cell.cell import ERROR_CODES

from coopunion import formatting
from coopunion.parsing import read_day, read_number
from coopunion.personal_numbers import hide_personal_numbers
from coopunion.tables.cells import Cell, Fault, NearMiss, Value, Values
from coopunion.tables.context import ImportContext
from coopunion.tables.workbooks import nearest
from coopunion.text import fold

EARLIEST_YEAR = 1900
YES, NO = "có", "không"


class Reader:
    """Base: the cell as it is. `number_format` is Excel's; `choices` go into the template's drop-down list."""

    number_format = "General"
    late = False
    """Whether the cell is read after the others, because what it means depends on them."""

    def prepare(self, context: ImportContext) -> None:
        """Called once a file, before its first row."""

    def bind(self, field: Field[Never, object]) -> None:
        """Called with the model's field that the cells fill."""

    def choices(self) -> Sequence[str]:
        return ()

    def clean(self, cell: Cell, row: Values | None = None) -> Value:
        """The value of any cell, None for an empty one; `row` is what was read before it."""
        if isinstance(cell, Fault):
            raise ValueError(cell.message)
        if isinstance(cell, str) and cell in ERROR_CODES:  # a .csv has them as text
            raise ValueError(f"Ô báo lỗi {cell} của Excel.")
        return None if cell == "" or cell is None else self.read(cell, row or {})

    def read(self, cell: Cell, row: Values) -> Value:
        """The value of a cell that is neither empty nor faulty."""
        return cell

    def render(self, value: Value) -> Cell:
        return str(value) if isinstance(value, Model) else value

    def shown(self, value: Value) -> str:
        """The value as a page shows it; "" where there is none."""
        cell = self.render(value)
        if cell is None or cell == "":
            return ""
        if isinstance(cell, date):
            return formatting.day(cell)
        if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
            return formatting.number(cell)
        return str(cell)

    def masked(self, cell: Cell) -> Cell:
        """A cell of an uploaded file, as it is given back."""
        return cell

    def raw(self, cell: Cell) -> str:
        """A cell that could not be read, as a page shows it."""
        return formatting.day(cell) if isinstance(cell, date) else hide_personal_numbers(str(cell))


BY_FIELD = Reader()
"""Stands for the reader of the field's kind: `reader_of`."""


class Text(Reader):
    """One line."""

    number_format = "@"

    def read(self, cell: Cell, row: Values) -> str:
        if isinstance(cell, date):
            return formatting.day(cell)
        if isinstance(cell, Decimal):
            return formatting.number(cell).replace(".", "")
        return str(cell)


class Digits(Text):
    """A code of digits only. Excel drops the zeros in front of a number, so a short number is refused, never padded."""

    def __init__(self, length: int) -> None:
        self.length = length

    def read(self, cell: Cell, row: Values) -> str:
        text = super().read(cell, row)
        if isinstance(cell, int | Decimal) and len(text) != self.length:
            raise ValueError(
                f"Ô này là số ({text}) nên có thể đã mất số 0 ở đầu: định dạng ô là Văn bản (Text) rồi nhập lại "
                f"đủ {self.length} chữ số."
            )
        return text


class Day(Reader):
    """A date cell, or text dd/mm/yyyy (03/04/2020 is always 3 April); a future one only with `future`."""

    number_format = "dd/mm/yyyy"

    def __init__(self, *, future: bool = False) -> None:
        self.future = future
        self.today: date | None = None

    def prepare(self, context: ImportContext) -> None:
        self.today = context.today

    def read(self, cell: Cell, row: Values) -> date | None:
        day = read_day(cell)
        if day and day.year < EARLIEST_YEAR:
            raise ValueError(f"Năm {day.year} không hợp lý.")
        if day and self.today and not self.future and day > self.today:
            raise ValueError(f"Nằm sau hôm nay, {formatting.day(self.today)}.")
        return day


class Number(Reader):
    """A number cell, or text in Vietnamese form."""

    number_format = "#,##0.####"

    def __init__(self, *, lowest: int | None = None) -> None:
        self.lowest = lowest
        self.digits, self.places = 0, 0

    def bind(self, field: Field[Never, object]) -> None:
        if isinstance(field, DecimalField):
            self.digits, self.places = field.max_digits, field.decimal_places
        elif isinstance(field, BigIntegerField):
            self.digits = 18
        elif isinstance(field, IntegerField) and not isinstance(field, SmallIntegerField | PositiveSmallIntegerField):
            self.digits = 9
        if isinstance(field, PositiveIntegerRelDbTypeMixin) and self.lowest is None:
            self.lowest = 0

    def read(self, cell: Cell, row: Values) -> Decimal | int | None:
        number = read_number(cell)
        if number is None:
            return None
        self.refuse_oversize(number)
        return number

    def refuse_oversize(self, number: Decimal) -> None:
        """Raises ValueError with the messages of a form's NumberField."""
        if self.lowest is not None and number < self.lowest:
            raise ValueError(f"Không được nhỏ hơn {self.lowest}.")
        if self.digits and abs(number) >= Decimal(10) ** (self.digits - self.places):
            raise ValueError("Số quá lớn.")
        if self.digits and number != round(number, self.places):
            raise ValueError(f"Phải nhiều nhất {self.places} số lẻ." if self.places else "Phải là số nguyên.")


class Whole(Number):
    """A whole number, between two bounds where they are given."""

    number_format = "#,##0"

    def __init__(self, lowest: int | None = None, highest: int | None = None) -> None:
        super().__init__()
        self.bounds = (lowest, highest)

    def read(self, cell: Cell, row: Values) -> int | None:
        number = read_number(cell)
        if number is None:
            return None
        lowest, highest = self.bounds
        if number != number.to_integral_value():
            raise ValueError(self._refusal())
        if (lowest is not None and number < lowest) or (highest is not None and number > highest):
            raise ValueError(self._refusal())
        self.refuse_oversize(number)
        return int(number)

    def _refusal(self) -> str:
        lowest, highest = self.bounds
        return "Phải là số nguyên." if highest is None else f"Phải là số nguyên từ {lowest} đến {highest}."


class YearNumber(Whole):
    """A whole number that is written without points."""

    number_format = "0"

    def shown(self, value: Value) -> str:
        return "" if value is None else str(value)


class OneOf(Reader):
    """One of a field's choices, by its label as people read it, without regard to case and diacritics."""

    number_format = "@"

    def __init__(self, choices: Iterable[tuple[str | bool, str | Promise]]) -> None:
        self.labels: dict[Value, str] = {value: str(label) for value, label in choices if value != ""}
        self.by_text: dict[str, Value] = {fold(label): value for value, label in self.labels.items()}
        self.by_text |= {fold(str(value)): value for value in self.labels if fold(str(value)) not in self.by_text}

    def choices(self) -> Sequence[str]:
        return list(self.labels.values())

    def read(self, cell: Cell, row: Values) -> Value:
        text = fold(str(cell))
        if text not in self.by_text:
            labels = list(self.labels.values())
            offer = self._beginning(text) or nearest(str(cell), labels)
            raise NearMiss(f"“{cell}” không có trong danh sách: {'; '.join(labels)}.", offer)
        return self.by_text[text]

    def _beginning(self, text: str) -> str:
        """The one label that begins so: "đào tạo" for "đào tạo, bồi dưỡng"."""
        found = [label for label in self.labels.values() if f"{fold(label)} ".startswith(f"{text} ")]
        return found[0] if len(found) == 1 else ""

    def render(self, value: Value) -> str | None:
        return self.labels.get(value) if value not in ("", None) else None


class YesNo(OneOf):
    """Có or không; an "x" means yes."""

    def __init__(self) -> None:
        super().__init__([(True, YES), (False, NO)])
        self.by_text |= {"x": True, "true": True, "false": False, "1": True, "0": False, "dung": True, "sai": False}


class Masked(Text):
    """A value that exports and previews show masked. A mask read back changes nothing, and is never stored."""

    MASK = re.compile("[•*]")
    READABLE = 3

    def read(self, cell: Cell, row: Values) -> str:
        text = super().read(cell, row)
        if self.MASK.search(text):
            raise ValueError("Số bị che không nhập được: ghi đủ số, hoặc xóa cột này khỏi tệp.")
        return text

    def render(self, value: Value) -> str | None:
        text = str(value or "")
        if not text or self.MASK.search(text):
            return text or None
        return "•" * max(len(text) - self.READABLE, 0) + text[-self.READABLE :]

    def raw(self, cell: Cell) -> str:
        return self.render(cell) or ""

    def masked(self, cell: Cell) -> str:
        return self.raw(cell)


def reader_of(field: Field[Never, object], text: type[Text] = Text) -> Reader:
    """What reads the cells of a field of that kind; `text` those of a text."""
    if field.choices:
        return OneOf(field.flatchoices)
    if isinstance(field, BooleanField):
        return YesNo()
    if isinstance(field, DateField):
        return Day()
    if isinstance(field, IntegerField) or (isinstance(field, DecimalField) and not field.decimal_places):
        return Whole()
    if isinstance(field, DecimalField):
        return Number()
    return Reader() if field.is_relation else text()
