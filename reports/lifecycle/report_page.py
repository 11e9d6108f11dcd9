"""A report's page as one object: paper, changes since it was frozen, possible steps, steps taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from coopunion.formatting import day
from coopunion.models import User
from coopunion.permissions import Permission
from programs.models import ReportingPeriod
from reports.lifecycle.confirmations import DepartmentConfirmations, by_department, missing, parts_of
from reports.lifecycle.drift import Drift, drift
from reports.lifecycle.paper_source import current_paper
from reports.lifecycle.report_list import state_of
from reports.lifecycle.rules import RULES, Kind, Rule, possible
from reports.models import Report, Snapshot, Step
from reports.models.report import OPEN, State
from reports.paper.quarterly import QuarterlyReport

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


class ReportPage:
    """What templates/reports/report.html shows of a period, with or without a report."""

    def __init__(
        self, period: ReportingPeriod, report: Report | None, paper: QuarterlyReport, user: User, today: date
    ) -> None:
        self.period, self.report, self.paper, self.today = period, report, paper, today
        may_draft, issued = user.may(Permission.DRAFT_REPORTS), report if report and report.is_issued else None
        snapshots = list(report.snapshots.defer("content")) if report and not report.is_writable else []
        # When the records were last read for the report: issuing adds number and day but reads no records.
        read = [taken.taken_at for taken in snapshots if taken.stage != Snapshot.Stage.ISSUED]
        self.drift_since = read[-1] if read else None
        self.drift = Drift((), ())
        if report and self.drift_since:
            self.drift = drift(paper, current_paper(report, today=today), since=self.drift_since, user=user)
        self.fingerprint = snapshots[-1].fingerprint if snapshots else ""
        """Of the figures on this page, sent along with an approval."""
        self.parts = parts_of(report, paper) if report and report.state in OPEN else []
        self.steps = list(report.steps.select_related("by")) if report else []
        self.actions = _actions(report, user, self.drift) if report else []
        self.versions = [other for other in Report.objects.of(period) if other != report] if report else []
        """The other reports of the period."""
        self.scan = issued.scans.defer("content").last() if issued else None
        self.hashes = list(issued.files.values_list("format", "sha256")) if issued else []
        """Format and SHA-256 of each issued file."""
        self.may_create = report is None and may_draft and period.sent_on is None
        self.may_write = report is not None and report.is_writable and may_draft

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
        done = {step.kind: day(timezone.localtime(step.at)) for step in self.steps}
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


def _actions(report: Report, user: User, changes: Drift) -> list[Action]:
    """The steps this user may take now; "refresh" only where a figure changed."""
    return [
        Action(kind, RULES[kind], report.url(f"reports:{kind.value}"))
        for kind in possible(report, user)
        if kind is not Kind.REFRESH or changes
    ]
