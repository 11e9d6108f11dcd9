"""Tables as offices send them: .xlsx and .csv, whole or broken, and the cells in them."""

import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopunion import formatting
from coopunion.parsing import read_day, read_number
from coopunion.tables.workbooks import UnreadableTable, read_table
from tests.tables import write_xlsx


@pytest.fixture
def csv_file(tmp_path):
    def write(content: str | bytes, encoding: str = "utf-8"):
        path = tmp_path / "bang.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def rows(path) -> tuple[list[str], list[tuple]]:
    table = read_table(path)
    return table.headers, [tuple(row) for row in table]


# .xlsx


def test_xlsx_cells_are_plain_values(tmp_path):
    cells = ["Hợp tác  xã", 190, 190.0, 3.2, True, date(2020, 5, 5), datetime(2020, 5, 5, 14, 30), None]  # noqa: DTZ001
    path = write_xlsx(tmp_path / "bang.xlsx", list("ABCDEFGH"), [cells])
    assert rows(path)[1] == [("Hợp tác xã", 190, 190, Decimal("3.2"), True, date(2020, 5, 5), date(2020, 5, 5), "")]


def test_xlsx_rows_keep_their_place_and_trailing_blanks_are_dropped(tmp_path):
    path = write_xlsx(tmp_path / "bang.xlsx", ["A", "B"], [[1, 2], [None, None], [3, None], [None, None]])
    assert rows(path) == (["A", "B"], [(1, 2), ("", ""), (3, "")])


def test_headings_are_cleaned_and_empty_ones_at_the_end_dropped(tmp_path):
    path = write_xlsx(tmp_path / "bang.xlsx", [" Mã  chỉ tiêu ", 2020, None, "", None], [["1a", 5, "x", "y", "z"]])
    assert rows(path) == (["Mã chỉ tiêu", "2020"], [("1a", 5)])


def test_only_the_first_sheet_is_read(tmp_path):
    path = tmp_path / "bang.xlsx"
    write_xlsx(path, ["A"], [[1]])
    assert rows(path) == (["A"], [(1,)])


def test_extension_in_capitals_is_read(tmp_path):
    assert rows(write_xlsx(tmp_path / "BANG.XLSX", ["A"], [[1]])) == (["A"], [(1,)])


# .csv


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("A,B\n1,2\n", "utf-8"),
        ("A;B\r\n1;2\r\n", "utf-8-sig"),
        ("A;B\n1;2", "utf-8-sig"),
    ],
)
def test_csv_is_read_with_either_delimiter_and_mark(content, encoding, csv_file):
    assert rows(csv_file(content, encoding)) == (["A", "B"], [("1", "2")])


@pytest.mark.parametrize("content", ["DANH SÁCH, NĂM 2020\nA;B\n1;2\n", "DANH SÁCH; NĂM 2020\nA,B\n1,2\n"])
def test_csv_delimiter_is_the_headings_one_not_the_titles(content, csv_file):
    table = read_table(csv_file(content), ("A", "B"))
    assert (table.headers, list(table), table.heading_row) == (["A", "B"], [("1", "2")], 2)


def test_csv_quotes_hold_delimiters(csv_file):
    assert rows(csv_file('A;B\n"một; hai";"ba ""bốn"""\n')) == (["A", "B"], [("một; hai", 'ba "bốn"')])


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\u2028", "\u0085", "\u000b", "\u000c"])
def test_csv_cell_may_hold_a_line_break(mark, csv_file):
    assert rows(csv_file(f'A;B\n"một{mark}hai";ba\n')) == (["A", "B"], [("một hai", "ba")])


def test_csv_row_is_not_broken_by_a_line_separator_inside_a_cell(csv_file):
    assert rows(csv_file("A;B\nmột\u2028hai;ba\n")) == (["A", "B"], [("một hai", "ba")])


def test_csv_short_rows_are_filled_and_long_ones_cut(csv_file):
    assert rows(csv_file("A;B\n1\n1;2;3\n")) == (["A", "B"], [("1", ""), ("1", "2")])


# Refusals


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(UnreadableTable, match=r"^Không có tệp "):
        read_table(tmp_path / "khong-co.xlsx")


@pytest.mark.parametrize("name", ["bang.xls", "bang.pdf", "bang"])
def test_other_kinds_of_file_are_refused(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(b"x")
    with pytest.raises(UnreadableTable, match=r"^Chỉ đọc được tệp \.xlsx và \.csv\.$"):
        read_table(path)


def test_large_file_is_refused(csv_file):
    path = csv_file(b"A;B\n" + b"1;2\n" * (5 * 1024 * 256))
    with pytest.raises(UnreadableTable, match=r"^Tệp lớn hơn 5 MB\.$"):
        read_table(path)


def test_file_that_inflates_is_refused(tmp_path):
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(60 * 1024 * 1024 + 1))
    with pytest.raises(UnreadableTable, match=r"^Tệp khi giải nén lớn hơn 60 MB\.$"):
        read_table(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"plain text"])
def test_broken_workbook_is_refused(content, tmp_path):
    path = tmp_path / "hong.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableTable, match="không phải là bảng tính"):
        read_table(path)


def test_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "khac.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.txt", "x")
    with pytest.raises(UnreadableTable, match="không phải là bảng tính"):
        read_table(path)


def test_csv_in_another_encoding_is_refused(csv_file):
    with pytest.raises(UnreadableTable, match="UTF-8"):
        read_table(csv_file("Mã;Tên\n1;Lợi ích\n", "utf-16"))


def test_csv_with_a_quote_that_is_never_closed_is_refused(csv_file):
    with pytest.raises(UnreadableTable, match=r"^Tệp \.csv không còn nguyên vẹn\.$"):
        read_table(csv_file('A;B\n1;"hai\n' + "1;2\n" * 50_000))


@pytest.mark.parametrize("content", ["", "\ufeff"])
def test_empty_file_is_refused(content, csv_file):
    with pytest.raises(UnreadableTable, match=r"^Tệp không có dòng nào\.$"):
        read_table(csv_file(content))


def test_empty_workbook_is_refused(tmp_path):
    path = write_xlsx(tmp_path / "rong.xlsx", [], [])
    with pytest.raises(UnreadableTable, match=r"^Tệp không có dòng nào\.$"):
        read_table(path)


def test_repeated_headings_are_named(csv_file):
    with pytest.raises(UnreadableTable, match=r"^Cột bị lặp: A, B\.$"):
        read_table(csv_file("A;B;C;A; B \n1;2;3;4;5\n"))


@pytest.mark.parametrize(("length", "accepted"), [(20_000, True), (20_001, False)])
def test_table_has_at_most_20000_rows(length, accepted, csv_file):
    path = csv_file("A;B\n" + "1;2\n" * length)
    if accepted:
        assert len(read_table(path)) == length
    else:
        with pytest.raises(UnreadableTable, match=r"hơn 20\.000 dòng"):
            read_table(path)


# Cells


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        (0, Decimal(0)),
        ("0", Decimal(0)),
        (1283, Decimal(1283)),
        (Decimal("3.2"), Decimal("3.2")),
        ("1.283", Decimal(1283)),
        ("12.345.678,9", Decimal("12345678.9")),
        ("1283", Decimal(1283)),
        ("3,2", Decimal("3.2")),
        ("0,5", Decimal("0.5")),
        ("-1.283,5", Decimal("-1283.5")),
        ("1 283", Decimal(1283)),
        ("1\u00a0283", Decimal(1283)),
    ],
)
def test_number_is_read_in_vietnamese_form(cell, expected):
    assert read_number(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "1.5",
        "12.34",
        "1,283.5",
        "1.2834",
        "1234.567",
        "1.283.",
        ".283",
        "0.283",  # three thousandths in English, nothing in Vietnamese: never 283
        "3,",
        ",5",
        "3,2,1",
        "3,²",
        "1e3",
        "--5",
        "+5",
        "5-",
        "-",
        "½",
        "²",
        "٣",
        "nhiều",
        "NaN",
        "Infinity",
        True,
    ],
)
def test_number_that_is_ambiguous_is_refused(cell):
    with pytest.raises(ValueError, match="số"):
        read_number(cell)


@given(st.decimals(-(10**14), 10**14, places=4))
def test_number_written_by_the_portal_is_read_back(value):
    assert read_number(formatting.number(value)) == value


@given(st.text() | st.integers() | st.none())
def test_any_cell_is_a_number_nothing_or_refused(cell):
    try:
        value = read_number(cell)
    except ValueError:
        value = None
    assert value is None or value.is_finite()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, None),
        ("", None),
        (date(2020, 5, 5), date(2020, 5, 5)),
        ("05/02/2020", date(2020, 2, 5)),
        ("5/2/2020", date(2020, 2, 5)),
        (" 2020-02-05 ", date(2020, 2, 5)),
        ("29/02/2020", date(2020, 2, 29)),
    ],
)
def test_day_is_read(cell, expected):
    assert read_day(cell) == expected


@pytest.mark.parametrize("cell", ["29/02/2021", "31/2/2020", "02/13/2020"])
def test_day_that_the_calendar_lacks_is_refused(cell):
    with pytest.raises(ValueError, match=f"^Ngày {cell} không có thật. Ghi lại theo ngày/tháng/năm.$"):
        read_day(cell)


@pytest.mark.parametrize("cell", ["5.2.2020", "05/02/20", "2020", "hôm qua", 43831])
def test_day_that_is_none_is_refused(cell):
    with pytest.raises(ValueError, match=r"không phải là ngày dd/mm/yyyy\.$"):
        read_day(cell)
