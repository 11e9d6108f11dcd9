"""Choices of a cooperative that the querysets of its events filter by; `Cooperative` offers them as Kind and Lead."""

from __future__ import annotations

from django.db import models


class CooperativeKind(models.TextChoices):
    COOPERATIVE = "cooperative", "hợp tác xã"
    UNION = "union", "liên hiệp hợp tác xã"


class FoundingLead(models.TextChoices):
    """Who led the founding of a cooperative."""

    UNION = "union", "Liên minh HTX tỉnh"
    OTHER = "other", "đơn vị khác"
