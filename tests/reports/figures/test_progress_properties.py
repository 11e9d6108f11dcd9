"""What holds for any numbers: ratio, status and percentage, against arithmetic done with exact fractions."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopunion.periods import Quarter
from programs.models import Indicator, ReportedFigure
from reports.figures.progress import Progress, Status, ratio, status_of

# Everything a figure or a target can be in the database: 14 digits, a comma, 4 digits.
LIMIT = Decimal("99999999999999.9999")
values = st.decimals(-LIMIT, LIMIT, places=4)
counts = st.decimals(0, LIMIT, places=4)
positive = st.decimals(Decimal("0.0001"), LIMIT, places=4)
no_target = st.sampled_from([None, Decimal(0), Decimal("0.0000")])
anything = st.none() | values


def make_progress(actual=None, target=None, *, decimals=1, share=100, at_most=False) -> Progress:
    """A progress of unsaved things, with `actual` as its reported figure."""
    number = None if actual is None else Decimal(actual)
    direction = Indicator.Direction.AT_MOST if at_most else Indicator.Direction.AT_LEAST
    return Progress(
        indicator=Indicator(code="1a", decimals=decimals, direction=direction),
        quarter=Quarter(2020, 4),
        as_of=date(2020, 12, 31),
        closed=True,
        target=None if target is None else Decimal(target),
        own_aim=None,
        share=Decimal(share),
        counted=None,
        figures=() if number is None else (ReportedFigure(value=number, quarter=1),),
        before=None,
        previous_year=None,
        base=None,
    )


def by_hand(actual: Decimal, target: Decimal, decimals: int) -> str:
    """The percentage as a careful clerk writes it: exact fractions, half up, no trailing zeros."""
    scaled = floor(Fraction(actual) * 100 / Fraction(target) * 10**decimals + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**decimals)
    fraction = f"{rest:0{decimals}d}".rstrip("0") if decimals else ""
    return f"{whole:,}".replace(",", ".") + (f",{fraction}" if fraction else "") + "%"


# Ratio


@given(anything, no_target, st.booleans())
def test_ratio_without_target_is_none(actual, target, at_most):
    assert ratio(actual, target, at_most=at_most) is None


@given(anything, st.booleans())
def test_ratio_of_nothing_reported_is_none(target, at_most):
    assert ratio(None, target, at_most=at_most) is None


@given(positive)
def test_ratio_of_counted_zero_is_zero(target):
    assert ratio(Decimal(0), target) == 0


@given(values, positive)
def test_ratio_is_actual_of_target_in_percent(actual, target):
    exact = Fraction(actual) * 100 / Fraction(target)
    assert abs(Fraction(ratio(actual, target)) - exact) <= abs(exact) * Fraction(1, 10**27)


@given(positive, positive)
def test_ratio_of_falling_indicator_is_target_of_actual(actual, target):
    assert ratio(actual, target, at_most=True) == ratio(target, actual)


@given(st.decimals(-LIMIT, 0, places=4), anything)
def test_ratio_of_falling_indicator_at_zero_or_below_is_none(actual, target):
    assert ratio(actual, target, at_most=True) is None


# Status


@given(anything, anything, anything, st.booleans())
def test_status_of_never_fails(actual, target, due, at_most):
    assert status_of(actual, target, due, at_most=at_most) in {None, *Status}


@given(anything, no_target, anything)
def test_status_of_without_target_is_none(actual, target, due):
    assert status_of(actual, target, due) is None


@given(anything, anything, st.booleans())
def test_status_of_of_nothing_reported_is_none(target, due, at_most):
    assert status_of(None, target, due, at_most=at_most) is None


@given(values, positive, st.sampled_from([0, 25, 50, 75, 100]))
def test_status_of_is_judged_on_the_exact_ratio(actual, target, share):
    exact = Fraction(actual) / Fraction(target)
    if exact >= 1:
        expected = Status.EXCEEDED if exact > 1 else Status.MET
    else:
        expected = Status.ON_TRACK if exact >= Fraction(share, 100) else Status.BEHIND
    assert status_of(actual, target, target * share / 100) == expected


@given(positive, positive)
def test_status_of_of_falling_indicator_is_judged_on_the_inverted_ratio(actual, target):
    exact = Fraction(target) / Fraction(actual)
    expected = Status.EXCEEDED if exact > 1 else Status.MET if exact == 1 else Status.BEHIND
    assert status_of(actual, target, target, at_most=True) == expected


@given(positive)
def test_status_of_of_falling_indicator_at_zero_is_exceeded(target):
    progress = make_progress(0, target, at_most=True)
    assert (progress.status, progress.ratio, progress.percent_text) == (Status.EXCEEDED, None, "–")


# The percentage people read


@given(counts, positive, st.integers(0, 4))
def test_percent_text_is_rounded_half_up(actual, target, decimals):
    assert make_progress(actual, target, decimals=decimals).percent_text == by_hand(actual, target, decimals)


@given(positive, positive, st.integers(0, 4))
def test_percent_text_of_negative_mirrors_the_positive(actual, target, decimals):
    above, below = (make_progress(each, target, decimals=decimals).percent_text for each in (actual, -actual))
    zero = not above.strip("0,%")
    assert below == (above if zero else f"-{above}")


@given(anything, no_target, st.integers(0, 4))
def test_percent_text_without_target_is_a_dash(actual, target, decimals):
    assert make_progress(actual, target, decimals=decimals).percent_text == "–"


@pytest.mark.parametrize(
    ("actual", "target", "decimals", "expected"),
    [
        (65, 30, 0, "217%"),
        (92, 60, 1, "153,3%"),
        (16, 10, 1, "160%"),
        ("153.25", 100, 1, "153,3%"),
        ("153.2499", 100, 1, "153,2%"),
        ("0.05", 100, 1, "0,1%"),
        ("0.0499", 100, 1, "0%"),
        (0, 30, 1, "0%"),
        (None, 30, 1, "–"),
        (30, 30, 1, "100%"),
        (9996, 10000, 1, "100%"),
        ("152.5", 100, 0, "153%"),
        (1, 3, 4, "33,3333%"),
        (12345, 10, 1, "123.450%"),
    ],
)
def test_percent_text_of_known_figures(actual, target, decimals, expected):
    assert make_progress(actual, target, decimals=decimals).percent_text == expected


@pytest.mark.parametrize(
    ("actual", "status"),
    [
        (9996, Status.BEHIND),  # reads 100%
        ("9999.9999", Status.BEHIND),
        (10000, Status.MET),
        ("10000.0001", Status.EXCEEDED),  # reads 100% too
        (10004, Status.EXCEEDED),
    ],
)
def test_status_goes_by_the_exact_ratio_and_not_by_the_text(actual, status):
    progress = make_progress(actual, 10000)
    assert (progress.percent_text, progress.status) == ("100%", status)


@pytest.mark.parametrize(
    ("actual", "ratio_text", "status"),
    [
        (4, "125%", Status.EXCEEDED),
        (5, "100%", Status.MET),
        (6, "83,3%", Status.BEHIND),
        (0, "–", Status.EXCEEDED),
        (None, "–", None),
    ],
)
def test_falling_indicator_against_a_target_of_five(actual, ratio_text, status):
    progress = make_progress(actual, 5, at_most=True)
    assert (progress.percent_text, progress.status) == (ratio_text, status)


@pytest.mark.parametrize(
    ("actual", "share", "status"),
    [
        ("7.4999", 25, Status.BEHIND),
        ("7.5", 25, Status.ON_TRACK),
        ("29.9999", 75, Status.ON_TRACK),
        (22, 75, Status.BEHIND),
        (30, 25, Status.MET),
    ],
)
def test_status_before_the_target_is_reached_goes_by_what_is_due(actual, share, status):
    assert make_progress(actual, 30, share=share).status == status


@pytest.mark.parametrize(
    ("actual", "share", "label"),
    [
        (1, 25, "Đúng tiến độ"),
        (1, 100, "Chưa đạt"),
        (2, 100, "Đạt"),
        (3, 100, "Vượt"),
        (None, 100, "Chưa có số"),
    ],
)
def test_status_label_at_year_end(actual, share, label):
    assert make_progress(actual, 2, share=share).status_label == label
