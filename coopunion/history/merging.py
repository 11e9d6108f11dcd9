"""Merging one record into another: everything that points at it is pointed at the other, and every write is recorded.

What both records have and one may have only once (a first certificate, a status of a day, a producer) is merged in
turn: the kept record's row stays, the other's is annulled, or deleted where its model has no annulment. `undo_merge`
reverts the recorded steps, from the last to the first, and refuses where a row was changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Never, NotRequired, TypedDict

from django.db import transaction
from django.db.models import ForeignKey, Model, Q, UniqueConstraint

from coopunion.authorship import set_author
from coopunion.forms.saving import renew_search_text
from coopunion.history.reverting import CannotRevert, Reversion, by_whom, is_stamp
from coopunion.models import Evidence, Record, User
from coopunion.models.history_rows import AnyField, HistoryRow, as_of, history_of

CHANGED, CREATED, DELETED = "changed", "created", "deleted"
DOUBLE = "Trùng với dòng đã có ở hồ sơ giữ lại khi gộp"


class MergeStep(TypedDict):
    """One write of a merge, as JSON keeps it: `model` by its label, `history` the id of its row of history.

    `before` and `after` are the fields that it changed, as text; `search_text`, in no history, is the one before.
    """

    what: str
    model: str
    pk: int
    history: int
    search_text: NotRequired[str]
    before: NotRequired[dict[str, str]]
    after: NotRequired[dict[str, str]]


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
        search_text, before = getattr(row, "search_text", None), _texts(row, values)
        for name, value in values.items():
            setattr(row, name, value)
        set_author(row, self.by, self.reason)
        row.save()
        after = _texts(row, values)
        differing = [name for name in before if before[name] != after[name]]
        step = self._step(CHANGED, row)
        step["before"] = {name: before[name] for name in differing}
        step["after"] = {name: after[name] for name in differing}
        if search_text is not None:
            step["search_text"] = search_text

    def create(self, row: Model) -> None:
        set_author(row, self.by, self.reason)
        row.save()
        self._step(CREATED, row)

    def delete(self, row: Model) -> None:
        pk = row.pk
        set_author(row, self.by, self.reason)
        row.delete()
        row.pk = pk
        self._step(DELETED, row)

    def _step(self, what: str, row: Model) -> MergeStep:
        history = history_of(row).latest("history_id").history_id
        step: MergeStep = {"what": what, "model": row._meta.label_lower, "pk": row.pk, "history": history}
        self.steps.append(step)
        return step


def _texts(row: Model, names: Iterable[str]) -> dict[str, str]:
    return {name: str(row.serializable_value(name)) for name in names}


def undo_merge(steps: Sequence[MergeStep], *, by: User | None, reason: str) -> None:
    """Every row as it was before the steps. CannotRevert where one was changed since; then nothing is written.

    Fields that the merge did not write keep what was entered in them since.
    """
    written: dict[str, list[int]] = {}
    for step in steps:
        written.setdefault(step["model"], []).append(step["history"])
    texts = {(step["model"], step["pk"]): step["search_text"] for step in reversed(steps) if "search_text" in step}
    with transaction.atomic():
        reversion = Reversion(written)
        for row, fields in reversion.conflicts():
            raise CannotRevert(_conflict(row, fields))
        saved_since = reversion.saved_since()
        reversion.run(by, reason)
        for write in reversion.writes():
            label, pk = write.last.instance_type._meta.label_lower, write.last.id
            if write.before is not None:
                _restore_bookkeeping(write.before, None if (label, pk) in saved_since else texts.get((label, pk), ""))


def _restore_bookkeeping(before: HistoryRow[Model], search_text: str | None) -> None:
    """What saving writes by itself is as before the merge too; `search_text` is None if others saved the row since."""
    rows = before.instance_type._default_manager.filter(pk=before.id)
    if search_text is None:
        for record in rows:
            if isinstance(record, Record):
                renew_search_text(record)
        return
    values = {field.attname: getattr(before, field.attname) for field in before.tracked_fields if is_stamp(field)}
    if issubclass(before.instance_type, Record):
        values["search_text"] = search_text
    if values:
        rows.update(**values)


def _conflict(row: HistoryRow[Model], fields: Sequence[AnyField]) -> str:
    name = f"{str(row.instance_type._meta.verbose_name).capitalize()} “{as_of(row)}”"
    if not fields:
        return f"{name} đã bị xóa sau khi gộp: {by_whom(row)}."
    return f"{name} đã được sửa sau khi gộp ({', '.join(str(field.verbose_name) for field in fields)}): {by_whom(row)}."


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
