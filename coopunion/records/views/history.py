"""The history of a record, also of one that is in no list any more: every change, and the merges it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coopunion.history.changes import Change, describe, telling
from coopunion.history.deleted_labels import name_of, present_or_deleted
from coopunion.models import Evidence
from coopunion.permissions import may_change, requires
from coopunion.registers.columns import M
from coopunion.registers.register import Register
from coopunion.requests import SignedInRequest


def register_history(register: Register[M]) -> Callable[..., HttpResponse]:
    """Every change of a record, also of one that was deleted."""

    @requires(register.permission)
    @require_safe
    def view(request: SignedInRequest, pk: int) -> HttpResponse:
        rows = readable_history(register, request, pk)
        record = register.visible(request.user).filter(pk=pk).first()
        may_restore = register.form is not None and may_change(request.user, rows[0])
        changes = record_changes(register, pk, rows)
        context = {
            "register": register,
            "record": record,
            "title": name_of(record or present_or_deleted(register.model, [pk])[pk]),
            "gone": "" if record else state_of(rows[0]),
            "links": list(register.history_links(pk)),
            "changes": changes,
            # What came after it, if anything, has changed nothing that is told: it is the record as it stands.
            "newest": next((change.number for change in changes if not change.part), None),
            "may_restore": may_restore,
            "tools": () if record else register.tools_for(request.user, rows[0].instance),
            "pk": pk,
        }
        return render(request, "generic/history.html", context)

    return view


def record_changes(register: Register[M], pk: int, rows: Sequence[Any], most: int | None = None) -> list[Change]:
    """What the rows of the record's own history tell, and those of its parts, newest first: the same queries always."""
    told = describe(rows)
    for parts in histories_of_parts(register, pk):
        told += describe_parts(parts.select_related("history_user")[:most])
    return sorted(telling(told), key=lambda change: (change.at, not change.part), reverse=True)[:most]


def histories_of_parts(register: Register[M], pk: int) -> Iterator[QuerySet]:
    """Of the rows edited in the record's form, and of its files; also of those that are gone."""
    for children in register.children:
        if not children.only_new:  # those are records with a history of their own
            rows: Any = children.formset(register.model)
            yield rows.model.history.filter(**{rows.fk.attname: pk})
    yield Evidence.history.filter(content_type=ContentType.objects.get_for_model(register.model), object_id=pk)


def describe_parts(rows: QuerySet) -> list[Change]:
    told = describe(rows)
    if not told:
        return []
    named = present_or_deleted(told[0].row.instance_type, (change.row.id for change in told))
    return [replace(change, part=f"{change.noun}: {name_of(named[change.row.id])}") for change in told]


def state_of(row: Any) -> str:
    """Of a record that is in no list any more: what its last row of history tells."""
    return "Đã xóa" if row.history_type == "-" else row.get_state_display()


def readable_history(register: Register[M], request: SignedInRequest, pk: int) -> list[Any]:
    """Rows of a record's history, newest first; 404 unless the newest, the record as it is now, may be read."""
    history = register.model.history  # type: ignore[attr-defined]
    rows = history.filter(register.model.readable_by(request.user), id=pk).select_related("history_user", "department")  # type: ignore[attr-defined]
    found = list(rows.order_by("-history_id"))
    if not found or history.filter(id=pk, history_id__gt=found[0].history_id):
        raise Http404("Không có hồ sơ này.")
    return found
