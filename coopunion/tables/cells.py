"""What a cell holds: the plain values that a sheet is read into, and the values that readers make of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Model


class NearMiss(ValueError):
    """A cell that could not be read, and the known spelling nearest to it, which a page offers to take."""

    def __init__(self, message: str, offer: str) -> None:
        super().__init__(f"{message} Có phải “{offer}”?" if offer else message)
        self.offer = offer


@dataclass(frozen=True)
class Fault:
    """A cell without a usable value: a formula never calculated, an error of Excel's, letters of an old font."""

    text: str
    message: str

    def __str__(self) -> str:
        return self.text


Cell = str | int | Decimal | date | bool | None | Fault
"""As a sheet or an export has it; "" is an empty cell of a file that is read."""
Value = Cell | Model
"""As a reader understands the cell: a place or a cooperative may be named by it."""
Values = Mapping[str, Value]
"""The values of one row by heading."""


def day_in(values: Values, *headings: str) -> date | None:
    """The first day under one of the headings."""
    days = (values.get(heading) for heading in headings)
    return next((day for day in days if isinstance(day, date)), None)


def number_in(values: Values, heading: str) -> int | None:
    """The whole number under the heading."""
    value = values.get(heading)
    return value if isinstance(value, int) else None
