"""Writing a form's record: once, in one transaction with its history, and never over what somebody else saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.forms import BaseForm, BaseInlineFormSet, BooleanField
from django.http import QueryDict

from coopunion.authorship import doer, sign
from coopunion.formatting import NOTHING
from coopunion.forms.base import PortalForm, latest_change
from coopunion.models import Record, Submission, User

KEEP = "keep-"
MINE, SAVED = "mine", "saved"
MAX_DIGITS = 18  # of a record's or a row's number: more than the database can hold


class AlreadySent(Exception):
    """The same form was sent before; `address` is the page of what it created."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class SavedMeanwhile(Exception):
    """Somebody saved the record after this form was opened; nothing was written."""


def already_sent(data: QueryDict) -> Submission | None:
    """The earlier sending of this very form; its warnings would now be about the record that it created."""
    try:
        token = UUID(data.get("submission", ""))
    except ValueError:
        return None
    return Submission.objects.filter(token=token).first()


def write(form: PortalForm, children: Sequence[BaseInlineFormSet] = ()) -> Any:
    """Save a valid form and its valid children; raises AlreadySent or SavedMeanwhile, and then wrote nothing."""
    try:
        with transaction.atomic():
            return _write(form, children)
    except IntegrityError:
        token = form.cleaned_data["submission"]
        sent = Submission.objects.filter(token=token).first() if token else None
        if sent is None:
            raise
        raise AlreadySent(sent.address) from None


def _write(form: PortalForm, children: Sequence[BaseInlineFormSet]) -> Any:
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
    sign(record, form.user, form.cleaned_data.get("reason", ""))
    record.save()
    form.save_m2m()
    for formset in children:
        _write_children(formset, record, form.user)
    if children and isinstance(record, Record):
        renew_search_text(record)
    if sent:
        sent.address = record.get_absolute_url()
        sent.save(update_fields=["address"])
    return record


def _write_children(formset: BaseInlineFormSet, record: models.Model, user: User) -> None:
    formset.instance = record
    kept = formset.save(commit=False)
    for each in [*kept, *formset.deleted_objects]:
        sign(each, user, "")
    for each in formset.deleted_objects:
        each.delete()
    for each in kept:
        setattr(each, formset.fk.name, record)
        each.save()
    formset.save_m2m()


def renew_search_text(record: Record) -> None:
    """After children whose names find the record have changed. No change of the record: it has no history row."""
    text = record.prepare().search_text
    type(record)._default_manager.filter(pk=record.pk).update(search_text=text)


@dataclass(frozen=True)
class FieldConflict:
    """A field that somebody else saved meanwhile: as it was at opening, as it is now, as this person typed it."""

    name: str
    label: str
    opened: str
    saved: str
    mine: str
    both: bool
    """Whether this person changed it too, to something else: then they choose."""

    @property
    def choice(self) -> str:
        return KEEP + self.name


@dataclass(frozen=True)
class RowConflict:
    """A row edited in place that somebody else added or took out meanwhile, in a sentence."""

    title: str
    told: str
    choice: str = ""
    """Where this person had changed a row that is gone: the name of what they choose by, to keep it or let it go."""


@dataclass(frozen=True)
class Conflict:
    """What stands between a form and the record as it now is."""

    by: str
    at: datetime
    fields: Sequence[FieldConflict]
    rows: Sequence[RowConflict] = ()


def is_stale(data: QueryDict, instance: models.Model) -> bool:
    """Whether somebody saved the record since the form was opened. Asked before rows are checked: some may be gone."""
    return data.get("seen", "") != str(latest_change(instance) or "")


def version_opened(instance: Any, number: str) -> Any:
    """The row of the record's history that stood when its form was opened; None where the number sent is none."""
    known = number.isdecimal() and len(number) <= MAX_DIGITS
    return instance.history.filter(history_id=number).first() if known else None


def settle(
    data: QueryDict, form_class: type[PortalForm], instance: models.Model, user: User
) -> tuple[QueryDict, Conflict]:
    """The data to show again after SavedMeanwhile, and what is different.

    What only the other changed takes their value; what this person changed keeps theirs. Nothing is saved: the person
    sees it and saves again.
    """
    fresh = type(instance)._default_manager.get(pk=instance.pk)
    last = fresh.history.select_related("history_user").latest("history_id")  # type: ignore[attr-defined]
    seen = version_opened(fresh, data.get("seen", ""))
    form = form_class(instance=fresh, user=user)
    data = data.copy()
    data["seen"] = str(last.history_id)
    found = []
    for name in form.fields:
        if seen is None or name in ("seen", "submission", "reason") or not hasattr(seen, name):
            continue
        opened, saved = value_of(form, name, seen), value_of(form, name, fresh)
        mine = data.get(name, "")
        if opened == saved:
            continue
        both = not is_same(form, name, opened, mine) and not is_same(form, name, saved, mine)
        texts = shown(form, name, {"opened": opened, "saved": saved, "mine": mine})
        found.append(FieldConflict(name=name, label=str(form[name].label), both=both, **texts))
        if not both:
            _put(data, form, name, saved)
    return data, Conflict(doer(last), last.history_date, found)


def choose(data: QueryDict, form_class: type[PortalForm], instance: models.Model, user: User) -> QueryDict:
    """The data with the saved value wherever the person chose it over their own."""
    chosen = [key.removeprefix(KEEP) for key in data if key.startswith(KEEP) and data[key] == SAVED]
    if not chosen:
        return data
    form = form_class(instance=instance, user=user)
    data = data.copy()
    of_record = {field.name for field in instance._meta.concrete_fields}  # a forged choice of another field is none
    for name in set(chosen) & set(form.fields) & of_record:
        _put(data, form, name, value_of(form, name, instance))
    return data


def value_of(form: BaseForm, name: str, row: Any) -> str:
    """The field of a record or of a row of its history, as the form's input holds it."""
    field = row._meta.get_field(name)
    value = form.fields[name].prepare_value(getattr(row, field.attname))
    if isinstance(form.fields[name], BooleanField):
        return "on" if value else ""
    return "" if value is None else str(value)


def is_same(form: BaseForm, name: str, value: str, typed: str) -> bool:
    """As the field reads it: a browser ends lines in its own way, and 1200 is 1.200."""
    return not form.fields[name].has_changed(value, typed)


def _put(data: QueryDict, form: PortalForm, name: str, value: str) -> None:
    if isinstance(form.fields[name], BooleanField) and not value:
        data.pop(name, None)
    else:
        data[name] = value


def shown(form: BaseForm, name: str, values: dict[str, str]) -> dict[str, str]:
    choices = {str(value): str(text) for value, text in getattr(form.fields[name], "choices", ())}
    if isinstance(form.fields[name], BooleanField):
        choices = {"on": "có", "": "không"}
    return {which: choices.get(value, value) or NOTHING for which, value in values.items()}
