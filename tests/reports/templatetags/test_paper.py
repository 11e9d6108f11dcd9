"""The paper's typography and its page in the portal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from coopunion.models import OfficeIdentity
from reports.paper.elements import Block, RecordList, TextLink
from reports.paper.pdf import render_html
from reports.templatetags import paper as filters
from tests import factories
from tests.reports.papers import paper, records


def runs(text: str) -> list[str]:
    """What `unbroken` keeps on one line."""
    return [piece.partition("</span>")[0] for piece in filters.unbroken(text).split('<span class="unbroken">')[1:]]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Chương trình hành động số 190-CTr/TU của Tỉnh ủy", ["190-CTr/TU"]),
        ("Báo cáo số 186/BC-LMHTX", ["186/BC-LMHTX"]),
        ("theo Nghị định số 30/2020/NĐ-CP.", ["30/2020/NĐ-CP."]),
        ("thành lập mới 65/30 HTX, đạt 217% so", ["65/30 HTX,"]),
        ("đạt 166,7 % so với", ["166,7 %"]),
        ("(1.283 tổ)", ["(1.283 tổ)"]),
        ("có thêm 02 mô hình", ["02 mô"]),
        ("ngày 20 tháng 12 năm 2020 có", ["ngày 20", "tháng 12", "năm 2020"]),
        ("Đến ngày 20/12/2020, quý IV có", ["ngày 20/12/2020,", "quý IV"]),
        ("(danh sách tại Mục A Phụ lục II).", ["Mục A", "Phụ lục II"]),
        ("(chi tiết tại Phụ lục I kèm theo)", ["Phụ lục I"]),
        ("1. Tiếp tục a) Nguyên nhân", []),
        ("hợp tác xã", []),
        ("", []),
    ],
)
def test_runs_that_no_line_may_break(text, kept):
    assert runs(text) == kept


def test_runs_stay_together_inside_a_link():
    block = Block("paragraph", "(tại Mục A Phụ lục II).", [TextLink(5, 21, "1a")])
    assert filters.block_text(paper(), block) == '(tại <a href="#danh-sach-A">Mục\u00a0A Phụ\u00a0lục\u00a0II</a>).'


def test_unbroken_changes_no_letter():
    text = "Lũy kế 65/30 HTX, đạt 217% (danh sách tại Mục A Phụ lục II)."
    assert filters.unbroken(text).replace('<span class="unbroken">', "").replace("</span>", "") == text


def test_unbroken_escapes_everything():
    assert filters.unbroken("<b>&amp; 5 <i>") == "&lt;b&gt;&amp;amp; 5 &lt;i&gt;"
    assert filters.unbroken("a/<b>") == "a/&lt;b&gt;"
    assert filters.unbroken("5 h<b>") == '<span class="unbroken">5 h&lt;b&gt;</span>'


def test_unbroken_leaves_what_would_not_fit_a_line():
    assert runs("x" * 30 + "/" + "y" * 30) == []


def test_line_under_an_appendix_turns_before_the_office():
    assert filters.attached(paper()).endswith('<span class="together">của Liên minh Hợp tác xã tỉnh Yên Bái)</span>')


def test_subject_that_is_too_long_turns_before_the_issuer():
    assert filters.cited_subject(paper()).endswith('<span class="together">của Tỉnh ủy</span>')


def test_subject_of_other_words_is_left_as_it_is():
    assert filters.cited_subject(paper(subject=("Kết quả <năm>", "2020"))) == "Kết quả &lt;năm&gt;"


def test_place_turns_before_its_district():
    assert filters.place_lines("xã An Thịnh, huyện Văn Yên") == (
        'xã An Thịnh, <span class="unbroken">huyện Văn Yên</span>'
    )
    assert filters.place_lines("<i>") == "&lt;i&gt;"


@pytest.mark.parametrize(
    ("title", "detail", "widths"),
    [
        ("HTX 1", "Chăn nuôi", "detailed"),
        ("Hồng Ca", "Chăn nuôi", "detailed"),
        ("Hồng Ca 12", "Chăn nuôi", "even"),
        ("Hồng Ca", "3 sao", "even"),
        ("Hồng Ca 1", "3 sao", "named"),
    ],
)
def test_columns_follow_what_is_long(title, detail, widths):
    rows = [replace(row, title=title, detail=detail) for row in records(3)]
    assert RecordList("A", "1a", "", "", "", "", rows).widths == widths


def test_figure_points_at_its_list():
    html = render_html(paper())
    assert '<a href="#danh-sach-A">65</a>' in html
    assert html.count('id="danh-sach-A"') == 1
    assert html.count("#danh-sach-") == 2  # the quarter's figure and the cumulative one of 1a; 1b has no list


def test_letterhead_names_the_parent_only_where_there_is_one():
    with_parent = render_to_string("reports/_paper.html", {"report": paper(), "level": 1})
    assert 'class="parent"' not in with_parent
    office = OfficeIdentity(pk=1, parent_name="Liên minh HTX Việt Nam")
    assert "LIÊN MINH HTX VIỆT NAM" in render_to_string(
        "reports/_paper.html", {"report": paper(office=office), "level": 1}
    )


@pytest.fixture
def quarter(office):
    """Quarter I of a programme with one counted indicator."""
    program = factories.make_program()
    factories.make_indicator(
        program, "1a", name="HTX thành lập mới", measure="cooperatives.founded_by_union", target=30
    )
    factories.make_cooperative("HTX Hồng Ca", founded_on=date(2020, 2, 5))
    return {"code": "190", "year": 2020, "number": 1}


def test_page_shows_the_paper_beside_the_figures_of_the_books(client, leadership, quarter):
    client.force_login(leadership)
    html = client.get(reverse("reports:report", kwargs=quarter)).content.decode()
    assert "<h1>Báo cáo quý I năm 2020</h1>" in html
    assert "Chưa lập" in html
    assert f'href="{reverse("reports:report-pdf", kwargs=quarter)}"' in html
    assert f'href="{reverse("reports:figure", kwargs={**quarter, "indicator": "1a"})}"' in html
    assert html.count("<h1") == 1
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in html
    assert "HTX Hồng Ca" in html
    assert " style=" not in html


def test_download_is_the_pdf_under_the_report_s_name(client, leadership, quarter):
    client.force_login(leadership)
    answer = client.get(reverse("reports:report-pdf", kwargs=quarter))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="du-thao-bao-cao-190-2020-quy-1.pdf"'
    assert answer.content[:5] == b"%PDF-"


def test_list_offers_each_quarter_that_has_begun(client, leadership, quarter):
    client.force_login(leadership)
    html = client.get(reverse("reports:list")).content.decode()
    for number in (1, 2, 3, 4):
        assert f'href="{reverse("reports:report", kwargs={**quarter, "number": number})}"' in html
        assert f'href="{reverse("reports:report-pdf", kwargs={**quarter, "number": number})}"' in html


def test_list_without_programmes_says_so(client, leadership):
    client.force_login(leadership)
    assert "Chưa có chương trình nào" in client.get(reverse("reports:list")).content.decode()


def test_quarter_that_lies_ahead_is_not_offered(client, leadership, office):
    factories.make_program(year=2099)
    client.force_login(leadership)
    html = client.get(reverse("reports:list")).content.decode()
    assert "Chưa đến kỳ" in html
    assert reverse("reports:report", args=["190", 2099, 1]) not in html
