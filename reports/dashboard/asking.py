"""What an address asks of the dashboard's pages: programme, quarter, as-of day, map. Nothing else is read from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coopunion.formatting import day as day_text
from coopunion.periods import Quarter
from coopunion.workbooks import read_day
from programs.models import Program
from reports.dashboard.addresses import Standpoint


@dataclass(frozen=True)
class Asked:
    """`refusal` says, in Vietnamese, why a day that was asked for is not the one shown; else it is empty."""

    standpoint: Standpoint
    refusal: str = ""


def read_asked(asked: Mapping[str, str], programs: Sequence[Program], today: date) -> Asked:
    """The programme and quarter that are named; else the latest begun programme's current or last quarter.

    `programs` come latest first. A chosen day decides the quarter: the one it lies in, or the last one when the year
    was already over.
    """
    program, map_key = _program(asked, programs, today), asked.get("ban-do", "")
    try:
        day = chosen_day(asked.get("ngay", ""), program, today)
    except ValueError as error:
        return Asked(Standpoint(program, _quarter(asked, program, today), map=map_key), str(error))
    if day is None:
        return Asked(Standpoint(program, _quarter(asked, program, today), map=map_key))
    number = Quarter.containing(day).number if day.year == program.year else 4
    return Asked(Standpoint(program, number, day, map_key))


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


def _quarter(asked: Mapping[str, str], program: Program, today: date) -> int:
    wish = asked.get("quy", "")
    if wish in {"1", "2", "3", "4"}:
        return int(wish)
    return Quarter.containing(program.day_in_year(today)).number
