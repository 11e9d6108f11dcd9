"""Who works with the portal, and in which department."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from simple_history.models import HistoricalRecords

from coopunion.permissions import Permission, Role, grants


class Department(models.Model):
    """A department of the union. Every record belongs to one; its staff may write it."""

    code = models.CharField("ký hiệu", max_length=20, unique=True)
    name = models.CharField("tên phòng, ban", max_length=200, unique=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "phòng, ban"
        verbose_name_plural = "phòng, ban"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """An account. What it may do follows from its role alone (coopunion/permissions.py)."""

    full_name = models.CharField("họ và tên", max_length=150, blank=True)
    role = models.CharField("vai trò", max_length=20, choices=Role, default=Role.STAFF)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="users", verbose_name="phòng, ban"
    )
    is_demo = models.BooleanField(
        "tài khoản minh họa", default=False, help_text="Chỉ đăng nhập được khi cổng chạy ở chế độ minh họa."
    )

    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ("username",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(role=Role.STAFF) | models.Q(department__isnull=False),
                name="user_staff_has_department",
                violation_error_message="Cán bộ phải thuộc một phòng, ban.",
            ),
        )

    def __str__(self) -> str:
        return self.full_name or self.username

    @classmethod
    def readable_by(cls, user: User) -> models.Q:
        """Whose account's history the user may read: the administrator everybody's, others their own."""
        return models.Q() if user.may(Permission.MANAGE_USERS) else models.Q(id=user.pk)

    def may(self, permission: Permission) -> bool:
        return self.is_active and grants(Role(self.role), permission)
