"""The elements of a report: sentences, text blocks, rows of figures, lists of records; each with its texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from coopunion.formatting import NOTHING, day, number, signed
from coopunion.periods import Quarter

LONGEST_PRINTED = 500  # rows; of a longer list the paper has totals by place, and the Excel file every row


@dataclass(frozen=True)
class Piece:
    """A part of a sentence that is a link to a list, or a field in the editor, or both."""

    text: str
    code: str = ""
    """Of the indicator whose list it links to."""
    field: str = ""
    """Its name in the editor, as in "1a.lũy kế"."""


Pieces: TypeAlias = "list[str | Piece]"


@dataclass(frozen=True)
class TextLink:
    """Characters `start` to `end` (exclusive) link to the list behind the indicator `code`."""

    start: int
    end: int
    code: str


@dataclass(frozen=True)
class Sentence:
    """One or more sentences and the links in them."""

    text: str
    links: Sequence[TextLink] = ()
    with_fields: str = field(default="", compare=False)
    """The text that editing starts from: filling its fields gives `text` again."""

    @classmethod
    def of(cls, pieces: Pieces) -> Sentence:
        text = with_fields = ""
        links = []
        for piece in pieces:
            if isinstance(piece, str):
                piece = Piece(piece)
            if piece.code:
                links.append(TextLink(len(text), len(text) + len(piece.text), piece.code))
            text += piece.text
            with_fields += written(piece.field) if piece.field else piece.text
        return cls(text, tuple(links), with_fields)

    def after(self, beginning: str) -> Sentence:
        """The same sentence with a text put before it, its links moved along."""
        shift = len(beginning)
        links = tuple(TextLink(link.start + shift, link.end + shift, link.code) for link in self.links)
        return Sentence(beginning + self.text, links)


def written(name: str) -> str:
    """A field as it is typed into a text."""
    return f"{{{{{name}}}}}"


def numbered(names: Sequence[str]) -> str:
    """As in "(1) HTX A; (2) HTX B"."""
    return "; ".join(f"({position}) {name}" for position, name in enumerate(names, 1))


# What a quarter's report covers, and what it looks ahead to, as offices name them.
SPANS = {2: "quý II và 6 tháng đầu năm", 3: "quý III và 9 tháng đầu năm", 4: "quý IV và năm"}
SPANS_AHEAD = {2: "6 tháng cuối năm"}


def span(quarter: Quarter) -> str:
    """As in "quý I năm 2020", "quý II và 6 tháng đầu năm 2020"; quarter IV's report is the year's."""
    return f"{SPANS[quarter.number]} {quarter.year}" if quarter.number in SPANS else str(quarter)


def span_ahead(quarter: Quarter) -> str:
    """As in "quý II năm 2020", "6 tháng cuối năm 2020"; quarter IV's report looks at the next year."""
    if quarter.number == 4:
        return f"năm {quarter.year + 1}"
    return f"{SPANS_AHEAD[quarter.number]} {quarter.year}" if quarter.number in SPANS_AHEAD else str(quarter.next)


@dataclass(frozen=True)
class Block:
    """A piece of the body: "chapter" (I. CAPS BOLD), "heading" (1. Bold) or "paragraph"."""

    kind: Literal["chapter", "heading", "paragraph"]
    text: str
    links: Sequence[TextLink] = ()
    """Links from its counted figures to their lists."""


@dataclass(frozen=True)
class AppendixRow:
    """A row of Appendix I. None is "nothing reported", printed "–"; 0 is a value."""

    code: str
    name: str
    unit: str
    target: Decimal | None
    quarter: Decimal | None
    cumulative: Decimal | None
    ratio: Decimal | None
    """Percent, unrounded; so is `change`."""
    previous_year: Decimal | None
    change: Decimal | None
    note: str = ""
    decimals: int = 1
    """Of the ratio as it is printed."""
    is_stock: bool = False
    """The quarter's value is then a net change."""

    @property
    def cells(self) -> tuple[str, ...]:
        """As printed, under `figure_headings`."""
        return (
            self.code,
            self.name,
            self.unit,
            number(self.target),
            signed(self.quarter) if self.is_stock else number(self.quarter),
            number(self.cumulative),
            number(self.ratio, self.decimals),
            number(self.previous_year),
            number(self.change, 1),
            self.note,
        )


@dataclass(frozen=True)
class FigureGroup:
    numeral: str
    title: str
    rows: Sequence[AppendixRow]


@dataclass(frozen=True)
class ListRow:
    number: int
    title: str
    place: str
    detail: str
    happened_on: date | None
    area: str = NOTHING
    """Key of a long list's totals: the place's district, or the place itself where it has none."""
    source: str = ""
    """Model and id of the record, "cooperatives.registration:12"; signed reports are compared by it."""
    department: int | None = None
    """The id of the department whose record it is."""

    @property
    def cells(self) -> tuple[str, ...]:
        return (str(self.number), self.title, self.place, self.detail, day(self.happened_on))


@dataclass(frozen=True)
class RecordList:
    """The records behind one counted figure, for Appendix II; households by code and commune only."""

    letter: str
    code: str
    title: str
    unit: str
    detail_heading: str
    day_heading: str
    rows: Sequence[ListRow]
    owners: str = ""
    """How many owners the records have: "07 chủ thể"."""
    shares: Sequence[str] = ()
    """How they split by kind or donor, as sentences: "Theo hình thức: việc làm 30 hộ; phân bón, vật tư 20 hộ."."""
    places_named: bool = False

    @property
    def heading(self) -> str:
        owners = f" của {self.owners}" if self.owners else ""
        return f"{self.letter}. {self.title} ({number(len(self.rows))} {self.unit}{owners})"

    @property
    def names(self) -> list[str]:
        """Of the records, as a sentence of the report lists them."""
        return [f"{row.title} ({row.area})" if self._is_placed(row) else row.title for row in self.rows]

    def _is_placed(self, row: ListRow) -> bool:
        return self.places_named and row.area != NOTHING

    @property
    def headings(self) -> tuple[str, ...]:
        """Of the columns of a row's cells."""
        place = ("Địa bàn",) if self.has_places else ()
        return ("TT", self.unit[:1].upper() + self.unit[1:], *place, self.detail_heading, self.day_heading)

    @property
    def has_places(self) -> bool:
        """Whether its records have places: the reports of a period have none, and no column for them."""
        return not self.rows or any(row.place != NOTHING for row in self.rows)

    @property
    def where(self) -> str:
        return f"Mục {self.letter} Phụ lục II"

    @property
    def sheet(self) -> str:
        """The name of its sheet in the Excel file: at most 31 letters, without those that Excel refuses."""
        return re.sub(r"[\[\]:*?/\\]", "-", f"{self.letter}. {self.code}")[:31]

    @property
    def widths(self) -> Literal["named", "even", "detailed", "placeless"]:
        """The column widths by the longest column: names, neither, or details; "placeless" without a place column."""
        if not self.has_places:
            return "placeless"
        names, details = sum(len(row.title) for row in self.rows), sum(len(row.detail) for row in self.rows)
        if 2 * names > 3 * details:
            return "named"
        return "even" if names > details else "detailed"

    @property
    def is_long(self) -> bool:
        return len(self.rows) > LONGEST_PRINTED

    @property
    def long_note(self) -> str:
        return (
            f"Danh sách dài hơn {LONGEST_PRINTED} dòng nên chỉ in số lượng theo địa bàn; từng dòng ở trang "
            f"“{self.sheet}” của tệp Excel kèm theo."
        )

    @property
    def totals(self) -> Sequence[tuple[str, ...]]:
        """The number of rows of each place, under `total_headings`, the largest first."""
        counts = Counter(row.area for row in self.rows)
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [(str(position), area, number(count)) for position, (area, count) in enumerate(ordered, 1)]
