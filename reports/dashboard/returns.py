"""Which districts, or communes, have sent the totals that are expected of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from programs.models import Indicator
from reports.figures.geography import Area, Geography
from reports.figures.year import ProgramYear


@dataclass(frozen=True)
class Returns:
    """How many of the areas have sent an indicator's total for one quarter."""

    quarter: int
    sent: int
    expected: int
    unit: str
    """What the areas are called: "huyện"."""


def latest_returns(
    year: ProgramYear, indicator: Indicator, number: int, geography: Geography | None, day: date | None
) -> Returns | None:
    """Those of the latest quarter up to `number` that was cut off by the day; no query.

    None before the first cut-off, and where the areas owe nothing one by one.
    """
    closed = [quarter for quarter in range(1, number + 1) if day and year.days.cut_offs[quarter] <= day]
    if geography is None or day is None or not closed or not areas_report(year, indicator, geography.areas):
        return None
    quarter = closed[-1]
    if _senders(year, indicator, quarter, day) & _elsewhere(geography.areas):
        return None
    ours = [area for area in geography.areas if area.is_ours]
    sent = sum(has_sent(year, indicator, quarter, area, geography.areas, day) for area in ours)
    return Returns(quarter, sent, len(ours), geography.unit)


def areas_report(year: ProgramYear, indicator: Indicator, areas: Sequence[Area]) -> bool:
    """Whether any area reports the indicator by itself, this year or last: then all of them owe it."""
    own = year.of(indicator)
    return not {figure.place_id for figure in (*own.figures, *own.last_figures)} <= _elsewhere(areas)


def has_sent(
    year: ProgramYear, indicator: Indicator, quarter: int, area: Area, areas: Sequence[Area], on: date
) -> bool:
    """Whether the area's total, or one of the whole province, was there by the day."""
    return bool(_senders(year, indicator, quarter, on) & (area.places | _elsewhere(areas)))


def _senders(year: ProgramYear, indicator: Indicator, quarter: int, on: date) -> set[int | None]:
    figures = [figure for figure in year.of(indicator).figures if figure.quarter == quarter]
    return {figure.place_id for figure in figures if figure.arose_by(year.days.cut_offs[quarter]) <= on}


def _elsewhere(areas: Sequence[Area]) -> set[int | None]:
    """What lies on no unit of the map: the province as a whole."""
    return {place for area in areas if not area.unit for place in area.places}
