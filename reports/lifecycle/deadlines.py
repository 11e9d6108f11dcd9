"""Reports that are due soon or overdue, and who has to act: shown from a week ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coopunion.formatting import day
from coopunion.models import User
from coopunion.permissions import Permission
from programs.models import Program, ReportingPeriod
from reports.models import Report
from reports.models.report import State

DAYS_AHEAD = 7

# The states of a report that was not sent: their label, and the permission of those who have to act.
WAITING: dict[State | None, tuple[str, Permission]] = {
    None: ("chưa lập", Permission.DRAFT_REPORTS),
    State.DRAFT: ("đang soạn", Permission.DRAFT_REPORTS),
    State.RETURNED: ("bị trả lại, chờ sửa", Permission.DRAFT_REPORTS),
    State.SUBMITTED: ("chờ duyệt", Permission.APPROVE_REPORTS),
    State.APPROVED: ("đã duyệt, chờ phát hành", Permission.APPROVE_REPORTS),
}
WAITING_STATES = [state for state in WAITING if state]


@dataclass(frozen=True)
class DueReport:
    """A period's report that waits for somebody's step. `days_left` is negative for an overdue one.

    A report that replaces a sent one is never due: its period was reported.
    """

    period: ReportingPeriod
    report: Report | None
    days_left: int

    @property
    def is_sent(self) -> bool:
        return self.period.sent_on is not None

    @property
    def is_due(self) -> bool:
        return not self.is_sent and self.days_left <= DAYS_AHEAD

    @property
    def is_overdue(self) -> bool:
        return not self.is_sent and self.days_left < 0

    @property
    def name(self) -> str:
        return f"Báo cáo {self.period.span}{self.report.serial_text if self.report else ''}"

    @property
    def url(self) -> str:
        """Of the report itself where the period's own address shows the one that was sent."""
        return self.report.get_absolute_url() if self.report and self.is_sent else self.period.get_absolute_url()

    @property
    def state_text(self) -> str:
        return self._waiting[0]

    @property
    def when(self) -> str:
        if self.is_sent:
            return f"kỳ này đã gửi ngày {day(self.period.sent_on)}"
        if self.days_left == 0:
            return "hạn hôm nay"
        if self.is_overdue:
            return f"quá hạn {-self.days_left} ngày (hạn {day(self.period.due_on)})"
        return f"còn {self.days_left} ngày (hạn {day(self.period.due_on)})"

    @property
    def sentence(self) -> str:
        """As in "Báo cáo quý IV năm 2020, Chương trình hành động 190: chờ duyệt, còn 6 ngày (hạn 15/01/2021)"."""
        return f"{self.name}, {self.period.program.name}: {self.state_text}, {self.when}"

    def waits_for(self, user: User) -> bool:
        return user.may(self._waiting[1])

    @property
    def _waiting(self) -> tuple[str, Permission]:
        return WAITING[State(self.report.state) if self.report else None]


def waiting_count(user: User) -> int:
    """How many existing reports wait for the user's next step. One query."""
    states = [state for state in WAITING_STATES if user.may(WAITING[state][1])]
    return Report.objects.filter(state__in=states).count() if states else 0


def due_reports(today: date) -> list[DueReport]:
    """What is due within a week or overdue and not sent, the most urgent first. Three queries.

    Of programmes of this year and the last: older ones, entered for comparison, have no reports due.
    """
    programs = Program.objects.filter(year__in=(today.year - 1, today.year)).latest_first()
    newest = {report.period_id: report for report in Report.objects.not_discarded().order_by("serial")}
    due = [
        DueReport(period, newest.get(period.pk), (period.due_on - today).days)
        for _, periods in ReportingPeriod.objects.by_program(programs)
        for period in periods
    ]
    return sorted((item for item in due if item.is_due), key=lambda item: item.days_left)


def waiting_reports(today: date) -> list[DueReport]:
    """The due ones, then every other report that waits for a step: submitted early, or a correction of a sent one.

    One query more than due_reports.
    """
    due = due_reports(today)
    listed = {item.report.pk for item in due if item.report}
    opened = Report.objects.with_period().filter(state__in=WAITING_STATES).exclude(pk__in=listed)
    others = [DueReport(report.period, report, (report.period.due_on - today).days) for report in opened]
    return due + sorted(others, key=lambda item: (item.is_sent, item.days_left))
