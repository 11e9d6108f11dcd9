"""From cells to records: every row is read, matched to known records, and its values are set on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Never, Protocol

from django.db.models import Field, Model

from coopunion.models import Place, Record
from coopunion.models.records import Event
from coopunion.places.record_places import place_of, why_unplaced
from coopunion.tables.cells import Cell, Value
from coopunion.tables.columns import RecordPart, TableColumn
from coopunion.tables.context import ImportContext
from coopunion.tables.corrections import NearMiss
from coopunion.tables.import_row import RECORD, WHOLE_ROW, ImportRow
from coopunion.tables.matching import KeyValues, Matcher, place_key
from coopunion.tables.names import PlaceName
from coopunion.tables.readers import Masked
from coopunion.tables.workbooks import SheetTable
from coopunion.text import clean

EMPTY = "Chưa nhập."
PLACE = "place"


class MappedTable(ImportContext, Protocol):
    """What the mapper asks of the table: the records of its rows, and what it decides for itself."""

    parts: tuple[RecordPart, ...]
    lock: bool

    def complete(self, import_row: ImportRow) -> None: ...

    def repeated(self, import_row: ImportRow, first: ImportRow) -> tuple[str, str]: ...

    def keeps(self, column: TableColumn, record: Model, import_row: ImportRow) -> bool: ...


class _Kept:
    """An empty cell of a field that may not be empty: the record keeps what it has."""


KEPT = _Kept()


class RowMapper:
    """Reads, matches and fills the rows of one file, with the columns that the file has."""

    def __init__(self, table: MappedTable, columns: Sequence[TableColumn]) -> None:
        self.table = table
        self.columns = [column for column in columns if not column.readonly]
        for column in self.columns:
            column.reader.prepare(table)
        self._by_part = {
            part.name: [column for column in self.columns if column.fills and part.name in column.parts]
            for part in table.parts
        }
        self._fields = {
            (part.name, column.attribute): part.model_field(column.attribute)
            for part in table.parts
            for column in self._by_part[part.name]
        }
        for part in table.parts:
            for column in self._by_part[part.name]:
                column.reader.bind(self._fields[part.name, column.attribute])
        self._given: dict[tuple[str, int, str], tuple[ImportRow, Value]] = {}

    def columns_of(self, part: RecordPart) -> list[TableColumn]:
        return self._by_part[part.name]

    def own_columns_of(self, part: RecordPart) -> list[TableColumn]:
        """Without those that it shares with another part."""
        return [column for column in self._by_part[part.name] if column.parts == (part.name,)]

    # Reading

    def read(self, sheet: SheetTable) -> list[ImportRow]:
        """One ImportRow for every row of the sheet, also for blank ones."""
        order = sorted(self.columns, key=lambda column: column.reader.late)
        columns = [
            (column, column.heading, sheet.headers.index(column.heading))
            for column in order
            if column.heading in sheet.headers
        ]
        return [self._read(sheet.row_number(index), row, columns) for index, row in enumerate(sheet.rows())]

    def _read(self, number: int, row: Sequence[Cell], columns: list[tuple[TableColumn, str, int]]) -> ImportRow:
        """`columns`: each with its heading and its position in the row."""
        if all(cell == "" for cell in row):
            return ImportRow(number, {})
        import_row = ImportRow(number, {heading: row[position] for _, heading, position in columns})
        for column, heading, position in columns:
            try:
                value = column.reader.clean(row[position], import_row.values)
            except ValueError as error:
                import_row.refuse(heading, str(error))
                if isinstance(error, NearMiss) and error.offer:
                    import_row.offers[heading] = error.offer
                continue
            import_row.values[heading] = value
            if column.required and value is None and row[position] == "":
                import_row.refuse(heading, EMPTY)
        self.table.complete(import_row)
        return import_row

    # Matching

    def match(self, import_rows: Iterable[ImportRow]) -> None:
        """Gives every row its records, part by part; a row that means no single one is refused."""
        rows = [import_row for import_row in import_rows if not import_row.is_blank]
        for part in self.table.parts:
            described = [import_row for import_row in rows if self._describes(part, import_row)]
            matcher = Matcher(part, self._relations(part), lock=self.table.lock)
            keys = [matcher.keys(self._known(part, import_row)) for import_row in described]
            found = [matcher.find(row_keys) for row_keys in keys]
            records = matcher.load(pk for pks in found for pk in pks)
            chosen = _Chosen(self, part, records)
            for import_row, row_keys, pks in zip(described, keys, found, strict=True):
                chosen.give(import_row, row_keys, pks)

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
            part.removed_when_blank or any(import_row.values.get(column.heading) is not None for column in own)
        )

    def unread(self, part: RecordPart, import_row: ImportRow) -> frozenset[str]:
        """Fields whose cells could not be read. A place still distinguishes rows, as it is written."""
        wrong = [column for column in self.columns_of(part) if column.heading in import_row.wrong]
        return frozenset(column.attribute for column in wrong if not isinstance(column.reader, PlaceName))

    def _known(self, part: RecordPart, import_row: ImportRow) -> dict[str, Value]:
        """The values of the part's fields, for its keys."""
        known: dict[str, Value] = {}
        for column in self.columns_of(part):
            value = import_row.values.get(column.heading)
            if value is None and isinstance(column.reader, PlaceName) and column.heading in import_row.wrong:
                # a unit that is no more may still be the record's
                value = place_key(str(import_row.cells[column.heading]))
            known[column.attribute] = value
        return known | {field: import_row.records.get(target) for field, target in part.links.items()}

    def start(self, part: RecordPart, import_row: ImportRow) -> Model:
        """A new record, with what the cells do not give."""
        links = {field: import_row.records.get(target) for field, target in part.links.items()}
        record = part.model(**part.fixed, **links)
        if isinstance(record, Record):
            user = self.table.user
            record.created_by = user
            record.department_id = user.department_id if user else None  # type: ignore[assignment]  # refused below
            if record.department_id is None:
                import_row.refuse(WHOLE_ROW, "Chưa biết hồ sơ thuộc phòng nào: cần người nhập thuộc một phòng.")
        return record

    # Filling

    def fill(self, import_row: ImportRow) -> None:
        """Sets the values on the records and notes what that changes."""
        for part in self.table.parts:
            record = import_row.records.get(part.name)
            if record is None:
                continue
            for name, target in part.links.items():
                self._link(part, name, target, import_row)
            for column in self.columns_of(part):
                self._put(part, column, record, import_row)
            if part.placed_by and isinstance(record, Event):
                self._place(part, record, import_row)

    def _link(self, part: RecordPart, name: str, target: str, import_row: ImportRow) -> None:
        """Point a known record at another record of its row, such as an indicator at another task."""
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

    def _put(self, part: RecordPart, column: TableColumn, record: Model, import_row: ImportRow) -> None:
        heading, name, new = column.heading, column.attribute, part.name in import_row.new
        field = self._fields[part.name, name]
        if not new and self._repeats_export(column, field, record, import_row):
            import_row.wrong.pop(heading, None)
            return
        if heading in import_row.wrong or (not new and self.table.keeps(column, record, import_row)):
            return
        value = self._value(field, import_row.values.get(heading))
        if value is None and part.placed_by and name == PLACE:
            return
        if isinstance(value, _Kept) or (part.shared and self._contradicts(part, column, record, import_row)):
            return
        if not new and self.is_same(field, record, value):
            return
        old = getattr(record, name) if not new else None
        setattr(record, name, value)
        if not new:
            import_row.touched.setdefault(part.name, set()).add(name)
        if not (new and RECORD in import_row.new) and import_row.values.get(heading) != old:
            import_row.changes[heading] = (old, import_row.values.get(heading))

    def _repeats_export(
        self, column: TableColumn, field: Field[Never, object], record: Model, import_row: ImportRow
    ) -> bool:
        """Whether the cell holds what an export shows of the record: then it changes nothing.

        The same name may mean something else today, or nothing (a commune that was renamed).
        """
        if not (field.is_relation or isinstance(column.reader, Masked)):
            return False
        cell = import_row.cells.get(column.heading)
        return isinstance(cell, str) and cell != "" and cell == clean(column.reader.shown(getattr(record, field.name)))

    def _value(self, field: Field[Never, object], value: Value) -> Value | _Kept:
        """What an empty cell means: nothing, where the field may hold that, else what the record has or starts with."""
        if value is not None or field.null:
            return value
        return "" if field.blank and field.empty_strings_allowed else KEPT

    def is_same(self, field: Field[Never, object], record: Model, value: Value) -> bool:
        """Whether the record has the value already; texts are compared as they are saved."""
        old: object = getattr(record, field.attname)
        if field.is_relation:
            return isinstance(value, Model) and value.pk == old if old is not None else value is None
        if isinstance(old, str) and isinstance(value, str):
            return old == value or clean(old) == clean(value)
        return old == value

    def is_same_record(self, part: RecordPart, record: Model, import_row: ImportRow) -> bool:
        """Whether the row would change nothing of the record."""
        for column in self.columns_of(part):
            field = self._fields[part.name, column.attribute]
            value = self._value(field, import_row.values.get(column.heading))
            if value is None and part.placed_by and column.attribute == PLACE:
                continue
            if self._repeats_export(column, field, record, import_row):
                continue
            if not isinstance(value, _Kept) and not self.is_same(field, record, value):
                return False
        return True

    def _contradicts(self, part: RecordPart, column: TableColumn, record: Model, import_row: ImportRow) -> bool:
        """Whether the cell is empty, or an earlier row gave the shared record another value, which is refused."""
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

    def _place(self, part: RecordPart, record: Event, import_row: ImportRow) -> None:
        """As an event's form does where no place is given: that of its subject on the event's day."""
        if record.place_id is not None or PLACE in self._wrong(part, import_row):
            return
        subject: Record | None = record
        for step in part.placed_by.split("."):
            subject = getattr(subject, step, None)
        day, lineage = record.happened_on, self.table.places.lineage
        record.place = place_of(subject, day, lineage) if subject else None
        if subject and day and record.place is None and (why := why_unplaced(subject, day, lineage)):
            import_row.refuse(self._place_heading, why)

    @property
    def _place_heading(self) -> str:
        """The column of the row's place: the event's own or, where it has none, its subject's."""
        return next((column.heading for column in self.columns if isinstance(column.reader, PlaceName)), WHOLE_ROW)


class _Chosen:
    """Assigns to each row its record of one part, known or new; another row's only where they are shared."""

    def __init__(self, mapper: RowMapper, part: RecordPart, records: dict[int, Model]) -> None:
        self.mapper, self.part, self.records = mapper, part, records
        self.used: dict[int, ImportRow] = {}
        self.new: dict[tuple[int, KeyValues], ImportRow] = {}

    def give(self, import_row: ImportRow, keys: list[KeyValues | None], pks: list[int]) -> None:
        part = self.part
        own = self.mapper.own_columns_of(part)
        if part.removed_when_blank and all(import_row.values.get(column.heading) is None for column in own):
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
            import_row.refuse(*self.mapper.table.repeated(import_row, self.used[pks[0]]))
            return
        self.used[free[0]] = import_row
        import_row.records[self.part.name] = self.records[free[0]]

    def _give_new(self, import_row: ImportRow, keys: list[KeyValues | None]) -> None:
        unread = self.mapper.unread(self.part, import_row)  # what it means may differ from what other such rows mean
        own = [
            (index, key)
            for index, key in enumerate(keys)
            if key is not None and unread.isdisjoint(self.part.keys[index].fields)
        ]
        first = next((self.new[key] for key in own if key in self.new), None)
        if first is not None and not self.part.shared:
            import_row.refuse(*self.mapper.table.repeated(import_row, first))
            return
        if first is not None:
            import_row.records[self.part.name] = first.records[self.part.name]
        else:
            import_row.records[self.part.name] = self.mapper.start(self.part, import_row)
        import_row.new.add(self.part.name)
        for key in own:
            self.new.setdefault(key, import_row)

    def _delete(self, import_row: ImportRow, pks: list[int]) -> None:
        for record in (self.records[pk] for pk in pks):
            import_row.removed.append(record)
            for column in self.mapper.own_columns_of(self.part):
                import_row.changes[column.heading] = (getattr(record, column.attribute), None)
