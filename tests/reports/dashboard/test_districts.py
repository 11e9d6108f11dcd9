"""Figures by place: every column adds up to the province's figure, whatever it is made of."""

from datetime import date

import pytest

from cooperatives.models import Relocation
from reports.figures.addresses import DashboardQuery, FigurePart
from tests import factories
from tests.reports.dashboards import FOUNDED_BY_UNION, dashboard_of

pytestmark = pytest.mark.django_db

GROUPS = "cooperatives.groups_founded"


def areas_of(program, number=4, **options):
    """The table; Trấn Yên is always a row of it."""
    factories.tran_yen()
    return dashboard_of(program, number, province=factories.yen_bai(), **options).areas


def values(table) -> dict[str, list]:
    return {row.area.title: [cell.value for cell in row.cells] for row in table.rows}


def sums(table) -> list:
    return [sum(cell.value or 0 for cell in column) for column in zip(*(row.cells for row in table.rows), strict=True)]


def test_records_are_counted_in_the_district_they_lie_in():
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    for place in (factories.hong_ca(), factories.tran_yen(), factories.van_yen()):
        factories.make_cooperative(founded_on=date(2020, 2, 1), place=place)

    assert values(areas_of(program)) == {"Văn Yên": [1], "Trấn Yên": [2]}


def test_reported_figures_stand_in_their_district():
    program = factories.make_program()
    indicator = factories.make_indicator(program, measure=GROUPS)
    factories.make_group(notified_on=date(2020, 2, 1))
    factories.make_figure(indicator, 20, place=factories.tran_yen())
    factories.make_figure(indicator, 5, place=factories.van_yen())

    assert values(areas_of(program)) == {"Văn Yên": [5], "Trấn Yên": [21]}


def test_what_lies_in_no_district_is_a_row_of_its_own_and_the_table_still_adds_up():
    program = factories.make_program()
    indicator = factories.make_indicator(program, measure=GROUPS)
    lao_cai = factories.make_place("Lào Cai", "province", code="10")
    factories.make_group(notified_on=date(2020, 2, 1))
    factories.make_group(notified_on=date(2020, 2, 1), place=factories.make_place("Bát Xát", parent=lao_cai))
    factories.make_figure(indicator, 7)

    table = areas_of(program)

    assert values(table) == {"Trấn Yên": [1], "Bát Xát": [1], "Chỉ ghi đến cấp trên": [7]}
    assert sums(table) == [cell.value for cell in table.total] == [9]
    assert [cell.shade for row in table.rows for cell in row.cells] == [1, 1, 0]


def test_row_of_no_district_is_left_out_while_it_is_empty():
    program = factories.make_program()
    factories.make_indicator(program, measure=GROUPS)
    factories.make_indicator(program, "3", measure="programs.reports_sent", unit="báo cáo")
    factories.make_period(program, 1, sent_on=date(2020, 4, 8))

    assert values(areas_of(program)) == {"Trấn Yên": [0]}


def test_columns_are_grouped_under_the_numbers_of_the_tasks():
    program = factories.make_program()
    later, first = factories.make_task(program, "2", position=2), factories.make_task(program, "1", position=1)
    factories.make_indicator(program, "T1", measure="cooperatives.founded")
    for code, task in (("2", later), ("1a", first), ("1b", first)):
        factories.make_indicator(program, code, task=task, measure=FOUNDED_BY_UNION)

    groups = areas_of(program).groups

    assert [(group.task and group.task.number, [each.code for each in group.columns]) for group in groups] == [
        ("1", ["1a", "1b"]),
        ("2", ["2"]),
        (None, ["T1"]),
    ]


def test_reports_of_the_programme_lie_nowhere_and_have_no_column():
    program = factories.make_program()
    factories.make_indicator(program, "3", measure="programs.reports_sent", unit="báo cáo")

    assert areas_of(program).columns == ()


def test_cells_lead_to_their_records_and_districts_to_their_page():
    program = factories.make_program()
    factories.make_indicator(program, "1a", measure=FOUNDED_BY_UNION)
    day = date(2020, 8, 15)
    dashboard_query = DashboardQuery(program, 3, day)

    table = areas_of(program, 3, day=day)

    assert [(row.url, row.cells[0].url) for row in table.rows] == [
        (dashboard_query.place("138.20040101"), dashboard_query.figure("1a", FigurePart("138.20040101")))
    ]
    assert table.total[0].url == dashboard_query.figure("1a")


def test_quarter_that_lies_ahead_has_no_table():
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED_BY_UNION)

    assert areas_of(program, 3, today=date(2020, 5, 1)) is None


def test_stock_is_counted_where_its_seat_was_that_day():
    program = factories.make_program()
    factories.make_indicator(program, "2", measure="cooperatives.operating")
    cooperative = factories.make_cooperative(operating_since=date(2019, 1, 1), place=factories.van_yen())
    Relocation.objects.create(
        cooperative=cooperative,
        place=factories.hong_ca(),
        moved_on=date(2020, 8, 1),
        department=factories.make_department(),
    )

    found = [values(areas_of(program, number)) for number in (2, 3)]

    assert found == [{"Văn Yên": [1], "Trấn Yên": [0]}, {"Văn Yên": [0], "Trấn Yên": [1]}]


def test_table_adds_up_on_another_map():
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    for place in (factories.hong_ca(), factories.tran_yen()):
        factories.make_cooperative(founded_on=date(2020, 2, 1), place=place)

    dashboard = dashboard_of(program, province=factories.yen_bai(), map="xa-2020")

    assert values(dashboard.areas) == {"Xã Hồng Ca": [1], "Chỉ ghi đến cấp trên": [1]}
    assert [(choice.active, "ban-do=" in choice.url) for choice in dashboard.map_choices] == [
        (False, True),
        (True, True),
        (False, True),
    ]
