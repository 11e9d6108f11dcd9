"""The year's end as the share due foretells it: an estimate, and marked as one.

A running quarter is taken as whole, since the share due is that of its end; so early in a quarter the estimate is low.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from coopunion.formatting import number, percent
from reports.figures.progress import HUNDRED, Progress, ratio


def year_end_estimate(progress: Progress) -> Decimal | None:
    """Cumulative ÷ cumulative share of the target due: 45 when 75% are due → 60.

    None for a stock, which does not add up; without a figure; where nothing is due yet; and once all is due, as in
    quarter IV, when it would repeat the figure.
    """
    if progress.is_stock or progress.share >= HUNDRED:
        return None
    return ratio(progress.actual, progress.share)


@dataclass(frozen=True)
class Estimate:
    """A line of the table that explains the estimates."""

    progress: Progress
    value: Decimal

    @property
    def text(self) -> str:
        return number(self.value, 1)

    @property
    def sum(self) -> str:
        """The whole computation: "45 ÷ 75% = 60"."""
        return f"{number(self.progress.actual)} ÷ {percent(self.progress.share, 2)} = {number(self.value, 1)}"

    @property
    def percent_text(self) -> str:
        """Of the year's target."""
        reached = ratio(self.value, self.progress.target, at_most=self.progress.at_most)
        return percent(reached, self.progress.indicator.decimals)


def estimate(progress: Progress) -> Estimate | None:
    value = year_end_estimate(progress)
    return None if value is None else Estimate(progress, value)
