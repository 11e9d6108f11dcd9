"""Which totals are asked about: those far from the place's own earlier ones and from those of other places."""

from __future__ import annotations

from decimal import Decimal

import pytest

from programs.figures.plausibility import KnownTotals, doubt, is_far
from tests import factories

USUAL = [Decimal(number) for number in (28, 30, 31, 33, 37)]
LARGE = [Decimal(number) for number in (900_000, 1_000_000, 1_100_000)]


@pytest.mark.parametrize(
    ("value", "values", "far"),
    [
        (999_999, USUAL, True),
        (310, USUAL, True),
        (60, USUAL, True),
        (45, USUAL, False),
        (0, USUAL, True),
        (10, USUAL, False),
        (999_999, USUAL[:2], False),  # too few to say what is usual
        (9, [0, 0, 0, 0], False),
        (11, [0, 0, 0, 0], True),
        (90, [50, 50, 50], True),  # values all alike: the spread is a share of the median
        (80, [50, 50, 50], False),
        (500, [10, 200, 400, 800], False),
    ],
)
def test_far_is_far_beyond_the_spread_of_the_values(value, values, far):
    assert is_far(Decimal(value), [Decimal(one) for one in values]) == far


@pytest.mark.parametrize(
    ("own", "others", "asked"),
    [
        (USUAL, USUAL, True),
        (USUAL, LARGE, False),
        (LARGE, USUAL, False),
        ([], USUAL, True),
        (USUAL, [], True),
        ([], [], False),
    ],
)
def test_both_must_be_far_where_both_are_known(own, others, asked):
    assert bool(doubt(Decimal(999_999), own, others)) == asked


def test_reason_names_what_it_was_compared_with():
    assert doubt(Decimal(310), USUAL, []) == "310 khác xa số các quý trước của chính nơi này (thường khoảng 31)."


def test_other_units_other_levels_and_later_quarters_are_not_compared_with(db, district, commune):
    indicator = factories.make_indicator(factories.make_program(), "T2", unit="tổ")
    money = factories.make_indicator(factories.make_program("144", 2019), "T2", unit="triệu đồng")
    known = KnownTotals()
    for quarter in (1, 2, 3, 4):
        known.put(money, quarter, district, Decimal(30))
        known.put(indicator, quarter, commune, Decimal(30))
    for quarter in (2, 3, 4):
        known.put(indicator, quarter, district, Decimal(30))

    assert known.doubt(indicator, 1, district, Decimal(999_999)) == ""
