"""Figures inside the words of a report."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from coopunion.periods import Quarter
from programs.models import Indicator, Program
from reports.figures.progress import Progress, QuarterProgress
from reports.paper import wording
from reports.paper.elements import TextLink
from reports.paper.fields import OF_FIGURE, Fields, FigureContext, unknown_fields

INDICATOR = Indicator(code="1a", name="HTX thành lập mới", unit="HTX", measure="cooperatives.founded_by_union")
PROGRESS = Progress(
    indicator=INDICATOR,
    quarter=Quarter(2020, 4),
    as_of=date(2020, 12, 20),
    closed=True,
    target=Decimal(30),
    own_aim=None,
    share=Decimal(100),
    counted=Decimal(65),
    figures=(),
    before=Decimal(47),
    previous_year=Decimal(58),
    base=None,
)


@pytest.fixture
def fields() -> Fields:
    program = Program(code="190", year=2020)
    quarter = QuarterProgress(program, Quarter(2020, 4), date(2020, 12, 20), [PROGRESS])
    return Fields(quarter, {"1a": FigureContext(PROGRESS, ["HTX A", "HTX B"])}, frozenset({"1a"}))


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Đã có {{1a.lũy kế}}/{{1a.kế hoạch}} HTX", "Đã có 65/30 HTX"),
        ("{{1a.luy_ke}} {{ 1a . LŨY KẾ }} {{1a.lũy_kế}}", "65 65 65"),
        ("quý này {{1a.trong quý}}, đạt {{1a.tỷ lệ}}", "quý này 18, đạt 216,7%"),
        ("năm trước {{1a.cùng kỳ}}, bằng {{1a.so cùng kỳ}}", "năm trước 58, bằng 112,1%"),
        ("gồm {{1a.danh sách}}", "gồm (1) HTX A; (2) HTX B"),
        ("{{kỳ báo cáo}}, {{kỳ sau}}, {{ngày chốt}}", "quý IV và năm 2020, năm 2021, 20/12/2020"),
        ("không có trường nào", "không có trường nào"),
    ],
)
def test_field_becomes_its_figure(fields, text, filled):
    assert fields.fill(text).sentence.text == filled
    assert fields.fill(text).unknown == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Có {{9z.lũy kế}} HTX", ("{{9z.lũy kế}}",)),
        ("Có {{1a.số đẹp}} HTX", ("{{1a.số đẹp}}",)),
        ("Có {{lũy kế}} HTX", ("{{lũy kế}}",)),
        ("Có {{}} HTX", ("{{}}",)),
        ("Có {{1a.lũy kế HTX", ("Có {{1a.lũy kế HTX",)),
        ("Có 1a.lũy kế}} HTX", ("Có 1a.lũy kế}} HTX",)),
    ],
)
def test_unknown_field_stays_and_is_named(fields, text, named):
    filled = fields.fill(text)
    assert filled.sentence.text == text
    assert filled.unknown == named == unknown_fields(text, {"1a"})


@pytest.mark.parametrize(
    "text",
    ["số báo cáo {{1a.báo cáo}}", "chậm do {{1a.nguyên nhân}}"],
)
def test_field_without_a_value_is_an_error_not_a_hole(fields, text):
    filled = fields.fill(text)
    assert filled.sentence.text == text
    assert filled.unknown == (f"{text[text.index('{') :]} (chưa có số liệu)",)
    assert unknown_fields(text, {"1a"}) == ()


def test_list_of_no_records_is_an_error_not_a_hole(fields):
    empty = replace(fields, figures={"1a": FigureContext(PROGRESS)})
    assert empty.fill("gồm {{1a.danh sách}}").unknown == ("{{1a.danh sách}} (chưa có số liệu)",)


def test_unfinished_field_is_quoted_as_it_was_typed():
    assert unknown_fields("đã có {{1a.lũy kế}} và {{ chưa đóng", {"1a"}) == ("{1a.lũy kế}} và {{ chưa đóng",)


def test_counted_field_leads_to_its_list(fields):
    assert fields.fill("Có {{1a.lũy kế}} HTX, đạt {{1a.tỷ lệ}}").sentence.links == (TextLink(3, 5, "1a"),)


def test_every_offered_field_is_known_and_shows_its_value(fields):
    offered = [*fields.of_report(), *fields.of_figures()[0][2]]
    filled = [(name, fields.fill(name).sentence.text, fields.fill(name).unknown) for name, _, _ in offered]
    assert filled == [
        (name, value, ()) if value not in ("", "–") else (name, name, (f"{name} (chưa có số liệu)",))
        for name, _, value in offered
    ]


def test_usual_sentence_becomes_fields_for_every_figure_in_it():
    text = wording.result(FigureContext(PROGRESS, ["HTX A", "HTX B"]), "Mục A Phụ lục II").with_fields
    assert "{{1a.kế hoạch}}" in text
    assert "lũy kế từ đầu năm {{1a.lũy kế}}/{{1a.kế hoạch}} HTX, đạt {{1a.tỷ lệ}}" in text
    assert "{{1a.danh sách}}" in text
    assert "cùng kỳ năm 2019 ({{1a.cùng kỳ}} HTX) bằng {{1a.so cùng kỳ}}" in text


EQUAL = (Decimal(2), Decimal(20))


def test_figure_that_starts_at_nothing_is_a_field_too():
    it = FigureContext(
        replace(PROGRESS, quarter=Quarter(2020, 1), counted=Decimal(0), before=None, previous_year=Decimal(0))
    )
    text = wording.result(it, "").with_fields
    assert "chưa phát sinh ({{1a.lũy kế}}/{{1a.kế hoạch}} HTX, đạt {{1a.tỷ lệ}} so với kế hoạch)" in text


@pytest.mark.parametrize(("target", "counted", "before", "previous"), list(product(EQUAL, repeat=4)))
@pytest.mark.parametrize("quarter", [1, 2, 4])
def test_filling_the_fields_gives_the_same_sentence_also_where_numbers_are_equal(
    fields, quarter, target, counted, before, previous
):
    progress = replace(
        PROGRESS,
        quarter=Quarter(2020, quarter),
        target=target,
        counted=counted,
        before=before if quarter > 1 else None,
        previous_year=previous,
    )
    it = FigureContext(progress)
    usual = wording.result(it, "")
    filled = replace(fields, figures={"1a": it}).fill(usual.with_fields)
    assert (filled.sentence.text, filled.unknown) == (usual.text, ())
    cumulative = usual.with_fields.partition("lũy kế từ đầu năm ")[2] or "{{1a.lũy kế}}"
    assert cumulative.startswith("{{1a.lũy kế}}")


@pytest.mark.parametrize(("late", "field"), [("65", "{{1a.bổ sung kỳ trước}}"), ("-2", "02")])
def test_late_figure_is_no_other_number_that_equals_it(late, field):
    usual = wording.result(FigureContext(PROGRESS, late=Decimal(late)), "")
    assert f"kỳ trước {field} HTX" in usual.with_fields


def test_names_of_fields_differ_also_without_diacritics():
    assert len({kind.key for kind in OF_FIGURE}) == len(OF_FIGURE)
