"""Successions of administrative units: which unit replaced which, on which day, by which decision."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from coopunion import formatting
from coopunion.models.places import Place


class PlaceSuccession(models.Model):
    """A unit's last day was the day before `on`; from `on` its land belongs to the successor, all of it or a part.

    A unit that gives away a part opens a new row under its own code, so that every row ends in its successors at once
    and whether the place of a record of the old row is known today follows from that row alone.
    """

    class Extent(models.TextChoices):
        WHOLE = "whole", "toàn bộ"
        PART = "part", "một phần"

    predecessor = models.ForeignKey(Place, models.PROTECT, related_name="successions", verbose_name="đơn vị cũ")
    successor = models.ForeignKey(Place, models.PROTECT, related_name="origins", verbose_name="đơn vị mới")
    on = models.DateField("từ ngày")
    extent = models.CharField("phạm vi", max_length=5, choices=Extent, default=Extent.WHOLE)
    decision = models.CharField("văn bản", max_length=200)

    history = HistoricalRecords()

    named_by = ("predecessor", "successor")

    class Meta:
        verbose_name = "kế thừa đơn vị hành chính"
        ordering = ("on", "predecessor__code")
        indexes = (models.Index(fields=("successor",)),)
        constraints = (
            models.UniqueConstraint(
                fields=("predecessor", "successor"),
                name="succession_once",
                violation_error_message="Hai đơn vị này đã được nối với nhau.",
            ),
            models.UniqueConstraint(
                fields=("predecessor",),
                condition=Q(extent="whole"),
                name="succession_whole_once",
                violation_error_message="Đơn vị cũ đã nhập toàn bộ vào một đơn vị khác.",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_of_another",
                violation_error_message="Đơn vị cũ và đơn vị mới phải khác nhau.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    def get_absolute_url(self) -> str:
        return self.predecessor.get_absolute_url()

    def clean(self) -> None:
        """The old unit ends and the new one begins on the day itself: a chain of successions leads one way in time."""
        if self.predecessor_id is None or self.successor_id is None or self.on is None:
            return
        wrong = {}
        if self.predecessor.valid_to != self.on:
            wrong["on"] = f"{self.predecessor.title} hết hiệu lực từ {formatting.day(self.predecessor.valid_to)}."
        if self.successor.valid_from != self.on:
            wrong["successor"] = f"Đơn vị mới phải có hiệu lực từ {formatting.day(self.on)}."
        if self.predecessor.level != self.successor.level:
            wrong["successor"] = "Hai đơn vị phải cùng cấp; huyện đã bãi bỏ thì nối từng xã."
        if wrong:
            raise ValidationError(wrong)
