"""Which department, and which person in it, answers for an indicator."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from coopunion.models import Department, User
from programs.models.plan import Indicator


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
