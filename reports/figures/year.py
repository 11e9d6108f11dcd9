"""Reads a programme's year once, for whatever is computed from it: one query for each measure, and five."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from coopunion import formatting
from coopunion.periods import Quarter
from programs.counting import CountsByPlace, added_up
from programs.flows_and_stocks import Flow, Scope
from programs.models import Indicator, Program, ReportedFigure, ReportingPeriod
from reports.figures.indicator_year import IndicatorYear
from reports.figures.progress import QuarterProgress, base_of
from reports.figures.signed import SignedFigures, signed_figures, with_signed_figures
from reports.figures.year_days import YearDays, month_ends


def quarter_progress(
    program: Program,
    number: int,
    *,
    today: date,
    as_of: date | None = None,
    own_period: ReportingPeriod | None = None,
) -> QuarterProgress:
    """One quarter of a year (see `ProgramYear.read`) to its end or, before that, to a day.

    ValueError where the as-of day lies after the quarter or in another year.
    """
    quarter = Quarter(program.year, number)
    if as_of is not None and (as_of.year != program.year or as_of > min(quarter.ends_on, today)):
        raise ValueError(
            f"Ngày {formatting.day(as_of)} không dùng được cho {quarter}: chọn một ngày trong năm, "
            f"không sau {formatting.day(min(quarter.ends_on, today))}."
        )
    return ProgramYear.read(program, today=today, as_of=as_of, own_period=own_period).quarters()[number]


@dataclass(frozen=True, kw_only=True)
class ProgramYear:
    """A programme's year as it was read."""

    program: Program
    predecessor: Program | None
    periods: list[ReportingPeriod]
    """Those that were opened, of this year's and of last year's programmes."""
    days: YearDays
    scope: Scope
    indicators: list[Indicator]
    """With their tasks and targets."""
    figures: Mapping[tuple[int, str], list[ReportedFigure]]
    """By the programme's pk and the indicator's code, which last year's indicator has in common with this year's."""
    last_signed: Mapping[int, SignedFigures]
    """What last year's signed reports froze, by quarter."""
    counts: Mapping[str, CountsByPlace]
    """By the measure's key."""
    kinds: Mapping[str, Mapping[str, CountsByPlace]]
    """Of measures with kinds the same by kind."""

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

        `as_of` moves the day of the quarter it falls in and turns later quarters into ones that lie ahead; one after
        the year counts the whole year. Event dates are filtered over today's records: what was known on an earlier day
        is only in snapshots. `own_period` is the period whose report is being written: a report counts itself.
        `only` is the code of the one indicator that is needed, if not all are.
        """
        years = (program.year - 1, program.year)
        opened = ReportingPeriod.objects.filter(program__year__in=years).select_related("program")
        periods = list(with_signed_figures(opened))
        predecessor = programme_before(program, list(Program.objects.filter(year=program.year - 1)))
        days = YearDays.of(program, predecessor, periods, today=today, as_of=as_of)
        scope = Scope((program, predecessor) if predecessor else (program,), own_period)
        rows = program.indicators.select_related("task").prefetch_related("targets")
        indicators = list(rows.filter(code=only) if only else rows)
        months = month_ends(program.year, days.last) if monthly else ()
        figures = defaultdict(list)
        for figure in ReportedFigure.objects.of_year(program):
            figures[figure.indicator.program_id, figure.indicator.code].append(figure)
        last_signed = {
            period.quarter: signed
            for period in periods
            if period.program == predecessor and (signed := signed_figures(period))
        }
        compared = days.compared and days.compared | {signed.as_of for signed in last_signed.values()}
        counts, kinds = _counts(indicators, compared, months, scope)
        return cls(
            program=program,
            predecessor=predecessor,
            periods=periods,
            days=days,
            scope=scope,
            indicators=indicators,
            figures=figures,
            last_signed=last_signed,
            counts=counts,
            kinds=kinds,
        )

    @property
    def place_ids(self) -> frozenset[int | None]:
        """Every place that holds a record or a reported figure of these two years."""
        counted = {place for days in self.counts.values() for by_place in days.values() for place in by_place}
        own = {program.pk for program in self.scope.programs}
        figures = (figure for (program, _), found in self.figures.items() if program in own for figure in found)
        return frozenset(counted | {figure.place_id for figure in figures})

    def of(self, indicator: Indicator) -> IndicatorYear:
        base = base_of(indicator.counted_by)
        last_year = self.figures.get((self.predecessor.pk, indicator.code), ()) if self.predecessor else ()
        return IndicatorYear(
            indicator=indicator,
            days=self.days,
            scope=self.scope,
            targets=list(indicator.targets.all()),
            figures=self.figures.get((self.program.pk, indicator.code), ()),
            last_figures=[figure for figure in last_year if figure.indicator.subject == indicator.subject],
            last_signed=self.last_signed,
            counts=self.counts.get(indicator.measure),
            base_counts=self.counts.get(base.key) if base else None,
            kinds=self.kinds.get(indicator.measure, {}),
        )

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


def programme_before(program: Program, last: list[Program]) -> Program | None:
    """Last year's programme: the one of the same code, else the only one there was (codes change with the year)."""
    same = [candidate for candidate in last if candidate.code == program.code]
    if same:
        return same[0]
    return last[0] if len(last) == 1 else None


def _counts(
    indicators: Iterable[Indicator], days: Iterable[date], months: Iterable[date], scope: Scope
) -> tuple[dict[str, CountsByPlace], dict[str, dict[str, CountsByPlace]]]:
    """Each measure counted once, on every day that any quarter needs; flows at the ends of months too.

    Then those with kinds by kind.
    """
    counted = [measure for indicator in indicators if (measure := indicator.counted_by)]
    bases = [base for measure in counted if (base := base_of(measure))]
    needed = set(days)
    counts: dict[str, CountsByPlace] = {}
    kinds: dict[str, dict[str, CountsByPlace]] = {}
    for key, measure in sorted({measure.key: measure for measure in (*counted, *bases) if needed}.items()):
        on = sorted(needed | set(months) if isinstance(measure, Flow) else needed)
        if isinstance(measure, Flow) and measure.kinds:
            kinds[key] = measure.counts_by_kind(on, scope)
            counts[key] = added_up(list(kinds[key].values()), on)
        else:
            counts[key] = measure.counts_by_place(on, scope)
    return counts, kinds
