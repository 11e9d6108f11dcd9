"""A report beside the quarter before it: each figure of both, and the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from programs.models import Program, ReportingPeriod
from reports.figures.addresses import WHOLE, DashboardQuery, FigurePart, FigureSpan
from reports.figures.progress import Progress
from reports.lifecycle.paper_source import paper_of
from reports.models import Report
from reports.paper.quarterly import QuarterlyReport


@dataclass(frozen=True)
class FigurePair:
    """One figure of the report, and what the quarter before had; None where that one had no such figure."""

    progress: Progress
    earlier: Progress | None
    url: str
    earlier_url: str
    """Of the records behind the two, as they are now."""

    @property
    def now(self) -> Decimal | None:
        return _of_quarter(self.progress)

    @property
    def then(self) -> Decimal | None:
        return _of_quarter(self.earlier) if self.earlier else None

    @property
    def difference(self) -> Decimal | None:
        return None if self.now is None or self.then is None else self.now - self.then


@dataclass(frozen=True)
class PreviousQuarter:
    """The reporting period before the report's, with every figure of the report beside that period's."""

    period: ReportingPeriod
    figures: Sequence[FigurePair]

    @classmethod
    def of(cls, report: Report, paper: QuarterlyReport, *, today: date) -> PreviousQuarter | None:
        """As that period's own report has it, frozen or not; None where the portal has no plan for it."""
        period = period_before(report.period)
        if period is None:
            return None
        earlier = paper_of(period, Report.objects.current(period), today=today).progress
        by_code = {progress.indicator.code: progress for progress in earlier.indicators}
        figures = [
            FigurePair(progress, before, _records_url(report.period, progress), _records_url(period, before))
            for progress in paper.progress.indicators
            for before in [by_code.get(progress.indicator.code)]
        ]
        return cls(period, figures)


def period_before(period: ReportingPeriod) -> ReportingPeriod | None:
    """Before quarter I: quarter IV of last year's programme of the same code. Unsaved where the period has no row."""
    number, year = (period.quarter - 1, period.program.year) if period.quarter > 1 else (4, period.program.year - 1)
    program = Program.objects.filter(code=period.program.code, year=year).first()
    return ReportingPeriod.objects.in_quarter(program, program.quarters[number - 1]) if program else None


def _of_quarter(progress: Progress) -> Decimal | None:
    """What was added in the quarter; of a stock, its value at the end."""
    return progress.actual if progress.is_stock else progress.quarter_actual


def _records_url(period: ReportingPeriod, progress: Progress | None) -> str:
    if progress is None:
        return ""
    part = WHOLE if progress.is_stock else FigurePart(span=FigureSpan.QUARTER)
    return DashboardQuery(period.program, period.quarter).figure(progress.indicator.code, part)
