"""What lines of history are about: rows as they are now or, once deleted, as their history last had them.

A model says which of its texts find it (`search_fields`), which relations its name and address are read from
(`named_by`), and which rows of its own its name lists (`named_rows`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import CASCADE, Max, Prefetch, QuerySet

from coopunion.models import Evidence, Record
from coopunion.registers.registry import register_of


def naming(model: Any) -> list[Any]:
    """The relations that a row's name is read from."""
    return [model._meta.get_field(name) for name in getattr(model, "named_by", ())]


def naming_rows(model: Any) -> list[Any]:
    """The relations to the rows that a record's name lists."""
    return [model._meta.get_field(name) for name in getattr(model, "named_rows", ())]


def owning(model: Any) -> Any:
    """The relation to the record on whose page rows are shown that have none of their own; None of others."""
    if hasattr(model, "get_absolute_url"):
        return None
    relations = [field for field in model._meta.concrete_fields if field.is_relation]
    return next((field for field in relations if field.remote_field.on_delete is CASCADE), None)


def present_or_deleted(model: Any, numbers: Iterable[int | None]) -> dict[int, Any]:
    """The rows by their numbers, with all that their names need: the same queries, however many."""
    wanted = {number for number in numbers if number is not None}
    found = _present(model).in_bulk(wanted) if wanted else {}
    gone = wanted - found.keys()
    return found | _gone(model, gone) if gone and hasattr(model, "history") else found


def owners(model: Any, rows: Mapping[int, Any]) -> dict[int, Any]:
    """The records that files are attached to, and that rows without a page belong to, by the numbers of the rows."""
    if model is Evidence:
        return _owners_of_files(rows)
    field = owning(model)
    if field is None:
        return {}
    found = present_or_deleted(field.related_model, (getattr(row, field.attname) for row in rows.values()))
    numbers = {number: getattr(row, field.attname) for number, row in rows.items()}
    return {number: found[owner] for number, owner in numbers.items() if owner in found}


def name_of(row: Any) -> str:
    try:
        return str(row)
    except ObjectDoesNotExist:  # what it is named by left no history
        return f"#{row.pk}"


def is_gone(row: Any) -> bool:
    return row._state.adding


def page_of(row: Any) -> str:
    """The page that shows it; of what was deleted, the history it can be restored from, or what it belonged to."""
    if not hasattr(row, "get_absolute_url"):
        return ""
    if not is_gone(row):
        return row.get_absolute_url()
    if isinstance(row, Record):
        return register_of(type(row)).url("history", row.pk)
    above = [field for field in naming(row) if field.related_model is not type(row) and field.is_cached(row)]
    return page_of(getattr(row, above[0].name)) if above else ""


def _owners_of_files(files: Mapping[int, Any]) -> dict[int, Any]:
    attached: dict[int, dict[int, int]] = defaultdict(dict)
    for number, file in files.items():
        attached[file.content_type_id][number] = file.object_id
    found: dict[int, Any] = {}
    for kind, records in attached.items():
        known = present_or_deleted(ContentType.objects.get_for_id(kind).model_class(), records.values())
        found |= {number: known[record] for number, record in records.items() if record in known}
    return found


def _present(model: Any) -> QuerySet:
    rows = model._default_manager.all()
    if paths := _paths(model):
        rows = rows.select_related(*paths)
    listed = [Prefetch(relation.name, _present(relation.related_model)) for relation in naming_rows(model)]
    return rows.prefetch_related(*listed) if listed else rows


def _paths(model: Any) -> list[str]:
    paths = []
    for field in naming(model):
        further = [] if field.related_model is model else _paths(field.related_model)
        paths += [field.name, *(f"{field.name}__{each}" for each in further)]
    return paths


def _gone(model: Any, numbers: set[int]) -> dict[int, Any]:
    newest = model.history.filter(id__in=numbers).order_by().values("id").annotate(last=Max("history_id"))
    told = model.history.filter(history_id__in=newest.values("last"))
    # Not `told.instance`: that asks the table, row by row, for what no history keeps.
    rows = {row.id: model(**{each.attname: getattr(row, each.attname) for each in row.tracked_fields}) for row in told}
    for field in naming(model):
        above = present_or_deleted(field.related_model, (getattr(row, field.attname) for row in rows.values()))
        for row in rows.values():
            if (number := getattr(row, field.attname)) in above:
                setattr(row, field.name, above[number])
    for relation in naming_rows(model):
        _recall_rows(relation, rows)
    return rows


def _recall_rows(relation: Any, rows: Mapping[int, Any]) -> None:
    """The rows that went with the records, where the records' own manager will look for them."""
    model, pointer = relation.related_model, relation.field.attname
    numbers = model.history.filter(history_type="-", **{f"{pointer}__in": rows.keys()}).values_list("id", flat=True)
    went: dict[int, list[Any]] = defaultdict(list)
    for each in present_or_deleted(model, numbers).values():
        went[getattr(each, pointer)].append(each)
    for number, row in rows.items():
        row._prefetched_objects_cache = {relation.name: went[number]}
