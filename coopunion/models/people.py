"""Who works with the portal, and in which department."""

from __future__ import annotations

from typing import Protocol, Self

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.urls import reverse
from simple_history.models import HistoricalRecords

from coopunion.permissions import ROLES, Permission, Role


class DepartmentQuerySet(models.QuerySet["Department"]):
    def with_people(self) -> Self:
        """Each with the number of its open accounts, `people`."""
        return self.annotate(people=models.Count("users", filter=models.Q(users__is_active=True)))


class Department(models.Model):
    """A department of the union. Every record belongs to one; its staff may write it."""

    code = models.CharField("ký hiệu", max_length=20, unique=True)
    name = models.CharField("tên phòng, ban", max_length=200, unique=True)

    history = HistoricalRecords()
    objects = DepartmentQuerySet.as_manager()

    search_fields = ("name",)

    class Meta:
        verbose_name = "phòng, ban"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("department-edit", args=[self.pk])


class InDepartment(Protocol):
    """What belongs to a department: a record, a row of its history, an account."""

    @property
    def department_id(self) -> int | None: ...


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

    temporary_password_until = models.DateTimeField(
        "mật khẩu tạm dùng đến",
        null=True,
        blank=True,
        editable=False,
        help_text="Mật khẩu do quản trị cấp: phải đổi ở lần đăng nhập đầu; trống: mật khẩu tự đặt.",
    )
    sessions_valid_from = models.DateTimeField(
        "phiên có hiệu lực từ", null=True, blank=True, editable=False, help_text="Phiên bắt đầu trước đó đã kết thúc."
    )

    history = HistoricalRecords(
        excluded_fields=["password", "last_login", "temporary_password_until", "sessions_valid_from"]
    )

    search_fields = ("full_name", "username")

    class Meta:
        verbose_name = "tài khoản"
        ordering = ("username",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(role=Role.STAFF) | models.Q(department__isnull=False),
                name="user_staff_has_department",
                violation_error_message="Cán bộ phải thuộc một phòng, ban.",
            ),
        )

    # The fields that a new password changes (coopunion/accounts/authentication.py).
    PASSWORD_FIELDS = ("password", "temporary_password_until", "sessions_valid_from")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_absolute_url(self) -> str:
        return reverse("user-edit", args=[self.pk])

    @classmethod
    def readable_by(cls, user: User) -> models.Q:
        """The accounts whose history the user may read: an administrator all of them, others their own."""
        return models.Q() if user.may(Permission.MANAGE_USERS) else models.Q(id=user.pk)

    @transaction.atomic
    def save_because(self, reason: str, *fields: str) -> None:
        """Save these fields alone; the account's history gets a row with the reason, even if it keeps none of them."""
        self._change_reason = reason
        self.save(update_fields=fields)

    def is_last_administrator(self) -> bool:
        """Whether nobody else could open the administrator's pages."""
        others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True, is_demo=self.is_demo).exclude(pk=self.pk)
        return self.is_active and self.role == Role.ADMINISTRATOR and not others.exists()

    def may(self, permission: Permission) -> bool:
        return self.is_active and permission in ROLES[Role(self.role)]

    def may_change(self, record: InDepartment) -> bool:
        """A record is changed by the department it belongs to, and by nobody else."""
        return self.may(Permission.CHANGE_RECORDS) and record.department_id == self.department_id
