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
    """The programme and quarter that are named; else the latest programme's current or last quarter.

    A chosen day decides the quarter: the one it lies in, or the last one when the year was already over.
    """
    program, map_key = _program(asked, programs), asked.get("ban-do", "")
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


def _program(asked: Mapping[str, str], programs: Sequence[Program]) -> Program:
    wish = (asked.get("chuong-trinh"), asked.get("nam"))
    return next((each for each in programs if (each.code, str(each.year)) == wish), programs[0])


def _quarter(asked: Mapping[str, str], program: Program, today: date) -> int:
    wish = asked.get("quy", "")
    if wish in {"1", "2", "3", "4"}:
        return int(wish)
    current = Quarter.containing(today)
    return current.number if program.year == current.year else 4
