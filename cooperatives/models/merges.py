"""Two records of one cooperative made one, with all that is needed to make them two again; and pairs that are two."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from cooperatives.models.cooperative import Cooperative


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        """Merges that were not undone."""
        return self.filter(undone_at__isnull=True)


class Merge(models.Model):
    """`removed` was folded into `kept`. `steps` are the rows this wrote, in order, each with its fields before and
    after; coopunion/history/merging.py writes and reads them."""

    kept = models.ForeignKey(Cooperative, models.PROTECT, related_name="merges", verbose_name="hồ sơ giữ lại")
    removed = models.ForeignKey(Cooperative, models.PROTECT, related_name="merged_as", verbose_name="hồ sơ bị gộp")
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

    stays_when_merged = True  # tells of its two records, whatever becomes of them

    named_by = ("kept", "removed")

    class Meta:
        verbose_name = "gộp hồ sơ"
        verbose_name_plural = "gộp hồ sơ"
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
        """As it was called when they were merged: it may have taken the other's name."""
        before = (step.get("before", {}) for step in self.steps if self._is_of_kept(step))
        return next((values["name"] for values in before if "name" in values), self.kept.name)

    def _is_of_kept(self, step: dict[str, Any]) -> bool:
        return step["model"] == Cooperative._meta.label_lower and step["pk"] == self.kept_id

    @property
    def merged_on(self) -> date:
        return timezone.localdate(self.merged_at)

    @property
    def stands(self) -> bool:
        return self.undone_at is None


class NotDuplicate(models.Model):
    """Somebody compared two records and found two cooperatives: the pair is not proposed again."""

    first = models.ForeignKey(Cooperative, models.CASCADE, related_name="+", verbose_name="hồ sơ thứ nhất")
    second = models.ForeignKey(Cooperative, models.CASCADE, related_name="+", verbose_name="hồ sơ thứ hai")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người xác nhận"
    )
    said_at = models.DateTimeField("xác nhận lúc", auto_now_add=True)

    history = HistoricalRecords()

    stays_when_merged = True

    named_by = ("first", "second")

    class Meta:
        verbose_name = "không trùng"
        verbose_name_plural = "không trùng"
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="not_duplicate_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_duplicate_order"),
        )

    def __str__(self) -> str:
        return f"{self.first} và {self.second} không trùng"

    @classmethod
    def say(cls, one: Cooperative, other: Cooperative, by: Any) -> NotDuplicate:
        """Said again, it changes nothing."""
        first, second = sorted((one, other), key=lambda each: each.pk)
        return cls.objects.get_or_create(first=first, second=second, defaults={"said_by": by})[0]
