"""Two people edit one record: what each changed, merged field by field, and chosen where both changed the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.forms import BooleanField
from django.http import QueryDict

from coopunion.authorship import author
from coopunion.formatting import NOTHING
from coopunion.forms.base import ChildForm, PortalForm
from coopunion.models import User
from coopunion.models.history_rows import HistoryRow, history_of, latest_change

MINE, SAVED = "mine", "saved"
KEEP = "keep-"
MAX_DIGITS = 18  # of a primary key: more than the database can hold


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
    """A row edited in place that somebody else added or removed meanwhile; `message` says what they did."""

    title: str
    message: str
    choice: str = ""
    """Where this person had changed a row that was removed: the input that says whether to keep it."""


@dataclass(frozen=True)
class Conflict:
    """The differences between a form and the record as somebody else saved it meanwhile, by whom and when."""

    by: str
    at: datetime
    fields: Sequence[FieldConflict]
    rows: Sequence[RowConflict] = ()


def is_stale(data: QueryDict, instance: Model) -> bool:
    """Whether somebody saved the record since the form was opened; ask before rows are checked: some may be deleted."""
    return data.get("seen", "") != str(latest_change(instance) or "")


def version_opened(instance: Model, history_id: str) -> HistoryRow[Model] | None:
    """The row of the record's history that was the last when its form was opened; None for an unknown `history_id`."""
    is_number = history_id.isdecimal() and len(history_id) <= MAX_DIGITS
    return history_of(instance).filter(history_id=history_id).first() if is_number else None


def merge_concurrent_edits(
    data: QueryDict, form_class: type[PortalForm], instance: Model, user: User
) -> tuple[QueryDict, Conflict]:
    """The data to show again after SavedMeanwhile, and the fields that differ.

    A field that only the other person changed takes the saved value; one that this person changed keeps the typed
    value. Nothing is saved: the person sees it and saves again.
    """
    fresh = type(instance)._default_manager.get(pk=instance.pk)
    last: HistoryRow[Model] = history_of(fresh).select_related("history_user").latest("history_id")
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
    return data, Conflict(author(last), last.history_date, found)


def apply_choices(data: QueryDict, form_class: type[PortalForm], instance: Model, user: User) -> QueryDict:
    """The data with the saved value wherever the person chose it over their own."""
    chosen = [key.removeprefix(KEEP) for key in data if key.startswith(KEEP) and data[key] == SAVED]
    if not chosen:
        return data
    form = form_class(instance=instance, user=user)
    data = data.copy()
    of_record = {field.name for field in instance._meta.concrete_fields}  # ignores a forged choice of another field
    for name in set(chosen) & set(form.fields) & of_record:
        _put(data, form, name, value_of(form, name, instance))
    return data


def value_of(form: PortalForm | ChildForm, name: str, row: Model | HistoryRow[Model]) -> str:
    """The field of a record or of a row of its history, as the form's input holds it."""
    columns = {field.name: field.attname for field in form._meta.model._meta.concrete_fields}
    value = form.fields[name].prepare_value(getattr(row, columns[name]))
    if isinstance(form.fields[name], BooleanField):
        return "on" if value else ""
    return "" if value is None else str(value)


def is_same(form: PortalForm | ChildForm, name: str, value: str, typed: str) -> bool:
    """Whether the field reads both as the same: a browser ends lines in its own way, and 1200 is 1.200."""
    return not form.fields[name].has_changed(value, typed)


def _put(data: QueryDict, form: PortalForm, name: str, value: str) -> None:
    if isinstance(form.fields[name], BooleanField) and not value:
        data.pop(name, None)
    else:
        data[name] = value


def shown(form: PortalForm | ChildForm, name: str, values: dict[str, str]) -> dict[str, str]:
    """The values of an input as people read them: a choice by its text, an empty one as "–"."""
    choices = {str(value): str(text) for value, text in getattr(form.fields[name], "choices", ())}
    if isinstance(form.fields[name], BooleanField):
        choices = {"on": "có", "": "không"}
    return {which: choices.get(value, value) or NOTHING for which, value in values.items()}
