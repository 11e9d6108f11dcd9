"""The box of reports: a year's four quarters, whether or not anybody opened them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from coopunion import formatting
from programs.models import ReportingPeriod
from reports.figures.year import ProgramYear
from reports.lifecycle.deadlines import WAITING, WAITING_STATES
from reports.models import Report
from reports.models.report import State


@dataclass(frozen=True)
class PeriodLine:
    """A quarter's report in the box of reports. `status` picks the shape of templates/_status.html."""

    period: ReportingPeriod
    roman: str
    status: str
    label: str
    text: str
    url: str
    """Empty for a quarter that lies ahead, as is `pdf_url`: it has no report."""
    pdf_url: str
    active: bool
    replacement: Report | None = None
    """On its way to replace the one that was sent."""


def periods_of(year: ProgramYear) -> tuple[ReportingPeriod, ...]:
    """The year's four periods: the usual one where none was opened."""
    opened = {period.quarter: period for period in year.periods if period.program == year.program}
    return tuple(
        opened.get(quarter.number) or ReportingPeriod.standard(year.program, quarter)
        for quarter in year.program.quarters
    )


def period_lines(year: ProgramYear, chosen: int, on: date, *, today: date) -> tuple[PeriodLine, ...]:
    """The four reports as of a day. How far an unsent one has come is known for today alone; one query."""
    waiting = _waiting(year) if on == today else {}
    return tuple(
        _period_line(period, on, waiting.get(period.pk), active=period.quarter == chosen) for period in periods_of(year)
    )


def _waiting(year: ProgramYear) -> dict[int, Report]:
    """The newest report of each period that waits for somebody's step."""
    reports = Report.objects.with_period().filter(period__program=year.program, state__in=WAITING_STATES)
    return {report.period_id: report for report in reports.order_by("serial")}


def _period_line(period: ReportingPeriod, on: date, waiting: Report | None, *, active: bool) -> PeriodLine:
    lies_ahead = period.span.starts_on > on
    status, label, text = _period_state(period, on, waiting, lies_ahead=lies_ahead)
    return PeriodLine(
        period=period,
        roman=period.span.roman,
        status=status,
        label=label,
        text=text,
        url="" if lies_ahead else period.get_absolute_url(),
        pdf_url="" if lies_ahead else _pdf_url(period),
        active=active,
        replacement=waiting if period.sent_on else None,
    )


def _pdf_url(period: ReportingPeriod) -> str:
    program = period.program
    return reverse("reports:report-pdf", args=[program.code, program.year, period.quarter])


def _period_state(
    period: ReportingPeriod, on: date, waiting: Report | None, *, lies_ahead: bool
) -> tuple[str, str, str]:
    """The shape, the word, and the day that matters next."""
    due = f"hạn {formatting.day(period.due_on)}"
    if period.sent_on and period.sent_on <= on:
        return "met", "Đã gửi", formatting.day(period.sent_on)
    if lies_ahead:
        return "", "Chưa đến kỳ", due
    days = (period.due_on - on).days
    waiting_for = WAITING[State(waiting.state)][0] if waiting else ""
    if days < 0:
        return "behind", "Quá hạn", f"{due}, {waiting_for}" if waiting_for else due
    left = f"{due}, {f'còn {days} ngày' if days else 'hôm nay'}"
    return "on_track", waiting_for.capitalize() or "Chưa gửi", left
