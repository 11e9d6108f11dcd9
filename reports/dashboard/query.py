"""Reads the query of a dashboard page's address: programme, quarter, as-of day, map; nothing else of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from coopunion.formatting import day as day_text
from coopunion.parsing import read_day
from coopunion.periods import Quarter
from programs.models import Program
from reports.dashboard.comparison import SameDay
from reports.figures.addresses import DashboardQuery, program_key
from reports.figures.year import programme_before


@dataclass(frozen=True)
class DashboardRequest:
    """`refusal` says, in Vietnamese, why a day that was requested is not the one shown; else it is empty."""

    dashboard_query: DashboardQuery
    refusal: str = ""


def read_dashboard_request(parameters: Mapping[str, str], programs: Sequence[Program], today: date) -> DashboardRequest:
    """The programme and quarter that are named; else the latest begun programme's current or last quarter.

    `programs` come latest first. A chosen day decides the quarter: the one it lies in, or the last one when the year
    was already over.
    """
    program, map_key = _program(parameters, programs, today), parameters.get("ban-do", "")
    try:
        day = chosen_day(parameters.get("ngay", ""), program, today)
    except ValueError as error:
        return DashboardRequest(DashboardQuery(program, _quarter(parameters, program, today), map=map_key), str(error))
    if day is None:
        return DashboardRequest(DashboardQuery(program, _quarter(parameters, program, today), map=map_key))
    number = _quarter_of(day, program)
    return DashboardRequest(DashboardQuery(program, number, day, map_key))


@dataclass(frozen=True)
class ComparisonQuery:
    """What to compare, and the dashboard from which it was opened and to which it leads back."""

    seen_from: DashboardQuery
    programs: Sequence[Program]

    @property
    def key(self) -> str:
        return program_key(self.seen_from.program)

    @property
    def day(self) -> SameDay | None:
        day = self.seen_from.day
        return SameDay(day, self.seen_from.program.year) if day else None


def read_comparison_query(parameters: QueryDict, programs: Sequence[Program], today: date) -> ComparisonQuery:
    """The programmes named (`ct`); else the one looked at (`tu`) and the one before it; else the two latest begun.

    A chosen day holds for its own quarter alone. ValueError, in Vietnamese, for one that cannot be looked back to.
    """
    keys = {program_key(program): program for program in programs}
    chosen = parameters.getlist("ct")
    named = [program for key, program in keys.items() if key in chosen]
    looked_at = keys.get(parameters.get("tu", ""))
    usual = [looked_at, *_before(looked_at, programs)] if looked_at else begun_first(programs, today)[:2]
    program = looked_at or (named or usual)[0]
    number = _quarter(parameters, program, today)
    day = chosen_day(parameters.get("ngay", ""), program, today)
    if day and number != _quarter_of(day, program):
        day = None
    return ComparisonQuery(DashboardQuery(program, number, day, parameters.get("ban-do", "")), named or usual)


def _before(program: Program, programs: Sequence[Program]) -> list[Program]:
    """Last year's programme, else the latest of the years before."""
    last = programme_before(program, [earlier for earlier in programs if earlier.year == program.year - 1])
    return [last] if last else [earlier for earlier in programs if earlier.year < program.year][:1]


def chosen_day(text: str, program: Program, today: date) -> date | None:
    """The as-of day an address names; ValueError, in Vietnamese, for one that cannot be looked back to."""
    day = read_day(text)
    if day is None:
        return None
    if day > today:
        raise ValueError(f"Ngày {day_text(day)} chưa đến.")
    if day.year < program.year:
        raise ValueError(f"Ngày {day_text(day)} ở trước năm {program.year} của {program.name}: hãy chọn năm khác.")
    return day


def _program(parameters: Mapping[str, str], programs: Sequence[Program], today: date) -> Program:
    wanted = (parameters.get("chuong-trinh"), parameters.get("nam"))
    named = (program for program in programs if (program.code, str(program.year)) == wanted)
    return next(named, None) or begun_first(programs, today)[0]


def begun_first(programs: Sequence[Program], today: date) -> list[Program]:
    """From the latest programme that has begun back to the first; then those of years to come, the next one first.

    Next year's programme is opened in December, and has nothing to show until its year begins.
    """
    begun = [program for program in programs if program.year <= today.year]
    ahead = [program for program in programs if program.year > today.year]
    return begun + sorted(ahead, key=lambda program: program.year)


def _quarter_of(day: date, program: Program) -> int:
    return Quarter.containing(day).number if day.year == program.year else 4


def _quarter(parameters: Mapping[str, str], program: Program, today: date) -> int:
    number = parameters.get("quy", "")
    if number in {"1", "2", "3", "4"}:
        return int(number)
    return Quarter.containing(program.day_in_year(today)).number
