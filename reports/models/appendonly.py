"""Rows that nothing in the portal changes or deletes: a report's steps, its snapshots and its files, byte by byte."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NoReturn, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from reports.models.report import Report

Row = TypeVar("Row", bound=models.Model)


class WrittenOnce(RuntimeError):
    """An attempt to change or delete an append-only row."""

    def __init__(self, model: type[models.Model], refused: str) -> None:
        super().__init__(f"{model._meta.verbose_name}: chỉ ghi thêm, không {refused}.")


class AppendOnlyQuerySet(models.QuerySet[Row]):
    def update(self, **kwargs: object) -> NoReturn:
        raise WrittenOnce(self.model, "sửa")

    def delete(self) -> NoReturn:
        raise WrittenOnce(self.model, "xóa")


class AppendOnly(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            raise WrittenOnce(type(self), "sửa")
        super().save(**options)

    def delete(self, using: str | None = None, keep_parents: bool = False) -> NoReturn:
        raise WrittenOnce(type(self), "xóa")


class Step(AppendOnly):
    """One step that was taken; reports/lifecycle/rules.py says which one is possible when, and for whom.

    `acknowledged` has a line for each point that was acknowledged with it (reports/lifecycle/acknowledgements.py).
    """

    class Kind(models.TextChoices):
        CREATE = "create", "lập dự thảo"
        CONFIRM = "confirm", "chốt số"
        SUBMIT = "submit", "trình lãnh đạo"
        WITHDRAW = "withdraw", "rút lại để sửa"
        REFRESH = "refresh", "lấy số hiện nay"
        RETURN = "return", "trả lại"
        APPROVE = "approve", "duyệt"
        ISSUE = "issue", "phát hành"
        SCAN = "scan", "đính kèm bản đã ký"
        CORRECT = "correct", "lập báo cáo thay thế"
        REPLACE = "replace", "bị thay thế"
        DISCARD = "discard", "bỏ dự thảo"

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps", verbose_name="báo cáo")
    kind = models.CharField("bước", max_length=10, choices=Kind)
    at = models.DateTimeField("lúc", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    remark = models.TextField("ý kiến", blank=True)
    acknowledged = models.TextField("điều đã xác nhận", blank=True)

    class Meta:
        verbose_name = "bước của báo cáo"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.report}: {self.get_kind_display()}"


class Damaged(RuntimeError):
    """Stored bytes do not match their hash."""


def _check(row: Snapshot | HashedFile, content: bytes) -> None:
    if sha256(content).hexdigest() != row.sha256:
        raise Damaged(f"{row}: nội dung không khớp mã băm.")


class Snapshot(AppendOnly):
    """The whole report as canonical JSON; reports/paper/snapshot.py writes and reads it.

    `fingerprint` is a hash of its figures, records and sentences alone: equal for two snapshots that say the same.
    `figures` repeats the numbers of its indicators (reports/figures/signed.py), read without the whole content.
    """

    class Stage(models.TextChoices):
        SUBMITTED = "submitted", "khi trình"
        APPROVED = "approved", "khi duyệt"
        ISSUED = "issued", "khi phát hành"

    report = models.ForeignKey(Report, models.PROTECT, related_name="snapshots", verbose_name="báo cáo")
    stage = models.CharField("lúc", max_length=10, choices=Stage)
    content = models.TextField("nội dung")
    sha256 = models.CharField("mã băm", max_length=64)
    fingerprint = models.CharField("dấu của số liệu", max_length=64)
    figures = models.JSONField("số đã chốt", default=dict)
    taken_at = models.DateTimeField("lúc", default=timezone.now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người chốt")

    class Meta:
        verbose_name = "bản chụp"
        ordering = ("taken_at", "pk")

    def __str__(self) -> str:
        return f"{self.report}, {self.get_stage_display()}"

    def verified(self) -> str:
        """The content; Damaged where it is not what was stored."""
        _check(self, self.content.encode())
        return self.content


class HashedFile(AppendOnly):
    """A file stored in the database, so that one backup contains the report and its papers."""

    content = models.BinaryField("nội dung")
    sha256 = models.CharField("mã băm", max_length=64)
    made_at = models.DateTimeField("lúc", default=timezone.now)

    class Meta:
        abstract = True

    @classmethod
    def from_content(cls, content: bytes, **columns: object) -> Self:
        """An unsaved row of these bytes with their hash; `columns` are the others."""
        return cls(content=content, sha256=sha256(content).hexdigest(), **columns)

    def verified(self) -> bytes:
        """The content; Damaged where it is not what was stored."""
        content = bytes(self.content)
        _check(self, content)
        return content


class FrozenFile(HashedFile):
    """An issued report in one format of reports/paper/printers.py: what everybody downloads from then on."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="files", verbose_name="báo cáo")
    format = models.CharField("dạng", max_length=10)

    class Meta:
        verbose_name = "tệp đã phát hành"
        ordering = ("report", "format")
        constraints = (models.UniqueConstraint(fields=("report", "format"), name="frozen_file_once"),)

    def __str__(self) -> str:
        return f"{self.report}, {self.format}"


class SignedScan(HashedFile):
    """The paper with signature and seal, scanned. The newest one is shown; earlier ones are kept."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="scans", verbose_name="báo cáo")
    kind = models.CharField("dạng", max_length=4)
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người đính kèm"
    )

    class Meta:
        verbose_name = "bản đã ký"
        ordering = ("report", "pk")

    def __str__(self) -> str:
        return f"{self.report}, bản đã ký"

    @property
    def file_name(self) -> str:
        period = self.report.period
        return f"ban-da-ky-{period.program.code}-{period.program.year}-quy-{period.quarter}.{self.kind}"
