"""What reports and figures give people to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Max
from django.urls import reverse

from coopunion.formatting import number
from coopunion.models import User
from coopunion.periods import Quarter
from coopunion.permissions import Permission
from coopunion.work.items import WorkItem
from programs.models import Assignment, Program
from reports.figures.progress import Progress, Status
from reports.figures.year import year_progress
from reports.lifecycle.deadlines import waiting_reports
from reports.models import Confirmation, Report
from reports.models.report import OPEN

REPORTS = "Báo cáo"
BEHIND, OWN = "Chỉ tiêu đang chậm", "Chỉ tiêu được phân công"


def items(user: User, today: date) -> Iterator[WorkItem]:
    """Reports that wait for the user, figures to confirm, and how the indicators stand that were assigned to them."""
    yield from _due(user, today)
    yield from _to_confirm(user)
    yield from _indicators(user, today)


def _due(user: User, today: date) -> Iterator[WorkItem]:
    """Reports that this user has to bring on: those due or overdue, and those that wait for the user's step at any
    time. Of staff, those whose department works on the programme."""
    pairs = set(Assignment.objects.values_list("indicator__program", "department"))
    assigned = {program for program, _ in pairs}
    for due in waiting_reports(today):
        program = due.period.program_id
        concerned = not user.department or program not in assigned or (program, user.department_id) in pairs
        if concerned and due.waits_for(user):
            yield WorkItem(
                group=REPORTS,
                title=due.name,
                url=due.url,
                detail=f"{due.period.program.name}; {due.state_text}",
                due_on=None if due.is_sent else due.period.due_on,
                status="behind" if due.is_overdue else "on_track" if due.is_due else "",
                status_label="Quá hạn" if due.is_overdue else "Sắp đến hạn" if due.is_due else "",
            )


def _to_confirm(user: User) -> Iterator[WorkItem]:
    """Open reports in which the user's department has figures nobody of it has confirmed yet."""
    if not user.department or not user.may(Permission.CONFIRM_FIGURES):
        return
    mine = list(Assignment.objects.filter(department=user.department).select_related("indicator"))
    kept = Confirmation.objects.filter(department=user.department).values_list("report_id", "indicator_id")
    done = set(kept)
    for report in Report.objects.with_period().filter(state__in=OPEN):
        program = report.period.program
        codes = [
            each.indicator.code
            for each in mine
            if each.indicator.program_id == program.pk and (report.pk, each.indicator_id) not in done
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
    """The user's indicators of the latest year there is: those behind first, then how the others stand."""
    mine = set(Assignment.objects.of_user(user).values_list("indicator_id", flat=True))
    latest = Program.objects.filter(year__lte=today.year).aggregate(Max("year"))["year__max"]
    found: list[WorkItem] = []
    for program in Program.objects.filter(year=latest, indicators__in=mine).distinct():
        quarter = Quarter.containing(today).number if program.year == today.year else 4
        standing = year_progress(program, today=today)[quarter].indicators
        found += [_item(program, each) for each in standing if each.indicator.pk in mine]
    yield from sorted(found, key=lambda item: item.group != BEHIND)


def _item(program: Program, progress: Progress) -> WorkItem:
    indicator, quarter = progress.indicator, progress.quarter
    against = f" / {number(progress.target)}" if progress.target else ""
    return WorkItem(
        group=BEHIND if progress.status is Status.BEHIND else OWN,
        title=f"{indicator.code}. {indicator.name}",
        url=reverse("reports:figure", args=[program.code, program.year, quarter.number, indicator.code]),
        detail=f"{number(progress.actual)}{against} {indicator.unit} đến {quarter}",
        status=progress.status or "",
        status_label=progress.status_label if progress.status else "",
    )
