"""Annulling, deleting and restoring a record of any register, with a reason where a signed figure may change."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from coopunion.authorship import set_author
from coopunion.forms.base import AnnulForm, ReasonForm
from coopunion.forms.recovery import sent_or_kept
from coopunion.forms.saving import renew_search_text
from coopunion.history.reverting import days_touched, restore, restore_rows, rows_deleted_with
from coopunion.models import Record
from coopunion.models.history_rows import HistoryRow
from coopunion.permissions import FORM, POST, Permission, requires
from coopunion.records.views.history import readable_history
from coopunion.registers.columns import M
from coopunion.registers.register import Register
from coopunion.requests import SignedInRequest


@requires(Permission.CHANGE_RECORDS, FORM)
def register_annul(request: SignedInRequest, register: Register[M], pk: int) -> HttpResponse:
    record = register.own_record(request.user, pk)
    form = AnnulForm(sent_or_kept(request))
    if request.method == "POST" and form.is_valid():
        record.state, record.annulled_because = Record.State.ANNULLED, form.cleaned_data["reason"]
        reason = f"Hủy: {record.annulled_because}"
        set_author(record, request.user, reason)
        with transaction.atomic():
            record.save()
            register.after_change(record, request.user, reason)
        messages.success(request, f"Đã hủy {register.noun}. Có thể khôi phục từ lịch sử.")
        return HttpResponseRedirect(register.url("history", pk))
    context = {"register": register, "record": record, "form": form}
    return render(request, "generic/annul.html", context)


@requires(Permission.CHANGE_RECORDS, FORM)
def register_delete(request: SignedInRequest, register: Register[M], pk: int) -> HttpResponse:
    """Deletes after a confirmation; where other records refer to this one, refuses and lists them."""
    record = register.own_record(request.user, pk)
    form = ReasonForm(sent_or_kept(request), days=record.days())
    referring: Sequence[Model] = ()
    if request.method == "POST" and request.POST.get("sure") == "yes" and form.is_valid():
        reason = form.cleaned_data["reason"] or "Xóa"
        set_author(record, request.user, reason)
        try:
            with transaction.atomic():
                record.delete()
                register.after_change(record, request.user, reason)
        except ProtectedError as error:
            referring = sorted(error.protected_objects, key=str)
        else:
            messages.success(request, f"Đã xóa {register.noun}. Có thể lấy lại từ lịch sử.")
            return HttpResponseRedirect(register.url("history", pk))
    context = {"register": register, "record": record, "form": form, "referring": referring}
    return render(request, "generic/delete.html", context)


@requires(Permission.CHANGE_RECORDS, POST)
def register_restore(request: SignedInRequest, register: Register[M], pk: int, history_id: int) -> HttpResponse:
    """Restores a record as a row of its history has it: after an edit, an annulment or a deletion."""
    newest, *_ = rows = readable_history(register, request, pk)
    row = next((row for row in rows if row.history_id == history_id), None)
    if row is None:
        raise Http404("Không có bản này.")
    if not request.user.may_change(newest):
        raise PermissionDenied(f"Hồ sơ này do {newest.department} phụ trách.")
    now = register.visible(request.user).filter(pk=pk).first()
    form = ReasonForm(request.POST, days=days_touched(now, row.instance))
    if not form.is_valid():
        typed = request.POST.get("reason", "").strip()
        errors = " ".join(str(error) for error in form.errors["reason"])
        messages.error(request, errors if typed else form.fields["reason"].help_text)
        return HttpResponseRedirect(register.url("history", pk))
    record = row.instance
    # The department may have changed since, by a hand-over: restoring keeps the present one.
    record.department_id, record.created_by_id = newest.department_id, newest.created_by_id
    at = timezone.localtime(row.history_date)
    reason = form.cleaned_data["reason"] or f"Khôi phục bản lúc {at:%H:%M %d/%m/%Y}"
    sent = request.POST.get("seen", "")
    seen = int(sent) if sent.isdecimal() else newest.history_id
    try:
        restore_record(register, record, rows_deleted_with(row, rows), request, reason, seen)
    except ValidationError as error:  # changed meanwhile; or its place was taken, or what it belongs to deleted
        messages.error(request, f"Không khôi phục được: {' '.join(error.messages)}")
        return HttpResponseRedirect(register.url("history", pk))
    return HttpResponseRedirect(record.get_absolute_url())


def restore_record(
    register: Register[M],
    record: M,
    lost: Sequence[HistoryRow[Model]],
    request: SignedInRequest,
    reason: str,
    seen: int,
) -> None:
    """Save the old version and the rows deleted with it, in one transaction, and say what could not be restored."""
    with transaction.atomic():
        restore(record, user=request.user, reason=reason, seen=seen)
        owner = record.belongs_to
        if owner is not None and not request.user.may_change(owner):
            raise PermissionDenied("Bản này thuộc một hồ sơ mà phòng khác phụ trách.")
        register.after_change(record, request.user, reason)
        left = restore_rows(lost, request.user, reason)
        if lost:
            renew_search_text(record)
    along = f", cùng {len(lost) - len(left)} dòng trong hồ sơ" if len(lost) > len(left) else ""
    messages.success(request, f"Đã khôi phục {register.in_sentence(record)}{along}.")
    if left:
        messages.warning(request, f"Không lấy lại được: {'; '.join(left)}")
