"""The adapter to django-import-export: it runs the stages as the library runs an import, and answers with its Result.

All rows are written in the library's one transaction, or none when one of them is wrong.
"""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import Result, RowResult

from coopunion.tables.import_row import CHANGED, NEW, SAME, WRONG
from coopunion.tables.pipeline import check
from coopunion.tables.plan import Plan, RegisterState
from coopunion.tables.resource import TableResource
from coopunion.tables.workbooks import SheetTable

OUTCOMES = {
    NEW: RowResult.IMPORT_TYPE_NEW,
    CHANGED: RowResult.IMPORT_TYPE_UPDATE,
    SAME: RowResult.IMPORT_TYPE_SKIP,
    WRONG: RowResult.IMPORT_TYPE_INVALID,
}


def run(table: TableResource, sheet: SheetTable, *, dry_run: bool = False) -> Result:
    """Import the sheet at once, or only check it. Raises WrongHeadings, or RegisterChanged by another's writing."""
    return _Import(table).import_data(sheet, dry_run=dry_run, rollback_on_validation_errors=True)


def counts(result: Result) -> dict[str, int]:
    """How many rows are new, changed and unchanged."""
    return {"new": result.totals["new"], "changed": result.totals["update"], "unchanged": result.totals["skip"]}


class _Import(Resource):  # type: ignore[misc]  # import_export has no types
    class Meta:
        instance_loader_class = BaseInstanceLoader  # never asked: matching has found the records
        using_db = "default"
        use_transactions = True
        use_bulk = True  # no savepoint for each row

    def __init__(self, table: TableResource) -> None:
        super().__init__()
        self.table = table

    def before_import(self, dataset: SheetTable, **kwargs: object) -> None:
        self.state = RegisterState.now(self.table.user)
        check(self.table, dataset)

    def import_row(self, row: object, instance_loader: object, *, row_number: int, **kwargs: object) -> RowResult:
        import_row, outcome = self.table.import_rows[row_number - 1], RowResult()
        outcome.import_type = OUTCOMES[import_row.kind]
        if import_row.wrong:
            named = {heading or NON_FIELD_ERRORS: messages for heading, messages in import_row.wrong.items()}
            outcome.validation_error = ValidationError(named)
        return outcome

    def after_import(self, dataset: SheetTable, result: Result, **kwargs: object) -> None:
        if not kwargs.get("dry_run") and not result.has_validation_errors():
            self.table.written = Plan.of(self.table, self.state).write(self.table.user, self.table.reason)

    def handle_import_error(self, result: Result, error: Exception, raise_errors: bool = False) -> None:
        """The library would report a fault of ours as an error of the file."""
        raise error
