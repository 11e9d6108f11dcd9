"""Addresses of the dashboard's pages, and of the records behind a figure or behind a part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from urllib.parse import urlencode

from django.urls import reverse

from programs.models import Program


class FigureSpan(StrEnum):
    """Which days: since the year's beginning, what the quarter added, or a year earlier. Values are part of addresses.

    BASE is no other day, but all that a stock is a share of: every cooperative that operates, effective or not.
    """

    YEAR = ""
    QUARTER = "quy"
    LAST_YEAR = "cung-ky"
    BASE = "tong-so"


@dataclass(frozen=True)
class FigurePart:
    """All of a figure, or what an area (named as for `Geography.find`), a month (1–12; 0: none) or a span holds."""

    place: str = ""
    span: FigureSpan = FigureSpan.YEAR
    month: int = 0

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> FigurePart:
        """The part named by an address's query; ValueError, in Vietnamese, for one there is not."""
        span, month = parameters.get("ky", ""), parameters.get("thang", "")
        if span not in set(FigureSpan):
            raise ValueError(f"Không có kỳ “{span}”.")
        if month and month not in MONTHS:
            raise ValueError(f"Không có tháng “{month}”: tháng từ 1 đến 12.")
        if month and span:
            raise ValueError("Chọn một tháng hoặc một kỳ, không chọn cả hai.")
        return cls(parameters.get("dia-ban", ""), FigureSpan(span), int(month or 0))

    @property
    def query(self) -> dict[str, str]:
        """The words of the address that `read` understands."""
        words = {"dia-ban": self.place, "ky": self.span.value, "thang": str(self.month or "")}
        return {key: word for key, word in words.items() if word}


MONTHS = {str(month) for month in range(1, 13)}
WHOLE = FigurePart()


def program_key(program: Program) -> str:
    """A programme's year as an address of the comparison names it."""
    return f"{program.code}/{program.year}"


@dataclass(frozen=True)
class DashboardQuery:
    """What the dashboard's pages are of: a programme's year, a quarter of it, the as-of day and the map, if chosen.

    Every address made from it keeps the chosen day and map.
    """

    program: Program
    number: int
    day: date | None = None
    map: str = ""
    """The key of a map (coopunion/places/maps.py) on which tables by place are drawn; empty for the usual one."""

    def without_day(self) -> DashboardQuery:
        return replace(self, day=None)

    @property
    def title(self) -> str:
        return f"{self.program.name}, {self.program.quarters[self.number - 1]}"

    @property
    def year(self) -> str:
        """Text, as is `last_year`, since a template would write a number as 2.020."""
        return str(self.program.year)

    @property
    def last_year(self) -> str:
        return str(self.program.year - 1)

    @property
    def dashboard(self) -> str:
        words = {"chuong-trinh": self.program.code, "nam": self.year, "quy": str(self.number)}
        return self._with(reverse("reports:dashboard"), words)

    @property
    def months(self) -> str:
        return self._with(self._named("dashboard-months"))

    @property
    def departments(self) -> str:
        return self._with(self._named("dashboard-departments"))

    @property
    def comparison(self) -> str:
        """This programme beside the one before it."""
        words = {"tu": program_key(self.program), "quy": str(self.number)}
        return self._with(reverse("reports:dashboard-comparison"), words)

    def place(self, code: str) -> str:
        """The page of a district."""
        return self._with(self._named("dashboard-place", code))

    def figure(self, code: str, part: FigurePart = WHOLE) -> str:
        """The records that a figure, or the part of it which a cell shows, counts."""
        return self._with(self._named("figure", code), part.query)

    def records(self, value: Decimal | None, code: str, part: FigurePart = WHOLE) -> str:
        """The same where there is a value to open; empty where there is none."""
        return "" if value is None else self.figure(code, part)

    def figure_file(self, code: str, kind: str, part: FigurePart = WHOLE) -> str:
        """The same list as a file; `kind` is "xlsx" or "csv"."""
        return self._with(self._named("figure-file", code, kind), part.query)

    def query(self, part: FigurePart) -> str:
        """The words of the part's address, for links to its other pages."""
        return self._with("", part.query).removeprefix("?")

    def _named(self, name: str, *more: str) -> str:
        return reverse(f"reports:{name}", args=[self.program.code, self.program.year, self.number, *more])

    def _with(self, address: str, words: dict[str, str] | None = None) -> str:
        kept = {"ngay": self.day.isoformat() if self.day else "", "ban-do": self.map}
        query = (words or {}) | {key: word for key, word in kept.items() if word}
        return f"{address}?{urlencode(query)}" if query else address
