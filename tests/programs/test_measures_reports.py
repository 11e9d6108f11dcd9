"""Figure 3: reports sent, by the quarter they cover."""

from datetime import date

import pytest

from programs.flows_and_stocks import Scope
from tests import factories
from tests.programs.examples import count, listed

pytestmark = pytest.mark.django_db

KEY = "programs.reports_sent"


def test_reports_sent_leaves_out_periods_without_a_sent_date():
    program = factories.make_program()
    factories.make_period(program, 1, sent_on=date(2020, 4, 10))
    factories.make_period(program, 2)
    assert [row.quarter for row in listed(KEY)] == [1]


def test_reports_sent_counts_in_the_quarter_covered_and_not_when_sent():
    factories.make_period(factories.make_program(), 1, sent_on=date(2020, 7, 20))
    assert [count(KEY, day) for day in (date(2020, 3, 30), date(2020, 3, 31))] == [0, 1]


def test_reports_sent_counts_the_year_report_sent_after_new_year_in_its_year():
    factories.make_period(factories.make_program(), 4, sent_on=date(2021, 1, 10))
    assert [count(KEY, date(year, 12, 31)) for year in (2020, 2021)] == [1, 0]


def test_reports_sent_counts_from_the_cut_off_day():
    factories.make_period(factories.make_program(), 4, cut_off_on=date(2020, 12, 20), sent_on=date(2020, 12, 25))
    assert [count(KEY, day) for day in (date(2020, 12, 19), date(2020, 12, 20))] == [0, 1]


def test_reports_sent_counts_the_report_being_written():
    program = factories.make_program()
    factories.make_period(program, 3, sent_on=date(2020, 10, 9))
    own = factories.make_period(program, 4)
    scope = Scope((program,), own)
    assert (count(KEY, scope=scope), [row.quarter for row in listed(KEY, scope=scope)]) == (2, [3, 4])


def test_reports_sent_counts_a_report_being_written_again_once():
    program = factories.make_program()
    own = factories.make_period(program, 4, sent_on=date(2021, 1, 10))
    assert count(KEY, scope=Scope((program,), own)) == 1


def test_reports_sent_leaves_out_other_programmes():
    program, other = factories.make_program("190"), factories.make_program("200")
    factories.make_period(program, 1, sent_on=date(2020, 4, 10))
    factories.make_period(other, 2, sent_on=date(2020, 7, 10))
    assert [row.quarter for row in listed(KEY, scope=Scope((program,)))] == [1]


def test_reports_sent_counts_a_quarter_once_over_all_programmes():
    for code in ("190", "200"):
        factories.make_period(factories.make_program(code), 1, sent_on=date(2020, 4, 10))
    assert count(KEY) == 1


def test_reports_sent_counts_four_a_year():
    for year in (2019, 2020):
        program = factories.make_program(year=year)
        for quarter in (1, 2, 3, 4):
            factories.make_period(program, quarter, sent_on=date(year + 1, 1, 15))
    assert [count(KEY, date(year, 12, 31)) for year in (2019, 2020)] == [4, 4]
