"""Merging one record into another: everything that points at it is pointed at the other, and every write is recorded.

What both records have and one may have only once (a first certificate, a status of a day, a producer) is merged in
turn: the kept record's row stays, the other's is annulled, or deleted where its model has no annulment. `undo_merge`
reverts the recorded steps, from the last to the first, and refuses where a row was changed since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Never, TypedDict

from django.db import transaction
from django.db.models import ForeignKey, Model, Q, UniqueConstraint

from coopunion.authorship import set_author
from coopunion.history.reverting import CannotRevert, Reversion, Write, by_whom, is_stamp, newest_row, revert
from coopunion.models import Evidence, Record, User
from coopunion.models.history_rows import as_of

MOVED, DOUBLE, ADDED = "moved", "double", "added"  # what a merge does to a row; the two records are moved as well
BECAUSE_DOUBLE = "Trùng với dòng đã có ở hồ sơ giữ lại khi gộp"


class MergeStep(TypedDict):
    """One write of a merge, as JSON keeps it: `model` by its label, `history` the id of its row of history.

    `name` and `search_text` are those before; no history keeps the latter.
    """

    what: str
    model: str
    pk: int
    history: int
    name: str
    search_text: str


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
                annulled = {"state": Record.State.ANNULLED, "annulled_because": f"{BECAUSE_DOUBLE}: {kept}"}
                self.change(row, {**annulled, pointer.name: kept}, DOUBLE)
            else:
                self.delete(row)
        for evidence in Evidence.objects.of(removed):
            self.change(evidence, {"object_id": kept.pk})

    def change(self, row: Model, values: Mapping[str, object], what: str = MOVED) -> None:
        with self._step(what, row):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()

    def create(self, row: Model) -> None:
        self.change(row, {}, ADDED)

    def delete(self, row: Model) -> None:
        with self._step(DOUBLE, row):
            row.delete()

    @contextmanager
    def _step(self, what: str, row: Model) -> Iterator[None]:
        pk, name, text = row.pk, getattr(row, "name", ""), getattr(row, "search_text", "")
        set_author(row, self.by, self.reason)
        yield
        pk = pk or row.pk
        history, label = newest_row(type(row), pk).history_id, row._meta.label_lower
        self.steps.append(MergeStep(what=what, model=label, pk=pk, history=history, name=name, search_text=text))


def undo_merge(steps: Sequence[MergeStep], *, by: User | None, reason: str) -> None:
    """Every row as it was before the steps. CannotRevert where one was changed since; then nothing is written.

    Fields that the merge did not write keep what was entered in them since.
    """
    written: dict[str, list[int]] = {}
    for step in steps:
        written.setdefault(step["model"], []).append(step["history"])
    texts = {(step["model"], step["pk"]): step["search_text"] for step in reversed(steps)}
    with transaction.atomic():
        reversions = [Reversion(label, ids) for label, ids in written.items()]
        writes = [write for part in reversions for write in part.writes.values() if write.before]
        for write in writes:
            _refuse_if_changed(write)
        untouched = [not write.present or not write.differing(write.present, stamps=True) for write in writes]
        revert(reversions, user=by, reason=reason)
        for write, exactly in zip(writes, untouched, strict=True):
            text = texts[write.last.instance_type._meta.label_lower, write.last.id]
            _restore_bookkeeping(write, text if exactly else None)


def _refuse_if_changed(write: Write) -> None:
    if write.before is None or write.deleted:
        return
    name = f"{str(write.last.instance_type._meta.verbose_name).capitalize()} “{as_of(write.last)}”"
    later = by_whom(newest_row(write.last.instance_type, write.last.id))
    if write.present is None:
        raise CannotRevert(f"{name} đã bị xóa sau khi gộp: {later}.")
    changed = write.differing(write.present)
    if labels := [str(field.verbose_name) for field in write.differing(write.before) if field in changed]:
        raise CannotRevert(f"{name} đã được sửa sau khi gộp ({', '.join(labels)}): {later}.")


def _restore_bookkeeping(write: Write, search_text: str | None) -> None:
    """What saving itself writes is as before the merge too; `search_text` is None if others saved the row since."""
    row = write.last.instance_type._default_manager.get(pk=write.last.id)
    stamps = [field.attname for field in write.last.tracked_fields if is_stamp(field) and search_text is not None]
    values = {name: getattr(write.before, name) for name in stamps}
    if isinstance(row, Record):
        values["search_text"] = row.prepare().search_text if search_text is None else search_text
    if values:
        type(row)._default_manager.filter(pk=row.pk).update(**values)


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
