"""Periods whose figures were signed: a change to a record dated inside them needs a reason."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models

from coopunion.periods import Days


class SignedPeriodQuerySet(models.QuerySet["SignedPeriod"]):
    def holding(self, *days: Days | date | None) -> Self:
        """Periods that hold any of these days."""
        inside = models.Q(pk__in=())
        for each in days:
            if each:
                span = each if isinstance(each, Days) else Days(each, each)
                begun = models.Q(starts_on__lte=span.last) if span.last else models.Q()
                inside |= begun & models.Q(ends_on__gte=span.first)
        return self.filter(inside)


class SignedPeriod(models.Model):
    """Written by `reports` when a report is approved; read by every form and import."""

    key = models.CharField("kỳ", max_length=50, unique=True, help_text="Ví dụ 190/2020/4.")
    title = models.CharField("tên kỳ", max_length=200)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")

    objects = SignedPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ đã duyệt"
        ordering = ("starts_on",)
        indexes = (models.Index(fields=("starts_on", "ends_on")),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="signed_period_order",
                violation_error_message="Ngày cuối không được trước ngày đầu.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def holds(self, days: Days | date) -> bool:
        """Whether any of the days lies in the period."""
        span = days if isinstance(days, Days) else Days(days, days)
        return self.ends_on >= span.first and (span.last is None or self.starts_on <= span.last)
