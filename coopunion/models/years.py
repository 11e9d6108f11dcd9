"""A year as a number that is written without a full stop: 2020, never 2.020."""

from __future__ import annotations

from typing import Any

from django.db import models


class YearField(models.PositiveSmallIntegerField):
    """In migrations the plain PositiveSmallIntegerField it extends."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs
