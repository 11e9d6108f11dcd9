"""OCOP products (mỗi xã một sản phẩm): a product is a name and a producer; its stars are dated recognitions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from simple_history.models import HistoricalRecords

from cooperatives.models import Cooperative, CooperativeGroup
from coopunion.models import Event, Place, Record, RecordQuerySet
from coopunion.models.conditions import RECORDED, Condition, Conditions, recorded
from coopunion.models.constraints import between, needed, once, once_a_day
from coopunion.periods import Days, months_after

RECOGNITION_MONTHS = 36  # QĐ 1048/QĐ-TTg (2019), kept by QĐ 148/QĐ-TTg (2023)
LOWEST_COUNTED_STARS = 3


class Producer(Record):
    """Who makes a product (chủ thể OCOP): a cooperative, a group, a company or a household."""

    class Kind(models.TextChoices):
        COOPERATIVE = "cooperative", "hợp tác xã"
        GROUP = "group", "tổ hợp tác"
        COMPANY = "company", "doanh nghiệp"
        HOUSEHOLD = "household", "hộ sản xuất"

    kind = models.CharField("loại chủ thể", max_length=15, choices=Kind)
    name = models.CharField("tên chủ thể", max_length=300)
    cooperative = models.ForeignKey(
        Cooperative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="producers",
        verbose_name="hợp tác xã",
    )
    group = models.ForeignKey(
        CooperativeGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="producers",
        verbose_name="tổ hợp tác",
    )
    place = models.ForeignKey(
        "coopunion.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="địa bàn"
    )

    search_fields = ("name",)
    page = "ocop:producer-detail"

    class Meta:
        verbose_name = "chủ thể OCOP"
        ordering = ("name",)
        constraints = (
            needed("place", "địa bàn"),
            models.CheckConstraint(
                condition=Q(kind="cooperative", cooperative__isnull=False, group__isnull=True)
                | Q(kind="group", cooperative__isnull=True, group__isnull=False)
                | Q(kind__in=("company", "household"), cooperative__isnull=True, group__isnull=True),
                name="producer_kind_matches",
                violation_error_message="Chủ thể là hợp tác xã hay tổ hợp tác thì chọn đúng đơn vị đó trong sổ; "
                "doanh nghiệp và hộ thì để trống.",
            ),
            once("cooperative", name="producer_cooperative_once", message="Hợp tác xã này đã là một chủ thể trong sổ."),
        )

    def __str__(self) -> str:
        return self.name

    def search_words(self) -> list[str]:
        known = self.cooperative or self.group
        return [*super().search_words(), *(known.search_words() if known else ())]


class ProductQuerySet(RecordQuerySet["Product"]):
    def in_place(self, place: Place) -> Self:
        """Products whose producer is in the place."""
        return self.filter(producer__in=Producer.objects.in_place(place))

    def with_stars(self) -> Self:
        """Adds `stars` and `recognised_on` of the latest decision."""
        latest = Recognition.objects.recorded().filter(product=OuterRef("pk")).order_by("-decided_on", "-pk")
        return self.annotate(
            stars=Subquery(latest.values("stars")[:1]),
            recognised_on=Subquery(latest.values("decided_on")[:1]),
        )


class Product(Record):
    """One product of one producer, and whether the union helped with its dossier."""

    class Category(models.TextChoices):
        FOOD = "food", "thực phẩm"
        DRINK = "drink", "đồ uống"
        HERBAL = "herbal", "dược liệu và sản phẩm từ dược liệu"
        CRAFT = "craft", "thủ công mỹ nghệ"
        PLANTS = "plants", "sinh vật cảnh"
        TOURISM = "tourism", "dịch vụ du lịch"

    name = models.CharField("tên sản phẩm", max_length=300)
    producer = models.ForeignKey(Producer, models.PROTECT, related_name="products", verbose_name="chủ thể")
    category = models.CharField("nhóm sản phẩm", max_length=10, choices=Category, blank=True)
    dossier_helped_by_union = models.BooleanField("Liên minh hỗ trợ làm hồ sơ", default=False)

    objects = ProductQuerySet.as_manager()

    # Of rows that with_stars annotates.
    stars: int | None
    recognised_on: date | None
    search_fields = ("name",)
    page = "ocop:detail"

    class Meta:
        verbose_name = "sản phẩm OCOP"
        ordering = ("name",)
        constraints = (
            once(
                "name", "producer", name="product_once_per_producer", message="Chủ thể này đã có một sản phẩm cùng tên."
            ),
        )

    def __str__(self) -> str:
        return self.name

    def place_on(self, day: date) -> Place | None:
        return self.producer.place

    def days_decided_by(self, fields: Collection[str]) -> list[Days]:
        """Adds the days of its recognitions: they count only where the union helped with the dossier."""
        days = super().days_decided_by(fields)
        if "dossier_helped_by_union" not in fields or self.pk is None:
            return days
        return [*days, *(day for decision in self.recognitions.all() if decision.counts for day in decision.days())]

    def search_words(self) -> list[str]:
        return [self.name, *self.producer.search_words()]


class Recognition(Event):
    """A decision that gives a product its stars for 36 months."""

    class Kind(models.TextChoices):
        FIRST = "first", "công nhận lần đầu"
        RENEWAL = "renewal", "công nhận lại"
        UPGRADE = "upgrade", "nâng hạng từ 3 sao trở lên"

    product = models.ForeignKey(Product, models.PROTECT, related_name="recognitions", verbose_name="sản phẩm")
    kind = models.CharField("loại quyết định", max_length=10, choices=Kind, default=Kind.FIRST)
    stars = models.PositiveSmallIntegerField("số sao", null=True, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    decision = models.CharField("số quyết định", max_length=100, blank=True)

    date_field = "decided_on"
    owner = "product"
    named_by = ("product",)

    class Meta(Event.Meta):
        verbose_name = "công nhận OCOP"
        ordering = ("decided_on", "pk")
        indexes = (models.Index(fields=("product", "decided_on")), models.Index(fields=("decided_on",)))
        constraints = (
            *Event.Meta.constraints,
            needed("stars", "số sao"),
            needed("decided_on", "ngày quyết định"),
            between("stars", 1, 5, name="recognition_stars_range", message="Số sao từ 1 đến 5."),
            once_a_day("product", "decided_on", "Sản phẩm này đã có một quyết định trong ngày đó."),
        )

    def __str__(self) -> str:
        return f"{self.product}: {self.stars} sao"

    @property
    def title(self) -> str:
        return f"{self.product.name} – {self.product.producer.name}"

    @property
    def detail(self) -> str:
        return f"{self.stars} sao"

    def days_from(self, day: date) -> Days:
        """A product counts once ever: an earlier decision takes the place of a later one."""
        return Days(day)

    @property
    def valid_until(self) -> date | None:
        """The day the 36 months end."""
        return months_after(self.decided_on, RECOGNITION_MONTHS) if self.decided_on else None


# Decisions of three stars or more on products whose dossier the union helped; no renewals or upgrades.
# That a product counts once, with its first decision, is the measure's `once_ever`.
COUNTED: Conditions = (
    recorded("product", "Sản phẩm"),
    recorded("product__producer", "Chủ thể"),
    RECORDED,
    Condition(Q(product__dossier_helped_by_union=True), "Liên minh không hỗ trợ làm hồ sơ."),
    Condition(Q(kind=Recognition.Kind.FIRST), "Công nhận lại, nâng hạng không được tính."),
    Condition(Q(stars__gte=LOWEST_COUNTED_STARS), f"Dưới {LOWEST_COUNTED_STARS} sao."),
)


class DossierStep(models.Model):
    """A step of a product's dossier, from the registered idea to the decision by the rule of the day."""

    class Step(models.TextChoices):
        IDEA = "idea", "đăng ký ý tưởng"
        DOSSIER = "dossier", "lập hồ sơ"
        DISTRICT = "district", "đánh giá cấp huyện"
        COMMUNE = "commune", "đánh giá cấp xã"
        PROVINCE = "province", "đánh giá cấp tỉnh"
        DECISION = "decision", "quyết định công nhận"

    class Result(models.TextChoices):
        PENDING = "pending", "đang chờ"
        PASSED = "passed", "đạt"
        RETURNED = "returned", "yêu cầu bổ sung"
        FAILED = "failed", "không đạt"

    product = models.ForeignKey(Product, models.CASCADE, related_name="steps", verbose_name="sản phẩm")
    step = models.CharField("bước", max_length=10, choices=Step)
    taken_on = models.DateField("ngày")
    result = models.CharField("kết quả", max_length=10, choices=Result, default=Result.PENDING)
    score = models.DecimalField("điểm", max_digits=5, decimal_places=2, null=True, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    history = HistoricalRecords()

    named_by = ("product",)

    class Meta:
        verbose_name = "bước hồ sơ OCOP"
        ordering = ("taken_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("product", "step", "taken_on"),
                name="dossier_step_once_a_day",
                violation_error_message="Sản phẩm này đã có bước đó trong ngày đó.",
            ),
            between("score", 0, 100, name="dossier_step_score_range", message="Điểm nằm trong khoảng 0–100."),
        )

    def __str__(self) -> str:
        return f"{self.product}: {self.get_step_display()}"
