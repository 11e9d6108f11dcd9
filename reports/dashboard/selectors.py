"""What may be chosen on the dashboard: another programme's year, another quarter, another day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from programs.models import Program
from reports.figures.addresses import DashboardQuery
from reports.figures.year import ProgramYear


@dataclass(frozen=True)
class SelectorChoice:
    """A programme's year, or a quarter to go to."""

    label: str
    url: str
    active: bool
    number: int = 0
    lies_ahead: bool = False


@dataclass(frozen=True)
class Selectors:
    dashboard_query: DashboardQuery
    programs: tuple[SelectorChoice, ...]
    quarters: tuple[SelectorChoice, ...]
    first_day: date
    """From which a day of the year may be chosen."""

    @property
    def year(self) -> str:
        return str(self.dashboard_query.program.year)

    @property
    def day(self) -> date | None:
        return self.dashboard_query.day

    @property
    def without_day(self) -> str:
        return self.dashboard_query.without_day().dashboard


def selectors(dashboard_query: DashboardQuery, programs: Sequence[Program], year: ProgramYear) -> Selectors:
    program = dashboard_query.program
    return Selectors(
        dashboard_query=dashboard_query,
        programs=tuple(
            SelectorChoice(
                f"{choice.name}, năm {choice.year}",
                DashboardQuery(choice, dashboard_query.number, map=dashboard_query.map).dashboard,
                active=choice == program,
            )
            for choice in programs
        ),
        quarters=tuple(
            SelectorChoice(
                quarter.roman,
                dashboard_query.of_quarter(quarter.number).dashboard,
                active=quarter.number == dashboard_query.number,
                number=quarter.number,
                lies_ahead=year.days.as_of[quarter.number] is None,
            )
            for quarter in program.quarters
        ),
        first_day=date(program.year, 1, 1),
    )
