"""Which rows of a history the words typed into the journal find, also of what was deleted.

Histories keep no search text. What exists is found by its table, since a history may have many rows of it; what was
deleted is found by the row that its deletion wrote: they are few, and no row leaves the database.
"""

from __future__ import annotations

from django.db.models import Model, Q

from coopunion.history.deleted_labels import Pointer, naming, naming_rows, owning
from coopunion.models import Record
from coopunion.models.history_rows import history_of
from coopunion.search_index import holding

DELETED = "-"


def about(model: type[Model], words: str) -> Q:
    """Rows of the history of the objects that the words find: by their own texts, or by those of what names them."""
    found = _own(model, words, "id")
    for pointer, above in _above(model, owning(model)).items():
        found |= _pointed(above, words, pointer)
    for relation in naming_rows(model):
        listed, pointer = relation.related_model, relation.field.attname
        for other, named in _above(listed).items():
            rows = history_of(listed).filter(_pointed(named, words, other))
            found |= Q(id__in=rows.values(pointer))
    return found


def _own(model: type[Model], words: str, column: str) -> Q:
    """Rows whose column holds the pk of an object that has the words itself, now or when it was deleted."""
    fields: tuple[str, ...] = getattr(model, "search_fields", ())
    found = Q(**{f"{column}__in": ()})
    if issubclass(model, Record):
        found |= Q(**{f"{column}__in": model.objects.matching(words).values("pk")})
    elif fields:
        found |= Q(**{f"{column}__in": model._default_manager.filter(holding(words, *fields)).values("pk")})
    if fields:
        deleted = history_of(model).filter(history_type=DELETED).filter(holding(words, *fields))
        found |= Q(**{f"{column}__in": deleted.values("id")})
    return found


def _pointed(model: type[Model], words: str, column: str) -> Q:
    """Rows whose column holds the pk of an object that the words find, also by what that belongs to."""
    found = _own(model, words, column)
    for pointer, above in _above(model, owning(model)).items():
        named = _pointed(above, words, pointer)
        found |= Q(**{f"{column}__in": model._default_manager.filter(named).values("pk")})
        deleted = history_of(model).filter(history_type=DELETED).filter(named)
        found |= Q(**{f"{column}__in": deleted.values("id")})
    return found


def _above(model: type[Model], owner: Pointer | None = None) -> dict[str, type[Model]]:
    """The columns that point at what a row is named by, and at its owner, with the models they point at."""
    fields = [field for field in (*naming(model), owner) if field is not None and field.related_model is not model]
    return {field.attname: field.related_model for field in fields}


def because(words: str) -> Q:
    return Q(history_change_reason__gt="") & holding(words, "history_change_reason")
