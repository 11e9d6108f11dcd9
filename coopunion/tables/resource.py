"""The base of every table: what it declares, what it decides for itself, and what an export of it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date
from typing import Never, TypeVar

from django.db.models import Field, Model, Prefetch, QuerySet
from django.utils.module_loading import import_string

from coopunion.extensions import extensions
from coopunion.models import Event, Place, Record, User
from coopunion.periods import Days
from coopunion.permissions import Permission
from coopunion.tables.cells import Cell, Value
from coopunion.tables.columns import RecordPart, TableColumn
from coopunion.tables.context import ImportContext
from coopunion.tables.import_row import RECORD, WHOLE_ROW, CellError, ImportRow, WrongHeadings
from coopunion.tables.names import PlaceName
from coopunion.tables.readers import BY_FIELD, Text, reader_of
from coopunion.tables.workbooks import SheetTable, nearest

M = TypeVar("M", bound=Model)


class TableResource(ImportContext):
    """A table, declared by its columns and parts; an instance is one import or one export of it.

    The stages of an import (pipeline.py) read it and fill `import_rows`; what a table decides for itself are its hooks.
    """

    title: str = ""
    columns: tuple[TableColumn, ...] = ()
    parts: tuple[RecordPart, ...] = ()
    text_reader: type[Text] = Text
    """Reads the cells of texts."""
    permission: Permission = Permission.CHANGE_RECORDS
    """What an import needs; `read_permission` is what an export does."""
    read_permission: Permission = Permission.VIEW_RECORDS
    personal: bool = False
    """Whether its rows tell about persons: the journal then names everybody who takes them out."""
    hidden_from_others: tuple[str, str] = ("", "")
    """Where records of another department must stay unknown: heading and message of the refusal of a row with one."""
    related: tuple[str, ...] = ("place__parent", "department")
    """Relations that an export follows; `prefetched` are those to many."""
    prefetched: tuple[str, ...] = ()
    order: tuple[str, ...] = ("pk",)
    owner: str = ""
    """The field whose record must be of the user's department: an assessment belongs to its cooperative's."""

    def __init__(self, *, user: User | None = None, reason: str = "", today: date | None = None) -> None:
        super().__init__(user, today)
        self.reason = reason
        self.sheet = SheetTable()
        self.import_rows: list[ImportRow] = []
        self.written: dict[str, list[int]] = {}
        """Model label → ids of the rows of history that the import wrote, in the order of writing."""
        self.columns = tuple(self._own(column) for column in self.columns)

    def _own(self, declared: TableColumn) -> TableColumn:
        """A copy of the declaration: readers keep what they prepared for one file."""
        column = copy(declared)
        fields = [part.model_field(column.attribute) for part in self.parts if part.name in column.parts]
        if column.reader is not BY_FIELD:
            column.reader = copy(column.reader)
        else:
            is_place = fields[0].related_model is Place
            column.reader = PlaceName() if is_place else reader_of(fields[0], self.text_reader)
        for field in fields if column.fills else ():
            column.reader.bind(field)
        return column

    # Hooks of a table

    def begin(self) -> None:
        """Called once a file, before its first row is checked, to read what all rows need."""

    def complete(self, import_row: ImportRow) -> None:
        """Called when a row's cells have been read, before its records are looked for."""

    def before_checks(self, import_row: ImportRow) -> None:
        """Called when a row's records have their values, before the rules are checked."""

    def clean(self, record: Model) -> None:
        """The model's own checks beyond its fields and constraints; raises ValidationError."""
        record.clean()

    def repeated(self, import_row: ImportRow, first: ImportRow) -> tuple[str, str]:
        """(heading, message) for a row that means the same record as an earlier one."""
        return WHOLE_ROW, f"Trùng với dòng {first.number} của tệp."

    def keeps(self, column: TableColumn, record: Model, import_row: ImportRow) -> bool:
        """Whether a known record keeps its value whatever the cell holds; it may refuse the cell as well."""
        return False

    def days_of(self, record: Model) -> Iterable[Days | date]:
        """The days whose signed figures depend on a record of one of the table's parts."""
        return record.days() if isinstance(record, Record) else ()

    def days(self, import_row: ImportRow) -> Iterator[Days | date]:
        """The days whose signed figures the row may change: of what it writes, before and after."""
        for part, record in import_row.records.items():
            if import_row.writes(part):
                yield from self.days_of(record)
                if isinstance(record, Record):
                    yield from record.days_decided_by(import_row.touched.get(part, ()))
        events = [record for record in import_row.records.values() if isinstance(record, Event)]
        for value in (value for values in import_row.changes.values() for value in values if isinstance(value, date)):
            yield from (event.days_from(value) for event in events)
            yield value

    def check_together(self) -> None:
        """Refuse rows for what only all rows together show. A hook."""

    def find_near_duplicates(self) -> None:
        """Fill `near_duplicates` of rows whose new record has nearly the name of another. A hook."""

    def visible(self, user: User | None) -> QuerySet[Model]:
        """The rows that the user may export; all of them for a command without a user."""
        return self.record_part().model._default_manager.all()

    @classmethod
    def record_part(cls) -> RecordPart:
        """The part that is the row's own record."""
        return next(part for part in cls.parts if part.name == RECORD)

    # The import

    @property
    def known_headings(self) -> list[str]:
        return [column.heading for column in self.columns]

    def open(self, sheet: SheetTable) -> None:
        """Take the sheet whose rows are to be imported. Raises WrongHeadings."""
        missing = [column.heading for column in self.columns if column.present and column.heading not in sheet.headers]
        if missing:
            strange = [heading for heading in sheet.headers if heading and heading not in self.known_headings]
            pairs = [(nearest(heading, strange), heading) for heading in missing]
            renamed = "".join(f" Cột “{there}” có phải là “{heading}”?" for there, heading in pairs if there)
            raise WrongHeadings(f"Thiếu cột: {', '.join(missing)}.{renamed}")
        self.sheet = sheet
        self.imported = [
            column
            for column in self.columns
            if not column.readonly and (column.always or column.heading in sheet.headers)
        ]
        for column in self.imported:
            column.reader.prepare(self)
        self._filled = {
            part.name: [
                (column, part.model_field(column.attribute))
                for column in self.imported
                if column.fills and part.name in column.parts
            ]
            for part in self.parts
        }

    def filled(self, part: str) -> list[tuple[TableColumn, Field[Never, object]]]:
        """The columns of the file that fill the part's record, each with its field."""
        return self._filled[part]

    def own_columns(self, part: str) -> list[TableColumn]:
        """Those that the part does not share with another."""
        return [column for column, _ in self._filled[part] if column.parts == (part,)]

    @property
    def errors(self) -> list[CellError]:
        """Everything wrong, in the order of the file."""
        found = [
            CellError(import_row.number, heading, message)
            for import_row in self.import_rows
            for heading, messages in import_row.wrong.items()
            for message in messages
        ]
        return sorted(found, key=lambda error: (error.row, error.column))

    # The export

    def prepare_export(self) -> None:
        """Before the first row of an export."""
        for column in self.columns:
            column.reader.prepare(self)

    def exported(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows as an export reads them, each with the records of its further parts."""
        beside = [self._beside(part) for part in self.parts if RECORD in part.links.values()]
        return not_annulled(rows).select_related(*self.related).prefetch_related(*self.prefetched, *beside)

    def _beside(self, part: RecordPart) -> Prefetch[str, QuerySet[Model]]:
        """The records of the part that point at the row's own; the last is shown."""
        relation = next(
            relation
            for relation in self.record_part().model._meta.related_objects
            if relation.related_model is part.model and part.links.get(relation.field.name) == RECORD
        )
        rows = not_annulled(part.model._default_manager.filter(**part.fixed))
        order = (part.latest, "pk") if part.latest else ("pk",)
        return Prefetch(str(relation.get_accessor_name()), rows.order_by(*order), to_attr=f"{part.name}_rows")

    def row_of(self, record: Model) -> list[Cell]:
        """The cells of one row of an export."""
        return [column.reader.render(self._value(column, record)) for column in self.columns]

    def _value(self, column: TableColumn, record: Model) -> Value:
        """Of the first part that has one."""
        values = (column.value_of(of_part) for part in column.parts for of_part in self._of_part(part, record))
        return next((value for value in values if value is not None), None)

    def _of_part(self, name: str, record: Model) -> list[Model]:
        """The record of a part beside the row's own: the last that points at it, or the one it points at."""
        if name == RECORD:
            return [record]
        if hasattr(record, f"{name}_rows"):
            beside: list[Model] = getattr(record, f"{name}_rows")
            return beside[-1:]
        field = next(field for field, target in self.record_part().links.items() if target == name)
        return [linked] if (linked := getattr(record, field)) else []


def not_annulled(rows: QuerySet[M]) -> QuerySet[M]:
    """Annulled records are not the register's any more."""
    return rows.exclude(state=Record.State.ANNULLED) if issubclass(rows.model, Record) else rows


def table_resources() -> dict[str, type[TableResource]]:
    """The Excel tables of all apps, as their extensions declare them: name → class, in the order of the apps."""
    return {name: import_string(path) for app in extensions() for name, path in app.table_resources.items()}
