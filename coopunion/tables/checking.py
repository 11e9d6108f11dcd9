"""Checks a row whose values are set: may the user write its records, and do these keep the rules of their models?"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Model

from coopunion.models import Record, User
from coopunion.models.constraints import MAY_BE_DRAFT
from coopunion.models.records import Event
from coopunion.tables.columns import RecordPart
from coopunion.tables.import_row import RECORD, WHOLE_ROW, ImportRow
from coopunion.tables.resource import TableResource
from coopunion.tables.row_mapping import PLACE
from coopunion.tables.rules import Rules

DEPARTMENT = "department"


def is_of_others(record: Model | None, user: User | None) -> bool:
    """Whether the record is of another department than the user's."""
    department = getattr(record, f"{DEPARTMENT}_id", None)
    return user is not None and department is not None and department != user.department_id


class RowChecker:
    """Refuses what is wrong with the rows of one file, row by row in their order."""

    def __init__(self, table: TableResource) -> None:
        self.table = table
        self.rules = {part.name: Rules(part.model) for part in table.parts}

    def check(self, import_row: ImportRow) -> None:
        self._check_departments(import_row)
        for part in self.table.parts:
            if import_row.writes(part.name):
                self._check_rules(part, import_row)

    def _check_departments(self, import_row: ImportRow) -> None:
        """Staff write rows of their own department; records of another's they may not change."""
        record = import_row.records[RECORD]
        owners: list[Model | None] = [record] if RECORD not in import_row.new else []
        owners += [getattr(record, self.table.owner, None)] if self.table.owner else []
        for owner in (*owners, *import_row.removed):
            if is_of_others(owner, self.table.user):
                department = getattr(owner, DEPARTMENT)
                import_row.refuse(WHOLE_ROW, f"Hồ sơ này do {department} phụ trách; chỉ phòng đó được ghi.")
        for part in self.table.parts:
            if part.name != RECORD and part.name in import_row.touched:
                self._check_shared(part, import_row)

    def _check_shared(self, part: RecordPart, import_row: ImportRow) -> None:
        """A row may change a record beside its own, such as a product's producer, which another department keeps."""
        record = import_row.records[part.name]
        if not is_of_others(record, self.table.user):
            return
        touched, department = import_row.touched[part.name], getattr(record, DEPARTMENT)
        headings = [column.heading for column, field in self.table.filled(part.name) if field.name in touched]
        for heading in headings or [WHOLE_ROW]:
            import_row.refuse(heading, f"{record} do {department} phụ trách; chỉ phòng đó được sửa: ghi như trong sổ.")

    def _check_rules(self, part: RecordPart, import_row: ImportRow) -> None:
        record = import_row.records[part.name]
        if isinstance(record, Record):
            record.prepare()
        headings = {field.name: column.heading for column, field in self.table.filled(part.name)}
        wrong = {name for name, heading in headings.items() if heading in import_row.wrong}
        if import_row.wrong and part.placed_by and isinstance(record, Event) and record.place_id is None:
            wrong.add(PLACE)  # the mapper has refused the row for it
        for field, message in self.rules[part.name].errors(record, wrong):
            # a row is recorded or refused, never saved as a draft
            import_row.refuse(headings.get(field, WHOLE_ROW), message.removesuffix(MAY_BE_DRAFT))
        if import_row.wrong:
            return
        try:
            self.table.clean(record)
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                for message in messages:
                    import_row.refuse(headings.get(field, WHOLE_ROW), message)
