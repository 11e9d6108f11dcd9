"""Figures by place: a row each district, a column each indicator, grouped under the programme's own task numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from coopunion.formatting import number
from programs.models import Indicator, Task
from reports.dashboard.shading import shades
from reports.figures.addresses import DashboardQuery
from reports.figures.geography import Area
from reports.figures.indicator_year import IndicatorYear
from reports.figures.parts import WHOLE, FigurePart
from reports.figures.quarter_figure import AreaValues, area_values
from reports.figures.year import ProgramYear


@dataclass(frozen=True)
class AreaCell:
    """`url` opens the records the cell counts; empty where there is no figure. `shade` is 0–4."""

    value: Decimal | None
    url: str
    shade: int

    @property
    def text(self) -> str:
        return number(self.value)


@dataclass(frozen=True)
class AreaColumn:
    """An indicator under a name short enough for a narrow column."""

    indicator: Indicator
    short_name: str


@dataclass(frozen=True)
class ColumnGroup:
    """The task over its columns; None over the figures outside of the tasks."""

    task: Task | None
    columns: tuple[AreaColumn, ...]


@dataclass(frozen=True)
class AreaRow:
    """`url` is the area's own page; empty where it has none."""

    area: Area
    url: str
    cells: tuple[AreaCell, ...]


@dataclass(frozen=True)
class AreaTable:
    """`total` is the figure of the province or district: the sum of its column."""

    groups: tuple[ColumnGroup, ...]
    rows: tuple[AreaRow, ...]
    total: tuple[AreaCell, ...]

    @property
    def columns(self) -> tuple[AreaColumn, ...]:
        return tuple(column for group in self.groups for column in group.columns)


def area_table(
    year: ProgramYear, dashboard_query: DashboardQuery, areas: Sequence[Area], inside: Area | None = None
) -> AreaTable:
    """The cumulative figures of the chosen quarter in each area; no query.

    The areas are the districts of the province, each with its own page, or the communes `inside` one of them.
    """
    indicators = sorted(filter(has_places, year.indicators), key=lambda indicator: _task_order(indicator.task))
    number = dashboard_query.number
    columns = [
        area_cells(area_values(year.of(indicator), number, areas), dashboard_query, indicator.code)
        for indicator in indicators
    ]
    return AreaTable(
        groups=tuple(
            ColumnGroup(task, tuple(AreaColumn(indicator, short_name(indicator)) for indicator in together))
            for task, together in groupby(indicators, key=lambda indicator: indicator.task)
        ),
        rows=tuple(
            AreaRow(
                area,
                dashboard_query.place(area.key) if area.unit and not inside else "",
                tuple(cells[row] for cells in columns),
            )
            for row, area in enumerate(areas)
            if area.unit or any(cells[row].value for cells in columns)
        ),
        total=tuple(_total(year.of(indicator), dashboard_query, inside) for indicator in indicators),
    )


def area_cells(values: AreaValues, dashboard_query: DashboardQuery, code: str) -> list[AreaCell]:
    """One indicator, by its code, in each area."""
    # What no district or commune holds is added up in its own row and compared with none.
    dark = shades([value if area.unit else None for area, value in values])
    return [
        _cell(value, dashboard_query, code, FigurePart(area.key), shade)
        for (area, value), shade in zip(values, dark, strict=True)
    ]


def _total(indicator_year: IndicatorYear, dashboard_query: DashboardQuery, inside: Area | None) -> AreaCell:
    whole, added_up = WHOLE, indicator_year
    if inside:
        whole, added_up = FigurePart(inside.key), indicator_year.within(inside.places)
    return _cell(added_up.actual(dashboard_query.number), dashboard_query, indicator_year.indicator.code, whole, 0)


def _cell(value: Decimal | None, dashboard_query: DashboardQuery, code: str, part: FigurePart, shade: int) -> AreaCell:
    return AreaCell(value, "" if value is None else dashboard_query.figure(code, part), shade)


def has_places(indicator: Indicator) -> bool:
    """Whether the indicator's records lie somewhere: the programme's own reports do not."""
    return indicator.counted_by is None or bool(indicator.counted_by.place_field)


def short_name(indicator: Indicator) -> str:
    """Empty for an indicator that is only reported: its code names the column."""
    return indicator.counted_by.short if indicator.counted_by else ""


def _task_order(task: Task | None) -> tuple[bool, int, str]:
    """Tasks in their order, figures of the province last."""
    return (False, task.position, task.number) if task else (True, 0, "")
