"""The pages of the yearly assessment grid."""

from __future__ import annotations

import re
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone

from cooperatives.assessments.grid import AssessmentGrid
from cooperatives.models import Assessment, Cooperative
from coopunion.forms.grid import one_writer
from coopunion.forms.recovery import sent_or_kept
from coopunion.models import OfficeTimeline
from coopunion.periods import FIRST_YEAR
from coopunion.permissions import FORM, Permission, requires
from coopunion.places.filters import place_filter
from coopunion.requests import SignedInRequest

PAGE_SIZE = 200  # rows of four fields: under Django's limit of a thousand fields a form


@requires(Permission.CHANGE_RECORDS)
def this_year(request: SignedInRequest) -> HttpResponse:
    return redirect("cooperatives:assessment-grid", timezone.localdate().year)


@requires(Permission.CHANGE_RECORDS, FORM)
def assessment_grid(request: SignedInRequest, year: int) -> HttpResponse:
    """The grid of operating cooperatives of the user's department with their assessments of the year."""
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year:
        raise Http404("Không có năm này, hoặc năm chưa đến.")
    listing, only = GridListing(request, year, min(today, date(year, 12, 31))), request.POST.get("only", "")
    with one_writer(
        Cooperative.objects.filter(pk__in=[cooperative.pk for cooperative in listing.cooperatives]), request
    ):
        grid = AssessmentGrid(listing.cooperatives, year, today, request.user, sent_or_kept(request))
        saved = grid.save(only) if request.method == "POST" else 0
    if request.headers.get("HX-Request"):
        return _row_page(request, grid, only)
    if saved:
        messages.success(request, f"Đã lưu {saved} dòng.")
    if request.method == "POST" and not grid.wrong and not any(row.is_changed for row in grid.rows):
        return HttpResponseRedirect(request.get_full_path())
    caption = f"Đánh giá năm {year}"
    context = {**vars(listing), "grid": grid, "caption": caption, "year": year, "this_year": today.year}
    return render(request, "cooperatives/assessments.html", context)


def _row_page(request: SignedInRequest, grid: AssessmentGrid, only: str) -> HttpResponse:
    """The one row that was sent, rendered again; 404 for a row of another department or page."""
    row = next((row for row in grid.rows if str(row.thing.pk) == only), None)
    if row is None:
        raise Http404("Không có dòng này.")
    return render(request, "generic/_grid_row.html", {"row": row, "grid": grid, "is_alone": True})


class GridListing:
    """The page of cooperatives that the address asks for, with the filters it was narrowed by.

    `cooperatives` are those of the page, or those that were sent: others may have left the page since. `query` is the
    address's without the page.
    """

    def __init__(self, request: SignedInRequest, year: int, last_day: date) -> None:
        rows = Cooperative.objects.operating_on(last_day).filter(department=request.user.department_id)
        self.places = place_filter(OfficeTimeline.read(), request.GET.get("huyen", "")[:50], last_day)
        if self.places.chosen:
            rows = rows.in_place(self.places.chosen)
        assessed = Assessment.objects.recorded().filter(valid_on__year=year).values("cooperative")
        waiting = rows.exclude(pk__in=assessed)
        self.all_count, self.waiting_count = rows.count(), waiting.count()
        self.only_waiting = request.GET.get("chua") == "1"
        ordered = rows.select_related("place__parent").with_seat_on(last_day).order_by("name", "pk")
        chosen = ordered.filter(pk__in=waiting) if self.only_waiting else ordered
        self.page = Paginator(chosen, PAGE_SIZE).get_page(request.GET.get("trang"))
        sent = [name.removesuffix("-seen") for name in request.POST if re.fullmatch(r"\d{1,18}-seen", name, re.ASCII)]
        is_sent = request.method == "POST"
        self.cooperatives = list(ordered.filter(pk__in=sent)[:PAGE_SIZE] if is_sent else self.page)
        query = request.GET.copy()
        query.pop("trang", None)
        self.query = query.urlencode()
