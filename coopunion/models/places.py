"""Administrative units over time: a code is reused under another name, so a unit is (code, valid from)."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Length
from django.urls import reverse
from simple_history.models import HistoricalRecords

from coopunion.text import search_key

TABLE_BEGINS = date(2004, 1, 1)  # the `valid_from` of units that are older than the table, no founding day


class PlaceQuerySet(models.QuerySet["Place"]):
    def valid_on(self, day: date) -> Self:
        """Units in force that day; `valid_to` is the first day a unit is no more."""
        begun = Q(valid_from__lte=max(day, TABLE_BEGINS))
        return self.filter(begun).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))

    def districts(self) -> Self:
        return self.filter(level=Place.Level.DISTRICT)

    def named_like(self, words: str) -> Self:
        """Places named by the folded words, with their kind and what they lie in: "xa tran yen", "hong ca tran yen".

        Those whose own name holds the words come first; of these and of the others those of today, short names first.
        """
        kinds, rest = kinds_before(words)
        written = Q(kind__in=kinds)
        for word in rest.split():
            above = Q(parent__search_text__contains=word) | Q(parent__kind__in=kinds_with(word))
            written &= Q(search_text__contains=word) | above
        own, with_kind = Q(search_text__contains=words), Q(search_text__contains=rest, kind__in=kinds)
        return (
            self.filter(own | written)
            .annotate(own_name=Case(When(own, then=0), When(with_kind, then=1), default=2))
            .order_by("own_name", F("valid_to").desc(nulls_first=True), Length("search_text"), "search_text", "code")
        )

    def within(self, place: Place) -> Self:
        """The unit itself and everything under it."""
        return self.filter(Q(pk=place.pk) | Q(parent=place) | Q(parent__parent=place))


class Place(models.Model):
    """A province, district or commune between two days. Codes: Tổng cục Thống kê (QĐ 124/2004/QĐ-TTg)."""

    class Level(models.TextChoices):
        PROVINCE = "province", "cấp tỉnh"
        DISTRICT = "district", "cấp huyện"
        COMMUNE = "commune", "cấp xã"

    class Kind(models.TextChoices):
        PROVINCE = "province", "tỉnh"
        CITY = "city", "thành phố"
        TOWN = "town", "thị xã"
        DISTRICT = "district", "huyện"
        WARD = "ward", "phường"
        TOWNSHIP = "township", "thị trấn"
        COMMUNE = "commune", "xã"

    code = models.CharField("mã", max_length=5)
    name = models.CharField("tên", max_length=100)
    kind = models.CharField("loại", max_length=10, choices=Kind)
    level = models.CharField("cấp", max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="thuộc"
    )
    valid_from = models.DateField("có từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    decision = models.CharField("văn bản", max_length=200, blank=True)
    search_text = models.CharField(max_length=200, editable=False, default="")

    history = HistoricalRecords(excluded_fields=["search_text"])
    objects = PlaceQuerySet.as_manager()

    search_fields = ("name",)
    named_by = ("parent",)

    class Meta:
        verbose_name = "đơn vị hành chính"
        ordering = ("code", "valid_from")
        indexes = (models.Index(fields=("level", "parent")),)
        constraints = (
            models.UniqueConstraint(fields=("code", "valid_from"), name="place_code_from"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="place_validity",
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            ),
            models.CheckConstraint(
                condition=Q(level="province", parent__isnull=True)
                | Q(level__in=("district", "commune"), parent__isnull=False),
                name="place_parent",
                violation_error_message="Huyện, xã phải thuộc một địa bàn cấp trên; tỉnh thì không.",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def save(self, **options: Any) -> None:
        self.search_text = search_key(self.name)
        super().save(**options)

    def get_absolute_url(self) -> str:
        return reverse("place", args=[self.pk])

    def begun_by(self, day: date) -> bool:
        """Whether the unit existed that day or earlier. Days before the table's first have the units of its first day:
        a cooperative of 1999 is placed where its land lay in 2004.
        """
        return self.valid_from <= max(day, TABLE_BEGINS)

    @property
    def title(self) -> str:
        """Reads "xã Hồng Ca", "huyện Trấn Yên", "thành phố Yên Bái"."""
        return f"{self.get_kind_display()} {self.name}"

    @property
    def short_title(self) -> str:
        """As tables write it: "Trấn Yên", "TP. Yên Bái", "TX. Nghĩa Lộ"."""
        short = {self.Kind.CITY: "TP. ", self.Kind.TOWN: "TX. "}
        return f"{short.get(self.Kind(self.kind), '')}{self.name}"

    @property
    def full_name(self) -> str:
        """Reads "xã Hồng Ca, huyện Trấn Yên": up to the district, as papers inside the province write it."""
        if self.level == self.Level.COMMUNE and self.parent is not None:
            return f"{self.title}, {self.parent.title}"
        return self.title

    @property
    def district(self) -> Place | None:
        """The district-level unit this place is or lies in; None for a province."""
        if self.level == self.Level.DISTRICT:
            return self
        if self.level == self.Level.COMMUNE and self.parent and self.parent.level == self.Level.DISTRICT:
            return self.parent
        return None


def kinds_before(words: str) -> tuple[list[str], str]:
    """The kinds that folded words may begin with, and the rest: "xa tran yen" → (["commune"], "tran yen")."""
    for kind in Place.Kind:
        label = f"{search_key(kind.label)} "
        if words.startswith(label):
            return [kind.value], words.removeprefix(label)
    return list(Place.Kind.values), words


def kinds_with(word: str) -> list[str]:
    return [kind.value for kind in Place.Kind if word in search_key(kind.label).split()]
