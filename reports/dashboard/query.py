"""What an address asks of the dashboard's pages: programme, quarter, as-of day, map. Nothing else is read from it."""

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
    """`refusal` says, in Vietnamese, why a day that was asked for is not the one shown; else it is empty."""

    dashboard_query: DashboardQuery
    refusal: str = ""


def read_dashboard_request(asked: Mapping[str, str], programs: Sequence[Program], today: date) -> DashboardRequest:
    """The programme and quarter that are named; else the latest begun programme's current or last quarter.

    `programs` come latest first. A chosen day decides the quarter: the one it lies in, or the last one when the year
    was already over.
    """
    program, map_key = _program(asked, programs, today), asked.get("ban-do", "")
    try:
        day = chosen_day(asked.get("ngay", ""), program, today)
    except ValueError as error:
        return DashboardRequest(DashboardQuery(program, _quarter(asked, program, today), map=map_key), str(error))
    if day is None:
        return DashboardRequest(DashboardQuery(program, _quarter(asked, program, today), map=map_key))
    number = _quarter_of(day, program)
    return DashboardRequest(DashboardQuery(program, number, day, map_key))


@dataclass(frozen=True)
class ComparisonQuery:
    """What to compare, and from where one came to it: to where the page's other views lead back."""

    seen_from: DashboardQuery
    programs: Sequence[Program]

    @property
    def key(self) -> str:
        return program_key(self.seen_from.program)

    @property
    def day(self) -> SameDay | None:
        day = self.seen_from.day
        return SameDay(day, self.seen_from.program.year) if day else None


def read_comparison_query(asked: QueryDict, programs: Sequence[Program], today: date) -> ComparisonQuery:
    """The programmes named (`ct`); else the one looked at (`tu`) and the one before it; else the two latest begun.

    A chosen day holds for its own quarter alone. ValueError, in Vietnamese, for one that cannot be looked back to.
    """
    keys = {program_key(each): each for each in programs}
    named = [each for key, each in keys.items() if key in asked.getlist("ct")]
    looked_at = keys.get(asked.get("tu", ""))
    usual = [looked_at, *_before(looked_at, programs)] if looked_at else begun_first(programs, today)[:2]
    program = looked_at or (named or usual)[0]
    number = _quarter(asked, program, today)
    day = chosen_day(asked.get("ngay", ""), program, today)
    if day and number != _quarter_of(day, program):
        day = None
    return ComparisonQuery(DashboardQuery(program, number, day, asked.get("ban-do", "")), named or usual)


def _before(program: Program, programs: Sequence[Program]) -> list[Program]:
    """Last year's programme, else the latest of the years before."""
    last = programme_before(program, [each for each in programs if each.year == program.year - 1])
    return [last] if last else [each for each in programs if each.year < program.year][:1]


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


def _program(asked: Mapping[str, str], programs: Sequence[Program], today: date) -> Program:
    wish = (asked.get("chuong-trinh"), asked.get("nam"))
    named = (each for each in programs if (each.code, str(each.year)) == wish)
    return next(named, None) or begun_first(programs, today)[0]


def begun_first(programs: Sequence[Program], today: date) -> list[Program]:
    """From the latest programme that has begun back to the first; then those of years to come, the next one first.

    Next year's programme is opened in December, and has nothing to show until its year begins.
    """
    begun = [each for each in programs if each.year <= today.year]
    ahead = [each for each in programs if each.year > today.year]
    return begun + sorted(ahead, key=lambda each: each.year)


def _quarter_of(day: date, program: Program) -> int:
    return Quarter.containing(day).number if day.year == program.year else 4


def _quarter(asked: Mapping[str, str], program: Program, today: date) -> int:
    wish = asked.get("quy", "")
    if wish in {"1", "2", "3", "4"}:
        return int(wish)
    return Quarter.containing(program.day_in_year(today)).number
