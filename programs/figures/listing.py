"""What an address asks of the reported figures: programme, quarter, indicator, place. Unknown values are ignored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict

from coopunion.models import Place
from coopunion.periods import ROMAN
from programs.models import Program, ReportedFigure

PROGRAM, YEAR, QUARTER, INDICATOR, PLACE = "chuong-trinh", "nam", "quy", "chi-tieu", "dia-ban"


@dataclass(frozen=True)
class FigureFilter:
    """A select box of the filter row, and what it is set to."""

    key: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class FigureListing:
    """The totals of one programme as an address asks for them."""

    program: Program
    programs: Sequence[Program]
    filters: Sequence[FigureFilter]
    rows: QuerySet[ReportedFigure]
    total: int
    query: str
    """The address's filters without the page."""

    @property
    def is_filtered(self) -> bool:
        return any(each.chosen for each in self.filters)


def read_figures(asked: QueryDict) -> FigureListing | None:
    """Of the programme asked for, else of the latest; None where there is no programme."""
    programs = list(Program.objects.latest_first())
    if not programs:
        return None
    wish = (asked.get(PROGRAM), asked.get(YEAR))
    program = next((each for each in programs if (each.code, str(each.year)) == wish), programs[0])
    rows = ReportedFigure.objects.filter(indicator__program=program)
    total = rows.count()
    filters = [
        _chosen(asked, QUARTER, "Quý", [(str(number), roman) for number, roman in enumerate(ROMAN, 1)]),
        _chosen(asked, INDICATOR, "Chỉ tiêu", [(each.code, str(each)) for each in program.indicators.all()]),
        _chosen(asked, PLACE, "Địa bàn", _places(rows)),
    ]
    for each, path in zip(filters, ("quarter", "indicator__code", "place__code"), strict=True):
        rows = rows.filter(**{path: each.chosen}) if each.chosen else rows
    query = QueryDict(mutable=True)
    query.update({PROGRAM: program.code, YEAR: str(program.year)})
    query.update({each.key: each.chosen for each in filters if each.chosen})
    rows = rows.select_related("indicator__program", "place__parent").order_by(
        "quarter", "indicator__position", "indicator__code", "place__code"
    )
    return FigureListing(program, programs, filters, rows, total, query.urlencode())


def _places(rows: QuerySet[ReportedFigure]) -> list[tuple[str, str]]:
    """Only places that have sent something."""
    sent = Place.objects.filter(pk__in=rows.values("place")).select_related("parent")
    return [(place.code, place.full_name) for place in sent]


def _chosen(asked: QueryDict, key: str, label: str, options: Sequence[tuple[str, str]]) -> FigureFilter:
    value = asked.get(key, "")
    return FigureFilter(key, label, options, value if value in dict(options) else "")
