"""The dashboard: its sentences, its rows and links, and that it asks the database the same number of times."""

from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from coopunion.formatting import elapsed_text, in_words
from reports.addresses import Standpoint
from reports.dashboard import build
from reports.progress import Status
from tests import factories

pytestmark = pytest.mark.django_db

YEAR_OVER = date(2021, 1, 15)
FOUNDED_BY_UNION = "cooperatives.founded_by_union"


def dashboard_of(program, number=4, *, today=YEAR_OVER, programs=()):
    return build(program, number, today=today, programs=programs or [program])


def make_task_figures(program, *figures):
    """A task with one indicator for each (code, target, figure of quarter I)."""
    task = factories.make_task(program, str(program.tasks.count() + 1))
    for code, target, value in figures:
        indicator = factories.make_indicator(program, code, task=task, target=target)
        if value is not None:
            factories.make_figure(indicator, value)
    return task


def row_of(program, number=4, **options):
    """The only row of a programme with one indicator."""
    dashboard = dashboard_of(program, number, **options)
    (row,) = [*(row for group in dashboard.groups for row in group.rows), *dashboard.beyond]
    return row


# ---- The sentence ----


def test_verdict_when_every_task_is_reached():
    program = factories.make_program()
    make_task_figures(program, ("1a", 30, 65), ("1b", 10, 16))
    make_task_figures(program, ("2", 4, 4))

    verdict = dashboard_of(program).verdict

    assert (verdict.lead, verdict.rest) == ("Cả hai nhiệm vụ đã đạt chỉ tiêu năm:", "một vượt, một đạt.")


def test_verdict_names_the_late_indicators_of_a_running_year():
    program = factories.make_program()
    make_task_figures(program, ("1a", 30, 65), ("1b", 10, 1))
    make_task_figures(program, ("2", 4, 2))

    verdict = dashboard_of(program, 2).verdict

    assert verdict.lead == "Một trong hai nhiệm vụ chậm so với tiến độ:"
    assert verdict.rest == "Chỉ tiêu 1b (1b). Một đúng tiến độ."


def test_verdict_of_a_year_that_ended_below_its_target():
    program = factories.make_program()
    make_task_figures(program, ("1", 30, 29))

    verdict = dashboard_of(program).verdict

    assert verdict.lead == "Nhiệm vụ duy nhất chưa đạt chỉ tiêu năm:"
    assert verdict.rest == "Chỉ tiêu 1 (1)."


def test_verdict_tells_many_late_indicators_by_their_codes():
    program = factories.make_program()
    make_task_figures(program, *((code, 100, 1) for code in ("1a", "1b", "1c", "1d")))

    assert dashboard_of(program).verdict.rest == "chỉ tiêu 1a, 1b, 1c và 1d."


def test_verdict_without_late_tasks_tells_how_the_others_stand():
    program = factories.make_program()
    make_task_figures(program, ("1", 10, 20))
    make_task_figures(program, ("2", 10, 8))
    make_task_figures(program, ("3", 10, None))

    verdict = dashboard_of(program, 2).verdict

    assert verdict.lead == "Không nhiệm vụ nào chậm:"
    assert verdict.rest == "một vượt, một đúng tiến độ, một chưa có số liệu so với chỉ tiêu."


def test_verdict_without_any_figure():
    program = factories.make_program()
    make_task_figures(program, ("1", 10, None))

    assert dashboard_of(program).verdict.lead == "Chưa nhiệm vụ nào có số liệu để so với chỉ tiêu."


def test_verdict_says_up_to_when_and_how_far_the_year_is():
    program = factories.make_program()
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20))

    verdict = dashboard_of(program).verdict

    assert verdict.as_of == "Số liệu đến 20/12/2020, đã qua 97% thời gian của năm."


def test_quarter_that_lies_ahead_has_its_own_sentence_and_no_figures():
    program = factories.make_program()
    make_task_figures(program, ("1", 10, 5))

    dashboard = dashboard_of(program, 3, today=date(2020, 5, 10))
    row = dashboard.groups[0].rows[0]

    assert dashboard.verdict.lead == "Quý III chưa đến, chưa có số liệu."
    assert (dashboard.verdict.rest, dashboard.verdict.as_of) == ("", "")
    assert (row.quarter_text, row.percent_whole, row.status_label, row.url) == ("–", "–", "Chưa có số", "")


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
    assert elapsed_text(day) == text


@pytest.mark.parametrize(("count", "text"), [(0, "không"), (6, "sáu"), (10, "mười"), (11, "11")])
def test_small_numbers_are_words(count, text):
    assert in_words(count) == text


# ---- The rows ----


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


def test_stock_tells_its_share_of_the_base_and_its_net_change_with_a_sign():
    program = factories.make_program()
    factories.make_indicator(program, "2", measure="cooperatives.effective", target=1)
    for effective in (True, False):
        cooperative = factories.make_cooperative(operating_since=date(2019, 1, 1))
        factories.make_assessment(cooperative, date(2020, 8, 1), effective=effective)

    row = row_of(program, 3)

    assert row.notes == ("50% của 2 HTX đang hoạt động",)
    assert row.quarter_text == "+1"


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
    assert row.url == figure_url(program, 4, "3a")


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

    assert [bar.kind for bar in row.trend] == ["other", "now", "other", "missing"]
    assert row.trend_text == "quý I: 4; quý II: 8; quý III: 0; quý IV: –"


# ---- Groups, choices, reports ----


def test_task_stands_as_its_weakest_indicator():
    program = factories.make_program()
    make_task_figures(program, ("1a", 30, 65), ("1b", 10, 9), ("1c", None, 3))

    (group,) = dashboard_of(program).groups

    assert (group.task.status, group.status_label) == (Status.BEHIND, "Chưa đạt")
    assert [row.progress.indicator.code for row in group.rows] == ["1a", "1b", "1c"]


def test_only_a_task_of_several_indicators_has_a_heading():
    program = factories.make_program()
    make_task_figures(program, ("1a", 30, 65), ("1b", 10, 9))
    make_task_figures(program, ("2", 250, 265))

    assert [group.has_heading for group in dashboard_of(program).groups] == [True, False]


def test_figures_of_the_province_stand_outside_the_counted_tasks():
    program = factories.make_program()
    make_task_figures(program, ("1", 10, 5))
    make_task_figures(program, ("2", 10, 5))
    factories.make_indicator(program, "T1", target=60)

    dashboard = dashboard_of(program)

    assert dashboard.beyond_title == "Số toàn tỉnh, ngoài hai nhiệm vụ"
    assert [row.progress.indicator.code for row in dashboard.beyond] == ["T1"]


def test_choices_lead_to_every_quarter_and_programme():
    program, last = factories.make_program(), factories.make_program("144", 2019)

    dashboard = dashboard_of(program, 2, today=date(2020, 5, 1), programs=[program, last])

    quarters = [(each.label, each.active, each.lies_ahead) for each in dashboard.quarter_choices]
    assert quarters == [
        ("I", False, False),
        ("II", True, False),
        ("III", False, True),
        ("IV", False, True),
    ]
    assert [(each.label, each.active) for each in dashboard.program_choices] == [
        ("Chương trình hành động 190, năm 2020", True),
        ("Chương trình hành động 144, năm 2019", False),
    ]
    assert dashboard.program_choices[1].url == dashboard_url(last, 2)


def test_address_of_a_dashboard_names_programme_year_and_quarter():
    program = factories.make_program("190/A")

    address = urlsplit(dashboard_url(program, 3))

    assert address.path == reverse("reports:dashboard")
    assert parse_qs(address.query) == {"chuong-trinh": ["190/A"], "nam": ["2020"], "quy": ["3"]}


def test_reports_of_the_year_tell_sent_due_overdue_and_ahead():
    program = factories.make_program()
    factories.make_period(program, 1, sent_on=date(2020, 4, 8))

    periods = dashboard_of(program, 3, today=date(2020, 8, 20)).periods

    assert [(line.roman, line.label, line.text) for line in periods] == [
        ("I", "Đã gửi", "08/04/2020"),
        ("II", "Quá hạn", "hạn 15/07/2020"),
        ("III", "Chưa gửi", "hạn 15/10/2020, còn 56 ngày"),
        ("IV", "Chưa đến kỳ", "hạn 15/01/2021"),
    ]
    assert [line.url for line in periods] == [
        *(reverse("reports:report", args=["190", 2020, quarter]) for quarter in (1, 2, 3)),
        "",
    ]
    assert [line.pdf_url for line in periods] == [
        *(reverse("reports:report-pdf", args=["190", 2020, quarter]) for quarter in (1, 2, 3)),
        "",
    ]


# ---- Speed and the page ----


@pytest.mark.parametrize("records", [1, 3])
def test_number_of_queries_does_not_depend_on_the_records(records, django_assert_num_queries):
    program = factories.make_program()
    task = factories.make_task(program)
    indicator = factories.make_indicator(program, task=task, measure=FOUNDED_BY_UNION, target=30)
    for place in (factories.tran_yen(), factories.van_yen(), factories.make_place("Lục Yên"))[:records]:
        factories.make_cooperative(founded_on=date(2020, 2, 1))
        factories.make_figure(indicator, 1, place=place)
    for quarter in range(1, records + 1):
        factories.make_period(program, quarter)

    with django_assert_num_queries(7):  # five of year_progress, one of its measure, the year's periods
        dashboard = dashboard_of(program)
        render_to_string("reports/dashboard.html", {"dashboard": dashboard, "office": None})

    assert dashboard.groups[0].rows[0].progress.actual == records * 2


def test_page_links_each_figure_to_its_records_and_shows_zero_as_zero(client, leadership):
    program = factories.make_program()
    factories.make_indicator(program, "1a", measure=FOUNDED_BY_UNION, target=30)
    client.force_login(leadership)

    page = client.get(dashboard_url(program, 4)).content.decode()

    link = f'<a class="figure" href="{figure_url(program, 4, "1a")}"><span class="figure-number">0</span>'
    assert page.count(link) == 3  # the quarter in its column and under the total, and the total


def test_page_needs_no_style_attribute(client, leadership):
    program = factories.make_program()
    make_task_figures(program, ("1a", 30, 200), ("1b", 10, 1), ("1c", None, 3))
    client.force_login(leadership)

    page = client.get(dashboard_url(program, 4)).content.decode()

    assert "style=" not in page
