"""Value-chain models (mô hình HTX sản xuất gắn với chuỗi giá trị): the model counts, not its members."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse

from cooperatives.models.cooperative import Cooperative
from coopunion.models import Event, RecordQuerySet


class ValueChainQuerySet(RecordQuerySet):
    def recognised(self) -> Self:
        return self.recorded().filter(recognised_on__isnull=False)


class ValueChain(Event):
    """A model of production along a value chain, led by one cooperative."""

    name = models.CharField("tên mô hình", max_length=300)
    product = models.CharField("sản phẩm", max_length=300, blank=True)
    lead = models.ForeignKey(
        Cooperative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_chains",
        verbose_name="HTX chủ trì",
    )
    recognised_on = models.DateField("ngày công nhận", null=True, blank=True, help_text="Để trống khi đang xây dựng.")
    decision = models.CharField("văn bản công nhận", max_length=200, blank=True)
    cooperatives = models.ManyToManyField(
        Cooperative, through="ValueChainMember", related_name="chains", verbose_name="thành viên"
    )

    objects = ValueChainQuerySet.as_manager()
    search_fields = ("name", "product")
    date_field = "recognised_on"

    class Meta(Event.Meta):
        verbose_name = "mô hình chuỗi giá trị"
        verbose_name_plural = "mô hình chuỗi giá trị"
        ordering = ("name",)
        indexes = (models.Index(fields=("recognised_on",)),)
        constraints = (*Event.Meta.constraints,)

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        return self.name

    @property
    def detail(self) -> str:
        return self.lead.name if self.lead else self.product

    def get_absolute_url(self) -> str:
        return reverse("cooperatives:chain-detail", args=[self.pk])


class ValueChainMember(models.Model):
    """A cooperative taking part in a chain."""

    chain = models.ForeignKey(ValueChain, models.CASCADE, related_name="members", verbose_name="mô hình")
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="+", verbose_name="hợp tác xã")
    part = models.CharField("khâu tham gia", max_length=200, blank=True)

    class Meta:
        verbose_name = "thành viên mô hình"
        verbose_name_plural = "thành viên mô hình"
        constraints = (
            models.UniqueConstraint(
                fields=("chain", "cooperative"),
                name="chain_member_once",
                violation_error_message="Hợp tác xã này đã có trong mô hình.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cooperative} – {self.chain}"
