"""The office whose portal this is: its settings, and what it was called and to whom it wrote from which day on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from coopunion import formatting
from coopunion.models.places import TABLE_BEGINS, Place

PAPER_FONT = "Liberation Serif"


class Office(models.Model):
    """The settings of the one office. What changes with a decision on a day is an OfficeIdentity."""

    paper_font = models.CharField("phông chữ văn bản", max_length=100, default=PAPER_FONT)
    second_factor_required = models.BooleanField(
        "bắt buộc xác minh hai bước với lãnh đạo và quản trị",
        default=False,
        help_text="Ai chưa bật thì lần đăng nhập sau phải bật rồi mới mở được trang khác.",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "cơ quan"
        constraints = (
            models.CheckConstraint(
                condition=Q(pk=1), name="office_single", violation_error_message="Cổng chỉ có một cơ quan."
            ),
        )

    def __str__(self) -> str:
        return "Thiết lập của cơ quan"

    def get_absolute_url(self) -> str:
        return reverse("office-edit")

    @classmethod
    def current(cls) -> Office:
        """The office, or an unsaved one with its defaults before the portal has been set up."""
        return cls.objects.first() or cls(pk=1)


class OfficeIdentityQuerySet(models.QuerySet["OfficeIdentity"]):
    def sign(self, pk: int | None, day: date) -> None:
        """A paper of that day was signed under this identity: from now on it gets a successor and is not edited."""
        unsigned = Q(signed_until__isnull=True) | Q(signed_until__lt=day)
        self.filter(unsigned, pk=pk).update(signed_until=day)


class OfficeIdentity(models.Model):
    """What the letterhead, the date line and the recipients say, from a day on, until the next row's day.

    Form of the papers: Nghị định 30/2020/NĐ-CP, Phụ lục I. Days before the first row's have the first row.
    """

    from_on = models.DateField("từ ngày", help_text="Ngày cơ quan bắt đầu mang tên này.")
    name = models.CharField("tên cơ quan", max_length=200, default="Liên minh Hợp tác xã tỉnh Yên Bái")
    short_name = models.CharField("tên gọi tắt", max_length=200, default="Liên minh HTX tỉnh Yên Bái")
    letterhead = models.TextField(
        "tên trên đầu văn bản", default="LIÊN MINH HỢP TÁC XÃ\nTỈNH YÊN BÁI", help_text="Mỗi dòng một hàng."
    )
    parent_name = models.CharField("cơ quan chủ quản", max_length=200, blank=True)
    symbol = models.CharField("ký hiệu", max_length=50, default="LMHTX", help_text="Như trong 05/BC-LMHTX.")
    dateline_place = models.CharField("địa danh", max_length=100, default="Yên Bái")
    addressee = models.CharField("nơi gửi", max_length=200, default="Thường trực Tỉnh ủy Yên Bái")
    recipients = models.TextField(
        "nơi nhận",
        default="Như trên\nỦy ban nhân dân tỉnh\nLiên minh HTX Việt Nam\nThường trực Liên minh HTX tỉnh\nLưu: VT, NVCS",
        help_text="Mỗi dòng một nơi nhận.",
    )
    signer_title = models.CharField("chức vụ người ký", max_length=200, default="CHỦ TỊCH")
    signer_name = models.CharField("họ và tên người ký", max_length=200, blank=True)
    province = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tỉnh")
    decision = models.CharField("văn bản", max_length=200, blank=True)
    signed_until = models.DateField("ngày của báo cáo đã duyệt gần nhất", null=True, blank=True, editable=False)
    """The latest day of a paper that was signed under this identity."""

    history = HistoricalRecords(excluded_fields=["signed_until"])
    objects = OfficeIdentityQuerySet.as_manager()

    search_fields = ("name",)

    class Meta:
        verbose_name = "tên cơ quan"
        ordering = ("from_on",)
        constraints = (
            models.UniqueConstraint(
                fields=("from_on",),
                name="office_identity_once_a_day",
                violation_error_message="Đã có một tên cơ quan từ ngày này.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("office-identity-edit", args=[self.pk])

    @classmethod
    def on(cls, day: date) -> OfficeIdentity:
        return OfficeTimeline.read().on(day)

    @classmethod
    def current(cls) -> OfficeIdentity:
        return cls.on(timezone.localdate())

    @classmethod
    def of_province(cls, province: Place) -> OfficeIdentity:
        """The union of a province under its usual name, unsaved, from the day the province is what it is."""
        name = province.name
        return cls(
            from_on=province.valid_from,
            province=province,
            name=f"Liên minh Hợp tác xã tỉnh {name}",
            short_name=f"Liên minh HTX tỉnh {name}",
            letterhead=f"LIÊN MINH HỢP TÁC XÃ\nTỈNH {name.upper()}",
            dateline_place=name,
            addressee=f"Thường trực Tỉnh ủy {name}",
            decision=province.decision,
        )

    @property
    def since(self) -> str:
        return "từ đầu" if self.from_on <= TABLE_BEGINS else f"từ {formatting.day(self.from_on)}"

    @property
    def why_fixed(self) -> str:
        """Why it is not edited any more; "" for one under which nothing was signed."""
        if self.signed_until is None:
            return ""
        return (
            f"Đã có báo cáo đề ngày {formatting.day(self.signed_until)} được duyệt dưới tên này nên không sửa nữa; "
            "thêm tên mới từ ngày thay đổi."
        )

    @property
    def addressees(self) -> list[str]:
        """To whom the papers go, a line each."""
        return [line.strip().rstrip(";.") for line in self.addressee.splitlines() if line.strip()]

    def successor(self) -> OfficeIdentity:
        """An unsaved identity that differs in nothing yet, its first day to be filled in."""
        dated = ("id", "from_on", "decision", "signed_until")
        fields = [field.attname for field in self._meta.concrete_fields if field.name not in dated]
        return OfficeIdentity(**{name: getattr(self, name) for name in fields})


@dataclass(frozen=True)
class OfficeTimeline:
    """Every identity of the office, the first one first: read once, asked for as many days as a page needs."""

    identities: Sequence[OfficeIdentity]

    @classmethod
    def read(cls) -> Self:
        return cls(list(OfficeIdentity.objects.select_related("province")))

    def on(self, day: date) -> OfficeIdentity:
        """The identity of that day; an unsaved one with its defaults before the portal has been set up."""
        begun = [identity for identity in self.identities if identity.from_on <= day]
        found = begun[-1:] or self.identities[:1]
        return found[0] if found else OfficeIdentity()

    def province_on(self, day: date) -> Place | None:
        """The row of the office's province: its land and its units on other days follow from the successions."""
        return self.on(day).province
