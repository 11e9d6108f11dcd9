"""The pages of every register: list, record, form, annulment, deletion, restoring, names while one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.forms import BaseInlineFormSet
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coopunion.changes import describe, telling
from coopunion.editing import AlreadySent, SavedMeanwhile, already_sent, choose, settle, sign, write
from coopunion.evidencepages import evidence_add
from coopunion.exportpages import register_export
from coopunion.fields import MAX_SUGGESTIONS, RecordField, label
from coopunion.forms import SAVE_AND_ADD, AnnulForm, PortalForm, ReasonForm, RecordForm
from coopunion.historypages import readable_history, register_history
from coopunion.keptforms import kept_text
from coopunion.listing import read_asked_day, read_listing
from coopunion.models import Evidence, Record
from coopunion.permissions import Permission, SignedInRequest, may_change, requires
from coopunion.registers import Register
from coopunion.supplied import supplied
from coopunion.text import clean

View = Callable[..., HttpResponse]
RECENT_CHANGES = 20
MAX_DIGITS = 19  # of a record's number: more than the database can hold
read_and_write = require_http_methods(["GET", "HEAD", "POST"])


def register_urls(register: Register, base: str, name: str = "") -> list[URLPattern]:
    """Every page of a register under `base`; `name` is the beginning of their names inside the app."""
    pages = [path(f"{base}goi-y/", suggest(register), name=f"{name}suggest")]
    if register.columns:
        pages += [
            path(base, register_list(register), name=f"{name}list"),
            path(f"{base}<int:pk>/", register_detail(register), name=f"{name}detail"),
            path(f"{base}xuat-excel/", register_export(register), name=f"{name}export"),
        ]
    pages.append(path(f"{base}<int:pk>/lich-su/", register_history(register), name=f"{name}history"))
    if register.form:
        pages += [
            path(f"{base}them/", register_add(register, register.form), name=f"{name}add"),
            path(f"{base}<int:pk>/sua/", register_edit(register, register.form), name=f"{name}edit"),
            path(f"{base}<int:pk>/tep/", evidence_add(register), name=f"{name}evidence"),
            path(f"{base}<int:pk>/huy/", register_annul(register), name=f"{name}annul"),
            path(f"{base}<int:pk>/xoa/", register_delete(register), name=f"{name}delete"),
            path(f"{base}<int:pk>/khoi-phuc/<int:number>/", register_restore(register), name=f"{name}restore"),
        ]
    return pages


def register_list(register: Register) -> View:
    @requires(register.permission)
    @require_safe
    def view(request: SignedInRequest) -> HttpResponse:
        listing = read_listing(register, request.user, request.GET)
        template = "generic/_rows.html" if request.headers.get("HX-Request") else "generic/list.html"
        context = {
            "register": register,
            "listing": listing,
            "may_add": register.may_add(request.user),
            "tools": register.tools_for(request.user),
        }
        response = render(request, template, context)
        response.headers["Vary"] = "HX-Request"
        return response

    return view


def register_detail(register: Register) -> View:
    @requires(register.permission)
    @require_safe
    def view(request: SignedInRequest, pk: int) -> HttpResponse:
        day = day_asked_for(register, request)
        rows = register.as_of(request.user, day) if register.as_of and day else register.visible(request.user)
        record = get_object_or_404(rows, pk=pk)
        told = [moment for tell in (register.timeline, *supplied("record_moments")) for moment in tell(record)]
        dated = [moment for moment in told if moment.on and (day is None or moment.on <= day)]
        recent = record.history.select_related("history_user")[:RECENT_CHANGES]
        further = [each for supply in supplied("record_sections") for each in supply(record)]
        sections = [(section, list(section.rows(record))) for section in (*register.sections, *further)]
        context = {
            "register": register,
            "record": record,
            "asks_for_day": register.as_of is not None,
            "day": day,
            "status": register.status(record),
            "moments": sorted(dated, key=lambda moment: moment.on or date.min, reverse=True),
            "sections": sections,
            "missing": [lower_first(section.title) for section, rows in sections if not rows and not section.quiet],
            "changes": telling(describe(recent)),
            "history_url": register.url("history", pk),
            "may_change": register.may_change(request.user, record),
            "adds": register.adds_for(request.user, record),
            "tools": register.tools_for(request.user, record),
            "edit_url": register.url("edit", pk) if register.form else "",
            "annul_url": register.url("annul", pk) if register.form else "",
            "delete_url": register.url("delete", pk) if register.form else "",
            "evidence_url": register.url("evidence", pk) if register.form else "",
            "evidence": Evidence.objects.of(record),
        }
        return render(request, "generic/detail.html", context)

    return view


def day_asked_for(register: Register, request: SignedInRequest) -> date | None:
    """A past day in the address of a record's page; None is today."""
    day = read_asked_day(request.GET.get("ngay", "")) if register.as_of else None
    return day if day and day < timezone.localdate() else None


def lower_first(title: str) -> str:
    """As inside a sentence: "thành viên Liên minh"."""
    return title[:1].lower() + title[1:]


def suggest(register: Register) -> View:
    """Names that match what is being typed, as JSON: [{"value", "note"}]."""

    @requires(register.permission)
    @require_safe
    def view(request: SignedInRequest) -> HttpResponse:
        words = clean(request.GET.get("q", ""))[:200]
        rows = register.visible(request.user).exclude(state=Record.State.ANNULLED).matching(words)
        found = rows.order_by(*register.order)[:MAX_SUGGESTIONS]
        return JsonResponse({"names": [{"value": label(record), "note": ""} for record in found]})

    return view


def register_add(register: Register, form_class: type[RecordForm]) -> View:
    @requires(Permission.CHANGE_RECORDS)
    @read_and_write
    def view(request: SignedInRequest) -> HttpResponse:
        initial = asked_values(form_class, request)
        if request.method != "POST":
            kept = kept_text(request)
            form = form_class(kept, user=request.user, initial=initial)
            return form_page(request, register, form, tables(register, request, form, kept))
        form = form_class(request.POST, user=request.user, initial=initial)
        children = tables(register, request, form, request.POST)
        if not all_valid(form, children):
            if earlier := already_sent(request.POST):  # asked last: the first sending may end while this is checked
                return lead_to_first(request, earlier.address)
            return form_page(request, register, form, children)
        try:
            record = write(form, [table.formset for table in children])
        except AlreadySent as sent:
            return lead_to_first(request, sent.address)
        messages.success(request, f"Đã lưu {'nháp ' if form.is_draft else ''}{register.noun}: {record}.")
        if form.action == SAVE_AND_ADD:
            return HttpResponseRedirect(request.get_full_path())
        return HttpResponseRedirect(record.get_absolute_url())

    return view


def lead_to_first(request: SignedInRequest, address: str) -> HttpResponse:
    messages.info(request, "Biểu mẫu này đã được lưu trước đó; đây là hồ sơ đã tạo.")
    return HttpResponseRedirect(address)


def register_edit(register: Register, form_class: type[RecordForm]) -> View:
    @requires(Permission.CHANGE_RECORDS)
    @read_and_write
    def view(request: SignedInRequest, pk: int) -> HttpResponse:
        record = own_record(register, request, pk)
        if record.state == Record.State.ANNULLED:
            messages.warning(request, "Hồ sơ đã hủy: khôi phục từ lịch sử rồi mới sửa được.")
            return HttpResponseRedirect(register.url("history", pk))
        if request.method != "POST":
            kept = kept_text(request)
            form = form_class(kept, instance=record, user=request.user)
            return form_page(request, register, form, tables(register, request, form, kept))
        data = choose(request.POST, form_class, record, request.user)
        form = form_class(data, instance=record, user=request.user)
        children = tables(register, request, form, data)
        if not all_valid(form, children):
            return form_page(request, register, form, children)
        if not changed(form, children):
            messages.info(request, "Không có gì thay đổi.")
            return HttpResponseRedirect(record.get_absolute_url())
        try:
            record = write(form, [table.formset for table in children])
        except SavedMeanwhile:
            return conflict_page(request, register, form_class, data, pk)
        messages.success(request, f"Đã lưu thay đổi của {register.noun}: {record}.")
        return HttpResponseRedirect(record.get_absolute_url())

    return view


def register_annul(register: Register) -> View:
    @requires(Permission.CHANGE_RECORDS)
    @read_and_write
    def view(request: SignedInRequest, pk: int) -> HttpResponse:
        record = own_record(register, request, pk)
        form = AnnulForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            record.state, record.annulled_because = Record.State.ANNULLED, form.cleaned_data["reason"]
            save_signed(register, record, request, f"Hủy: {record.annulled_because}")
            messages.success(request, f"Đã hủy {register.noun}. Có thể khôi phục từ lịch sử.")
            return HttpResponseRedirect(register.url("history", pk))
        context = {"register": register, "record": record, "form": form}
        return render(request, "generic/annul.html", context)

    return view


def register_delete(register: Register) -> View:
    """Asks first; refuses, and says by what, where other records refer to this one."""

    @requires(Permission.CHANGE_RECORDS)
    @read_and_write
    def view(request: SignedInRequest, pk: int) -> HttpResponse:
        record = own_record(register, request, pk)
        form = ReasonForm(request.POST or None, days=record.days())
        referring: Sequence[Any] = ()
        if request.method == "POST" and request.POST.get("sure") == "yes" and form.is_valid():
            reason = form.cleaned_data["reason"] or "Xóa"
            sign(record, request.user, reason)
            try:
                with transaction.atomic():
                    record.delete()
                    register.put_right(record, request.user, reason)
            except ProtectedError as error:
                referring = sorted(error.protected_objects, key=str)
            else:
                messages.success(request, f"Đã xóa {register.noun}. Có thể lấy lại từ lịch sử.")
                return HttpResponseRedirect(register.url("history", pk))
        context = {"register": register, "record": record, "form": form, "referring": referring}
        return render(request, "generic/delete.html", context)

    return view


def register_restore(register: Register) -> View:
    """Puts a record back as a row of its history has it: after an edit, an annulment or a deletion."""

    @requires(Permission.CHANGE_RECORDS)
    @require_POST
    def view(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
        newest, *_ = rows = readable_history(register, request, pk)
        row = next((each for each in rows if each.history_id == number), None)
        if row is None:
            raise Http404("Không có bản này.")
        if not may_change(request.user, newest):
            raise PermissionDenied(f"Hồ sơ này do {newest.department} phụ trách.")
        form = ReasonForm(request.POST, days=row.instance.days())
        if not form.is_valid():
            typed = request.POST.get("reason", "").strip()
            told = " ".join(str(each) for each in form.errors["reason"])
            messages.error(request, told if typed else form.fields["reason"].help_text)
            return HttpResponseRedirect(register.url("history", pk))
        record = row.instance
        # Whose the record is was decided since, by a hand-over; restoring takes nothing back from anybody.
        record.department_id, record.created_by_id = newest.department_id, newest.created_by_id
        at = timezone.localtime(row.history_date)
        reason = form.cleaned_data["reason"] or f"Khôi phục bản lúc {at:%H:%M %d/%m/%Y}"
        # A row of history makes a new object; the rules must not take the record itself for another one.
        record._state.adding = not type(record)._default_manager.filter(pk=pk).exists()
        try:
            record.prepare().full_clean()
        except ValidationError as error:  # another record has taken its place, or what it belongs to is gone
            messages.error(request, f"Không khôi phục được: {' '.join(error.messages)}")
            return HttpResponseRedirect(register.url("history", pk))
        owner = record.belongs_to
        if owner is not None and not may_change(request.user, owner):
            raise PermissionDenied("Bản này thuộc một hồ sơ mà phòng khác phụ trách.")
        save_signed(register, record, request, reason)
        messages.success(request, f"Đã khôi phục {register.noun}: {record}.")
        return HttpResponseRedirect(record.get_absolute_url())

    return view


def own_record(register: Register, request: SignedInRequest, pk: int) -> Any:
    """404 for what the user may not see, 403 for what another department is in charge of."""
    record = get_object_or_404(register.visible(request.user), pk=pk)
    if not may_change(request.user, record):
        raise PermissionDenied(f"Hồ sơ này do {record.department} phụ trách; chỉ phòng đó được sửa.")
    return record


def save_signed(register: Register, record: Record, request: SignedInRequest, reason: str) -> None:
    """Saves with its history in one transaction, or refuses what the database's rules refuse."""
    sign(record, request.user, reason)
    with transaction.atomic():
        record.save()
        register.put_right(record, request.user, reason)


def asked_values(form_class: type[RecordForm], request: SignedInRequest) -> dict[str, Any]:
    """The record that an "add" button filled in; one that the user may not see is answered 404."""
    values: dict[str, Any] = {}
    for name, field in form_class.base_fields.items():
        asked = request.GET.get(name, "")
        if isinstance(field, RecordField) and asked.isdecimal() and len(asked) < MAX_DIGITS:
            values[name] = get_object_or_404(field.register.visible(request.user), pk=asked)
            if name == form_class.owner and not may_change(request.user, values[name]):
                raise PermissionDenied(f"Hồ sơ này do {values[name].department} phụ trách; chỉ phòng đó được ghi.")
    return values


@dataclass(frozen=True)
class Table:
    """Children of a record in its form: their title and the rows being edited."""

    title: str
    formset: BaseInlineFormSet


def tables(register: Register, request: SignedInRequest, form: PortalForm, data: QueryDict | None) -> list[Table]:
    return [
        Table(
            children.title,
            children.formset(register.model)(
                data, instance=form.instance, form_kwargs={"user": request.user}, prefix=f"dong{index}"
            ),
        )
        for index, children in enumerate(register.children)
    ]


def all_valid(form: PortalForm, children: Sequence[Table]) -> bool:
    """Everything is checked, so that everything wrong is shown at once; a change of rows is one of the record."""
    form.rows_changed = any(table.formset.has_changed() for table in children)
    return all([form.is_valid(), *(table.formset.is_valid() for table in children)])


def changed(form: PortalForm, children: Sequence[Table]) -> bool:
    states = type(form.instance)._default_manager.values_list("state", flat=True)
    own = set(form.changed_data) - {"seen", "submission", "reason"}
    return (
        bool(own)
        or form.instance.state != states.get(pk=form.instance.pk)
        or any(table.formset.has_changed() for table in children)
    )


def form_page(
    request: SignedInRequest,
    register: Register,
    form: PortalForm,
    children: Sequence[Table],
    conflict: Any = None,
) -> HttpResponse:
    record = form.instance if form.instance.pk else None
    context = {
        "register": register,
        "record": record,
        "form": form,
        "children": children,
        "conflict": conflict,
        "about": next((each for each in form.initial.values() if isinstance(each, Record)), None),
    }
    return render(request, "generic/form.html", context)


def conflict_page(
    request: SignedInRequest, register: Register, form_class: type[RecordForm], data: QueryDict, pk: int
) -> HttpResponse:
    """The same form over the record as it now is, with what others changed; nothing typed is lost."""
    record = own_record(register, request, pk)
    data, conflict = settle(data, form_class, record, request.user)
    form = form_class(data, instance=record, user=request.user)
    return form_page(request, register, form, tables(register, request, form, data), conflict)
