"""Figures inside the words of a report: {{1a.lũy kế}} is written once and follows the records until the freeze.

A field is an indicator's code, a stop, and the name of a number; names are read with or without diacritics, capitals
and underscores ("luy_ke"). A field that nobody knows, or that has no value now, stays on the paper as it was typed and
is named as an error, so that no sentence ever has a hole.
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
class Told:
    """An indicator and what the report knows of it."""

    progress: Progress
    names: Sequence[str] = ()
    """The titles of the records behind its figure."""
    late: str = ""
    """What arrived late for earlier periods, as text."""
    cause: str = ""
    """Why it is behind, as its departments say."""


@dataclass(frozen=True)
class Kind:
    """A number that a text may name. `counted` ones lead to their list."""

    name: str
    meaning: str
    text: Callable[[Told], str]
    counted: bool = False

    @property
    def key(self) -> str:
        return _key(self.name)


def _key(name: str) -> str:
    return search_key(name.replace("_", " "))


OF_FIGURE: tuple[Kind, ...] = (
    Kind("lũy kế", "từ đầu năm đến ngày chốt", lambda it: padded(it.progress.actual), counted=True),
    Kind("trong quý", "phát sinh trong quý", lambda it: padded(it.progress.quarter_actual), counted=True),
    Kind("kế hoạch", "kế hoạch năm được giao", lambda it: padded(it.progress.target)),
    Kind("phấn đấu", "mức Liên minh tự phấn đấu", lambda it: padded(it.progress.own_aim)),
    Kind("tỷ lệ", "lũy kế so với kế hoạch năm", lambda it: it.progress.percent_text),
    Kind("phải đạt", "phải đạt đến hết quý", lambda it: padded(it.progress.due)),
    Kind("chênh lệch", "hơn hoặc kém kế hoạch", lambda it: padded(_size(it.progress.difference))),
    Kind("cùng kỳ", "cùng kỳ năm trước", lambda it: padded(it.progress.previous_year)),
    Kind("so cùng kỳ", "lũy kế so với cùng kỳ", lambda it: it.progress.change_text),
    Kind("có hồ sơ", "phần có hồ sơ", lambda it: padded(it.progress.counted)),
    Kind("báo cáo", "phần theo số báo cáo của địa bàn", lambda it: padded(it.progress.reported)),
    Kind("địa bàn", "số địa bàn đã báo cáo", lambda it: padded(it.progress.reported_places)),
    Kind("tỷ trọng", "so với tổng số", lambda it: it.progress.base_share_text),
    Kind("tổng số", "tổng số làm gốc của tỷ trọng", lambda it: number(it.progress.base)),
    Kind("bổ sung kỳ trước", "đến muộn, thuộc các kỳ trước", lambda it: it.late or number(0)),
    Kind("danh sách", "tên từng hồ sơ", lambda it: wording.numbered(it.names)),
    Kind("nguyên nhân", "vì sao chậm, theo các phòng đã chốt số", lambda it: it.cause),
    Kind("đơn vị", "đơn vị tính", lambda it: it.progress.indicator.unit),
)
OF_REPORT: tuple[tuple[str, str, Callable[[QuarterProgress], str]], ...] = (
    ("kỳ báo cáo", "như “quý III năm 2020”", lambda it: wording.span(it.quarter)),
    ("kỳ sau", "kỳ của phương hướng", lambda it: wording.span_ahead(it.quarter)),
    ("ngày chốt", "ngày chốt số liệu", lambda it: day(it.as_of)),
    ("ngày chốt đầy đủ", "như “ngày 20 tháng 12 năm 2020”", lambda it: official_day(it.as_of or it.quarter.ends_on)),
)


def _size(value: Decimal | None) -> Decimal | None:
    return None if value is None else abs(value)


def unknown_fields(text: str, codes: Collection[str]) -> tuple[str, ...]:
    """The fields of a text that name no number of these indicators, as typed; a brace left over counts as one."""
    wrong = [found[0] for found in FIELD.finditer(text) if not _is_known(found[1], codes)]
    return (*wrong, *_strays(text))


def _is_known(name: str, codes: Collection[str]) -> bool:
    code, stop, kind = name.partition(".")
    if not stop:
        return _key(name) in {_key(each) for each, _, _ in OF_REPORT}
    return code.strip() in codes and _key(kind) in {each.key for each in OF_FIGURE}


def _strays(text: str) -> list[str]:
    """Braces outside a field: one that was not finished, with the words around it as they were typed."""
    outside = FIELD.sub(lambda found: " " * len(found[0]), text)
    return [text[max(0, each.start() - 16) : each.end() + 16].strip() for each in STRAY.finditer(outside)]


@dataclass(frozen=True)
class Filled:
    """Sentences with their figures in place, and the fields that could not be read."""

    sentence: Sentence
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fields:
    """The fields of one report, each with its value now."""

    progress: QuarterProgress
    told: Mapping[str, Told]
    """By the indicator's code."""
    linked: frozenset[str] = field(default_factory=frozenset)
    """Codes of the indicators that have a list."""

    def fill(self, text: str) -> Filled:
        """A field that is not known stays as it was typed, and so does one that has no value: neither leaves a hole."""
        pieces: list[str | Counted] = []
        wrong = unknown_fields(text, self.told)
        end = 0
        for found in FIELD.finditer(text):
            value = self.value(found[1]) if _is_known(found[1], self.told) else found[0]
            if value in ("", NOTHING):
                value = found[0]
                wrong = (*wrong, f"{found[0]} (chưa có số liệu)")
            pieces += [text[end : found.start()], value]
            end = found.end()
        return Filled(Sentence.of([*pieces, text[end:]]), wrong)

    def value(self, name: str) -> str | Counted:
        """What stands for the name of a known field: "1a.lũy kế", "ngày chốt"."""
        code, stop, kind = (part.strip() for part in name.partition("."))
        if not stop:
            return next(text(self.progress) for each, _, text in OF_REPORT if _key(each) == _key(name))
        found = next(each for each in OF_FIGURE if each.key == _key(kind))
        value = found.text(self.told[code])
        return Counted(value, code) if found.counted and code in self.linked else value

    def of_report(self) -> list[tuple[str, str, str]]:
        """Field, meaning and value of what belongs to no indicator."""
        return [(_written(name), meaning, text(self.progress)) for name, meaning, text in OF_REPORT]

    def of_figure(self, code: str) -> list[tuple[str, str, str]]:
        """Field, meaning and value of an indicator's numbers."""
        it = self.told[code]
        return [(_written(f"{code}.{each.name}"), each.meaning, each.text(it)) for each in OF_FIGURE]


def _written(name: str) -> str:
    return f"{{{{{name}}}}}"


# Digits that are no figure: a quarter, a year, the letter of a list. Then numbers, with their percent sign.
_PIECES = re.compile(r"(\{\{.*?\}\}|quý [IV]+|năm \d{4}(?!\d)|Mục [A-Z]+|\d[\d.,]*\d%?|\d%?)")
# Which number is meant where two are equal: the words right before it in the sentences of reports/paper/wording.py.
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


def as_fields(text: str, it: Told) -> str:
    """The portal's own sentence of an indicator with fields in the place of its numbers: where editing begins.

    Filling it gives the same sentence. A number that cannot be told from another stays as it is.
    """
    code = it.progress.indicator.code
    cut = official_day(it.progress.as_of or it.progress.quarter.ends_on)
    text = text.replace(cut, _written("ngày chốt đầy đủ"))
    if it.names:
        text = text.replace(wording.numbered(it.names), _written(f"{code}.danh sách"))
    if it.cause:
        text = text.replace(it.cause, _written(f"{code}.nguyên nhân"))
    values = {each.name: each.text(it) for each in OF_FIGURE}
    written, read = "", ""
    for place, piece in enumerate(_PIECES.split(text)):
        name = _meant(piece, read, values) if place % 2 else ""
        written += _written(f"{code}.{name}") if name else piece
        read += piece
    return written


def _meant(piece: str, before: str, values: Mapping[str, str]) -> str:
    """The name of the number; empty where none is equal to it, or several are and the words do not tell."""
    if before.endswith(wording.LATE):
        return "bổ sung kỳ trước" if values["bổ sung kỳ trước"] == piece else ""
    equal = [name for name, _ in _CUES if values[name] == piece]
    told = [name for name, cue in _CUES if name in equal and re.search(cue, before)]
    return next(iter(told or (equal if len(equal) == 1 else [])), "")
