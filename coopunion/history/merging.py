"""Merging one record into another: everything that points at it is pointed at the other, and every write is recorded.

What both records have and one may have only once (a first certificate, a status of a day, a producer) is merged in
turn: the kept record's row stays, the other's is annulled, or deleted where its model has no annulment. `undo_merge`
reverts the recorded steps, from the last to the first, and refuses where a row was changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Never, NotRequired, TypedDict

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model, Q, UniqueConstraint

from coopunion.authorship import set_author
from coopunion.models import Evidence, Record, User

CHANGED, CREATED, DELETED = "changed", "created", "deleted"
# Columns that `save` itself writes: no change of what the record says.
BOOKKEEPING = frozenset({"updated_at", "search_text"})
DOUBLE = "Trùng với dòng đã có ở hồ sơ giữ lại khi gộp"
Columns = dict[str, str | None]  # every column of a row as text that gives the same value back


class MergeStep(TypedDict):
    """One write of a merge, as JSON keeps it: `model` by its label, columns before and after as far as they differ."""

    what: str
    model: str
    pk: int
    before: NotRequired[Columns]
    after: NotRequired[Columns]


class CannotUndoMerge(ValueError):
    """A row was changed since the merge; the message says which, in Vietnamese."""


@dataclass
class MergeWriter:
    """Writes a merge, by a person for a reason, and records every write in `steps`, which can be kept as JSON."""

    by: User | None
    reason: str
    steps: list[MergeStep] = field(default_factory=list)

    def merge_into(self, removed: Model, kept: Model) -> None:
        """Point everything that points at `removed` at `kept`, but for models with `stays_when_merged`."""
        for row, pointer in pointing_at(removed):
            conflicting = conflicting_row(row, pointer, kept)
            if conflicting is None:
                self.change(row, {pointer.name: kept})
                continue
            self.merge_into(row, conflicting)
            if isinstance(row, Record):
                annulled = {"state": Record.State.ANNULLED, "annulled_because": f"{DOUBLE}: {kept}"}
                self.change(row, {**annulled, pointer.name: kept})
            else:
                self.delete(row)
        for evidence in Evidence.objects.of(removed):
            self.change(evidence, {"object_id": kept.pk})

    def change(self, row: Model, values: Mapping[str, object]) -> None:
        before = snapshot(row)
        for name, value in values.items():
            setattr(row, name, value)
        set_author(row, self.by, self.reason)
        row.save()
        after = snapshot(fresh(row))
        differing = [name for name in before if before[name] != after[name]]
        step = _step(CHANGED, row)
        step["before"] = {name: before[name] for name in differing}
        step["after"] = {name: after[name] for name in differing}
        self.steps.append(step)

    def create(self, row: Model) -> None:
        set_author(row, self.by, self.reason)
        row.save()
        self.steps.append(_step(CREATED, row))

    def delete(self, row: Model) -> None:
        step = _step(DELETED, row)
        step["before"] = snapshot(row)
        self.steps.append(step)
        set_author(row, self.by, self.reason)
        row.delete()


def _step(what: str, row: Model) -> MergeStep:
    return {"what": what, "model": row._meta.label_lower, "pk": row.pk}


def undo_merge(steps: Sequence[MergeStep], *, by: User | None, reason: str) -> list[Model]:
    """Every row as it was before the steps. CannotUndoMerge where one was changed since; then nothing is written.

    Returns the rows in which other fields were changed since: those keep their new values.
    """
    try:
        with transaction.atomic():
            undone = [UNDO[step["what"]](apps.get_model(step["model"]), step, by, reason) for step in reversed(steps)]
            return [row for row in undone if row is not None]
    except IntegrityError as error:
        raise CannotUndoMerge("Một hồ sơ khác nay đã mang mã số hoặc ngày mà hồ sơ cũ từng có.") from error


def _undo_change(model: type[Model], step: MergeStep, by: User | None, reason: str) -> Model | None:
    """The row, if other fields of it were changed since; else None."""
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
    _assign(row, {name: value for name, value in step["before"].items() if name not in BOOKKEEPING})
    set_author(row, by, reason)
    row.save()
    if not untouched:
        return row
    _write_columns(row, {name: value for name, value in step["before"].items() if name in BOOKKEEPING})
    return None


def _undo_creation(model: type[Model], step: MergeStep, by: User | None, reason: str) -> None:
    row = model._default_manager.filter(pk=step["pk"]).first()
    if row is not None:  # else somebody has deleted it already
        set_author(row, by, reason)
        row.delete()


def _undo_deletion(model: type[Model], step: MergeStep, by: User | None, reason: str) -> None:
    row = model()
    _assign(row, step["before"])
    set_author(row, by, reason)
    row.save(force_insert=True)
    _write_columns(row, {name: value for name, value in step["before"].items() if name != model._meta.pk.attname})


Undo = Callable[[type[Model], MergeStep, User | None, str], Model | None]
UNDO: dict[str, Undo] = {CHANGED: _undo_change, CREATED: _undo_creation, DELETED: _undo_deletion}


def _locked(model: type[Model], step: MergeStep) -> Model:
    try:
        return model._default_manager.select_for_update().get(pk=step["pk"])
    except ObjectDoesNotExist as error:
        raise CannotUndoMerge(f"Một {model._meta.verbose_name} (#{step['pk']}) đã bị xóa sau khi gộp.") from error


def _assign(row: Model, values: Columns) -> None:
    for name, value in values.items():
        setattr(row, name, _python(row, name, value))


def _write_columns(row: Model, values: Columns) -> None:
    """Write the columns exactly as they were, by UPDATE: `save` would write some of its own."""
    wanted = {name: _python(row, name, value) for name, value in values.items()}
    if wanted:
        type(row)._default_manager.filter(pk=row.pk).update(**wanted)


def _python(row: Model, name: str, value: str | None) -> object:
    """The value of a column from its text in a step."""
    columns = {column.attname: column for column in row._meta.concrete_fields}
    return None if value is None else columns[name].to_python(value)


def snapshot(row: Model) -> Columns:
    """Every column of a row as text that gives the same value back; None for NULL."""
    return {
        column.attname: None if column.value_from_object(row) is None else column.value_to_string(row)
        for column in row._meta.concrete_fields
    }


def fresh(row: Model) -> Model:
    """The row as the database has it now."""
    return type(row)._default_manager.get(pk=row.pk)


def pointing_at(record: Model) -> Iterator[tuple[Model, ForeignKey[Never, object]]]:
    """Every row, of whichever app, with the foreign key by which it points at the record; histories stay."""
    for relation in record._meta.get_fields(include_hidden=True):
        model = relation.related_model
        pointer = getattr(relation, "field", None)
        if not relation.auto_created or relation.concrete or not isinstance(pointer, ForeignKey):
            continue
        if model is None or hasattr(model, "instance_type") or getattr(model, "stays_when_merged", False):
            continue
        for row in model._default_manager.filter(**{pointer.name: record}).order_by("pk"):
            yield row, pointer


def conflicting_row(row: Model, pointer: ForeignKey[Never, object], kept: Model) -> Model | None:
    """The row of `kept` that excludes this one by a unique constraint, once this one points at `kept`; None if none."""
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
        conflicting = rows.filter(condition, **values).exclude(pk=row.pk).first()
        if conflicting is not None and None not in values.values():
            return conflicting
    return None
