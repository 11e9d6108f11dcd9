"""One indicator's figure of a quarter with everything that its page and its files show, computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coopunion.periods import same_day_last_year
from programs.flows_and_stocks import Scope
from programs.models import ReportedFigure
from reports.figures.geography import Area
from reports.figures.indicator_year import IndicatorYear
from reports.figures.parts import FigurePart, FigureSpan
from reports.figures.progress import Progress
from reports.figures.year_days import month_ends

AreaValues = Sequence[tuple[Area, Decimal | None]]
"""The figure's part in each of some areas."""


@dataclass(frozen=True, kw_only=True)
class QuarterFigure:
    """In the whole province and in an area, if one was chosen: then `own` is the area's part of `whole`."""

    whole: Progress
    own: Progress
    area: Area | None
    scope: Scope
    """With which the measure lists the records that were counted."""
    month_ends: Sequence[date]
    starts_after: date | None
    """The day up to which the quarter before had counted; None where a flow begins anew on 1 January."""
    figures_before: tuple[ReportedFigure, ...]
    """Reported figures known at the cut-off day of the quarter before."""
    last_year_figures: tuple[ReportedFigure, ...]
    """The reported figures that `own.previous_year` adds up."""
    by_area: AreaValues

    @classmethod
    def of(
        cls, indicator_year: IndicatorYear, number: int, area: Area | None, areas: Sequence[Area] = ()
    ) -> QuarterFigure:
        """`areas` are those over which the figure is spread on its page. No query."""
        whole = indicator_year.quarters()[number]
        inside = indicator_year.within(area.places) if area else indicator_year
        return cls(
            whole=whole,
            own=inside.quarters()[number] if area else whole,
            area=area,
            scope=indicator_year.scope,
            month_ends=month_ends(whole.quarter.year, whole.as_of),
            starts_after=inside.starts_after(number),
            figures_before=tuple(inside.figures_before(number)),
            last_year_figures=tuple(inside.last_year_figures(number)),
            by_area=area_values(indicator_year, number, areas),
        )

    def last_day(self, part: FigurePart) -> date | None:
        """The day to which the part is counted; None where it lies ahead."""
        if self.own.as_of is None:
            return None
        if part.month:
            return self.month_ends[part.month - 1] if part.month <= len(self.month_ends) else None
        return same_day_last_year(self.own.as_of) if part.span is FigureSpan.LAST_YEAR else self.own.as_of

    def day_before(self, part: FigurePart) -> date | None:
        """The last day before the part begins; None for the year's beginning."""
        if part.month > 1:
            return self.month_ends[part.month - 2]
        return self.starts_after if part.span is FigureSpan.QUARTER else None

    def value(self, part: FigurePart) -> Decimal | None:
        """The figure's part; None for a month, which its records alone give."""
        if part.month:
            return None
        return {
            FigureSpan.YEAR: self.own.actual,
            FigureSpan.QUARTER: self.own.quarter_actual,
            FigureSpan.LAST_YEAR: self.own.previous_year,
            FigureSpan.BASE: self.own.base,
        }[part.span]

    def reported(self, part: FigurePart) -> tuple[ReportedFigure, ...]:
        """The reported figures in the part."""
        if part.month or part.span is FigureSpan.BASE:
            return ()
        if part.span is FigureSpan.LAST_YEAR:
            return self.last_year_figures
        if part.span is FigureSpan.YEAR:
            return self.own.figures
        return tuple(figure for figure in self.own.figures if figure.quarter == self.own.quarter.number)

    def replaced(self, part: FigurePart) -> tuple[ReportedFigure, ...]:
        """Those of a stock that the quarter's new ones replaced."""
        is_quarter = part.span is FigureSpan.QUARTER and not part.month
        return self.figures_before if is_quarter and self.own.is_stock and self.reported(part) else ()


def area_values(indicator_year: IndicatorYear, number: int, areas: Sequence[Area]) -> AreaValues:
    """The cumulative figure of a quarter in each area. No query."""
    return [(area, indicator_year.within(area.places).actual(number)) for area in areas]
