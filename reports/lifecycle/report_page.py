"""A report's page as one object: paper, changes since it was frozen, possible steps, steps taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from coopunion.formatting import day
from coopunion.models import User
from coopunion.permissions import Permission
from programs.models import ReportingPeriod
from reports.lifecycle.confirmations import ConfirmedPart, DepartmentConfirmations, by_department, missing, parts_of
from reports.lifecycle.drift import Drift, drift
from reports.lifecycle.paper_source import current_paper
from reports.lifecycle.report_list import state_of
from reports.lifecycle.rules import RULES, Kind, Rule, possible
from reports.models import Report, SignedScan, Snapshot, Step
from reports.models.report import OPEN, State
from reports.paper.quarterly import QuarterlyReport

NO_DRIFT = Drift((), ())
FORMATS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}
# What a report goes through, with the step that ends each stage.
STAGES = (("Soạn thảo", Kind.SUBMIT), ("Lãnh đạo duyệt", Kind.APPROVE), ("Phát hành", Kind.ISSUE))


class Action(NamedTuple):
    """A step that this user may take now."""

    kind: Kind
    rule: Rule
    url: str


class ReportStage(NamedTuple):
    """One line of the progress: done on a day, current, or still ahead."""

    label: str
    shape: str = ""
    note: str = ""
    is_now: bool = False


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
        return self.period.url("reports:create")

    @property
    def scan_url(self) -> str:
        return self.report.url("reports:scan-file") if self.report else ""

    @property
    def state(self) -> tuple[str, str]:
        return state_of(self.period, self.report)

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
        return by_department(self.parts)

    @property
    def waiting(self) -> str:
        return missing(self.parts)

    @property
    def stages(self) -> Sequence[ReportStage]:
        done = {step.kind: f"{step.at:%d/%m/%Y}" for step in self.steps}
        reached = {State.DRAFT: 0, State.RETURNED: 0, State.SUBMITTED: 1, State.APPROVED: 2}
        now = reached.get(State(self.report.state), len(STAGES)) if self.report else 0
        return [
            *(ReportStage(label, "met", done.get(kind, "")) for label, kind in STAGES[:now]),
            *(ReportStage(label, "on_track", "đang làm", is_now=True) for label, _ in STAGES[now : now + 1]),
            *(ReportStage(label) for label, _ in STAGES[now + 1 :]),
        ]

    @property
    def downloads(self) -> Sequence[tuple[str, str]]:
        """Label and URL of each file."""
        if self.report and self.report.is_signed:
            return [(label, self.report.url("reports:final-file", name)) for name, label in FORMATS.items()]
        return [(label, self.period.url("reports:period-file", name)) for name, label in FORMATS.items()]

    @property
    def is_correction(self) -> bool:
        return self.report is not None and self.report.replaces is not None


def _last_read(snapshots: Sequence[Snapshot]) -> datetime | None:
    """When the records were last read for the report: issuing adds number and day but reads no records."""
    return next((taken.taken_at for taken in reversed(snapshots) if taken.stage != Snapshot.Stage.ISSUED), None)


def _actions(report: Report, user: User, changes: Drift) -> list[Action]:
    """The steps this user may take now; "refresh" only where a figure changed."""
    return [
        Action(kind, RULES[kind], report.url(f"reports:{kind.value}"))
        for kind in possible(report, user)
        if kind is not Kind.REFRESH or changes
    ]
