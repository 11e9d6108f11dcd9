"""Fields in the texts of a report: {{1a.lũy kế}} is replaced by a figure, which follows the records until the freeze.

A field is an indicator's code, a full stop and the name of a number, with or without diacritics, capitals and
underscores ("1a.luy_ke"). An unknown field, or one without a value, stays on the paper as it was typed and is
reported as an error, so that no sentence ever has a gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from coopunion.formatting import NOTHING, day, number, official_day, padded
from coopunion.text import search_key
from reports.figures.progress import Progress, QuarterProgress
from reports.paper.elements import Piece, Pieces, Sentence, numbered, span, span_ahead, written

FIELD = re.compile(r"\{\{(.*?)\}\}")
STRAY = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True)
class FigureContext:
    """What the fields of one indicator are filled with."""

    progress: Progress
    names: Sequence[str] = ()
    """The titles of the records behind its figure, with their districts where the measure says so."""
    owners: str = ""
    """How many owners the records have: "07 chủ thể"."""
    shares: Sequence[str] = ()
    """How the figure splits by kind or donor, as sentences."""
    late: Decimal | None = None
    """What arrived late for earlier periods ("bổ sung kỳ trước"); negative where records were annulled since."""
    cause: str = ""
    """Why it is behind, as its departments say."""
    objective: str = ""
    """The part of the cause that lies outside the office ("khách quan")."""
    subjective: str = ""
    """The part of it that lies in the office ("chủ quan")."""


@dataclass(frozen=True)
class FigureField:
    """A number that a text may name. `counted` ones are linked to their list."""

    name: str
    meaning: str
    text: Callable[[FigureContext], str]
    counted: bool = False

    @property
    def key(self) -> str:
        return field_key(self.name)


def field_key(name: str) -> str:
    return search_key(name.replace("_", " "))


OF_FIGURE: tuple[FigureField, ...] = (
    FigureField("lũy kế", "từ đầu năm đến ngày chốt", lambda figure: padded(figure.progress.actual), counted=True),
    FigureField(
        "trong quý", "phát sinh trong quý", lambda figure: padded(figure.progress.quarter_actual), counted=True
    ),
    FigureField("kế hoạch", "kế hoạch năm được giao", lambda figure: padded(figure.progress.target)),
    FigureField("phấn đấu", "mức Liên minh tự phấn đấu", lambda figure: padded(figure.progress.own_aim)),
    FigureField("tỷ lệ", "lũy kế so với kế hoạch năm", lambda figure: figure.progress.percent_text),
    FigureField("phải đạt", "phải đạt đến hết quý", lambda figure: padded(figure.progress.due)),
    FigureField("chênh lệch", "hơn hoặc kém kế hoạch", lambda figure: padded(_absolute(figure.progress.difference))),
    FigureField("cùng kỳ", "cùng kỳ năm trước", lambda figure: padded(figure.progress.previous_year)),
    FigureField("so cùng kỳ", "lũy kế so với cùng kỳ", lambda figure: figure.progress.change_text),
    FigureField("có hồ sơ", "phần có hồ sơ", lambda figure: padded(figure.progress.counted)),
    FigureField("báo cáo", "phần theo số báo cáo của địa bàn", lambda figure: padded(figure.progress.reported)),
    FigureField("địa bàn", "số địa bàn đã báo cáo", lambda figure: padded(figure.progress.reported_places)),
    FigureField("tỷ trọng", "so với tổng số", lambda figure: figure.progress.base_share_text),
    FigureField("tổng số", "tổng số làm gốc của tỷ trọng", lambda figure: number(figure.progress.base)),
    FigureField("bổ sung kỳ trước", "đến muộn, thuộc các kỳ trước", lambda figure: padded(figure.late or Decimal(0))),
    FigureField("danh sách", "tên từng hồ sơ", lambda figure: numbered(figure.names)),
    FigureField("chủ thể", "của bao nhiêu chủ thể", lambda figure: figure.owners),
    FigureField("chia theo", "chia theo hình thức, nguồn giúp đỡ", lambda figure: " ".join(figure.shares)),
    FigureField("nguyên nhân", "vì sao chậm, theo các phòng đã chốt số", lambda figure: figure.cause),
    FigureField("nguyên nhân khách quan", "phần khách quan của nguyên nhân", lambda figure: figure.objective),
    FigureField("nguyên nhân chủ quan", "phần chủ quan của nguyên nhân", lambda figure: figure.subjective),
    FigureField("đơn vị", "đơn vị tính", lambda figure: figure.progress.indicator.unit),
)
OF_REPORT: tuple[tuple[str, str, Callable[[QuarterProgress], str]], ...] = (
    ("kỳ báo cáo", "như “quý III và 9 tháng đầu năm 2020”", lambda quarter: span(quarter.quarter)),
    ("kỳ sau", "kỳ của phương hướng", lambda quarter: span_ahead(quarter.quarter)),
    ("ngày chốt", "ngày chốt số liệu", lambda quarter: day(quarter.as_of)),
    (
        "ngày chốt đầy đủ",
        "như “ngày 20 tháng 12 năm 2020”",
        lambda quarter: official_day(quarter.as_of or quarter.quarter.ends_on),
    ),
)


# By their names without diacritics, capitals and underscores.
FIGURE_FIELDS = {kind.key: kind for kind in OF_FIGURE}
REPORT_FIELDS = {field_key(name): text for name, _, text in OF_REPORT}


def _absolute(value: Decimal | None) -> Decimal | None:
    return None if value is None else abs(value)


def unknown_fields(text: str, codes: Collection[str]) -> tuple[str, ...]:
    """The fields of a text that name no number of these indicators, as typed; a stray brace counts as one."""
    wrong = [found[0] for found in FIELD.finditer(text) if not _is_known(found[1], codes)]
    return (*wrong, *_strays(text))


def _is_known(name: str, codes: Collection[str]) -> bool:
    code, dot, kind = name.partition(".")
    if not dot:
        return field_key(name) in REPORT_FIELDS
    return code.strip() in codes and field_key(kind) in FIGURE_FIELDS


def _strays(text: str) -> list[str]:
    """Braces outside a field: one that was not finished, with the words around it as they were typed."""
    outside = FIELD.sub(lambda found: " " * len(found[0]), text)
    return [text[max(0, stray.start() - 16) : stray.end() + 16].strip() for stray in STRAY.finditer(outside)]


@dataclass(frozen=True)
class FilledText:
    """Sentences with their figures in place, and the fields that could not be read."""

    sentence: Sentence
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fields:
    """The fields of one report, each with its value now."""

    progress: QuarterProgress
    figures: Mapping[str, FigureContext]
    """By the indicator's code."""
    linked: frozenset[str] = field(default_factory=frozenset)
    """Codes of the indicators that have a list."""

    def fill(self, text: str) -> FilledText:
        """Replace the fields; one that is unknown or has no value stays as it was typed and is listed in `unknown`."""
        pieces: Pieces = []
        wrong = unknown_fields(text, self.figures)
        end = 0
        for found in FIELD.finditer(text):
            value = self.value(found[1]) if _is_known(found[1], self.figures) else found[0]
            if value in ("", NOTHING):
                value = found[0]
                wrong = (*wrong, f"{found[0]} (chưa có số liệu)")
            pieces += [text[end : found.start()], value]
            end = found.end()
        return FilledText(Sentence.of([*pieces, text[end:]]), wrong)

    def value(self, name: str) -> str | Piece:
        """The value of a known field by its name, as in "1a.lũy kế" or "ngày chốt"."""
        code, dot, kind = (part.strip() for part in name.partition("."))
        if not dot:
            return REPORT_FIELDS[field_key(name)](self.progress)
        found = FIGURE_FIELDS[field_key(kind)]
        value = found.text(self.figures[code])
        return Piece(value, code) if found.counted and code in self.linked else value

    def of_report(self) -> list[tuple[str, str, str]]:
        """Field, meaning and value of what belongs to no indicator."""
        return [(written(name), meaning, text(self.progress)) for name, meaning, text in OF_REPORT]

    def of_figures(self) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
        """Code and name of each indicator, with field, meaning and value of its numbers."""
        fields = []
        for code, figure in self.figures.items():
            values = [(written(f"{code}.{kind.name}"), kind.meaning, kind.text(figure)) for kind in OF_FIGURE]
            fields.append((code, figure.progress.indicator.name, values))
        return fields
