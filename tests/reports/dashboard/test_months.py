"""Flows by calendar month: the months and what was reported add up to the cumulative figure."""

from datetime import date

import pytest

from reports.dashboard.months import month_table
from reports.figures.addresses import DashboardQuery, FigurePart
from reports.figures.year import ProgramYear
from reports.figures.year_days import month_ends
from tests import factories
from tests.reports.dashboards import FOUNDED_BY_UNION, YEAR_OVER

pytestmark = pytest.mark.django_db


def months_of(program, number=4, day=None):
    year = ProgramYear.read(program, today=YEAR_OVER, as_of=day, monthly=True)
    return month_table(year, DashboardQuery(program, number, day))


def values(row) -> list:
    return [cell.value for cell in row.cells]


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (None, ()),
        (date(2020, 1, 1), (date(2020, 1, 1),)),
        (date(2020, 2, 29), (date(2020, 1, 31), date(2020, 2, 29))),
        (date(2020, 3, 1), (date(2020, 1, 31), date(2020, 2, 29), date(2020, 3, 1))),
    ],
)
def test_months_end_with_the_day_counted_to(day, ends):
    assert month_ends(2020, day) == ends


def test_all_twelve_months_end_on_their_last_days():
    assert [end.day for end in month_ends(2021, date(2021, 12, 31))] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def test_events_stand_in_their_month_and_months_ahead_are_empty():
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    for day in (date(2019, 12, 31), date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 29), date(2020, 3, 11)):
        factories.make_cooperative(founded_on=day)

    (row,) = months_of(program, 1, date(2020, 3, 10)).rows

    assert values(row) == [1, 2, 0, *[None] * 9]
    assert [bar.kind for bar in row.chart] == ["other", "other", "now", *["missing"] * 9]


def test_months_and_reported_figures_add_up():
    program = factories.make_program()
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20))
    indicator = factories.make_indicator(program, measure="cooperatives.groups_founded")
    for month in range(1, 13):
        for day in (1, 20, 28):
            factories.make_group(notified_on=date(2020, month, day))
    factories.make_figure(indicator, 5, 2)

    (row,) = months_of(program).rows

    assert sum(values(row)) + row.progress.reported == row.progress.actual == 40
    assert values(row)[-1] == 2


def test_month_opens_its_records():
    program = factories.make_program()
    factories.make_indicator(program, "1a", measure=FOUNDED_BY_UNION)

    (row,) = months_of(program, 1).rows

    assert row.cells[1].url == DashboardQuery(program, 1).figure("1a", FigurePart(month=2))
    assert row.cells[3].url == ""


def test_stocks_are_named_and_left_out():
    program = factories.make_program()
    factories.make_indicator(program, "2", measure="cooperatives.operating")

    table = months_of(program)

    assert (table.rows, [each.indicator.code for each in table.stocks]) == ((), ["2"])


def test_figure_that_is_only_reported_has_no_months():
    program = factories.make_program()
    factories.make_figure(factories.make_indicator(program), 5, 1)

    (row,) = months_of(program).rows

    assert (values(row), row.progress.actual) == ([None] * 12, 5)
    assert [bar for *_, bar in row.months] == [None] * 12


def test_months_cost_no_query_more(django_assert_num_queries):
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED_BY_UNION)

    with django_assert_num_queries(6):
        months_of(program)


def test_reported_part_opens_the_reports(client, leadership):
    program = factories.make_program()
    factories.make_figure(factories.make_indicator(program, "T2"), 5, 1)
    client.force_login(leadership)

    page = client.get(DashboardQuery(program, 4).months).content.decode()

    assert f'<a href="{DashboardQuery(program, 4).figure("T2")}#bao-cao-dia-ban">5<' in page
