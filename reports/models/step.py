"""The journal of a report's steps: who took which one, when, and with which remark."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from reports.models.appendonly import AppendOnly
from reports.models.report import Report


class Step(AppendOnly):
    """One step that was taken; reports/lifecycle/rules.py says which one is possible when, and for whom."""

    class Kind(models.TextChoices):
        CREATE = "create", "lập dự thảo"
        CONFIRM = "confirm", "chốt số"
        SUBMIT = "submit", "trình lãnh đạo"
        WITHDRAW = "withdraw", "rút lại để sửa"
        REFRESH = "refresh", "lấy số hiện nay"
        RETURN = "return", "trả lại"
        APPROVE = "approve", "duyệt"
        ISSUE = "issue", "phát hành"
        SCAN = "scan", "đính kèm bản đã ký"
        CORRECT = "correct", "lập báo cáo thay thế"
        REPLACE = "replace", "bị thay thế"
        DISCARD = "discard", "bỏ dự thảo"

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps", verbose_name="báo cáo")
    kind = models.CharField("bước", max_length=10, choices=Kind)
    at = models.DateTimeField("lúc", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    remark = models.TextField("ý kiến", blank=True)

    class Meta:
        verbose_name = "bước của báo cáo"
        verbose_name_plural = "các bước của báo cáo"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.report}: {self.get_kind_display()}"
