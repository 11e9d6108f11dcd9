"""Which record a row means: found by the natural keys of its part, all rows of a file together in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Model, prefetch_related_objects

from coopunion.models import Place, Record
from coopunion.tables.cells import Value
from coopunion.tables.columns import RecordPart
from coopunion.tables.import_row import RECORD, WHOLE_ROW, ImportRow
from coopunion.tables.names import PlaceName
from coopunion.tables.resource import TableResource, not_annulled
from coopunion.tables.row_mapping import RowMapper
from coopunion.text import clean, search_key

NAME = "name"
"""Compared as searched: without case and diacritics, abbreviations spelled out."""
KeyValues = tuple[object, ...]
"""The values of a key's fields, as they are compared."""


def match(table: TableResource, mapper: RowMapper) -> None:
    """Gives every row its records, part by part; a row that means no single one is refused."""
    rows = [import_row for import_row in table.import_rows if not import_row.is_blank]
    for part in table.parts:
        described = [import_row for import_row in rows if _describes(table, part, import_row)]
        matcher = Matcher(part)
        keys = [matcher.keys(_known_values(table, part, import_row)) for import_row in described]
        found = [matcher.find(row_keys) for row_keys in keys]
        relations = [field for _, field in table.filled(part.name) if field.is_relation]
        names = [f"{field.name}__parent" if field.related_model is Place else field.name for field in relations]
        chosen = _Chosen(table, mapper, part, matcher.load([pk for pks in found for pk in pks], names))
        for import_row, row_keys, pks in zip(described, keys, found, strict=True):
            chosen.give(import_row, row_keys, pks)


def _describes(table: TableResource, part: RecordPart, import_row: ImportRow) -> bool:
    """Whether the row says anything of the part's record."""
    if part.name == RECORD:
        return True
    if _unread(table, part, import_row) or any(target not in import_row.records for target in part.links.values()):
        return False
    own = table.own_columns(part.name)
    return bool(own) and (part.removed_when_blank or not _is_empty(table, part, import_row))


def _is_empty(table: TableResource, part: RecordPart, import_row: ImportRow) -> bool:
    return all(import_row.values.get(column.heading) is None for column in table.own_columns(part.name))


def _unread(table: TableResource, part: RecordPart, import_row: ImportRow) -> frozenset[str]:
    """Fields whose cells could not be read. A place still distinguishes rows, as it is written."""
    wrong = [column for column, _ in table.filled(part.name) if column.heading in import_row.wrong]
    return frozenset(column.attribute for column in wrong if not isinstance(column.reader, PlaceName))


def _known_values(table: TableResource, part: RecordPart, import_row: ImportRow) -> dict[str, Value]:
    """The values of the part's fields, for its keys."""
    known: dict[str, Value] = {}
    for column, _ in table.filled(part.name):
        value = import_row.values.get(column.heading)
        if value is None and isinstance(column.reader, PlaceName) and column.heading in import_row.wrong:
            # a unit that is no more may still be the record's
            value = place_key(str(import_row.cells[column.heading]))
        known[column.attribute] = value
    return known | {field: import_row.records.get(target) for field, target in part.links.items()}


class Matcher:
    """Finds the records of one part. Annulled records are not there."""

    def __init__(self, part: RecordPart) -> None:
        self.part = part
        self.fields = list(dict.fromkeys(name for key in part.keys for name in key))
        has_place = any(part.model_field(name).related_model is Place for name in self.fields)
        places = Place.objects.select_related("parent") if has_place else ()
        self._places = {place.pk: place_key(place.full_name) for place in places}
        self._by_key: list[dict[KeyValues, list[int]]] = [{} for _ in part.keys]
        self._own: dict[int, list[KeyValues | None]] = {}
        elsewhere: dict[int, list[dict[str, object]]] = defaultdict(list)
        for pk, values in part.elsewhere():
            elsewhere[pk].append({name: self._stored(name, value) for name, value in values.items()})
        rows = not_annulled(part.model._default_manager.filter(**part.fixed))
        for pk, *values in rows.values_list("pk", *self.fields):
            known = {name: self._stored(name, value) for name, value in zip(self.fields, values, strict=True)}
            self._own[pk] = self._keys(known)
            for values_by_name in (known, *({**known, **other} for other in elsewhere.get(pk, ()))):
                self._note(pk, self._keys(values_by_name))

    def _note(self, pk: int, keys: list[KeyValues | None]) -> None:
        for found, key in zip(self._by_key, keys, strict=True):
            if key is not None and pk not in found.setdefault(key, []):
                found[key].append(pk)

    def keys(self, known: Mapping[str, object]) -> list[KeyValues | None]:
        """The keys of a row, from the fields' values; None for a key the row does not have."""
        return self._keys({name: self._comparable(name, known.get(name)) for name in self.fields})

    def _keys(self, known: Mapping[str, object]) -> list[KeyValues | None]:
        return [
            tuple(known.get(name) for name in key)
            if all(known.get(name) not in (None, "") for name in key if name not in self.part.optional)
            else None
            for key in self.part.keys
        ]

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

    def load(self, pks: Iterable[int], relations: Sequence[str]) -> dict[int, Model]:
        """The records by primary key, with what is needed to compare and to show them."""
        found = self.part.model._default_manager.in_bulk(set(pks))
        prefetch_related_objects(list(found.values()), *relations, *self.part.prefetch)
        return found

    def _comparable(self, name: str, value: object) -> object:
        """A value of a cell as keys compare it."""
        if isinstance(value, Place):
            return self._places[value.pk]
        if isinstance(value, Model):
            return value.pk or ("new", id(value))
        return search_key(value) if name == NAME and isinstance(value, str) else value

    def _stored(self, name: str, value: object) -> object:
        if self.part.model_field(name).related_model is Place:
            return self._places.get(value) if isinstance(value, int) else None
        return search_key(value) if name == NAME and isinstance(value, str) else value


def place_key(name: str) -> str:
    """With its accents: xã Minh Quán and xã Minh Quân of one district are two."""
    return clean(name).lower()


def _differ(ones: Sequence[KeyValues | None], others: Sequence[KeyValues | None]) -> bool:
    """Whether of some key both have every value, and not the same ones."""
    return any(
        one is not None and other is not None and None not in (*one, *other) and one != other
        for one, other in zip(ones, others, strict=True)
    )


class _Chosen:
    """Assigns to each row its record of one part, known or new; another row's only where they are shared."""

    def __init__(self, table: TableResource, mapper: RowMapper, part: RecordPart, records: dict[int, Model]) -> None:
        self.table, self.mapper, self.part, self.records = table, mapper, part, records
        self.used: dict[int, ImportRow] = {}
        self.new: dict[tuple[int, KeyValues], ImportRow] = {}

    def give(self, import_row: ImportRow, keys: list[KeyValues | None], pks: list[int]) -> None:
        if self.part.removed_when_blank and _is_empty(self.table, self.part, import_row):
            self._delete(import_row, pks)
        elif pks:
            self._give_known(import_row, pks)
        elif any(key is not None for key in keys):
            self._give_new(import_row, keys)

    def _give_known(self, import_row: ImportRow, pks: list[int]) -> None:
        free = [pk for pk in pks if self.part.shared or pk not in self.used]
        if len(pks) > 1:
            same = [pk for pk in free if self.mapper.is_same_record(self.part, self.records[pk], import_row)]
            if not same:
                import_row.refuse(WHOLE_ROW, f"Có {len(pks)} hồ sơ trùng như vậy trong sổ; không rõ là hồ sơ nào.")
                return
            free = same
        if not free:
            import_row.refuse(*self.table.repeated(import_row, self.used[pks[0]]))
            return
        self.used[free[0]] = import_row
        import_row.records[self.part.name] = self.records[free[0]]

    def _give_new(self, import_row: ImportRow, keys: list[KeyValues | None]) -> None:
        unread = _unread(self.table, self.part, import_row)  # what it means may differ from what other such rows mean
        own = [
            (index, key)
            for index, key in enumerate(keys)
            if key is not None and unread.isdisjoint(self.part.keys[index])
        ]
        first = next((self.new[key] for key in own if key in self.new), None)
        if first is not None and not self.part.shared:
            import_row.refuse(*self.table.repeated(import_row, first))
            return
        record = first.records[self.part.name] if first is not None else self._start(import_row)
        import_row.records[self.part.name] = record
        import_row.new.add(self.part.name)
        for key in own:
            self.new.setdefault(key, import_row)

    def _start(self, import_row: ImportRow) -> Model:
        """A new record, with what the cells do not give."""
        links = {field: import_row.records.get(target) for field, target in self.part.links.items()}
        record = self.part.model(**self.part.fixed, **links)
        if isinstance(record, Record):
            user = self.table.user
            record.created_by = user
            record.department_id = user.department_id if user else None  # type: ignore[assignment]  # refused below
            if record.department_id is None:
                import_row.refuse(WHOLE_ROW, "Chưa biết hồ sơ thuộc phòng nào: cần người nhập thuộc một phòng.")
        return record

    def _delete(self, import_row: ImportRow, pks: list[int]) -> None:
        for record in (self.records[pk] for pk in pks):
            import_row.removed.append(record)
            for column in self.table.own_columns(self.part.name):
                import_row.changes[column.heading] = (getattr(record, column.attribute), None)
