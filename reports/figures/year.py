"""Reads a programme's year once, for whatever is computed from it: one query for each measure, and five."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from coopunion import formatting
from coopunion.periods import Quarter
from programs.counting import CountsByPlace
from programs.flows_and_stocks import Flow, Scope, Stock
from programs.measures import MEASURES, Measure
from programs.models import Indicator, Program, ReportedFigure, ReportingPeriod, Target
from reports.figures.indicator_year import IndicatorYear
from reports.figures.progress import QuarterProgress
from reports.figures.year_days import YearDays, month_ends

Row = TypeVar("Row")
Key = TypeVar("Key")


def year_progress(
    program: Program,
    *,
    today: date,
    as_of: date | None = None,
    own_period: ReportingPeriod | None = None,
) -> dict[int, QuarterProgress]:
    """The four quarters of a programme's year: five queries, and one for each measure its indicators name.

    `as_of` moves the day of the quarter it falls in and turns later quarters into ones that lie ahead. Event
    dates are filtered over today's records; what was known on an earlier day is only in snapshots. `own_period`
    is the period whose report is being written: a report counts itself.
    """
    return ProgramYear.read(program, today=today, as_of=as_of, own_period=own_period).quarters()


def quarter_progress(
    program: Program,
    number: int,
    *,
    today: date,
    as_of: date | None = None,
    own_period: ReportingPeriod | None = None,
) -> QuarterProgress:
    """One quarter of `year_progress`; ValueError where the as-of day lies after the quarter or in another year."""
    quarter = Quarter(program.year, number)
    if as_of is not None and (as_of.year != program.year or as_of > min(quarter.ends_on, today)):
        raise ValueError(
            f"Ngày {formatting.day(as_of)} không dùng được cho {quarter}: chọn một ngày trong năm, "
            f"không sau {formatting.day(min(quarter.ends_on, today))}."
        )
    return year_progress(program, today=today, as_of=as_of, own_period=own_period)[number]


@dataclass(frozen=True, kw_only=True)
class ProgramYear:
    """A programme's year as it was read: each indicator with its rows and counts."""

    program: Program
    predecessor: Program | None
    periods: list[ReportingPeriod]
    """Those that were opened, of this year's and of last year's programme."""
    days: YearDays
    scope: Scope
    indicators: list[Indicator]
    by_indicator: Mapping[int, IndicatorYear]
    """By the indicator's pk."""
    place_ids: frozenset[int | None]
    """Every place that holds a record or a reported figure of these two years."""

    @classmethod
    def read(
        cls,
        program: Program,
        *,
        today: date,
        as_of: date | None = None,
        own_period: ReportingPeriod | None = None,
        monthly: bool = False,
        only: str = "",
    ) -> ProgramYear:
        """Five queries, and one for each measure. `monthly` counts flows at the end of each month as well.

        `as_of` moves the day of the quarter it falls in; one after the year counts the whole year.
        `only` is the code of the one indicator that is needed, if not all are.
        """
        years = (program.year - 1, program.year)
        all_periods = list(ReportingPeriod.objects.filter(program__year__in=years).select_related("program"))
        predecessor = programme_before(program, list(Program.objects.filter(year=program.year - 1)))
        days = YearDays.of(program, predecessor, all_periods, today=today, as_of=as_of)
        scope = Scope((program, predecessor) if predecessor else (program,), own_period)
        indicators = [
            indicator for indicator in program.indicators.select_related("task") if not only or indicator.code == only
        ]
        months = month_ends(program.year, days.last) if monthly else ()
        rows = _Rows.read(program, predecessor, _counts(indicators, days.compared, months, scope))
        return cls(
            program=program,
            predecessor=predecessor,
            periods=[period for period in all_periods if period.program in scope.programs],
            days=days,
            scope=scope,
            indicators=indicators,
            by_indicator={indicator.pk: rows.of(indicator, days, scope) for indicator in indicators},
            place_ids=rows.place_ids,
        )

    def of(self, indicator: Indicator) -> IndicatorYear:
        return self.by_indicator[indicator.pk]

    def quarters(self, places: Iterable[int | None] | None = None) -> dict[int, QuarterProgress]:
        """The four quarters, each by its number; of these places alone, where any are given."""
        own = [self.of(indicator) for indicator in self.indicators]
        found = [(one if places is None else one.within(places)).quarters() for one in own]
        return {
            quarter.number: QuarterProgress(
                program=self.program,
                quarter=quarter,
                as_of=self.days.as_of[quarter.number],
                scope=self.scope,
                indicators=[quarters[quarter.number] for quarters in found],
            )
            for quarter in self.program.quarters
        }


@dataclass(frozen=True)
class _Rows:
    """What was read of a year, by the indicator or measure it belongs to."""

    targets: Mapping[int, list[Target]]
    figures: Mapping[int, list[ReportedFigure]]
    last_figures: Mapping[str, list[ReportedFigure]]
    """By the indicator's code, which is what last year's indicator has in common with this year's."""
    counts: Mapping[str, CountsByPlace]

    @classmethod
    def read(cls, program: Program, predecessor: Program | None, counts: Mapping[str, CountsByPlace]) -> _Rows:
        """Two queries."""
        figures = list(ReportedFigure.objects.of_year(program))
        last = predecessor.pk if predecessor else None
        return cls(
            targets=_grouped(Target.objects.filter(indicator__program=program), lambda target: target.indicator_id),
            figures=_grouped(_figures_of(program.pk, figures), lambda figure: figure.indicator_id),
            last_figures=_grouped(_figures_of(last, figures), lambda figure: figure.indicator.code),
            counts=counts,
        )

    def of(self, indicator: Indicator, days: YearDays, scope: Scope) -> IndicatorYear:
        base = _base(indicator.counted_by)
        return IndicatorYear(
            indicator=indicator,
            days=days,
            scope=scope,
            targets=self.targets.get(indicator.pk, ()),
            figures=self.figures.get(indicator.pk, ()),
            last_figures=self.last_figures.get(indicator.code, ()),
            counts=self.counts.get(indicator.measure),
            base_counts=self.counts.get(base),
        )

    @property
    def place_ids(self) -> frozenset[int | None]:
        counted = {place for days in self.counts.values() for by_place in days.values() for place in by_place}
        groups = (*self.figures.values(), *self.last_figures.values())
        return frozenset(counted | {figure.place_id for figures in groups for figure in figures})


def programme_before(program: Program, last: list[Program]) -> Program | None:
    """Last year's programme: the one of the same code, else the only one there was (codes change with the year)."""
    same = [candidate for candidate in last if candidate.code == program.code]
    if same:
        return same[0]
    return last[0] if len(last) == 1 else None


def _figures_of(program: int | None, figures: Iterable[ReportedFigure]) -> list[ReportedFigure]:
    return [figure for figure in figures if figure.indicator.program_id == program]


def _grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    groups: dict[Key, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _base(measure: Measure | None) -> str:
    return measure.base if isinstance(measure, Stock) else ""


def _counts(
    indicators: Iterable[Indicator], days: Iterable[date], months: Iterable[date], scope: Scope
) -> dict[str, CountsByPlace]:
    """Each measure counted once, on every day that any quarter needs; flows at the ends of months too."""
    measures = {measure.key: measure for indicator in indicators if (measure := indicator.counted_by)}
    measures |= {base: MEASURES[base] for measure in measures.values() if (base := _base(measure))}
    needed = set(days)
    return {
        key: measure.counts_by_place(sorted(needed | set(months) if isinstance(measure, Flow) else needed), scope)
        for key, measure in sorted(measures.items())
        if needed
    }
