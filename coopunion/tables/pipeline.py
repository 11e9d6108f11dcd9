"""What a file would do: read → match → fill → check over the rows of one sheet. `plan.py` writes it.

Nothing is written here, and no stage asks the database row by row: matching and the rules read what they compare once.
"""

from __future__ import annotations

from collections.abc import Sequence

from coopunion.models import SignedPeriod
from coopunion.tables.cells import Cell, NearMiss
from coopunion.tables.checking import RowChecker, is_of_others
from coopunion.tables.columns import TableColumn
from coopunion.tables.gc_pause import fewer_gc_runs
from coopunion.tables.import_row import RECORD, WHOLE_ROW, ImportRow
from coopunion.tables.matching import match
from coopunion.tables.resource import TableResource
from coopunion.tables.row_mapping import RowMapper
from coopunion.tables.workbooks import SheetTable

EMPTY = "Chưa nhập."
UNKNOWN = "Không ghi được dòng này."


@fewer_gc_runs()
def check(table: TableResource, sheet: SheetTable) -> None:
    """Puts the rows into `table.import_rows`, each with what it writes or what is wrong with it. WrongHeadings."""
    table.open(sheet)
    table.import_rows = _read(table, sheet)
    mapper = RowMapper(table)
    match(table, mapper)
    checker = RowChecker(table)
    table.begin()
    for import_row in table.import_rows:
        if not import_row.is_blank and _may_be_filled(table, import_row):
            mapper.fill(import_row)
            table.before_checks(import_row)
            if import_row.changes_something or import_row.wrong:
                checker.check(import_row)
    table.check_together()
    _find_signed(table)
    table.find_near_duplicates()


def _read(table: TableResource, sheet: SheetTable) -> list[ImportRow]:
    """One ImportRow for every row of the sheet, also for blank ones."""
    columns = [
        (column, sheet.headers.index(column.heading))
        for column in sorted(table.imported, key=lambda column: column.reader.late)
        if column.heading in sheet.headers
    ]
    rows = [_read_row(sheet.row_number(index), row, columns) for index, row in enumerate(sheet.rows())]
    for import_row in rows:
        if not import_row.is_blank:
            table.complete(import_row)
    return rows


def _read_row(number: int, row: Sequence[Cell], columns: list[tuple[TableColumn, int]]) -> ImportRow:
    """`columns`: each with its position in the row."""
    if all(cell == "" for cell in row):
        return ImportRow(number, {})
    import_row = ImportRow(number, {column.heading: row[position] for column, position in columns})
    for column, position in columns:
        heading = column.heading
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
    return import_row


def _may_be_filled(table: TableResource, import_row: ImportRow) -> bool:
    """Whether the row means a record, and one that the user may know of."""
    if table.hidden_from_others[0] and is_of_others(import_row.records.get(RECORD), table.user):
        import_row.records.clear()
        import_row.offers.clear()
        import_row.wrong.clear()  # what else is wrong with it would reveal the record
        import_row.refuse(*table.hidden_from_others)
    if RECORD not in import_row.records and not import_row.wrong:
        import_row.refuse(WHOLE_ROW, UNKNOWN)
    return RECORD in import_row.records


def _find_signed(table: TableResource) -> None:
    periods = list(SignedPeriod.objects.all())
    for import_row in table.import_rows if periods else ():
        if import_row.changes_something:
            days = set(table.days(import_row))
            import_row.signed = [period.title for period in periods if any(period.holds(day) for day in days)]
