"""The cooperative group (tổ hợp tác): no legal personality, known to the commune by its notification."""

from __future__ import annotations

from typing import Self

from django.db import models

from coopunion.models import Event, RecordQuerySet
from coopunion.models.conditions import RECORDED, Condition, Conditions, queries
from coopunion.models.constraints import at_least, ordered

NOTIFIED: Conditions = (
    RECORDED,
    Condition(models.Q(notified_on__isnull=False), "Chưa thông báo với UBND xã."),
)


class CooperativeGroupQuerySet(RecordQuerySet["CooperativeGroup"]):
    def notified(self) -> Self:
        """Groups whose cooperation contract was notified to the commune (NĐ 77/2019/NĐ-CP, Điều 11–12)."""
        return self.filter(*queries(NOTIFIED))


class CooperativeGroup(Event):
    """A group of at least two members under a cooperation contract (NĐ 77/2019/NĐ-CP)."""

    name = models.CharField("tên tổ hợp tác", max_length=300)
    activity = models.CharField("ngành, nghề chính", max_length=300, blank=True)
    contract_on = models.DateField("ngày ký hợp đồng hợp tác", null=True, blank=True)
    notified_on = models.DateField("ngày thông báo với UBND xã", null=True, blank=True)
    ended_on = models.DateField("ngày chấm dứt", null=True, blank=True)
    members = models.PositiveIntegerField("số thành viên", null=True, blank=True)

    objects = CooperativeGroupQuerySet.as_manager()
    search_fields = ("name",)
    date_field = "notified_on"
    page = "cooperatives:group-detail"

    class Meta(Event.Meta):
        verbose_name = "tổ hợp tác"
        ordering = ("name",)
        indexes = (models.Index(fields=("notified_on",)),)
        constraints = (
            *Event.Meta.constraints,
            at_least("members", 2, "Số thành viên"),
            ordered("contract_on", "notified_on", "Ngày thông báo không được trước ngày ký hợp đồng hợp tác."),
            ordered("notified_on", "ended_on", "Ngày chấm dứt không được trước ngày thông báo."),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def detail(self) -> str:
        return self.activity
