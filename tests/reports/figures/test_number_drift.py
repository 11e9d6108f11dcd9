"""What of a figure's numbers differs, in words."""

from decimal import Decimal

import pytest

from reports.figures.number_drift import came_and_went, in_words, number_drifts, reasons

NOW = {"actual": Decimal(65), "quarter_actual": Decimal(5), "counted": Decimal(60), "reported": Decimal(5)}


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ({}, ""),
        ({"actual": Decimal(64), "counted": Decimal(59), "quarter_actual": Decimal(4)}, "64 → 65"),
        ({"counted": Decimal(58), "reported": Decimal(7)}, "có hồ sơ 58 → 60; theo báo cáo 7 → 5"),
        (
            {"actual": Decimal(61), "counted": Decimal(58), "reported": Decimal(3)},
            "61 → 65; có hồ sơ 58 → 60; theo báo cáo 3 → 5",
        ),
        ({"target": Decimal(30)}, "kế hoạch 30 → –"),
        ({"base": Decimal(420)}, "tổng số để tính tỷ lệ 420 → –"),
        ({"quarter_actual": Decimal(4)}, "trong quý 4 → 5"),
    ],
)
def test_numbers_that_differ_are_named_and_those_that_follow_are_not(then, words):
    assert in_words(number_drifts({**NOW, **then}, NOW)) == words


def test_reasons_name_records_by_what_happened_to_them():
    changed = [("thêm vào", "HTX A"), ("không còn", "HTX C"), ("thêm vào", "HTX B")]
    assert reasons(changed, 4, []) == "thêm vào: HTX A, HTX B; không còn: HTX C; và 4 hồ sơ khác"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("previous_year", "số liệu của năm trước đã đổi"),
        ("quarter_actual", "số của kỳ trước đã đổi"),
        ("counted", "cách tính hoặc ngày chốt đã đổi"),
    ],
)
def test_figure_without_a_changed_record_says_what_it_follows(name, reason):
    drifts = number_drifts({**NOW, name: Decimal(1)}, NOW)
    assert reasons([], 0, drifts) == reason


def test_what_is_in_one_list_alone_came_or_went():
    assert came_and_went({"a": 1, "b": 2}, {"b": 3, "c": 4}) == [("thêm vào", "c"), ("không còn", "a")]
