"""From values to records: what a row says is set on the records it means, and what that changes is noted."""

from __future__ import annotations

from typing import Final, Never

from django.db.models import Field, Model

from coopunion.models import Record
from coopunion.models.records import Event
from coopunion.places.maps import place_of, why_unplaced
from coopunion.tables.cells import Value
from coopunion.tables.columns import RecordPart, TableColumn
from coopunion.tables.import_row import RECORD, WHOLE_ROW, ImportRow
from coopunion.tables.names import PlaceName
from coopunion.tables.readers import Masked
from coopunion.tables.resource import TableResource
from coopunion.text import clean

PLACE = "place"
KEPT: Final = object()
"""An empty cell of a field that may not be empty: the record keeps what it has."""


class RowMapper:
    """Fills the records of the rows of one file, with the columns that the file has."""

    def __init__(self, table: TableResource) -> None:
        self.table = table
        self._given: dict[tuple[str, int, str], tuple[ImportRow, Value]] = {}

    def fill(self, import_row: ImportRow) -> None:
        """Sets the values on the records and notes what that changes."""
        for part in self.table.parts:
            record = import_row.records.get(part.name)
            if record is None:
                continue
            if part.name not in import_row.new:
                for name, target in part.links.items():
                    self._link(part, name, target, import_row)
            for column, field in self.table.filled(part.name):
                self._put(part, column, field, import_row)
            if part.placed_by and isinstance(record, Event):
                self._place(part, record, import_row)

    def _link(self, part: RecordPart, name: str, target: str, import_row: ImportRow) -> None:
        """Point a known record at another record of its row, such as an indicator at another task."""
        record, other = import_row.records[part.name], import_row.records.get(target)
        if getattr(record, f"{name}_id") == (other.pk if other else None):
            return
        if other is None and not part.model_field(name).null:
            return
        column, _ = self.table.filled(target)[0]
        old = getattr(getattr(record, name), column.attribute, None)
        import_row.changes[column.heading] = (old, import_row.values[column.heading])
        import_row.touched.setdefault(part.name, set()).add(name)
        setattr(record, name, other)

    def _put(self, part: RecordPart, column: TableColumn, field: Field[Never, object], import_row: ImportRow) -> None:
        heading, record, new = column.heading, import_row.records[part.name], part.name in import_row.new
        if not new and _repeats_export(column, field, record, import_row):
            import_row.wrong.pop(heading, None)
            return
        if heading in import_row.wrong or (not new and self.table.keeps(column, record, import_row)):
            return
        value = _value(part, column, field, import_row)
        if value is KEPT or (part.shared and self._contradicts(part, column, record, import_row)):
            return
        if not new and _is_same(field, record, value):
            return
        old = getattr(record, field.name) if not new else None
        setattr(record, field.name, value)
        if not new:
            import_row.touched.setdefault(part.name, set()).add(field.name)
        if not (new and RECORD in import_row.new) and import_row.values.get(heading) != old:
            import_row.changes[heading] = (old, import_row.values.get(heading))

    def is_same_record(self, part: RecordPart, record: Model, import_row: ImportRow) -> bool:
        """Whether the row would change nothing of the record."""
        for column, field in self.table.filled(part.name):
            value = _value(part, column, field, import_row)
            if value is KEPT or _repeats_export(column, field, record, import_row):
                continue
            if not _is_same(field, record, value):
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

    def _place(self, part: RecordPart, record: Event, import_row: ImportRow) -> None:
        """As an event's form does where no place is given: that of its subject on the event's day."""
        columns = [column for column, field in self.table.filled(part.name) if field.name == PLACE]
        if record.place_id is not None or any(column.heading in import_row.wrong for column in columns):
            return
        subject: Record | None = record
        for step in part.placed_by.split("."):
            subject = getattr(subject, step, None)
        day, lineage = record.happened_on, self.table.places.lineage
        record.place = place_of(subject, day, lineage) if subject else None
        if part.name in import_row.touched:  # a draft that had none
            import_row.touched[part.name].add(PLACE)
        if subject and day and record.place is None and (why := why_unplaced(subject, day, lineage)):
            # under the row's place: the event's own or, where it has none, its subject's
            places = (column.heading for column in self.table.imported if isinstance(column.reader, PlaceName))
            import_row.refuse(next(places, WHOLE_ROW), why)


def _value(part: RecordPart, column: TableColumn, field: Field[Never, object], import_row: ImportRow) -> object:
    """What the cell gives the field. An empty one gives None or "", where the field may hold that; else KEPT."""
    value = import_row.values.get(column.heading)
    if value is None and part.placed_by and field.name == PLACE:
        return KEPT
    if value is not None or field.null:
        return value
    return "" if field.blank and field.empty_strings_allowed else KEPT


def _repeats_export(column: TableColumn, field: Field[Never, object], record: Model, import_row: ImportRow) -> bool:
    """Whether the cell holds what an export shows of the record: then it changes nothing.

    The same name may mean something else today, or nothing (a commune that was renamed).
    """
    if not (field.is_relation or isinstance(column.reader, Masked)):
        return False
    cell = import_row.cells.get(column.heading)
    return isinstance(cell, str) and cell != "" and cell == clean(column.reader.shown(getattr(record, field.name)))


def _is_same(field: Field[Never, object], record: Model, value: object) -> bool:
    """Whether the record has the value already; texts are compared as they are saved."""
    old: object = getattr(record, field.attname)
    if field.is_relation:
        return isinstance(value, Model) and value.pk == old if old is not None else value is None
    if isinstance(old, str) and isinstance(value, str):
        return old == value or clean(old) == clean(value)
    return old == value
