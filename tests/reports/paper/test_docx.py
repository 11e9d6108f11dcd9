"""The Word file, read back as Word reads it. That its pages are the PDF's is drilled (drills/word_pages.py)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from coopunion.models import OfficeIdentity
from reports.paper.docx import render_docx
from reports.paper.elements import Block, RecordList, TextLink
from reports.paper.pdf import render_html
from reports.paper.quarterly import QuarterlyReport
from tests.reports.papers import VIETNAMESE, digests, paper, records

ADDRESS = "https://lmhtx.example/xac-minh/0123456789abcdef/"


def opened(report: QuarterlyReport) -> WordDocument:
    return Document(BytesIO(render_docx(report)))


@pytest.fixture(scope="module")
def word() -> WordDocument:
    return opened(paper(verify_url=ADDRESS))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def texts(word: WordDocument) -> Iterator[str]:
    """Every paragraph, in tables too; python-docx reads Word's unbreakable hyphen as "-"."""
    for paragraph in word.element.body.iter(qn("w:p")):
        pieces = [
            "-" if each.tag == qn("w:noBreakHyphen") else each.text or ""
            for each in paragraph.iter(qn("w:t"), qn("w:noBreakHyphen"))
        ]
        yield plain("".join(pieces))


def test_several_addressees_stand_under_each_other_as_on_the_page():
    report = paper(office=OfficeIdentity(pk=1, addressee="Thường trực Tỉnh ủy\nỦy ban nhân dân tỉnh"))
    said = list(texts(Document(BytesIO(render_docx(report)))))
    start = said.index("Kính gửi:")
    assert said[start + 1 : start + 3] == ["- Thường trực Tỉnh ủy;", "- Ủy ban nhân dân tỉnh."]
    assert '<p class="addressee-line">- Thường trực Tỉnh ủy;</p>' in render_html(report)


def test_letter_says_what_the_report_says(word):
    said = list(texts(word))
    report = paper()
    wanted = [
        "LIÊN MINH HỢP TÁC XÃ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        report.number_line,
        report.date_line,
        "BÁO CÁO",
        *report.subject,
        "Kính gửi: Thường trực Tỉnh ủy Yên Bái",
        report.opening,
        *(block.text for block in report.blocks),
        report.closing,
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT, NVCS.",
        "CHỦ TỊCH",
        "(Họ và tên)",
    ]
    assert [line for line in wanted if line not in said] == []
    assert VIETNAMESE[:86] in said


def test_records_that_are_nowhere_have_no_column_for_their_place():
    rows = [replace(each, place="–") for each in records(2)]
    report = paper(lists=[RecordList("A", "1a", "Báo cáo", "báo cáo", "Ngày gửi", "Số liệu đến", rows)])
    table = opened(report).tables[-1]
    assert [cell.text for cell in table.rows[0].cells] == ["TT", "Báo cáo", "Ngày gửi", "Số liệu đến"]
    assert [cell.text for cell in table.rows[1].cells][1:3] == ["HTX minh họa 001", "Chăn nuôi tổng hợp"]
    html = render_html(report)
    assert ("records-placeless" in html, '<th scope="col">Địa bàn</th>' in html) == (True, False)


def test_sections_have_the_decree_s_sheets_and_count_their_own_pages(word):
    sheets = [
        (
            round(each.page_width.mm),
            round(each.page_height.mm),
            each.orientation,
            each.different_first_page_header_footer,
        )
        for each in word.sections
    ]
    assert sheets == [(210, 297, 0, True), (297, 210, 1, True), (210, 297, 0, True)]
    for section in word.sections:
        edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(edge.mm) for edge in edges] == [20, 20, 30, 15]
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_page_number_runs_in_the_top_margin(word):
    first, *others = word.sections
    (field,) = first.header._element.iter(qn("w:fldSimple"))
    assert field.get(qn("w:instr")) == " PAGE "
    assert first.header_distance.mm < first.top_margin.mm
    assert [other.header.is_linked_to_previous for other in others] == [True, True]
    assert first.first_page_header.is_linked_to_previous  # there is none: page one has no number


def test_rules_are_lines_and_nothing_is_underlined(word):
    rules = list(word.element.body.iter(qn("w:pBdr")))
    assert len(rules) == 3
    assert list(word.element.body.iter(qn("w:u"))) == []


def test_letterhead_is_a_table_without_lines(word):
    head = word.tables[0]
    assert head._tbl.tblPr.find(qn("w:tblBorders")) is None
    assert [round(column.width.mm) for column in head.columns] == [66, 99]


def test_body_is_fourteen_points_justified_and_indented(word):
    style = word.styles["Body Text"]
    form = style.paragraph_format
    assert (style.font.size.pt, form.alignment, round(form.first_line_indent.mm, 1)) == (14, 3, 12.7)
    assert (form.line_spacing.pt, form.space_after.pt) == (18, 6)
    fonts = word.styles.element.find(f".//{qn('w:rFonts')}")
    assert set(fonts.attrib.values()) == {"Times New Roman"}


def test_headings_are_in_word_s_navigation(word):
    levels = {style.name: style.element.find(f".//{qn('w:outlineLvl')}") for style in word.styles}
    found = {name: level.get(qn("w:val")) for name, level in levels.items() if level is not None}
    assert found == {"Title": "0", "Heading 1": "0", "Heading 2": "1", "Phụ lục": "0", "Tên danh sách": "1"}


def test_signature_is_one_row_that_no_page_parts(word):
    (row,) = next(table for table in word.tables if "CHỦ TỊCH" in table._tbl.xml).rows
    assert row._tr.trPr.find(qn("w:cantSplit")) is not None
    kept = [paragraph for cell in row.cells for paragraph in cell.paragraphs]
    assert {paragraph.style.paragraph_format.keep_with_next for paragraph in kept} <= {True, None}
    assert word.styles["Đoạn kết"].paragraph_format.keep_with_next is True
    assert row.cells[0].paragraphs[0].text == "Nơi nhận:"
    assert row.cells[1].paragraphs[0].text == "CHỦ TỊCH"


def test_deputy_signs_under_two_lines():
    word = opened(paper(signer_title="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"))
    cell = next(table for table in word.tables if "PHÓ CHỦ TỊCH" in table._tbl.xml).cell(0, 1)
    assert [paragraph.text for paragraph in cell.paragraphs] == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Họ và tên)"]


def test_draft_is_marked_in_the_top_margin_and_moves_no_line():
    draft, signed = opened(paper(issued=False)), opened(paper())
    (mark,) = draft.element.body.iter(qn("w:framePr"))
    assert (mark.get(qn("w:vAnchor")), mark.get(qn("w:y"))) == ("page", str(round(9 / 25.4 * 1440)))
    assert set(texts(draft)) - set(texts(signed)) == {"DỰ THẢO"}


def test_figures_stand_in_ten_columns_under_a_repeated_header(word):
    table = word.tables[2]
    widths = [round(column.width.mm, 1) for column in table.columns]
    assert widths == [9, 65.5, 21, 19, 18, 18, 20, 19, 20, 42.5]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [plain(cell.text) for cell in table.rows[0].cells] == list(paper().figure_headings)
    assert [plain(cell.text) for cell in table.rows[2].cells][3:9] == ["30", "18", "65", "217", "52", "125"]


def test_lists_are_whole_and_their_rows_stay_together(word):
    table = word.tables[3]
    assert len(table.rows) == 71
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert [plain(cell.text) for cell in table.rows[70].cells] == [
        *("70", "HTX minh họa 070", "xã An Thịnh, huyện Văn Yên", "Chăn nuôi tổng hợp", "08/01/2020")
    ]
    assert "Không phát sinh." in texts(word)


def test_counted_figures_lead_to_their_lists(word):
    named = {mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))}
    led = [link.get(qn("w:anchor")) for link in word.element.body.iter(qn("w:hyperlink"))]
    assert named == {"danh_sach_A", "danh_sach_B"}
    assert led.count("danh_sach_A") == 2
    assert {anchor for anchor in led if anchor} <= named


def test_figure_in_a_sentence_leads_to_its_list():
    text = "Đã có 65/30 HTX."
    word = opened(paper(blocks=[Block("paragraph", text, (TextLink(6, 8, "1a"), TextLink(9, 11, "không có")))]))
    links = [link for link in word.element.body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    assert "".join(each.text for each in links[0].iter(qn("w:t"))) == "65"
    assert text in texts(word)


def test_numbers_stay_with_their_units_and_documents_whole():
    xml = render_text([Block("paragraph", "theo 190-CTr/TU có 65/30 HTX")])
    assert "65/30\u00a0HTX" in xml
    assert '190</w:t><w:noBreakHyphen/><w:t xml:space="preserve">CTr/TU' in xml


def render_text(blocks: list[Block]) -> str:
    with zipfile.ZipFile(BytesIO(render_docx(paper(blocks=blocks)))) as archive:
        return archive.read("word/document.xml").decode()


def test_text_cannot_become_markup_and_what_xml_lacks_is_left_out():
    text = '<w:br/> & "x" \x00\x0b]]>'
    assert '<w:br/> & "x" ]]>' in texts(opened(paper(blocks=[Block("paragraph", text)])))


def test_list_of_more_than_five_hundred_rows_is_added_up_by_place():
    rows = records(501)
    rows[0] = replace(rows[0], area="huyện Trấn Yên")
    word = opened(paper(lists=[RecordList("A", "1a", "HTX", "HTX", "Ngành", "Ngày", rows)]))
    assert [[cell.text for cell in row.cells] for row in word.tables[-1].rows] == [
        ["TT", "Địa bàn", "Số lượng"],
        ["1", "huyện Văn Yên", "500"],
        ["2", "huyện Trấn Yên", "1"],
    ]
    assert any("trang “A. 1a” của tệp Excel" in text for text in texts(word))


def test_verification_address_is_printed_and_drawn(word):
    assert ADDRESS in texts(word)
    (picture,) = word.inline_shapes
    assert (round(picture.width.mm), picture._inline.docPr.get("descr")) == (20, f"Mã QR: {ADDRESS}")
    assert ADDRESS in {rel.target_ref for rel in word.part.rels.values() if rel.is_external}
    assert list(opened(paper()).inline_shapes) == []


def test_report_without_lists_ends_with_its_figures():
    word = opened(paper(lists=[]))
    assert len(word.sections) == 2
    assert list(texts(word))[-1] == paper().figure_remark


def test_parent_stands_above_the_office():
    word = opened(paper(office=OfficeIdentity(pk=1, parent_name="Liên minh HTX Việt Nam")))
    assert word.tables[0].cell(0, 0).paragraphs[0].text == "LIÊN MINH HTX VIỆT NAM"


def test_office_s_own_font_is_taken_and_cannot_leave_its_attribute():
    word = opened(paper(font='Arial" w:x="'))
    assert set(word.styles.element.find(f".//{qn('w:rFonts')}").attrib.values()) == {'Arial" w:x="'}


def test_file_is_vietnamese_and_carries_the_report_s_name_and_day(word):
    properties = word.core_properties
    assert (properties.title, properties.author, properties.language) == (
        "Báo cáo quý IV năm 2020, Chương trình hành động 190",
        "Liên minh Hợp tác xã tỉnh Yên Bái",
        "vi-VN",
    )
    assert {properties.created.date(), properties.modified.date()} == {date(2020, 12, 21)}
    assert word.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "vi-VN"


def test_every_style_that_is_used_is_there(word):
    used = {each.get(qn("w:val")) for each in word.element.body.iter(qn("w:pStyle"))}
    assert used <= {style.style_id for style in word.styles}


def test_same_report_gives_the_same_bytes_whenever_and_wherever():
    """In another process too, where sets come in another order."""
    assert digests("reports.paper.docx.render_docx") == {sha256(render_docx(paper())).hexdigest()}
