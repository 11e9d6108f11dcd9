"""Tables as an office would send them, and what an import says of them."""

from pathlib import Path

from openpyxl import Workbook

from coopunion.imports import TableResource, counts
from coopunion.workbooks import read_table


def write_xlsx(path: Path, headings: list[str], rows: list[list]) -> Path:
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    book.save(path)
    book.close()
    return path


def imported(resource: TableResource, path: Path, *, dry_run: bool = False) -> dict[str, int] | list[str]:
    """How many rows are new, changed and unchanged; or everything that is wrong."""
    result = resource.run(read_table(path), dry_run=dry_run)
    return [str(error) for error in resource.errors(result)] or counts(result)
