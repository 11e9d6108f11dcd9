"""What an import would change, as a page shows it and as it is kept until somebody confirms it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from import_export.results import Result

from coopunion.tables.columns import TableColumn
from coopunion.tables.corrections import Correction
from coopunion.tables.import_row import RECORD, ImportRow
from coopunion.tables.readers import Number
from coopunion.tables.resource import TableResource

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"


@dataclass(frozen=True)
class PreviewRow:
    """`cells` in the order of the preview's headings; `old` and `errors` go by heading."""

    number: int
    kind: str
    cells: list[str]
    old: dict[str, str] = field(default_factory=dict)
    errors: list[list[str]] = field(default_factory=list)
    """[heading or "", message, the cell as Excel names it]"""
    offers: dict[str, str] = field(default_factory=dict)
    """Heading → the spelling that the wrong cell probably meant."""
    near_duplicates: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    record: int | None = None


@dataclass(frozen=True)
class Preview:
    headings: list[str]
    shown: list[str]
    """The headings that every page shows."""
    name: str
    """The heading of the column that names a row."""
    numeric: list[str]
    rows: list[PreviewRow]
    faults: list[str]
    """What is wrong with the file as a whole."""
    notices: list[str]
    corrections: list[Correction] = field(default_factory=list)
    """Those confirmed for cells of the file."""

    @classmethod
    def of(cls, resource: TableResource, result: Result, corrections: Sequence[Correction] = ()) -> Self:
        columns = [column for column in resource.columns if column.heading in resource.table.headers]
        columns = [column for column in columns if not column.readonly]
        return cls(
            headings=[column.heading for column in columns],
            shown=[column.heading for column in columns if column.shown],
            name=next((column.heading for column in columns if column.names), columns[0].heading),
            numeric=[column.heading for column in columns if isinstance(column.reader, Number)],
            rows=[
                _row(resource, import_row, columns) for import_row in resource.import_rows if not import_row.is_blank
            ],
            faults=[str(error.error) for error in result.base_errors],
            notices=resource.table.notices,
            corrections=list(corrections),
        )

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Self:
        rows, corrections = kept["rows"], kept.get("corrections", [])  # a preview kept by an earlier version has none
        return cls(
            **{
                **kept,
                "rows": [PreviewRow(**row) for row in rows],
                "corrections": [Correction(**correction) for correction in corrections],
            }
        )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def counts(self) -> Counter[str]:
        return Counter(row.kind for row in self.rows)

    @property
    def near_duplicates(self) -> list[PreviewRow]:
        return [row for row in self.rows if row.near_duplicates]

    @property
    def signed(self) -> list[str]:
        """The approved periods that the rows touch."""
        return sorted({title for row in self.rows for title in row.signed})

    def correct(self, row: int, heading: str) -> Correction | None:
        """What is offered for the cell, for every cell of the column with the same text and the same offer."""
        offered = {
            shown.number: (shown.cells[self.headings.index(heading)], shown.offers[heading])
            for shown in self.rows
            if heading in shown.offers
        }
        if row not in offered:
            return None
        same = [shown for shown in self.rows if offered.get(shown.number) == offered[row]]
        cells = [cell for shown in same for wrong, _, cell in shown.errors if wrong == heading]
        return Correction(heading, *offered[row], [shown.number for shown in same], cells)

    @property
    def can_be_applied(self) -> bool:
        counts = self.counts
        return not self.faults and not counts[WRONG] and bool(counts[NEW] or counts[CHANGED])


def _row(resource: TableResource, import_row: ImportRow, columns: Sequence[TableColumn]) -> PreviewRow:
    record = import_row.records.get(RECORD)
    errors = [
        [heading, message, f"{resource.table.letters.get(heading, '')}{import_row.number}" if heading else ""]
        for heading, messages in import_row.wrong.items()
        for message in messages
    ]
    by_heading = {column.heading: column for column in columns}
    return PreviewRow(
        number=import_row.number,
        kind=_kind(import_row),
        cells=[_text(column, import_row) for column in columns],
        old={
            heading: by_heading[heading].reader.shown(old)
            for heading, (old, _) in import_row.changes.items()
            if heading in by_heading
        },
        errors=errors,
        offers={heading: offer for heading, offer in import_row.offers.items() if heading in import_row.wrong},
        near_duplicates=import_row.near_duplicates,
        signed=import_row.signed,
        record=record.pk if record is not None and not import_row.wrong else None,
    )


def _kind(import_row: ImportRow) -> str:
    if import_row.wrong:
        return WRONG
    if RECORD in import_row.new:
        return NEW
    return CHANGED if import_row.changes_something else SAME


def _text(column: TableColumn, import_row: ImportRow) -> str:
    """The value as it was understood; the cell itself where it could not be."""
    if column.heading in import_row.wrong or column.heading not in import_row.values:
        return column.reader.raw(import_row.cells.get(column.heading, ""))
    value = import_row.values[column.heading]
    return column.reader.shown(value) if value is not None else ""
