"""Writes the demonstration's records, each with its history."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Model
from simple_history.utils import bulk_create_with_history

from coopunion.models import Record, User

REASON = "Nạp bản minh họa"


def keep(records: Sequence[Record]) -> None:
    """Save records of one model together; their author is a demo account of the records' department."""
    if not records:
        return
    authors = {user.department_id: user for user in User.objects.filter(is_demo=True, department__isnull=False)}
    for record in records:
        record.created_by = authors[record.department_id]
        record._history_user = record.created_by
        record.prepare()
    bulk_create_with_history(list(records), type(records[0]), default_change_reason=REASON)


def keep_children(rows: Sequence[Model]) -> None:
    """Save rows that belong to records (members, steps, donors) together, each with its history."""
    if rows:
        bulk_create_with_history(list(rows), type(rows[0]), default_change_reason=REASON)
