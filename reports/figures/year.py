"""Reads a programme's year and puts its quarters together: one query for each measure, and five."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from coopunion import formatting
from coopunion.periods import Quarter, months_after, same_day_last_year
from programs.counting import CountsByPlace
from programs.measures import MEASURES, Flow, Scope
from programs.models import Indicator, Program, ReportedFigure, ReportingPeriod, Target
from programs.models.period import cut_off
from programs.models.plan import in_force
from reports.figures.progress import Progress, QuarterProgress, together, total


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


@dataclass(frozen=True)
class ProgramYear:
    """What a programme's year is computed from, read once: for the whole province, or `within` some places."""

    program: Program
    predecessor: Program | None
    periods: list[ReportingPeriod]
    """Those that were opened, of this year's and of last year's programme."""
    days: dict[int, date | None]
    cut_offs: dict[int, date]
    last_cut_offs: dict[int, date]
    indicators: list[Indicator]
    targets: dict[int, list[Target]]
    figures: dict[int, list[ReportedFigure]]
    last_figures: dict[str, list[ReportedFigure]]
    counts: dict[str, CountsByPlace]
    scope: Scope
    places: frozenset[int | None] | None = None
    """The places whose records and figures alone are looked at; None: all."""

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
        `only` names the code of the one indicator that is wanted, if not all are.
        """
        today = as_of or today
        all_periods = list(
            ReportingPeriod.objects.filter(program__year__in=(program.year - 1, program.year)).select_related("program")
        )
        all_figures = list(ReportedFigure.objects.of_year(program))
        predecessor = programme_before(program, list(Program.objects.filter(year=program.year - 1)))
        cut_offs = _cut_offs(program, program.year, all_periods)
        # A quarter cut off early this year is compared with last year's cut off as early, whatever its period says.
        last_cut_offs = {
            number: min(day, same_day_last_year(cut_offs[number]))
            for number, day in _cut_offs(predecessor, program.year - 1, all_periods).items()
        }
        # Looked back to from a later year, the year is whole: no day shows less than a day before it.
        chosen = min(as_of, program.quarters[-1].ends_on) if as_of else None
        days = {
            quarter.number: chosen
            if chosen is not None and quarter == Quarter.containing(chosen)
            else default_as_of(quarter, cut_offs[quarter.number], today)
            for quarter in program.quarters
        }
        indicators = [
            indicator for indicator in program.indicators.select_related("task") if not only or indicator.code == only
        ]
        targets: dict[int, list[Target]] = {}
        for target in Target.objects.filter(indicator__program=program):
            targets.setdefault(target.indicator_id, []).append(target)
        figures: dict[int, list[ReportedFigure]] = {}
        last_figures: dict[str, list[ReportedFigure]] = {}
        for figure in all_figures:
            if figure.indicator.program_id == program.pk:
                figures.setdefault(figure.indicator_id, []).append(figure)
            elif predecessor and figure.indicator.program_id == predecessor.pk:
                last_figures.setdefault(figure.indicator.code, []).append(figure)
        scope = Scope((program, predecessor) if predecessor else (program,), own_period)
        return cls(
            program=program,
            predecessor=predecessor,
            periods=[period for period in all_periods if period.program in scope.programs],
            days=days,
            cut_offs=cut_offs,
            last_cut_offs=last_cut_offs,
            indicators=indicators,
            targets=targets,
            figures=figures,
            last_figures=last_figures,
            counts=_counts(
                indicators,
                days.values(),
                last_cut_offs[4],
                scope,
                months=month_ends(program.year, max(filter(None, days.values()), default=None)) if monthly else (),
            ),
            scope=scope,
        )

    def within(self, places: Iterable[int | None]) -> ProgramYear:
        """The same year where only these places are looked at: no targets, since places have none of their own."""
        return replace(self, places=frozenset(places), targets={})

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
        stock = indicator.is_stock
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

    def actual(self, indicator: Indicator, number: int) -> Decimal | None:
        """The cumulative figure of a quarter alone: what tables of many places need."""
        day = self.days[number]
        reported = self._reported(self.figures.get(indicator.pk, []), indicator, number, day, self.cut_offs)
        return together(self._counted(indicator.measure, day), total(reported))

    def counted(self, indicator: Indicator, day: date) -> Decimal | None:
        """The records up to a day that was counted; None where the indicator has no measure."""
        return self._counted(indicator.measure, day)

    def starts_after(self, indicator: Indicator, number: int) -> date | None:
        """The day up to which the quarter before had counted; None where a flow begins anew on 1 January."""
        if number > 1:
            return self.days[number - 1]
        return self.last_cut_offs[4] if indicator.is_stock else None

    def last_year_figures(self, indicator: Indicator, number: int) -> list[ReportedFigure]:
        """The reported figures that stand in `previous_year`: none where anything was counted (ADR 0006)."""
        day = self.days[number]
        if day is None or self._counted_anywhere(indicator.measure, same_day_last_year(day)):
            return []
        figures = self.last_figures.get(indicator.code, [])
        return self._reported(figures, indicator, number, same_day_last_year(day), self.last_cut_offs)

    def _counted_anywhere(self, measure: str, day: date) -> bool:
        return bool(measure) and any(self.counts[measure][day].values())

    def figures_before(self, indicator: Indicator, number: int) -> list[ReportedFigure]:
        """The reported figures that stood at the cut-off day of the quarter before; for quarter I last year's last."""
        if number > 1:
            figures = self.figures.get(indicator.pk, [])
            return self._reported(figures, indicator, number - 1, self.days[number - 1], self.cut_offs)
        figures = self.last_figures.get(indicator.code, [])
        return self._reported(figures, indicator, 4, self.last_cut_offs[4], self.last_cut_offs)

    def place_ids(self) -> set[int | None]:
        """Every place that holds a record or a reported figure of these two years."""
        counted = {place for days in self.counts.values() for by_place in days.values() for place in by_place}
        figures = (*self.figures.values(), *self.last_figures.values())
        return counted | {figure.place_id for each in figures for figure in each}

    def _counted(self, measure: str, day: date | None) -> Decimal | None:
        if not measure or day is None:
            return None
        by_place = self.counts[measure][day]
        if self.places is None:
            return Decimal(sum(by_place.values()))
        return Decimal(sum(by_place.get(place, 0) for place in self.places))

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
            if figure.quarter <= quarter
            and figure.arose_by(cut_offs[figure.quarter]) <= day
            and (self.places is None or figure.place_id in self.places)
        ]
        if indicator.is_stock and known:
            latest = max(figure.quarter for figure in known)
            known = [figure for figure in known if figure.quarter == latest]
        return known

    def _previous_year(self, indicator: Indicator, quarter: int, day: date | None) -> Decimal | None:
        """The same day one year earlier: counted or, where nothing was, reported; None without either (ADR 0006)."""
        if day is None:
            return None
        last_day = same_day_last_year(day)
        if self._counted_anywhere(indicator.measure, last_day):
            return self._counted(indicator.measure, last_day)
        return total(self.last_year_figures(indicator, quarter))

    def _year_end_before(self, indicator: Indicator) -> Decimal | None:
        """Where a stock stood on the last cut-off day of the year before: quarter I's net change starts there."""
        counted = self._counted(indicator.measure, self.last_cut_offs[4])
        return together(counted, total(self.figures_before(indicator, 1)))


def programme_before(program: Program, last: list[Program]) -> Program | None:
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


def month_ends(year: int, day: date | None) -> tuple[date, ...]:
    """The last day of each month up to a day of that year, and that day for the month it lies in."""
    if day is None:
        return ()
    ends = (months_after(date(year, 1, 31), month) for month in range(12))
    return tuple(min(end, day) for end in ends if end.replace(day=1) <= day)


def _counts(
    indicators: Iterable[Indicator],
    days: Iterable[date | None],
    last_cut_off: date,
    scope: Scope,
    months: Iterable[date] = (),
) -> dict[str, CountsByPlace]:
    """Each measure counted once, on every day that any quarter needs; flows at the ends of months too."""
    keys = {indicator.measure for indicator in indicators if indicator.measure}
    keys |= {base for key in keys if (base := _base(key))}
    needed = {day for day in days if day is not None}
    if not needed:
        return {}
    needed |= {same_day_last_year(day) for day in needed} | {last_cut_off}
    counts = {}
    for key in sorted(keys):
        measure = MEASURES[key]
        wanted = needed | set(months) if isinstance(measure, Flow) else needed
        counts[key] = measure.counts_by_place(sorted(wanted), scope)
    return counts
