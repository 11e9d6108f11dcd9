"""One indicator in one quarter: what it counts to, against which target, beside which year, and how it stands."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.measures import MEASURES
from programs.models import Program
from reports.progress import Progress, Status, quarter_progress, year_progress
from tests import factories
from tests.programs.examples import EXAMPLES

pytestmark = pytest.mark.django_db

OVER = date(2021, 6, 1)  # all quarters of 2020 are closed
FOUNDED = "cooperatives.founded_by_union"
EFFECTIVE = "cooperatives.effective"
OPERATING = "cooperatives.operating"
QUARTERS = (1, 2, 3, 4)


@pytest.fixture
def program(db) -> Program:
    return factories.make_program()


def found(day: date, number: int = 1) -> None:
    for _ in range(number):
        factories.make_cooperative(founded_on=day)


def progress(program: Program, quarter: int = 4, code: str = "1a", today: date = OVER, **given) -> Progress:
    return quarter_progress(program, quarter, today=today, **given)[code]


def by_quarter(program: Program, what: str, code: str = "1a", today: date = OVER) -> list:
    year = year_progress(program, today=today)
    return [getattr(year[number][code], what) for number in QUARTERS]


# Actual, target and what follows from them


def test_progress_compares_counted_records_with_the_target(program):
    factories.make_indicator(program, measure=FOUNDED, target=2)
    found(date(2020, 5, 5), 3)

    one = progress(program)

    assert (one.actual, one.counted, one.reported, one.target) == (3, 3, None, 2)
    assert (one.ratio, one.percent_text, one.status, one.difference) == (150, "150%", Status.EXCEEDED, 1)


def test_progress_counted_without_records_is_zero(program):
    factories.make_indicator(program, measure=FOUNDED, target=2)

    one = progress(program)

    assert (one.actual, one.quarter_actual, one.ratio, one.percent_text) == (0, 0, 0, "0%")
    assert one.status is Status.BEHIND


def test_progress_of_nothing_reported_is_unknown(program):
    factories.make_indicator(program, target=2)

    one = progress(program)

    assert (one.actual, one.quarter_actual, one.ratio, one.percent_text, one.status) == (None, None, None, "–", None)


def test_progress_of_zero_reported_is_zero(program):
    factories.make_figure(factories.make_indicator(program, target=2), 0, quarter=4)

    one = progress(program)

    assert (one.actual, one.percent_text, one.status) == (0, "0%", Status.BEHIND)


@pytest.mark.parametrize("target", [None, 0])
def test_progress_without_a_target_has_no_ratio(program, target):
    factories.make_indicator(program, measure=FOUNDED, target=target)
    found(date(2020, 5, 5))

    one = progress(program)

    assert (one.actual, one.target, one.ratio, one.percent_text, one.status) == (1, target, None, "–", None)


@pytest.mark.parametrize(
    ("reported", "percent", "status"),
    [(20, "50%", "behind"), (10, "100%", "met"), (8, "125%", "exceeded"), (0, "–", "exceeded")],
)
def test_progress_of_a_falling_indicator(program, reported, percent, status):
    indicator = factories.make_indicator(program, target=10, direction="at_most", accumulation="stock")
    factories.make_figure(indicator, reported, quarter=4)

    one = progress(program)

    assert (one.percent_text, one.status) == (percent, status)


def test_progress_rounds_with_the_decimals_of_the_indicator(program):
    for decimals in (0, 1, 2, 4):
        indicator = factories.make_indicator(program, f"d{decimals}", target=3, decimals=decimals)
        factories.make_figure(indicator, 5, quarter=4)

    texts = [each.percent_text for each in quarter_progress(program, 4, today=OVER).indicators]

    assert texts == ["167%", "166,7%", "166,67%", "166,6667%"]


def test_progress_is_judged_on_the_exact_ratio_and_not_on_its_text(program):
    factories.make_figure(factories.make_indicator(program, target=10_000, decimals=1), 9_996, quarter=4)

    one = progress(program)

    assert (one.percent_text, one.status) == ("100%", Status.BEHIND)


def test_progress_knows_the_kind_of_its_indicator(program):
    for code, measure in (("a", FOUNDED), ("b", EFFECTIVE), ("c", "")):
        factories.make_indicator(program, code, measure=measure)

    kinds = [each.kind for each in quarter_progress(program, 4, today=OVER).indicators]

    assert kinds == ["flow", "stock", "reported"]


def test_progress_of_a_stock_shows_what_it_is_a_share_of(program):
    factories.make_indicator(program, "2", measure=EFFECTIVE)
    EXAMPLES[EFFECTIVE](date(2020, 5, 5))
    EXAMPLES[OPERATING](date(2020, 5, 5))

    one = progress(program, code="2")

    assert (one.actual, one.base, one.base_share_text) == (1, 2, "50%")


# Targets in force, and what is due of them


def test_target_in_force_is_the_latest_that_took_effect(program):
    indicator = factories.make_indicator(program, measure=FOUNDED, target=30)
    factories.make_target(indicator, 20, effective_from=date(2020, 7, 2))
    factories.make_target(indicator, 40, effective_from=date(2020, 5, 1))

    assert by_quarter(program, "target") == [30, 40, 20, 20]


@pytest.mark.parametrize(("as_of", "target"), [(date(2020, 8, 14), 30), (date(2020, 8, 15), 40)])
def test_target_changes_on_the_day_it_takes_effect(program, as_of, target):
    indicator = factories.make_indicator(program, measure=FOUNDED, target=30)
    factories.make_target(indicator, 40, effective_from=date(2020, 8, 15))

    assert progress(program, 3, as_of=as_of).target == target


def test_target_before_it_takes_effect_is_missing(program):
    indicator = factories.make_indicator(program, measure=FOUNDED)
    factories.make_target(indicator, 30, effective_from=date(2020, 4, 1))

    assert by_quarter(program, "target") == [None, 30, 30, 30]
    assert by_quarter(program, "status") == [None, "behind", "behind", "behind"]


def test_target_of_a_quarter_that_counts_to_its_cut_off_is_the_one_of_that_day(program):
    indicator = factories.make_indicator(program, measure=FOUNDED, target=30)
    factories.make_target(indicator, 40, effective_from=date(2020, 12, 21))
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20))

    assert progress(program).target == 30


def test_target_assigned_and_own_aim_are_apart(program):
    indicator = factories.make_indicator(program, measure=FOUNDED, target=2)
    factories.make_target(indicator, 8, kind="own_aim", effective_from=date(2020, 6, 1))
    found(date(2020, 5, 5), 4)

    one = progress(program)

    assert (one.target, one.own_aim, one.percent_text) == (2, 8, "200%")


def test_due_of_a_flow_grows_by_quarters(program):
    factories.make_indicator(program, measure=FOUNDED, target=30)

    assert by_quarter(program, "due") == [Decimal("7.5"), 15, Decimal("22.5"), 30]


def test_due_follows_the_shares_of_the_plan(program):
    indicator = factories.make_indicator(program, measure=FOUNDED)
    factories.make_target(indicator, 30, share_q1=0, share_q2=10, share_q3=Decimal("33.33"))

    assert by_quarter(program, "due") == [0, 3, Decimal("9.999"), 30]


@pytest.mark.parametrize("given", [{"measure": EFFECTIVE}, {"accumulation": "stock"}])
def test_due_of_a_stock_is_the_whole_target_in_every_quarter(program, given):
    factories.make_indicator(program, target=250, **given)

    assert by_quarter(program, "due") == [250, 250, 250, 250]


@pytest.mark.parametrize(("founded", "status"), [(4, "behind"), (5, "on_track"), (9, "on_track"), (10, "met")])
def test_status_goes_by_what_is_due(program, founded, status):
    factories.make_indicator(program, measure=FOUNDED, target=10)
    found(date(2020, 6, 30), founded)

    assert progress(program, 2).status == status


def test_status_words_differ_at_the_end_of_the_year(program):
    factories.make_indicator(program, measure=FOUNDED, target=10)

    assert by_quarter(program, "status_label") == ["Chậm", "Chậm", "Chậm", "Chưa đạt"]
    assert by_quarter(program, "status_label", today=date(2020, 12, 30))[3] == "Chậm"


# Which day is counted to


def test_quarter_that_lies_ahead_has_no_figures(program):
    indicator = factories.make_indicator(program, measure=FOUNDED, target=10)
    factories.make_figure(indicator, 5, quarter=1)
    found(date(2020, 1, 5))

    ahead = progress(program, 3, today=date(2020, 6, 30))

    assert (ahead.as_of, ahead.target, ahead.due) == (None, 10, Decimal("7.5"))
    figures = (ahead.actual, ahead.counted, ahead.reported, ahead.quarter_actual, ahead.previous_year)
    assert (figures, ahead.ratio, ahead.percent_text, ahead.status) == ((None,) * 5, None, "–", None)


def test_quarter_begins_on_its_first_day(program):
    factories.make_indicator(program, measure=FOUNDED)

    days = [progress(program, 3, today=day).as_of for day in (date(2020, 6, 30), date(2020, 7, 1))]

    assert days == [None, date(2020, 7, 1)]


def test_running_quarter_counts_to_today_against_the_full_share(program):
    factories.make_indicator(program, measure=FOUNDED, target=4)
    found(date(2020, 4, 10))
    found(date(2020, 4, 12))

    running = progress(program, 2, today=date(2020, 4, 11))

    assert (running.as_of, running.closed) == (date(2020, 4, 11), False)
    assert (running.actual, running.due, running.status) == (1, 2, Status.BEHIND)


def test_closed_quarter_counts_to_its_last_day_without_a_period(program):
    factories.make_indicator(program, measure=FOUNDED)

    assert by_quarter(program, "as_of") == [date(2020, 3, 31), date(2020, 6, 30), date(2020, 9, 30), date(2020, 12, 31)]


def test_closed_quarter_counts_to_its_cut_off_day(program):
    factories.make_indicator(program, measure=FOUNDED)
    factories.make_period(program, 3, cut_off_on=date(2020, 9, 20))
    found(date(2020, 9, 20))
    found(date(2020, 9, 21))

    assert by_quarter(program, "actual") == [0, 0, 1, 2]
    assert by_quarter(program, "quarter_actual") == [0, 0, 1, 1]


def test_as_of_day_counts_to_that_day_even_after_the_cut_off(program):
    factories.make_indicator(program, measure=FOUNDED)
    factories.make_period(program, 3, cut_off_on=date(2020, 9, 20))
    found(date(2020, 9, 21))

    actuals = [progress(program, 3, as_of=date(2020, 9, day)).actual for day in (20, 21)]

    assert actuals == [0, 1]


def test_as_of_day_turns_later_quarters_into_ones_ahead(program):
    factories.make_indicator(program, measure=FOUNDED)

    year = year_progress(program, today=OVER, as_of=date(2020, 5, 10))

    assert [year[number].as_of for number in QUARTERS] == [date(2020, 3, 31), date(2020, 5, 10), None, None]


@pytest.mark.parametrize("as_of", [date(2019, 12, 31), date(2020, 7, 1), date(2021, 1, 1)])
def test_as_of_day_outside_the_year_or_after_the_quarter_is_refused(program, as_of):
    with pytest.raises(ValueError, match="không dùng được cho quý II năm 2020"):
        quarter_progress(program, 2, today=OVER, as_of=as_of)


def test_as_of_day_in_the_future_is_refused(program):
    with pytest.raises(ValueError, match="không sau 10/05/2020"):
        quarter_progress(program, 2, today=date(2020, 5, 10), as_of=date(2020, 5, 11))


# Reported figures


def test_reported_flows_are_added_up(program, district, other_district):
    indicator = factories.make_indicator(program)
    for quarter, value, place in ((1, 5, district), (1, 7, other_district), (3, 10, district)):
        factories.make_figure(indicator, value, quarter, place=place)

    assert by_quarter(program, "actual") == [12, 12, 22, 22]
    assert by_quarter(program, "quarter_actual") == [12, 0, 10, 0]


def test_reported_stocks_take_the_latest_quarter(program, district, other_district):
    indicator = factories.make_indicator(program, accumulation="stock")
    for quarter, value, place in ((1, 5, district), (1, 7, other_district), (3, 10, district)):
        factories.make_figure(indicator, value, quarter, place=place)

    assert by_quarter(program, "actual") == [12, 12, 10, 10]
    assert by_quarter(program, "reported_places") == [2, 2, 1, 1]


def test_reported_figures_are_added_to_counted_ones_and_shown_apart(program, district, other_district):
    indicator = factories.make_indicator(program, measure=FOUNDED, target=10)
    found(date(2020, 2, 2), 3)
    factories.make_figure(indicator, 4, 1, place=district)
    factories.make_figure(indicator, 5, 2, place=other_district)

    one = progress(program)

    assert (one.counted, one.reported, one.actual, one.reported_places) == (3, 9, 12, 2)


def test_reported_places_count_a_place_once(program, district):
    indicator = factories.make_indicator(program)
    for quarter in (1, 2):
        factories.make_figure(indicator, 4, quarter, place=district)

    assert by_quarter(program, "reported_places") == [1, 1, 1, 1]


def test_reported_figure_keeps_its_decimals(program):
    factories.make_figure(factories.make_indicator(program, target=Decimal("0.3")), Decimal("0.1"), 4)

    assert (progress(program).actual, progress(program).percent_text) == (Decimal("0.1"), "33,3%")


@pytest.mark.parametrize(
    ("received_on", "arose_by"),
    [
        (None, date(2020, 6, 20)),  # unknown: at the cut-off
        (date(2020, 5, 10), date(2020, 5, 10)),  # known from that day on
        (date(2020, 6, 20), date(2020, 6, 20)),
        (date(2020, 7, 9), date(2020, 6, 20)),  # late, and still the quarter's
    ],
)
def test_reported_figure_arises_when_received_at_the_latest_at_the_cut_off(program, received_on, arose_by):
    figure = factories.make_figure(factories.make_indicator(program), 5, 2, received_on=received_on)

    assert figure.arose_by(date(2020, 6, 20)) == arose_by


@pytest.mark.parametrize(
    ("received_on", "today", "actual"),
    [
        (date(2020, 5, 10), date(2020, 5, 9), None),
        (date(2020, 5, 10), date(2020, 5, 10), 5),
        (date(2020, 7, 9), date(2020, 6, 19), None),
        (date(2020, 7, 9), date(2020, 6, 20), 5),
        (None, date(2020, 6, 19), None),
        (None, date(2020, 6, 20), 5),
    ],
)
def test_reported_figure_counts_in_its_quarter_from_the_day_it_arose(program, received_on, today, actual):
    factories.make_period(program, 2, cut_off_on=date(2020, 6, 20))
    factories.make_figure(factories.make_indicator(program), 5, 2, received_on=received_on)

    assert progress(program, 2, today=today).actual == actual


def test_reported_figure_never_counts_in_an_earlier_quarter(program):
    factories.make_figure(factories.make_indicator(program), 5, 2, received_on=date(2020, 3, 1))

    assert by_quarter(program, "actual") == [None, 5, 5, 5]


# The quarter's own value


def test_quarter_values_add_up_to_the_cumulative_value(program):
    indicator = factories.make_indicator(program, measure=FOUNDED)
    for day, number in ((date(2020, 1, 1), 2), (date(2020, 3, 31), 1), (date(2020, 4, 1), 3), (date(2020, 12, 31), 4)):
        found(day, number)
    factories.make_figure(indicator, 7, 3)

    assert by_quarter(program, "quarter_actual") == [3, 3, 7, 4]
    assert by_quarter(program, "actual") == [3, 6, 13, 17]


def test_quarter_value_counts_a_household_at_its_first_support(program):
    factories.make_indicator(program, "6", measure="poverty.supported")
    household = factories.make_household()
    for day in (date(2020, 5, 5), date(2020, 8, 8)):
        factories.make_support(household, day)

    assert by_quarter(program, "quarter_actual", "6") == [0, 1, 0, 0]


def test_quarter_value_of_a_stock_is_its_net_change(program):
    factories.make_indicator(program, "2", measure=OPERATING)
    for since in (date(2019, 6, 1), date(2019, 6, 1), date(2020, 5, 5)):
        cooperative = factories.make_cooperative(operating_since=since)
    factories.make_status(cooperative, "dissolved", date(2020, 8, 1))
    factories.make_cooperative(operating_since=date(2020, 2, 2))

    assert by_quarter(program, "actual", "2") == [3, 4, 3, 3]
    assert by_quarter(program, "quarter_actual", "2") == [1, 1, -1, 0]


def test_quarter_value_of_a_reported_stock_needs_where_it_started(program):
    factories.make_figure(factories.make_indicator(program, accumulation="stock"), 5, 2)

    assert by_quarter(program, "quarter_actual") == [None, None, 0, 0]


def test_quarter_value_of_a_reported_stock_starts_at_the_end_of_the_year_before(program):
    last = factories.make_program(year=2019)
    factories.make_figure(factories.make_indicator(last, accumulation="stock"), 8, 4)
    factories.make_figure(factories.make_indicator(program, accumulation="stock"), 5, 1)

    assert by_quarter(program, "quarter_actual") == [-3, 0, 0, 0]


# The same day one year earlier


def test_previous_year_is_counted_from_records_to_the_same_day(program):
    factories.make_indicator(program, measure=FOUNDED)
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20))
    for day in (date(2018, 12, 31), date(2019, 1, 1), date(2019, 12, 20), date(2019, 12, 21)):
        found(day)

    assert by_quarter(program, "previous_year") == [1, 1, 1, 2]


def test_previous_year_of_a_leap_day_is_28_february(program):
    factories.make_indicator(program, measure=FOUNDED)
    found(date(2019, 2, 28))
    found(date(2019, 3, 1))

    assert progress(program, 1, as_of=date(2020, 2, 29)).previous_year == 1


def test_previous_year_of_a_stock_is_its_state_that_day(program):
    factories.make_indicator(program, "2", measure=OPERATING)
    factories.make_cooperative(operating_since=date(2019, 5, 5))

    assert by_quarter(program, "previous_year", "2") == [None, 1, 1, 1]


def test_previous_year_without_records_is_last_years_reported_figures_of_the_same_code(program):
    last = factories.make_program(year=2019)
    factories.make_indicator(program, "1a", measure=FOUNDED)
    for code, value in (("1a", 8), ("1b", 100)):
        indicator = factories.make_indicator(last, code)
        factories.make_figure(indicator, value, 2)
        factories.make_figure(indicator, value, 3)

    assert by_quarter(program, "previous_year") == [None, 8, 16, 16]


def test_previous_year_of_nothing_is_unknown(program):
    factories.make_indicator(program, "1a", measure=FOUNDED)
    factories.make_indicator(program, "1b")
    found(date(2020, 5, 5))

    year_end = quarter_progress(program, 4, today=OVER)

    assert [(each.previous_year, each.change_text) for each in year_end.indicators] == [(None, "–"), (None, "–")]


def test_previous_year_of_a_programme_under_another_code(program):
    last = factories.make_program("150", 2019)
    factories.make_figure(factories.make_indicator(last), 8, 4)
    factories.make_indicator(program)

    assert progress(program).previous_year == 8


def test_previous_year_prefers_the_programme_of_the_same_code(program):
    for code, value in (("150", 100), ("190", 8), ("200", 100)):
        last = factories.make_program(code, 2019)
        factories.make_figure(factories.make_indicator(last), value, 4)
    factories.make_indicator(program)

    assert progress(program).previous_year == 8


def test_previous_year_takes_no_other_programme_where_the_same_code_reported_nothing(program):
    factories.make_indicator(factories.make_program("190", 2019))
    factories.make_figure(factories.make_indicator(factories.make_program("150", 2019)), 100, 4)
    factories.make_indicator(program)

    assert progress(program).previous_year is None


def test_previous_year_of_two_programmes_under_other_codes_is_unknown(program):
    for code in ("150", "160"):
        last = factories.make_program(code, 2019)
        factories.make_figure(factories.make_indicator(last), 8, 4)
    factories.make_indicator(program)

    assert progress(program).previous_year is None


def test_previous_year_of_two_programmes_with_one_reporting_is_unknown(program):
    factories.make_figure(factories.make_indicator(factories.make_program("150", 2019)), 8, 4)
    factories.make_program("160", 2019)
    factories.make_indicator(program)

    assert progress(program).previous_year is None


def test_previous_year_never_looks_two_years_back(program):
    factories.make_figure(factories.make_indicator(factories.make_program(year=2018)), 8, 4)
    factories.make_indicator(program)

    assert progress(program).previous_year is None


# Tasks


@pytest.mark.parametrize(
    ("reported", "code", "status"),
    [
        ((20, 10, 9), "c", "behind"),
        ((20, 10, None), "b", "met"),
        ((20, 30, None), "a", "exceeded"),
        ((None, None, None), None, None),
    ],
)
def test_task_stands_as_its_weakest_indicator(program, reported, code, status):
    task = factories.make_task(program)
    for name, value in zip("abc", reported, strict=True):
        indicator = factories.make_indicator(program, name, task=task, target=10)
        if value is not None:
            factories.make_figure(indicator, value, 4)

    (one,) = quarter_progress(program, 4, today=OVER).tasks

    assert (one.weakest and one.weakest.indicator.code, one.status) == (code, status)


def test_task_leaves_indicators_without_a_status_out(program):
    task = factories.make_task(program)
    factories.make_indicator(program, "a", task=task, measure=FOUNDED)
    factories.make_figure(factories.make_indicator(program, "b", task=task, target=10), 12, 4)

    (one,) = quarter_progress(program, 4, today=OVER).tasks

    assert (len(one.indicators), one.status, one.status_label) == (2, Status.EXCEEDED, "Vượt")


def test_tasks_come_in_their_order_without_figures_of_the_whole_province(program):
    second, first = factories.make_task(program, "2", position=2), factories.make_task(program, "1", position=1)
    for code, task in (("2", second), ("T1", None), ("1", first)):
        factories.make_indicator(program, code, task=task)

    year_end = quarter_progress(program, 4, today=OVER)

    assert [each.task.number for each in year_end.tasks] == ["1", "2"]
    assert [each.indicator.code for each in year_end.beyond_tasks] == ["T1"]


# The report counts itself


def test_report_counts_itself_only_while_it_is_written(program):
    factories.make_indicator(program, "3", measure="programs.reports_sent", target=4)
    for quarter in (1, 2, 3):
        factories.make_period(program, quarter, sent_on=date(2020, 10, 10))
    own = factories.make_period(program, 4)

    actuals = [progress(program, code="3", own_period=period).actual for period in (None, own)]

    assert actuals == [3, 4]


# Queries


def queries(program: Program) -> int:
    with CaptureQueriesContext(connection) as asked:
        year = year_progress(program, today=OVER)
        for quarter in year.values():
            for each in quarter.indicators:
                assert (each.actual is None, each.percent_text == "") == (False, False)
            assert [task.status for task in quarter.tasks] != []
    return len(asked)


def test_year_asks_one_query_for_each_measure_and_five_more_at_most(program):
    task = factories.make_task(program)
    last = factories.make_program(year=2019)
    for key in MEASURES:
        indicator = factories.make_indicator(program, key[:20], measure=key, task=task, target=10)
        factories.make_figure(indicator, 5, 1)
        factories.make_figure(factories.make_indicator(last, key[:20]), 5, 1)
        factories.make_figure(factories.make_indicator(program, f"r{indicator.position}", task=task), 5, 1)

    assert queries(program) <= len(MEASURES) + 5


def test_year_asks_as_many_queries_with_thirty_records_as_with_one(program):
    task = factories.make_task(program)
    for position, key in enumerate(sorted(set(MEASURES) - {"programs.reports_sent"})):
        factories.make_indicator(program, str(position), measure=key, task=task, target=10)
        EXAMPLES[key](date(2020, 2, 1))
    with_one = queries(program)
    for key in sorted(set(MEASURES) - {"programs.reports_sent"}):
        for number in range(29):
            EXAMPLES[key](date(2020, 2, 2) + timedelta(days=number))

    assert queries(program) == with_one
