"""The list behind a figure as a file: real numbers and days, no live formula, and a last column that adds up."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from reports.figures.addresses import DashboardQuery, FigurePart, FigureSpan
from tests import factories
from tests.reports.dashboards import FOUNDED_BY_UNION

pytestmark = pytest.mark.django_db

GROUPS = "cooperatives.groups_founded"


@pytest.fixture
def program(office):
    return factories.make_program()


@pytest.fixture
def download(client, leadership):
    client.force_login(leadership)

    def downloaded(indicator, kind="xlsx", number=4, **part):
        return client.get(
            DashboardQuery(indicator.program, number).figure_file(indicator.code, kind, FigurePart(**part))
        )

    return downloaded


def sheet(answer) -> list[list]:
    return [list(row) for row in load_workbook(BytesIO(answer.content))["Danh sách"].iter_rows(values_only=True)]


def table(answer) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def make_groups(program):
    """A group of its own and a total reported by its district."""
    indicator = factories.make_indicator(program, "T2", measure=GROUPS, unit="tổ", name="THT mới")
    factories.make_group("Tổ chè", notified_on=date(2020, 2, 1), activity="Chè")
    factories.make_figure(
        indicator, "2.5", 1, place=factories.tran_yen(), received_on=date(2020, 4, 5), source="Báo cáo"
    )
    return indicator


def test_excel_holds_the_rows_with_real_numbers_and_days(program, download):
    assert sheet(download(make_groups(program))) == [
        ["STT", "Loại", "Tên", "Địa bàn", "Nội dung", "Ngày", "Số lượng"],
        [1, "Hồ sơ", "Tổ chè", "xã Hồng Ca, huyện Trấn Yên", "Chè", datetime(2020, 2, 1), 1],  # noqa: DTZ001
        [2, "Số báo cáo", "Báo cáo", "huyện Trấn Yên", "Quý I", datetime(2020, 4, 5), 2.5],  # noqa: DTZ001
    ]


def test_excel_says_what_the_list_is_of(program, download):
    book = load_workbook(BytesIO(download(make_groups(program), place="138").content))

    assert book["Về danh sách này"]["A1"].value == "T2. THT mới: huyện Trấn Yên, lũy kế đến 31/12/2020, 3,5 tổ"


def test_csv_holds_the_same_rows(program, download):
    assert table(download(make_groups(program), "csv")) == [
        ["STT", "Loại", "Tên", "Địa bàn", "Nội dung", "Ngày", "Số lượng"],
        ["1", "Hồ sơ", "Tổ chè", "xã Hồng Ca, huyện Trấn Yên", "Chè", "01/02/2020", "1"],
        ["2", "Số báo cáo", "Báo cáo", "huyện Trấn Yên", "Quý I", "05/04/2020", "2.5"],
    ]


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x","y")', "+84", "-1", "@SUM(A1)", "=1+1"])
def test_no_cell_is_a_live_formula(name, program, download):
    indicator = factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    factories.make_cooperative(name, founded_on=date(2020, 2, 1))

    cell = load_workbook(BytesIO(download(indicator).content))["Danh sách"]["C2"]

    assert (cell.value, cell.data_type) == (name, "s")
    assert table(download(indicator, "csv"))[1][2] == f"'{name}"


def test_net_change_adds_up_in_the_file(program, download):
    indicator = factories.make_indicator(program, "2", measure="cooperatives.operating")
    factories.make_cooperative("Mới", operating_since=date(2020, 5, 1))
    gone = factories.make_cooperative("Cũ", operating_since=date(2019, 1, 1))
    factories.make_status(gone, "suspended", date(2020, 6, 1))

    rows = sheet(download(indicator, number=2, span=FigureSpan.QUARTER))[1:]

    assert [(row[1], row[2], row[6]) for row in rows] == [("Hồ sơ", "Mới", 1), ("Không còn", "Cũ", -1)]


def test_file_holds_all_rows_of_a_figure_of_many_pages(program, download):
    indicator = factories.make_indicator(program, measure=FOUNDED_BY_UNION)
    for _ in range(101):
        factories.make_cooperative(founded_on=date(2020, 2, 1))

    assert sum(row[6] for row in sheet(download(indicator))[1:]) == 101


def test_household_of_another_department_is_named_by_code_and_commune(program, client, staff_b):
    factories.make_indicator(program, "6", measure="poverty.supported")
    household = factories.make_household("YB-1", head="Chủ hộ bí mật")
    factories.make_support(household, date(2020, 2, 1), kind="housing")
    client.force_login(staff_b)

    rows = table(client.get(DashboardQuery(program, 4).figure_file("6", "csv")))

    assert rows[1] == ["1", "Hồ sơ", "Hộ YB-1", "xã Hồng Ca, huyện Trấn Yên", "", "01/02/2020", "1"]


@pytest.mark.parametrize(
    ("part", "name"),
    [({}, "190-2020-q4-T2.xlsx"), ({"place": "138", "month": 2}, "190-2020-q4-T2-138-thang-2.xlsx")],
)
def test_file_is_named_after_its_part(part, name, program, download):
    answer = download(make_groups(program), **part)

    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


def test_other_kinds_of_file_are_not_found(program, download):
    assert download(make_groups(program), "exe").status_code == 404
