"""Several programmes and years side by side; their indicators are matched by code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coopunion.periods import Quarter, months_after
from programs.models import Indicator, Program, ReportingPeriod
from programs.models.period import cut_off
from reports.charts import bullets
from reports.dashboard.rows import LinkedProgress
from reports.figures.addresses import DashboardQuery
from reports.figures.progress import Progress, QuarterProgress, Status
from reports.figures.year import ProgramYear

AT_MOST = 4  # more columns than a screen and a sheet hold


@dataclass(frozen=True)
class Side:
    """One programme's column, with its figures as of a day."""

    dashboard_query: DashboardQuery
    progress: QuarterProgress


@dataclass(frozen=True, kw_only=True)
class ComparedCell(LinkedProgress):
    """An indicator in one programme. `name` is given where it differs from the row's."""

    bullet: bullets.Bullet | None
    name: str


@dataclass(frozen=True)
class ComparedRow:
    """`first` is the indicator in the first programme that has it."""

    first: Indicator
    cells: Sequence[ComparedCell | None]
    """None where a programme has no indicator of this code."""


@dataclass(frozen=True)
class Comparison:
    sides: Sequence[Side]
    rows: Sequence[ComparedRow]
    axis: bullets.Axis


def compare(seen_from: DashboardQuery, programs: Sequence[Program], today: date) -> Comparison:
    """The chosen quarter of each programme to the same day, in the order given; `ProgramYear.read` for each.

    Without a chosen day: a quarter that still runs in one of the years is compared as far as it has come, others whole.
    """
    chosen = programs[:AT_MOST]
    shown = seen_from if seen_from.day else _running(chosen, seen_from.number, today)
    queries = [DashboardQuery(program, seen_from.number, _same_day(shown, program, today)) for program in chosen]
    sides = [_side(query, today) for query in queries]
    axis = bullets.Axis.reaching(progress.ratio for side in sides for progress in side.progress.indicators)
    # Every code once, in the order of the first programme that has it.
    codes = dict.fromkeys(progress.indicator.code for side in sides for progress in side.progress.indicators)
    return Comparison(sides, [_row(code, sides, axis) for code in codes], axis)


def _running(programs: Sequence[Program], number: int, today: date) -> DashboardQuery | None:
    """The programme whose quarter runs today and is not cut off. One query."""
    quarter = Quarter.containing(today)
    running = next((program for program in programs if program.year == today.year), None)
    if running is None or quarter.number != number:
        return None
    periods = {period.quarter: period for period in ReportingPeriod.objects.filter(program=running)}
    return DashboardQuery(running, number, today) if today < cut_off(periods, quarter) else None


def _same_day(shown: DashboardQuery | None, program: Program, today: date) -> date | None:
    """The day shown of one programme's year, as another has it in its own; None where it lies ahead."""
    if shown is None or shown.day is None:
        return None
    own = months_after(shown.day, 12 * (program.year - shown.program.year))
    return own if own <= today else None


def _side(dashboard_query: DashboardQuery, today: date) -> Side:
    year = ProgramYear.read(dashboard_query.program, today=today, as_of=dashboard_query.day)
    return Side(dashboard_query, year.quarters()[dashboard_query.number])


def _row(code: str, sides: Sequence[Side], axis: bullets.Axis) -> ComparedRow:
    found = [side.progress.find(code) for side in sides]
    first = next(progress.indicator for progress in found if progress)
    return ComparedRow(
        first,
        [
            _cell(side, progress, axis, first.name) if progress else None
            for side, progress in zip(sides, found, strict=True)
        ],
    )


def _cell(side: Side, progress: Progress, axis: bullets.Axis, name: str) -> ComparedCell:
    bullet = bullets.bullet(
        axis,
        progress.ratio,
        due=bullets.HUNDRED if progress.at_most else progress.share,
        late=progress.status is Status.BEHIND,
    )
    return ComparedCell(
        progress=progress,
        dashboard_query=side.dashboard_query,
        bullet=bullet if progress.target else None,
        name="" if progress.indicator.name == name else progress.indicator.name,
    )
