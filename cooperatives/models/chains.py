"""Value-chain models (mô hình HTX sản xuất gắn với chuỗi giá trị): the model counts, not its members."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from cooperatives.models.cooperative import Cooperative
from coopunion.models import Event
from coopunion.models.conditions import RECORDED, Condition, Conditions

RECOGNISED: Conditions = (
    RECORDED,
    Condition(models.Q(recognised_on__isnull=False), "Mô hình chưa được công nhận."),
)


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

    search_fields = ("name", "product")
    date_field = "recognised_on"
    page = "cooperatives:chain-detail"

    class Meta(Event.Meta):
        verbose_name = "mô hình chuỗi giá trị"
        ordering = ("name",)
        indexes = (models.Index(fields=("recognised_on",)),)
        constraints = (*Event.Meta.constraints,)

    def __str__(self) -> str:
        return self.name

    @property
    def detail(self) -> str:
        return self.lead.name if self.lead else self.product


class Stage(models.TextChoices):
    """The stages of a value chain, in their order."""

    INPUT = "input", "đầu vào"
    PRODUCTION = "production", "sản xuất"
    PROCESSING = "processing", "sơ chế, chế biến"
    CONSUMPTION = "consumption", "tiêu thụ"


class ValueChainMember(models.Model):
    """A cooperative taking part in a chain."""

    chain = models.ForeignKey(ValueChain, models.CASCADE, related_name="members", verbose_name="mô hình")
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="+", verbose_name="hợp tác xã")
    stage = models.CharField("khâu", max_length=12, choices=Stage, blank=True)
    part = models.CharField("phần việc", max_length=200, blank=True)

    history = HistoricalRecords()

    search_fields = ("part",)
    named_by = ("cooperative", "chain")

    class Meta:
        verbose_name = "thành viên mô hình"
        constraints = (
            models.UniqueConstraint(
                fields=("chain", "cooperative"),
                name="chain_member_once",
                violation_error_message="Hợp tác xã này đã có trong mô hình.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cooperative} – {self.chain}"


class ValueChainPartner(models.Model):
    """A company, shop or agency that does one stage of a chain, by contract with the cooperatives."""

    chain = models.ForeignKey(ValueChain, models.CASCADE, related_name="partners", verbose_name="mô hình")
    stage = models.CharField("khâu", max_length=12, choices=Stage)
    name = models.CharField("đối tác", max_length=200)
    part = models.CharField("phần việc", max_length=200, blank=True)
    contract = models.CharField("số hợp đồng", max_length=100, blank=True)
    signed_on = models.DateField("ngày ký", null=True, blank=True)

    history = HistoricalRecords()

    search_fields = ("name",)

    class Meta:
        verbose_name = "đối tác của mô hình"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("chain", "stage", "name"),
                name="chain_partner_once_a_stage",
                violation_error_message="Đối tác này đã có ở khâu đó.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} – {self.get_stage_display()}"
