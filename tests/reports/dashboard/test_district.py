"""A district's own page: its part of every figure, and its communes."""

from datetime import date

import pytest

from reports.figures.addresses import DashboardQuery, FigurePart, FigureSpan
from tests import factories
from tests.reports.dashboards import FOUNDED_BY_UNION

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(office):
    return factories.make_program()


@pytest.fixture
def page_of(client, leadership):
    client.force_login(leadership)

    def page(program, code="138", number=4):
        return client.get(DashboardQuery(program, number).place(code))

    return page


def test_district_shows_its_part_of_each_figure(program, page_of):
    factories.make_indicator(program, "1a", measure=FOUNDED_BY_UNION, target=30)
    for day, place in (
        (date(2020, 2, 1), factories.hong_ca()),
        (date(2020, 11, 1), factories.tran_yen()),
        (date(2020, 11, 1), factories.van_yen()),
        (date(2019, 5, 1), factories.hong_ca()),
    ):
        factories.make_cooperative(founded_on=day, place=place)

    (row,) = page_of(program).context["district"].rows

    assert (row.progress.quarter_text, row.progress.actual, row.progress.previous_year, row.share_text) == (
        "1",
        2,
        1,
        "66,7%",
    )
    assert row.trend_text == "quý I: 1; quý II: 0; quý III: 0; quý IV: 1"
    assert row.quarter_url == DashboardQuery(program, 4).figure("1a", FigurePart("138.20040101", FigureSpan.QUARTER))


def test_district_has_no_target_of_its_own(program, page_of):
    factories.make_indicator(program, measure=FOUNDED_BY_UNION, target=30)
    factories.make_cooperative(founded_on=date(2020, 2, 1))

    (row,) = page_of(program).context["district"].rows

    assert (row.progress.target, row.progress.status) == (None, None)


def test_communes_add_up_to_the_district(program, page_of):
    indicator = factories.make_indicator(program, "T2", measure="cooperatives.groups_founded")
    factories.make_group(notified_on=date(2020, 2, 1))
    factories.make_group(notified_on=date(2020, 2, 1), place=factories.make_place("Đào Thịnh", "commune", code="04507"))
    factories.make_group(notified_on=date(2019, 2, 1), place=factories.make_place("Y Can", "commune", code="04528"))
    factories.make_figure(indicator, 20, place=factories.tran_yen())

    table = page_of(program).context["district"].communes

    assert [(row.area.title, row.cells[0].value) for row in table.rows] == [
        ("Xã Đào Thịnh", 1),
        ("Xã Hồng Ca", 1),
        ("Không rõ xã", 20),
    ]
    assert (table.total[0].value, table.total[0].url) == (
        22,
        DashboardQuery(program, 4).figure("T2", FigurePart("138.20040101")),
    )


def test_other_districts_are_a_step_away(program, page_of):
    factories.tran_yen(), factories.van_yen()

    others = page_of(program).context["others"]

    assert [(each.label, each.active) for each in others] == [("Văn Yên", False), ("Trấn Yên", True)]


def test_many_districts_open_from_a_menu(program, page_of):
    for number in range(12):
        factories.make_place(f"Huyện {number}")
    factories.tran_yen()

    page = page_of(program).content.decode()

    assert (page.count('class="menu-item" href="/dia-ban/'), "menu-places" in page) == (13, True)


@pytest.mark.parametrize("code", ["cap-tren", "999", "04570"])
def test_only_districts_have_a_page(code, program, page_of):
    factories.make_cooperative(founded_on=date(2020, 2, 1))

    assert page_of(program, code).status_code == 404


def test_number_of_queries_does_not_depend_on_communes_and_indicators(program, page_of, django_assert_max_num_queries):
    counts = []
    for many in (1, 20):
        for place in range(many):
            factories.make_indicator(program, f"{many}-{place}", measure=FOUNDED_BY_UNION)
            commune = factories.make_place("Xã", "commune")
            factories.make_cooperative(founded_on=date(2020, 2, 1), place=commune)
        with django_assert_max_num_queries(30) as asked:
            page_of(program)
        counts.append(len(asked))

    assert counts[0] == counts[1]
