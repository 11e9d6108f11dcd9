"""A district's own page: its part of every figure, by quarter and against last year, and its communes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coopunion import formatting
from reports.dashboard.districts import AreaTable, area_table, has_places
from reports.dashboard.rows import IndicatorRow
from reports.figures.addresses import DashboardQuery
from reports.figures.geography import Area, Geography
from reports.figures.progress import Progress, QuarterProgress, ratio
from reports.figures.year import ProgramYear


@dataclass(frozen=True, kw_only=True)
class DistrictRow(IndicatorRow):
    """The district's part of one indicator. `whole` is the province's figure."""

    whole: Progress

    @property
    def share_text(self) -> str:
        """Of the province's figure."""
        return formatting.percent(ratio(self.progress.actual, self.whole.actual))


@dataclass(frozen=True)
class District:
    area: Area
    progress: QuarterProgress
    rows: Sequence[DistrictRow]
    communes: AreaTable | None
    """None for a quarter that lies ahead."""


def district_page(year: ProgramYear, dashboard_query: DashboardQuery, geography: Geography, area: Area) -> District:
    """An area of the map, and the places it adds up. No query."""
    number = dashboard_query.number
    whole, parts = year.quarters()[number], year.quarters(area.places)
    through_year = zip(*(quarter.indicators for quarter in parts.values()), strict=True)
    rows = [
        DistrictRow(
            progress=quarters[number - 1],
            dashboard_query=dashboard_query,
            place=area.key,
            quarters=quarters,
            whole=all_places,
        )
        for quarters, all_places in zip(through_year, whole.indicators, strict=True)
        if has_places(all_places.indicator)
    ]
    # Communes that hold anything this year by the quarter shown; the others held something at another time.
    holding = [
        commune
        for commune in geography.inside(area)
        if any(year.of(indicator).within(commune.places).actual(number) for indicator in year.indicators)
    ]
    communes = None if whole.lies_ahead else area_table(year, dashboard_query, holding, area)
    return District(area, parts[number], rows, communes)
