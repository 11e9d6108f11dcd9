"""The quarterly report as one object. Page, PDF and file print it; none of them computes or queries anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from coopunion.formatting import NOTHING, official_day
from coopunion.models import Office, Place
from programs.measures import Measure
from programs.models import Program, ReportingPeriod
from reports import wording
from reports.models import Report
from reports.parts import Block, FigureGroup, FigureRow, ListRow, RecordList
from reports.progress import Progress, QuarterProgress
from reports.sentences import Sentence
from reports.year import quarter_progress

LETTERS = "ABCDEGHIKLMNOPQRSTUVX"  # the Vietnamese alphabet's capitals as lists are lettered
POINTS = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True, kw_only=True)
class QuarterlyReport:
    """Everything the paper says, in the official form of Nghị định 30/2020/NĐ-CP, Phụ lục I."""

    office: Office
    program: Program
    period: ReportingPeriod
    progress: QuarterProgress
    issued: bool
    issued_on: date | None = None
    number_line: str
    date_line: str
    subject: tuple[str, str]
    opening: str
    blocks: Sequence[Block]
    closing: str
    signer_title: str
    signer_name: str
    recipients: Sequence[str]
    """With the stops of the form: "Như trên;" … "Lưu: VT, NVCS."."""
    groups: Sequence[FigureGroup]
    lists: Sequence[RecordList]
    attached_to: str
    verify_url: str = ""
    """The public page that shows the issued paper's number and hash; printed as a QR code."""

    figure_headings: ClassVar = (
        *("TT", "Chỉ tiêu", "ĐVT", "KH năm", "TH quý", "Lũy kế"),
        *("Tỷ lệ so KH (%)", "Cùng kỳ", "So cùng kỳ (%)", "Ghi chú"),
    )
    figure_remark: ClassVar = (
        "Ghi chú: ĐVT: đơn vị tính; KH: kế hoạch; TH: thực hiện; “–”: không giao kế hoạch hoặc không có số liệu; "
        "+, -: mức tăng, giảm trong quý."
    )
    total_headings: ClassVar = ("TT", "Địa bàn", "Số lượng")
    none_occurred: ClassVar = "Không phát sinh."

    @property
    def title(self) -> str:
        return f"Báo cáo {self.period.span}, {self.program.name}"

    @property
    def dated_on(self) -> date:
        """The day its files carry: no clock is read, so that the same report always gives the same bytes."""
        return self.issued_on or self.progress.as_of or self.period.cut_off_on

    @property
    def figures_title(self) -> str:
        return f"KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU {wording.span(self.period.span).upper()}"

    @property
    def lists_title(self) -> str:
        return f"DANH SÁCH CHI TIẾT CÁC CHỈ TIÊU {wording.span(self.period.span).upper()}"

    @property
    def letters(self) -> dict[str, str]:
        """The letter of each indicator's list, by the indicator's code."""
        return {records.code: records.letter for records in self.lists}

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
            issued_on=issued_on,
            number_line=f"Số: {numbered}/BC-{office.symbol}",
            date_line=f"{office.dateline_place}, {dated}",
            subject=wording.subject(self.program, self.period.span),
            opening=wording.opening(self.program, self.period, office, self.progress.as_of or self.period.cut_off_on),
            blocks=[*self._chapters()],
            closing=wording.closing(self.program, self.period, office),
            signer_title=(report.signer_title if report else "") or office.signer_title,
            signer_name=(report.signer_name if report else "") or office.signer_name or "(Họ và tên)",
            recipients=punctuated(office.recipients.splitlines()),
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
            told = [self._told(indicators[0])]
        else:
            told = [
                self._told(progress).after(f"{letter}) {progress.indicator.name}: ")
                for letter, progress in zip(POINTS, indicators, strict=False)
            ]
        return [Block("paragraph", each.text, each.links) for each in told]

    def _told(self, progress: Progress) -> Sentence:
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
        return FigureRow(
            code=indicator.code,
            name=indicator.name,
            unit=indicator.unit,
            target=progress.target,
            quarter=progress.quarter_actual,
            cumulative=progress.actual,
            ratio=progress.ratio,
            previous_year=progress.previous_year,
            change=progress.change,
            note="; ".join(note for note in notes if note),
            decimals=indicator.decimals,
            is_stock=progress.is_stock,
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
            rows=[_list_row(place, row, measure) for place, row in enumerate(rows, 1)],
        )


def _list_row(position: int, record: Any, measure: Measure) -> ListRow:
    place = getattr(record, measure.place_field) if measure.place_field else None
    return ListRow(
        number=position,
        title=record.title,
        place=str(place) if place else NOTHING,
        detail=record.detail or NOTHING,
        happened_on=getattr(record, measure.date_field),
        area=_area(place),
    )


def _area(place: Place | None) -> str:
    """The district a commune belongs to; the place itself where there are no districts (since 1/7/2025)."""
    if place is None:
        return NOTHING
    parent = place.parent
    return (parent if parent and parent.level == Place.Level.DISTRICT else place).title


def punctuated(lines: Sequence[str]) -> list[str]:
    """The recipients with the form's own stops, whatever was typed: "Như trên;" … "Lưu: VT, NVCS."."""
    plain = [stripped for line in lines if (stripped := line.strip().rstrip(";.").rstrip())]
    return [f"{line};" for line in plain[:-1]] + [f"{line}." for line in plain[-1:]]


def _letters(count: int) -> list[str]:
    """A, B, C, D, E, G…, then AA, AB…"""
    singles = list(LETTERS)
    return (singles + [first + second for first in singles for second in singles])[:count]
