"""The list of reports: every programme's four quarters, with or without a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from programs.models import Program, ReportingPeriod
from reports.lifecycle.report_page import OUTSIDE, SHAPES
from reports.models import Report
from reports.models.report import State


@dataclass(frozen=True)
class ReportListRow:
    """One quarter as the list shows it: its current report, and those beside it."""

    period: ReportingPeriod
    reports: Sequence[Report]
    lies_ahead: bool

    @property
    def report(self) -> Report | None:
        issued = [report for report in self.reports if report.state == State.ISSUED]
        return next(iter(issued or self.reports[::-1]), None)

    @property
    def others(self) -> Sequence[Report]:
        return [report for report in self.reports if report != self.report]

    @property
    def sent_on(self) -> date | None:
        """The day of the report whose number is shown; a correction's is not the period's first sending."""
        return (self.report.issued_on if self.report else None) or self.period.sent_on

    @property
    def state_label(self) -> str:
        if self.lies_ahead:
            return "Chưa đến kỳ"
        if self.report:
            return self.report.get_state_display().capitalize()
        return OUTSIDE if self.period.sent_on else "Chưa lập"

    @property
    def shape(self) -> str:
        """The shape of templates/_status.html."""
        if self.report and not self.lies_ahead:
            return SHAPES[State(self.report.state)]
        return "met" if self.period.sent_on else ""

    @property
    def may_be_created(self) -> bool:
        return not self.lies_ahead and self.report is None and self.period.sent_on is None

    @property
    def url(self) -> str:
        return self.period.get_absolute_url()

    @property
    def pdf_url(self) -> str:
        return reverse("reports:report-pdf", args=self._address)

    @property
    def create_url(self) -> str:
        return reverse("reports:create", args=self._address)

    @property
    def _address(self) -> list[object]:
        program = self.period.program
        return [program.code, program.year, self.period.quarter]


def years_of_reports(today: date) -> Sequence[tuple[Program, Sequence[ReportListRow]]]:
    """Three queries: programmes, periods, reports."""
    programs = list(Program.objects.latest_first())
    periods = {
        (period.program_id, period.quarter): period for period in ReportingPeriod.objects.select_related("program")
    }
    reports: dict[int, list[Report]] = {}
    for report in Report.objects.with_period().not_discarded().order_by("serial"):
        reports.setdefault(report.period_id, []).append(report)
    years = []
    for program in programs:
        lines = []
        for quarter in program.quarters:
            period = periods.get((program.pk, quarter.number)) or ReportingPeriod.standard(program, quarter)
            lines.append(ReportListRow(period, reports.get(period.pk or 0, []), lies_ahead=quarter.starts_on > today))
        years.append((program, lines))
    return years
