"""What arrived late for an earlier period: "bổ sung kỳ trước"."""

from datetime import date
from decimal import Decimal

import pytest

from programs.models import ReportingPeriod
from reports.lifecycle import transitions
from reports.lifecycle.paper_source import current_paper
from reports.lifecycle.rules import Kind
from reports.models import Passage
from reports.paper.report_texts import signed_before
from tests import factories
from tests.reports.lives import CHAIRMAN, TODAY, approve, approved, draft, issued, submit

pytestmark = pytest.mark.usefixtures("unprinted")


@pytest.fixture
def third(office) -> ReportingPeriod:
    """Quarter III of a programme, in which two cooperatives were founded."""
    program = factories.make_program()
    factories.make_indicator(program, "1a", measure="cooperatives.founded_by_union", target=30)
    for day in (date(2020, 7, 1), date(2020, 8, 1)):
        factories.make_cooperative(founded_on=day)
    return factories.make_period(program, 3)


@pytest.fixture
def fourth(third) -> ReportingPeriod:
    return factories.make_period(third.program, 4)


def late(period: ReportingPeriod, user) -> tuple:
    """Cumulative, this quarter's own, what the row's note says."""
    paper = current_paper(draft(user, period), today=TODAY)
    row = paper.groups[-1].rows[0]
    return row.cumulative, row.quarter, row.note


def test_record_of_the_quarter_before_that_came_after_its_report_is_told_apart(third, fourth, staff_a, leadership):
    issued(staff_a, leadership, third)
    factories.make_cooperative(founded_on=date(2020, 9, 1))  # late
    factories.make_cooperative(founded_on=date(2020, 11, 1))
    assert signed_before(fourth) == {"1a": Decimal(2)}
    assert late(fourth, staff_a) == (4, 1, "Bổ sung kỳ trước: +1")


def test_record_taken_back_counts_against(third, fourth, staff_a, leadership):
    issued(staff_a, leadership, third)
    factories.Registration.objects.filter(issued_on=date(2020, 7, 1)).delete()
    assert late(fourth, staff_a) == (1, 0, "Bổ sung kỳ trước: -1")


def test_nothing_late_says_nothing(third, fourth, staff_a, leadership):
    issued(staff_a, leadership, third)
    factories.make_cooperative(founded_on=date(2020, 11, 1))
    assert late(fourth, staff_a) == (3, 1, "")


def test_without_a_signed_quarter_before_nothing_is_late(third, fourth, staff_a):
    draft(staff_a, third)
    assert (signed_before(fourth), signed_before(third)) == ({}, {})
    assert late(fourth, staff_a) == (2, 0, "")


def test_last_signed_report_of_the_quarter_before_is_the_one_compared_with(third, fourth, staff_a, leadership):
    approved(staff_a, leadership, third)
    assert signed_before(fourth) == {"1a": Decimal(2)}


def test_correction_that_is_not_issued_yet_leaves_the_issued_report_in_force(third, fourth, staff_a, leadership):
    report = issued(staff_a, leadership, third)
    factories.make_cooperative(founded_on=date(2020, 9, 1))
    transitions.take(Kind.CORRECT, report, user=staff_a, today=TODAY, remark="Bổ sung")
    submit(report.replaced_by, staff_a)
    correction = approve(report.replaced_by, leadership)
    assert signed_before(fourth) == {"1a": Decimal(2)}
    transitions.issue(correction, user=leadership, number=8, issued_on=TODAY, signature=CHAIRMAN)
    assert signed_before(fourth) == {"1a": Decimal(3)}


def test_late_records_may_be_named_in_the_words(third, fourth, staff_a, leadership):
    issued(staff_a, leadership, third)
    factories.make_cooperative(founded_on=date(2020, 9, 1))
    report = draft(staff_a, fourth)
    Passage.objects.create(report=report, key="causes", text="Bổ sung {{1a.bổ sung kỳ trước}} HTX.")
    texts = [block.text for block in current_paper(report, today=TODAY).blocks]
    assert "Bổ sung 01 HTX." in texts


def test_section_two_says_what_arrived_late(third, fourth, staff_a, leadership):
    issued(staff_a, leadership, third)
    factories.make_cooperative(founded_on=date(2020, 9, 1))
    texts = [block.text for block in current_paper(draft(staff_a, fourth), today=TODAY).blocks]
    assert [text for text in texts if "lũy kế cả năm 03/30 HTX (trong đó bổ sung kỳ trước 01 HTX), đạt" in text]
