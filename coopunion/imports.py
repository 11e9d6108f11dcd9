"""The base of every Excel import: headings checked, every error with its row and column, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from import_export import resources
from import_export.results import Result, RowResult

from coopunion.models import User
from coopunion.periods import ROMAN
from coopunion.workbooks import read_day, read_number

HEADING_ROW = 1


@dataclass(frozen=True)
class CellError:
    """One thing wrong in the file; `row` as Excel numbers it, `column` the heading or "" for the whole row."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"dòng {self.row}, cột “{self.column}”" if self.column else f"dòng {self.row}"
        return f"{place}: {self.message}"


class WrongHeadings(ValueError):
    """The file lacks columns; nothing was read."""


class TableResource(resources.ModelResource):
    """A django-import-export resource as the portal uses it. `headings` must stand in the file; more may."""

    headings: tuple[str, ...] = ()

    def __init__(self, *, user: User | None = None, reason: str = "", **kwargs) -> None:
        super().__init__(**kwargs)
        self.user = user
        self.reason = reason

    class Meta:
        abstract = True
        use_transactions = True
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True  # skip_diff would silently switch skip_unchanged off
        clean_model_instances = True

    def run(self, table: tablib.Dataset, *, dry_run: bool = False) -> Result:
        """Import the table, or only check it."""
        missing = [heading for heading in self.headings if heading not in table.headers]
        if missing:
            raise WrongHeadings(f"Thiếu cột: {', '.join(missing)}.")
        return self.import_data(table, dry_run=dry_run, rollback_on_validation_errors=True)

    def import_row(self, row, instance_loader, **kwargs) -> RowResult:
        """A blank row is passed over; it is there so that the others keep their numbers."""
        if any(cell not in ("", None) for cell in row.values()):
            return super().import_row(row, instance_loader, **kwargs)
        passed = self.get_row_result_class()()
        passed.import_type = RowResult.IMPORT_TYPE_SKIP
        return passed

    def before_save_instance(self, instance, row, **kwargs) -> None:
        instance._history_user = self.user
        instance._change_reason = self.reason

    def errors(self, result: Result) -> list[CellError]:
        """Everything wrong, in the order of the file."""
        found = [CellError(HEADING_ROW, "", str(error.error)) for error in result.base_errors]
        for number, errors in result.row_errors():
            found += [CellError(number + HEADING_ROW, "", _plain_words(error.error)) for error in errors]
        for invalid in result.invalid_rows:
            for field, messages in invalid.error_dict.items():
                column = "" if field == NON_FIELD_ERRORS else self._column(field)
                found += [CellError(invalid.number + HEADING_ROW, column, message) for message in messages]
        return sorted(set(found), key=lambda error: (error.row, error.column))

    def _column(self, attribute: str) -> str:
        for field in self.get_import_fields():
            if attribute in (field.attribute, field.column_name):
                return field.column_name
        return attribute


def _plain_words(error: BaseException) -> str:
    return "; ".join(error.messages) if hasattr(error, "messages") else str(error)


def counts(result: Result) -> dict[str, int]:
    """How many rows are new, changed and unchanged."""
    totals = result.totals
    return {"new": totals["new"], "changed": totals["update"], "unchanged": totals["skip"]}


class Cells:
    """One row's cells, read one by one while everything wrong with them is gathered by heading."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.row = row
        self.wrong: dict[str, str] = {}

    def text(self, heading: str, *, required: bool = True) -> str:
        value = str(self.row.get(heading) or "").strip() if self.row.get(heading) != 0 else "0"
        if required and not value:
            self.wrong[heading] = "Chưa nhập."
        return value

    def number(self, heading: str, *, required: bool = True, lowest: int | None = None) -> Decimal | None:
        value = self._read(heading, read_number)
        if value is None and required and heading not in self.wrong:
            self.wrong[heading] = "Chưa nhập."
        if value is not None and lowest is not None and value < lowest:
            self.wrong[heading] = f"Không được nhỏ hơn {lowest}."
        return value

    def whole(self, heading: str, lowest: int, highest: int, *, default: int | None = None) -> int:
        """0 where the cell is wrong; `check` then refuses the row."""
        value = self.number(heading, required=default is None)
        if value is None:
            return default or 0
        if value != value.to_integral_value() or not lowest <= value <= highest:
            self.wrong[heading] = f"Phải là số nguyên từ {lowest} đến {highest}."
            return 0
        return int(value)

    def quarter(self, heading: str) -> int:
        """1–4, or I–IV as papers write it; 0 where the cell is wrong."""
        text = self.text(heading).upper()
        return ROMAN.index(text) + 1 if text in ROMAN else self.whole(heading, 1, 4)

    def day(self, heading: str) -> date | None:
        return self._read(heading, read_day)

    def _read(self, heading: str, reader: Callable[[object], Any]) -> Any:
        try:
            return reader(self.row.get(heading))
        except ValueError as error:
            self.wrong[heading] = str(error)
            return None

    def check(self) -> None:
        """ValidationError with everything wrong so far, keyed by heading."""
        if self.wrong:
            raise ValidationError(self.wrong)
