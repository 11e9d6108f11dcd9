"""A year: an integer that is shown without a thousands separator, 2020 and never 2.020."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:  # the stubs' classes are generic, Django's are not
    IntegerColumn = models.PositiveSmallIntegerField[int | None, int | None]
else:
    IntegerColumn = models.PositiveSmallIntegerField


class YearField(IntegerColumn):
    """In migrations the plain PositiveSmallIntegerField it extends."""

    def deconstruct(self) -> tuple[str, str, Sequence[object], dict[str, object]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs
