"""The texts people write around the figures; one nobody wrote is the usual text or the portal's own sentence."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from reports.models.report import Report

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


class Passage(models.Model):
    """One text of one report; a line is a paragraph. `key` is one of SECTIONS, or RESULT and an indicator's code.

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
        verbose_name_plural = "đoạn văn"
        ordering = ("report", "key")
        constraints = (models.UniqueConstraint(fields=("report", "key"), name="passage_once"),)

    def __str__(self) -> str:
        return f"{self.report}: {self.key}"
