"""Taking back: objects become what a version of their history says, each with its row of history, author and reason.

`restore` does that for one object and any of its versions, and `restore_rows` for its rows that were deleted together
with it. `revert` does it for everything that one action wrote, an
import or a merge: what it created is deleted, what it changed or deleted is as before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CASCADE, ForeignObjectRel, Model, ProtectedError, Q, RestrictedError
from django.db.models.deletion import Collector
from django.utils import timezone

from coopunion.authorship import author, set_author
from coopunion.history import writing
from coopunion.models import Evidence, Record, User
from coopunion.models.history_rows import AnyField, HistoryRow, as_of, history_of
from coopunion.periods import Days

CHUNK = 500
NAMED = 5
T = TypeVar("T")
M = TypeVar("M", bound=Model)
Row = HistoryRow[Model]


class CannotRevert(ValueError):
    """An object was changed or used since; the message says which, by whom and when, in Vietnamese."""


def restore(version: M, *, user: User | None, reason: str, seen: int | None = None) -> M:
    """Save the object, now locked, as this version of it, in the caller's transaction.

    ValidationError where the version does not fit now, or the object was changed after its row of history `seen`.
    """
    present = type(version)._default_manager.select_for_update().filter(pk=version.pk)
    # A version is a new object; validation must not take the object itself for another one.
    version._state.adding = not list(present.values_list("pk", flat=True))
    newest = newest_row(type(version), version.pk)
    if seen is not None and newest.history_id != seen:
        raise ValidationError(f"“{as_of(newest)}” đã được sửa từ khi mở trang lịch sử ({by_whom(newest)}).")
    version.clean_fields()  # what it refers to must be there before its own rules can look at it
    if isinstance(version, Record):
        version.prepare()
    version.full_clean()
    set_author(version, user, reason)
    version.save()
    return version


def days_touched(now: Record | None, then: Record) -> list[Days]:
    """The days on which replacing `now` by its version `then` may change a figure; `now` is None if deleted."""
    if now is None:
        return [*then.days(), *then.days_decided_by(("state",))]
    names = {field.attname: field.name for field in then._meta.concrete_fields}
    changed = {name for attname, name in names.items() if getattr(now, attname) != getattr(then, attname)}
    if now.counts == then.counts:
        changed.discard("state")
    return [*now.days(), *then.days(), *then.days_decided_by(changed)]


def rows_deleted_with(row: HistoryRow[Record], history: Sequence[HistoryRow[Record]]) -> list[HistoryRow[Model]]:
    """The last history rows of what was deleted with the record, to be restored with it.

    `row` is the version to restore, `history` the record's own, newest first. A record that exists has lost nothing,
    unless `row` is a deletion: then what is still missing of it is restored too.
    """
    deletion = next((version for version in (history[0], row) if version.history_type == "-"), None)
    if deletion is None:
        return []
    relations = deletion.instance_type._meta.related_objects  # a mark about two records names neither (`+`)
    own = (each for each in relations if each.on_delete is CASCADE and hasattr(each.related_model, "history"))
    return [lost for relation in own for lost in _deleted_rows(relation, deletion, history)]


def _deleted_rows(
    relation: ForeignObjectRel, deletion: HistoryRow[Record], history: Sequence[HistoryRow[Record]]
) -> list[HistoryRow[Model]]:
    """What was deleted between the record's last change and its own deletion, which is written last.

    A row that a person removed in that last change was written with no reason or with another one; a row that the
    record's deletion deleted has no reason at all, or the deletion's own.
    """
    model = relation.related_model
    before = next((version.history_date for version in history if version.history_id < deletion.history_id), None)
    deleted = history_of(model).filter(
        Q(history_change_reason=None) | Q(history_change_reason=deletion.history_change_reason),
        **{relation.remote_field.attname: deletion.id},
        history_type="-",
        history_date__lte=deletion.history_date,
    )
    deleted = deleted.filter(history_date__gt=before) if before else deleted
    return list(deleted.exclude(id__in=model._default_manager.values("pk")).order_by("id"))


def restore_rows(rows: Iterable[HistoryRow[Model]], user: User, reason: str) -> list[str]:
    """Restore the rows, in the transaction that restores their record. Returns what cannot be restored, and why."""
    left = []
    for row in rows:
        try:
            restore(as_of(row), user=user, reason=reason)
        except ValidationError as error:  # what it refers to was deleted, or another row took its place
            left.append(f"{row.instance_type._meta.verbose_name}: {' '.join(error.messages)}")
    return left


@dataclass
class Write:
    """An object's version before an action (None: created by it), the action's last row, and it now (None: deleted)."""

    before: Row | None
    last: Row
    present: Model | None

    @property
    def deleted(self) -> bool:
        return self.last.history_type == "-"

    def differing(self, other: Row | Model, *, stamps: bool = False) -> list[AnyField]:
        """The columns in which another version differs from what the action left; `stamps`: also those of saving."""
        fields = [field for field in self.last.tracked_fields if stamps or not is_stamp(field)]
        return [field for field in fields if getattr(other, field.attname) != getattr(self.last, field.attname)]

    @property
    def is_as_left(self) -> bool:
        return self.deleted if self.present is None else not (self.deleted or self.differing(self.present))


class Reversion:
    """What one action wrote to the objects of one model, by the ids of its rows of history. Locks the objects."""

    def __init__(self, label: str, history_ids: Sequence[int]) -> None:
        self.label, self.model = label, apps.get_model(label)
        self.history = history_of(self.model).order_by("history_id")
        first: dict[int, Row] = {}
        last: dict[int, Row] = {}
        for _, row in sorted(self.history.in_bulk(history_ids).items()):
            first.setdefault(row.id, row)
            last.pop(row.id, None)  # in the order of the last writes
            last[row.id] = row
        before = self._before(first)
        present = self.model._default_manager.select_for_update().order_by("pk").in_bulk(sorted(last))
        self.writes = {pk: Write(before.get(pk), row, present.get(pk)) for pk, row in last.items()}

    def _before(self, first: Mapping[int, Row]) -> dict[int, Row]:
        """The versions before the first writes; a deletion's own row is the object as it was."""
        before = {pk: row for pk, row in first.items() if row.history_type == "-"}
        changed = [row for row in first.values() if row.history_type == "~"]
        for chunk in _chunks(changed):
            earlier = self.history.filter(id__in=[row.id for row in chunk], history_id__lt=chunk[-1].history_id)
            before |= {row.id: row for row in earlier if row.history_id < first[row.id].history_id}
        if lost := [as_of(row) for row in changed if row.id not in before]:
            raise CannotRevert(f"Lịch sử không có bản trước của: {_listed(lost)}.")
        return before

    def changed_since(self, passed: Iterable[int]) -> list[Row]:
        """The last rows of history of objects that were saved since the action.

        The rows in `passed` do not count where the object is again as the action left it.
        """
        found, allowed = {}, set(passed)
        for chunk in _chunks(list(self.writes)):
            oldest = min(self.writes[pk].last.history_id for pk in chunk)
            for row in self.history.filter(id__in=chunk, history_id__gt=oldest):
                write = self.writes[row.id]
                later = row.history_id > write.last.history_id
                if later and (row.history_id not in allowed or not write.is_as_left):
                    found[row.id] = row
        return list(found.values())

    @property
    def created(self) -> list[Model]:
        """Objects that the action created and that are still there."""
        return [write.present for write in self.writes.values() if write.before is None and write.present]

    def run(self, user: User | None, reason: str, created: Mapping[type[Model], Collection[int]]) -> list[int]:
        lost, changed = [], []
        for write in reversed(self.writes.values()):  # what took a code from another gives it back first
            if write.before is not None and write.deleted:
                lost.append(as_of(write.before))
            elif write.before is not None and write.present is not None:
                for field in write.differing(write.before):
                    setattr(write.present, field.attname, getattr(write.before, field.attname))
                changed.append(write.present)
        for version in (*lost, *changed):
            if isinstance(version, Record):
                version.prepare()
        written = writing.create(lost, user, reason) + writing.update(changed, user, reason)
        for chunk in _chunks(self.created):
            self._refuse_if_used([record.pk for record in chunk], created)
            written += writing.remove(chunk, user, reason)
        return written

    def _refuse_if_used(self, pks: Sequence[int], created: Mapping[type[Model], Collection[int]]) -> None:
        """What was entered on the new objects since would be deleted with them, or forbids that."""
        collector = Collector(using="default")
        try:
            collector.collect(self.model._default_manager.filter(pk__in=pks))
        except (ProtectedError, RestrictedError) as error:
            found = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
            raise CannotRevert(f"Hồ sơ mới đã được dùng ở: {_listed(found)}.") from error
        more = [record for rows in (*collector.data.values(), *collector.fast_deletes) for record in rows]
        more = [record for record in more if record.pk not in created.get(type(record), ())]
        kind = ContentType.objects.get_for_model(self.model)
        more += Evidence.objects.filter(content_type=kind, object_id__in=pks)[:NAMED]
        if more:
            raise CannotRevert(f"Hồ sơ mới đã có thêm: {_listed(more)}.")


def revert(reversions: Sequence[Reversion], *, user: User | None, reason: str) -> dict[str, list[int]]:
    """Revert what an action wrote, the last model first. Returns the ids of the rows of history written, by model.

    CannotRevert where what it created is used now, or another object took a place; then nothing is written.
    """
    created = {part.model: {row.pk for row in part.created} for part in reversions}
    try:
        with transaction.atomic():
            return {part.label: part.run(user, reason, created) for part in reversed(reversions)}
    except IntegrityError as error:
        raise CannotRevert("Một hồ sơ khác nay đã mang mã số hoặc ngày mà hồ sơ cũ từng có.") from error


def newest_row(model: type[Model], pk: int) -> Row:
    row: Row = history_of(model).filter(id=pk).latest("history_id")
    return row


def by_whom(row: Row) -> str:
    return f"{author(row)}, {timezone.localtime(row.history_date):%d/%m/%Y %H:%M}"


def is_stamp(field: AnyField) -> bool:
    """Whether saving itself writes the column."""
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


def _listed(records: Iterable[Model]) -> str:
    return "; ".join(sorted(f"{record._meta.verbose_name}: {record}" for record in records)[:NAMED])


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
