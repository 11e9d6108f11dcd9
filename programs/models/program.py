"""A programme and its tasks. Tasks change every year: they are rows, never code."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from coopunion.periods import Quarter

# Codes are part of addresses and of the commands' arguments.
code_validator = RegexValidator(
    r"^(?!\.+\Z)[^/\\?#%\x00-\x1f]+\Z", "Mã không được có dấu / \\ ? # %%, và không chỉ gồm dấu chấm."
)


class ProgramQuerySet(models.QuerySet["Program"]):
    def latest_first(self) -> Self:
        return self.order_by("-year", "code")


class Program(models.Model):
    """An action programme of the provincial Party committee in one year: code and year name it."""

    code = models.CharField("mã chương trình", max_length=20, validators=[code_validator])
    year = models.PositiveSmallIntegerField("năm")
    name = models.CharField("tên chương trình", max_length=300)
    number = models.CharField("số, ký hiệu văn bản", max_length=50, blank=True, help_text="Ví dụ 190-CTr/TU.")
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True, default="Tỉnh ủy")
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    subject = models.CharField(
        "trích yếu",
        max_length=300,
        blank=True,
        help_text="Báo cáo nêu ở lần viện dẫn đầu, ví dụ: về phát triển kinh tế tập thể năm 2020.",
    )

    history = HistoricalRecords()
    objects = ProgramQuerySet.as_manager()

    search_fields = ("name",)

    class Meta:
        verbose_name = "chương trình"
        ordering = ("-year", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("code", "year"),
                name="program_code_year",
                violation_error_message="Chương trình này đã có trong năm đó.",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(2000, 2100)),
                name="program_year_range",
                violation_error_message="Năm phải từ 2000 đến 2100.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} năm {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("programs:detail", args=[self.code, self.year])

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        return Quarter.of_year(self.year)

    def day_in_year(self, today: date) -> date:
        """Today while the programme's year runs; its first day before, its last day after."""
        return min(max(today, date(self.year, 1, 1)), date(self.year, 12, 31))


class Task(models.Model):
    """A task as the programme numbers it: 1 to 6 in 2020."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="tasks", verbose_name="chương trình")
    number = models.CharField("số nhiệm vụ", max_length=10)
    name = models.CharField("tên nhiệm vụ", max_length=300)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    history = HistoricalRecords()

    search_fields = ("name",)
    named_by = ("program",)

    class Meta:
        verbose_name = "nhiệm vụ"
        ordering = ("program", "position", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("program", "number"),
                name="task_number_once",
                violation_error_message="Số nhiệm vụ này đã có trong chương trình.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    def get_absolute_url(self) -> str:
        return self.program.get_absolute_url()
