"""What may be chosen on the dashboard: another programme's year, another quarter, another map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from programs.models import Program
from reports.figures.addresses import DashboardQuery
from reports.figures.geography import Geography
from reports.figures.year_days import YearDays


@dataclass(frozen=True)
class SelectorChoice:
    """A page to go to; `active` is the one shown."""

    label: str
    url: str
    active: bool
    lies_ahead: bool = False


def program_choices(dashboard_query: DashboardQuery, programs: Sequence[Program]) -> list[SelectorChoice]:
    return [
        SelectorChoice(
            f"{program.name}, năm {program.year}",
            replace(dashboard_query, program=program, day=None).dashboard,
            active=program == dashboard_query.program,
        )
        for program in programs
    ]


def quarter_choices(dashboard_query: DashboardQuery, days: YearDays) -> list[SelectorChoice]:
    """Each as its own cut-off day or today shows it: the chosen day is a day of one quarter alone."""
    return [
        SelectorChoice(
            quarter.roman,
            replace(dashboard_query, number=quarter.number, day=None).dashboard,
            active=quarter.number == dashboard_query.number,
            lies_ahead=days.as_of[quarter.number] is None,
        )
        for quarter in dashboard_query.program.quarters
    ]


def map_choices(dashboard_query: DashboardQuery, geography: Geography) -> list[SelectorChoice]:
    """The maps on which the table by place may be drawn."""
    return [
        SelectorChoice(
            choice.label,
            f"{replace(dashboard_query, map=choice.key).dashboard}#theo-dia-ban",
            active=choice == geography.choice,
        )
        for choice in geography.choices
    ]
