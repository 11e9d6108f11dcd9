"""What a file would do, as a page shows it and as it is kept until somebody confirms it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from import_export.results import Result

from coopunion.tables.columns import RECORD, Column
from coopunion.tables.corrections import Mend
from coopunion.tables.import_row import Draft
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
    """Heading → what the wrong cell was probably meant to say."""
    twins: list[str] = field(default_factory=list)
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
    mends: list[Mend] = field(default_factory=list)
    """What was taken for cells of the file."""

    @classmethod
    def of(cls, resource: TableResource, result: Result, mends: Sequence[Mend] = ()) -> Self:
        columns = [column for column in resource.columns if column.heading in resource.table.headers]
        columns = [column for column in columns if not column.readonly]
        return cls(
            headings=[column.heading for column in columns],
            shown=[column.heading for column in columns if column.shown],
            name=next((column.heading for column in columns if column.names), columns[0].heading),
            numeric=[column.heading for column in columns if isinstance(column.reader, Number)],
            rows=[_row(resource, draft, columns) for draft in resource.drafts if not draft.is_blank],
            faults=[str(error.error) for error in result.base_errors],
            notices=resource.table.notices,
            mends=list(mends),
        )

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Self:
        rows, mends = kept["rows"], kept.get("mends", [])  # a preview kept by an earlier version has none
        return cls(**{**kept, "rows": [PreviewRow(**row) for row in rows], "mends": [Mend(**each) for each in mends]})

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def counts(self) -> Counter[str]:
        return Counter(row.kind for row in self.rows)

    @property
    def twins(self) -> list[PreviewRow]:
        return [row for row in self.rows if row.twins]

    @property
    def signed(self) -> list[str]:
        """The approved periods that the rows touch."""
        return sorted({title for row in self.rows for title in row.signed})

    def mend(self, row: int, heading: str) -> Mend | None:
        """What is offered for the cell, taken wherever the column says and is offered the same."""
        offered = {
            each.number: (each.cells[self.headings.index(heading)], each.offers[heading])
            for each in self.rows
            if heading in each.offers
        }
        if row not in offered:
            return None
        same = [each for each in self.rows if offered.get(each.number) == offered[row]]
        cells = [cell for each in same for wrong, _, cell in each.errors if wrong == heading]
        return Mend(heading, *offered[row], [each.number for each in same], cells)

    @property
    def can_be_applied(self) -> bool:
        counts = self.counts
        return not self.faults and not counts[WRONG] and bool(counts[NEW] or counts[CHANGED])


def _row(resource: TableResource, draft: Draft, columns: Sequence[Column]) -> PreviewRow:
    record = draft.records.get(RECORD)
    errors = [
        [heading, message, f"{resource.table.letters.get(heading, '')}{draft.number}" if heading else ""]
        for heading, messages in draft.wrong.items()
        for message in messages
    ]
    by_heading = {column.heading: column for column in columns}
    return PreviewRow(
        number=draft.number,
        kind=_kind(draft),
        cells=[_text(column, draft) for column in columns],
        old={
            heading: by_heading[heading].reader.shown(old)
            for heading, (old, _) in draft.changes.items()
            if heading in by_heading
        },
        errors=errors,
        offers={heading: offer for heading, offer in draft.offers.items() if heading in draft.wrong},
        twins=draft.twins,
        signed=draft.signed,
        record=record.pk if record is not None and not draft.wrong else None,
    )


def _kind(draft: Draft) -> str:
    if draft.wrong:
        return WRONG
    if RECORD in draft.new:
        return NEW
    return CHANGED if draft.changes_something else SAME


def _text(column: Column, draft: Draft) -> str:
    """The value as it was understood; the cell itself where it could not be."""
    if column.heading in draft.wrong or column.heading not in draft.values:
        return column.reader.raw(draft.cells.get(column.heading, ""))
    value = draft.values[column.heading]
    return column.reader.shown(value) if value is not None else ""
