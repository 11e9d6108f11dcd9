"""Restoring a record from its history, with its rows that were deleted together with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import CASCADE, ForeignObjectRel, Model, Q

from coopunion.authorship import set_author
from coopunion.models import Record, User
from coopunion.models.history_rows import HistoryRow, history_of


def days_touched(now: Record | None, then: Record) -> list[date]:
    """The days on which replacing `now` by its version `then` may change a figure; `now` is None if deleted."""
    if now is None:
        return [*then.days(), *then.days_decided_by(("state",))]
    fields = [field.name for field in then._meta.concrete_fields if _differ(now, then, field.attname)]
    return [*now.days(), *then.days(), *then.days_decided_by(fields)]


def _differ(now: Record, then: Record, name: str) -> bool:
    before, after = (now.counts, then.counts) if name == "state" else (getattr(now, name), getattr(then, name))
    return bool(before != after)


def rows_deleted_with(row: HistoryRow[Record], history: Sequence[HistoryRow[Record]]) -> list[HistoryRow[Model]]:
    """The last history rows of what was deleted with the record, to be restored with it.

    `row` is the version to restore, `history` the record's own, newest first. A record that exists has lost nothing,
    unless `row` is a deletion: then what is still missing of it is restored too.
    """
    deletion = next((version for version in (history[0], row) if version.history_type == "-"), None)
    if deletion is None:
        return []
    relations = _cascading(deletion.instance_type)
    return [lost for relation in relations for lost in _deleted_rows(relation, deletion, history)]


def _cascading(model: type[Model]) -> Iterator[ForeignObjectRel]:
    """The relations by which a record has rows of its own; a mark about two records names neither (`+`)."""
    for relation in model._meta.related_objects:
        if relation.on_delete is CASCADE and hasattr(relation.related_model, "history"):
            yield relation


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
        restored = row.instance
        try:
            restored.full_clean()
        except ValidationError as error:  # what it refers to was deleted, or another row took its place
            left.append(f"{restored._meta.verbose_name}: {' '.join(error.messages)}")
        else:
            set_author(restored, user, reason)
            restored.save()
    return left
