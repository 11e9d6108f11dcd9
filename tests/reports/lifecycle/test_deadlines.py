"""Which reports are due, how soon, and whose turn it is."""

from datetime import date, timedelta

import pytest

from reports.lifecycle.deadlines import due_reports, waiting_count, waiting_reports
from tests import factories

DUE = date(2020, 4, 15)  # of quarter I: cut off on 31/03, fifteen days later


def due(today: date) -> list[tuple]:
    return [(each.period.quarter, each.days_left, each.state_text) for each in due_reports(today)]


@pytest.mark.parametrize(
    ("days", "found"),
    [(8, []), (7, [(1, 7, "chưa lập")]), (0, [(1, 0, "chưa lập")]), (-3, [(1, -3, "chưa lập")])],
)
def test_report_is_due_from_a_week_ahead_until_it_is_sent(db, days, found):
    factories.make_program()
    assert due(DUE - timedelta(days=days)) == found


@pytest.mark.parametrize(
    ("state", "state_text", "role"),
    [
        ("draft", "đang soạn", "staff"),
        ("returned", "bị trả lại, chờ sửa", "staff"),
        ("submitted", "chờ duyệt", "leadership"),
        ("approved", "đã duyệt, chờ phát hành", "leadership"),
        ("discarded", "chưa lập", "staff"),
    ],
)
def test_it_waits_for_whoever_acts_next(staff_a, leadership, administrator, state, state_text, role):
    factories.make_report(factories.make_period(factories.make_program()), state=state)
    (found,) = due_reports(DUE)
    waits = {user.role for user in (staff_a, leadership, administrator) if found.waits_for(user)}
    assert (found.state_text, waits) == (state_text, {role})


def test_sent_report_is_due_no_more(db):
    factories.make_period(factories.make_program(), 1, sent_on=DUE)
    assert due(DUE) == []


def test_older_plans_ask_for_nothing(db):
    factories.make_program(year=2018)
    assert due(DUE) == []


def test_most_urgent_comes_first(db):
    program = factories.make_program()
    factories.make_period(program, 2, due_on=date(2020, 7, 1))
    assert [each[0] for each in due(date(2020, 6, 28))] == [1, 2]


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2020, 4, 9), "còn 6 ngày (hạn 15/04/2020)"),
        (DUE, "hạn hôm nay"),
        (date(2020, 4, 17), "quá hạn 2 ngày (hạn 15/04/2020)"),
    ],
)
def test_sentence_says_what_where_and_when(db, today, words):
    factories.make_program()
    (found,) = due_reports(today)
    assert found.sentence == f"Báo cáo quý I năm 2020, Chương trình hành động 190: chưa lập, {words}"


def test_sentence_of_a_replacement_names_the_day_the_period_was_reported(db):
    period = factories.make_period(factories.make_program(), sent_on=DUE)
    factories.make_report(period, serial=2, state="submitted")
    shown = "Báo cáo quý I năm 2020, lần 2, Chương trình hành động 190: chờ duyệt, kỳ này đã gửi ngày 15/04/2020"
    assert [each.sentence for each in waiting_reports(date(2020, 6, 1))] == [shown]


def test_queries_do_not_grow_with_programmes(db, django_assert_num_queries):
    for code in ("190", "191", "192"):
        factories.make_period(factories.make_program(code))
    with django_assert_num_queries(3):
        due_reports(DUE)


@pytest.mark.parametrize(
    ("state", "counts"), [("draft", [1, 0, 0]), ("submitted", [0, 1, 0]), ("discarded", [0, 0, 0])]
)
def test_menu_says_how_many_wait_for_whom(state, counts, client, office, staff_a, leadership, administrator):
    factories.make_report(factories.make_period(factories.make_program()), state=state)
    shown = []

    for user in (staff_a, leadership, administrator):
        client.force_login(user)
        shown.append('<span class="nav-count">1 chờ</span>' in client.get("/tim/").content.decode())

    assert [waiting_count(user) for user in (staff_a, leadership, administrator)] == counts
    assert shown == [bool(count) for count in counts]
