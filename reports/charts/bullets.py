"""The positions of the dashboard's bars: geometry alone, no figures of its own, no Django and no clock.

Positions across a bullet bar are percentages of its width, written as SVG wants them ("66.67%"), so that a bar is
as wide as its column. Trend bars have a fixed size, in whole pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

SHORT_AXIS, LONG_AXIS = Decimal(125), Decimal(250)
HUNDRED = Decimal(100)

TREND_HEIGHT = 30
BAR_WIDTH, BAR_GAP = 14, 6
PEAK = 26  # the highest bar
MISSING_HEIGHT = 9


@dataclass(frozen=True)
class AxisLabel:
    x: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Axis:
    """The scale that all bars of a page share, so that their target ticks are in one line."""

    limit: Decimal

    @classmethod
    def reaching(cls, percents: Iterable[Decimal | None]) -> Axis:
        """To 125%, or to 250% when anything passes 125%; what passes that too is drawn cut."""
        passes = any(percent is not None and percent > SHORT_AXIS for percent in percents)
        return cls(LONG_AXIS if passes else SHORT_AXIS)

    def x(self, percent: Decimal) -> str:
        """The position of a percentage of the target, inside the axis."""
        inside = min(max(percent, Decimal(0)), self.limit)
        return f"{(inside * HUNDRED / self.limit).quantize(Decimal('0.01')).normalize():f}%"

    def holds(self, percent: Decimal) -> bool:
        return percent <= self.limit

    @property
    def limit_text(self) -> str:
        return f"{self.limit}%"

    @property
    def labels(self) -> tuple[AxisLabel, ...]:
        """On the short axis the words "100%" and "125%" would touch, so only the target is named."""
        zero, is_short = AxisLabel("0%", "start", "0"), self.limit == SHORT_AXIS
        target = AxisLabel(self.x(HUNDRED), "middle", "100%" if is_short else "100% chỉ tiêu")
        return (zero, target) if is_short else (zero, target, AxisLabel("100%", "end", self.limit_text))


@dataclass(frozen=True)
class Bullet:
    """One bar against its target. An empty position means that the mark is not drawn."""

    target_x: str
    bar_width: str
    late: bool
    cut: bool
    """The bar goes on beyond the axis: two slashes say so."""
    due_x: str
    own_aim_x: str
    gap_xs: tuple[str, ...]
    """Where the bar is divided into one segment for each unit of the target."""


def bullet(
    axis: Axis,
    reached: Decimal | None,
    *,
    due: Decimal | None,
    own_aim: Decimal | None = None,
    late: bool = False,
    segments: int = 0,
) -> Bullet:
    """All lengths are percentages of the target; `reached` is infinite where nothing better is possible.

    An own aim beyond the axis is not drawn: at the edge it would show a number it is not.
    """
    return Bullet(
        target_x=axis.x(HUNDRED),
        bar_width=axis.x(reached) if reached is not None and reached > 0 else "",
        late=late,
        cut=reached is not None and not axis.holds(reached),
        due_x=axis.x(due) if due is not None else "",
        own_aim_x=axis.x(own_aim) if own_aim is not None and axis.holds(own_aim) else "",
        gap_xs=_gaps(axis, reached, segments),
    )


def _gaps(axis: Axis, reached: Decimal | None, segments: int) -> tuple[str, ...]:
    if reached is None:
        return ()
    ends = (HUNDRED * number / segments for number in range(1, segments))
    return tuple(axis.x(end) for end in ends if end < reached)


@dataclass(frozen=True)
class TrendBar:
    """A quarter: "now", "other", or "missing" (dashed) where there is no figure."""

    x: int
    y: int
    height: int
    kind: str


@dataclass(frozen=True)
class TrendLabel:
    x: int
    text: str


def trend(values: Sequence[Decimal | None], *, now: int) -> tuple[TrendBar, ...]:
    """The quarters side by side, from zero, the highest one full; `now` is the index of the one looked at."""
    peak = max((value for value in values if value is not None), default=Decimal(0))
    return tuple(_trend_bar(index, value, peak, is_now=index == now) for index, value in enumerate(values))


def _trend_bar(index: int, value: Decimal | None, peak: Decimal, *, is_now: bool) -> TrendBar:
    x = index * (BAR_WIDTH + BAR_GAP)
    if value is None:
        return TrendBar(x, TREND_HEIGHT - MISSING_HEIGHT, MISSING_HEIGHT, "missing")
    # A figure above zero is always visible, however small beside the others.
    height = max(2, round(value * PEAK / peak)) if value > 0 else 0
    return TrendBar(x, TREND_HEIGHT - height, height, "now" if is_now else "other")


def trend_labels(texts: Sequence[str]) -> tuple[TrendLabel, ...]:
    """Over the middle of each bar."""
    return tuple(TrendLabel(index * (BAR_WIDTH + BAR_GAP) + BAR_WIDTH // 2, text) for index, text in enumerate(texts))
