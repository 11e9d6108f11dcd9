"""Who answers for which figures: the indicators of each department and each person, and their status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F

from coopunion.models import Department, User
from programs.models import Assignment, Program
from reports.figures.addresses import DashboardQuery
from reports.figures.progress import WORST_FIRST, Progress, QuarterProgress, Status


@dataclass(frozen=True)
class Duty:
    """An indicator under its owner; `url` opens its records, empty while there are none."""

    progress: Progress
    url: str


@dataclass(frozen=True)
class Owner:
    """A person, or (without one) the department itself."""

    person: User | None
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class DepartmentDuties:
    """`department` is None for indicators that nobody was given."""

    department: Department | None
    owners: tuple[Owner, ...]

    @property
    def status_counts(self) -> tuple[tuple[Status, str], ...]:
        """How many of its indicators have each status ("2 chậm"), the worst first; those without one are left out."""
        judged = [duty.progress for owner in self.owners for duty in owner.duties if duty.progress.status]
        counts = Counter(progress.status for progress in judged)
        labels = {progress.status: progress.status_label for progress in judged}
        return tuple((status, f"{counts[status]} {labels[status].lower()}") for status in WORST_FIRST if counts[status])


def department_duties(
    program: Program, progress: QuarterProgress, dashboard_query: DashboardQuery
) -> list[DepartmentDuties]:
    """Departments by name, what nobody was given last. One query."""
    assignments = list(
        Assignment.objects.filter(indicator__program=program)
        .select_related("department", "person")
        .order_by("department__name", F("person__full_name").asc(nulls_last=True), "pk")
    )
    given = {assignment.indicator_id for assignment in assignments}
    departments: dict[Department, dict[User | None, list[Progress]]] = {}
    by_indicator = {own.indicator.pk: own for own in progress.indicators}
    for assignment in assignments:
        owners = departments.setdefault(assignment.department, {})
        owners.setdefault(assignment.person, []).append(by_indicator[assignment.indicator_id])
    answer = [
        DepartmentDuties(
            department, tuple(Owner(person, _duties(duties, dashboard_query)) for person, duties in owners.items())
        )
        for department, owners in departments.items()
    ]
    left = [own for own in progress.indicators if own.indicator.pk not in given]
    return [*answer, DepartmentDuties(None, (Owner(None, _duties(left, dashboard_query)),))] if left else answer


def _duties(progresses: Iterable[Progress], dashboard_query: DashboardQuery) -> tuple[Duty, ...]:
    """The worst first; those without a status last."""
    order: Sequence[Progress] = sorted(
        progresses,
        key=lambda progress: (
            WORST_FIRST.index(progress.status) if progress.status else len(WORST_FIRST),
            progress.indicator.position,
            progress.indicator.code,
        ),
    )
    return tuple(
        Duty(progress, "" if progress.actual is None else dashboard_query.figure(progress.indicator.code))
        for progress in order
    )
