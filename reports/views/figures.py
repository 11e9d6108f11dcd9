"""The dashboard and the records behind each figure."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coopunion.periods import Quarter
from coopunion.permissions import Permission, SignedInRequest, requires
from programs.models import Program
from reports.dashboard import build
from reports.evidence import figure_evidence
from reports.views.asked import asked_period
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


@requires(Permission.VIEW_FIGURES)
@require_safe
def figure(request: SignedInRequest, code: str, year: int, number: int, indicator: str) -> HttpResponse:
    """Exactly the records that an indicator's cumulative figure counts, and the totals reported beside them."""
    period = asked_period(code, year, number)
    progress = quarter_progress(period.program, number, today=timezone.localdate())
    evidence = figure_evidence(progress, indicator, user=request.user)
    if evidence is None:
        raise Http404("Chương trình không có chỉ tiêu này.")
    page = Paginator(evidence.rows, EVIDENCE_PAGE).get_page(request.GET.get("trang"))
    return render(request, "reports/figure.html", {"evidence": evidence, "page": page, "period": period})
