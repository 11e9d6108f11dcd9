"""Work items of programmes: totals not yet received; and the assignments that another person may take over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from coopunion.models import User
from coopunion.permissions import Permission
from coopunion.work.items import Handover, OpenWork, WorkItem
from programs.figures.reporting import Reports, expecting_totals, year_of_reports
from programs.models import Assignment, Program, ReportingPeriod

MISSING = "Số liệu tổng hợp chưa có"
SOON = timedelta(days=15)


def items(user: User, today: date) -> Iterator[WorkItem]:
    """Totals that places owe for the user's indicators: from 15 days before the cut-off until the report is sent."""
    if not user.may(Permission.CHANGE_RECORDS):
        return
    mine = set(Assignment.objects.of_user(user).values_list("indicator_id", flat=True))
    programs = Program.objects.filter(indicators__in=mine, year__in=(today.year - 1, today.year)).distinct()
    for program, periods in ReportingPeriod.objects.by_program(programs):
        year = year_of_reports(program, today)
        expected = expecting_totals(year, program)
        for indicator, quarters in year.items():
            if indicator.pk not in mine or indicator not in expected:
                continue
            for reports, period in zip(quarters, periods, strict=True):
                if reports.missing and today >= period.cut_off_on - SOON and not period.sent_on:
                    yield _missing(reports, period.cut_off_on)


def _missing(reports: Reports, day: date) -> WorkItem:
    indicator = reports.indicator
    address = [indicator.program.code, indicator.program.year, reports.quarter.number, indicator.code]
    return WorkItem(
        group=MISSING,
        title=f"{indicator}, {reports.quarter}",
        url=reverse("programs:figure-entry", args=address),
        detail=f"{reports.words}; chưa có: {reports.missing_names}" if reports.reported else reports.words,
        due_on=day,
    )


def open_work(user: User) -> Iterator[OpenWork[Assignment]]:
    assignments = Assignment.objects.filter(person=user).select_related("indicator", "department", "person")
    yield OpenWork("Chỉ tiêu được phân công", list(assignments.order_by("pk")), _hand_over)


def _hand_over(assignment: Assignment, handover: Handover) -> None:
    """The receiver's department answers for the indicator from now on; a department answers for one only once."""
    others = Assignment.objects.filter(indicator=assignment.indicator, department=handover.department)
    own = others.exclude(pk=assignment.pk).first()
    if own is None:
        assignment.department, assignment.person = handover.department, handover.person
        handover.note(assignment).save()
        return
    handover.note(assignment).delete()
    if own.person is None and handover.person:
        own.person = handover.person
        handover.note(own).save()
