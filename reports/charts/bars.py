"""Which bar an indicator is drawn as: the same on the dashboard, in comparisons and in the printed report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from coopunion.formatting import number
from reports.charts.bullets import HUNDRED, Axis, Bullet, bullet
from reports.figures.progress import Progress, Status, ratio

SEGMENTS_AT_MOST = 4  # a bar in more pieces than quarters no longer reads as pieces


@dataclass(frozen=True)
class Bar:
    """An indicator's bar on paper."""

    progress: Progress
    bullet: Bullet

    @property
    def words(self) -> str:
        """What the drawing says, for those who hear it."""
        progress = self.progress
        figures = f"{number(progress.actual)}/{number(progress.target)} {progress.indicator.unit}"
        return f"{progress.indicator.name}: {figures}, {progress.percent_text}, {progress.status_label.lower()}"


@dataclass(frozen=True)
class Chart:
    axis: Axis
    bars: Sequence[Bar]

    @property
    def has_own_aims(self) -> bool:
        return any(bar.bullet.own_aim_x for bar in self.bars)

    @property
    def is_cut(self) -> bool:
        return any(bar.bullet.cut for bar in self.bars)

    @property
    def has_late(self) -> bool:
        return any(bar.bullet.late and bar.bullet.bar_width for bar in self.bars)


def chart(indicators: Sequence[Progress]) -> Chart:
    """The bars of those that have a target, in their order."""
    axis = shared_axis(indicators)
    return Chart(axis, [Bar(progress, bar_of(axis, progress)) for progress in indicators if progress.target])


def shared_axis(indicators: Iterable[Progress]) -> Axis:
    return Axis.reaching(percent for progress in indicators for percent in (progress.ratio, own_aim_percent(progress)))


def bar_of(axis: Axis, progress: Progress) -> Bullet:
    best_possible = progress.ratio is None and progress.status is Status.EXCEEDED
    return bullet(
        axis,
        Decimal("Infinity") if best_possible else progress.ratio,
        # what should stay below the target is on time only at 100% or above, all year
        due=HUNDRED if progress.at_most else progress.share,
        own_aim=own_aim_percent(progress),
        late=progress.status is Status.BEHIND,
        segments=_segments(progress),
    )


def own_aim_percent(progress: Progress) -> Decimal | None:
    return ratio(progress.own_aim, progress.target, at_most=progress.at_most)


def _segments(progress: Progress) -> int:
    """One segment for each report where quarters are what is counted."""
    by_quarter = getattr(progress.measure, "distinct", "") == "quarter"
    target = progress.target
    if not by_quarter or not target or target > SEGMENTS_AT_MOST or target != target.to_integral_value():
        return 0
    return int(target)
