"""Rows edited in place, when somebody else saved them meanwhile: each is settled against its own history.

Like the record's own fields: what only the other changed is taken, what this person changed stays typed, what both
changed is chosen. The rows shown again are those there are now, and the ones this person is adding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.forms import BaseInlineFormSet, ModelForm
from django.http import QueryDict
from django.utils.text import Truncator

from coopunion.authorship import author
from coopunion.forms.conflicts import (
    KEEP,
    MAX_DIGITS,
    SAVED,
    FieldConflict,
    RowConflict,
    is_same,
    shown,
    value_of,
    version_opened,
)

Values = dict[str, list[str]]
TITLE_LETTERS = 80


@dataclass
class SentRow:
    """A row as it was sent; `key` is the number of the row it corrects, None for a new one."""

    index: int
    values: Values = field(default_factory=dict)

    @property
    def key(self) -> int | None:
        text = self.typed("id")
        return int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else None

    def typed(self, name: str) -> str:
        return self.values.get(name, [""])[-1]


@dataclass(frozen=True)
class ChildTable:
    """Children of a record in its form: their title and the rows being edited."""

    title: str
    formset: BaseInlineFormSet


def apply_row_choices(data: QueryDict, formset: BaseInlineFormSet) -> QueryDict:
    """The data with the saved value, or without the row, wherever the person chose that; the formset is unbound."""
    start = f"{KEEP}{formset.prefix}-"
    chosen = {key.removeprefix(start) for key in data if key.startswith(start) and data[key] == SAVED}
    rows = _sent(data, formset) if chosen else None
    if rows is None:
        return data
    saved = {row.pk: row for row in formset.get_queryset()}
    form = formset.empty_form
    for sent in rows:
        row = saved.get(sent.key)
        for name in _names(form) if row is not None else ():
            if f"{sent.index}-{name}" in chosen:
                sent.values[name] = [value_of(form, name, row)]
    kept = [row for row in rows if row.key is not None or str(row.index) not in chosen]
    return _written(data, formset, kept)


def merge_concurrent_rows(
    data: QueryDict, table: ChildTable, opened_at: str
) -> tuple[QueryDict, list[FieldConflict], list[RowConflict]]:
    """The data to show again, the cells that others changed, the rows that they added and took out.

    The formset is unbound, over the record as it now is; `opened_at` is the row of the record's history that stood when
    the form was opened.
    """
    rows = _sent(data, table.formset)
    return (data, [], []) if rows is None else _RowMerge(table, rows, opened_at).settle(data)


class _RowMerge:
    def __init__(self, table: ChildTable, rows: list[SentRow], opened_at: str) -> None:
        self.title, self.formset = table.title, table.formset
        self.form: ModelForm = table.formset.empty_form
        self.names = _names(self.form)
        self.new = [row for row in rows if row.key is None]
        self.sent = {row.key: row for row in rows if row.key is not None}
        self.saved = {row.pk: row for row in table.formset.get_queryset()}
        self.past = self._past(opened_at)
        self.unseen = self._unseen()
        self.fields: list[FieldConflict] = []
        self.rows: list[RowConflict] = []

    def settle(self, data: QueryDict) -> tuple[QueryDict, list[FieldConflict], list[RowConflict]]:
        kept = [self._still_there(index, row) for index, row in enumerate(self.saved.values())]
        new = [row for row in self.new if not self._is_there(row)]
        for row in self.unseen:
            self._tell(row, f"{author(self.past[row.pk][1])} vừa thêm dòng này")
        for key, sent in self.sent.items():
            past = self.past.get(key)
            if key not in self.saved and past and self._changed_though_gone(sent, past, len(kept) + len(new)):
                new.append(sent)
        for sent in new:
            sent.values.pop("id", None)
        return _written(data, self.formset, [*kept, *new]), self.fields, self.rows

    def _past(self, opened_at: str) -> dict[int, tuple[Any, Any]]:
        """Of every row the record ever had: its history's row when the form was opened, and its last."""
        model: Any = self.formset.model
        parent = self.formset.instance
        until = _saved_after(parent, opened_at)
        of_parent = {self.formset.fk.attname: parent.pk}  # nobody settles the rows of another record
        past: dict[int, tuple[Any, Any]] = {}
        for row in model.history.filter(**of_parent).select_related("history_user").order_by("history_id"):
            opened, _ = past.get(row.id, (None, None))
            past[row.id] = (row if until is None or row.history_date < until else opened, row)
        return past

    def _unseen(self) -> list[Any]:
        """Rows added meanwhile to a table that shows none of those there are."""
        added = [key for key, (opened, _) in self.past.items() if opened is None and key not in self.saved]
        model: Any = self.formset.model
        return list(model._default_manager.filter(pk__in=added).order_by("pk"))

    def _still_there(self, index: int, saved: Any) -> SentRow:
        """A row as it now is, with what this person typed into it; one they never saw was added meanwhile."""
        now = {name: [value_of(self.form, name, saved)] for name in self.names}
        sent = self.sent.get(saved.pk)
        opened, last = self.past.get(saved.pk, (None, None))
        if sent is None:
            self._tell(saved, f"{author(last)} vừa thêm dòng này")
            return SentRow(index, {**now, "id": [str(saved.pk)]})
        for name in self.names:
            before = value_of(self.form, name, opened if opened is not None else saved)
            if before != now[name][0]:
                self._settle_cell(sent, name, before, now[name][0], index)
        if sent.typed("DELETE") and any(
            each.name.startswith(f"{self.formset.prefix}-{index}-") for each in self.fields
        ):
            self._tell(saved, f"bạn bỏ dòng này, nhưng {author(last)} vừa sửa nó")
        return sent

    def _settle_cell(self, sent: SentRow, name: str, before: str, now: str, index: int) -> None:
        mine = sent.typed(name)
        both = not is_same(self.form, name, before, mine) and not is_same(self.form, name, now, mine)
        texts = shown(self.form, name, {"opened": before, "saved": now, "mine": mine})
        label = f"{self.title} – {self._name(self.saved[sent.key])}: {self.form[name].label}"
        self.fields.append(FieldConflict(name=f"{self.formset.prefix}-{index}-{name}", label=label, both=both, **texts))
        if not both:
            sent.values[name] = [now]

    def _changed_though_gone(self, sent: SentRow, past: tuple[Any, Any], index: int) -> bool:
        """Whether this person changed a row that somebody took out: then it stays, as a new row, until they choose."""
        opened, last = past
        seen = opened if opened is not None else last
        changed = any(
            not is_same(self.form, name, value_of(self.form, name, seen), sent.typed(name)) for name in self.names
        )
        kept = changed and not sent.typed("DELETE")
        choice = f"{KEEP}{self.formset.prefix}-{index}" if kept else ""
        self._tell(seen, f"{author(last)} đã bỏ dòng này", choice)
        return kept

    def _is_there(self, new: SentRow) -> bool:
        """Whether the row being added is there already: the same form sent twice, or both wrote down the same."""
        added = [*self.unseen, *(row for key, row in self.saved.items() if key not in self.sent)]
        return any(
            all(is_same(self.form, name, value_of(self.form, name, row), new.typed(name)) for name in self.names)
            for row in added
        )

    def _tell(self, row: Any, told: str, choice: str = "") -> None:
        self.rows.append(RowConflict(f"{self.title} – {self._name(row)}", told, choice))

    def _name(self, row: Any) -> str:
        """What the row's first cell says: its text, its name, its step."""
        first = self.names[0]
        text = shown(self.form, first, {"row": value_of(self.form, first, row)})["row"]
        return f"“{Truncator(text).chars(TITLE_LETTERS)}”"


def _names(form: ModelForm) -> list[str]:
    """The cells of a row: what its model holds, without its number and its record."""
    return [name for name in form._meta.fields or () if name in form.fields]


def _saved_after(record: Any, number: str) -> datetime | None:
    """When the record was saved next: its rows are written after it, in the same transaction. None for no such row."""
    opened = version_opened(record, number)
    if opened is None:
        return None
    later = record.history.filter(history_id__gt=opened.history_id).order_by("history_id")
    return later.values_list("history_date", flat=True).first()


def _sent(data: QueryDict, formset: BaseInlineFormSet) -> list[SentRow] | None:
    """The rows in the order they were sent; None where the table itself is broken, which the formset will say."""
    total = data.get(f"{formset.prefix}-TOTAL_FORMS", "")
    if not total.isdecimal() or len(total) > MAX_DIGITS:
        return None
    found: dict[int, SentRow] = {}
    cell = re.compile(rf"{re.escape(str(formset.prefix))}-(\d{{1,9}})-(\w+)", re.ASCII)
    for key in data:
        if (match := cell.fullmatch(key)) and int(match[1]) < int(total):
            row = found.setdefault(int(match[1]), SentRow(int(match[1])))
            row.values[match[2]] = data.getlist(key)
    return [found[index] for index in sorted(found)]


def _written(data: QueryDict, formset: BaseInlineFormSet, rows: Iterable[SentRow]) -> QueryDict:
    """The data with these rows in place of those sent: first those that are there, then those being added."""
    ordered = sorted(rows, key=lambda row: row.key is None)
    data = data.copy()
    cell = re.compile(rf"{re.escape(str(formset.prefix))}-\d+-\w+", re.ASCII)
    for key in [key for key in data if cell.fullmatch(key)]:
        del data[key]
    for index, row in enumerate(ordered):
        for name, values in row.values.items():
            data.setlist(f"{formset.prefix}-{index}-{name}", values)
    data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(ordered))
    data[f"{formset.prefix}-INITIAL_FORMS"] = str(sum(row.key is not None for row in ordered))
    return data
