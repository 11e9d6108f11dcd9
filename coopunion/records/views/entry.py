"""Entering and correcting a record of any register: its form, and what others saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render

from coopunion.authorship import author
from coopunion.forms.base import SAVE_AND_ADD, PortalForm, RecordForm
from coopunion.forms.conflicts import MAX_DIGITS, Conflict, apply_choices, is_stale, merge_concurrent_edits
from coopunion.forms.fields import RecordField
from coopunion.forms.recovery import kept_text
from coopunion.forms.row_conflicts import ChildTable, apply_row_choices, merge_concurrent_rows
from coopunion.forms.saving import AlreadySent, SavedMeanwhile, already_sent, write
from coopunion.models import Record
from coopunion.permissions import FORM, Permission, requires
from coopunion.records.views.history import readable_history
from coopunion.registers.columns import M
from coopunion.registers.register import Register
from coopunion.requests import SignedInRequest

View = Callable[..., HttpResponse]
ANNULLED = Record.State.ANNULLED


def register_add(register: Register[M], form_class: type[RecordForm]) -> View:
    @requires(Permission.CHANGE_RECORDS, FORM)
    def view(request: SignedInRequest) -> HttpResponse:
        initial = initial_values(form_class, request)
        if request.method != "POST":
            kept = kept_text(request)
            form = form_class(kept, user=request.user, initial=initial)
            return form_page(request, register, form, tables(register, request, form, kept))
        form = form_class(request.POST, user=request.user, initial=initial)
        children = tables(register, request, form, request.POST)
        if not all_valid(form, children):
            if earlier := already_sent(request.POST):  # last: the first submission may be saved while this is checked
                return redirect_to_first(request, earlier.address)
            return form_page(request, register, form, children)
        try:
            write(form, [table.formset for table in children])
        except AlreadySent as sent:
            return redirect_to_first(request, sent.address)
        messages.success(request, f"Đã lưu {'nháp ' if form.is_draft else ''}{register.in_sentence(form.instance)}.")
        if form.action == SAVE_AND_ADD:
            return HttpResponseRedirect(request.get_full_path())
        return HttpResponseRedirect(form.instance.get_absolute_url())

    return view


def redirect_to_first(request: SignedInRequest, address: str) -> HttpResponse:
    """To the record that the first submission of the same form created."""
    messages.info(request, "Biểu mẫu này đã được lưu trước đó; đây là hồ sơ đã tạo.")
    return HttpResponseRedirect(address)


def register_edit(register: Register[M], form_class: type[RecordForm]) -> View:
    @requires(Permission.CHANGE_RECORDS, FORM)
    def view(request: SignedInRequest, pk: int) -> HttpResponse:
        if request.method == "POST" and not is_editable(register, request, pk):
            return withdrawn_page(request, register, form_class, pk)
        record = register.own_record(request.user, pk)
        if record.state == ANNULLED:
            messages.warning(request, "Hồ sơ đã hủy: khôi phục từ lịch sử rồi mới sửa được.")
            return HttpResponseRedirect(register.url("history", pk))
        if request.method != "POST":
            kept = kept_text(request)
            form = form_class(kept, instance=record, user=request.user)
            return form_page(request, register, form, tables(register, request, form, kept))
        data = chosen(request, register, form_class, record)
        if is_stale(data, record):
            return conflict_page(request, register, form_class, data, pk)
        form = form_class(data, instance=record, user=request.user)
        children = tables(register, request, form, data)
        if not all_valid(form, children):
            return form_page(request, register, form, children)
        if not changed(form, children):
            messages.info(request, "Không có gì thay đổi.")
            return HttpResponseRedirect(record.get_absolute_url())
        try:
            write(form, [table.formset for table in children])
        except SavedMeanwhile:
            return conflict_page(request, register, form_class, data, pk)
        messages.success(request, f"Đã lưu thay đổi của {register.in_sentence(form.instance)}.")
        return HttpResponseRedirect(record.get_absolute_url())

    return view


def is_editable(register: Register[M], request: SignedInRequest, pk: int) -> bool:
    """Whether the record exists, is not annulled, and the user may read it."""
    return register.visible(request.user).filter(pk=pk).exclude(state=ANNULLED).exists()


@dataclass(frozen=True)
class Withdrawn:
    """Who annulled or deleted the record while this person was typing; the page `history` restores it."""

    by: str
    at: datetime
    action: str
    reason: str
    history: str


def withdrawn_page(
    request: SignedInRequest, register: Register[M], form_class: type[RecordForm], pk: int
) -> HttpResponse:
    """The form as it was sent, with what happened: once the record is restored, the same text can be saved."""
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
    data = chosen(request, register, form_class, record)
    form = form_class(data, instance=record, user=request.user)
    return form_page(request, register, form, tables(register, request, form, data), withdrawn=withdrawn)


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


def tables(
    register: Register[M], request: SignedInRequest, form: PortalForm, data: QueryDict | None
) -> list[ChildTable]:
    return [
        ChildTable(
            children.title,
            children.formset(register.model)(
                data, instance=form.instance, form_kwargs={"user": request.user}, prefix=f"dong{index}"
            ),
        )
        for index, children in enumerate(register.children)
    ]


def all_valid(form: PortalForm, children: Sequence[ChildTable]) -> bool:
    """Checks form and rows, so that all errors are shown at once. A change of a row is a change of the record."""
    form.rows_changed = any(table.formset.has_changed() for table in children)
    return all([form.is_valid(), *(table.formset.is_valid() for table in children)])


def chosen(request: SignedInRequest, register: Register[M], form_class: type[RecordForm], record: Record) -> QueryDict:
    """What was sent, with the saved value wherever the person chose it over their own."""
    data = apply_choices(request.POST, form_class, record, request.user)
    for table in tables(register, request, form_class(instance=record, user=request.user), None):
        data = apply_row_choices(data, table.formset)
    return data


def changed(form: RecordForm, children: Sequence[ChildTable]) -> bool:
    states = type(form.instance)._default_manager.values_list("state", flat=True)
    own = set(form.changed_data) - {"seen", "submission", "reason"}
    return (
        bool(own)
        or form.instance.state != states.get(pk=form.instance.pk)
        or any(table.formset.has_changed() for table in children)
    )


def form_page(
    request: SignedInRequest,
    register: Register[M],
    form: PortalForm,
    children: Sequence[ChildTable],
    conflict: Conflict | None = None,
    withdrawn: Withdrawn | None = None,
) -> HttpResponse:
    record = form.instance if form.instance.pk else None
    context = {
        "register": register,
        "record": record,
        "form": form,
        "children": children,
        "conflict": conflict,
        "withdrawn": withdrawn,
        "about": next((value for value in form.initial.values() if isinstance(value, Record)), None),
    }
    return render(request, "generic/record_form.html", context)


def conflict_page(
    request: SignedInRequest, register: Register[M], form_class: type[RecordForm], data: QueryDict, pk: int
) -> HttpResponse:
    """The same form over the record as it now is, with what others changed; nothing typed is lost."""
    if not is_editable(register, request, pk):  # withdrawn while this was checked
        return withdrawn_page(request, register, form_class, pk)
    record = register.own_record(request.user, pk)
    opened_at = data.get("seen", "")
    data, conflict = merge_concurrent_edits(data, form_class, record, request.user)
    for table in tables(register, request, form_class(instance=record, user=request.user), None):
        data, fields, rows = merge_concurrent_rows(data, table, opened_at)
        conflict = replace(conflict, fields=[*conflict.fields, *fields], rows=[*conflict.rows, *rows])
    form = form_class(data, instance=record, user=request.user)
    children = tables(register, request, form, data)
    if all_valid(form, children) and not changed(form, children):  # sent twice, or both changed the same
        messages.info(request, "Không có gì thay đổi.")
        return HttpResponseRedirect(record.get_absolute_url())
    return form_page(request, register, form, children, conflict)
