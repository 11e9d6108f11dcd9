"""What leadership sees: the dashboard, the records behind each figure, the quarterly reports."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coopunion.periods import Quarter
from coopunion.permissions import Permission, SignedInRequest, requires
from programs.models import Program, ReportingPeriod
from reports.dashboard import build
from reports.evidence import figure_evidence
from reports.ledger import years_of_reports
from reports.pdf import render_pdf
from reports.quarterly import QuarterlyReport
from reports.year import quarter_progress

EVIDENCE_PAGE = 100


@requires(Permission.VIEW_FIGURES)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The programme and quarter the address names; else the latest programme's current or last quarter."""
    today = timezone.localdate()
    programs = list(Program.objects.latest_first())
    if not programs:
        return render(request, "reports/dashboard_empty.html")
    program = _asked_program(programs, request)
    number = _asked_quarter(program, request, Quarter.containing(today))
    return render(
        request,
        "reports/dashboard.html",
        {"dashboard": build(program, number, today=today, programs=programs)},
    )


def _asked_program(programs: list[Program], request: HttpRequest) -> Program:
    asked = (request.GET.get("chuong-trinh"), request.GET.get("nam"))
    return next((each for each in programs if (each.code, str(each.year)) == asked), programs[0])


def _asked_quarter(program: Program, request: HttpRequest, current: Quarter) -> int:
    asked = request.GET.get("quy", "")
    if asked in {"1", "2", "3", "4"}:
        return int(asked)
    return current.number if program.year == current.year else 4


def _program(code: str, year: int) -> Program:
    return get_object_or_404(Program, code=code, year=year)


def _period(code: str, year: int, number: int) -> ReportingPeriod:
    """The period, or an unsaved usual one where nobody opened it; 404 for a quarter there is not."""
    if number not in (1, 2, 3, 4):
        raise Http404("Không có quý này.")
    program = _program(code, year)
    period = ReportingPeriod.objects.filter(program=program, quarter=number).select_related("program").first()
    return period or ReportingPeriod.standard(program, Quarter(year, number))


@requires(Permission.VIEW_FIGURES)
@require_safe
def figure(request: SignedInRequest, code: str, year: int, number: int, indicator: str) -> HttpResponse:
    """Exactly the records that an indicator's cumulative figure counts, and the totals reported beside them."""
    period = _period(code, year, number)
    progress = quarter_progress(period.program, number, today=timezone.localdate())
    evidence = figure_evidence(progress, indicator, user=request.user)
    if evidence is None:
        raise Http404("Chương trình không có chỉ tiêu này.")
    page = Paginator(evidence.rows, EVIDENCE_PAGE).get_page(request.GET.get("trang"))
    return render(request, "reports/figure.html", {"evidence": evidence, "page": page, "period": period})


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
