"""The figures of a programme's quarters: counted, reported, as of which day, and how its tasks stand."""

from datetime import date
from decimal import Decimal

import pytest

from programs.measures import MEASURES
from reports.figures.progress import Status
from reports.figures.year import quarter_progress
from tests import factories
from tests.reports.dashboards import year_progress

pytestmark = pytest.mark.django_db

FOUNDED = "cooperatives.founded_by_union"
OPERATING = "cooperatives.operating"
EFFECTIVE = "cooperatives.effective"
SUPPORTED = "poverty.supported"
RUNNING = date(2020, 5, 5)  # a day of quarter II


def actuals(program, today, **options) -> list[Decimal | None]:
    """The figure of the programme's first indicator in each quarter."""
    return [each.indicators[0].actual for each in year_progress(program, today=today, **options).values()]


def quarter_actuals(program, today) -> list[Decimal | None]:
    return [each.indicators[0].quarter_actual for each in year_progress(program, today=today).values()]


# Counted


def test_counted_figure_without_records_is_zero(today):
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED, target=30)
    progress = quarter_progress(program, 4, today=today)["1a"]
    assert (progress.actual, progress.counted, progress.reported) == (0, 0, None)
    assert (progress.percent_text, progress.status) == ("0%", Status.BEHIND)


def test_reported_figure_that_nobody_reported_is_none(today):
    program = factories.make_program()
    factories.make_indicator(program, target=30)
    progress = quarter_progress(program, 4, today=today)["1a"]
    assert (progress.actual, progress.counted, progress.reported) == (None, None, None)
    assert (progress.percent_text, progress.status) == ("–", None)


def test_reported_zero_is_a_value(today):
    program = factories.make_program()
    factories.make_figure(factories.make_indicator(program, target=30), 0)
    progress = quarter_progress(program, 4, today=today)["1a"]
    assert (progress.actual, progress.percent_text, progress.status) == (0, "0%", Status.BEHIND)


def test_counted_and_reported_are_added_and_stay_apart(today):
    program = factories.make_program()
    indicator = factories.make_indicator(program, measure="cooperatives.groups_founded", target=1200)
    factories.make_group(notified_on=date(2020, 2, 2))
    for place, value in ((factories.tran_yen(), 700), (factories.van_yen(), 583)):
        factories.make_figure(indicator, value, place=place)
    progress = quarter_progress(program, 4, today=today)["1a"]
    assert (progress.counted, progress.reported, progress.actual) == (1, 1283, 1284)
    assert (progress.reported_places, progress.kind) == (2, "flow")


@pytest.mark.parametrize(
    ("subjects", "unit", "kinds"),
    [
        ([], "HTX", ""),
        (["cooperative"], "HTX", ""),
        (["group"], "tổ hợp tác", ""),
        (["union"], "liên hiệp HTX", ""),
        (["cooperative", "cooperative", "group"], "đơn vị", "2 HTX, 1 tổ hợp tác"),
    ],
)
def test_unit_follows_what_was_visited(subjects, unit, kinds, today):
    program = factories.make_program()
    factories.make_indicator(program, "3c", measure="cooperatives.site_visits", unit="HTX")
    for kind in subjects:
        subject = factories.make_group() if kind == "group" else factories.make_cooperative(kind=kind)
        factories.make_inspection(subject, RUNNING, "site")
    progress = quarter_progress(program, 4, today=today)["3c"]
    assert (progress.actual, progress.indicator.unit, progress.kinds_text) == (len(subjects), unit, kinds)


def test_kind_is_the_measure_s_or_reported(today):
    program = factories.make_program()
    for code, measure in (("a", FOUNDED), ("b", OPERATING), ("c", "")):
        factories.make_indicator(program, code, measure=measure)
    assert [each.kind for each in quarter_progress(program, 4, today=today).indicators] == ["flow", "stock", "reported"]


# Quarters of a flow


def test_flow_is_cumulative_and_its_quarters_are_the_differences(today):
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED)
    for day in (date(2020, 1, 1), date(2020, 3, 31), date(2020, 4, 1), date(2020, 12, 31)):
        factories.make_cooperative(founded_on=day)
    assert (actuals(program, today), quarter_actuals(program, today)) == ([2, 3, 3, 4], [2, 1, 0, 1])


def test_flow_counts_a_distinct_thing_in_the_quarter_of_its_first_event(today):
    program = factories.make_program()
    factories.make_indicator(program, measure=SUPPORTED)
    household = factories.make_household()
    for day in (date(2020, 8, 8), date(2020, 5, 5), date(2020, 11, 11)):
        factories.make_support(household, day)
    assert quarter_actuals(program, today) == [0, 1, 0, 0]


def test_flow_of_a_quarter_ends_on_its_own_cut_off_day(today):
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED)
    factories.make_period(program, 1, cut_off_on=date(2020, 3, 20))
    for day in (date(2020, 3, 20), date(2020, 3, 21)):
        factories.make_cooperative(founded_on=day)
    assert quarter_actuals(program, today) == [1, 1, 0, 0]


# As-of days


def test_as_of_is_each_quarter_s_cut_off_day_once_the_year_is_over(today):
    program = factories.make_program()
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20))
    days = [each.as_of for each in year_progress(program, today=today).values()]
    assert days == [date(2020, 3, 31), date(2020, 6, 30), date(2020, 9, 30), date(2020, 12, 20)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 10, 1), date(2020, 10, 1)),
        (date(2020, 12, 19), date(2020, 12, 19)),
        (date(2020, 12, 20), date(2020, 12, 20)),
        (date(2020, 12, 25), date(2020, 12, 20)),
        (date(2026, 1, 1), date(2020, 12, 20)),
    ],
)
def test_as_of_is_today_while_the_quarter_runs_and_at_most_the_cut_off_day(now, expected):
    program = factories.make_program()
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20))
    assert quarter_progress(program, 4, today=now).as_of == expected


def test_quarter_that_lies_ahead_has_no_figures():
    program = factories.make_program()
    indicator = factories.make_indicator(program, measure=EFFECTIVE, target=30)
    factories.make_figure(indicator, 5, quarter=1)
    quarter = quarter_progress(program, 3, today=RUNNING)
    progress = quarter["1a"]
    assert (quarter.as_of, quarter.lies_ahead) == (None, True)
    assert (progress.actual, progress.counted, progress.reported, progress.quarter_actual) == (None,) * 4
    assert (progress.previous_year, progress.base, progress.ratio, progress.status) == (None,) * 4
    assert progress.percent_text == "–"


def test_programme_of_a_coming_year_has_no_figures_at_all():
    program = factories.make_program(year=2021)
    factories.make_indicator(program, measure=FOUNDED, target=30)
    assert actuals(program, RUNNING) == [None, None, None, None]


def test_running_quarter_counts_to_today_and_is_judged_by_its_full_share():
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED, target=4)
    for day in (RUNNING, RUNNING, date(2020, 5, 6)):
        factories.make_cooperative(founded_on=day)
    progress = quarter_progress(program, 2, today=RUNNING)["1a"]
    assert (progress.actual, progress.due, progress.status, progress.closed) == (2, 2, Status.ON_TRACK, False)


@pytest.mark.parametrize(("now", "closed"), [(date(2020, 6, 29), False), (date(2020, 6, 30), True)])
def test_quarter_is_closed_from_its_cut_off_day(now, closed):
    program = factories.make_program()
    factories.make_indicator(program)
    assert quarter_progress(program, 2, today=now)["1a"].closed == closed


@pytest.mark.parametrize(
    ("closed", "now", "label"), [(True, date(2021, 1, 15), "Chưa đạt"), (False, date(2020, 11, 11), "Chậm")]
)
def test_status_behind_is_called_missed_only_once_the_year_is_over(closed, now, label):
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED, target=4)
    progress = quarter_progress(program, 4, today=now)["1a"]
    assert (progress.closed, progress.status, progress.status_label) == (closed, Status.BEHIND, label)


def test_given_as_of_day_moves_its_quarter_and_puts_later_ones_ahead(today):
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED)
    for day in (date(2020, 2, 2), date(2020, 5, 5), date(2020, 5, 6)):
        factories.make_cooperative(founded_on=day)
    assert actuals(program, today, as_of=date(2020, 5, 5)) == [1, 2, None, None]


def test_given_as_of_day_may_lie_between_cut_off_and_end_of_the_quarter(today):
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED)
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20))
    factories.make_cooperative(founded_on=date(2020, 12, 28))
    counted = [quarter_progress(program, 4, today=today, as_of=day)["1a"].actual for day in (None, date(2020, 12, 28))]
    assert counted == [0, 1]


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2020, 5, 6), date(2020, 7, 1), date(2021, 1, 1)])
def test_as_of_day_that_does_not_fit_the_quarter_is_refused(day):
    program = factories.make_program()
    with pytest.raises(ValueError, match="không dùng được cho quý II năm 2020"):
        quarter_progress(program, 2, today=RUNNING, as_of=day)


@pytest.mark.parametrize("number", [0, 5])
def test_quarter_that_there_is_not_is_refused(number, today):
    program = factories.make_program()
    with pytest.raises(ValueError, match=f"Không có quý {number}"):
        quarter_progress(program, number, today=today)


# Reported figures


def test_reported_flows_are_added_up_over_quarters_and_places(today):
    program = factories.make_program()
    indicator = factories.make_indicator(program)
    for quarter, place, value in (
        (1, factories.tran_yen(), 5),
        (1, factories.van_yen(), 2),
        (3, factories.tran_yen(), "1.5"),
    ):
        factories.make_figure(indicator, value, quarter, place=place)
    assert (actuals(program, today), quarter_actuals(program, today)) == (
        [7, 7, Decimal("8.5"), Decimal("8.5")],
        [7, 0, Decimal("1.5"), 0],
    )


def test_reported_stocks_take_the_latest_quarter(today):
    program = factories.make_program()
    indicator = factories.make_indicator(program, accumulation="stock")
    for quarter, place, value in (
        (1, factories.tran_yen(), 40),
        (2, factories.tran_yen(), 43),
        (2, factories.van_yen(), 7),
    ):
        factories.make_figure(indicator, value, quarter, place=place)
    assert actuals(program, today) == [40, 50, 50, 50]


def test_reported_figures_follow_the_measure_where_the_indicator_has_one(today):
    program = factories.make_program()
    indicator = factories.make_indicator(program, measure=OPERATING, accumulation="flow")
    factories.make_figure(indicator, 40, 1)
    factories.make_figure(indicator, 43, 2)
    assert actuals(program, today) == [40, 43, 43, 43]


def test_figures_are_those_that_stand_in_the_number(today):
    program = factories.make_program()
    indicator = factories.make_indicator(program, accumulation="stock")
    factories.make_figure(indicator, 40, 1)
    latest = factories.make_figure(indicator, 43, 2)
    assert quarter_progress(program, 4, today=today)["1a"].figures == (latest,)


@pytest.mark.parametrize(
    ("received_on", "day", "expected"),
    [
        (None, date(2020, 6, 19), None),
        (None, date(2020, 6, 20), 9),  # the cut-off day
        (date(2020, 5, 5), date(2020, 5, 4), None),
        (date(2020, 5, 5), date(2020, 5, 5), 9),  # early: from the day received
        (date(2020, 7, 15), date(2020, 6, 19), None),
        (date(2020, 7, 15), date(2020, 6, 20), 9),  # late: belongs to its quarter
    ],
)
def test_reported_figure_counts_from_the_day_received_at_the_latest_the_cut_off_day(received_on, day, expected):
    program = factories.make_program()
    factories.make_period(program, 2, cut_off_on=date(2020, 6, 20))
    factories.make_figure(factories.make_indicator(program), 9, quarter=2, received_on=received_on)
    assert quarter_progress(program, 2, today=day)["1a"].actual == expected


def test_reported_figure_received_early_belongs_to_its_own_quarter(today):
    program = factories.make_program()
    factories.make_figure(factories.make_indicator(program), 9, quarter=3, received_on=date(2020, 7, 1))
    assert actuals(program, today) == [None, None, 9, 9]


# A stock as a share of its base


def test_stock_is_a_share_of_its_base(today):
    program = factories.make_program()
    factories.make_indicator(program, measure=EFFECTIVE)
    for _ in range(3):
        cooperative = factories.make_cooperative(operating_since=date(2015, 1, 1))
    factories.make_assessment(cooperative, date(2020, 11, 11))
    progress = quarter_progress(program, 4, today=today)["1a"]
    assert (progress.actual, progress.base, progress.base_share_text) == (1, 3, "33,3%")


# Reports counting themselves


def test_report_being_written_counts_itself(today):
    program = factories.make_program()
    factories.make_indicator(program, measure="programs.reports_sent", target=4)
    for quarter in (1, 2, 3):
        factories.make_period(program, quarter, sent_on=date(2020, 11, 11))
    own = factories.make_period(program, 4)
    with_and_without = [
        quarter_progress(program, 4, today=today, own_period=period)["1a"].actual for period in (own, None)
    ]
    assert with_and_without == [4, 3]


# Tasks


def test_task_stands_as_its_weakest_indicator_with_a_status(today):
    program = factories.make_program()
    task = factories.make_task(program)
    for code, target, value in (("a", 10, 11), ("b", 10, 10), ("c", 10, 9), ("d", 10, None), ("e", None, 1)):
        indicator = factories.make_indicator(program, code, task=task, target=target)
        if value is not None:
            factories.make_figure(indicator, value)
    (standing,) = quarter_progress(program, 4, today=today).tasks
    assert (standing.status, standing.weakest.indicator.code, standing.status_label) == (
        Status.BEHIND,
        "c",
        "Chưa đạt",
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((11, 12), Status.EXCEEDED),
        ((11, 10), Status.MET),
        ((10, 3), Status.ON_TRACK),
        ((11, None), Status.EXCEEDED),
        ((None, None), None),
    ],
)
def test_task_status_in_quarter_one(values, expected):
    program = factories.make_program()
    task = factories.make_task(program)
    for code, value in zip("ab", values, strict=True):
        indicator = factories.make_indicator(program, code, task=task, target=10)
        if value is not None:
            factories.make_figure(indicator, value)
    assert quarter_progress(program, 1, today=date(2020, 4, 15)).tasks[0].status == expected


def test_tasks_stand_in_their_order_and_figures_of_the_province_beyond_them(today):
    program = factories.make_program()
    second = factories.make_task(program, "2", position=2)
    first = factories.make_task(program, "1", position=1)
    for code, task in (("T1", None), ("2", second), ("1a", first), ("1b", first)):
        factories.make_indicator(program, code, task=task)
    quarter = quarter_progress(program, 4, today=today)
    tasks = [(each.task.number, [one.indicator.code for one in each.indicators]) for each in quarter.tasks]
    assert tasks == [("1", ["1a", "1b"]), ("2", ["2"])]
    assert [each.indicator.code for each in quarter.beyond_tasks] == ["T1"]


# Queries


def test_year_takes_at_most_one_query_per_measure_and_five(today, django_assert_max_num_queries):
    program = factories.make_program()
    indicators = [factories.make_indicator(program, key[-20:], measure=key, target=3) for key in MEASURES]
    taken = []
    for records in (1, 29):  # one record, then thirty
        for _ in range(records):
            factories.make_support(factories.make_household(), RUNNING)
            factories.make_cooperative(founded_on=RUNNING, operating_since=RUNNING)
            factories.make_figure(indicators[0], 1, place=factories.make_place("Mù Cang Chải"))
        with django_assert_max_num_queries(len(MEASURES) + 5) as queries:
            year_progress(program, today=today)
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_empty_programme_has_four_empty_quarters(today):
    quarters = year_progress(factories.make_program(), today=today)
    assert [(number, each.indicators, each.tasks) for number, each in quarters.items()] == [
        (number, [], []) for number in (1, 2, 3, 4)
    ]
