"""Which rows of a history the journal's words find, also of what was deleted.

Histories keep no search text. What there is now is found by its table, of which a history may have many rows; of what
was deleted, the row that its deletion wrote is read: they are few, and no row leaves the database.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from coopunion.history.deleted_labels import naming, naming_rows, owning
from coopunion.models import Record
from coopunion.search_index import holding

DELETED = "-"


def about(model: Any, words: str) -> Q:
    """Rows of the history of what the words find: by its own words, or by those of what names it."""
    found = _own(model, words, "id")
    for pointer, above in _above(model, owning(model)).items():
        found |= _pointed(above, words, pointer)
    for relation in naming_rows(model):
        listed, pointer = relation.related_model, relation.field.attname
        for other, named in _above(listed).items():
            rows = listed.history.filter(_pointed(named, words, other))
            found |= Q(id__in=rows.values(pointer))
    return found


def _own(model: Any, words: str, column: str) -> Q:
    """Rows whose column holds the number of what has the words itself, now or when it was deleted."""
    fields = getattr(model, "search_fields", ())
    found = Q(**{f"{column}__in": ()})
    if issubclass(model, Record):
        found |= Q(**{f"{column}__in": model._default_manager.matching(words).values("pk")})
    elif fields:
        found |= Q(**{f"{column}__in": model._default_manager.filter(holding(words, *fields)).values("pk")})
    if fields:
        deleted = model.history.filter(history_type=DELETED).filter(holding(words, *fields))
        found |= Q(**{f"{column}__in": deleted.values("id")})
    return found


def _pointed(model: Any, words: str, column: str) -> Q:
    """Rows whose column holds the number of what the words find, also by what that belongs to."""
    found = _own(model, words, column)
    for pointer, above in _above(model, owning(model)).items():
        named = _pointed(above, words, pointer)
        found |= Q(**{f"{column}__in": model._default_manager.filter(named).values("pk")})
        found |= Q(**{f"{column}__in": model.history.filter(history_type=DELETED).filter(named).values("id")})
    return found


def _above(model: Any, owner: Any = None) -> dict[str, Any]:
    """The columns that point at what a row is named by, and at its owner."""
    fields = [field for field in (*naming(model), owner) if field is not None and field.related_model is not model]
    return {field.attname: field.related_model for field in fields}


def because(words: str) -> Q:
    return Q(history_change_reason__gt="") & holding(words, "history_change_reason")
