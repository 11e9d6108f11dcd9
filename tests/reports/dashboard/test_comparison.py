"""Programmes and years side by side, matched by code."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.dashboard.comparison import compare
from reports.figures.addresses import DashboardQuery
from tests import factories
from tests.reports.dashboards import FOUNDED_BY_UNION, YEAR_OVER

pytestmark = pytest.mark.django_db


def make_year(year, *figures, code="190"):
    program = factories.make_program(code, year)
    for name, target, value in figures:
        factories.make_figure(factories.make_indicator(program, name, target=target), value)
    return program


def compared(programs, number, today):
    return compare(DashboardQuery(programs[0], number), programs, today)


def shown(comparison) -> dict:
    return {row.first.code: [cell and cell.progress.percent_text for cell in row.cells] for row in comparison.rows}


def test_indicators_are_matched_by_code_and_gaps_are_seen():
    this = make_year(2020, ("1a", 30, 65), ("1b", 10, 16))
    last = make_year(2019, ("1a", 40, 58), ("7", 5, 5), code="144")

    assert shown(compared([this, last], 4, YEAR_OVER)) == {
        "1a": ["216,7%", "145%"],
        "1b": ["160%", None],
        "7": [None, "100%"],
    }


def test_another_name_under_the_same_code_is_told():
    this, last = make_year(2020, ("1a", 30, 65)), make_year(2019, ("1a", 40, 58), code="144")
    last.indicators.update(name="HTX thành lập")

    (row,) = compared([this, last], 4, YEAR_OVER).rows

    assert [cell.name for cell in row.cells] == ["", "HTX thành lập"]


def test_each_year_is_counted_to_its_own_cut_off():
    this, last = make_year(2020), make_year(2019, code="144")
    factories.make_period(this, 4, cut_off_on=date(2020, 12, 20))

    assert [side.progress.as_of for side in compared([this, last], 4, YEAR_OVER).sides] == [
        date(2020, 12, 20),
        date(2019, 12, 31),
    ]


def test_all_bars_share_one_axis():
    this, last = make_year(2020, ("1a", 30, 65)), make_year(2019, ("1a", 40, 20), code="144")

    (row,) = compared([this, last], 4, YEAR_OVER).rows

    assert [(cell.bullet.target_x, cell.bullet.late) for cell in row.cells] == [("40%", False), ("40%", True)]


def test_page_compares_the_two_latest_unless_asked(client, leadership):
    for year in (2018, 2019, 2020):
        make_year(year)
    client.force_login(leadership)
    address = reverse("reports:dashboard-comparison")

    usual, asked = client.get(address), client.get(address, {"ct": ["190/2018", "190/2020"], "quy": "2"})

    assert [side.dashboard_query.year for side in usual.context["comparison"].sides] == ["2020", "2019"]
    assert [side.dashboard_query.year for side in asked.context["comparison"].sides] == ["2020", "2018"]
    assert asked.context["comparison"].sides[0].progress.quarter.number == 2


def test_programme_of_a_year_ahead_is_not_compared_unasked(client, leadership):
    this_year = timezone.localdate().year
    for year in (this_year - 1, this_year, this_year + 1):
        make_year(year)
    client.force_login(leadership)

    sides = client.get(reverse("reports:dashboard-comparison")).context["comparison"].sides

    assert [side.dashboard_query.year for side in sides] == [str(this_year), str(this_year - 1)]


def test_page_keeps_the_programme_the_day_and_the_way_back(client, leadership):
    programs = [
        make_year(year, code=code) for year, code in ((2018, "144"), (2019, "144"), (2020, "190"), (2021, "190"))
    ]
    dashboard_query = DashboardQuery(programs[1], 3, date(2019, 8, 15), "xa-nay")
    client.force_login(leadership)

    page = client.get(dashboard_query.comparison).context

    assert page["dashboard_query"] == dashboard_query
    assert [side.progress.as_of for side in page["comparison"].sides] == [date(2019, 8, 15), date(2018, 8, 15)]
    assert [side.dashboard_query.day for side in page["comparison"].sides] == [date(2019, 8, 15), date(2018, 8, 15)]


def test_chosen_day_holds_for_its_own_quarter_alone(client, leadership):
    program = make_year(2019)
    client.force_login(leadership)
    address = DashboardQuery(program, 3, date(2019, 8, 15)).comparison

    (side,) = client.get(address.replace("quy=3", "quy=2")).context["comparison"].sides

    assert side.progress.as_of == date(2019, 6, 30)


def test_day_that_cannot_be_chosen_is_not_compared(client, leadership):
    make_year(2019)
    client.force_login(leadership)

    assert client.get(reverse("reports:dashboard-comparison"), {"ngay": "31/02/2019"}).status_code == 404


@pytest.mark.parametrize(
    ("today", "ends"),
    [
        (date(2020, 8, 15), [date(2020, 8, 15), date(2019, 8, 15)]),
        (date(2020, 9, 25), [date(2020, 9, 20), date(2019, 9, 30)]),
    ],
)
def test_running_quarter_is_compared_with_the_same_day(today, ends):
    this, last = make_year(2020), make_year(2019, code="144")
    factories.make_period(this, 3, cut_off_on=date(2020, 9, 20))

    assert [side.progress.as_of for side in compared([this, last], 3, today).sides] == ends


def test_page_compares_four_at_most_and_says_what_it_left_out(client, leadership):
    asked = [f"190/{make_year(year).year}" for year in range(2014, 2020)]
    client.force_login(leadership)

    page = client.get(reverse("reports:dashboard-comparison"), {"ct": asked})

    assert len(page.context["comparison"].sides) == 4
    assert "2 chương trình đã chọn không hiện" in page.content.decode()


def test_page_asks_as_often_whatever_there_is(client, leadership, django_assert_max_num_queries):
    this, last = make_year(2020), make_year(2019)
    client.force_login(leadership)
    counts = []
    for many in (1, 20):
        for place in range(many):
            for program in (this, last):
                indicator = factories.make_indicator(program, f"{many}-{place}", measure=FOUNDED_BY_UNION, target=30)
                factories.make_figure(indicator, 5)
            factories.make_cooperative(founded_on=date(2020, 2, 1))
        with django_assert_max_num_queries(60) as asked:
            client.get(DashboardQuery(this, 4).comparison)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_page_of_an_empty_portal(client, leadership):
    client.force_login(leadership)

    page = client.get(reverse("reports:dashboard-comparison"), {"ct": "190/2020", "quy": "9"})

    assert "Chưa có chương trình nào" in page.content.decode()
