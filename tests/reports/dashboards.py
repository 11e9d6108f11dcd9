"""What the tests of the dashboard share: a programme's quarter, its only row, tasks with reported figures."""

from datetime import date

from reports.dashboard.board import Dashboard, build
from reports.figures.addresses import DashboardQuery
from reports.figures.progress import QuarterProgress
from reports.figures.year import ProgramYear
from tests import factories

YEAR_OVER = date(2021, 1, 15)
FOUNDED_BY_UNION = "cooperatives.founded_by_union"


def year_progress(program, **options) -> dict[int, QuarterProgress]:
    """The four quarters of the programme's year."""
    return ProgramYear.read(program, **options).quarters()


def dashboard_of(program, number=4, *, day=None, map="", today=YEAR_OVER, programs=(), province=None) -> Dashboard:
    return build(
        DashboardQuery(program, number, day, map), today=today, programs=programs or [program], province=province
    )


def make_task_figures(program, *figures):
    """A task with one indicator for each (code, target, figure of quarter I)."""
    task = factories.make_task(program, str(program.tasks.count() + 1))
    for code, target, value in figures:
        indicator = factories.make_indicator(program, code, task=task, target=target)
        if value is not None:
            factories.make_figure(indicator, value)
    return task


def row_of(program, number=4, **options):
    """The only row of a programme with one indicator."""
    (row,) = dashboard_of(program, number, **options).rows
    return row
