"""The rows of a table on a cooperative's page."""

from __future__ import annotations

from typing import Any


def rows_of(relation: str, *related: str) -> Any:
    """The cooperative's rows of a relation, the last first; annulled ones stand struck out, so they are shown too."""

    def rows(cooperative: Any) -> Any:
        found = getattr(cooperative, relation).order_by("-pk")
        return found.select_related(*related) if related else found

    return rows
