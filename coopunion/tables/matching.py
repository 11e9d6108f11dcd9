"""Which record a row means: found by the natural keys of its part, all rows of a file together in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Model, QuerySet, prefetch_related_objects

from coopunion.models import Place, Record
from coopunion.tables.columns import Key, RecordPart
from coopunion.text import clean, search_key

CHUNK = 500
KeyValues = tuple[object, ...]
"""The values of a key's fields, as they are compared."""


class Matcher:
    """Finds the records of one part. Annulled records are not there."""

    def __init__(self, part: RecordPart, relations: Sequence[str], *, lock: bool) -> None:
        self.part = part
        self.relations = relations
        self.lock = lock
        self._places = {
            place.pk: place_key(place.full_name)
            for place in (Place.objects.select_related("parent") if self._has_place() else ())
        }
        self.fields = fields = list(dict.fromkeys(name for key in part.keys for name in key.fields))
        self._by_key: list[dict[KeyValues, list[int]]] = [{} for _ in part.keys]
        self._own: dict[int, list[KeyValues | None]] = {}
        elsewhere: dict[int, list[dict[str, object]]] = defaultdict(list)
        for pk, values in part.elsewhere():
            elsewhere[pk].append({name: self._stored(name, value) for name, value in values.items()})
        for pk, *values in self.rows().values_list("pk", *fields):
            known = {name: self._stored(name, value) for name, value in zip(fields, values, strict=True)}
            keys = [key_of(key, known) for key in part.keys]
            self._own[pk] = keys
            for values_by_name in (known, *({**known, **other} for other in elsewhere.get(pk, ()))):
                self._note(pk, [key_of(key, values_by_name) for key in part.keys])

    def _note(self, pk: int, keys: list[KeyValues | None]) -> None:
        for found, key in zip(self._by_key, keys, strict=True):
            if key is not None and pk not in found.setdefault(key, []):
                found[key].append(pk)

    def rows(self) -> QuerySet[Model]:
        rows = self.part.model._default_manager.filter(**self.part.fixed)
        return rows.exclude(state=Record.State.ANNULLED) if issubclass(self.part.model, Record) else rows

    def keys(self, known: Mapping[str, object]) -> list[KeyValues | None]:
        """The keys of a row, from the fields' values; None for a key the row does not have."""
        comparable = {name: self.comparable(name, known.get(name)) for name in self.fields}
        return [key_of(key, comparable) for key in self.part.keys]

    def find(self, keys: Sequence[KeyValues | None]) -> list[int]:
        """The primary keys of the records that the first fitting key finds.

        A record found by a later key is not meant when an earlier key, which both have, differs.
        """
        for index, key in enumerate(keys):
            pks = self._by_key[index].get(key, []) if key is not None else []
            found = [pk for pk in pks if not _differ(keys[:index], self._own[pk][:index])]
            if found:
                return found
        return []

    def load(self, pks: Iterable[int]) -> dict[int, Model]:
        """The records by primary key, locked until the transaction ends where they are going to be written."""
        wanted = list(dict.fromkeys(pks))
        found: dict[int, Model] = {}
        for chunk in _chunks(wanted):
            rows = self.part.model._default_manager.filter(pk__in=chunk)
            found |= {row.pk: row for row in (rows.select_for_update() if self.lock else rows)}
        prefetch_related_objects(list(found.values()), *self.relations, *self.part.prefetch)
        return found

    def comparable(self, name: str, value: object) -> object:
        """A value of a cell as keys compare it."""
        if isinstance(value, Place):
            return self._places[value.pk]
        if isinstance(value, Model):
            return value.pk or ("new", id(value))
        return search_key(value) if name in self.part.accent_insensitive and isinstance(value, str) else value

    def _stored(self, name: str, value: object) -> object:
        field = self.part.model_field(name)
        if field.related_model is Place:
            return self._places.get(value) if isinstance(value, int) else None
        return search_key(value) if name in self.part.accent_insensitive and isinstance(value, str) else value

    def _has_place(self) -> bool:
        return any(self.part.model_field(name).related_model is Place for key in self.part.keys for name in key.fields)


def place_key(name: str) -> str:
    """With its accents: xã Minh Quán and xã Minh Quân of one district are two."""
    return clean(name).lower()


def key_of(key: Key, known: Mapping[str, object]) -> KeyValues | None:
    values = tuple(known.get(name) for name in key.fields)
    empty = any(value in (None, "") for name, value in zip(key.fields, values, strict=True) if name not in key.optional)
    return None if empty else values


def _differ(ones: Sequence[KeyValues | None], others: Sequence[KeyValues | None]) -> bool:
    """Whether of some key both have every value, and not the same ones."""
    return any(
        one is not None and other is not None and None not in (*one, *other) and one != other
        for one, other in zip(ones, others, strict=True)
    )


def _chunks(pks: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(pks), CHUNK):
        yield pks[start : start + CHUNK]
