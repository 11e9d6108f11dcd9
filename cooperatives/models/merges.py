"""Merges of two records of one cooperative, with the steps that undo them; and pairs confirmed as no duplicates."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords


class MergeQuerySet(models.QuerySet["Merge"]):
    def active(self) -> Self:
        """Merges that were not undone."""
        return self.filter(undone_at__isnull=True)


class Merge(models.Model):
    """The record `removed` was merged into `kept`.

    `steps` are the rows that the merge wrote, in order, each with its row of history;
    coopunion/history/merging.py writes and reads them.
    """

    kept = models.ForeignKey(
        "cooperatives.Cooperative", models.PROTECT, related_name="merges", verbose_name="hồ sơ giữ lại"
    )
    removed = models.ForeignKey(
        "cooperatives.Cooperative", models.PROTECT, related_name="merged_as", verbose_name="hồ sơ bị gộp"
    )
    reason = models.CharField("lý do gộp", max_length=500)
    steps = models.JSONField("các dòng đã ghi", default=list)
    merged_at = models.DateTimeField("gộp lúc", auto_now_add=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người gộp"
    )
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người hoàn tác"
    )
    undone_because = models.CharField("lý do hoàn tác", max_length=500, blank=True)

    history = HistoricalRecords(excluded_fields=["steps"])
    objects = MergeQuerySet.as_manager()

    stays_when_merged = True  # it names its two records, also when one of them is merged again

    named_by = ("kept", "removed")

    class Meta:
        verbose_name = "gộp hồ sơ"
        ordering = ("-merged_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("removed",), condition=Q(undone_at__isnull=True), name="merge_removed_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("removed")), name="merge_of_two"),
        )

    def __str__(self) -> str:
        return f"Gộp “{self.removed.name}” vào “{self.kept_name}”"

    def get_absolute_url(self) -> str:
        return reverse("cooperatives:merge", args=[self.pk])

    @property
    def kept_name(self) -> str:
        """The name of the kept record before the merge: it may have taken the other's name."""
        model = self.kept._meta.label_lower
        steps = (step for step in self.steps if step["model"] == model and step["pk"] == self.kept_id)
        return next((str(step["name"]) for step in steps), self.kept.name)

    @property
    def merged_on(self) -> date:
        return timezone.localdate(self.merged_at)

    @property
    def is_active(self) -> bool:
        return self.undone_at is None


class NotDuplicate(models.Model):
    """A pair of records that somebody confirmed as two cooperatives: it is not proposed as duplicates again."""

    first = models.ForeignKey(
        "cooperatives.Cooperative", models.CASCADE, related_name="+", verbose_name="hồ sơ thứ nhất"
    )
    second = models.ForeignKey(
        "cooperatives.Cooperative", models.CASCADE, related_name="+", verbose_name="hồ sơ thứ hai"
    )
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người xác nhận"
    )
    said_at = models.DateTimeField("xác nhận lúc", auto_now_add=True)

    history = HistoricalRecords()

    stays_when_merged = True

    named_by = ("first", "second")

    class Meta:
        verbose_name = "không trùng"
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="not_duplicate_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_duplicate_order"),
        )

    def __str__(self) -> str:
        return f"{self.first} và {self.second} không trùng"
