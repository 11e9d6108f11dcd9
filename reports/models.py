"""The quarterly report: its number, day, signer and the texts people write around the figures."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from programs.models import ReportingPeriod


class Report(models.Model):
    """The report of one reporting period. The figures are not here: they come from the records."""

    class State(models.TextChoices):
        DRAFT = "draft", "dự thảo"
        ISSUED = "issued", "đã phát hành"

    period = models.OneToOneField(ReportingPeriod, models.PROTECT, related_name="report", verbose_name="kỳ báo cáo")
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.DRAFT)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    issued_on = models.DateField("ngày phát hành", null=True, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=200, blank=True)
    signer_name = models.CharField("họ và tên người ký", max_length=200, blank=True)
    leadership = models.TextField("I. Công tác lãnh đạo, chỉ đạo, triển khai", blank=True)
    achievements = models.TextField("III.1. Kết quả nổi bật", blank=True)
    shortcomings = models.TextField("III.2. Tồn tại, hạn chế", blank=True)
    causes = models.TextField("III.3. Nguyên nhân", blank=True)
    directions = models.TextField("IV. Phương hướng, nhiệm vụ", blank=True)
    proposals = models.TextField("V. Kiến nghị, đề xuất", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "báo cáo"
        verbose_name_plural = "báo cáo"
        ordering = ("period",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft") | Q(number__isnull=False, issued_on__isnull=False),
                name="report_issued_has_number",
                violation_error_message="Báo cáo đã phát hành phải có số và ngày.",
            ),
        )

    def __str__(self) -> str:
        return f"Báo cáo {self.period.span}"

    def get_absolute_url(self) -> str:
        period = self.period
        return reverse("reports:report", args=[period.program.code, period.program.year, period.quarter])

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED
