"""The size of a cooperative and its rating by the rule of the day."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from cooperatives.deadlines import AGRICULTURE, DATA, GROUPS, RATINGS
from cooperatives.laws import CONVERSIONS, GROUP_LAWS, LAWS, REGISTRARS
from cooperatives.models import Assessment, Cooperative
from cooperatives.standards import ASSESSMENTS, SIZES, size_label
from coopunion.standards import in_force, name_in_force
from ocop.standards import CRITERIA
from poverty.standards import PERSONAL_DATA, REVIEWS, STANDARDS

CIRCULAR, DECREE = date(2020, 12, 31), date(2024, 11, 1)
BILLION = 10**9
TABLES = (
    (SIZES, ASSESSMENTS, CRITERIA, STANDARDS, REVIEWS, PERSONAL_DATA),
    (LAWS, REGISTRARS, GROUP_LAWS, CONVERSIONS, AGRICULTURE, DATA, GROUPS, RATINGS),
)


def size(day: date, **fields) -> str:
    return size_label(Cooperative(sector="crops", **fields), day).split(" (")[0]


@pytest.mark.parametrize("table", [row for tables in TABLES for row in tables])
def test_rows_follow_each_other_without_overlap_and_name_their_source(table):
    for earlier, later in pairwise(table):
        assert earlier.ends_on is not None
        assert earlier.ends_on + timedelta(days=1) == later.starts_on
    assert [row for row in table if not (row.name and row.text and row.source)] == []


@pytest.mark.parametrize(
    ("members", "expected"),
    [(49, "Siêu nhỏ"), (50, "Nhỏ"), (300, "Nhỏ"), (301, "Vừa"), (1000, "Vừa"), (1001, "Lớn")],
)
def test_size_by_members_in_2020(members, expected):
    assert size(CIRCULAR, members=members) == expected


@pytest.mark.parametrize(
    ("members", "capital", "expected"),
    [
        (49, 20, "Siêu nhỏ"),
        (50, 1, "Nhỏ"),
        (199, 9, "Nhỏ"),
        (200, 5, "Vừa"),
        (299, 99, "Vừa"),
        (300, 10, "Lớn"),
    ],
)
def test_size_of_agriculture_by_members_and_capital_from_november_2024(members, capital, expected):
    assert size(DECREE, members=members, charter_capital=Decimal(capital * BILLION)) == expected


def test_size_needs_revenue_where_the_capital_is_too_small():
    cooperative = Cooperative(sector="crops", members=250, charter_capital=Decimal(BILLION))
    shown = [size_label(cooperative, DECREE, revenue and Decimal(revenue * BILLION)) for revenue in (None, 9, 10)]
    assert shown == [
        "Chưa đủ số liệu để xếp theo Nghị định 113/2024/NĐ-CP, Điều 5",
        "Nhỏ (Nghị định 113/2024/NĐ-CP, Điều 5)",
        "Vừa (Nghị định 113/2024/NĐ-CP, Điều 5)",
    ]


@pytest.mark.parametrize(
    ("sector", "members", "capital", "expected"),
    [
        ("industry", 100, 20, "Lớn (Nghị định 113/2024/NĐ-CP, Điều 5)"),
        ("industry", 99, 20, "Chưa đủ số liệu để xếp theo Nghị định 113/2024/NĐ-CP, Điều 5"),
        ("services", 500, 90, "Chưa đủ số liệu để xếp theo Nghị định 113/2024/NĐ-CP, Điều 5"),
        ("crops", None, 90, "Chưa đủ số liệu để xếp theo Nghị định 113/2024/NĐ-CP, Điều 5"),
    ],
)
def test_size_that_no_known_threshold_tells_is_not_guessed(sector, members, capital, expected):
    cooperative = Cooperative(sector=sector, members=members, charter_capital=Decimal(capital * BILLION))
    assert size_label(cooperative, DECREE) == expected


def test_rule_changes_on_its_day():
    names = [
        row.name if (row := in_force(SIZES, day)) else ""
        for day in (date(2020, 3, 31), date(2020, 4, 1), date(2024, 10, 31), date(2024, 11, 1))
    ]
    circular, decree = "Thông tư 01/2020/TT-BKHĐT, Điều 4", "Nghị định 113/2024/NĐ-CP, Điều 5"
    assert names == ["", circular, circular, decree]


def test_rule_tells_from_when_to_when():
    assert [row.label for row in SIZES] == [
        "Thông tư 01/2020/TT-BKHĐT, Điều 4, áp dụng 01/04/2020–31/10/2024",
        "Nghị định 113/2024/NĐ-CP, Điều 5, áp dụng từ 01/11/2024",
    ]


@pytest.mark.parametrize(
    ("score", "rating"),
    [
        ("100", "good"),
        ("80", "good"),
        ("79.99", "fair"),
        ("65", "fair"),
        ("64.99", "average"),
        ("50", "average"),
        ("49.99", "weak"),
        ("0", "weak"),
    ],
)
def test_rating_by_points(score, rating):
    assert ASSESSMENTS[0].rating_of(Decimal(score)) == Assessment.Rating(rating)


def test_assessment_before_the_circular_was_by_none():
    assert [name_in_force(ASSESSMENTS, day) for day in (date(2019, 12, 10), date(2020, 4, 1), None)] == [
        "",
        "Thông tư 01/2020/TT-BKHĐT",
        "",
    ]
