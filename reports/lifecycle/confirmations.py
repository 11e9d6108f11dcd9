"""Which department is responsible for which figure of a report, and whether it confirmed it ("chốt số")."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from coopunion.authorship import set_author
from coopunion.formatting import number
from coopunion.models import Department, User
from programs.models import Assignment
from reports.figures.progress import Progress, Status
from reports.models import Confirmation, Report
from reports.paper.quarterly import QuarterlyReport


@dataclass(frozen=True)
class Cause:
    """Why a figure is behind, and whether that lies outside the office or in it (Confirmation.CauseKind)."""

    text: str
    kind: str


@dataclass(frozen=True)
class ConfirmedPart:
    """One department's part in one figure. Where several share it, `value` counts this department's own records."""

    progress: Progress
    department: Department
    value: Decimal | None
    shared: bool
    confirmation: Confirmation | None

    @property
    def code(self) -> str:
        return self.progress.indicator.code

    @property
    def is_behind(self) -> bool:
        return self.progress.status is Status.BEHIND

    @property
    def is_confirmed(self) -> bool:
        return self.confirmation is not None and self.confirmation.value == self.value

    @property
    def has_changed(self) -> bool:
        """Confirmed once, at another value."""
        return self.confirmation is not None and not self.is_confirmed

    @property
    def shape(self) -> str:
        """The shape of templates/_status.html."""
        return "met" if self.is_confirmed else "behind" if self.has_changed else "on_track"

    @property
    def label(self) -> str:
        if self.confirmation is None:
            return "Chưa chốt"
        if self.is_confirmed:
            return "Đã chốt"
        return f"Đã chốt {number(self.confirmation.value)}, nay {number(self.value)}"


def parts_of(report: Report, paper: QuarterlyReport) -> list[ConfirmedPart]:
    """Every assigned figure and department, in the order of the figures. Two queries."""
    assigned: dict[int, list[Department]] = defaultdict(list)
    assignments = Assignment.objects.filter(indicator__program=report.period.program_id)
    for assignment in assignments.select_related("department").order_by("department__name"):
        assigned[assignment.indicator_id].append(assignment.department)
    confirmations = {
        (confirmation.indicator_id, confirmation.department_id): confirmation
        for confirmation in report.confirmations.select_related("confirmed_by")
    }
    rows = {records.code: Counter(row.department for row in records.rows) for records in paper.lists}
    return [
        ConfirmedPart(
            progress=progress,
            department=department,
            value=_value(progress, department, rows.get(progress.indicator.code), shared=len(departments) > 1),
            shared=len(departments) > 1,
            confirmation=confirmations.get((progress.indicator.pk, department.pk)),
        )
        for progress in paper.progress.indicators
        for departments in [assigned[progress.indicator.pk]]
        for department in departments
    ]


def _value(
    progress: Progress, department: Department, rows: Counter[int | None] | None, *, shared: bool
) -> Decimal | None:
    """A shared figure is split by its records' departments; without such records each confirms the whole figure."""
    if not shared or rows is None or set(rows) <= {None}:
        return progress.actual
    return Decimal(rows[department.pk])


@dataclass(frozen=True)
class DepartmentConfirmations:
    """A department and its parts of the report's figures."""

    department: Department
    parts: Sequence[ConfirmedPart]

    @property
    def waiting(self) -> Sequence[ConfirmedPart]:
        return [part for part in self.parts if not part.is_confirmed]

    @property
    def shape(self) -> str:
        if not self.waiting:
            return "met"
        return "behind" if any(part.has_changed for part in self.parts) else "on_track"

    @property
    def label(self) -> str:
        confirmed = len(self.parts) - len(self.waiting)
        return f"Đã chốt {confirmed}/{len(self.parts)} số" if self.waiting else "Đã chốt đủ"


def by_department(parts: Iterable[ConfirmedPart]) -> Sequence[DepartmentConfirmations]:
    grouped: dict[Department, list[ConfirmedPart]] = defaultdict(list)
    for part in parts:
        grouped[part.department].append(part)
    return [DepartmentConfirmations(department, its) for department, its in grouped.items()]


def missing(parts: Iterable[ConfirmedPart]) -> str:
    """The departments that have not confirmed, each with its figures, as in "Văn phòng (3, 3a); Phòng Hỗ trợ (6)"."""
    waiting = [(row.department, [part.code for part in row.waiting]) for row in by_department(parts) if row.waiting]
    return "; ".join(f"{department} ({', '.join(codes)})" for department, codes in waiting)


def missing_sentence(report: Report, paper: QuarterlyReport) -> str:
    """As in "Chưa chốt số: Văn phòng (3, 3a)."; empty where everybody has."""
    waiting = missing(parts_of(report, paper))
    return f"Chưa chốt số: {waiting}." if waiting else ""


def save_confirmation(report: Report, part: ConfirmedPart, cause: Cause | None, *, user: User, at: datetime) -> None:
    """Store the part at its present value, replacing an earlier confirmation. The caller has locked the report."""
    key = {"report": report, "indicator_id": part.progress.indicator.pk, "department": part.department}
    confirmation = Confirmation.objects.filter(**key).first() or Confirmation(**key)
    text, kind = (cause.text, cause.kind) if cause else ("", "")
    confirmation.value, confirmation.cause, confirmation.cause_kind = part.value, text, kind
    confirmation.confirmed_by, confirmation.confirmed_at = user, at
    set_author(confirmation, user, text)
    confirmation.save()
