"""Several programmes and years side by side; their indicators are matched by code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coopunion.periods import Quarter, months_after
from programs.models import Program, ReportingPeriod
from programs.models.period import cut_off
from reports.charts import bullets
from reports.figures.addresses import DashboardQuery
from reports.figures.progress import Progress, QuarterProgress, Status
from reports.figures.year import ProgramYear

AT_MOST = 4  # more columns than a screen and a sheet hold


@dataclass(frozen=True)
class Side:
    """One programme's column, with its figures as of a day."""

    dashboard_query: DashboardQuery
    progress: QuarterProgress

    @property
    def program(self) -> Program:
        return self.dashboard_query.program

    @property
    def year(self) -> str:
        return str(self.program.year)

    @property
    def title(self) -> str:
        return f"{self.program.name}, {self.progress.quarter}"


@dataclass(frozen=True)
class ComparedCell:
    """An indicator in one programme. `name` is given where it differs from the row's."""

    side: Side
    progress: Progress
    url: str
    bullet: bullets.Bullet | None
    name: str


@dataclass(frozen=True)
class ComparedRow:
    code: str
    name: str
    unit: str
    cells: tuple[ComparedCell | None, ...]
    """None where a programme has no indicator of this code."""


@dataclass(frozen=True)
class Comparison:
    sides: tuple[Side, ...]
    rows: tuple[ComparedRow, ...]
    axis: bullets.Axis


@dataclass(frozen=True)
class SameDay:
    """A day in or after the year of one programme, which the others have in their own years."""

    day: date
    year: int

    def of(self, program: Program, today: date) -> date | None:
        """None for a day that lies ahead."""
        own = months_after(self.day, 12 * (program.year - self.year))
        return own if own <= today else None


def compare(programs: Sequence[Program], number: int, today: date, day: SameDay | None = None) -> Comparison:
    """The same quarter of each programme to the same day, in the order given; `ProgramYear.read` for each.

    Without a day: a quarter that still runs in one of the years is compared as far as it has come, others whole.
    """
    chosen = programs[:AT_MOST]
    day = day or _running_day(chosen, number, today)
    queries = [DashboardQuery(program, number, day.of(program, today) if day else None) for program in chosen]
    sides = tuple(_side(query, today) for query in queries)
    axis = bullets.Axis.reaching(progress.ratio for side in sides for progress in side.progress.indicators)
    return Comparison(sides, tuple(_row(code, sides, axis) for code in _codes(sides)), axis)


def _running_day(programs: Sequence[Program], number: int, today: date) -> SameDay | None:
    """Today, while the quarter runs for one of the programmes and is not cut off. One query."""
    quarter = Quarter.containing(today)
    running = next((program for program in programs if program.year == today.year), None)
    if running is None or quarter.number != number:
        return None
    periods = {period.quarter: period for period in ReportingPeriod.objects.filter(program=running)}
    return SameDay(today, today.year) if today < cut_off(periods, quarter) else None


def _side(dashboard_query: DashboardQuery, today: date) -> Side:
    year = ProgramYear.read(dashboard_query.program, today=today, as_of=dashboard_query.day)
    return Side(dashboard_query, year.quarters()[dashboard_query.number])


def _codes(sides: Sequence[Side]) -> list[str]:
    """Every code once, in the order of the first programme that has it."""
    return list(dict.fromkeys(progress.indicator.code for side in sides for progress in side.progress.indicators))


def _row(code: str, sides: Sequence[Side], axis: bullets.Axis) -> ComparedRow:
    found = [side.progress.find(code) for side in sides]
    first = next(progress.indicator for progress in found if progress)
    return ComparedRow(
        code=code,
        name=first.name,
        unit=first.unit,
        cells=tuple(
            _cell(side, progress, axis, first.name) if progress else None
            for side, progress in zip(sides, found, strict=True)
        ),
    )


def _cell(side: Side, progress: Progress, axis: bullets.Axis, name: str) -> ComparedCell:
    return ComparedCell(
        side=side,
        progress=progress,
        url="" if progress.actual is None else side.dashboard_query.figure(progress.indicator.code),
        bullet=bullets.bullet(
            axis,
            progress.ratio,
            due=bullets.HUNDRED if progress.at_most else progress.share,
            late=progress.status is Status.BEHIND,
        )
        if progress.target
        else None,
        name="" if progress.indicator.name == name else progress.indicator.name,
    )
