"""A report's page as one object."""

from datetime import UTC, date, datetime

from reports.lifecycle import transitions
from reports.lifecycle.paper_source import report_paper
from reports.lifecycle.report_page import ReportPage
from tests.reports.lives import CHAIRMAN, TODAY, approved


def test_step_taken_after_midnight_here_shows_its_day_here(staff_a, leadership, unprinted):
    """Half past one in the morning of the 25th here is still the 24th in UTC."""
    report = approved(staff_a, leadership)
    night = datetime(2020, 11, 24, 18, 30, tzinfo=UTC)
    transitions.issue(report, user=leadership, number=7, issued_on=date(2020, 11, 25), signature=CHAIRMAN, at=night)
    report.refresh_from_db()

    page = ReportPage(report.period, report, report_paper(report, today=TODAY), leadership, TODAY)

    assert (page.stages[-1].label, page.stages[-1].note) == ("Phát hành", "25/11/2020")
