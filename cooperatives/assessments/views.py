"""The pages of the yearly assessment grid."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cooperatives.assessments.grid import AssessmentGrid
from cooperatives.models import Assessment, Cooperative
from coopunion.forms.fields import DayField, LineField
from coopunion.models import Office
from coopunion.periods import FIRST_YEAR
from coopunion.permissions import Permission, requires
from coopunion.places.filters import place_filter
from coopunion.requests import SignedInRequest

PAGE_SIZE = 200  # rows of four fields: under Django's limit of a thousand fields a form


class GridForm(forms.Form):
    """What all rows share."""

    valid_on = DayField(label="Ngày đánh giá", help_text="Của những dòng chưa có đánh giá trong năm.")
    reason = LineField(
        label="Lý do",
        max_length=500,
        required=False,
        help_text="Ghi vào lịch sử. Bắt buộc khi ngày đánh giá nằm trong kỳ đã duyệt.",
    )

    def __init__(self, *args: Any, year: int, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
@require_safe
def this_year(request: SignedInRequest) -> HttpResponse:
    return redirect("cooperatives:assessment-grid", timezone.localdate().year)


@requires(Permission.CHANGE_RECORDS)
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_grid(request: SignedInRequest, year: int) -> HttpResponse:
    """Operating cooperatives of the user's department, and what the year found of each."""
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year:
        raise Http404("Không có năm này, hoặc năm chưa đến.")
    last_day = min(today, date(year, 12, 31))
    head = GridForm(request.POST or None, year=year, today=today, initial={"valid_on": last_day})
    page, filters = _asked(request, year, last_day)
    known = head.is_valid()
    grid = AssessmentGrid(
        list(page),
        year,
        day=head.cleaned_data["valid_on"] if known else last_day,
        reason=head.cleaned_data["reason"] if known else "",
        user=request.user,
    )
    only = request.POST.get("only", "")
    saved = grid.receive(request.POST, only) if known else 0
    if not known:
        grid.show(request.POST)
    if request.headers.get("HX-Request"):
        return _row_page(request, grid, head, only)
    if saved:
        messages.success(request, f"Đã lưu {saved} dòng.")
    if known and not any(row.is_wrong for row in grid.rows):
        return HttpResponseRedirect(request.get_full_path())
    context = {"grid": grid, "page": page, "head": head, "year": year, "this_year": today.year, **filters, **_choices()}
    return render(request, "cooperatives/assessments.html", context)


def _row_page(request: SignedInRequest, grid: AssessmentGrid, head: GridForm, only: str) -> HttpResponse:
    """The one row that was sent by itself, as it is now; 404 for a row of another department or page."""
    row = next((row for row in grid.rows if str(row.pk) == only), None)
    if row is None:
        raise Http404("Không có dòng này.")
    row.errors = [*row.errors, *(str(text) for texts in head.errors.values() for text in texts)]
    return render(request, "cooperatives/_assessment_row.html", {"row": row, **_choices()})


def _asked(request: SignedInRequest, year: int, last_day: date) -> tuple[Any, dict[str, Any]]:
    """The page of cooperatives that the address asks for, and what it asked."""
    rows = Cooperative.objects.operating_on(last_day).filter(department=request.user.department_id)
    places = place_filter(Office.current().province, request.GET.get("huyen", "")[:50], last_day)
    if places.chosen:
        rows = rows.in_place(places.chosen)
    assessed = Assessment.objects.recorded().filter(valid_on__year=year).values("cooperative")
    waiting = rows.exclude(pk__in=assessed)
    only_waiting = request.GET.get("chua") == "1"
    counts = {"all_count": rows.count(), "waiting_count": waiting.count(), "only_waiting": only_waiting}
    chosen = (waiting if only_waiting else rows).select_related("place__parent").with_seat_on(last_day)
    page = Paginator(chosen.order_by("name", "pk"), PAGE_SIZE).get_page(request.GET.get("trang"))
    query = request.GET.copy()
    query.pop("trang", None)
    return page, {**counts, "places": places, "query": query.urlencode()}


def _choices() -> dict[str, Any]:
    return {"ratings": Assessment.Rating.choices}
