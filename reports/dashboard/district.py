"""A district's own page: its part of every figure, by quarter and against last year, and its communes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coopunion import formatting
from coopunion.formatting import number
from reports.charts import bullets
from reports.dashboard.districts import AreaTable, area_table, has_places
from reports.dashboard.rows import trend_of
from reports.figures.addresses import DashboardQuery
from reports.figures.geography import Area, Geography
from reports.figures.parts import FigurePart, FigureSpan
from reports.figures.progress import Progress, QuarterProgress, ratio
from reports.figures.year import ProgramYear


@dataclass(frozen=True)
class DistrictRow:
    """The district's part of one indicator. `whole` is the province's figure."""

    progress: Progress
    whole: Progress
    url: str
    quarter_url: str
    last_year_url: str
    trend: tuple[bullets.TrendBar, ...]
    trend_text: str

    @property
    def quarter_text(self) -> str:
        value = self.progress.quarter_actual
        return formatting.signed(value) if self.progress.is_stock else number(value)

    @property
    def share_text(self) -> str:
        """Of the province's figure."""
        return formatting.percent(ratio(self.progress.actual, self.whole.actual))


@dataclass(frozen=True)
class District:
    dashboard_query: DashboardQuery
    area: Area
    progress: QuarterProgress
    rows: tuple[DistrictRow, ...]
    communes: AreaTable | None
    """None for a quarter that lies ahead."""

    @property
    def last_year(self) -> str:
        return str(self.progress.quarter.year - 1)


def district_page(year: ProgramYear, dashboard_query: DashboardQuery, geography: Geography, area: Area) -> District:
    """An area of the map, and the places it adds up. No query."""
    whole = year.quarters()[dashboard_query.number]
    quarters = year.quarters(area.places)
    progress = quarters[dashboard_query.number]
    four = zip(*(quarter.indicators for quarter in quarters.values()), strict=True)
    rows = tuple(
        _row(dashboard_query, area, through_year, own, all_places)
        for through_year, own, all_places in zip(four, progress.indicators, whole.indicators, strict=True)
        if has_places(own.indicator)
    )
    communes = None
    if whole.as_of:
        inside = _holding(year, dashboard_query, geography.inside(area))
        communes = area_table(year, dashboard_query, inside, area)
    return District(dashboard_query, area, progress, rows, communes)


def _holding(year: ProgramYear, dashboard_query: DashboardQuery, areas: Sequence[Area]) -> list[Area]:
    """Communes that hold anything this year by the quarter shown; the others held something at another time."""
    return [
        area
        for area in areas
        if any(year.of(indicator).within(area.places).actual(dashboard_query.number) for indicator in year.indicators)
    ]


def _row(
    dashboard_query: DashboardQuery, area: Area, year: Sequence[Progress], progress: Progress, whole: Progress
) -> DistrictRow:
    code, part = progress.indicator.code, FigurePart(area.key)
    trend, text = trend_of(year, progress)
    return DistrictRow(
        progress=progress,
        whole=whole,
        url="" if progress.actual is None else dashboard_query.figure(code, part),
        quarter_url=""
        if progress.quarter_actual is None
        else dashboard_query.figure(code, replace(part, span=FigureSpan.QUARTER)),
        last_year_url=""
        if progress.previous_year is None
        else dashboard_query.figure(code, replace(part, span=FigureSpan.LAST_YEAR)),
        trend=trend,
        trend_text=text,
    )
