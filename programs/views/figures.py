"""Pages of the reported figures: who has reported, every total received, one indicator's quarter, and its entry."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from coopunion.forms.grid import one_writer
from coopunion.forms.recovery import sent_or_kept
from coopunion.periods import Quarter
from coopunion.permissions import FORM, Permission, requires
from coopunion.records.views.exports import xlsx_response
from coopunion.requests import SignedInRequest
from coopunion.tables.exporting import write_export
from programs.figures.grid import FigureGrid
from programs.figures.listing import FigureListing
from programs.figures.reporting import Reports, expecting_totals, may_enter, reporting_places, year_of_reports
from programs.models import Indicator, Program
from programs.plan_history import changes_of_figures
from programs.tables import FiguresResource
from programs.views.plan import get_program, named_now_or_before

FIGURES_PAGE = 100


@requires(Permission.VIEW_RECORDS)
def figure_list(request: SignedInRequest) -> HttpResponse:
    programs = list(Program.objects.latest_first())
    if not programs:
        return render(request, "programs/figures_empty.html")
    listing = FigureListing(programs, request.GET)
    year = year_of_reports(listing.program, timezone.localdate())
    expected = expecting_totals(year, listing.program)
    context = {
        "listing": listing,
        "page": Paginator(listing.rows, FIGURES_PAGE).get_page(request.GET.get("trang")),
        "expected": [(indicator, quarters) for indicator, quarters in year.items() if indicator in expected],
        "others": [(indicator, quarters) for indicator, quarters in year.items() if indicator not in expected],
    }
    return render(request, "programs/figures.html", context)


@requires(Permission.VIEW_RECORDS)
def figure_export(request: SignedInRequest) -> FileResponse:
    """The list as the address filters it, every page of it, as a table that can be imported again."""
    programs = list(Program.objects.latest_first())
    if not programs:
        raise Http404("Chưa có chương trình nào.")
    listing = FigureListing(programs, request.GET)
    resource = FiguresResource(user=request.user)
    return xlsx_response(lambda file: write_export(resource, resource.exported(listing.rows), file), resource.title)


@requires(Permission.VIEW_RECORDS)
def figure_detail(request: SignedInRequest, code: str, year: int, number: int, indicator: str) -> HttpResponse:
    """One indicator's totals of one quarter: who sent what, who has not, every change."""
    of, quarter = _indicator(code, year, indicator), _quarter(year, number)
    figures = of.figures.filter(quarter=number).select_related("indicator__program", "place__parent__parent")
    places = reporting_places(quarter.ends_on)
    context = {
        "indicator": of,
        "program": of.program,
        "reports": Reports(of, quarter, figures.order_by("place__code"), places, today=timezone.localdate()),
        "changes": changes_of_figures(of, quarter),
        "may_enter": may_enter(request.user, of),
    }
    return render(request, "programs/figure_detail.html", context)


@requires(Permission.CHANGE_RECORDS, FORM)
def figure_entry(request: SignedInRequest, code: str, year: int, number: int, indicator: str) -> HttpResponse:
    of, quarter = _indicator(code, year, indicator), _quarter(year, number)
    if not may_enter(request.user, of):
        departments = ", ".join(str(assignment.department) for assignment in of.assignments.all())
        raise PermissionDenied(f"Chỉ tiêu này giao cho {departments}; chỉ phòng đó được nhập số.")
    if quarter.starts_on > timezone.localdate():
        raise Http404(f"Chưa đến {quarter}.")
    address = reverse("programs:figures", args=[code, year, number, indicator])
    with one_writer(Indicator.objects.filter(pk=of.pk), request):
        grid = FigureGrid(of, quarter, sent_or_kept(request))
        if request.method == "POST" and grid.is_valid():
            saved = grid.save(request.user)
            messages.success(request, f"Đã lưu {saved} số." if saved else "Không có gì thay đổi.")
            return HttpResponseRedirect(address)
    context = {
        "grid": grid,
        "caption": f"{of}, {quarter}: số từng địa bàn",
        "indicator": of,
        "program": of.program,
        "quarter": quarter,
        "back": address,
    }
    return render(request, "programs/figure_entry.html", context)


def _indicator(code: str, year: int, indicator: str) -> Indicator:
    rows = Indicator.objects.select_related("program").prefetch_related("assignments__department")
    return named_now_or_before(rows, program=get_program(code, year), code=indicator)


def _quarter(year: int, number: int) -> Quarter:
    try:
        return Quarter(year, number)
    except ValueError as error:
        raise Http404(str(error)) from error
