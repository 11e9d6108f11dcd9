"""Reported figures from a table."""

from datetime import date
from decimal import Decimal

import pytest

from coopunion.models import Place
from coopunion.places.loading import load_places
from coopunion.tables.import_row import WrongHeadings
from programs.models import ReportedFigure
from programs.tables import FiguresResource
from tests import factories
from tests.tables import imported, write_xlsx

HEADINGS = ["Chương trình", "Năm", "Quý", "Mã chỉ tiêu", "Giá trị", "Địa bàn", "Nguồn", "Ngày nhận"]
ROW = {
    "Chương trình": 190,
    "Năm": 2020,
    "Quý": 1,
    "Mã chỉ tiêu": "T2",
    "Giá trị": 120,
    "Địa bàn": "Trấn Yên",
    "Nguồn": "BC 12/BC-UBND",
    "Ngày nhận": date(2020, 4, 2),
}


@pytest.fixture
def indicator(office, district, other_district):
    return factories.make_indicator(factories.make_program(), "T2")


@pytest.fixture
def table(tmp_path):
    """Writes a table: each row is the usual one with these cells."""

    def write(*rows: dict):
        cells = [[{**ROW, **row}[heading] for heading in HEADINGS] for row in rows]
        return write_xlsx(tmp_path / "so-lieu.xlsx", HEADINGS, cells)

    return write


def stored() -> list[tuple]:
    return [
        (figure.indicator.code, figure.quarter, figure.place.title, figure.value)
        for figure in ReportedFigure.objects.order_by("quarter", "place__code")
    ]


def test_figures_are_imported(indicator, table):
    path = table({}, {"Địa bàn": "huyện Văn Yên", "Giá trị": 80}, {"Quý": 2, "Địa bàn": ""})
    assert imported(FiguresResource(), path) == {"new": 3, "changed": 0, "unchanged": 0}
    assert stored() == [
        ("T2", 1, "huyện Văn Yên", 80),
        ("T2", 1, "huyện Trấn Yên", 120),
        ("T2", 2, "tỉnh Yên Bái", 120),
    ]


def test_figure_keeps_its_source_and_the_day_it_was_received(indicator, table):
    imported(FiguresResource(), table({}))
    figure = indicator.figures.get()
    assert (figure.source, figure.received_on) == ("BC 12/BC-UBND", date(2020, 4, 2))


def test_same_file_twice_changes_nothing(indicator, table):
    path = table({}, {"Quý": "II", "Giá trị": "80,5"})
    imported(FiguresResource(), path)
    assert imported(FiguresResource(), path) == {"new": 0, "changed": 0, "unchanged": 2}
    assert (len(stored()), ReportedFigure.history.count()) == (2, 2)


def test_new_value_replaces_the_old_and_history_keeps_it(indicator, table, staff_a, staff_b):
    imported(FiguresResource(user=staff_a, reason="BC lần 1"), table({}))
    imported(FiguresResource(user=staff_b, reason="BC lần 2"), table({"Giá trị": 125}))
    shown = [(row.value, row.history_user, row.history_change_reason) for row in ReportedFigure.history.all()]
    assert shown == [(125, staff_b, "BC lần 2"), (120, staff_a, "BC lần 1")]


def test_dry_run_writes_nothing(indicator, table):
    assert imported(FiguresResource(), table({}), dry_run=True) == {"new": 1, "changed": 0, "unchanged": 0}
    assert (stored(), ReportedFigure.history.count()) == ([], 0)


# Cells


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (1283, 1283),
        ("1.283", 1283),
        ("1.283.000", 1283000),
        (" 1 283 ", 1283),
        ("3,2", Decimal("3.2")),
        (3.2, Decimal("3.2")),
        (0, 0),
        ("0", 0),
    ],
)
def test_value_is_read_as_vietnamese_offices_write_it(cell, value, indicator, table):
    imported(FiguresResource(), table({"Giá trị": cell}))
    assert indicator.figures.get().value == value


@pytest.mark.parametrize("cell", ["12.5", "1,283.5", "1.28", "khoảng 120", "12..000", "1e3", "-"])
def test_value_that_is_ambiguous_is_refused(cell, indicator, table):
    assert imported(FiguresResource(), table({"Giá trị": cell})) == [
        f"dòng 2, cột “Giá trị”: “{cell}” không phải là số: viết 1.283 hoặc 153,3."
    ]


@pytest.mark.parametrize(
    ("cell", "quarter"), [(4, 4), ("4", 4), ("IV", 4), ("iv", 4), ("III", 3), ("I", 1), ("Quý II", 2), ("quý 3", 3)]
)
def test_quarter_is_read_in_either_form(cell, quarter, indicator, table):
    imported(FiguresResource(), table({"Quý": cell, "Ngày nhận": None}))
    assert indicator.figures.get().quarter == quarter


@pytest.mark.parametrize("cell", [0, 5, 1.5, "Quý V", "Quý", "cả năm"])
def test_quarter_that_there_is_not_is_refused(cell, indicator, table):
    assert imported(FiguresResource(), table({"Quý": cell})) == ["dòng 2, cột “Quý”: Quý ghi I, II, III hoặc IV."]


@pytest.mark.parametrize("cell", ["toàn tỉnh", "Toàn tỉnh", "cấp tỉnh", "", "tỉnh Yên Bái", 15])
def test_place_may_be_the_whole_province(cell, indicator, table, province):
    imported(FiguresResource(), table({"Địa bàn": cell}))
    assert indicator.figures.get().place == province


def test_place_that_may_be_two_is_refused(indicator, table):
    factories.make_place("Yên Bái", "city", code="132")
    assert imported(FiguresResource(), table({"Địa bàn": "Yên Bái"})) == [
        "dòng 2, cột “Địa bàn”: “Yên Bái” có thể là: thành phố Yên Bái; tỉnh Yên Bái. Hãy viết rõ."
    ]


def test_place_that_there_is_not_is_refused(indicator, table):
    assert imported(FiguresResource(), table({"Địa bàn": "Sa Pa"})) == [
        "dòng 2, cột “Địa bàn”: Không có địa bàn “Sa Pa”."
    ]


def test_day_is_read_as_text_too(indicator, table):
    imported(FiguresResource(), table({"Ngày nhận": "02/04/2020"}))
    assert indicator.figures.get().received_on == date(2020, 4, 2)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("31/04/2020", "Ngày 31/04/2020 không có thật. Ghi lại theo ngày/tháng/năm."),
        ("31/12/2019", "Ngày nhận không được trước ngày đầu của quý."),
    ],
)
def test_day_that_cannot_be_is_refused(cell, message, indicator, table):
    assert imported(FiguresResource(), table({"Ngày nhận": cell})) == [f"dòng 2, cột “Ngày nhận”: {message}"]


# Refusals: everything wrong at once, and nothing written


def test_every_error_is_told_at_once_with_row_and_column(indicator, table):
    path = table(
        {"Giá trị": "nhiều", "Quý": 5},
        {},
        {"Mã chỉ tiêu": "9z", "Nguồn": None, "Địa bàn": "Sa Pa"},
        {"Năm": "hai nghìn", "Chương trình": ""},
    )
    assert imported(FiguresResource(), path) == [
        "dòng 2, cột “Giá trị”: “nhiều” không phải là số: viết 1.283 hoặc 153,3.",
        "dòng 2, cột “Quý”: Quý ghi I, II, III hoặc IV.",
        "dòng 4, cột “Mã chỉ tiêu”: Chương trình 190 năm 2020 không có chỉ tiêu 9z.",
        "dòng 4, cột “Nguồn”: Chưa nhập.",
        "dòng 4, cột “Địa bàn”: Không có địa bàn “Sa Pa”.",
        "dòng 5, cột “Chương trình”: Chưa nhập.",
        "dòng 5, cột “Năm”: “hai nghìn” không phải là số: viết 1.283 hoặc 153,3.",
    ]
    assert (stored(), ReportedFigure.history.count()) == ([], 0)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"Chương trình": "CT 190"}, "Chương trình CT 190 năm 2020 không có trong sổ, hoặc chưa có chỉ tiêu."),
        ({"Mã chỉ tiêu": "t2"}, "Chương trình 190 năm 2020 không có chỉ tiêu t2. Có phải “T2”?"),
    ],
)
def test_indicator_that_there_is_not_is_refused_with_what_is_missing(cells, message, indicator, table):
    assert imported(FiguresResource(), table(cells)) == [f"dòng 2, cột “Mã chỉ tiêu”: {message}"]


def test_one_error_leaves_the_good_rows_unwritten_too(indicator, table):
    imported(FiguresResource(), table({}, {"Quý": 2}, {"Quý": 3, "Giá trị": "?"}))
    assert (stored(), ReportedFigure.history.count()) == ([], 0)


def test_same_key_twice_in_a_file_is_refused(indicator, table):
    path = table({}, {"Quý": 2}, {"Quý": "I", "Địa bàn": "huyện Trấn Yên", "Giá trị": 121})
    assert imported(FiguresResource(), path) == ["dòng 4: Chỉ tiêu, quý và địa bàn này đã có ở dòng 2 của tệp."]
    assert stored() == []


OVERLAP = (
    "Quý này đã có số liệu của {}: số của một địa bàn và số của các đơn vị bên trong ({}) không được nhập cùng nhau, "
    "vì sẽ bị cộng hai lần."
)


def test_province_and_district_in_one_file_are_refused_together(indicator, table):
    expected = OVERLAP.format("huyện Trấn Yên", "tỉnh Yên Bái")
    assert imported(FiguresResource(), table({}, {"Địa bàn": ""})) == [f"dòng 3, cột “Địa bàn”: {expected}"]
    assert stored() == []


@pytest.mark.parametrize(("there", "comes"), [("", "Trấn Yên"), ("Trấn Yên", ""), ("Hồng Ca", "Trấn Yên")])
def test_place_and_what_lies_inside_it_are_refused_over_two_files(there, comes, indicator, table, commune):
    imported(FiguresResource(), table({"Địa bàn": there}))
    errors = imported(FiguresResource(), table({"Địa bàn": comes}))
    assert ([error[:24] for error in errors], len(stored())) == (["dòng 2, cột “Địa bàn”: Q"], 1)


def test_province_in_one_quarter_and_district_in_another_are_accepted(indicator, table):
    path = table({"Địa bàn": ""}, {"Quý": 2, "Địa bàn": "Trấn Yên"})
    assert imported(FiguresResource(), path) == {"new": 2, "changed": 0, "unchanged": 0}


def test_missing_columns_are_named(indicator, tmp_path):
    path = write_xlsx(tmp_path / "thieu.xlsx", ["Chương trình", "Năm", "Quý", "Mã chỉ tiêu"], [[190, 2020, 1, "T2"]])
    with pytest.raises(WrongHeadings, match=r"^Thiếu cột: Giá trị, Địa bàn, Nguồn\.$"):
        imported(FiguresResource(), path)


def test_file_without_the_column_of_days_leaves_known_days_alone(indicator, table, tmp_path):
    imported(FiguresResource(), table({}))
    headings = HEADINGS[:-1]
    path = write_xlsx(tmp_path / "khong-ngay.xlsx", headings, [[{**ROW, "Giá trị": 5}[each] for each in headings]])
    imported(FiguresResource(), path)
    figure = indicator.figures.get()
    assert (figure.value, figure.received_on) == (5, date(2020, 4, 2))


def test_office_without_a_province_is_told_so(office, indicator, table):
    office.province = None
    office.save()
    assert imported(FiguresResource(), table({})) == ["dòng 2, cột “Địa bàn”: Chưa đặt tỉnh của cơ quan."]


def test_blank_rows_are_passed_over_and_rows_keep_their_numbers(indicator, tmp_path):
    rows = [[ROW[heading] for heading in HEADINGS], [None] * 8, [{**ROW, "Quý": 9}[heading] for heading in HEADINGS]]
    path = write_xlsx(tmp_path / "trong.xlsx", HEADINGS, [*rows, [""] * 8])
    assert imported(FiguresResource(), path) == ["dòng 4, cột “Quý”: Quý ghi I, II, III hoặc IV."]


# .csv


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), (",", "utf-8"), (";", "utf-8")])
def test_csv_is_imported_as_excel_writes_it(delimiter, encoding, indicator, tmp_path):
    cells = ["190", "2020", "IV", "T2", "1.283", "Trấn Yên", "BC 12/BC-UBND", ""]
    path = tmp_path / "so-lieu.csv"
    path.write_text("\r\n".join(delimiter.join(line) for line in (HEADINGS, cells)) + "\r\n", encoding=encoding)
    assert imported(FiguresResource(), path) == {"new": 1, "changed": 0, "unchanged": 0}
    assert stored() == [("T2", 4, "huyện Trấn Yên", 1283)]


def test_abolished_name_is_refused_with_what_it_became(db, table):
    load_places()
    factories.make_office(Place.objects.get(code="15", valid_from="2004-01-01"))
    factories.make_indicator(factories.make_program(year=2025), "T2")
    path = table({"Năm": 2025, "Quý": 4, "Địa bàn": "xã Đào Thịnh", "Ngày nhận": date(2025, 10, 2)})
    assert imported(FiguresResource(), path) == [
        "dòng 2, cột “Địa bàn”: Không có địa bàn “xã Đào Thịnh” vào ngày 31/12/2025: xã Đào Thịnh, huyện Trấn Yên đã "
        "bãi bỏ từ 01/12/2024, nay thuộc xã Trấn Yên, tỉnh Lào Cai."
    ]
    assert stored() == []


# Implausible totals


@pytest.fixture
def usual(indicator, district, other_district):
    """What both districts reported in the quarters before: 30 to 33."""
    before = factories.make_indicator(factories.make_program("144", 2019), "T2")
    for quarter in (1, 2, 3, 4):
        factories.make_figure(before, 29 + quarter, quarter, place=district)
        factories.make_figure(before, 29 + quarter, quarter, place=other_district)


def reasoned(tmp_path, value, because=""):
    headings = [*HEADINGS, "Vì sao khác thường"]
    row = [{**ROW, "Giá trị": value, "Vì sao khác thường": because}[heading] for heading in headings]
    return write_xlsx(tmp_path / "co-ly-do.xlsx", headings, [row])


def test_implausible_total_is_refused_without_its_reason(usual, table):
    [refusal] = imported(FiguresResource(), table({"Giá trị": 999999}))

    assert refusal == (
        "dòng 2, cột “Giá trị”: 999.999 khác xa số các quý trước của chính nơi này (thường khoảng 31,5) và số của "
        "những nơi khác (thường khoảng 31,5). Sửa lại, hoặc ghi vì sao số này đúng vào cột “Vì sao khác thường”."
    )
    assert not ReportedFigure.objects.filter(indicator__program__year=2020).exists()


def test_implausible_total_is_written_with_its_reason_which_goes_with_the_value(usual, tmp_path):
    kept = []
    for value, because in ((999999, "Đã hỏi huyện"), (999999, ""), (33, "")):
        imported(FiguresResource(), reasoned(tmp_path, value, because))
        figure = ReportedFigure.objects.get(indicator__program__year=2020)
        kept.append((int(figure.value), figure.confirmed_because))

    assert kept == [(999999, "Đã hỏi huyện"), (999999, "Đã hỏi huyện"), (33, "")]


def test_other_rows_of_the_file_are_compared_with(indicator, table, district):
    places = [
        factories.make_place(f"Huyện {number}", "district", code=f"99{number}", parent=district.parent)
        for number in range(3)
    ]
    rows = [{"Địa bàn": place.title, "Giá trị": 30} for place in places]

    [refusal] = imported(FiguresResource(), table({"Giá trị": 999999}, *rows))

    assert refusal.startswith("dòng 2, cột “Giá trị”: 999.999 khác xa số của những nơi khác (thường khoảng 30).")
