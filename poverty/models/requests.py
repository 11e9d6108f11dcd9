"""What somebody of a household asks about their personal data: to see it, to stop its use, to erase it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import QuerySet

from coopunion.models import RecordQuerySet
from coopunion.models.constraints import needed, ordered
from coopunion.standards import in_force
from poverty.models.events import HouseholdRecord
from poverty.standards import PERSONAL_DATA, working_days_after


class DataRequestQuerySet(RecordQuerySet["DataRequest"]):
    def open(self) -> QuerySet[DataRequest]:
        """Recorded requests that are not carried out or refused yet."""
        return self.recorded().filter(done_on__isnull=True)


class DataRequest(HouseholdRecord):
    """A request that a household's head or another of its persons makes; answered and carried out in the law's time.

    Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP, Điều 5. What was asked and answered is in the paper, not in words here.
    """

    class Kind(models.TextChoices):
        VIEW = "view", "xem, sửa hoặc cung cấp dữ liệu"
        STOP = "stop", "rút đồng ý, hạn chế hoặc phản đối xử lý"
        ERASE = "erase", "xóa dữ liệu"

    kind = models.CharField("nội dung yêu cầu", max_length=10, choices=Kind)
    received_on = models.DateField("ngày nhận", null=True, blank=True)
    replied_on = models.DateField("ngày trả lời", null=True, blank=True)
    done_on = models.DateField(
        "ngày thực hiện xong",
        null=True,
        blank=True,
        help_text="Từ chối thì ghi ngày từ chối; lý do nêu ở văn bản trả lời.",
    )

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "yêu cầu về dữ liệu cá nhân"
        ordering = ("received_on", "pk")
        indexes = (models.Index(fields=("household", "received_on")),)
        constraints = (
            needed("received_on", "ngày nhận yêu cầu"),
            ordered("received_on", "replied_on", "Ngày trả lời không được trước ngày nhận."),
            ordered("received_on", "done_on", "Ngày thực hiện không được trước ngày nhận."),
        )

    def __str__(self) -> str:
        return f"Yêu cầu {self.get_kind_display()}: {self.household}"

    @property
    def reply_due_on(self) -> date | None:
        law = in_force(PERSONAL_DATA, self.received_on)
        return working_days_after(self.received_on, law.reply_days) if law and self.received_on else None

    @property
    def due_on(self) -> date | None:
        """The last day for carrying it out, by the law of the day it came; None before there was one."""
        law = in_force(PERSONAL_DATA, self.received_on)
        return self.received_on + timedelta(days=law.carry_out_days[self.kind]) if law and self.received_on else None
