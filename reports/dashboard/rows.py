"""An indicator's figures on a page: where each number leads; on the dashboard its bar, its words and its estimate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from coopunion.formatting import number, percent
from reports.charts import bullets
from reports.dashboard.returns import Returns
from reports.figures.addresses import DashboardQuery, FigurePart, FigureSpan
from reports.figures.progress import HUNDRED, Progress, TaskProgress, ratio
from reports.lifecycle.signed_drift import MovedFigure


@dataclass(frozen=True, kw_only=True)
class LinkedProgress:
    """An indicator's figures, with the address of the records behind each; empty where there are none to open."""

    progress: Progress
    dashboard_query: DashboardQuery
    place: str = ""
    """The key of the area that the figures are of; empty for the whole province."""

    @property
    def url(self) -> str:
        return self._records(self.progress.actual, FigureSpan.YEAR)

    @property
    def quarter_url(self) -> str:
        return self._records(self.progress.quarter_actual, FigureSpan.QUARTER)

    @property
    def last_year_url(self) -> str:
        return self._records(self.progress.previous_year, FigureSpan.LAST_YEAR)

    @property
    def base_url(self) -> str:
        """What a stock is a share of."""
        return self._records(self.progress.base_share, FigureSpan.BASE)

    def _records(self, value: Decimal | None, span: FigureSpan) -> str:
        return self.dashboard_query.records(value, self.progress.indicator.code, FigurePart(self.place, span))


@dataclass(frozen=True, kw_only=True)
class IndicatorRow(LinkedProgress):
    """With its trend. `quarters` is the indicator in each of the four."""

    quarters: Sequence[Progress]

    @property
    def trend(self) -> tuple[bullets.TrendBar, ...]:
        """The quarters as bars, up to the one looked at, which is marked."""
        now = self.progress.quarter.number
        ahead = [None] * (len(self.quarters) - now)
        return bullets.trend([*(_added(quarter) for quarter in self._so_far), *ahead], now=now - 1)

    @property
    def trend_text(self) -> str:
        return "; ".join(f"quý {quarter.quarter.roman}: {number(_added(quarter))}" for quarter in self._so_far)

    @property
    def _so_far(self) -> Sequence[Progress]:
        """No quarter after the one looked at: a page shows nothing later than its day."""
        return self.quarters[: self.progress.quarter.number]


def _added(progress: Progress) -> Decimal | None:
    """What a quarter added; a stock is shown as it was, since its net change may fall below zero."""
    return progress.actual if progress.is_stock else progress.quarter_actual


@dataclass(frozen=True, kw_only=True)
class DashboardRow(IndicatorRow):
    bullet: bullets.Bullet | None
    """None without a target: there is nothing to measure the figure against."""
    returns: Returns | None
    """How many districts have sent the latest closed quarter's total."""
    moved: MovedFigure | None = None
    """How the figure differs from the signed report of the quarter."""
    moved_url: str = ""

    @property
    def percent_whole(self) -> str:
        """The whole percents; the rest is shown smaller: "153,3%" → "153", ",3%"."""
        return re.split("[,%]", self.progress.percent_text)[0]

    @property
    def percent_rest(self) -> str:
        return self.progress.percent_text.removeprefix(self.percent_whole)

    @property
    def status_label(self) -> str:
        """Nothing where no target was ever given: "chưa có số" would deny figures that are there."""
        return self.progress.status_label if self.progress.target else ""

    @property
    def sentence(self) -> str:
        """The figure against the target in words; empty without a target."""
        progress, difference = self.progress, self.progress.difference
        if progress.target is None:
            return ""
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

    @property
    def notes(self) -> tuple[str, ...]:
        """What of a figure was only reported, and what the union itself aims at."""
        progress, answer = self.progress, []
        if progress.reported is not None:
            counted = f"{number(progress.counted)} có hồ sơ, " if progress.counted is not None else ""
            senders = self.returns or f"{number(progress.reported_places)} địa bàn"
            answer.append(f"{counted}{number(progress.reported)} theo báo cáo ({senders})")
        if progress.kinds_text:
            answer.append(f"Gồm {progress.kinds_text}")
        if progress.own_aim is not None:
            answer.append(f"Liên minh phấn đấu {number(progress.own_aim)} {progress.indicator.unit}")
        return tuple(answer)

    @property
    def estimate(self) -> Estimate | None:
        """Cumulative ÷ cumulative share of the target due: 45 when 75% are due → 60.

        None for a stock, which does not add up; without a figure; where nothing is due yet; and once all is due, as in
        quarter IV, when it would repeat the figure.
        """
        progress = self.progress
        open_flow = not progress.is_stock and progress.share < HUNDRED
        value = ratio(progress.actual, progress.share) if open_flow else None
        return None if value is None else Estimate(progress, value)


@dataclass(frozen=True)
class Estimate:
    """The year's end as the share due foretells it: an estimate, and marked as one.

    A running quarter is taken as whole, since the share due is that of its end; so early in a quarter it is low.
    """

    progress: Progress
    value: Decimal

    @property
    def text(self) -> str:
        return number(self.value, 1)

    @property
    def sum(self) -> str:
        """The whole computation: "45 ÷ 75% = 60"."""
        return f"{number(self.progress.actual)} ÷ {percent(self.progress.share, 2)} = {self.text}"

    @property
    def percent_text(self) -> str:
        """Of the year's target."""
        reached = ratio(self.value, self.progress.target, at_most=self.progress.at_most)
        return percent(reached, self.progress.indicator.decimals)


@dataclass(frozen=True)
class TaskGroup:
    task: TaskProgress
    rows: Sequence[DashboardRow]

    @property
    def status_label(self) -> str:
        """Nothing where none of its indicators has a target."""
        return self.task.status_label if any(row.progress.target for row in self.rows) else ""

    @property
    def has_heading(self) -> bool:
        """A task of one indicator is that indicator's row."""
        return len(self.rows) > 1


@dataclass(frozen=True)
class FigureCell:
    """A number of a table; `url` opens the records it counts and is empty where there is none. `shade` is 0–4."""

    value: Decimal | None
    url: str
    shade: int = 0

    @property
    def text(self) -> str:
        return number(self.value)
