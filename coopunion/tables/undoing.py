"""Undoes an import as a whole: deletes what it created and restores what it changed, with rows of history for both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Max, ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils import timezone
from simple_history.utils import get_history_model_for_model

from coopunion.authorship import author
from coopunion.models import Evidence, JournalEntry, Record, SignedPeriod, TableImport, User
from coopunion.tables import writing
from coopunion.tables.importing import NeedsAnswer
from coopunion.tables.registry import table_resources
from coopunion.text import clean

CHUNK = 500
NAMED = 5
T = TypeVar("T")


class ImportedRow(Protocol):
    """A row of history that the import wrote. Its type: "+" created the record, "~" changed, "-" deleted it."""

    pk: int | None
    id: int
    history_id: int
    history_type: str
    history_date: datetime
    history_user: User | None
    history_change_reason: str | None
    instance: models.Model


class CannotUndo(Exception):
    """Somebody has changed the records since; the message lists them."""


def undo(pk: int, *, user: User, reason: str = "") -> TableImport:
    """Undo the import, once. Raises CannotUndo or NeedsAnswer, and then does nothing."""
    with transaction.atomic():
        row = TableImport.objects.select_for_update().get(pk=pk)
        if row.state != TableImport.State.APPLIED:
            return row
        reason = clean(reason)
        steps = [_Step(apps.get_model(label), history_ids) for label, history_ids in row.written.items()]
        for step in steps:
            step.refuse_if_touched()
        if not reason and (signed := _signed(row, steps)):
            raise NeedsAnswer(f"Có hồ sơ thuộc kỳ đã duyệt ({signed}): ghi lý do hoàn tác.")
        why = f"Hoàn tác lần nhập {row.pk}" + (f": {reason}" if reason else "")
        created = {step.model: set(step.created) for step in steps}
        for step in reversed(steps):
            step.revert(user, why, created)
        row.state, row.undone_at, row.undo_reason = TableImport.State.UNDONE, timezone.now(), reason
        row.save(update_fields=["state", "undone_at", "undo_reason"])
        JournalEntry.write(
            "hoàn tác nhập từ Excel", user=user, title=f"Tệp {row.file_name}", detail=reason, url=row.get_absolute_url()
        )
        return row


class _Step:
    """What the import did to the records of one model."""

    def __init__(self, model: type[models.Model], history_ids: Sequence[int]) -> None:
        self.model = model
        self.history = get_history_model_for_model(model)
        self.rows: list[ImportedRow] = [
            row for chunk in _chunks(history_ids) for row in self.history.objects.filter(history_id__in=chunk)
        ]
        self.created = [row.id for row in self.rows if row.history_type == "+"]
        self.changed = [row for row in self.rows if row.history_type == "~"]
        self.deleted = [row for row in self.rows if row.history_type == "-"]

    def refuse_if_touched(self) -> None:
        mine = {row.id: row.history_id for row in self.rows}
        touched = []
        for chunk in _chunks(list(mine)):
            list(self.model._default_manager.filter(pk__in=chunk).select_for_update().values_list("pk", flat=True))
            latest = self.history.objects.filter(id__in=chunk).values("id").annotate(last=Max("history_id"))
            touched += [row["last"] for row in latest.order_by("id") if row["last"] != mine[row["id"]]]
        if touched:
            later = self.history.objects.filter(history_id__in=touched[:NAMED]).select_related("history_user")
            listed = "; ".join(f"{row.instance} ({author(row)}, {_when(row)})" for row in later)
            raise CannotUndo(
                f"Sau lần nhập, {len(touched)} hồ sơ đã được sửa: {listed}. Không hoàn tác cả tệp được nữa."
            )

    def revert(self, user: User, reason: str, created: dict[type[models.Model], set[int]]) -> None:
        if self.deleted:
            writing.create(_prepared([row.instance for row in self.deleted]), user, reason)
        self._restore(user, reason)
        self._delete(user, reason, created)

    def _restore(self, user: User, reason: str) -> None:
        """Save each changed record as it was in the row of history before the import's."""
        before: dict[int, models.Model] = {}
        for chunk in _chunks(self.changed):
            last = max(row.history_id for row in chunk)
            earlier = self.history.objects.filter(id__in=[row.id for row in chunk], history_id__lt=last)
            mine = {row.id: row.history_id for row in chunk}
            for row in earlier.order_by("history_id"):
                if row.history_id < mine[row.id]:
                    before[row.id] = row.instance
        writing.update(_prepared(list(before.values())), user, reason)

    def _delete(self, user: User, reason: str, created: dict[type[models.Model], set[int]]) -> None:
        for chunk in _chunks(self.created):
            self._refuse_if_used(chunk, created)
            rows = [row for row in self.rows if row.id in set(chunk)]
            for row in rows:
                row.pk = None
                row.history_type, row.history_date = "-", timezone.now()
                row.history_user, row.history_change_reason = user, reason
            self.history.objects.bulk_create(rows)
            deleted = self.model._default_manager.filter(pk__in=chunk)
            deleted._raw_delete(deleted.db)

    def _refuse_if_used(self, pks: Sequence[int], created: dict[type[models.Model], set[int]]) -> None:
        """What was entered on the new records since would be deleted with them, or forbids that."""
        collector = Collector(using="default")
        try:
            collector.collect(self.model._default_manager.filter(pk__in=pks))
        except (ProtectedError, RestrictedError) as error:
            found = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
            used = sorted(f"{record._meta.verbose_name}: {record}" for record in found)
            raise CannotUndo(f"Hồ sơ mới đã được dùng ở: {'; '.join(used[:NAMED])}.") from error
        more = [record for model, rows in collector.data.items() if model not in created for record in rows]
        more += [record for rows in collector.fast_deletes if rows.model not in created for record in rows[:NAMED]]
        kind = ContentType.objects.get_for_model(self.model)
        more += Evidence.objects.filter(content_type=kind, object_id__in=pks)[:NAMED]
        if more:
            listed = "; ".join(f"{record._meta.verbose_name}: {record}" for record in more[:NAMED])
            raise CannotUndo(f"Hồ sơ mới đã có thêm: {listed}.")


def _prepared(records: list[models.Model]) -> list[models.Model]:
    return [record.prepare() if isinstance(record, Record) else record for record in records]


def _when(row: ImportedRow) -> str:
    return f"{timezone.localtime(row.history_date):%d/%m/%Y %H:%M}"


def _signed(row: TableImport, steps: Sequence[_Step]) -> str:
    """The approved periods that the import touched, and those approved since that hold a day of its records."""
    periods = list(SignedPeriod.objects.all())
    records = (history.instance for step in steps for history in step.rows) if periods else ()
    resource = table_resources()[row.resource]()
    days = {day for record in records for day in resource.days_of(record)}
    since = {period.title for period in periods if any(period.holds(day) for day in days)}
    return "; ".join(sorted({*row.signed, *since}))


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
