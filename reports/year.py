"""Reads a programme's year and puts its quarters together: one query for each measure, and five."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coopunion import formatting
from coopunion.periods import Quarter, same_day_last_year
from programs.measures import MEASURES, Scope, is_stock
from programs.models import Indicator, Program, ReportedFigure, ReportingPeriod, Target
from programs.models.period import cut_off
from programs.models.plan import in_force
from reports.progress import Progress, QuarterProgress, together, total


def default_as_of(quarter: Quarter, cut_off_on: date, today: date) -> date | None:
    """The cut-off day; today while the quarter runs; None while it lies ahead."""
    return None if quarter.starts_on > today else min(cut_off_on, today)


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
    return _YearReader.read(program, today=as_of or today, as_of=as_of, own_period=own_period).quarters()


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


@dataclass
class _YearReader:
    """What one year is computed from, read once."""

    program: Program
    days: dict[int, date | None]
    cut_offs: dict[int, date]
    last_cut_offs: dict[int, date]
    indicators: list[Indicator]
    targets: dict[int, list[Target]]
    figures: dict[int, list[ReportedFigure]]
    last_figures: dict[str, list[ReportedFigure]]
    counts: dict[str, dict[date, int]]
    scope: Scope

    @classmethod
    def read(
        cls, program: Program, *, today: date, as_of: date | None, own_period: ReportingPeriod | None
    ) -> _YearReader:
        all_periods = list(
            ReportingPeriod.objects.filter(program__year__in=(program.year - 1, program.year)).select_related("program")
        )
        all_figures = list(ReportedFigure.objects.of_year(program))
        predecessor = _predecessor(program, list(Program.objects.filter(year=program.year - 1)))
        cut_offs = _cut_offs(program, program.year, all_periods)
        # A quarter cut off early this year is compared with last year's cut off as early, whatever its period says.
        last_cut_offs = {
            number: min(day, same_day_last_year(cut_offs[number]))
            for number, day in _cut_offs(predecessor, program.year - 1, all_periods).items()
        }
        days = {
            quarter.number: as_of
            if as_of is not None and quarter == Quarter.containing(as_of)
            else default_as_of(quarter, cut_offs[quarter.number], today)
            for quarter in program.quarters
        }
        indicators = list(program.indicators.select_related("task"))
        targets: dict[int, list[Target]] = {}
        for target in Target.objects.filter(indicator__program=program):
            targets.setdefault(target.indicator_id, []).append(target)
        figures: dict[int, list[ReportedFigure]] = {}
        last_figures: dict[str, list[ReportedFigure]] = {}
        for figure in all_figures:
            if figure.indicator.program == program:
                figures.setdefault(figure.indicator_id, []).append(figure)
            elif figure.indicator.program == predecessor:
                last_figures.setdefault(figure.indicator.code, []).append(figure)
        scope = Scope((program, predecessor) if predecessor else (program,), own_period)
        return cls(
            program=program,
            days=days,
            cut_offs=cut_offs,
            last_cut_offs=last_cut_offs,
            indicators=indicators,
            targets=targets,
            figures=figures,
            last_figures=last_figures,
            counts=_counts(indicators, days.values(), last_cut_offs[4], scope),
            scope=scope,
        )

    def quarters(self) -> dict[int, QuarterProgress]:
        answer: dict[int, QuarterProgress] = {}
        for quarter in self.program.quarters:
            earlier = answer.get(quarter.number - 1)
            answer[quarter.number] = QuarterProgress(
                program=self.program,
                quarter=quarter,
                as_of=self.days[quarter.number],
                scope=self.scope,
                indicators=[
                    self._progress(indicator, quarter, earlier.indicators[place].actual if earlier else None)
                    for place, indicator in enumerate(self.indicators)
                ],
            )
        return answer

    def _progress(self, indicator: Indicator, quarter: Quarter, before: Decimal | None) -> Progress:
        day = self.days[quarter.number]
        targets = self.targets.get(indicator.pk, [])
        target = in_force(targets, Target.Kind.ASSIGNED, day or quarter.ends_on)
        own_aim = in_force(targets, Target.Kind.OWN_AIM, day or quarter.ends_on)
        stock = is_stock(indicator)
        reported = self._reported(self.figures.get(indicator.pk, []), indicator, quarter.number, day, self.cut_offs)
        if stock and quarter.number == 1 and day is not None:
            before = self._year_end_before(indicator)
        return Progress(
            indicator=indicator,
            quarter=quarter,
            as_of=day,
            closed=day is not None and day >= self.cut_offs[quarter.number],
            target=target.value if target else None,
            own_aim=own_aim.value if own_aim else None,
            share=(target or Target()).share(quarter.number, stock=stock),
            counted=self._counted(indicator.measure, day),
            figures=tuple(reported),
            before=before,
            previous_year=self._previous_year(indicator, quarter.number, day),
            base=self._counted(_base(indicator.measure), day),
        )

    def _counted(self, measure: str, day: date | None) -> Decimal | None:
        return Decimal(self.counts[measure][day]) if measure and day is not None else None

    def _reported(
        self,
        figures: list[ReportedFigure],
        indicator: Indicator,
        quarter: int,
        day: date | None,
        cut_offs: dict[int, date],
    ) -> list[ReportedFigure]:
        """Figures known by the day: of all quarters so far, or of the latest one for a stock."""
        if day is None:
            return []
        known = [
            figure
            for figure in figures
            if figure.quarter <= quarter and figure.arose_by(cut_offs[figure.quarter]) <= day
        ]
        if is_stock(indicator) and known:
            latest = max(figure.quarter for figure in known)
            known = [figure for figure in known if figure.quarter == latest]
        return known

    def _previous_year(self, indicator: Indicator, quarter: int, day: date | None) -> Decimal | None:
        """The same day one year earlier: counted or, where nothing was, reported; None without either (ADR 0006)."""
        if day is None:
            return None
        last_day = same_day_last_year(day)
        counted = self._counted(indicator.measure, last_day)
        figures = self.last_figures.get(indicator.code, [])
        return counted or total(self._reported(figures, indicator, quarter, last_day, self.last_cut_offs))

    def _year_end_before(self, indicator: Indicator) -> Decimal | None:
        """Where a stock stood on the last cut-off day of the year before: quarter I's net change starts there."""
        last_day = self.last_cut_offs[4]
        figures = self.last_figures.get(indicator.code, [])
        reported = self._reported(figures, indicator, 4, last_day, self.last_cut_offs)
        return together(self._counted(indicator.measure, last_day), total(reported))


def _predecessor(program: Program, last: list[Program]) -> Program | None:
    """Last year's programme: the one of the same code, else the only one there was (codes change with the year)."""
    same = [each for each in last if each.code == program.code]
    if same:
        return same[0]
    return last[0] if len(last) == 1 else None


def _cut_offs(program: Program | None, year: int, periods: list[ReportingPeriod]) -> dict[int, date]:
    own = {period.quarter: period for period in periods if period.program == program}
    return {quarter.number: cut_off(own, quarter) for quarter in Quarter.of_year(year)}


def _base(measure: str) -> str:
    return getattr(MEASURES[measure], "base", "") if measure else ""


def _counts(
    indicators: Iterable[Indicator], days: Iterable[date | None], last_cut_off: date, scope: Scope
) -> dict[str, dict[date, int]]:
    """Each measure counted once, on every day that any quarter needs."""
    keys = {indicator.measure for indicator in indicators if indicator.measure}
    keys |= {base for key in keys if (base := _base(key))}
    needed = {day for day in days if day is not None}
    if not needed:
        return {}
    needed |= {same_day_last_year(day) for day in needed} | {last_cut_off}
    return {key: MEASURES[key].counts(sorted(needed), scope) for key in sorted(keys)}
