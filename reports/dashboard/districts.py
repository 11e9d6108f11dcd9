"""Figures by place: a row each district, a column each indicator, grouped under the programme's own task numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from coopunion.formatting import number
from programs.measures import MEASURES
from programs.models import Indicator, Task
from reports.dashboard.shading import shades
from reports.figures.addresses import Standpoint
from reports.figures.geography import Area
from reports.figures.parts import WHOLE, Part
from reports.figures.year import Year


@dataclass(frozen=True)
class Cell:
    """`url` opens the records the cell counts; empty where there is no figure. `shade` is 0–4."""

    value: Decimal | None
    url: str
    shade: int

    @property
    def text(self) -> str:
        return number(self.value)


@dataclass(frozen=True)
class Column:
    """An indicator under a name short enough for a narrow column."""

    indicator: Indicator
    short_name: str


@dataclass(frozen=True)
class ColumnGroup:
    """The task over its columns; None over the figures outside of the tasks."""

    task: Task | None
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class AreaRow:
    """`url` is the area's own page; empty where it has none."""

    area: Area
    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class AreaTable:
    """`total` is the figure of the province or district: the sum of its column."""

    groups: tuple[ColumnGroup, ...]
    rows: tuple[AreaRow, ...]
    total: tuple[Cell, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for group in self.groups for column in group.columns)


def area_table(year: Year, standpoint: Standpoint, areas: Sequence[Area], inside: Area | None = None) -> AreaTable:
    """The cumulative figures of the standpoint's quarter in each area; no query.

    The areas are the districts of the province, each with its own page, or the communes `inside` one of them.
    """
    indicators = sorted(filter(has_places, year.indicators), key=lambda each: _task_order(each.task))
    columns = [area_cells(year, standpoint, indicator, areas) for indicator in indicators]
    whole, added_up = (Part(inside.key), year.within(inside.places)) if inside else (WHOLE, year)
    return AreaTable(
        groups=tuple(
            ColumnGroup(task, tuple(Column(each, short_name(each)) for each in together))
            for task, together in groupby(indicators, key=lambda indicator: indicator.task)
        ),
        rows=tuple(
            AreaRow(
                area,
                standpoint.place(area.key) if area.unit and not inside else "",
                tuple(cells[row] for cells in columns),
            )
            for row, area in enumerate(areas)
            if area.unit or any(cells[row].value for cells in columns)
        ),
        total=tuple(_cell(added_up, standpoint, indicator, whole, 0) for indicator in indicators),
    )


def area_cells(year: Year, standpoint: Standpoint, indicator: Indicator, areas: Sequence[Area]) -> list[Cell]:
    """One indicator in each area."""
    parts = [(area, year.within(area.places)) for area in areas]
    # What no district or commune holds is added up in its own row and compared with none.
    dark = shades([seen.actual(indicator, standpoint.number) if area.unit else None for area, seen in parts])
    return [
        _cell(seen, standpoint, indicator, Part(area.key), shade)
        for (area, seen), shade in zip(parts, dark, strict=True)
    ]


def _cell(year: Year, standpoint: Standpoint, indicator: Indicator, part: Part, shade: int) -> Cell:
    value = year.actual(indicator, standpoint.number)
    return Cell(value, "" if value is None else standpoint.figure(indicator.code, part), shade)


def has_places(indicator: Indicator) -> bool:
    """Whether the indicator's records lie somewhere: the programme's own reports do not."""
    return not indicator.measure or bool(MEASURES[indicator.measure].place_field)


def short_name(indicator: Indicator) -> str:
    """Empty for an indicator that is only reported: its code names the column."""
    return MEASURES[indicator.measure].short if indicator.measure else ""


def _task_order(task: Task | None) -> tuple[bool, int, str]:
    """Tasks in their order, figures of the province last."""
    return (False, task.position, task.number) if task else (True, 0, "")
