"""What an import would change, as a page shows it and as it is kept until somebody confirms it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from coopunion.personal_numbers import hide_personal_numbers
from coopunion.tables.columns import TableColumn
from coopunion.tables.import_row import CHANGED, NEW, RECORD, SAME, WRONG, ImportRow
from coopunion.tables.readers import Number
from coopunion.tables.resource import TableResource
from coopunion.tables.workbooks import SheetTable

KINDS = {NEW: "Mới", CHANGED: "Thay đổi", SAME: "Không đổi", WRONG: "Lỗi"}


@dataclass(frozen=True)
class Correction:
    """One text of a column in the rows where it is wrong, and the text read instead."""

    heading: str
    old: str
    new: str
    rows: list[int]
    """As Excel numbers them."""
    cells: list[str]
    """As Excel names them."""

    def __str__(self) -> str:
        return f"{self.heading}: “{self.old}” → “{self.new}” ({', '.join(self.cells)})"

    def holds(self, row: int, heading: str) -> bool:
        return self.heading == heading and row in self.rows

    def apply(self, table: SheetTable) -> None:
        position = table.headers.index(self.heading)
        for row_number in self.rows:
            index = row_number - table.heading_row - 1
            row = list(table[index])
            if hide_personal_numbers(str(row[position])) == self.old:
                row[position] = self.new
                del table[index]
                table.insert(index, row)


def corrected(table: SheetTable, corrections: Iterable[Correction]) -> SheetTable:
    """The table with its corrections, in the order in which they were made: one may correct another's result.

    The uploaded file itself is kept as it came.
    """
    for correction in corrections:
        correction.apply(table)
    return table


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

    def changes_since(self, shown: PreviewRow) -> Iterator[str]:
        """In which ways the row would do something else now than was shown."""
        if self.kind != shown.kind:
            yield f"nay là “{KINDS[self.kind]}”, lúc xem trước là “{KINDS[shown.kind]}”"
        yield from (message for _, message, _ in self.errors)
        for heading in {**shown.old, **self.old} if self.kind == shown.kind else ():
            was, now = shown.old.get(heading), self.old.get(heading)
            if was != now:
                yield f"{heading}: {_in_register(now)}, lúc xem trước {_in_register(was)}"
        if self.near_duplicates != shown.near_duplicates:
            yield f"tên gần giống: {'; '.join(self.near_duplicates) or 'không còn'}"
        if self.signed != shown.signed:
            yield f"thuộc kỳ đã duyệt: {'; '.join(self.signed) or 'không còn'}"
        if self.kind == shown.kind != NEW and self.record != shown.record:
            yield "nay là một hồ sơ khác"
        if self.cells != shown.cells:
            yield "ô được hiểu khác trước"


def _in_register(value: str | None) -> str:
    """The old value of a cell, as a sentence says it; None: the cell changed nothing."""
    return "như trong tệp" if value is None else f"trong sổ là “{value}”"


@dataclass(frozen=True)
class Preview:
    headings: list[str]
    shown: list[str]
    """The headings that every page shows."""
    name: str
    """The heading of the column that names a row."""
    numeric: list[str]
    rows: list[PreviewRow]
    notices: list[str]
    corrections: list[Correction] = field(default_factory=list)
    """Those confirmed for cells of the file."""

    @classmethod
    def of(cls, table: TableResource, corrections: Sequence[Correction] = ()) -> Self:
        """Of checked rows."""
        columns = [column for column in table.imported if column.heading in table.sheet.headers]
        return cls(
            headings=[column.heading for column in columns],
            shown=[column.heading for column in columns if column.shown],
            name=next((column.heading for column in columns if column.names), columns[0].heading),
            numeric=[column.heading for column in columns if isinstance(column.reader, Number)],
            rows=[_row(table, import_row, columns) for import_row in table.import_rows if not import_row.is_blank],
            notices=table.sheet.notices,
            corrections=list(corrections),
        )

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Self:
        rows = [PreviewRow(**row) for row in kept["rows"]]
        corrections = [Correction(**correction) for correction in kept["corrections"]]
        return cls(**{**kept, "rows": rows, "corrections": corrections})

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

    def changes_since(self, shown: Preview) -> list[str]:
        """The rows of the same file that would do something else now, each with why."""
        pairs = ((now, list(now.changes_since(then))) for now, then in zip(self.rows, shown.rows, strict=True))
        return [f"dòng {now.number} ({'; '.join(why)})" for now, why in pairs if why]

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
        return not counts[WRONG] and bool(counts[NEW] or counts[CHANGED])


def _row(table: TableResource, import_row: ImportRow, columns: Sequence[TableColumn]) -> PreviewRow:
    record = import_row.records.get(RECORD)
    errors = [
        [heading, message, f"{table.sheet.letters.get(heading, '')}{import_row.number}" if heading else ""]
        for heading, messages in import_row.wrong.items()
        for message in messages
    ]
    by_heading = {column.heading: column for column in columns}
    return PreviewRow(
        number=import_row.number,
        kind=import_row.kind,
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


def _text(column: TableColumn, import_row: ImportRow) -> str:
    """The value as it was understood; the cell itself where it could not be."""
    if column.heading in import_row.wrong or column.heading not in import_row.values:
        return column.reader.raw(import_row.cells.get(column.heading, ""))
    value = import_row.values[column.heading]
    return column.reader.shown(value) if value is not None else ""
