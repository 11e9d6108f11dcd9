"""Rows of history in words: who changed what, from what to what. The same queries for any number of rows of a model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Model, OuterRef, Subquery
from django.utils import timezone
from django.utils.text import capfirst

from coopunion import formatting
from coopunion.authorship import author
from coopunion.history.deleted_labels import name_of, present_or_deleted
from coopunion.models.history_rows import AnyField, HistoryRow, history_of
from coopunion.models.years import YearField

KINDS = {"+": "Tạo", "~": "Sửa", "-": "Xóa"}
KINDS_OF_PARTS = {"+": "Thêm", "~": "Sửa", "-": "Bỏ"}
# Fields that the portal writes for itself: no change that people made.
BOOKKEEPING = frozenset({"id", "created_at", "created_by", "updated_at", "search_text", "object_id"})
HIDDEN = "(không hiển thị)"
Labels = Mapping[str, Mapping[object, str]]  # by the name of a relation: what each key refers to


@dataclass(frozen=True)
class FieldChange:
    """A field's label, and its value before and after as pages write them."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One row of history in words. `row` is the row itself; `history_id` names it in addresses."""

    row: HistoryRow[Model]
    fields: Sequence[FieldChange]
    part: str = ""
    """In the history of a record: the label of one of its rows or files; empty for the record itself."""

    @property
    def history_id(self) -> int:
        return self.row.history_id

    @property
    def at(self) -> datetime:
        return self.row.history_date

    @property
    def by(self) -> str:
        return author(self.row)

    @property
    def kind(self) -> str:
        return (KINDS_OF_PARTS if self.part else KINDS)[self.row.history_type]

    @property
    def reason(self) -> str:
        return self.row.history_change_reason or ""

    @property
    def is_empty(self) -> bool:
        """A save in which nothing of this record changed: of its children alone, or the same once more."""
        return self.row.history_type == "~" and not self.fields and not self.reason

    @property
    def noun(self) -> str:
        return str(self.row.instance_type._meta.verbose_name)


def describe(rows: Iterable[HistoryRow[Model]]) -> list[Change]:
    """The changes that the rows are, in the same order. All rows must be of one model."""
    rows = list(rows)
    if not rows:
        return []
    before = _previous(rows)
    fields = [field for field in rows[0].tracked_fields if field.editable and field.name not in BOOKKEEPING]
    names = _labels(fields, [*rows, *before.values()])
    return [Change(row, _differences(before.get(row.history_id), row, fields, names)) for row in rows]


def without_empty(changes: Iterable[Change]) -> list[Change]:
    """The changes in which something changed: see Change.is_empty."""
    return [change for change in changes if not change.is_empty]


def _previous(rows: Sequence[HistoryRow[Model]]) -> dict[int, HistoryRow[Model]]:
    """The history row before each row, by the history_id of the later one."""
    history = history_of(rows[0].instance_type)
    earlier = history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    pairs = dict(
        history.filter(history_id__in=[row.history_id for row in rows])
        .annotate(before=Subquery(earlier.values("history_id")[:1]))
        .values_list("history_id", "before")
    )
    found = history.in_bulk([before for before in pairs.values() if before])
    return {history_id: found[before] for history_id, before in pairs.items() if before}


def _labels(fields: Sequence[AnyField], rows: Sequence[HistoryRow[Model]]) -> Labels:
    """What the keys in relations refer to: the same number of queries, however many."""
    relations = {field.name: field.related_model for field in fields if field.related_model is not None}
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for field in fields:
        if field.name in relations:
            wanted[relations[field.name]] |= {getattr(row, field.attname) for row in rows} - {None}
    texts: dict[type[Model], dict[object, str]] = {
        model: {pk: name_of(row) for pk, row in present_or_deleted(model, pks).items()} for model, pks in wanted.items()
    }
    return {name: texts[model] for name, model in relations.items()}


def _differences(
    old: HistoryRow[Model] | None, new: HistoryRow[Model], fields: Sequence[AnyField], names: Labels
) -> list[FieldChange]:
    if old is None or new.history_type == "-":
        return []
    changed = [field for field in fields if getattr(old, field.attname) != getattr(new, field.attname)]
    return [
        FieldChange(
            capfirst(str(field.verbose_name)),
            format_value(field, getattr(old, field.attname), names),
            format_value(field, getattr(new, field.attname), names),
        )
        for field in changed
    ]


def format_value(field: AnyField, value: object, names: Labels) -> str:
    """A field's value as pages write it; a field marked `masked` is never shown."""
    if value in (None, ""):
        return formatting.NOTHING
    if getattr(field, "masked", False):
        return HIDDEN
    if field.is_relation:
        return names[field.name].get(value, f"#{value}")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return formatting.day(value)
    if isinstance(value, int | Decimal) and not isinstance(field, YearField):
        return formatting.number(value)
    return str(value)
