"""The list of reports, a report's page, and its files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from coopunion.forms.recovery import kept_text
from coopunion.permissions import POST, Permission, requires
from coopunion.requests import SignedInRequest
from programs.models import ReportingPeriod
from reports.lifecycle import transitions
from reports.lifecycle.deadlines import waiting_reports
from reports.lifecycle.paper_source import file_of, paper_of
from reports.lifecycle.previous_quarter import PreviousQuarter
from reports.lifecycle.report_list import years_of_reports
from reports.lifecycle.report_page import ReportPage
from reports.lifecycle.rules import Refused
from reports.lifecycle.views import get_period_or_404, get_report_or_404
from reports.models import Report
from reports.paper.printers import PRINTERS
from reports.paper.quarterly import QuarterlyReport


@requires(Permission.VIEW_REPORTS)
def report_list(request: SignedInRequest) -> HttpResponse:
    """Reports that are due are shown to everybody, others that wait only to those who have to act."""
    today = timezone.localdate()
    waiting = [(item, item.waits_for(request.user)) for item in waiting_reports(today)]
    context = {
        "years": years_of_reports(today),
        "due": [(item, mine) for item, mine in waiting if mine or item.is_due],
        "may_draft": request.user.may(Permission.DRAFT_REPORTS),
    }
    return render(request, "reports/list.html", context)


@requires(Permission.VIEW_REPORTS)
def report(request: SignedInRequest, code: str, year: int, number: int, serial: int | None = None) -> HttpResponse:
    """The period's current report, or the one of that serial."""
    period, found = _find(code, year, number, serial)
    page = ReportPage(period, found, _paper(period, found), request.user, timezone.localdate())
    return render(request, "reports/report.html", {"page": page, "kept": kept_text(request)})


def _find(code: str, year: int, number: int, serial: int | None) -> tuple[ReportingPeriod, Report | None]:
    if serial is not None:
        found = get_report_or_404(code, year, number, serial)
        return found.period, found
    period = get_period_or_404(code, year, number)
    return period, Report.objects.current(period)


@requires(Permission.VIEW_REPORTS)
def previous(request: SignedInRequest, code: str, year: int, number: int, serial: int) -> HttpResponse:
    """Each figure of the report beside the quarter before."""
    found = get_report_or_404(code, year, number, serial)
    context = {
        "report": found,
        "before": PreviousQuarter.of(found, _paper(found.period, found), today=timezone.localdate()),
        "may_write": found.is_writable and request.user.may(Permission.DRAFT_REPORTS),
    }
    return render(request, "reports/previous.html", context)


def _paper(period: ReportingPeriod, report: Report | None) -> QuarterlyReport:
    """404 for a quarter that lies ahead."""
    try:
        return paper_of(period, report, today=timezone.localdate())
    except ValueError as error:
        raise Http404(str(error)) from error


@requires(Permission.DRAFT_REPORTS, POST)
def create(request: SignedInRequest, code: str, year: int, number: int) -> HttpResponse:
    """The first report of a period."""
    period = get_period_or_404(code, year, number)
    if period.span.starts_on > timezone.localdate():
        raise Http404("Quý chưa đến, chưa lập báo cáo.")
    try:
        created = transitions.create(period, user=request.user)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect(period)
    messages.success(request, f"{created} đã được lập. Số liệu theo sổ cho đến khi trình.")
    return redirect(created)


@requires(Permission.VIEW_REPORTS)
def report_file(
    request: HttpRequest, code: str, year: int, number: int, format: str, serial: int | None = None
) -> HttpResponse:
    """The current report in a format: the frozen file of an issued one, a marked draft before the approval.

    Of one serial there is a file once it is approved.
    """
    period, found = _find(code, year, number, serial)
    if serial is not None and found and not found.is_signed:
        raise Http404("Báo cáo chưa được duyệt.")
    paper, printer = _paper(period, found), PRINTERS.get(format)
    if printer is None:
        raise Http404("Không có dạng tệp này.")
    return HttpResponse(
        file_of(found, paper, format),
        content_type=printer.content_type,
        headers={"Content-Disposition": f'attachment; filename="{paper.file_name}.{printer.extension}"'},
    )
