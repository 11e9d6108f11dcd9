"""The quarterly report as one object. Page, PDF and file print it; none of them computes or queries anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coopunion.formatting import NOTHING, day, number, official_day, signed
from coopunion.models import Office
from programs.measures import Measure
from programs.models import Program, ReportingPeriod
from reports import wording
from reports.models import Report
from reports.progress import Progress, QuarterProgress
from reports.year import quarter_progress

LETTERS = "ABCDEGHIKLMNOPQRSTUVX"  # the Vietnamese alphabet's capitals as lists are lettered
POINTS = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True)
class Block:
    """A piece of the body: "chapter" (I. CAPS BOLD), "heading" (1. Bold) or "paragraph"."""

    kind: Literal["chapter", "heading", "paragraph"]
    text: str


@dataclass(frozen=True)
class FigureRow:
    """A row of Appendix I, ready to print."""

    code: str
    name: str
    unit: str
    target: str
    quarter: str
    cumulative: str
    percent: str
    previous_year: str
    change: str
    note: str


@dataclass(frozen=True)
class FigureGroup:
    numeral: str
    title: str
    rows: Sequence[FigureRow]


@dataclass(frozen=True)
class ListRow:
    number: int
    title: str
    place: str
    detail: str
    day: str


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

    @property
    def heading(self) -> str:
        return f"{self.letter}. {self.title} ({number(len(self.rows))} {self.unit})"

    @property
    def where(self) -> str:
        return f"Mục {self.letter} Phụ lục II"


@dataclass(frozen=True)
class QuarterlyReport:
    """Everything the paper says, in the official form of Nghị định 30/2020/NĐ-CP, Phụ lục I."""

    office: Office
    program: Program
    period: ReportingPeriod
    progress: QuarterProgress
    issued: bool
    number_line: str
    date_line: str
    subject: tuple[str, str]
    opening: str
    blocks: Sequence[Block]
    closing: str
    signer_title: str
    signer_name: str
    recipients: Sequence[str]
    groups: Sequence[FigureGroup]
    lists: Sequence[RecordList]
    attached_to: str

    @property
    def title(self) -> str:
        return f"Báo cáo {self.period.span}, {self.program.name}"

    @property
    def file_name(self) -> str:
        return f"bao-cao-{self.program.code}-{self.program.year}-quy-{self.period.quarter}"

    @classmethod
    def for_period(cls, period: ReportingPeriod, *, today: date) -> QuarterlyReport:
        """The report of a period as the records stand. ValueError for a quarter that lies ahead.

        `period` may be unsaved (ReportingPeriod.standard): a quarter can be read before anybody opened its period.
        """
        own = period if period.pk else None
        progress = quarter_progress(period.program, period.quarter, today=today, own_period=own)
        if progress.as_of is None:
            raise ValueError(f"Quý {period.span.roman} năm {period.span.year} chưa đến, chưa có báo cáo.")
        return _Writer(period, progress).write()


class _Writer:
    """Puts one report together."""

    def __init__(self, period: ReportingPeriod, progress: QuarterProgress) -> None:
        self.period = period
        self.program = period.program
        self.progress = progress
        self.office = Office.current()
        self.report = Report.objects.filter(period=period).first() if period.pk else None
        self.lists = self._lists()

    def write(self) -> QuarterlyReport:
        office, report = self.office, self.report
        number_text = report.number if report and report.number else None
        issued_on = report.issued_on if report else None
        numbered = f"{number_text:02d}" if number_text else "     "
        dated = official_day(issued_on) if issued_on else f"ngày      tháng      năm {self._issue_year()}"
        return QuarterlyReport(
            office=office,
            program=self.program,
            period=self.period,
            progress=self.progress,
            issued=bool(report and report.is_issued),
            number_line=f"Số: {numbered}/BC-{office.symbol}",
            date_line=f"{office.dateline_place}, {dated}",
            subject=wording.subject(self.program, self.period.span),
            opening=wording.opening(self.program, self.period, office.name),
            blocks=[*self._chapters()],
            closing=wording.closing(self.program, self.period, office.name, office.addressee),
            signer_title=(report.signer_title if report else "") or office.signer_title,
            signer_name=(report.signer_name if report else "") or office.signer_name or "(Họ và tên)",
            recipients=[line for line in office.recipients.splitlines() if line.strip()],
            groups=self._groups(),
            lists=list(self.lists.values()),
            attached_to=f"(Kèm theo Báo cáo số {numbered}/BC-{office.symbol} {dated} của {office.name})",
        )

    def _issue_year(self) -> int:
        return self.period.due_on.year

    def _text(self, name: str) -> list[str]:
        """The report's own text, or the usual one; a paragraph a line."""
        own = getattr(self.report, name, "") if self.report else ""
        return (own or wording.skeleton(self.period.span)[name]).splitlines()

    def _chapters(self) -> list[Block]:
        ahead = wording.span_ahead(self.period.span).upper()
        return [
            Block("chapter", "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, TRIỂN KHAI THỰC HIỆN"),
            *self._paragraphs("leadership"),
            Block("chapter", "II. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ"),
            Block("paragraph", wording.overview(self.progress)),
            *self._results(),
            Block("chapter", "III. ĐÁNH GIÁ CHUNG"),
            Block("heading", "1. Kết quả nổi bật"),
            *self._paragraphs("achievements"),
            Block("heading", "2. Tồn tại, hạn chế"),
            *self._paragraphs("shortcomings"),
            Block("heading", "3. Nguyên nhân"),
            *self._paragraphs("causes"),
            Block("chapter", f"IV. PHƯƠNG HƯỚNG, NHIỆM VỤ {ahead}"),
            *self._paragraphs("directions"),
            Block("chapter", "V. KIẾN NGHỊ, ĐỀ XUẤT"),
            *self._paragraphs("proposals"),
        ]

    def _paragraphs(self, name: str) -> list[Block]:
        return [Block("paragraph", line) for line in self._text(name) if line.strip()]

    def _results(self) -> list[Block]:
        blocks: list[Block] = []
        for task in self.progress.tasks:
            blocks += [
                Block("heading", f"{task.task.number}. {task.task.name}"),
                *self._points(task.indicators),
            ]
        if self.progress.beyond_tasks:
            place = len(self.progress.tasks) + 1
            blocks += [
                Block("heading", f"{place}. Kết quả chung toàn tỉnh"),
                *self._points(self.progress.beyond_tasks),
            ]
        return blocks

    def _points(self, indicators: Sequence[Progress]) -> list[Block]:
        if len(indicators) == 1:
            return [Block("paragraph", self._told(indicators[0]))]
        return [
            Block("paragraph", f"{letter}) {progress.indicator.name}: {self._told(progress)}")
            for letter, progress in zip(POINTS, indicators, strict=False)
        ]

    def _told(self, progress: Progress) -> str:
        records = self.lists.get(progress.indicator.code)
        names = [row.title for row in records.rows] if records else []
        return wording.result(progress, names, records.where if records else "")

    def _groups(self) -> list[FigureGroup]:
        assigned = [progress for task in self.progress.tasks for progress in task.indicators]
        groups = [FigureGroup("I", "Các nhiệm vụ được giao", [self._row(each) for each in assigned])]
        if self.progress.beyond_tasks:
            rows = [self._row(each) for each in self.progress.beyond_tasks]
            groups.append(FigureGroup("II", "Kết quả chung toàn tỉnh", rows))
        return groups

    def _row(self, progress: Progress) -> FigureRow:
        indicator = progress.indicator
        notes = [wording.precise_note(progress), wording.reported_note(progress)]
        change = signed if progress.is_stock else number
        return FigureRow(
            code=indicator.code,
            name=indicator.name,
            unit=indicator.unit,
            target=number(progress.target),
            quarter=change(progress.quarter_actual),
            cumulative=number(progress.actual),
            percent=progress.percent_text.removesuffix("%"),
            previous_year=number(progress.previous_year),
            change=progress.change_text.removesuffix("%"),
            note="; ".join(note for note in notes if note),
        )

    def _lists(self) -> dict[str, RecordList]:
        """One list for each counted indicator, by its code."""
        as_of = self.progress.as_of
        counted = [(each, each.measure) for each in self.progress.indicators if each.measure]
        return {
            progress.indicator.code: self._list(letter, progress, measure, as_of)
            for letter, (progress, measure) in zip(_letters(len(counted)), counted, strict=True)
            if measure and as_of
        }

    def _list(self, letter: str, progress: Progress, measure: Measure, as_of: date) -> RecordList:
        rows = measure.records(as_of, self.progress.scope)
        return RecordList(
            letter=letter,
            code=progress.indicator.code,
            title=progress.indicator.name,
            unit=progress.indicator.unit,
            detail_heading=measure.detail,
            day_heading=measure.day,
            rows=[
                ListRow(
                    number=place,
                    title=row.title,
                    place=str(getattr(row, measure.place_field)) if measure.place_field else NOTHING,
                    detail=row.detail or NOTHING,
                    day=day(getattr(row, measure.date_field)),
                )
                for place, row in enumerate(rows, 1)
            ],
        )


def _letters(count: int) -> list[str]:
    """A, B, C, D, E, G…, then AA, AB…"""
    singles = list(LETTERS)
    return (singles + [first + second for first in singles for second in singles])[:count]
