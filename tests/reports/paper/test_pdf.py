"""The finished PDF, measured in millimetres against the form of Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pdfplumber
import pytest
from weasyprint import HTML

from coopunion.models import OfficeIdentity
from reports.paper.elements import Block
from reports.paper.pdf import gc_paused, no_fetcher, render_html, render_pdf, safe_font
from tests.reports.measuring import (
    CENTRE,
    CLOSE,
    LEFT,
    RIGHT,
    appendix,
    baseline,
    find,
    mm,
    open_pdf,
    page_numbers,
    page_with,
)
from tests.reports.papers import VIETNAMESE, paper, task


@pytest.fixture(scope="module")
def content() -> bytes:
    return render_pdf(paper())


@pytest.fixture(scope="module")
def pdf(content) -> Iterator[pdfplumber.PDF]:
    with open_pdf(content) as opened:
        yield opened


def test_letter_is_upright_and_figures_lie(pdf):
    shapes = [(round(mm(page.width)), round(mm(page.height))) for page in pdf.pages]
    lying = appendix(pdf, "Phụ lục I")
    assert [place for place, shape in enumerate(shapes) if shape == (297, 210)] == [lying]
    assert [place for place, shape in enumerate(shapes) if shape == (210, 297)] == [
        place for place in range(len(shapes)) if place != lying
    ]


def test_nothing_leaves_the_margins(pdf):
    for page in pdf.pages:
        inked = [each for each in page.chars if each["text"].strip()] + page.lines + page.rects
        body = [each for each in inked if mm(each["top"]) > 19]
        assert min(mm(each["x0"]) for each in body) >= LEFT - 0.2
        assert max(mm(each["x1"]) for each in body) <= mm(page.width) - 15 + 0.2
        assert max(mm(each["bottom"]) for each in body) <= mm(page.height) - 20 + 0.2


def test_body_fills_the_text_block(pdf):
    lines = pdf.pages[1].extract_text_lines()
    assert max(mm(line["x1"]) for line in lines) == pytest.approx(RIGHT, abs=0.2)
    assert min(mm(line["x0"]) for line in lines) == pytest.approx(LEFT, abs=0.2)


@pytest.mark.parametrize(
    ("text", "font", "size", "x0", "x1", "y"),
    [
        ("LIÊN MINH HỢP TÁC XÃ", "Liberation-Serif-Bold", 13, 35.5, 90.5, 24.7),
        ("TỈNH YÊN BÁI", "Liberation-Serif-Bold", 13, 47.1, 78.9, 30.7),
        ("Số: 186/BC-LMHTX", "Liberation-Serif", 13, 43.3, 82.7, 40.1),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Liberation-Serif-Bold", 13, 97.7, 193.3, 24.7),
        ("Độc lập - Tự do - Hạnh phúc", "Liberation-Serif-Bold", 14, 115.3, 175.7, 30.7),
        ("Yên Bái, ngày 21 tháng 12 năm 2020", "Liberation-Serif-Italic", 14, 108.9, 182.1, 40.1),
        ("BÁO CÁO", "Liberation-Serif-Bold", 14, 101, 124, 51.9),
        ("Kết quả thực hiện Chương trình", "Liberation-Serif-Bold", 14, 36.7, None, 58.3),
        ("quý IV và năm 2020; phương hướng, nhiệm vụ năm 2021", "Liberation-Serif-Bold", 14, 52.3, 172.7, 64.6),
        ("Kính gửi: Thường trực Tỉnh ủy Yên Bái", "Liberation-Serif", 14, 72.8, 152.2, 76.5),
        ("Thực hiện Chương trình hành động", "Liberation-Serif", 14, 42.7, None, 87.1),
        ("I. CÔNG TÁC LÃNH ĐẠO", "Liberation-Serif-Bold", 14, 42.7, None, 108.3),
    ],
)
def test_first_page_stands_as_the_form_has_it(pdf, text, font, size, x0, x1, y):
    found = find(pdf.pages[0], text)
    assert (found["font"], found["size"]) == (font, size)
    assert found["x0"] == pytest.approx(x0, abs=CLOSE)
    assert found["y"] == pytest.approx(y, abs=CLOSE)
    assert x1 is None or found["x1"] == pytest.approx(x1, abs=CLOSE)


def test_number_and_date_share_a_baseline(pdf):
    number, day = find(pdf.pages[0], "Số: 186/BC-LMHTX"), find(pdf.pages[0], "Yên Bái, ngày 21")
    assert number["y"] == pytest.approx(day["y"], abs=0.02)


def test_rules_are_drawn(pdf):
    rules = sorted(tuple(mm(rule[edge]) for edge in ("x0", "x1", "top")) for rule in pdf.pages[0].rects)
    assert rules == [pytest.approx(form, abs=CLOSE) for form in ((53, 73, 32.7), (85, 140, 67.2), (115.3, 175.7, 32.7))]


def test_parent_stands_above_the_office():
    office = OfficeIdentity(pk=1, parent_name="Liên minh HTX Việt Nam")
    with open_pdf(render_pdf(paper(office=office, lists=[]))) as pdf:
        page = pdf.pages[0]
        parent, own, state = (find(page, text) for text in ("LIÊN MINH HTX VIỆT NAM", "LIÊN MINH HỢP", "CỘNG HÒA"))
        assert parent["font"] == "Liberation-Serif"
        assert parent["y"] == pytest.approx(state["y"], abs=0.02)
        assert own["y"] == pytest.approx(parent["y"] + 6, abs=0.1)
        assert find(page, "Số: 186")["y"] == pytest.approx(find(page, "Yên Bái, ngày 21")["y"], abs=0.02)


def test_pages_are_numbered_from_the_second_and_each_appendix_anew(pdf):
    assert (appendix(pdf, "Phụ lục I"), appendix(pdf, "Phụ lục II")) == (3, 4)
    assert page_numbers(pdf) == ["", "2", "3", "", "", "2"]


def test_page_number_is_centred_in_the_top_margin(pdf):
    number = find(pdf.pages[1], "2")
    assert (number["size"], number["font"]) == (14, "Liberation-Serif")
    assert (number["x0"] + number["x1"]) / 2 == pytest.approx(CENTRE, abs=CLOSE)
    assert number["y"] == pytest.approx(13.3, abs=CLOSE)


def test_later_page_begins_at_the_top_of_its_block(pdf):
    first = pdf.pages[1].crop((0, 19 / 25.4 * 72, pdf.pages[1].width, pdf.pages[1].height)).extract_text_lines()[0]
    assert baseline(first["chars"][0], pdf.pages[1]) == pytest.approx(24.8, abs=CLOSE)


def test_lines_follow_at_eighteen_points_and_paragraphs_six_further(pdf):
    lines = [baseline(line["chars"][0], pdf.pages[0]) for line in pdf.pages[0].extract_text_lines()]
    opening = lines.index(find(pdf.pages[0], "Thực hiện Chương trình hành động")["y"])
    gaps = [after - before for before, after in zip(lines[opening:], lines[opening + 1 :], strict=False)]
    assert {round(gap / 25.4 * 72) for gap in gaps} == {18, 24}


def test_recipients_stand_level_with_the_signer(pdf):
    page = page_with(pdf, "CHỦ TỊCH")
    title, name, head = find(page, "CHỦ TỊCH"), find(page, "(Họ và tên)"), find(page, "Nơi nhận:")
    assert head["y"] == pytest.approx(title["y"], abs=0.02)
    assert (title["x0"] + title["x1"]) / 2 == pytest.approx(153.75, abs=CLOSE)
    assert name["y"] - title["y"] == pytest.approx(36.3, abs=CLOSE)
    assert (head["font"], head["size"]) == ("Liberation-Serif-Bold-Italic", 12)
    assert find(page, "- Như trên;")["y"] - head["y"] == pytest.approx(5.4, abs=CLOSE)
    assert find(page, "- Ủy ban nhân dân tỉnh;")["size"] == 11
    assert find(page, "- Lưu: VT, NVCS.")["x0"] == pytest.approx(LEFT, abs=0.2)
    assert title["y"] - find(page, "Tỉnh ủy./.")["y"] == pytest.approx(12, abs=CLOSE)


@pytest.mark.parametrize("extra", range(0, 14, 2))
def test_signature_keeps_the_last_paragraph_on_its_page(extra):
    """However full the page before it is."""
    blocks = [*task(1), *task(2), *(Block("paragraph", f"Đoạn {number}.") for number in range(extra))]
    with open_pdf(render_pdf(paper(blocks=blocks, groups=[], lists=[]))) as pdf:
        page = page_with(pdf, "CHỦ TỊCH")
        assert page.search("Trên đây là Báo cáo", regex=False)
        assert page.search("(Họ và tên)", regex=False)


def letter(blocks: list[Block]) -> list[pdfplumber.page.Page]:
    """The pages of a report of these blocks, without its appendices."""
    with open_pdf(render_pdf(paper(blocks=blocks, lists=[]))) as pdf:
        return [page for page in pdf.pages if page.width < page.height]


def test_heading_is_never_the_last_line_of_a_page():
    blocks = []
    for number in range(1, 60):
        blocks += [Block("heading", f"{number}. Đầu mục"), *[Block("paragraph", "Một dòng.")] * (1 + number % 4)]
    pages = letter(blocks)
    assert len(pages) > 4
    assert [page.number for page in pages if "Đầu mục" in page.extract_text_lines()[-1]["text"]] == []


def test_numbers_are_never_cut():
    """Wherever on a line they come to stand."""
    blocks = [Block("paragraph", "từ " * count + "(190-CTr/TU) có 18 HTX.") for count in range(31)]
    text = "\n".join(page.extract_text() for page in letter(blocks))
    assert text.count("(190-CTr/TU)") == 31
    assert text.count("18 HTX.") == 31


def test_justified_lines_end_at_the_margin():
    """With kerning, lines with many V, A and Y stick out."""
    pages = letter([Block("paragraph", "VĂN YÊN, TÂY VÂN, AVAY " * 20)])
    assert max(mm(line["x1"]) for line in pages[0].extract_text_lines()) == pytest.approx(RIGHT, abs=0.1)


def test_figures_have_the_form_s_columns(pdf):
    page = pdf.pages[appendix(pdf, "Phụ lục I")]
    edges = [30, 39, 104.5, 125.5, 144.5, 162.5, 180.5, 200.5, 219.5, 239.5, 282]
    (table,) = page.find_tables()
    drawn = sorted({cell[0] for cell in table.rows[0].cells} | {table.bbox[2]})
    assert [mm(edge) for edge in drawn] == pytest.approx(edges, abs=CLOSE)
    assert mm(table.bbox[1]) == pytest.approx(42.7, abs=CLOSE)
    assert find(page, "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU QUÝ IV VÀ NĂM 2020")["y"] == pytest.approx(31.2, abs=CLOSE)


def test_list_repeats_its_header_and_keeps_its_rows_whole(pdf):
    pages = [page for page in pdf.pages if page.search("HTX minh họa", regex=False)]
    tables = [page.extract_tables()[0] for page in pages]
    header = ["TT", "HTX", "Địa bàn", "Ngành, nghề chính", "Ngày cấp\nGCN"]
    assert [table[0] for table in tables] == [header, header]
    rows = [row for table in tables for row in table[1:]]
    assert [row[0] for row in rows] == [str(number) for number in range(1, 71)]
    assert {row[2] for row in rows} == {"xã An Thịnh, huyện Văn Yên"}


def test_empty_list_says_so(pdf):
    page = page_with(pdf, "B. Sản phẩm OCOP (0 sản phẩm)")
    assert page.search("Không phát sinh.", regex=False)


def test_fonts_are_embedded(content, pdf):
    fonts = {character["fontname"] for page in pdf.pages for character in page.chars}
    assert {font.partition("+")[2] for font in fonts} == {
        "Liberation-Serif",
        "Liberation-Serif-Bold",
        "Liberation-Serif-Italic",
        "Liberation-Serif-Bold-Italic",
    }
    assert all(len(font.partition("+")[0]) == 6 for font in fonts)  # a subset's tag: embedded


def test_every_vietnamese_letter_can_be_read_back(pdf):
    text = "".join(character["text"] for character in pdf.pages[0].chars)
    assert set(VIETNAMESE) <= set(text)


def test_text_is_black(pdf):
    inks = {character["non_stroking_color"] for page in pdf.pages for character in page.chars}
    assert inks <= {(0.0, 0.0, 0.0), (0,), (0.0,)}


def test_file_is_tagged_archival_and_names_itself(pdf):
    catalog = pdf.doc.catalog
    assert catalog["Lang"] == b"vi"
    assert {"MarkInfo", "StructTreeRoot", "OutputIntents", "Outlines"} <= set(catalog)
    assert pdf.metadata["Title"] == "Báo cáo quý IV năm 2020, Chương trình hành động 190"
    assert pdf.metadata["Author"] == "Liên minh Hợp tác xã tỉnh Yên Bái"
    xmp = catalog["Metadata"].resolve().get_data().decode()
    assert 'pdfaid:part="3"' in xmp
    assert 'pdfaid:conformance="A"' in xmp
    assert 'pdfuaid:part="1"' in xmp


def test_same_report_gives_the_same_bytes():
    report = paper(lists=[])
    assert render_pdf(report) == render_pdf(report)


def test_draft_leaves_the_number_open_and_changes_nothing_else():
    draft = paper(issued=False, number_line="Số:      /BC-LMHTX", lists=[])
    with open_pdf(render_pdf(draft)) as pdf:
        slash = find(pdf.pages[0], "/BC-LMHTX")
        assert slash["x0"] - find(pdf.pages[0], "Số:")["x1"] > 4
        assert find(pdf.pages[0], "BÁO CÁO")["y"] == pytest.approx(51.9, abs=CLOSE)


def test_weasyprint_has_nothing_to_complain_of(caplog):
    render_pdf(paper())
    assert [record.message for record in caplog.records if record.levelname != "INFO"] == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/a.png",
        "https://example.org/a.png",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "data:image/png;base64,AA==",
    ],
)
def test_fetcher_refuses_every_address(address):
    with pytest.raises(ValueError, match="disallowed protocol"):
        no_fetcher().fetch(address)


def test_smuggled_image_is_not_fetched(caplog):
    HTML(string='<img src="file:///etc/passwd">', url_fetcher=no_fetcher()).write_pdf()
    assert "disallowed protocol" in caplog.text


def test_text_cannot_become_markup():
    report = paper(blocks=[Block("paragraph", '<img src="http://127.0.0.1:9/a.png"> & xong')], recipients=["<b>A</b>."])
    html = render_html(report)
    assert "<img" not in html
    assert "&lt;img" in html
    assert "- &lt;b&gt;A&lt;/b&gt;." in html


def test_font_name_cannot_leave_its_style():
    assert safe_font('Times"; } </style><script>') == "Times  stylescript"
    html = render_html(paper(font='Tinos"; } </style><script>'))
    assert "<script" not in html
    assert html.count("</style>") == 1


def test_collector_is_as_before_after_a_rendering():
    before = (gc.get_threshold(), gc.get_freeze_count())
    render_pdf(paper(lists=[]))
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_collector_is_as_before_after_a_failure():
    before = (gc.get_threshold(), gc.get_freeze_count())
    with pytest.raises(ZeroDivisionError), gc_paused():
        raise ZeroDivisionError
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_nothing_of_a_rendering_stays_in_memory():
    render_pdf(paper(lists=[]))
    gc.collect()
    before = len(gc.get_objects())
    gc.disable()
    try:
        render_pdf(paper())
        assert len(gc.get_objects()) - before < 5_000  # the rendering makes a hundred times as many
    finally:
        gc.enable()
