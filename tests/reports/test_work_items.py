"""What reports give people to do."""

from datetime import date

import pytest

from reports import work_items
from reports.lifecycle.confirmations import Cause, parts_of
from reports.lifecycle.paper_source import current_paper
from reports.lifecycle.transitions import confirm
from tests import factories
from tests.reports.lives import TODAY, draft, quarter_four, submitted


def shown(user, today: date = TODAY) -> list[tuple[str, str]]:
    return [(item.title, item.detail) for item in work_items.items(user, today) if item.group == work_items.REPORTS]


def test_report_that_is_due_is_work_of_whoever_acts_next(staff_a, leadership, administrator):
    submitted(staff_a)
    due = ("Báo cáo quý IV năm 2020", "Chương trình hành động 190; chờ duyệt")
    assert [due in shown(user) for user in (staff_a, leadership, administrator)] == [False, True, False]


def test_figures_wait_for_their_department_until_it_confirms(staff_a, staff_b, department_a):
    period = quarter_four()
    factories.make_assignment(period.program.indicators.get(code="1a"), department_a)
    report = draft(staff_a, period)
    waiting = ("Chốt số báo cáo quý IV năm 2020", "Chương trình hành động 190; chưa chốt: 1a")
    assert [waiting in shown(user) for user in (staff_a, staff_b)] == [True, False]
    parts = parts_of(report, current_paper(report, today=TODAY))
    confirm(report, [(parts[0], Cause("Thiếu hồ sơ", "subjective"))], user=staff_a)
    assert waiting not in shown(staff_a)


def test_report_that_is_due_waits_for_the_departments_of_its_programme(staff_a, staff_b, department_a):
    period = quarter_four()
    due = ("Báo cáo quý IV năm 2020", "Chương trình hành động 190; chưa lập")
    assert [due in shown(user) for user in (staff_a, staff_b)] == [True, True]
    factories.make_assignment(period.program.indicators.get(code="1a"), department_a)
    assert [due in shown(user) for user in (staff_a, staff_b)] == [True, False]


def test_report_sent_up_early_waits_for_leadership_at_once(staff_a, leadership):
    period = quarter_four()
    period.due_on = date(2021, 3, 1)
    period.save()
    submitted(staff_a, period)
    waiting = ("Báo cáo quý IV năm 2020", "Chương trình hành động 190; chờ duyệt")
    assert [waiting in shown(user) for user in (staff_a, leadership)] == [False, True]


def test_report_that_replaces_a_sent_one_waits_without_being_late(staff_a, leadership):
    period = quarter_four()
    period.sent_on = date(2020, 12, 21)
    period.save()
    new = factories.make_report(period, serial=2, state="submitted")
    (item,) = work_items.items(leadership, date(2021, 2, 1))
    assert (item.title, item.url, item.due_on, item.status_label) == (str(new), new.get_absolute_url(), None, "")


@pytest.mark.django_db
def test_nothing_is_asked_of_whoever_has_no_report(staff_a):
    assert shown(staff_a) == []
