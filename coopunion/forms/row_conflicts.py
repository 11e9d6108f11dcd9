"""Rows edited in place that somebody else saved meanwhile: each is merged with its own history, cell by cell.

As with the record's own fields: a cell that only the other person changed takes the saved value, one that this person
changed keeps the typed value, and where both changed it the person chooses. The rows shown again are those that exist
now, and the ones this person is adding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model
from django.http import QueryDict
from django.utils.text import Truncator

from coopunion.authorship import author
from coopunion.forms.base import ChildForm
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
from coopunion.forms.formsets import RowFormSet
from coopunion.models.history_rows import HistoryRow, history_of

Values = dict[str, list[str]]
TITLE_LETTERS = 80


@dataclass
class SentRow:
    """A row as it was sent; `pk` is that of the row it corrects, None for a new one."""

    index: int
    values: Values = field(default_factory=dict)

    @property
    def pk(self) -> int | None:
        text = self.typed("id")
        return int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else None

    def typed(self, name: str) -> str:
        return self.values.get(name, [""])[-1]


@dataclass(frozen=True)
class PastRow:
    """A row's history row at the time when the form was opened, None where it did not exist; and its last one."""

    opened: HistoryRow[Model] | None
    last: HistoryRow[Model]


@dataclass(frozen=True)
class ChildTable:
    """Children of a record in its form: their title and the rows being edited."""

    title: str
    formset: RowFormSet


def apply_row_choices(data: QueryDict, formset: RowFormSet) -> QueryDict:
    """The data with the saved value, or without the row, wherever the person chose that; the formset is unbound."""
    start = f"{KEEP}{formset.prefix}-"
    chosen = {key.removeprefix(start) for key in data if key.startswith(start) and data[key] == SAVED}
    rows = _sent(data, formset) if chosen else None
    if rows is None:
        return data
    saved = {row.pk: row for row in formset.get_queryset()}
    form = formset.empty_form
    for sent in rows:
        row = saved.get(sent.pk)
        if row is None:
            continue
        for name in _names(form):
            if f"{sent.index}-{name}" in chosen:
                sent.values[name] = [value_of(form, name, row)]
    kept = [row for row in rows if row.pk is not None or str(row.index) not in chosen]
    return _written(data, formset, kept)


def merge_concurrent_rows(
    data: QueryDict, table: ChildTable, opened_at: str
) -> tuple[QueryDict, list[FieldConflict], list[RowConflict]]:
    """The data to show again, the cells that others changed, the rows that they added and removed.

    The formset is unbound, over the record as it now is; `opened_at` is the pk of the record's last history row when
    the form was opened.
    """
    rows = _sent(data, table.formset)
    return (data, [], []) if rows is None else _RowMerge(table, rows, opened_at).merge(data)


class _RowMerge:
    """The merge of one table; see merge_concurrent_rows."""

    def __init__(self, table: ChildTable, rows: list[SentRow], opened_at: str) -> None:
        self.title, self.formset = table.title, table.formset
        self.form: ChildForm = table.formset.empty_form
        self.names = _names(self.form)
        self.new = [row for row in rows if row.pk is None]
        self.sent = {row.pk: row for row in rows if row.pk is not None}
        self.saved: dict[int, Model] = {row.pk: row for row in table.formset.get_queryset()}
        self.past = self._past(opened_at)
        self.unseen = self._unseen()
        self.fields: list[FieldConflict] = []
        self.rows: list[RowConflict] = []

    def merge(self, data: QueryDict) -> tuple[QueryDict, list[FieldConflict], list[RowConflict]]:
        kept = [self._merge_saved(index, row) for index, row in enumerate(self.saved.values())]
        new = [row for row in self.new if not self._exists_already(row)]
        for row in self.unseen:
            self._report(row, f"{author(self.past[row.pk].last)} vừa thêm dòng này")
        for pk, sent in self.sent.items():
            past = self.past.get(pk)
            if pk not in self.saved and past and self._changed_though_deleted(sent, past, len(kept) + len(new)):
                new.append(sent)
        for sent in new:
            sent.values.pop("id", None)
        return _written(data, self.formset, [*kept, *new]), self.fields, self.rows

    def _past(self, opened_at: str) -> dict[int, PastRow]:
        """By the pk of every row the record ever had."""
        parent = self.formset.instance
        until = _saved_after(parent, opened_at)
        of_parent = {self.formset.fk.attname: parent.pk}  # never the rows of another record
        past: dict[int, PastRow] = {}
        rows = history_of(self.formset.form._meta.model).filter(**of_parent)
        for row in rows.select_related("history_user").order_by("history_id"):
            before = past[row.id].opened if row.id in past else None
            past[row.id] = PastRow(opened=row if until is None or row.history_date < until else before, last=row)
        return past

    def _unseen(self) -> list[Model]:
        """Rows added meanwhile to a table that shows none of the existing rows."""
        added = [pk for pk, row in self.past.items() if row.opened is None and pk not in self.saved]
        return list(self.formset.form._meta.model._default_manager.filter(pk__in=added).order_by("pk"))

    def _merge_saved(self, index: int, saved: Model) -> SentRow:
        """A row as it now is, with what this person typed into it; one they never saw was added meanwhile."""
        now = {name: [value_of(self.form, name, saved)] for name in self.names}
        sent = self.sent.get(saved.pk)
        past = self.past.get(saved.pk)
        by = author(past.last if past else None)
        if sent is None:
            self._report(saved, f"{by} vừa thêm dòng này")
            return SentRow(index, {**now, "id": [str(saved.pk)]})
        for name in self.names:
            before = value_of(self.form, name, past.opened if past and past.opened is not None else saved)
            if before != now[name][0]:
                self._merge_cell(sent, saved, name, before, now[name][0], index)
        start = f"{self.formset.prefix}-{index}-"
        if sent.typed("DELETE") and any(cell.name.startswith(start) for cell in self.fields):
            self._report(saved, f"bạn bỏ dòng này, nhưng {by} vừa sửa nó")
        return sent

    def _merge_cell(self, sent: SentRow, saved: Model, name: str, before: str, now: str, index: int) -> None:
        mine = sent.typed(name)
        both = not is_same(self.form, name, before, mine) and not is_same(self.form, name, now, mine)
        texts = shown(self.form, name, {"opened": before, "saved": now, "mine": mine})
        label = f"{self.title} – {self._name(saved)}: {self.form[name].label}"
        self.fields.append(FieldConflict(name=f"{self.formset.prefix}-{index}-{name}", label=label, both=both, **texts))
        if not both:
            sent.values[name] = [now]

    def _changed_though_deleted(self, sent: SentRow, past: PastRow, index: int) -> bool:
        """Whether this person changed a row that somebody removed: then it stays, as a new row, until they choose."""
        seen = past.opened if past.opened is not None else past.last
        changed = any(
            not is_same(self.form, name, value_of(self.form, name, seen), sent.typed(name)) for name in self.names
        )
        kept = changed and not sent.typed("DELETE")
        choice = f"{KEEP}{self.formset.prefix}-{index}" if kept else ""
        self._report(seen, f"{author(past.last)} đã bỏ dòng này", choice)
        return kept

    def _exists_already(self, new: SentRow) -> bool:
        """Whether the row being added was saved meanwhile: the same form sent twice, or both entered the same."""
        added = [*self.unseen, *(row for pk, row in self.saved.items() if pk not in self.sent)]
        return any(
            all(is_same(self.form, name, value_of(self.form, name, row), new.typed(name)) for name in self.names)
            for row in added
        )

    def _report(self, row: Model | HistoryRow[Model], message: str, choice: str = "") -> None:
        self.rows.append(RowConflict(f"{self.title} – {self._name(row)}", message, choice))

    def _name(self, row: Model | HistoryRow[Model]) -> str:
        """The row by the value of its first cell: its text, its name, its step."""
        first = self.names[0]
        text = shown(self.form, first, {"row": value_of(self.form, first, row)})["row"]
        return f"“{Truncator(text).chars(TITLE_LETTERS)}”"


def _names(form: ChildForm) -> list[str]:
    """The fields of a row that people fill in: not its pk, not its record."""
    return [name for name in form._meta.fields or () if name in form.fields]


def _saved_after(record: Model, history_id: str) -> datetime | None:
    """When the record was saved next: its rows are written after it, in the same transaction. None for no such row."""
    opened = version_opened(record, history_id)
    if opened is None:
        return None
    later = history_of(record).filter(history_id__gt=opened.history_id).order_by("history_id")
    return later.values_list("history_date", flat=True).first()


def _sent(data: QueryDict, formset: RowFormSet) -> list[SentRow] | None:
    """The rows in the order they were sent; None where the count of rows is malformed, which the formset reports."""
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


def _written(data: QueryDict, formset: RowFormSet, rows: Iterable[SentRow]) -> QueryDict:
    """The data with these rows in place of those sent: first the existing ones, then those being added."""
    ordered = sorted(rows, key=lambda row: row.pk is None)
    data = data.copy()
    cell = re.compile(rf"{re.escape(str(formset.prefix))}-\d+-\w+", re.ASCII)
    for key in [key for key in data if cell.fullmatch(key)]:
        del data[key]
    for index, row in enumerate(ordered):
        for name, values in row.values.items():
            data.setlist(f"{formset.prefix}-{index}-{name}", values)
    data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(ordered))
    data[f"{formset.prefix}-INITIAL_FORMS"] = str(sum(row.pk is not None for row in ordered))
    return data
