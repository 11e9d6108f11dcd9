"""An indicator's row of the dashboard: its bar, its trend, its words, and where each number leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from coopunion import formatting
from coopunion.formatting import number
from coopunion.periods import ROMAN
from reports.charts import bullets
from reports.charts.bars import bar_of
from reports.dashboard.forecast import Estimate, estimate
from reports.dashboard.returns import Returns
from reports.figures.addresses import DashboardQuery
from reports.figures.parts import FigurePart, FigureSpan
from reports.figures.progress import Progress, TaskProgress


@dataclass(frozen=True)
class DashboardRow:
    """An indicator's row."""

    progress: Progress
    bullet: bullets.Bullet | None
    """None without a target: there is nothing to measure the figure against."""
    trend: tuple[bullets.TrendBar, ...]
    trend_text: str
    url: str
    """The records behind the cumulative figure; empty while there are none, as are the next two."""
    quarter_url: str
    last_year_url: str
    base_url: str
    """What a stock is a share of; empty where it is of nothing."""
    estimate: Estimate | None
    returns: Returns | None
    """How many districts have sent the latest closed quarter's total."""

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
        return notes(self.progress, self.returns)


@dataclass(frozen=True)
class TaskGroup:
    task: TaskProgress
    rows: tuple[DashboardRow, ...]

    @property
    def status_label(self) -> str:
        return _status_label(self.task.indicators, self.task.status_label)

    @property
    def has_heading(self) -> bool:
        """A task of one indicator is that indicator's row."""
        return len(self.rows) > 1


def indicator_row(
    dashboard_query: DashboardQuery,
    axis: bullets.Axis,
    year: Sequence[Progress],
    progress: Progress,
    returns: Returns | None = None,
) -> DashboardRow:
    """`year` is the indicator in the four quarters."""
    code = progress.indicator.code
    trend, trend_text = trend_of(year, progress)
    return DashboardRow(
        progress=progress,
        bullet=bar_of(axis, progress) if progress.target else None,
        trend=trend,
        trend_text=trend_text,
        url="" if progress.actual is None else dashboard_query.figure(code),
        quarter_url=""
        if progress.quarter_actual is None
        else dashboard_query.figure(code, FigurePart(span=FigureSpan.QUARTER)),
        last_year_url=""
        if progress.previous_year is None
        else dashboard_query.figure(code, FigurePart(span=FigureSpan.LAST_YEAR)),
        base_url="" if progress.base_share is None else dashboard_query.figure(code, FigurePart(span=FigureSpan.BASE)),
        estimate=estimate(progress),
        returns=returns,
    )


def trend_of(year: Sequence[Progress], progress: Progress) -> tuple[tuple[bullets.TrendBar, ...], str]:
    """The quarters as bars and in words; the one looked at is marked."""
    values = [_trend_value(quarter) for quarter in year]
    texts = (f"quý {one.quarter.roman}: {number(value)}" for one, value in zip(year, values, strict=True))
    return bullets.trend(values, now=progress.quarter.number - 1), "; ".join(texts)


def _trend_value(progress: Progress) -> Decimal | None:
    """What a quarter added; a stock is shown as it was, since its net change may fall below zero."""
    return progress.actual if progress.is_stock else progress.quarter_actual


def _status_label(indicators: Sequence[Progress], label: str) -> str:
    """Nothing where no target was ever given: "chưa có số" would deny figures that are there."""
    return label if any(progress.target for progress in indicators) else ""


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


def notes(progress: Progress, returns: Returns | None) -> tuple[str, ...]:
    """What of a figure was only reported, and what the union itself aims at."""
    answer = []
    if progress.reported is not None:
        counted = f"{number(progress.counted)} có hồ sơ, " if progress.counted is not None else ""
        answer.append(f"{counted}{number(progress.reported)} theo báo cáo ({_senders(progress, returns)})")
    if progress.own_aim is not None:
        answer.append(f"Liên minh phấn đấu {number(progress.own_aim)} {progress.indicator.unit}")
    return tuple(answer)


def _senders(progress: Progress, returns: Returns | None) -> str:
    if returns is None:
        return f"{number(progress.reported_places)} địa bàn"
    return f"quý {ROMAN[returns.quarter - 1]}: {number(returns.sent)}/{number(returns.expected)} {returns.unit}"
