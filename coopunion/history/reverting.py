"""Taking back: objects become what a version of their history says, each with its row of history, author and reason.

`restore` does that for one object and any of its versions. `Reversion` does it for everything that one action wrote, an
import or a merge: what it created is deleted, what it changed or deleted is as before; refused where it was changed
since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils import timezone

from coopunion.authorship import author, set_author
from coopunion.history import writing
from coopunion.models import Evidence, Record, User
from coopunion.models.history_rows import AnyField, HistoryRow, as_of, history_of

CHUNK = 500
NAMED = 5
T = TypeVar("T")
M = TypeVar("M", bound=Model)
Row = HistoryRow[Model]
Created = Mapping[type[Model], Collection[int]]
"""The objects that an action created, by their primary keys."""


class CannotRevert(ValueError):
    """An object was changed or used since; the message says which, by whom and when, in Vietnamese."""


def restore(version: M, *, user: User | None, reason: str, seen: int | None = None) -> M:
    """Save the object as this version of it, in the caller's transaction, with the object locked.

    ValidationError where the version does not fit now, or the object was changed after its row of history `seen`.
    """
    present = type(version)._default_manager.select_for_update().filter(pk=version.pk)
    # A version is a new object; validation must not take the object itself for another one.
    version._state.adding = not list(present.values_list("pk", flat=True))
    newest: Row = history_of(type(version)).filter(id=version.pk).latest("history_id")
    if seen is not None and newest.history_id != seen:
        raise ValidationError(f"“{as_of(newest)}” đã được sửa từ khi mở trang lịch sử ({by_whom(newest)}).")
    version.clean_fields()  # what it refers to must be there before its own rules can look at it
    if isinstance(version, Record):
        version.prepare()
    version.full_clean()
    set_author(version, user, reason)
    version.save()
    return version


@dataclass(frozen=True)
class Write:
    """What an action made of one object: its versions before and after, None where it did not exist."""

    before: Row | None
    after: Row | None
    last: Row
    """The last row of history that the action wrote of it."""

    @property
    def changed(self) -> list[AnyField]:
        """The columns in which it changed the object; those that saving itself writes are none."""
        fields = [field for field in self.last.tracked_fields if not is_stamp(field)]
        return [field for field in fields if self.before is None or not self.same(self.before, field)]

    def same(self, other: Row | Model, field: AnyField) -> bool:
        return bool(getattr(other, field.attname) == getattr(self.last, field.attname))


class Reversion:
    """The writes of one action, by the ids of their rows of history, with their objects locked."""

    def __init__(self, written: Mapping[str, Iterable[int]]) -> None:
        self.parts = [_Part(apps.get_model(label), list(ids)) for label, ids in written.items()]

    def writes(self) -> Iterator[Write]:
        return (write for part in self.parts for write in part.writes.values())

    def saved_since(self) -> set[tuple[str, int]]:
        """Which objects were saved since, by model label and pk: not those that are again exactly as they were left."""
        return {(part.label, pk) for part in self.parts for pk in part.writes if not part.is_as_left(pk, stamps=True)}

    def changed_since(self, passed: Mapping[str, Collection[int]]) -> list[Row]:
        """The last rows of history of objects that were saved since.

        The rows in `passed`, by model label, do not count where the object is again as the action left it.
        """
        return [row for part in self.parts for row in part.changed_since(set(passed.get(part.label, ())))]

    def conflicts(self) -> Iterator[tuple[Row, list[AnyField]]]:
        """Objects whose columns that the action changed were changed again since: the last row and these columns.

        No columns: the object itself is deleted.
        """
        return (conflict for part in self.parts for conflict in part.conflicts())

    def run(self, user: User | None, reason: str) -> dict[str, list[int]]:
        """Revert, the last model first. Returns the ids of the rows of history written, by model label.

        CannotRevert where what was created is used now, or another object took the place of what was; then nothing is
        written.
        """
        created = {part.model: {row.pk for row in part.created} for part in self.parts}
        try:
            with transaction.atomic():
                return {part.label: part.revert(user, reason, created) for part in reversed(self.parts)}
        except IntegrityError as error:
            raise CannotRevert("Một hồ sơ khác nay đã mang mã số hoặc ngày mà hồ sơ cũ từng có.") from error


class _Part:
    """What an action did to the objects of one model."""

    def __init__(self, model: type[Model], history_ids: Sequence[int]) -> None:
        self.model, self.label, self.history = model, model._meta.label_lower, history_of(model).order_by("history_id")
        first: dict[int, Row] = {}
        last: dict[int, Row] = {}
        for chunk in _chunks(sorted(history_ids)):
            for row in self.history.filter(history_id__in=chunk):
                first.setdefault(row.id, row)
                last.pop(row.id, None)  # in the order of the last writes
                last[row.id] = row
        before = self._before(first)
        self.writes = {
            pk: Write(before.get(pk), None if row.history_type == "-" else row, row) for pk, row in last.items()
        }
        self.present: dict[int, Model] = {}
        for chunk in _chunks(sorted(last)):
            locked = model._default_manager.select_for_update().filter(pk__in=chunk).order_by("pk")
            self.present |= {row.pk: row for row in locked}

    def _before(self, first: Mapping[int, Row]) -> dict[int, Row]:
        """The versions before the first writes; a deletion's own row is the object as it was."""
        changed = [row for row in first.values() if row.history_type == "~"]
        before = {pk: row for pk, row in first.items() if row.history_type == "-"}
        for chunk in _chunks(changed):
            ids, newest = [row.id for row in chunk], max(row.history_id for row in chunk)
            for row in self.history.filter(id__in=ids, history_id__lt=newest):
                if row.history_id < first[row.id].history_id:
                    before[row.id] = row
        if lost := [row for row in changed if row.id not in before]:
            raise CannotRevert(f"Lịch sử không có bản trước của: {_listed([as_of(row) for row in lost])}.")
        return before

    @property
    def created(self) -> list[Model]:
        """Objects that the action created and that are still there."""
        return [self.present[pk] for pk, write in self.writes.items() if write.before is None and pk in self.present]

    def later(self) -> dict[int, list[int]]:
        """The ids of the rows of history written since, by object, the oldest first."""
        found: dict[int, list[int]] = {}
        for chunk in _chunks(list(self.writes.items())):
            ids, oldest = [pk for pk, _ in chunk], min(write.last.history_id for _, write in chunk)
            rows = self.history.filter(id__in=ids, history_id__gt=oldest)
            for pk, history_id in rows.values_list("id", "history_id"):
                if history_id > self.writes[pk].last.history_id:
                    found.setdefault(pk, []).append(history_id)
        return found

    def changed_since(self, passed: set[int]) -> list[Row]:
        later = self.later()
        last = [ids[-1] for pk, ids in later.items() if not (passed.issuperset(ids) and self.is_as_left(pk))]
        rows = self.history.select_related("history_user")
        return [row for chunk in _chunks(sorted(last)) for row in rows.filter(history_id__in=chunk)]

    def is_as_left(self, pk: int, *, stamps: bool = False) -> bool:
        """Whether the object is now as the action left it; `stamps`: also in the columns that saving itself writes."""
        write, present = self.writes[pk], self.present.get(pk)
        if write.after is None or present is None:
            return write.after is None and present is None
        fields = write.after.tracked_fields
        return all(write.same(present, field) for field in fields if stamps or not is_stamp(field))

    def conflicts(self) -> Iterator[tuple[Row, list[AnyField]]]:
        for pk, write in self.writes.items():
            if write.before is None or write.after is None:
                continue
            fields = write.changed
            again = [field for field in fields if not write.same(self.present.get(pk, write.last), field)]
            if again or pk not in self.present:
                yield self.history.filter(id=pk).select_related("history_user").latest("history_id"), again

    def revert(self, user: User | None, reason: str, created: Created) -> list[int]:
        gone, changed = [], []
        for pk, write in reversed(self.writes.items()):  # what took a code from another gives it back first
            if write.before is None:
                continue
            if write.after is None:
                gone.append(_prepared(as_of(write.before)))
                continue
            for field in write.changed:
                setattr(self.present[pk], field.attname, getattr(write.before, field.attname))
            changed.append(_prepared(self.present[pk]))
        written = writing.create(gone, user, reason) + writing.update(changed, user, reason)
        for chunk in _chunks(self.created):
            self._refuse_if_used(chunk, created)
        return written + writing.remove(self.created, user, reason)

    def _refuse_if_used(self, records: Sequence[Model], created: Created) -> None:
        """What was entered on the new objects since would be deleted with them, or forbids that."""
        pks = [record.pk for record in records]
        collector = Collector(using="default")
        try:
            collector.collect(self.model._default_manager.filter(pk__in=pks))
        except (ProtectedError, RestrictedError) as error:
            found = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
            raise CannotRevert(f"Hồ sơ mới đã được dùng ở: {_listed(sorted(found, key=_kind_and_name))}.") from error
        more = [record for rows in (*collector.data.values(), *collector.fast_deletes) for record in rows]
        more = [record for record in more if record.pk not in created.get(type(record), ())]
        kind = ContentType.objects.get_for_model(self.model)
        more += Evidence.objects.filter(content_type=kind, object_id__in=pks)[:NAMED]
        if more:
            raise CannotRevert(f"Hồ sơ mới đã có thêm: {_listed(more)}.")


def by_whom(row: Row) -> str:
    return f"{author(row)}, {timezone.localtime(row.history_date):%d/%m/%Y %H:%M}"


def is_stamp(field: AnyField) -> bool:
    """Whether saving itself writes the column."""
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


def _prepared(version: Model) -> Model:
    return version.prepare() if isinstance(version, Record) else version


def _listed(records: Sequence[Model]) -> str:
    return "; ".join(_kind_and_name(record) for record in records[:NAMED])


def _kind_and_name(record: Model) -> str:
    return f"{record._meta.verbose_name}: {record}"


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
