"""MergeWriter one record into another: everything that points at it is turned to the other, and every write is told.

What the two have both and may have once (a first certificate, a status of a day, a producer) is merged in turn:
the other's row stays, this one's is annulled, or deleted where its model knows no annulment. `undo_merge` reverts the
recorded steps, from the last to the first, and refuses where a row was changed since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models, transaction
from django.db.models import ForeignKey, Q, UniqueConstraint

from coopunion.authorship import set_author
from coopunion.models import Evidence, Record, User

CHANGED, CREATED, DELETED = "changed", "created", "deleted"
# Written by saving itself: they tell of the saving, not of the record.
BOOKKEEPING = frozenset({"updated_at", "search_text"})
DOUBLE = "Trùng với dòng đã có ở hồ sơ giữ lại khi gộp"
Step = dict[str, Any]


class CannotUndoMerge(ValueError):
    """Something was changed since; the message says what, in Vietnamese."""


@dataclass
class MergeWriter:
    """The writes of one merge_into, by a person for a reason. `steps` can be kept as JSON."""

    by: User | None
    reason: str
    steps: list[Step] = field(default_factory=list)

    def merge_into(self, removed: models.Model, kept: models.Model) -> None:
        """Turn everything that points at `removed` to `kept`. Rows of one's own models stay where they say so."""
        for row, pointer in pointing_at(removed):
            near_duplicate = conflicting_row(row, pointer, kept)
            if near_duplicate is None:
                self.change(row, {pointer.name: kept})
                continue
            self.merge_into(row, near_duplicate)
            if isinstance(row, Record):
                told = {"state": Record.State.ANNULLED, "annulled_because": f"{DOUBLE}: {kept}"}
                self.change(row, {**told, pointer.name: kept})
            else:
                self.delete(row)
        for evidence in Evidence.objects.of(removed):
            self.change(evidence, {"object_id": kept.pk})

    def change(self, row: Any, values: Mapping[str, Any]) -> None:
        before = snapshot(row)
        for name, value in values.items():
            setattr(row, name, value)
        set_author(row, self.by, self.reason)
        row.save()
        after = snapshot(fresh(row))
        differing = [name for name in before if before[name] != after[name]]
        self._tell(
            CHANGED,
            row,
            before={name: before[name] for name in differing},
            after={name: after[name] for name in differing},
        )

    def create(self, row: Any) -> None:
        set_author(row, self.by, self.reason)
        row.save()
        self._tell(CREATED, row)

    def delete(self, row: Any) -> None:
        self._tell(DELETED, row, before=snapshot(row))
        set_author(row, self.by, self.reason)
        row.delete()

    def _tell(self, what: str, row: models.Model, **values: Any) -> None:
        self.steps.append({"what": what, "model": row._meta.label_lower, "pk": row.pk, **values})


def undo_merge(steps: Sequence[Step], *, by: User | None, reason: str) -> list[models.Model]:
    """Every row as it was before the steps. CannotUndoMerge where one was changed since; then nothing is written.

    Returns the rows of which something else was changed since: that stays.
    """
    try:
        with transaction.atomic():
            undone = [UNDO[step["what"]](apps.get_model(step["model"]), step, by, reason) for step in reversed(steps)]
            return [row for row in undone if row is not None]
    except IntegrityError as error:
        raise CannotUndoMerge("Một hồ sơ khác nay đã mang mã số hoặc ngày mà hồ sơ cũ từng có.") from error


def _unchange(model: type[models.Model], step: Step, by: User | None, reason: str) -> Any:
    """The row, if something else of it was changed since."""
    row = _locked(model, step)
    now = snapshot(row)
    changed = [name for name in step["after"] if name not in BOOKKEEPING and now[name] != step["after"][name]]
    if changed:
        columns = {column.attname: column for column in model._meta.concrete_fields}
        labels = ", ".join(str(columns[name].verbose_name) for name in changed)
        raise CannotUndoMerge(
            f"{str(model._meta.verbose_name).capitalize()} “{row}” đã được sửa sau khi gộp ({labels})."
        )
    untouched = now.get("updated_at") == step["after"].get("updated_at")
    _put(row, {name: value for name, value in step["before"].items() if name not in BOOKKEEPING})
    set_author(row, by, reason)
    row.save()
    if not untouched:
        return row
    _restore(row, {name: value for name, value in step["before"].items() if name in BOOKKEEPING})
    return None


def _uncreate(model: type[models.Model], step: Step, by: User | None, reason: str) -> None:
    row = model._default_manager.filter(pk=step["pk"]).first()
    if row is not None:  # somebody took it away already: that is what undoing would do
        set_author(row, by, reason)
        row.delete()


def _undelete(model: type[models.Model], step: Step, by: User | None, reason: str) -> None:
    row: Any = model()
    _put(row, step["before"])
    set_author(row, by, reason)
    row.save(force_insert=True)
    _restore(row, {name: value for name, value in step["before"].items() if name != model._meta.pk.attname})


UNDO = {CHANGED: _unchange, CREATED: _uncreate, DELETED: _undelete}


def _locked(model: type[models.Model], step: Step) -> Any:
    try:
        return model._default_manager.select_for_update().get(pk=step["pk"])
    except ObjectDoesNotExist as error:
        raise CannotUndoMerge(f"Một {model._meta.verbose_name} (#{step['pk']}) đã bị xóa sau khi gộp.") from error


def _put(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, _python(row, name, value))


def _restore(row: models.Model, values: Mapping[str, Any]) -> None:
    """Past `save`, which would write its own: the fields exactly as they were."""
    wanted = {name: _python(row, name, value) for name, value in values.items()}
    if wanted:
        type(row)._default_manager.filter(pk=row.pk).update(**wanted)


def _python(row: models.Model, name: str, value: Any) -> Any:
    columns = {column.attname: column for column in row._meta.concrete_fields}
    return None if value is None else columns[name].to_python(value)


def snapshot(row: models.Model) -> dict[str, Any]:
    """Every column of a row as text that gives the same value back; None for none."""
    return {
        column.attname: None if column.value_from_object(row) is None else column.value_to_string(row)
        for column in row._meta.concrete_fields
    }


def fresh(row: Any) -> Any:
    return type(row)._default_manager.get(pk=row.pk)


def pointing_at(record: models.Model) -> Iterator[tuple[Any, ForeignKey]]:
    """Every row, of whichever app, with the foreign key by which it points at the record; histories stay."""
    for relation in record._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        pointer = getattr(relation, "field", None)
        if not relation.auto_created or relation.concrete or not isinstance(pointer, ForeignKey):
            continue
        if hasattr(model, "instance_type") or getattr(model, "stays_when_merged", False):
            continue
        for row in model._default_manager.filter(**{pointer.name: record}).order_by("pk"):
            yield row, pointer


def conflicting_row(row: models.Model, pointer: ForeignKey, kept: models.Model) -> models.Model | None:
    """The row of `kept` beside which this one cannot stand: they would be the same by a rule that allows one."""
    rows = type(row)._default_manager
    if pointer.unique:
        return rows.filter(**{pointer.name: kept}).first()
    for rule in row._meta.constraints:
        if not isinstance(rule, UniqueConstraint) or pointer.name not in rule.fields:
            continue
        condition = rule.condition or Q()
        if not rows.filter(condition, pk=row.pk).exists():
            continue
        values = {name: getattr(row, name) for name in rule.fields} | {pointer.name: kept}
        near_duplicate = rows.filter(condition, **values).exclude(pk=row.pk).first()
        if near_duplicate is not None and None not in values.values():
            return near_duplicate
    return None
