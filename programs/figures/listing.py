"""Reads the filters of the reported figures from an address: programme, quarter, indicator, place.

Unknown values are ignored.
"""

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
    """The totals of one programme, filtered by an address's query."""

    program: Program
    programs: Sequence[Program]
    filters: Sequence[FigureFilter]
    rows: QuerySet[ReportedFigure]
    total: int
    query: str
    """The address's filters without the page."""

    @property
    def is_filtered(self) -> bool:
        return any(figure_filter.chosen for figure_filter in self.filters)


def read_figures(query: QueryDict) -> FigureListing | None:
    """Of the programme the query names, else of the latest; None where there is no programme."""
    programs = list(Program.objects.latest_first())
    if not programs:
        return None
    wanted = (query.get(PROGRAM), query.get(YEAR))
    program = next((known for known in programs if (known.code, str(known.year)) == wanted), programs[0])
    rows = ReportedFigure.objects.filter(indicator__program=program)
    total = rows.count()
    filters = [
        _filter(query, QUARTER, "Quý", [(str(number), roman) for number, roman in enumerate(ROMAN, 1)]),
        _filter(query, INDICATOR, "Chỉ tiêu", [(row.code, str(row)) for row in program.indicators.all()]),
        _filter(query, PLACE, "Địa bàn", _places(rows)),
    ]
    chosen = [figure_filter.chosen for figure_filter in filters]
    for path, value in zip(("quarter", "indicator__code", "place__code"), chosen, strict=True):
        rows = rows.filter(**{path: value}) if value else rows
    kept = QueryDict(mutable=True)
    kept.update({PROGRAM: program.code, YEAR: str(program.year)})
    kept.update({figure_filter.key: figure_filter.chosen for figure_filter in filters if figure_filter.chosen})
    rows = rows.select_related("indicator__program", "place__parent").order_by(
        "quarter", "indicator__position", "indicator__code", "place__code"
    )
    return FigureListing(program, programs, filters, rows, total, kept.urlencode())


def _places(rows: QuerySet[ReportedFigure]) -> list[tuple[str, str]]:
    """Only places that have sent something."""
    sent = Place.objects.filter(pk__in=rows.values("place")).select_related("parent")
    return [(place.code, place.full_name) for place in sent]


def _filter(query: QueryDict, key: str, label: str, options: Sequence[tuple[str, str]]) -> FigureFilter:
    value = query.get(key, "")
    return FigureFilter(key, label, options, value if value in dict(options) else "")
