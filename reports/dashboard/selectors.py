"""Where one may go from the dashboard: another programme's year, another quarter, another day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from programs.models import Program
from reports.figures.addresses import Standpoint
from reports.figures.year import Year


@dataclass(frozen=True)
class Choice:
    """A programme's year, or a quarter to go to."""

    label: str
    url: str
    active: bool
    number: int = 0
    lies_ahead: bool = False


@dataclass(frozen=True)
class Selectors:
    standpoint: Standpoint
    programs: tuple[Choice, ...]
    quarters: tuple[Choice, ...]
    first_day: date
    """From which a day of the year may be chosen."""

    @property
    def year(self) -> str:
        return str(self.standpoint.program.year)

    @property
    def day(self) -> date | None:
        return self.standpoint.day

    @property
    def without_day(self) -> str:
        return self.standpoint.without_day().dashboard


def selectors(standpoint: Standpoint, programs: Sequence[Program], year: Year) -> Selectors:
    program = standpoint.program
    return Selectors(
        standpoint=standpoint,
        programs=tuple(
            Choice(
                f"{each.name}, năm {each.year}",
                Standpoint(each, standpoint.number, map=standpoint.map).dashboard,
                active=each == program,
            )
            for each in programs
        ),
        quarters=tuple(
            Choice(
                quarter.roman,
                standpoint.of_quarter(quarter.number).dashboard,
                active=quarter.number == standpoint.number,
                number=quarter.number,
                lies_ahead=year.days[quarter.number] is None,
            )
            for quarter in program.quarters
        ),
        first_day=date(program.year, 1, 1),
    )
