"""The box of reports: a year's four quarters, whether or not anybody opened them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from coopunion import formatting
from programs.models import ReportingPeriod
from reports.figures.year import ProgramYear
from reports.lifecycle.deadlines import WAITING, WAITING_STATES
from reports.models import Report
from reports.models.report import State


class PeriodState(NamedTuple):
    """A shape of templates/_status.html, the word, and the day that matters next."""

    shape: str
    label: str
    text: str


@dataclass(frozen=True)
class PeriodLine:
    """A quarter's report as of a day. `waiting` is the version, if one is known, that waits for somebody's step."""

    period: ReportingPeriod
    on: date
    waiting: Report | None

    @property
    def lies_ahead(self) -> bool:
        return self.period.span.starts_on > self.on

    @property
    def url(self) -> str:
        """Empty for a quarter that lies ahead, as is `pdf_url`: it has no report."""
        return "" if self.lies_ahead else self.period.get_absolute_url()

    @property
    def pdf_url(self) -> str:
        return "" if self.lies_ahead else self.period.url("reports:report-pdf")

    @property
    def replacement(self) -> Report | None:
        """On its way to replace the one that was sent."""
        return self.waiting if self.period.sent_on else None

    @property
    def state(self) -> PeriodState:
        period, due = self.period, f"hạn {formatting.day(self.period.due_on)}"
        if period.sent_on and period.sent_on <= self.on:
            return PeriodState("met", "Đã gửi", formatting.day(period.sent_on))
        if self.lies_ahead:
            return PeriodState("", "Chưa đến kỳ", due)
        days = (period.due_on - self.on).days
        waiting_for = WAITING[State(self.waiting.state)][0] if self.waiting else ""
        if days < 0:
            return PeriodState("behind", "Quá hạn", f"{due}, {waiting_for}" if waiting_for else due)
        left = f"{due}, {f'còn {days} ngày' if days else 'hôm nay'}"
        return PeriodState("on_track", waiting_for.capitalize() or "Chưa gửi", left)


def periods_of(year: ProgramYear) -> list[ReportingPeriod]:
    """The year's four periods: the usual one where none was opened."""
    opened = {period.quarter: period for period in year.periods if period.program == year.program}
    return [
        opened.get(quarter.number) or ReportingPeriod.standard(year.program, quarter)
        for quarter in year.program.quarters
    ]


def period_lines(year: ProgramYear, on: date, *, today: date) -> list[PeriodLine]:
    """The four reports as of a day. How far an unsent one has come is known for today alone; one query."""
    waiting = _waiting(year) if on == today else {}
    return [PeriodLine(period, on, waiting.get(period.pk)) for period in periods_of(year)]


def _waiting(year: ProgramYear) -> dict[int, Report]:
    """The newest report of each period that waits for somebody's step."""
    reports = Report.objects.with_period().filter(period__program=year.program, state__in=WAITING_STATES)
    return {report.period_id: report for report in reports.order_by("serial")}
