"""Who answers for which figures: the indicators of each department and each person, and their status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F

from coopunion.models import Department, User
from programs.models import Assignment
from reports.dashboard.rows import LinkedProgress
from reports.figures.addresses import DashboardQuery
from reports.figures.progress import WORST_FIRST, Progress, QuarterProgress, Status


@dataclass(frozen=True)
class Owner:
    """A person, or (without one) the department itself."""

    person: User | None
    duties: Sequence[LinkedProgress]


@dataclass(frozen=True)
class DepartmentDuties:
    """`department` is None for indicators that nobody was given."""

    department: Department | None
    owners: Sequence[Owner]

    @property
    def status_counts(self) -> tuple[tuple[Status, str], ...]:
        """How many of its indicators have each status ("2 chậm"), the worst first; those without one are left out."""
        judged = [duty.progress for owner in self.owners for duty in owner.duties if duty.progress.status]
        counts = Counter(progress.status for progress in judged)
        labels = {progress.status: progress.status_label for progress in judged}
        return tuple((status, f"{counts[status]} {labels[status].lower()}") for status in WORST_FIRST if counts[status])


def department_duties(progress: QuarterProgress, dashboard_query: DashboardQuery) -> list[DepartmentDuties]:
    """Departments by name, what nobody was given last. One query."""
    assignments = (
        Assignment.objects.filter(indicator__program=progress.program)
        .select_related("department", "person")
        .order_by("department__name", F("person__full_name").asc(nulls_last=True), "pk")
    )
    departments: dict[Department | None, dict[User | None, list[Progress]]] = {}
    by_indicator = {own.indicator.pk: own for own in progress.indicators}
    for assignment in assignments:
        owners = departments.setdefault(assignment.department, {})
        owners.setdefault(assignment.person, []).append(by_indicator[assignment.indicator_id])
    given = {assignment.indicator_id for assignment in assignments}
    if left := [own for own in progress.indicators if own.indicator.pk not in given]:
        departments[None] = {None: left}
    return [
        DepartmentDuties(department, [Owner(person, _duties(own, dashboard_query)) for person, own in owners.items()])
        for department, owners in departments.items()
    ]


def _duties(indicators: Iterable[Progress], dashboard_query: DashboardQuery) -> list[LinkedProgress]:
    """The worst first; those without a status last."""
    order = sorted(
        indicators,
        key=lambda progress: (
            WORST_FIRST.index(progress.status) if progress.status else len(WORST_FIRST),
            progress.indicator.position,
            progress.indicator.code,
        ),
    )
    return [LinkedProgress(progress=progress, dashboard_query=dashboard_query) for progress in order]
