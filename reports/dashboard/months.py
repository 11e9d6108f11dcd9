"""What each calendar month added to the year's flows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from reports.charts import bullets
from reports.dashboard.rows import FigureCell, LinkedProgress
from reports.figures.addresses import DashboardQuery, FigurePart
from reports.figures.indicator_year import IndicatorYear
from reports.figures.progress import Progress
from reports.figures.year import ProgramYear
from reports.figures.year_days import month_ends

MONTHS = range(1, 13)


@dataclass(frozen=True, kw_only=True)
class MonthRow(LinkedProgress):
    """The cells and the reported figures, which have a quarter but no month, add up to the cumulative figure.

    A cell has no value where the month lies ahead.
    """

    cells: Sequence[FigureCell]
    chart: Sequence[bullets.TrendBar]

    @property
    def months(self) -> Iterator[tuple[int, FigureCell, bullets.TrendBar | None]]:
        """Each month's cell with its bar; none where the indicator has no records to count by month."""
        bars = self.chart if self.progress.measure else [None] * len(MONTHS)
        return zip(MONTHS, self.cells, bars, strict=True)


@dataclass(frozen=True)
class MonthTable:
    as_of: date | None
    rows: Sequence[MonthRow]
    stocks: Sequence[Progress]
    """Left out: a state on a day has no months to add up."""
    months = MONTHS


def month_table(year: ProgramYear, dashboard_query: DashboardQuery) -> MonthTable:
    """The flows of the chosen quarter from January on; `year` was read `monthly`. No query."""
    progress = year.quarters()[dashboard_query.number]
    ends = month_ends(year.program.year, progress.as_of)
    flows = [flow for flow in progress.indicators if not flow.is_stock]
    return MonthTable(
        as_of=progress.as_of,
        rows=tuple(_row(year.of(flow.indicator), dashboard_query, flow, ends) for flow in flows),
        stocks=tuple(stock for stock in progress.indicators if stock.is_stock),
    )


def _row(year: IndicatorYear, dashboard_query: DashboardQuery, progress: Progress, ends: Sequence[date]) -> MonthRow:
    code = progress.indicator.code
    counted = [Decimal(0), *(year.counted(end) for end in ends)]
    values: list[Decimal | None] = [None] * len(MONTHS)
    for index, (before, value) in enumerate(pairwise(counted)):
        values[index] = None if value is None or before is None else value - before
    return MonthRow(
        progress=progress,
        dashboard_query=dashboard_query,
        cells=[
            FigureCell(value, dashboard_query.records(value, code, FigurePart(month=month)))
            for month, value in zip(MONTHS, values, strict=True)
        ],
        chart=bullets.trend(values, now=len(ends) - 1),
    )
