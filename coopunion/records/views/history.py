"""The history of a record, also of a deleted one, with links to its merges; the journal of all that was done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import render

from coopunion.forms.recovery import kept_text
from coopunion.history.changes import Change, describe, without_empty
from coopunion.history.deleted_labels import name_of, present_or_deleted
from coopunion.history.journal import JournalQuery, read_journal, sources
from coopunion.models import Evidence, Record, User
from coopunion.models.history_rows import HistoryRow, RecordHistoryRow, history_of
from coopunion.permissions import Permission, requires
from coopunion.registers.columns import M
from coopunion.registers.listing import refuse_personal_number
from coopunion.registers.register import Register
from coopunion.requests import SignedInRequest


def register_history(request: SignedInRequest, register: Register[M], pk: int) -> HttpResponse:
    """Every change of a record, also of one that was deleted."""
    rows = readable_history(register, request, pk)
    record = register.visible(request.user).filter(pk=pk).first()
    may_restore = register.form is not None and request.user.may_change(rows[0])
    changes = record_changes(register, pk, rows)
    context = {
        "register": register,
        "record": record,
        "title": name_of(record or present_or_deleted(register.model, [pk])[pk]),
        "state": "" if record else state_of(rows[0]),
        "links": list(register.history_links(pk)),
        "changes": changes,
        # Later rows, if any, changed nothing that is shown: this one is the record as it is now.
        "newest": next((change.history_id for change in changes if not change.part), None),
        "may_restore": may_restore,
        "seen": rows[0].history_id,
        "tools": () if record else register.tools_for(request.user, rows[0].instance),
        "pk": pk,
        "kept": kept_text(request),
    }
    return render(request, "generic/history.html", context)


def record_changes(
    register: Register[M], pk: int, rows: Iterable[HistoryRow[Record]], most: int | None = None
) -> list[Change]:
    """The changes of the record itself and of its parts, newest first; a constant number of queries."""
    changes = describe(rows)
    for model, condition in parts_of(register, pk):
        parts = history_of(model).filter(**condition)
        changes += describe_parts(parts.select_related("history_user")[:most])
    return sorted(without_empty(changes), key=lambda change: (change.at, not change.part), reverse=True)[:most]


def parts_of(register: Register[M], pk: int) -> Iterator[tuple[type[Model], dict[str, object]]]:
    """The models of a record's parts with the condition that finds its own: rows edited in its form, and files."""
    for children in register.children:
        if not children.only_new:  # those are records with a history of their own
            formset = children.formset(register.model)
            yield formset.form._meta.model, {formset.fk.attname: pk}  # type: ignore[attr-defined]  # a class here, not an instance
    yield Evidence, {"content_type": ContentType.objects.get_for_model(register.model), "object_id": pk}


def describe_parts(rows: Iterable[HistoryRow[Model]]) -> list[Change]:
    changes = describe(rows)
    if not changes:
        return []
    named = present_or_deleted(changes[0].row.instance_type, (change.row.id for change in changes))
    return [replace(change, part=f"{change.noun}: {name_of(named[change.row.id])}") for change in changes]


def state_of(row: RecordHistoryRow[Record]) -> str:
    """The state of a record that is in no list any more, by its last history row."""
    return "Đã xóa" if row.history_type == "-" else row.get_state_display()


def readable_history(register: Register[M], request: SignedInRequest, pk: int) -> list[RecordHistoryRow[M]]:
    """Rows of a record's history, newest first; 404 unless the newest, the record as it is now, may be read."""
    history = history_of(register.model)
    rows = history.filter(register.model.readable_by(request.user), id=pk).select_related("history_user", "department")
    found: list[RecordHistoryRow[M]] = list(rows.order_by("-history_id"))
    if not found or history.filter(id=pk, history_id__gt=found[0].history_id):
        raise Http404("Không có hồ sơ này.")
    return found


@requires(Permission.VIEW_JOURNAL)
def journal(request: SignedInRequest) -> HttpResponse:
    if refused := refuse_personal_number(request):
        return refused
    filters = JournalQuery.read(request.GET)
    page, lines = read_journal(filters, request.user, request.GET.get("trang"))
    query = request.GET.copy()
    query.pop("trang", None)
    named = sorted((str(model._meta.verbose_name), label) for label, model in sources().items())
    context = {
        "filters": filters,
        "lines": lines,
        "page": page,
        "query": query.urlencode(),
        "models": [(label, name) for name, label in named],
        "people": User.objects.all(),
    }
    return render(request, "journal.html", context)
