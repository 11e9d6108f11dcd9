"""What needs attention: a fixed order of kinds, the worst first inside each, judged on the chosen day."""

from datetime import date

import pytest

from reports.dashboard.attention import expiring_recognitions, inspections_without_follow_up
from reports.figures.addresses import DashboardQuery
from tests import factories
from tests.reports.dashboards import FOUNDED_BY_UNION, dashboard_of, make_task_figures

pytestmark = pytest.mark.django_db


def attention_of(program, number=2, **options):
    return dashboard_of(program, number, province=factories.yen_bai(), **options).attention


def message(attention) -> dict[str, list[str]]:
    return {group.title: [matter.title for matter in group.matters] for group in attention.groups}


def make_recognition(name: str, decided_on: date, **fields):
    return factories.make_recognition(factories.make_product(name), decided_on, **fields)


def test_kinds_come_in_their_fixed_order():
    program = factories.make_program()
    make_task_figures(program, ("1a", 100, 1))
    group = factories.make_indicator(program, "T2", unit="tổ")
    factories.make_figure(group, 5, 1, place=factories.tran_yen())
    factories.van_yen()
    make_recognition("Chè", date(2017, 9, 1))
    factories.make_recommendation(factories.make_inspection(factories.make_group(), date(2020, 5, 5)))

    found = message(attention_of(program, day=date(2020, 7, 10)))

    assert list(found) == [
        "Chậm so với tiến độ",
        "Báo cáo đến hạn, quá hạn",
        "Công nhận OCOP sắp hết hạn",
        "Kiểm tra chưa thực hiện kiến nghị",
        "Huyện chưa gửi số liệu",
    ]


def test_nothing_to_say_is_no_group():
    assert attention_of(factories.make_program(), 1, today=date(2020, 2, 1)).groups == ()


def test_quarter_that_lies_ahead_is_not_judged():
    attention = attention_of(factories.make_program(), 4, today=date(2020, 2, 1))

    assert (attention.on, attention.groups, attention.count) == (None, (), 0)


# Behind what is due


def test_indicators_behind_come_smallest_part_of_what_is_due_first():
    program = factories.make_program()
    make_task_figures(program, ("1a", 100, 40), ("1b", 10, 1), ("1c", 10, 0), ("1d", 10, 5))

    (group, *_) = attention_of(program, day=date(2020, 6, 30)).groups

    assert [(matter.title, matter.detail) for matter in group.matters] == [
        ("1c. Chỉ tiêu 1c", "Mới 0, hết quý II phải đạt 5 HTX"),
        ("1b. Chỉ tiêu 1b", "Mới 1, hết quý II phải đạt 5 HTX"),
        ("1a. Chỉ tiêu 1a", "Mới 40, hết quý II phải đạt 50 HTX"),
    ]
    assert group.matters[0].url == DashboardQuery(program, 2, date(2020, 6, 30)).figure("1c")


def test_indicator_that_should_stay_low_is_told_against_what_is_allowed():
    program = factories.make_program()
    factories.make_figure(factories.make_indicator(program, target=5, direction="at_most"), 8)

    (group, *_) = attention_of(program, 2).groups

    assert group.matters[0].detail == "Mới 8, mức cho phép 5 HTX"


def test_figures_are_judged_on_the_chosen_day():
    program = factories.make_program()
    factories.make_indicator(program, measure=FOUNDED_BY_UNION, target=4)
    for day in (date(2020, 2, 1), date(2020, 6, 20)):
        factories.make_cooperative(founded_on=day)

    found = [message(attention_of(program, day=day)) for day in (date(2020, 6, 19), date(2020, 6, 20))]

    assert ["Chậm so với tiến độ" in each for each in found] == [True, False]


# Reports


def reports(program, day) -> list[tuple[str, str]]:
    groups = attention_of(program, (day.month + 2) // 3 if day.year == 2020 else 4, day=day).groups
    return [
        (matter.title, matter.detail)
        for group in groups
        if group.title == "Báo cáo đến hạn, quá hạn"
        for matter in group.matters
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 3, 30), []),  # the quarter is not over: there is nothing to write yet
        (date(2020, 3, 31), [("Báo cáo quý I năm 2020", "Còn 15 ngày")]),
        (date(2020, 4, 15), [("Báo cáo quý I năm 2020", "Hạn hôm nay")]),
        (date(2020, 4, 16), [("Báo cáo quý I năm 2020", "Quá hạn 1 ngày")]),
        (date(2020, 4, 20), []),  # sent that day
    ],
)
def test_report_is_due_from_its_cut_off_until_it_is_sent(day, expected):
    program = factories.make_program()
    factories.make_period(program, 1, sent_on=date(2020, 4, 20))

    assert reports(program, day) == expected


def test_reports_nobody_opened_are_due_too_and_the_longest_overdue_comes_first():
    assert reports(factories.make_program(), date(2020, 7, 1)) == [
        ("Báo cáo quý I năm 2020", "Quá hạn 77 ngày"),
        ("Báo cáo quý II năm 2020", "Còn 14 ngày"),
    ]


def test_last_year_s_report_stays_due_once_somebody_opened_it():
    last, program = factories.make_program(year=2019), factories.make_program()
    factories.make_period(last, 4)

    assert reports(program, date(2020, 1, 20)) == [("Báo cáo quý IV năm 2019", "Quá hạn 5 ngày")]


def test_report_overdue_after_the_year_is_seen_on_that_day():
    program = factories.make_program()
    for quarter in (1, 2, 3):
        factories.make_period(program, quarter, sent_on=program.quarters[quarter - 1].ends_on)

    assert reports(program, date(2021, 1, 18)) == [("Báo cáo quý IV năm 2020", "Quá hạn 3 ngày")]


# OCOP


def recognitions(day: date) -> list[tuple[str, str]]:
    return [(matter.title, matter.when) for matter in expiring_recognitions(day)]


@pytest.mark.parametrize(
    ("decided_on", "expiring"),
    [
        (date(2017, 5, 14), False),  # ended the day before
        (date(2017, 5, 15), True),
        (date(2017, 11, 15), True),
        (date(2017, 11, 16), False),  # six months and a day ahead
        (date(2020, 5, 15), False),
    ],
)
def test_recognition_expires_within_six_months(decided_on, expiring):
    make_recognition("Chè", decided_on)

    assert bool(recognitions(date(2020, 5, 15))) == expiring


def test_recognition_of_29_february_expires_on_the_28th():
    make_recognition("Chè", date(2016, 2, 29))

    assert recognitions(date(2019, 2, 28)) == [("Chè", "hết hạn 28/02/2019")]
    assert recognitions(date(2019, 3, 1)) == []


def test_first_to_expire_comes_first():
    make_recognition("Mật ong", date(2017, 7, 1))
    make_recognition("Chè", date(2017, 6, 1))

    assert recognitions(date(2020, 5, 15)) == [("Chè", "hết hạn 01/06/2020"), ("Mật ong", "hết hạn 01/07/2020")]


def test_renewed_recognition_no_longer_expires_from_the_day_of_the_renewal():
    product = factories.make_product("Chè")
    factories.make_recognition(product, date(2017, 7, 1))
    factories.make_recognition(product, date(2020, 5, 15), kind="renewal")

    assert [bool(recognitions(day)) for day in (date(2020, 5, 14), date(2020, 5, 15))] == [True, False]


@pytest.mark.parametrize("state", ["draft", "annulled"])
def test_only_recorded_recognitions_of_recorded_products_expire(state):
    make_recognition("Chè", date(2017, 7, 1), state=state)
    factories.make_recognition(factories.make_product("Mật ong", state=state), date(2017, 7, 1))

    assert recognitions(date(2020, 5, 15)) == []


# Inspections


def make_inspection(name: str, **fields):
    return factories.make_inspection(factories.make_cooperative(name), date(2020, 5, 5), **fields)


def open_inspections(day: date) -> list[tuple[str, str, str, bool]]:
    return [(each.title, each.detail, each.when, each.late) for each in inspections_without_follow_up(day)]


def test_open_recommendations_come_longest_overdue_first_and_without_a_due_day_last():
    factories.make_recommendation(make_inspection("HTX A"), "Bổ sung sổ")
    factories.make_recommendation(make_inspection("HTX B"), "Sửa điều lệ", due_on=date(2020, 7, 1))
    overdue = make_inspection("HTX C")
    factories.make_recommendation(overdue, "Nộp báo cáo", due_on=date(2020, 6, 1))
    factories.make_recommendation(overdue, "Họp đại hội", due_on=date(2020, 6, 9))

    assert open_inspections(date(2020, 6, 15)) == [
        ("HTX C", "2 kiến nghị: Nộp báo cáo", "hạn 01/06/2020", True),
        ("HTX B", "Sửa điều lệ", "hạn 01/07/2020", False),
        ("HTX A", "Bổ sung sổ", "", False),
    ]


def test_recommendation_is_open_from_the_inspection_to_the_day_it_was_done():
    factories.make_recommendation(make_inspection("HTX A"), done_on=date(2020, 6, 1))

    days = (date(2020, 5, 4), date(2020, 5, 5), date(2020, 5, 31), date(2020, 6, 1))
    assert [bool(open_inspections(day)) for day in days] == [False, True, True, False]


# Districts


def silent(program, number, day) -> list[tuple[str, str]]:
    groups = attention_of(program, number, day=day).groups
    return [
        (matter.title, matter.detail)
        for group in groups
        if group.title == "Huyện chưa gửi số liệu"
        for matter in group.matters
    ]


@pytest.fixture
def group_figures():
    """An indicator that Trấn Yên reports; Văn Yên never did."""
    program = factories.make_program()
    indicator = factories.make_indicator(program, "T2", unit="tổ")
    factories.van_yen()
    factories.make_figure(indicator, 5, 1, place=factories.tran_yen(), received_on=date(2020, 4, 5))
    return indicator


def test_district_is_silent_from_the_quarter_s_cut_off_on(group_figures):
    program = group_figures.program

    assert silent(program, 1, date(2020, 3, 30)) == []
    assert silent(program, 1, date(2020, 3, 31)) == [("Văn Yên", "Chưa có số quý I: chỉ tiêu T2 (tổ)")]


def test_district_that_owes_most_comes_first(group_figures):
    assert silent(group_figures.program, 2, date(2020, 6, 30)) == [
        ("Văn Yên", "Chưa có số quý I và II: chỉ tiêu T2 (tổ)"),
        ("Trấn Yên", "Chưa có số quý II: chỉ tiêu T2 (tổ)"),
    ]


def test_commune_s_figure_is_its_district_s(group_figures):
    factories.make_figure(group_figures, 2, 2, place=factories.hong_ca())

    assert [title for title, _ in silent(group_figures.program, 2, date(2020, 6, 30))] == ["Văn Yên"]


def test_figure_of_the_whole_province_speaks_for_every_district(group_figures):
    factories.make_figure(group_figures, 9, 2)

    assert silent(group_figures.program, 2, date(2020, 6, 30)) == [("Văn Yên", "Chưa có số quý I: chỉ tiêu T2 (tổ)")]


def test_districts_owe_what_they_reported_last_year():
    last, program = factories.make_program(year=2019), factories.make_program()
    factories.make_figure(factories.make_indicator(last, "T2", unit="tổ"), 5, 4, place=factories.tran_yen())
    factories.make_indicator(program, "T2", unit="tổ")

    assert silent(program, 1, date(2020, 3, 31)) == [("Trấn Yên", "Chưa có số quý I: chỉ tiêu T2 (tổ)")]


def test_nothing_is_owed_where_districts_never_report():
    program = factories.make_program()
    factories.make_figure(factories.make_indicator(program, "T2"), 5, 1)
    factories.tran_yen()

    assert silent(program, 2, date(2020, 6, 30)) == []


def test_communes_are_called_communes_since_districts_ended():
    program = factories.make_program(year=2026)
    indicator = factories.make_indicator(program, "T2", unit="tổ")
    begun = date(2025, 7, 1)
    first, _ = [
        factories.make_place(name, "commune", parent=factories.yen_bai(), valid_from=begun) for name in ("Ba", "Tư")
    ]
    factories.make_figure(indicator, 5, 1, place=first)

    dashboard = dashboard_of(program, 1, day=date(2026, 3, 31), today=date(2026, 4, 2), province=factories.yen_bai())

    assert message(dashboard.attention)["Xã, phường chưa gửi số liệu"] == ["Xã Tư"]
    assert dashboard.rows[0].notes == ("5 theo báo cáo (quý I: 1/2 xã, phường)",)


# The day judged on


def test_quarter_whose_report_was_sent_is_judged_as_it_was_then():
    program = factories.make_program()
    factories.make_period(program, 1, sent_on=date(2020, 4, 8))

    assert attention_of(program, 1).on == date(2020, 4, 8)


def test_quarter_whose_report_is_missing_is_judged_today():
    assert attention_of(factories.make_program(), 1).on == date(2021, 1, 15)


def test_chosen_day_is_judged_on_whatever_was_sent():
    program = factories.make_program()
    factories.make_period(program, 1, sent_on=date(2020, 4, 8))

    assert attention_of(program, 2, day=date(2020, 5, 5)).on == date(2020, 5, 5)


def test_more_than_five_of_a_kind_are_collapsed_and_none_is_lost(client, leadership):
    program = factories.make_program()
    make_task_figures(program, *((f"{place:02}", 100, place) for place in range(7)))
    client.force_login(leadership)

    page = client.get(DashboardQuery(program, 2).dashboard).content.decode()
    (group, *_) = attention_of(program, 2).groups

    assert [len(part) for part in (group.shown, group.collapsed)] == [5, 2]
    assert [matter.title for matter in group.matters if f">{matter.title}</a>" not in page] == []
