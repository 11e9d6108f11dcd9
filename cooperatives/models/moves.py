"""A cooperative's seat and name change: each change is a dated event, and what was before stays as it was.

The record of the cooperative holds its first seat; from the day of a move the seat is the move's. So nothing else
has to change when a move is corrected, annulled or deleted (docs/adr/0016).
"""

from __future__ import annotations

from django.db import models

from cooperatives.models.events import CooperativeEvent
from coopunion.models import Event
from coopunion.models.constraints import needed, once_a_day


class Relocation(CooperativeEvent):
    """The move of a cooperative's seat to another place, from a day on (chuyển trụ sở)."""

    place = models.ForeignKey(
        "coopunion.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="trụ sở mới"
    )
    address = models.CharField("địa chỉ mới", max_length=300, blank=True)
    moved_on = models.DateField("chuyển từ ngày", null=True, blank=True)
    decision = models.CharField("văn bản", max_length=200, blank=True)

    date_field = "moved_on"

    class Meta(CooperativeEvent.Meta):
        verbose_name = "chuyển trụ sở"
        verbose_name_plural = "chuyển trụ sở"
        ordering = ("moved_on", "pk")
        indexes = (models.Index(fields=("cooperative", "moved_on")),)
        constraints = (
            *Event.Meta.constraints,
            needed("moved_on", "ngày chuyển trụ sở"),
            once_a_day("cooperative", "moved_on", "Hợp tác xã này đã ghi chuyển trụ sở trong ngày đó."),
        )


class Renaming(CooperativeEvent):
    """A change of a cooperative's name (đổi tên). Papers from before the day are found by the old name."""

    old_name = models.CharField("tên cũ", max_length=300)
    new_name = models.CharField("tên mới", max_length=300)
    renamed_on = models.DateField("đổi tên từ ngày", null=True, blank=True)
    decision = models.CharField("văn bản", max_length=200, blank=True)

    date_field = "renamed_on"

    class Meta(CooperativeEvent.Meta):
        verbose_name = "đổi tên"
        verbose_name_plural = "đổi tên"
        ordering = ("renamed_on", "pk")
        indexes = (models.Index(fields=("cooperative", "renamed_on")),)
        constraints = (
            *Event.Meta.constraints,
            needed("renamed_on", "ngày đổi tên"),
            once_a_day("cooperative", "renamed_on", "Hợp tác xã này đã ghi đổi tên trong ngày đó."),
        )

    def search_words(self) -> list[str]:
        return [*super().search_words(), self.old_name, self.new_name]
