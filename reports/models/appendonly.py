"""Rows that are written once: nothing in the portal changes or removes them."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class WrittenOnce(RuntimeError):
    """Somebody tried to change or delete what is kept for good."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs) -> NoReturn:
        raise WrittenOnce(f"{self.model._meta.verbose_name}: chỉ ghi thêm, không sửa.")

    def delete(self) -> NoReturn:
        raise WrittenOnce(f"{self.model._meta.verbose_name}: chỉ ghi thêm, không xóa.")


class AppendOnly(models.Model):
    """Base of the journal of steps, of snapshots and of frozen files."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **kwargs) -> None:
        if not self._state.adding:
            raise WrittenOnce(f"{self._meta.verbose_name}: chỉ ghi thêm, không sửa.")
        super().save(**kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise WrittenOnce(f"{self._meta.verbose_name}: chỉ ghi thêm, không xóa.")
