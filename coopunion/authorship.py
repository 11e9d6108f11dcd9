"""Who changed a record and why: written for its next history row, and read from one."""

from __future__ import annotations

from django.db.models import Model

from coopunion.models import User
from coopunion.models.history_rows import HistoryRow


def set_author(record: Model, user: User | None, reason: str) -> None:
    """Who changes the record and why, for its next history row."""
    record._history_user = user  # type: ignore[attr-defined]  # read by django-simple-history
    record._change_reason = reason  # type: ignore[attr-defined]  # the same


def author(row: HistoryRow[Model] | None) -> str:
    """Who wrote a row of history; where nobody was signed in, or there is no row, the portal itself."""
    return str((row and row.history_user) or "hệ thống")
