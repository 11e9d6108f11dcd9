"""What is planned of a programme: its indicators, their targets, who answers for them. Rows, never code."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from coopunion.formatting import number
from coopunion.models import Department, User
from programs.measures import MEASURES, Measure
from programs.models.program import Program, Task, code_validator

# Cumulative share of a yearly target due by the end of each quarter, in percent.
FLOW_SHARES = (Decimal(25), Decimal(50), Decimal(75), Decimal(100))
STOCK_SHARE = Decimal(100)


class Indicator(models.Model):
    """What is counted against a target. `measure` is a key of programs.measures; empty means reported figures only."""

    class Direction(models.TextChoices):
        AT_LEAST = "at_least", "càng cao càng tốt"
        AT_MOST = "at_most", "càng thấp càng tốt"

    class Accumulation(models.TextChoices):
        FLOW = "flow", "cộng dồn trong năm"
        STOCK = "stock", "số có đến ngày"

    program = models.ForeignKey(Program, models.PROTECT, related_name="indicators", verbose_name="chương trình")
    task = models.ForeignKey(
        Task,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name="nhiệm vụ",
        help_text="Để trống với số liệu toàn tỉnh, ngoài các nhiệm vụ được giao.",
    )
    code = models.CharField("mã chỉ tiêu", max_length=20, validators=[code_validator])
    name = models.CharField("chỉ tiêu", max_length=300)
    unit = models.CharField("đơn vị tính", max_length=50)
    measure = models.CharField("cách đếm", max_length=100, blank=True)
    accumulation = models.CharField(
        "cách cộng",
        max_length=10,
        choices=Accumulation,
        default=Accumulation.FLOW,
        help_text="Chỉ dùng khi không có cách đếm: số báo cáo cộng dồn hay lấy số cuối kỳ.",
    )
    direction = models.CharField("chiều", max_length=10, choices=Direction, default=Direction.AT_LEAST)
    decimals = models.PositiveSmallIntegerField("số lẻ của tỷ lệ", default=1, validators=[MaxValueValidator(4)])
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    history = HistoricalRecords()

    search_fields = ("code", "name")
    named_by = ("program",)

    class Meta:
        verbose_name = "chỉ tiêu"
        ordering = ("program", "position", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("program", "code"),
                name="indicator_code_once",
                violation_error_message="Mã chỉ tiêu này đã có trong chương trình.",
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=4), name="indicator_decimals", violation_error_message="Số lẻ từ 0 đến 4."
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("programs:indicator", args=[self.program.code, self.program.year, self.pk])

    def clean(self) -> None:
        if self.measure and self.measure not in MEASURES:
            raise ValidationError({"measure": f"Không có cách đếm “{self.measure}”."})
        if self.task and self.task.program_id != self.program_id:
            raise ValidationError({"task": "Nhiệm vụ phải của cùng chương trình."})

    @property
    def counted_by(self) -> Measure | None:
        """The measure its key names; None where it takes reported figures only."""
        return MEASURES[self.measure] if self.measure else None

    @property
    def subject(self) -> str:
        """What is counted: its measure, or the unit of what is reported. Tasks of one code need not count the same."""
        return self.measure or self.unit

    @property
    def is_stock(self) -> bool:
        """Whether the figure is a state on a day: its measure says so, or `accumulation` where it has none."""
        if self.counted_by:
            return self.counted_by.kind == "stock"
        return self.accumulation == self.Accumulation.STOCK


class Target(models.Model):
    """A value promised for the year, by a decision, from a day on. A later one replaces an earlier one."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", "tỉnh giao"
        OWN_AIM = "own_aim", "Liên minh phấn đấu"

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets", verbose_name="chỉ tiêu")
    kind = models.CharField("loại", max_length=10, choices=Kind, default=Kind.ASSIGNED)
    value = models.DecimalField("kế hoạch", max_digits=18, decimal_places=4)
    effective_from = models.DateField("có hiệu lực từ")
    decision = models.CharField("văn bản giao", max_length=200, blank=True)
    share_q1 = models.DecimalField("đến hết quý I (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    share_q2 = models.DecimalField("đến hết quý II (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    share_q3 = models.DecimalField("đến hết quý III (%)", max_digits=5, decimal_places=2, null=True, blank=True)

    history = HistoricalRecords()

    named_by = ("indicator",)

    class Meta:
        verbose_name = "kế hoạch"
        ordering = ("indicator", "kind", "effective_from")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "kind", "effective_from"),
                name="target_once_a_day",
                violation_error_message="Chỉ tiêu này đã có một kế hoạch cùng loại có hiệu lực từ ngày đó.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0), name="target_not_negative", violation_error_message="Kế hoạch không được âm."
            ),
            models.CheckConstraint(
                condition=(Q(share_q1__isnull=True) & Q(share_q2__isnull=True) & Q(share_q3__isnull=True))
                | (
                    # each said to be there: a comparison with NULL is neither true nor false, and would pass
                    Q(share_q1__isnull=False, share_q2__isnull=False, share_q3__isnull=False)
                    & Q(share_q1__gte=0)
                    & Q(share_q2__gte=models.F("share_q1"))
                    & Q(share_q3__gte=models.F("share_q2"))
                    & Q(share_q3__lte=100)
                ),
                name="target_shares",
                violation_error_message="Tỷ lệ đến hết quý I, II, III phải nhập cả ba, không giảm và không quá 100.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator.code}: {number(self.value)} ({self.get_kind_display()})"

    def get_absolute_url(self) -> str:
        return self.indicator.get_absolute_url()

    def clean(self) -> None:
        if self.effective_from and self.indicator_id and self.effective_from.year > self.indicator.program.year:
            year = self.indicator.program.year
            raise ValidationError({"effective_from": f"Ngày có hiệu lực không được sau năm {year}."})

    def share(self, quarter: int, *, stock: bool) -> Decimal:
        """Percent of the target due by the end of the quarter (1–4)."""
        planned = (self.share_q1, self.share_q2, self.share_q3, None)[quarter - 1]
        if planned is not None:
            return planned
        return STOCK_SHARE if stock else FLOW_SHARES[quarter - 1]


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def of_user(self, user: User) -> Self:
        """What is the user's own, or their department's without a named person."""
        return self.filter(
            models.Q(person=user) | models.Q(person__isnull=True, department__isnull=False, department=user.department)
        )


class Assignment(models.Model):
    """One department's part in an indicator; several departments may share one."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="assignments", verbose_name="chỉ tiêu")
    department = models.ForeignKey(Department, models.PROTECT, related_name="assignments", verbose_name="phòng, ban")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="người phụ trách",
    )

    history = HistoricalRecords()
    objects = AssignmentQuerySet.as_manager()

    named_by = ("indicator", "department", "person")

    class Meta:
        verbose_name = "phân công"
        ordering = ("indicator", "department")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "department"),
                name="assignment_once",
                violation_error_message="Phòng này đã được phân công chỉ tiêu đó.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.person or self.department}"

    def get_absolute_url(self) -> str:
        return self.indicator.get_absolute_url()

    def clean(self) -> None:
        if self.person and self.department_id and self.person.department_id != self.department_id:
            raise ValidationError({"person": "Người phụ trách phải thuộc phòng được phân công."})


def in_force(targets: Iterable[Target], kind: Target.Kind, day: date) -> Target | None:
    """Of one indicator's targets the one that counts on the day: the latest that took effect up to it."""
    effective = [target for target in targets if target.kind == kind and target.effective_from <= day]
    return max(effective, key=lambda target: target.effective_from, default=None)
