"""Legal rules that change over the years: dated rows; the one in force on a record's day is applied and shown.

A new decree is one more row in its app's standards.py, with its source; the row before it gets its last day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from coopunion import formatting


@dataclass(frozen=True, kw_only=True)
class Standard:
    """A rule between two days. `source` says where its figures were read, for whoever checks them."""

    name: str
    """The legal document as it is cited: "Thông tư 01/2020/TT-BKHĐT"."""
    starts_on: date
    ends_on: date | None
    """The last day, or None while it is in force."""
    text: str
    """What it says, in the words of a page."""
    source: str
    uncertain: str = ""
    """What is from general knowledge or could not be checked, for whoever has the document."""

    @property
    def details(self) -> list[str]:
        """What else the row holds, in the words of the page of standards."""
        return []

    def applies(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def label(self) -> str:
        """Reads "Thông tư 01/2020/TT-BKHĐT, áp dụng từ 01/04/2020"."""
        if self.ends_on is None:
            return f"{self.name}, áp dụng từ {formatting.day(self.starts_on)}"
        return f"{self.name}, áp dụng {formatting.day(self.starts_on)}–{formatting.day(self.ends_on)}"


Row = TypeVar("Row", bound=Standard)


def in_force(table: Sequence[Row], day: date | None) -> Row | None:
    """The rule of that day; None for a day before the first, between two, or for a record without a day."""
    return next((row for row in table if day is not None and row.applies(day)), None)


def name_in_force(table: Sequence[Standard], day: date | None) -> str:
    """The name of the rule of that day; "" where none was in force."""
    standard = in_force(table, day)
    return standard.name if standard else ""
