"""Workbooks on their way out: real dates and numbers, text that stays text, errors beside the cells."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from coopunion.tables.cells import Fault
from coopunion.tables.exporting import write_marked
from coopunion.tables.import_row import CellError
from coopunion.tables.readers import Text
from coopunion.tables.workbooks import OLD_FONT, parse_table
from tests import factories
from tests.tables import cells, exported, resource_of
from tests.workbooks import workbook

DAY = date(2020, 5, 12)


def test_dates_and_numbers_are_real_and_codes_are_text(office):
    factories.make_cooperative("HTX A", code="0200000001", founded_on=DAY, charter_capital=1_500_000_000, members=9)
    sheet = load_workbook(BytesIO(exported("cooperatives"))).active
    by_heading = {heading.value: cell for heading, cell in zip(sheet[1], sheet[2], strict=True)}
    issued, capital, code = (by_heading[each] for each in ("Ngày cấp GCN lần đầu", "Vốn điều lệ (đồng)", "Mã số"))
    assert (issued.value.date(), issued.number_format) == (DAY, "dd/mm/yyyy")
    assert (capital.value, capital.number_format) == (1_500_000_000, "#,##0")
    assert (code.value, code.data_type, code.number_format) == ("0200000001", "s", "@")


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+84", "-1+1", "@SUM(1)", "=1", "'quoted"])
def test_text_that_looks_like_a_formula_stays_text(text, office):
    factories.make_group(text)
    sheet = load_workbook(BytesIO(exported("groups"))).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == (text, "s")


def test_letters_that_a_workbook_cannot_hold_are_left_out(office):
    factories.make_group("THT A", activity="nuôi\x01 ong")
    assert cells(exported("groups"))[0]["Ngành, nghề chính"] == "nuôi ong"


def test_annulled_records_are_not_exported(office):
    factories.make_group("THT A")
    factories.make_group("THT B", state="annulled")
    assert [row["Tên tổ hợp tác"] for row in cells(exported("groups"))] == ["THT A"]


def test_latest_status_and_first_certificate_are_shown(office):
    cooperative = factories.make_cooperative("HTX A", founded_on=DAY, operating_since=DAY)
    factories.make_registration(cooperative, date(2021, 1, 5), "change")
    factories.make_status(cooperative, "suspended", date(2020, 12, 1))
    [row] = cells(exported("cooperatives"))
    assert (row["Ngày cấp GCN lần đầu"].date(), row["Trạng thái"], row["Trạng thái từ ngày"].date()) == (
        DAY,
        "tạm ngừng",
        date(2020, 12, 1),
    )


def test_file_given_back_marks_each_wrong_cell_and_is_read_again(office):
    headings = ("Tên tổ hợp tác", "Địa bàn", "Số thành viên")
    content = workbook(["DANH SÁCH"], list(headings), ["THT A", "Sa Pa", 1], ["=THT B", "Hồng Ca", 5])
    resource, file = resource_of("groups"), BytesIO()
    table = parse_table("b.xlsx", content, headings)
    write_marked(table, resource.columns, [CellError(3, "Địa bàn", "Không có."), CellError(3, "", "Trùng.")], file)
    sheet = load_workbook(file).active

    again = parse_table("b.xlsx", file.getvalue(), headings)

    assert (sheet["B3"].comment.text, sheet["B3"].fill.fgColor.rgb, sheet["A3"].comment) == (
        "Không có.",
        "00FCECEA",
        None,
    )
    assert sheet["D3"].value == "Địa bàn: Không có.; Trùng."
    assert (next(iter(again))[:3], again.heading_row, again.notices) == (("THT A", "Sa Pa", 1), 2, [])


FAULTS = [Fault("", "Chưa có kết quả."), Fault("#REF!", "Ô báo lỗi #REF! của Excel."), Fault("0.5", "Ô này là giờ.")]


@pytest.mark.parametrize("fault", [*FAULTS, Fault("H\xb6 Giang", OLD_FONT)])
def test_faulty_cell_of_a_file_given_back_is_faulty_again(fault, office):
    headings = ("Tên tổ hợp tác", "Ghi chú")
    resource, file = resource_of("groups"), BytesIO()
    table = parse_table("b.xlsx", workbook(list(headings), ["THT A", "x"]), headings)
    table[0] = ("THT A", fault)

    write_marked(table, resource.columns, [CellError(2, "Ghi chú", fault.message)], file)

    assert isinstance(parse_table("b.xlsx", file.getvalue(), headings)[0][1], Fault)


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_error_of_excel_kept_as_text_is_no_value(error, office):
    with pytest.raises(ValueError, match=error):
        Text().clean(error)
