"""A report's page as one object: paper, changes since it was frozen, possible steps, steps taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from coopunion.formatting import day
from coopunion.models import Department, User
from coopunion.permissions import Permission
from programs.models import ReportingPeriod
from reports.lifecycle.confirmations import ConfirmedPart, missing, parts_of
from reports.lifecycle.drift import Drift, drift
from reports.lifecycle.paper_source import current_paper
from reports.lifecycle.rules import RULES, Kind, Rule, possible
from reports.models import Report, SignedScan, Snapshot, Step
from reports.models.report import OPEN, State
from reports.paper.printers import PRINTERS
from reports.paper.quarterly import QuarterlyReport

NO_DRIFT = Drift((), ())
OUTSIDE = "Lập ngoài cổng"  # sent before the office had the portal
SHAPES = {
    State.DRAFT: "on_track",
    State.RETURNED: "behind",
    State.SUBMITTED: "on_track",
    State.APPROVED: "met",
    State.ISSUED: "met",
    State.REPLACED: "",
}
FORMAT_NAMES = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}
# What a report goes through, with the step that ends each stage.
STAGES = (
    ("Soạn thảo", Kind.SUBMIT),
    ("Lãnh đạo duyệt", Kind.APPROVE),
    ("Phát hành", Kind.ISSUE),
)


@dataclass(frozen=True)
class Action:
    """A step that this user may take now."""

    kind: Kind
    url: str

    @property
    def rule(self) -> Rule:
        return RULES[self.kind]

    @property
    def has_page(self) -> bool:
        return self.kind in (Kind.CONFIRM, Kind.ISSUE, Kind.SCAN)


@dataclass(frozen=True)
class DepartmentConfirmations:
    """A department and its parts of the report's figures."""

    department: Department
    parts: Sequence[ConfirmedPart]

    @property
    def confirmed(self) -> Sequence[ConfirmedPart]:
        return [part for part in self.parts if part.is_confirmed]

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
        return f"Đã chốt {len(self.confirmed)}/{len(self.parts)} số" if self.waiting else "Đã chốt đủ"


@dataclass(frozen=True)
class ReportStage:
    """One line of the progress: done on a day, current, or still ahead."""

    label: str
    shape: str
    note: str
    is_now: bool


@dataclass(frozen=True)
class Download:
    label: str
    url: str


@dataclass(frozen=True)
class ReportPage:
    """What templates/reports/report.html shows; without a report only the first four and `may_create`."""

    period: ReportingPeriod
    report: Report | None
    paper: QuarterlyReport
    today: date
    drift: Drift = NO_DRIFT
    drift_since: datetime | None = None
    fingerprint: str = ""
    """Of the figures on this page, sent along with an approval."""
    parts: Sequence[ConfirmedPart] = ()
    steps: Sequence[Step] = ()
    actions: Sequence[Action] = ()
    versions: Sequence[Report] = ()
    """The other reports of the period."""
    scan: SignedScan | None = None
    hashes: Sequence[tuple[str, str]] = ()
    """Format and SHA-256 of each issued file."""
    may_create: bool = False
    may_write: bool = False

    @classmethod
    def of(
        cls, period: ReportingPeriod, report: Report | None, paper: QuarterlyReport, user: User, today: date
    ) -> ReportPage:
        may_draft = user.may(Permission.DRAFT_REPORTS)
        if report is None:
            return cls(period, None, paper, today, may_create=may_draft and period.sent_on is None)
        snapshots = [] if report.is_writable else list(report.snapshots.defer("content"))
        since = _last_read(snapshots)
        changes = NO_DRIFT
        if since is not None:
            changes = drift(paper, current_paper(report, today=today), since=since, user=user)
        return cls(
            period=period,
            report=report,
            paper=paper,
            today=today,
            drift=changes,
            drift_since=since,
            fingerprint=snapshots[-1].fingerprint if snapshots else "",
            parts=parts_of(report, paper) if report.state in OPEN else (),
            steps=list(report.steps.select_related("by")),
            actions=_actions(report, user, changes),
            versions=[other for other in Report.objects.of(period) if other != report],
            scan=report.scans.defer("content").last() if report.is_issued else None,
            hashes=list(report.files.values_list("format", "sha256")) if report.is_issued else (),
            may_write=report.is_writable and may_draft,
        )

    @property
    def create_url(self) -> str:
        return reverse("reports:create", args=self._address)

    @property
    def edit_url(self) -> str:
        return self.report.url("reports:edit") if self.report else ""

    @property
    def scan_url(self) -> str:
        return self.report.url("reports:scan-file") if self.report else ""

    @property
    def _address(self) -> list[object]:
        program = self.period.program
        return [program.code, program.year, self.period.quarter]

    @property
    def state_label(self) -> str:
        if self.report:
            return self.report.get_state_display().capitalize()
        return OUTSIDE if self.period.sent_on else "Chưa lập"

    @property
    def shape(self) -> str:
        if self.report:
            return SHAPES[State(self.report.state)]
        return "met" if self.period.sent_on else ""

    @property
    def figures_title(self) -> str:
        """Names the source of the figures beside the paper."""
        if self.paper.signed:
            return "Số đã duyệt"
        return "Số trong bản trình" if self.drift_since else "Số trong sổ"

    @property
    def note(self) -> str:
        """Beside the state: number and day of an issued report, else when it is due."""
        if self.report and self.report.is_issued:
            return f"{self.paper.number_line}. {self.paper.date_line}"
        if self.period.sent_on:
            return f"Kỳ này đã gửi ngày {day(self.period.sent_on)}"
        left = (self.period.due_on - self.today).days
        when = f"còn {left} ngày" if left > 0 else "hôm nay" if left == 0 else f"quá {-left} ngày"
        return f"Hạn gửi {day(self.period.due_on)}, {when}"

    @property
    def remark(self) -> Step | None:
        """The step with leadership's remark, where the report was returned."""
        if self.report is None or self.report.state != State.RETURNED:
            return None
        return next((step for step in reversed(self.steps) if step.kind == Kind.RETURN), None)

    @property
    def drift_title(self) -> str:
        """As in "1 số và 2 danh sách đã đổi sau khi trình"."""
        lists = sum(figure.only_records_changed for figure in self.drift.figures)
        numbers = len(self.drift.figures) - lists
        counts = ((numbers, "số"), (lists, "danh sách"), (len(self.drift.sentences), "đoạn văn"))
        what = " và ".join(f"{count} {noun}" for count, noun in counts if count)
        after = "duyệt" if self.report and self.report.is_signed else "trình"
        return f"{what} đã đổi sau khi {after}"

    @property
    def departments(self) -> Sequence[DepartmentConfirmations]:
        """The confirmed and unconfirmed figures of each department."""
        by_department: dict[Department, list[ConfirmedPart]] = {}
        for part in self.parts:
            by_department.setdefault(part.department, []).append(part)
        return [DepartmentConfirmations(department, parts) for department, parts in by_department.items()]

    @property
    def waiting(self) -> Sequence[str]:
        """Departments that have not confirmed, each with its figures."""
        return [f"{department} ({', '.join(codes)})" for department, codes in missing(self.parts)]

    @property
    def stages(self) -> Sequence[ReportStage]:
        done = {step.kind: step for step in self.steps}
        reached = {State.DRAFT: 0, State.RETURNED: 0, State.SUBMITTED: 1, State.APPROVED: 2}
        current = reached.get(State(self.report.state), len(STAGES)) if self.report else 0
        return [_stage(label, done.get(kind), index, current) for index, (label, kind) in enumerate(STAGES)]

    @property
    def downloads(self) -> Sequence[Download]:
        formats = [(name, FORMAT_NAMES[name]) for name in PRINTERS if name in FORMAT_NAMES]
        if self.report and self.report.is_signed:
            return [Download(label, self.report.url("reports:final-file", name)) for name, label in formats]
        return [Download(label, reverse("reports:period-file", args=[*self._address, name])) for name, label in formats]

    @property
    def is_correction(self) -> bool:
        return self.report is not None and self.report.replaces is not None


def _last_read(snapshots: Sequence[Snapshot]) -> datetime | None:
    """When the records were last read for the report: issuing adds number and day but reads no records."""
    return next((taken.taken_at for taken in reversed(snapshots) if taken.stage != Snapshot.Stage.ISSUED), None)


def _actions(report: Report, user: User, changes: Drift) -> list[Action]:
    """The steps this user may take now; "refresh" only where a figure changed."""
    return [
        Action(kind, report.url(f"reports:{kind.value}"))
        for kind in possible(report, user)
        if kind is not Kind.REFRESH or changes
    ]


def _stage(label: str, step: Step | None, index: int, current: int) -> ReportStage:
    if index < current:
        return ReportStage(label, "met", f"{step.at:%d/%m/%Y}" if step else "", is_now=False)
    if index == current:
        return ReportStage(label, "on_track", "đang làm", is_now=True)
    return ReportStage(label, "", "", is_now=False)
