"""Numbers and dates as Vietnamese offices write them."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from coopunion import formatting

numbers = st.decimals(-(10**14), 10**14, places=4)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "–"),
        (0, "0"),
        (7, "7"),
        (999, "999"),
        (1283, "1.283"),
        (1234567, "1.234.567"),
        (-1283, "-1.283"),
        (Decimal("3.5"), "3,5"),
        (Decimal("1283.5000"), "1.283,5"),
        (Decimal("0.0000"), "0"),
        (Decimal("-0.0"), "0"),
        (Decimal("1E+3"), "1.000"),
        (3.5, "3,5"),
        (10**18, "1.000.000.000.000.000.000"),
    ],
)
def test_number_has_dots_between_thousands_and_a_comma(value, expected):
    assert formatting.number(value) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("153.25", 1, "153,3"),
        ("153.35", 1, "153,4"),
        ("153.2499", 1, "153,2"),
        ("0.05", 1, "0,1"),
        ("0.04", 1, "0"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("-0.05", 1, "-0,1"),
        ("-0.04", 1, "0"),
        ("160.00", 1, "160"),
        ("153.30", 2, "153,3"),
        ("999.95", 1, "1.000"),
        ("99999999999999999999999999.95", 1, "100.000.000.000.000.000.000.000.000"),
    ],
)
def test_number_is_rounded_half_up(value, decimals, expected):
    assert formatting.number(Decimal(value), decimals) == expected


@given(numbers)
def test_number_can_be_read_back(value):
    text = formatting.number(value)
    assert Decimal(text.replace(".", "").replace(",", ".")) == value


@given(numbers, st.integers(0, 4))
def test_number_rounded_is_at_most_half_a_unit_away(value, decimals):
    text = formatting.number(value, decimals)
    back = Decimal(text.replace(".", "").replace(",", "."))
    assert abs(back - value) <= Decimal(5).scaleb(-decimals - 1)


@pytest.mark.parametrize(
    ("value", "expected"), [(6, "+6"), (-2, "-2"), (0, "0"), (None, "–"), (Decimal("1283"), "+1.283")]
)
def test_signed_shows_a_net_change(value, expected):
    assert formatting.signed(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3, "03"), (0, "0"), (9, "09"), (12, "12"), (1283, "1.283"), (Decimal("3.5"), "3,5"), (-3, "-3"), (None, "–")],
)
def test_padded_writes_counts_below_ten_with_a_zero(value, expected):
    assert formatting.padded(value) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Decimal(65) * 100 / 30, 0, "217%"),
        (Decimal(92) * 100 / 60, 1, "153,3%"),
        (Decimal(160), 1, "160%"),
        (Decimal(0), 1, "0%"),
        (None, 1, "–"),
    ],
)
def test_percent(value, decimals, expected):
    assert formatting.percent(value, decimals) == expected


@pytest.mark.parametrize(("value", "expected"), [(date(2020, 2, 5), "05/02/2020"), (None, "–")])
def test_day(value, expected):
    assert formatting.day(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2020, 2, 5), "ngày 05 tháng 02 năm 2020"),
        (date(2020, 1, 31), "ngày 31 tháng 01 năm 2020"),
        (date(2020, 3, 9), "ngày 09 tháng 3 năm 2020"),
        (date(2020, 12, 20), "ngày 20 tháng 12 năm 2020"),
    ],
)
def test_official_day_pads_days_and_only_the_first_two_months(value, expected):
    assert formatting.official_day(value) == expected


@pytest.mark.parametrize(("value", "expected"), [(1_200_000_000, "1.200.000.000 đồng"), (0, "0 đồng"), (None, "–")])
def test_dong(value, expected):
    assert formatting.dong(value) == expected


def test_template_writes_numbers_the_same_way():
    template = engines["django"].from_string("{{ count|number }} {{ share|percent }} {{ nothing|number }}")
    assert template.render({"count": 1283, "share": Decimal("153.333"), "nothing": None}) == "1.283 153,3% –"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2020, 1, 1), "đã qua 0,3% thời gian của năm"),
        (date(2020, 6, 30), "đã qua 49,7% thời gian của năm"),
        (date(2020, 12, 20), "đã qua 97% thời gian của năm"),
        (date(2020, 12, 31), "đã hết năm"),
        (date(2021, 12, 30), "đã qua 99,7% thời gian của năm"),
    ],
)
def test_elapsed_year(day, text):
    assert formatting.elapsed_text(day) == text


@pytest.mark.parametrize(("count", "text"), [(0, "không"), (6, "sáu"), (10, "mười"), (11, "11")])
def test_small_numbers_are_words(count, text):
    assert formatting.in_words(count) == text
