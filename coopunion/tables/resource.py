"""The base of every table: headings checked, rows matched and checked together, all or nothing written in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from import_export import resources
from import_export.results import Result, RowResult

from coopunion.models import Record, SignedPeriod, User
from coopunion.permissions import Permission
from coopunion.tables import writing
from coopunion.tables.cells import Cell, Value, Values
from coopunion.tables.checking import RowChecker, is_of_others
from coopunion.tables.columns import RecordPart, TableColumn
from coopunion.tables.gc_pause import fewer_gc_runs
from coopunion.tables.import_row import RECORD, WHOLE_ROW, CellError, ImportRow, WrongHeadings
from coopunion.tables.place_names import PlaceNames
from coopunion.tables.row_mapping import RowMapper
from coopunion.tables.workbooks import SheetTable, nearest

UNKNOWN = "Không ghi được dòng này."
M = TypeVar("M", bound=Model)
Companions = dict[str, dict[int, Model]]
"""By part: the record of that part beside each record of an export, by the primary key of the latter."""
MEANWHILE = "Dữ liệu trong sổ vừa thay đổi trong lúc ghi; chưa ghi dòng nào, hãy thử lại."


class TableResource(resources.ModelResource):  # type: ignore[misc]  # import_export has no types
    """A django-import-export resource as the portal uses it: declared by its columns and parts.

    The library drives the import: row by row, its Result, one transaction that anything wrong rolls back. What it
    would do once a row with queries is done here once a file: finding the records, checking the rules of the models,
    writing with history.
    """

    title: str = ""
    columns: tuple[TableColumn, ...] = ()
    parts: tuple[RecordPart, ...] = ()
    permission: Permission = Permission.CHANGE_RECORDS
    """What an import needs; `read_permission` is what an export does."""
    read_permission: Permission = Permission.VIEW_RECORDS
    hidden_from_others: tuple[str, str] = ("", "")
    """Where records of another department must stay unknown: heading and message of the refusal of a row with one."""
    related: tuple[str, ...] = ()
    """Relations that an export follows; `prefetched` are those to many."""
    prefetched: tuple[str, ...] = ()
    order: tuple[str, ...] = ("pk",)
    owner: str = ""
    """The field whose record must be of the user's department: an assessment belongs to its cooperative's."""

    class Meta:
        abstract = True
        fields = ()  # the columns are ours: the library knows none
        import_id_fields = ()
        use_transactions = True
        use_bulk = True
        batch_size = None  # everything is written after the last row
        skip_diff = True  # the changes are known without a copy of every record; skip_row is overridden for it
        report_skipped = True
        clean_model_instances = False  # Rules checks the same without a query for each row

    headings: tuple[str, ...] = ()
    """Those that the file must have; more may be there."""

    def __init_subclass__(cls) -> None:
        cls.headings = tuple(column.heading for column in cls.columns if column.present)

    def __init__(self, *, user: User | None = None, reason: str = "", today: date | None = None) -> None:
        super().__init__()
        self.user = user
        self.reason = reason
        self.today = today or timezone.localdate()
        self.table = SheetTable()
        self.columns = tuple(self._own(column) for column in self.columns)
        self.import_rows: list[ImportRow] = []
        self.lock = False
        self.written: dict[str, list[int]] = {}
        """Model label → ids of the rows of history that the import wrote, in the order of writing."""

    @staticmethod
    def _own(column: TableColumn) -> TableColumn:
        """A copy of the declaration: readers keep what they prepared for one file."""
        own = copy(column)
        own.reader = copy(column.reader)
        return own

    # Hooks of a table

    def place_day(self, values: Values) -> date | None:
        """The day whose map names the places of a row."""
        return None

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

    def days_of(self, record: Model) -> Iterable[date]:
        """The days whose signed figures depend on a record of one of the table's parts."""
        return record.days() if isinstance(record, Record) else ()

    def days(self, import_row: ImportRow) -> Iterator[date]:
        """The days whose signed figures the row may change: of what it writes, before and after."""
        for part, record in import_row.records.items():
            if part in import_row.new or part in import_row.touched:
                yield from self.days_of(record)
        yield from (value for values in import_row.changes.values() for value in values if isinstance(value, date))

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

    def run(self, table: SheetTable, *, dry_run: bool = False) -> Result:
        """Import the table, or only check it. Raises WrongHeadings."""
        missing = [heading for heading in self.headings if heading not in table.headers]
        if missing:
            raise WrongHeadings(f"Thiếu cột: {', '.join(missing)}.{self._renamed(missing, table)}")
        self.lock = not dry_run
        with fewer_gc_runs():
            return self.import_data(table, dry_run=dry_run, rollback_on_validation_errors=True)

    def _renamed(self, missing: list[str], table: SheetTable) -> str:
        strange = [heading for heading in table.headers if heading and heading not in self.known_headings]
        pairs = [(nearest(heading, strange), heading) for heading in missing]
        return "".join(f" Cột “{there}” có phải là “{heading}”?" for there, heading in pairs if there)

    def before_import(self, dataset: SheetTable, **kwargs: object) -> None:
        self.table = dataset
        self.places = PlaceNames(self.today)
        columns = [column for column in self.columns if column.always or column.heading in dataset.headers]
        self.mapper = RowMapper(self, columns)
        self.import_rows = self.mapper.read(dataset)
        self.mapper.match(self.import_rows)
        self.checker = RowChecker(self, self.mapper)
        self.begin()

    def import_row(
        self, row: dict[str, Cell], instance_loader: object, *, row_number: int, **kwargs: object
    ) -> RowResult:
        """A blank row is skipped; it is there so that the others keep their numbers."""
        self.current_row = self.import_rows[row_number - 1]
        if not self.current_row.is_blank:
            outcome = super().import_row(row, instance_loader, row_number=row_number, **kwargs)
            if outcome.errors:  # what is wrong with a row is a ValidationError; anything else is a fault of ours
                raise outcome.errors[0].error
            return outcome
        passed = self.get_row_result_class()()
        passed.import_type = RowResult.IMPORT_TYPE_SKIP
        return passed

    def before_import_row(self, row: dict[str, Cell], **kwargs: object) -> None:
        record = self.current_row.records.get(RECORD)
        if self.hidden_from_others[0] and is_of_others(record, self.user):
            self.current_row.records.clear()
            self.current_row.offers.clear()
            self.current_row.wrong.clear()  # what else is wrong with it would reveal the record
            self.current_row.refuse(*self.hidden_from_others)
        if RECORD not in self.current_row.records:
            if not self.current_row.wrong:
                self.current_row.refuse(WHOLE_ROW, UNKNOWN)
            raise ValidationError(self.current_row.messages)

    def get_instance(self, instance_loader: object, row: dict[str, Cell]) -> Model | None:
        return None if RECORD in self.current_row.new else self.current_row.records[RECORD]

    def init_instance(self, row: dict[str, Cell] | None = None) -> Model:
        return self.current_row.records[RECORD]

    def import_instance(self, instance: Model, row: dict[str, Cell], **kwargs: object) -> None:
        self.mapper.fill(self.current_row)
        self.before_checks(self.current_row)

    def skip_row(self, instance: Model, original: None, row: object, import_validation_errors: object = None) -> bool:
        return not self.current_row.changes_something and not self.current_row.wrong

    def validate_instance(
        self, instance: Model, import_validation_errors: object = None, validate_unique: bool = True
    ) -> None:
        self.checker.check(self.current_row)
        if self.current_row.wrong:
            raise ValidationError(self.current_row.messages)

    def save_instance(self, instance: Model, is_create: bool, row: object, **kwargs: object) -> None:
        """Nothing yet: rows are written together when the last one has been found right."""

    def bulk_create(
        self, using_transactions: bool, dry_run: bool, raise_errors: bool, batch_size: None = None, *, result: Result
    ) -> None:
        """Called by the library after the last row."""
        self._find_signed()
        self.find_near_duplicates()
        if dry_run or result.has_errors() or result.has_validation_errors():
            return
        try:
            with transaction.atomic():
                self._write()
        except IntegrityError:  # another transaction wrote between our reading and our writing
            result.append_base_error(self.get_error_result_class()(ValueError(MEANWHILE)))

    def _write(self) -> None:
        for part in self.parts:
            new, changed = self._of_part(part)
            history = writing.create(new, self.user, self.reason)
            history += writing.update(changed, self.user, self.reason)
            self._note(part.model, history)
        for record in [record for import_row in self.import_rows for record in import_row.removed]:
            self._note(type(record), writing.delete([record], self.user, self.reason))

    def _of_part(self, part: RecordPart) -> tuple[list[Model], list[Model]]:
        """The part's new and its changed records, each once."""
        new: dict[int, Model] = {}
        changed: dict[int, Model] = {}
        for import_row in self.import_rows:
            if part.name in import_row.new:
                new[id(import_row.records[part.name])] = import_row.records[part.name]
            elif part.name in import_row.touched:
                changed[id(import_row.records[part.name])] = import_row.records[part.name]
        return list(new.values()), [record for key, record in changed.items() if key not in new]

    def _note(self, model: type[Model], history: list[int]) -> None:
        if history:
            self.written.setdefault(model._meta.label_lower, []).extend(history)

    def handle_import_error(self, result: Result, error: Exception, raise_errors: bool = False) -> None:
        """The library would report a fault of ours as an error of the file."""
        raise error

    def bulk_update(self, *args: object, **kwargs: object) -> None:
        """`bulk_create` has written these too, part by part."""

    def after_import(self, dataset: SheetTable, result: Result, **kwargs: object) -> None:
        """No resetting of sequences: it would set them back below the keys of a transaction still running."""

    def _find_signed(self) -> None:
        periods = list(SignedPeriod.objects.all())
        if not periods:
            return
        for import_row in self.import_rows:
            if import_row.changes_something:
                days = set(self.days(import_row))
                import_row.signed = [period.title for period in periods if any(period.holds(day) for day in days)]

    # The result

    def errors(self, result: Result) -> list[CellError]:
        """Everything wrong, in the order of the file."""
        found = [CellError(self.table.heading_row, "", str(error.error)) for error in result.base_errors]
        for import_row in self.import_rows:
            for heading, messages in import_row.wrong.items():
                letter = self.table.letters.get(heading, "")
                found += [CellError(import_row.number, heading, message, letter) for message in messages]
        return sorted(dict.fromkeys(found), key=lambda error: (error.row, error.column))

    # The export

    def prepare_export(self) -> None:
        """Before the first row of an export."""
        self.places = PlaceNames(self.today)
        for column in self.columns:
            column.reader.prepare(self)

    def exported(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows as an export reads them; annulled records are not the register's any more."""
        if issubclass(rows.model, Record):
            rows = rows.exclude(state=Record.State.ANNULLED)
        return rows.select_related(*self.related).prefetch_related(*self.prefetched)

    def companions(self, records: Sequence[Model]) -> Companions:
        """For each further part: the record that an export shows beside each of `records`."""
        found: Companions = {}
        for part in self.parts:
            link = next((field for field, target in part.links.items() if target == RECORD), "")
            if part.name != RECORD and link:
                rows = part.model._default_manager.filter(**{f"{link}__in": records}, **part.fixed)
                if issubclass(part.model, Record):
                    rows = rows.exclude(state=Record.State.ANNULLED)
                order = (part.latest, "pk") if part.latest else ("pk",)
                found[part.name] = {getattr(row, f"{link}_id"): row for row in rows.order_by(*order)}
        return found

    def row_of(self, record: Model, companions: Companions) -> list[Cell]:
        """The cells of one row of an export."""
        return [column.reader.render(self._value(column, record, companions)) for column in self.columns]

    def _value(self, column: TableColumn, record: Model, companions: Companions) -> Value:
        for part in column.parts:
            of_part: Model | None = (
                companions[part].get(record.pk) if part in companions else getattr(record, self._path(part), record)
            )
            value = column.value_of(of_part) if of_part is not None else None
            if value is not None:
                return value
        return None

    def _path(self, name: str) -> str:
        """The field of the row's record that points at the record of another part."""
        return next((field for field, target in self.record_part().links.items() if target == name), "")


def counts(result: Result) -> dict[str, int]:
    """How many rows are new, changed and unchanged."""
    totals = result.totals
    return {"new": totals["new"], "changed": totals["update"], "unchanged": totals["skip"]}
