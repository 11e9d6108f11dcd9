"""The sentences of section II, word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from coopunion.models import OfficeIdentity
from coopunion.periods import Quarter
from programs.models import Indicator, Program, ReportedFigure, ReportingPeriod
from reports.figures.progress import KindCount, Progress
from reports.paper import wording
from reports.paper.elements import Piece, Sentence, TextLink
from reports.paper.fields import FigureContext
from reports.paper.quarterly import LETTERS, POINTS

PLACE = "Mục A Phụ lục II"
CHAINS = {"measure": "cooperatives.value_chains", "unit": "mô hình"}
GROUPS = {"measure": "cooperatives.groups_founded", "unit": "tổ"}
EFFECTIVE = {"measure": "cooperatives.effective", "unit": "HTX"}
PRODUCTS = {"measure": "ocop.recognised", "unit": "sản phẩm"}
REPORTED = {"measure": "", "unit": "cuộc"}


def progress(
    kind: dict[str, str],
    *,
    quarter: int = 4,
    share: int | None = None,
    decimals: int = 1,
    at_most: bool = False,
    as_of: date | None = None,
    **given,
) -> Progress:
    """A figure that was counted; numbers as whole ones."""
    direction = Indicator.Direction.AT_MOST if at_most else Indicator.Direction.AT_LEAST
    numbers = dict.fromkeys(("target", "own_aim", "counted", "before", "previous_year", "base"))
    for name in numbers:
        if given.get(name) is not None:
            numbers[name] = Decimal(given[name])
    return Progress(
        indicator=Indicator(code="4", decimals=decimals, direction=direction, **kind),
        quarter=Quarter(2020, quarter),
        as_of=as_of or Quarter(2020, quarter).ends_on,
        closed=True,
        share=Decimal(share or 25 * quarter),
        figures=given.get("figures", ()),
        **numbers,
    )


def shown(given: Progress, names: tuple[str, ...] = (), appendix: str = PLACE) -> str:
    return wording.result(FigureContext(given, names), appendix).text


def names(count: int) -> tuple[str, ...]:
    return tuple(f"HTX {number}" for number in range(1, count + 1))


def test_few_records_are_named_after_the_ratio():
    given = progress(CHAINS, target=3, counted=5, before=3, previous_year=3)
    assert shown(given, ("HTX DVTH Hồng Ca", "HTX Lũng Lô")) == (
        "Kế hoạch năm 2020 giao 03 mô hình. Trong quý IV đã hỗ trợ xây dựng 02 mô hình; lũy kế cả năm 05/03 mô hình, "
        "đạt 166,7% kế hoạch: (1) HTX DVTH Hồng Ca; (2) HTX Lũng Lô. So với cùng kỳ năm 2019 (03 mô hình) bằng 166,7%."
    )


def test_many_records_stand_in_their_list():
    assert shown(progress(CHAINS, target=30, counted=65, before=47, decimals=0), names(65)) == (
        "Kế hoạch năm 2020 giao 30 mô hình. Trong quý IV đã hỗ trợ xây dựng 18 mô hình; lũy kế cả năm 65/30 mô hình, "
        "đạt 217% so với kế hoạch (danh sách tại Mục A Phụ lục II)."
    )


@pytest.mark.parametrize(("count", "named"), [(8, True), (9, False)])
def test_eight_are_named_and_nine_are_not(count, named):
    text = shown(progress(CHAINS, counted=count), names(count))
    assert (": (1) HTX 1;" in text, PLACE in text) == (named, not named)


@pytest.mark.parametrize(
    ("kind", "target", "said"),
    [
        (CHAINS, 12, "Trong quý I chưa phát sinh (0/12 mô hình, đạt 0% so với kế hoạch). Chậm so với"),
        (PRODUCTS, None, "Trong quý I chưa phát sinh."),
    ],
)
def test_first_quarter_without_any_says_so(kind, target, said):
    assert said in shown(progress(kind, quarter=1, target=target, counted=0))


def test_first_quarter_is_its_own_sum():
    assert shown(progress(CHAINS, quarter=1, target=12, counted=3)) == (
        "Kế hoạch năm 2020 giao 12 mô hình. Trong quý I đã hỗ trợ xây dựng 03/12 mô hình, đạt 25% so với kế hoạch. "
        "Đúng tiến độ phải đạt đến hết quý I (25% kế hoạch năm)."
    )


@pytest.mark.parametrize(
    ("counted", "pace"),
    [
        (5, "Chậm so với tiến độ phải đạt đến hết quý II (50% kế hoạch năm)."),
        (6, "Đúng tiến độ phải đạt đến hết quý II (50% kế hoạch năm)."),
        (7, "Vượt tiến độ phải đạt đến hết quý II (50% kế hoạch năm)."),
        (13, "Vượt tiến độ phải đạt đến hết quý II (50% kế hoạch năm)."),
    ],
)
def test_figure_is_compared_with_what_was_due(counted, pace):
    assert shown(progress(CHAINS, quarter=2, target=12, counted=counted)).endswith(pace)


@pytest.mark.parametrize(
    ("as_of", "so_far"), [(date(2020, 12, 20), "lũy kế từ đầu năm 09/12"), (date(2020, 12, 31), "lũy kế cả năm 09/12")]
)
def test_whole_year_is_said_of_its_last_day_alone(as_of, so_far):
    assert so_far in shown(progress(CHAINS, target=12, counted=9, before=8, as_of=as_of))


@pytest.mark.parametrize(
    ("number", "covered", "ahead"),
    [
        (1, "quý I năm 2020", "quý II năm 2020"),
        (2, "quý II và 6 tháng đầu năm 2020", "6 tháng cuối năm 2020"),
        (3, "quý III và 9 tháng đầu năm 2020", "quý IV năm 2020"),
        (4, "quý IV và năm 2020", "năm 2021"),
    ],
)
def test_period_is_named_as_offices_name_it(number, covered, ahead):
    program = Program(code="190", number="190-CTr/TU", issuer="Tỉnh ủy", year=2020)
    line = wording.subject(program, Quarter(2020, number))[1]
    assert line == f"{covered}; phương hướng, nhiệm vụ {ahead}"


def test_what_is_missing_at_the_year_s_end_is_said():
    assert shown(progress(CHAINS, target=12, counted=9, before=9)) == (
        "Kế hoạch năm 2020 giao 12 mô hình. Trong quý IV không phát sinh thêm; lũy kế cả năm 09/12 mô hình, đạt 75% so "
        "với kế hoạch. Còn thiếu 03 mô hình so với kế hoạch."
    )


def test_cause_follows_what_is_missing_and_not_last_year_s_figure():
    given = progress(CHAINS, target=12, counted=9, before=9, previous_year=8)
    assert wording.result(FigureContext(given, cause="Thiếu vốn"), "").text.endswith(
        " so với kế hoạch. Nguyên nhân: Thiếu vốn. So với cùng kỳ năm 2019 (08 mô hình) bằng 112,5%."
    )


def test_correction_downwards_is_called_one():
    assert "Trong quý III điều chỉnh giảm 02 mô hình; lũy kế từ đầu năm 05 mô hình" in shown(
        progress(CHAINS, quarter=3, counted=5, before=7)
    )


@pytest.mark.parametrize(
    ("kind", "late", "said"),
    [
        (CHAINS, 5, "lũy kế từ đầu năm 05/20 mô hình (trong đó bổ sung kỳ trước 05 mô hình), đạt"),
        (CHAINS, -2, "lũy kế từ đầu năm 05/20 mô hình (đã điều chỉnh giảm số kỳ trước 02 mô hình), đạt 25%"),
        (EFFECTIVE, -2, "không thay đổi so với cuối quý trước (đã điều chỉnh giảm số kỳ trước 02 HTX)."),
        (EFFECTIVE, 3, "không thay đổi so với cuối quý trước (đã điều chỉnh tăng số kỳ trước 03 HTX)."),
    ],
)
def test_what_arrived_late_explains_the_step_from_the_signed_report(kind, late, said):
    given = progress(kind, quarter=2, target=20, counted=5, before=5)
    assert said in wording.result(FigureContext(given, late=Decimal(late)), "").text


def test_verb_may_close_behind_the_number():
    assert shown(progress(PRODUCTS, counted=8)) == (
        "Trong quý IV đã hỗ trợ 08 sản phẩm được công nhận đạt từ 3 sao; lũy kế cả năm 08 sản phẩm."
    )


def test_stock_says_its_day_its_share_and_its_change():
    given = progress(
        EFFECTIVE,
        as_of=date(2020, 12, 20),
        share=100,
        target=250,
        counted=265,
        before=258,
        base=372,
        previous_year=241,
    )
    assert shown(given, names(265)) == (
        "Kế hoạch năm 2020 giao tối thiểu 250 HTX. Đến ngày 20 tháng 12 năm 2020, toàn tỉnh có 265/250 HTX hoạt động "
        "hiệu quả, đạt 106% so với kế hoạch, chiếm 71,2% tổng số 372 HTX đang hoạt động, tăng 07 HTX so với cuối quý "
        "trước (danh sách tại Mục A Phụ lục II). So với cùng kỳ năm 2019 (241 HTX) bằng 110%."
    )


@pytest.mark.parametrize(
    ("quarter", "before", "change"),
    [(1, 12, "giảm 02 HTX so với cuối năm trước"), (2, 10, "không thay đổi so với cuối quý trước")],
)
def test_stock_s_change_may_be_down_or_nothing(quarter, before, change):
    assert change in shown(progress(EFFECTIVE, quarter=quarter, share=100, counted=10, before=before))


def test_reported_part_is_kept_apart_from_the_listed_one():
    figures = tuple(ReportedFigure(value=Decimal(value), place_id=place) for place, value in ((1, 600), (2, 613)))
    given = progress(GROUPS, target=1000, counted=70, before=50, figures=figures)
    assert (
        "lũy kế cả năm 1.283/1.000 tổ, đạt 128,3% so với kế hoạch, trong đó 70 tổ có hồ sơ (danh sách tại Mục A "
        "Phụ lục II) và 1.213 tổ theo số báo cáo của 02 địa bàn."
    ) in shown(given, names(70))


def test_own_aim_stands_beside_the_assigned_target():
    assert shown(progress(CHAINS, target=3, own_aim=5, counted=5)).startswith(
        "Kế hoạch năm 2020 giao 03 mô hình, phấn đấu 05 mô hình. "
    )


def test_without_target_there_is_no_plan_and_no_pace():
    assert shown(progress(CHAINS, quarter=2, counted=4, before=1)) == (
        "Trong quý II đã hỗ trợ xây dựng 03 mô hình; lũy kế từ đầu năm 04 mô hình."
    )


def test_target_of_zero_gives_no_ratio():
    assert "0 mô hình, đạt" not in shown(progress(CHAINS, target=0, counted=4))


def test_nothing_reported_is_said_and_is_not_zero():
    assert shown(progress(REPORTED, target=4)) == "Kế hoạch năm 2020 giao 04 cuộc. Chưa có số liệu báo cáo."


def test_nothing_a_year_ago_has_no_percentage():
    assert shown(progress(CHAINS, counted=4, previous_year=0)).endswith(" Cùng kỳ năm 2019 không phát sinh.")


@pytest.mark.parametrize(
    ("quarter", "counted", "pace"),
    [
        (2, 4, "Trong mức tối đa đến hết quý II (50% kế hoạch năm)."),
        (2, 6, "Vượt mức tối đa đến hết quý II (50% kế hoạch năm)."),
        (4, 13, "Vượt mức tối đa 03 mô hình."),
    ],
)
def test_figure_that_should_be_low_is_judged_the_other_way(quarter, counted, pace):
    text = shown(progress(CHAINS, quarter=quarter, target=10, counted=counted, at_most=True))
    assert text.startswith("Kế hoạch năm 2020 giao tối đa 10 mô hình. ")
    assert text.endswith(pace)


def test_counted_figures_are_links_and_others_are_not():
    sentence = wording.result(FigureContext(progress(CHAINS, target=30, counted=65, before=47), names(65)), PLACE)
    assert [sentence.text[link.start : link.end] for link in sentence.links] == ["18", "65", PLACE]
    assert {link.code for link in sentence.links} == {"4"}


def test_figure_without_a_list_has_no_link():
    assert wording.result(FigureContext(progress(REPORTED, counted=4)), "").links == ()


def test_sentence_moved_behind_other_words_keeps_its_links():
    moved = Sentence.of(["Có ", Piece("65", "1a"), " HTX."]).after("a) ")
    assert moved == Sentence("a) Có 65 HTX.", (TextLink(6, 8, "1a"),))


def opening(office: OfficeIdentity) -> str:
    program = Program(code="190", number="190-CTr/TU", issuer="Tỉnh ủy", year=2020)
    return wording.opening(program, ReportingPeriod.standard(program, Quarter(2020, 3)), office, date(2020, 9, 30))


def test_programme_and_office_are_spelt_out_where_they_are_first_named():
    assert opening(OfficeIdentity()) == (
        "Thực hiện Chương trình hành động số 190-CTr/TU của Tỉnh ủy (sau đây viết tắt là Chương trình 190-CTr/TU), "
        "Liên minh Hợp tác xã tỉnh Yên Bái (sau đây viết tắt là Liên minh HTX tỉnh Yên Bái) báo cáo kết quả thực hiện "
        "quý III và 9 tháng đầu năm 2020, số liệu tính đến ngày 30/09/2020, như sau:"
    )
    assert "Liên minh X báo cáo" in opening(OfficeIdentity(name="Liên minh X", short_name="Liên minh X"))


def test_closing_names_every_addressee():
    program = Program(code="190", number="190-CTr/TU", year=2020)
    office = OfficeIdentity(addressee="Thường trực Tỉnh ủy;\nỦy ban nhân dân tỉnh.")
    closing = wording.closing(program, ReportingPeriod.standard(program, Quarter(2020, 3)), office)
    assert closing.endswith("trân trọng báo cáo Thường trực Tỉnh ủy và Ủy ban nhân dân tỉnh./.")


def test_points_and_lists_follow_the_vietnamese_alphabet():
    assert POINTS.startswith("abcdđegh")
    assert LETTERS.startswith("ABCDEGHIK")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, "Chương trình hành động số 190-CTr/TU của Tỉnh ủy"),
        (
            {"issued_on": date(2020, 1, 5), "subject": "về phát triển kinh tế tập thể"},
            "Chương trình hành động số 190-CTr/TU ngày 05 tháng 01 năm 2020 của Tỉnh ủy về phát triển kinh tế tập thể",
        ),
        ({"issuer": "", "number": ""}, "Chương trình hành động 190"),
    ],
)
def test_first_citation_names_all_that_is_known_of_the_programme(given, shown):
    program = Program(**{"code": "190", "number": "190-CTr/TU", "issuer": "Tỉnh ủy", "year": 2020} | given)

    assert wording.cited_first(program) == shown


def test_visits_of_several_kinds_are_told_apart():
    visits = progress({"measure": "cooperatives.site_visits", "unit": "đơn vị"}, quarter=1, counted=3)
    kinds = (KindCount("HTX", Decimal(2)), KindCount("tổ hợp tác", Decimal(1)))

    sentence = wording.result(FigureContext(replace(visits, kinds=kinds)), "")

    assert sentence.text == "Trong quý I đã kiểm tra thực tế 03 đơn vị, gồm 02 HTX và 01 tổ hợp tác."
