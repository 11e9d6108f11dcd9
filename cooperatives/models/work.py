"""What the union does for cooperatives and groups: inspections with their recommendations, and supports."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from cooperatives.models.cooperative import Cooperative
from cooperatives.models.events import CooperativeKind
from cooperatives.models.group import CooperativeGroup
from coopunion.models import Event, Record, RecordQuerySet
from coopunion.models.conditions import RECORDED, Condition, Conditions, queries
from coopunion.models.constraints import FieldCheck, at_least, needed, ordered

NO_SUBJECT = "chưa chọn đơn vị"


class SubjectEvent(Event):
    """Base: an event of one cooperative or one group, titled with its name. Only a draft may lack a subject."""

    cooperative = models.ForeignKey(
        Cooperative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="hợp tác xã",
    )
    group = models.ForeignKey(
        CooperativeGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="tổ hợp tác",
    )

    named_by = ("cooperative", "group")

    class Meta(Event.Meta):
        abstract = True
        constraints = (
            *Event.Meta.constraints,
            models.CheckConstraint(
                condition=Q(cooperative__isnull=False, group__isnull=True)
                | Q(cooperative__isnull=True, group__isnull=False)
                | Q(state="draft", cooperative__isnull=True, group__isnull=True),
                name="%(class)s_one_subject",
                violation_error_message="Chọn một hợp tác xã hoặc một tổ hợp tác.",
            ),
        )

    @property
    def subject(self) -> Cooperative | CooperativeGroup | None:
        return self.cooperative or self.group

    @property
    def title(self) -> str:
        return self.subject.name if self.subject else NO_SUBJECT

    def search_words(self) -> list[str]:
        """With the subject's search words: its short name and aliases find its events too."""
        return [*super().search_words(), *(self.subject.search_words() if self.subject else ())]


COMPLETED: Conditions = (
    Condition(
        Q(cooperative__state=Record.State.RECORDED) | Q(group__state=Record.State.RECORDED),
        "Đơn vị được kiểm tra là bản nháp hoặc đã hủy.",
    ),
    RECORDED,
    Condition(Q(completed_on__isnull=False), "Cuộc kiểm tra chưa kết thúc."),
)


OF_COOPERATIVES: Condition[models.Model] = Condition(
    Q(cooperative__kind=CooperativeKind.COOPERATIVE), "Đơn vị được kiểm tra là liên hiệp HTX, không phải HTX."
)
OF_UNIONS: Condition[models.Model] = Condition(
    Q(cooperative__kind=CooperativeKind.UNION), "Đơn vị được kiểm tra là HTX, không phải liên hiệp HTX."
)


class InspectionQuerySet(RecordQuerySet["Inspection"]):
    def completed(self) -> Self:
        """Completed inspections of subjects that are not themselves annulled or drafts."""
        return self.filter(*queries(COMPLETED))

    def completed_by(self, day: date) -> Self:
        return self.completed().filter(completed_on__lte=day)

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
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=("done_on", "due_on")),)

    def __str__(self) -> str:
        return self.text


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

    class Source(models.TextChoices):
        CENTRAL = "central", "Trung ương"
        LOCAL = "local", "địa phương"
        FOREIGN = "foreign", "tổ chức phi chính phủ nước ngoài"
        FUND = "fund", "Quỹ hỗ trợ phát triển hợp tác xã"
        OTHER = "other", "nguồn khác"

    class Qualification(models.TextChoices):
        UNIVERSITY = "university", "đại học"
        COLLEGE = "college", "cao đẳng"
        SECONDARY = "secondary", "trung cấp"

    kind = models.CharField("hình thức", max_length=12, choices=Kind)
    supported_on = models.DateField("ngày hỗ trợ", null=True, blank=True)
    organiser = models.CharField("đơn vị tổ chức", max_length=10, choices=Organiser, default=Organiser.UNION)
    organiser_name = models.CharField(
        "tên đơn vị tổ chức, phối hợp", max_length=200, blank=True, help_text="Ghi khi có đơn vị khác cùng làm."
    )
    content = models.TextField("nội dung", blank=True)
    contract = models.CharField("số hợp đồng", max_length=100, blank=True)
    value = models.DecimalField("trị giá (đồng)", max_digits=15, decimal_places=0, null=True, blank=True)
    source = models.CharField("nguồn hỗ trợ", max_length=10, choices=Source, blank=True)
    people_trained = models.PositiveIntegerField("số người được đào tạo", null=True, blank=True)
    graduate_name = models.CharField(
        "họ tên cán bộ trẻ",
        max_length=150,
        blank=True,
        help_text="Không bắt buộc. Không ghi số định danh, số điện thoại.",
    )
    graduate_qualification = models.CharField("trình độ", max_length=10, choices=Qualification, blank=True)
    graduate_speciality = models.CharField("chuyên môn", max_length=150, blank=True)
    graduate_from = models.DateField("làm việc từ ngày", null=True, blank=True)
    graduate_to = models.DateField("đến hết ngày", null=True, blank=True)

    date_field = "supported_on"
    search_fields = ("organiser_name", "content", "contract", "graduate_speciality")
    page = "cooperatives:support-detail"

    class Meta(SubjectEvent.Meta):
        verbose_name = "hỗ trợ HTX"
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
            FieldCheck(
                field="graduate_qualification",
                condition=Q(kind="graduate") | Q(graduate_qualification="", graduate_speciality=""),
                name="support_training_of_graduate",
                violation_error_message="Trình độ, chuyên môn chỉ dành cho hình thức đưa cán bộ trẻ về làm việc.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()}: {self.title}"

    @property
    def detail(self) -> str:
        return self.get_kind_display()
