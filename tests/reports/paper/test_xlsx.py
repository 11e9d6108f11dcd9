"""The report's Excel file: what Excel finds in it."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from reports.paper.elements import FigureGroup, RecordList
from reports.paper.quarterly import QuarterlyReport
from reports.paper.xlsx import render_xlsx
from tests.reports.papers import FIGURE, digests, paper, records


def opened(report: QuarterlyReport) -> Workbook:
    return load_workbook(BytesIO(render_xlsx(report)))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(paper())


def listed(**changes) -> Workbook:
    """A file whose only list has one row, changed so."""
    rows = [replace(records(1)[0], **changes)]
    return opened(paper(lists=[RecordList("A", "1a", "HTX", "HTX", "Ngành", "Ngày", rows)]))


def test_one_sheet_for_the_figures_and_one_for_each_list(book):
    assert book.sheetnames == ["Phụ lục I", "A. 1a", "B. 5"]
    assert book["A. 1a"]["A1"].value == "A. HTX thành lập mới (70 HTX)"
    assert book["A. 1a"]["A2"].value.startswith("(Kèm theo Báo cáo số 186/BC-LMHTX")


def test_every_sheet_holds_one_real_table_under_frozen_headings(book):
    tables = {sheet.title: [(each.displayName, each.ref) for each in sheet.tables.values()] for sheet in book}
    assert tables == {
        "Phụ lục I": [("PhuLucI", "A4:K6")],
        "A. 1a": [("DanhSach1", "A4:E74")],
        "B. 5": [("DanhSach2", "A4:E5")],
    }
    assert {sheet.freeze_panes for sheet in book} == {"A5"}
    assert {sheet.print_title_rows for sheet in book} == {"$4:$4"}
    for sheet in book:
        (table,) = sheet.tables.values()
        assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[4]]


def test_figures_are_numbers_shown_as_on_paper(book):
    row = book["Phụ lục I"][5]
    assert [cell.value for cell in row[:4]] == ["1a", "Các nhiệm vụ được giao", FIGURE.name, "sản phẩm"]
    assert [cell.value for cell in row[4:10]] == [30, 18, 65, pytest.approx(216.6667, abs=0.0001), 52, 125]
    assert [cell.number_format for cell in row[4:10]] == ["#,##0"] * 6


@pytest.mark.parametrize(
    ("change", "column", "shown"),
    [
        ({"ratio": Decimal(500) / 3, "decimals": 1}, 7, "#,##0.0"),
        ({"ratio": Decimal(106), "decimals": 1}, 7, "#,##0"),
        ({"quarter": Decimal(7), "is_stock": True}, 5, "+#,##0;-#,##0;0"),
        ({"cumulative": Decimal("3.25")}, 6, "#,##0.00"),
    ],
)
def test_number_is_shown_with_the_decimals_it_has(change, column, shown):
    book = opened(paper(groups=[FigureGroup("I", "", [replace(FIGURE, **change)])]))
    assert book["Phụ lục I"][5][column].number_format == shown


def test_figure_that_was_not_reported_is_an_empty_cell():
    book = opened(paper(groups=[FigureGroup("I", "", [replace(FIGURE, target=None, cumulative=Decimal(0))])]))
    row = book["Phụ lục I"][5]
    assert (row[4].value, row[6].value) == (None, 0)


def test_records_that_are_nowhere_have_no_column_for_their_place():
    assert [cell.value for cell in listed(place="–")["A. 1a"][4]] == ["TT", "HTX", "Ngành", "Ngày"]
    assert [cell.value for cell in listed(place="–")["A. 1a"][5]][1:3] == ["HTX minh họa 001", "Chăn nuôi tổng hợp"]


def test_days_are_days(book):
    cell = book["A. 1a"]["E5"]
    assert (cell.value.date(), cell.number_format, cell.is_date) == (date(2020, 1, 8), "dd/mm/yyyy", True)


@pytest.mark.parametrize(
    ("detail", "is_day"), [("08/04/2020", True), ("31/02/2020", False), ("QĐ 5 ngày 08/04/2020", False), ("–", False)]
)
def test_detail_that_is_a_day_is_one_too(detail, is_day):
    cell = listed(detail=detail)["A. 1a"]["D5"]
    assert (cell.is_date, cell.value.date() if is_day else cell.value) == (
        is_day,
        date(2020, 4, 8) if is_day else detail,
    )


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+84 912", "-1", "@SUM(A1)", "\tx", "=1+1"])
def test_nothing_from_data_becomes_a_formula(text):
    cell = listed(title=text)["A. 1a"]["B5"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_no_cell_of_the_file_is_a_formula():
    content = render_xlsx(paper(attached_to="=1", lists=[RecordList("A", "=1", "=2", "=3", "=4", "=5", records(1))]))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert [b"<f>" in sheet for sheet in sheets] == [False, False]


def test_characters_that_xml_lacks_are_left_out():
    assert listed(title="HTX\x00 \x0bHồng\x1f Ca")["A. 1a"]["B5"].value == "HTX Hồng Ca"


def test_sheet_is_named_without_what_excel_refuses():
    assert RecordList("A", "1/a:[b]" + "c" * 40, "", "", "", "", []).sheet == "A. 1-a--b-" + "c" * 21


def test_file_carries_the_report_s_name_and_day(book):
    properties = book.properties
    assert (properties.title, properties.creator) == (
        "Báo cáo quý IV năm 2020, Chương trình hành động 190",
        "Liên minh Hợp tác xã tỉnh Yên Bái",
    )
    assert (properties.created.date(), properties.modified.date()) == (date(2020, 12, 21), date(2020, 12, 21))
    assert opened(paper(issued_on=None)).properties.modified.date() == date(2020, 12, 20)


def test_same_report_gives_the_same_bytes_whenever_and_wherever():
    """In another process too, where sets come in another order."""
    assert digests("reports.paper.xlsx.render_xlsx") == {sha256(render_xlsx(paper())).hexdigest()}


def test_row_without_a_day_has_an_empty_cell():
    assert listed(happened_on=None)["A. 1a"]["E5"].value is None


def test_long_lists_are_whole():
    book = opened(paper(lists=[RecordList("A", "1a", "HTX", "HTX", "Ngành", "Ngày", records(501))]))
    assert book["A. 1a"].max_row == 505
    assert book["A. 1a"]["A505"].value == 501


def test_column_that_is_called_as_another_gets_a_number():
    book = opened(paper(lists=[RecordList("A", "1a", "", "địa bàn", "Ngày", "Ngày", records(1))]))
    assert [cell.value for cell in book["A. 1a"][4]] == ["TT", "Địa bàn", "Địa bàn (2)", "Ngày", "Ngày (2)"]
