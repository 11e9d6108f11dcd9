"""Pages of duplicates: possible pairs, two records side by side, merging, undoing; redirects from merged records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse

from cooperatives.duplicates.finding import pairs
from cooperatives.duplicates.merging import (
    CannotMerge,
    compare,
    confirm_no_duplicate,
    following,
    merge,
    summary_of,
    undo,
)
from cooperatives.models import Cooperative, Merge
from coopunion.formatting import day
from coopunion.forms.fields import LineField
from coopunion.forms.recovery import kept_text, sent_or_kept
from coopunion.history.reverting import CannotRevert
from coopunion.models import User
from coopunion.models.history_rows import latest_change
from coopunion.permissions import FORM, POST, Permission, requires
from coopunion.requests import SignedInRequest

View = Callable[..., HttpResponse]
PAGE_SIZE = 25
KEPT, REMOVED = "kept", "removed"
# Pages of a merged record that redirect to the kept one; its history stays readable.
REDIRECTED = frozenset({"detail", "edit", "annul", "delete", "restore"})


class MergeForm(forms.Form):
    """Which value to keep where the two differ, and the reason. `seen` are the versions that were compared."""

    reason = LineField(label="Lý do gộp", max_length=500, help_text="Vì sao biết là một hợp tác xã. Ghi vào lịch sử.")
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, kept: Cooperative, removed: Cooperative, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, initial={"seen": versions(kept, removed)})
        self.kept, self.removed = kept, removed
        differing, self.alike = compare(kept, removed)
        self.differing = [pair.field.name for pair in differing]
        for pair in differing:
            self.fields[pair.field.name] = forms.ChoiceField(
                label=pair.label,
                choices=tuple(zip((KEPT, REMOVED), pair.texts, strict=True)),
                widget=forms.RadioSelect,
                initial=KEPT if pair.kept not in ("", None) else REMOVED,
            )

    @property
    def choices(self) -> list[forms.BoundField]:
        return [self[name] for name in self.differing]

    @property
    def taken(self) -> list[str]:
        """Names of the fields of which the removed record's value is kept."""
        return [name for name in self.differing if self.cleaned_data[name] == REMOVED]

    def clean_seen(self) -> str:
        seen: str = self.cleaned_data["seen"]
        if seen != versions(self.kept, self.removed):
            raise forms.ValidationError("Một trong hai hồ sơ vừa được sửa. Xem lại rồi gộp.")
        return seen


class UndoForm(forms.Form):
    reason = LineField(label="Lý do hoàn tác", max_length=500)


def versions(kept: Cooperative, removed: Cooperative) -> str:
    return f"{latest_change(kept)}-{latest_change(removed)}"


@requires(Permission.MERGE_RECORDS)
def duplicates(request: SignedInRequest) -> HttpResponse:
    page = Paginator(pairs(), PAGE_SIZE).get_page(request.GET.get("trang"))
    done = Merge.objects.select_related("kept", "removed", "merged_by")[:PAGE_SIZE]
    return render(request, "cooperatives/duplicates.html", {"page": page, "done": done})


@requires(Permission.MERGE_RECORDS, FORM)
def duplicate_pair(request: SignedInRequest, kept_pk: int, removed_pk: int) -> HttpResponse:
    """Two records side by side; sent, the second is merged into the first, by staff of the department of both."""
    kept, removed = _two(kept_pk, removed_pk)
    others = not_writable(request.user, kept, removed)
    if request.method == "POST" and others:
        raise PermissionDenied(f"Hồ sơ “{others[0].name}” do {others[0].department} phụ trách.")
    form = MergeForm(kept, removed, sent_or_kept(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = merge(kept, removed, taken=form.taken, by=request.user, reason=form.cleaned_data["reason"])
        except CannotMerge as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã gộp “{removed.name}” vào “{kept.name}”. Có thể hoàn tác ở đây.")
            return redirect(made)
    context = {
        "kept": kept,
        "removed": removed,
        "form": form,
        "following": following(kept, removed),
        "others": others,
        "may_judge": len(others) < 2,
    }
    return render(request, "cooperatives/duplicate_pair.html", context)


@requires(Permission.MERGE_RECORDS, POST)
def not_duplicate(request: SignedInRequest, kept_pk: int, removed_pk: int) -> HttpResponse:
    """Two records confirmed as two cooperatives, by staff in charge of either."""
    one, other = _two(kept_pk, removed_pk)
    if not (request.user.may_change(one) or request.user.may_change(other)):
        raise PermissionDenied("Hai hồ sơ này do phòng khác phụ trách.")
    confirm_no_duplicate(one, other, request.user)
    messages.success(request, f"Đã ghi: “{one.name}” và “{other.name}” là hai hợp tác xã khác nhau.")
    return redirect("cooperatives:duplicates")


@requires(Permission.VIEW_RECORDS)
def merge_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    made = _merge(pk)
    context = {
        "merge": made,
        "summary": summary_of(made),
        "form": UndoForm(kept_text(request)),
        "may_undo": made.is_active and not not_writable(request.user, made.kept, made.removed),
    }
    return render(request, "cooperatives/merge.html", context)


@requires(Permission.MERGE_RECORDS, POST)
def merge_undo(request: SignedInRequest, pk: int) -> HttpResponse:
    made = _merge(pk)
    if others := not_writable(request.user, made.kept, made.removed):
        raise PermissionDenied(f"Hồ sơ “{others[0].name}” do {others[0].department} phụ trách.")
    form = UndoForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ghi lý do hoàn tác.")
        return redirect(made)
    try:
        undo(made, by=request.user, reason=form.cleaned_data["reason"])
    except CannotRevert as error:
        messages.error(request, f"Chưa hoàn tác được: {error}")
        return redirect(made)
    messages.success(request, "Đã hoàn tác: hai hồ sơ trở lại như trước khi gộp.")
    return redirect(made)


def not_writable(user: User, *records: Cooperative) -> list[Cooperative]:
    """The records that the user may not write: a merge writes both, so it takes the department of both."""
    return [record for record in records if not user.may_change(record)]


def _two(kept_pk: int, removed_pk: int) -> tuple[Cooperative, Cooperative]:
    """Two records in the register, or 404."""
    records = Cooperative.objects.recorded().with_first_registration().select_related("place__parent", "department")
    rows = records.in_bulk([kept_pk, removed_pk])
    if len(rows) < 2:
        raise Http404("Không có hai hồ sơ này, hoặc một hồ sơ đã được gộp.")
    return rows[kept_pk], rows[removed_pk]


def _merge(pk: int) -> Merge:
    return get_object_or_404(
        Merge.objects.select_related("kept__department", "removed__department", "merged_by", "undone_by"), pk=pk
    )


def redirecting_merged(patterns: list[URLPattern]) -> list[URLPattern]:
    """The pages of the register of cooperatives; those of a merged record redirect to the record kept."""
    for pattern in patterns:
        if pattern.name in REDIRECTED:
            pattern.callback = redirect_merged(pattern.callback)
    return patterns


def redirect_merged(view: View) -> View:
    @wraps(view)  # with its permission
    def redirecting(request: HttpRequest, pk: int, **kwargs: object) -> HttpResponse:
        made = Merge.objects.active().filter(removed=pk).select_related("kept", "removed").first()
        if made is None:
            return view(request, pk=pk, **kwargs)
        messages.info(request, f"“{made.removed.name}” đã gộp vào hồ sơ này ngày {day(made.merged_on)}.")
        return HttpResponseRedirect(reverse("cooperatives:detail", args=[made.kept_id]))

    return redirecting


merge_urls: list[URLPattern] = [
    path("htx/trung-lap/", duplicates, name="duplicates"),
    path("htx/trung-lap/<int:kept_pk>/<int:removed_pk>/", duplicate_pair, name="duplicate-pair"),
    path("htx/trung-lap/<int:kept_pk>/<int:removed_pk>/khong-trung/", not_duplicate, name="not-duplicate"),
    path("htx/gop/<int:pk>/", merge_detail, name="merge"),
    path("htx/gop/<int:pk>/hoan-tac/", merge_undo, name="merge-undo"),
]
