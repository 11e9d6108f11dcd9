"""Idempotency of forms: a form submitted twice creates one record."""

from __future__ import annotations

from django.db import models


class Submission(models.Model):
    """Written in the transaction that creates the record; the second submission finds it and opens the record."""

    token = models.UUIDField(primary_key=True)
    address = models.CharField("trang của hồ sơ", max_length=300)
    sent_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lần gửi biểu mẫu"

    def __str__(self) -> str:
        return self.address
