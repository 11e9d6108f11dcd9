"""Inspections: of the dossier of a cooperative or group, or on site; and what they recommended."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from cooperatives.models.subject import SubjectEvent
from coopunion.models import Record, RecordQuerySet
from coopunion.models.conditions import RECORDED, Condition, Conditions, queries
from coopunion.models.constraints import ordered

COMPLETED: Conditions = (
    Condition(
        Q(cooperative__state=Record.State.RECORDED) | Q(group__state=Record.State.RECORDED),
        "Đơn vị được kiểm tra là bản nháp hoặc đã hủy.",
    ),
    RECORDED,
    Condition(Q(completed_on__isnull=False), "Cuộc kiểm tra chưa kết thúc."),
)


class InspectionQuerySet(RecordQuerySet["Inspection"]):
    def completed(self) -> Self:
        """Completed inspections of subjects that are not themselves annulled or drafts."""
        return self.filter(*queries(COMPLETED))

    def completed_by(self, day: date) -> Self:
        return self.completed().filter(completed_on__lte=day)

    def without_follow_up_on(self, day: date) -> Self:
        """Completed inspections some of whose recommendations are still open that day."""
        return self.filter(Exists(Recommendation.objects.open_on(day).filter(inspection=OuterRef("pk"))))

    def dossiers(self) -> Self:
        return self.filter(kind=Inspection.Kind.DOSSIER)

    def of_cooperatives(self) -> Self:
        return self.filter(cooperative__isnull=False)

    def of_groups(self) -> Self:
        return self.filter(group__isnull=False)

    def site_visits(self) -> Self:
        """On-site inspections, with `subject_key`: the pk of a cooperative, or the negative pk of a group."""
        subject_key = Coalesce(F("cooperative_id"), -F("group_id"))
        return self.filter(kind=Inspection.Kind.SITE).annotate(subject_key=subject_key)


class Inspection(SubjectEvent):
    """One inspection of one subject. The same subject inspected twice in a year in the same way counts once."""

    class Kind(models.TextChoices):
        DOSSIER = "dossier", "kiểm tra hồ sơ"
        SITE = "site", "kiểm tra thực tế"

    kind = models.CharField("hình thức", max_length=10, choices=Kind, default=Kind.DOSSIER)
    started_on = models.DateField("ngày bắt đầu", null=True, blank=True)
    completed_on = models.DateField("ngày kết thúc", null=True, blank=True, help_text="Để trống khi đang kiểm tra.")
    findings = models.TextField("kết luận", blank=True)

    objects = InspectionQuerySet.as_manager()
    date_field = "completed_on"
    page = "cooperatives:inspection-detail"

    class Meta(SubjectEvent.Meta):
        verbose_name = "kiểm tra"
        verbose_name_plural = "kiểm tra"
        ordering = ("-completed_on", "-pk")
        indexes = (
            models.Index(fields=("kind", "completed_on")),
            models.Index(fields=("cooperative", "completed_on")),
            models.Index(fields=("group", "completed_on")),
        )
        constraints = (
            *SubjectEvent.Meta.constraints,
            ordered("started_on", "completed_on", "Ngày kết thúc không được trước ngày bắt đầu."),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()}: {self.title}"

    @property
    def detail(self) -> str:
        return self.findings


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def open_on(self, day: date) -> Self:
        """Recommendations of inspections completed by that day, and not carried out by then."""
        return self.filter(
            Q(done_on__isnull=True) | Q(done_on__gt=day), inspection__in=Inspection.objects.completed_by(day)
        )

    def overdue_on(self, day: date) -> Self:
        """Open, and due before that day. Without a due day nothing is overdue."""
        return self.open_on(day).filter(due_on__lt=day)


class Recommendation(models.Model):
    """What an inspection asked its subject to do, by when, and the result."""

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="recommendations", verbose_name="cuộc kiểm tra"
    )
    text = models.TextField("kiến nghị")
    due_on = models.DateField("hạn thực hiện", null=True, blank=True)
    done_on = models.DateField("ngày thực hiện xong", null=True, blank=True)
    result = models.TextField("kết quả", blank=True)

    history = HistoricalRecords()
    objects = RecommendationQuerySet.as_manager()

    search_fields = ("text",)

    class Meta:
        verbose_name = "kiến nghị"
        verbose_name_plural = "kiến nghị"
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=("done_on", "due_on")),)

    def __str__(self) -> str:
        return self.text
