"""The sentences of a report, made from figures, in the customary wording of reports to a Tỉnh ủy. Computes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coopunion.formatting import day, listed, number, official_day, padded
from coopunion.models import Office
from coopunion.periods import Quarter
from programs.flows_and_stocks import Flow
from programs.models import Program, ReportingPeriod
from reports.figures.progress import Progress, QuarterProgress, Status
from reports.paper.sentences import Counted, Sentence

NAMED_AT_MOST = 8  # a longer list goes to the appendix
LATE = "kỳ trước "  # the words right before a figure that was entered late for an earlier period

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


def span(quarter: Quarter) -> str:
    """As in "quý III năm 2020"; quarter IV's report is the year's: "quý IV và năm 2020"."""
    return f"quý IV và năm {quarter.year}" if quarter.number == 4 else str(quarter)


def span_ahead(quarter: Quarter) -> str:
    return f"năm {quarter.year + 1}" if quarter.number == 4 else str(quarter.next)


def subject(program: Program, quarter: Quarter) -> tuple[str, str]:
    """The trích yếu, in two lines."""
    return (
        f"Kết quả thực hiện {cited(program)}",
        f"{span(quarter)}; phương hướng, nhiệm vụ {span_ahead(quarter)}",
    )


def opening(program: Program, period: ReportingPeriod, office: Office, counted_to: date, replaced: str = "") -> str:
    """Programme and office under their full names, with the short ones that the rest of the paper uses.

    `replaced` names the report that this one corrects.
    """
    short = f" (sau đây viết tắt là {office.short_name})" if office.short_name != office.name else ""
    return (
        f"Thực hiện {cited_first(program)} (sau đây viết tắt là {cited_short(program)}), {office.name}{short} báo cáo "
        f"kết quả thực hiện {span(period.span)}, số liệu tính đến ngày {day(counted_to)}"
        f"{f' (thay thế {replaced})' if replaced else ''}, như sau:"
    )


def closing(program: Program, period: ReportingPeriod, office: Office) -> str:
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


def result(
    progress: Progress, names: Sequence[str], appendix: str, *, late: Decimal | None = None, cause: str = ""
) -> Sentence:
    """One indicator's result: what was to be done, this quarter, cumulative, ratio, evidence, comparisons.

    `names` are the titles of the records behind a counted figure; `appendix` names where their list is, "" without
    a list; `late` is what the signed report before lacked ("bổ sung kỳ trước");
    `cause` says why the figure is behind.
    """
    if progress.actual is None:
        return Sentence(f"{_plan(progress)}Chưa có số liệu báo cáo.")
    named = 0 < len(names) <= NAMED_AT_MOST
    many = len(names) > NAMED_AT_MOST
    listed_at: list[str | Counted] = [" (danh sách tại ", Counted(appendix, progress.indicator.code), ")"]
    describe = _stock if progress.is_stock else _flow
    figure = _Figure(progress, linked=bool(appendix), named=named)
    return Sentence.of(
        [
            _plan(progress),
            *describe(progress, figure, late or Decimal(0)),
            *_parts(progress, figure, listed_at if many else []),
            _named(names) if named else "",
            ".",
            _pace(progress),
            f" Nguyên nhân: {cause}." if cause else "",
            _last_year(progress),
        ]
    )


@dataclass(frozen=True)
class _Figure:
    """Writes an indicator's counted figures: as links where there is a list."""

    progress: Progress
    linked: bool
    named: bool
    """Whether the names of the records follow."""

    def counted(self, value: Decimal | None) -> str | Counted:
        text = padded(value)
        return Counted(text, self.progress.indicator.code) if self.linked else text

    def against_plan(self, after_unit: str = "") -> list[str | Counted]:
        """As in "65/30 HTX, đạt 217% so với kế hoạch"; before names "05/03 mô hình, đạt 166,7% kế hoạch: (1) …"."""
        progress = self.progress
        actual = self.counted(progress.actual)
        unit = f"{progress.indicator.unit}{after_unit}"
        if progress.target is None:
            return [actual, f" {unit}"]
        plan = "kế hoạch" if self.named else "so với kế hoạch"
        ratio = f", đạt {progress.percent_text} {plan}" if progress.ratio is not None else ""
        return [actual, f"/{padded(progress.target)} {unit}{ratio}"]


def _plan(progress: Progress) -> str:
    """The plan: the assigned target and the office's own higher aim."""
    unit = progress.indicator.unit
    bound = "tối đa " if progress.at_most else "tối thiểu " if progress.is_stock else ""
    given = f"giao {bound}{padded(progress.target)} {unit}" if progress.target is not None else ""
    aim = f"phấn đấu {padded(progress.own_aim)} {unit}" if progress.own_aim is not None else ""
    both = ", ".join(part for part in (given, aim) if part)
    return f"Kế hoạch năm {progress.quarter.year} {both}. " if both else ""


def _flow(progress: Progress, figure: _Figure, late: Decimal) -> list[str | Counted]:
    """As in "Trong quý IV đã kiểm tra 10 hồ sơ; lũy kế cả năm 41 hồ sơ"."""
    quarter, unit, measure = progress.quarter, progress.indicator.unit, progress.measure
    done = f"đã {measure.verb}" if measure else "đạt"
    tail = f" {measure.verb_tail}" if isinstance(measure, Flow) and measure.verb_tail else ""
    if quarter.number == 1 and not progress.actual:
        none = [" (", *figure.against_plan(), ")"] if progress.target is not None else []
        return ["Trong quý I chưa phát sinh", *none]
    if quarter.number == 1:
        return [f"Trong quý I {done} ", *figure.against_plan(tail)]
    change = progress.quarter_actual or Decimal(0)
    within: list[str | Counted] = [f"{done} ", figure.counted(change), f" {unit}{tail}"]
    if change < 0:
        within = [f"điều chỉnh giảm {padded(-change)} {unit}"]
    elif not change:
        within = ["không phát sinh thêm"]
    so_far = "cả năm" if quarter.number == 4 else "từ đầu năm"
    since = _late("trong đó bổ sung" if late > 0 else "đã điều chỉnh giảm số", late, unit)
    return [f"Trong quý {quarter.roman} ", *within, f"; lũy kế {so_far} ", *figure.against_plan(since)]


def _stock(progress: Progress, figure: _Figure, late: Decimal) -> list[str | Counted]:
    """As in "Đến ngày … toàn tỉnh có 265/250 HTX hoạt động hiệu quả, đạt 106% …, tăng 07 HTX so với cuối quý trước"."""
    unit = progress.indicator.unit
    verb = f" {progress.measure.verb}" if progress.measure else ""
    share = change = ""
    if progress.base_share is not None:
        share = f", chiếm {progress.base_share_text} tổng số {number(progress.base)} {unit} đang hoạt động"
    if progress.quarter_actual is not None:
        before = "cuối năm trước" if progress.quarter.number == 1 else "cuối quý trước"
        since = _late(f"đã điều chỉnh {'tăng' if late > 0 else 'giảm'} số", late, unit)
        change = f", {_moved(progress.quarter_actual, unit)} so với {before}{since}"
    day_counted = official_day(progress.as_of or progress.quarter.ends_on)
    return [f"Đến {day_counted}, toàn tỉnh có ", *figure.against_plan(verb), share, change]


def _late(how: str, late: Decimal, unit: str) -> str:
    """What was entered for earlier periods after their report was signed: else the two reports would not add up."""
    return f" ({how} {LATE}{padded(abs(late))} {unit})" if late else ""


def _moved(change: Decimal, unit: str) -> str:
    if not change:
        return "không thay đổi"
    return f"{'tăng' if change > 0 else 'giảm'} {padded(abs(change))} {unit}"


def _parts(progress: Progress, figure: _Figure, listed_at: list[str | Counted]) -> list[str | Counted]:
    """The link to the list; where a figure is both counted and reported, the two parts and their sources."""
    if not progress.counted or not progress.reported:
        return listed_at
    unit = progress.indicator.unit
    by = f"{padded(progress.reported)} {unit} theo số báo cáo của {padded(progress.reported_places)} địa bàn"
    return [", trong đó ", figure.counted(progress.counted), f" {unit} có hồ sơ", *listed_at, f" và {by}"]


def _named(names: Sequence[str]) -> str:
    return f": {numbered(names)}"


def numbered(names: Sequence[str]) -> str:
    """As in "(1) HTX A; (2) HTX B"."""
    return "; ".join(f"({position}) {name}" for position, name in enumerate(names, 1))


def _pace(progress: Progress) -> str:
    """The figure compared with what was due by the quarter's end; at 100% of the target only what is missing."""
    if not progress.target or progress.due is None or progress.actual is None:
        return ""
    beyond = progress.actual - progress.due
    if progress.share >= 100:
        amount = f"{padded(abs(beyond))} {progress.indicator.unit}"
        if progress.at_most:
            return f" Vượt mức tối đa {amount}." if beyond > 0 else ""
        return f" Còn thiếu {amount} so với kế hoạch." if beyond < 0 else ""
    due = f"đến hết quý {progress.quarter.roman} ({number(progress.share)}% kế hoạch năm)"
    if progress.at_most:
        return f" {'Vượt' if beyond > 0 else 'Trong'} mức tối đa {due}."
    pace = "Vượt" if beyond > 0 else "Chậm so với" if beyond < 0 else "Đúng"
    return f" {pace} tiến độ phải đạt {due}."


def _last_year(progress: Progress) -> str:
    if progress.previous_year is None:
        return ""
    same = f"cùng kỳ năm {progress.quarter.year - 1}"
    if progress.change is None:
        return f" {same.capitalize()} không phát sinh."
    return f" So với {same} ({padded(progress.previous_year)} {progress.indicator.unit}) bằng {progress.change_text}."


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


def skeleton(quarter: Quarter, office: Office) -> dict[str, str]:
    """The usual texts, by section, for a report whose own are empty. Each line is a paragraph."""
    ahead, addressees = span_ahead(quarter), listed(office.addressees)
    return {
        "leadership": (
            "Ngay từ đầu năm, cơ quan đã cụ thể hóa chương trình thành kế hoạch công tác, giao chỉ tiêu cho từng "
            "phòng, ban, đơn vị và cá nhân phụ trách.\n"
            "Hằng quý rà soát tiến độ từng chỉ tiêu, phối hợp với các địa phương tháo gỡ khó khăn tại cơ sở và báo cáo "
            f"{addressees} theo quy định."
        ),
        "achievements": (
            "Các nhiệm vụ được triển khai đồng bộ, có phân công rõ người, rõ việc, rõ thời hạn; kết quả từng chỉ tiêu "
            "như đã nêu tại mục II."
        ),
        "shortcomings": (
            "Một số hợp tác xã mới thành lập quy mô còn nhỏ, vốn ít, năng lực quản trị hạn chế; việc cập nhật hồ sơ ở "
            "một số địa bàn còn chậm."
        ),
        "causes": (
            "a) Nguyên nhân khách quan: Địa bàn rộng, đi lại khó khăn; tài sản bảo đảm của hợp tác xã còn ít nên khó "
            "tiếp cận vốn vay.\n"
            "b) Nguyên nhân chủ quan: Công tác phối hợp có thời điểm chưa chặt chẽ; cán bộ theo dõi ở cơ sở còn "
            "kiêm nhiệm."
        ),
        "directions": (
            f"1. Tiếp tục tuyên truyền, vận động phát triển hợp tác xã, tổ hợp tác trong {ahead}; củng cố các "
            "hợp tác xã mới thành lập.\n"
            "2. Hỗ trợ nhân rộng mô hình gắn với chuỗi giá trị, chuẩn hóa sản phẩm OCOP.\n"
            "3. Theo dõi kết quả thoát nghèo của từng hộ được giúp đỡ; kiểm tra, báo cáo đúng định kỳ."
        ),
        "proposals": (
            f"Đề nghị {addressees} tiếp tục quan tâm chỉ đạo các cấp ủy, chính quyền địa phương trong phát triển "
            "kinh tế tập thể, hợp tác xã."
        ),
    }
