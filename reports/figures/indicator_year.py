"""One indicator through a programme's year: its four quarters computed from rows and counts that were read before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from coopunion.periods import Quarter, same_day_last_year
from programs.counting import CountsByPlace
from programs.flows_and_stocks import Scope, unit_of
from programs.models import Indicator, ReportedFigure, Target
from programs.models.plan import in_force
from reports.figures.progress import KindCount, Progress, together, total
from reports.figures.signed import SignedFigures
from reports.figures.year_days import YearDays


@dataclass(frozen=True, kw_only=True)
class IndicatorYear:
    """In the whole province, or `within` some places. No method makes a query."""

    indicator: Indicator
    days: YearDays
    scope: Scope
    """With which the measure lists the records that were counted."""
    targets: Sequence[Target]
    figures: Sequence[ReportedFigure]
    last_figures: Sequence[ReportedFigure]
    """Of the indicator with the same code in last year's programme."""
    last_signed: Mapping[int, SignedFigures]
    """What last year's signed reports froze, by quarter."""
    counts: CountsByPlace | None
    """None without a measure, as `base_counts` without a base."""
    base_counts: CountsByPlace | None
    kinds: Mapping[str, CountsByPlace] = field(default_factory=dict)
    """`counts` by kind, each named by its unit, where the measure has kinds."""
    places: frozenset[int | None] | None = None
    """The places whose records and figures alone are looked at; None: all."""

    def within(self, places: Iterable[int | None]) -> IndicatorYear:
        """The same where only these places are looked at: no targets, since places have none of their own."""
        return replace(self, places=frozenset(places), targets=())

    def quarters(self) -> dict[int, Progress]:
        """The four quarters, each by its number."""
        answer: dict[int, Progress] = {}
        for quarter in self.indicator.program.quarters:
            earlier = answer.get(quarter.number - 1)
            answer[quarter.number] = self._progress(quarter, earlier.actual if earlier else None)
        return answer

    def _progress(self, quarter: Quarter, before: Decimal | None) -> Progress:
        day, stock = self.days.as_of[quarter.number], self.indicator.is_stock
        target = in_force(self.targets, Target.Kind.ASSIGNED, day or quarter.ends_on)
        own_aim = in_force(self.targets, Target.Kind.OWN_AIM, day or quarter.ends_on)
        if stock and quarter.number == 1 and day is not None:
            # The net change of quarter I starts on the last cut-off day of the year before.
            before = together(self.counted(self.days.last_cut_offs[4]), total(self.figures_before(1)))
        kinds, frozen = self._kinds(day), self._frozen(quarter.number)
        return Progress(
            indicator=self._in_unit_of(kinds),
            quarter=quarter,
            as_of=day,
            closed=day is not None and day >= self.days.cut_offs[quarter.number],
            target=target.value if target else None,
            own_aim=own_aim.value if own_aim else None,
            share=(target or Target()).share(quarter.number, stock=stock),
            counted=self.counted(day),
            figures=self._reported(quarter.number),
            before=before,
            previous_year=self._previous_year(quarter.number),
            base=self._sum(self.base_counts, day),
            previous_signed=frozen.as_of if frozen else None,
            kinds=kinds,
        )

    def actual(self, number: int) -> Decimal | None:
        """The cumulative figure of a quarter alone: what tables of many places need."""
        return together(self.counted(self.days.as_of[number]), total(self._reported(number)))

    def counted(self, day: date | None) -> Decimal | None:
        """The records up to a day that was counted; None where the indicator has no measure."""
        return self._sum(self.counts, day)

    def starts_after(self, number: int) -> date | None:
        """The day up to which the quarter before had counted; None where a flow begins anew on 1 January."""
        if number > 1:
            return self.days.as_of[number - 1]
        return self.days.last_cut_offs[4] if self.indicator.is_stock else None

    def last_year_day(self, number: int) -> date | None:
        """The same day one year earlier; the day of last year's signed report where that is compared with."""
        day, frozen = self.days.as_of[number], self._frozen(number)
        return frozen.as_of if frozen else same_day_last_year(day) if day else None

    def last_year_figures(self, number: int) -> tuple[ReportedFigure, ...]:
        """The reported figures of last year, known by that day."""
        return self._known(self.last_figures, number, self.last_year_day(number), self.days.last_cut_offs)

    def last_year_now(self, number: int) -> Decimal | None:
        """The whole figure of last year as records say now: None where neither records nor reports say anything."""
        day, reported = self.last_year_day(number), total(self.last_year_figures(number))
        if day is None or not self._counted_anywhere(day):
            return reported
        return together(self.counted(day), reported)

    def figures_before(self, number: int) -> tuple[ReportedFigure, ...]:
        """The reported figures known at the cut-off day of the quarter before; for quarter I last year's last."""
        if number > 1:
            return self._reported(number - 1)
        return self._known(self.last_figures, 4, self.days.last_cut_offs[4], self.days.last_cut_offs)

    def _sum(self, counts: CountsByPlace | None, day: date | None) -> Decimal | None:
        if counts is None or day is None:
            return None
        by_place = counts[day]
        if self.places is None:
            return Decimal(sum(by_place.values()))
        return Decimal(sum(by_place.get(place, 0) for place in self.places))

    def _kinds(self, day: date | None) -> tuple[KindCount, ...]:
        counted = ((unit, self._sum(counts, day)) for unit, counts in self.kinds.items())
        return tuple(KindCount(unit, count) for unit, count in counted if count)

    def _in_unit_of(self, kinds: Sequence[KindCount]) -> Indicator:
        """The indicator in the unit of what was counted: a group's site visit is no "1 HTX"."""
        measure = self.indicator.counted_by
        if measure is None or self.indicator.unit != measure.unit or not kinds:
            return self.indicator
        named = copy(self.indicator)
        named.unit = unit_of(measure.unit, [kind.unit for kind in kinds])
        return named

    def _counted_anywhere(self, day: date) -> bool:
        return self.counts is not None and any(self.counts[day].values())

    def _reported(self, number: int) -> tuple[ReportedFigure, ...]:
        return self._known(self.figures, number, self.days.as_of[number], self.days.cut_offs)

    def _known(
        self, figures: Iterable[ReportedFigure], quarter: int, day: date | None, cut_offs: Mapping[int, date]
    ) -> tuple[ReportedFigure, ...]:
        """Figures known by the day: of all quarters so far, or of the latest one for a stock."""
        if day is None:
            return ()
        known = tuple(
            figure
            for figure in figures
            if figure.quarter <= quarter
            and figure.arose_by(cut_offs[figure.quarter]) <= day
            and (self.places is None or figure.place_id in self.places)
        )
        latest = max((figure.quarter for figure in known), default=0)
        return tuple(figure for figure in known if figure.quarter == latest) if self.indicator.is_stock else known

    def _frozen(self, number: int) -> SignedFigures | None:
        """Last year's signed report of a quarter that is counted to its cut-off day, or to the report's (ADR 0036).

        A report has the figures of the whole province alone.
        """
        day, signed = self.days.as_of[number], self.last_signed.get(number)
        if day is None or signed is None or self.places is not None or signed.actual_of(self.indicator) is None:
            return None
        at_cut_off = day == self.days.cut_offs[number] or same_day_last_year(day) == signed.as_of
        return signed if at_cut_off else None

    def _previous_year(self, number: int) -> Decimal | None:
        """As last year's signed report says at a cut-off day, else as records and reported figures say now."""
        frozen = self._frozen(number)
        return frozen.actual_of(self.indicator) if frozen else self.last_year_now(number)
