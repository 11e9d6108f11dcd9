"""Who signs, with which authority, from when to when (Nghị định 30/2020/NĐ-CP, Điều 13 and Phụ lục I, mục II.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords


@dataclass(frozen=True)
class Signature:
    """The end of a paper: the lines over the signer's name, and the name."""

    lines: tuple[str, ...]
    name: str

    def __str__(self) -> str:
        return f"{' / '.join(self.lines)}, {self.name}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force(self, day: date) -> Self:
        """From the first to the last day, both included."""
        return self.filter(from_on__lte=day).filter(Q(to_on__isnull=True) | Q(to_on__gte=day))


class Delegation(models.Model):
    """One person's right to sign. Ended by its last day, never deleted: papers signed with it stay."""

    class Authority(models.TextChoices):
        OWN = "own", "ký với chức vụ của mình"
        COLLECTIVE = "TM", "TM. (thay mặt tập thể)"
        ACTING = "Q", "Q. (quyền cấp trưởng)"
        DEPUTY = "KT", "KT. (ký thay cấp trưởng)"
        BY_ORDER = "TL", "TL. (thừa lệnh)"

    authority = models.CharField("quyền ký", max_length=3, choices=Authority, default=Authority.OWN)
    principal = models.CharField(
        "thay cho",
        max_length=200,
        blank=True,
        help_text="Chức vụ hoặc tập thể được ký thay, ví dụ CHỦ TỊCH; để trống khi ký với chức vụ của mình.",
    )
    title = models.CharField(
        "chức vụ người ký", max_length=200, blank=True, help_text="Ví dụ PHÓ CHỦ TỊCH; người ký Q. không cần ghi."
    )
    name = models.CharField("họ và tên người ký", max_length=200)
    decision = models.CharField("văn bản", max_length=200, blank=True, help_text="Văn bản giao quyền, nếu có.")
    from_on = models.DateField("từ ngày")
    to_on = models.DateField("đến hết ngày", null=True, blank=True)

    history = HistoricalRecords()
    objects = DelegationQuerySet.as_manager()

    search_fields = ("name",)

    class Meta:
        verbose_name = "quyền ký"
        ordering = ("-from_on", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="delegation_order",
                violation_error_message="Ngày cuối không được trước ngày đầu.",
            ),
            models.CheckConstraint(
                condition=Q(authority="own", principal="") | (~Q(authority="own") & ~Q(principal="")),
                name="delegation_principal",
                violation_error_message=(
                    "TM., Q., KT. và TL. phải ghi ký thay cho ai; ký với chức vụ của mình thì để trống."
                ),
            ),
            models.CheckConstraint(
                condition=Q(authority="Q") | ~Q(title=""),
                name="delegation_title",
                violation_error_message="Phải ghi chức vụ người ký.",
            ),
        )

    def __str__(self) -> str:
        return str(self.signature)

    def get_absolute_url(self) -> str:
        return reverse("reports:delegation-edit", args=[self.pk])

    @property
    def signature(self) -> Signature:
        return Signature(self.lines, self.name)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines over the name: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"; an acting head has one line, "Q. CHỦ TỊCH"."""
        if self.authority == self.Authority.OWN:
            return (self.title.upper(),)
        over = f"{self.authority}. {self.principal.upper()}"
        return (over,) if self.authority == self.Authority.ACTING else (over, self.title.upper())
