"""Reads the query of a dashboard page's address: programme, quarter, as-of day, map; nothing else of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.http import QueryDict

from coopunion.formatting import day as day_text
from coopunion.parsing import read_day
from coopunion.periods import Quarter
from programs.models import Program
from reports.figures.addresses import DashboardQuery, program_key
from reports.figures.year import programme_before


def read_dashboard_query(
    parameters: Mapping[str, str], programs: Sequence[Program], today: date
) -> tuple[DashboardQuery, str]:
    """The programme and quarter that are named; else the latest begun programme's current or last quarter.

    `programs` come latest first. A chosen day decides the quarter: the one it lies in, or the last one when the year
    was already over. The second answer, in Vietnamese, is why a day that was requested is not shown; else it is empty.
    """
    program = _program(parameters, programs, today)
    query = DashboardQuery(program, _quarter(parameters, program, today), map=parameters.get("ban-do", ""))
    try:
        day = chosen_day(parameters.get("ngay", ""), program, today)
    except ValueError as error:
        return query, str(error)
    return (replace(query, number=_quarter_of(day, program), day=day) if day else query), ""


def read_comparison_query(
    parameters: QueryDict, programs: Sequence[Program], today: date
) -> tuple[DashboardQuery, Sequence[Program]]:
    """The dashboard from which the comparison was opened and to which it leads back, and what to compare.

    Compared are the programmes named (`ct`); else the one looked at (`tu`) and the one before it; else the two latest
    begun. A chosen day holds for its own quarter alone. ValueError, in Vietnamese, for one that cannot be looked back
    to.
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
    return DashboardQuery(program, number, day, parameters.get("ban-do", "")), named or usual


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
    return int(number) if number in {"1", "2", "3", "4"} else Quarter.containing(program.day_in_year(today)).number
