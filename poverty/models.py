"""Poor households, what the union organised for them, and how they left poverty.

Personal data: pages and reports name a household by its code and commune.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse

from coopunion.models import Event, Record, RecordQuerySet, User
from coopunion.models.constraints import at_least, needed
from coopunion.permissions import Permission


def readable_by(user: User) -> Q:
    """Rows about households that the user may read: all of them, their own department's, or none."""
    if user.may(Permission.VIEW_ALL_HOUSEHOLDS):
        return Q()
    if user.may(Permission.VIEW_OWN_HOUSEHOLDS):
        return Q(department=user.department_id)
    return Q(pk__in=())


class HouseholdQuerySet(RecordQuerySet):
    def visible_to(self, user: User) -> Self:
        """Households the user may open."""
        return self.filter(readable_by(user))


class Household(Record):
    """A household of the poverty lists. `code` names it wherever others may read."""

    code = models.CharField("mã hộ", max_length=30)
    head = models.CharField("chủ hộ", max_length=150, blank=True)
    place = models.ForeignKey(
        "coopunion.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="địa bàn"
    )
    members = models.PositiveSmallIntegerField("số nhân khẩu", null=True, blank=True)

    objects = HouseholdQuerySet.as_manager()
    search_fields = ("code", "head")

    class Meta:
        verbose_name = "hộ nghèo"
        verbose_name_plural = "hộ nghèo"
        ordering = ("code",)
        constraints = (
            needed("place", "địa bàn"),
            at_least("members", 1, "Số nhân khẩu"),
            models.UniqueConstraint(
                fields=("code",),
                condition=~Q(state="annulled"),
                name="household_code_once",
                violation_error_message="Mã hộ này đã có trong sổ.",
            ),
        )

    def __str__(self) -> str:
        return f"Hộ {self.code}"

    def get_absolute_url(self) -> str:
        return reverse("poverty:detail", args=[self.pk])

    @classmethod
    def readable_by(cls, user: User) -> Q:
        return readable_by(user)


class HouseholdEvent(Event):
    """Base: something that happened to one household."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="%(class)ss", verbose_name="hộ")

    class Meta(Event.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.household}"

    @property
    def title(self) -> str:
        return str(self.household)

    def get_absolute_url(self) -> str:
        return self.household.get_absolute_url()

    @classmethod
    def readable_by(cls, user: User) -> Q:
        return readable_by(user)


class Classification(Record):
    """The class of a household for one year, as the yearly review decided (QĐ 59/2015, NĐ 07/2021)."""

    class Level(models.TextChoices):
        POOR = "poor", "hộ nghèo"
        NEAR_POOR = "near_poor", "hộ cận nghèo"
        NOT_POOR = "not_poor", "không thuộc diện nghèo"

    household = models.ForeignKey(Household, models.PROTECT, related_name="classifications", verbose_name="hộ")
    year = models.PositiveSmallIntegerField("năm")
    level = models.CharField("phân loại", max_length=10, choices=Level)
    decision = models.CharField("số quyết định", max_length=100, blank=True)

    class Meta:
        verbose_name = "phân loại hộ"
        verbose_name_plural = "phân loại hộ"
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(
                fields=("household", "year"),
                condition=~Q(state="annulled"),
                name="classification_once_a_year",
                violation_error_message="Hộ này đã được phân loại trong năm đó.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.household}: {self.get_level_display()} năm {self.year}"

    @classmethod
    def readable_by(cls, user: User) -> Q:
        return readable_by(user)


class SupportQuerySet(RecordQuerySet):
    def counted(self) -> Self:
        """Supports organised by the union for households classified poor that day.

        Classified poor: the year's classification says poor, and no exit was decided that year up to that day.
        """
        poor = Classification.objects.recorded().filter(
            household=OuterRef("household"),
            level=Classification.Level.POOR,
            year=ExtractYear(OuterRef("supported_on")),
        )
        left = Exit.objects.recorded().filter(
            household=OuterRef("household"),
            decided_on__year=ExtractYear(OuterRef("supported_on")),
            decided_on__lte=OuterRef("supported_on"),
        )
        return (
            self.recorded()
            .filter(household__state=Record.State.RECORDED, organiser=Support.Organiser.UNION)
            .filter(Exists(poor))
            .exclude(Exists(left))
        )


class Support(HouseholdEvent):
    """One help given to a household or its children; children count to their household."""

    class Kind(models.TextChoices):
        SEEDS = "seeds", "cây, con giống"
        FERTILISER = "fertiliser", "phân bón, vật tư"
        HOUSING = "housing", "vật liệu làm nhà"
        JOB = "job", "việc làm"
        SCHOOL = "school", "quần áo, sách vở, đồ dùng học tập"
        TRAINING = "training", "tập huấn"
        LOAN = "loan", "vay vốn"
        OTHER = "other", "khác"

    class Organiser(models.TextChoices):
        UNION = "union", "Liên minh HTX tỉnh"
        OTHER = "other", "đơn vị khác"

    kind = models.CharField("hình thức", max_length=12, choices=Kind)
    organiser = models.CharField("đơn vị tổ chức", max_length=10, choices=Organiser, default=Organiser.UNION)
    supported_on = models.DateField("ngày hỗ trợ", null=True, blank=True)
    value = models.DecimalField("trị giá (đồng)", max_digits=15, decimal_places=0, null=True, blank=True)

    objects = SupportQuerySet.as_manager()
    date_field = "supported_on"

    class Meta(HouseholdEvent.Meta):
        verbose_name = "hỗ trợ hộ nghèo"
        verbose_name_plural = "hỗ trợ hộ nghèo"
        ordering = ("supported_on", "pk")
        indexes = (models.Index(fields=("household", "supported_on")), models.Index(fields=("supported_on",)))
        constraints = (
            *Event.Meta.constraints,
            needed("supported_on", "ngày hỗ trợ"),
            at_least("value", 0, "Trị giá"),
        )

    @property
    def detail(self) -> str:
        return self.get_kind_display()


class ExitQuerySet(RecordQuerySet):
    def of_supported(self) -> Self:
        """Exit decisions of households that the union had supported earlier in the same year (figure 6)."""
        supported = Support.objects.counted().filter(
            household=OuterRef("household"),
            supported_on__year=ExtractYear(OuterRef("decided_on")),
            supported_on__lte=OuterRef("decided_on"),
        )
        return self.recorded().filter(Exists(supported))


class Exit(HouseholdEvent):
    """A decision that a household has left poverty."""

    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    decision = models.CharField("số quyết định", max_length=100, blank=True)

    objects = ExitQuerySet.as_manager()
    date_field = "decided_on"

    class Meta(HouseholdEvent.Meta):
        verbose_name = "thoát nghèo"
        verbose_name_plural = "thoát nghèo"
        ordering = ("decided_on", "pk")
        indexes = (models.Index(fields=("household", "decided_on")), models.Index(fields=("decided_on",)))
        constraints = (
            *Event.Meta.constraints,
            needed("decided_on", "ngày quyết định"),
            models.UniqueConstraint(
                fields=("household", "decided_on"),
                condition=~Q(state="annulled"),
                name="exit_once_a_day",
                violation_error_message="Hộ này đã có quyết định thoát nghèo trong ngày đó.",
            ),
        )

    @property
    def detail(self) -> str:
        return self.decision
