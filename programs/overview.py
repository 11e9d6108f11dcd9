"""A programme's plan as its pages show it: targets in force and earlier, shares by quarter, who answers for what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coopunion.formatting import day as day_text
from programs.models import Indicator, Program, ReportingPeriod, Target, Task
from programs.models.plan import in_force


@dataclass(frozen=True)
class TargetLine:
    """A target and whether it counts on the day, counted before it, or will count after it."""

    target: Target
    state: str
    shares: Sequence[Decimal]
    """Percent of it due by the end of each quarter."""

    @property
    def is_in_force(self) -> bool:
        return self.state == IN_FORCE


IN_FORCE, EARLIER, LATER = "đang áp dụng", "đã thay", "chưa đến ngày"


class IndicatorPlan:
    """One indicator with everything that was planned for it: its `targets` and `assignments` may be prefetched."""

    def __init__(self, indicator: Indicator, day: date) -> None:
        self.indicator, self.assignments = indicator, list(indicator.assignments.all())
        targets, stock = list(indicator.targets.all()), indicator.is_stock
        self.assigned = in_force(targets, Target.Kind.ASSIGNED, day)
        self.own_aim = in_force(targets, Target.Kind.OWN_AIM, day)

        def state(target: Target) -> str:
            if target in (self.assigned, self.own_aim):
                return IN_FORCE
            return LATER if target.effective_from > day else EARLIER

        self.lines = [
            TargetLine(target, state(target), [target.share(quarter, stock=stock) for quarter in (1, 2, 3, 4)])
            for target in targets
        ]

    @property
    def assigned_value(self) -> Decimal | None:
        return self.assigned.value if self.assigned else None

    @property
    def own_aim_value(self) -> Decimal | None:
        return self.own_aim.value if self.own_aim else None

    @property
    def measure_name(self) -> str:
        return measure.name if (measure := self.indicator.counted_by) else "Chỉ số liệu tổng hợp"

    @property
    def kind_label(self) -> str:
        return "số có đến ngày" if self.indicator.is_stock else "cộng dồn trong năm"

    @property
    def shares(self) -> Sequence[Decimal]:
        """Of the assigned target in force; none without one."""
        return next((line.shares for line in self.lines if line.target == self.assigned), ())

    @property
    def notes(self) -> list[str]:
        """Other targets of the province in a line each: what was before, what comes."""
        words = {EARLIER: "trước đó", LATER: "sẽ là"}
        return [
            f"{words[line.state]} {str(line.target).partition(': ')[2]}, từ {day_text(line.target.effective_from)}"
            for line in self.lines
            if not line.is_in_force
        ]


@dataclass(frozen=True)
class TaskPlan:
    """A task with its indicators; without a task: the figures outside the tasks."""

    task: Task | None
    indicators: Sequence[IndicatorPlan]


class ProgramPlan:
    """A programme's tasks, the papers it is carried out under and four periods, an unsaved usual one where nobody
    opened it. Seven queries."""

    def __init__(self, program: Program, day: date) -> None:
        indicators = program.indicators.prefetch_related(
            "targets", "assignments__department", "assignments__person"
        ).select_related("program")
        by_task: dict[int | None, list[IndicatorPlan]] = {}
        for indicator in indicators:
            by_task.setdefault(indicator.task_id, []).append(IndicatorPlan(indicator, day))
        self.tasks = [TaskPlan(task, by_task.get(task.pk, [])) for task in program.tasks.all()]
        self.tasks += [TaskPlan(None, by_task[None])] if None in by_task else []
        self.decisions = list(program.decisions.select_related("amends"))
        [(_, self.periods)] = ReportingPeriod.objects.by_program([program])
