"""Targets in force, own aims, and what is due by when."""

from datetime import date
from decimal import Decimal

import pytest

from reports.figures.year import quarter_progress
from tests import factories
from tests.reports.dashboards import year_progress

pytestmark = pytest.mark.django_db


def over_the_year(program, today, name: str) -> list:
    """A property of the programme's first indicator in each quarter."""
    return [getattr(each.indicators[0], name) for each in year_progress(program, today=today).values()]


# In force


def test_target_is_the_one_in_force_on_the_as_of_day(today):
    program = factories.make_program()
    indicator = factories.make_indicator(program, target=30)
    factories.make_target(indicator, 40, effective_from=date(2020, 7, 1))
    factories.make_target(indicator, 35, effective_from=date(2020, 4, 1))
    assert over_the_year(program, today, "target") == [30, 35, 40, 40]


@pytest.mark.parametrize(("as_of", "expected"), [(date(2020, 8, 14), 30), (date(2020, 8, 15), 40)])
def test_target_takes_effect_on_its_day(as_of, expected, today):
    program = factories.make_program()
    indicator = factories.make_indicator(program, target=30)
    factories.make_target(indicator, 40, effective_from=date(2020, 8, 15))
    assert quarter_progress(program, 3, today=today, as_of=as_of)["1a"].target == expected


def test_target_decided_after_the_cut_off_day_is_not_in_force(today):
    program = factories.make_program()
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20))
    indicator = factories.make_indicator(program, target=30)
    factories.make_target(indicator, 40, effective_from=date(2020, 12, 21))
    assert quarter_progress(program, 4, today=today)["1a"].target == 30


def test_target_that_begins_later_leaves_earlier_quarters_without_one(today):
    program = factories.make_program()
    indicator = factories.make_indicator(program)
    factories.make_figure(indicator, 9)
    factories.make_target(indicator, 30, effective_from=date(2020, 7, 1))
    assert over_the_year(program, today, "percent_text") == ["–", "–", "30%", "30%"]
    assert over_the_year(program, today, "status")[:2] == [None, None]


def test_target_decided_before_the_year_is_in_force_from_its_first_day(today):
    program = factories.make_program()
    factories.make_target(factories.make_indicator(program), 30, effective_from=date(2019, 12, 15))
    assert over_the_year(program, today, "target") == [30, 30, 30, 30]


def test_target_of_zero_gives_no_ratio_and_no_status(today):
    program = factories.make_program()
    factories.make_figure(factories.make_indicator(program, target=0), 9)
    progress = quarter_progress(program, 4, today=today)["1a"]
    assert (progress.target, progress.ratio, progress.percent_text, progress.status) == (0, None, "–", None)


# Own aims


def test_own_aim_stands_beside_the_assigned_target(today):
    program = factories.make_program()
    indicator = factories.make_indicator(program, target=30)
    factories.make_target(indicator, 50, kind="own_aim")
    factories.make_figure(indicator, 45)
    progress = quarter_progress(program, 4, today=today)["1a"]
    assert (progress.target, progress.own_aim, progress.percent_text) == (30, 50, "150%")


def test_own_aim_alone_gives_no_ratio(today):
    program = factories.make_program()
    indicator = factories.make_indicator(program)
    factories.make_target(indicator, 50, kind="own_aim")
    factories.make_figure(indicator, 45)
    progress = quarter_progress(program, 4, today=today)["1a"]
    assert (progress.own_aim, progress.target, progress.percent_text, progress.status) == (50, None, "–", None)


# Due


def test_due_of_a_flow_grows_by_quarters(today):
    program = factories.make_program()
    factories.make_indicator(program, target=30)
    assert over_the_year(program, today, "due") == [Decimal("7.5"), 15, Decimal("22.5"), 30]


def test_due_of_a_flow_follows_the_plan_s_own_shares(today):
    program = factories.make_program()
    shares = {"share_q1": 10, "share_q2": 20, "share_q3": 60}
    factories.make_target(factories.make_indicator(program), 30, **shares)
    assert over_the_year(program, today, "due") == [3, 6, 18, 30]


@pytest.mark.parametrize(
    "indicator",
    [
        {"accumulation": "stock"},
        {"measure": "cooperatives.effective"},
        {"measure": "cooperatives.operating", "accumulation": "flow"},
    ],
)
def test_due_of_a_stock_is_the_whole_target_all_year(indicator, today):
    program = factories.make_program()
    factories.make_indicator(program, target=30, **indicator)
    assert over_the_year(program, today, "due") == [30, 30, 30, 30]


def test_due_follows_the_target_in_force(today):
    program = factories.make_program()
    indicator = factories.make_indicator(program, target=30)
    factories.make_target(indicator, 40, effective_from=date(2020, 7, 1))
    assert over_the_year(program, today, "due") == [Decimal("7.5"), 15, 30, 40]


@pytest.mark.parametrize(
    ("indicator", "shown"),
    [
        ({"measure": "cooperatives.founded"}, ["8", "15", "23", "30"]),
        ({"measure": "cooperatives.founded", "direction": "at_most"}, ["7", "15", "22", "30"]),
        ({"unit": "tỷ đồng"}, ["7,5", "15", "22,5", "30"]),
    ],
)
def test_due_is_told_in_whole_things_where_things_are_counted(indicator, shown, today):
    program = factories.make_program()
    factories.make_indicator(program, target=30, **indicator)
    assert over_the_year(program, today, "due_text") == shown
    assert over_the_year(program, today, "due") == [Decimal("7.5"), 15, Decimal("22.5"), 30]


def test_due_without_target_is_none(today):
    program = factories.make_program()
    factories.make_indicator(program)
    assert over_the_year(program, today, "due") == [None, None, None, None]


def test_decimals_of_the_percentage_are_the_indicator_s(today):
    program = factories.make_program()
    for decimals in (0, 1, 4):
        factories.make_figure(factories.make_indicator(program, str(decimals), target=60, decimals=decimals), 92)
    texts = [each.percent_text for each in quarter_progress(program, 4, today=today).indicators]
    assert texts == ["153%", "153,3%", "153,3333%"]


def test_falling_indicator_is_judged_the_other_way_round(today):
    program = factories.make_program()
    for code, value in (("a", 4), ("b", 5), ("c", 8), ("d", 0)):
        factories.make_figure(factories.make_indicator(program, code, target=5, direction="at_most"), value)
    read = [(each.percent_text, each.status.value) for each in quarter_progress(program, 4, today=today).indicators]
    assert read == [("125%", "exceeded"), ("100%", "met"), ("62,5%", "behind"), ("–", "exceeded")]
