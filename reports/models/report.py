"""A report of a reporting period: its state, number, day and signer; its texts and its confirmed figures."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from coopunion.formatting import padded
from coopunion.models import Department
from coopunion.periods import ROMAN
from programs.models import Indicator, ReportingPeriod


class State(models.TextChoices):
    """The transitions between them are in reports/lifecycle/rules.py."""

    DRAFT = "draft", "dự thảo"
    SUBMITTED = "submitted", "chờ duyệt"
    RETURNED = "returned", "trả lại để sửa"
    APPROVED = "approved", "đã duyệt"
    ISSUED = "issued", "đã phát hành"
    REPLACED = "replaced", "đã bị thay thế"
    DISCARDED = "discarded", "đã bỏ"


SHAPES = {
    State.DRAFT: "on_track",
    State.RETURNED: "behind",
    State.SUBMITTED: "on_track",
    State.APPROVED: "met",
    State.ISSUED: "met",
    State.REPLACED: "",
}
WRITABLE = (State.DRAFT, State.RETURNED)
OPEN = (*WRITABLE, State.SUBMITTED)
SIGNED = (State.APPROVED, State.ISSUED, State.REPLACED)
RESULT = "result."  # and an indicator's code: its text in section II
SECTIONS = {
    "leadership": "I. Công tác lãnh đạo, chỉ đạo, triển khai",
    "overview": "II. Câu mở đầu",
    "achievements": "III.1. Kết quả nổi bật",
    "shortcomings": "III.2. Tồn tại, hạn chế",
    "causes": "III.3. Nguyên nhân",
    "directions": "IV. Phương hướng, nhiệm vụ",
    "proposals": "V. Kiến nghị, đề xuất",
}


class ReportQuerySet(models.QuerySet["Report"]):
    def with_period(self) -> Self:
        return self.select_related("period__program", "replaces")

    def not_discarded(self) -> Self:
        return self.exclude(state=State.DISCARDED)

    def of(self, period: ReportingPeriod) -> Self:
        """The reports of one period, the first one first."""
        return self.filter(period=period).not_discarded().order_by("serial")

    def current(self, period: ReportingPeriod) -> Report | None:
        """The report a period's address shows: the issued one, else the newest; None where there is none."""
        return current(list(self.of(period).with_period())) if period.pk else None


def current(reports: Sequence[Report]) -> Report | None:
    """Of a period's reports, the first one first: the issued one, else the newest."""
    issued = [report for report in reports if report.state == State.ISSUED]
    return next(iter(issued or reports[::-1]), None)


class Report(models.Model):
    """One report of one period. A period has several when one was corrected; the corrected one stays.

    The figures are not here: until the submission they come from the records, from then on from a Snapshot.
    """

    State = State

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="reports", verbose_name="kỳ báo cáo")
    serial = models.PositiveSmallIntegerField("lần", default=1)
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.DRAFT)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="thay thế báo cáo"
    )
    number = models.PositiveIntegerField("số", null=True, blank=True)
    issued_on = models.DateField("ngày phát hành", null=True, blank=True)
    issued_year = models.PositiveSmallIntegerField("năm của số", null=True, blank=True, editable=False)
    signer_title = models.CharField(
        "quyền hạn, chức vụ người ký", max_length=400, blank=True, help_text="Mỗi dòng một hàng trên văn bản."
    )
    signer_name = models.CharField("họ và tên người ký", max_length=200, blank=True)
    token = models.CharField("mã xác minh", max_length=40, unique=True, null=True, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["token"])
    objects = ReportQuerySet.as_manager()

    named_by = ("period",)

    class Meta:
        verbose_name = "báo cáo"
        ordering = ("period", "serial")
        constraints = (
            models.UniqueConstraint(fields=("period", "serial"), name="report_serial_once"),
            models.UniqueConstraint(
                fields=("period",),
                condition=Q(state__in=("draft", "submitted", "returned")),
                name="report_one_open",
                violation_error_message="Kỳ này đã có một báo cáo đang soạn.",
            ),
            models.UniqueConstraint(
                fields=("period",),
                condition=Q(state="issued"),
                name="report_one_issued",
                violation_error_message="Kỳ này đã có báo cáo phát hành.",
            ),
            models.UniqueConstraint(
                fields=("issued_year", "number"),
                name="report_number_once_a_year",
                violation_error_message="Số này đã dùng trong năm.",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(number__isnull=False, issued_on__isnull=False),
                name="report_issued_has_number",
                violation_error_message="Báo cáo đã phát hành phải có số và ngày.",
            ),
        )

    def __str__(self) -> str:
        return f"Báo cáo {self.period.span}{self.serial_text}"

    def save(self, **options: Any) -> None:
        self.issued_year = self.issued_on.year if self.issued_on else None
        super().save(**options)

    def get_absolute_url(self) -> str:
        return self.url("reports:version")

    def url(self, name: str, *more: object) -> str:
        """The URL of one of this report's pages, by its name."""
        return self.period.url(name, self.serial, *more)

    @property
    def edit_url(self) -> str:
        return self.url("reports:edit")

    @property
    def previous_url(self) -> str:
        return self.url("reports:previous")

    @property
    def quarter_before(self) -> str:
        """As in "quý III"; for quarter I "quý IV năm 2019"."""
        before = f"quý {ROMAN[self.period.quarter - 2]}"
        return before if self.period.quarter > 1 else f"{before} năm {self.period.program.year - 1}"

    @property
    def serial_text(self) -> str:
        return f", lần {self.serial}" if self.serial > 1 else ""

    @property
    def number_text(self) -> str:
        """At least two digits, as in "07"; empty before the issue."""
        return padded(self.number) if self.number else ""

    @property
    def state_label(self) -> str:
        return self.get_state_display().capitalize()

    @property
    def shape(self) -> str:
        """The shape of templates/_status.html."""
        return SHAPES[State(self.state)]

    @property
    def is_writable(self) -> bool:
        return self.state in WRITABLE

    @property
    def is_signed(self) -> bool:
        return self.state in SIGNED

    @property
    def is_issued(self) -> bool:
        """Numbered, dated and sent, whether or not another one replaced it since."""
        return self.number is not None and self.state in (State.ISSUED, State.REPLACED)


def new_token() -> str:
    """128 random bits: the address of the public page that verifies a file."""
    return secrets.token_urlsafe(16)


class Passage(models.Model):
    """A text that people write around the figures; one nobody wrote is the usual text or the portal's own sentence.

    A line is a paragraph. `key` is one of SECTIONS, or RESULT and an indicator's code.
    `version` grows with every change and detects concurrent edits (reports/lifecycle/passages.py).
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="passages", verbose_name="báo cáo")
    key = models.CharField("mục", max_length=40)
    text = models.TextField("nội dung", blank=True)
    version = models.PositiveIntegerField(editable=False, default=1)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người sửa"
    )

    history = HistoricalRecords()

    search_fields = ("text",)
    named_by = ("report",)

    class Meta:
        verbose_name = "đoạn văn"
        ordering = ("report", "key")
        constraints = (models.UniqueConstraint(fields=("report", "key"), name="passage_once"),)

    def __str__(self) -> str:
        return f"{self.report}: {self.key}"


class Confirmation(models.Model):
    """A department's confirmation of its figure ("chốt số").

    `value` is the department's own part of a figure whose records name departments, else the whole figure.
    Valid while the figure has that value: one that changed has to be confirmed again.
    """

    class CauseKind(models.TextChoices):
        OBJECTIVE = "objective", "khách quan"
        SUBJECTIVE = "subjective", "chủ quan"

    report = models.ForeignKey(Report, models.CASCADE, related_name="confirmations", verbose_name="báo cáo")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+", verbose_name="chỉ tiêu")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="phòng, ban")
    value = models.DecimalField("số đã chốt", max_digits=18, decimal_places=4, null=True)
    cause = models.TextField("nguyên nhân chậm", blank=True)
    cause_kind = models.CharField("loại nguyên nhân", max_length=10, choices=CauseKind, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người chốt"
    )
    confirmed_at = models.DateTimeField("chốt lúc")

    history = HistoricalRecords()

    named_by = ("indicator", "department")

    class Meta:
        verbose_name = "chốt số"
        ordering = ("report", "indicator", "department")
        constraints = (
            models.UniqueConstraint(fields=("report", "indicator", "department"), name="confirmation_once"),
            models.CheckConstraint(
                condition=Q(cause="", cause_kind="") | ~Q(cause="") & ~Q(cause_kind=""),
                name="confirmation_cause_has_kind",
                violation_error_message="Nguyên nhân phải là khách quan hoặc chủ quan.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator.code}, {self.department}"
