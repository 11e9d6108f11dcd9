"""Actions that change no record: personal data revealed, files exported, a report approved.

Changes of records are in their history tables; the journal page shows both together.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from coopunion.models.people import User


class JournalEntry(models.Model):
    """Written once. Nothing in the portal changes or deletes an entry, and the model's own methods refuse to.

    One exception: erasing a person's data blanks why their ID number was revealed, which may name the person.
    """

    kind = models.CharField("việc", max_length=50)
    at = models.DateTimeField("lúc", auto_now_add=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người làm"
    )
    title = models.CharField("nội dung", max_length=300)
    detail = models.TextField("chi tiết", blank=True)
    address = models.CharField("trang", max_length=300, blank=True)

    class Meta:
        verbose_name = "dòng nhật ký"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            raise TypeError("Nhật ký chỉ ghi thêm, không sửa.")
        super().save(**options)

    def delete(self, using: str | None = None, keep_parents: bool = False) -> NoReturn:
        raise TypeError("Nhật ký chỉ ghi thêm, không xóa.")

    @classmethod
    def write(cls, kind: str, *, user: User | None, title: str, detail: str = "", url: str = "") -> JournalEntry:
        """Call it inside the transaction of the action."""
        return cls.objects.create(kind=kind, user=user, title=title[:300], detail=detail, address=url)
