"""The page of the records behind a figure: the figure by area, and every address that leads on from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coopunion.models import User
from reports.dashboard.districts import area_cells, has_places
from reports.dashboard.rows import FigureCell
from reports.figures.addresses import DashboardQuery, FigurePart, FigureSpan
from reports.figures.figure_records import FigureRecords, read_figure_records
from reports.figures.files import CONTENT_TYPES
from reports.figures.geography import Area, Geography
from reports.figures.indicator_year import IndicatorYear
from reports.figures.shares import owners_and_shares
from reports.lifecycle.signed_drift import MovedFigure, MovedReport


@dataclass(frozen=True)
class FigurePage:
    figure_records: FigureRecords
    dashboard_query: DashboardQuery
    by_area: Sequence[tuple[Area, FigureCell]]
    place_url: str
    """The page of the area; empty where it has none."""
    moved: MovedFigure | None = None
    """How the whole figure differs today from the quarter's signed report."""
    moved_url: str = ""
    shares: Sequence[str] = ()
    """Of the whole figure: the owners of its records, and how it splits by kind or donor."""

    @property
    def code(self) -> str:
        return self.figure_records.progress.indicator.code

    @property
    def whole_url(self) -> str:
        return self.dashboard_query.figure(self.code)

    @property
    def base_url(self) -> str:
        return self.dashboard_query.figure(self.code, FigurePart(span=FigureSpan.BASE))

    @property
    def chips(self) -> list[tuple[str, str]]:
        """What narrows the figure down, each with the address without it."""
        part, found = self.figure_records.part, []
        if part.place:
            found.append((self.figure_records.where, replace(part, place="")))
        if part.span or part.month:
            found.append((self.figure_records.when, replace(part, span=FigureSpan.YEAR, month=0)))
        return [(label, self.dashboard_query.figure(self.code, rest)) for label, rest in found]

    @property
    def query(self) -> str:
        return self.dashboard_query.query(self.figure_records.part)

    @property
    def files(self) -> dict[str, str]:
        """The address of the list as a file of each type."""
        part = self.figure_records.part
        return {kind: self.dashboard_query.figure_file(self.code, kind, part) for kind in CONTENT_TYPES}


def records_of_part(
    indicator_year: IndicatorYear, number: int, part: FigurePart, geography: Geography | None, *, user: User
) -> FigureRecords:
    """LookupError for a place there is not, ValueError for a part the figure cannot have; both in Vietnamese."""
    area = geography.find(part.place) if geography and part.place else None
    if part.place and area is None:
        raise LookupError("Không có địa bàn này.")
    return read_figure_records(indicator_year, number, part, area, user=user)


def figure_page(
    figure_records: FigureRecords,
    indicator_year: IndicatorYear,
    dashboard_query: DashboardQuery,
    geography: Geography | None,
    *,
    moved: MovedReport | None = None,
) -> FigurePage:
    areas, area = geography.areas if geography else (), figure_records.area
    is_whole, own = figure_records.is_whole, figure_records.progress
    spread = areas if is_whole and has_places(indicator_year.indicator) else ()
    cells = area_cells(indicator_year, dashboard_query, spread)
    return FigurePage(
        figure_records=figure_records,
        shares=owners_and_shares(own.measure, own.as_of, indicator_year.scope) if is_whole else (),
        dashboard_query=dashboard_query,
        by_area=[(area, cell) for area, cell in zip(spread, cells, strict=True) if area.unit or cell.value],
        moved=moved.find(indicator_year.indicator.code) if moved else None,
        moved_url=moved.url if moved else "",
        place_url=dashboard_query.place(area.key) if area and area.unit and area in areas else "",
    )
