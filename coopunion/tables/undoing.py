"""Taking an import back as a whole: what it made goes, what it changed becomes what it was; history tells of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Max, ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils import timezone

from coopunion.models import Evidence, JournalEntry, Record, SignedPeriod, TableImport, User
from coopunion.tables import writing
from coopunion.tables.importing import NeedsAnswer
from coopunion.tables.registry import table_resources
from coopunion.text import clean

CHUNK = 500
NAMED = 5


class CannotUndo(Exception):
    """Somebody has worked on the records since; the message says on which."""


def undo(number: int, *, user: User, reason: str = "") -> TableImport:
    """Undo the import once; whoever asks again finds it undone. Raises CannotUndo or NeedsAnswer, and does nothing."""
    with transaction.atomic():
        row = TableImport.objects.select_for_update().get(pk=number)
        if row.state != TableImport.State.APPLIED:
            return row
        reason = clean(reason)
        steps = [_Step(apps.get_model(label), numbers) for label, numbers in row.written.items()]
        for step in steps:
            step.refuse_if_touched()
        if not reason and (signed := _signed(row, steps)):
            raise NeedsAnswer(f"Có hồ sơ thuộc kỳ đã duyệt ({signed}): ghi lý do hoàn tác.")
        told = f"Hoàn tác lần nhập {row.pk}" + (f": {reason}" if reason else "")
        created = {step.model: set(step.created) for step in steps}
        for step in reversed(steps):
            step.take_back(user, told, created)
        row.state, row.undone_at, row.undo_reason = TableImport.State.UNDONE, timezone.now(), reason
        row.save(update_fields=["state", "undone_at", "undo_reason"])
        JournalEntry.write(
            "hoàn tác nhập từ Excel", user=user, title=f"Tệp {row.file_name}", detail=reason, url=row.get_absolute_url()
        )
        return row


class _Step:
    """What the import did to the records of one model."""

    def __init__(self, model: type[models.Model], numbers: Sequence[int]) -> None:
        self.model = model
        self.history: Any = model.history.model  # type: ignore[attr-defined]
        self.rows = [row for chunk in _chunks(numbers) for row in self.history.objects.filter(history_id__in=chunk)]
        self.created = [row.id for row in self.rows if row.history_type == "+"]
        self.changed = [row for row in self.rows if row.history_type == "~"]
        self.deleted = [row for row in self.rows if row.history_type == "-"]

    def refuse_if_touched(self) -> None:
        mine = {row.id: row.history_id for row in self.rows}
        touched = []
        for chunk in _chunks(list(mine)):
            list(self.model._default_manager.filter(pk__in=chunk).select_for_update().values_list("pk", flat=True))
            latest = self.history.objects.filter(id__in=chunk).values("id").annotate(last=Max("history_id"))
            touched += [each["last"] for each in latest.order_by("id") if each["last"] != mine[each["id"]]]
        if touched:
            later = self.history.objects.filter(history_id__in=touched[:NAMED]).select_related("history_user")
            told = "; ".join(f"{row.instance} ({row.history_user or 'hệ thống'}, {_when(row)})" for row in later)
            raise CannotUndo(f"Sau lần nhập, {len(touched)} hồ sơ đã được sửa: {told}. Không hoàn tác cả tệp được nữa.")

    def take_back(self, user: User, reason: str, created: dict[type[models.Model], set[int]]) -> None:
        if self.deleted:
            writing.create(_prepared([row.instance for row in self.deleted]), user, reason)
        self._restore(user, reason)
        self._remove(user, reason, created)

    def _restore(self, user: User, reason: str) -> None:
        """Each changed record as the row of history before the import's says it was."""
        before: dict[int, Any] = {}
        for chunk in _chunks(self.changed):
            last = max(row.history_id for row in chunk)
            earlier = self.history.objects.filter(id__in=[row.id for row in chunk], history_id__lt=last)
            mine = {row.id: row.history_id for row in chunk}
            for row in earlier.order_by("history_id"):
                if row.history_id < mine[row.id]:
                    before[row.id] = row.instance
        writing.update(_prepared(list(before.values())), user, reason)

    def _remove(self, user: User, reason: str, created: dict[type[models.Model], set[int]]) -> None:
        for chunk in _chunks(self.created):
            self._refuse_if_used(chunk, created)
            rows = [row for row in self.rows if row.id in set(chunk)]
            for row in rows:
                row.pk = None
                row.history_type, row.history_date = "-", timezone.now()
                row.history_user, row.history_change_reason = user, reason
            self.history.objects.bulk_create(rows)
            gone = self.model._default_manager.filter(pk__in=chunk)
            gone._raw_delete(gone.db)

    def _refuse_if_used(self, numbers: Sequence[int], created: dict[type[models.Model], set[int]]) -> None:
        """What was entered on the new records since would go with them, or hold them."""
        collector = Collector(using="default")
        try:
            collector.collect(self.model._default_manager.filter(pk__in=numbers))
        except (ProtectedError, RestrictedError) as error:
            found = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
            used = sorted(f"{each._meta.verbose_name}: {each}" for each in found)
            raise CannotUndo(f"Hồ sơ mới đã được dùng ở: {'; '.join(used[:NAMED])}.") from error
        more = [each for model, rows in collector.data.items() if model not in created for each in rows]
        more += [each for rows in collector.fast_deletes if rows.model not in created for each in rows[:NAMED]]
        kind = ContentType.objects.get_for_model(self.model)
        more += Evidence.objects.filter(content_type=kind, object_id__in=numbers)[:NAMED]
        if more:
            told = "; ".join(f"{each._meta.verbose_name}: {each}" for each in more[:NAMED])
            raise CannotUndo(f"Hồ sơ mới đã có thêm: {told}.")


def _prepared(records: list[Any]) -> list[Any]:
    return [each.prepare() if isinstance(each, Record) else each for each in records]


def _when(row: Any) -> str:
    return f"{timezone.localtime(row.history_date):%d/%m/%Y %H:%M}"


def _signed(row: TableImport, steps: Sequence[_Step]) -> str:
    """The approved periods that the import touched, and those approved since that hold a day of its records."""
    periods = list(SignedPeriod.objects.all())
    records = (each.instance for step in steps for each in step.rows) if periods else ()
    resource = table_resources()[row.resource]()
    days = {day for record in records for day in resource.days_of(record)}
    since = {period.title for period in periods if any(period.holds(day) for day in days)}
    return "; ".join(sorted({*row.signed, *since}))


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
