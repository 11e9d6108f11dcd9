"""Writing a form's record: once, in one transaction with its history, and never over what somebody else saved."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, models, transaction
from django.shortcuts import resolve_url

from coopunion.authorship import set_author
from coopunion.forms.base import PortalForm
from coopunion.forms.formsets import RowFormSet
from coopunion.models import Record, Submission, User
from coopunion.models.history_rows import latest_change


class AlreadySent(Exception):
    """The same form was sent before; `address` is the page of what it created."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class SavedMeanwhile(Exception):
    """Somebody saved the record after this form was opened; nothing was written."""


def write(form: PortalForm, children: Sequence[RowFormSet] = ()) -> models.Model:
    """Save a valid form and its valid children and return its object; AlreadySent and SavedMeanwhile wrote nothing."""
    try:
        with transaction.atomic():
            return _write(form, children)
    except IntegrityError:
        token = form.cleaned_data["submission"]
        sent = Submission.objects.filter(token=token).first() if token else None
        if sent is None:
            raise
        raise AlreadySent(sent.address) from None


def _write(form: PortalForm, children: Sequence[RowFormSet]) -> models.Model:
    adding = form.instance.pk is None
    token = form.cleaned_data.get("submission")
    sent = Submission.objects.create(token=token, address="") if adding and token else None
    if not adding:
        locked = type(form.instance)._default_manager.select_for_update().only("pk").filter(pk=form.instance.pk)
        if not locked.first() or latest_change(form.instance) != form.cleaned_data["seen"]:
            raise SavedMeanwhile
    record = form.save(commit=False)
    if adding and isinstance(record, Record):
        record.created_by = form.user
    set_author(record, form.user, form.cleaned_data.get("reason", ""))
    record.save()
    form.save_m2m()
    for formset in children:
        _write_children(formset, record, form.user)
    if children and isinstance(record, Record):
        renew_search_text(record)
    if sent:
        sent.address = resolve_url(record)
        sent.save(update_fields=["address"])
    return record


def _write_children(formset: RowFormSet, record: models.Model, user: User) -> None:
    formset.instance = record
    kept = formset.save(commit=False)
    reasons = {id(form.instance): form.cleaned_data.get("reason", "") for form in formset.forms}
    for row in [*kept, *formset.deleted_objects]:
        set_author(row, user, reasons.get(id(row), ""))
    for row in formset.deleted_objects:
        row.delete()
    for row in kept:
        row.save()
    formset.save_m2m()


def renew_search_text(record: Record) -> None:
    """After children whose names find the record have changed. No change of the record: it has no history row."""
    text = record.prepare().search_text
    type(record)._default_manager.filter(pk=record.pk).update(search_text=text)
