"""The sentences of a report, made from figures. Customary wording of reports to a Tỉnh ủy; nothing is computed here."""

from __future__ import annotations

from coopunion.formatting import day, number, official_day, padded
from coopunion.periods import Quarter
from programs.models import Program, ReportingPeriod
from reports.progress import Progress, QuarterProgress, Status

NAMED_AT_MOST = 8  # a longer list goes to the appendix

STATUS_WORDS = {
    Status.EXCEEDED: "vượt kế hoạch",
    Status.MET: "hoàn thành kế hoạch",
    Status.ON_TRACK: "đúng tiến độ",
    Status.BEHIND: "chậm tiến độ",
}


def cited(program: Program) -> str:
    """The programme as its first citation names it."""
    number = f" số {program.number}" if program.number else f" {program.code}"
    return f"Chương trình hành động{number} của {program.issuer}"


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


def opening(program: Program, period: ReportingPeriod, office_name: str) -> str:
    return (
        f"Thực hiện {cited(program)}, {office_name} báo cáo kết quả thực hiện {span(period.span)}, "
        f"số liệu tính đến ngày {day(period.cut_off_on)}, như sau:"
    )


def closing(program: Program, period: ReportingPeriod, office_name: str, addressee: str) -> str:
    return (
        f"Trên đây là Báo cáo kết quả thực hiện {cited_short(program)} {span(period.span)}, {office_name} "
        f"trân trọng báo cáo {addressee}./."
    )


def overview(progress: QuarterProgress) -> str:
    """How the tasks stand together."""
    parts = [
        f"{padded(len(tasks))} nhiệm vụ {words}"
        for status, words in STATUS_WORDS.items()
        if (tasks := progress.tasks_with(status))
    ]
    standing = f" có {listed(parts)}" if parts else " chưa có nhiệm vụ nào có số liệu"
    return (
        f"Trong {padded(len(progress.tasks))} nhiệm vụ được giao, đến ngày {day(progress.as_of)}{standing} "
        "(chi tiết tại Phụ lục I kèm theo). Kết quả cụ thể như sau:"
    )


def listed(parts: list[str]) -> str:
    """As in "một, hai và ba"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} và {parts[-1]}"


def result(progress: Progress, names: list[str], appendix: str) -> str:
    """One indicator's result: quarter, cumulative, target, ratio, evidence.

    `names` are the titles of the records behind a counted figure; `appendix` is where their list stands.
    """
    if progress.actual is None:
        return f"{progress.indicator.name}: chưa có số liệu báo cáo."
    told = stock_result(progress) if progress.is_stock else flow_result(progress)
    return f"{told}{_comparison(progress)}{_parts(progress)}{_evidence(names, appendix)}."


def flow_result(progress: Progress) -> str:
    quarter, unit = progress.quarter, progress.indicator.unit
    verb = progress.measure.verb if progress.measure else "đạt"
    if quarter.number == 1:
        return f"Trong quý I đã {verb} {_against_target(progress)}"
    whole = "cả năm" if quarter.number == 4 else "từ đầu năm"
    return (
        f"Trong quý {quarter.roman} có thêm {padded(progress.quarter_actual)} {unit}; "
        f"lũy kế {whole} đã {verb} {_against_target(progress)}"
    )


def stock_result(progress: Progress) -> str:
    verb = f" {progress.measure.verb}" if progress.measure else ""
    share = ""
    if progress.base_share is not None:
        base = f"{number(progress.base)} {progress.indicator.unit} đang hoạt động"
        share = f", chiếm {progress.base_share_text} tổng số {base}"
    day_counted = official_day(progress.as_of or progress.quarter.ends_on)
    return f"Đến {day_counted}, toàn tỉnh có {_against_target(progress, after_unit=verb)}{share}"


def _against_target(progress: Progress, *, after_unit: str = "") -> str:
    """As in "65/30 HTX, đạt 217% so với kế hoạch"."""
    unit = f"{progress.indicator.unit}{after_unit}"
    if progress.target is None:
        return f"{padded(progress.actual)} {unit}"
    text = f"{padded(progress.actual)}/{padded(progress.target)} {unit}"
    if progress.ratio is not None:
        text += f", đạt {progress.percent_text} so với kế hoạch"
    if progress.status is Status.BEHIND:
        text += f", chậm so với tiến độ (đến hết quý {progress.quarter.roman} phải đạt {progress.due_text} {unit})"
    return text


def _comparison(progress: Progress) -> str:
    if progress.change is None:
        return ""
    last = f"{number(progress.previous_year)} {progress.indicator.unit}"
    return f"; bằng {progress.change_text} so với cùng kỳ năm trước ({last})"


def _parts(progress: Progress) -> str:
    if not progress.counted or not progress.reported:
        return ""
    return (
        f"; trong đó {number(progress.counted)} {progress.indicator.unit} có hồ sơ và {number(progress.reported)} "
        f"{progress.indicator.unit} theo số báo cáo của {padded(progress.reported_places)} địa bàn"
    )


def _evidence(names: list[str], appendix: str) -> str:
    if not names:
        return ""
    if len(names) <= NAMED_AT_MOST:
        return ", gồm: " + "; ".join(f"({place}) {name}" for place, name in enumerate(names, 1))
    return f" (danh sách tại {appendix})"


def precise_note(progress: Progress) -> str:
    """Says the exact ratio where the printed one is rounded to a whole percent."""
    ratio = progress.ratio
    if ratio is None or progress.indicator.decimals > 0 or ratio == ratio.to_integral_value():
        return ""
    return f"Tính đúng {number(ratio, 1)}%"


def reported_note(progress: Progress) -> str:
    if not progress.counted or not progress.reported:
        return ""
    places = number(progress.reported_places)
    return f"{number(progress.counted)} có hồ sơ; {number(progress.reported)} theo báo cáo của {places} địa bàn"


def skeleton(quarter: Quarter) -> dict[str, str]:
    """The usual texts around the figures, for a report whose own are still empty. One paragraph a line."""
    ahead = span_ahead(quarter)
    return {
        "leadership": (
            "Ngay từ đầu năm, cơ quan đã cụ thể hóa chương trình thành kế hoạch công tác, giao chỉ tiêu cho từng "
            "phòng, ban, đơn vị và cá nhân phụ trách.\n"
            "Hằng quý rà soát tiến độ từng chỉ tiêu, phối hợp với các địa phương tháo gỡ khó khăn tại cơ sở và báo cáo "
            "Thường trực Tỉnh ủy theo quy định."
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
            "Đề nghị Thường trực Tỉnh ủy tiếp tục quan tâm chỉ đạo các cấp ủy, chính quyền địa phương trong phát triển "
            "kinh tế tập thể, hợp tác xã."
        ),
    }
