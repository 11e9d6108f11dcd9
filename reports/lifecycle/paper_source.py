"""The paper of a report: written from the records while it is a draft, read from its snapshot after that."""

from __future__ import annotations

from datetime import date

from programs.models import ReportingPeriod
from reports.models import Report, Snapshot
from reports.paper.printers import PRINTERS
from reports.paper.quarterly import QuarterlyReport
from reports.paper.snapshot import frozen_paper

FROZEN_FORMATS = ("pdf", "docx", "xlsx")  # what an issued report keeps, as far as PRINTERS can print it


def last_snapshot(report: Report) -> Snapshot | None:
    return report.snapshots.last()


def report_paper(report: Report, *, today: date) -> QuarterlyReport:
    """The paper of an existing report. ValueError for a draft of a quarter that lies ahead."""
    snapshot = None if report.is_writable else last_snapshot(report)
    return frozen_paper(snapshot) if snapshot else current_paper(report, today=today)


def current_paper(report: Report, *, today: date, as_of: date | None = None) -> QuarterlyReport:
    """What the report would say if it were written now, from the records counted to `as_of` (the cut-off day)."""
    return QuarterlyReport.for_period(report.period, today=today, report=report, as_of=as_of)


def paper_of(period: ReportingPeriod, report: Report | None, *, today: date) -> QuarterlyReport:
    """The report's paper; without a report the one there would be. ValueError for a quarter that lies ahead."""
    return report_paper(report, today=today) if report else QuarterlyReport.for_period(period, today=today)


def file_of(report: Report | None, paper: QuarterlyReport, format: str) -> bytes:
    """The paper in a format of PRINTERS: the frozen bytes of an issued report, else printed now."""
    frozen = report.files.filter(format=format).first() if report else None
    return frozen.verified() if frozen else PRINTERS[format].render(paper)
