"""The office whose portal this is: what the letterhead, the date line and the recipients say."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords


class Office(models.Model):
    """One row. Form of the papers: Nghị định 30/2020/NĐ-CP, Phụ lục I."""

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
    paper_font = models.CharField("phông chữ văn bản", max_length=100, default="Liberation Serif")
    province = models.ForeignKey(
        "coopunion.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tỉnh"
    )

    second_factor_required = models.BooleanField(
        "bắt buộc xác minh hai bước với lãnh đạo và quản trị",
        default=False,
        help_text="Ai chưa bật thì lần đăng nhập sau phải bật rồi mới mở được trang khác.",
    )

    history = HistoricalRecords()

    search_fields = ("name",)

    class Meta:
        verbose_name = "cơ quan"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(pk=1), name="office_single", violation_error_message="Cổng chỉ có một cơ quan."
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("office-edit")

    @classmethod
    def current(cls) -> Office:
        """The office, or an unsaved one with its defaults before the portal has been set up."""
        return cls.objects.select_related("province").first() or cls(pk=1)

    @property
    def addressees(self) -> list[str]:
        """To whom the papers go, a line each."""
        return [line.strip().rstrip(";.") for line in self.addressee.splitlines() if line.strip()]
