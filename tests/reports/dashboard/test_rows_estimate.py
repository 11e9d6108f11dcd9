"""The estimate of the year's end: cumulative ÷ cumulative share due, for flows alone."""

from datetime import date

import pytest

from tests import factories
from tests.reports.dashboards import dashboard_of, row_of

pytestmark = pytest.mark.django_db


def make_flow(value=45, **target):
    program = factories.make_program()
    indicator = factories.make_indicator(program, "1a", unit="HTX")
    factories.make_target(indicator, 50, **target)
    factories.make_figure(indicator, value)
    return program


def estimate_of(program, number=3, **options):
    return row_of(program, number, **options).estimate


def test_estimate_divides_by_the_share_due():
    estimate = estimate_of(make_flow())

    assert (estimate.value, estimate.text, estimate.sum) == (60, "60", "45 ÷ 75% = 60")
    assert estimate.percent_text == "120%"


def test_estimate_uses_the_plan_s_own_shares():
    program = make_flow(30, share_q1=0, share_q2=20, share_q3=60)

    assert [estimate_of(program, number) and estimate_of(program, number).value for number in (1, 2, 3)] == [
        None,
        150,
        50,
    ]


def test_nothing_is_due_so_nothing_is_estimated():
    assert estimate_of(make_flow(share_q1=0, share_q2=0, share_q3=0)) is None


def test_zero_is_estimated_as_zero():
    assert estimate_of(make_flow(0)).text == "0"


def test_stock_has_no_estimate():
    program = factories.make_program()
    factories.make_indicator(program, "2", measure="cooperatives.operating", target=1)
    factories.make_cooperative(operating_since=date(2019, 1, 1))

    assert estimate_of(program) is None


def test_figure_that_nobody_reported_has_no_estimate():
    program = factories.make_program()
    factories.make_indicator(program, target=10)

    assert estimate_of(program) is None


@pytest.mark.parametrize("today", [date(2021, 1, 15), date(2020, 11, 1)])
def test_nothing_is_estimated_once_all_is_due(today):
    program = make_flow(share_q1=0, share_q2=0, share_q3=100)

    assert [estimate_of(program, number, today=today) for number in (3, 4)] == [None, None]


def test_running_quarter_is_taken_as_whole():
    assert estimate_of(make_flow(), 3, today=date(2020, 7, 2)).value == 60


def test_estimates_are_listed_with_their_computation():
    assert [each.progress.indicator.code for each in dashboard_of(make_flow(), 2).estimates] == ["1a"]
    assert dashboard_of(make_flow_of_2021(), 1, today=date(2021, 2, 1)).estimates[0].sum == "3 ÷ 25% = 12"


def make_flow_of_2021():
    program = factories.make_program(year=2021)
    factories.make_figure(factories.make_indicator(program), 3, received_on=date(2021, 1, 20))
    return program
