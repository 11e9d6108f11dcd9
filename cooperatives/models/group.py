"""The cooperative group (tổ hợp tác), and the day on which it counts as founded."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from cooperatives.laws import GROUP_LAWS
from coopunion.formatting import day as day_text
from coopunion.models import Event, RecordQuerySet
from coopunion.models.conditions import RECORDED, Condition, Conditions
from coopunion.models.constraints import at_least, ordered
from coopunion.periods import Days


def certificate_decides() -> Q:
    """Of rows with `made_on`: the group had to register under the law of that day, so its certificate founds it."""
    decided = Q()
    for law in GROUP_LAWS:
        if law.by_certificate:
            decided |= Q(made_on__gte=law.starts_on, made_on__lte=law.ends_on or date.max)
    return decided & ~Q(registration_ground="")


class CooperativeGroupQuerySet(RecordQuerySet["CooperativeGroup"]):
    def with_founding_day(self) -> Self:
        """Adds `founded_on`, the one day on which a group counts, and `by_certificate`: its certificate gives it.

        One that had to register counts at its certificate. Others, and those made before the law of 2023, count at
        their notification: a certificate that they are given later founds nothing again.
        """
        rows = self.annotate(made_on=Coalesce("contract_on", "notified_on", "registered_on"))
        rows = rows.annotate(by_certificate=Case(When(certificate_decides(), then=Value(True)), default=Value(False)))
        return rows.annotate(founded_on=Case(When(by_certificate=True, then="registered_on"), default=F("notified_on")))


class CooperativeGroup(Event):
    """A group (tổ hợp tác) of at least two members under a cooperation contract.

    It has no legal personality. The commune knows it by its notification (NĐ 77/2019/NĐ-CP, Điều 11–12), and since the
    law of 2023 by a certificate of registration where it has to register (cooperatives/laws.py).
    """

    class RegistrationGround(models.TextChoices):
        CAPITAL = "capital", "góp vốn, hợp đồng không thời hạn hoặc từ 12 tháng"
        SUPPORT = "support", "đề nghị hưởng chính sách hỗ trợ của Nhà nước"

    name = models.CharField("tên tổ hợp tác", max_length=300)
    activity = models.CharField("ngành, nghề chính", max_length=300, blank=True)
    contract_on = models.DateField("ngày ký hợp đồng hợp tác", null=True, blank=True)
    notified_on = models.DateField("ngày thông báo với UBND xã", null=True, blank=True)
    registration_ground = models.CharField(
        "thuộc diện phải đăng ký khi thành lập",
        max_length=10,
        choices=RegistrationGround,
        blank=True,
        help_text="Theo Luật HTX 2023. Khi thành lập chưa thuộc diện thì để trống, dù sau này mới đăng ký.",
    )
    registered_on = models.DateField("ngày cấp giấy chứng nhận đăng ký", null=True, blank=True)
    certificate_number = models.CharField("số giấy chứng nhận đăng ký", max_length=50, blank=True)
    ended_on = models.DateField("ngày chấm dứt", null=True, blank=True)
    members = models.PositiveIntegerField("số thành viên", null=True, blank=True)

    objects = CooperativeGroupQuerySet.as_manager()

    # Of rows that with_founding_day annotates.
    founded_on: date | None
    by_certificate: bool
    search_fields = ("name", "certificate_number")
    date_field = "notified_on"
    page = "cooperatives:group-detail"

    class Meta(Event.Meta):
        verbose_name = "tổ hợp tác"
        ordering = ("name",)
        indexes = (models.Index(fields=("notified_on",)), models.Index(fields=("registered_on",)))
        constraints = (
            *Event.Meta.constraints,
            at_least("members", 2, "Số thành viên"),
            ordered("contract_on", "notified_on", "Ngày thông báo không được trước ngày ký hợp đồng hợp tác."),
            ordered("contract_on", "registered_on", "Ngày cấp giấy không được trước ngày ký hợp đồng hợp tác."),
            ordered("notified_on", "ended_on", "Ngày chấm dứt không được trước ngày thông báo."),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def detail(self) -> str:
        return self.activity

    def clean(self) -> None:
        super().clean()
        first = next(law.starts_on for law in GROUP_LAWS if law.by_certificate)
        if self.registered_on and self.registered_on < first:
            raise ValidationError(
                {"registered_on": f"Trước {day_text(first)} tổ hợp tác chưa được cấp giấy chứng nhận đăng ký."}
            )

    def days(self) -> list[Days]:
        """From the notification and from the certificate: either may be the day on which it counts."""
        return [self.days_from(day) for day in (self.notified_on, self.registered_on) if day]


def _not_founded(row: CooperativeGroup) -> str:
    return "Thuộc diện phải đăng ký: chưa có giấy chứng nhận." if row.by_certificate else "Chưa thông báo với UBND xã."


FOUNDED: Conditions = (RECORDED, Condition[CooperativeGroup](Q(founded_on__isnull=False), _not_founded))
"""Of rows of `with_founding_day`."""
