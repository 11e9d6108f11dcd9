"""The due days of the yearly calendar between two days, by the rule of each day."""

from datetime import date

from cooperatives.deadlines import GROUPS, RATINGS, due_between


def test_due_days_across_the_turn_of_the_year():
    found = [day for day, _, _ in due_between(GROUPS, date(2026, 12, 16), date(2027, 1, 30))]
    assert sorted(found) == [date(2026, 12, 30), date(2027, 1, 30)]


def test_due_day_of_before_the_rule_is_none():
    assert list(due_between(RATINGS, date(2019, 12, 1), date(2019, 12, 31))) == []


def test_page_of_standards_tells_the_due_days():
    assert RATINGS[-1].details[1] == "18/12 xã tổng hợp kết quả xếp loại"
