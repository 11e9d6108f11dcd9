"""The list of reports: every programme's four quarters, with or without a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from programs.models import Program, ReportingPeriod
from reports.lifecycle.signed_drift import MovedReport, moved_reports
from reports.models import Report
from reports.models.report import current

OUTSIDE = "Lập ngoài cổng"  # sent before the office had the portal


@dataclass(frozen=True)
class ReportListRow:
    """One quarter as the list shows it: its current report, and those beside it."""

    period: ReportingPeriod
    reports: Sequence[Report]
    lies_ahead: bool
    moved: MovedReport | None = None
    """How its signed figures differ today."""

    @property
    def report(self) -> Report | None:
        return current(self.reports)

    @property
    def others(self) -> Sequence[Report]:
        return [report for report in self.reports if report != self.report]

    @property
    def sent_on(self) -> date | None:
        """The day of the report whose number is shown; a correction's is not the period's first sending."""
        return (self.report.issued_on if self.report else None) or self.period.sent_on

    @property
    def state(self) -> tuple[str, str]:
        return ("", "Chưa đến kỳ") if self.lies_ahead else state_of(self.period, self.report)

    @property
    def may_be_created(self) -> bool:
        return not self.lies_ahead and self.report is None and self.period.sent_on is None

    @property
    def pdf_url(self) -> str:
        return self.period.url("reports:report-pdf")

    @property
    def create_url(self) -> str:
        return self.period.url("reports:create")


def state_of(period: ReportingPeriod, report: Report | None) -> tuple[str, str]:
    """The shape of templates/_status.html, and the words beside it."""
    if report:
        return report.shape, report.state_label
    return ("met", OUTSIDE) if period.sent_on else ("", "Chưa lập")


def years_of_reports(today: date) -> Sequence[tuple[Program, Sequence[ReportListRow]]]:
    """Four queries: programmes, periods, reports, and what was signed (more once after a change: signed_drift.py)."""
    moved = {(report.program_id, report.quarter): report for report in moved_reports(today)}
    reports: dict[int, list[Report]] = defaultdict(list)
    for report in Report.objects.with_period().not_discarded().order_by("serial"):
        reports[report.period_id].append(report)
    return [
        (
            program,
            [
                ReportListRow(
                    period,
                    reports[period.pk],
                    period.span.starts_on > today,
                    moved.get((period.program_id, period.quarter)),
                )
                for period in periods
            ],
        )
        for program, periods in ReportingPeriod.objects.by_program(Program.objects.latest_first())
    ]
