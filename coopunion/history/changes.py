"""What rows of history tell: who changed what, from what to what. Constant queries for rows of one model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.text import capfirst

from coopunion import formatting
from coopunion.authorship import author
from coopunion.history.deleted_labels import name_of, present_or_deleted
from coopunion.models.years import YearField

KINDS = {"+": "Tạo", "~": "Sửa", "-": "Xóa"}
KINDS_OF_PARTS = {"+": "Thêm", "~": "Sửa", "-": "Bỏ"}
# What the portal keeps for itself, and what never leaves its field.
BOOKKEEPING = frozenset({"id", "created_at", "created_by", "updated_at", "search_text", "object_id"})
HIDDEN = "(không hiển thị)"


@dataclass(frozen=True)
class FieldChange:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One row of history in words. `row` is the row itself; `number` names it in addresses."""

    row: Any
    fields: Sequence[FieldChange]
    part: str = ""
    """What of the record this was, in its own history: one of its rows, or a file; empty where the record itself."""

    @property
    def number(self) -> int:
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

    @property
    def title(self) -> str:
        return f"{self.noun} #{self.row.id}"


def describe(rows: Iterable[Any]) -> list[Change]:
    """The rows, all of one model, in the order given."""
    rows = list(rows)
    if not rows:
        return []
    before = _previous(rows)
    fields = [field for field in rows[0].tracked_fields if field.editable and field.name not in BOOKKEEPING]
    names = _names(fields, [*rows, *before.values()])
    return [Change(row, _differences(before.get(row.history_id), row, fields, names)) for row in rows]


def telling(changes: Iterable[Change]) -> list[Change]:
    """Without those that say nothing."""
    return [change for change in changes if not change.is_empty]


def _previous(rows: Sequence[Any]) -> dict[int, Any]:
    """The row of history before each, by the number of the later one."""
    table = type(rows[0])
    earlier = table.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    pairs = dict(
        table.objects.filter(history_id__in=[row.history_id for row in rows])
        .annotate(before=Subquery(earlier.values("history_id")[:1]))
        .values_list("history_id", "before")
    )
    found = table.objects.in_bulk([number for number in pairs.values() if number])
    return {number: found[before] for number, before in pairs.items() if before}


def _names(fields: Sequence[Any], rows: Sequence[Any]) -> dict[str, dict[Any, str]]:
    """What the numbers in relations stand for: the same queries, however many."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for field in fields:
        if field.is_relation:
            wanted[field.related_model] |= {getattr(row, field.attname) for row in rows} - {None}
    texts = {
        model: {pk: name_of(each) for pk, each in present_or_deleted(model, numbers).items()}
        for model, numbers in wanted.items()
    }
    return {field.name: texts[field.related_model] for field in fields if field.is_relation}


def _differences(old: Any, new: Any, fields: Sequence[Any], names: dict[str, dict[Any, str]]) -> list[FieldChange]:
    if old is None or new.history_type == "-":
        return []
    changed = [field for field in fields if getattr(old, field.attname) != getattr(new, field.attname)]
    return [
        FieldChange(
            capfirst(str(field.verbose_name)),
            shown(field, getattr(old, field.attname), names),
            shown(field, getattr(new, field.attname), names),
        )
        for field in changed
    ]


def shown(field: Any, value: Any, names: dict[str, dict[Any, str]]) -> str:
    """A field's value as pages write it; a field marked `masked` never shows its own."""
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
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return formatting.day(value)
    if isinstance(value, int | Decimal) and not isinstance(field, YearField):
        return formatting.number(value)
    return str(value)
