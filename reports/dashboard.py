"""The dashboard as one object, ready to be shown. Figures and ratios come from `progress`; nothing is counted here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from coopunion import formatting
from coopunion.formatting import number
from coopunion.periods import ROMAN, Quarter
from programs.measures import MEASURES, Stock
from programs.models import Program, ReportingPeriod
from reports import bullets
from reports.progress import Progress, QuarterProgress, Status, TaskProgress, ratio
from reports.wording import listed
from reports.year import year_progress

BEST_FIRST = (Status.EXCEEDED, Status.MET, Status.ON_TRACK, Status.BEHIND, None)
SEGMENTS_AT_MOST = 4  # a bar in more pieces than quarters no longer reads as pieces
NAMED_AT_MOST = 3  # more late indicators than this are told by their codes
WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")


@dataclass(frozen=True)
class Choice:
    """A programme's year or a quarter to go to."""

    label: str
    url: str
    active: bool
    number: int = 0
    lies_ahead: bool = False


@dataclass(frozen=True)
class Verdict:
    """How the programme stands, in a sentence; `as_of` says up to when and is empty for a quarter ahead."""

    lead: str
    rest: str
    as_of: str


@dataclass(frozen=True)
class IndicatorRow:
    progress: Progress
    bullet: bullets.Bullet | None
    """None without a target: there is nothing to measure the figure against."""
    trend: tuple[bullets.TrendBar, ...]
    trend_text: str
    url: str
    """The records behind the figures; empty while there are none."""

    @property
    def quarter_text(self) -> str:
        """What the quarter added; of a stock the net change, with its sign."""
        value = self.progress.quarter_actual
        return formatting.signed(value) if self.progress.is_stock else number(value)

    @property
    def percent_whole(self) -> str:
        return _split_percent(self.progress.percent_text)[0]

    @property
    def percent_rest(self) -> str:
        return _split_percent(self.progress.percent_text)[1]

    @property
    def status_label(self) -> str:
        return _status_label([self.progress], self.progress.status_label)

    @property
    def sentence(self) -> str:
        return gap_sentence(self.progress)

    @property
    def notes(self) -> tuple[str, ...]:
        return notes(self.progress)


@dataclass(frozen=True)
class TaskGroup:
    task: TaskProgress
    rows: tuple[IndicatorRow, ...]

    @property
    def status_label(self) -> str:
        return _status_label(self.task.indicators, self.task.status_label)

    @property
    def has_heading(self) -> bool:
        """A task of one indicator is that indicator's row."""
        return len(self.rows) > 1


@dataclass(frozen=True)
class PeriodLine:
    """A quarter's report in the box of reports. `status` picks the shape of templates/_status.html."""

    period: ReportingPeriod
    roman: str
    status: str
    label: str
    text: str
    url: str
    """Empty for a quarter that lies ahead, as is `pdf_url`: it has no report."""
    pdf_url: str
    active: bool


@dataclass(frozen=True)
class Dashboard:
    program: Program
    quarter: Quarter
    progress: QuarterProgress
    verdict: Verdict
    program_choices: tuple[Choice, ...]
    quarter_choices: tuple[Choice, ...]
    axis: bullets.Axis
    trend_labels: tuple[bullets.TrendLabel, ...]
    groups: tuple[TaskGroup, ...]
    beyond_title: str
    beyond: tuple[IndicatorRow, ...]
    periods: tuple[PeriodLine, ...]

    @property
    def last_year(self) -> str:
        """Text, since a template would write a number as 2.019."""
        return str(self.quarter.year - 1)

    @property
    def year(self) -> str:
        return str(self.quarter.year)

    @property
    def has_own_aims(self) -> bool:
        rows = [*(row for group in self.groups for row in group.rows), *self.beyond]
        return any(row.bullet and row.bullet.own_aim_x for row in rows)


def build(program: Program, number: int, *, today: date, programs: Sequence[Program]) -> Dashboard:
    """One quarter of a programme. `programs` are the ones to choose from. One query beside `year_progress`."""
    year = year_progress(program, today=today)
    chosen = year[number]
    axis = bullets.Axis.reaching(
        percent for each in chosen.indicators for percent in (each.ratio, _own_aim_percent(each))
    )
    rows = {
        each.indicator.pk: _row(program, axis, [year[quarter].indicators[place] for quarter in year], each)
        for place, each in enumerate(chosen.indicators)
    }
    return Dashboard(
        program=program,
        quarter=chosen.quarter,
        progress=chosen,
        verdict=verdict(chosen),
        program_choices=tuple(
            Choice(f"{each.name}, năm {each.year}", dashboard_url(each, number), active=each == program)
            for each in programs
        ),
        quarter_choices=tuple(
            Choice(
                quarter.roman,
                dashboard_url(program, quarter.number),
                active=quarter.number == number,
                number=quarter.number,
                lies_ahead=year[quarter.number].lies_ahead,
            )
            for quarter in program.quarters
        ),
        axis=axis,
        trend_labels=bullets.trend_labels(ROMAN),
        groups=tuple(
            TaskGroup(task, tuple(rows[each.indicator.pk] for each in task.indicators)) for task in chosen.tasks
        ),
        beyond_title=_beyond_title(len(chosen.tasks)),
        beyond=tuple(rows[each.indicator.pk] for each in chosen.beyond_tasks),
        periods=_periods(program, number, today),
    )


def dashboard_url(program: Program, number: int) -> str:
    query = urlencode({"chuong-trinh": program.code, "nam": program.year, "quy": number})
    return f"{reverse('reports:dashboard')}?{query}"


def figure_url(program: Program, number: int, code: str) -> str:
    return reverse("reports:figure", args=[program.code, program.year, number, code])


def _row(program: Program, axis: bullets.Axis, year: Sequence[Progress], progress: Progress) -> IndicatorRow:
    """`year` is the indicator in the four quarters."""
    quarter = progress.quarter.number
    values = [_trend_value(each) for each in year]
    told = (f"quý {each.quarter.roman}: {number(value)}" for each, value in zip(year, values, strict=True))
    return IndicatorRow(
        progress=progress,
        bullet=_bullet(axis, progress) if progress.target else None,
        trend=bullets.trend(values, now=quarter - 1),
        trend_text="; ".join(told),
        url="" if progress.actual is None else figure_url(program, quarter, progress.indicator.code),
    )


def _trend_value(progress: Progress) -> Decimal | None:
    """What a quarter added; a stock is shown as it stood, since its net change may fall below zero."""
    return progress.actual if progress.is_stock else progress.quarter_actual


def _bullet(axis: bullets.Axis, progress: Progress) -> bullets.Bullet:
    best_possible = progress.ratio is None and progress.status is Status.EXCEEDED
    return bullets.bullet(
        axis,
        Decimal("Infinity") if best_possible else progress.ratio,
        # what should stay below the target is on time only at 100% or above, all year
        due=bullets.HUNDRED if progress.at_most else progress.share,
        own_aim=_own_aim_percent(progress),
        late=progress.status is Status.BEHIND,
        segments=_segments(progress),
    )


def _own_aim_percent(progress: Progress) -> Decimal | None:
    return ratio(progress.own_aim, progress.target, at_most=progress.at_most)


def _segments(progress: Progress) -> int:
    """One segment for each report where quarters are what is counted."""
    by_quarter = getattr(progress.measure, "distinct", "") == "quarter"
    target = progress.target
    if not by_quarter or not target or target > SEGMENTS_AT_MOST or target != target.to_integral_value():
        return 0
    return int(target)


def _status_label(indicators: Sequence[Progress], label: str) -> str:
    """Nothing where no target was ever given: "chưa có số" would deny figures that are there."""
    return label if any(each.target for each in indicators) else ""


def _split_percent(text: str) -> tuple[str, str]:
    """The whole percents and the rest, shown smaller: "153,3%" → "153", ",3%"."""
    whole, mark, rest = text.partition("," if "," in text else "%")
    return whole, mark + rest


def gap_sentence(progress: Progress) -> str:
    """The figure against the target in words; empty without a target."""
    if progress.target is None:
        return ""
    difference = progress.difference
    if difference is None:
        return "Chưa có số liệu"
    if difference == 0:
        return "Đúng chỉ tiêu"
    amount = f"{number(abs(difference))} {progress.indicator.unit}"
    if progress.at_most:
        return f"Cao hơn mức cho phép {amount}" if difference > 0 else f"Thấp hơn mức cho phép {amount}"
    if difference > 0:
        return f"Hơn chỉ tiêu {amount}"
    if progress.due == progress.target:
        return f"Còn thiếu {amount}"
    return f"Còn thiếu {amount}; hết quý {progress.quarter.roman} phải đạt {progress.due_text}"


def notes(progress: Progress) -> tuple[str, ...]:
    """What a figure is a share of, what of it was only reported, and what the union itself aims at."""
    answer = []
    if progress.base_share is not None and isinstance(progress.measure, Stock):
        base = MEASURES[progress.measure.base]
        answer.append(f"{progress.base_share_text} của {number(progress.base)} {base.unit} {base.verb}")
    if progress.reported is not None:
        counted = f"{number(progress.counted)} có hồ sơ, " if progress.counted is not None else ""
        places = number(progress.reported_places)
        answer.append(f"{counted}{number(progress.reported)} theo báo cáo ({places} địa bàn)")
    if progress.own_aim is not None:
        answer.append(f"Liên minh phấn đấu {number(progress.own_aim)} {progress.indicator.unit}")
    return tuple(answer)


def verdict(progress: QuarterProgress) -> Verdict:
    if progress.as_of is None:
        return Verdict(f"Quý {progress.quarter.roman} chưa đến, chưa có số liệu.", "", "")
    lead, rest = _standing(progress)
    return Verdict(lead, rest, f"Số liệu đến {formatting.day(progress.as_of)}, {elapsed_text(progress.as_of)}.")


def _standing(progress: QuarterProgress) -> tuple[str, str]:
    tasks = progress.tasks
    by_status = {status: alike for status in BEST_FIRST if (alike := [task for task in tasks if task.status is status])}
    if not tasks:
        return "Chương trình chưa có nhiệm vụ nào.", ""
    if set(by_status) == {None}:
        return "Chưa nhiệm vụ nào có số liệu để so với chỉ tiêu.", ""
    if late := by_status.pop(Status.BEHIND, None):
        return _late(late, len(tasks), by_status)
    if set(by_status) <= {Status.EXCEEDED, Status.MET}:
        return f"{_all_of(len(tasks))} đã đạt chỉ tiêu năm:", f"{_told(by_status)}."
    return "Không nhiệm vụ nào chậm:", f"{_told(by_status)}."


def _late(late: list[TaskProgress], total: int, others: dict[Status | None, list[TaskProgress]]) -> tuple[str, str]:
    how = "chưa đạt chỉ tiêu năm" if late[0].status_label == "Chưa đạt" else "chậm so với tiến độ"
    who = f"{in_words(len(late)).capitalize()} trong {in_words(total)} nhiệm vụ" if others else _all_of(total)
    behind = [each for task in late for each in task.indicators if each.status is Status.BEHIND]
    if len(behind) > NAMED_AT_MOST:
        names = f"chỉ tiêu {listed([each.indicator.code for each in behind])}"
    else:
        names = listed([f"{each.indicator.name} ({each.indicator.code})" for each in behind])
    rest = f" {_told(others).capitalize()}." if others else ""
    return f"{who} {how}:", f"{names}.{rest}"


def _told(by_status: dict[Status | None, list[TaskProgress]]) -> str:
    """As in "năm vượt, một đạt"."""
    return ", ".join(f"{in_words(len(tasks))} {_how(status, tasks)}" for status, tasks in by_status.items())


def _how(status: Status | None, tasks: list[TaskProgress]) -> str:
    return tasks[0].status_label.lower() if status else "chưa có số liệu so với chỉ tiêu"


def _all_of(total: int) -> str:
    return f"Cả {in_words(total)} nhiệm vụ" if total > 1 else "Nhiệm vụ duy nhất"


def in_words(count: int) -> str:
    return WORDS[count] if count < len(WORDS) else number(count)


def elapsed_text(day: date) -> str:
    """How much of the year is over by the end of the day."""
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    if day == last:
        return "đã hết năm"
    share = Decimal((day - first).days + 1) * 100 / ((last - first).days + 1)
    return f"đã qua {formatting.percent(share)} thời gian của năm"


def _beyond_title(tasks: int) -> str:
    return f"Số toàn tỉnh, ngoài {in_words(tasks)} nhiệm vụ" if tasks else "Số toàn tỉnh"


def _periods(program: Program, chosen: int, today: date) -> tuple[PeriodLine, ...]:
    opened = {period.quarter: period for period in program.periods.all()}
    return tuple(
        _period_line(
            opened.get(quarter.number) or ReportingPeriod.standard(program, quarter),
            quarter,
            today,
            active=quarter.number == chosen,
        )
        for quarter in program.quarters
    )


def _period_line(period: ReportingPeriod, quarter: Quarter, today: date, *, active: bool) -> PeriodLine:
    lies_ahead = quarter.starts_on > today
    status, label, text = _period_state(period, today, lies_ahead=lies_ahead)
    url = "" if lies_ahead else period.get_absolute_url()
    pdf_url = "" if lies_ahead else _pdf_url(period)
    return PeriodLine(period, quarter.roman, status, label, text, url, pdf_url, active)


def _pdf_url(period: ReportingPeriod) -> str:
    program = period.program
    return reverse("reports:report-pdf", args=[program.code, program.year, period.quarter])


def _period_state(period: ReportingPeriod, today: date, *, lies_ahead: bool) -> tuple[str, str, str]:
    """The shape, the word, and the day that matters next."""
    due = f"hạn {formatting.day(period.due_on)}"
    if period.sent_on:
        return "met", "Đã gửi", formatting.day(period.sent_on)
    if lies_ahead:
        return "", "Chưa đến kỳ", due
    days = (period.due_on - today).days
    if days < 0:
        return "behind", "Quá hạn", due
    return "on_track", "Chưa gửi", f"{due}, {f'còn {days} ngày' if days else 'hôm nay'}"
