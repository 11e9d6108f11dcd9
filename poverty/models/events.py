"""Events of a household: its yearly classification, supports and their donors, exits from poverty."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import ExtractYear
from simple_history.models import HistoricalRecords

from coopunion.models import Event, Record, RecordQuerySet, User
from coopunion.models.conditions import RECORDED, Condition, Conditions, queries, recorded
from coopunion.models.constraints import FieldCheck, at_least, needed, once, once_a_day
from coopunion.models.years import YearField
from coopunion.periods import Days
from poverty.models.household import Household, about_readable, refuse_personal_numbers


class HouseholdRecord(Record):
    """Base: what is recorded about one household, titled with its code."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="%(class)ss", verbose_name="hộ")

    owner = "household"
    named_by = ("household",)
    # Where somebody may type a person's number by mistake.
    free_text: tuple[str, ...] = ("note",)

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        return str(self.household)

    def clean(self) -> None:
        super().clean()
        refuse_personal_numbers(self, *self.free_text)

    def evidence_problem(self) -> str:
        return self.household.evidence_problem()

    @classmethod
    def readable_by(cls, user: User) -> Q:
        return about_readable(user)


class HouseholdEvent(HouseholdRecord, Event):
    """Base: something that happened to one household."""

    class Meta(Event.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.household}"


class Classification(HouseholdRecord):
    """The class of a household for one year, as the yearly review decided (QĐ 59/2015, NĐ 07/2021)."""

    class Level(models.TextChoices):
        POOR = "poor", "hộ nghèo"
        NEAR_POOR = "near_poor", "hộ cận nghèo"
        NOT_POOR = "not_poor", "không thuộc diện nghèo"

    year = YearField("năm")
    level = models.CharField("phân loại", max_length=10, choices=Level)
    decision = models.CharField("số quyết định", max_length=100, blank=True)

    free_text = ("decision", "note")

    class Meta:
        verbose_name = "phân loại hộ"
        ordering = ("year",)
        constraints = (
            once(
                "household", "year", name="classification_once_a_year", message="Hộ này đã được phân loại trong năm đó."
            ),
            FieldCheck(
                field="year",
                condition=Q(year__range=(2000, 2100)),
                name="classification_year_range",
                violation_error_message="Năm gồm 4 chữ số, từ 2000.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.household}: {self.get_level_display()} năm {self.year}"

    def days(self) -> list[Days]:
        """Those of its year: whether a support counts depends on the class of that year."""
        return [Days.of_year(self.year)] if self.year else []


def was_poor() -> Exists:
    """Of a support: the household's class of that year is poor."""
    return Exists(
        Classification.objects.recorded().filter(
            household=OuterRef("household"),
            level=Classification.Level.POOR,
            year=ExtractYear(OuterRef("supported_on")),
        )
    )


def had_left() -> Exists:
    """Of a support: an exit was decided that year, up to that day."""
    return Exists(
        Exit.objects.recorded().filter(
            household=OuterRef("household"),
            decided_on__year=ExtractYear(OuterRef("supported_on")),
            decided_on__lte=OuterRef("supported_on"),
        )
    )


def was_supported() -> Exists:
    """Of an exit: the union had supported the household that year, up to that day."""
    return Exists(
        Support.objects.counted().filter(
            household=OuterRef("household"),
            supported_on__year=ExtractYear(OuterRef("decided_on")),
            supported_on__lte=OuterRef("decided_on"),
        )
    )


def support_conditions() -> Conditions:
    """Supports organised by the union for households classified poor that day.

    Classified poor: the year's classification says poor, and no exit was decided that year up to that day.
    """
    return (
        recorded("household", "Hộ"),
        RECORDED,
        Condition(Q(organiser=Support.Organiser.UNION), "Do đơn vị khác tổ chức."),
        Condition(Q(was_poor()), "Không được phân loại hộ nghèo trong năm được hỗ trợ."),
        Condition(~Q(had_left()), "Đã thoát nghèo trước lần hỗ trợ."),
    )


def exit_conditions() -> Conditions:
    """Exit decisions of households that the union had supported earlier in the same year (figure 6)."""
    return (
        recorded("household", "Hộ"),
        RECORDED,
        Condition(Q(was_supported()), "Liên minh chưa hỗ trợ hộ trong năm, trước ngày quyết định."),
    )


class SupportQuerySet(RecordQuerySet["Support"]):
    def counted(self) -> Self:
        return self.filter(*queries(support_conditions()))


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


class SupportDonor(models.Model):
    """Who gave the money or goods of a support."""

    support = models.ForeignKey(Support, models.CASCADE, related_name="donors", verbose_name="lần hỗ trợ")
    name = models.CharField("nhà tài trợ", max_length=200)
    value = models.DecimalField("trị giá (đồng)", max_digits=15, decimal_places=0, null=True, blank=True)

    history = HistoricalRecords()

    search_fields = ("name",)

    class Meta:
        verbose_name = "nhà tài trợ"
        ordering = ("pk",)
        constraints = (
            at_least("value", 0, "Trị giá"),
            models.UniqueConstraint(
                fields=("support", "name"),
                name="support_donor_once",
                violation_error_message="Nhà tài trợ này đã có trong lần hỗ trợ.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        refuse_personal_numbers(self, "name")

    @classmethod
    def readable_by(cls, user: User) -> Q:
        """Donors of supports that the user may read."""
        readable = Support.readable_by(user)
        return Q(support__in=Support.objects.filter(readable).values("pk")) if readable else Q()


class Exit(HouseholdEvent):
    """A decision that a household has left poverty."""

    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    decision = models.CharField("số quyết định", max_length=100, blank=True)

    date_field = "decided_on"
    free_text = ("decision", "note")

    class Meta(HouseholdEvent.Meta):
        verbose_name = "thoát nghèo"
        ordering = ("decided_on", "pk")
        indexes = (models.Index(fields=("household", "decided_on")), models.Index(fields=("decided_on",)))
        constraints = (
            *Event.Meta.constraints,
            needed("decided_on", "ngày quyết định"),
            once_a_day("household", "decided_on", "Hộ này đã có quyết định thoát nghèo trong ngày đó."),
        )

    @property
    def detail(self) -> str:
        return self.decision
