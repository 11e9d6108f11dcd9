"""Figures by place: a row each district, a column each indicator, grouped under the programme's own task numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import groupby

from programs.models import Indicator, Task
from reports.dashboard.rows import FigureCell
from reports.figures.addresses import DashboardQuery, FigurePart
from reports.figures.geography import Area
from reports.figures.indicator_year import IndicatorYear
from reports.figures.year import ProgramYear

STEPS = 4


@dataclass(frozen=True)
class ColumnGroup:
    """The task over its columns; None over the figures outside of the tasks."""

    task: Task | None
    columns: Sequence[Indicator]


@dataclass(frozen=True)
class AreaRow:
    """`url` is the area's own page; empty where it has none."""

    area: Area
    url: str
    cells: Sequence[FigureCell]


@dataclass(frozen=True)
class AreaTable:
    """`total` is the figure of the province or district: the sum of its column."""

    columns: Sequence[Indicator]
    rows: Sequence[AreaRow]
    total: Sequence[FigureCell]

    @property
    def groups(self) -> list[ColumnGroup]:
        by_task = groupby(self.columns, key=lambda indicator: indicator.task)
        return [ColumnGroup(task, list(indicators)) for task, indicators in by_task]


def area_table(
    year: ProgramYear, dashboard_query: DashboardQuery, areas: Sequence[Area], inside: Area | None = None
) -> AreaTable:
    """The cumulative figures of the chosen quarter in each area; no query.

    The areas are the districts of the province, each with its own page, or the communes `inside` one of them.
    """
    indicators = sorted(filter(has_places, year.indicators), key=lambda indicator: _task_order(indicator.task))
    columns = [area_cells(year.of(indicator), dashboard_query, areas) for indicator in indicators]
    by_area = [(area, [cells[index] for cells in columns]) for index, area in enumerate(areas)]
    return AreaTable(
        columns=tuple(indicators),
        rows=[
            AreaRow(area, dashboard_query.place(area.key) if area.unit and not inside else "", cells)
            for area, cells in by_area
            if area.unit or any(cell.value for cell in cells)
        ],
        total=[_total(year.of(indicator), dashboard_query, inside) for indicator in indicators],
    )


def area_cells(own: IndicatorYear, dashboard_query: DashboardQuery, areas: Sequence[Area]) -> list[FigureCell]:
    """One indicator in each area."""
    values = [own.within(area.places).actual(dashboard_query.number) for area in areas]
    # What no district or commune holds is added up in its own row and compared with none.
    dark = shades([value if area.unit else None for area, value in zip(areas, values, strict=True)])
    return [
        FigureCell(value, dashboard_query.records(value, own.indicator.code, FigurePart(area.key)), shade)
        for area, value, shade in zip(areas, values, dark, strict=True)
    ]


def _total(own: IndicatorYear, dashboard_query: DashboardQuery, inside: Area | None) -> FigureCell:
    part = FigurePart(inside.key if inside else "")
    value = (own.within(inside.places) if inside else own).actual(dashboard_query.number)
    return FigureCell(value, dashboard_query.records(value, own.indicator.code, part))


def shades(values: Sequence[Decimal | None]) -> list[int]:
    """How dark each cell of a column is: 0 (none) to 4 (the column's fourth quarter up to its highest).

    Where the highest is below 4 a value is its own step, so that 1 of 1 does not look like 40 of 40.
    """
    highest = max((value for value in values if value is not None), default=Decimal(0))
    return [_step(value, highest) for value in values]


def _step(value: Decimal | None, highest: Decimal) -> int:
    if value is None or value <= 0:
        return 0
    share = value if highest < STEPS else value * STEPS / highest
    return int(share.to_integral_value(ROUND_CEILING))


def has_places(indicator: Indicator) -> bool:
    """Whether the indicator's records lie somewhere: the programme's own reports do not."""
    return indicator.counted_by is None or bool(indicator.counted_by.place_field)


def _task_order(task: Task | None) -> tuple[bool, int, str]:
    """Tasks in their order, figures of the province last."""
    return (False, task.position, task.number) if task else (True, 0, "")
