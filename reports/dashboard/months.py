"""What each calendar month added to the year's flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coopunion.formatting import number
from reports.charts import bullets
from reports.figures.addresses import DashboardQuery
from reports.figures.indicator_year import IndicatorYear
from reports.figures.parts import FigurePart
from reports.figures.progress import Progress
from reports.figures.year import ProgramYear
from reports.figures.year_days import month_ends

MONTHS = range(1, 13)


@dataclass(frozen=True)
class MonthCell:
    """None: the month lies ahead. `url` opens the month's records; empty where there are none to open."""

    month: int
    value: Decimal | None
    url: str

    @property
    def text(self) -> str:
        return number(self.value)


@dataclass(frozen=True)
class MonthRow:
    """The cells and the reported figures, which have a quarter but no month, add up to the cumulative figure."""

    progress: Progress
    cells: tuple[MonthCell, ...]
    chart: tuple[bullets.TrendBar, ...]
    url: str

    @property
    def bars(self) -> tuple[tuple[MonthCell, bullets.TrendBar | None], ...]:
        """Each cell with its bar; none where the indicator has no records to count by month."""
        bars = self.chart if self.progress.measure else (None,) * len(self.cells)
        return tuple(zip(self.cells, bars, strict=True))


@dataclass(frozen=True)
class MonthTable:
    as_of: date | None
    rows: tuple[MonthRow, ...]
    stocks: tuple[Progress, ...]
    """Left out: a state on a day has no months to add up."""

    @property
    def months(self) -> tuple[int, ...]:
        return tuple(MONTHS)


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


def _row(year: IndicatorYear, dashboard_query: DashboardQuery, progress: Progress, ends: tuple[date, ...]) -> MonthRow:
    code = progress.indicator.code
    counted = [year.counted(end) for end in ends]
    values = [_added(counted, index) for index in range(len(ends))]
    padded = [*values, *[None] * (len(MONTHS) - len(values))]
    return MonthRow(
        progress=progress,
        cells=tuple(
            MonthCell(month, value, dashboard_query.figure(code, FigurePart(month=month)) if value is not None else "")
            for month, value in zip(MONTHS, padded, strict=True)
        ),
        chart=bullets.trend(padded, now=len(values) - 1),
        url="" if progress.actual is None else dashboard_query.figure(code),
    )


def _added(counted: Sequence[Decimal | None], index: int) -> Decimal | None:
    value, before = counted[index], counted[index - 1] if index else Decimal(0)
    return None if value is None or before is None else value - before
