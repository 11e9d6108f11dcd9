"""The editable grid: rows of cells, filled in by keyboard, over what several people may save at once.

Each row carries the pk of the last change of its object when the page was opened (`seen`). A cell that only somebody
else changed since takes the saved value, one that this person changed keeps the typed value; both say so beside the
cell, and the row is written only when it is sent once more.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.db import transaction
from django.db.models import Max, Model, QuerySet
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from coopunion.authorship import author
from coopunion.formatting import NOTHING
from coopunion.forms.base import Warning
from coopunion.forms.conflicts import MAX_DIGITS, Conflict, FieldConflict
from coopunion.models.history_rows import HistoryRow, history_of

T = TypeVar("T", bound=Model)
F = TypeVar("F", bound=forms.BaseForm)


@dataclass(frozen=True)
class GridColumn:
    name: str
    heading: str
    words: Callable[[Any], str] = lambda value: str(value or NOTHING)
    """How a message names a saved value."""


@dataclass
class GridRow(Generic[T, F]):
    """A row about a thing: a place, a cooperative."""

    thing: T
    form: F
    columns: Sequence[GridColumn]
    title: str
    address: str = ""
    note: str = ""
    recorded: str = ""
    """When what it shows was recorded."""
    conflict: Conflict | None = None
    is_saved: bool = False

    def __post_init__(self) -> None:
        for column in self.columns:
            field = self.form.fields[column.name]
            field.label, field.help_text = f"{column.heading}, {self.title}", ""

    @property
    def cells(self) -> list[tuple[GridColumn, BoundField]]:
        return [(column, self.form[column.name]) for column in self.columns]

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.form.is_bound and self.form.has_changed()

    @property
    def warnings(self) -> Sequence[Warning]:
        return getattr(self.form, "unconfirmed", ())

    @property
    def confirmation(self) -> BoundField | None:
        """The input for the reason that an unlikely value of the row asks for; None where none is asked."""
        return getattr(self.form, "confirmation", None)

    @property
    def other_errors(self) -> list[str]:
        """What is wrong with none of the cells."""
        names = {column.name for column in self.columns}
        return [str(text) for name, texts in self.form.errors.items() if name not in names for text in texts]

    @property
    def wrong(self) -> list[tuple[BoundField, str]]:
        """Every error with its cell, the first one where it is of none."""
        of_cells = [(cell, str(text)) for _, cell in self.cells for text in cell.errors]
        return [*of_cells, *((self.form[self.columns[0].name], text) for text in self.other_errors)]


class Grid(ABC, Generic[T, F]):
    """The rows of some things over what is in the database now, and over what was sent."""

    model: ClassVar[type[Model]]
    """Of the rows' objects."""
    thing_key: ClassVar[str]
    """The object's column that holds the pk of what its row is about."""
    heading: ClassVar[str]
    """What the rows are about."""
    columns: ClassVar[Sequence[GridColumn]]
    saved_meanwhile: ClassVar[str]
    """What somebody else did: takes `by`, `at` and `now`."""
    saves_rows: ClassVar[bool]
    """Whether each row may be saved by itself."""
    head: forms.Form
    """What applies to all rows; a subclass makes it first."""

    def __init__(self, things: Sequence[T], data: QueryDict | None) -> None:
        self.data = (data or QueryDict()).copy()
        latest = self.history().order_by().values(self.thing_key).annotate(Max("history_id"))
        changes = history_of(self.model).select_related("history_user")
        last = changes.filter(history_id__in=latest.values("history_id__max"))
        self.changes: dict[int, HistoryRow[Model]] = {getattr(change, self.thing_key): change for change in last}
        unbound = [self.row(thing, self._seen(thing), None) for thing in things]
        opened = self._opened(unbound)
        self.rows = [self._received(row, opened) for row in unbound]

    @abstractmethod
    def history(self) -> QuerySet[Any]:
        """The history of the objects that the rows show."""

    @abstractmethod
    def row(self, thing: T, seen: int | None, data: QueryDict | None) -> GridRow[T, F]:
        """The thing's row; the form's `initial` is what is saved, and `seen`."""

    @property
    def wrong(self) -> list[tuple[BoundField, str]]:
        """Every error with its cell, for the summary at the head of the page."""
        of_head = [(self.head[name], str(text)) for name, texts in self.head.errors.items() for text in texts]
        return [*of_head, *(found for row in self.rows for found in row.wrong)]

    def _seen(self, thing: T) -> int | None:
        return self.changes[thing.pk].history_id if thing.pk in self.changes else None

    def _sent(self, row: GridRow[T, F], name: str) -> str | None:
        return self.data.get(row.form.add_prefix(name))

    def _opened(self, rows: Sequence[GridRow[T, F]]) -> dict[str, HistoryRow[Model]]:
        """By `seen`: the objects of the rows that somebody has changed since, as they were then."""
        sent = {self._sent(row, "seen") or "" for row in rows}
        pks = {int(seen) for seen in sent if seen.isdecimal() and len(seen) <= MAX_DIGITS}
        pks -= {change.history_id for change in self.changes.values()}
        found = history_of(self.model).filter(history_id__in=pks).exclude(history_type="-") if pks else ()
        return {str(change.history_id): change for change in found}

    def _received(self, row: GridRow[T, F], opened: Mapping[str, HistoryRow[Model]]) -> GridRow[T, F]:
        """The row with what was typed into it, merged with what somebody else saved meanwhile."""
        sent, seen, form = self._sent(row, "seen"), self._seen(row.thing), row.form
        if sent is None:
            return row
        before = opened.get(sent)
        if before is not None and getattr(before, self.thing_key) != row.thing.pk:
            before = None
        cells = self._merge(row, before) if sent != str(seen or "") else []
        self.data[form.add_prefix("seen")] = str(seen or "")
        row = self.row(row.thing, seen, self.data)
        if cells and row.is_changed:
            last = self.changes.get(row.thing.pk)
            at = last.history_date if last else timezone.now()
            row.conflict = Conflict(author(last) if last else "Ai đó", at, cells)
            self._tell(row, row.conflict)
        return row

    def _merge(self, row: GridRow[T, F], before: HistoryRow[Model] | None) -> list[FieldConflict]:
        """The cells that somebody else changed. Those that this person left alone take the saved values in `data`;
        where the object is gone nothing does that was typed beside something new."""
        last = self.changes.get(row.thing.pk)
        is_gone = last is None or last.history_type == "-"
        found = []
        touched = any(self._differs(row, column, getattr(before, column.name, None)) for column in self.columns)
        for column in self.columns:
            opened, saved = getattr(before, column.name, None), row.form.initial.get(column.name)
            if _input(row, column, opened) == _input(row, column, saved) or not self._differs(row, column, saved):
                continue
            both, mine = self._differs(row, column, opened), self._sent(row, column.name) or ""
            words = {"opened": column.words(opened), "saved": column.words(saved), "mine": mine}
            found.append(FieldConflict(name=column.name, label=column.heading, both=both, **words))
            if not both and not (is_gone and touched):
                self.data[row.form.add_prefix(column.name)] = _input(row, column, saved)
        return found

    def _differs(self, row: GridRow[T, F], column: GridColumn, value: object) -> bool:
        return row.form.fields[column.name].has_changed(value, self._sent(row, column.name))

    def _tell(self, row: GridRow[T, F], conflict: Conflict) -> None:
        for cell in conflict.fields:
            did = self.saved_meanwhile.format(by=conflict.by, at=timezone.localtime(conflict.at), now=cell.saved)
            advice = "Lưu lần nữa để dùng số của bạn." if cell.both else "Bạn không sửa ô này."
            row.form.add_error(cell.name, f"{did} {advice}")


def _input(row: GridRow[T, F], column: GridColumn, value: object) -> str:
    """A saved value as the cell's input holds it."""
    return "" if value is None else str(row.form.fields[column.name].prepare_value(value))


@contextmanager
def one_writer(rows: QuerySet[Model], request: HttpRequest) -> Iterator[None]:
    """One grid at a time that is sent over these rows, locked in the order of their pks: it overwrites what it
    compares with."""
    with transaction.atomic():
        if request.method == "POST":
            list(rows.order_by("pk").select_for_update().values_list("pk"))
        yield
