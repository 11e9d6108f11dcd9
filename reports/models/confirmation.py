"""A department's confirmation of its figure in a report ("chốt số")."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from coopunion.models import Department
from programs.models import Indicator
from reports.models.report import Report


class Confirmation(models.Model):
    """`value` is the department's own part of a figure whose records name departments, else the whole figure.

    Valid while the figure has that value: one that changed has to be confirmed again.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="confirmations", verbose_name="báo cáo")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+", verbose_name="chỉ tiêu")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="phòng, ban")
    value = models.DecimalField("số đã chốt", max_digits=18, decimal_places=4, null=True)
    cause = models.TextField("nguyên nhân chậm", blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người chốt"
    )
    confirmed_at = models.DateTimeField("chốt lúc")

    history = HistoricalRecords()

    named_by = ("indicator", "department")

    class Meta:
        verbose_name = "chốt số"
        verbose_name_plural = "chốt số"
        ordering = ("report", "indicator", "department")
        constraints = (models.UniqueConstraint(fields=("report", "indicator", "department"), name="confirmation_once"),)

    def __str__(self) -> str:
        return f"{self.indicator.code}, {self.department}"

    def matches(self, value: Decimal | None) -> bool:
        return self.value == value
