"""The bars after Appendix I: the dashboard's drawing on paper."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document

from coopunion.periods import Quarter
from programs.models import Indicator, ReportedFigure
from reports.figures.progress import Progress, QuarterProgress
from reports.paper.docx import render_docx
from reports.paper.pdf import render_html, render_pdf
from tests.reports.measuring import appendix, find, mm, open_pdf, page_numbers, page_with
from tests.reports.papers import paper

TITLE = "Biểu đồ kết quả so với kế hoạch năm"


def reached(code: str, actual: int, target: int | None, own_aim: int | None = None) -> Progress:
    return Progress(
        indicator=Indicator(code=code, name="HTX thành lập mới", unit="HTX"),
        quarter=Quarter(2020, 3),
        as_of=paper().progress.as_of,
        closed=True,
        target=target and Decimal(target),
        own_aim=own_aim and Decimal(own_aim),
        share=Decimal(75),
        counted=None,
        figures=(ReportedFigure(value=Decimal(actual), quarter=1),),
        before=None,
        previous_year=None,
        base=None,
    )


def with_bars(*figures: Progress):
    progress = paper().progress
    return paper(progress=QuarterProgress(progress.program, progress.quarter, progress.as_of, list(figures)))


@pytest.fixture(scope="module")
def pdf():
    with open_pdf(render_pdf(with_bars(reached("1a", 65, 30), reached("3a", 41, None), reached("4", 1, 4)))) as opened:
        yield opened


def test_bars_stand_upright_on_a_sheet_after_the_table_and_are_counted_with_it(pdf):
    sheet = page_with(pdf, TITLE)

    assert sheet.page_number == appendix(pdf, "Phụ lục I") + 2
    assert page_numbers(pdf)[sheet.page_number - 1] == "2"
    assert (round(mm(sheet.width)), round(mm(sheet.height))) == (210, 297)
    assert [text for text in ("1a. HTX", "3a. HTX", "4. HTX") if sheet.search(text, regex=False)] == [
        "1a. HTX",
        "4. HTX",
    ]


def test_bars_are_as_long_as_the_figures_and_grey(pdf):
    sheet = page_with(pdf, TITLE)
    bars = [each for each in sheet.rects if mm(each["height"]) == pytest.approx(10 * 25.4 / 96, abs=0.01)]
    longest, late = [each for each in bars if mm(each["width"]) > 1]

    assert mm(longest["width"]) / mm(late["width"]) == pytest.approx(65 / 30 / (1 / 4), rel=0.01)
    assert mm(longest["x1"]) < find(sheet, "216,7%")["x0"]
    shades = {tuple(each["non_stroking_color"]) for each in sheet.rects}
    assert [shade for shade in shades if len(set(shade)) > 1] == []


def test_each_drawing_is_told_in_words():
    html = render_html(with_bars(reached("1a", 65, 30), reached("4", 1, 4)))

    assert re.findall(r"<title>(HTX.*?)</title>", html) == [
        "HTX thành lập mới: 65/30 HTX, 216,7%, vượt",
        "HTX thành lập mới: 1/4 HTX, 25%, chậm",
    ]


def test_legend_names_only_the_marks_that_are_drawn():
    plain, full = (
        render_html(with_bars(figure)) for figure in (reached("1", 40, 40), reached("1", 10, 40, own_aim=44))
    )

    assert [word in plain for word in ("nhạt hơn", "hình thoi", "hai gạch chéo")] == [False] * 3
    assert [word in full for word in ("nhạt hơn", "hình thoi", "hai gạch chéo")] == [True, True, False]


def test_paper_without_targets_and_word_have_no_bars():
    report = with_bars(reached("1a", 65, 30))
    words = [paragraph.text for paragraph in Document(BytesIO(render_docx(report))).paragraphs]

    assert TITLE not in render_html(with_bars(replace(reached("3a", 41, None))))
    assert TITLE not in words
