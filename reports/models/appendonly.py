"""Append-only rows: nothing in the portal changes or deletes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn, TypeVar

from django.db import models
from django.db.models.base import ModelBase

Row = TypeVar("Row", bound=models.Model)


class WrittenOnce(RuntimeError):
    """An attempt to change or delete an append-only row."""


class AppendOnlyQuerySet(models.QuerySet[Row]):
    def update(self, **kwargs: object) -> NoReturn:
        raise WrittenOnce(f"{self.model._meta.verbose_name}: chỉ ghi thêm, không sửa.")

    def delete(self) -> NoReturn:
        raise WrittenOnce(f"{self.model._meta.verbose_name}: chỉ ghi thêm, không xóa.")


class AppendOnly(models.Model):
    """Base of the journal of steps, of snapshots and of frozen files."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        if not self._state.adding:
            raise WrittenOnce(f"{self._meta.verbose_name}: chỉ ghi thêm, không sửa.")
        super().save(force_insert=force_insert, force_update=force_update, using=using, update_fields=update_fields)

    def delete(self, using: str | None = None, keep_parents: bool = False) -> NoReturn:
        raise WrittenOnce(f"{self._meta.verbose_name}: chỉ ghi thêm, không xóa.")
