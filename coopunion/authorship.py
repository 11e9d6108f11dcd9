"""Who changed a record and why: written for its next history row, and read from one."""

from __future__ import annotations

from typing import Any

from coopunion.models import User


def set_author(record: Any, user: User | None, reason: str) -> None:
    """Who changes the record and why, for its next history row."""
    record._history_user = user
    record._change_reason = reason


def author(row: Any) -> str:
    """Who wrote a row of history; where nobody was signed in, or there is no row, the portal itself."""
    return str((row and row.history_user) or "hệ thống")
