"""The dashboard as one object, ready to be shown. Figures and ratios come from `progress`; nothing is counted here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coopunion.formatting import in_words
from coopunion.models import Place
from coopunion.periods import ROMAN
from programs.models import Program
from reports.charts import bullets
from reports.charts.bars import bar_of, shared_axis
from reports.dashboard.attention import Attention, attention
from reports.dashboard.districts import AreaTable, area_table
from reports.dashboard.period_lines import PeriodLine, period_lines, periods_of
from reports.dashboard.returns import latest_returns
from reports.dashboard.rows import DashboardRow, Estimate, TaskGroup
from reports.dashboard.verdict import Verdict, verdict
from reports.figures.addresses import DashboardQuery
from reports.figures.geography import Geography, read_geography
from reports.figures.progress import QuarterProgress
from reports.figures.year import ProgramYear
from reports.figures.year_days import YearDays
from reports.lifecycle.signed_drift import MovedReport, moved_of


@dataclass(frozen=True)
class SelectorChoice:
    """A page to go to; `active` is the one shown."""

    label: str
    url: str
    active: bool
    lies_ahead: bool = False


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    dashboard_query: DashboardQuery
    programs: Sequence[SelectorChoice]
    quarters: Sequence[SelectorChoice]
    progress: QuarterProgress
    verdict: Verdict
    axis: bullets.Axis
    groups: Sequence[TaskGroup]
    beyond: Sequence[DashboardRow]
    attention: Attention
    geography: Geography | None
    areas: AreaTable | None
    """None for a quarter that lies ahead, and where the office's province or its units are not known."""
    periods: Sequence[PeriodLine]
    trend_labels = bullets.trend_labels(ROMAN)

    @property
    def beyond_title(self) -> str:
        return f"Số toàn tỉnh, ngoài {in_words(len(self.groups))} nhiệm vụ" if self.groups else "Số toàn tỉnh"

    @property
    def rows(self) -> list[DashboardRow]:
        return [*(row for group in self.groups for row in group.rows), *self.beyond]

    @property
    def has_own_aims(self) -> bool:
        return any(row.bullet and row.bullet.own_aim_x for row in self.rows)

    @property
    def map_choices(self) -> list[SelectorChoice]:
        """The maps on which the table by place may be drawn."""
        if self.geography is None:
            return []
        return [
            SelectorChoice(
                choice.label,
                f"{replace(self.dashboard_query, map=choice.key).dashboard}#theo-dia-ban",
                active=choice == self.geography.choice,
            )
            for choice in self.geography.choices
        ]

    @property
    def estimates(self) -> list[Estimate]:
        return [row.estimate for row in self.rows if row.estimate]


def build(
    dashboard_query: DashboardQuery, *, today: date, programs: Sequence[Program], province: Place | None = None
) -> Dashboard:
    """A programme's quarter, as of the chosen day or today. `programs` are the ones to choose from.

    Ten queries, and one for each measure: those of `ProgramYear.read`, two of the map, two of what needs attention and
    one of what was signed (more once after a change: reports/lifecycle/signed_drift.py). A page as of a day says
    nothing of today, and so nothing of what differs from a signed report.
    """
    year = ProgramYear.read(dashboard_query.program, today=today, as_of=dashboard_query.day)
    quarters = year.quarters()
    chosen = quarters[dashboard_query.number]
    last_day = chosen.as_of or chosen.quarter.ends_on
    geography = usual = read_geography(province, last_day, year.place_ids, today)
    if dashboard_query.map and usual:
        geography = read_geography(province, last_day, year.place_ids, today, dashboard_query.map, usual.lineage)
    axis = shared_axis(chosen.indicators)
    moved = {} if dashboard_query.day else moved_of(dashboard_query.program, today)
    rows = _rows(year, quarters, dashboard_query, axis, usual, moved.get(dashboard_query.number))
    return Dashboard(
        dashboard_query=dashboard_query,
        programs=_program_choices(dashboard_query, programs),
        quarters=_quarter_choices(dashboard_query, year.days),
        progress=chosen,
        verdict=verdict(chosen),
        axis=axis,
        groups=[TaskGroup(task, [rows[own.indicator.pk] for own in task.indicators]) for task in chosen.tasks],
        beyond=[rows[own.indicator.pk] for own in chosen.beyond_tasks],
        attention=attention(
            year, chosen, dashboard_query, usual, judged_on(year, dashboard_query, today), list(moved.values())
        ),
        geography=geography,
        areas=area_table(year, dashboard_query, geography.areas) if geography and not chosen.lies_ahead else None,
        periods=period_lines(year, dashboard_query.day or today, today=today),
    )


def _program_choices(dashboard_query: DashboardQuery, programs: Sequence[Program]) -> list[SelectorChoice]:
    return [
        SelectorChoice(
            f"{program.name}, năm {program.year}",
            replace(dashboard_query, program=program, day=None).dashboard,
            active=program == dashboard_query.program,
        )
        for program in programs
    ]


def _quarter_choices(dashboard_query: DashboardQuery, days: YearDays) -> list[SelectorChoice]:
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


def _rows(
    year: ProgramYear,
    quarters: Mapping[int, QuarterProgress],
    dashboard_query: DashboardQuery,
    axis: bullets.Axis,
    usual: Geography | None,
    moved: MovedReport | None,
) -> dict[int, DashboardRow]:
    """The row of each indicator, by the indicator's pk."""
    number = dashboard_query.number
    through_year = zip(*(quarter.indicators for quarter in quarters.values()), strict=True)
    return {
        progress.indicator.pk: DashboardRow(
            progress=progress,
            dashboard_query=dashboard_query,
            quarters=own,
            bullet=bar_of(axis, progress) if progress.target else None,
            moved=moved.find(progress.indicator.code) if moved else None,
            moved_url=moved.url if moved else "",
            returns=latest_returns(year.of(progress.indicator), number, usual, progress.as_of),
        )
        for progress, own in zip(quarters[number].indicators, through_year, strict=True)
    }


def judged_on(year: ProgramYear, dashboard_query: DashboardQuery, today: date) -> date:
    """The day on which matters are judged: the chosen one; else the day the quarter's report was sent; else today.

    A quarter whose report was sent is over: what it needed is shown as of that day.
    """
    sent_on = periods_of(year)[dashboard_query.number - 1].sent_on
    return dashboard_query.day or min(sent_on or today, today)
