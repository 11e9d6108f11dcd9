"""An indicator's row: its words, its bar, its trend, and where its numbers lead."""

from datetime import date
from decimal import Decimal

import pytest

from reports.figures.addresses import DashboardQuery, FigurePart, FigureSpan
from reports.figures.progress import Status
from tests import factories
from tests.reports.dashboards import dashboard_of, make_task_figures, row_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("value", "number", "sentence"),
    [
        (65, 4, "Hơn chỉ tiêu 35 HTX"),
        (30, 4, "Đúng chỉ tiêu"),
        (27, 4, "Còn thiếu 3 HTX"),
        (27, 2, "Còn thiếu 3 HTX; hết quý II phải đạt 15"),
        (None, 4, "Chưa có số liệu"),
    ],
)
def test_sentence_of_a_row(value, number, sentence):
    program = factories.make_program()
    make_task_figures(program, ("1a", 30, value))

    assert row_of(program, number).sentence == sentence


@pytest.mark.parametrize(
    ("value", "sentence", "status"),
    [
        (8, "Cao hơn mức cho phép 3 HTX", Status.BEHIND),
        (2, "Thấp hơn mức cho phép 3 HTX", Status.EXCEEDED),
        (0, "Thấp hơn mức cho phép 5 HTX", Status.EXCEEDED),
    ],
)
def test_sentence_of_a_figure_that_should_stay_low(value, sentence, status):
    program = factories.make_program()
    factories.make_figure(factories.make_indicator(program, target=5, direction="at_most"), value)

    row = row_of(program)

    assert (row.sentence, row.progress.status) == (sentence, status)


def test_best_possible_low_figure_has_a_full_bar_and_no_percentage():
    program = factories.make_program()
    factories.make_figure(factories.make_indicator(program, target=5, direction="at_most"), 0)

    row = row_of(program)

    assert (row.bullet.bar_width, row.bullet.cut, row.percent_whole) == ("100%", True, "–")


def test_percentage_is_split_for_its_two_sizes():
    program = factories.make_program()
    make_task_figures(program, ("1", 60, 92))

    row = row_of(program)

    assert (row.percent_whole, row.percent_rest) == ("153", ",3%")


def test_counted_and_reported_parts_are_told_apart():
    program = factories.make_program()
    indicator = factories.make_indicator(program, "T2", measure="cooperatives.groups_founded", target=1000)
    factories.make_group(notified_on=date(2020, 3, 1))
    factories.make_figure(indicator, 20, place=factories.tran_yen())
    factories.make_figure(indicator, 5, place=factories.van_yen())

    assert row_of(program).notes == ("1 có hồ sơ, 25 theo báo cáo (2 địa bàn)",)


def test_places_that_reported_are_those_of_the_latest_closed_quarter():
    program = factories.make_program()
    indicator = factories.make_indicator(program, "T2")
    factories.make_figure(indicator, 20, 1, place=factories.tran_yen())
    factories.make_figure(indicator, 5, 1, place=factories.van_yen())
    factories.make_figure(indicator, 7, 2, place=factories.tran_yen())

    shown = [
        row_of(program, quarter, today=date(2020, 8, 1), province=factories.yen_bai()).notes for quarter in (1, 2, 3)
    ]

    assert shown == [
        ("25 theo báo cáo (quý I: 2/2 huyện)",),
        ("32 theo báo cáo (quý II: 1/2 huyện)",),
        ("32 theo báo cáo (quý II: 1/2 huyện)",),
    ]


def test_figure_of_the_whole_province_is_no_count_of_districts():
    program = factories.make_program()
    indicator = factories.make_indicator(program, "T2")
    factories.make_figure(indicator, 20, 1, place=factories.tran_yen())
    factories.make_figure(indicator, 50, 2)

    assert row_of(program, 2, province=factories.yen_bai()).notes == ("70 theo báo cáo (2 địa bàn)",)


def test_stock_tells_its_share_of_the_base_and_its_net_change_with_a_sign():
    program = factories.make_program()
    factories.make_indicator(program, "2", measure="cooperatives.effective", target=1)
    for effective in (True, False):
        cooperative = factories.make_cooperative(operating_since=date(2019, 1, 1))
        factories.make_assessment(cooperative, date(2020, 8, 1), effective=effective)

    row = row_of(program, 3)

    progress = row.progress
    assert (progress.base_share_text, progress.base, progress.base_measure.verb) == ("50%", 2, "đang hoạt động")
    assert row.base_url == DashboardQuery(row.progress.indicator.program, 3).figure(
        "2", FigurePart(span=FigureSpan.BASE)
    )
    assert progress.quarter_text == "+1"


def test_own_aim_is_marked_and_told():
    program = factories.make_program()
    indicator = factories.make_indicator(program, target=20)
    factories.make_target(indicator, 24, kind="own_aim")
    factories.make_figure(indicator, 10)

    dashboard = dashboard_of(program)

    assert dashboard.has_own_aims
    assert dashboard.beyond[0].bullet.own_aim_x == "96%"
    assert dashboard.beyond[0].notes[-1] == "Liên minh phấn đấu 24 HTX"


def test_figure_without_a_target_has_no_bar_and_is_not_said_to_be_missing():
    program = factories.make_program()
    make_task_figures(program, ("3a", None, 41))

    row = row_of(program)

    assert (row.bullet, row.status_label, row.sentence, row.percent_whole) == (None, "", "", "–")
    assert row.url == DashboardQuery(program, 4).figure("3a")


def test_reports_are_drawn_as_one_segment_each():
    program = factories.make_program()
    factories.make_indicator(program, "3", unit="báo cáo", measure="programs.reports_sent", target=4)
    for quarter in (1, 2, 3):
        factories.make_period(program, quarter, sent_on=date(2020, 3 * quarter, 28))

    assert row_of(program, 3).bullet.gap_xs == ("20%", "40%")


def test_other_small_targets_are_drawn_whole():
    program = factories.make_program()
    make_task_figures(program, ("4", 3, 3))

    assert row_of(program).bullet.gap_xs == ()


def test_all_rows_share_the_axis_of_the_longest_bar():
    program = factories.make_program()
    make_task_figures(program, ("1", 10, 5), ("2", 10, 30))

    dashboard = dashboard_of(program)

    assert dashboard.axis.limit == Decimal(250)
    assert {row.bullet.target_x for row in dashboard.groups[0].rows} == {"40%"}


def test_trend_shows_the_quarters_and_tells_them_in_words():
    program = factories.make_program()
    indicator = factories.make_indicator(program, target=100)
    factories.make_figure(indicator, 4, 1)
    factories.make_figure(indicator, 8, 2)

    row = row_of(program, 2, today=date(2020, 7, 20))

    assert [bar.kind for bar in row.trend] == ["other", "now", "missing", "missing"]
    assert row.trend_text == "quý I: 4; quý II: 8"
