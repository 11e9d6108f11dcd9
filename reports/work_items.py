"""Work items of reports and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeAlias

from django.db.models import Max

from coopunion.formatting import number
from coopunion.models import User
from coopunion.periods import Quarter
from coopunion.permissions import Permission
from coopunion.work.items import WorkItem
from programs.models import Assignment, Program
from reports.figures.addresses import DashboardQuery
from reports.figures.progress import Progress, Status
from reports.figures.year import ProgramYear
from reports.lifecycle.deadlines import waiting_reports
from reports.lifecycle.signed_drift import moved_reports
from reports.models import Confirmation, Report
from reports.models.report import OPEN

REPORTS = "Báo cáo"
BEHIND, OWN = "Chỉ tiêu đang chậm", "Chỉ tiêu được phân công"
Concerned: TypeAlias = Callable[[int], bool]
"""Whether a programme, by its pk, concerns the user."""


def items(user: User, today: date) -> Iterator[WorkItem]:
    """Reports that wait for the user, figures to confirm, and the progress of the indicators assigned to them."""
    concerned = _concerned(user)
    yield from _due(user, today, concerned)
    yield from _moved(user, today, concerned)
    yield from _to_confirm(user)
    yield from _indicators(user, today)


def _due(user: User, today: date, concerned: Concerned) -> Iterator[WorkItem]:
    """Reports that wait for a step of this user, due or not; for staff of a department that works on the programme."""
    for due in waiting_reports(today):
        if concerned(due.period.program_id) and due.waits_for(user):
            yield WorkItem(
                group=REPORTS,
                title=due.name,
                url=due.url,
                detail=f"{due.period.program.name}; {due.state_text}",
                due_on=None if due.is_sent else due.period.due_on,
                status="behind" if due.is_overdue else "on_track" if due.is_due else "",
                status_label="Quá hạn" if due.is_overdue else "Sắp đến hạn" if due.is_due else "",
            )


def _concerned(user: User) -> Concerned:
    """Whether the user's department works on a programme; whoever has none works on all, and all work on one without
    assignments. One query."""
    pairs = set(Assignment.objects.values_list("indicator__program", "department"))
    assigned = {program for program, _ in pairs}
    return lambda program: not user.department or program not in assigned or (program, user.department_id) in pairs


def _moved(user: User, today: date, concerned: Concerned) -> Iterator[WorkItem]:
    """Signed reports whose figures differ today: for those who write reports and those who sign them."""
    if not (user.may(Permission.APPROVE_REPORTS) or user.may(Permission.DRAFT_REPORTS)):
        return
    for report in moved_reports(today):
        if concerned(report.program_id):
            yield WorkItem(
                group=REPORTS,
                title=f"{report.title}: số đã ký nay khác",
                url=report.url,
                detail=f"{report.program_name}; {report.sentences}",
                status="behind",
                status_label="Nay khác",
            )


def _to_confirm(user: User) -> Iterator[WorkItem]:
    """Open reports with figures that the user's department has not confirmed."""
    if not user.department or not user.may(Permission.CONFIRM_FIGURES):
        return
    mine = list(Assignment.objects.filter(department=user.department).select_related("indicator"))
    confirmed = Confirmation.objects.filter(department=user.department).values_list("report_id", "indicator_id")
    done = set(confirmed)
    for report in Report.objects.with_period().filter(state__in=OPEN):
        program = report.period.program
        codes = [
            assignment.indicator.code
            for assignment in mine
            if assignment.indicator.program_id == program.pk and (report.pk, assignment.indicator_id) not in done
        ]
        if codes:
            yield WorkItem(
                group=REPORTS,
                title=f"Chốt số báo cáo {report.period.span}",
                url=report.url("reports:confirm"),
                detail=f"{program.name}; chưa chốt: {', '.join(codes)}",
                due_on=report.period.due_on,
            )


def _indicators(user: User, today: date) -> Iterator[WorkItem]:
    """The user's indicators of the latest year with a programme, those behind first."""
    mine = set(Assignment.objects.of_user(user).values_list("indicator_id", flat=True))
    latest = Program.objects.filter(year__lte=today.year).aggregate(Max("year"))["year__max"]
    found: list[WorkItem] = []
    for program in Program.objects.filter(year=latest, indicators__in=mine).distinct():
        quarter = Quarter.containing(today).number if program.year == today.year else 4
        indicators = ProgramYear.read(program, today=today).quarters()[quarter].indicators
        found += [_item(program, progress) for progress in indicators if progress.indicator.pk in mine]
    yield from sorted(found, key=lambda item: item.group != BEHIND)


def _item(program: Program, progress: Progress) -> WorkItem:
    indicator, quarter = progress.indicator, progress.quarter
    against = f" / {number(progress.target)}" if progress.target else ""
    return WorkItem(
        group=BEHIND if progress.status is Status.BEHIND else OWN,
        title=f"{indicator.code}. {indicator.name}",
        url=DashboardQuery(program, quarter.number).figure(indicator.code),
        detail=f"{number(progress.actual)}{against} {indicator.unit} đến {quarter}",
        status=progress.status or "",
        status_label=progress.status_label if progress.status else "",
    )
