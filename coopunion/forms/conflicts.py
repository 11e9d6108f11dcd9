"""Two people edit one record: what each changed, merged field by field, and chosen where both changed the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.forms import BooleanField
from django.http import QueryDict

from coopunion.authorship import author
from coopunion.formatting import NOTHING
from coopunion.forms.base import UNTYPED, ChildForm, PortalForm
from coopunion.forms.record_field import CHOSEN, TypedName
from coopunion.models.history_rows import HistoryRow, history_of

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


def version_opened(instance: Model, history_id: str) -> HistoryRow[Model] | None:
    """The row of the record's history that was the last when its form was opened; None for an unknown `history_id`."""
    is_number = history_id.isdecimal() and len(history_id) <= MAX_DIGITS
    return history_of(instance).filter(history_id=history_id).first() if is_number else None


def merge_concurrent_edits(data: QueryDict, form: PortalForm) -> tuple[QueryDict, Conflict]:
    """The data to show again, and the fields that differ; `form` is unbound, over the record as it now is.

    A field that only the other person changed takes the saved value; one that this person changed keeps the typed
    value. Nothing is saved: the person sees it and saves again.
    """
    last: HistoryRow[Model] = history_of(form.instance).select_related("history_user").latest("history_id")
    opened = version_opened(form.instance, data.get("seen", ""))
    data = data.copy()
    data["seen"] = str(last.history_id)
    names = [name for name in form.fields if name not in UNTYPED and hasattr(opened, name)]
    fields = merge_fields(form, names, opened, form.instance, data) if opened else []
    return data, Conflict(author(last), last.history_date, fields)


def merge_fields(
    form: PortalForm | ChildForm,
    names: Iterable[str],
    opened: Model | HistoryRow[Model],
    saved: Model,
    typed: QueryDict | dict[str, str],
    *,
    prefix: str = "",
    title: str = "",
) -> list[FieldConflict]:
    """The fields that differ; in `typed`, those that this person left alone take the saved value."""
    found = []
    for name in names:
        before, now, mine = value_of(form, name, opened), value_of(form, name, saved), typed.get(name, "")
        if before == now:
            continue
        both = not is_same(form, name, before, mine) and not is_same(form, name, now, mine)
        if not both:
            _replace(typed, name, now)
        opened_text, saved_text, my_text = (shown(form, name, value) for value in (before, now, mine))
        label = f"{title}{form[name].label}"
        found.append(FieldConflict(prefix + name, label, opened_text, saved_text, my_text, both))
    return found


def apply_choices(data: QueryDict, form: PortalForm) -> QueryDict:
    """The data with the saved value wherever the person chose it; `form` is unbound, over the record as it now is."""
    of_record = {field.name for field in form.instance._meta.concrete_fields}
    chosen = [name for name in form.fields if name in of_record and data.get(KEEP + name) == SAVED]
    data = data.copy()
    for name in chosen:
        _replace(data, name, value_of(form, name, form.instance))
    return data


def value_of(form: PortalForm | ChildForm, name: str, row: Model | HistoryRow[Model]) -> str:
    """The field of a record or of a row of its history, as the form's input holds it."""
    columns = {field.name: field.attname for field in form._meta.model._meta.concrete_fields}
    value = form.fields[name].prepare_value(getattr(row, columns[name]))
    if isinstance(form.fields[name], BooleanField):
        return "on" if value else ""
    if value is None:
        return ""
    return value if isinstance(value, str) else str(value)


def _replace(typed: QueryDict | dict[str, str], name: str, value: str) -> None:
    """Put the saved value into the input; a record's name brings its pk."""
    typed[name] = value
    if isinstance(value, TypedName):
        typed[name + CHOSEN] = str(value.chosen or "")


def is_same(form: PortalForm | ChildForm, name: str, value: str, typed: str) -> bool:
    """Whether the field reads both as the same: a browser ends lines in its own way, and 1200 is 1.200."""
    return not form.fields[name].has_changed(value, typed)


def shown(form: PortalForm | ChildForm, name: str, value: str) -> str:
    """The value of an input as people read it: a choice by its text, an empty one as "–"."""
    choices = {str(key): str(text) for key, text in getattr(form.fields[name], "choices", ())}
    if isinstance(form.fields[name], BooleanField):
        choices = {"on": "có", "": "không"}
    return choices.get(value, value) or NOTHING
