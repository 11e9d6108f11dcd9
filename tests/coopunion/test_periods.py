"""Quarters and days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopunion.periods import (
    Quarter,
    months_after,
    months_before,
    new_year,
    same_day_last_year,
)

days = st.dates(date(2001, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        (1, date(2020, 1, 1), date(2020, 3, 31)),
        (2, date(2020, 4, 1), date(2020, 6, 30)),
        (3, date(2020, 7, 1), date(2020, 9, 30)),
        (4, date(2020, 10, 1), date(2020, 12, 31)),
    ],
)
def test_quarter_has_its_first_and_last_day(number, first, last):
    quarter = Quarter(2020, number)
    assert (quarter.starts_on, quarter.ends_on) == (first, last)


@pytest.mark.parametrize(("number", "roman"), [(1, "I"), (2, "II"), (3, "III"), (4, "IV")])
def test_quarter_is_written_in_roman_numerals(number, roman):
    quarter = Quarter(2020, number)
    assert (quarter.roman, str(quarter)) == (roman, f"quý {roman} năm 2020")


@pytest.mark.parametrize("number", [-1, 0, 5])
def test_quarter_that_there_is_not_is_refused(number):
    with pytest.raises(ValueError, match=f"Không có quý {number}"):
        Quarter(2020, number)


@pytest.mark.parametrize("year", [-1, 0, 1999, 2101])
def test_year_out_of_range_is_refused(year):
    with pytest.raises(ValueError, match=f"Năm {year} nằm ngoài khoảng 2000–2100"):
        Quarter(year, 1)


@pytest.mark.parametrize(
    ("quarter", "expected"), [(Quarter(2020, 1), Quarter(2020, 2)), (Quarter(2020, 4), Quarter(2021, 1))]
)
def test_next_quarter_may_be_next_year_s(quarter, expected):
    assert quarter.next == expected


@given(days)
def test_quarter_containing_a_day_holds_it(day):
    quarter = Quarter.containing(day)
    assert quarter.starts_on <= day <= quarter.ends_on


@given(days)
def test_quarters_follow_each_other_without_a_gap(day):
    quarter = Quarter.containing(day)
    assert quarter.next.starts_on == quarter.ends_on + timedelta(days=1)


def test_quarters_of_a_year_are_in_order():
    quarters = Quarter.of_year(2020)
    assert (quarters, list(quarters)) == (
        (Quarter(2020, 1), Quarter(2020, 2), Quarter(2020, 3), Quarter(2020, 4)),
        sorted(quarters),
    )


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2020, 12, 20), 12, date(2019, 12, 20)),
        (date(2020, 3, 31), 1, date(2020, 2, 29)),
        (date(2020, 1, 15), 1, date(2019, 12, 15)),
        (date(2020, 1, 31), 13, date(2018, 12, 31)),
        (date(2020, 2, 29), 12, date(2019, 2, 28)),
        (date(2020, 5, 5), 0, date(2020, 5, 5)),
    ],
)
def test_months_before_keeps_the_day_or_takes_the_month_s_last(day, months, expected):
    assert months_before(day, months) == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2017, 1, 2), 36, date(2020, 1, 2)),
        (date(2020, 2, 29), 36, date(2023, 2, 28)),
        (date(2019, 11, 30), 3, date(2020, 2, 29)),
    ],
)
def test_months_after_keeps_the_day_or_takes_the_month_s_last(day, months, expected):
    assert months_after(day, months) == expected


@given(days, st.integers(0, 11))
def test_months_there_and_back_is_never_later(day, months):
    returned = months_after(months_before(day, months), months)
    assert (returned <= day, (day - returned).days <= 3) == (True, True)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 2, 29), date(2019, 2, 28)),
        (date(2021, 2, 28), date(2020, 2, 28)),
        (date(2020, 1, 1), date(2019, 1, 1)),
    ],
)
def test_same_day_last_year(day, expected):
    assert same_day_last_year(day) == expected


def test_new_year_is_the_first_of_january():
    assert new_year(date(2020, 12, 31)) == date(2020, 1, 1)
