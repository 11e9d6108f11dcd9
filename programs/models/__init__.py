"""What is promised: programmes, their tasks, indicators and targets; figures reported as totals; periods."""

from programs.models.decision import Decision
from programs.models.figures import ReportedFigure
from programs.models.period import ReportingPeriod
from programs.models.plan import Assignment, Indicator, Target
from programs.models.program import Program, Task

__all__ = ["Assignment", "Decision", "Indicator", "Program", "ReportedFigure", "ReportingPeriod", "Target", "Task"]
