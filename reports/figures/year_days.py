"""The days to which a programme's year is counted: quarter by quarter, this year and last, and month by month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from coopunion.periods import Quarter, months_after, same_day_last_year
from programs.models import Program, ReportingPeriod
from programs.models.period import cut_off


@dataclass(frozen=True)
class YearDays:
    """Each by the number of its quarter, 1 to 4."""

    as_of: Mapping[int, date | None]
    """The day the quarter is counted to: its cut-off day, today while it runs; None for one that lies ahead."""
    cut_offs: Mapping[int, date]
    last_cut_offs: Mapping[int, date]
    """Last year's, as far as this year's quarters are compared with them."""

    @classmethod
    def of(
        cls,
        program: Program,
        predecessor: Program | None,
        periods: Iterable[ReportingPeriod],
        *,
        today: date,
        as_of: date | None = None,
    ) -> YearDays:
        """`as_of` moves the day of the quarter it falls in, and later quarters lie ahead of it."""
        periods = list(periods)
        cut_offs = _cut_offs(program, program.year, periods)
        # A quarter cut off early this year is compared with last year's cut off as early, whatever its period says.
        last_cut_offs = {
            number: min(day, same_day_last_year(cut_offs[number]))
            for number, day in _cut_offs(predecessor, program.year - 1, periods).items()
        }
        # Looked back to from a later year, the year is whole: no day shows less than a day before it.
        chosen = min(as_of, program.quarters[-1].ends_on) if as_of else None
        until, days = as_of or today, dict[int, date | None]()
        for quarter in program.quarters:
            is_chosen = chosen is not None and quarter == Quarter.containing(chosen)
            last = chosen if is_chosen else min(cut_offs[quarter.number], until)
            days[quarter.number] = None if quarter.starts_on > until else last
        return cls(days, cut_offs, last_cut_offs)

    @property
    def last(self) -> date | None:
        """The latest day that is counted to."""
        return max(filter(None, self.as_of.values()), default=None)

    @property
    def compared(self) -> set[date]:
        """Every day that a figure is counted on: the quarters' own, the same a year before, and last year's end."""
        counted = {day for day in self.as_of.values() if day is not None}
        return counted | {same_day_last_year(day) for day in counted} | {self.last_cut_offs[4]} if counted else set()


def month_ends(year: int, day: date | None) -> tuple[date, ...]:
    """The last day of each month up to a day of that year, and that day for the month it lies in."""
    if day is None:
        return ()
    ends = (months_after(date(year, 1, 31), month) for month in range(12))
    return tuple(min(end, day) for end in ends if end.replace(day=1) <= day)


def _cut_offs(program: Program | None, year: int, periods: Iterable[ReportingPeriod]) -> dict[int, date]:
    own = {period.quarter: period for period in periods if period.program == program}
    return {quarter.number: cut_off(own, quarter) for quarter in Quarter.of_year(year)}
