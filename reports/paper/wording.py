"""The sentences of a report, made from figures, in the customary wording of reports to a Tỉnh ủy. Computes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from coopunion.formatting import day, listed, number, official_day, padded
from coopunion.models import OfficeIdentity
from coopunion.periods import Quarter
from programs.flows_and_stocks import Flow
from programs.models import Program, ReportingPeriod
from reports.figures.progress import Progress, QuarterProgress, Status
from reports.paper.elements import Piece, Pieces, Sentence, span, span_ahead
from reports.paper.fields import FIGURE_FIELDS, FigureContext, field_key

NAMED_AT_MOST = 8  # a longer list goes to the appendix

STATUS_WORDS = {
    Status.EXCEEDED: "vượt kế hoạch",
    Status.MET: "hoàn thành kế hoạch",
    Status.ON_TRACK: "đúng tiến độ",
    Status.BEHIND: "chậm tiến độ",
}


def cited(program: Program) -> str:
    """The programme as the report's title names it."""
    return f"Chương trình hành động{_number_of(program)}{_issuer_of(program)}"


def cited_first(program: Program) -> str:
    """As the first citation in the text: kind, number, day, issuer and subject (Nghị định 30/2020, Phụ lục I, II.6)."""
    on = f" {official_day(program.issued_on)}" if program.issued_on else ""
    subject = f" {program.subject}" if program.subject else ""
    return f"Chương trình hành động{_number_of(program)}{on}{_issuer_of(program)}{subject}"


def _number_of(program: Program) -> str:
    return f" số {program.number}" if program.number else f" {program.code}"


def _issuer_of(program: Program) -> str:
    return f" của {program.issuer}" if program.issuer else ""


def cited_short(program: Program) -> str:
    return f"Chương trình {program.number or program.code}"


def subject(program: Program, quarter: Quarter) -> tuple[str, str]:
    """The trích yếu, in two lines."""
    return (f"Kết quả thực hiện {cited(program)}", f"{span(quarter)}; phương hướng, nhiệm vụ {span_ahead(quarter)}")


def opening(
    program: Program, period: ReportingPeriod, office: OfficeIdentity, counted_to: date, replaced: str = ""
) -> str:
    """Programme and office under their full names, with the short ones that the rest of the paper uses.

    `replaced` names the report that this one corrects.
    """
    short = f" (sau đây viết tắt là {office.short_name})" if office.short_name != office.name else ""
    return (
        f"Thực hiện {cited_first(program)} (sau đây viết tắt là {cited_short(program)}), {office.name}{short} báo cáo "
        f"kết quả thực hiện {span(period.span)}, số liệu tính đến ngày {day(counted_to)}"
        f"{f' (thay thế {replaced})' if replaced else ''}, như sau:"
    )


def closing(program: Program, period: ReportingPeriod, office: OfficeIdentity) -> str:
    return (
        f"Trên đây là Báo cáo kết quả thực hiện {cited_short(program)} {span(period.span)}, {office.short_name} "
        f"trân trọng báo cáo {listed(office.addressees)}./."
    )


def overview(progress: QuarterProgress) -> str:
    """How many tasks have which status."""
    parts = [
        f"{padded(len(tasks))} nhiệm vụ {words}"
        for status, words in STATUS_WORDS.items()
        if (tasks := progress.tasks_with(status))
    ]
    result = f" có {listed(parts)}" if parts else " chưa có nhiệm vụ nào có số liệu"
    return (
        f"Trong {padded(len(progress.tasks))} nhiệm vụ được giao, đến ngày {day(progress.as_of)}{result} "
        "(chi tiết tại Phụ lục I kèm theo). Kết quả cụ thể như sau:"
    )


def result(figure: FigureContext, appendix: str) -> Sentence:
    """One indicator's result: what was to be done, this quarter, cumulative, ratio, evidence, comparisons.

    `appendix` names where the list of its records is, "" without a list.
    """
    return Sentence.of(_Result(figure, appendix).pieces())


class _Result:
    """Writes an indicator's numbers as fields; counted ones as links where there is a list."""

    def __init__(self, figure: FigureContext, appendix: str) -> None:
        self.figure, self.appendix = figure, appendix
        self.progress, self.late = figure.progress, figure.late or Decimal(0)
        self.code, self.unit = figure.progress.indicator.code, figure.progress.indicator.unit
        self.named = 0 < len(figure.names) <= NAMED_AT_MOST

    def field(self, name: str) -> Piece:
        return Piece(FIGURE_FIELDS[field_key(name)].text(self.figure), field=f"{self.code}.{name}")

    def counted(self, name: str) -> Piece:
        return replace(self.field(name), code=self.code if self.appendix else "")

    def pieces(self) -> Pieces:
        if self.progress.actual is None:
            return [*self.plan(), "Chưa có số liệu báo cáo."]
        names: Pieces = [": ", self.field("danh sách")] if self.named else []
        cause: Pieces = [" Nguyên nhân: ", self.field("nguyên nhân"), "."] if self.figure.cause else []
        return [
            *self.plan(),
            *(self.stock() if self.progress.is_stock else self.flow()),
            *self.parts(),
            *names,
            ".",
            *self.shared(),
            *self.pace(),
            *cause,
            *self.last_year(),
        ]

    def shared(self) -> Pieces:
        """As in " Theo hình thức: việc làm 30 hộ; phân bón, vật tư 20 hộ."."""
        return [" ", self.field("chia theo")] if self.figure.shares else []

    def plan(self) -> Pieces:
        """The plan: the assigned target and the office's own higher aim."""
        progress = self.progress
        bound = "tối đa " if progress.at_most else "tối thiểu " if progress.is_stock else ""
        has_target, has_aim = progress.target is not None, progress.own_aim is not None
        given: Pieces = [f"giao {bound}", self.field("kế hoạch"), f" {self.unit}"] if has_target else []
        comma: Pieces = [", "] if has_target and has_aim else []
        aim: Pieces = ["phấn đấu ", self.field("phấn đấu"), f" {self.unit}"] if has_aim else []
        both = [*given, *comma, *aim]
        return [f"Kế hoạch năm {progress.quarter.year} ", *both, ". "] if both else []

    def against_plan(self, *after_unit: str | Piece) -> Pieces:
        """As in "65/30 HTX, đạt 217% so với kế hoạch"; before names "05/03 mô hình, đạt 166,7% kế hoạch: (1) …"."""
        target: Pieces = ["/", self.field("kế hoạch")] if self.progress.target is not None else []
        plan = "kế hoạch" if self.named else "so với kế hoạch"
        ratio: Pieces = [", đạt ", self.field("tỷ lệ"), f" {plan}"] if self.progress.ratio is not None else []
        return [self.counted("lũy kế"), *target, f" {self.unit}", *after_unit, *ratio]

    def flow(self) -> Pieces:
        """As in "Trong quý IV đã kiểm tra 10 hồ sơ; lũy kế cả năm 41 hồ sơ": the year is whole on 31 December alone."""
        quarter, measure = self.progress.quarter, self.progress.measure
        done = f"đã {measure.verb}" if measure else "đạt"
        tail = f" {measure.verb_tail}" if isinstance(measure, Flow) and measure.verb_tail else ""
        if quarter.number == 1 and not self.progress.actual:
            none = [" (", *self.against_plan(), ")"] if self.progress.target is not None else []
            return ["Trong quý I chưa phát sinh", *none]
        if quarter.number == 1:
            return [f"Trong quý I {done} ", *self.against_plan(tail)]
        change = self.progress.quarter_actual or Decimal(0)
        within: Pieces = [f"{done} ", self.counted("trong quý"), f" {self.unit}{tail}"]
        if change < 0:
            within = [f"điều chỉnh giảm {padded(-change)} {self.unit}"]
        elif not change:
            within = ["không phát sinh thêm"]
        so_far = "cả năm" if self.progress.as_of == date(quarter.year, 12, 31) else "từ đầu năm"
        since = self.since("trong đó bổ sung" if self.late > 0 else "đã điều chỉnh giảm số")
        return [f"Trong quý {quarter.roman} ", *within, f"; lũy kế {so_far} ", *self.against_plan(*since)]

    def stock(self) -> Pieces:
        """As in "Đến ngày … toàn tỉnh có 265/250 HTX hoạt động hiệu quả, đạt 106% …, tăng 07 HTX so với cuối quý …"."""
        progress = self.progress
        as_of = Piece(official_day(progress.as_of or progress.quarter.ends_on), field="ngày chốt đầy đủ")
        verb = f" {progress.measure.verb}" if progress.measure else ""
        share: Pieces = []
        if progress.base_share is not None:
            base = self.field("tổng số")
            share = [", chiếm ", self.field("tỷ trọng"), " tổng số ", base, f" {self.unit} đang hoạt động"]
        return ["Đến ", as_of, ", toàn tỉnh có ", *self.against_plan(verb), *share, *self.moved()]

    def moved(self) -> Pieces:
        """A stock's net change in the quarter, as in ", tăng 07 HTX so với cuối quý trước"."""
        change = self.progress.quarter_actual
        if change is None:
            return []
        moved: Pieces = [", không thay đổi"]
        if change:
            added = self.field("trong quý") if change > 0 else padded(-change)
            moved = [f", {'tăng' if change > 0 else 'giảm'} ", added, f" {self.unit}"]
        before = "cuối năm trước" if self.progress.quarter.number == 1 else "cuối quý trước"
        since = self.since(f"đã điều chỉnh {'tăng' if self.late > 0 else 'giảm'} số")
        return [*moved, f" so với {before}", *since]

    def since(self, how: str) -> Pieces:
        """What was entered for earlier periods after their report was signed: else the two reports would not add up."""
        late = self.field("bổ sung kỳ trước") if self.late > 0 else padded(-self.late)
        return [f" ({how} kỳ trước ", late, f" {self.unit})"] if self.late else []

    def parts(self) -> Pieces:
        """The link to the list; where a figure is both counted and reported, the two parts and their sources."""
        many, where = len(self.figure.names) > NAMED_AT_MOST, Piece(self.appendix, self.code)
        listed_at: Pieces = [" (danh sách tại ", where, ")"] if many else []
        if self.figure.owners:
            things = self.counted("có hồ sơ")
            listed_at = [", gồm ", things, f" {self.unit} của ", self.field("chủ thể"), *listed_at]
        if self.progress.kinds_text:
            kinds = listed([f"{padded(kind.count)} {kind.unit}" for kind in self.progress.kinds])
            listed_at = [f", gồm {kinds}", *listed_at]
        if not self.progress.counted or not self.progress.reported:
            return listed_at
        counted = [", trong đó ", self.counted("có hồ sơ"), f" {self.unit} có hồ sơ", *listed_at]
        places = self.field("địa bàn")
        return [*counted, " và ", self.field("báo cáo"), f" {self.unit} theo số báo cáo của ", places, " địa bàn"]

    def pace(self) -> Pieces:
        """The figure compared with what was due by the quarter's end; at 100% of the target only what is missing."""
        progress = self.progress
        if not progress.target or progress.due is None or progress.actual is None:
            return []
        beyond = progress.actual - progress.due
        if progress.share >= 100:
            if progress.at_most:
                return [" Vượt mức tối đa ", self.field("chênh lệch"), f" {self.unit}."] if beyond > 0 else []
            missing: Pieces = [" Còn thiếu ", self.field("chênh lệch"), f" {self.unit} so với kế hoạch."]
            return missing if beyond < 0 else []
        due = f"đến hết quý {progress.quarter.roman} ({number(progress.share)}% kế hoạch năm)"
        if progress.at_most:
            return [f" {'Vượt' if beyond > 0 else 'Trong'} mức tối đa {due}."]
        pace = "Vượt" if beyond > 0 else "Chậm so với" if beyond < 0 else "Đúng"
        return [f" {pace} tiến độ phải đạt {due}."]

    def last_year(self) -> Pieces:
        if self.progress.previous_year is None:
            return []
        same = f"cùng kỳ năm {self.progress.quarter.year - 1}"
        if self.progress.change is None:
            return [f" {same.capitalize()} không phát sinh."]
        before, change = self.field("cùng kỳ"), self.field("so cùng kỳ")
        source = " theo báo cáo đã ký" if self.progress.previous_signed else ""
        return [f" So với {same} (", before, f" {self.unit}{source}) bằng ", change, "."]


def precise_note(progress: Progress) -> str:
    """The exact ratio where the printed one is rounded to a whole percent."""
    ratio = progress.ratio
    if ratio is None or progress.indicator.decimals > 0 or ratio == ratio.to_integral_value():
        return ""
    return f"Tính đúng {number(ratio, 1)}%"


def reported_note(progress: Progress) -> str:
    if not progress.counted or not progress.reported:
        return ""
    places = number(progress.reported_places)
    return f"{number(progress.counted)} có hồ sơ; {number(progress.reported)} theo báo cáo của {places} địa bàn"
