"""The same day one year earlier, and the net change of stocks over the year's beginning."""

from datetime import date

import pytest

from reports.figures.year import quarter_progress
from tests import factories
from tests.reports.dashboards import year_progress

pytestmark = pytest.mark.django_db

FOUNDED = "cooperatives.founded_by_union"
OPERATING = "cooperatives.operating"


def make_two_years(code: str = "190", last_code: str = "190", **indicator):
    """An indicator of 2020, and the one of the same code in the programme of 2019."""
    this = factories.make_indicator(factories.make_program(code, 2020), **indicator)
    last = factories.make_indicator(factories.make_program(last_code, 2019), **indicator)
    return this, last


def previous_years(program, today) -> list:
    return [each.indicators[0].previous_year for each in year_progress(program, today=today).values()]


def test_no_later_day_shows_less(today):
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED)
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20))
    factories.make_cooperative(founded_on=date(2020, 12, 25))
    days = (date(2020, 12, 24), date(2020, 12, 25), date(2020, 12, 31), date(2021, 1, 2), date(2022, 7, 1))

    seen = [year_progress(program, today=today, as_of=day)[4] for day in days]

    assert [each.indicators[0].actual for each in seen] == [0, 1, 1, 1, 1]
    assert [each.as_of for each in seen[-2:]] == [date(2020, 12, 31)] * 2


# The same day one year earlier


def test_previous_year_is_counted_to_the_same_day(today):
    this, _ = make_two_years(measure=FOUNDED)
    factories.make_period(this.program, 4, cut_off_on=date(2020, 12, 20))
    for day in (date(2019, 1, 1), date(2019, 3, 31), date(2019, 12, 20), date(2019, 12, 21), date(2018, 5, 5)):
        factories.make_cooperative(founded_on=day)
    assert previous_years(this.program, today) == [2, 2, 2, 3]


def test_previous_year_needs_no_programme_where_records_exist(today):
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED)
    factories.make_cooperative(founded_on=date(2019, 5, 5))
    assert previous_years(program, today) == [None, 1, 1, 1]


def test_previous_year_is_reported_where_nothing_is_counted(today):
    this, last = make_two_years(measure=FOUNDED)
    factories.make_figure(last, 20, 1)
    factories.make_figure(last, 8, 3)
    assert previous_years(this.program, today) == [20, 20, 28, 28]


def test_previous_year_is_whole_counted_and_reported(today):
    this, last = make_two_years(measure=FOUNDED)
    factories.make_cooperative(founded_on=date(2019, 5, 2))
    factories.make_figure(last, 20, 1)
    assert previous_years(this.program, today) == [20, 21, 21, 21]


def test_previous_year_without_records_and_figures_is_none(today):
    this, _ = make_two_years(measure=FOUNDED)
    assert previous_years(this.program, today) == [None, None, None, None]


def test_previous_year_of_a_reported_zero_is_zero(today):
    this, last = make_two_years()
    factories.make_figure(last, 0, 1)
    progress = quarter_progress(this.program, 4, today=today)["1a"]
    assert (progress.previous_year, progress.change, progress.change_text) == (0, None, "–")


def test_previous_year_of_a_reported_stock_is_the_latest_quarter(today):
    this, last = make_two_years(accumulation="stock")
    factories.make_figure(last, 40, 1)
    factories.make_figure(last, 43, 3)
    assert previous_years(this.program, today) == [40, 40, 43, 43]


def test_previous_year_leaves_out_figures_of_other_codes(today):
    this, last = make_two_years()
    factories.make_figure(factories.make_indicator(last.program, "1b"), 20)
    assert previous_years(this.program, today) == [None, None, None, None]


def test_previous_year_of_29_february_is_28_february():
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED)
    for day in (date(2019, 2, 28), date(2019, 3, 1)):
        factories.make_cooperative(founded_on=day)
    assert quarter_progress(program, 1, today=date(2020, 2, 29))["1a"].previous_year == 1


def test_previous_year_of_a_running_quarter_has_what_had_arrived_by_that_day():
    this, last = make_two_years()
    factories.make_figure(last, 20, 2, received_on=date(2019, 5, 5))
    days = (date(2020, 5, 4), date(2020, 5, 5))
    assert [quarter_progress(this.program, 2, today=day)["1a"].previous_year for day in days] == [None, 20]


def test_change_is_the_figure_in_percent_of_last_year_s(today):
    this, last = make_two_years()
    factories.make_figure(this, 65)
    factories.make_figure(last, 26)
    assert quarter_progress(this.program, 4, today=today)["1a"].change_text == "250%"


# The programme of the year before


def test_predecessor_is_the_only_programme_of_last_year_whatever_its_code(today):
    this, last = make_two_years("190", "144")
    factories.make_figure(last, 20)
    assert previous_years(this.program, today) == [20, 20, 20, 20]


def test_predecessor_is_the_one_of_the_same_code_among_several(today):
    this, last = make_two_years("190", "190")
    factories.make_figure(last, 20)
    factories.make_figure(factories.make_indicator(factories.make_program("144", 2019)), 7)
    assert previous_years(this.program, today) == [20, 20, 20, 20]


def test_predecessor_is_unknown_among_several_of_other_codes(today):
    this, last = make_two_years("190", "144")
    factories.make_figure(last, 20)
    factories.make_figure(factories.make_indicator(factories.make_program("150", 2019)), 7)
    assert previous_years(this.program, today) == [None, None, None, None]


@pytest.mark.parametrize("code", ["190", "150"])
def test_predecessor_is_not_another_programme_because_its_own_has_no_figures(code, today):
    this, last = make_two_years("190", "144")
    factories.make_figure(last, 20)
    factories.make_program(code, 2019)  # neither figures nor periods
    assert previous_years(this.program, today) == [None, None, None, None]


def test_predecessor_is_not_of_two_years_before(today):
    this = factories.make_indicator(factories.make_program("190", 2020))
    factories.make_figure(factories.make_indicator(factories.make_program("190", 2018)), 20)
    assert previous_years(this.program, today) == [None, None, None, None]


# Net change of stocks


def test_stock_s_quarter_is_its_net_change(today):
    program = factories.make_program()
    factories.make_indicator(program, measure=OPERATING)
    for _ in range(3):
        cooperative = factories.make_cooperative(operating_since=date(2015, 1, 1))
    factories.make_cooperative(operating_since=date(2020, 2, 2))
    factories.make_status(cooperative, "dissolved", date(2020, 8, 8))
    quarters = year_progress(program, today=today).values()
    assert [each["1a"].actual for each in quarters] == [4, 4, 3, 3]
    assert [each["1a"].quarter_actual for each in quarters] == [1, 0, -1, 0]


def test_stock_s_first_quarter_starts_at_last_year_s_cut_off_day(today):
    this, last = make_two_years(measure=OPERATING)
    factories.make_period(last.program, 4, cut_off_on=date(2019, 12, 20))
    for day in (date(2019, 12, 20), date(2019, 12, 21), date(2020, 1, 1)):
        factories.make_cooperative(operating_since=day)
    progress = quarter_progress(this.program, 1, today=today)["1a"]
    assert (progress.before, progress.actual, progress.quarter_actual) == (1, 3, 2)


def test_reported_stock_s_first_quarter_starts_at_last_year_s_latest_figure(today):
    this, last = make_two_years(accumulation="stock")
    factories.make_figure(last, 40, 3)
    factories.make_figure(this, 38, 1)
    assert quarter_progress(this.program, 1, today=today)["1a"].quarter_actual == -2


def test_reported_stock_without_a_start_has_no_net_change(today):
    program = factories.make_program()
    factories.make_figure(factories.make_indicator(program, accumulation="stock"), 38, 1)
    quarters = year_progress(program, today=today).values()
    assert [each["1a"].quarter_actual for each in quarters] == [None, 0, 0, 0]


def test_previous_year_of_a_quarter_cut_off_early_includes_last_years_total_without_a_period(today):
    last = factories.make_indicator(factories.make_program(year=2019), "T2")
    factories.make_figure(last, 9, 4)
    program = factories.make_program()
    factories.make_indicator(program, "T2")
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20), due_on=date(2020, 12, 31))

    assert year_progress(program, today=today)[4]["T2"].previous_year == 9
