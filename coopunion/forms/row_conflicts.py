"""Rows edited in place that somebody else saved meanwhile: each is merged with its own history, cell by cell.

As with the record's own fields: a cell that only the other person changed takes the saved value, one that this person
changed keeps the typed value, and where both changed it the person chooses. The rows shown again are those that exist
now, and the ones this person is adding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    merge_fields,
    shown,
    value_of,
    version_opened,
)
from coopunion.forms.formsets import ChildTable, RowFormSet
from coopunion.forms.record_field import CHOSEN
from coopunion.models.history_rows import HistoryRow, history_of

Cells = dict[str, str]
"""A row as it was sent, by the names of its fields; "id" is empty in a new one, "DELETE" set in one to be removed."""
TITLE_LETTERS = 80


@dataclass(frozen=True)
class PastRow:
    """A row's history row at the time when the form was opened, None where it did not exist; and its last one."""

    opened: HistoryRow[Model] | None
    last: HistoryRow[Model]


def apply_row_choices(data: QueryDict, formset: RowFormSet) -> QueryDict:
    """The data with the saved value, or without the row, wherever the person chose that; the formset is unbound."""
    start = f"{KEEP}{formset.prefix}-"
    rows = _sent(data, formset) if any(key.startswith(start) for key in data) else None
    if rows is None:
        return data
    form, saved = formset.empty_form, {row.pk: row for row in formset.get_queryset()}
    kept = []
    for index, cells in enumerate(rows):
        if row := saved.get(_pk(cells)):
            chosen = [name for name in _names(form) if data.get(f"{start}{index}-{name}") == SAVED]
            cells |= {name: value_of(form, name, row) for name in chosen}
        if _pk(cells) is not None or data.get(f"{start}{index}") != SAVED:
            kept.append(cells)
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

    def __init__(self, table: ChildTable, rows: Sequence[Cells], opened_at: str) -> None:
        self.title, self.formset = table.title, table.formset
        self.form: ChildForm = table.formset.empty_form
        self.names = _names(self.form)
        self.new = [cells for cells in rows if _pk(cells) is None]
        self.sent = {pk: cells for cells in rows if (pk := _pk(cells)) is not None}
        self.saved: dict[int, Model] = {row.pk: row for row in table.formset.get_queryset()}
        self.past = self._past(opened_at)
        # Rows added meanwhile to a table that shows none of the existing rows.
        added = [pk for pk, row in self.past.items() if row.opened is None and pk not in self.saved]
        self.unseen = list(self.formset.form._meta.model._default_manager.filter(pk__in=added).order_by("pk"))
        self.fields: list[FieldConflict] = []
        self.rows: list[RowConflict] = []

    def merge(self, data: QueryDict) -> tuple[QueryDict, list[FieldConflict], list[RowConflict]]:
        kept = [self._merge_saved(index, row) for index, row in enumerate(self.saved.values())]
        new = [cells for cells in self.new if not self._exists_already(cells)]
        for row in self.unseen:
            self._report(row, f"{author(self.past[row.pk].last)} vừa thêm dòng này")
        for pk, cells in self.sent.items():
            past = self.past.get(pk)
            if pk not in self.saved and past and self._changed_though_deleted(cells, past, len(kept) + len(new)):
                new.append(cells)
        return _written(data, self.formset, [*kept, *({**cells, "id": ""} for cells in new)]), self.fields, self.rows

    def _past(self, opened_at: str) -> dict[int, PastRow]:
        """By the pk of every row the record ever had."""
        parent = self.formset.instance
        opened = version_opened(parent, opened_at)
        # A record's rows are written after it, in the same transaction.
        later = opened and history_of(parent).filter(history_id__gt=opened.history_id).order_by("history_id").first()
        of_parent = {self.formset.fk.attname: parent.pk}  # never the rows of another record
        past: dict[int, PastRow] = {}
        rows = history_of(self.formset.form._meta.model).filter(**of_parent)
        for row in rows.select_related("history_user").order_by("history_id"):
            before = past[row.id].opened if row.id in past else None
            is_opened = later is None or row.history_date < later.history_date
            past[row.id] = PastRow(opened=row if is_opened else before, last=row)
        return past

    def _merge_saved(self, index: int, saved: Model) -> Cells:
        """A row as it now is, with what this person typed into it; one they never saw was added meanwhile."""
        cells, past = self.sent.get(saved.pk), self.past.get(saved.pk)
        by = author(past.last if past else None)
        if cells is None:
            self._report(saved, f"{by} vừa thêm dòng này")
            return {"id": str(saved.pk)} | {name: value_of(self.form, name, saved) for name in self.names}
        opened = past.opened if past and past.opened is not None else saved
        prefix, title = f"{self.formset.prefix}-{index}-", f"{self.title} – {self._name(saved)}: "
        changed = merge_fields(self.form, self.names, opened, saved, cells, prefix=prefix, title=title)
        self.fields += changed
        if changed and cells.get("DELETE"):
            self._report(saved, f"bạn bỏ dòng này, nhưng {by} vừa sửa nó")
        return cells

    def _changed_though_deleted(self, cells: Cells, past: PastRow, index: int) -> bool:
        """Whether this person changed a row that somebody removed: then it stays, as a new row, until they choose."""
        seen = past.opened if past.opened is not None else past.last
        kept = not self._holds(cells, seen) and not cells.get("DELETE")
        self._report(
            seen, f"{author(past.last)} đã bỏ dòng này", f"{KEEP}{self.formset.prefix}-{index}" if kept else ""
        )
        return kept

    def _exists_already(self, new: Cells) -> bool:
        """Whether the row being added was saved meanwhile: the same form sent twice, or both entered the same."""
        added = [*self.unseen, *(row for pk, row in self.saved.items() if pk not in self.sent)]
        return any(self._holds(new, row) for row in added)

    def _holds(self, cells: Cells, row: Model | HistoryRow[Model]) -> bool:
        """Whether the cells are those of the row."""
        pairs = ((name, value_of(self.form, name, row), cells.get(name, "")) for name in self.names)
        return all(is_same(self.form, *pair) for pair in pairs)

    def _report(self, row: Model | HistoryRow[Model], message: str, choice: str = "") -> None:
        self.rows.append(RowConflict(f"{self.title} – {self._name(row)}", message, choice))

    def _name(self, row: Model | HistoryRow[Model]) -> str:
        """The row by the value of its first cell: its text, its name, its step."""
        text = shown(self.form, self.names[0], value_of(self.form, self.names[0], row))
        return f"“{Truncator(text).chars(TITLE_LETTERS)}”"


def _names(form: ChildForm) -> list[str]:
    """The fields of a row that people fill in: not its pk, not its record."""
    return [name for name in form._meta.fields or () if name in form.fields]


def _pk(cells: Cells) -> int | None:
    """That of the row which the cells correct; None for a new one."""
    text = cells.get("id", "")
    return int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else None


def _sent(data: QueryDict, formset: RowFormSet) -> list[Cells] | None:
    """The rows in the order they were sent; None where the count of rows is malformed, which the formset reports."""
    total = data.get(f"{formset.prefix}-TOTAL_FORMS", "")
    if not total.isdecimal() or len(total) > MAX_DIGITS or int(total) > formset.absolute_max:
        return None
    starts = [f"{formset.prefix}-{index}-" for index in range(int(total))]
    fields = _names(formset.empty_form)
    names = [*fields, *(name + CHOSEN for name in fields), "id", "DELETE"]
    return [{name: str(data[start + name]) for name in names if start + name in data} for start in starts]


def _written(data: QueryDict, formset: RowFormSet, rows: Iterable[Cells]) -> QueryDict:
    """The data with these rows in place of those sent: first the existing ones, then those being added."""
    ordered = sorted(rows, key=lambda cells: _pk(cells) is None)
    data = data.copy()
    for key in [key for key in data if key.startswith(f"{formset.prefix}-")]:
        del data[key]
    for index, cells in enumerate(ordered):
        for name, value in cells.items():
            data[f"{formset.prefix}-{index}-{name}"] = value
    data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(ordered))
    data[f"{formset.prefix}-INITIAL_FORMS"] = str(sum(_pk(cells) is not None for cells in ordered))
    return data
