"""The administrator's forms of administrative units and their successions, each with its decision and its day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from coopunion import formatting
from coopunion.forms.base import FieldGroup, PortalForm
from coopunion.forms.fields import PlaceField
from coopunion.models import Place, PlaceSuccession
from coopunion.places.loading import LEVELS
from coopunion.places.names import PlaceFinder

ABOVE = {
    Place.Level.PROVINCE: (),
    Place.Level.DISTRICT: (Place.Level.PROVINCE,),
    Place.Level.COMMUNE: (Place.Level.DISTRICT, Place.Level.PROVINCE),
}


class AnyPlaceField(PlaceField):
    """A unit of any province, in force on the day."""

    def find(self, text: str, day: date | None) -> Place:
        if day is None:
            raise ValidationError("Nhập ngày trước để biết đơn vị nào.")
        try:
            return PlaceFinder(None, day).find(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class PlaceForm(PortalForm):
    """A unit between two days. A day on which successions of the unit begin or end cannot be changed."""

    parent = AnyPlaceField(label="Thuộc", required=False, help_text="Tên đơn vị cấp trên; tỉnh thì để trống.")

    groups = (
        FieldGroup("Đơn vị", (("kind", "name", "code"), "parent"), "Mã theo danh mục của cơ quan thống kê."),
        FieldGroup(
            "Hiệu lực",
            (("valid_from", "valid_to"), "decision"),
            "Đổi tên, đổi loại, đổi cấp trên hay nhập thêm đơn vị khác thì đơn vị cũ hết hiệu lực và mở đơn vị mới.",
        ),
    )
    future = frozenset({"valid_from", "valid_to"})

    instance: Place

    class Meta(PortalForm.Meta):
        model = Place

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].required = self.instance.pk is None or bool(self.instance.decision)

    def day_of_place(self) -> date | None:
        day: date | None = self.cleaned_data.get("valid_from")
        return day

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if kind := self.cleaned_data.get("kind"):
            self.instance.level = LEVELS[kind]
            self._check_parent(self.cleaned_data.get("parent"))
        if not self.errors:
            self._check_code(self.cleaned_data["code"], self.cleaned_data["valid_from"], self.cleaned_data["valid_to"])
            self._check_successions()
        return cleaned

    def _check_parent(self, parent: Place | str | None) -> None:
        """`parent` is the text as typed while no unit was found under it."""
        above = ABOVE[Place.Level(self.instance.level)]
        if above and parent is None and "parent" not in self.errors:
            self.add_error("parent", "Huyện, xã phải thuộc một đơn vị cấp trên.")
        elif isinstance(parent, Place) and parent.level not in above:
            self.add_error("parent", f"“{parent.title}” không phải là cấp trên của đơn vị này.")

    def _check_code(self, code: str, valid_from: date, valid_to: date | None) -> None:
        others = Place.objects.filter(code=code).exclude(pk=self.instance.pk)
        overlapping = others.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from))
        if valid_to:
            overlapping = overlapping.filter(valid_from__lt=valid_to)
        other = overlapping.select_related("parent").first()
        if other:
            self.add_error("code", f"Trong thời gian đó mã này là của {other}.")

    def _check_successions(self) -> None:
        if self.instance.pk is None:
            return
        if "valid_from" in self.changed_data and self.instance.origins.exists():
            self.add_error("valid_from", "Đơn vị này đã ghi kế thừa từ ngày đó; bỏ dòng kế thừa rồi mới đổi ngày được.")
        if "valid_to" in self.changed_data and self.instance.successions.exists():
            self.add_error("valid_to", "Đơn vị này đã ghi nhập đi từ ngày đó; bỏ dòng kế thừa rồi mới đổi ngày được.")


class SuccessionForm(PortalForm):
    """The successor of a unit; the unit ends on that day, unless it has ended already."""

    successor = AnyPlaceField(
        label="Đơn vị mới", help_text="Đơn vị có hiệu lực từ ngày đó; đơn vị nhận thêm đất cũng mở một dòng mới."
    )

    groups = (FieldGroup("Kế thừa", (("on", "extent"), "successor", "decision")),)
    future = frozenset({"on"})

    instance: PlaceSuccession

    class Meta(PortalForm.Meta):
        model = PlaceSuccession

    closes = False
    """Whether saving ends the old unit as well."""

    @property
    def changes_anything(self) -> bool:
        return super().changes_anything or self.closes

    def day_of_place(self) -> date | None:
        day: date | None = self.cleaned_data.get("on")
        return day

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        old, on = self.instance.predecessor, self.day_of_place()
        if on and old.valid_to is None and not self.errors:
            if on <= old.valid_from:
                self.add_error("on", f"Phải sau ngày đơn vị cũ có hiệu lực, {formatting.day(old.valid_from)}.")
            else:
                old.valid_to, self.closes = on, True
        if not self.errors:
            self._check_others(self.cleaned_data["successor"], self.cleaned_data["extent"])
        return cleaned

    def _check_others(self, successor: Place, extent: str) -> None:
        """A unit passes whole to one successor or in parts to several; checked here for a message beside the field."""
        others = list(self.instance.predecessor.successions.exclude(pk=self.instance.pk))
        whole = PlaceSuccession.Extent.WHOLE
        if any(other.successor_id == successor.pk for other in others):
            self.add_error("successor", "Hai đơn vị này đã được nối với nhau.")
        elif others and whole in {extent, *(other.extent for other in others)}:
            self.add_error("extent", "Đơn vị cũ còn nhập vào đơn vị khác: mọi dòng phải ghi “một phần”.")
