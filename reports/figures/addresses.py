"""Addresses of the dashboard's pages and of the records behind each figure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from programs.models import Program
from reports.figures.parts import WHOLE, FigurePart


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

    def of_quarter(self, number: int) -> DashboardQuery:
        """Another quarter, as its own cut-off day or today shows it: the chosen day was a day of this one."""
        return replace(self, number=number, day=None)

    def on_map(self, key: str) -> DashboardQuery:
        return replace(self, map=key)

    def without_day(self) -> DashboardQuery:
        return replace(self, day=None)

    @property
    def title(self) -> str:
        return f"{self.program.name}, {self.program.quarters[self.number - 1]}"

    @property
    def year(self) -> str:
        """Text, since a template would write a number as 2.020."""
        return str(self.program.year)

    @property
    def dashboard(self) -> str:
        words = {"chuong-trinh": self.program.code, "nam": str(self.program.year), "quy": str(self.number)}
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
        return self._with(
            reverse("reports:dashboard-comparison"), {"tu": program_key(self.program), "quy": str(self.number)}
        )

    def place(self, code: str) -> str:
        """The page of a district."""
        return self._with(self._named("dashboard-place", code))

    def figure(self, code: str, part: FigurePart = WHOLE) -> str:
        """The records that a figure, or the part of it which a cell shows, counts."""
        return self._with(self._named("figure", code), part.query)

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
