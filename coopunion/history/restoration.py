"""Putting a record back from its history: with the rows inside it, that went with it when it was deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from coopunion.authorship import set_author
from coopunion.models import Record, User


def days_touched(now: Record | None, then: Record) -> list[date]:
    """The days on which putting `then` in place of `now` may change a figure; None stands for a deleted record."""
    if now is None:
        return [*then.days(), *then.days_decided_by(("state",))]
    fields = [each.name for each in then._meta.concrete_fields if _differ(now, then, each.attname)]
    return [*now.days(), *then.days(), *then.days_decided_by(fields)]


def _differ(now: Record, then: Record, name: str) -> bool:
    return now.counts != then.counts if name == "state" else getattr(now, name) != getattr(then, name)


def rows_lost(row: Any, history: Sequence[Any]) -> list[Any]:
    """The last rows of history of what was deleted with the record, to be put back with it.

    `row` is the version to put back, `history` the record's own, newest first. A record that is there again loses
    nothing: only where the very deletion is put back does what is still missing come too.
    """
    deletion = next((each for each in (history[0], row) if each.history_type == "-"), None)
    if deletion is None:
        return []
    return [lost for relation in _taken_along(deletion.instance_type) for lost in _lost(relation, deletion, history)]


def _taken_along(model: type[models.Model]) -> Iterator[Any]:
    """The relations by which a record has rows of its own; a mark about two records names neither (`+`)."""
    for relation in model._meta.related_objects:
        if relation.on_delete is models.CASCADE and hasattr(relation.related_model, "history"):
            yield relation


def _lost(relation: Any, deletion: Any, history: Sequence[Any]) -> list[Any]:
    """What went between the record's last change and its deletion, which comes last.

    A row that a person took out in that last change was signed with no reason or with another one; what the deletion
    took along bears none at all, or the deletion's own.
    """
    model = relation.related_model
    before = next((each.history_date for each in history if each.history_id < deletion.history_id), None)
    gone = model.history.filter(
        Q(history_change_reason=None) | Q(history_change_reason=deletion.history_change_reason),
        **{relation.field.attname: deletion.id},
        history_type="-",
        history_date__lte=deletion.history_date,
    )
    gone = gone.filter(history_date__gt=before) if before else gone
    return list(gone.exclude(id__in=model._default_manager.values("pk")).order_by("id"))


def put_back(lost: Iterable[Any], user: User, reason: str) -> list[str]:
    """In the transaction that puts their record back. Returns what cannot come back, and why."""
    left = []
    for row in lost:
        each = row.instance
        try:
            each.full_clean()
        except ValidationError as error:  # what it names is gone, or another has taken its place
            left.append(f"{each._meta.verbose_name}: {' '.join(error.messages)}")
        else:
            set_author(each, user, reason)
            each.save()
    return left
