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
from reports.paper import wording
from reports.paper.sentences import Counted, Sentence

FIELD = re.compile(r"\{\{(.*?)\}\}")
STRAY = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True)
class FigureContext:
    """What the fields of one indicator are filled with."""

    progress: Progress
    names: Sequence[str] = ()
    """The titles of the records behind its figure."""
    late: str = ""
    """What arrived late for earlier periods, as text."""
    cause: str = ""
    """Why it is behind, as its departments say."""


@dataclass(frozen=True)
class FigureField:
    """A number that a text may name. `counted` ones are linked to their list."""

    name: str
    meaning: str
    text: Callable[[FigureContext], str]
    counted: bool = False

    @property
    def key(self) -> str:
        return _key(self.name)


def _key(name: str) -> str:
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
    FigureField("bổ sung kỳ trước", "đến muộn, thuộc các kỳ trước", lambda figure: figure.late or number(0)),
    FigureField("danh sách", "tên từng hồ sơ", lambda figure: wording.numbered(figure.names)),
    FigureField("nguyên nhân", "vì sao chậm, theo các phòng đã chốt số", lambda figure: figure.cause),
    FigureField("đơn vị", "đơn vị tính", lambda figure: figure.progress.indicator.unit),
)
OF_REPORT: tuple[tuple[str, str, Callable[[QuarterProgress], str]], ...] = (
    ("kỳ báo cáo", "như “quý III năm 2020”", lambda quarter: wording.span(quarter.quarter)),
    ("kỳ sau", "kỳ của phương hướng", lambda quarter: wording.span_ahead(quarter.quarter)),
    ("ngày chốt", "ngày chốt số liệu", lambda quarter: day(quarter.as_of)),
    (
        "ngày chốt đầy đủ",
        "như “ngày 20 tháng 12 năm 2020”",
        lambda quarter: official_day(quarter.as_of or quarter.quarter.ends_on),
    ),
)


def _absolute(value: Decimal | None) -> Decimal | None:
    return None if value is None else abs(value)


def unknown_fields(text: str, codes: Collection[str]) -> tuple[str, ...]:
    """The fields of a text that name no number of these indicators, as typed; a stray brace counts as one."""
    wrong = [found[0] for found in FIELD.finditer(text) if not _is_known(found[1], codes)]
    return (*wrong, *_strays(text))


def _is_known(name: str, codes: Collection[str]) -> bool:
    code, dot, kind = name.partition(".")
    if not dot:
        return _key(name) in {_key(field_name) for field_name, _, _ in OF_REPORT}
    return code.strip() in codes and _key(kind) in {figure_field.key for figure_field in OF_FIGURE}


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
        pieces: list[str | Counted] = []
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

    def value(self, name: str) -> str | Counted:
        """The value of a known field by its name, as in "1a.lũy kế" or "ngày chốt"."""
        code, dot, kind = (part.strip() for part in name.partition("."))
        if not dot:
            return next(text(self.progress) for field_name, _, text in OF_REPORT if _key(field_name) == _key(name))
        found = next(figure_field for figure_field in OF_FIGURE if figure_field.key == _key(kind))
        value = found.text(self.figures[code])
        return Counted(value, code) if found.counted and code in self.linked else value

    def of_report(self) -> list[tuple[str, str, str]]:
        """Field, meaning and value of what belongs to no indicator."""
        return [(_written(name), meaning, text(self.progress)) for name, meaning, text in OF_REPORT]

    def of_figure(self, code: str) -> list[tuple[str, str, str]]:
        """Field, meaning and value of an indicator's numbers."""
        figure = self.figures[code]
        return [(_written(f"{code}.{kind.name}"), kind.meaning, kind.text(figure)) for kind in OF_FIGURE]


def _written(name: str) -> str:
    return f"{{{{{name}}}}}"


# Digits that are no figure: a quarter, a year, the letter of a list. Then numbers, with their percent sign.
_PIECES = re.compile(r"(\{\{.*?\}\}|quý [IV]+|năm \d{4}(?!\d)|Mục [A-Z]+|\d[\d.,]*\d%?|\d%?)")
# Where two numbers are equal, the words right before one show which it is in the sentences of reports/paper/wording.py.
_CUES = (
    ("kế hoạch", r"(giao|tối thiểu|tối đa) $|/$"),
    ("phấn đấu", r"phấn đấu $"),
    ("tỷ lệ", r"đạt $"),
    ("tỷ trọng", r"chiếm $"),
    ("tổng số", r"tổng số $"),
    ("có hồ sơ", r"trong đó $"),
    ("báo cáo", r"hồ sơ và $"),
    ("địa bàn", r"báo cáo của $"),
    ("chênh lệch", r"(Còn thiếu|Vượt mức tối đa) $"),
    ("cùng kỳ", r"cùng kỳ năm \d{4} \($"),
    ("so cùng kỳ", r"bằng $"),
    ("lũy kế", r"lũy kế (cả năm|từ đầu năm) $|toàn tỉnh có $|Trong quý I (đã|đạt|chưa)[^.;]*$"),
    ("trong quý", r"(tăng|giảm) $|Trong quý (II|III|IV) (đã|đạt)[^.;]*$"),
)


def as_fields(text: str, figure: FigureContext) -> str:
    """The portal's own sentence of an indicator with fields instead of its numbers: the text that editing starts from.

    Filling it gives the same sentence. A number that may be two different fields stays as it is.
    """
    code = figure.progress.indicator.code
    cut = official_day(figure.progress.as_of or figure.progress.quarter.ends_on)
    text = text.replace(cut, _written("ngày chốt đầy đủ"))
    if figure.names:
        text = text.replace(wording.numbered(figure.names), _written(f"{code}.danh sách"))
    if figure.cause:
        text = text.replace(figure.cause, _written(f"{code}.nguyên nhân"))
    values = {kind.name: kind.text(figure) for kind in OF_FIGURE}
    written, read = "", ""
    for index, piece in enumerate(_PIECES.split(text)):
        name = _number_name(piece, read, values) if index % 2 else ""
        written += _written(f"{code}.{name}") if name else piece
        read += piece
    return written


def _number_name(piece: str, before: str, values: Mapping[str, str]) -> str:
    """The name of the field with this value; empty where there is none, or several that `before` does not decide."""
    if before.endswith(wording.LATE):
        return "bổ sung kỳ trước" if values["bổ sung kỳ trước"] == piece else ""
    equal = [name for name, _ in _CUES if values[name] == piece]
    fitting = [name for name, cue in _CUES if name in equal and re.search(cue, before)]
    return next(iter(fitting or (equal if len(equal) == 1 else [])), "")
