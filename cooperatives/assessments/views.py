"""The pages of the yearly assessment grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone

from cooperatives.assessments.grid import AssessmentGrid
from cooperatives.models import Assessment, Cooperative
from coopunion.forms.fields import DayField, LineField
from coopunion.forms.recovery import kept_text
from coopunion.models import Office
from coopunion.periods import FIRST_YEAR
from coopunion.permissions import FORM, Permission, requires
from coopunion.places.filters import PlaceFilter, place_filter
from coopunion.requests import SignedInRequest

PAGE_SIZE = 200  # rows of four fields: under Django's limit of a thousand fields a form


class GridForm(forms.Form):
    """The fields above the grid, which apply to all rows."""

    valid_on = DayField(label="Ngày đánh giá", help_text="Của những dòng chưa có đánh giá trong năm.")
    reason = LineField(
        label="Lý do",
        max_length=500,
        required=False,
        help_text="Ghi vào lịch sử. Bắt buộc khi ngày đánh giá nằm trong kỳ đã duyệt.",
    )

    def __init__(self, data: Mapping[str, object] | None, *, year: int, last_day: date, today: date) -> None:
        super().__init__(data, initial={"valid_on": last_day})
        self.year = year
        valid_on = self.fields["valid_on"]
        if isinstance(valid_on, DayField):
            valid_on.today, valid_on.future = today, False

    def clean_valid_on(self) -> date:
        day: date = self.cleaned_data["valid_on"]
        if day.year != self.year:
            raise forms.ValidationError(f"Ngày đánh giá phải nằm trong năm {self.year}.")
        return day


@requires(Permission.CHANGE_RECORDS)
def this_year(request: SignedInRequest) -> HttpResponse:
    return redirect("cooperatives:assessment-grid", timezone.localdate().year)


@requires(Permission.CHANGE_RECORDS, FORM)
def assessment_grid(request: SignedInRequest, year: int) -> HttpResponse:
    """The grid of operating cooperatives of the user's department with their assessments of the year."""
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year:
        raise Http404("Không có năm này, hoặc năm chưa đến.")
    last_day = min(today, date(year, 12, 31))
    head = GridForm(request.POST or None, year=year, last_day=last_day, today=today)
    listing = _listing(request, year, last_day)
    is_valid = head.is_valid()
    day, reason = (head.cleaned_data["valid_on"], head.cleaned_data["reason"]) if is_valid else (last_day, "")
    grid = AssessmentGrid(list(listing.page), year, day, reason, request.user)
    only = request.POST.get("only", "")
    saved = grid.receive(request.POST, only) if is_valid else 0
    if not is_valid:
        grid.show(kept_text(request) or request.POST)
    if request.headers.get("HX-Request"):
        return _row_page(request, grid, head, only)
    if saved:
        messages.success(request, f"Đã lưu {saved} dòng.")
    if is_valid and not any(row.is_wrong for row in grid.rows):
        return HttpResponseRedirect(request.get_full_path())
    context = {
        **vars(listing),
        "grid": grid,
        "head": head,
        "year": year,
        "this_year": today.year,
        "ratings": Assessment.Rating.choices,
    }
    return render(request, "cooperatives/assessments.html", context)


def _row_page(request: SignedInRequest, grid: AssessmentGrid, head: GridForm, only: str) -> HttpResponse:
    """The one row that was sent, rendered again; 404 for a row of another department or page."""
    row = next((row for row in grid.rows if str(row.pk) == only), None)
    if row is None:
        raise Http404("Không có dòng này.")
    row.errors = [*row.errors, *(str(text) for texts in head.errors.values() for text in texts)]
    return render(request, "cooperatives/_assessment_row.html", {"row": row, "ratings": Assessment.Rating.choices})


@dataclass(frozen=True)
class GridListing:
    """The page of cooperatives that the address asks for, with the filters it was narrowed by."""

    page: Page[Cooperative]
    places: PlaceFilter
    all_count: int
    waiting_count: int
    only_waiting: bool
    query: str
    """The query of the address without the page."""


def _listing(request: SignedInRequest, year: int, last_day: date) -> GridListing:
    rows = Cooperative.objects.operating_on(last_day).filter(department=request.user.department_id)
    places = place_filter(Office.current().province, request.GET.get("huyen", "")[:50], last_day)
    if places.chosen:
        rows = rows.in_place(places.chosen)
    assessed = Assessment.objects.recorded().filter(valid_on__year=year).values("cooperative")
    waiting = rows.exclude(pk__in=assessed)
    only_waiting = request.GET.get("chua") == "1"
    chosen = (waiting if only_waiting else rows).select_related("place__parent").with_seat_on(last_day)
    query = request.GET.copy()
    query.pop("trang", None)
    return GridListing(
        page=Paginator(chosen.order_by("name", "pk"), PAGE_SIZE).get_page(request.GET.get("trang")),
        places=places,
        all_count=rows.count(),
        waiting_count=waiting.count(),
        only_waiting=only_waiting,
        query=query.urlencode(),
    )
