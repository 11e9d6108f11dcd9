"""What is mine and due: drafts, totals still to come in, indicators; nobody else's, in a constant number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coopunion.work.items import work_of
from tests import factories

pytestmark = pytest.mark.usefixtures("office")
TODAY = date(2020, 6, 25)
DRAFTS, MISSING, BEHIND, OWN, REPORTS = (
    "Bản nháp chưa ghi sổ",
    "Số liệu tổng hợp chưa có",
    "Chỉ tiêu đang chậm",
    "Chỉ tiêu được phân công",
    "Báo cáo",
)


def titles(user, today: date = TODAY) -> dict[str, list[str]]:
    """Without the reports that are due: tests/reports/test_work_items.py."""
    groups = work_of(user, today)
    return {title: [item.title for item in items] for title, items in groups.items() if title != REPORTS}


# Drafts


def test_own_drafts_are_work_and_those_of_others_are_not(staff_a, staff_b):
    factories.make_cooperative("HTX Của tôi", state="draft", created_by=staff_a)
    factories.make_cooperative("HTX Đã ghi", created_by=staff_a)
    factories.make_cooperative("HTX Của bạn", state="draft", created_by=staff_b, department=staff_b.department)

    assert titles(staff_a) == {DRAFTS: ["HTX Của tôi"]}


def test_draft_handed_to_the_whole_department_is_everybody_s_work(staff_a):
    factories.make_cooperative("HTX Chung", state="draft", created_by=None)

    assert titles(staff_a) == {DRAFTS: ["HTX Chung"]}


def test_draft_left_behind_in_another_department_is_no_work(staff_a, department_b):
    factories.make_household("YB-1", state="draft", created_by=staff_a, department=department_b)

    assert titles(staff_a) == {}


# Indicators


def test_indicator_behind_is_work_of_its_person_and_not_of_a_colleague(staff_a, department_a):
    colleague = factories.make_user("colleague", department=department_a)
    program = factories.make_program()
    indicator = factories.make_indicator(program, "1a", measure="cooperatives.founded_by_union", target=30)
    factories.make_assignment(indicator, staff_a)
    factories.make_cooperative(founded_on=date(2020, 5, 5))

    groups = work_of(staff_a, TODAY)

    assert list(groups)[1:] == [BEHIND]
    assert [(item.title, item.detail) for item in groups[BEHIND]] == [
        ("1a. Chỉ tiêu 1a", "1 / 30 HTX đến quý II năm 2020")
    ]
    assert titles(colleague) == {}


def test_indicator_of_the_whole_department_is_everybody_s_there(staff_a, staff_b):
    indicator = factories.make_indicator(factories.make_program(), "1a", measure="cooperatives.founded", target=0)
    factories.make_assignment(indicator)

    assert (titles(staff_a), titles(staff_b)) == ({OWN: ["1a. Chỉ tiêu 1a"]}, {})


def test_indicators_of_the_latest_year_are_shown_when_this_year_has_none(staff_a):
    for year in (2019, 2020):
        program = factories.make_program(year=year)
        indicator = factories.make_indicator(program, f"{year}", measure="cooperatives.founded", target=1)
        factories.make_assignment(indicator, staff_a)

    assert titles(staff_a, date(2024, 5, 5)) == {BEHIND: ["2020. Chỉ tiêu 2020"]}


# Totals


def totals_of_quarter_2(staff_a, **period):
    program = factories.make_program()
    indicator = factories.make_indicator(program, "T2", unit="tổ")
    factories.make_assignment(indicator, staff_a)
    factories.make_period(program, 1, sent_on=date(2020, 4, 8))
    factories.make_period(program, 2, **period)
    return indicator


@pytest.mark.parametrize(
    ("today", "due"), [(date(2020, 6, 14), []), (date(2020, 6, 15), [date(2020, 6, 30)]), (TODAY, [date(2020, 6, 30)])]
)
def test_totals_are_asked_for_from_fifteen_days_before_the_cut_off(today, due, staff_a, district):
    totals_of_quarter_2(staff_a)

    items = work_of(staff_a, today).get(MISSING, [])

    assert [item.due_on for item in items] == due


def test_totals_name_who_still_owes_one(staff_a, district, other_district):
    factories.make_figure(totals_of_quarter_2(staff_a), 5, 2, place=district)

    (item,) = work_of(staff_a, TODAY)[MISSING]

    assert (item.title, item.url) == (
        "T2 Chỉ tiêu T2, quý II năm 2020",
        "/so-lieu-tong-hop/190/2020/2/T2/nhap/",
    )
    assert item.detail == "1/2 huyện, thị xã, thành phố đã gửi; chưa có: Văn Yên"


def test_totals_are_no_work_once_the_report_was_sent(staff_a, district):
    totals_of_quarter_2(staff_a, sent_on=date(2020, 7, 8))

    assert MISSING not in titles(staff_a, date(2020, 7, 9))


def test_leadership_has_no_totals_to_enter(leadership, district):
    factories.make_indicator(factories.make_program(), "T2")

    assert titles(leadership) == {}


# The page


def test_page_says_when_there_is_nothing_to_do(client, staff_a):
    client.force_login(staff_a)

    assert "Không có việc nào đang chờ" in client.get(reverse("my-work")).content.decode()


def test_page_asks_as_many_queries_for_fifty_things_as_for_one(client, staff_a, district):
    client.force_login(staff_a)
    program = factories.make_program(year=timezone.localdate().year)
    makers = (
        lambda: factories.make_cooperative(state="draft", created_by=staff_a),
        lambda: factories.make_inspection(
            factories.make_cooperative(), date(2020, 1, 9), state="draft", created_by=staff_a
        ),
        lambda: factories.make_recognition(
            factories.make_product(), date(2020, 1, 9), state="draft", created_by=staff_a
        ),
        lambda: factories.make_support(factories.make_household(), date(2020, 1, 9), state="draft", created_by=staff_a),
        lambda: factories.make_assignment(factories.make_indicator(program, f"9{program.indicators.count()}"), staff_a),
    )
    for make in makers:
        make()
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("my-work"))
    for make in makers * 10:
        make()

    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("my-work"))

    assert len(many) == len(one)
    assert sum(len(items) for items in page.context["groups"].values()) > 50
