"""Supports of cooperatives and groups: advice, training, capital, technology, market access, young graduates."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from cooperatives.models.subject import SubjectEvent
from coopunion.models import Record, RecordQuerySet
from coopunion.models.constraints import FieldCheck, at_least, needed, ordered


class CooperativeSupportQuerySet(RecordQuerySet["CooperativeSupport"]):
    def of_recorded(self) -> Self:
        """Recorded supports of subjects that are not themselves annulled or drafts."""
        recorded = Record.State.RECORDED
        return self.recorded().filter(Q(cooperative__state=recorded) | Q(group__state=recorded))

    def organised_by_union(self) -> Self:
        return self.of_recorded().filter(organiser=CooperativeSupport.Organiser.UNION)

    def graduates_placed_on(self, day: date) -> Self:
        """Placements of young graduates that have begun and not ended that day."""
        return self.of_recorded().filter(
            Q(graduate_to__isnull=True) | Q(graduate_to__gte=day),
            kind=CooperativeSupport.Kind.GRADUATE,
            graduate_from__lte=day,
        )


class CooperativeSupport(SubjectEvent):
    """One support of one cooperative or group.

    Forms of support: Luật HTX 2012 Điều 6, Luật HTX 2023 Điều 17–28; young graduates placed for a term:
    Quyết định 1804/QĐ-TTg (2020). A graduate is kept by name at most, never with an ID number.
    """

    class Kind(models.TextChoices):
        ADVICE = "advice", "tư vấn, hướng dẫn"
        TRAINING = "training", "đào tạo, bồi dưỡng"
        CAPITAL = "capital", "vốn, tín dụng"
        TECHNOLOGY = "technology", "khoa học, công nghệ"
        MARKET = "market", "thị trường, xúc tiến thương mại"
        GRADUATE = "graduate", "đưa cán bộ trẻ về làm việc"

    class Organiser(models.TextChoices):
        UNION = "union", "Liên minh HTX tỉnh"
        OTHER = "other", "đơn vị khác"

    kind = models.CharField("hình thức", max_length=12, choices=Kind)
    supported_on = models.DateField("ngày hỗ trợ", null=True, blank=True)
    organiser = models.CharField("đơn vị tổ chức", max_length=10, choices=Organiser, default=Organiser.UNION)
    organiser_name = models.CharField(
        "tên đơn vị tổ chức, phối hợp", max_length=200, blank=True, help_text="Ghi khi có đơn vị khác cùng làm."
    )
    content = models.TextField("nội dung", blank=True)
    value = models.DecimalField("trị giá (đồng)", max_digits=15, decimal_places=0, null=True, blank=True)
    people_trained = models.PositiveIntegerField("số người được đào tạo", null=True, blank=True)
    graduate_name = models.CharField(
        "họ tên cán bộ trẻ",
        max_length=150,
        blank=True,
        help_text="Không bắt buộc. Không ghi số định danh, số điện thoại.",
    )
    graduate_from = models.DateField("làm việc từ ngày", null=True, blank=True)
    graduate_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = CooperativeSupportQuerySet.as_manager()
    date_field = "supported_on"
    search_fields = ("organiser_name", "content")
    page = "cooperatives:support-detail"

    class Meta(SubjectEvent.Meta):
        verbose_name = "hỗ trợ HTX"
        verbose_name_plural = "hỗ trợ HTX"
        ordering = ("-supported_on", "-pk")
        indexes = (
            models.Index(fields=("kind", "supported_on")),
            models.Index(fields=("cooperative", "supported_on")),
            models.Index(fields=("group", "supported_on")),
        )
        constraints = (
            *SubjectEvent.Meta.constraints,
            needed("supported_on", "ngày hỗ trợ"),
            at_least("value", 0, "Trị giá"),
            at_least("people_trained", 1, "Số người được đào tạo"),
            ordered("graduate_from", "graduate_to", "Ngày kết thúc không được trước ngày bắt đầu."),
            FieldCheck(
                field="graduate_from",
                condition=Q(state="draft") | ~Q(kind="graduate") | Q(graduate_from__isnull=False),
                name="support_graduate_has_term",
                violation_error_message="Chưa nhập ngày cán bộ trẻ bắt đầu làm việc.",
            ),
            FieldCheck(
                field="graduate_from",
                condition=Q(kind="graduate")
                | Q(graduate_from__isnull=True, graduate_to__isnull=True, graduate_name=""),
                name="support_term_of_graduate",
                violation_error_message="Tên và thời hạn làm việc chỉ dành cho hình thức đưa cán bộ trẻ về làm việc.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()}: {self.title}"

    @property
    def detail(self) -> str:
        return self.get_kind_display()
