"""Which districts, or communes, have sent the totals that are expected of them. No query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coopunion.formatting import number
from coopunion.periods import ROMAN
from reports.figures.geography import Area, Geography
from reports.figures.indicator_year import IndicatorYear


@dataclass(frozen=True)
class Returns:
    """How many of the areas have sent an indicator's total for one quarter."""

    quarter: int
    sent: int
    expected: int
    unit: str
    """What the areas are called: "huyện"."""

    def __str__(self) -> str:
        return f"quý {ROMAN[self.quarter - 1]}: {number(self.sent)}/{number(self.expected)} {self.unit}"


def latest_returns(own: IndicatorYear, up_to: int, geography: Geography | None, day: date | None) -> Returns | None:
    """Those of the latest quarter up to this one that was cut off by the day.

    None before the first cut-off, and where the areas owe nothing one by one.
    """
    if geography is None or day is None or not areas_report(own, geography):
        return None
    closed = closed_quarters(own, up_to, day)
    if not closed or _senders(own, closed[-1], day) & geography.elsewhere:
        return None
    ours = [area for area in geography.areas if area.is_ours]
    sent = sum(has_sent(own, closed[-1], area, geography, day) for area in ours)
    return Returns(closed[-1], sent, len(ours), geography.unit)


def closed_quarters(own: IndicatorYear, up_to: int, on: date) -> list[int]:
    return [quarter for quarter in range(1, up_to + 1) if own.days.cut_offs[quarter] <= on]


def areas_report(own: IndicatorYear, geography: Geography) -> bool:
    """Whether any area reports the indicator by itself, this year or last: then all of them owe it."""
    return not {figure.place_id for figure in (*own.figures, *own.last_figures)} <= geography.elsewhere


def has_sent(own: IndicatorYear, quarter: int, area: Area, geography: Geography, on: date) -> bool:
    """Whether the area's total, or one of the whole province, was there by the day."""
    return bool(_senders(own, quarter, on) & (area.places | geography.elsewhere))


def _senders(own: IndicatorYear, quarter: int, on: date) -> set[int | None]:
    figures = [figure for figure in own.figures if figure.quarter == quarter]
    return {figure.place_id for figure in figures if figure.arose_by(own.days.cut_offs[quarter]) <= on}
