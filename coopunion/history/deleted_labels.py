"""Labels and pages of objects that history is about: as they are now or, once deleted, as their history last had them.

A model says which of its texts find it (`search_fields`), which relations its name and address are read from
(`named_by`), and which rows of its own its name lists (`named_rows`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Never, TypeAlias, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import CASCADE, ForeignKey, ManyToOneRel, Max, Model, Prefetch, QuerySet

from coopunion.models import Evidence, Record
from coopunion.models.history_rows import as_of, history_of
from coopunion.registers.register import register_of

T = TypeVar("T", bound=Model)
Pointer: TypeAlias = ForeignKey[Never, object]


def naming(model: type[Model]) -> list[Pointer]:
    """The foreign keys to what an object's name is read from."""
    fields = (model._meta.get_field(name) for name in getattr(model, "named_by", ()))
    return [field for field in fields if isinstance(field, ForeignKey)]


def naming_rows(model: type[Model]) -> list[ManyToOneRel]:
    """The relations to the rows that an object's name lists."""
    relations = (model._meta.get_field(name) for name in getattr(model, "named_rows", ()))
    return [relation for relation in relations if isinstance(relation, ManyToOneRel)]


def owning(model: type[Model]) -> Pointer | None:
    """The foreign key to the record on whose page rows without a page are shown; None where they have one."""
    if hasattr(model, "get_absolute_url"):
        return None
    pointers = (field for field in model._meta.concrete_fields if isinstance(field, ForeignKey))
    return next((pointer for pointer in pointers if pointer.remote_field.on_delete is CASCADE), None)


def present_or_deleted(model: type[T], pks: Iterable[int | None]) -> dict[int, T]:
    """The objects by pk, with all that their names need: the same number of queries, however many."""
    wanted = {pk for pk in pks if pk is not None}
    found: dict[int, T] = _present(model).in_bulk(wanted) if wanted else {}
    missing = wanted - found.keys()
    return found | _deleted(model, missing) if missing and hasattr(model, "history") else found


def owners(model: type[Model], rows: Mapping[int, Model]) -> dict[int, Model]:
    """The records that files are attached to, and that rows without a page belong to, by the pks of the rows."""
    if model is Evidence:
        return _owners_of_files({pk: file for pk, file in rows.items() if isinstance(file, Evidence)})
    field = owning(model)
    if field is None:
        return {}
    owner_pks: dict[int, int] = {pk: getattr(row, field.attname) for pk, row in rows.items()}
    found = present_or_deleted(field.related_model, owner_pks.values())
    return {pk: found[owner] for pk, owner in owner_pks.items() if owner in found}


def name_of(row: Model) -> str:
    try:
        return str(row)
    except ObjectDoesNotExist:  # what it is named by left no history
        return f"#{row.pk}"


def is_deleted(row: Model) -> bool:
    """Whether an object of present_or_deleted was made from its history."""
    return row._state.adding


def page_of(row: Model) -> str:
    """The page that shows it; of what was deleted, the history it can be restored from, or what it belonged to."""
    if not hasattr(row, "get_absolute_url"):
        return ""
    if not is_deleted(row):
        return str(row.get_absolute_url())
    if isinstance(row, Record):
        return register_of(type(row)).url("history", row.pk)
    above = [field for field in naming(type(row)) if field.related_model is not type(row) and field.is_cached(row)]
    return page_of(getattr(row, above[0].name)) if above else ""


def _owners_of_files(files: Mapping[int, Evidence]) -> dict[int, Model]:
    attached: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, file in files.items():
        attached[file.content_type_id][pk] = file.object_id
    found: dict[int, Model] = {}
    for kind, records in attached.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        known = present_or_deleted(model, records.values()) if model else {}
        found |= {pk: known[record] for pk, record in records.items() if record in known}
    return found


def _present(model: type[T]) -> QuerySet[T]:
    rows = model._default_manager.all()
    if paths := _paths(model):
        rows = rows.select_related(*paths)
    listed = [Prefetch(str(relation.name), _present(relation.related_model)) for relation in naming_rows(model)]
    return rows.prefetch_related(*listed) if listed else rows


def _paths(model: type[Model]) -> list[str]:
    """Arguments for select_related: what the name is read from, and what the names of those are read from."""
    paths = []
    for field in naming(model):
        further = [] if field.related_model is model else _paths(field.related_model)
        paths += [field.name, *(f"{field.name}__{path}" for path in further)]
    return paths


def _deleted(model: type[T], pks: set[int]) -> dict[int, T]:
    """Deleted objects, made from the last rows of their history."""
    newest = history_of(model).filter(id__in=pks).order_by().values("id").annotate(last=Max("history_id"))
    last_rows = history_of(model).filter(history_id__in=newest.values("last"))
    rows = {row.id: as_of(row) for row in last_rows}
    for field in naming(model):
        above = present_or_deleted(field.related_model, (getattr(row, field.attname) for row in rows.values()))
        for row in rows.values():
            if (pk := getattr(row, field.attname)) in above:
                setattr(row, field.name, above[pk])
    for relation in naming_rows(model):
        _attach_deleted_rows(relation, rows)
    return rows


def _attach_deleted_rows(relation: ManyToOneRel, records: Mapping[int, Model]) -> None:
    """Gives the records the rows that were deleted with them, where the records' own manager will look for them."""
    model, pointer = relation.related_model, relation.field.attname
    deleted = history_of(model).filter(history_type="-", **{f"{pointer}__in": records.keys()})
    rows: dict[int, list[Model]] = defaultdict(list)
    for row in present_or_deleted(model, deleted.values_list("id", flat=True)).values():
        rows[getattr(row, pointer)].append(row)
    for pk, record in records.items():
        record._prefetched_objects_cache = {relation.name: rows[pk]}  # type: ignore[attr-defined]  # of prefetch_related
