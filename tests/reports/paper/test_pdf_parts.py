"""What the PDF carries beside its text: bookmarks, links, the Excel file, the QR code; and its appendices, measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pdfplumber
import pytest
import segno
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import decode_text

from reports.paper.elements import Block, RecordList, TextLink
from reports.paper.pdf import render_html, render_pdf
from reports.paper.xlsx import render_xlsx
from tests.reports.measuring import CLOSE, LEFT, appendix, find, mm, open_pdf, page_numbers, page_with
from tests.reports.papers import FIGURE, paper, records

ADDRESS = "https://lmhtx.example/xac-minh/0123456789abcdef/"
SENTENCE = "Đã có 65/30 HTX (danh sách tại Mục A Phụ lục II)."
ISSUED = paper(
    verify_url=ADDRESS,
    blocks=[
        Block("chapter", "II. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ"),
        Block("heading", "1. Phát triển hợp tác xã"),
        Block("paragraph", SENTENCE, (TextLink(6, 8, "1a"), TextLink(31, 47, "1a"), TextLink(9, 11, "không có"))),
    ],
)


@pytest.fixture(scope="module")
def pdf() -> Iterator[pdfplumber.PDF]:
    with open_pdf(render_pdf(ISSUED)) as opened:
        yield opened


def destinations(pdf: pdfplumber.PDF) -> dict[str, int]:
    """The index of the page that each named place is on."""
    pages = {page.page_obj.pageid: place for place, page in enumerate(pdf.pages)}
    names = resolve1(resolve1(pdf.doc.catalog["Names"])["Dests"])["Names"]
    return {decode_text(name): pages[resolve1(place)[0].objid] for name, place in zip(*[iter(names)] * 2, strict=True)}


def links(page: pdfplumber.page.Page) -> list[tuple[str, str]]:
    """The words under each link, and where it leads."""
    found = []
    for link in page.annots:
        words = page.within_bbox((link["x0"] - 0.1, link["top"], link["x1"] + 0.1, link["bottom"])).extract_text()
        action = link["data"].get("A")
        target = resolve1(action)["URI"].decode() if action else decode_text(link["data"]["Dest"])
        found.append((words, target))
    return found


def test_bookmarks_lead_through_the_paper(pdf):
    assert [(level, title) for level, title, *_ in pdf.doc.get_outlines()] == [
        (
            1,
            "BÁO CÁO Kết quả thực hiện Chương trình hành động số 190-CTr/TU của Tỉnh ủy quý IV và năm 2020; phương "
            "hướng, nhiệm vụ năm 2021",
        ),
        (2, "II. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ"),
        (3, "1. Phát triển hợp tác xã"),
        (2, "Phụ lục I KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU QUÝ IV VÀ NĂM 2020"),
        (2, "Phụ lục II DANH SÁCH CHI TIẾT CÁC CHỈ TIÊU QUÝ IV VÀ NĂM 2020"),
        (3, "A. HTX thành lập mới (70 HTX)"),
        (3, "B. Sản phẩm OCOP (0 sản phẩm)"),
    ]


def test_counted_figures_lead_to_their_lists(pdf):
    assert links(pdf.pages[0])[:2] == [("65", "danh-sach-A"), ("Mục A Phụ lục II", "danh-sach-A")]
    assert links(pdf.pages[appendix(pdf, "Phụ lục I")]) == [("18", "danh-sach-A"), ("65", "danh-sach-A")]
    assert destinations(pdf)["danh-sach-A"] == appendix(pdf, "Phụ lục II")


def test_every_link_inside_the_paper_has_its_place(pdf):
    targets = {target for page in pdf.pages for _, target in links(page)}
    assert targets - set(destinations(pdf)) == {ADDRESS}


def test_excel_file_is_attached_as_the_paper_s_data(pdf):
    (attached,) = {each.objid: resolve1(each) for each in resolve1(pdf.doc.catalog["AF"])}.values()
    stream = resolve1(attached["EF"]["F"])
    assert literal_name(attached["AFRelationship"]) == "Data"
    assert decode_text(attached["UF"]) == "bao-cao-190-2020-quy-4.xlsx"
    assert literal_name(stream["Subtype"]) == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert resolve1(stream["Params"])["ModDate"] == b"D:20201221000000Z"
    assert stream.get_data() == render_xlsx(ISSUED)


def test_qr_code_stands_under_the_recipients_and_moves_nothing(pdf):
    page = page_with(pdf, "Nơi nhận:")
    last, name = find(page, "- Lưu: VT, NVCS."), find(page, "(Họ và tên)")
    drawn = [line for line in [*page.lines, *page.curves, *page.rects] if mm(line["top"]) > last["y"]]
    edges = [mm(min(each["x0"] for each in drawn)), mm(max(each["x1"] for each in drawn))]
    assert edges == pytest.approx([LEFT, LEFT + 20], abs=CLOSE)
    assert mm(min(each["top"] for each in drawn)) == pytest.approx(last["y"] + 3.5, abs=CLOSE)
    assert name["y"] - find(page, "CHỦ TỊCH")["y"] == pytest.approx(36.3, abs=CLOSE)
    assert "https://lmhtx.example/xac-minh/" in page.extract_text()
    assert ADDRESS in {target for _, target in links(page)}


def test_qr_code_holds_the_address():
    code = segno.make(ADDRESS, error="m", micro=False)
    drawing = code.svg_inline(omitsize=True, border=0, svgclass=None, lineclass=None)
    (path,) = [piece for piece in drawing.split('"') if piece.startswith("M")]
    assert path in render_html(ISSUED)
    assert f"<title>Mã QR: {ADDRESS}</title>" in render_html(ISSUED)


def test_paper_without_an_address_has_no_qr_code():
    assert "<svg" not in render_html(paper())


def test_address_cannot_become_markup():
    html = render_html(paper(verify_url='https://x/"><script>'))
    assert "<script" not in html


def test_appendix_heads_stand_as_the_form_has_them(pdf):
    for title, name, centre in (
        ("Phụ lục I", "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU QUÝ IV VÀ NĂM 2020", 156.0),
        ("Phụ lục II", "DANH SÁCH CHI TIẾT CÁC CHỈ TIÊU QUÝ IV VÀ NĂM 2020", 112.5),
    ):
        page = pdf.pages[appendix(pdf, title)]
        heads = [find(page, text) for text in (title, name, "(Kèm theo Báo cáo số 186/BC-LMHTX")]
        assert [head["y"] for head in heads] == pytest.approx([24.8, 31.2, 37.5], abs=CLOSE)
        assert [head["font"].removeprefix("Liberation-Serif-") for head in heads] == ["Bold", "Bold", "Italic"]
        assert {head["size"] for head in heads} == {14}
        assert (heads[1]["x0"] + heads[1]["x1"]) / 2 == pytest.approx(centre, abs=CLOSE)


def test_landscape_table_fills_its_sheet(pdf):
    page = pdf.pages[appendix(pdf, "Phụ lục I")]
    (table,) = page.find_tables()
    assert [mm(table.bbox[0]), mm(table.bbox[2])] == pytest.approx([30, 282], abs=CLOSE)
    heights = [mm(row.bbox[3] - row.bbox[1]) for row in table.rows]
    assert heights[1] == pytest.approx(6.67, abs=0.3)
    assert find(page, "Ghi chú: ĐVT")["size"] == 12


def test_long_appendix_of_figures_repeats_its_header_and_counts_its_pages():
    groups = [replace(paper().groups[0], rows=[FIGURE] * 40)]
    with open_pdf(render_pdf(paper(groups=groups, lists=[]))) as pdf:
        lying = [page for page in pdf.pages if page.width > page.height]
        assert [page.extract_tables()[0][0][0] for page in lying] == ["TT"] * len(lying)
        assert page_numbers(pdf)[-len(lying) :] == ["", *[str(number) for number in range(2, len(lying) + 1)]]
        assert len(lying) > 2


def test_list_columns_stand_as_the_form_has_them(pdf):
    page = pdf.pages[appendix(pdf, "Phụ lục II")]
    (table,) = page.find_tables()
    drawn = [mm(cell[0]) for cell in table.rows[0].cells] + [mm(table.bbox[2])]
    assert drawn == pytest.approx([30, 39, 75, 129, 174, 195], abs=CLOSE)
    assert mm(table.rows[1].bbox[3] - table.rows[1].bbox[1]) == pytest.approx(5.75, abs=0.1)
    title = find(page, "A. HTX thành lập mới (70 HTX)")
    assert (title["size"], title["font"], title["x0"]) == (13, "Liberation-Serif-Bold", pytest.approx(LEFT, abs=0.3))


def long_list(count: int) -> RecordList:
    areas = ("huyện Văn Yên", "huyện Trấn Yên", "huyện Trấn Yên")
    rows = [replace(row, area=areas[row.number % 3]) for row in records(count)]
    return RecordList("A", "1a", "HTX thành lập mới", "HTX", "Ngành, nghề chính", "Ngày cấp GCN", rows)


def test_list_of_five_hundred_rows_is_printed_whole():
    html = render_html(paper(lists=[long_list(500)]))
    assert html.count("HTX minh họa") == 500


def test_longer_list_is_added_up_by_place_and_whole_in_the_attached_file():
    report = paper(lists=[long_list(501)])
    with open_pdf(render_pdf(report)) as pdf:
        page = page_with(pdf, "A. HTX thành lập mới (501 HTX)")
        assert page.extract_tables() == [
            [["TT", "Địa bàn", "Số lượng"], ["1", "huyện Trấn Yên", "334"], ["2", "huyện Văn Yên", "167"]]
        ]
        assert "từng dòng ở trang “A. 1a” của tệp Excel kèm theo." in " ".join(page.extract_text().split())
        assert "HTX minh họa" not in page.extract_text()
