"""The quarterly report as one object. Page, PDF and files print it; none of them computes or queries anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db.models import Model
from django.urls import reverse

from coopunion.formatting import NOTHING, day, official_day, signed
from coopunion.models import Office, OfficeIdentity, OfficeTimeline, Place
from coopunion.models.office import PAPER_FONT
from programs.flows_and_stocks import Flow
from programs.measures import Measure
from programs.models import Program, ReportingPeriod
from reports.figures.progress import Progress, QuarterProgress
from reports.figures.shares import owners_text, share_sentences
from reports.figures.year import quarter_progress
from reports.models import Report
from reports.paper import wording
from reports.paper.blanks import blanks
from reports.paper.elements import AppendixRow, Block, FigureGroup, ListRow, RecordList, Sentence, span, span_ahead
from reports.paper.report_texts import ReportTexts

LETTERS = "ABCDEGHIKLMNOPQRSTUVX"  # the Vietnamese alphabet's capitals as lists are lettered
ASSESSMENT = {"achievements": "Kết quả nổi bật", "shortcomings": "Tồn tại, hạn chế", "causes": "Nguyên nhân"}
POINTS = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True, kw_only=True)
class QuarterlyReport:
    """Everything the paper says, in the official form of Nghị định 30/2020/NĐ-CP, Phụ lục I."""

    office: OfficeIdentity
    """As it was on the paper's own day."""
    font: str = PAPER_FONT
    program: Program
    period: ReportingPeriod
    progress: QuarterProgress
    signed: bool = False
    """Approved: it no longer follows the records. Until then it is marked as a draft."""
    issued: bool
    issued_on: date | None = None
    number_line: str = ""
    date_line: str = ""
    subject: tuple[str, str]
    opening: str
    blocks: Sequence[Block]
    closing: str
    signer_title: str
    """A line of the paper each: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"."""
    signer_name: str
    recipients: Sequence[str]
    """With the form's punctuation: "Như trên;" … "Lưu: VT, NVCS."."""
    groups: Sequence[FigureGroup]
    lists: Sequence[RecordList]
    bases: Sequence[RecordList] = ()
    """The records behind what a figure is a share of: frozen to be compared, not printed."""
    attached_to: str = ""
    verify_url: str = ""
    """The public page that shows the issued paper's number and hash; printed as a QR code."""
    unknown_fields: Sequence[str] = ()
    """Fields in the texts that name no figure; such a paper is not approved."""
    untouched: Sequence[str] = ()
    """The keys of the sections that nobody wrote: they print the portal's own text."""

    figure_headings: ClassVar = (
        *("TT", "Chỉ tiêu", "ĐVT", "KH năm", "TH quý", "Lũy kế"),
        *("Tỷ lệ so KH (%)", "Cùng kỳ", "So cùng kỳ (%)", "Ghi chú"),
    )
    standing_remark: ClassVar = (
        "Ghi chú: ĐVT: đơn vị tính; KH: kế hoạch; TH: thực hiện; “–”: không giao kế hoạch hoặc không có số liệu; "
        "+, -: mức tăng, giảm trong quý."
    )
    total_headings: ClassVar = ("TT", "Địa bàn", "Số lượng")
    none_occurred: ClassVar = "Không phát sinh."

    @property
    def figure_remark(self) -> str:
        """Under the figures: the abbreviations, and what the year before was taken from."""
        sources = self.progress.previous_sources
        return f"{self.standing_remark} Cùng kỳ: theo {sources}." if sources else self.standing_remark

    @property
    def blanks(self) -> Sequence[str]:
        """What a person has still to write; such a paper is not approved."""
        return blanks(block.text for block in self.blocks)

    @property
    def title(self) -> str:
        return f"Báo cáo {self.period.span}, {self.program.name}"

    @property
    def is_draft(self) -> bool:
        """Nobody approved it: every printer marks such a paper "DỰ THẢO"."""
        return not (self.signed or self.issued)

    @property
    def dated_on(self) -> date:
        """The date inside its files: not the clock's, so that the same report always gives the same bytes."""
        return self.issued_on or self.progress.as_of or self.period.cut_off_on

    @property
    def addressee_lines(self) -> Sequence[str]:
        """Several addressees, one a line under "Kính gửi:", with the form's punctuation; empty for a single one."""
        addressees = self.office.addressees
        return punctuated(addressees) if len(addressees) > 1 else ()

    @property
    def figures_title(self) -> str:
        return f"KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU {span(self.period.span).upper()}"

    @property
    def lists_title(self) -> str:
        return f"DANH SÁCH CHI TIẾT CÁC CHỈ TIÊU {span(self.period.span).upper()}"

    @property
    def letters(self) -> dict[str, str]:
        """The letter of each indicator's list, by the indicator's code."""
        return {records.code: records.letter for records in self.lists}

    @property
    def file_name(self) -> str:
        name = "du-thao-bao-cao" if self.is_draft else "bao-cao"
        return f"{name}-{self.program.code}-{self.program.year}-quy-{self.period.quarter}"

    @classmethod
    def for_period(
        cls, period: ReportingPeriod, *, today: date, report: Report | None = None, as_of: date | None = None
    ) -> QuarterlyReport:
        """The report of a period from the records of now. ValueError for a quarter that lies ahead.

        `period` may be unsaved (ReportingPeriod.standard): a quarter can be read before its period has a row.
        `report` is the one whose texts are used, by default the period's current one.
        """
        return _ReportBuilder(period, today, report, as_of).write()

    def with_bases(self) -> QuarterlyReport:
        """With the records of every figure's base, as they are now; one query for each base."""
        return replace(
            self, bases=[_base_list(own, self.progress) for own in self.progress.indicators if own.base_measure]
        )

    def issued_as(self, report: Report) -> QuarterlyReport:
        """The same texts with number, day, signer and the address where the paper can be verified."""
        issued = replace(
            self,
            lists=[self._with_own_day(records, day(report.issued_on)) for records in self.lists],
            issued=True,
            issued_on=report.issued_on,
            signer_title=report.signer_title,
            signer_name=report.signer_name,
            verify_url=f"{settings.PORTAL_URL}{reverse('reports:verify', args=[report.token])}",
        )
        return issued.numbered(report)

    def numbered(self, report: Report | None) -> QuarterlyReport:
        """With the lines that name number and day; both are blanks to fill until the paper is issued."""
        office, issued_on = self.office, report.issued_on if report else None
        number = (report.number_text if report else "") or "     "
        dated = official_day(issued_on) if issued_on else f"ngày      tháng      năm {self.period.due_on.year}"
        return replace(
            self,
            number_line=f"Số: {number}/BC-{office.symbol}",
            date_line=f"{office.dateline_place}, {dated}",
            attached_to=f"(Kèm theo Báo cáo số {number}/BC-{office.symbol} {dated} của {office.name})",
        )

    def _with_own_day(self, records: RecordList, issued_on: str) -> RecordList:
        """In a list of the year's reports, the day of this one is known only now."""
        own = f"{self.period._meta.label_lower}:{self.period.pk}"
        rows = [
            replace(row, detail=issued_on) if row.source == own and row.detail == NOTHING else row
            for row in records.rows
        ]
        return replace(records, rows=rows)


def paper_day(period: ReportingPeriod, report: Report | None, today: date) -> date:
    """The day whose office the paper names: that of its issue; until then the day on which it is due.

    A correction is written after that day: it names today's.
    """
    if report and report.issued_on:
        return report.issued_on
    return max(period.due_on, today) if report and report.replaces_id else period.due_on


def report_texts(report: Report, *, today: date) -> ReportTexts:
    """The texts of a report, filled from the records of now. ValueError for a quarter that lies ahead."""
    return _ReportBuilder(report.period, today, report).texts


class _ReportBuilder:
    """Builds one report from the records."""

    def __init__(
        self, period: ReportingPeriod, today: date, report: Report | None = None, as_of: date | None = None
    ) -> None:
        own = period if period.pk else None
        self.period, self.program = period, period.program
        self.progress = quarter_progress(self.program, period.quarter, today=today, as_of=as_of, own_period=own)
        if self.progress.as_of is None:
            raise ValueError(f"Quý {period.span.roman} năm {period.span.year} chưa đến, chưa có báo cáo.")
        self.as_of = self.progress.as_of
        self.report = report or Report.objects.current(period)
        self.offices = OfficeTimeline.read()
        self.office = self.offices.on(paper_day(period, self.report, today))
        self.lists = self._lists()
        self.texts = ReportTexts(self.report, period, self.progress, self.lists, self.office)

    def write(self) -> QuarterlyReport:
        office, report = self.office, self.report
        return QuarterlyReport(
            office=office,
            font=Office.current().paper_font,
            program=self.program,
            period=self.period,
            progress=self.progress,
            signed=bool(report and report.is_signed),
            issued=bool(report and report.is_issued),
            issued_on=report.issued_on if report else None,
            subject=wording.subject(self.program, self.period.span),
            opening=wording.opening(self.program, self.period, office, self.as_of, self._replaced()),
            blocks=self._chapters(),
            closing=wording.closing(self.program, self.period, office),
            signer_title=(report.signer_title if report else "") or office.signer_title,
            signer_name=(report.signer_name if report else "") or office.signer_name or "(Họ và tên)",
            recipients=punctuated(office.recipients.splitlines()),
            groups=self._groups(),
            lists=list(self.lists.values()),
            unknown_fields=tuple(dict.fromkeys(self.texts.unknown)),
            untouched=tuple(self.texts.untouched),
        ).numbered(report)

    def _replaced(self) -> str:
        """A corrected report says which one it replaces."""
        old = self.report.replaces if self.report else None
        if old is None or old.number is None or old.issued_on is None:
            return ""
        symbol = self.offices.on(old.issued_on).symbol
        return f"Báo cáo số {old.number_text}/BC-{symbol} {official_day(old.issued_on)}"

    def _chapters(self) -> list[Block]:
        ahead = span_ahead(self.period.span).upper()
        return [
            Block("chapter", "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, TRIỂN KHAI THỰC HIỆN"),
            *self._paragraphs("leadership"),
            Block("chapter", "II. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ"),
            *self._paragraphs("overview"),
            *self._results(),
            Block("chapter", "III. ĐÁNH GIÁ CHUNG"),
            *self._assessment(),
            Block("chapter", f"IV. PHƯƠNG HƯỚNG, NHIỆM VỤ {ahead}"),
            *self._paragraphs("directions"),
            Block("chapter", "V. KIẾN NGHỊ, ĐỀ XUẤT"),
            *self._paragraphs("proposals"),
        ]

    def _assessment(self) -> list[Block]:
        """Numbered parts, of those that say something: without a figure behind there is no cause."""
        parts = [(title, paragraphs) for name, title in ASSESSMENT.items() if (paragraphs := self._paragraphs(name))]
        numbered = [(f"{position}. {title}", each) for position, (title, each) in enumerate(parts, 1)]
        return [block for title, each in numbered for block in (Block("heading", title), *each)]

    def _paragraphs(self, name: str) -> list[Block]:
        return [Block("paragraph", sentence.text, sentence.links) for sentence in self.texts.section(name)]

    def _results(self) -> list[Block]:
        tasks, beyond = self.progress.tasks, self.progress.beyond_tasks
        titled = [(f"{task.task.number}. {task.task.name}", task.indicators) for task in tasks]
        titled += [(f"{len(tasks) + 1}. Kết quả chung toàn tỉnh", beyond)] if beyond else []
        return [block for title, its in titled for block in (Block("heading", title), *self._points(its))]

    def _points(self, indicators: Sequence[Progress]) -> list[Block]:
        sentences: list[Sentence] = []
        for letter, progress in zip(POINTS, indicators, strict=False):
            first, *rest = self.texts.result(progress.indicator.code)
            before = f"{letter}) {progress.indicator.name}: " if len(indicators) > 1 else ""
            sentences += [first.after(before), *rest]
        return [Block("paragraph", sentence.text, sentence.links) for sentence in sentences]

    def _groups(self) -> list[FigureGroup]:
        assigned = [progress for task in self.progress.tasks for progress in task.indicators]
        groups = [("I", "Các nhiệm vụ được giao", assigned)]
        groups += [("II", "Kết quả chung toàn tỉnh", self.progress.beyond_tasks)] if self.progress.beyond_tasks else []
        return [FigureGroup(numeral, title, [self._row(figure) for figure in its]) for numeral, title, its in groups]

    def _row(self, progress: Progress) -> AppendixRow:
        indicator = progress.indicator
        late = self.texts.fields.figures[indicator.code].late
        notes = [
            wording.precise_note(progress),
            wording.reported_note(progress),
            f"Bổ sung kỳ trước: {signed(late)}" if late else "",
        ]
        return AppendixRow(
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
        counted = [(progress.indicator, progress.measure) for progress in self.progress.indicators if progress.measure]
        lists = {}
        for letter, (indicator, measure) in zip(_letters(len(counted)), counted, strict=True):
            records = measure.records(self.as_of, self.progress.scope)
            lists[indicator.code] = RecordList(
                letter=letter,
                code=indicator.code,
                title=indicator.name,
                unit=indicator.unit,
                detail_heading=measure.detail,
                day_heading=measure.day,
                rows=[_list_row(number, record, measure) for number, record in enumerate(records, 1)],
                owners=owners_text(measure, self.as_of, self.progress.scope),
                shares=share_sentences(measure, self.as_of, self.progress.scope),
                places_named=isinstance(measure, Flow) and measure.places_named,
            )
        return lists


def _base_list(own: Progress, progress: QuarterProgress) -> RecordList:
    base = own.base_measure
    found = base.records(progress.as_of, progress.scope) if base and progress.as_of else ()
    return RecordList(
        letter="",
        code=own.indicator.code,
        title=base.name if base else "",
        unit=base.unit if base else "",
        detail_heading=base.detail if base else "",
        day_heading=base.day if base else "",
        rows=[_list_row(number, record, base) for number, record in enumerate(found, 1) if base],
    )


def _list_row(number: int, record: Model, measure: Measure) -> ListRow:
    title, detail = record.title, record.detail  # type: ignore[attr-defined]  # of every model that a measure lists
    place = getattr(record, measure.place_field) if measure.place_field else None
    return ListRow(
        number=number,
        title=title,
        place=str(place) if place else NOTHING,
        detail=detail or NOTHING,
        happened_on=getattr(record, measure.date_field),
        area=_area(place),
        source=f"{record._meta.label_lower}:{record.pk}",
        department=getattr(record, "department_id", None),
    )


def _area(place: Place | None) -> str:
    """The district a commune belongs to; the place itself where there are no districts (since 1/7/2025)."""
    if place is None:
        return NOTHING
    parent = place.parent
    return (parent if parent and parent.level == Place.Level.DISTRICT else place).title


def punctuated(lines: Sequence[str]) -> list[str]:
    """The recipients with the form's punctuation, whatever was typed: "Như trên;" … "Lưu: VT, NVCS."."""
    plain = [stripped for line in lines if (stripped := line.strip().rstrip(";.").rstrip())]
    return [f"{line};" for line in plain[:-1]] + [f"{line}." for line in plain[-1:]]


def _letters(count: int) -> list[str]:
    """A, B, C, D, E, G…, then AA, AB…"""
    singles = list(LETTERS)
    return (singles + [first + second for first in singles for second in singles])[:count]
