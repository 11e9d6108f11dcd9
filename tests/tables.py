"""Tables as an office would send them, and what an import says of them."""

from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from coopunion.models import User
from coopunion.tables.exporting import write_export
from coopunion.tables.library import counts, run
from coopunion.tables.resource import TableResource, table_resources
from coopunion.tables.workbooks import parse_table, read_table
from tests.workbooks import workbook

NOTHING = {"new": 0, "changed": 0}


def write_xlsx(path: Path, headings: list[str], rows: list[list]) -> Path:
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    book.save(path)
    book.close()
    return path


def imported(resource: TableResource, path: Path, *, dry_run: bool = False) -> dict[str, int] | list[str]:
    """How many rows are new, changed and unchanged; or everything that is wrong."""
    return outcome(resource, read_table(path, resource.known_headings), dry_run=dry_run)


def outcome(resource: TableResource, table: Any, *, dry_run: bool = False) -> dict[str, int] | list[str]:
    result = run(resource, table, dry_run=dry_run)
    return [str(error) for error in resource.errors] or counts(result)


def resource_of(name: str, user: User | None = None, **options) -> TableResource:
    return table_resources()[name](user=user, **options)


def brought_in(name: str, *rows: dict, user: User | None = None, dry_run: bool = False, **options):
    """What comes of a table whose columns are the rows' keys."""
    resource = resource_of(name, user, **options)
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    content = workbook(headings, *[[row.get(heading) for heading in headings] for row in rows])
    return outcome(resource, parse_table("bang.xlsx", content, resource.known_headings), dry_run=dry_run)


def exported(name: str, user: User | None = None) -> bytes:
    resource, file = resource_of(name, user), BytesIO()
    write_export(resource, resource.exported(resource.visible(user).order_by(*resource.order)), file)
    return file.getvalue()


def cells(content: bytes) -> list[dict[str, Any]]:
    """The rows of a workbook's first sheet by their headings."""
    book = load_workbook(BytesIO(content))
    headings, *rows = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def edited(content: bytes, changes: dict[tuple[int, str], Any]) -> bytes:
    """The workbook with some cells changed: (row as Excel shows it, heading) → value."""
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for (row, heading), value in changes.items():
        sheet.cell(row, columns[heading]).value = value
    file = BytesIO()
    book.save(file)
    return file.getvalue()
