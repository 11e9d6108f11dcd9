"""Entering and correcting a record of any register: its form, and what others saved meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from coopunion.authorship import author
from coopunion.forms.base import SAVE_AND_ADD, RecordForm
from coopunion.forms.conflicts import MAX_DIGITS
from coopunion.forms.editing import Edit, FormEditor
from coopunion.forms.record_field import RecordField
from coopunion.models import Record
from coopunion.permissions import FORM, Permission, requires
from coopunion.records.views.history import readable_history
from coopunion.registers.columns import M
from coopunion.registers.register import Register
from coopunion.requests import SignedInRequest

ANNULLED = Record.State.ANNULLED


@requires(Permission.CHANGE_RECORDS, FORM)
def register_add(request: SignedInRequest, register: Register[M], form_class: type[RecordForm]) -> HttpResponse:
    editor = FormEditor(request, form_class, register.children, initial_values(form_class, request))
    edited = editor.edit(
        None, name=lambda form: f"{'nháp ' if form.is_draft else ''}{register.in_sentence(form.instance)}"
    )
    if edited.address and edited.form.instance.pk and edited.form.action == SAVE_AND_ADD:
        return HttpResponseRedirect(request.get_full_path())
    return HttpResponseRedirect(edited.address) if edited.address else form_page(request, register, edited)


@requires(Permission.CHANGE_RECORDS, FORM)
def register_edit(
    request: SignedInRequest, register: Register[M], form_class: type[RecordForm], pk: int
) -> HttpResponse:
    editor = FormEditor(request, form_class, register.children)
    kept = register.visible(request.user).filter(pk=pk).exclude(state=ANNULLED)  # asked anew at every use
    if request.method == "POST" and not kept.exists():
        return withdrawn_page(editor, register, pk)
    record = register.own_record(request.user, pk)
    if record.state == ANNULLED:
        messages.warning(request, "Hồ sơ đã hủy: khôi phục từ lịch sử rồi mới sửa được.")
        return HttpResponseRedirect(register.url("history", pk))
    try:
        edited = editor.edit(record, name=lambda form: f"thay đổi của {register.in_sentence(form.instance)}")
    except register.model.DoesNotExist:  # deleted while this was checked
        return withdrawn_page(editor, register, pk)
    if edited.conflict and not kept.exists():
        return withdrawn_page(editor, register, pk)
    return HttpResponseRedirect(edited.address) if edited.address else form_page(request, register, edited)


@dataclass(frozen=True)
class Withdrawn:
    """Who annulled or deleted the record while this person was typing; the page `history` restores it."""

    by: str
    at: datetime
    action: str
    reason: str
    history: str


def withdrawn_page(editor: FormEditor, register: Register[M], pk: int) -> HttpResponse:
    """The form as it was sent, with what happened: once the record is restored, the same text can be saved."""
    request = editor.request
    rows = readable_history(register, request, pk)
    if not request.user.may_change(rows[0]):
        raise PermissionDenied(f"Hồ sơ này do {rows[0].department} phụ trách; chỉ phòng đó được sửa.")
    found = register.visible(request.user).filter(pk=pk).first()
    before = next((index for index, row in enumerate(rows) if row.state != ANNULLED), len(rows))
    # Of an annulled record the annulment itself, not what was changed after it.
    row = rows[max(before - 1, 0)] if found else rows[0]
    withdrawn = Withdrawn(
        by=author(row),
        at=row.history_date,
        action="hủy" if found else "xóa",
        reason=row.history_change_reason or "",
        history=register.url("history", pk),
    )
    record = found or row.instance
    return form_page(request, register, editor.over(record, editor.chosen(record)), withdrawn)


def initial_values(form_class: type[RecordForm], request: SignedInRequest) -> dict[str, Record]:
    """The records that an "add" button names in the address; 404 for one that the user may not see."""
    values: dict[str, Record] = {}
    for name, field in form_class.base_fields.items():
        pk = request.GET.get(name, "")
        if isinstance(field, RecordField) and pk.isdecimal() and len(pk) <= MAX_DIGITS:
            record = values[name] = get_object_or_404(field.register.visible(request.user), pk=pk)
            if name == form_class.owner and not request.user.may_change(record):
                raise PermissionDenied(f"Hồ sơ này do {record.department} phụ trách; chỉ phòng đó được ghi.")
    return values


def form_page(
    request: SignedInRequest, register: Register[M], edited: Edit, withdrawn: Withdrawn | None = None
) -> HttpResponse:
    form = edited.form
    context = {
        "register": register,
        "record": form.instance if form.instance.pk else None,
        "form": form,
        "children": edited.tables,
        "conflict": edited.conflict,
        "withdrawn": withdrawn,
        "about": next((value for value in form.initial.values() if isinstance(value, Record)), None),
    }
    return render(request, "generic/record_form.html", context)
