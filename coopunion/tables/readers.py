"""Readers of cells, and how an export writes them back: django-import-export widgets of the portal.

`clean` gives the value or raises ValueError with a message in Vietnamese; `render` gives what an Excel cell holds, so
that what was exported reads back as the same value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigIntegerField,
    DecimalField,
    Field,
    IntegerField,
    PositiveSmallIntegerField,
    SmallIntegerField,
)
from django.db.models.fields import PositiveIntegerRelDbTypeMixin
from import_export.widgets import Widget
from openpyxl.cell.cell import ERROR_CODES

from coopunion import formatting
from coopunion.parsing import read_day, read_number
from coopunion.personal_numbers import hide_personal_numbers
from coopunion.tables.corrections import NearMiss
from coopunion.tables.sheets import Fault
from coopunion.tables.workbooks import nearest
from coopunion.text import fold

if TYPE_CHECKING:
    from coopunion.tables.resource import TableResource

EARLIEST_YEAR = 1900
YES, NO = "có", "không"


class Reader(Widget):
    """Base: the cell as it is. `number_format` is Excel's; `choices` go into the template's drop-down list."""

    number_format = "General"
    late = False
    """Whether the cell is read after the others, because what it means depends on them."""

    def prepare(self, resource: TableResource) -> None:
        """Called once before the first row of a file."""

    def bind(self, field: Field) -> None:
        """Called with the model's field that the cells fill."""

    def choices(self) -> Sequence[str]:
        return ()

    def clean(self, value: Any, row: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        if isinstance(value, Fault):
            raise ValueError(value.message)
        if isinstance(value, str) and value in ERROR_CODES:  # a .csv has them as text
            raise ValueError(f"Ô báo lỗi {value} của Excel.")
        return None if value == "" or value is None else self.read(value, row or {})

    def read(self, value: Any, row: dict[str, Any]) -> Any:
        """A cell that is neither empty nor faulty; `row` is what was read before, by column."""
        return value

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value

    def shown(self, value: Any) -> str:
        """The value as a page shows it; "" where there is none."""
        cell = self.render(value)
        if cell is None or cell == "":
            return ""
        if isinstance(cell, date):
            return formatting.day(cell)
        if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
            return formatting.number(cell)
        return str(cell)

    def raw(self, cell: Any) -> str:
        """A cell that could not be read, as a page shows it."""
        return formatting.day(cell) if isinstance(cell, date) else hide_personal_numbers(str(cell))


class Text(Reader):
    """One line, or with `lines` several."""

    number_format = "@"

    def read(self, value: Any, row: dict[str, Any]) -> Any:
        if isinstance(value, date):
            return formatting.day(value)
        if isinstance(value, Decimal):
            return formatting.number(value).replace(".", "")
        return str(value)


class Digits(Text):
    """A code of digits only. Excel drops the zeros in front of a number, so a short number is refused, never padded."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self.length = length

    def read(self, value: Any, row: dict[str, Any]) -> str:
        text = super().read(value, row)
        if isinstance(value, int | Decimal) and len(text) != self.length:
            raise ValueError(
                f"Ô này là số ({text}) nên có thể đã mất số 0 ở đầu: định dạng ô là Văn bản (Text) rồi nhập lại "
                f"đủ {self.length} chữ số."
            )
        return text


class Day(Reader):
    """A date cell, or text dd/mm/yyyy (03/04/2020 is always 3 April); one of the future only where it is asked for."""

    number_format = "dd/mm/yyyy"

    def __init__(self, *, future: bool = False) -> None:
        super().__init__()
        self.future = future
        self.today: date | None = None

    def prepare(self, resource: TableResource) -> None:
        self.today = resource.today

    def read(self, value: Any, row: dict[str, Any]) -> date | None:
        day = read_day(value)
        if day and day.year < EARLIEST_YEAR:
            raise ValueError(f"Năm {day.year} không hợp lý.")
        if day and self.today and not self.future and day > self.today:
            raise ValueError(f"Nằm sau hôm nay, {formatting.day(self.today)}.")
        return day


class Number(Reader):
    """A number cell, or text in Vietnamese form."""

    number_format = "#,##0.####"

    def __init__(self, *, lowest: int | None = None) -> None:
        super().__init__()
        self.lowest = lowest
        self.digits, self.places = 0, 0

    def bind(self, field: Field) -> None:
        if isinstance(field, DecimalField):
            self.digits, self.places = field.max_digits, field.decimal_places
        elif isinstance(field, BigIntegerField):
            self.digits = 18
        elif isinstance(field, IntegerField) and not isinstance(field, SmallIntegerField | PositiveSmallIntegerField):
            self.digits = 9
        if isinstance(field, PositiveIntegerRelDbTypeMixin) and self.lowest is None:
            self.lowest = 0

    def read(self, value: Any, row: dict[str, Any]) -> Decimal | int | None:
        number = read_number(value)
        if number is None:
            return None
        self.refuse_oversize(number)
        return number

    def refuse_oversize(self, number: Decimal) -> None:
        """In the words of a form's NumberField."""
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

    def read(self, value: Any, row: dict[str, Any]) -> int | None:
        number = read_number(value)
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

    def shown(self, value: Any) -> str:
        return "" if value is None else str(value)


class OneOf(Reader):
    """One of a field's choices, by its label as people read it, without regard to case and diacritics."""

    number_format = "@"

    def __init__(self, choices: Sequence[tuple[Any, str]]) -> None:
        super().__init__()
        self.labels = {value: str(label) for value, label in choices if value not in ("", None)}
        self.by_text = {fold(label): value for value, label in self.labels.items()}
        self.by_text |= {fold(str(value)): value for value in self.labels if fold(str(value)) not in self.by_text}

    def choices(self) -> Sequence[str]:
        return list(self.labels.values())

    def read(self, value: Any, row: dict[str, Any]) -> Any:
        text = fold(str(value))
        if text not in self.by_text:
            labels = list(self.labels.values())
            offer = self._beginning(text) or nearest(str(value), labels)
            raise NearMiss(f"“{value}” không có trong danh sách: {'; '.join(labels)}.", offer)
        return self.by_text[text]

    def _beginning(self, text: str) -> str:
        """The one label that begins so: "đào tạo" for "đào tạo, bồi dưỡng"."""
        found = [label for label in self.labels.values() if f"{fold(label)} ".startswith(f"{text} ")]
        return found[0] if len(found) == 1 else ""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str | None:
        return self.labels.get(value) if value not in ("", None) else None


class YesNo(OneOf):
    """Có or không; an "x" means yes."""

    def __init__(self) -> None:
        super().__init__([(True, YES), (False, NO)])
        self.by_text |= {"x": True, "true": True, "false": False, "1": True, "0": False, "dung": True, "sai": False}


class Plain(Reader):
    """What an export shows beside the values: a department, a name."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value if value is None or isinstance(value, int | Decimal | date) else str(value)


class Masked(Text):
    """A value that exports and previews show masked. A mask read back changes nothing, and is never stored."""

    MASK = re.compile("[•*]")
    READABLE = 3

    def read(self, value: Any, row: dict[str, Any]) -> str:
        text = super().read(value, row)
        if self.MASK.search(text):
            raise ValueError("Số bị che không nhập được: ghi đủ số, hoặc xóa cột này khỏi tệp.")
        return text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str | None:
        text = str(value or "")
        if not text or self.MASK.search(text):
            return text or None
        return "•" * max(len(text) - self.READABLE, 0) + text[-self.READABLE :]

    def raw(self, cell: Any) -> str:
        return self.render(cell) or ""
