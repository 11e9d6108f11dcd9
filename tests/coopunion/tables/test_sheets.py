"""Files from the wild (the catalogue's inputs 31–50): refused with a reason, or read as Excel shows them."""

import tracemalloc
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from openpyxl import Workbook

from coopunion.tables import sheets
from coopunion.tables.cells import Fault
from coopunion.tables.sheets import UnreadableTable
from coopunion.tables.workbooks import parse_table
from tests.workbooks import COMPOUND_FILE, HEAD, TAIL, saved, text_cell, with_part, with_sheet, workbook


def read(content: bytes, headings=(), name: str = "bang.xlsx"):
    table = parse_table(name, content, headings)
    return table.headers, [tuple(row) for row in table]


def refusal(content: bytes, headings=(), name: str = "bang.xlsx") -> str:
    with pytest.raises(UnreadableTable) as refused:
        parse_table(name, content, headings)
    return str(refused.value)


def cell(xml: bytes):
    """What one cell of a hand-made sheet reads as."""
    heading = b'<row r="1">' + text_cell("A1", "A") + b"</row>"
    return read(with_sheet(HEAD + heading + b'<row r="2">' + xml + b"</row>" + TAIL))[1][0][0]


# 31, 32: nothing in it


def test_empty_file_is_refused():
    assert refusal(b"") == "Tệp không phải là bảng tính .xlsx còn nguyên vẹn."


def test_headings_alone_are_a_table_of_no_rows():
    assert read(workbook(["A", "B"])) == (["A", "B"], [])


# 33–35: no workbook at all


def test_old_xls_under_a_new_name_is_told_apart():
    assert refusal(COMPOUND_FILE + b"Workbook") == "Đây là tệp .xls kiểu cũ: mở bằng Excel rồi lưu lại dạng .xlsx."


def test_password_is_told_apart():
    content = COMPOUND_FILE + "EncryptedPackage".encode("utf-16-le")
    assert refusal(content) == "Tệp có mật khẩu: mở bằng Excel, bỏ mật khẩu rồi lưu lại."


@pytest.mark.parametrize("length", [10, 500, 3000])
def test_truncated_zip_is_refused(length):
    assert refusal(workbook(["A"], [1])[:length]) == "Tệp không phải là bảng tính .xlsx còn nguyên vẹn."


@pytest.mark.parametrize(
    "xml", [b"", b"<worksheet>", HEAD + b"<row r='x'/>" + TAIL, HEAD + b"<row><c r='?'/></row>" + TAIL]
)
def test_broken_sheet_is_refused(xml):
    assert refusal(with_sheet(xml)) == "Tệp không phải là bảng tính .xlsx còn nguyên vẹn."


# 36–38: bombs, refused before anything is parsed


@pytest.fixture
def nothing_is_parsed(monkeypatch):
    def parse(*args, **kwargs):
        pytest.fail("The file was parsed.")

    monkeypatch.setattr(sheets, "_WorkbookReader", parse)
    monkeypatch.setattr(sheets, "iterparse", parse)


def test_file_that_inflates_to_600_mb_is_refused_unparsed(nothing_is_parsed):
    content = with_sheet(bytes(1024 * 1024), 600)
    assert (len(content) < 700_000, refusal(content)) == (True, "Tệp khi giải nén lớn hơn 60 MB.")


def test_file_that_hides_its_600_mb_is_refused_without_holding_them(nothing_is_parsed):
    content = with_part("xl/worksheets/sheet1.xml", bytes(1024 * 1024), 600, claims=1_000)
    tracemalloc.start()

    shown = refusal(content)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (shown, peak < 10 * 1024 * 1024) == ("Tệp không phải là bảng tính .xlsx còn nguyên vẹn.", True)


@pytest.mark.parametrize(
    ("part", "size"), [("xl/styles.xml", 9), ("[Content_Types].xml", 2), ("xl/_rels/workbook.xml.rels", 2)]
)
def test_part_built_as_a_whole_is_refused_beyond_its_measure(part, size, nothing_is_parsed):
    assert refusal(with_part(part, b" " * 1024 * 1024, size)) == sheets.TOO_LARGE


def test_workbook_part_beyond_its_measure_is_refused():
    assert refusal(with_part("xl/workbook.xml", b" " * 1024 * 1024, 2)) == sheets.TOO_LARGE


def test_many_styles_are_read_for_their_dates_alone():
    styles = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>'
    styles += b"<xf/>" * 500_000 + b'<xf numFmtId="14"/></cellXfs></styleSheet>'
    with zipfile.ZipFile(BytesIO(with_part("xl/styles.xml", styles))) as archive:
        codes = sheets._formats(archive)
    assert (len(codes), codes[0], codes[-1]) == (500_001, "General", "mm-dd-yy")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_document_type_is_refused_unparsed(encoding, nothing_is_parsed):
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        + HEAD.decode()
        + "<row><c><v>&b;</v></c></row>"
        + TAIL.decode()
    )
    assert refusal(with_sheet(bomb.encode(encoding))) == "Tệp có khai báo lạ (DTD), không đọc: hãy lưu lại bằng Excel."


def test_cell_at_the_far_corner_costs_nothing():
    far = b'<row r="1">' + text_cell("A1", "A") + b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert read(with_sheet(HEAD + far + TAIL)) == (["A"], [])


def test_value_far_below_the_last_row_is_over_the_limit():
    far = b'<row r="1">' + text_cell("A1", "A") + b'</row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    assert refusal(with_sheet(HEAD + far + TAIL)) == "Tệp có hơn 20.000 dòng; hãy chia thành nhiều tệp."


@pytest.mark.parametrize("xml", [b"<row/>" * 100_001, b"<row>" + b"<c><v>1</v></c>" * 1_000_001 + b"</row>"])
def test_endless_rows_and_cells_are_refused(xml, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_CELL_MARKS", 1_000)
    assert refusal(with_sheet(HEAD + xml + TAIL)) == (
        "Trang tính “Sheet” có quá nhiều dòng hoặc ô; hãy xóa các dòng trống."
    )


# 39–44: what offices do with tables


def test_headings_are_found_whatever_their_case_and_marks():
    headings = ("Mã số", "Tên hợp tác xã", "Vốn điều lệ (đồng)")
    table = workbook(["MÃ SỐ", "Ten hop tac xa (*)", "Vốn điều lệ  (đồng)"], ["1", "HTX", 5])
    assert read(table, headings) == (list(headings), [("1", "HTX", 5)])


def test_headings_are_found_under_a_title():
    content = workbook(["DANH SÁCH HỢP TÁC XÃ"], [None], ["Mã số", "Tên"], ["1", "HTX"])
    table = parse_table("bang.xlsx", content, ("Mã số", "Tên"))
    assert (table.headers, list(table), table.heading_row, table.row_number(0)) == (
        ["Mã số", "Tên"],
        [("1", "HTX")],
        3,
        4,
    )


@pytest.mark.parametrize("name", ["bang.xlsx", "bang.csv"])
def test_more_headings_than_a_hundred_are_refused(name):
    headings = [f"Cột {number}" for number in range(101)]
    content = workbook(headings) if name == "bang.xlsx" else ";".join(headings).encode()
    assert refusal(content, name=name) == "Dòng tiêu đề có hơn 100 cột; hãy xóa các cột không dùng."


def test_wide_csv_is_refused_at_once():
    assert refusal(b"a," * 2_000_000, name="bang.csv") == "Dòng tiêu đề có hơn 100 cột; hãy xóa các cột không dùng."


def test_columns_may_stand_in_any_order():
    assert read(workbook(["B", "A"], [2, 1]), ("A", "B")) == (["B", "A"], [(2, 1)])


def test_repeated_heading_is_refused_even_spelled_otherwise():
    assert refusal(workbook(["Mã số", "ma so"], [1, 2]), ("Mã số",)) == "Cột bị lặp: Mã số."


def test_columns_not_known_are_named():
    table = parse_table("bang.xlsx", workbook(["A", "Ý kiến", "Lỗi cần sửa"], [1, 2, 3]), ("A",))
    assert table.notices == ["Không đọc cột: Ý kiến."]


def test_merged_cells_are_refused_by_name():
    book = Workbook()
    for row in (["A", "B"], [1, "x"], [2, None]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    assert refusal(saved(book)) == "Có ô gộp (B2:B3): bỏ gộp ô rồi điền đủ từng dòng."


def test_merged_title_above_the_headings_does_no_harm():
    book = Workbook()
    for row in (["DANH SÁCH", None], ["A", "B"], [1, 2]):
        book.active.append(row)
    book.active.merge_cells("A1:B1")
    assert read(saved(book), ("A", "B"))[1] == [(1, 2)]


def test_sheet_with_the_headings_is_read_though_it_is_second():
    book = Workbook()
    book.active.title = "Bìa"
    book.active.append(["Ghi chép"])
    data = book.create_sheet("Số liệu")
    data.append(["A", "B"])
    data.append([1, 2])
    table = parse_table("bang.xlsx", saved(book), ("A", "B"))
    assert (list(table), table.notices) == ([(1, 2)], ["Đọc trang tính “Số liệu”; không đọc: Bìa."])


def test_hidden_sheet_is_not_read():
    book = Workbook()
    hidden = book.create_sheet("Cũ", 0)
    hidden.append(["A", "B"])
    hidden.sheet_state = "hidden"
    book["Sheet"].append(["A"])
    assert read(saved(book), ("A", "B")) == (["A"], [])


def test_hidden_rows_are_read_and_announced():
    book = Workbook()
    for row in (["A"], [1], [2], [3]):
        book.active.append(row)
    book.active.row_dimensions[2].hidden = book.active.row_dimensions[4].hidden = True
    table = parse_table("bang.xlsx", saved(book))
    assert (list(table), table.notices) == (
        [(1,), (2,), (3,)],
        ["Có 2 dòng đang ẩn (dòng 2, 4); các dòng đó cũng được nhập."],
    )


# 45–50: cells


def test_formula_without_a_result_is_a_fault_not_a_blank():
    assert cell(b'<c r="A2"><f>SUM(1,2)</f></c>').message == (
        "Ô có công thức chưa có kết quả: dán lại dạng giá trị (Paste Values)."
    )


def test_formula_with_a_result_is_its_result():
    assert cell(b'<c r="A2"><f>SUM(1,2)</f><v>3</v></c>') == 3
    assert cell(b'<c r="A2" t="str"><f>LEFT("abc")</f><v>a</v></c>') == "a"


def test_error_of_excel_is_a_fault():
    fault = cell(b'<c r="A2" t="e"><f>A9</f><v>#REF!</v></c>')
    assert (str(fault), fault.message) == ("#REF!", "Ô báo lỗi #REF! của Excel.")


@pytest.mark.parametrize("number", [b"1e309", b"-1e400"])
def test_number_beyond_measure_is_a_fault(number):
    assert cell(b'<c r="A2"><v>' + number + b"</v></c>").message == "Số trong ô quá lớn."


def test_day_with_an_impossible_number_is_a_fault():
    book = Workbook()
    book.active.append(["A"])
    book.active["A2"] = 99_999_999_999
    book.active["A2"].number_format = "dd/mm/yyyy"
    fault = read(saved(book))[1][0][0]
    assert fault.message == "Ô có định dạng ngày nhưng giá trị 99999999999 không phải là ngày."


def test_time_is_no_day():
    book = Workbook()
    book.active.append(["A"])
    book.active["A2"] = 0.5
    book.active["A2"].number_format = "[h]:mm:ss"
    assert read(saved(book))[1][0][0].message == "Ô này là giờ, không phải ngày."


@pytest.mark.parametrize(
    ("text", "is_fault"),
    [
        ("Hîp t¸c x· Hång Ca", True),
        ("®ång bµo", True),
        ("Há»£p tÃ¡c xÃ£", True),
        ("Hợp tác xã Hồng Ca", False),
        ("Yến sào A®", False),
        ("diện tích 5 m², 25 °C – “tốt”", False),
        ("Nestlé & Müller", False),
    ],
)
def test_letters_of_an_old_font_are_a_fault(text, is_fault):
    assert isinstance(read(workbook(["A"], [text]))[1][0][0], Fault) is is_fault


def test_name_in_decomposed_letters_is_composed():
    assert read(workbook(["A"], ["Hồng Ca"]))[1] == [("Hồng Ca",)]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258", "latin-1"])
def test_csv_in_another_encoding_is_refused(encoding):
    content = "Mã;Tên\n1;Lợi ích à\n".encode(encoding, "replace")
    message = (
        refusal(content, name="bang.csv") if encoding != "latin-1" else refusal("Tên;à".encode(encoding), name="b.csv")
    )
    assert message == "Tệp .csv không theo bảng mã UTF-8; hãy lưu lại dạng “CSV UTF-8”."


# Robustness: whatever the bytes, a table or a refusal


@pytest.mark.parametrize("seed", range(30))
def test_damaged_workbook_is_read_or_refused(seed):
    content = bytearray(workbook(["A", "B"], [1, "hai"], ["ba", 4.5]))
    for place in range(seed, len(content), 97 + seed):
        content[place] ^= 0xFF
    with suppress(UnreadableTable):
        parse_table("bang.xlsx", bytes(content))
