"""The list of reports: every programme's four quarters, whether or not anybody opened them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from programs.models import Program, ReportingPeriod
from reports.models import Report


@dataclass(frozen=True)
class LedgerLine:
    """One quarter's report as the list shows it."""

    period: ReportingPeriod
    report: Report | None
    lies_ahead: bool

    @property
    def state_label(self) -> str:
        if self.lies_ahead:
            return "Chưa đến kỳ"
        return self.report.get_state_display().capitalize() if self.report else "Chưa lập"

    @property
    def shape(self) -> str:
        """The shape of templates/_status.html."""
        if self.lies_ahead or self.report is None:
            return ""
        return "met" if self.report.is_issued else "on_track"

    @property
    def url(self) -> str:
        return self.period.get_absolute_url()

    @property
    def pdf_url(self) -> str:
        program = self.period.program
        return reverse("reports:report-pdf", args=[program.code, program.year, self.period.quarter])


def years_of_reports(today: date) -> Sequence[tuple[Program, Sequence[LedgerLine]]]:
    """Three queries: programmes, periods, reports."""
    programs = list(Program.objects.latest_first())
    periods = {
        (period.program_id, period.quarter): period for period in ReportingPeriod.objects.select_related("program")
    }
    reports = {report.period_id: report for report in Report.objects.all()}
    years = []
    for program in programs:
        lines = []
        for quarter in program.quarters:
            period = periods.get((program.pk, quarter.number)) or ReportingPeriod.standard(program, quarter)
            lines.append(LedgerLine(period, reports.get(period.pk), lies_ahead=quarter.starts_on > today))
        years.append((program, lines))
    return years
