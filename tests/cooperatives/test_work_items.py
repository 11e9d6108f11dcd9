"""Follow-up of inspections: due work of the department in charge, and open work that can be handed over."""

from datetime import date

import pytest
from django.urls import reverse

from coopunion.work.items import work_of
from tests import factories

TODAY = date(2020, 6, 15)
FOLLOW_UP = "Kiến nghị sau kiểm tra đến hạn"


@pytest.fixture
def inspection(office, staff_a):
    cooperative = factories.make_cooperative("HTX Một")
    return factories.make_inspection(cooperative, date(2020, 5, 5), created_by=staff_a)


def due(user) -> list[tuple]:
    return [(item.title, item.detail, item.due_on) for item in work_of(user, TODAY).get(FOLLOW_UP, [])]


@pytest.mark.parametrize(
    ("due_on", "done_on", "is_work"),
    [
        (date(2020, 6, 14), None, True),
        (date(2020, 6, 30), None, True),
        (date(2020, 7, 1), None, False),
        (None, None, False),
        (date(2020, 6, 14), date(2020, 6, 15), False),
    ],
)
def test_recommendation_is_work_when_due_within_fifteen_days_and_not_done(
    due_on, done_on, is_work, inspection, staff_a, staff_b
):
    factories.make_recommendation(inspection, due_on=due_on, done_on=done_on)

    shown = [("Bổ sung điều lệ", "Kiểm tra hồ sơ: HTX Một", due_on)] if is_work else []
    assert (due(staff_a), due(staff_b)) == (shown, [])


def test_recommendation_of_an_annulled_inspection_is_no_work(inspection, staff_a):
    factories.make_recommendation(inspection, due_on=TODAY)
    inspection.state, inspection.annulled_because = "annulled", "Nhập nhầm"
    inspection.save()

    assert due(staff_a) == []


def test_follow_up_goes_over_with_its_inspection(client, inspection, staff_a, staff_b, administrator):
    factories.make_recommendation(inspection, due_on=TODAY)
    factories.make_recommendation(inspection, "Nộp báo cáo", due_on=TODAY)
    done = factories.make_inspection(inspection.cooperative, date(2020, 4, 4), kind="site", created_by=staff_a)
    factories.make_recommendation(done, done_on=date(2020, 5, 1))
    client.force_login(administrator)

    client.post(reverse("handover", args=[staff_a.pk]), {"person": staff_b.pk, "reason": "Chuyển phòng"})

    for each in (inspection, done):
        each.refresh_from_db()
    assert [(each.created_by, each.department) for each in (inspection, done)] == [
        (staff_b, staff_b.department),
        (staff_a, staff_a.department),
    ]
    assert (len(due(staff_a)), len(due(staff_b))) == (0, 2)
    assert inspection.history.latest().history_change_reason == (
        "Bàn giao từ Nguyễn Thị An cho Trần Văn Bình: Chuyển phòng"
    )


# ---- the yearly calendar ----

CALENDAR = "Lịch đánh giá, báo cáo hằng năm"


def reminders(user, today: date) -> list[tuple]:
    return [(item.due_on, item.title, item.detail) for item in work_of(user, today).get(CALENDAR, [])]


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 29), []),
        (date(2026, 11, 30), [date(2026, 12, 15)]),
        (date(2026, 12, 6), [date(2026, 12, 15), date(2026, 12, 18), date(2026, 12, 21)]),
        (date(2026, 12, 31), [date(2026, 12, 15), date(2026, 12, 18), date(2026, 12, 21)]),
        (date(2027, 1, 1), []),
    ],
)
def test_rating_of_the_year_reminds_until_every_cooperative_is_rated(day, due, office, staff_a, staff_b):
    cooperative = factories.make_cooperative("HTX Một", operating_since=date(2015, 1, 1))
    factories.make_assessment(cooperative, date(2025, 12, 10), rating="good")

    shown = [each for each in reminders(staff_a, day) if "chưa xếp loại" in each[2]]
    assert [each[0] for each in shown] == due
    assert reminders(staff_b, day) == []
    factories.make_assessment(cooperative, date(2026, 11, 20), rating="good")
    assert [each for each in reminders(staff_a, day) if "chưa xếp loại" in each[2]] == []


def test_reminder_names_the_level_and_the_rule_of_its_day(office, staff_a):
    factories.make_cooperative("HTX Một", operating_since=date(2015, 1, 1))

    found = [{day: title for day, title, _ in reminders(staff_a, date(year, 12, 16))} for year in (2024, 2025)]

    assert [titles[date(2024 + index, 12, 18)] for index, titles in enumerate(found)] == [
        "Huyện cập nhật biểu VII-4",
        "Xã cập nhật biểu VII-4",
    ]


def test_young_cooperative_is_not_rated_yet(office, staff_a):
    factories.make_cooperative("HTX Mới", founded_on=date(2026, 3, 1), operating_since=date(2026, 3, 1))
    assert [each for each in reminders(staff_a, date(2026, 12, 10)) if "chưa xếp loại" in each[2]] == []


def test_group_reports_remind_in_december_and_january(office, staff_a):
    factories.make_group(notified_on=date(2020, 1, 9))
    assert [each[:2] for each in reminders(staff_a, date(2027, 1, 20))] == [
        (date(2027, 1, 30), "Tỉnh báo cáo tình hình tổ hợp tác của năm trước")
    ]
