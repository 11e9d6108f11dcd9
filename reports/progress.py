"""How far the programme is: the only place where a ratio is computed.

Everything that shows a figure (dashboard, report, command, file) takes these objects as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from coopunion import formatting
from coopunion.periods import Quarter, same_day_last_year
from programs.measures import MEASURES, Measure, Scope
from programs.models import Indicator, Program, ReportedFigure, ReportingPeriod, Target, Task
from programs.models.period import cut_off

HUNDRED = Decimal(100)


class Status(StrEnum):
    """How an indicator stands, from worst to best."""

    BEHIND = "behind"
    ON_TRACK = "on_track"
    MET = "met"
    EXCEEDED = "exceeded"


WORST_FIRST = (Status.BEHIND, Status.ON_TRACK, Status.MET, Status.EXCEEDED)


def ratio(actual: Decimal | None, target: Decimal | None, *, at_most: bool = False) -> Decimal | None:
    """The unrounded percentage actual / target × 100; target / actual × 100 where less is better.

    None where nothing was reported, where the target is missing or 0, and where an "at most" figure is 0 or less:
    that is the best it can be and has no percentage.
    """
    if actual is None or not target:
        return None
    if not at_most:
        return actual * HUNDRED / target
    return target * HUNDRED / actual if actual > 0 else None


def standing(
    actual: Decimal | None, target: Decimal | None, due: Decimal | None, *, at_most: bool = False
) -> Status | None:
    """The status, judged on exact numbers; None without a target or without a figure.

    `ratio` is compared by cross-multiplication, so that no rounded quotient decides what is exactly 100.
    """
    if actual is None or target is None:
        return None
    if at_most and actual <= 0:
        return Status.EXCEEDED
    if not target:
        return None
    reached, wanted = (target, actual) if at_most else (actual, target)
    if reached != wanted:
        if reached > wanted:
            return Status.EXCEEDED
        on_time = due is not None and (actual <= due if at_most else actual >= due)
        return Status.ON_TRACK if on_time else Status.BEHIND
    return Status.MET


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One indicator in one quarter as of a day. None is "nothing reported" or "lies ahead"; 0 is a value."""

    indicator: Indicator
    quarter: Quarter
    as_of: date | None
    """The day counted to; None for a quarter that lies ahead."""
    closed: bool
    """Counted to the quarter's cut-off day: nothing more can be done for it."""
    target: Decimal | None
    own_aim: Decimal | None
    share: Decimal
    """Percent of the target due by the end of the quarter."""
    counted: Decimal | None
    figures: tuple[ReportedFigure, ...]
    """The reported figures that stand in `reported`, of all quarters so far, or of the latest one for a stock."""
    before: Decimal | None
    """The cumulative figure at the cut-off day of the quarter before; None in quarter I of a flow."""
    previous_year: Decimal | None
    base: Decimal | None
    """What a stock is a share of."""

    @property
    def reported(self) -> Decimal | None:
        return _total(self.figures)

    @property
    def reported_places(self) -> int:
        """How many places have reported."""
        return len({figure.place_id for figure in self.figures})

    @property
    def measure(self) -> Measure | None:
        return MEASURES[self.indicator.measure] if self.indicator.measure else None

    @property
    def kind(self) -> str:
        return self.measure.kind if self.measure else "reported"

    @property
    def at_most(self) -> bool:
        return self.indicator.direction == Indicator.Direction.AT_MOST

    @property
    def is_stock(self) -> bool:
        return is_stock(self.indicator)

    @property
    def actual(self) -> Decimal | None:
        """Counted and reported together."""
        return _sum(self.counted, self.reported)

    @property
    def quarter_actual(self) -> Decimal | None:
        """What the quarter added; the net change of a stock, unknown where its start is."""
        if self.actual is None or (self.is_stock and self.before is None):
            return None
        return self.actual - (self.before or 0)

    @property
    def due(self) -> Decimal | None:
        return None if self.target is None else self.target * self.share / HUNDRED

    @property
    def ratio(self) -> Decimal | None:
        return ratio(self.actual, self.target, at_most=self.at_most)

    @property
    def percent_text(self) -> str:
        return formatting.percent(self.ratio, self.indicator.decimals)

    @property
    def beyond_text(self) -> str:
        """By how much the target is exceeded: "117%" for 217%."""
        return formatting.percent(None if self.ratio is None else self.ratio - HUNDRED, self.indicator.decimals)

    @property
    def status(self) -> Status | None:
        return standing(self.actual, self.target, self.due, at_most=self.at_most)

    @property
    def status_label(self) -> str:
        return status_label(self.status, at_year_end=self.closed and self.quarter.number == 4)

    @property
    def change(self) -> Decimal | None:
        """The figure as a percentage of the same day one year earlier."""
        return ratio(self.actual, self.previous_year)

    @property
    def change_text(self) -> str:
        return formatting.percent(self.change)

    @property
    def base_share(self) -> Decimal | None:
        """A stock as a percentage of what it is part of."""
        return ratio(self.actual, self.base)

    @property
    def base_share_text(self) -> str:
        return formatting.percent(self.base_share)

    @property
    def difference(self) -> Decimal | None:
        """Above (positive) or below (negative) the target."""
        return None if self.actual is None or self.target is None else self.actual - self.target


def status_label(status: Status | None, *, at_year_end: bool) -> str:
    """The status in words."""
    if status is None:
        return "Chưa có số"
    if status is Status.BEHIND:
        return "Chưa đạt" if at_year_end else "Chậm"
    return {Status.ON_TRACK: "Đúng tiến độ", Status.MET: "Đạt", Status.EXCEEDED: "Vượt"}[status]


@dataclass(frozen=True)
class TaskProgress:
    """A task stands as its weakest indicator with a status does."""

    task: Task
    indicators: list[Progress] = field(default_factory=list)

    @property
    def weakest(self) -> Progress | None:
        judged = [progress for progress in self.indicators if progress.status]
        return min(judged, key=lambda progress: WORST_FIRST.index(progress.status)) if judged else None

    @property
    def status(self) -> Status | None:
        return self.weakest.status if self.weakest else None

    @property
    def status_label(self) -> str:
        return self.weakest.status_label if self.weakest else status_label(None, at_year_end=False)


@dataclass(frozen=True)
class QuarterProgress:
    """Every indicator of a programme in one quarter."""

    program: Program
    quarter: Quarter
    as_of: date | None
    indicators: list[Progress]
    scope: Scope = field(default_factory=Scope)
    """With which a measure lists exactly the records that were counted here."""

    @property
    def lies_ahead(self) -> bool:
        return self.as_of is None

    @property
    def tasks(self) -> list[TaskProgress]:
        tasks: dict[int, TaskProgress] = {}
        for progress in self.indicators:
            if task := progress.indicator.task:
                tasks.setdefault(task.pk, TaskProgress(task)).indicators.append(progress)
        return sorted(tasks.values(), key=lambda each: (each.task.position, each.task.number))

    @property
    def beyond_tasks(self) -> list[Progress]:
        """Figures of the whole province, outside the tasks."""
        return [progress for progress in self.indicators if progress.indicator.task is None]

    def tasks_with(self, status: Status) -> list[TaskProgress]:
        return [each for each in self.tasks if each.status is status]

    def __getitem__(self, code: str) -> Progress:
        """The indicator of that code; KeyError (which templates take for "try an attribute") without one."""
        for progress in self.indicators:
            if progress.indicator.code == code:
                return progress
        raise KeyError(code)


def is_stock(indicator: Indicator) -> bool:
    if indicator.measure:
        return MEASURES[indicator.measure].kind == "stock"
    return indicator.accumulation == Indicator.Accumulation.STOCK


def _sum(*values: Decimal | None) -> Decimal | None:
    present = [value for value in values if value is not None]
    return sum(present, Decimal(0)) if present else None


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
    """The four quarters of a programme's year: four queries, and one for each measure its indicators name.

    `as_of` moves the day of the quarter it falls in and turns later quarters into ones that lie ahead. Event
    dates are filtered over today's records; what was known on an earlier day is only in snapshots. `own_period`
    is the period whose report is being written: a report counts itself.
    """
    return _Year.read(program, today=as_of or today, as_of=as_of, own_period=own_period).quarters()


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
class _Year:
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
    def read(cls, program: Program, *, today: date, as_of: date | None, own_period: ReportingPeriod | None) -> _Year:
        all_periods = list(
            ReportingPeriod.objects.filter(program__year__in=(program.year - 1, program.year)).select_related("program")
        )
        all_figures = list(ReportedFigure.objects.of_year(program))
        predecessor = _predecessor(
            program, {each.program for each in all_periods} | {each.indicator.program for each in all_figures}
        )
        cut_offs = _cut_offs(program, program.year, all_periods)
        last_cut_offs = _cut_offs(predecessor, program.year - 1, all_periods)
        days = {
            quarter.number: as_of
            if as_of is not None and quarter == Quarter.containing(as_of)
            else default_as_of(quarter, cut_offs[quarter.number], today)
            for quarter in program.quarters
        }
        indicators = list(program.indicators.select_related("task"))
        targets: dict[int, list[Target]] = {}
        for target in Target.objects.filter(indicator__program=program).order_by("effective_from"):
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
        target = self._target(indicator, Target.Kind.ASSIGNED, day or quarter.ends_on)
        own_aim = self._target(indicator, Target.Kind.OWN_AIM, day or quarter.ends_on)
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

    def _target(self, indicator: Indicator, kind: Target.Kind, day: date) -> Target | None:
        """The one in force: the latest that took effect up to the day."""
        in_force = [
            target
            for target in self.targets.get(indicator.pk, [])
            if target.kind == kind and target.effective_from <= day
        ]
        return in_force[-1] if in_force else None

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
        """The same day one year earlier: counted and reported; None where there is neither (docs/adr/0006)."""
        if day is None:
            return None
        last_day = same_day_last_year(day)
        counted = self._counted(indicator.measure, last_day)
        figures = self.last_figures.get(indicator.code, [])
        reported = self._reported(figures, indicator, quarter, last_day, self.last_cut_offs)
        return _sum(counted or None, _total(reported))

    def _year_end_before(self, indicator: Indicator) -> Decimal | None:
        """Where a stock stood on the last cut-off day of the year before: quarter I's net change starts there."""
        last_day = self.last_cut_offs[4]
        figures = self.last_figures.get(indicator.code, [])
        reported = self._reported(figures, indicator, 4, last_day, self.last_cut_offs)
        return _sum(self._counted(indicator.measure, last_day), _total(reported))


def _predecessor(program: Program, candidates: set[Program]) -> Program | None:
    """Last year's programme: the one of the same code, else the only one there was (codes change with the year)."""
    last = [each for each in candidates if each.year == program.year - 1]
    same = [each for each in last if each.code == program.code]
    if same:
        return same[0]
    return last[0] if len(last) == 1 else None


def _cut_offs(program: Program | None, year: int, periods: list[ReportingPeriod]) -> dict[int, date]:
    own = {period.quarter: period for period in periods if period.program == program}
    return {quarter.number: cut_off(own, quarter) for quarter in Quarter.of_year(year)}


def _total(figures: Sequence[ReportedFigure]) -> Decimal | None:
    return sum((figure.value for figure in figures), Decimal(0)) if figures else None


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
