"""From cells to records: every row read, matched to what is already there, and its values put into place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Model

from coopunion.models import Place, Record
from coopunion.places.record_places import place_of, why_unplaced
from coopunion.tables.columns import RECORD, RecordPart, TableColumn
from coopunion.tables.corrections import NearMiss
from coopunion.tables.import_row import WHOLE_ROW, ImportRow
from coopunion.tables.matching import Matcher, place_key
from coopunion.tables.names import PlaceName
from coopunion.tables.readers import Masked
from coopunion.tables.workbooks import SheetTable
from coopunion.text import clean

if TYPE_CHECKING:
    from coopunion.tables.resource import TableResource

EMPTY = "Chưa nhập."
KEPT = object()
PLACE = "place"


class RowMapper:
    """Works through the rows of one file, with the columns that the file has."""

    def __init__(self, resource: TableResource, columns: Sequence[TableColumn]) -> None:
        self.resource = resource
        self.columns = [column for column in columns if not column.readonly]
        for column in self.columns:
            column.reader.prepare(resource)
        self._by_part = {
            part.name: [column for column in self.columns if column.fills and part.name in column.parts]
            for part in resource.parts
        }
        self._fields = {
            (part.name, column.attribute): part.model_field(column.attribute)
            for part in resource.parts
            for column in self._by_part[part.name]
        }
        for part in resource.parts:
            for column in self._by_part[part.name]:
                column.reader.bind(self._fields[part.name, column.attribute])
        self._given: dict[tuple[str, int, str], tuple[ImportRow, Any]] = {}

    def columns_of(self, part: RecordPart) -> list[TableColumn]:
        return self._by_part[part.name]

    def own_columns_of(self, part: RecordPart) -> list[TableColumn]:
        """Without those that it shares with another part."""
        return [column for column in self._by_part[part.name] if column.parts == (part.name,)]

    # Reading

    def read(self, table: SheetTable) -> list[ImportRow]:
        """One import_row a row, also for blank ones."""
        order = sorted(self.columns, key=lambda column: column.reader.late)
        places = [
            (column, column.heading, table.headers.index(column.heading))
            for column in order
            if column.heading in table.headers
        ]
        return [self._read(table.row_number(index), row, places) for index, row in enumerate(table)]

    def _read(self, number: int, row: Sequence[Any], places: list[tuple[TableColumn, str, int]]) -> ImportRow:
        if all(cell == "" for cell in row):
            return ImportRow(number, {})
        import_row = ImportRow(number, {heading: row[place] for _, heading, place in places})
        for column, heading, place in places:
            try:
                value = column.reader.clean(row[place], import_row.values)
            except ValueError as error:
                import_row.refuse(heading, str(error))
                if isinstance(error, NearMiss) and error.offer:
                    import_row.offers[heading] = error.offer
                continue
            import_row.values[heading] = value
            if column.required and value is None and row[place] == "":
                import_row.refuse(heading, EMPTY)
        self.resource.complete(import_row)
        return import_row

    # Matching

    def match(self, import_rows: Iterable[ImportRow]) -> None:
        """Gives every row its records, part by part; a row that means no single one is refused."""
        rows = [import_row for import_row in import_rows if not import_row.is_blank]
        for part in self.resource.parts:
            described = [import_row for import_row in rows if self._describes(part, import_row)]
            matcher = Matcher(part, self._relations(part), lock=self.resource.lock)
            keys = [matcher.keys(self._known(part, import_row)) for import_row in described]
            found = [matcher.find(each) for each in keys]
            records = matcher.load(number for numbers in found for number in numbers)
            chosen = _Chosen(self, part, records)
            for import_row, each, numbers in zip(described, keys, found, strict=True):
                chosen.give(import_row, each, numbers)

    def _relations(self, part: RecordPart) -> tuple[str, ...]:
        """Foreign keys whose records are needed to compare and to show."""
        names = [column.attribute for column in self.columns_of(part)]
        fields = [self._fields[part.name, name] for name in names]
        return tuple(
            f"{field.name}__parent" if field.related_model is Place else field.name
            for field in fields
            if field.is_relation
        )

    def _describes(self, part: RecordPart, import_row: ImportRow) -> bool:
        if part.name == RECORD:
            return True
        if self.unread(part, import_row):
            return False
        if any(target not in import_row.records for target in part.links.values()):
            return False
        own = self.own_columns_of(part)
        return bool(own) and (
            part.removed_when_blank or any(import_row.values.get(each.heading) is not None for each in own)
        )

    def unread(self, part: RecordPart, import_row: ImportRow) -> frozenset[str]:
        """Fields of which the row says something that could not be read. A place still tells rows apart, as written."""
        wrong = [each for each in self.columns_of(part) if each.heading in import_row.wrong]
        return frozenset(column.attribute for column in wrong if not isinstance(column.reader, PlaceName))

    def _known(self, part: RecordPart, import_row: ImportRow) -> dict[str, Any]:
        known: dict[str, Any] = {}
        for column in self.columns_of(part):
            value = import_row.values.get(column.heading)
            if value is None and isinstance(column.reader, PlaceName) and column.heading in import_row.wrong:
                value = place_key(
                    str(import_row.cells[column.heading])
                )  # a unit that is no more may still be the record's
            known[column.attribute] = value
        return known | {field: import_row.records.get(target) for field, target in part.links.items()}

    def start(self, part: RecordPart, import_row: ImportRow) -> Model:
        """A new record, with what does not stand in the cells."""
        links = {field: import_row.records.get(target) for field, target in part.links.items()}
        record = part.model(**part.fixed, **links)
        if isinstance(record, Record):
            user = self.resource.user
            record.created_by = user
            record.department_id = user.department_id if user else None  # type: ignore[assignment]
            if record.department_id is None:
                import_row.refuse(WHOLE_ROW, "Chưa biết hồ sơ thuộc phòng nào: cần người nhập thuộc một phòng.")
        return record

    # Filling

    def fill(self, import_row: ImportRow) -> None:
        """Puts the values into the records and notes what that changes."""
        for part in self.resource.parts:
            record = import_row.records.get(part.name)
            if record is None:
                continue
            for name, target in part.links.items():
                self._link(part, name, target, import_row)
            for column in self.columns_of(part):
                self._put(part, column, record, import_row)
            if part.placed_by and record.place_id is None and PLACE not in self._wrong(part, import_row):
                self._place(part, record, import_row)

    def _link(self, part: RecordPart, name: str, target: str, import_row: ImportRow) -> None:
        """A record already there may come to point at another record of its row: an indicator at another task."""
        record, other = import_row.records[part.name], import_row.records.get(target)
        if part.name in import_row.new or getattr(record, f"{name}_id") == (other.pk if other else None):
            return
        if other is None and not part.model_field(name).null:
            return
        column = next(iter(self._by_part[target]))
        import_row.changes[column.heading] = (
            getattr(getattr(record, name), column.attribute, None),
            import_row.values[column.heading],
        )
        import_row.touched.setdefault(part.name, set()).add(name)
        setattr(record, name, other)

    def _put(self, part: RecordPart, column: TableColumn, record: Any, import_row: ImportRow) -> None:
        heading, name, new = column.heading, column.attribute, part.name in import_row.new
        field = self._fields[part.name, name]
        if not new and self._says_what_is(column, field, record, import_row):
            import_row.wrong.pop(heading, None)
            return
        if heading in import_row.wrong or (not new and self.resource.keeps(column, record, import_row)):
            return
        value = self._value(field, import_row.values.get(heading))
        if value is None and part.placed_by and name == PLACE:
            return
        if value is KEPT or (part.shared and self._contradicts(part, column, record, import_row)):
            return
        if not new and self.is_same(field, record, value):
            return
        old = getattr(record, name) if not new else None
        setattr(record, name, value)
        if not new:
            import_row.touched.setdefault(part.name, set()).add(name)
        if not (new and RECORD in import_row.new) and import_row.values.get(heading) != old:
            import_row.changes[heading] = (old, import_row.values.get(heading))

    def _says_what_is(self, column: TableColumn, field: models.Field, record: Any, import_row: ImportRow) -> bool:
        """Whether the cell names what the record has, in the words of an export.

        Such a name may mean something else today, or nothing (a commune that was renamed): it changes nothing.
        """
        if not (field.is_relation or isinstance(column.reader, Masked)):
            return False
        cell = import_row.cells.get(column.heading)
        return isinstance(cell, str) and cell != "" and cell == clean(column.reader.shown(getattr(record, field.name)))

    def _value(self, field: models.Field, value: Any) -> Any:
        """What an empty cell means: nothing, where the field may hold that, else what the record has or starts with."""
        if value is not None or field.null:
            return value
        return "" if field.blank and field.empty_strings_allowed else KEPT

    def is_same(self, field: models.Field, record: Any, value: Any) -> bool:
        old = getattr(record, field.attname)
        if field.is_relation:
            return value is not None and value.pk == old if old is not None else value is None
        if isinstance(old, str) and isinstance(value, str):
            return old == value or clean(old) == clean(value)
        return old == value

    def is_same_record(self, part: RecordPart, record: Any, import_row: ImportRow) -> bool:
        """Whether the row says of the record exactly what it is."""
        for column in self.columns_of(part):
            field = self._fields[part.name, column.attribute]
            value = self._value(field, import_row.values.get(column.heading))
            if value is None and part.placed_by and column.attribute == PLACE:
                continue
            if self._says_what_is(column, field, record, import_row):
                continue
            if value is not KEPT and not self.is_same(field, record, value):
                return False
        return True

    def _contradicts(self, part: RecordPart, column: TableColumn, record: Any, import_row: ImportRow) -> bool:
        """Whether an earlier row says something else of the same record; an empty cell says nothing."""
        value = import_row.values.get(column.heading)
        if value is None:
            return True
        first, given = self._given.setdefault((part.name, id(record), column.attribute), (import_row, value))
        if given == value:
            return False
        import_row.refuse(column.heading, f"Khác với dòng {first.number}: “{column.reader.shown(given)}”.")
        return True

    def _wrong(self, part: RecordPart, import_row: ImportRow) -> set[str]:
        return {column.attribute for column in self.columns_of(part) if column.heading in import_row.wrong}

    def _place(self, part: RecordPart, record: Any, import_row: ImportRow) -> None:
        """As an event's form does: the place of whom it is about, on its day."""
        subject = record
        for step in part.placed_by.split("."):
            subject = getattr(subject, step, None)
        day, lineage = record.happened_on, self.resource.places.lineage
        record.place = place_of(subject, day, lineage) if subject else None
        if subject and day and record.place is None and (why := why_unplaced(subject, day, lineage)):
            import_row.refuse(self._place_heading, why)

    @property
    def _place_heading(self) -> str:
        """The cell that says where a row is: the event's own or, where it has none, its subject's."""
        return next((each.heading for each in self.columns if isinstance(each.reader, PlaceName)), WHOLE_ROW)


class _Chosen:
    """Which record each row of one part means, and which are already another row's."""

    def __init__(self, mapper: RowMapper, part: RecordPart, records: dict[int, Model]) -> None:
        self.mapper, self.part, self.records = mapper, part, records
        self.used: dict[int, ImportRow] = {}
        self.new: dict[tuple[int, tuple], ImportRow] = {}

    def give(self, import_row: ImportRow, keys: list[tuple | None], numbers: list[int]) -> None:
        part = self.part
        own = self.mapper.own_columns_of(part)
        if part.removed_when_blank and all(import_row.values.get(column.heading) is None for column in own):
            self._take_away(import_row, numbers)
        elif numbers:
            self._give_known(import_row, numbers)
        elif any(key is not None for key in keys):
            self._give_new(import_row, keys)

    def _give_known(self, import_row: ImportRow, numbers: list[int]) -> None:
        free = [number for number in numbers if self.part.shared or number not in self.used]
        if len(numbers) > 1:
            same = [n for n in free if self.mapper.is_same_record(self.part, self.records[n], import_row)]
            if not same:
                import_row.refuse(WHOLE_ROW, f"Có {len(numbers)} hồ sơ trùng như vậy trong sổ; không rõ là hồ sơ nào.")
                return
            free = same
        if not free:
            import_row.refuse(*self.mapper.resource.repeated(import_row, self.used[numbers[0]]))
            return
        self.used[free[0]] = import_row
        import_row.records[self.part.name] = self.records[free[0]]

    def _give_new(self, import_row: ImportRow, keys: list[tuple | None]) -> None:
        unread = self.mapper.unread(self.part, import_row)  # what it means may differ from what other such rows mean
        own = [
            (place, key)
            for place, key in enumerate(keys)
            if key is not None and unread.isdisjoint(self.part.keys[place].fields)
        ]
        first = next((self.new[each] for each in own if each in self.new), None)
        if first is not None and not self.part.shared:
            import_row.refuse(*self.mapper.resource.repeated(import_row, first))
            return
        if first is not None:
            import_row.records[self.part.name] = first.records[self.part.name]
        else:
            import_row.records[self.part.name] = self.mapper.start(self.part, import_row)
        import_row.new.add(self.part.name)
        for each in own:
            self.new.setdefault(each, import_row)

    def _take_away(self, import_row: ImportRow, numbers: list[int]) -> None:
        for number in numbers:
            record = self.records[number]
            import_row.removed.append(record)
            for column in self.mapper.own_columns_of(self.part):
                import_row.changes[column.heading] = (getattr(record, column.attribute), None)
