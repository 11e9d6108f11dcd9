"""Inspections: of the dossier of a cooperative or group, or on site."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from cooperatives.models.cooperative import Cooperative
from cooperatives.models.group import CooperativeGroup
from coopunion.models import Event, Record, RecordQuerySet
from coopunion.models.constraints import ordered


class InspectionQuerySet(RecordQuerySet):
    def completed(self) -> Self:
        """Completed inspections of subjects that are not themselves annulled or drafts."""
        recorded = Record.State.RECORDED
        return self.recorded().filter(
            Q(cooperative__state=recorded) | Q(group__state=recorded), completed_on__isnull=False
        )

    def dossiers(self) -> Self:
        return self.completed().filter(kind=Inspection.Kind.DOSSIER)

    def of_cooperatives(self) -> Self:
        return self.filter(cooperative__isnull=False)

    def of_groups(self) -> Self:
        return self.filter(group__isnull=False)

    def site_visits(self) -> Self:
        """On-site inspections, with `subject_key`: one number for either kind of subject."""
        return (
            self.completed()
            .filter(kind=Inspection.Kind.SITE)
            .annotate(subject_key=Coalesce(F("cooperative_id"), -F("group_id")))
        )


class Inspection(Event):
    """One inspection of one subject. The same subject inspected twice in a year in the same way counts once."""

    class Kind(models.TextChoices):
        DOSSIER = "dossier", "kiểm tra hồ sơ"
        SITE = "site", "kiểm tra thực tế"

    kind = models.CharField("hình thức", max_length=10, choices=Kind, default=Kind.DOSSIER)
    cooperative = models.ForeignKey(
        Cooperative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name="hợp tác xã",
    )
    group = models.ForeignKey(
        CooperativeGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name="tổ hợp tác",
    )
    started_on = models.DateField("ngày bắt đầu", null=True, blank=True)
    completed_on = models.DateField("ngày kết thúc", null=True, blank=True, help_text="Để trống khi đang kiểm tra.")
    findings = models.TextField("kết luận", blank=True)

    objects = InspectionQuerySet.as_manager()
    date_field = "completed_on"

    class Meta(Event.Meta):
        verbose_name = "kiểm tra"
        verbose_name_plural = "kiểm tra"
        ordering = ("-completed_on", "-pk")
        indexes = (
            models.Index(fields=("kind", "completed_on")),
            models.Index(fields=("cooperative", "completed_on")),
            models.Index(fields=("group", "completed_on")),
        )
        constraints = (
            *Event.Meta.constraints,
            ordered("started_on", "completed_on", "Ngày kết thúc không được trước ngày bắt đầu."),
            models.CheckConstraint(
                condition=Q(cooperative__isnull=False, group__isnull=True)
                | Q(cooperative__isnull=True, group__isnull=False)
                | Q(state="draft", cooperative__isnull=True, group__isnull=True),
                name="inspection_one_subject",
                violation_error_message="Chọn một hợp tác xã hoặc một tổ hợp tác.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def subject(self) -> Cooperative | CooperativeGroup:
        subject = self.cooperative or self.group
        if subject is None:
            raise ValueError("Cuộc kiểm tra nháp chưa có đơn vị được kiểm tra.")
        return subject

    @property
    def title(self) -> str:
        return self.subject.name

    @property
    def detail(self) -> str:
        return self.findings

    def get_absolute_url(self) -> str:
        return reverse("cooperatives:inspection-detail", args=[self.pk])

    def search_words(self) -> list[str]:
        return [self.subject.name]
