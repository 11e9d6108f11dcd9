"""The dashboard as one object, ready to be shown. Figures and ratios come from `progress`; nothing is counted here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coopunion.formatting import in_words
from coopunion.models import Place
from coopunion.periods import ROMAN, Quarter
from programs.models import Program
from reports.charts import bullets
from reports.charts.bars import shared_axis
from reports.dashboard.attention import Attention, attention
from reports.dashboard.districts import AreaTable, area_table
from reports.dashboard.forecast import Estimate
from reports.dashboard.period_lines import PeriodLine, period_lines
from reports.dashboard.returns import latest_returns
from reports.dashboard.rows import DashboardRow, TaskGroup, indicator_row
from reports.dashboard.selectors import SelectorChoice, Selectors, selectors
from reports.dashboard.verdict import Verdict, verdict
from reports.figures.addresses import DashboardQuery
from reports.figures.geography import Geography, read_geography
from reports.figures.progress import Progress, QuarterProgress
from reports.figures.year import ProgramYear


@dataclass(frozen=True)
class Dashboard:
    program: Program
    quarter: Quarter
    progress: QuarterProgress
    verdict: Verdict
    selectors: Selectors
    axis: bullets.Axis
    trend_labels: tuple[bullets.TrendLabel, ...]
    groups: tuple[TaskGroup, ...]
    beyond_title: str
    beyond: tuple[DashboardRow, ...]
    attention: Attention
    geography: Geography | None
    areas: AreaTable | None
    """None for a quarter that lies ahead, and where the office's province or its units are not known."""
    periods: tuple[PeriodLine, ...]

    @property
    def last_year(self) -> str:
        """Text, since a template would write a number as 2.019."""
        return str(self.quarter.year - 1)

    @property
    def year(self) -> str:
        return str(self.quarter.year)

    @property
    def rows(self) -> tuple[DashboardRow, ...]:
        return (*(row for group in self.groups for row in group.rows), *self.beyond)

    @property
    def has_own_aims(self) -> bool:
        return any(row.bullet and row.bullet.own_aim_x for row in self.rows)

    @property
    def map_choices(self) -> tuple[SelectorChoice, ...]:
        """The maps on which the table by place may be drawn."""
        if self.geography is None:
            return ()
        return tuple(
            SelectorChoice(
                choice.label,
                f"{self.selectors.dashboard_query.on_map(choice.key).dashboard}#theo-dia-ban",
                active=choice == self.geography.choice,
            )
            for choice in self.geography.choices
        )

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        return tuple(row.estimate for row in self.rows if row.estimate)


def build(
    dashboard_query: DashboardQuery, *, today: date, programs: Sequence[Program], province: Place | None = None
) -> Dashboard:
    """A programme's quarter, as of the chosen day or today. `programs` are the ones to choose from.

    Nine queries, and one for each measure: those of `ProgramYear.read`, two of the map and two of what needs attention.
    """
    program, number = dashboard_query.program, dashboard_query.number
    year = ProgramYear.read(program, today=today, as_of=dashboard_query.day)
    quarters = year.quarters()
    chosen = quarters[number]
    axis = shared_axis(chosen.indicators)
    usual = read_geography(province, chosen.as_of or chosen.quarter.ends_on, year.place_ids, today)
    rows = _rows(year, quarters, dashboard_query, axis, usual)
    geography = usual
    if dashboard_query.map and usual:
        geography = usual.redrawn(province, year.place_ids, dashboard_query.map)
    return Dashboard(
        program=program,
        quarter=chosen.quarter,
        progress=chosen,
        verdict=verdict(chosen),
        selectors=selectors(dashboard_query, programs, year),
        axis=axis,
        trend_labels=bullets.trend_labels(ROMAN),
        groups=tuple(TaskGroup(task, _of(rows, task.indicators)) for task in chosen.tasks),
        beyond_title=_beyond_title(len(chosen.tasks)),
        beyond=_of(rows, chosen.beyond_tasks),
        attention=attention(year, chosen, dashboard_query, usual, judged_on(year, dashboard_query, today)),
        geography=geography,
        areas=area_table(year, dashboard_query, geography.areas) if geography and not chosen.lies_ahead else None,
        periods=period_lines(year, number, dashboard_query.day or today, today=today),
    )


def _rows(
    year: ProgramYear,
    quarters: Mapping[int, QuarterProgress],
    dashboard_query: DashboardQuery,
    axis: bullets.Axis,
    usual: Geography | None,
) -> dict[int, DashboardRow]:
    """The row of each indicator, by the indicator's pk."""
    number = dashboard_query.number
    chosen = quarters[number]
    four = zip(*(quarter.indicators for quarter in quarters.values()), strict=True)
    return {
        progress.indicator.pk: indicator_row(
            dashboard_query,
            axis,
            through_year,
            progress,
            latest_returns(year, progress.indicator, number, usual, chosen.as_of),
        )
        for progress, through_year in zip(chosen.indicators, four, strict=True)
    }


def _of(rows: Mapping[int, DashboardRow], indicators: Sequence[Progress]) -> tuple[DashboardRow, ...]:
    return tuple(rows[progress.indicator.pk] for progress in indicators)


def judged_on(year: ProgramYear, dashboard_query: DashboardQuery, today: date) -> date:
    """The day on which matters are judged: the chosen one; else the day the quarter's report was sent; else today.

    A quarter whose report was sent is over: what it needed is shown as of that day.
    """
    if dashboard_query.day:
        return dashboard_query.day
    sent = [
        period.sent_on
        for period in year.periods
        if period.program == year.program and period.quarter == dashboard_query.number and period.sent_on
    ]
    return min([*sent, today])


def _beyond_title(tasks: int) -> str:
    return f"Số toàn tỉnh, ngoài {in_words(tasks)} nhiệm vụ" if tasks else "Số toàn tỉnh"
