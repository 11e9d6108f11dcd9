"""The quarterly reports: their list, the paper on the screen and as PDF."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coopunion.periods import Quarter
from coopunion.permissions import Permission, requires
from programs.models import Program, ReportingPeriod
from reports.ledger import years_of_reports
from reports.pdf import render_pdf
from reports.quarterly import QuarterlyReport


def _program(code: str, year: int) -> Program:
    return get_object_or_404(Program, code=code, year=year)


def _period(code: str, year: int, number: int) -> ReportingPeriod:
    """The period, or an unsaved usual one where nobody opened it; 404 for a quarter there is not."""
    if number not in (1, 2, 3, 4):
        raise Http404("Không có quý này.")
    program = _program(code, year)
    period = ReportingPeriod.objects.filter(program=program, quarter=number).select_related("program").first()
    return period or ReportingPeriod.standard(program, Quarter(year, number))


@requires(Permission.VIEW_REPORTS)
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/list.html", {"years": years_of_reports(timezone.localdate())})


def _report(code: str, year: int, number: int) -> QuarterlyReport:
    try:
        return QuarterlyReport.for_period(_period(code, year, number), today=timezone.localdate())
    except ValueError as error:
        raise Http404(str(error)) from error


@requires(Permission.VIEW_REPORTS)
@require_safe
def report(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    return render(request, "reports/report.html", {"report": _report(code, year, number)})


@requires(Permission.VIEW_REPORTS)
@require_safe
def report_pdf(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    paper = _report(code, year, number)
    return HttpResponse(
        render_pdf(paper),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{paper.file_name}.pdf"'},
    )
