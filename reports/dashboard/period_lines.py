"""The box of reports: a year's four quarters, whether or not anybody opened them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from coopunion import formatting
from programs.models import ReportingPeriod
from reports.year import Year


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


def periods_of(year: Year) -> tuple[ReportingPeriod, ...]:
    """The year's four periods: the usual one where none was opened."""
    opened = {period.quarter: period for period in year.periods if period.program == year.program}
    return tuple(
        opened.get(quarter.number) or ReportingPeriod.standard(year.program, quarter)
        for quarter in year.program.quarters
    )


def period_lines(year: Year, chosen: int, on: date) -> tuple[PeriodLine, ...]:
    """The four reports as they stood on a day."""
    return tuple(_period_line(period, on, active=period.quarter == chosen) for period in periods_of(year))


def _period_line(period: ReportingPeriod, on: date, *, active: bool) -> PeriodLine:
    lies_ahead = period.span.starts_on > on
    status, label, text = _period_state(period, on, lies_ahead=lies_ahead)
    url = "" if lies_ahead else period.get_absolute_url()
    pdf_url = "" if lies_ahead else _pdf_url(period)
    return PeriodLine(period, period.span.roman, status, label, text, url, pdf_url, active)


def _pdf_url(period: ReportingPeriod) -> str:
    program = period.program
    return reverse("reports:report-pdf", args=[program.code, program.year, period.quarter])


def _period_state(period: ReportingPeriod, on: date, *, lies_ahead: bool) -> tuple[str, str, str]:
    """The shape, the word, and the day that matters next."""
    due = f"hạn {formatting.day(period.due_on)}"
    if period.sent_on and period.sent_on <= on:
        return "met", "Đã gửi", formatting.day(period.sent_on)
    if lies_ahead:
        return "", "Chưa đến kỳ", due
    days = (period.due_on - on).days
    if days < 0:
        return "behind", "Quá hạn", due
    return "on_track", "Chưa gửi", f"{due}, {f'còn {days} ngày' if days else 'hôm nay'}"
