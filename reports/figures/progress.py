"""The progress of a programme's indicators: the only place where a ratio is computed.

Everything that shows a figure (dashboard, report, command, file) takes these objects as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from coopunion import formatting
from coopunion.periods import Quarter
from programs.flows_and_stocks import Scope, Stock
from programs.measures import MEASURES, Measure
from programs.models import Indicator, Program, ReportedFigure, Task

HUNDRED = Decimal(100)


class Status(StrEnum):
    """The status of an indicator, from worst to best."""

    BEHIND = "behind"
    ON_TRACK = "on_track"
    MET = "met"
    EXCEEDED = "exceeded"


WORST_FIRST = tuple(Status)


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


def status_of(
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
    reached, required = (target, actual) if at_most else (actual, target)
    if reached != required:
        if reached > required:
            return Status.EXCEEDED
        on_time = due is not None and (actual <= due if at_most else actual >= due)
        return Status.ON_TRACK if on_time else Status.BEHIND
    return Status.MET


@dataclass(frozen=True)
class KindCount:
    """How many of the counted things are of one kind, named by its unit: 1 tổ hợp tác."""

    unit: str
    count: Decimal


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One indicator in one quarter as of a day. None is "nothing reported" or "lies ahead"; 0 is a value."""

    indicator: Indicator
    """Of a measure with kinds, in the unit of what was counted."""
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
    """The reported figures that `reported` adds up, of all quarters so far, or of the latest one for a stock."""
    before: Decimal | None
    """The cumulative figure at the cut-off day of the quarter before; None in quarter I of a flow."""
    previous_year: Decimal | None
    """The whole figure of the same day one year earlier, counted and reported."""
    base: Decimal | None
    """What a stock is a share of."""
    previous_signed: date | None = None
    """The cut-off day of last year's signed report that `previous_year` is of; None: it is as records say now."""
    kinds: tuple[KindCount, ...] = ()
    """What was counted by its kinds, where the measure has some; those that occur."""

    @property
    def reported(self) -> Decimal | None:
        return total(self.figures)

    @property
    def reported_places(self) -> int:
        """How many places have reported."""
        return place_count(self.figures)

    @property
    def measure(self) -> Measure | None:
        return self.indicator.counted_by

    @property
    def kind(self) -> str:
        return self.measure.kind if self.measure else "reported"

    @property
    def at_most(self) -> bool:
        return self.indicator.direction == Indicator.Direction.AT_MOST

    @property
    def is_stock(self) -> bool:
        return self.indicator.is_stock

    @property
    def actual(self) -> Decimal | None:
        """Counted and reported together."""
        return together(self.counted, self.reported)

    @property
    def quarter_actual(self) -> Decimal | None:
        """What the quarter added; the net change of a stock, unknown where its start is."""
        if self.actual is None or (self.is_stock and self.before is None):
            return None
        return self.actual - (self.before or 0)

    @property
    def quarter_text(self) -> str:
        """What the quarter added; of a stock the net change, with its sign."""
        return (formatting.signed if self.is_stock else formatting.number)(self.quarter_actual)

    @property
    def kinds_text(self) -> str:
        """As in "8 HTX, 1 tổ hợp tác"; empty where all are alike."""
        return ", ".join(f"{formatting.number(kind.count)} {kind.unit}" for kind in self.kinds if len(self.kinds) > 1)

    @property
    def due(self) -> Decimal | None:
        return None if self.target is None else self.target * self.share / HUNDRED

    @property
    def due_text(self) -> str:
        """What is due as people read it: counted things come whole, so 22,5 is reached at 23 (at most: at 22)."""
        if self.due is None or self.measure is None:
            return formatting.number(self.due)
        rounding = ROUND_FLOOR if self.at_most else ROUND_CEILING
        return formatting.number(self.due.to_integral_value(rounding))

    @property
    def ratio(self) -> Decimal | None:
        return ratio(self.actual, self.target, at_most=self.at_most)

    @property
    def percent_text(self) -> str:
        return formatting.percent(self.ratio, self.indicator.decimals)

    @property
    def status(self) -> Status | None:
        return status_of(self.actual, self.target, self.due, at_most=self.at_most)

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
    def previous_source(self) -> str:
        """Where the figure of the year before is from; empty where there is none."""
        if self.previous_year is None:
            return ""
        return (
            f"báo cáo đã ký, số đến {formatting.day(self.previous_signed)}" if self.previous_signed else "sổ hiện nay"
        )

    @property
    def base_measure(self) -> Measure | None:
        return base_of(self.measure)

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


def base_of(measure: Measure | None) -> Measure | None:
    """What a stock is a share of, if it is one."""
    return MEASURES[measure.base] if isinstance(measure, Stock) and measure.base else None


def status_label(status: Status | None, *, at_year_end: bool) -> str:
    """The status in words."""
    if status is None:
        return "Chưa có số"
    if status is Status.BEHIND:
        return "Chưa đạt" if at_year_end else "Chậm"
    return {Status.ON_TRACK: "Đúng tiến độ", Status.MET: "Đạt", Status.EXCEEDED: "Vượt"}[status]


@dataclass(frozen=True)
class TaskProgress:
    """A task has the status of its weakest indicator that has one."""

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
        return sorted(tasks.values(), key=lambda progress: (progress.task.position, progress.task.number))

    @property
    def beyond_tasks(self) -> list[Progress]:
        """Figures of the whole province, outside the tasks."""
        return [progress for progress in self.indicators if progress.indicator.task is None]

    @property
    def previous_sources(self) -> str:
        """Where the figures of the year before are from: "báo cáo đã ký, số đến 20/12/2020; riêng 2: sổ hiện nay"."""
        codes: dict[str, list[str]] = {}
        for progress in self.indicators:
            if source := progress.previous_source:
                codes.setdefault(source, []).append(progress.indicator.code)
        usual, *others = sorted(codes, key=lambda source: -len(codes[source])) or [""]
        return "; ".join([usual, *(f"riêng {', '.join(codes[source])}: {source}" for source in others)])

    def tasks_with(self, status: Status) -> list[TaskProgress]:
        return [task for task in self.tasks if task.status is status]

    def __getitem__(self, code: str) -> Progress:
        """The indicator of that code; KeyError (which templates take for "try an attribute") without one."""
        progress = self.find(code)
        if progress is None:
            raise KeyError(code)
        return progress

    def find(self, code: str) -> Progress | None:
        return next((progress for progress in self.indicators if progress.indicator.code == code), None)


def together(*values: Decimal | None) -> Decimal | None:
    present = [value for value in values if value is not None]
    return sum(present, Decimal(0)) if present else None


def total(figures: Sequence[ReportedFigure]) -> Decimal | None:
    return sum((figure.value for figure in figures), Decimal(0)) if figures else None


def place_count(figures: Sequence[ReportedFigure]) -> int:
    return len({figure.place_id for figure in figures})
