"""What happens to a cooperative: certificates, statuses, assessments, conversion, membership, moves, changes of name.

Each is a dated event, and what was before stays as it was: the record of the cooperative holds its first seat, and from
the day of a move the seat is the move's (docs/adr/0016).
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import ExtractYear

from coopunion.models import Event, RecordQuerySet
from coopunion.models.conditions import RECORDED, Condition, Conditions, queries, recorded
from coopunion.models.constraints import FieldCheck, between, needed, once, once_a_day, ordered
from coopunion.periods import Days, months_after, months_before


class CooperativeKind(models.TextChoices):
    COOPERATIVE = "cooperative", "hợp tác xã"
    UNION = "union", "liên hiệp hợp tác xã"


class FoundingLead(models.TextChoices):
    """Who led the founding of a cooperative."""

    UNION = "union", "Liên minh HTX tỉnh"
    OTHER = "other", "đơn vị khác"


NO_UNIONS = "Liên hiệp HTX không được tính."
OF_COOPERATIVE: Conditions = (
    recorded("cooperative", "Hợp tác xã"),
    RECORDED,
    Condition(Q(cooperative__kind=CooperativeKind.COOPERATIVE), NO_UNIONS),
)
LED_BY_UNION: Condition[models.Model] = Condition(
    Q(cooperative__founding_lead=FoundingLead.UNION), "Do đơn vị khác chủ trì thành lập."
)


class CooperativeEvent(Event):
    """Base: an event of one cooperative, shown under the cooperative's name and page."""

    cooperative = models.ForeignKey(
        "cooperatives.Cooperative", models.PROTECT, related_name="%(class)ss", verbose_name="hợp tác xã"
    )

    owner = "cooperative"
    named_by = ("cooperative",)

    class Meta(Event.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.cooperative}"

    @property
    def title(self) -> str:
        return self.cooperative.name

    @property
    def detail(self) -> str:
        return self.cooperative.detail

    def search_words(self) -> list[str]:
        return [self.cooperative.name]


class RegistrationQuerySet(RecordQuerySet["Registration"]):
    def firsts(self) -> Self:
        """First certificates, drafts too: re-issues, changes and conversions are other kinds of certificate."""
        return self.filter(kind=Registration.Kind.FIRST)

    def founding(self) -> Self:
        """First certificates of cooperatives."""
        return self.filter(*queries(OF_COOPERATIVE)).firsts()


class Registration(CooperativeEvent):
    """A certificate of registration (giấy chứng nhận đăng ký hợp tác xã), the first or a later one."""

    class Kind(models.TextChoices):
        FIRST = "first", "cấp lần đầu"
        CHANGE = "change", "thay đổi nội dung"
        REISSUE = "reissue", "cấp lại"
        REREGISTRATION = "reregistration", "đăng ký lại, chuyển đổi"

    class Law(models.TextChoices):
        LAW_2003 = "2003", "Luật HTX 2003"
        LAW_2012 = "2012", "Luật HTX 2012"
        LAW_2023 = "2023", "Luật HTX 2023"

    kind = models.CharField("loại giấy", max_length=20, choices=Kind, default=Kind.FIRST)
    number = models.CharField("số giấy chứng nhận", max_length=50, blank=True)
    issued_on = models.DateField("ngày cấp", null=True, blank=True)
    authority = models.CharField("cơ quan cấp", max_length=200, blank=True)
    law = models.CharField("đăng ký theo", max_length=10, choices=Law, blank=True)

    objects = RegistrationQuerySet.as_manager()
    date_field = "issued_on"

    class Meta(CooperativeEvent.Meta):
        verbose_name = "giấy chứng nhận đăng ký"
        ordering = ("issued_on", "pk")
        indexes = (models.Index(fields=("kind", "issued_on")),)
        constraints = (
            *Event.Meta.constraints,
            needed("issued_on", "ngày cấp giấy chứng nhận"),
            models.UniqueConstraint(
                fields=("cooperative",),
                condition=Q(kind="first") & ~Q(state="annulled"),
                name="registration_first_once",
                violation_error_message="Hợp tác xã này đã có giấy chứng nhận cấp lần đầu.",
            ),
        )


class StatusChange(CooperativeEvent):
    """From this day on the cooperative has this status, until the next change.

    Only the first day is stored: the last one is the day before the next change, so statuses can neither overlap
    nor leave a gap (docs/adr/0003).
    """

    class Status(models.TextChoices):
        OPERATING = "operating", "đang hoạt động"
        SUSPENDED = "suspended", "tạm ngừng"
        NOT_AT_ADDRESS = "not_at_address", "không hoạt động tại địa chỉ"
        REVOKED = "revoked", "bị thu hồi giấy chứng nhận"
        DISSOLVING = "dissolving", "đang giải thể"
        DISSOLVED = "dissolved", "đã giải thể"
        REORGANISED = "reorganised", "đã chấm dứt do tổ chức lại"

    status = models.CharField("trạng thái", max_length=20, choices=Status)
    from_on = models.DateField("từ ngày", null=True, blank=True)
    decision = models.CharField("văn bản", max_length=200, blank=True)

    date_field = "from_on"

    class Meta(CooperativeEvent.Meta):
        verbose_name = "trạng thái"
        ordering = ("from_on", "pk")
        indexes = (models.Index(fields=("cooperative", "from_on")),)
        constraints = (
            *Event.Meta.constraints,
            needed("from_on", "ngày bắt đầu trạng thái"),
            once(
                "cooperative",
                "from_on",
                name="status_once_a_day",
                message="Hợp tác xã này đã có một trạng thái bắt đầu từ ngày đó.",
            ),
        )

    def days_from(self, day: date) -> Days:
        """A status of last year may still be the one of this year."""
        return Days(day)


class AssessmentQuerySet(RecordQuerySet["Assessment"]):
    def valid_in_year_to(self, day: date) -> Self:
        """Valid in the 12 months up to the day: for 20/12/2020, from 21/12/2019 to 20/12/2020."""
        return self.recorded().filter(valid_on__gt=months_before(day, 12), valid_on__lte=day)


class Assessment(CooperativeEvent):
    """Whether a cooperative works effectively, as found on a day; rating by Thông tư 01/2020/TT-BKHĐT.

    The rating (15 criteria, 100 points) and "hoạt động hiệu quả" are two findings: the programme counts the second.
    """

    class Rating(models.TextChoices):
        GOOD = "good", "Tốt"
        FAIR = "fair", "Khá"
        AVERAGE = "average", "Trung bình"
        WEAK = "weak", "Yếu"

    valid_on = models.DateField("ngày đánh giá", null=True, blank=True)
    effective = models.BooleanField("hoạt động hiệu quả", null=True, blank=True)
    rating = models.CharField("xếp loại", max_length=10, choices=Rating, blank=True)
    score = models.DecimalField("điểm", max_digits=5, decimal_places=2, null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()
    date_field = "valid_on"

    class Meta(CooperativeEvent.Meta):
        verbose_name = "đánh giá"
        ordering = ("valid_on", "pk")
        indexes = (models.Index(fields=("cooperative", "valid_on")),)
        constraints = (
            *Event.Meta.constraints,
            needed("valid_on", "ngày đánh giá"),
            needed("effective", "kết quả hiệu quả hay không"),
            once_a_day("cooperative", "valid_on", "Hợp tác xã này đã có một đánh giá trong ngày đó."),
            between("score", 0, 100, name="assessment_score_range", message="Điểm nằm trong khoảng 0–100."),
        )

    def days_from(self, day: date) -> Days:
        """As long as it is valid."""
        return Days(day, months_after(day, 12))


def founded_that_year() -> Exists:
    """Of a conversion: its cooperative was founded in the year in which the conversion was completed."""
    return Exists(
        Registration.objects.founding()
        .filter(cooperative=OuterRef("cooperative"))
        .filter(issued_on__year=ExtractYear(OuterRef("completed_on")))
    )


def conversion_conditions() -> Conditions:
    """Completed conversions of cooperatives not founded in the same year."""
    return (
        *OF_COOPERATIVE,
        Condition(Q(completed_on__isnull=False), "Chuyển đổi chưa hoàn thành."),
        Condition(~Q(founded_that_year()), "Thành lập trong chính năm đó."),
    )


class Conversion(CooperativeEvent):
    """A cooperative's conversion to the new model (chuyển đổi sang HTX kiểu mới).

    "Hợp tác xã kiểu mới" has no statutory definition; practice is member-service contracts and a viable plan (QĐ
    167/QĐ-TTg models) with re-registration under the law of 2012, or since the law of 2023 with a charter that follows
    it (cooperatives/laws.py). A conversion is a dated finding.
    """

    started_on = models.DateField("ngày bắt đầu", null=True, blank=True)
    completed_on = models.DateField("ngày hoàn thành", null=True, blank=True, help_text="Để trống khi đang làm.")
    reregistered = models.BooleanField(
        "đã tổ chức lại theo luật đang áp dụng",
        default=False,
        help_text="Trước 01/07/2024: đăng ký lại theo Luật HTX 2012. Từ ngày đó: điều lệ đã sửa theo Luật HTX 2023.",
    )
    service_contracts = models.BooleanField("có hợp đồng dịch vụ với thành viên", default=False)
    viable_plan = models.BooleanField("có phương án sản xuất, kinh doanh khả thi", default=False)

    date_field = "completed_on"

    class Meta(CooperativeEvent.Meta):
        verbose_name = "chuyển đổi kiểu mới"
        ordering = ("completed_on", "pk")
        indexes = (
            models.Index(fields=("cooperative", "completed_on")),
            models.Index(fields=("completed_on",)),
        )
        constraints = (
            *Event.Meta.constraints,
            FieldCheck(
                field="completed_on",
                condition=Q(started_on__isnull=True)
                | Q(completed_on__isnull=True)
                | Q(completed_on__gte=models.F("started_on")),
                name="conversion_order",
                violation_error_message="Ngày hoàn thành không được trước ngày bắt đầu.",
            ),
        )

    def days_from(self, day: date) -> Days:
        """A cooperative counts once ever: an earlier conversion takes the place of a later one."""
        return Days(day)


class MembershipCertificate(CooperativeEvent):
    """A certificate of membership (giấy chứng nhận thành viên Liên minh HTX). A cooperative holds one at a time."""

    number = models.CharField("số giấy chứng nhận", max_length=50, blank=True)
    issued_on = models.DateField("ngày cấp", null=True, blank=True)
    withdrawn_on = models.DateField(
        "ngày thu hồi, ra khỏi Liên minh", null=True, blank=True, help_text="Để trống khi còn là thành viên."
    )

    date_field = "issued_on"

    class Meta(CooperativeEvent.Meta):
        verbose_name = "giấy chứng nhận thành viên"
        ordering = ("issued_on", "pk")
        indexes = (models.Index(fields=("cooperative", "issued_on")),)
        constraints = (
            *Event.Meta.constraints,
            needed("issued_on", "ngày cấp giấy chứng nhận"),
            ordered("issued_on", "withdrawn_on", "Ngày thu hồi không được trước ngày cấp."),
            once(
                "number",
                name="membership_number_once",
                message="Số giấy chứng nhận thành viên này đã cấp cho một hợp tác xã.",
                among=~Q(number=""),
            ),
            models.UniqueConstraint(
                fields=("cooperative",),
                condition=Q(state="recorded", withdrawn_on__isnull=True),
                name="membership_one_held",
                violation_error_message="Hợp tác xã này đang có giấy chứng nhận thành viên chưa thu hồi.",
            ),
        )


class Relocation(CooperativeEvent):
    """The move of a cooperative's seat to another place, from a day on (chuyển trụ sở)."""

    place = models.ForeignKey(
        "coopunion.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="trụ sở mới"
    )
    address = models.CharField("địa chỉ mới", max_length=300, blank=True)
    moved_on = models.DateField("chuyển từ ngày", null=True, blank=True)
    decision = models.CharField("văn bản", max_length=200, blank=True)

    date_field = "moved_on"

    class Meta(CooperativeEvent.Meta):
        verbose_name = "chuyển trụ sở"
        ordering = ("moved_on", "pk")
        indexes = (models.Index(fields=("cooperative", "moved_on")),)
        constraints = (
            *Event.Meta.constraints,
            needed("moved_on", "ngày chuyển trụ sở"),
            once_a_day("cooperative", "moved_on", "Hợp tác xã này đã ghi chuyển trụ sở trong ngày đó."),
        )

    def days_from(self, day: date) -> Days:
        """It changes no number, but what the paper of that day says."""
        return Days(day, day)


class Renaming(CooperativeEvent):
    """A change of a cooperative's name (đổi tên). Papers from before the day are found by the old name."""

    old_name = models.CharField("tên cũ", max_length=300)
    new_name = models.CharField("tên mới", max_length=300)
    renamed_on = models.DateField("đổi tên từ ngày", null=True, blank=True)
    decision = models.CharField("văn bản", max_length=200, blank=True)

    date_field = "renamed_on"

    class Meta(CooperativeEvent.Meta):
        verbose_name = "đổi tên"
        ordering = ("renamed_on", "pk")
        indexes = (models.Index(fields=("cooperative", "renamed_on")),)
        constraints = (
            *Event.Meta.constraints,
            needed("renamed_on", "ngày đổi tên"),
            once_a_day("cooperative", "renamed_on", "Hợp tác xã này đã ghi đổi tên trong ngày đó."),
        )

    def days_from(self, day: date) -> Days:
        """It changes no number, but what the paper of that day says."""
        return Days(day, day)

    def search_words(self) -> list[str]:
        return [*super().search_words(), self.old_name, self.new_name]
